/** Writes the outcome topics into the time-series store, idempotently. */
@NullMarked
package dev.backstretch.sink;

import org.jspecify.annotations.NullMarked;

/** The topology, without a broker. */
@NullMarked
package dev.backstretch.streams;

import org.jspecify.annotations.NullMarked;

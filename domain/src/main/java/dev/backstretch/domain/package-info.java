/** The rules of running in groups: pure functions of events, without clock, I/O or randomness. */
@NullMarked
package dev.backstretch.domain;

import org.jspecify.annotations.NullMarked;

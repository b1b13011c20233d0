/** Marks of the line and the laps they bound. */
@NullMarked
package dev.backstretch.domain.lap;

import org.jspecify.annotations.NullMarked;

/** Speed, pace, distance and standing still. */
@NullMarked
package dev.backstretch.domain.pace;

import org.jspecify.annotations.NullMarked;

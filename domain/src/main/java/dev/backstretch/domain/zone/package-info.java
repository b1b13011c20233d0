/** Heart-rate maxima, zones, seconds in zone, and what a sensor makes up. */
@NullMarked
package dev.backstretch.domain.zone;

import org.jspecify.annotations.NullMarked;

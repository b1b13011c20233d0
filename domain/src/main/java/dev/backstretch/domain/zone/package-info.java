/** Heart-rate maxima, zones and seconds in zone. */
@NullMarked
package dev.backstretch.domain.zone;

import org.jspecify.annotations.NullMarked;

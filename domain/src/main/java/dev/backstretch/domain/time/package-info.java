/** Event time as whole microseconds. */
@NullMarked
package dev.backstretch.domain.time;

import org.jspecify.annotations.NullMarked;

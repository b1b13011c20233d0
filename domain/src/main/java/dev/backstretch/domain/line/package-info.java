/** Where a runner is along the lane, and when the line was passed, from everything that the readings say. */
@NullMarked
package dev.backstretch.domain.line;

import org.jspecify.annotations.NullMarked;

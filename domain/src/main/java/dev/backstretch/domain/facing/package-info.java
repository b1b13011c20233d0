/** Which way a runner's body points against the way they move, as a compass on the body tells it. */
@NullMarked
package dev.backstretch.domain.facing;

import org.jspecify.annotations.NullMarked;

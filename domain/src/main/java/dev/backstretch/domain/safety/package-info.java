/** Safety: what a coach should know at once, and whether a backward start may be given. */
@NullMarked
package dev.backstretch.domain.safety;

import org.jspecify.annotations.NullMarked;

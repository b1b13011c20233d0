/** Tests of the track, its lanes and its line. */
@NullMarked
package dev.backstretch.domain.track;

import org.jspecify.annotations.NullMarked;

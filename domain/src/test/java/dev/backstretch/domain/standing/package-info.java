/** Boards, places, the challenge's verdict and the coach's list. */
@NullMarked
package dev.backstretch.domain.standing;

import org.jspecify.annotations.NullMarked;

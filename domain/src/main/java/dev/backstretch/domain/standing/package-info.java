/** Who is where: boards, places and the challenge's verdict. */
@NullMarked
package dev.backstretch.domain.standing;

import org.jspecify.annotations.NullMarked;

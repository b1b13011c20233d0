/** Tests of the rules of safety. */
@NullMarked
package dev.backstretch.domain.safety;

import org.jspecify.annotations.NullMarked;

/** Tests of pace and of standing still. */
@NullMarked
package dev.backstretch.domain.pace;

import org.jspecify.annotations.NullMarked;

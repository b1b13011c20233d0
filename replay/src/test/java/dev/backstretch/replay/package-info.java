/** Tests of re-running and comparing. */
@NullMarked
package dev.backstretch.replay;

import org.jspecify.annotations.NullMarked;

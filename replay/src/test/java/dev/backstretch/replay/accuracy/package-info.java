/** Tests of re-running and comparing. */
@NullMarked
package dev.backstretch.replay.accuracy;

import org.jspecify.annotations.NullMarked;

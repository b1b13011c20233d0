/** Errors of what the fold says against devices and against simulated truth, and the bounds they have to keep. */
@NullMarked
package dev.backstretch.replay.accuracy;

import org.jspecify.annotations.NullMarked;

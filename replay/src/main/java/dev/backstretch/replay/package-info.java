/** Runs the same fold over any slice of the log again, compares, exports. */
@NullMarked
package dev.backstretch.replay;

import org.jspecify.annotations.NullMarked;

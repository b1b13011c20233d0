/** Tests of the line estimator, with a small generator of runs whose truth is known. */
@NullMarked
package dev.backstretch.domain.line;

import org.jspecify.annotations.NullMarked;

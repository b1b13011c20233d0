/** What a run costs: effort points, training load, energy, and what may be said of running backwards. */
@NullMarked
package dev.backstretch.domain.effort;

import org.jspecify.annotations.NullMarked;

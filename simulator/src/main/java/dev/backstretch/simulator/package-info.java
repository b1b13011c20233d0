/** Synthetic camps with known truth, and clients for each door. */
@NullMarked
package dev.backstretch.simulator;

import org.jspecify.annotations.NullMarked;

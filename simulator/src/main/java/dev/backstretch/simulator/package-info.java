/** Synthetic camps with known truth, and the clients that play them and recordings through the doors. */
@NullMarked
package dev.backstretch.simulator;

import org.jspecify.annotations.NullMarked;

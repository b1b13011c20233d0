/** Load through the doors: how much they take, and how long their answers take, at a rate that does not wait for them. */
@NullMarked
package dev.backstretch.simulator.load;

import org.jspecify.annotations.NullMarked;

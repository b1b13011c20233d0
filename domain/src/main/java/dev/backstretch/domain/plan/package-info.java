/** Plans: steps of facing, goal and rest. */
@NullMarked
package dev.backstretch.domain.plan;

import org.jspecify.annotations.NullMarked;

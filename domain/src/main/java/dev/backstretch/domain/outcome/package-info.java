/** What follows from the events: laps, standings, alerts, frames and rejections, each with identity and revision. */
@NullMarked
package dev.backstretch.domain.outcome;

import org.jspecify.annotations.NullMarked;

package dev.backstretch.domain.standing;

import dev.backstretch.domain.outcome.Verdict;

/**
 * One row of a board.
 *
 * @param id a runner's, or a team's name on the boards of teams
 * @param place 1224 ranking; 0 when not ranked
 * @param shared whether another row has the same place
 * @param value what the board ranks by, in its own unit; NaN when there is none yet
 * @param plusMinus half-width of its 95 % interval; NaN when there is none
 */
public record Placing(String id, int place, boolean shared, double value, double plusMinus, Verdict verdict) {}

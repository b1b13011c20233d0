package dev.backstretch.domain.standing;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A runner as boards rank them. Who is off the boards (consent withdrawn) is not among the contenders at all.
 *
 * @param team null without one
 * @param beginner follows {@code walk-first}: on the boards of effort and improvement only
 * @param laps completed
 * @param lapsEndedAt seconds at which the newest lap ended: since the gun in a heat, since the own start in a wave
 * @param ratio today's backward ÷ forward, unknown without both laps
 * @param verdict of the challenge
 * @param facingConfirmed whether the backward lap counts as run backwards
 * @param best the runner's best ratio of earlier sessions, as the join brought it; unknown before the second session
 * @param effortPoints today's, unrounded; NaN without heart rate
 * @param effortKnown whether there was a heart rate for long enough to be ranked by effort
 */
public record Contender(
        String runnerId,
        @Nullable String team,
        boolean beginner,
        int laps,
        Estimate lapsEndedAt,
        Estimate ratio,
        Verdict verdict,
        boolean facingConfirmed,
        Estimate best,
        double effortPoints,
        boolean effortKnown) {
    /** Someone who has joined and done nothing yet. */
    public static Contender of(String runnerId) {
        return new Contender(
                runnerId,
                null,
                false,
                0,
                Estimate.UNKNOWN,
                Estimate.UNKNOWN,
                Verdict.NO_VERDICT,
                false,
                Estimate.UNKNOWN,
                Double.NaN,
                false);
    }

    public Contender inTeam(@Nullable String newTeam) {
        return new Contender(
                runnerId,
                newTeam,
                beginner,
                laps,
                lapsEndedAt,
                ratio,
                verdict,
                facingConfirmed,
                best,
                effortPoints,
                effortKnown);
    }

    public Contender asBeginner() {
        return new Contender(
                runnerId,
                team,
                true,
                laps,
                lapsEndedAt,
                ratio,
                verdict,
                facingConfirmed,
                best,
                effortPoints,
                effortKnown);
    }

    public Contender withLaps(int newLaps, Estimate endedAtSeconds) {
        return new Contender(
                runnerId,
                team,
                beginner,
                newLaps,
                endedAtSeconds,
                ratio,
                verdict,
                facingConfirmed,
                best,
                effortPoints,
                effortKnown);
    }

    public Contender withRatio(Estimate today, Verdict newVerdict, boolean confirmed) {
        return new Contender(
                runnerId,
                team,
                beginner,
                laps,
                lapsEndedAt,
                today,
                newVerdict,
                confirmed,
                best,
                effortPoints,
                effortKnown);
    }

    public Contender withBest(Estimate bestSoFar) {
        return new Contender(
                runnerId,
                team,
                beginner,
                laps,
                lapsEndedAt,
                ratio,
                verdict,
                facingConfirmed,
                bestSoFar,
                effortPoints,
                effortKnown);
    }

    public Contender withEffort(double points, boolean heartRateLongEnough) {
        return new Contender(
                runnerId,
                team,
                beginner,
                laps,
                lapsEndedAt,
                ratio,
                verdict,
                facingConfirmed,
                best,
                points,
                heartRateLongEnough);
    }
}

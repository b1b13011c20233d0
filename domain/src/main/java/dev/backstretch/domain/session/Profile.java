package dev.backstretch.domain.session;

import dev.backstretch.domain.event.EventBody.BackwardStage;
import dev.backstretch.domain.event.EventBody.Join;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.safety.SafetyProfile;
import dev.backstretch.domain.safety.Stage;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.track.Lanes;
import dev.backstretch.domain.zone.HeartRateLimits;
import dev.backstretch.domain.zone.HeartRateZones;
import dev.backstretch.domain.zone.ZoneModel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a runner's join says, with the session's answers where it says nothing.
 *
 * @param waveStartMicros the wave's gun as a session file has it, else null
 * @param lane 1 is innermost; 0 when none is assigned
 * @param maximumHeartRateBpm NaN when unknown
 * @param ageBandYears lower end of the five-year band, null when unknown
 * @param team the team, null without one
 * @param stage how used to running backwards
 * @param bestRatio the best backward ÷ forward of earlier sessions, NaN before the second one
 */
record Profile(
        @Nullable String bib,
        boolean byDistance,
        int lane,
        double lapMeters,
        @Nullable Integer wave,
        @Nullable Long waveStartMicros,
        double maximumHeartRateBpm,
        @Nullable Integer ageBandYears,
        String planName,
        @Nullable String team,
        Stage stage,
        double bestRatio) {
    private static final double DISTANCE_LAP_METERS = 1000;
    private static final double TRACK_LAP_METERS = 400;
    /** A band that begins here or below holds people who are no adults yet. */
    private static final int LAST_MINORS_BAND_YEARS = 15;

    static Profile of(Join join, @Nullable Track track, String sessionPlan) {
        boolean byDistance = join.lapRule() == LapRule.DISTANCE;
        Double meters = join.lapMeters();
        Integer lane = join.lane();
        double lapMeters;
        if (meters != null) {
            lapMeters = meters;
        } else if (byDistance) {
            lapMeters = DISTANCE_LAP_METERS;
        } else {
            lapMeters = track == null ? TRACK_LAP_METERS : Lanes.lapMeters(track, lane == null ? 1 : lane);
        }
        Instant waveStartsAt = join.waveStartsAt();
        Double maximum = join.maximumHeartRateBpm();
        String plan = join.planName();
        Double best = join.bestRatio();
        return new Profile(
                join.bib(),
                byDistance,
                lane == null ? 0 : lane,
                lapMeters,
                join.wave(),
                waveStartsAt == null ? null : Micros.of(waveStartsAt),
                maximum == null ? Double.NaN : maximum,
                join.ageBandYears(),
                plan != null ? plan : byDistance ? Plans.FREE_RUN.name() : sessionPlan,
                join.team(),
                stage(join.stage()),
                best == null ? Double.NaN : best);
    }

    private static Stage stage(@Nullable BackwardStage said) {
        if (said == null) {
            return Stage.UNKNOWN;
        }
        return switch (said) {
            case NOVICE -> Stage.NOVICE;
            case IMPROVER -> Stage.IMPROVER;
            case TRAINED -> Stage.TRAINED;
            case EXPERT -> Stage.EXPERT;
            case UNRECOGNISED -> Stage.UNKNOWN;
        };
    }

    /** The runner's plan; a plan that this version does not know asks nothing of anybody. */
    Plan plan() {
        return Plans.named(planName).orElse(Plans.FREE_RUN);
    }

    /** The runner's zones; a maximum that no heart has is as good as none. */
    HeartRateZones zones() {
        return HeartRateZones.isBeat(maximumHeartRateBpm)
                ? HeartRateZones.of(ZoneModel.HRMAX_5, HeartRateLimits.measured(maximumHeartRateBpm))
                : HeartRateZones.OF_NOBODY;
    }

    Profile withBib(String newBib) {
        return new Profile(
                newBib,
                byDistance,
                lane,
                lapMeters,
                wave,
                waveStartMicros,
                maximumHeartRateBpm,
                ageBandYears,
                planName,
                team,
                stage,
                bestRatio);
    }

    /** What the rules of safety have to know; whoever says nothing of the heat is new to it. */
    SafetyProfile safety() {
        Integer band = ageBandYears;
        boolean minor = band != null && band <= LAST_MINORS_BAND_YEARS;
        return new SafetyProfile(stage, lane, byDistance ? Double.NaN : lapMeters, maximumHeartRateBpm, minor, false);
    }

    void writeTo(StateWriter out) {
        out.text(bib);
        out.bool(byDistance);
        out.number(lane);
        out.real(lapMeters);
        out.maybe(wave);
        out.bool(waveStartMicros != null);
        if (waveStartMicros != null) {
            out.number(waveStartMicros);
        }
        out.real(maximumHeartRateBpm);
        out.maybe(ageBandYears);
        out.text(planName);
        out.text(team);
        out.symbol(stage);
        out.real(bestRatio);
    }

    static Profile readFrom(StateReader in) {
        return new Profile(
                in.text(),
                in.bool(),
                in.integer(),
                in.real(),
                in.maybeInteger(),
                in.bool() ? (Long) in.number() : null,
                in.real(),
                in.maybeInteger(),
                in.requiredText(),
                in.text(),
                in.symbol(Stage.class),
                in.real());
    }
}

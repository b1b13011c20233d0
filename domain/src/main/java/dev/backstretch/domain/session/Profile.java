package dev.backstretch.domain.session;

import dev.backstretch.domain.effort.Body;
import dev.backstretch.domain.effort.Sex;
import dev.backstretch.domain.event.EventBody;
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
 * @param restingHeartRateBpm NaN when unknown
 * @param body what the runner has agreed to tell of it
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
        double restingHeartRateBpm,
        Body body,
        @Nullable Integer ageBandYears,
        String planName,
        @Nullable String team,
        Stage stage,
        double bestRatio) {
    private static final double DISTANCE_LAP_METERS = 1000;
    private static final double TRACK_LAP_METERS = 400;
    private static final double LIGHTEST_KG = 15;
    private static final double HEAVIEST_KG = 300;
    private static final int YOUNGEST_BAND_YEARS = 5;
    private static final int OLDEST_BAND_YEARS = 115;
    private static final double HALF_A_BAND_YEARS = 2;
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
        Double resting = join.restingHeartRateBpm();
        return new Profile(
                join.bib(),
                byDistance,
                lane == null ? 0 : lane,
                lapMeters,
                join.wave(),
                waveStartsAt == null ? null : Micros.of(waveStartsAt),
                maximum == null ? Double.NaN : maximum,
                resting == null ? Double.NaN : resting,
                body(join),
                join.ageBandYears(),
                plan != null ? plan : byDistance ? Plans.FREE_RUN.name() : sessionPlan,
                join.team(),
                stage(join.stage()),
                best == null ? Double.NaN : best);
    }

    /** A band stands for its middle: two years to either side are 0.1 kcal a minute. What no body has was not told. */
    private static Body body(Join join) {
        Double mass = join.massKg();
        Integer band = join.ageBandYears();
        boolean plausible = mass != null && mass >= LIGHTEST_KG && mass <= HEAVIEST_KG;
        return new Body(
                plausible ? mass : Double.NaN,
                band == null || band < YOUNGEST_BAND_YEARS || band > OLDEST_BAND_YEARS
                        ? Double.NaN
                        : band + HALF_A_BAND_YEARS,
                join.sex() == EventBody.Sex.MALE
                        ? Sex.MALE
                        : join.sex() == EventBody.Sex.FEMALE ? Sex.FEMALE : Sex.NOT_GIVEN);
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

    /** What is known of the runner's heart; a resting rate that is no less than the maximum is as good as none. */
    HeartRateLimits limits() {
        HeartRateLimits known = HeartRateZones.isBeat(maximumHeartRateBpm)
                ? HeartRateLimits.measured(maximumHeartRateBpm)
                : HeartRateLimits.UNKNOWN;
        return HeartRateZones.isBeat(restingHeartRateBpm) && !(restingHeartRateBpm >= known.maximumBpm())
                ? known.withResting(restingHeartRateBpm)
                : known;
    }

    /**
     * The same runner who joins again: what is said now stands, and where nothing is said what was said before. Where and by
     * what plan laps are counted is settled by the first join.
     *
     * @param mayChangeLane whether no lap is being run yet
     */
    Profile after(Profile first, boolean mayChangeLane) {
        boolean inLane = mayChangeLane && lane > 0 && !byDistance && !first.byDistance;
        return new Profile(
                bib == null ? first.bib : bib,
                first.byDistance,
                inLane ? lane : first.lane,
                inLane ? lapMeters : first.lapMeters,
                wave == null ? first.wave : wave,
                waveStartMicros == null ? first.waveStartMicros : waveStartMicros,
                either(maximumHeartRateBpm, first.maximumHeartRateBpm),
                either(restingHeartRateBpm, first.restingHeartRateBpm),
                new Body(
                        either(body.massKg(), first.body.massKg()),
                        either(body.ageYears(), first.body.ageYears()),
                        body.sex() == Sex.NOT_GIVEN ? first.body.sex() : body.sex()),
                ageBandYears == null ? first.ageBandYears : ageBandYears,
                first.planName,
                team == null ? first.team : team,
                stage == Stage.UNKNOWN ? first.stage : stage,
                either(bestRatio, first.bestRatio));
    }

    private static double either(double now, double before) {
        return Double.isNaN(now) ? before : now;
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
                restingHeartRateBpm,
                body,
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
        out.real(restingHeartRateBpm);
        out.real(body.massKg());
        out.real(body.ageYears());
        out.symbol(body.sex());
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
                in.real(),
                new Body(in.real(), in.real(), in.symbol(Sex.class)),
                in.maybeInteger(),
                in.requiredText(),
                in.text(),
                in.symbol(Stage.class),
                in.real());
    }
}

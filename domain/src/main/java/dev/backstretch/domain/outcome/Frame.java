package dev.backstretch.domain.outcome;

import dev.backstretch.domain.event.Facing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What changed in a session within 200 ms of log time: one entry for each runner and second that changed.
 *
 * @param number grows by one with each frame of the session
 * @param logTime the boundary that was passed
 * @param key true when it holds every runner with totals, as it does every 10 s of log time and at the close
 * @param last true for the frame that the close of the session emits
 * @param part from 0
 * @param parts how many parts this frame was cut into to stay below 256 KiB
 * @param plan where the group is in its plan; in key frames and when it changed
 * @param counts what was read so far; in key frames
 * @param attention who needs the coach now; in the first part of the first frame of each second, and null in the others
 */
public record Frame(
        String sessionId,
        long number,
        Instant logTime,
        boolean key,
        boolean last,
        int part,
        int parts,
        List<Entry> entries,
        @Nullable PlanProgress plan,
        @Nullable Counts counts,
        String ruleVersion,
        long sessionPosition,
        @Nullable Attention attention)
        implements Outcome {
    public Frame {
        entries = List.copyOf(entries);
    }

    /** A frame that does not say who needs the coach. */
    public Frame(
            String sessionId,
            long number,
            Instant logTime,
            boolean key,
            boolean last,
            int part,
            int parts,
            List<Entry> entries,
            @Nullable PlanProgress plan,
            @Nullable Counts counts,
            String ruleVersion,
            long sessionPosition) {
        this(
                sessionId,
                number,
                logTime,
                key,
                last,
                part,
                parts,
                entries,
                plan,
                counts,
                ruleVersion,
                sessionPosition,
                null);
    }

    /**
     * Who needs the coach now, most urgent first, and what a backward start still waits for. For the coach alone.
     *
     * @param gate null when nobody is to start backwards next
     * @param waves by number
     * @param heat null until somebody has told the weather
     */
    public record Attention(
            List<Need> needs,
            @Nullable Gate gate,
            List<Wave> waves,
            @Nullable Heat heat) {
        public Attention {
            needs = List.copyOf(needs);
            waves = List.copyOf(waves);
        }

        /** Of a session without waves, of whose weather nothing is known. */
        public Attention(List<Need> needs, @Nullable Gate gate) {
            this(needs, gate, List.of(), null);
        }
    }

    /**
     * What the heat allows; each a name of {@code safety.HeatClass}.
     *
     * @param wbgtCelsius wet-bulb globe temperature
     * @param estimated whether it was reckoned from air and humidity, for shade and light wind
     */
    public record Heat(
            double wbgtCelsius, boolean estimated, String acclimatised, String notAcclimatised, String minors) {}

    /**
     * A wave that somebody belongs to.
     *
     * @param runners how many of it have not left
     * @param startedAt its gun that was not called back, null before it
     * @param runnerIds who they are, in the order in which they joined; empty where an earlier version told only how many
     */
    public record Wave(int wave, int runners, @Nullable Instant startedAt, List<String> runnerIds) {
        public Wave {
            runnerIds = List.copyOf(runnerIds);
        }
    }

    /**
     * One who needs the coach, and why.
     *
     * @param runnerId null for what concerns the whole session
     * @param urgency a name of {@code standing.Attention.Urgency}
     * @param where a name of {@code standing.Attention.Where}
     * @param reasons most urgent first, never none
     */
    public record Need(@Nullable String runnerId, String urgency, String where, List<Why> reasons) {
        public Need {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("reasons: none; nobody needs the coach for nothing");
            }
        }
    }

    /**
     * A reason, for which each language has its words.
     *
     * @param key {@code alert.} with the alert's kind, {@code due-at-line}, {@code rest-ending} or {@code
     *     facing-unconfirmed}
     * @param at since when, or when the runner is due or the rest ends
     * @param value of an alert, NaN without
     * @param threshold of an alert, NaN without
     * @param alertId what to acknowledge, null for what is no alert
     * @param answered whether a coach has seen it
     */
    public record Why(
            String key,
            Instant at,
            double value,
            double threshold,
            @Nullable String alertId,
            boolean answered) {}

    /**
     * What a backward start waits for.
     *
     * @param permission a name of {@code safety.BackwardStart.Permission}, of the group as a whole
     * @param runners how many are to start backwards
     * @param spotters how many there are
     * @param spottersNeeded how many there should be
     * @param obstacles of the group, then of each runner
     */
    public record Gate(String permission, int runners, int spotters, int spottersNeeded, List<Obstacle> obstacles) {
        public Gate {
            obstacles = List.copyOf(obstacles);
        }
    }

    /**
     * Why a backward start has to wait, or what a coach should know although it has not.
     *
     * @param reason a name of {@code safety.BackwardStart.Reason}
     * @param about the check or the question that it is about, null for what is neither
     * @param runnerId whose it is, null for the group's
     * @param have what there is: spotters, the nearest lane of forward traffic, or whole °C; else 0
     * @param needed what there should be; else 0
     */
    public record Obstacle(
            String reason, @Nullable String about, @Nullable String runnerId, int have, int needed) {}

    /**
     * One runner in one second. Row identity in the store: (session, runner, floor of {@code observedAt} in seconds).
     *
     * @param observedAt of the newest reading in that second, in session time
     * @param revision grows when a late reading changes the second
     * @param speedMetersPerSecond smoothed; NaN when unknown
     * @param pace seconds per km; unknown below 0.5 m/s
     * @param heartRateBpm NaN without
     * @param zone 0 to 5, or −1 when unknown
     * @param distance metres since the runner's start
     * @param facing of that second
     * @param state what the runner is doing
     * @param lap number of the lap being run, 0 before the start
     * @param lapDistanceMeters metres since the lap's start; NaN when unknown
     * @param lapMeters length of the lap being run
     * @param lapStartedAt when the lap being run started, null before the start
     * @param projectedRatio backward ÷ forward if this speed is held, from a quarter of the backward lap on
     * @param totals sums since the start; in key frames only
     * @param finish where the plan aims at a finish and a lap of it is behind; of the newest second only
     * @param step where the runner is in their own plan, null outside one; of the newest second only, and kept in no store
     */
    public record Entry(
            String runnerId,
            Instant observedAt,
            int revision,
            double speedMetersPerSecond,
            Estimate pace,
            double heartRateBpm,
            int zone,
            Estimate distance,
            Facing facing,
            RunnerState state,
            int lap,
            double lapDistanceMeters,
            double lapMeters,
            @Nullable Instant lapStartedAt,
            Estimate projectedRatio,
            @Nullable Totals totals,
            @Nullable Finish finish,
            @Nullable OwnStep step) {
        /** An entry of a plan that aims at no finish and of whose steps nothing is told. */
        public Entry(
                String runnerId,
                Instant observedAt,
                int revision,
                double speedMetersPerSecond,
                Estimate pace,
                double heartRateBpm,
                int zone,
                Estimate distance,
                Facing facing,
                RunnerState state,
                int lap,
                double lapDistanceMeters,
                double lapMeters,
                @Nullable Instant lapStartedAt,
                Estimate projectedRatio,
                @Nullable Totals totals) {
            this(
                    runnerId,
                    observedAt,
                    revision,
                    speedMetersPerSecond,
                    pace,
                    heartRateBpm,
                    zone,
                    distance,
                    facing,
                    state,
                    lap,
                    lapDistanceMeters,
                    lapMeters,
                    lapStartedAt,
                    projectedRatio,
                    totals,
                    null,
                    null);
        }
    }

    /**
     * Where a runner is in their plan, by the clock of their wave or by their own laps; the group may be elsewhere.
     *
     * @param cue key of what the plan said last in this step, null where it says nothing
     * @param facing that the step asks for, UNKNOWN where it asks for none
     * @param endsAt when it ends by a clock, null where a mark of the runner ends it and while the coach has stopped the clock
     * @param nextFacing of the step after it, null where that asks for none
     * @param leftSeconds what is left of it by a clock that the coach has stopped, NaN while it goes and without one
     */
    public record OwnStep(
            @Nullable String cue,
            Facing facing,
            @Nullable Instant endsAt,
            @Nullable Facing nextFacing,
            double leftSeconds) {
        /** One that no stopped clock holds up. */
        public OwnStep(@Nullable String cue, Facing facing, @Nullable Instant endsAt, @Nullable Facing nextFacing) {
            this(cue, facing, endsAt, nextFacing, Double.NaN);
        }
    }

    /**
     * When a runner will have covered the distance that the plan asks for, or has.
     *
     * @param seconds since the runner's start
     * @param reached whether the distance is behind: then it is measured and not projected
     * @param goalMeters the whole distance
     * @param targetSeconds what it is meant to stay under, NaN without a target
     * @param verdict against the target; too close where the target lies within the doubt
     * @param walkedShare how much of the moving time was walked, 0 to 1; NaN where no facing or speed is known
     */
    public record Finish(
            Estimate seconds,
            boolean reached,
            double goalMeters,
            double targetSeconds,
            Verdict verdict,
            double walkedShare) {}

    /**
     * One runner's sums since the start; effort is null where an earlier version wrote them. Zones 0 to 5 and unknown add up to the elapsed time; so do the four facings; so
     * do moving, rest and paused.
     */
    public record Totals(
            @Nullable Instant startedAt,
            double elapsedSeconds,
            double movingSeconds,
            double restSeconds,
            double pausedSeconds,
            List<Double> zoneSeconds,
            double unknownZoneSeconds,
            String zoneModel,
            double profileMaximumHeartRateBpm,
            double forwardSeconds,
            double backwardSeconds,
            double stillSeconds,
            double unknownFacingSeconds,
            Counts counts,
            List<FlagCount> flags,
            @Nullable Effort effort) {
        public Totals {
            zoneSeconds = List.copyOf(zoneSeconds);
            flags = List.copyOf(flags);
        }
    }

    /**
     * What a runner's session was worth and cost (domain notes §2.3, §3). A value is held for 5 s at most and the rest of a
     * gap adds nothing; what could not be reckoned is NaN or unknown, and {@code missing} says what it would have taken.
     *
     * @param points effort points, unrounded
     * @param edwardsTrimp minutes in each zone times its number
     * @param banisterLowest load by heart-rate reserve; of a runner who gives no sex the lower of the two
     * @param banisterHighest the same, or the higher of the two
     * @param energyKilocalories whole, with its ± of at least a fifth
     * @param energyMethod {@code HEART_RATE}, {@code SPEED}, {@code DISTANCE} or {@code NONE}
     * @param energyRough whether more than a fifth of it lies outside the range of its equation
     * @param energyCoveredShare the part of the time that the figure stands for, 0 to 1
     * @param forwardHeartRateBpm mean once it has settled
     * @param backwardHeartRateBpm mean once it has settled
     * @param effortOfAMinute net effort of a minute backwards ÷ forwards, by the own heart rate
     * @param effortOfAMeter the same of a metre
     * @param missing of {@code heartRate}, {@code maximumHeartRateBpm}, {@code restingHeartRateBpm}, {@code massKg}, {@code
     *     ageYears}
     */
    public record Effort(
            double points,
            double edwardsTrimp,
            double banisterLowest,
            double banisterHighest,
            Estimate energyKilocalories,
            String energyMethod,
            boolean energyRough,
            double energyCoveredShare,
            Estimate forwardHeartRateBpm,
            Estimate backwardHeartRateBpm,
            Estimate effortOfAMinute,
            Estimate effortOfAMeter,
            List<String> missing) {
        public Effort {
            missing = List.copyOf(missing);
        }
    }

    /** How often a reading was flagged. */
    public record FlagCount(String flag, long count) {}

    /**
     * What became of the items of a log. An item is one reading of a delivery, or any other event.
     * {@code read = folded + rejected + duplicates}; late and notUsed are parts of folded; conflicting of duplicates.
     */
    public record Counts(
            long read, long folded, long rejected, long duplicates, long late, long notUsed, long conflicting) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

        public boolean addsUp() {
            return read == folded + rejected + duplicates
                    && late <= folded
                    && notUsed <= folded
                    && conflicting <= duplicates;
        }
    }

    /**
     * Where the group is in its plan.
     *
     * @param step from 1; 0 before the start
     * @param of how many steps
     * @param kind {@code lap}, {@code rest}, {@code run}, {@code finished} or {@code waiting}
     * @param facing of the step
     * @param goalMeters length of the step, NaN when not by distance
     * @param startedAt when the group's clock started, null before
     * @param endsAt when the step ends by the clock, null when it does not
     * @param cue a key for words, null without
     * @param next kind of the next step, null at the end
     * @param nextFacing facing of the next step
     * @param pausedAt when the coach stopped the group's clock, null while it goes
     * @param pausedSeconds for how long it stood in the pauses before, counted from its start; NaN where an earlier version
     *     wrote it
     * @param leftSeconds what was left of a step with an end when the clock stopped, NaN while it goes
     */
    public record PlanProgress(
            String planName,
            int step,
            int of,
            String kind,
            Facing facing,
            double goalMeters,
            @Nullable Instant startedAt,
            @Nullable Instant endsAt,
            boolean paused,
            @Nullable String cue,
            @Nullable String next,
            @Nullable Facing nextFacing,
            @Nullable Instant pausedAt,
            double pausedSeconds,
            double leftSeconds) {
        /** Of a clock of which no pause is told. */
        public PlanProgress(
                String planName,
                int step,
                int of,
                String kind,
                Facing facing,
                double goalMeters,
                @Nullable Instant startedAt,
                @Nullable Instant endsAt,
                boolean paused,
                @Nullable String cue,
                @Nullable String next,
                @Nullable Facing nextFacing) {
            this(
                    planName,
                    step,
                    of,
                    kind,
                    facing,
                    goalMeters,
                    startedAt,
                    endsAt,
                    paused,
                    cue,
                    next,
                    nextFacing,
                    null,
                    0,
                    Double.NaN);
        }

        /** The same beside a clock that stands or has stood. */
        public PlanProgress beside(@Nullable Instant stoppedAt, double stoodSeconds, double stepLeftSeconds) {
            return new PlanProgress(
                    planName,
                    step,
                    of,
                    kind,
                    facing,
                    goalMeters,
                    startedAt,
                    endsAt,
                    paused,
                    cue,
                    next,
                    nextFacing,
                    stoppedAt,
                    stoodSeconds,
                    stepLeftSeconds);
        }
    }
}

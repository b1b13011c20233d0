package dev.backstretch.domain.event;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happened: exactly one of the kinds that the log knows. */
public sealed interface EventBody {

    /** The kind's name in JSON, metrics and counts. */
    String kind();

    /**
     * The session opens: the first event of each log.
     *
     * @param campId the camp that owns roster, plans and retention
     * @param planName the plan that all follow unless a join names another; {@code free-run} has no steps
     * @param track the track, or null where there is none and laps go by distance
     * @param rules the rule versions this session is pinned to
     * @param clock whether receive times are the door's or the deliveries' own
     * @param requireTokens whether a request without a token is refused
     * @param partition the partition of {@code run.events.v1} it was opened in, or null in a file
     * @param timeZone IANA name of the track's zone, for times of day on boards
     */
    record SessionOpened(
            String campId,
            String planName,
            @Nullable Track track,
            List<RuleVersion> rules,
            SessionClock clock,
            boolean requireTokens,
            @Nullable Integer partition,
            String timeZone)
            implements EventBody {
        public SessionOpened {
            rules = List.copyOf(rules);
        }

        @Override
        public String kind() {
            return "session";
        }
    }

    /** The group's clock is moved. A {@code CLOSE} ends the session. */
    record Control(Action action) implements EventBody {
        /** What is done to the group's clock. */
        public enum Action {
            UNRECOGNISED,
            START,
            PAUSE,
            RESUME,
            STEP,
            CLOSE
        }

        @Override
        public String kind() {
            return "control";
        }
    }

    /** A wave is released at the event's {@code observedAt}; {@code wave} null releases all. */
    record Gun(@Nullable Integer wave) implements EventBody {
        @Override
        public String kind() {
            return "gun";
        }
    }

    /**
     * A runner joins. Name, contact and birth date are never here (they go to {@code run.people.v1}).
     *
     * @param bib the number worn, if any
     * @param alias the public name; only in session files, never in the log
     * @param device the phone or watch bound at the start
     * @param chip the timing chip bound at the start
     * @param lane the lane run in, 1 is innermost
     * @param lapRule whether laps are counted at the line or by distance
     * @param lapMeters length of one lap in metres, or null to take it from track and lane
     * @param wave the wave released together, 1 is first
     * @param waveStartsAt stands for the wave's gun in session files, else null
     * @param maximumHeartRateBpm measured or estimated maximum, null when unknown
     * @param maximumHeartRateEstimated true when it came from an age formula
     * @param restingHeartRateBpm at rest, null when unknown
     * @param ageBandYears lower end of the five-year band, null when unknown
     * @param planName a plan of the runner's own, null for the session's
     * @param team the relay team, if any
     * @param stage how used to running backwards, null when nobody has said
     * @param bestRatio the best backward ÷ forward of earlier sessions, null before the second one
     * @param sex for the equations of load and energy; null unless the runner has agreed to that
     * @param massKg for the equations of energy; null unless the runner has agreed to that
     */
    record Join(
            @Nullable String bib,
            @Nullable String alias,
            @Nullable String device,
            @Nullable String chip,
            @Nullable Integer lane,
            LapRule lapRule,
            @Nullable Double lapMeters,
            @Nullable Integer wave,
            @Nullable Instant waveStartsAt,
            @Nullable Double maximumHeartRateBpm,
            boolean maximumHeartRateEstimated,
            @Nullable Double restingHeartRateBpm,
            @Nullable Integer ageBandYears,
            @Nullable String planName,
            @Nullable String team,
            @Nullable BackwardStage stage,
            @Nullable Double bestRatio,
            @Nullable Sex sex,
            @Nullable Double massKg)
            implements EventBody {
        /** Of a runner who has told neither sex nor mass. */
        public Join(
                @Nullable String bib,
                @Nullable String alias,
                @Nullable String device,
                @Nullable String chip,
                @Nullable Integer lane,
                LapRule lapRule,
                @Nullable Double lapMeters,
                @Nullable Integer wave,
                @Nullable Instant waveStartsAt,
                @Nullable Double maximumHeartRateBpm,
                boolean maximumHeartRateEstimated,
                @Nullable Double restingHeartRateBpm,
                @Nullable Integer ageBandYears,
                @Nullable String planName,
                @Nullable String team,
                @Nullable BackwardStage stage,
                @Nullable Double bestRatio) {
            this(
                    bib,
                    alias,
                    device,
                    chip,
                    lane,
                    lapRule,
                    lapMeters,
                    wave,
                    waveStartsAt,
                    maximumHeartRateBpm,
                    maximumHeartRateEstimated,
                    restingHeartRateBpm,
                    ageBandYears,
                    planName,
                    team,
                    stage,
                    bestRatio,
                    null,
                    null);
        }

        /** The same without the public name, which the log never holds. */
        public Join withoutAlias() {
            return new Join(
                    bib,
                    null,
                    device,
                    chip,
                    lane,
                    lapRule,
                    lapMeters,
                    wave,
                    waveStartsAt,
                    maximumHeartRateBpm,
                    maximumHeartRateEstimated,
                    restingHeartRateBpm,
                    ageBandYears,
                    planName,
                    team,
                    stage,
                    bestRatio,
                    sex,
                    massKg);
        }

        @Override
        public String kind() {
            return "join";
        }
    }

    /** Which of two fitted equations is a runner's. */
    enum Sex {
        UNRECOGNISED,
        FEMALE,
        MALE
    }

    /** How used a runner is to running backwards; what each stage may do is a rule of safety. */
    enum BackwardStage {
        UNRECOGNISED,
        NOVICE,
        IMPROVER,
        TRAINED,
        EXPERT
    }

    /** How a runner's laps are counted. */
    enum LapRule {
        UNRECOGNISED,
        /** At the line of the session's track: chips, taps and crossings. */
        LINE,
        /** Every {@code lapMeters} of distance; for those who run without a track. */
        DISTANCE
    }

    /** A runner leaves the session. */
    record Leave(@Nullable String reason) implements EventBody {
        @Override
        public String kind() {
            return "leave";
        }
    }

    /** From the event's {@code observedAt} on the named device or chip is this runner's. */
    record Binding(
            @Nullable String device,
            @Nullable String chip,
            @Nullable String bib) implements EventBody {
        @Override
        public String kind() {
            return "binding";
        }
    }

    /** One delivery: 1 to 64 readings of one runner, as they came in one request, each with its own time and id. */
    record Readings(List<Reading> readings) implements EventBody {
        /** The most readings one delivery may hold (design D2). */
        public static final int MAXIMUM = 64;

        public Readings {
            readings = List.copyOf(readings);
            if (readings.isEmpty() || readings.size() > MAXIMUM) {
                throw new IllegalArgumentException(
                        "readings: a delivery holds 1 to " + MAXIMUM + " readings, this one " + readings.size());
            }
        }

        @Override
        public String kind() {
            return "readings";
        }
    }

    /** A coach's thumb: the runner passed the line at {@code observedAt}, in the coach's clock. */
    record Tap(@Nullable String coach, @Nullable String bib) implements EventBody {
        @Override
        public String kind() {
            return "tap";
        }
    }

    /**
     * A timing mat read a chip.
     *
     * @param chip the chip's identity
     * @param reader the mat
     * @param rssiDbm signal strength in dBm, NaN when the reader does not say
     */
    record Chip(String chip, @Nullable String reader, double rssiDbm) implements EventBody {
        @Override
        public String kind() {
            return "chip";
        }
    }

    /** Someone says which way the runner faces from {@code observedAt} on. */
    record FacingDeclared(Facing facing) implements EventBody {
        @Override
        public String kind() {
            return "facing";
        }
    }

    /**
     * A coach mends the laps (design D9).
     *
     * @param lap the lap meant, or null where an event is meant
     * @param at the instant to add at or move to
     * @param with the other runner of a swap
     * @param corrects the event that is voided or undone
     * @param lapEndedAt when the lap meant ended as the coach saw it: numbers shift when a lap is found late, times do not;
     *     null where nobody said
     * @param facing which way the lap was run, forwards or backwards; null in all that do not say it
     */
    record Correction(
            Action action,
            @Nullable Integer lap,
            @Nullable Instant at,
            @Nullable String with,
            @Nullable String corrects,
            @Nullable String coach,
            @Nullable String reason,
            @Nullable Instant lapEndedAt,
            @Nullable Facing facing)
            implements EventBody {
        /** One that says nothing of the facing. */
        public Correction(
                Action action,
                @Nullable Integer lap,
                @Nullable Instant at,
                @Nullable String with,
                @Nullable String corrects,
                @Nullable String coach,
                @Nullable String reason,
                @Nullable Instant lapEndedAt) {
            this(action, lap, at, with, corrects, coach, reason, lapEndedAt, null);
        }

        /** One that names its lap by the number alone. */
        public Correction(
                Action action,
                @Nullable Integer lap,
                @Nullable Instant at,
                @Nullable String with,
                @Nullable String corrects,
                @Nullable String coach,
                @Nullable String reason) {
            this(action, lap, at, with, corrects, coach, reason, null);
        }

        /** The same of the lap that ended at a moment. */
        public Correction ofLapEndedAt(Instant moment) {
            return new Correction(action, lap, at, with, corrects, coach, reason, moment, facing);
        }

        /** The same, naming no lap. */
        public Correction ofNoLap() {
            return new Correction(action, null, at, with, corrects, coach, reason, null, facing);
        }

        /** How laps are mended. */
        public enum Action {
            UNRECOGNISED,
            VOID,
            ADD,
            MOVE,
            SWAP,
            UNDO,
            /** Says which way a lap was run. */
            FACING
        }

        @Override
        public String kind() {
            return "correction";
        }
    }

    /** The session clock's beat: {@code number} is floor(epoch milliseconds / 500). */
    record Tick(long number) implements EventBody {
        /** Milliseconds from one tick to the next (design D4). */
        public static final long MILLIS = 500;

        @Override
        public String kind() {
            return "tick";
        }
    }

    /** Roll-call, spotters or the answers before a backward start. */
    record Safety(
            String check,
            @Nullable Boolean passed,
            @Nullable Integer spotters,
            @Nullable String answer) implements EventBody {
        @Override
        public String kind() {
            return "safety";
        }
    }

    /** Weather at the track: °C, relative humidity in per cent, wet-bulb globe temperature in °C; NaN when not measured. */
    record Weather(double temperatureCelsius, double relativeHumidityPercent, double wbgtCelsius) implements EventBody {
        @Override
        public String kind() {
            return "weather";
        }
    }

    /** A coach has seen an alert. */
    record Acknowledge(
            String alertId,
            @Nullable String coach,
            @Nullable String answer) implements EventBody {
        @Override
        public String kind() {
            return "acknowledge";
        }
    }

    /** A runner pressed stop or reports how they feel. */
    record Symptom(String symptom) implements EventBody {
        @Override
        public String kind() {
            return "symptom";
        }
    }

    /** Rating of perceived exertion, 0 to 10 (CR10). */
    record Rpe(double rating) implements EventBody {
        @Override
        public String kind() {
            return "rpe";
        }
    }

    /** Consent given or withdrawn for one purpose. */
    record Consent(Purpose purpose, boolean given) implements EventBody {
        /** What data may be used for. */
        public enum Purpose {
            UNRECOGNISED,
            COACH,
            BOARD,
            REPLAY,
            RESEARCH,
            ZONE,
            MAP
        }

        @Override
        public String kind() {
            return "consent";
        }
    }

    /** A kind that this version does not know: counted and kept in the log, never guessed at. */
    record Unrecognised(String name) implements EventBody {
        public Unrecognised {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String kind() {
            return "unrecognised";
        }
    }
}

package dev.backstretch.domain.session;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.BackwardStage;
import dev.backstretch.domain.event.EventBody.Correction;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.Standings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session written as a test tells it: times in seconds since its opening, one fold, and what came out. */
final class SessionScript {
    static final Instant OPENED = Instant.parse("2026-11-20T06:00:00Z");
    private static final double NONE = Double.NaN;
    private static final Duration DELIVERY = Duration.ofMillis(40);

    private final SessionFold fold = new SessionFold("s");
    private final List<RunEvent> events = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private int ids;

    /** A session that is not opened yet. */
    SessionScript() {}

    SessionScript(String planName) {
        open(planName);
    }

    SessionScript open(String planName) {
        return open(planName, null);
    }

    SessionScript open(String planName, @Nullable Track track) {
        return apply(
                0,
                null,
                Origin.of(Origin.Kind.CAMP),
                new EventBody.SessionOpened(
                        "camp", planName, track, List.of(), SessionClock.SIMULATED, false, null, "UTC"));
    }

    static Instant at(double seconds) {
        return OPENED.plusNanos(Math.round(seconds * 1e9));
    }

    SessionScript join(String runner, LapRule rule, double lapMeters) {
        return joinAt(0, runner, rule, lapMeters);
    }

    SessionScript joinAt(double seconds, String runner, LapRule rule, double lapMeters) {
        return join(seconds, runner, said -> {
            said.rule = rule;
            said.lapMeters = lapMeters;
        });
    }

    /** Somebody of whom earlier sessions are known. */
    SessionScript joinKnown(String runner, @Nullable BackwardStage stage, @Nullable Double bestRatio) {
        return join(0, runner, said -> {
            said.stage = stage;
            said.bestRatio = bestRatio;
        });
    }

    /** Somebody who has told what the equations of load and energy ask for; null for what was not told. */
    SessionScript joinWithBody(
            String runner,
            @Nullable Double restingBpm,
            @Nullable Integer ageBandYears,
            EventBody.@Nullable Sex sex,
            @Nullable Double massKg) {
        return join(0, runner, said -> {
            said.restingBpm = restingBpm;
            said.ageBandYears = ageBandYears;
            said.sex = sex;
            said.massKg = massKg;
        });
    }

    /** A member of a team. */
    SessionScript joinTeam(String runner, String team) {
        return join(0, runner, said -> said.team = team);
    }

    /** A member of a wave that has its own gun. */
    SessionScript joinWave(String runner, int wave) {
        return join(0, runner, said -> said.wave = wave);
    }

    /** Somebody without a track who follows a plan. */
    SessionScript joinByDistance(String runner, double lapMeters, String planName) {
        return join(0, runner, said -> {
            said.rule = LapRule.DISTANCE;
            said.lapMeters = lapMeters;
            said.planName = planName;
        });
    }

    /** What a runner says at the join: without more, somebody at the line of 400 m. */
    private static final class Said {
        private LapRule rule = LapRule.LINE;
        private double lapMeters = 400;
        private @Nullable Integer wave;
        private @Nullable Double restingBpm;
        private @Nullable Integer ageBandYears;
        private @Nullable String planName;
        private @Nullable String team;
        private @Nullable BackwardStage stage;
        private @Nullable Double bestRatio;
        private EventBody.@Nullable Sex sex;
        private @Nullable Double massKg;

        EventBody.Join join() {
            return new EventBody.Join(
                    null,
                    null,
                    null,
                    null,
                    null,
                    rule,
                    lapMeters,
                    wave,
                    null,
                    190.0,
                    false,
                    restingBpm,
                    ageBandYears,
                    planName,
                    team,
                    stage,
                    bestRatio,
                    sex,
                    massKg);
        }
    }

    private SessionScript join(double seconds, String runner, Consumer<Said> says) {
        Said said = new Said();
        says.accept(said);
        return apply(seconds, runner, Origin.of(Origin.Kind.CAMP), said.join());
    }

    SessionScript gun(double seconds) {
        return apply(seconds, null, Origin.of(Origin.Kind.COACH), new EventBody.Gun(null));
    }

    SessionScript tap(double seconds, String runner) {
        return apply(seconds, runner, Origin.of(Origin.Kind.COACH), new EventBody.Tap(null, null));
    }

    SessionScript chip(double seconds, String runner) {
        return apply(seconds, runner, Origin.of(Origin.Kind.TIMING), new EventBody.Chip(runner, null, NONE));
    }

    SessionScript said(double seconds, @Nullable String runner, EventBody body) {
        return apply(seconds, runner, Origin.of(Origin.Kind.COACH), body);
    }

    /** The coach sends the group on; from a phone without a network that is heard of later. */
    SessionScript step(String eventId, double seconds, double receivedSeconds) {
        return apply(
                eventId,
                at(seconds),
                receivedSeconds,
                null,
                Origin.of(Origin.Kind.COACH),
                new EventBody.Control(EventBody.Control.Action.STEP));
    }

    /** The coach says something of the clock that is heard of later. */
    SessionScript control(double seconds, double receivedSeconds, EventBody.Control.Action action) {
        return apply(
                "e" + ids++,
                at(seconds),
                receivedSeconds,
                null,
                Origin.of(Origin.Kind.COACH),
                new EventBody.Control(action));
    }

    SessionScript step(double seconds) {
        return step("e" + ids++, seconds, seconds);
    }

    /** A tap of a phone that had no network when it was made. */
    SessionScript lateTap(double seconds, double receivedSeconds, String runner) {
        return apply(
                "e" + ids++,
                at(seconds),
                receivedSeconds,
                runner,
                Origin.of(Origin.Kind.COACH),
                new EventBody.Tap(null, null));
    }

    /** The session clock's beats up to a moment, two a second. */
    SessionScript ticks(double fromSeconds, double toSeconds) {
        for (double second = fromSeconds; second <= toSeconds; second += 0.5) {
            long number = Math.floorDiv(at(second).toEpochMilli(), EventBody.Tick.MILLIS);
            apply(second, null, Origin.of(Origin.Kind.CLOCK), new EventBody.Tick(number));
        }
        return this;
    }

    SessionScript leave(double seconds, String runner) {
        return apply(seconds, runner, Origin.of(Origin.Kind.COACH), new EventBody.Leave(null));
    }

    SessionScript correct(String eventId, double seconds, String runner, Correction correction) {
        return apply(eventId, at(seconds), seconds, runner, Origin.of(Origin.Kind.COACH), correction);
    }

    SessionScript close(double seconds) {
        return apply(
                seconds, null, Origin.of(Origin.Kind.COACH), new EventBody.Control(EventBody.Control.Action.CLOSE));
    }

    /** One delivery of a device, received a moment after the newest of its readings. */
    SessionScript read(String runner, String device, Reading... readings) {
        Instant newest = OPENED;
        for (Reading reading : readings) {
            newest = reading.observedAt().isAfter(newest) ? reading.observedAt() : newest;
        }
        return readAt(seconds(newest.plus(DELIVERY)), runner, device, readings);
    }

    SessionScript readAt(double receivedSeconds, String runner, String device, Reading... readings) {
        return apply(
                "e" + ids++,
                readings[0].observedAt(),
                receivedSeconds,
                runner,
                new Origin(Origin.Kind.DEVICE, device),
                new EventBody.Readings(List.of(readings)));
    }

    private static double seconds(Instant instant) {
        return Duration.between(OPENED, instant).toNanos() / 1e9;
    }

    private SessionScript apply(double seconds, @Nullable String runner, Origin origin, EventBody body) {
        return apply("e" + ids++, at(seconds), seconds, runner, origin, body);
    }

    private SessionScript apply(
            String eventId,
            Instant observedAt,
            double receivedSeconds,
            @Nullable String runner,
            Origin origin,
            EventBody body) {
        var event = new RunEvent(eventId, "s", runner, observedAt, at(receivedSeconds), origin, body);
        events.add(event);
        fold.apply(event, SessionFold.NO_PARTITION, outcomes::add);
        return this;
    }

    // ---- readings

    static Reading speed(double seconds, double metersPerSecond) {
        return reading(seconds, NONE, NONE, metersPerSecond, NONE, NONE);
    }

    static Reading heartRate(double seconds, double bpm) {
        return reading(seconds, NONE, NONE, NONE, bpm, NONE);
    }

    static Reading heartAndCadence(double seconds, double bpm, double stepsPerMinute) {
        Reading beat = heartRate(seconds, bpm);
        return new Reading(
                beat.readingId(),
                beat.observedAt(),
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                bpm,
                stepsPerMinute,
                NONE,
                List.of());
    }

    /** A speed, where the runner moves and where the phone points. */
    static Reading turned(double seconds, double metersPerSecond, double courseDegrees, double compassDegrees) {
        Reading moving = speed(seconds, metersPerSecond);
        return new Reading(
                moving.readingId(),
                moving.observedAt(),
                NONE,
                NONE,
                NONE,
                metersPerSecond,
                courseDegrees,
                compassDegrees,
                NONE,
                NONE,
                NONE,
                NONE,
                List.of());
    }

    static Reading distance(double seconds, double meters) {
        return reading(seconds, NONE, NONE, NONE, NONE, meters);
    }

    /** A fix so many metres north of a place. */
    static Reading north(double seconds, double meters) {
        return reading(seconds, 48 + meters / 111_200, 11, NONE, NONE, NONE);
    }

    /** A fix with the speed that the receiver measured. */
    static Reading fix(double seconds, double latitude, double longitude, double metersPerSecond) {
        return reading(seconds, latitude, longitude, metersPerSecond, NONE, NONE);
    }

    static Reading afterPause(Reading reading) {
        return reading.withFlags(List.of(ReadingFlag.AFTER_PAUSE));
    }

    private static Reading reading(
            double seconds, double latitude, double longitude, double speed, double bpm, double meters) {
        String what = Double.isNaN(bpm) ? "m" : "b";
        return new Reading(
                what + seconds,
                at(seconds),
                latitude,
                longitude,
                NONE,
                speed,
                NONE,
                NONE,
                NONE,
                bpm,
                NONE,
                meters,
                List.of());
    }

    // ---- what came out

    /** What the newest frame with this runner says of them. */
    Frame.Entry now(String runner) {
        Frame.Entry newest = null;
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Frame frame) {
                for (Frame.Entry entry : frame.entries()) {
                    boolean later = newest == null || !entry.observedAt().isBefore(newest.observedAt());
                    newest = entry.runnerId().equals(runner) && later ? entry : newest;
                }
            }
        }
        if (newest == null) {
            throw new AssertionError("no frame tells of " + runner);
        }
        return newest;
    }

    /** The log. */
    List<RunEvent> events() {
        return events;
    }

    SessionFold fold() {
        return fold;
    }

    /** The laps of a runner as they stand, by number. */
    List<LapOutcome> laps(String runner) {
        Map<Integer, LapOutcome> newest = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof LapOutcome lap && lap.runnerId().equals(runner)) {
                if (lap.state() == LapOutcome.State.RETRACTED) {
                    newest.remove(lap.lap());
                } else {
                    newest.put(lap.lap(), lap);
                }
            }
        }
        return List.copyOf(newest.values());
    }

    /** The sums of a runner in the newest key frame. */
    Frame.Totals totals(String runner) {
        Frame.Totals newest = null;
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Frame frame) {
                for (Frame.Entry entry : frame.entries()) {
                    newest = entry.runnerId().equals(runner) && entry.totals() != null ? entry.totals() : newest;
                }
            }
        }
        if (newest == null) {
            throw new AssertionError("no key frame: close the session first");
        }
        return newest;
    }

    /** What the frames last said of each second of a runner. */
    List<Frame.Entry> seconds(String runner) {
        Map<Instant, Frame.Entry> newest = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Frame frame) {
                for (Frame.Entry entry : frame.entries()) {
                    if (entry.runnerId().equals(runner)) {
                        newest.put(entry.observedAt(), entry);
                    }
                }
            }
        }
        return List.copyOf(newest.values());
    }

    /** Every revision of every alert of a kind, as they came. */
    List<Alert> alerts(Alert.Kind kind) {
        return outcomes.stream()
                .filter(Alert.class::isInstance)
                .map(Alert.class::cast)
                .filter(alert -> alert.kind() == kind)
                .toList();
    }

    /** Every revision of a board, as they came. */
    List<Standings> standings(String board) {
        return outcomes.stream()
                .filter(Standings.class::isInstance)
                .map(Standings.class::cast)
                .filter(standings -> standings.board().equals(board))
                .toList();
    }

    List<Frame> frames() {
        return outcomes.stream()
                .filter(Frame.class::isInstance)
                .map(Frame.class::cast)
                .toList();
    }

    List<Rejection> rejections() {
        return outcomes.stream()
                .filter(Rejection.class::isInstance)
                .map(Rejection.class::cast)
                .toList();
    }

    Standings.Row row(String board, String runner) {
        Standings.Row newest = null;
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Standings standings && standings.board().equals(board)) {
                for (Standings.Row row : standings.rows()) {
                    newest = row.runnerId().equals(runner) ? row : newest;
                }
            }
        }
        if (newest == null) {
            throw new AssertionError("no row of " + runner + " on board " + board);
        }
        return newest;
    }
}

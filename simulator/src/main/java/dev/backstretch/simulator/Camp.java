package dev.backstretch.simulator;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.safety.BackwardStart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A synthetic session on a 400 m track: what really happened, and what of it arrives at the doors. The same options give
 * the same bytes on any machine.
 */
public final class Camp {
    private static final List<String> ALIASES = List.of(
            "Nok", "Somsak", "Tiger", "Ploy", "Anan", "Mint", "Fah", "Kai", "Wolfgang", "Lek", "Aom", "Bee Bee");
    private static final double CHECKS_SECONDS = 1;
    private static final double FIRST_GUN_SECONDS = 5;
    private static final double GUN_DELAY_SECONDS = 0.1;
    private static final int TAIL_SECONDS = 10;

    private final CampOptions options;
    private final CampTruth truth;
    private final List<Delivery> heard;

    private Camp(CampOptions options) {
        this.options = options;
        Oval oval = oval(options);
        List<Motion> motions = new ArrayList<>();
        double end = 0;
        for (int index = 0; index < options.runners(); index++) {
            Motion motion =
                    new Motion(options.seed(), index, Motion.Runner.of(options.seed(), index, startOf(options, index)));
            end = Math.max(end, motion.runToEnd());
            motions.add(motion);
        }
        int seconds = options.runners() == 0 ? 0 : (int) Math.ceil(end) + TAIL_SECONDS;
        Tally tally = new Tally();
        List<RunnerTruth> runners = new ArrayList<>();
        this.heard = new ArrayList<>();
        for (int index = 0; index < options.runners(); index++) {
            Motion motion = motions.get(index);
            motion.standUntil(seconds + 1);
            RunnerTruth runner = runnerTruth(index, motion, seconds);
            runners.add(runner);
            heard.addAll(new Phone(options, oval, motion, runner, index, tally).deliver(seconds));
            heard.addAll(new Line(options, runner, index, Camp::bib, Camp::runnerId, tally).deliver());
        }
        this.truth = new CampTruth(options, seconds, runners, tally.counts());
    }

    public static Camp of(CampOptions options) {
        return new Camp(options);
    }

    private static Oval oval(CampOptions options) {
        return new Oval(options.centreLatitudeDegrees(), options.centreLongitudeDegrees(), options.bearingDegrees());
    }

    private static int waveOf(CampOptions options, int index) {
        return index / options.waveSize() + 1;
    }

    private static double startOf(CampOptions options, int index) {
        return FIRST_GUN_SECONDS + (waveOf(options, index) - 1) * options.waveGapSeconds();
    }

    private static String bib(int index) {
        return String.valueOf(101 + index);
    }

    private static String runnerId(int index) {
        return String.format(Locale.ROOT, "r%03d", index + 1);
    }

    private RunnerTruth runnerTruth(int index, Motion motion, int seconds) {
        Noise noise = options.noise();
        long seed = options.seed();
        SeededStream clock = SeededStream.of(seed, index, "clock");
        double skew = Rounding.decimals(noise.clockSkewSeconds() * clock.gaussian(), 4);
        double drift = Rounding.decimals(noise.clockDriftPpm() * clock.gaussian(), 2);
        double mount = Rounding.decimals(
                noise.mountDegrees() * SeededStream.of(seed, index, "mount").gaussian(), 2);
        boolean hasChip = SeededStream.of(seed, index, "chip-owner").uniform() < options.chipsShare();
        boolean tapped = SeededStream.of(seed, index, "tapped").uniform() < options.tapsShare();
        boolean locks = SeededStream.of(seed, index, "heart-rate-lock").uniform() < noise.heartRateLockShare();
        List<RunnerTruth.Crossing> crossings = motion.crossings().stream()
                .map(crossing -> new RunnerTruth.Crossing(crossing.seconds(), crossing.direction(), crossing.facing()))
                .toList();
        List<RunnerTruth.Lap> laps = RunnerTruth.lapsOf(crossings, motion);
        Sums sums = new Sums(motion, seconds);
        Motion.Runner body = motion.runner();
        return new RunnerTruth(
                runnerId(index),
                bib(index),
                index < ALIASES.size() ? ALIASES.get(index) : "runner-" + bib(index),
                "phone-" + bib(index),
                hasChip ? String.format(Locale.ROOT, "0580%08x", 0x120000 + index) : null,
                tapped,
                waveOf(options, index),
                body.startSeconds(),
                body.lane(),
                body.lapMeters(),
                body.ageYears(),
                body.restingHeartRateBpm(),
                body.maximumHeartRateBpm(),
                options.planName(),
                skew,
                drift,
                mount,
                locks,
                crossings,
                laps,
                RunnerTruth.challengeRatio(laps),
                sums.spans,
                sums.secondsFacing(Facing.FORWARD),
                sums.secondsFacing(Facing.BACKWARD),
                sums.secondsFacing(Facing.STILL),
                sums.zoneSeconds,
                sums.pathMeters,
                motion.metersAfterStep(seconds * 10) - motion.metersAfterStep(0),
                sums.movingSeconds,
                motion.segments().stream()
                        .map(segment -> new RunnerTruth.Segment(
                                segment.kind(), segment.facing(), segment.startSeconds(), segment.endSeconds()))
                        .toList());
    }

    /** One runner's sums over the session. */
    private static final class Sums {
        private final List<RunnerTruth.FacingSpan> spans = new ArrayList<>();
        private final List<Integer> zoneSeconds;
        private double pathMeters;
        private double movingSeconds;

        Sums(Motion motion, int seconds) {
            int steps = seconds * 10;
            int from = 0;
            int moving = 0;
            for (int step = 0; step < steps; step++) {
                pathMeters += motion.speedOfStep(step) * Motion.STEP_SECONDS;
                if (motion.speedOfStep(step) >= 0.5) {
                    moving++;
                }
                if (step + 1 == steps || motion.facingOfStep(step + 1) != motion.facingOfStep(step)) {
                    spans.add(new RunnerTruth.FacingSpan(from / 10.0, (step + 1) / 10.0, motion.facingOfStep(step)));
                    from = step + 1;
                }
            }
            movingSeconds = moving / 10.0;
            int[] zones = new int[6];
            for (int second = 0; second < seconds; second++) {
                zones[
                        RunnerTruth.zone(
                                motion.heartRateOfStep(second * 10),
                                motion.runner().maximumHeartRateBpm())]++;
            }
            zoneSeconds = List.of(zones[0], zones[1], zones[2], zones[3], zones[4], zones[5]);
        }

        double secondsFacing(Facing facing) {
            double sum = 0;
            for (RunnerTruth.FacingSpan span : spans) {
                if (span.facing() == facing) {
                    sum += span.endSeconds() - span.startSeconds();
                }
            }
            return Rounding.decimals(sum, 1);
        }
    }

    public CampOptions options() {
        return options;
    }

    /** What really happened. */
    public CampTruth truth() {
        return truth;
    }

    /** Everything from the opening to the close, in the order of arrival. */
    public List<Delivery> deliveries() {
        return deliveries(List.of());
    }

    /** As {@link #deliveries()}, with recorded runners taking part. */
    public List<Delivery> deliveries(List<RecordedRunner> recorded) {
        List<Delivery> all = new ArrayList<>();
        all.add(new Delivery(opening(null), 0));
        for (RunnerTruth runner : truth.runners()) {
            all.add(new Delivery(join(runner), 0));
        }
        List<Delivery> recordings = RecordedRunner.deliveries(options.sessionId(), options.startsAt(), recorded);
        List<Delivery> running = new ArrayList<>(starts());
        running.addAll(checks());
        running.addAll(heard);
        for (Delivery delivery : recordings) {
            (delivery.event().body() instanceof EventBody.Join ? all : running).add(delivery);
        }
        running.sort(Delivery.BY_ARRIVAL);
        all.addAll(running);
        Instant last = all.get(all.size() - 1).arrivesAt();
        // A whole second later: by then whatever is still on its way within the camp has come.
        Instant closesAt = Instant.ofEpochSecond(last.getEpochSecond() + 2);
        all.add(new Delivery(
                event(
                        "close",
                        null,
                        closesAt,
                        closesAt,
                        Origin.Kind.COACH,
                        new EventBody.Control(EventBody.Control.Action.CLOSE)),
                0));
        return List.copyOf(all);
    }

    /** The session's log as the doors and the session clock would write it, with a tick every 500 ms; for folds. */
    public List<RunEvent> events() {
        return events(null);
    }

    /** As {@link #events()}, of a session that was opened in {@code partition}. */
    public List<RunEvent> events(@Nullable Integer partition) {
        return withTicks(deliveries(), partition);
    }

    private List<RunEvent> withTicks(List<Delivery> deliveries, @Nullable Integer partition) {
        List<RunEvent> events = new ArrayList<>(deliveries.size() + 2 * truth.seconds());
        long tick = Math.floorDiv(options.startsAt().toEpochMilli(), EventBody.Tick.MILLIS) + 1;
        for (Delivery delivery : deliveries) {
            if (delivery.event().body() instanceof EventBody.SessionOpened) {
                events.add(opening(partition));
                continue;
            }
            for (; tick * EventBody.Tick.MILLIS <= delivery.arrivesAt().toEpochMilli(); tick++) {
                Instant at = Instant.ofEpochMilli(tick * EventBody.Tick.MILLIS);
                events.add(event("tick-" + tick, null, at, at, Origin.Kind.CLOCK, new EventBody.Tick(tick)));
            }
            events.add(delivery.event());
        }
        return List.copyOf(events);
    }

    private RunEvent opening(@Nullable Integer partition) {
        boolean track = options.runners() > 0;
        return event(
                "open",
                null,
                options.startsAt(),
                options.startsAt(),
                Origin.Kind.CAMP,
                new EventBody.SessionOpened(
                        options.campId(),
                        track ? options.planName() : CampOptions.FREE_RUN,
                        track ? oval(options).track() : null,
                        options.rules(),
                        SessionClock.SIMULATED,
                        false,
                        partition,
                        options.timeZone()));
    }

    private RunEvent join(RunnerTruth runner) {
        return event(
                "join-" + runner.runnerId(),
                runner.runnerId(),
                options.startsAt(),
                options.startsAt(),
                Origin.Kind.CAMP,
                new EventBody.Join(
                        runner.bib(),
                        runner.alias(),
                        runner.device(),
                        runner.chip(),
                        runner.lane(),
                        LapRule.LINE,
                        Rounding.decimals(runner.laneMeters(), 3),
                        runner.wave(),
                        null,
                        runner.maximumHeartRateBpm(),
                        true,
                        (double) runner.restingHeartRateBpm(),
                        runner.ageYears() / 5 * 5,
                        null,
                        null,
                        null,
                        null));
    }

    /** What the coach answers before the first gun: the track is as it should be, and so many spotters stand at it. */
    private List<Delivery> checks() {
        if (!options.spotted() || truth.runners().isEmpty()) {
            return List.of();
        }
        Instant at = options.startsAt().plusMillis(Rounding.millis(CHECKS_SECONDS));
        List<Delivery> deliveries = new ArrayList<>();
        int needed = BackwardStart.spottersNeeded(truth.runners().size());
        for (BackwardStart.Check check : BackwardStart.Check.values()) {
            String name = check.name().toLowerCase(Locale.ROOT).replace('_', '-');
            Integer spotters = check == BackwardStart.Check.SPOTTERS_NAMED ? (Integer) needed : null;
            deliveries.add(new Delivery(
                    event(
                            "check-" + name,
                            null,
                            at,
                            at,
                            Origin.Kind.COACH,
                            new EventBody.Safety(name, true, spotters, null)),
                    0));
        }
        return deliveries;
    }

    /** A gun for each wave; without waves the group's clock is started. */
    private List<Delivery> starts() {
        if (truth.runners().isEmpty()) {
            return List.of(new Delivery(
                    event(
                            "start",
                            null,
                            options.startsAt(),
                            options.startsAt(),
                            Origin.Kind.COACH,
                            new EventBody.Control(EventBody.Control.Action.START)),
                    0));
        }
        Map<Integer, Double> guns = new TreeMap<>();
        for (RunnerTruth runner : truth.runners()) {
            guns.put(runner.wave(), runner.startSeconds());
        }
        List<Delivery> deliveries = new ArrayList<>();
        double delay = options.noise().networkDelaySeconds() > 0 ? GUN_DELAY_SECONDS : 0;
        guns.forEach((wave, seconds) -> {
            Instant fired = options.startsAt().plusMillis(Rounding.millis(seconds));
            deliveries.add(new Delivery(
                    event(
                            "gun-" + wave,
                            null,
                            fired,
                            fired.plus(Duration.ofMillis(Rounding.millis(delay))),
                            Origin.Kind.COACH,
                            new EventBody.Gun(wave)),
                    0));
        });
        return deliveries;
    }

    private RunEvent event(
            String id,
            @Nullable String runnerId,
            Instant observedAt,
            Instant receivedAt,
            Origin.Kind origin,
            EventBody body) {
        Origin source = origin == Origin.Kind.COACH ? new Origin(origin, Line.COACH) : Origin.of(origin);
        return new RunEvent(id, options.sessionId(), runnerId, observedAt, receivedAt, source, body);
    }
}

package dev.backstretch.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.session.SessionFold;
import dev.backstretch.domain.track.LocalPlane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What stands at the end of a session depends on what happened, not on how it was told: not on the order of arrival inside
 * the settle window, on repeats, on batches, on the date, on names, or on how the track lies. Alerts, frames and revision
 * numbers are functions of the arrival and are not compared.
 */
class SessionInvarianceTest {
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
    private static final double CENTRE_LATITUDE = 18.7961;
    private static final double CENTRE_LONGITUDE = 98.9629;
    private static final LocalPlane PLANE = new LocalPlane(CENTRE_LATITUDE, CENTRE_LONGITUDE);
    private static final long MOST_HELD_BACK_SECONDS = 200;

    /** Who runs with what: the fold goes other ways with and without chips and taps. */
    enum CampKind {
        CHIPS(1, 0, false),
        LINE_ALONE(0, 0, false),
        TAPS_AND_CLEAN_POSITIONS(0, 1, true);

        private final double chips;
        private final double taps;
        private final boolean clean;

        CampKind(double chips, double taps, boolean clean) {
            this.chips = chips;
            this.taps = taps;
            this.clean = clean;
        }

        List<RunEvent> events() {
            return Camp.of(CampOptions.demo("s", 11, START)
                            .withRunners(5)
                            .withChips(chips)
                            .withTaps(taps)
                            .withNoise(clean ? Noise.IDEAL : Noise.DEFAULT))
                    .events();
        }
    }

    @ParameterizedTest
    @EnumSource(CampKind.class)
    void deliveries_that_were_held_back_change_nothing(CampKind camp) {
        List<RunEvent> events = camp.events();
        Instant closes = events.get(events.size() - 1).receivedAt();
        Random random = new Random(5);
        List<RunEvent> heldBack = new ArrayList<>();
        for (RunEvent event : events) {
            Instant later = event.receivedAt().plusMillis(random.nextLong(MOST_HELD_BACK_SECONDS * 1000));
            boolean held =
                    event.body() instanceof EventBody.Readings && random.nextInt(7) == 0 && later.isBefore(closes);
            heldBack.add(held ? receivedAt(event, later) : event);
        }
        heldBack.sort(Comparator.comparing(RunEvent::receivedAt));
        assertThat(heldBack).isNotEqualTo(events);
        same(settled(events), settled(heldBack), Tolerance.OF_A_CLOCK);
    }

    @ParameterizedTest
    @EnumSource(CampKind.class)
    void what_is_sent_twice_counts_once(CampKind camp) {
        List<RunEvent> events = camp.events();
        List<RunEvent> doubled = new ArrayList<>();
        for (RunEvent event : events.subList(0, events.size() - 1)) {
            doubled.add(event);
            boolean again = !(event.body() instanceof EventBody.SessionOpened) && doubled.size() % 3 == 0;
            if (again) {
                doubled.add(receivedAt(event, event.receivedAt().plusMillis(1)));
            }
        }
        doubled.add(events.get(events.size() - 1));
        assertThat(doubled).hasSizeGreaterThan(events.size() * 5 / 4);
        same(settled(events), settled(doubled), Tolerance.NONE);
    }

    @ParameterizedTest
    @EnumSource(CampKind.class)
    void it_does_not_matter_which_readings_came_together(CampKind camp) {
        List<RunEvent> events = camp.events();
        List<RunEvent> single = new ArrayList<>();
        for (RunEvent event : events) {
            if (event.body() instanceof EventBody.Readings delivery) {
                int index = 0;
                for (Reading reading : delivery.readings()) {
                    single.add(new RunEvent(
                            event.eventId() + "/" + index++,
                            event.sessionId(),
                            event.runnerId(),
                            reading.observedAt(),
                            event.receivedAt(),
                            event.origin(),
                            new EventBody.Readings(List.of(reading))));
                }
            } else {
                single.add(event);
            }
        }
        same(settled(events), settled(single), Tolerance.NONE);
    }

    @ParameterizedTest
    @EnumSource(CampKind.class)
    void another_day_changes_the_dates_alone(CampKind camp) {
        Duration shift = Duration.ofDays(3).plusHours(7);
        List<RunEvent> events = camp.events();
        List<RunEvent> shifted = events.stream()
                .map(event -> new RunEvent(
                        event.eventId(),
                        event.sessionId(),
                        event.runnerId(),
                        event.observedAt().plus(shift),
                        event.receivedAt().plus(shift),
                        event.origin(),
                        shifted(event.body(), shift)))
                .toList();
        Settled moved = settled(shifted);
        same(settled(events), moved.shifted(shift.negated()), Tolerance.NONE);
    }

    @ParameterizedTest
    @EnumSource(CampKind.class)
    void a_phone_whose_clock_is_wrong_tells_the_same(CampKind camp) {
        List<RunEvent> events = withGunsInJoins(camp.events());
        List<RunEvent> skewed = events.stream()
                .map(event -> event.body() instanceof EventBody.Readings ? skewed(event) : event)
                .toList();
        same(settled(events), settled(skewed), Tolerance.OF_A_WRONG_CLOCK);
    }

    /** As session files have them: when the gun is told, nothing is known of anybody's clock yet. */
    private static List<RunEvent> withGunsInJoins(List<RunEvent> events) {
        Map<Integer, Instant> guns = new TreeMap<>();
        for (RunEvent event : events) {
            if (event.body() instanceof EventBody.Gun gun) {
                Integer wave = gun.wave();
                guns.put(wave == null ? 0 : wave, event.observedAt());
            }
        }
        assertThat(guns).isNotEmpty();
        return events.stream()
                .filter(event -> !(event.body() instanceof EventBody.Gun))
                .map(event -> event.body() instanceof EventBody.Join join ? withGun(event, join, guns) : event)
                .toList();
    }

    private static RunEvent withGun(RunEvent event, EventBody.Join join, Map<Integer, Instant> guns) {
        Integer wave = join.wave();
        return new RunEvent(
                event.eventId(),
                event.sessionId(),
                event.runnerId(),
                event.observedAt(),
                event.receivedAt(),
                event.origin(),
                new EventBody.Join(
                        join.bib(),
                        join.alias(),
                        join.device(),
                        join.chip(),
                        join.lane(),
                        join.lapRule(),
                        join.lapMeters(),
                        wave,
                        guns.get(wave == null ? 0 : wave),
                        join.maximumHeartRateBpm(),
                        join.maximumHeartRateEstimated(),
                        join.restingHeartRateBpm(),
                        join.ageBandYears(),
                        join.planName(),
                        join.team(),
                        join.stage(),
                        join.bestRatio()));
    }

    /** One clock is half a minute behind, another ahead, one is right. */
    private static RunEvent skewed(RunEvent event) {
        String runner = event.runnerId();
        int number = runner == null ? 0 : Integer.parseInt(runner.substring(1));
        Duration skew = Duration.ofSeconds(List.of(0, -27, 40, -90, 3, 0).get(number));
        return new RunEvent(
                event.eventId(),
                event.sessionId(),
                runner,
                event.observedAt().plus(skew),
                event.receivedAt(),
                event.origin(),
                shifted(event.body(), skew));
    }

    @ParameterizedTest
    @EnumSource(CampKind.class)
    void other_names_change_the_names_alone(CampKind camp) {
        List<RunEvent> events = camp.events();
        List<RunEvent> renamed = events.stream()
                .map(event -> new RunEvent(
                        event.eventId(),
                        event.sessionId(),
                        renamed(event.runnerId()),
                        event.observedAt(),
                        event.receivedAt(),
                        event.origin(),
                        event.body()))
                .toList();
        Settled before = settled(events);
        Settled after = settled(renamed);
        assertThat(after.laps).containsKey("z998");
        same(before.renamed(SessionInvarianceTest::renamed), after, Tolerance.NONE);
    }

    @ParameterizedTest
    @EnumSource(CampKind.class)
    void a_turned_track_is_the_same_track(CampKind camp) {
        List<RunEvent> events = camp.events();
        same(settled(events), settled(laid(events, 77, false)), Tolerance.OF_ROUNDING);
    }

    @ParameterizedTest
    @EnumSource(CampKind.class)
    void a_mirrored_track_run_the_other_way_is_the_same_track(CampKind camp) {
        List<RunEvent> events = camp.events();
        same(settled(events), settled(laid(events, 0, true)), Tolerance.OF_ROUNDING);
    }

    /**
     * @param lapSeconds of the times of laps
     * @param sumSeconds of seconds in zones, facings and motion
     * @param meters of distance
     */
    private record Tolerance(double lapSeconds, double sumSeconds, double meters) {
        static final Tolerance NONE = new Tolerance(0, 0, 0);
        /** The arrivals tell the offset of a device's clock to 50 ms: so sure is where its readings lie beside guns and chips. */
        static final Tolerance OF_A_CLOCK = new Tolerance(0, 0.05, 0.1);
        /** Where the gun lies is estimated with the clock, so the last digits of the first passing differ. */
        static final Tolerance OF_A_WRONG_CLOCK = new Tolerance(0.001, 0.05, 0.1);
        /** Other axes, other last digits, and now and then another choice between two that are as good. */
        static final Tolerance OF_ROUNDING = new Tolerance(0.02, 0.02, 0.1);
    }

    // ---- what stands at the end

    private record Settled(
            Map<String, List<LapOutcome>> laps,
            Map<String, Frame.Entry> entries,
            Map<String, List<Standings.Row>> boards) {
        Settled shifted(Duration shift) {
            Map<String, List<LapOutcome>> moved = new TreeMap<>();
            laps.forEach((runner, each) -> moved.put(
                    runner,
                    each.stream()
                            .map(lap -> with(
                                    lap,
                                    runner,
                                    lap.startedAt().plus(shift),
                                    lap.endedAt().plus(shift)))
                            .toList()));
            return new Settled(moved, entries, boards);
        }

        Settled renamed(UnaryOperator<@Nullable String> name) {
            Map<String, List<LapOutcome>> newLaps = new TreeMap<>();
            laps.forEach((runner, each) -> newLaps.put(
                    named(name, runner),
                    each.stream()
                            .map(lap -> with(lap, named(name, runner), lap.startedAt(), lap.endedAt()))
                            .toList()));
            Map<String, Frame.Entry> newEntries = new TreeMap<>();
            entries.forEach((runner, entry) -> newEntries.put(named(name, runner), entry));
            Map<String, List<Standings.Row>> newBoards = new TreeMap<>();
            boards.forEach((board, rows) -> newBoards.put(
                    board,
                    rows.stream()
                            .map(row -> new Standings.Row(
                                    row.place(),
                                    row.shared(),
                                    named(name, row.runnerId()),
                                    row.bib(),
                                    row.value(),
                                    row.plusMinus(),
                                    row.verdict(),
                                    row.state(),
                                    row.laps(),
                                    row.lastLap(),
                                    row.lastMarkAt(),
                                    row.restUntil(),
                                    row.dueAt()))
                            .toList()));
            return new Settled(newLaps, newEntries, newBoards);
        }

        private static String named(UnaryOperator<@Nullable String> name, String runner) {
            String renamed = name.apply(runner);
            return renamed == null ? runner : renamed;
        }

        private static LapOutcome with(LapOutcome lap, String runner, Instant startedAt, Instant endedAt) {
            return new LapOutcome(
                    lap.sessionId(),
                    runner,
                    lap.lap(),
                    lap.revision(),
                    lap.state(),
                    startedAt,
                    endedAt,
                    lap.lapSeconds(),
                    lap.splitSeconds(),
                    lap.distanceMeters(),
                    lap.paceSecondsPerKm(),
                    lap.facing(),
                    lap.source(),
                    lap.averageHeartRateBpm(),
                    lap.maximumHeartRateBpm(),
                    lap.flags(),
                    lap.reason(),
                    lap.logTime(),
                    lap.ruleVersion(),
                    lap.lineage());
        }
    }

    private static Settled settled(List<RunEvent> events) {
        Map<String, Map<Integer, LapOutcome>> laps = new TreeMap<>();
        Map<String, Frame.Entry> entries = new TreeMap<>();
        Map<String, List<Standings.Row>> boards = new TreeMap<>();
        SessionFold fold = new SessionFold("s");
        Outcome.Sink keep = outcome -> {
            if (outcome instanceof LapOutcome lap) {
                laps.computeIfAbsent(lap.runnerId(), runner -> new TreeMap<>()).put(lap.lap(), lap);
            } else if (outcome instanceof Standings standings) {
                boards.put(standings.board(), standings.rows());
            } else if (outcome instanceof Frame frame && frame.last()) {
                frame.entries().forEach(entry -> {
                    if (entry.totals() != null) {
                        entries.put(entry.runnerId(), entry);
                    }
                });
            }
        };
        events.forEach(event -> fold.apply(event, SessionFold.NO_PARTITION, keep));
        assertThat(fold.counts().addsUp()).isTrue();
        Map<String, List<LapOutcome>> standing = new TreeMap<>();
        laps.forEach((runner, byNumber) -> standing.put(
                runner,
                byNumber.values().stream()
                        .filter(lap -> lap.state() != LapOutcome.State.RETRACTED)
                        .toList()));
        assertThat(standing).hasSize(5);
        assertThat(entries).hasSize(5);
        return new Settled(standing, entries, boards);
    }

    private static void same(Settled expected, Settled actual, Tolerance tolerance) {
        assertThat(actual.laps.keySet()).isEqualTo(expected.laps.keySet());
        expected.laps.forEach((runner, laps) -> {
            List<LapOutcome> others = actual.laps.getOrDefault(runner, List.of());
            assertThat(others).as(runner + "'s laps").hasSameSizeAs(laps);
            for (int i = 0; i < laps.size(); i++) {
                sameLap(laps.get(i), others.get(i), tolerance.lapSeconds());
            }
        });
        expected.entries.forEach((runner, entry) -> sameTotals(runner, entry, actual.entries.get(runner), tolerance));
        assertThat(actual.boards.keySet()).isEqualTo(expected.boards.keySet());
        expected.boards.forEach((board, rows) -> {
            List<Standings.Row> others = actual.boards.getOrDefault(board, List.of());
            assertThat(others).as(board).hasSameSizeAs(rows);
            // those of one place stand in the order of their names
            List<Standings.Row> expectedRows = byRunner(rows);
            List<Standings.Row> actualRows = byRunner(others);
            for (int i = 0; i < rows.size(); i++) {
                sameRow(board, expectedRows.get(i), actualRows.get(i), tolerance);
            }
        });
    }

    private static List<Standings.Row> byRunner(List<Standings.Row> rows) {
        return rows.stream()
                .sorted(Comparator.comparing(Standings.Row::runnerId))
                .toList();
    }

    private static void sameRow(String board, Standings.Row row, Standings.Row other, Tolerance tolerance) {
        String what = row.runnerId() + " on " + board;
        assertThat(other.runnerId()).as(what).isEqualTo(row.runnerId());
        assertThat(other.place()).as(what).isEqualTo(row.place());
        assertThat(other.shared()).as(what).isEqualTo(row.shared());
        assertThat(other.laps()).as(what).isEqualTo(row.laps());
        assertThat(other.verdict()).as(what).isEqualTo(row.verdict());
        close(what + ", value", row.value(), other.value(), tolerance.lapSeconds() / 10);
        close(what + ", last lap", row.lastLap().value(), other.lastLap().value(), tolerance.lapSeconds());
    }

    private static void sameLap(LapOutcome lap, LapOutcome other, double seconds) {
        String what = lap.runnerId() + "'s lap " + lap.lap();
        assertThat(other.facing()).as(what).isEqualTo(lap.facing());
        assertThat(other.source()).as(what).isEqualTo(lap.source());
        assertThat(other.flags()).as(what).isEqualTo(lap.flags());
        assertThat(gap(other.startedAt(), lap.startedAt())).as(what + ", start").isLessThanOrEqualTo(seconds);
        assertThat(gap(other.endedAt(), lap.endedAt())).as(what + ", end").isLessThanOrEqualTo(seconds);
        close(what + ", time", lap.lapSeconds().value(), other.lapSeconds().value(), seconds);
        close(what + ", ±", lap.lapSeconds().plusMinus(), other.lapSeconds().plusMinus(), seconds);
        close(what + ", split", lap.splitSeconds().value(), other.splitSeconds().value(), seconds);
        close(
                what + ", distance",
                lap.distanceMeters().value(),
                other.distanceMeters().value(),
                0);
        close(what + ", heart rate", lap.averageHeartRateBpm(), other.averageHeartRateBpm(), seconds);
        close(what + ", highest heart rate", lap.maximumHeartRateBpm(), other.maximumHeartRateBpm(), 0);
    }

    private static void sameTotals(String runner, Frame.Entry entry, Frame.@Nullable Entry other, Tolerance tolerance) {
        double seconds = tolerance.sumSeconds();
        Frame.Totals totals = entry.totals();
        Frame.Totals others = other == null ? null : other.totals();
        if (other == null || totals == null || others == null) {
            throw new AssertionError("no totals of " + runner);
        }
        close(runner + ", distance", entry.distance().value(), other.distance().value(), tolerance.meters());
        for (int zone = 0; zone < totals.zoneSeconds().size(); zone++) {
            close(
                    runner + ", zone " + zone,
                    totals.zoneSeconds().get(zone),
                    others.zoneSeconds().get(zone),
                    seconds);
        }
        close(runner + ", forwards", totals.forwardSeconds(), others.forwardSeconds(), seconds);
        close(runner + ", backwards", totals.backwardSeconds(), others.backwardSeconds(), seconds);
        close(runner + ", moving", totals.movingSeconds(), others.movingSeconds(), seconds);
        close(runner + ", elapsed", totals.elapsedSeconds(), others.elapsedSeconds(), seconds);
        close(runner + ", unknown zone", totals.unknownZoneSeconds(), others.unknownZoneSeconds(), seconds);
    }

    private static void close(String what, double expected, double actual, double tolerance) {
        if (Double.isNaN(expected)) {
            assertThat(actual).as(what).isNaN();
        } else {
            assertThat(actual).as(what).isCloseTo(expected, within(tolerance + 1e-9));
        }
    }

    private static double gap(Instant a, Instant b) {
        return Duration.between(a, b).abs().toNanos() / 1e9;
    }

    // ---- the same session told otherwise

    private static RunEvent receivedAt(RunEvent event, Instant received) {
        return new RunEvent(
                event.eventId(),
                event.sessionId(),
                event.runnerId(),
                event.observedAt(),
                received,
                event.origin(),
                event.body());
    }

    private static EventBody shifted(EventBody body, Duration shift) {
        if (body instanceof EventBody.Readings delivery) {
            return new EventBody.Readings(delivery.readings().stream()
                    .map(reading -> placed(
                            reading,
                            reading.observedAt().plus(shift),
                            reading.latitudeDegrees(),
                            reading.longitudeDegrees(),
                            reading.courseDegrees(),
                            reading.compassDegrees()))
                    .toList());
        }
        return body instanceof EventBody.Tick tick
                ? new EventBody.Tick(tick.number() + shift.toMillis() / EventBody.Tick.MILLIS)
                : body;
    }

    /** In the reverse order. */
    private static @Nullable String renamed(@Nullable String runner) {
        return runner == null ? null : "z" + (999 - Integer.parseInt(runner.substring(1)));
    }

    /** The whole session turned clockwise about the track's centre, or seen in a mirror that swaps east and west. */
    private static List<RunEvent> laid(List<RunEvent> events, double turnDegrees, boolean mirrored) {
        Layout layout = new Layout(turnDegrees, mirrored);
        return events.stream()
                .map(event -> new RunEvent(
                        event.eventId(),
                        event.sessionId(),
                        event.runnerId(),
                        event.observedAt(),
                        event.receivedAt(),
                        event.origin(),
                        layout.of(event.body())))
                .toList();
    }

    private record Layout(double turnDegrees, boolean mirrored) {
        EventBody of(EventBody body) {
            if (body instanceof EventBody.SessionOpened open) {
                Track track = open.track();
                return new EventBody.SessionOpened(
                        open.campId(),
                        open.planName(),
                        track == null ? null : of(track),
                        open.rules(),
                        open.clock(),
                        open.requireTokens(),
                        open.partition(),
                        open.timeZone());
            }
            if (body instanceof EventBody.Readings delivery) {
                return new EventBody.Readings(
                        delivery.readings().stream().map(this::of).toList());
            }
            return body;
        }

        private Track of(Track track) {
            Track.TimingLine line = track.line();
            double[] inner = place(line.innerLatitudeDegrees(), line.innerLongitudeDegrees());
            double[] outer = place(line.outerLatitudeDegrees(), line.outerLongitudeDegrees());
            return new Track(
                    track.name(),
                    track.straightMeters(),
                    track.kerbRadiusMeters(),
                    track.laneWidthMeters(),
                    track.lanes(),
                    track.centreLatitudeDegrees(),
                    track.centreLongitudeDegrees(),
                    heading(track.bearingDegrees()),
                    mirrored != track.clockwise(),
                    track.lapMeters(),
                    new Track.TimingLine(line.name(), inner[0], inner[1], outer[0], outer[1]));
        }

        private Reading of(Reading reading) {
            double[] place = place(reading.latitudeDegrees(), reading.longitudeDegrees());
            return placed(
                    reading,
                    reading.observedAt(),
                    place[0],
                    place[1],
                    heading(reading.courseDegrees()),
                    heading(reading.compassDegrees()));
        }

        private double[] place(double latitude, double longitude) {
            double metersPerDegreeEast = PLANE.eastMeters(CENTRE_LONGITUDE + 1);
            double metersPerDegreeNorth = PLANE.northMeters(CENTRE_LATITUDE + 1);
            double east = PLANE.eastMeters(longitude) * (mirrored ? -1 : 1);
            double north = PLANE.northMeters(latitude);
            double cos = Math.cos(Math.toRadians(turnDegrees));
            double sin = Math.sin(Math.toRadians(turnDegrees));
            return new double[] {
                CENTRE_LATITUDE + (north * cos - east * sin) / metersPerDegreeNorth,
                CENTRE_LONGITUDE + (east * cos + north * sin) / metersPerDegreeEast
            };
        }

        private double heading(double degrees) {
            double turned = (mirrored ? -degrees : degrees) + turnDegrees;
            return Double.isNaN(degrees) ? degrees : turned - 360 * Math.floor(turned / 360);
        }
    }

    private static Reading placed(
            Reading reading, Instant observedAt, double latitude, double longitude, double course, double compass) {
        return new Reading(
                reading.readingId(),
                observedAt,
                latitude,
                longitude,
                reading.horizontalAccuracyMeters(),
                reading.speedMetersPerSecond(),
                course,
                compass,
                reading.altitudeMeters(),
                reading.heartRateBpm(),
                reading.cadenceStepsPerMinute(),
                reading.distanceMeters(),
                reading.flags());
    }
}

package dev.backstretch.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a log's late events stand when it is put in settled order. */
final class SettledLogTest {
    private static final Instant OPENED = Instant.parse("2026-11-21T02:00:00Z");
    private static final Origin FILE = Origin.of(Origin.Kind.FILE);
    private static final Origin PHONE = new Origin(Origin.Kind.DEVICE, "p");

    private final List<RunEvent> log = new ArrayList<>();

    private static Instant at(double seconds) {
        return OPENED.plusNanos(Math.round(seconds * 1e9));
    }

    private RunEvent event(
            String id, @Nullable String runner, double observed, double received, Origin origin, EventBody body) {
        var event = new RunEvent(id, "s", runner, at(observed), at(received), origin, body);
        log.add(event);
        return event;
    }

    private void open() {
        event(
                "open",
                null,
                0,
                0,
                Origin.of(Origin.Kind.CAMP),
                new EventBody.SessionOpened(
                        "camp", "free-run", null, List.of(), SessionClock.WALL, false, null, "UTC"));
    }

    private void join(String runner) {
        join(runner, 0, LapRule.DISTANCE, 100);
    }

    private void join(String runner, double seconds, LapRule rule, double lapMeters) {
        join(runner, seconds, rule, lapMeters, null);
    }

    private void join(String runner, double seconds, LapRule rule, double lapMeters, @Nullable Instant waveStartsAt) {
        event(
                "join-" + runner,
                runner,
                seconds,
                seconds,
                Origin.of(Origin.Kind.CAMP),
                new EventBody.Join(
                        null,
                        null,
                        null,
                        null,
                        null,
                        rule,
                        lapMeters,
                        null,
                        waveStartsAt,
                        190.0,
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    /** 2.5 m/s, by the device's own distance. */
    private static Reading reading(String runner, double seconds) {
        return new Reading(
                runner + "-" + seconds,
                at(seconds),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                2.5,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                140,
                Double.NaN,
                seconds < 0 ? Double.NaN : 2.5 * seconds,
                List.of());
    }

    private RunEvent readings(String runner, Origin origin, double received, double... seconds) {
        List<Reading> all = new ArrayList<>();
        for (double second : seconds) {
            all.add(reading(runner, second));
        }
        return event("d" + log.size(), runner, seconds[0], received, origin, new EventBody.Readings(all));
    }

    private RunEvent close(double seconds) {
        return event(
                "close",
                null,
                seconds,
                seconds,
                Origin.of(Origin.Kind.COACH),
                new EventBody.Control(EventBody.Control.Action.CLOSE));
    }

    private List<Outcome> fold(List<RunEvent> events) {
        List<Outcome> outcomes = new ArrayList<>();
        var fold = new SessionFold("s");
        events.forEach(event -> fold.apply(event, SessionFold.NO_PARTITION, outcomes::add));
        assertThat(fold.counts().addsUp()).isTrue();
        return outcomes;
    }

    private List<LapOutcome> laps(List<RunEvent> events, String runner) {
        var last = new java.util.TreeMap<Integer, LapOutcome>();
        for (Outcome outcome : fold(events)) {
            if (outcome instanceof LapOutcome lap && lap.runnerId().equals(runner)) {
                last.put(lap.lap(), lap);
            }
        }
        return List.copyOf(last.values());
    }

    @Test
    void aLogWithoutAnythingLateIsLeftAsItIs() {
        open();
        join("a");
        readings("a", PHONE, 1.1, 0, 1);
        readings("a", PHONE, 100.1, 99, 100);
        // A minute behind is merged live.
        readings("a", PHONE, 101, 40, 41);
        close(200);

        SettledLog settled = SettledLog.of(log);

        assertThat(settled.events()).isEqualTo(log);
        assertThat(settled.moved()).isEmpty();
        assertThat(settled.outside()).isEmpty();
    }

    @Test
    void anUploadAfterTheCloseStandsWhereItWasRun() {
        open();
        join("a");
        join("b");
        readings("a", PHONE, 1.1, 0, 1);
        readings("a", PHONE, 51, 50);
        close(200);
        readings("b", FILE, 86_400, 10, 60, 150, 201);

        SettledLog settled = SettledLog.of(log);

        assertThat(settled.moved()).isEqualTo(Map.of("b", 3L));
        assertThat(settled.outside()).isEqualTo(Map.of("b", 1L));
        assertThat(settled.events().stream().map(RunEvent::eventId))
                .containsExactly("open", "join-a", "join-b", "d3", "b-10.0", "d4", "b-60.0", "b-150.0", "close", "d6");
        assertThat(settled.events().get(4).receivedAt()).isEqualTo(at(10));
    }

    @Test
    void whatWasRunBeforeItsRunnerJoinedStandsBehindTheJoin() {
        open();
        readings("a", PHONE, 1, 1);
        join("b");
        close(200);
        readings("b", FILE, 300, -3_600, -3_500);

        assertThat(SettledLog.of(log).events().stream().map(RunEvent::eventId))
                .containsExactly("open", "d1", "join-b", "b--3600.0", "b--3500.0", "close");
    }

    @Test
    void aLateReadingOfALivePhoneIsPutByThatPhonesClock() {
        open();
        join("a");
        // The phone is 20 s behind.
        readings("a", PHONE, 30.1, 10);
        readings("a", PHONE, 620.1, 600);
        readings("a", PHONE, 640, 100);
        close(900);

        SettledLog settled = SettledLog.of(log);

        assertThat(settled.moved()).isEqualTo(Map.of("a", 1L));
        assertThat(settled.events().get(3).observedAt()).isEqualTo(at(100));
        // The fastest delivery took 20.1 s; one more, so that it tells nothing of the clock.
        assertThat(settled.events().get(3).receivedAt()).isEqualTo(at(121.1));
    }

    @Test
    void marksAfterTheCloseStandAtTheirTimesAndCorrectionsAtTheClose() {
        open();
        join("a");
        readings("a", PHONE, 1, 1);
        readings("a", PHONE, 150, 150);
        close(200);
        event("tap", "a", 100, 250, Origin.of(Origin.Kind.COACH), new EventBody.Tap(null, null));
        event(
                "void",
                "a",
                250,
                250,
                Origin.of(Origin.Kind.COACH),
                new EventBody.Correction(EventBody.Correction.Action.VOID, 1, null, null, null, null, null));

        assertThat(SettledLog.of(log).events().stream().map(RunEvent::eventId))
                .containsExactly("open", "join-a", "d2", "tap", "d3", "void", "close");
    }

    @Test
    void theLapsOfAnUploadAfterTheCloseAreThoseItWouldHaveGivenInTime() {
        open();
        join("b");
        double[] seconds = new double[100];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = i;
        }
        for (double second : seconds) {
            readings("b", FILE, second, second);
        }
        close(200);
        List<LapOutcome> inTime = laps(log, "b");
        assertThat(inTime).hasSize(2);

        log.clear();
        open();
        join("b");
        close(200);
        assertThat(laps(log, "b")).isEmpty();
        for (int from = 0; from < 100; from += 50) {
            readings("b", FILE, 86_400, java.util.Arrays.copyOfRange(seconds, from, from + 50));
            // Twice: what comes again is a duplicate wherever it stands.
            readings("b", FILE, 86_401, java.util.Arrays.copyOfRange(seconds, from, from + 50));
        }
        List<LapOutcome> settled = laps(SettledLog.of(log).events(), "b");

        assertThat(settled).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(settled.get(i).saysTheSameAs(inTime.get(i))).isTrue();
        }
    }

    @Test
    void whoJoinsAfterTheCloseAndUploadsIsFoldedAsIfTheyHadJoinedInTime() {
        double[] seconds = new double[100];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = i;
        }
        open();
        join("b");
        for (double second : seconds) {
            readings("b", FILE, second, second);
        }
        close(200);
        List<LapOutcome> inTime = laps(log, "b");
        assertThat(inTime).hasSize(2);

        log.clear();
        open();
        join("a");
        readings("a", PHONE, 1.1, 0, 1);
        close(200);
        join("b", 230, LapRule.DISTANCE, 100);
        readings("b", FILE, 86_400, java.util.Arrays.copyOfRange(seconds, 50, 100));
        readings("b", FILE, 86_401, java.util.Arrays.copyOfRange(seconds, 0, 50));
        SettledLog settled = SettledLog.of(log);

        assertThat(settled.moved()).containsEntry("b", 101L);
        List<LapOutcome> late = laps(settled.events(), "b");
        assertThat(late).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(late.get(i).saysTheSameAs(inTime.get(i))).isTrue();
        }
    }

    @Test
    void whoJoinsAfterTheCloseWasThereFromTheirFirstReadingOnAndNotBefore() {
        open();
        join("a");
        readings("a", PHONE, 1, 1);
        // its readings came before the join did
        readings("b", PHONE, 90, 90);
        readings("a", PHONE, 100, 100);
        close(200);
        join("b", 230, LapRule.DISTANCE, 100);
        event("tap", "b", 150, 250, Origin.of(Origin.Kind.COACH), new EventBody.Tap(null, null));
        readings("b", FILE, 300, 120);
        join("c", 240, LapRule.DISTANCE, 100);
        log.add(log.get(6));

        SettledLog settled = SettledLog.of(log);

        assertThat(settled.events().stream().map(RunEvent::eventId))
                .as("who brought nothing, and a join that is said again, stay at the close")
                .containsExactly(
                        "open", "join-a", "d2", "join-b", "d3", "d4", "b-120.0", "tap", "join-c", "join-b", "close");
        assertThat(fold(settled.events())).noneMatch(outcome -> outcome instanceof Rejection);
    }

    @Test
    void aPhoneFirstHeardAfterTheCloseTellsNothingOfItsClock() {
        open();
        join("a", 0, LapRule.LINE, 400);
        event("chip", "a", 0.4, 0.5, Origin.of(Origin.Kind.TIMING), new EventBody.Chip("a", null, Double.NaN));
        close(200);
        double[] seconds = new double[60];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = i;
        }
        readings("a", PHONE, 290, seconds);
        List<Instant> told = new ArrayList<>();
        for (Outcome outcome : fold(SettledLog.of(log).events())) {
            if (outcome instanceof Frame frame) {
                frame.entries().stream()
                        .filter(entry -> entry.heartRateBpm() == 140)
                        .forEach(entry -> told.add(entry.observedAt()));
            }
        }

        assertThat(told).contains(at(50)).allMatch(instant -> instant.toEpochMilli() % 1000 == 0);
    }

    @Test
    void aCorrectionByNumberMeansTheLapThatTheCoachSaw() {
        open();
        join("a", 0, LapRule.LINE, 400);
        for (double second : new double[] {1, 101, 301, 401}) {
            chip(second);
        }
        correction("void", 410, EventBody.Correction.Action.VOID, 2, null);
        chip(501);
        correction("move", 510, EventBody.Correction.Action.MOVE, 3, at(502));
        close(600);
        assertThat(ends(log)).as("the mat missed one lap").containsExactly(at(101), at(401), at(502));
        // the coach's phone comes back with what it had kept
        event("tap", "a", 201.15, 650, Origin.of(Origin.Kind.COACH), new EventBody.Tap(null, null));

        assertThat(ends(SettledLog.of(log).events())).containsExactly(at(101), at(201), at(401), at(502));
    }

    @Test
    void aCorrectionAfterTheCloseMeansTheLapOfTheBoardThatWasClosed() {
        open();
        join("a", 0, LapRule.LINE, 400);
        for (double second : new double[] {1, 101, 301, 401}) {
            chip(second);
        }
        close(600);
        event("tap", "a", 201.15, 650, Origin.of(Origin.Kind.COACH), new EventBody.Tap(null, null));
        correction("void", 660, EventBody.Correction.Action.VOID, 2, null);
        correction("again", 661, EventBody.Correction.Action.VOID, 3, null);

        assertThat(ends(SettledLog.of(log).events()))
                .as("two of one sitting: the first renumbers nothing for the second")
                .containsExactly(at(101), at(201));
    }

    @Test
    void aGunThatWasToldAfterTheCloseRenumbersNothingOfTheBoardThatWasClosed() {
        open();
        join("a", 0, LapRule.LINE, 400);
        for (double second : new double[] {1, 101, 201, 301, 401, 501}) {
            chip(second);
        }
        close(600);
        event("gun", null, 150, 650, Origin.of(Origin.Kind.COACH), new EventBody.Gun(null));
        correction("void", 660, EventBody.Correction.Action.VOID, 2, null);

        assertThat(ends(SettledLog.of(log).events()))
                .as("the passing at 201 s was the second lap on that board")
                .containsExactly(at(401), at(501));
    }

    @Test
    void aJoinAfterTheCloseWithAStartOfItsOwnRenumbersNothingOfTheBoardThatWasClosed() {
        open();
        join("a", 0, LapRule.LINE, 400);
        for (double second : new double[] {1, 101, 201, 301, 401, 501}) {
            chip(second);
        }
        close(600);
        join("b", 650, LapRule.LINE, 400, at(150));
        correction("void", 660, EventBody.Correction.Action.VOID, 2, null);

        assertThat(ends(SettledLog.of(log).events()))
                .as("the passing at 201 s was the second lap on that board")
                .containsExactly(at(401), at(501));
    }

    @Test
    void aNumberAloneMeansTheBoardThatWasClosedWhateverWasCorrectedSinceAndAnEndTheLapThatEndedThen() {
        open();
        join("a", 0, LapRule.LINE, 400);
        for (double second : new double[] {1, 101, 301, 401}) {
            chip(second);
        }
        close(600);
        event(
                "add",
                "a",
                40_000,
                40_000,
                Origin.of(Origin.Kind.COACH),
                new EventBody.Correction(
                        EventBody.Correction.Action.ADD, null, at(201), null, null, "c1", "missed-read"));
        correction("void", 50_000, EventBody.Correction.Action.VOID, 3, null);
        assertThat(ends(SettledLog.of(log).events()))
                .as("the lap that ended at 401 s was the third on that board")
                .containsExactly(at(101), at(201), at(301));

        log.remove(log.size() - 1);
        event(
                "void",
                "a",
                50_000,
                50_000,
                Origin.of(Origin.Kind.COACH),
                new EventBody.Correction(EventBody.Correction.Action.VOID, 3, null, null, null, "c1", null)
                        .ofLapEndedAt(at(301)));
        assertThat(ends(SettledLog.of(log).events()))
                .as("the lap that ended at 301 s is the third since the second was added")
                .containsExactly(at(101), at(201), at(401));
    }

    @Test
    void aCorrectionOfTheNextDayIsCountedLateMovesNothingThatWasClosedAndCountsWhenItIsSettled() {
        open();
        join("a", 0, LapRule.LINE, 400);
        for (double second : new double[] {1, 101, 201}) {
            chip(second);
        }
        close(600);
        List<Outcome> closed = fold(log);
        correction("void", 600 + 86_000, EventBody.Correction.Action.VOID, 1, null);

        assertThat(fold(log)).as("what went out live").isEqualTo(closed);
        var live = new SessionFold("s");
        log.forEach(event -> live.apply(event, SessionFold.NO_PARTITION, outcome -> {}));
        assertThat(live.counts().late()).isOne();
        assertThat(live.counts().rejected()).isZero();
        assertThat(ends(SettledLog.of(log).events())).containsExactly(at(201));
    }

    @Test
    void whoeverLeftIsCorrectedAfterTheCloseAsTheOthersAre() {
        open();
        join("a", 0, LapRule.LINE, 400);
        for (double second : new double[] {1, 101, 201}) {
            chip(second);
        }
        event("leave", "a", 300, 300, Origin.of(Origin.Kind.COACH), new EventBody.Leave(null));
        close(600);
        var voided = new EventBody.Correction(EventBody.Correction.Action.VOID, 1, null, null, null, "c1", null)
                .ofLapEndedAt(at(101));
        event("void", "a", 40_000, 40_000, Origin.of(Origin.Kind.COACH), voided);

        assertThat(fold(SettledLog.of(log).events())).noneMatch(Rejection.class::isInstance);
        assertThat(ends(SettledLog.of(log).events())).containsExactly(at(201));

        event(
                "undo",
                "a",
                40_100,
                40_100,
                Origin.of(Origin.Kind.COACH),
                new EventBody.Correction(EventBody.Correction.Action.UNDO, null, null, null, "void", "c1", null));
        assertThat(ends(SettledLog.of(log).events())).containsExactly(at(101), at(201));
    }

    private void chip(double seconds) {
        event(
                "chip" + seconds,
                "a",
                seconds,
                seconds + 0.5,
                Origin.of(Origin.Kind.TIMING),
                new EventBody.Chip("a", null, Double.NaN));
    }

    private void correction(
            String id, double seconds, EventBody.Correction.Action action, int lap, @Nullable Instant to) {
        event(
                id,
                "a",
                seconds,
                seconds,
                Origin.of(Origin.Kind.COACH),
                new EventBody.Correction(action, lap, to, null, null, "c1", null));
    }

    private List<Instant> ends(List<RunEvent> events) {
        return laps(events, "a").stream()
                .filter(lap -> lap.state() != LapOutcome.State.RETRACTED)
                .map(LapOutcome::endedAt)
                .toList();
    }

    @Test
    void aFileAfterTheSettleWindowIsCountedLateAndNotRejected() {
        open();
        join("b");
        close(200);
        readings("b", FILE, 86_400, 10, 11);
        var fold = new SessionFold("s");
        List<Outcome> outcomes = new ArrayList<>();
        log.forEach(event -> fold.apply(event, SessionFold.NO_PARTITION, outcomes::add));

        assertThat(outcomes).noneMatch(outcome -> outcome instanceof Rejection);
        assertThat(fold.counts().late()).isEqualTo(2);
        assertThat(fold.counts().addsUp()).isTrue();

        readings("b", PHONE, 86_400, 12);
        fold.apply(log.get(log.size() - 1), SessionFold.NO_PARTITION, outcomes::add);
        assertThat(outcomes).anyMatch(outcome -> outcome instanceof Rejection);
    }

    @Test
    void howHardItWasMayBeSaidInTheEveningAndMovesNobody() {
        open();
        join("a", 0, LapRule.LINE, 400);
        for (double second : new double[] {1, 101, 301}) {
            chip(second);
        }
        close(400);
        List<Outcome> before = fold(log);
        event("hard", "a", 500, 500, PHONE, new EventBody.Rpe(6));
        event("harder", "a", 40_000, 40_000, PHONE, new EventBody.Rpe(7));

        assertThat(fold(log)).as("the board that was closed").isEqualTo(before);
        SettledLog settled = SettledLog.of(log);
        assertThat(settled.events()).isEqualTo(log);
        assertThat(settled.moved()).as("of whom something came late").isEmpty();
        assertThat(settled.outside()).isEmpty();
    }
}

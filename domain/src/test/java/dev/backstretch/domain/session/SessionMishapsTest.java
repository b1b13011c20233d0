package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.heartRate;
import static dev.backstretch.domain.session.SessionScript.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.Control;
import dev.backstretch.domain.event.EventBody.Control.Action;
import dev.backstretch.domain.event.EventBody.Correction;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.RunnerState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What goes wrong in a real session, each as a coach would tell it. */
class SessionMishapsTest {
    private static final double LAP = 400;

    /** A phone's speeds, a reading a second. */
    private static void run(SessionScript script, String runner, int from, int to, double metersPerSecond) {
        for (int second = from; second < to; second++) {
            script.read(runner, runner + "-phone", speed(second, metersPerSecond));
        }
    }

    private static SessionScript onTheTrack(String... runners) {
        SessionScript script = new SessionScript("free-run");
        for (String runner : runners) {
            script.join(runner, LapRule.LINE, LAP);
        }
        return script;
    }

    private static List<Double> lapSeconds(SessionScript script, String runner) {
        return script.laps(runner).stream().map(lap -> lap.lapSeconds().value()).toList();
    }

    @Test
    void a_late_comer_s_laps_begin_when_they_start_and_not_with_the_gun() {
        SessionScript script = onTheTrack("early").gun(10);
        script.tap(10.5, "early").tap(120.5, "early");
        script.joinAt(190, "late", LapRule.LINE, LAP);
        script.tap(200, "late")
                .tap(230.5, "early")
                .tap(310, "late")
                .ticks(310, 312)
                .close(313);

        assertThat(lapSeconds(script, "early")).containsExactly(110.0, 110.0);
        assertThat(lapSeconds(script, "late")).containsExactly(110.0);
        assertThat(script.laps("late").get(0).flags()).doesNotContain("gun-start");
        assertThat(script.row("laps", "early").place()).isEqualTo(1);
        assertThat(script.row("laps", "late").place()).isEqualTo(2);
    }

    @Test
    void where_nothing_but_taps_tell_the_first_one_after_the_gun_ends_a_lap_and_no_other_mark_does() {
        SessionScript script = onTheTrack("tapped", "passed").gun(10);
        script.tap(15, "passed")
                .tap(122.4, "tapped")
                .tap(130, "passed")
                .tap(240, "tapped")
                .ticks(240, 242)
                .close(243);

        assertThat(lapSeconds(script, "tapped"))
                .as("a thumb comes 0.15 s after what it saw")
                .containsExactly(112.25, 117.6);
        assertThat(script.laps("tapped").get(0).flags()).contains("gun-start");
        assertThat(lapSeconds(script, "passed"))
                .as("tapped at the line as well, so soon that nobody can have run a lap")
                .containsExactly(115.0);
    }

    @Test
    void who_stood_behind_the_mat_at_the_gun_ends_a_lap_where_the_coach_taps_what_the_mat_reads() {
        SessionScript script = onTheTrack("tapped", "read").gun(10);
        script.chip(122, "tapped")
                .tap(122.4, "tapped")
                .chip(130, "read")
                .chip(240, "tapped")
                .chip(250, "read")
                .close(253);

        assertThat(lapSeconds(script, "tapped")).containsExactly(112.0, 118.0);
        assertThat(lapSeconds(script, "read"))
                .as("of whom nobody saw the start, the mat alone sees it first")
                .containsExactly(120.0);
    }

    @Test
    void a_drop_out_keeps_their_laps_and_is_called_neither_silent_nor_stopped() {
        SessionScript script = onTheTrack("out").gun(10);
        script.tap(10.5, "out");
        run(script, "out", 11, 140, 3.7);
        script.tap(120.5, "out").leave(140, "out").ticks(140, 260);
        script.read("out", "out-phone", speed(200, 1));
        script.close(261);

        assertThat(lapSeconds(script, "out")).containsExactly(110.0);
        assertThat(script.now("out").state()).isEqualTo(RunnerState.LEFT);
        assertThat(script.alerts(Alert.Kind.SILENCE)).isEmpty();
        assertThat(script.alerts(Alert.Kind.STOPPED)).isEmpty();
        assertThat(script.rejections()).extracting(Rejection::reason).containsExactly("RUNNER_LEFT");
    }

    @Test
    void the_laps_of_a_drop_out_can_still_be_corrected_and_the_correction_undone() {
        SessionScript script = onTheTrack("out").gun(10);
        script.tap(10.5, "out").tap(120.5, "out").tap(230.5, "out").leave(240, "out");
        assertThat(lapSeconds(script, "out")).containsExactly(110.0, 110.0);

        script.correct("void", 250, "out", new Correction(Correction.Action.VOID, 1, null, null, null, "c1", null));
        assertThat(lapSeconds(script, "out")).containsExactly(220.0);
        script.correct(
                "undo", 260, "out", new Correction(Correction.Action.UNDO, null, null, null, "void", "c1", null));
        assertThat(lapSeconds(script, "out")).containsExactly(110.0, 110.0);
        assertThat(script.rejections()).isEmpty();
        assertThat(script.fold().counts().addsUp()).isTrue();
    }

    @Test
    void a_no_show_waits_and_does_not_run() {
        SessionScript script = onTheTrack("there", "no-show").gun(10);
        run(script, "there", 11, 60, 3.7);
        script.ticks(60, 70).close(71);

        assertThat(script.now("there").state()).isEqualTo(RunnerState.RUNNING);
        assertThat(script.now("no-show").state()).isEqualTo(RunnerState.WAITING);
        assertThat(script.laps("no-show")).isEmpty();
        assertThat(script.alerts(Alert.Kind.SILENCE))
                .as("who was never heard has not gone silent")
                .extracting(Alert::runnerId)
                .doesNotContain("no-show");
    }

    @Test
    void a_swapped_phone_goes_on_where_the_other_stopped_whatever_its_clock_says() {
        SessionScript script = onTheTrack("r").gun(10);
        run(script, "r", 10, 12, 4);
        script.tap(10.5, "r");
        run(script, "r", 12, 60, 4);
        script.said(60, "r", new EventBody.Binding("other-phone", null, null));
        for (int second = 60; second < 150; second++) {
            // the other phone's clock is a quarter of an hour behind
            script.readAt(second + 0.04, "r", "other-phone", speed(second - 900, 4));
        }
        script.tap(110.5, "r").ticks(150, 152).close(153);

        assertThat(lapSeconds(script, "r")).containsExactly(100.0);
        assertThat(script.laps("r").get(0).flags()).as("the way is known").doesNotContain("unsigned");
        assertThat(script.now("r").distance().value()).isCloseTo(4 * 140.0, within(12.0));
        assertThat(script.totals("r").elapsedSeconds()).isCloseTo(140, within(3.0));
    }

    @Test
    void a_borrowed_strap_counts_for_who_wears_it() {
        SessionScript script = onTheTrack("lends", "borrows").gun(10);
        for (int second = 11; second < 70; second++) {
            script.read("lends", "strap", heartRate(second, second % 2 == 0 ? 150 : 151));
        }
        script.said(70, "borrows", new EventBody.Binding("strap", null, null));
        for (int second = 71; second < 130; second++) {
            script.read("borrows", "strap", heartRate(second, second % 2 == 0 ? 120 : 121));
        }
        script.ticks(130, 132).close(133);

        assertThat(zoneSeconds(script.totals("lends"))).isCloseTo(58, within(1.0));
        assertThat(zoneSeconds(script.totals("borrows"))).isCloseTo(58, within(1.0));
        assertThat(script.now("lends").heartRateBpm()).isGreaterThan(149);
        assertThat(script.now("borrows").heartRateBpm()).isLessThan(122);
    }

    private static double zoneSeconds(Frame.Totals totals) {
        return totals.zoneSeconds().stream().mapToDouble(Double::doubleValue).sum();
    }

    @Test
    void a_false_start_is_called_back_by_the_next_gun() {
        SessionScript script = onTheTrack("r").gun(10);
        run(script, "r", 10, 20, 4);
        run(script, "r", 20, 40, 1);
        script.gun(40);
        run(script, "r", 40, 160, 4);
        script.tap(140.5, "r").ticks(160, 162).close(163);

        LapOutcome lap = script.laps("r").get(0);
        assertThat(lap.lapSeconds().value()).as("from the second gun").isCloseTo(100, within(1.0));
        assertThat(lap.flags()).contains("gun-start");
        assertThat(script.totals("r").elapsedSeconds()).isCloseTo(120, within(3.0));
        assertThat(script.totals("r").movingSeconds()).isCloseTo(120, within(3.0));
    }

    @Test
    void a_later_gun_releases_and_calls_nobody_back() {
        SessionScript script = onTheTrack("r").gun(10);
        script.tap(10.5, "r")
                .tap(120.5, "r")
                .gun(240)
                .tap(241, "r")
                .tap(360, "r")
                .ticks(360, 362)
                .close(363);

        assertThat(lapSeconds(script, "r")).startsWith(110.0);
        assertThat(script.totals("r").elapsedSeconds()).isZero();
    }

    @Test
    void in_a_pause_for_a_storm_nobody_is_called_stopped_and_the_time_is_no_running() {
        SessionScript script = onTheTrack("r").gun(10);
        script.tap(10.5, "r");
        run(script, "r", 11, 120, 4);
        script.tap(110.5, "r");
        script.said(120, null, new Control(Action.PAUSE));
        for (int second = 120; second < 720; second++) {
            script.read("r", "r-phone", speed(second, 0));
            script.ticks(second, second + 0.5);
        }
        script.said(720, null, new Control(Action.RESUME));
        run(script, "r", 720, 820, 4);
        script.ticks(820, 822).close(823);

        assertThat(script.alerts(Alert.Kind.STOPPED)).isEmpty();
        assertThat(script.alerts(Alert.Kind.SILENCE)).isEmpty();
        Frame.Totals totals = script.totals("r");
        assertThat(totals.movingSeconds()).isCloseTo(210, within(4.0));
        assertThat(totals.pausedSeconds()).isCloseTo(600, within(4.0));
        assertThat(totals.movingSeconds() + totals.restSeconds() + totals.pausedSeconds())
                .isCloseTo(totals.elapsedSeconds(), within(0.01));
    }

    @Test
    void a_lap_over_a_pause_for_a_storm_says_so_and_no_other_does() {
        SessionScript script = onTheTrack("r").gun(10);
        script.tap(10.5, "r").tap(110.5, "r");
        script.said(150, null, new Control(Action.PAUSE)).said(750, null, new Control(Action.RESUME));
        script.tap(810.5, "r").tap(910.5, "r");

        assertThat(script.laps("r"))
                .extracting(lap -> lap.flags().contains("over-pause"))
                .containsExactly(false, true, false);
        assertThat(script.laps("r").get(1).lapSeconds().value())
                .as("its time is what it is")
                .isEqualTo(700);
    }

    @Test
    void a_pause_that_is_told_late_is_said_of_the_lap_by_a_revision() {
        SessionScript script = onTheTrack("r").gun(10);
        script.tap(10.5, "r").tap(310.5, "r");
        assertThat(script.laps("r").get(0).flags()).doesNotContain("over-pause");
        script.said(50, null, new Control(Action.PAUSE)).said(250, null, new Control(Action.RESUME));

        assertThat(script.laps("r")).singleElement().satisfies(lap -> {
            assertThat(lap.flags()).contains("over-pause");
            assertThat(lap.revision()).isPositive();
        });
    }

    @Test
    void two_coaches_who_tap_one_passing_are_one_mark() {
        SessionScript script = onTheTrack("r").gun(10);
        for (int passing = 0; passing < 4; passing++) {
            double at = 12 + 110 * passing;
            script.said(at, "r", new EventBody.Tap("coach-1", "7"));
            script.said(at + 1.4, "r", new EventBody.Tap("coach-2", "7"));
        }
        script.ticks(345, 347).close(348);

        assertThat(lapSeconds(script, "r")).containsExactly(110.0, 110.0, 110.0);
    }

    @Test
    void a_second_coach_who_taps_late_moves_no_lap() {
        SessionScript script = onTheTrack("r").gun(10);
        for (int passing = 0; passing < 4; passing++) {
            double at = 12 + 110 * passing;
            script.said(at, "r", new EventBody.Tap("coach-1", "7"));
            if (passing > 0) {
                script.said(at + 4, "r", new EventBody.Tap("coach-2", "7"));
            }
        }
        script.ticks(345, 347).close(348);

        assertThat(lapSeconds(script, "r")).containsExactly(110.0, 110.0, 110.0);
    }

    @Test
    void readings_of_a_runner_who_never_joined_are_kept_apart() {
        SessionScript script = onTheTrack("r").gun(10);
        Reading[] strays = {speed(11, 4), speed(12, 4)};
        script.read("stranger", "phone", strays);

        assertThat(script.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.reason()).isEqualTo("UNKNOWN_RUNNER");
            assertThat(rejection.items()).isEqualTo(2);
        });
    }

    // ---- two who wear each other's bib

    /** Fast runs 100 s and slow 130 s a lap, each read and tapped under the other's bib. */
    private static SessionScript swappedBibs() {
        return onTheTrack("fast", "slow")
                .gun(0)
                .chip(0.4, "slow")
                .chip(0.6, "fast")
                .chip(100.4, "slow")
                .chip(130.6, "fast");
    }

    private static Correction swap(@Nullable Double from) {
        return new Correction(
                Correction.Action.SWAP,
                null,
                from == null ? null : SessionScript.at(from),
                "slow",
                null,
                "c1",
                "wrong bibs");
    }

    private static Correction undo(String eventId) {
        return new Correction(Correction.Action.UNDO, null, null, null, eventId, "c1", null);
    }

    @Test
    void swapped_bibs_are_put_right_for_what_was_read_and_for_what_will_be() {
        SessionScript script = swappedBibs();
        assertThat(lapSeconds(script, "fast")).containsExactly(130.0);
        script.correct("swap", 140, "fast", swap(null));

        assertThat(lapSeconds(script, "fast")).containsExactly(100.0);
        assertThat(lapSeconds(script, "slow")).containsExactly(130.0);
        assertThat(script.laps("fast").get(0).revision()).isEqualTo(1);
        assertThat(script.laps("fast").get(0).reason()).isEqualTo("coach-correction");
        assertThat(script.laps("slow").get(0).reason()).isEqualTo("coach-correction");
        assertThat(script.row("laps", "fast").place()).isEqualTo(1);

        script.chip(200.4, "slow").chip(260.6, "fast");
        assertThat(lapSeconds(script, "fast")).containsExactly(100.0, 100.0);
        assertThat(lapSeconds(script, "slow")).containsExactly(130.0, 130.0);
    }

    @Test
    void a_swap_that_is_undone_and_undone_again_leaves_no_trace_but_revisions() {
        SessionScript script = swappedBibs().correct("swap", 140, "fast", swap(null));
        script.correct("undo", 150, "slow", undo("swap"));
        assertThat(lapSeconds(script, "fast")).containsExactly(130.0);
        assertThat(lapSeconds(script, "slow")).containsExactly(100.0);
        assertThat(script.laps("fast").get(0).revision()).isEqualTo(2);

        script.correct("again", 160, "fast", undo("undo"));
        assertThat(lapSeconds(script, "fast")).containsExactly(100.0);
        assertThat(lapSeconds(script, "slow")).containsExactly(130.0);
    }

    @Test
    void bibs_that_were_swapped_in_between_are_swapped_from_then_on() {
        SessionScript script = onTheTrack("fast", "slow")
                .gun(0)
                .chip(0.4, "fast")
                .chip(0.6, "slow")
                .chip(100.4, "fast")
                .chip(130.6, "slow")
                .chip(200.4, "slow")
                .chip(260.6, "fast");
        script.correct("swap", 270, "fast", swap(150.0));

        assertThat(lapSeconds(script, "fast")).containsExactly(100.0, 100.0);
        assertThat(lapSeconds(script, "slow")).containsExactly(130.0, 130.0);
    }

    @Test
    void a_lap_that_goes_with_a_swap_is_retracted() {
        SessionScript script = swappedBibs().chip(200.4, "slow").correct("swap", 210, "fast", swap(null));
        assertThat(lapSeconds(script, "fast")).containsExactly(100.0, 100.0);
        assertThat(lapSeconds(script, "slow"))
                .as("the second lap was the other's")
                .containsExactly(130.0);
    }

    @Test
    void what_was_mended_before_a_swap_goes_with_it_and_what_is_mended_after_it_stays() {
        SessionScript script = swappedBibs();
        script.tap(70, "slow")
                .said(71, "slow", new Correction(Correction.Action.VOID, null, null, null, "e8", "c1", null));
        script.said(
                72, "slow", new Correction(Correction.Action.MOVE, 1, SessionScript.at(105.4), null, null, "c1", null));
        script.correct("swap", 140, "fast", swap(null));
        assertThat(lapSeconds(script, "fast")).as("moved before").containsExactly(105.0);

        script.said(
                150,
                "fast",
                new Correction(Correction.Action.ADD, null, SessionScript.at(205.4), null, null, "c1", null));
        assertThat(lapSeconds(script, "fast")).as("added after").containsExactly(105.0, 100.0);
        assertThat(lapSeconds(script, "slow")).containsExactly(130.0);
    }

    @Test
    void what_the_phones_measured_stays_with_who_carries_them() {
        SessionScript script = swappedBibs();
        for (int second = 1; second < 140; second++) {
            script.read("fast", "fast-phone", speed(second, 4)).read("slow", "slow-phone", speed(second, 3.08));
        }
        script.correct("swap", 140, "fast", swap(null)).close(141);
        assertThat(lapSeconds(script, "fast")).containsExactly(100.0);
        assertThat(script.laps("fast").get(0).flags())
                .as("the way beside another's chip is the own phone's")
                .doesNotContain("unsigned");
        assertThat(script.now("fast").distance().value()).isCloseTo(400 + 4 * 39, within(12.0));
    }

    private static SessionScript runningOn(SessionScript script, int from, int to) {
        for (int second = from; second <= to; second++) {
            script.read("fast", "fast-phone", speed(second, 4)).read("slow", "slow-phone", speed(second, 3.08));
        }
        return script;
    }

    @Test
    void a_lap_of_swapped_bibs_stays_as_it_was_when_its_readings_are_forgotten() {
        SessionScript script = runningOn(swappedBibs(), 1, 139).correct("swap", 140, "fast", swap(null));
        List<LapOutcome> known = script.laps("fast");
        // the next lap of the one has the laps of both booked anew, ten minutes later
        runningOn(script, 140, 800).chip(800.4, "slow");

        assertThat(script.laps("fast").subList(0, 1)).isEqualTo(known);
        assertThat(script.laps("slow").get(0).flags()).doesNotContain("unsigned");
    }

    @Test
    void a_swap_that_is_said_ten_minutes_late_finds_the_way_of_who_wore_the_bib() {
        SessionScript script = runningOn(swappedBibs(), 1, 800).correct("swap", 801, "fast", swap(null));

        assertThat(lapSeconds(script, "fast")).containsExactly(100.0);
        assertThat(lapSeconds(script, "slow")).containsExactly(130.0);
        assertThat(script.laps("fast").get(0).flags()).doesNotContain("unsigned");
        assertThat(script.laps("slow").get(0).flags()).doesNotContain("unsigned");
    }

    @Test
    void a_long_way_goes_on_from_a_snapshot() {
        SessionScript script = runningOn(swappedBibs(), 1, 800);
        SessionFold again = SessionFold.restore("s", script.fold().snapshot());
        assertThat(again.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(script.fold().snapshot());
        var swapped = new RunEvent(
                "swap",
                "s",
                "fast",
                SessionScript.at(801),
                SessionScript.at(801),
                Origin.of(Origin.Kind.COACH),
                swap(null));
        List<Outcome> goneOn = new ArrayList<>();
        List<Outcome> restored = new ArrayList<>();
        script.fold().apply(swapped, SessionFold.NO_PARTITION, goneOn::add);
        again.apply(swapped, SessionFold.NO_PARTITION, restored::add);
        assertThat(goneOn).isNotEmpty();
        assertThat(restored).isEqualTo(goneOn);
    }

    private static Correction voidLapEndedAt(@Nullable Integer number, double seconds) {
        return new Correction(Correction.Action.VOID, number, null, null, null, "c1", null, SessionScript.at(seconds));
    }

    /** The mat's reader sends what it had kept while the coach's thumb is on its way. */
    @Test
    void a_correction_means_the_lap_that_was_looked_at_whatever_came_meanwhile() {
        SessionScript script =
                onTheTrack("r").chip(1, "r").chip(101, "r").chip(301, "r").chip(401, "r");
        assertThat(lapSeconds(script, "r")).containsExactly(100.0, 200.0, 100.0);
        script.chip(201, "r");
        assertThat(lapSeconds(script, "r")).containsExactly(100.0, 100.0, 100.0, 100.0);

        script.correct("c", 410, "r", voidLapEndedAt(2, 301));

        assertThat(lapSeconds(script, "r"))
                .as("the lap that was the second on the board")
                .containsExactly(100.0, 100.0, 200.0);
    }

    @Test
    void a_lap_that_is_seen_by_nobody_yet_is_mended_when_it_shows() {
        SessionScript script = onTheTrack("r").chip(1, "r").chip(101, "r");
        script.correct("c", 210, "r", voidLapEndedAt(null, 201));
        assertThat(lapSeconds(script, "r")).containsExactly(100.0);

        script.chip(201, "r").chip(301, "r");

        assertThat(lapSeconds(script, "r")).containsExactly(100.0, 200.0);
    }

    @Test
    void a_swap_with_nobody_is_refused_and_counted() {
        SessionScript script = swappedBibs();
        script.correct(
                "swap", 140, "fast", new Correction(Correction.Action.SWAP, null, null, "nobody", null, null, null));
        script.correct(
                "self", 141, "fast", new Correction(Correction.Action.SWAP, null, null, "fast", null, null, null));
        assertThat(script.rejections())
                .extracting(Rejection::reason, Rejection::field, Rejection::value)
                .containsExactly(tuple("UNKNOWN_RUNNER", "with", "nobody"), tuple("UNKNOWN_RUNNER", "with", "fast"));
        assertThat(script.fold().counts().addsUp()).isTrue();
    }

    @Test
    void a_swap_goes_on_from_a_snapshot() {
        SessionScript script = swappedBibs().correct("swap", 140, "fast", swap(null));
        SessionFold again = SessionFold.restore("s", script.fold().snapshot());
        assertThat(again.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(script.fold().snapshot());
    }
}

package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.afterPause;
import static dev.backstretch.domain.session.SessionScript.at;
import static dev.backstretch.domain.session.SessionScript.distance;
import static dev.backstretch.domain.session.SessionScript.heartAndCadence;
import static dev.backstretch.domain.session.SessionScript.heartRate;
import static dev.backstretch.domain.session.SessionScript.north;
import static dev.backstretch.domain.session.SessionScript.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody.Control;
import dev.backstretch.domain.event.EventBody.Correction;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionFoldTest {
    private static final String QUARTER = "quarter-mile-twice";
    private static final String FREE = "free-run";
    private static final double LAP = 402.336;
    private static final Offset<Double> MILLI = within(0.001);

    private static List<Double> lapSeconds(List<LapOutcome> laps) {
        return laps.stream().map(lap -> lap.lapSeconds().value()).toList();
    }

    // ---- several sources

    @Test
    void a_strap_and_a_chip_are_enough_for_laps() {
        var script = new SessionScript(QUARTER).join("r", LapRule.LINE, LAP).gun(10);
        for (int second = 1; second < 460; second++) {
            script.read("r", "strap", heartRate(second, 149 + second / 20 % 3));
            switch (second) {
                case 11, 111, 231, 431 -> script.chip(second + 0.5, "r");
                default -> {}
            }
        }
        assertThat(lapSeconds(script.laps("r"))).containsExactly(100.0, 200.0);
        assertThat(script.laps("r").get(0).averageHeartRateBpm()).isCloseTo(150, within(0.1));
    }

    @Test
    void a_strap_that_reports_between_the_phone_s_readings_takes_nothing_of_the_way() {
        var script = new SessionScript(FREE).join("r", LapRule.DISTANCE, 100);
        for (int second = 1; second <= 102; second++) {
            script.read("r", "strap", heartRate(second, 140)).read("r", "phone", speed(second + 0.5, 4));
        }
        assertThat(lapSeconds(script.laps("r"))).hasSize(4).allSatisfy(seconds -> assertThat(seconds)
                .isCloseTo(25, within(0.6)));
    }

    @Test
    void a_strap_and_a_phone_of_one_moment_complete_each_other() {
        var script = new SessionScript(FREE).join("r", LapRule.DISTANCE, 100);
        for (int second = 1; second <= 102; second++) {
            script.read("r", "strap", heartRate(second, 140)).read("r", "phone", speed(second, 4));
        }
        script.close(103);
        assertThat(lapSeconds(script.laps("r"))).containsExactly(25.0, 25.0, 25.0, 25.0);
        assertThat(script.totals("r").zoneSeconds().get(3))
                .as("140 of 190 is zone 3")
                .isCloseTo(101, MILLI);
    }

    @Test
    void a_phone_s_reading_leaves_the_strap_s_heart_rate_alone() {
        var script = new SessionScript(FREE).join("r", LapRule.DISTANCE, 100);
        for (int second = 1; second <= 60; second++) {
            script.read("r", "strap", heartRate(second, 160)).read("r", "phone", speed(second + 0.5, 4));
        }
        script.close(61);
        assertThat(script.laps("r").get(0).averageHeartRateBpm()).isCloseTo(160, MILLI);
        assertThat(script.laps("r").get(0).maximumHeartRateBpm()).isCloseTo(160, MILLI);
        assertThat(script.totals("r").unknownZoneSeconds()).isZero();
        assertThat(script.seconds("r"))
                .allSatisfy(entry -> assertThat(entry.heartRateBpm()).isEqualTo(160));
    }

    @Test
    void a_heart_rate_holds_five_seconds_and_not_longer() {
        var script = new SessionScript(FREE).join("r", LapRule.DISTANCE, 1000).read("r", "strap", heartRate(1, 160));
        for (int second = 2; second <= 21; second++) {
            script.read("r", "phone", speed(second, 3));
        }
        Frame.Totals totals = script.close(22).totals("r");
        assertThat(totals.zoneSeconds().get(4)).isCloseTo(5, MILLI);
        assertThat(totals.unknownZoneSeconds()).isCloseTo(15, MILLI);
    }

    @Test
    void a_watch_that_is_two_minutes_fast_moves_nothing_of_the_phone_s() {
        var script = new SessionScript(FREE).join("r", LapRule.DISTANCE, 100);
        for (int second = 1; second <= 60; second++) {
            script.read("r", "phone", speed(second, 4));
            script.readAt(second + 0.5, "r", "watch", heartRate(second + 120.46, 150));
        }
        script.close(61);
        assertThat(script.laps("r").get(0).startedAt()).isBetween(at(0.9), at(1.1));
        assertThat(script.laps("r").get(0).endedAt()).isBetween(at(25.9), at(26.1));
        assertThat(script.laps("r").get(1).averageHeartRateBpm()).isCloseTo(150, MILLI);
        assertThat(script.totals("r").elapsedSeconds()).isLessThan(61);
    }

    // ---- corrections

    private static Correction undo(String eventId) {
        return new Correction(Correction.Action.UNDO, null, null, null, eventId, null, null);
    }

    private static Correction add(double seconds) {
        return new Correction(Correction.Action.ADD, null, at(seconds), null, null, null, null);
    }

    private static SessionScript twoTaps() {
        return new SessionScript(QUARTER)
                .join("r", LapRule.LINE, LAP)
                .gun(10)
                .tap(11, "r")
                .tap(101, "r");
    }

    @Test
    void an_undo_of_itself_does_nothing() {
        var script = twoTaps().correct("u", 120, "r", undo("u"));
        assertThat(script.laps("r")).hasSize(1);
    }

    @Test
    void two_undos_of_each_other_do_nothing() {
        var script = twoTaps().correct("u", 120, "r", undo("v")).correct("v", 121, "r", undo("u"));
        assertThat(script.laps("r")).hasSize(1);
    }

    @Test
    void an_undo_of_an_undo_brings_the_correction_back() {
        var script = twoTaps().correct("add", 290, "r", add(280));
        assertThat(script.laps("r")).hasSize(2);
        script.correct("u", 291, "r", undo("add"));
        assertThat(script.laps("r")).hasSize(1);
        script.correct("v", 292, "r", undo("u"));
        assertThat(script.laps("r")).hasSize(2);
    }

    @Test
    void a_mark_in_the_year_9999_costs_no_more_than_another() {
        var script = twoTaps().read("r", "strap", heartRate(50, 150));
        script.correct("far", 290, "r", add(250e9));
        assertThat(script.laps("r")).hasSize(2);
    }

    // ---- distance

    @Test
    void a_jump_of_the_device_s_distance_adds_nothing() {
        var script = new SessionScript(FREE).join("r", LapRule.DISTANCE, 100);
        for (int second = 1; second <= 20; second++) {
            script.read("r", "watch", distance(second, second * 4.0));
        }
        script.read("r", "watch", distance(21, 42_949_672.95));
        for (int second = 22; second <= 60; second++) {
            script.read("r", "watch", distance(second, second * 4.0));
        }
        assertThat(script.laps("r"))
                .as("232 m but for the two seconds at the jump")
                .hasSize(2);
    }

    @Test
    void a_device_that_finds_its_satellites_again_catches_up() {
        var script = new SessionScript(FREE).join("r", LapRule.DISTANCE, 100);
        for (int second = 1; second <= 60; second++) {
            // from the 11th to the 40th second it knows of no way
            double meters = second <= 10 || second > 40 ? second * 4.0 : 40;
            script.read("r", "watch", distance(second, meters));
        }
        assertThat(script.laps("r")).as("236 m in all, 124 of them in one step").hasSize(2);
    }

    @Test
    void a_strap_that_counts_steps_tells_no_zone() {
        var script = new SessionScript(FREE).join("r", LapRule.DISTANCE, 100);
        for (int second = 0; second <= 60; second++) {
            double meters = second * 3.0;
            script.read("r", "watch", distance(second, meters), heartAndCadence(second, second < 20 ? 130 : 172, 172));
        }
        Frame.Totals totals = script.close(61).totals("r");
        assertThat(totals.zoneSeconds().get(5))
                .as("172 of 190 is a step frequency")
                .isZero();
        assertThat(totals.unknownZoneSeconds()).isEqualTo(40);
        assertThat(totals.zoneSeconds().get(2)).isEqualTo(20);
    }

    @Test
    void a_pause_of_the_device_is_no_part_of_the_way() {
        var script = new SessionScript(FREE).join("r", LapRule.DISTANCE, 100);
        for (int second = 1; second <= 30; second++) {
            script.read("r", "watch", north(second, second * 3));
        }
        script.read("r", "watch", afterPause(north(330, 590)));
        for (int second = 331; second <= 350; second++) {
            script.read("r", "watch", north(second, 590 + (second - 330) * 3));
        }
        Frame.Totals totals = script.close(351).totals("r");
        assertThat(script.laps("r")).hasSize(1);
        assertThat(totals.pausedSeconds()).isCloseTo(300, within(3.0));
        assertThat(totals.movingSeconds() + totals.pausedSeconds() + totals.restSeconds())
                .isCloseTo(totals.elapsedSeconds(), MILLI);
    }

    @Test
    void the_first_kilometre_begins_at_the_first_reading_whatever_came_first() {
        var script = new SessionScript(FREE).join("r", LapRule.DISTANCE, 100);
        for (int second = 10; second >= 1; second--) {
            script.readAt(11, "r", "phone", speed(second, 4));
        }
        for (int second = 11; second <= 30; second++) {
            script.read("r", "phone", speed(second, 4));
        }
        assertThat(lapSeconds(script.laps("r"))).containsExactly(25.0);
    }

    // ---- plan

    @Test
    void a_lap_after_a_rest_whose_start_nobody_saw_begins_with_the_rest_s_end_and_gets_no_verdict() {
        var script = twoTaps().tap(101 + 120 + 171, "r");
        LapOutcome backward = script.laps("r").get(1);
        assertThat(backward.lapSeconds().value()).isCloseTo(171.15 - 0.15, MILLI);
        assertThat(backward.flags()).contains("rest-start", "low");
        assertThat(backward.source()).isEqualTo(MarkSource.DISTANCE);
        assertThat(script.row("ratio", "r").verdict()).isEqualTo(Verdict.NO_VERDICT);
    }

    @Test
    void a_lap_after_a_rest_whose_start_was_tapped_begins_there() {
        var script = twoTaps().tap(230, "r").tap(400, "r");
        LapOutcome backward = script.laps("r").get(1);
        assertThat(backward.lapSeconds().value()).isCloseTo(170, MILLI);
        assertThat(backward.flags()).doesNotContain("rest-start");
        assertThat(script.row("ratio", "r").verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void seconds_before_the_gun_count_nowhere() {
        var script = new SessionScript(QUARTER).join("r", LapRule.LINE, LAP);
        for (int second = 1; second <= 100; second++) {
            script.read("r", "phone", speed(second, 0));
        }
        script.gun(101);
        for (int second = 101; second <= 131; second++) {
            script.read("r", "phone", speed(second, 4));
        }
        Frame.Totals totals = script.close(132).totals("r");
        assertThat(totals.elapsedSeconds()).isCloseTo(30, within(0.1));
        assertThat(totals.stillSeconds()).isLessThan(2);
        assertThat(totals.pausedSeconds()).isLessThan(2);
    }

    @Test
    void how_readings_were_packed_changes_nothing() {
        Frame.@Nullable Totals one = null;
        for (int packed : new int[] {1, 7, 64}) {
            var script = new SessionScript(QUARTER).join("r", LapRule.LINE, LAP).gun(0);
            List<Reading> together = new ArrayList<>();
            List<Double> chips = List.of(0.5, 100.5, 222.5, 400.5);
            int next = 0;
            for (int second = 1; second <= 420; second++) {
                boolean resting = second > 101 && second <= 222;
                together.add(speed(second, resting ? 0 : second < 200 ? 4.02 : 2.26));
                boolean chip = next < chips.size() && chips.get(next) < second;
                if (together.size() == packed || chip || second == 420) {
                    script.read("r", "phone", together.toArray(Reading[]::new));
                    together.clear();
                }
                if (chip) {
                    script.chip(chips.get(next++), "r");
                }
            }
            Frame.Totals totals = script.close(421).totals("r");
            assertThat(lapSeconds(script.laps("r"))).containsExactly(100.0, 178.0);
            one = one == null ? totals : one;
            assertThat(totals).as("%d readings in a delivery", packed).isEqualTo(one);
        }
    }

    @Test
    void a_lap_that_is_known_late_gives_the_seconds_since_its_facing() {
        var script =
                new SessionScript(QUARTER).join("r", LapRule.LINE, LAP).gun(0).chip(0.5, "r");
        for (int second = 1; second <= 240; second++) {
            script.read("r", "phone", speed(second, second <= 100 ? 4.02 : 2.2));
        }
        assertThat(script.laps("r")).isEmpty();
        script.chip(100.5, "r");
        for (int second = 241; second <= 250; second++) {
            script.read("r", "phone", speed(second, 2.2));
        }
        Frame.Totals totals = script.close(251).totals("r");
        assertThat(script.laps("r")).hasSize(1);
        assertThat(totals.forwardSeconds()).isCloseTo(100, within(2.0));
        assertThat(totals.restSeconds()).isCloseTo(120, within(2.0));
        assertThat(totals.backwardSeconds()).isCloseTo(29.5, within(2.0));
    }

    // ---- leaving and counting

    @Test
    void what_was_run_before_leaving_still_counts_when_it_comes_later() {
        var script = new SessionScript(FREE).join("r", LapRule.DISTANCE, 100);
        for (int second = 1; second <= 20; second++) {
            script.read("r", "phone", speed(second, 4));
        }
        script.leave(30, "r");
        for (int second = 21; second <= 40; second++) {
            script.readAt(45, "r", "phone", speed(second, 4));
        }
        assertThat(script.laps("r")).as("116 m by second 30").hasSize(1);
        assertThat(script.rejections()).hasSize(10).allSatisfy(rejection -> assertThat(rejection.reason())
                .isEqualTo("RUNNER_LEFT"));
    }

    @Test
    void everything_that_was_read_is_folded_rejected_or_a_duplicate() {
        var script = new SessionScript(FREE).join("r", LapRule.DISTANCE, 100);
        Reading first = speed(1, 4);
        script.read("r", "phone", first, speed(2, 4)).read("r", "phone", first);
        script.read("nobody", "phone", speed(3, 4), speed(4, 4), speed(5, 4));
        script.leave(6, "r")
                .read("r", "phone", speed(7, 4), speed(8, 4))
                .tap(9, "r")
                .close(10);
        Frame.Counts counts = script.fold().counts();
        assertThat(counts).isEqualTo(new Frame.Counts(13, 6, 6, 1, 0, 0, 0));
        assertThat(counts.addsUp()).isTrue();
        Frame.Counts own = script.totals("r").counts();
        assertThat(own).isEqualTo(new Frame.Counts(7, 3, 3, 1, 0, 0, 0));
    }

    @Test
    void what_came_before_the_opening_leaves_no_trace() {
        var strays = new SessionScript().tap(0, "r").read("r", "phone", speed(1, 4), speed(2, 4));
        assertThat(strays.rejections())
                .extracting(rejection -> rejection.reason())
                .containsOnly("UNKNOWN_SESSION");
        var script = strays.open(QUARTER)
                .join("r", LapRule.LINE, LAP)
                .gun(10)
                .tap(11, "r")
                .tap(101, "r");
        assertThat(script.fold().counts()).isEqualTo(twoTaps().fold().counts());
        assertThat(script.laps("r").get(0).lineage().sessionPosition())
                .isEqualTo(twoTaps().laps("r").get(0).lineage().sessionPosition());
    }

    @Test
    void the_group_goes_on_in_its_plan_with_its_laps_pauses_and_the_ends_of_rests() {
        var script = new SessionScript(QUARTER)
                .join("r", LapRule.LINE, LAP)
                .gun(0)
                .chip(0.5, "r")
                .ticks(1, 50)
                .said(50, null, new Control(Control.Action.PAUSE))
                .ticks(50.5, 60)
                .said(60, null, new Control(Control.Action.RESUME))
                .ticks(60.5, 100)
                .chip(100.5, "r")
                .ticks(101, 240);
        assertThat(script.frames().stream()
                        .map(Frame::plan)
                        .filter(Objects::nonNull)
                        .map(plan -> plan.kind() + " " + plan.step() + (plan.paused() ? " paused" : ""))
                        .distinct())
                .containsExactly("lap 1", "lap 1 paused", "rest 2", "lap 3");
        Frame goesOn = script.frames().stream()
                .filter(frame -> frame.plan() != null && frame.plan().step() == 3)
                .findFirst()
                .orElseThrow();
        assertThat(goesOn.logTime()).isBetween(at(220.5), at(221.5));
    }

    @Test
    void facing_seconds_follow_the_plan() {
        var script =
                new SessionScript(QUARTER).join("r", LapRule.LINE, LAP).gun(0).chip(0.5, "r");
        for (int second = 1; second <= 50; second++) {
            script.read("r", "phone", speed(second, 4));
        }
        Frame.Totals totals = script.close(51).totals("r");
        assertThat(totals.forwardSeconds()).isCloseTo(49, within(1.0));
        assertThat(script.seconds("r").get(20).facing()).isEqualTo(Facing.FORWARD);
    }

    @Test
    void who_joins_again_in_another_way_is_counted_as_at_first_and_goes_on_from_a_snapshot() {
        var script = new SessionScript()
                .open(
                        "free-run",
                        new Track(
                                "standard 400 m",
                                84.39,
                                36.5,
                                1.22,
                                8,
                                18.7961,
                                98.9629,
                                12,
                                false,
                                400,
                                new Track.TimingLine("finish", 18.7956982, 98.96321952, 18.79561195, 98.96320028)))
                .joinAt(0, "r", LapRule.LINE, 400);
        script.gun(1).read("r", "phone", speed(2, 3), speed(3, 3)).joinAt(4, "r", LapRule.DISTANCE, 1000);
        script.read("r", "phone", speed(5, 3));
        SessionFold again = SessionFold.restore("s", script.fold().snapshot());
        assertThat(again.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(script.fold().snapshot());
    }
}

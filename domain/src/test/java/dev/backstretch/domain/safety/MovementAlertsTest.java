package dev.backstretch.domain.safety;

import static dev.backstretch.domain.outcome.Alert.Kind.BACK_SPEED;
import static dev.backstretch.domain.outcome.Alert.Kind.FALL;
import static dev.backstretch.domain.outcome.Alert.Kind.NECK_BREAK;
import static dev.backstretch.domain.outcome.Alert.Kind.OFF_TRACK;
import static dev.backstretch.domain.outcome.Alert.Kind.STOPPED;
import static dev.backstretch.domain.outcome.Alert.Kind.WRONG_WAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import java.util.EnumSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MovementAlertsTest {

    @Nested
    class BackSpeedTest {
        @Test
        void a_mean_of_three_seconds_above_the_cap_for_three_seconds_is_amber() {
            Camp camp = Camp.ofNovice().each(0, 3, second -> Seen.backward(1.8));
            assertThat(camp.said(BACK_SPEED)).containsExactly("3: r1 RAISED AMBER 1.8/1.6 since 0 #0");
        }

        @Test
        void a_second_less_is_not_enough() {
            assertThat(Camp.ofNovice().each(0, 2, second -> Seen.backward(1.8)).said(BACK_SPEED))
                    .isEmpty();
        }

        @Test
        void exactly_the_cap_is_allowed() {
            assertThat(Camp.ofNovice().each(0, 20, second -> Seen.backward(1.6)).said(BACK_SPEED))
                    .isEmpty();
        }

        @Test
        void each_stage_has_its_cap() {
            for (Stage stage : EnumSet.complementOf(EnumSet.of(Stage.UNKNOWN))) {
                double cap = stage.backwardCapMetersPerSecond();
                Camp below = Camp.of(Camp.profile(stage, 1)).each(0, 9, second -> Seen.backward(cap));
                Camp above = Camp.of(Camp.profile(stage, 1)).each(0, 9, second -> Seen.backward(cap + 0.01));
                assertThat(below.said(BACK_SPEED)).isEmpty();
                assertThat(above.said(BACK_SPEED)).hasSize(1);
            }
            assertThat(Stage.EXPERT.backwardCapMetersPerSecond()).isEqualTo(4.9);
        }

        @Test
        void of_whom_nobody_says_a_stage_no_speed_is_called_too_fast() {
            Camp camp = Camp.of(Camp.profile(Stage.UNKNOWN, 1)).each(0, 20, second -> Seen.backward(5));
            assertThat(camp.said(BACK_SPEED)).isEmpty();
        }

        @Test
        void one_fast_second_in_a_slow_mean_is_nothing() {
            assertThat(Camp.ofNovice()
                            .each(0, 20, second -> Seen.backward(second % 3 == 0 ? 2.2 : 1.2))
                            .said(BACK_SPEED))
                    .isEmpty();
        }

        @Test
        void forwards_may_be_fast() {
            assertThat(Camp.ofNovice().each(0, 20, second -> Seen.forward(5)).said(BACK_SPEED))
                    .isEmpty();
        }

        @Test
        void speed_run_forwards_is_not_in_the_mean_after_turning_round() {
            Camp camp = Camp.ofNovice().each(0, 5, second -> Seen.forward(5)).each(6, 12, s -> Seen.backward(1.5));
            assertThat(camp.said(BACK_SPEED)).isEmpty();
        }

        @Test
        void a_quarter_above_the_cap_is_red_at_once() {
            Camp camp = Camp.ofNovice().each(0, 4, second -> Seen.backward(2.1));
            assertThat(camp.said(BACK_SPEED)).containsExactly("3: r1 RAISED RED 2.1/2 since 0 #0");
        }

        @Test
        void exactly_a_quarter_above_is_amber_still() {
            assertThat(Camp.ofNovice().each(0, 4, second -> Seen.backward(2.0)).said(BACK_SPEED))
                    .containsExactly("3: r1 RAISED AMBER 2/1.6 since 0 #0");
        }

        @Test
        void amber_worsens_to_red_as_a_revision_and_asks_again() {
            Camp camp = Camp.ofNovice().each(0, 5, second -> Seen.backward(1.8));
            camp.acknowledge(5, camp.last());
            camp.each(6, 12, second -> Seen.backward(2.4));
            assertThat(camp.said(BACK_SPEED))
                    .containsExactly(
                            "3: r1 RAISED AMBER 1.8/1.6 since 0 #0",
                            "5: r1 ACKNOWLEDGED AMBER 1.8/1.6 since 0 #1",
                            "9: r1 RAISED RED 2.4/2 since 0 #2");
        }

        @Test
        void between_the_cap_and_a_tenth_below_it_holds() {
            Camp camp =
                    Camp.ofNovice().each(0, 3, second -> Seen.backward(1.8)).each(4, 40, second -> Seen.backward(1.5));
            assertThat(camp.said(BACK_SPEED)).hasSize(1);
            assertThat(camp.watch.active()).hasSize(1);
        }

        @Test
        void a_tenth_below_the_cap_for_ten_seconds_clears() {
            Camp camp =
                    Camp.ofNovice().each(0, 3, second -> Seen.backward(1.8)).each(4, 15, second -> Seen.backward(1.4));
            // The mean of 3 s is inside from second 5 on: (1.8 + 1.4 + 1.4) / 3 = 1.53, a second later 1.4.
            assertThat(camp.said(BACK_SPEED)).hasSize(1);
            camp.each(16, 16, second -> Seen.backward(1.4));
            assertThat(camp.said(BACK_SPEED))
                    .containsExactly(
                            "3: r1 RAISED AMBER 1.8/1.6 since 0 #0", "16: r1 CLEARED AMBER 1.4/1.6 since 0 #1");
        }

        @Test
        void turning_forwards_for_ten_seconds_clears() {
            Camp camp = Camp.ofNovice().each(0, 3, s -> Seen.backward(1.8)).each(4, 14, s -> Seen.forward(4));
            assertThat(camp.said(BACK_SPEED)).hasSize(2).last().isEqualTo("14: r1 CLEARED AMBER 4/1.6 since 0 #1");
        }

        @Test
        void what_is_not_known_neither_raises_nor_clears() {
            Camp camp = Camp.ofNovice().each(0, 2, s -> Seen.backward(1.8)).each(3, 9, s -> Seen.unknown(1.8));
            assertThat(camp.said(BACK_SPEED)).isEmpty();
            Camp raised = Camp.ofNovice()
                    .each(0, 3, s -> Seen.backward(1.8))
                    .each(4, 30, s -> Seen.unknown(1))
                    .each(31, 40, s -> Seen.backward(Double.NaN));
            assertThat(raised.said(BACK_SPEED)).hasSize(1);
        }

        @Test
        void a_speed_less_sure_than_one_meter_a_second_is_none() {
            assertThat(Camp.ofNovice()
                            .each(0, 9, s -> Seen.backward(3).speedSureTo(1.1))
                            .said(BACK_SPEED))
                    .isEmpty();
            assertThat(Camp.ofNovice()
                            .each(0, 9, s -> Seen.backward(3).speedSureTo(1.0))
                            .said(BACK_SPEED))
                    .hasSize(1);
        }

        @Test
        void nothing_is_held_across_a_gap() {
            Camp camp = Camp.ofNovice().each(0, 2, s -> Seen.backward(1.8)).see(20, "r1", Seen.backward(1.8));
            // The reading speaks for the 5 s before it, no more.
            assertThat(camp.said(BACK_SPEED)).containsExactly("20: r1 RAISED AMBER 1.8/1.6 since 15 #0");
        }

        @Test
        void many_readings_a_second_give_the_same_answer() {
            Camp camp = Camp.ofNovice();
            for (int i = 0; i <= 300; i++) {
                camp.see(i / 20.0, "r1", Seen.backward(1.8));
            }
            assertThat(camp.said(BACK_SPEED)).containsExactly("3: r1 RAISED AMBER 1.8/1.6 since 0 #0");
        }

        @Test
        void is_raised_at_most_once_a_minute() {
            Camp camp = Camp.ofNovice();
            camp.each(0, 3, s -> Seen.backward(1.8))
                    .each(4, 20, s -> Seen.backward(1))
                    .each(21, 70, s -> Seen.backward(1.8));
            assertThat(camp.said(BACK_SPEED))
                    .containsExactly(
                            "3: r1 RAISED AMBER 1.8/1.6 since 0 #0",
                            "15: r1 CLEARED AMBER 1/1.6 since 0 #1",
                            "63: r1 RAISED AMBER 1.8/1.6 since 22 #0");
        }
    }

    @Nested
    class StoppedTest {
        @Test
        void half_a_minute_of_standing_in_a_work_step_is_amber() {
            Camp camp = Camp.ofNovice().each(0, 10, s -> Seen.forward(3)).each(11, 39, s -> Seen.forward(0));
            assertThat(camp.said(STOPPED)).isEmpty();
            camp.each(40, 45, s -> Seen.forward(0));
            assertThat(camp.said(STOPPED)).containsExactly("40: r1 RAISED AMBER 30/30 since 10 #0");
        }

        @Test
        void a_quarter_of_a_minute_is_enough_for_who_ran_backwards() {
            Camp camp = Camp.of(Camp.profile(Stage.EXPERT, 1))
                    .each(0, 10, s -> Seen.backward(0.9))
                    .each(11, 24, s -> Seen.unknown(0).facing(Facing.STILL));
            assertThat(camp.said(STOPPED)).isEmpty();
            camp.each(25, 30, s -> Seen.unknown(0).facing(Facing.STILL));
            assertThat(camp.said(STOPPED)).containsExactly("25: r1 RAISED AMBER 15/15 since 10 #0");
        }

        @Test
        void a_planned_rest_is_none_and_standing_counts_from_its_end() {
            Camp camp = Camp.ofNovice()
                    .each(0, 10, s -> Seen.forward(3))
                    .each(11, 100, s -> Seen.forward(0).in(Phase.REST))
                    .each(101, 130, s -> Seen.forward(0));
            assertThat(camp.said(STOPPED)).isEmpty();
            camp.each(131, 131, s -> Seen.forward(0));
            assertThat(camp.said(STOPPED)).containsExactly("131: r1 RAISED AMBER 30/30 since 101 #0");
        }

        private static Seen inTurns(int second, double speed) {
            return Seen.forward(speed).in(second / 30 % 2 == 0 ? Phase.WORK : Phase.REST);
        }

        @Test
        void what_was_stood_in_work_outlives_a_short_rest_without_a_step() {
            Camp camp = Camp.ofNovice()
                    .each(0, 74, s -> inTurns(s, s / 30 % 2 == 0 ? 3 : 0))
                    .each(75, 134, s -> inTurns(s, 0));
            assertThat(camp.said(STOPPED)).isEmpty();
            camp.each(135, 700, s -> inTurns(s, 0));
            assertThat(camp.said(STOPPED))
                    .as("15 s before the rest and 15 s after it, and on through every later rest")
                    .startsWith("135: r1 RAISED AMBER 30/30 since 74 #0", "195: r1 RAISED AMBER 59/30 since 74 #1")
                    .noneMatch(said -> said.contains("CLEARED"));
            camp.each(701, 712, s -> inTurns(s, 3));
            assertThat(camp.said(STOPPED)).last().asString().contains("CLEARED");
        }

        @Test
        void who_does_not_set_off_from_a_rest_is_told_of_in_the_second_part() {
            Camp camp = Camp.ofNovice().each(0, 29, s -> inTurns(s, 3)).each(30, 119, s -> inTurns(s, 0));
            assertThat(camp.said(STOPPED)).isEmpty();
            camp.each(120, 149, s -> inTurns(s, 0));
            assertThat(camp.said(STOPPED)).containsExactly("121: r1 RAISED AMBER 30/30 since 60 #0");
        }

        @Test
        void who_rests_as_planned_and_runs_on_has_not_stopped() {
            for (int early = 0; early <= 5; early++) {
                int before = 30 - early;
                Camp camp = Camp.ofNovice().each(0, 700, s -> {
                    boolean stands = s % 60 >= before || s % 60 < 8;
                    return inTurns(s, stands ? 0 : 3).facing(s / 60 % 2 == 0 ? Facing.FORWARD : Facing.BACKWARD);
                });
                assertThat(camp.said(STOPPED)).as("%d s early, 8 s late", early).isEmpty();
            }
        }

        @Test
        void who_ran_a_little_between_two_stops_has_stood_twice_for_less() {
            Camp camp = Camp.ofNovice().each(0, 700, s -> inTurns(s, s % 60 < 10 ? 3 : 0));
            assertThat(camp.said(STOPPED)).isEmpty();
        }

        @Test
        void after_a_rest_of_a_minute_standing_counts_anew() {
            Camp camp = Camp.ofNovice()
                    .each(0, 10, s -> Seen.forward(3))
                    .each(11, 30, s -> Seen.forward(0))
                    .each(31, 100, s -> Seen.forward(0).in(Phase.REST))
                    .each(101, 130, s -> Seen.forward(0));
            assertThat(camp.said(STOPPED)).isEmpty();
            camp.each(131, 131, s -> Seen.forward(0));
            assertThat(camp.said(STOPPED)).containsExactly("131: r1 RAISED AMBER 30/30 since 101 #0");
        }

        @Test
        void a_start_that_is_called_back_forgets_what_was_stood() {
            Camp camp = Camp.ofNovice()
                    .each(0, 25, s -> Seen.forward(0))
                    .each(26, 40, s -> Seen.forward(0).in(Phase.WAITING))
                    .each(41, 60, s -> Seen.forward(0));
            assertThat(camp.said(STOPPED)).isEmpty();
        }

        @Test
        void waiting_for_the_gun_is_none() {
            assertThat(Camp.ofNovice()
                            .each(0, 90, s -> Seen.forward(0).in(Phase.WAITING))
                            .said(STOPPED))
                    .isEmpty();
        }

        @Test
        void holds_while_standing_and_is_said_again_each_minute_until_acknowledged() {
            Camp camp = Camp.ofNovice().each(0, 10, s -> Seen.forward(3)).each(11, 165, s -> Seen.forward(0));
            assertThat(camp.said(STOPPED))
                    .containsExactly(
                            "40: r1 RAISED AMBER 30/30 since 10 #0",
                            "100: r1 RAISED AMBER 90/30 since 10 #1",
                            "160: r1 RAISED AMBER 150/30 since 10 #2");
            assertThat(camp.acknowledge(166, camp.last())).isTrue();
            camp.each(166, 300, s -> Seen.forward(0));
            assertThat(camp.said(STOPPED)).hasSize(4).last().isEqualTo("166: r1 ACKNOWLEDGED AMBER 155/30 since 10 #3");
        }

        @Test
        void moving_again_for_ten_seconds_clears() {
            Camp camp = Camp.ofNovice()
                    .each(0, 10, s -> Seen.forward(3))
                    .each(11, 40, s -> Seen.forward(0))
                    .each(41, 51, s -> Seen.forward(3));
            // Moving is confirmed after 2 s, at second 42; ten later it is over.
            assertThat(camp.said(STOPPED)).hasSize(1);
            camp.each(52, 52, s -> Seen.forward(3));
            assertThat(camp.said(STOPPED)).hasSize(2).last().isEqualTo("52: r1 CLEARED AMBER 0/30 since 10 #1");
        }

        @Test
        void walking_slowly_is_no_stop() {
            assertThat(Camp.ofNovice().each(0, 90, s -> Seen.backward(0.6)).said(STOPPED))
                    .isEmpty();
        }

        @Test
        void nothing_is_said_of_a_gap() {
            Camp camp = Camp.ofNovice().each(0, 10, s -> Seen.forward(3)).see(100, "r1", Seen.forward(0));
            assertThat(camp.said(STOPPED)).isEmpty();
            camp.each(101, 125, s -> Seen.forward(0));
            assertThat(camp.said(STOPPED)).containsExactly("125: r1 RAISED AMBER 30/30 since 95 #0");
        }
    }

    @Nested
    class WrongWayTest {
        private Seen at(double meters) {
            return Seen.forward(2).at(meters).sureTo(4);
        }

        @Test
        void more_than_eight_meters_and_five_seconds_against_the_wave_is_red() {
            Camp camp = Camp.ofNovice().each(0, 9, s -> at(100 + 2 * s)).each(10, 14, s -> at(118 - 2 * (s - 9)));
            // At second 14 it is 10 m, but not more than 5 s.
            assertThat(camp.said(WRONG_WAY)).isEmpty();
            camp.each(15, 20, s -> at(118 - 2 * (s - 9)));
            assertThat(camp.said(WRONG_WAY)).containsExactly("15: r1 RAISED RED 12/8 since 9 #0");
        }

        @Test
        void eight_meters_are_allowed() {
            Camp camp = Camp.ofNovice().each(0, 9, s -> at(100)).each(10, 60, s -> at(100 - Math.min(8, s - 9)));
            assertThat(camp.said(WRONG_WAY)).isEmpty();
            camp.each(61, 61, s -> at(91.9));
            assertThat(camp.said(WRONG_WAY)).hasSize(1);
        }

        @Test
        void the_line_is_no_jump() {
            Camp onward = Camp.ofNovice().each(0, 30, s -> at((380 + 2 * s) % 400));
            assertThat(onward.said(WRONG_WAY)).isEmpty();
            Camp back = Camp.ofNovice().each(0, 30, s -> at((406 - 2 * s) % 400));
            assertThat(back.said(WRONG_WAY)).first().isEqualTo("6: r1 RAISED RED 12/8 since 0 #0");
        }

        @Test
        void walking_back_to_the_line_in_a_rest_is_right() {
            assertThat(Camp.ofNovice()
                            .each(0, 30, s -> at(50 - s).in(Phase.REST))
                            .said(WRONG_WAY))
                    .isEmpty();
        }

        @Test
        void a_rest_between_two_steps_begins_anew() {
            Camp camp = Camp.ofNovice()
                    .each(0, 4, s -> at(100 - 2 * s))
                    .each(5, 5, s -> at(90).in(Phase.REST))
                    .each(6, 9, s -> at(88 - 2 * (s - 6)));
            assertThat(camp.said(WRONG_WAY)).isEmpty();
        }

        @Test
        void who_stands_or_jumps_or_is_not_seen_well_goes_nowhere() {
            assertThat(Camp.ofNovice()
                            .each(0, 60, s -> Seen.forward(0.4).at(100 - s).sureTo(4))
                            .said(WRONG_WAY))
                    .isEmpty();
            assertThat(Camp.ofNovice()
                            .each(0, 60, s -> at((400 + 100 - 21.0 * s % 400) % 400))
                            .said(WRONG_WAY))
                    .isEmpty();
            assertThat(Camp.ofNovice()
                            .each(0, 60, s -> at(200 - 2 * s).sureTo(16.1))
                            .said(WRONG_WAY))
                    .isEmpty();
            assertThat(Camp.ofNovice()
                            .each(0, 60, s -> at(200 - 2 * s).sureTo(16))
                            .said(WRONG_WAY))
                    .isNotEmpty();
        }

        @Test
        void half_a_meter_a_second_is_moving() {
            assertThat(Camp.ofNovice()
                            .each(0, 20, s -> Seen.forward(0.5)
                                    .at(100 - 0.5 * s)
                                    .sureTo(4))
                            .said(WRONG_WAY))
                    .containsExactly("17: r1 RAISED RED 8.5/8 since 0 #0");
        }

        @Test
        void as_far_as_the_fastest_runs_and_a_fix_errs_is_no_jump() {
            assertThat(Camp.ofNovice().each(0, 6, s -> at(200 - 20.5 * s)).said(WRONG_WAY))
                    .containsExactly("6: r1 RAISED RED 123/8 since 0 #0");
            assertThat(Camp.ofNovice().each(0, 6, s -> at(200 - 20.6 * s)).said(WRONG_WAY))
                    .isEmpty();
        }

        @Test
        void a_jump_begins_anew() {
            Camp camp = Camp.ofNovice().each(0, 3, s -> at(300 - 2 * s)).each(4, 7, s -> at(200 - 2 * (s - 4)));
            assertThat(camp.said(WRONG_WAY)).isEmpty();
        }

        @Test
        void who_stayed_where_they_were_begins_where_they_turn() {
            Camp camp = Camp.ofNovice().each(0, 9, s -> at(100)).each(10, 14, s -> at(100 - 2 * (s - 9)));
            assertThat(camp.said(WRONG_WAY)).as("10 m in 5 s").isEmpty();
        }

        @Test
        void a_rest_ends_it() {
            Camp camp = Camp.ofNovice().each(0, 8, s -> at(300 - 2 * s)).each(9, 30, s -> at(284).in(Phase.REST));
            assertThat(camp.said(WRONG_WAY))
                    .containsExactly("6: r1 RAISED RED 12/8 since 0 #0", "19: r1 CLEARED RED 0/8 since 0 #1");
        }

        @Test
        void fixes_that_say_nothing_end_nothing() {
            Camp camp = Camp.ofNovice()
                    .each(0, 8, s -> at(300 - 2 * s))
                    .each(9, 12, s -> at(284 + 2 * (s - 8)))
                    .each(13, 30, s -> at(300).sureTo(17));
            assertThat(camp.said(WRONG_WAY)).containsExactly("6: r1 RAISED RED 12/8 since 0 #0");
        }

        @Test
        void no_track_no_way() {
            SafetyProfile nowhere = new SafetyProfile(Stage.NOVICE, 0, Double.NaN, 200, false, true);
            assertThat(Camp.of(nowhere).each(0, 60, s -> at(200 - 2 * s)).said(WRONG_WAY))
                    .isEmpty();
        }

        @Test
        void is_repeated_every_half_minute_and_clears_ten_seconds_after_turning() {
            Camp camp = Camp.ofNovice().each(0, 40, s -> at(300 - 2 * s)).each(41, 60, s -> at(220 + 2 * (s - 40)));
            // Half of 8 m in the right direction begin anew, at second 43.
            assertThat(camp.said(WRONG_WAY))
                    .containsExactly(
                            "6: r1 RAISED RED 12/8 since 0 #0",
                            "36: r1 RAISED RED 72/8 since 0 #1",
                            "53: r1 CLEARED RED 0/8 since 0 #2");
        }

        @Test
        void a_few_meters_in_the_right_direction_do_not_forget_the_wrong_ones() {
            Camp camp = Camp.ofNovice().each(0, 3, s -> at(100 - 2 * s)).each(4, 5, s -> at(94 + 2 * (s - 3)));
            camp.each(6, 8, s -> at(98 - 2 * (s - 5)));
            assertThat(camp.said(WRONG_WAY)).isEmpty();
            camp.each(9, 9, s -> at(90));
            assertThat(camp.said(WRONG_WAY)).containsExactly("9: r1 RAISED RED 10/8 since 0 #0");
        }
    }

    @Nested
    class OffTrackTest {
        private Seen out(double meters) {
            return Seen.backward(1).outside(meters);
        }

        @Test
        void ten_seconds_more_than_twelve_meters_outside_is_amber() {
            Camp camp = Camp.ofNovice().each(0, 5, s -> out(-3)).each(6, 14, s -> out(13));
            assertThat(camp.said(OFF_TRACK)).isEmpty();
            camp.each(15, 20, s -> out(13));
            assertThat(camp.said(OFF_TRACK)).containsExactly("15: r1 RAISED AMBER 13/12 since 5 #0");
        }

        @Test
        void twelve_meters_are_allowed_and_so_is_forwards() {
            assertThat(Camp.ofNovice().each(0, 60, s -> out(12)).said(OFF_TRACK))
                    .isEmpty();
            assertThat(Camp.ofNovice()
                            .each(0, 60, s -> Seen.forward(1).outside(40))
                            .said(OFF_TRACK))
                    .isEmpty();
        }

        @Test
        void one_fix_on_the_track_begins_anew() {
            assertThat(Camp.ofNovice()
                            .each(0, 60, s -> out(s % 10 == 0 ? 3 : 30))
                            .said(OFF_TRACK))
                    .isEmpty();
        }

        @Test
        void a_fix_worse_than_fifty_meters_says_nothing() {
            assertThat(Camp.ofNovice().each(0, 60, s -> out(30).sureTo(50.5)).said(OFF_TRACK))
                    .isEmpty();
            assertThat(Camp.ofNovice().each(0, 60, s -> out(30).sureTo(50)).said(OFF_TRACK))
                    .hasSize(1);
        }

        @Test
        void comes_back_well_inside_for_ten_seconds_to_clear() {
            Camp camp = Camp.ofNovice()
                    .each(0, 10, s -> out(20))
                    .each(11, 40, s -> out(11))
                    .each(41, 51, s -> out(10.8));
            assertThat(camp.said(OFF_TRACK))
                    .containsExactly("10: r1 RAISED AMBER 20/12 since 0 #0", "51: r1 CLEARED AMBER 10.8/12 since 0 #1");
        }

        @Test
        void looking_forwards_clears_too_but_not_knowing_does_not() {
            Camp camp = Camp.ofNovice()
                    .each(0, 10, s -> out(20))
                    .each(11, 30, s -> Seen.unknown(1).outside(0))
                    .each(31, 40, s -> Seen.forward(1).outside(30));
            assertThat(camp.said(OFF_TRACK)).hasSize(1);
            camp.each(41, 41, s -> Seen.forward(1).outside(30));
            assertThat(camp.said(OFF_TRACK)).hasSize(2);
        }
    }

    @Nested
    class NeckBreakTest {
        @Test
        void a_novice_is_reminded_after_more_than_two_minutes_and_every_two_after_that() {
            Camp camp = Camp.ofNovice().each(0, 120, s -> Seen.backward(1));
            assertThat(camp.said(NECK_BREAK)).isEmpty();
            camp.each(121, 300, s -> Seen.backward(1));
            assertThat(camp.said(NECK_BREAK))
                    .containsExactly("121: r1 RAISED CUE 121/120 since 0 #0", "241: r1 RAISED CUE 241/120 since 0 #1");
        }

        @Test
        void the_others_after_five_minutes() {
            Camp camp = Camp.of(Camp.profile(Stage.IMPROVER, 1)).each(0, 300, s -> Seen.backward(1));
            assertThat(camp.said(NECK_BREAK)).isEmpty();
            camp.each(301, 301, s -> Seen.backward(1));
            assertThat(camp.said(NECK_BREAK)).containsExactly("301: r1 RAISED CUE 301/300 since 0 #0");
        }

        @Test
        void looking_forwards_standing_or_a_rest_is_a_break() {
            for (Seen pause : new Seen[] {
                Seen.forward(2),
                Seen.unknown(0).facing(Facing.STILL),
                Seen.backward(1).in(Phase.REST)
            }) {
                Camp camp = Camp.ofNovice()
                        .each(0, 100, s -> Seen.backward(1))
                        .each(101, 101, s -> pause)
                        .each(102, 222, s -> Seen.backward(1));
                assertThat(camp.said(NECK_BREAK)).isEmpty();
            }
        }

        @Test
        void not_knowing_is_no_break() {
            Camp camp = Camp.ofNovice()
                    .each(0, 100, s -> Seen.backward(1))
                    .each(101, 120, s -> Seen.unknown(1))
                    .each(121, 121, s -> Seen.backward(1));
            assertThat(camp.said(NECK_BREAK)).hasSize(1);
        }

        @Test
        void ten_seconds_after_a_break_it_clears() {
            Camp camp = Camp.ofNovice()
                    .each(0, 130, s -> Seen.backward(1))
                    .each(131, 134, s -> Seen.forward(1))
                    .each(135, 141, s -> Seen.backward(1));
            assertThat(camp.said(NECK_BREAK)).hasSize(2).last().isEqualTo("141: r1 CLEARED CUE 6/120 since 0 #1");
        }
    }

    @Nested
    class FallTest {
        @Test
        void running_backwards_then_lying_for_ten_seconds_is_red() {
            Camp camp = Camp.ofNovice().each(0, 5, s -> Seen.backward(1.5)).each(6, 14, s -> Seen.backward(0.1));
            assertThat(camp.said(FALL)).isEmpty();
            camp.each(15, 18, s -> Seen.unknown(0.1).facing(Facing.STILL));
            assertThat(camp.said(FALL)).containsExactly("15: r1 RAISED RED 0.1/0.3 since 5 #0");
        }

        @Test
        void forwards_it_is_a_stop() {
            Camp camp = Camp.ofNovice().each(0, 5, s -> Seen.forward(1.5)).each(6, 60, s -> Seen.forward(0.1));
            assertThat(camp.said(FALL)).isEmpty();
        }

        @Test
        void slowing_down_over_more_than_two_seconds_is_a_stop() {
            Camp slow = Camp.ofNovice()
                    .each(0, 5, s -> Seen.backward(1.5))
                    .each(6, 7, s -> Seen.backward(0.5))
                    .each(8, 60, s -> Seen.backward(0.1));
            assertThat(slow.said(FALL)).isEmpty();
            Camp quick = Camp.ofNovice()
                    .each(0, 5, s -> Seen.backward(1.5))
                    .each(6, 6, s -> Seen.backward(0.5))
                    .each(7, 60, s -> Seen.backward(0.1));
            assertThat(quick.said(FALL)).isNotEmpty().first().isEqualTo("16: r1 RAISED RED 0.1/0.3 since 6 #0");
        }

        @Test
        void one_meter_a_second_is_a_walk_and_three_tenths_are_movement() {
            Camp walk = Camp.ofNovice().each(0, 5, s -> Seen.backward(1.0)).each(6, 60, s -> Seen.backward(0));
            assertThat(walk.said(FALL)).isEmpty();
            Camp crawl = Camp.ofNovice().each(0, 5, s -> Seen.backward(1.5)).each(6, 60, s -> Seen.backward(0.3));
            assertThat(crawl.said(FALL)).isEmpty();
        }

        @Test
        void getting_up_within_ten_seconds_is_none() {
            Camp camp = Camp.ofNovice()
                    .each(0, 5, s -> Seen.backward(1.5))
                    .each(6, 14, s -> Seen.backward(0))
                    .each(15, 15, s -> Seen.backward(0.5))
                    .each(16, 60, s -> Seen.backward(0));
            assertThat(camp.said(FALL)).isEmpty();
        }

        @Test
        void stopping_because_a_rest_begins_is_none_even_when_the_rest_is_known_late() {
            Camp camp = Camp.ofNovice()
                    .each(0, 5, s -> Seen.backward(1.5))
                    .each(6, 8, s -> Seen.backward(0))
                    .each(9, 60, s -> Seen.backward(0).in(Phase.REST))
                    .each(61, 69, s -> Seen.backward(0))
                    .each(70, 90, s -> Seen.backward(1.5));
            assertThat(camp.said(FALL)).isEmpty();
        }

        @Test
        void who_stopped_as_a_rest_began_and_has_not_moved_after_it_may_have_fallen() {
            for (int heard : new int[] {6, 8, 10}) {
                Camp camp = Camp.ofNovice()
                        .each(0, 5, s -> Seen.backward(1.5))
                        .each(6, 60, s -> Seen.backward(0).in(s < heard ? Phase.WORK : Phase.REST))
                        .each(61, 75, s -> Seen.unknown(0));
                assertThat(camp.said(FALL)).containsExactly("70: r1 RAISED RED 0/0.3 since 5 #0");
            }
        }

        @Test
        void who_walked_in_the_rest_and_stands_after_it_has_not_fallen() {
            for (double speed : new double[] {0.3, 0.9, 1.5}) {
                Camp camp = Camp.ofNovice()
                        .each(0, 5, s -> Seen.backward(1.5))
                        .each(6, 60, s -> Seen.backward(s == 30 ? speed : 0).in(Phase.REST))
                        .each(61, 80, s -> Seen.backward(0));
                assertThat(camp.said(FALL)).as("%s m/s", speed).isEmpty();
            }
        }

        @Test
        void slowing_down_into_a_rest_is_none() {
            Camp camp = Camp.ofNovice()
                    .each(0, 5, s -> Seen.backward(1.5))
                    .each(6, 6, s -> Seen.backward(0.5).in(Phase.REST))
                    .each(7, 60, s -> Seen.backward(0).in(Phase.REST));
            assertThat(camp.said(FALL)).isEmpty();
        }

        @Test
        void a_rest_that_begins_does_not_get_up_who_fell_before_it() {
            Camp camp = Camp.ofNovice()
                    .each(0, 5, s -> Seen.backward(1.5))
                    .each(6, 10, s -> Seen.backward(0))
                    .each(11, 60, s -> Seen.backward(0).in(Phase.REST));
            assertThat(camp.said(FALL)).isNotEmpty().first().isEqualTo("15: r1 RAISED RED 0/0.3 since 5 #0");
        }

        @Test
        void running_backwards_into_a_rest_is_none() {
            Camp camp = Camp.ofNovice()
                    .each(0, 5, s -> Seen.backward(1.5).in(Phase.REST))
                    .each(6, 60, s -> Seen.backward(0));
            assertThat(camp.said(FALL)).isEmpty();
        }

        @Test
        void a_speed_that_is_missing_or_doubted_does_not_get_anybody_up() {
            Camp camp = Camp.ofNovice()
                    .each(0, 5, s -> Seen.backward(1.5))
                    .each(6, 9, s -> Seen.backward(0))
                    .each(10, 12, s -> Seen.backward(9).speedSureTo(5))
                    .each(13, 15, s -> Seen.backward(0));
            assertThat(camp.said(FALL)).containsExactly("15: r1 RAISED RED 0/0.3 since 5 #0");
        }

        @Test
        void is_said_again_every_half_minute_until_acknowledged_and_clears_when_up_again() {
            Camp camp = Camp.ofNovice().each(0, 5, s -> Seen.backward(1.5)).each(6, 76, s -> Seen.backward(0));
            assertThat(camp.said(FALL))
                    .containsExactly(
                            "15: r1 RAISED RED 0/0.3 since 5 #0",
                            "45: r1 RAISED RED 0/0.3 since 5 #1",
                            "75: r1 RAISED RED 0/0.3 since 5 #2");
            assertThat(camp.acknowledge(77, camp.last())).isTrue();
            camp.each(78, 120, s -> Seen.backward(0)).each(121, 131, s -> Seen.forward(0.33));
            assertThat(camp.said(FALL))
                    .hasSize(5)
                    .endsWith("77: r1 ACKNOWLEDGED RED 0/0.3 since 5 #3", "131: r1 CLEARED RED 0.33/0.3 since 5 #4");
        }

        @Test
        void barely_moving_holds() {
            Camp camp = Camp.ofNovice()
                    .each(0, 5, s -> Seen.backward(1.5))
                    .each(6, 15, s -> Seen.backward(0))
                    .each(16, 40, s -> Seen.backward(0.32));
            assertThat(camp.said(FALL)).hasSize(1);
        }
    }
}

package dev.backstretch.domain.safety;

import static dev.backstretch.domain.outcome.Alert.Kind.HEAT;
import static dev.backstretch.domain.outcome.Alert.Kind.NETWORK;
import static dev.backstretch.domain.outcome.Alert.Kind.NO_SPOTTER;
import static dev.backstretch.domain.outcome.Alert.Kind.PATH_NOT_CLEAR;
import static dev.backstretch.domain.outcome.Alert.Kind.REST_SHORT;
import static dev.backstretch.domain.outcome.Alert.Kind.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SessionAlertsTest {

    @Nested
    class SilenceTest {
        @Test
        void forwards_fifteen_seconds_are_amber_and_thirty_red() {
            Camp camp = Camp.ofNovice().see(0, "r1", Seen.forward(3)).ticks(0.5, 14.5);
            assertThat(camp.alerts).isEmpty();
            camp.ticks(15, 59.5);
            assertThat(camp.said(SILENCE))
                    .containsExactly("15: r1 RAISED AMBER 15/15 since 0 #0", "30: r1 RAISED RED 30/30 since 0 #1");
            camp.tick(60);
            assertThat(camp.said(SILENCE)).last().isEqualTo("60: r1 RAISED RED 60/30 since 0 #2");
        }

        @Test
        void backwards_ten_are_amber_and_twenty_red() {
            Camp camp = Camp.ofNovice().see(0, "r1", Seen.backward(1)).ticks(0.5, 25);
            assertThat(camp.said(SILENCE))
                    .containsExactly("10: r1 RAISED AMBER 10/10 since 0 #0", "20: r1 RAISED RED 20/20 since 0 #1");
        }

        @Test
        void what_the_plan_asks_now_counts_not_what_was_seen_last() {
            Camp camp = Camp.ofNovice()
                    .see(0, "r1", Seen.forward(1))
                    .doing("r1", Facing.BACKWARD, Phase.WORK)
                    .tick(10);
            assertThat(camp.said(SILENCE)).hasSize(1);
            Camp resting = Camp.ofNovice()
                    .see(0, "r1", Seen.backward(1))
                    .doing("r1", Facing.BACKWARD, Phase.REST)
                    .ticks(1, 59.5);
            assertThat(resting.said(SILENCE)).isEmpty();
            resting.tick(60).tick(120);
            assertThat(resting.said(SILENCE))
                    .containsExactly("60: r1 RAISED AMBER 60/60 since 0 #0", "120: r1 RAISED RED 120/120 since 0 #1");
        }

        @Test
        void being_heard_clears_at_once_even_by_an_old_reading() {
            Camp camp = Camp.ofNovice().see(0, "r1", Seen.forward(3)).ticks(0.5, 20);
            assertThat(camp.watch.silent("r1", Seen.micros(20))).isTrue();
            camp.hear(21, -30, "r1", Seen.forward(3));
            assertThat(camp.said(SILENCE)).hasSize(2).last().isEqualTo("21: r1 CLEARED AMBER 0/15 since 0 #1");
            assertThat(camp.watch.silent("r1", Seen.micros(21))).isFalse();
        }

        @Test
        void who_was_never_heard_or_is_over_is_not_missed() {
            Camp camp = Camp.ofNovice().ticks(0, 100);
            assertThat(camp.alerts).isEmpty();
            camp.see(101, "r1", Seen.forward(3)).over(102, "r1").ticks(103, 200);
            assertThat(camp.alerts).isEmpty();
            assertThat(camp.watch.silent("r1", Seen.micros(200))).isFalse();
        }

        @Test
        void joining_again_is_watched_again() {
            Camp camp =
                    Camp.ofNovice().see(0, "r1", Seen.forward(3)).over(1, "r1").ticks(2, 40);
            camp.join("r1", Camp.NOVICE).tick(41);
            assertThat(camp.said(SILENCE)).hasSize(1);
        }

        @Test
        void amber_comes_once_a_minute_but_red_always() {
            Camp camp = Camp.ofNovice().see(0, "r1", Seen.forward(3)).ticks(0.5, 16);
            camp.see(16, "r1", Seen.forward(3)).ticks(16.5, 45.5);
            assertThat(camp.said(SILENCE)).hasSize(2);
            camp.tick(46);
            assertThat(camp.said(SILENCE)).hasSize(3).last().isEqualTo("46: r1 RAISED RED 30/30 since 16 #0");
        }
    }

    @Nested
    class NetworkTest {
        private Camp group(int size) {
            Camp camp = new Camp();
            for (int i = 1; i <= size; i++) {
                camp.join("r" + i, Camp.NOVICE).see(0, "r" + i, Seen.forward(3));
            }
            return camp;
        }

        private void hear(Camp camp, double second, int from, int to) {
            for (int i = from; i <= to; i++) {
                camp.see(second, "r" + i, Seen.forward(3));
            }
        }

        @Test
        void more_than_thirty_percent_at_once_are_one_alert() {
            Camp camp = group(10);
            hear(camp, 10, 5, 10);
            camp.ticks(10.5, 16);
            assertThat(camp.said(NETWORK)).containsExactly("15: - RAISED AMBER 40/30 since 15 #0");
            assertThat(camp.said(SILENCE)).isEmpty();
            assertThat(camp.watch.silent("r1", Seen.micros(16))).isTrue();
            assertThat(camp.watch.silent("r5", Seen.micros(16))).isFalse();
        }

        @Test
        void thirty_percent_are_not_more_than_thirty() {
            Camp camp = group(10);
            hear(camp, 10, 4, 10);
            camp.ticks(10.5, 16);
            assertThat(camp.said(NETWORK)).isEmpty();
            assertThat(camp.said(SILENCE)).hasSize(3);
        }

        @Test
        void one_of_three_is_a_runner_and_not_the_network() {
            Camp camp = group(3);
            hear(camp, 10, 2, 3);
            camp.ticks(10.5, 16);
            assertThat(camp.said(NETWORK)).isEmpty();
            assertThat(camp.said(SILENCE)).hasSize(1);
        }

        @Test
        void who_is_over_does_not_count() {
            Camp camp = group(10);
            hear(camp, 10, 4, 10);
            camp.over(11, "r10").ticks(11.5, 16);
            assertThat(camp.said(NETWORK)).hasSize(1);
        }

        @Test
        void turns_red_when_one_of_the_silences_would() {
            Camp camp = group(10);
            camp.ticks(0.5, 31);
            assertThat(camp.said(NETWORK))
                    .containsExactly("15: - RAISED AMBER 100/30 since 15 #0", "30: - RAISED RED 100/30 since 15 #1");
            assertThat(camp.said(SILENCE)).isEmpty();
        }

        @Test
        void takes_the_place_of_silences_that_were_raised_before() {
            Camp camp = group(10);
            hear(camp, 2, 4, 10);
            camp.ticks(2.5, 17);
            assertThat(camp.said(SILENCE)).hasSize(6);
            assertThat(camp.said(SILENCE).subList(3, 6))
                    .allMatch(words -> words.startsWith("17: ") && words.contains("CLEARED"));
            assertThat(camp.said(NETWORK)).containsExactly("17: - RAISED AMBER 100/30 since 17 #0");
        }

        @Test
        void when_it_is_back_who_is_still_silent_goes_on_where_the_silence_was() {
            Camp camp = group(10);
            hear(camp, 2, 4, 10);
            camp.ticks(2.5, 20);
            hear(camp, 20.5, 2, 10);
            camp.ticks(20.5, 29.5);
            assertThat(camp.said(SILENCE)).hasSize(6);
            camp.tick(30);
            assertThat(camp.said(SILENCE)).hasSize(7).last().isEqualTo("30: r1 RAISED RED 30/30 since 0 #2");
            hear(camp, 30, 1, 10);
            camp.ticks(30.5, 31);
            assertThat(camp.said(NETWORK)).hasSize(2).last().isEqualTo("30.5: - CLEARED AMBER 0/30 since 17 #1");
        }

        @Test
        void a_share_just_below_the_limit_holds() {
            Camp camp = group(100);
            hear(camp, 10, 32, 100);
            camp.ticks(10.5, 16);
            assertThat(camp.said(NETWORK)).hasSize(1);
            hear(camp, 16, 29, 100);
            camp.ticks(16.5, 28);
            assertThat(camp.said(NETWORK)).hasSize(1);
            hear(camp, 28, 28, 100);
            camp.ticks(28.5, 38);
            assertThat(camp.said(NETWORK)).hasSize(1);
            hear(camp, 38, 28, 100);
            camp.ticks(38.5, 38.5);
            assertThat(camp.said(NETWORK)).hasSize(2).last().asString().contains("CLEARED");
        }
    }

    @Nested
    class NoSpotterTest {
        private Camp backwards(int runners) {
            Camp camp = new Camp();
            camp.watch.spotters(0);
            for (int i = 1; i <= runners; i++) {
                camp.join("r" + i, Camp.NOVICE).doing("r" + i, Facing.BACKWARD, Phase.WORK);
            }
            return camp;
        }

        private void all(Camp camp, int runners, Facing facing, Phase phase) {
            for (int i = 1; i <= runners; i++) {
                camp.doing("r" + i, facing, phase);
            }
        }

        @Test
        void one_spotter_for_every_four_begun() {
            Camp four = backwards(4);
            four.watch.spotters(1);
            assertThat(four.tick(0).said(NO_SPOTTER)).isEmpty();
            Camp five = backwards(5);
            five.watch.spotters(1);
            assertThat(five.tick(0).said(NO_SPOTTER)).containsExactly("0: - RAISED AMBER 1/2 since 0 #0");
        }

        @Test
        void until_somebody_says_so_there_is_none() {
            SafetyWatch watch = new SafetyWatch("s1");
            watch.join("r1", Camp.NOVICE);
            watch.doing("r1", Facing.BACKWARD, Phase.WORK);
            Camp camp = new Camp();
            watch.tick(Seen.micros(0), 1, camp);
            assertThat(camp.said(NO_SPOTTER)).containsExactly("0: - RAISED AMBER 0/1 since 0 #0");
        }

        @Test
        void who_rests_or_waits_or_runs_forwards_needs_none() {
            for (Phase phase : new Phase[] {Phase.REST, Phase.WAITING}) {
                Camp camp = backwards(4);
                all(camp, 4, Facing.BACKWARD, phase);
                assertThat(camp.tick(0).said(NO_SPOTTER)).isEmpty();
            }
            Camp camp = backwards(4);
            all(camp, 4, Facing.FORWARD, Phase.WORK);
            assertThat(camp.tick(0).said(NO_SPOTTER)).isEmpty();
            Camp over = backwards(1).over(0, "r1");
            assertThat(over.tick(0).said(NO_SPOTTER)).isEmpty();
        }

        @Test
        void is_said_once_a_segment_and_again_in_the_next() {
            Camp camp = backwards(1).ticks(0, 100);
            assertThat(camp.said(NO_SPOTTER)).hasSize(1);
            all(camp, 1, Facing.FORWARD, Phase.WORK);
            camp.ticks(100.5, 110);
            assertThat(camp.said(NO_SPOTTER)).hasSize(1);
            camp.ticks(110.5, 111);
            assertThat(camp.said(NO_SPOTTER)).hasSize(2).last().isEqualTo("110.5: - CLEARED AMBER 0/0 since 0 #1");
            all(camp, 1, Facing.BACKWARD, Phase.WORK);
            camp.tick(111.5);
            assertThat(camp.said(NO_SPOTTER)).hasSize(3).last().isEqualTo("111.5: - RAISED AMBER 0/1 since 111.5 #0");
        }

        @Test
        void a_break_of_less_than_ten_seconds_is_the_same_segment() {
            Camp camp = backwards(1).ticks(0, 10);
            camp.watch.spotters(1);
            camp.ticks(10.5, 30);
            assertThat(camp.said(NO_SPOTTER)).hasSize(2).last().asString().startsWith("20.5: - CLEARED");
            all(camp, 1, Facing.FORWARD, Phase.WORK);
            camp.ticks(30.5, 40);
            all(camp, 1, Facing.BACKWARD, Phase.WORK);
            camp.watch.spotters(0);
            camp.ticks(40.5, 60);
            assertThat(camp.said(NO_SPOTTER)).hasSize(2);
        }

        @Test
        void more_runners_in_a_segment_may_need_more_spotters() {
            Camp camp = backwards(5);
            camp.watch.spotters(1);
            camp.doing("r5", Facing.FORWARD, Phase.WORK).tick(0);
            assertThat(camp.said(NO_SPOTTER)).isEmpty();
            camp.doing("r5", Facing.BACKWARD, Phase.WORK).tick(30);
            assertThat(camp.said(NO_SPOTTER)).containsExactly("30: - RAISED AMBER 1/2 since 0 #0");
        }
    }

    @Nested
    class PathNotClearTest {
        private Camp two(Seen behind, Seen ahead) {
            return new Camp()
                    .join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("r2", Camp.profile(Stage.EXPERT, 2))
                    .see(0, "r1", behind)
                    .see(0, "r2", ahead)
                    .tick(0);
        }

        private Seen backward(double speed, double meters) {
            return Seen.backward(speed).at(meters).sureTo(5);
        }

        private Seen forward(double speed, double meters) {
            return Seen.forward(speed).at(meters).sureTo(5);
        }

        @Test
        void somebody_slower_less_than_fifteen_meters_ahead_is_red() {
            Camp camp = two(backward(2, 100), forward(1, 114.9));
            assertThat(camp.said(PATH_NOT_CLEAR)).containsExactly("0: r1 RAISED RED 14.9/15 since 0 #0");
        }

        @Test
        void fifteen_meters_or_closing_at_half_a_meter_a_second_are_enough_room() {
            assertThat(two(backward(2, 100), forward(1, 115)).said(PATH_NOT_CLEAR))
                    .isEmpty();
            assertThat(two(backward(2, 100), forward(1.5, 110)).said(PATH_NOT_CLEAR))
                    .isEmpty();
            assertThat(two(backward(2, 100), forward(1.49, 110)).said(PATH_NOT_CLEAR))
                    .hasSize(1);
        }

        @Test
        void meeting_within_five_seconds_counts_from_farther_off() {
            Camp camp = two(backward(4, 100), forward(0, 119.9));
            assertThat(camp.said(PATH_NOT_CLEAR)).containsExactly("0: r1 RAISED RED 19.9/20 since 0 #0");
            assertThat(two(backward(4, 100), forward(0, 120)).said(PATH_NOT_CLEAR))
                    .isEmpty();
        }

        @Test
        void who_runs_forwards_sees_the_way() {
            assertThat(two(forward(4, 100), forward(0, 105)).said(PATH_NOT_CLEAR))
                    .isEmpty();
        }

        @Test
        void who_is_behind_or_in_another_lane_is_not_in_the_way() {
            assertThat(two(backward(2, 100), forward(0, 95)).said(PATH_NOT_CLEAR))
                    .isEmpty();
            Camp lanes = new Camp()
                    .join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("r2", Camp.profile(Stage.EXPERT, 3))
                    .join("r3", Camp.profile(Stage.EXPERT, 0))
                    .join("r4", Camp.profile(Stage.EXPERT, 0))
                    .see(0, "r1", backward(2, 100))
                    .see(0, "r2", forward(0, 105))
                    .see(0, "r3", backward(2, 104))
                    .see(0, "r4", forward(0, 106))
                    .tick(0);
            assertThat(lanes.said(PATH_NOT_CLEAR)).isEmpty();
        }

        @Test
        void the_line_is_not_the_end_of_the_lane() {
            Camp camp = two(backward(2, 395), forward(0, 3));
            assertThat(camp.said(PATH_NOT_CLEAR)).containsExactly("0: r1 RAISED RED 8/15 since 0 #0");
        }

        @Test
        void somebody_coming_towards_is_met_by_both_speeds() {
            Camp camp = new Camp()
                    .join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("r2", Camp.profile(Stage.EXPERT, 2))
                    .see(0, "r2", forward(3, 130))
                    .see(1, "r2", forward(3, 127))
                    .see(1, "r1", backward(2, 103))
                    .tick(1);
            assertThat(camp.said(PATH_NOT_CLEAR)).containsExactly("1: r1 RAISED RED 24/25 since 1 #0");
        }

        @Test
        void who_runs_against_the_direction_has_their_way_behind_them() {
            Camp camp = new Camp()
                    .join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("r2", Camp.profile(Stage.EXPERT, 2))
                    .see(0, "r1", backward(3, 130))
                    .see(1, "r1", backward(3, 127))
                    .see(1, "r2", forward(0, 120))
                    .tick(1);
            assertThat(camp.said(PATH_NOT_CLEAR)).containsExactly("1: r1 RAISED RED 7/15 since 1 #0");
            Camp ahead = new Camp()
                    .join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("r2", Camp.profile(Stage.EXPERT, 2))
                    .see(0, "r1", backward(3, 130))
                    .see(1, "r1", backward(3, 127))
                    .see(1, "r2", forward(0, 134))
                    .tick(1);
            assertThat(ahead.said(PATH_NOT_CLEAR)).isEmpty();
        }

        @Test
        void two_meters_turn_somebody_round_and_less_is_noise() {
            for (double meters : new double[] {1.9, 2}) {
                Camp camp = new Camp()
                        .join("r1", Camp.profile(Stage.EXPERT, 2))
                        .join("r2", Camp.profile(Stage.EXPERT, 2))
                        .see(0, "r1", backward(2, 130))
                        .see(1, "r1", backward(2, 130 - meters))
                        .see(1, "r2", forward(0, 120))
                        .tick(1);
                assertThat(camp.said(PATH_NOT_CLEAR)).hasSize(meters < 2 ? 0 : 1);
            }
        }

        @Test
        void a_position_less_sure_than_five_meters_is_amber() {
            assertThat(two(backward(2, 100).sureTo(5.1), forward(0, 110)).said(PATH_NOT_CLEAR))
                    .containsExactly("0: r1 RAISED AMBER 10/15 since 0 #0");
            assertThat(two(backward(2, 100), forward(0, 110).sureTo(5.1)).said(PATH_NOT_CLEAR))
                    .containsExactly("0: r1 RAISED AMBER 10/15 since 0 #0");
            assertThat(two(backward(2, 100), forward(0, 110).sureTo(Double.NaN)).said(PATH_NOT_CLEAR))
                    .containsExactly("0: r1 RAISED AMBER 10/15 since 0 #0");
            assertThat(two(backward(2, 100), forward(0, 110).sureTo(51)).said(PATH_NOT_CLEAR))
                    .isEmpty();
        }

        @Test
        void who_is_somewhere_near_is_said_once() {
            Camp camp = two(backward(2, 100).sureTo(9), forward(0, 110));
            for (int second = 1; second <= 40; second++) {
                camp.see(second, "r1", backward(2, 100).sureTo(9))
                        .see(second, "r2", forward(0, 110))
                        .tick(second);
            }
            assertThat(camp.said(PATH_NOT_CLEAR)).hasSize(1);
        }

        @Test
        void a_sure_danger_goes_before_a_nearer_guess() {
            Camp camp = new Camp()
                    .join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("r2", Camp.profile(Stage.EXPERT, 2))
                    .join("r3", Camp.profile(Stage.EXPERT, 2))
                    .see(0, "r1", backward(2, 100))
                    .see(0, "r2", forward(0, 105).sureTo(20))
                    .see(0, "r3", forward(0, 112))
                    .tick(0);
            assertThat(camp.said(PATH_NOT_CLEAR)).containsExactly("0: r1 RAISED RED 12/15 since 0 #0");
        }

        @Test
        void the_nearest_of_the_same_severity_is_named() {
            Camp camp = new Camp()
                    .join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("r2", Camp.profile(Stage.EXPERT, 2))
                    .join("r3", Camp.profile(Stage.EXPERT, 2))
                    .see(0, "r1", backward(2, 100))
                    .see(0, "r2", forward(0, 112))
                    .see(0, "r3", forward(0, 105))
                    .tick(0);
            assertThat(camp.said(PATH_NOT_CLEAR)).containsExactly("0: r1 RAISED RED 5/15 since 0 #0");
        }

        @Test
        void somebody_fast_in_between_hides_nobody() {
            Camp camp = new Camp()
                    .join("r0", Camp.profile(Stage.EXPERT, 1))
                    .see(0, "r0", forward(0, 10))
                    .join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("r2", Camp.profile(Stage.EXPERT, 2))
                    .join("r3", Camp.profile(Stage.EXPERT, 2))
                    .see(0, "r1", backward(2, 100))
                    .see(0, "r2", forward(5, 103))
                    .see(0, "r3", forward(0, 111))
                    .tick(0);
            assertThat(camp.said(PATH_NOT_CLEAR)).containsExactly("0: r1 RAISED RED 11/15 since 0 #0");
        }

        /** Who stands in the way, behind so many who run away, joined in an order that is not that of their places. */
        private Camp crowd(int between) {
            Camp camp =
                    new Camp().join("standing", Camp.profile(Stage.EXPERT, 2)).see(0, "standing", forward(0, 112));
            for (int i = between; i > 0; i--) {
                camp.join("away" + i, Camp.profile(Stage.EXPERT, 2)).see(0, "away" + i, forward(5, 102 + 2 * i));
            }
            return camp.join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("behind", Camp.profile(Stage.EXPERT, 2))
                    .see(0, "behind", forward(0, 98))
                    .see(0, "r1", backward(2, 100))
                    .tick(0);
        }

        @Test
        void the_four_nearest_ahead_are_looked_at_whoever_joined_first() {
            for (int between = 0; between < 4; between++) {
                assertThat(crowd(between).said(PATH_NOT_CLEAR)).containsExactly("0: r1 RAISED RED 12/15 since 0 #0");
            }
            assertThat(crowd(4).said(PATH_NOT_CLEAR)).isEmpty();
        }

        @Test
        void places_are_carried_on_to_now_for_five_seconds() {
            Camp camp = new Camp()
                    .join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("r2", Camp.profile(Stage.EXPERT, 2))
                    .see(0, "r1", backward(2, 100))
                    .see(0, "r2", forward(0, 122))
                    .tick(3.5);
            assertThat(camp.said(PATH_NOT_CLEAR)).isEmpty();
            camp.tick(4);
            assertThat(camp.said(PATH_NOT_CLEAR)).containsExactly("4: r1 RAISED RED 14/15 since 4 #0");
            Camp late = new Camp()
                    .join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("r2", Camp.profile(Stage.EXPERT, 2))
                    .see(0, "r1", backward(2, 100))
                    .see(0, "r2", forward(0, 122))
                    .tick(5.5);
            assertThat(late.said(PATH_NOT_CLEAR)).isEmpty();
        }

        @Test
        void who_stands_may_stand_close() {
            assertThat(two(backward(0.4, 100), forward(0, 101)).said(PATH_NOT_CLEAR))
                    .isEmpty();
        }

        @Test
        void who_has_finished_is_neither_warned_nor_in_the_way() {
            Camp camp = new Camp()
                    .join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("r2", Camp.profile(Stage.EXPERT, 2))
                    .see(0, "r1", backward(2, 100))
                    .see(0, "r2", forward(0, 110))
                    .over(0, "r2")
                    .tick(0);
            assertThat(camp.said(PATH_NOT_CLEAR)).isEmpty();
            Camp other = new Camp()
                    .join("r1", Camp.profile(Stage.EXPERT, 2))
                    .join("r2", Camp.profile(Stage.EXPERT, 2))
                    .see(0, "r1", backward(2, 100))
                    .see(0, "r2", forward(0, 110))
                    .over(0, "r1")
                    .tick(0);
            assertThat(other.said(PATH_NOT_CLEAR)).isEmpty();
        }

        @Test
        void holds_a_tenth_farther_and_clears_after_ten_seconds_of_room() {
            Camp camp = two(backward(2, 100), forward(0, 110));
            for (int second = 1; second <= 12; second++) {
                camp.see(second, "r1", backward(2, 100))
                        .see(second, "r2", forward(0, 116.4))
                        .tick(second);
            }
            assertThat(camp.said(PATH_NOT_CLEAR)).hasSize(1);
            for (int second = 13; second <= 22; second++) {
                camp.see(second, "r1", backward(2, 100))
                        .see(second, "r2", forward(0, 116.5))
                        .tick(second);
            }
            assertThat(camp.said(PATH_NOT_CLEAR)).hasSize(1);
            camp.see(23, "r1", backward(2, 100))
                    .see(23, "r2", forward(0, 116.5))
                    .tick(23);
            assertThat(camp.said(PATH_NOT_CLEAR)).hasSize(2).last().isEqualTo("23: r1 CLEARED RED 16.5/15 since 0 #1");
        }

        @Test
        void turning_forwards_clears_after_ten_seconds() {
            Camp camp = two(backward(2, 100), forward(0, 110));
            for (int second = 1; second <= 10; second++) {
                camp.see(second, "r1", forward(2, 100)).tick(second);
            }
            assertThat(camp.said(PATH_NOT_CLEAR)).hasSize(1);
            camp.see(11, "r1", forward(2, 100)).tick(11);
            assertThat(camp.said(PATH_NOT_CLEAR)).hasSize(2).last().asString().startsWith("11: r1 CLEARED RED");
        }

        @Test
        void many_runners_in_many_lanes_are_sorted_right_whatever_the_order_of_joining() {
            Camp camp = new Camp();
            int[] places = {250, 30, 390, 120, 35, 300, 260, 125};
            for (int i = 0; i < places.length; i++) {
                camp.join("r" + i, Camp.profile(Stage.EXPERT, 1 + i % 2));
            }
            for (int i = 0; i < places.length; i++) {
                camp.see(0, "r" + i, i == 1 || i == 6 ? backward(2, places[i]) : forward(0, places[i]));
            }
            // Lane 2 has r1 at 30 and next r3 at 120; lane 1 has r6 at 260 and next r2 at 390.
            assertThat(camp.tick(0).said(PATH_NOT_CLEAR)).isEmpty();
            camp.see(1, "r3", forward(0, 44)).see(1, "r2", forward(0, 266)).tick(1);
            assertThat(camp.said(PATH_NOT_CLEAR))
                    .containsExactly("1: r6 RAISED RED 4/15 since 1 #0", "1: r1 RAISED RED 12/15 since 1 #0");
        }
    }

    @Nested
    class HeatTest {
        private Camp adults(boolean acclimatised) {
            return Camp.of(new SafetyProfile(Stage.NOVICE, 1, 400, 200, false, acclimatised));
        }

        @Test
        void is_said_by_the_table_for_the_session() {
            Camp camp = adults(true);
            camp.watch.weather(27.8);
            assertThat(camp.tick(0).said(HEAT)).isEmpty();
            camp.watch.weather(27.9);
            assertThat(camp.tick(1).said(HEAT)).containsExactly("1: - RAISED AMBER 27.9/27.9 since 1 #0");
            camp.watch.weather(32.3);
            assertThat(camp.tick(2).said(HEAT)).last().isEqualTo("2: - RAISED RED 32.3/32.2 since 1 #1");
        }

        @Test
        void one_adult_who_is_not_used_to_it_is_enough_to_cancel_early() {
            Camp camp = adults(true).join("r2", new SafetyProfile(Stage.NOVICE, 1, 400, 200, false, false));
            camp.watch.weather(30.1);
            assertThat(camp.tick(0).said(HEAT)).containsExactly("0: - RAISED RED 30.1/30.1 since 0 #0");
            Camp used = adults(true);
            used.watch.weather(30.1);
            assertThat(used.tick(0).said(HEAT)).containsExactly("0: - RAISED AMBER 30.1/27.9 since 0 #0");
        }

        @Test
        void who_has_left_or_is_a_minor_is_not_asked_for_the_adults() {
            Camp camp = adults(true).join("r2", new SafetyProfile(Stage.NOVICE, 1, 400, 200, false, false));
            camp.watch.weather(30.1);
            camp.over(0, "r2");
            assertThat(camp.tick(0).said(HEAT)).containsExactly("0: - RAISED AMBER 30.1/27.9 since 0 #0");
            Camp minors = Camp.of(new SafetyProfile(Stage.NOVICE, 1, 400, 200, true, true));
            minors.watch.weather(25);
            assertThat(minors.tick(0).said(HEAT)).containsExactly("0: r1 RAISED AMBER 25/24 since 0 #0");
        }

        @Test
        void minors_have_their_own_table_each() {
            Camp camp = adults(true)
                    .join("r2", new SafetyProfile(Stage.NOVICE, 1, 400, 200, true, true))
                    .join("r3", new SafetyProfile(Stage.NOVICE, 1, 400, 200, true, false));
            camp.watch.weather(26);
            assertThat(camp.tick(0).said(HEAT))
                    .containsExactly("0: r2 RAISED AMBER 26/24 since 0 #0", "0: r3 RAISED RED 26/26 since 0 #0");
            camp.watch.weather(29.1);
            assertThat(camp.tick(1).said(HEAT)).contains("1: r2 RAISED RED 29.1/29 since 0 #1");
        }

        @Test
        void amber_is_said_again_every_quarter_of_an_hour() {
            Camp camp = adults(true);
            camp.watch.weather(28);
            camp.tick(0).tick(899.5);
            assertThat(camp.said(HEAT)).hasSize(1);
            camp.tick(900);
            assertThat(camp.said(HEAT)).hasSize(2);
        }

        @Test
        void cools_a_tenth_below_for_ten_seconds_to_clear() {
            Camp camp = adults(true);
            camp.watch.weather(28);
            camp.tick(0);
            camp.watch.weather(25.2);
            camp.ticks(1, 30);
            assertThat(camp.said(HEAT)).hasSize(1);
            camp.watch.weather(25.1);
            camp.ticks(30.5, 40);
            assertThat(camp.said(HEAT)).hasSize(1);
            camp.tick(40.5);
            assertThat(camp.said(HEAT)).hasSize(2).last().isEqualTo("40.5: - CLEARED AMBER 25.1/27.9 since 0 #1");
        }

        @Test
        void not_measured_is_neither_hot_nor_cool() {
            Camp camp = adults(true);
            camp.ticks(0, 20);
            camp.watch.weather(28);
            camp.tick(21);
            camp.watch.weather(Double.NaN);
            camp.ticks(22, 60);
            assertThat(camp.said(HEAT)).hasSize(1);
        }
    }

    @Nested
    class RestShortTest {
        @Test
        void less_than_ninety_seconds_after_the_forward_lap_is_amber_once() {
            Camp camp = Camp.ofNovice().backwardLap(189.9, 189.9, 100);
            assertThat(camp.said(REST_SHORT)).containsExactly("189.9: r1 RAISED AMBER 89.9/90 since 189.9 #0");
        }

        @Test
        void ninety_seconds_are_enough() {
            assertThat(Camp.ofNovice().backwardLap(190, 190, 100).ticks(190, 300).alerts)
                    .isEmpty();
        }

        @Test
        void is_not_repeated_and_clears_when_the_rest_would_have_been_long_enough() {
            Camp camp = Camp.ofNovice().backwardLap(110, 110, 100).ticks(110.5, 208.5);
            assertThat(camp.said(REST_SHORT)).hasSize(1);
            camp.ticks(209, 400);
            assertThat(camp.said(REST_SHORT)).hasSize(2).last().isEqualTo("209: r1 CLEARED AMBER 10/90 since 110 #1");
        }

        @Test
        void a_start_that_is_known_a_minute_late_is_not_raised_any_more() {
            assertThat(Camp.ofNovice()
                            .backwardLap(170.5, 110, 100)
                            .ticks(171, 300)
                            .said(REST_SHORT))
                    .isEmpty();
            assertThat(Camp.ofNovice().backwardLap(170, 110, 100).said(REST_SHORT))
                    .hasSize(1);
        }
    }
}

package dev.backstretch.domain.safety;

import static dev.backstretch.domain.outcome.Alert.Kind.HR_HIGH;
import static dev.backstretch.domain.outcome.Alert.Kind.HR_NO_RECOVERY;
import static dev.backstretch.domain.outcome.Alert.Kind.SYMPTOM;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HeartAndSymptomAlertsTest {

    @Nested
    class HeartRateHighTest {
        private Seen heart(double bpm) {
            return Seen.forward(3).heartRate(bpm);
        }

        @Test
        void a_minute_at_95_percent_of_the_maximum_is_amber() {
            Camp camp = Camp.ofNovice().each(0, 59, s -> heart(190));
            assertThat(camp.said(HR_HIGH)).isEmpty();
            camp.each(60, 70, s -> heart(190));
            assertThat(camp.said(HR_HIGH)).containsExactly("60: r1 RAISED AMBER 190/190 since 0 #0");
        }

        @Test
        void a_hundredth_of_a_beat_less_is_allowed() {
            assertThat(Camp.ofNovice().each(0, 300, s -> heart(189.99)).said(HR_HIGH))
                    .isEmpty();
        }

        @Test
        void compares_whole_hundredths_as_zones_do() {
            // 0.95 · 183.5 = 174.325, which no double hits: 174.33 is at least that, 174.32 is not.
            SafetyProfile who = new SafetyProfile(Stage.NOVICE, 1, 400, 183.5, false, true);
            assertThat(Camp.of(who).each(0, 60, s -> heart(174.33)).said(HR_HIGH))
                    .hasSize(1);
            assertThat(Camp.of(who).each(0, 60, s -> heart(174.32)).said(HR_HIGH))
                    .isEmpty();
        }

        @Test
        void more_than_five_beats_above_the_maximum_for_fifteen_seconds_is_amber() {
            Camp camp = Camp.ofNovice().each(0, 14, s -> heart(206));
            assertThat(camp.said(HR_HIGH)).isEmpty();
            camp.each(15, 15, s -> heart(206));
            assertThat(camp.said(HR_HIGH)).containsExactly("15: r1 RAISED AMBER 206/205 since 0 #0");
            assertThat(Camp.ofNovice().each(0, 59, s -> heart(205)).said(HR_HIGH))
                    .isEmpty();
        }

        @Test
        void more_than_three_minutes_are_red() {
            Camp camp = Camp.ofNovice().each(0, 180, s -> heart(192));
            assertThat(camp.said(HR_HIGH))
                    .containsExactly(
                            "60: r1 RAISED AMBER 192/190 since 0 #0", "180: r1 RAISED AMBER 192/190 since 0 #1");
            camp.each(181, 181, s -> heart(192));
            assertThat(camp.said(HR_HIGH)).hasSize(3).last().isEqualTo("181: r1 RAISED RED 192/190 since 0 #2");
        }

        @Test
        void a_doubted_sensor_and_an_unknown_maximum_say_nothing() {
            assertThat(Camp.ofNovice().each(0, 200, s -> heart(195).doubted()).said(HR_HIGH))
                    .isEmpty();
            SafetyProfile unknown = new SafetyProfile(Stage.NOVICE, 1, 400, Double.NaN, false, true);
            assertThat(Camp.of(unknown).each(0, 200, s -> heart(195)).said(HR_HIGH))
                    .isEmpty();
        }

        @Test
        void a_gap_of_more_than_five_seconds_begins_anew() {
            Camp camp = Camp.ofNovice()
                    .each(0, 50, s -> heart(195))
                    .each(51, 60, s -> heart(195).doubted())
                    .each(61, 110, s -> heart(195));
            assertThat(camp.said(HR_HIGH)).isEmpty();
            camp.each(111, 116, s -> heart(195));
            assertThat(camp.said(HR_HIGH)).containsExactly("116: r1 RAISED AMBER 195/190 since 56 #0");
        }

        @Test
        void falls_a_tenth_below_for_ten_seconds_to_clear() {
            Camp camp = Camp.ofNovice()
                    .each(0, 60, s -> heart(195))
                    .each(61, 80, s -> heart(172))
                    .each(81, 91, s -> heart(171));
            assertThat(camp.said(HR_HIGH))
                    .containsExactly(
                            "60: r1 RAISED AMBER 195/190 since 0 #0", "91: r1 CLEARED AMBER 171/190 since 0 #1");
        }

        @Test
        void while_acknowledged_it_is_not_said_again() {
            Camp camp = Camp.ofNovice().each(0, 60, s -> heart(191));
            camp.acknowledge(60, camp.last());
            camp.each(61, 180, s -> heart(191));
            assertThat(camp.said(HR_HIGH)).hasSize(2);
        }
    }

    @Nested
    class NoRecoveryTest {
        private Camp stopAfter(double bpm, Phase phase, double bpmAMinuteLater) {
            return Camp.ofNovice()
                    .each(0, 10, s -> Seen.forward(4).heartRate(bpm))
                    .each(11, 70, s -> Seen.forward(0)
                            .in(phase)
                            .heartRate(s < 70 ? bpm - (s - 10) / 6.0 : bpmAMinuteLater));
        }

        @Test
        void a_fall_of_twelve_beats_or_less_in_the_first_minute_is_amber() {
            Camp camp = stopAfter(180, Phase.REST, 168);
            assertThat(camp.said(HR_NO_RECOVERY)).containsExactly("70: r1 RAISED AMBER 12/12 since 10 #0");
        }

        @Test
        void thirteen_beats_are_a_recovery() {
            assertThat(stopAfter(180, Phase.REST, 167.9).said(HR_NO_RECOVERY)).isEmpty();
        }

        @Test
        void an_unplanned_stop_counts_too() {
            assertThat(stopAfter(180, Phase.WORK, 175).said(HR_NO_RECOVERY)).hasSize(1);
        }

        @Test
        void only_after_85_percent_of_the_maximum() {
            assertThat(stopAfter(170, Phase.REST, 169).said(HR_NO_RECOVERY)).hasSize(1);
            assertThat(stopAfter(169.9, Phase.REST, 169).said(HR_NO_RECOVERY)).isEmpty();
        }

        @Test
        void moving_within_the_minute_is_no_answer() {
            Camp camp = Camp.ofNovice()
                    .each(0, 10, s -> Seen.forward(4).heartRate(180))
                    .each(11, 50, s -> Seen.forward(0).heartRate(180))
                    .each(51, 54, s -> Seen.forward(2).heartRate(150))
                    .each(55, 110, s -> Seen.forward(0).heartRate(150));
            assertThat(camp.said(HR_NO_RECOVERY)).isEmpty();
        }

        @Test
        void without_a_trusted_heart_rate_in_the_ten_seconds_after_the_minute_nothing_is_said() {
            Camp camp = Camp.ofNovice().each(0, 10, s -> Seen.forward(4).heartRate(180));
            camp.each(11, 80, s -> Seen.forward(0).heartRate(178).doubted());
            camp.each(81, 90, s -> Seen.forward(0).heartRate(178));
            assertThat(camp.said(HR_NO_RECOVERY)).isEmpty();
            Camp late = Camp.ofNovice().each(0, 10, s -> Seen.forward(4).heartRate(180));
            late.each(11, 79, s -> Seen.forward(0).heartRate(178).doubted());
            late.each(80, 80, s -> Seen.forward(0).heartRate(178));
            assertThat(late.said(HR_NO_RECOVERY)).containsExactly("80: r1 RAISED AMBER 2/12 since 10 #0");
        }

        @Test
        void a_heart_rate_of_long_ago_is_not_what_the_stop_began_with() {
            Camp camp = Camp.ofNovice()
                    .each(0, 4, s -> Seen.forward(4).heartRate(180))
                    .each(5, 10, s -> Seen.forward(4))
                    .each(11, 80, s -> Seen.forward(0).heartRate(178));
            assertThat(camp.said(HR_NO_RECOVERY)).isEmpty();
        }

        @Test
        void is_said_once_a_stop_and_cleared_when_the_heart_has_come_down() {
            Camp camp = stopAfter(180, Phase.REST, 175)
                    .each(71, 90, s -> Seen.forward(0).in(Phase.REST).heartRate(167))
                    .each(91, 101, s -> Seen.forward(0).in(Phase.REST).heartRate(166.8))
                    .each(102, 200, s -> Seen.forward(0).in(Phase.REST).heartRate(180));
            assertThat(camp.said(HR_NO_RECOVERY))
                    .containsExactly(
                            "70: r1 RAISED AMBER 5/12 since 10 #0", "101: r1 CLEARED AMBER 13.2/12 since 10 #1");
        }

        @Test
        void the_end_of_the_stop_clears_and_the_next_stop_is_asked_again() {
            Camp camp = stopAfter(180, Phase.REST, 175)
                    .each(71, 83, s -> Seen.forward(4).heartRate(185))
                    .each(84, 143, s -> Seen.forward(0).heartRate(182));
            assertThat(camp.said(HR_NO_RECOVERY)).hasSize(3);
            assertThat(camp.said(HR_NO_RECOVERY).get(1)).startsWith("82: r1 CLEARED");
            assertThat(camp.said(HR_NO_RECOVERY).get(2)).isEqualTo("143: r1 RAISED AMBER 3/12 since 83 #0");
        }
    }

    @Nested
    class SymptomTest {
        @Test
        void pressing_stop_is_red_at_once_however_late_it_arrives() {
            Camp camp = Camp.ofNovice().symptom(500, 100);
            assertThat(camp.alerts).hasSize(1);
            assertThat(camp.last().kind()).isEqualTo(SYMPTOM);
            assertThat(Camp.words(camp.last())).startsWith("500: r1 RAISED RED").endsWith("since 100 #0");
            assertThat(camp.last().value()).isNaN();
        }

        @Test
        void pressing_again_is_said_again_and_asks_again() {
            Camp camp = Camp.ofNovice().symptom(10, 10);
            camp.acknowledge(11, camp.last());
            camp.symptom(12, 12);
            assertThat(camp.alerts).hasSize(3);
            assertThat(Camp.words(camp.last())).startsWith("12: r1 RAISED RED").endsWith("since 10 #2");
            camp.tick(41.9);
            assertThat(camp.alerts).hasSize(3);
            camp.tick(42);
            assertThat(camp.alerts).hasSize(4);
        }

        @Test
        void stays_until_acknowledged_and_moving_again_for_ten_seconds() {
            Camp camp = Camp.ofNovice().symptom(0, 0).each(1, 29, s -> Seen.forward(2));
            assertThat(camp.said(SYMPTOM)).hasSize(1);
            camp.acknowledge(29, camp.last());
            camp.each(30, 50, s -> Seen.forward(0.8)).each(51, 60, s -> Seen.forward(0.81));
            assertThat(camp.said(SYMPTOM)).hasSize(2);
            camp.each(61, 61, s -> Seen.forward(0.81));
            assertThat(camp.said(SYMPTOM)).hasSize(3).last().asString().startsWith("61: r1 CLEARED RED");
        }

        @Test
        void a_strap_that_is_heard_in_between_does_not_hold_it() {
            Camp camp = Camp.ofNovice().symptom(0, 0);
            camp.acknowledge(1, camp.last());
            camp.each(2, 11, s -> Seen.forward(s % 2 == 0 ? 2 : Double.NaN));
            assertThat(camp.said(SYMPTOM)).hasSize(2);
            camp.each(12, 12, s -> Seen.forward(2));
            assertThat(camp.said(SYMPTOM)).hasSize(3).last().asString().startsWith("12: r1 CLEARED RED");
        }

        @Test
        void standing_again_holds_it() {
            Camp camp = Camp.ofNovice().symptom(0, 0);
            camp.acknowledge(1, camp.last());
            camp.each(2, 8, s -> Seen.forward(2)).each(9, 40, s -> Seen.forward(0));
            assertThat(camp.said(SYMPTOM)).hasSize(2);
        }

        @Test
        void leaving_does_not_silence_it_before_somebody_has_heard() {
            Camp camp = Camp.ofNovice().symptom(0, 0).over(5, "r1");
            assertThat(camp.said(SYMPTOM)).hasSize(1);
            camp.tick(30);
            assertThat(camp.said(SYMPTOM)).hasSize(2);
            camp.acknowledge(31, camp.last());
            camp.tick(31.5);
            assertThat(camp.said(SYMPTOM)).hasSize(4).last().asString().startsWith("31.5: r1 CLEARED RED");
            assertThat(camp.watch.active()).isEmpty();
        }

        @Test
        void leaving_ends_it_once_it_is_acknowledged() {
            Camp camp = Camp.ofNovice().symptom(0, 0);
            camp.acknowledge(1, camp.last());
            camp.over(5, "r1");
            assertThat(camp.said(SYMPTOM)).hasSize(3).last().asString().startsWith("5: r1 CLEARED RED");
        }
    }
}

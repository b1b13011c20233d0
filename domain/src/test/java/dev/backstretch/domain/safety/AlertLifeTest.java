package dev.backstretch.domain.safety;

import static dev.backstretch.domain.outcome.Alert.Kind.BACK_SPEED;
import static dev.backstretch.domain.outcome.Alert.Kind.FALL;
import static dev.backstretch.domain.outcome.Alert.Kind.NECK_BREAK;
import static dev.backstretch.domain.outcome.Alert.Kind.SILENCE;
import static dev.backstretch.domain.outcome.Alert.Kind.STOPPED;
import static dev.backstretch.domain.outcome.Alert.Kind.SUMMARY;
import static dev.backstretch.domain.outcome.Alert.Kind.SYMPTOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.time.Micros;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertLifeTest {

    @Test
    void an_alert_says_whose_it_is_when_it_was_said_and_by_which_rules() {
        Camp camp = Camp.ofNovice().symptom(12, 10);
        Alert alert = camp.last();
        assertThat(alert.sessionId()).isEqualTo("s1");
        assertThat(alert.alertId()).isEqualTo("s1|r1|SYMPTOM|" + Micros.toInstant(Seen.micros(10)));
        assertThat(alert.logTime()).isEqualTo(Micros.toInstant(Seen.micros(12)));
        assertThat(alert.ruleVersion()).isEqualTo("safety/1");
        assertThat(alert.lineage().sessionPosition()).isEqualTo(1);
        assertThat(alert.state()).isEqualTo(Alert.State.RAISED);
    }

    @Test
    void a_second_acknowledgement_changes_nothing() {
        Camp camp = Camp.ofNovice().symptom(0, 0);
        Alert raised = camp.last();
        assertThat(camp.acknowledge(1, raised)).isTrue();
        assertThat(camp.acknowledge(2, raised)).isTrue();
        assertThat(camp.alerts).hasSize(2);
        assertThat(camp.last().state()).isEqualTo(Alert.State.ACKNOWLEDGED);
        assertThat(camp.last().alertId()).isEqualTo(raised.alertId());
        assertThat(camp.watch.active())
                .singleElement()
                .returns(raised.alertId(), Alert::alertId)
                .returns(Alert.State.ACKNOWLEDGED, Alert::state)
                .returns(1, Alert::revision);
    }

    @Test
    void what_is_not_on_cannot_be_acknowledged() {
        Camp camp = Camp.ofNovice().symptom(0, 0);
        assertThat(camp.watch.acknowledge("s1|r1|FALL|2026-11-21T02:00:00Z", Seen.micros(1), 1, camp))
                .isFalse();
        Alert raised = camp.last();
        camp.close(2);
        assertThat(camp.acknowledge(3, raised)).isFalse();
        assertThat(camp.alerts).hasSize(2);
    }

    @Test
    void one_runner_s_acknowledgement_is_not_another_s() {
        Camp camp = Camp.ofNovice().symptom(0, 0).join("r2", Camp.NOVICE);
        camp.watch.symptom("r2", Seen.micros(0), Seen.micros(0), 2, camp);
        Alert second = camp.last();
        assertThat(camp.acknowledge(1, second)).isTrue();
        assertThat(camp.watch.active())
                .extracting(Alert::runnerId, Alert::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("r1", Alert.State.RAISED),
                        org.assertj.core.groups.Tuple.tuple("r2", Alert.State.ACKNOWLEDGED));
    }

    @Test
    void an_alert_of_the_session_can_be_acknowledged() {
        Camp camp = Camp.ofNovice();
        camp.watch.weather(28);
        camp.tick(0);
        assertThat(camp.acknowledge(1, camp.last())).isTrue();
        assertThat(camp.last().state()).isEqualTo(Alert.State.ACKNOWLEDGED);
        camp.tick(2000);
        assertThat(camp.alerts).hasSize(2);
    }

    @Test
    void active_alerts_are_the_session_s_first_then_the_runners_in_order_of_joining() {
        Camp camp = Camp.ofNovice().join("r0", Camp.NOVICE);
        camp.watch.symptom("r0", Seen.micros(0), Seen.micros(0), 1, camp);
        camp.symptom(0, 0);
        camp.watch.weather(28);
        camp.tick(0);
        assertThat(camp.watch.active()).extracting(Alert::runnerId).containsExactly(null, "r1", "r0");
        assertThat(camp.watch.runnerIds()).containsExactly("r1", "r0");
    }

    @Test
    void a_late_reading_older_than_a_minute_raises_nothing() {
        Camp camp = Camp.ofNovice();
        for (int second = 0; second <= 3; second++) {
            camp.hear(63.01 + second, second, "r1", Seen.backward(3));
        }
        assertThat(camp.alerts).isEmpty();
        Camp young = Camp.ofNovice();
        for (int second = 0; second <= 3; second++) {
            young.hear(60.0 + second, second, "r1", Seen.backward(3));
        }
        assertThat(young.said(BACK_SPEED)).hasSize(1);
    }

    @Test
    void what_late_readings_began_goes_on_in_young_ones() {
        Camp camp = Camp.ofNovice();
        for (int second = 0; second <= 100; second++) {
            camp.hear(100, second, "r1", Seen.forward(second == 0 ? 3 : 0));
        }
        assertThat(camp.said(STOPPED)).containsExactly("100: r1 RAISED AMBER 40/30 since 0 #0");
    }

    @Test
    void a_reading_that_is_not_newer_only_shows_that_the_device_is_heard() {
        Camp camp = Camp.ofNovice().each(0, 2, s -> Seen.backward(1.8));
        camp.see(2, "r1", Seen.backward(9)).hear(2, 1.5, "r1", Seen.backward(9));
        camp.each(3, 3, s -> Seen.backward(1.8));
        assertThat(camp.said(BACK_SPEED)).containsExactly("3: r1 RAISED AMBER 1.8/1.6 since 0 #0");
    }

    @Test
    void being_over_clears_what_is_watched_but_not_a_fall_that_nobody_has_seen() {
        Camp camp = Camp.ofNovice().each(0, 5, s -> Seen.backward(1.8)).each(6, 20, s -> Seen.backward(0));
        assertThat(camp.kinds()).containsExactly(BACK_SPEED, FALL, BACK_SPEED, STOPPED);
        camp.over(21, "r1");
        assertThat(camp.kinds()).hasSize(5).endsWith(STOPPED);
        assertThat(camp.last().state()).isEqualTo(Alert.State.CLEARED);
        camp.over(22, "r1").each(22, 44, s -> Seen.backward(5));
        assertThat(camp.kinds()).hasSize(5);
        camp.tick(45);
        assertThat(camp.kinds()).hasSize(6).endsWith(FALL);
        assertThat(camp.last().state()).isEqualTo(Alert.State.RAISED);
    }

    @Test
    void closing_ends_everything_and_nothing_is_said_after_it() {
        Camp camp = Camp.ofNovice().symptom(0, 0);
        camp.watch.weather(28);
        camp.tick(1).close(2);
        assertThat(camp.alerts).hasSize(4);
        assertThat(camp.alerts.subList(2, 4)).allMatch(alert -> alert.state() == Alert.State.CLEARED);
        assertThat(camp.watch.active()).isEmpty();
        camp.close(3);
        assertThat(camp.alerts).hasSize(4);
    }

    @Test
    void a_session_takes_ten_ambers_a_minute_and_then_one_summary() {
        Camp camp = stoppedCrowd(13);
        for (int second = 11; second <= 45; second++) {
            crowd(camp, 13, second, Seen.forward(0));
        }
        assertThat(camp.said(STOPPED)).hasSize(10);
        // Said with the first that is held back; the others are told a minute later.
        assertThat(camp.said(SUMMARY)).containsExactly("40: - RAISED AMBER 1/10 since 40 #0");
        for (int second = 46; second <= 99; second++) {
            crowd(camp, 13, second, Seen.forward(0));
        }
        assertThat(camp.said(STOPPED)).hasSize(10);
        assertThat(camp.said(SUMMARY)).hasSize(1);
        crowd(camp, 13, 100, Seen.forward(0));
        // The minute's ten go to those who waited first, then to those whose turn it is to be said again.
        List<Alert> stopped =
                camp.alerts.stream().filter(alert -> alert.kind() == STOPPED).toList();
        assertThat(stopped).hasSize(20);
        assertThat(stopped.subList(10, 20))
                .filteredOn(alert -> alert.revision() == 0)
                .extracting(Alert::runnerId)
                .contains("r11");
        assertThat(camp.said(SUMMARY)).last().isEqualTo("100: - CLEARED AMBER 3/10 since 40 #1");
    }

    @Test
    void red_is_never_limited() {
        Camp camp = stoppedCrowd(13);
        for (int second = 11; second <= 41; second++) {
            crowd(camp, 13, second, Seen.forward(0));
        }
        for (int i = 1; i <= 13; i++) {
            camp.watch.symptom("r" + i, Seen.micros(41), Seen.micros(41), 1, camp);
        }
        assertThat(camp.said(SYMPTOM)).hasSize(13);
    }

    @Test
    void a_cue_goes_to_the_runner_and_counts_for_nobody_else() {
        Camp camp = new Camp();
        camp.watch.spotters(20);
        for (int i = 1; i <= 20; i++) {
            camp.join("r" + i, Camp.NOVICE);
        }
        for (int second = 0; second <= 121; second++) {
            crowd(camp, 20, second, Seen.backward(1));
        }
        assertThat(camp.said(NECK_BREAK)).hasSize(20);
        assertThat(camp.said(SUMMARY)).isEmpty();
    }

    @Test
    void what_was_held_back_and_passed_is_counted_but_never_raised() {
        Camp camp = stoppedCrowd(12);
        for (int second = 11; second <= 41; second++) {
            crowd(camp, 12, second, Seen.forward(0));
        }
        for (int second = 42; second <= 160; second++) {
            crowd(camp, 12, second, Seen.forward(3));
        }
        assertThat(camp.alerts.stream().filter(alert -> alert.kind() == STOPPED).map(Alert::runnerId))
                .doesNotContain("r11", "r12");
        assertThat(camp.said(SUMMARY))
                .containsExactly("40: - RAISED AMBER 1/10 since 40 #0", "100: - CLEARED AMBER 2/10 since 40 #1");
    }

    private static Camp stoppedCrowd(int runners) {
        Camp camp = new Camp();
        for (int i = 1; i <= runners; i++) {
            camp.join("r" + i, Camp.NOVICE);
        }
        for (int second = 0; second <= 10; second++) {
            crowd(camp, runners, second, Seen.forward(3));
        }
        return camp;
    }

    private static void crowd(Camp camp, int runners, int second, Seen seen) {
        for (int i = 1; i <= runners; i++) {
            camp.see(second, "r" + i, seen);
        }
        camp.tick(second);
    }

    @Test
    void nothing_is_said_of_who_has_not_joined() {
        Camp camp = Camp.ofNovice();
        assertThatThrownBy(() -> camp.see(0, "r9", Seen.forward(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("r9")
                .hasMessageContaining("s1");
    }

    @Test
    void a_new_profile_counts_from_then_on() {
        Camp camp = Camp.ofNovice().join("r1", Camp.profile(Stage.EXPERT, 1)).each(0, 20, s -> Seen.backward(3));
        assertThat(camp.said(BACK_SPEED)).isEmpty();
    }

    @Test
    void a_profile_is_checked() {
        assertThatThrownBy(() -> Camp.profile(Stage.NOVICE, -1)).hasMessageContaining("lane -1");
        assertThatThrownBy(() -> new SafetyProfile(Stage.NOVICE, 1, 0, 200, false, false))
                .hasMessageContaining("lap of 0");
    }

    @Test
    void a_watch_that_is_told_nothing_says_nothing() {
        Camp camp = new Camp().ticks(0, 100).close(101);
        assertThat(camp.alerts).isEmpty();
    }

    @Test
    void silence_needs_no_reading_to_be_noticed_by_the_plan_s_facing() {
        Camp camp = Camp.ofNovice()
                .see(0, "r1", Seen.unknown(2))
                .doing("r1", Facing.UNKNOWN, Phase.WORK)
                .ticks(1, 14.5);
        assertThat(camp.said(SILENCE)).isEmpty();
        assertThat(camp.tick(15).said(SILENCE)).hasSize(1);
    }
}

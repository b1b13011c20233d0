package dev.backstretch.domain.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.standing.Relay.HandOver;
import dev.backstretch.domain.standing.Relay.Leg;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayTest {
    private static final double SIGMA = 0.1;

    private static HandOver at(String runner, double seconds) {
        return new HandOver(runner, Micros.ofSeconds(seconds), SIGMA);
    }

    private static Relay relay(String team, int size, HandOver... handOvers) {
        return Relay.of(team, Plans.BOOT_CAMP_RELAY, 0, SIGMA, List.of(handOvers), size);
    }

    @Test
    void who_arrives_ends_a_lap_and_starts_the_next() {
        Relay relay = relay("red", 3, at("b", 290), at("a", 90), at("c", 385));
        assertThat(relay.legs()).extracting(Leg::runnerId).containsExactly("a", "b", "c");
        assertThat(relay.legs()).extracting(Leg::number).containsExactly(1, 2, 3);
        assertThat(relay.legs()).extracting(Leg::seconds).containsExactly(90.0, 200.0, 95.0);
        assertThat(relay.legs())
                .extracting(Leg::facing)
                .containsExactly(Facing.FORWARD, Facing.BACKWARD, Facing.FORWARD);
        assertThat(relay.finished()).isTrue();
    }

    @Test
    void the_result_is_the_sum_of_the_laps_and_as_sure_as_its_two_ends() {
        Relay relay = Relay.of(
                "red", Plans.BOOT_CAMP_RELAY, Micros.ofSeconds(10), 0.3, List.of(at("a", 100), at("b", 300)), 3);
        double sum = relay.legs().stream().mapToDouble(Leg::seconds).sum();
        assertThat(relay.totalSeconds().value()).isEqualTo(sum).isEqualTo(290);
        assertThat(relay.totalSeconds().plusMinus()).isCloseTo(1.96 * Math.hypot(0.3, SIGMA), within(1e-9));
        assertThat(relay.legs().get(0).plusMinusSeconds()).isCloseTo(1.96 * Math.hypot(0.3, SIGMA), within(1e-9));
        assertThat(relay.legs().get(1).plusMinusSeconds()).isCloseTo(1.96 * Math.hypot(SIGMA, SIGMA), within(1e-9));
        assertThat(relay.finished()).isFalse();
    }

    @Test
    void marks_before_the_gun_and_after_the_last_leg_count_for_nothing() {
        Relay relay = relay("red", 1, at("a", -5), at("a", 0), at("a", 90), at("b", 200));
        assertThat(relay.legs()).hasSize(1);
        assertThat(relay.totalSeconds().value()).isEqualTo(90);
    }

    @Test
    void before_the_first_arrival_there_is_no_result() {
        assertThat(relay("red", 3).totalSeconds()).isEqualTo(Estimate.UNKNOWN);
        Placing row = Ranking.ofRelay(List.of(relay("red", 3))).get(0);
        assertThat(row.place()).isZero();
        assertThat(row.value()).isNaN();
    }

    @Test
    void more_legs_come_first_then_the_smaller_sum() {
        List<Placing> rows = Ranking.ofRelay(List.of(
                relay("slow", 3, at("a", 100), at("b", 310)),
                relay("ahead", 3, at("a", 120), at("b", 320), at("c", 430)),
                relay("fast", 3, at("a", 90), at("b", 300)),
                relay("close", 3, at("a", 95), at("b", 300.1))));
        assertThat(rows).extracting(Placing::id).containsExactly("ahead", "fast", "close", "slow");
        assertThat(rows).extracting(Placing::place).containsExactly(1, 2, 2, 4);
        assertThat(rows.get(0).value()).isEqualTo(430);
        assertThat(rows.get(0).plusMinus()).isCloseTo(1.96 * Math.hypot(SIGMA, SIGMA), within(1e-9));
    }

    /** Finish-line marks and legs of three teams of a relay of 2024, as its organisers published them. */
    @ParameterizedTest(name = "team {0}: place {3}")
    @CsvSource({
        "12, 37:17 1:30:36 2:20:58 2:47:45, 37:17 53:19 50:22 26:47, 1",
        "13, 37:15 1:33:10 2:25:53 2:52:31, 37:15 55:55 52:43 26:38, 2",
        "88, 36:42 1:34:56 2:27:39 2:55:52, 36:42 58:14 52:43 28:13, 3"
    })
    void an_official_result_comes_out_of_the_same_arithmetic(String team, String marks, String legs, int place) {
        Relay relay = official(team, marks);
        List<Double> expected = new ArrayList<>();
        for (String leg : legs.split(" ")) {
            expected.add(seconds(leg));
        }
        assertThat(relay.legs()).extracting(Leg::seconds).containsExactlyElementsOf(expected);
        List<Placing> rows = Ranking.ofRelay(List.of(
                official("88", "36:42 1:34:56 2:27:39 2:55:52"),
                official("12", "37:17 1:30:36 2:20:58 2:47:45"),
                official("13", "37:15 1:33:10 2:25:53 2:52:31")));
        assertThat(rows.get(place - 1).id()).isEqualTo(team);
        assertThat(rows.get(place - 1).place()).isEqualTo(place);
    }

    private static Relay official(String team, String marks) {
        List<HandOver> handOvers = new ArrayList<>();
        for (String mark : marks.split(" ")) {
            handOvers.add(at("leg " + handOvers.size(), seconds(mark)));
        }
        return relay(team, 4, handOvers.toArray(HandOver[]::new));
    }

    private static double seconds(String clock) {
        double seconds = 0;
        for (String part : clock.split(":")) {
            seconds = seconds * 60 + Integer.parseInt(part);
        }
        return seconds;
    }
}

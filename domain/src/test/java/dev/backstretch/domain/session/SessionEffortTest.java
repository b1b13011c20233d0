package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.heartAndCadence;
import static dev.backstretch.domain.session.SessionScript.heartRate;
import static dev.backstretch.domain.session.SessionScript.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.effort.BanisterTrimp;
import dev.backstretch.domain.effort.Body;
import dev.backstretch.domain.effort.KeytelEnergy;
import dev.backstretch.domain.effort.Sex;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.zone.HeartRateLimits;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Load and energy of a session (domain notes §2.3, §3): one figure with its method, or what is missing for it. */
final class SessionEffortTest {
    private static final HeartRateLimits LIMITS = HeartRateLimits.measured(190).withResting(50);

    private static Frame.Effort effort(SessionScript script, String runner) {
        return Objects.requireNonNull(script.totals(runner).effort(), "effort");
    }

    private static SessionScript known() {
        return new SessionScript("free-run")
                .joinWithBody("r", 50.0, 35, EventBody.Sex.MALE, 70.0)
                .gun(0);
    }

    /** A heart that goes to and fro by a beat, as hearts do. */
    private static double bpm(int second) {
        return 149 + second / 20 % 3;
    }

    private static SessionScript run(SessionScript script, int from, int to) {
        for (int second = from; second <= to; second++) {
            script.read("r", "phone", speed(second, 3)).read("r", "strap", heartRate(second, bpm(second)));
        }
        return script;
    }

    @Test
    void with_heart_rate_mass_and_age_energy_comes_from_the_heart_and_load_by_both_models() {
        Frame.Effort effort = effort(run(known(), 1, 601).close(602), "r");
        double energy = 0;
        double load = 0;
        for (int second = 1; second <= 600; second++) {
            energy += KeytelEnergy.at(bpm(second), new Body(70, 37, Sex.MALE)).lowest() / 60;
            load += BanisterTrimp.perMinute(bpm(second), LIMITS, Sex.MALE).lowest() / 60;
        }
        assertThat(effort.energyMethod()).isEqualTo("HEART_RATE");
        assertThat(effort.energyKilocalories().value()).isEqualTo(Math.rint(energy));
        assertThat(effort.energyKilocalories().plusMinus()).isEqualTo(Math.rint(0.2 * energy));
        assertThat(effort.energyCoveredShare()).isEqualTo(1);
        assertThat(effort.banisterLowest()).isEqualTo(effort.banisterHighest()).isCloseTo(load, within(0.01));
        assertThat(effort.edwardsTrimp()).as("ten minutes in zone 3").isCloseTo(30, within(0.1));
        assertThat(effort.points()).isCloseTo(30, within(0.1));
        assertThat(effort.missing()).isEmpty();
    }

    @Test
    void without_a_sex_load_and_energy_span_both_equations() {
        var script = new SessionScript("free-run")
                .joinWithBody("r", 50.0, 35, null, 70.0)
                .gun(0);
        Frame.Effort effort = effort(run(script, 1, 301).close(302), "r");
        assertThat(effort.banisterLowest()).isLessThan(effort.banisterHighest());
        assertThat(effort.energyKilocalories().plusMinus())
                .isGreaterThan(0.3 * effort.energyKilocalories().value());
    }

    @Test
    void what_was_not_told_is_named_instead_of_a_number() {
        var script = new SessionScript("free-run")
                .joinWithBody("r", null, null, null, null)
                .gun(0);
        Frame.Effort effort = effort(run(script, 1, 301).close(302), "r");
        assertThat(effort.energyKilocalories().known()).isFalse();
        assertThat(effort.energyMethod()).isEqualTo("NONE");
        assertThat(effort.banisterLowest()).isNaN();
        assertThat(effort.missing()).containsExactly("restingHeartRateBpm", "massKg", "ageYears");
        assertThat(effort.points()).as("zones alone tell points").isGreaterThan(14);
    }

    @Test
    void without_a_heart_rate_the_speed_tells_the_energy_and_no_load_is_told() {
        var script = known();
        for (int second = 1; second <= 601; second++) {
            script.read("r", "phone", speed(second, 3));
        }
        Frame.Effort effort = effort(script.close(602), "r");
        assertThat(effort.energyMethod()).isEqualTo("SPEED");
        // 39.5 ml/(kg·min), 13.825 kcal a minute
        assertThat(effort.energyKilocalories().value()).isCloseTo(138, within(2.0));
        assertThat(effort.points()).isNaN();
        assertThat(effort.edwardsTrimp()).isNaN();
        assertThat(effort.missing()).containsExactly("heartRate");
    }

    @Test
    void a_gap_adds_nothing_beyond_the_five_seconds_that_a_value_holds() {
        var script = run(known(), 1, 300);
        run(script, 360, 660);
        Frame.Effort effort = effort(script.close(661), "r");
        assertThat(effort.energyCoveredShare()).isCloseTo(605.0 / 659, within(0.01));
        assertThat(effort.energyKilocalories().value())
                .isLessThan(effort(run(known(), 1, 660).close(661), "r")
                        .energyKilocalories()
                        .value());
    }

    @Test
    void late_readings_and_a_longer_session_than_the_settle_window_add_up_the_same() {
        var inOrder = run(known(), 1, 700);
        var late = run(known(), 1, 500);
        for (int second = 561; second <= 700; second++) {
            late.read("r", "phone", speed(second, 3)).read("r", "strap", heartRate(second, bpm(second)));
        }
        for (int second = 501; second <= 560; second++) {
            late.readAt(700.5, "r", "phone", speed(second, 3))
                    .readAt(700.5, "r", "strap", heartRate(second, bpm(second)));
        }
        assertThat(effort(late.close(701), "r").energyKilocalories())
                .isEqualTo(effort(inOrder.close(701), "r").energyKilocalories());
        assertThat(effort(late, "r").banisterLowest())
                .isEqualTo(effort(inOrder, "r").banisterLowest());
    }

    @Test
    void what_was_run_before_the_gun_costs_nothing() {
        var early = new SessionScript("free-run").joinWithBody("r", 50.0, 35, EventBody.Sex.MALE, 70.0);
        run(early, 1, 200).gun(200);
        run(early, 201, 500).close(501);
        var script = new SessionScript("free-run")
                .joinWithBody("r", 50.0, 35, EventBody.Sex.MALE, 70.0)
                .gun(200);
        run(script, 201, 500).close(501);
        assertThat(effort(early, "r").energyKilocalories().value())
                .isCloseTo(effort(script, "r").energyKilocalories().value(), within(1.0));
    }

    @Test
    void the_own_heart_tells_forwards_from_backwards() {
        var script = known();
        for (int second = 1; second <= 800; second++) {
            if (second == 400) {
                script.said(400, "r", new EventBody.FacingDeclared(Facing.BACKWARD));
            } else if (second == 1) {
                script.said(1, "r", new EventBody.FacingDeclared(Facing.FORWARD));
            }
            double bpm = second < 400 ? 130 + second / 20 % 2 : 150 + second / 20 % 2;
            script.read("r", "phone", speed(second, second < 400 ? 3 : 2)).read("r", "strap", heartRate(second, bpm));
        }
        Frame.Effort effort = effort(script.close(801), "r");
        assertThat(effort.forwardHeartRateBpm().value()).isCloseTo(130.5, within(0.2));
        assertThat(effort.backwardHeartRateBpm().value()).isCloseTo(150.5, within(0.5));
        assertThat(effort.effortOfAMinute().value()).isCloseTo(100.5 / 80.5, within(0.01));
        assertThat(effort.effortOfAMeter().value()).isCloseTo(1.5 * 100.5 / 80.5, within(0.05));
    }

    @Test
    void sums_go_on_from_a_snapshot_as_if_nothing_had_happened() {
        var script = run(known(), 1, 600);
        SessionFold again = SessionFold.restore("s", script.fold().snapshot());
        assertThat(again.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(script.fold().snapshot());
    }

    @Test
    void a_clock_that_is_set_right_in_mid_session_stops_nobody() {
        var script = known();
        for (int second = 1; second <= 900; second++) {
            // three minutes behind at first; then somebody lets the phone set its clock
            double shown = second < 600 ? second - 180 : second;
            script.readAt(second, "r", "phone", speed(shown, 3), heartRate(shown, bpm(second)));
        }
        Frame.Effort effort = effort(script.close(902), "r");
        assertThat(effort.energyKilocalories().value()).isGreaterThan(0);
    }

    /** A run of ten minutes whose strap tells what it is asked for. */
    private static SessionScript strapped(IntToDoubleFunction bpm, int from, int to) {
        SessionScript script = known();
        tell(script, bpm, from, to);
        return script;
    }

    private static void tell(SessionScript script, IntToDoubleFunction bpm, int from, int to) {
        for (int second = from; second <= to; second++) {
            script.read("r", "phone", speed(second, 3));
            double told = bpm.applyAsDouble(second);
            if (!Double.isNaN(told)) {
                script.read("r", "strap", heartAndCadence(second, told, 172));
            }
        }
    }

    private static double stuckFrom100To420(int second) {
        return second >= 100 && second < 420 ? 180 : bpm(second);
    }

    private static double onCadenceFrom100To160(int second) {
        return second >= 100 && second < 160 ? 172 : bpm(second);
    }

    private static double spikeAt100(int second) {
        return second >= 100 && second < 103 ? 220 : bpm(second);
    }

    private static IntToDoubleFunction without(int from, int to) {
        return second -> second >= from && second < to ? Double.NaN : bpm(second);
    }

    static Stream<Arguments> withdrawnBeats() {
        return Stream.of(
                Arguments.of(
                        "a strap that repeats itself",
                        (IntToDoubleFunction) SessionEffortTest::stuckFrom100To420,
                        100,
                        420),
                Arguments.of(
                        "a strap that counts steps",
                        (IntToDoubleFunction) SessionEffortTest::onCadenceFrom100To160,
                        100,
                        160),
                Arguments.of("a spike", (IntToDoubleFunction) SessionEffortTest::spikeAt100, 100, 103));
    }

    /** As if the strap had told nothing there; what was told before holds for five seconds, which is all that may differ. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("withdrawnBeats")
    void what_the_zones_withdraw_counts_in_no_load_no_energy_and_no_average(
            String name, IntToDoubleFunction told, int from, int to) {
        SessionScript script = strapped(told, 1, 601).tap(602, "r");
        SessionScript silent = strapped(without(from, to), 1, 601).tap(602, "r");
        LapOutcome lap = script.laps("r").get(0);
        LapOutcome expected = silent.laps("r").get(0);
        Frame.Effort effort = effort(script.close(603), "r");
        Frame.Effort without = effort(silent.close(603), "r");

        assertThat(script.totals("r").unknownZoneSeconds()).as(name).isGreaterThanOrEqualTo(to - from);
        assertThat(effort.banisterLowest()).isCloseTo(without.banisterLowest(), within(5 * 0.03));
        assertThat(effort.energyCoveredShare()).isCloseTo(without.energyCoveredShare(), within(0.01));
        assertThat(effort.energyMethod()).isEqualTo(without.energyMethod());
        assertThat(effort.energyKilocalories().value())
                .isCloseTo(without.energyKilocalories().value(), within(2.0));
        assertThat(lap.averageHeartRateBpm()).isCloseTo(expected.averageHeartRateBpm(), within(0.1));
        assertThat(lap.maximumHeartRateBpm()).isEqualTo(expected.maximumHeartRateBpm());
        assertThat(script.seconds("r").stream()
                        .filter(entry -> !Double.isNaN(entry.heartRateBpm()))
                        .mapToDouble(Frame.Entry::heartRateBpm))
                .allMatch(bpm -> bpm <= 151);
    }

    @Test
    void a_lap_that_was_told_with_beats_that_are_withdrawn_later_is_told_again() {
        SessionScript script =
                strapped(SessionEffortTest::stuckFrom100To420, 1, 250).tap(250.5, "r");
        assertThat(script.laps("r").get(0).maximumHeartRateBpm()).isEqualTo(180);
        tell(script, SessionEffortTest::stuckFrom100To420, 251, 410);

        assertThat(script.laps("r").get(0).maximumHeartRateBpm()).isEqualTo(151);
        assertThat(script.laps("r").get(0).revision()).isPositive();
    }

    /** Which of them came first must not show in what they add up to. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("withdrawnBeats")
    void late_beats_that_show_the_strap_was_right_bring_back_what_was_withdrawn(
            String name, IntToDoubleFunction told, int from, int to) {
        for (int moment = from - 20; moment < to; moment += Math.max(1, (to - from) / 3)) {
            int late = moment;
            // what is withdrawn longer ago than readings are kept stays so
            int until = Math.min(from + 310, moment + 290);
            IntToDoubleFunction beside = second -> second == late ? Double.NaN : told.applyAsDouble(second);
            // one other beat in the midst says that it was no repetition, or makes another spike of it
            for (double other : new double[] {150, 179}) {
                IntToDoubleFunction whole = second -> second == late ? other : told.applyAsDouble(second);
                SessionScript inOrder = strapped(whole, 1, 460).tap(460.5, "r").close(461);
                SessionScript outOfOrder = strapped(beside, 1, until)
                        .readAt(until + 0.5, "r", "strap", heartAndCadence(moment, other, 172));
                tell(outOfOrder, beside, until + 1, 460);
                outOfOrder.tap(460.5, "r").close(461);
                String where = name + ", " + other + " bpm at " + moment;
                assertThat(outOfOrder.totals("r").zoneSeconds())
                        .as(where)
                        .isEqualTo(inOrder.totals("r").zoneSeconds());
                assertThat(effort(outOfOrder, "r")).as(where).isEqualTo(effort(inOrder, "r"));
                assertThat(outOfOrder.laps("r").get(0).averageHeartRateBpm())
                        .as(where)
                        .isEqualTo(inOrder.laps("r").get(0).averageHeartRateBpm());
            }
        }
    }

    @Test
    void a_strap_that_is_believed_again_goes_on_from_a_snapshot() {
        for (int second : new int[] {150, 399, 400, 405, 421, 440}) {
            SessionScript script = strapped(SessionEffortTest::stuckFrom100To420, 1, second);
            SessionFold again = SessionFold.restore("s", script.fold().snapshot());
            assertThat(again.snapshot().toArray())
                    .as("after %d s", second)
                    .matches(pages ->
                            Arrays.deepEquals(pages, script.fold().snapshot().toArray()));
        }
    }
}

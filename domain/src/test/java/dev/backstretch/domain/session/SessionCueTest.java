package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.at;
import static dev.backstretch.domain.session.SessionScript.speed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.Control;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a plan says to each runner in the step that they are in. */
final class SessionCueTest {
    private static void run(SessionScript script, int from, int to, double metersPerSecond) {
        for (int second = from; second < to; second++) {
            script.read("r", "phone", speed(second, metersPerSecond));
            script.ticks(second + 0.1, second + 0.6);
        }
    }

    private static @Nullable String cueOf(Frame.Entry entry) {
        Frame.OwnStep step = entry.step();
        return step == null ? null : step.cue();
    }

    /** The cue beside the reading of a second when it was told first: what changes it later is no news to the runner. */
    private static @Nullable String cue(SessionScript script, int second) {
        return cueOf(script.frames().stream()
                .flatMap(frame -> frame.entries().stream())
                .filter(entry -> Duration.between(at(0), entry.observedAt()).toSeconds() == second)
                .findFirst()
                .orElseThrow());
    }

    @Test
    void a_second_wave_is_told_its_own_step_and_not_the_first_ones() {
        var script = new SessionScript("thirty-thirty")
                .joinWave("a", 1)
                .joinWave("b", 2)
                .said(0, null, new EventBody.Gun(1))
                .said(70, null, new EventBody.Gun(2));
        script.tap(1, "a").tap(71, "b").ticks(71, 84);
        assertThat(script.now("a").step()).isEqualTo(new Frame.OwnStep("head-up", Facing.BACKWARD, at(90), null));
        assertThat(script.now("b").step()).isEqualTo(new Frame.OwnStep("upright", Facing.FORWARD, at(100), null));
        script.ticks(84.5, 103);
        assertThat(script.now("a").step()).isEqualTo(new Frame.OwnStep(null, Facing.UNKNOWN, at(120), Facing.FORWARD));
        assertThat(script.now("b").step()).isEqualTo(new Frame.OwnStep(null, Facing.UNKNOWN, at(130), Facing.BACKWARD));
    }

    @Test
    void by_the_clock_each_part_has_the_next_cue_and_a_rest_none() {
        var script =
                new SessionScript("thirty-thirty").join("r", LapRule.LINE, 400).gun(0);
        run(script, 1, 125, 3);
        assertThat(cue(script, 2)).isEqualTo("upright");
        assertThat(cue(script, 28)).isEqualTo("upright");
        assertThat(cue(script, 40)).isNull();
        assertThat(cue(script, 61)).isEqualTo("head-up");
        assertThat(cue(script, 122)).isEqualTo("short-steps");
    }

    @Test
    void by_laps_the_turn_goes_on_from_the_rest_into_the_lap() {
        var script = new SessionScript("quarter-mile-twice")
                .join("r", LapRule.LINE, 400)
                .gun(0);
        run(script, 0, 101, 4);
        script.tap(101, "r");
        run(script, 101, 270, 1);
        assertThat(cue(script, 50)).as("the forward lap has none").isNull();
        assertThat(cue(script, 103)).isEqualTo("upright");
        assertThat(cue(script, 132)).isEqualTo("head-up");
        assertThat(cue(script, 219)).isEqualTo("soft-landing");
        assertThat(cue(script, 222)).as("the backward lap begins").isEqualTo("turn-your-head");
        assertThat(cue(script, 249)).isEqualTo("turn-your-head");
        assertThat(cue(script, 252)).isEqualTo("upright");
    }

    @Test
    void whoever_is_sent_on_early_hears_the_next_cue_no_sooner_than_half_a_minute_after_the_last() {
        var script = new SessionScript("quarter-mile-twice")
                .join("r", LapRule.LINE, 400)
                .gun(0);
        run(script, 0, 101, 4);
        script.tap(101, "r");
        run(script, 101, 141, 1);
        script.step(141);
        run(script, 141, 165, 1);
        assertThat(script.row("laps", "r").state()).isEqualTo(RunnerState.RUNNING);
        assertThat(cue(script, 139)).isEqualTo("head-up");
        assertThat(cue(script, 150)).as("head-up was said at 130.85 s").isNull();
        assertThat(cue(script, 163)).isEqualTo("short-steps");
    }

    @Test
    void over_a_distance_the_cues_go_round() {
        var script = new SessionScript("backward-5k")
                .join("r", LapRule.LINE, 400)
                .gun(0)
                .tap(1, "r");
        run(script, 1, 200, 1.6);
        assertThat(cue(script, 5)).isEqualTo("upright");
        assertThat(cue(script, 35)).isEqualTo("head-up");
        assertThat(cue(script, 155)).isEqualTo("upright");
    }

    @Test
    void who_has_stopped_or_waits_is_told_nothing() {
        var script = new SessionScript("steady-alternating").join("r", LapRule.LINE, 400);
        run(script, 1, 10, 0);
        script.gun(10);
        run(script, 10, 20, 3);
        run(script, 20, 40, 0);
        assertThat(cue(script, 5)).isNull();
        assertThat(cue(script, 15)).isEqualTo("upright");
        assertThat(script.now("r").state()).isEqualTo(RunnerState.STOPPED);
        assertThat(cue(script, 35)).isNull();
    }

    @Test
    void who_measures_nothing_hears_a_cue_within_a_second_too() {
        var script =
                new SessionScript("thirty-thirty").join("r", LapRule.LINE, 400).gun(0);
        script.tap(1, "r").ticks(1, 63);
        assertThat(script.seconds("r"))
                .filteredOn(entry -> "head-up".equals(cueOf(entry)))
                .first()
                .satisfies(entry -> assertThat(entry.observedAt()).isBetween(at(60), at(61)));
        assertThat(script.seconds("r"))
                .filteredOn(entry -> entry.observedAt().isAfter(at(30.5)))
                .filteredOn(entry -> entry.observedAt().isBefore(at(60)))
                .isNotEmpty()
                .extracting(SessionCueTest::cueOf)
                .containsOnlyNulls();
    }

    @Test
    void who_measures_nothing_hears_within_a_second_what_a_tap_a_pause_or_a_step_changed() {
        var lap = new SessionScript("steady-alternating")
                .join("r", LapRule.LINE, 400)
                .gun(0)
                .tap(1, "r")
                .ticks(1, 101);
        lap.lateTap(101, 101.3, "r").ticks(101.5, 103);
        assertThat(lap.now("r").step()).as("the second lap is run backwards").satisfies(step -> assertThat(
                        Objects.requireNonNull(step).facing())
                .isEqualTo(Facing.BACKWARD));
        var timed = new SessionScript("thirty-thirty")
                .join("r", LapRule.LINE, 400)
                .gun(0)
                .tap(1, "r")
                .ticks(1, 12);
        timed.step(12.2).ticks(12.5, 14);
        assertThat(endOf(timed)).isEqualTo(at(42.2));
        timed.said(14.2, null, new Control(Control.Action.PAUSE)).ticks(14.5, 16);
        assertThat(endOf(timed)).isNull();
        timed.said(16.2, null, new Control(Control.Action.RESUME)).ticks(16.5, 18);
        assertThat(endOf(timed)).isEqualTo(at(44.2));
    }

    private static @Nullable Instant endOf(SessionScript script) {
        return Objects.requireNonNull(script.now("r").step()).endsAt();
    }

    @Test
    void while_the_clock_stands_each_wave_is_told_what_is_left_of_its_own_part() {
        var script = new SessionScript("thirty-thirty")
                .joinWave("a", 1)
                .joinWave("b", 2)
                .said(0, null, new EventBody.Gun(1))
                .said(70, null, new EventBody.Gun(2));
        script.tap(1, "a").tap(71, "b").ticks(71, 80);
        script.control(80, 80.2, Control.Action.PAUSE).ticks(80.5, 82);
        assertThat(leftOf(script, "a")).isEqualTo(10);
        assertThat(leftOf(script, "b")).isEqualTo(20);
        script.ticks(82.5, 95);
        assertThat(leftOf(script, "b")).isEqualTo(20);
        script.control(96, 96.2, Control.Action.RESUME).ticks(96.5, 98);
        assertThat(leftOf(script, "b")).isNaN();
        assertThat(Objects.requireNonNull(script.now("b").step()).endsAt()).isEqualTo(at(116));
    }

    private static double leftOf(SessionScript script, String runner) {
        return Objects.requireNonNull(script.now(runner).step()).leftSeconds();
    }

    @Test
    void while_the_clock_stands_no_cue_follows_and_the_turn_goes_on_after_it() {
        var script = new SessionScript("steady-alternating")
                .join("r", LapRule.LINE, 400)
                .gun(0);
        run(script, 1, 20, 3);
        script.said(20, null, new Control(Control.Action.PAUSE));
        run(script, 20, 80, 3);
        script.said(80, null, new Control(Control.Action.RESUME));
        run(script, 80, 95, 3);
        assertThat(cue(script, 70)).as("20 s of the clock").isEqualTo("upright");
        assertThat(cue(script, 88)).isEqualTo("upright");
        assertThat(cue(script, 92)).as("32 s of the clock").isEqualTo("head-up");
    }

    @Test
    void cues_go_on_from_a_snapshot() {
        var script = new SessionScript("thirty-thirty")
                .join("r", LapRule.LINE, 400)
                .gun(0)
                .tap(1, "r")
                .ticks(1, 40);
        SessionFold again = SessionFold.restore("s", script.fold().snapshot());
        int events = script.events().size();
        int told = cues(script.frames()).size();
        script.ticks(40.5, 130);
        List<Outcome> outcomes = new ArrayList<>();
        script.events()
                .subList(events, script.events().size())
                .forEach(event -> again.apply(event, SessionFold.NO_PARTITION, outcomes::add));
        List<Frame> frames = outcomes.stream()
                .filter(Frame.class::isInstance)
                .map(Frame.class::cast)
                .toList();
        List<String> all = cues(script.frames());
        assertThat(cues(frames)).isNotEmpty().isEqualTo(all.subList(told, all.size()));
    }

    private static List<String> cues(List<Frame> frames) {
        return frames.stream()
                .flatMap(frame -> frame.entries().stream())
                .map(entry -> entry.observedAt() + " " + entry.step())
                .toList();
    }
}

package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a session says of the end of five kilometres backwards while they are run. */
final class SessionFinishTest {
    private static void run(SessionScript script, int from, int to, double metersPerSecond) {
        for (int second = from; second < to; second++) {
            script.read("r", "phone", speed(second, metersPerSecond)).ticks(second + 0.5, second + 0.5);
        }
    }

    private static Frame.@Nullable Finish finish(SessionScript script) {
        return script.now("r").finish();
    }

    private static Frame.Finish known(SessionScript script) {
        return Objects.requireNonNull(finish(script), "a finish");
    }

    @Test
    void a_finish_is_projected_once_a_lap_is_behind_with_its_doubt_and_the_share_walked() {
        var script = new SessionScript("backward-5k")
                .join("r", LapRule.LINE, 400)
                .gun(0)
                .tap(0.15, "r");
        run(script, 1, 264, 400 / 264.0);
        assertThat(finish(script)).as("one lap has to be known").isNull();
        script.tap(264.15, "r");
        run(script, 264, 300, 400 / 264.0);
        Frame.Finish finish = known(script);
        assertThat(finish.seconds().value()).isCloseTo(3300, within(15.0));
        assertThat(finish.seconds().plusMinus()).isBetween(100.0, 1500.0);
        assertThat(finish.reached()).isFalse();
        assertThat(finish.goalMeters()).isEqualTo(5000);
        assertThat(finish.targetSeconds()).isEqualTo(3300);
        assertThat(finish.verdict()).isEqualTo(Verdict.TOO_CLOSE);
        assertThat(finish.walkedShare()).as("1.5 m/s backwards is a walk").isEqualTo(1);
    }

    @Test
    void of_a_goal_within_a_lap_the_moment_is_kept_that_it_was_passed() {
        var script = new SessionScript("backward-5k")
                .join("r", LapRule.LINE, 400)
                .gun(0)
                .tap(0.15, "r");
        for (int lap = 0; lap < 12; lap++) {
            run(script, lap * 100 + 1, lap * 100 + 101, 4);
            script.tap(lap * 100 + 100.15, "r");
        }
        run(script, 1201, 1240, 4);
        assertThat(known(script).reached()).isFalse();
        assertThat(script.now("r").step()).isNotNull();
        run(script, 1240, 1260, 4);
        assertThat(known(script).reached()).isTrue();
        assertThat(script.now("r").step()).as("nothing more is to be done").isNull();
        double reached = known(script).seconds().value();
        assertThat(reached).isCloseTo(1250, within(3.0));
        assertThat(known(script).verdict()).isEqualTo(Verdict.MET);
        assertThat(known(script).walkedShare()).isZero();
        run(script, 1260, 2000, 0);
        assertThat(known(script).seconds().value())
                .as("long after the seconds of the passing were left behind")
                .isEqualTo(reached);
    }

    @Test
    void of_a_goal_at_a_lap_s_end_the_laps_tell() {
        var script = new SessionScript("backward-5k").joinByDistance("r", 1000, "backward-5k");
        run(script, 0, 1005, 5);
        Frame.Finish finish = known(script);
        assertThat(finish.reached()).isTrue();
        assertThat(finish.seconds().value()).isCloseTo(1000, within(2.0));
        run(script, 1005, 1100, 5);
        assertThat(known(script).seconds()).isEqualTo(finish.seconds());
    }

    @Test
    void a_plan_that_aims_at_no_finish_tells_none() {
        var script = new SessionScript("steady-alternating")
                .join("r", LapRule.LINE, 400)
                .gun(0)
                .tap(0.15, "r");
        run(script, 1, 101, 4);
        script.tap(100.15, "r");
        run(script, 101, 110, 4);
        assertThat(finish(script)).isNull();
    }

    @Test
    void who_takes_a_session_up_from_its_snapshot_tells_the_same_finish() {
        var script = new SessionScript("backward-5k").joinByDistance("r", 400, "backward-5k");
        run(script, 0, 700, 2);
        var fold = SessionFold.restore("s", script.fold().snapshot());
        var other = new SessionScript("backward-5k").joinByDistance("r", 400, "backward-5k");
        run(other, 0, 700, 2);
        run(other, 700, 760, 2);
        List<Outcome> after = new ArrayList<>();
        for (RunEvent event :
                other.events().subList(script.events().size(), other.events().size())) {
            fold.apply(event, SessionFold.NO_PARTITION, after::add);
        }
        Frame.Finish told = null;
        for (var outcome : after) {
            if (outcome instanceof Frame frame) {
                for (Frame.Entry entry : frame.entries()) {
                    told = entry.finish() == null ? told : entry.finish();
                }
            }
        }
        assertThat(told).isNotNull().isEqualTo(finish(other));
    }
}

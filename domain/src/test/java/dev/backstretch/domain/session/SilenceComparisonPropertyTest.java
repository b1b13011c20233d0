package dev.backstretch.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.safety.Observation;
import dev.backstretch.domain.safety.Phase;
import dev.backstretch.domain.safety.SafetyProfile;
import dev.backstretch.domain.safety.SafetyWatch;
import dev.backstretch.domain.safety.Stage;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** While both exist: the watch over a session says of a silence what {@link Silence} says, field for field. */
class SilenceComparisonPropertyTest {
    private static final long START_MICROS = 1_795_226_400L * Micros.PER_SECOND;

    @Property(tries = 200)
    void a_silence_is_told_alike(
            @ForAll @IntRange(max = 118) int quietHalfSeconds,
            @ForAll boolean backwards,
            @ForAll boolean resting,
            @ForAll boolean finishes) {
        Facing facing = backwards ? Facing.BACKWARD : Facing.FORWARD;
        Phase phase = resting ? Phase.REST : Phase.WORK;
        Silence silence = new Silence();
        List<Outcome> expected = new ArrayList<>();
        SafetyWatch watch = new SafetyWatch("s1");
        watch.spotters(1);
        watch.join("r1", new SafetyProfile(Stage.NOVICE, 1, 400, Double.NaN, false, true));
        List<Outcome> said = new ArrayList<>();
        silence.heard(START_MICROS);
        watch.observe("r1", heardAt(START_MICROS, facing, phase), START_MICROS, 0, said::add);
        // Red backwards is said again 30 s after it was raised: stop before.
        int beats = Math.min(quietHalfSeconds, resting ? 118 : backwards ? 98 : 118);
        long now = START_MICROS;
        for (int beat = 1; beat <= beats; beat++) {
            now += Micros.PER_SECOND / 2;
            silence.watch("s1", "r1", facing, resting, false, now, beat, expected::add);
            watch.doing("r1", facing, phase);
            watch.tick(now, beat, said::add);
        }
        now += Micros.PER_SECOND / 4;
        if (finishes) {
            silence.watch("s1", "r1", facing, resting, true, now, 999, expected::add);
            watch.over("r1", now, 999, said::add);
        } else {
            silence.heard(now);
            silence.watch("s1", "r1", facing, resting, false, now, 999, expected::add);
            watch.observe("r1", heardAt(now, facing, phase), now, 999, said::add);
        }
        assertThat(said).isEqualTo(expected);
    }

    private static Observation heardAt(long micros, Facing facing, Phase phase) {
        return new Observation(
                micros,
                micros,
                facing,
                phase,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                false,
                Double.NaN,
                Double.NaN,
                Double.NaN);
    }
}

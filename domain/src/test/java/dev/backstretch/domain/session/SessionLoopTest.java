package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.MarkSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Laps round a loop of any shape, of which the line and the length are all that is known. */
final class SessionLoopTest {
    private static final double LATITUDE = 48;
    private static final double LONGITUDE = 11;
    private static final double DEGREES_NORTH_PER_METER = 1 / 111_200.0;
    private static final double DEGREES_EAST_PER_METER = 1 / (111_320.0 * 0.6691306);
    private static final double SPEED = 5;
    /** A block of 100 m by 60 m. */
    private static final double LOOP = 320;

    /** The line lies across the side that is run eastwards, its left end in the north. */
    private static Track block() {
        return new Track(
                "block",
                0,
                0,
                0,
                1,
                LATITUDE,
                LONGITUDE,
                0,
                false,
                LOOP,
                new Track.TimingLine(
                        "finish",
                        LATITUDE + 5 * DEGREES_NORTH_PER_METER,
                        LONGITUDE,
                        LATITUDE - 5 * DEGREES_NORTH_PER_METER,
                        LONGITUDE));
    }

    /** So many metres of the way round, from the line on. */
    private static double[] place(double meters) {
        double way = ((meters % LOOP) + LOOP) % LOOP;
        if (way < 50) {
            return new double[] {way, 0};
        } else if (way < 110) {
            return new double[] {50, way - 50};
        } else if (way < 210) {
            return new double[] {50 - (way - 110), 60};
        } else if (way < 270) {
            return new double[] {-50, 60 - (way - 210)};
        }
        return new double[] {-50 + (way - 270), 0};
    }

    @Test
    void laps_are_counted_at_the_line_and_nobody_is_said_to_be_on_a_bend() {
        var script = new SessionScript()
                .open("free-run", block())
                .join("r", LapRule.LINE, LOOP)
                .gun(0);
        for (int second = 0; second < 230; second++) {
            double[] at = place(SPEED * second - 20);
            script.read(
                            "r",
                            "phone",
                            fix(
                                    second,
                                    LATITUDE + at[1] * DEGREES_NORTH_PER_METER,
                                    LONGITUDE + at[0] * DEGREES_EAST_PER_METER,
                                    SPEED))
                    .ticks(second + 0.5, second + 0.5);
        }
        List<LapOutcome> laps = script.laps("r");
        assertThat(laps).hasSize(3).allSatisfy(lap -> {
            assertThat(lap.lapSeconds().value()).isCloseTo(LOOP / SPEED, within(0.5));
            assertThat(lap.distanceMeters().value()).isEqualTo(LOOP);
            assertThat(lap.source()).isEqualTo(MarkSource.LINE);
        });
        script.said(231, "r", new EventBody.Symptom("dizzy")).ticks(232, 234);
        Frame.Attention attention = script.frames().stream()
                .map(Frame::attention)
                .filter(told -> told != null && !told.needs().isEmpty())
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(attention.needs().get(0).where()).isEqualTo("UNKNOWN");
    }
}

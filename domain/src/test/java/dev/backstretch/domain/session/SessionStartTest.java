package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody.Control;
import dev.backstretch.domain.event.EventBody.Gun;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.Track;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runners who stand at the line until they are let go, with phones that tell places and no speeds. */
class SessionStartTest {
    private static final double LATITUDE = 18.7961;
    private static final double LONGITUDE = 98.9629;
    private static final double METERS_PER_DEGREE_NORTH = 110_668;
    private static final double METERS_PER_DEGREE_EAST = 105_440;
    private static final double STRAIGHT_METERS = 84.39;
    private static final double KERB_METERS = 36.5;
    private static final double RADIUS_METERS = KERB_METERS + 0.3;
    private static final double LAP_METERS = 2 * STRAIGHT_METERS + 2 * Math.PI * RADIUS_METERS;
    private static final double SPEED_METERS_PER_SECOND = 6.4;
    private static final double LAP_SECONDS = LAP_METERS / SPEED_METERS_PER_SECOND;
    private static final double STARTED = 60;

    @ParameterizedTest(name = "{0} m behind the line for {1} s before {2}")
    @CsvSource({
        "0, 5.5, start",
        "0, 30, start",
        "0.5, 10, start",
        "2, 5.5, start",
        "0, 5.5, gun",
        "0, 30, gun",
    })
    void theTimeOfStandingAtTheLineIsNoTimeOfTheFirstLap(double behindMeters, double stoodSeconds, String how) {
        SessionScript session = openedWith("r");
        run(
                session,
                "r",
                behindMeters,
                stoodSeconds,
                Double.POSITIVE_INFINITY,
                script -> script.said(
                        STARTED, null, how.equals("gun") ? new Gun(null) : new Control(Control.Action.START)));

        assertThat(session.laps("r")).singleElement().satisfies(lap -> {
            double truth = LAP_SECONDS + behindMeters / SPEED_METERS_PER_SECOND;
            assertThat(lap.lapSeconds().value()).isCloseTo(truth, within(0.3));
            assertThat(lap.lapSeconds().plusMinus()).isLessThan(0.6);
            assertThat(lap.startedAt()).isBetween(at(STARTED), at(STARTED + 0.5));
        });
    }

    @Test
    void aStartThatIsToldLateMovesTheLapThatWasAlreadyOut() {
        SessionScript early = openedWith("r");
        run(early, "r", 0, 30, Double.POSITIVE_INFINITY, SessionStartTest::start);
        SessionScript late = openedWith("r");
        run(late, "r", 0, 30, 40, SessionStartTest::start);

        assertThat(late.laps("r")).singleElement().satisfies(lap -> {
            assertThat(lap.lapSeconds()).isEqualTo(early.laps("r").get(0).lapSeconds());
            assertThat(lap.startedAt()).isEqualTo(early.laps("r").get(0).startedAt());
        });
    }

    @Test
    void aGunTakesThePlaceOfTheStart() {
        // The clock is started for the warm-up, the gun is fired a minute and a half later.
        SessionScript session = openedWith("r");
        session.said(STARTED - 90, null, new Control(Control.Action.START));
        run(session, "r", 0, 100, Double.POSITIVE_INFINITY, script -> script.gun(STARTED));

        assertThat(session.laps("r"))
                .singleElement()
                .satisfies(lap -> assertThat(lap.lapSeconds().value()).isCloseTo(LAP_SECONDS, within(0.3)));
    }

    @Test
    void aWaveThatWaitsForItsGunIsNotLetGoByTheStart() {
        // Nobody is in wave 2: whoever has no wave waits for a gun of all.
        SessionScript session = openedWith("r");
        session.said(STARTED - 20, null, new Control(Control.Action.START));
        session.said(STARTED - 10, null, new Gun(2));
        run(session, "r", 0, 15, Double.POSITIVE_INFINITY, script -> script.gun(STARTED));

        assertThat(session.laps("r"))
                .singleElement()
                .satisfies(lap -> assertThat(lap.lapSeconds().value()).isCloseTo(LAP_SECONDS, within(0.3)));
    }

    private static void start(SessionScript script) {
        script.said(STARTED, null, new Control(Control.Action.START));
    }

    private static SessionScript openedWith(String runner) {
        return new SessionScript().open("quarter-mile-twice", track()).join(runner, LapRule.LINE, 400);
    }

    /** Stands, is let go when {@code STARTED} is told, and runs a lap and 60 m, with two fixes a second. */
    private static void run(
            SessionScript session,
            String runner,
            double behindMeters,
            double stoodSeconds,
            double toldAfterSeconds,
            Consumer<SessionScript> letGo) {
        double toldAt = STARTED + (Double.isInfinite(toldAfterSeconds) ? 0 : toldAfterSeconds);
        boolean told = false;
        for (double second = STARTED - stoodSeconds; second < STARTED + LAP_SECONDS + 10; second += 0.5) {
            if (!told && second >= toldAt) {
                told = true;
                letGo.accept(session);
            }
            double meters = Math.max(0, second - STARTED) * SPEED_METERS_PER_SECOND - behindMeters;
            session.read(runner, "phone", fix(second, meters));
        }
        session.ticks(STARTED + LAP_SECONDS + 10, STARTED + LAP_SECONDS + 12);
    }

    private static Reading fix(double second, double meters) {
        double[] place = place(meters);
        return new Reading(
                "f" + second,
                at(second),
                place[0],
                place[1],
                3,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                List.of());
    }

    private static Track track() {
        double[] inner = earth(STRAIGHT_METERS / 2, -KERB_METERS);
        double[] outer = earth(STRAIGHT_METERS / 2, -KERB_METERS - 8 * 1.22);
        return new Track(
                "oval",
                STRAIGHT_METERS,
                KERB_METERS,
                1.22,
                8,
                LATITUDE,
                LONGITUDE,
                0,
                false,
                0,
                new Track.TimingLine("finish", inner[0], inner[1], outer[0], outer[1]));
    }

    /** Latitude and longitude of a place on the first lane's measuring line, metres past the finish line. */
    private static double[] place(double meters) {
        double bend = Math.PI * RADIUS_METERS;
        double along = meters - LAP_METERS * Math.floor(meters / LAP_METERS);
        double end = STRAIGHT_METERS / 2;
        if (along < bend) {
            double angle = along / RADIUS_METERS - Math.PI / 2;
            return earth(end + RADIUS_METERS * Math.cos(angle), RADIUS_METERS * Math.sin(angle));
        }
        if (along < bend + STRAIGHT_METERS) {
            return earth(end - (along - bend), RADIUS_METERS);
        }
        if (along < 2 * bend + STRAIGHT_METERS) {
            double angle = (along - bend - STRAIGHT_METERS) / RADIUS_METERS + Math.PI / 2;
            return earth(-end + RADIUS_METERS * Math.cos(angle), RADIUS_METERS * Math.sin(angle));
        }
        return earth(-end + (along - 2 * bend - STRAIGHT_METERS), -RADIUS_METERS);
    }

    private static double[] earth(double eastMeters, double northMeters) {
        return new double[] {
            LATITUDE + northMeters / METERS_PER_DEGREE_NORTH, LONGITUDE + eastMeters / METERS_PER_DEGREE_EAST
        };
    }
}

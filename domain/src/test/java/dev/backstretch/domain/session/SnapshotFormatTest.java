package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.fix;
import static dev.backstretch.domain.session.SessionScript.heartRate;
import static dev.backstretch.domain.session.SessionScript.speed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.BackwardStage;
import dev.backstretch.domain.event.EventBody.Correction;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Track;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A version that meets snapshots of another form has to know that it cannot read them. */
final class SnapshotFormatTest {
    /** What a fixed session looks like in each form, so that no form changes without a new number. */
    private static final Map<Integer, List<String>> PINNED = Map.of(
            6,
            List.of(
                    "92c176e8c59cca2114595bf5666914065bcc7af71b80a452654bcd9d13baa73d",
                    "131a4174f42b6f7dd396a85bb2e3ffa38026edae24a995df8e267f7bb2d3af7e"));

    private static final double LATITUDE = 18.7961;
    private static final double LONGITUDE = 98.9629;
    private static final double DEGREES_EAST_PER_METER = 1 / 105_400.0;
    private static final double DEGREES_NORTH_PER_METER = 1 / 110_650.0;

    @Test
    void a_snapshot_of_this_form_looks_as_it_always_did() {
        assertThat(List.of(hash(withoutTrack()), hash(onTrack())))
                .as(
                        "the bytes of a snapshot: if their form has changed, raise SNAPSHOT_FORMAT and pin the new one; only if"
                                + " nothing but a value of a rule has changed, pin those")
                .isEqualTo(PINNED.get(SessionFold.SNAPSHOT_FORMAT));
    }

    @Test
    void the_sessions_that_are_pinned_show_all_that_a_snapshot_holds() {
        var script = onTrack();
        assertThat(script.laps("r")).as("laps at the line").isNotEmpty();
        assertThat(script.standings("effort")).isNotEmpty();
        assertThat(withoutTrack().fold().isClosed()).isTrue();
    }

    private static SessionScript withoutTrack() {
        var script = new SessionScript("quarter-mile-twice")
                .joinKnown("r", BackwardStage.TRAINED, 1.9)
                .join("free", LapRule.DISTANCE, 100)
                .said(0, null, new EventBody.Safety("spotters", null, 2, null))
                .gun(1)
                .chip(1, "r")
                .tap(101, "r")
                .correct("c", 120, "r", new Correction(Correction.Action.VOID, 1, null, null, null, null, null))
                .correct("f", 125, "r", SessionFacingTest.ran(101, Facing.BACKWARD))
                .said(130, "r", new EventBody.FacingDeclared(Facing.BACKWARD))
                .said(150, "r", new EventBody.Symptom("dizzy"));
        for (int second = 2; second <= 130; second++) {
            script.read("r", "phone", speed(second, 4)).read("r", "strap", heartRate(second, 120 + second / 10));
            script.read("free", "phone", speed(second, 3));
        }
        return script.leave(140, "free").close(160);
    }

    /** Along the home straight over the line, round in no time, and over it again. */
    private static SessionScript onTrack() {
        double lineEast = 42.195;
        double laneNorth = -36.8;
        var script = new SessionScript()
                .open(
                        "free-run",
                        new Track(
                                "oval",
                                84.39,
                                36.5,
                                1.22,
                                8,
                                LATITUDE,
                                LONGITUDE,
                                0,
                                false,
                                0,
                                new Track.TimingLine(
                                        "finish", north(-36.5), east(lineEast), north(-46.26), east(lineEast))));
        script.join("r", LapRule.LINE, 400).gun(1).said(2, "r", new EventBody.FacingDeclared(Facing.FORWARD));
        for (int second = 2; second <= 240; second++) {
            double way = 4.0 * (second - 2) % 400;
            double angle = 2 * Math.PI * way / 400;
            boolean straight = way < 40 || way > 360;
            double x = straight ? lineEast + (way < 200 ? way : way - 400) : lineEast * StrictMath.cos(angle);
            double y = straight ? laneNorth : laneNorth * StrictMath.cos(angle);
            script.read("r", "phone", fix(second, north(y), east(x), 4))
                    .read("r", "strap", heartRate(second, 120 + second / 10));
        }
        return script;
    }

    private static double north(double meters) {
        return LATITUDE + meters * DEGREES_NORTH_PER_METER;
    }

    private static double east(double meters) {
        return LONGITUDE + meters * DEGREES_EAST_PER_METER;
    }

    private static String hash(SessionScript script) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            script.fold().snapshot().forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}

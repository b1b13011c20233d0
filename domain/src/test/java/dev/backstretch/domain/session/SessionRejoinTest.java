package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.BackwardStage;
import dev.backstretch.domain.event.EventBody.Join;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.safety.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who joins again: a coach puts a runner into a wave, a team, a lane, whose phone has said the rest. */
final class SessionRejoinTest {
    private static final Track OVAL = new Track(
            "standard 400 m",
            84.39,
            36.5,
            1.22,
            8,
            18.7961,
            98.9629,
            12,
            false,
            400,
            new Track.TimingLine("finish", 18.7956982, 98.96321952, 18.79561195, 98.96320028));

    private static Join join(@Nullable Integer lane, @Nullable Integer wave, @Nullable String team) {
        return new Join(
                null,
                null,
                null,
                null,
                lane,
                LapRule.LINE,
                null,
                wave,
                null,
                null,
                false,
                null,
                null,
                null,
                team,
                null,
                null,
                null,
                null);
    }

    private static final Join BY_PHONE = new Join(
            "7",
            null,
            null,
            null,
            null,
            LapRule.LINE,
            null,
            1,
            null,
            186.0,
            false,
            58.0,
            30,
            null,
            null,
            BackwardStage.TRAINED,
            1.8,
            EventBody.Sex.FEMALE,
            61.5);

    @Test
    void what_is_left_out_stays_as_it_was_said() {
        Profile first = Profile.of(BY_PHONE, null, "quarter-mile-twice");
        Profile again =
                Profile.of(join(null, null, "Red"), null, "quarter-mile-twice").after(first, true);
        assertThat(again.team()).isEqualTo("Red");
        assertThat(again.bib()).isEqualTo("7");
        assertThat(again.wave()).isEqualTo(1);
        assertThat(again.maximumHeartRateBpm()).isEqualTo(186);
        assertThat(again.restingHeartRateBpm()).isEqualTo(58);
        assertThat(again.ageBandYears()).isEqualTo(30);
        assertThat(again.stage()).isEqualTo(Stage.TRAINED);
        assertThat(again.bestRatio()).isEqualTo(1.8);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void who_is_put_into_another_wave_starts_with_its_gun() {
        var script = new SessionScript("quarter-mile-twice").said(0, "r", join(null, 1, null));
        script.said(10, null, new EventBody.Gun(1)).said(12, "r", join(null, 2, null));
        script.said(20, null, new EventBody.Gun(2)).tap(120.35, "r").ticks(121, 122);
        assertThat(script.laps("r")).hasSize(1);
        assertThat(script.laps("r").get(0).lapSeconds().value()).isCloseTo(100, within(0.5));
    }

    @Test
    void a_lane_is_given_until_laps_are_run_and_no_longer() {
        var script = new SessionScript().open("free-run", OVAL).said(0, "r", join(null, null, null));
        script.read("r", "phone", speed(2, 1), speed(3, 1)).said(4, "r", join(3, null, null));
        assertThat(script.fold().snapshot())
                .usingRecursiveComparison()
                .isEqualTo(SessionFold.restore("s", script.fold().snapshot()).snapshot());
        script.gun(5).tap(105.35, "r").said(110, "r", join(5, null, null)).tap(205.35, "r");
        assertThat(script.laps("r")).hasSize(2);
        assertThat(script.laps("r"))
                .extracting(lap -> lap.distanceMeters().value())
                .allSatisfy(meters -> assertThat(meters)
                        .as("the third lane's, which is two lanes longer")
                        .isCloseTo(400 + 2 * Math.PI * 2 * 1.22, within(1.0)));
    }
}

package dev.backstretch.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RunnerReportTest {
    private static final Instant T0 = Instant.parse("2026-11-20T06:00:00Z");
    private static final Lineage LINEAGE = new Lineage(List.of("e1"), 5);

    private static LapOutcome lap(int number, int revision, LapOutcome.State state, double seconds) {
        return new LapOutcome(
                "s1",
                "r1",
                number,
                revision,
                state,
                T0.plusSeconds(number * 100L),
                T0.plusSeconds(number * 100L).plusMillis((long) (seconds * 1000)),
                new Estimate(seconds, 1.6),
                new Estimate(number * 100 + seconds, Double.NaN),
                new Estimate(402.336, 2.04),
                new Estimate(279.44, 4),
                Facing.FORWARD,
                MarkSource.CHIP,
                161.26,
                Double.NaN,
                List.of(),
                null,
                T0,
                "laps/1",
                LINEAGE);
    }

    private static Frame frame(long number, long read, double distance) {
        var counts = new Frame.Counts(read, read - 3, 1, 2, 1, 0, 0);
        var totals = new Frame.Totals(
                T0,
                1650.00049,
                1640,
                5,
                5,
                List.of(0.0, 12.0, 60.0, 300.0, 900.0, 378.0),
                0.0,
                "hrmax-5/1",
                186,
                900,
                600,
                140,
                10,
                counts,
                List.of(new Frame.FlagCount("RANGE_HR", 3)),
                new Frame.Effort(
                        31.7,
                        62.345,
                        70.1,
                        78.25,
                        new Estimate(412, 83),
                        "HEART_RATE",
                        false,
                        0.97,
                        new Estimate(150, 2),
                        new Estimate(160, 2),
                        new Estimate(1.12, 0.04),
                        new Estimate(1.5, 0.1),
                        List.of("restingHeartRateBpm", "massKg")));
        var entry = new Frame.Entry(
                "r1",
                T0,
                0,
                3,
                Estimate.UNKNOWN,
                150,
                3,
                new Estimate(distance, 18),
                Facing.FORWARD,
                RunnerState.FINISHED,
                2,
                0,
                400,
                T0,
                Estimate.UNKNOWN,
                totals);
        return new Frame("s1", number, T0, true, false, 0, 1, List.of(entry), null, counts, "r/1", 9);
    }

    private static Standings ratio(int revision, double value, Verdict verdict) {
        var row = new Standings.Row(
                1,
                false,
                "r1",
                "101",
                value,
                0.0612345,
                verdict,
                RunnerState.FINISHED,
                2,
                new Estimate(112.4, 1),
                null,
                null,
                null);
        return new Standings("s1", "ratio", revision, List.of(row), T0, "r/1", LINEAGE);
    }

    private static Rejection rejection() {
        return rejection(1);
    }

    private static Rejection rejection(int items) {
        return new Rejection(
                "s1",
                "r1",
                "e9",
                "fold",
                "MIN_LAP_GATE",
                "lap",
                "3",
                "too short",
                T0,
                null,
                -1,
                -1,
                new byte[0],
                items);
    }

    private static List<Outcome> outcomes() {
        return List.of(
                lap(1, 0, LapOutcome.State.PROVISIONAL, 113.0),
                lap(1, 1, LapOutcome.State.PROVISIONAL, 112.4),
                lap(2, 0, LapOutcome.State.PROVISIONAL, 90),
                lap(2, 1, LapOutcome.State.RETRACTED, 90),
                frame(50, 100, 400),
                frame(100, 1234, 5012.34),
                ratio(0, 1.9, Verdict.TOO_CLOSE),
                ratio(1, 1.87004, Verdict.MET),
                new Alert(
                        "s1",
                        "r1",
                        Alert.Kind.SILENCE,
                        Alert.Severity.AMBER,
                        T0,
                        11,
                        10,
                        Alert.State.CLEARED,
                        1,
                        T0,
                        "r/1",
                        LINEAGE),
                rejection());
    }

    private static ObjectNode report(List<Outcome> outcomes, RunnerReport.Extras extras) {
        var report = new RunnerReport("s1");
        outcomes.forEach(report::accept);
        assertThat(report.runners()).containsExactly("r1");
        return report.of("r1", extras);
    }

    @Test
    void tells_a_runners_session_in_the_shape_of_the_contract() {
        ObjectNode node = report(outcomes(), new RunnerReport.Extras("a.fit", "running", List.of()));
        node.remove(List.of("load", "energy", "claims"));
        assertThat(node.toString())
                .as("all but the further fields, which have a test of their own")
                .isEqualTo("""
                        {"file":"a.fit","session":"s1","runner":"r1","sport":"running","samples":1234,"accepted":1231,\
                        "duplicates":2,"rejected":[{"reason":"MIN_LAP_GATE","field":"lap","value":"3","count":1}],\
                        "flags":{"RANGE_HR":3},"late":1,"distanceMeters":{"value":5012.3,"plusMinus":18.0},\
                        "elapsedSeconds":1650.0,"movingSeconds":1640.0,"restSeconds":5.0,"pausedSeconds":5.0,\
                        "laps":[{"lap":1,"startedAt":"2026-11-20T06:01:40.000Z","endedAt":"2026-11-20T06:03:32.400Z",\
                        "lapSeconds":{"value":112.4,"plusMinus":1.6},"splitSeconds":{"value":212.4},\
                        "distanceMeters":{"value":402.3,"plusMinus":2.0},\
                        "paceSecondsPerKm":{"value":279.4,"plusMinus":4.0},"facing":"FORWARD","source":"CHIP",\
                        "averageHeartRateBpm":161.3,"revision":1}],\
                        "zones":{"model":"hrmax-5/1","profileMaximumHeartRateBpm":186.0,\
                        "seconds":[0.0,12.0,60.0,300.0,900.0,378.0],"unknownSeconds":0.0},\
                        "facingSeconds":{"FORWARD":900.0,"BACKWARD":600.0,"STILL":140.0,"UNKNOWN":10.0},\
                        "challenge":{"ratio":1.87,"plusMinus":0.0612,"verdict":"MET"},\
                        "alerts":[{"alertId":"s1|r1|SILENCE|2026-11-20T06:00:00Z","kind":"SILENCE","severity":"AMBER",\
                        "runner":"r1","since":"2026-11-20T06:00:00.000Z","value":11.0,"threshold":10.0,\
                        "state":"CLEARED","revision":1}]}""");
    }

    @Property(tries = 30)
    void order_and_repetition_of_outcomes_change_nothing(@ForAll long seed) {
        var shuffled = new ArrayList<Outcome>(outcomes());
        // A rejection has no identity, so its topic is read once.
        shuffled.addAll(outcomes().subList(0, outcomes().size() - 1));
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(report(shuffled, RunnerReport.Extras.NONE)).isEqualTo(report(outcomes(), RunnerReport.Extras.NONE));
    }

    @Test
    void what_was_refused_before_the_fold_keeps_the_sum_right() {
        ObjectNode node =
                report(outcomes(), new RunnerReport.Extras(null, "running", List.of(rejection(), rejection())));
        long rejected = 0;
        for (var item : node.get("rejected")) {
            rejected += item.get("count").asLong();
        }
        assertThat(node.get("samples").asLong())
                .isEqualTo(
                        node.get("accepted").asLong() + node.get("duplicates").asLong() + rejected);
    }

    @Test
    void a_delivery_that_was_turned_away_whole_counts_every_item_of_it() {
        var outcomes = new ArrayList<Outcome>(outcomes());
        outcomes.add(rejection(16));
        ObjectNode node = report(outcomes, new RunnerReport.Extras(null, "running", List.of(rejection(4))));

        assertThat(node.get("rejected").get(0).get("count").asInt()).isEqualTo(1 + 16 + 4);
        assertThat(node.get("samples").asLong())
                .as("those of the file were never in the log")
                .isEqualTo(1234 + 4);
    }

    @Test
    void outcomes_of_another_session_are_passed_over() {
        var report = new RunnerReport("s2");
        outcomes().forEach(report::accept);
        assertThat(report.runners()).isEmpty();
        assertThat(report.of("r1", RunnerReport.Extras.NONE)
                        .get("challenge")
                        .get("verdict")
                        .asText())
                .isEqualTo("NO_VERDICT");
    }

    @Test
    void load_energy_and_claims_are_told_with_how_they_were_reckoned_and_what_was_missing() {
        ObjectNode node = report(outcomes(), RunnerReport.Extras.NONE);
        assertThat(node.at("/load/effortPoints").asLong()).isEqualTo(31);
        assertThat(node.at("/load/edwardsTrimp").asDouble()).isEqualTo(62.345);
        assertThat(node.at("/load/banisterTrimp/highest").asDouble()).isEqualTo(78.25);
        assertThat(node.at("/energy/kilocalories").toString()).isEqualTo("{\"value\":412,\"plusMinus\":83}");
        assertThat(node.at("/energy/method").asText()).isEqualTo("HEART_RATE");
        assertThat(node.at("/load/missing").toString()).isEqualTo("[\"restingHeartRateBpm\"]");
        assertThat(node.at("/energy/missing").toString()).isEqualTo("[\"massKg\"]");
        var first = node.at("/claims/lines/0");
        assertThat(first.path("claim").asText()).isEqualTo("calories");
        assertThat(first.path("stance").asText()).isEqualTo("REFUSED");
        assertThat(first.path("own").path("value").asDouble()).isEqualTo(1.5);
        assertThat(first.path("agreement").asText()).isEqualTo("BELOW");
        assertThat(node.at("/claims/lines").findValuesAsText("weSay"))
                .as("a refused factor is never said")
                .noneMatch(said -> dev.backstretch.domain.effort.ClaimsLedger.refusedIn(said)
                        .isPresent());
    }
}

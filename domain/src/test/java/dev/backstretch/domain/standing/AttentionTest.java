package dev.backstretch.domain.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.standing.Attention.Need;
import dev.backstretch.domain.standing.Attention.Reason;
import dev.backstretch.domain.standing.Attention.Situation;
import dev.backstretch.domain.standing.Attention.Urgency;
import dev.backstretch.domain.standing.Attention.Where;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionTest {
    private static final long NOW = 1_000 * Micros.PER_SECOND;
    private static final long NONE = Long.MIN_VALUE;

    private static Alert alert(Alert.Kind kind, Alert.Severity severity, Alert.State state, long sinceSeconds) {
        return new Alert(
                "s",
                "r",
                kind,
                severity,
                Micros.toInstant(sinceSeconds * Micros.PER_SECOND),
                1,
                2,
                state,
                0,
                Micros.toInstant(NOW),
                "safety/1",
                new Lineage(List.of(), 0));
    }

    private static Alert red(long since) {
        return alert(Alert.Kind.FALL, Alert.Severity.RED, Alert.State.RAISED, since);
    }

    private static Alert answered(long since) {
        return alert(Alert.Kind.FALL, Alert.Severity.RED, Alert.State.ACKNOWLEDGED, since);
    }

    private static Alert amber(long since) {
        return alert(Alert.Kind.STOPPED, Alert.Severity.AMBER, Alert.State.RAISED, since);
    }

    private static Situation with(@Nullable String runner, @Nullable String bib, Alert... alerts) {
        return new Situation(runner, bib, List.of(alerts), NONE, NONE, NONE, Where.UNKNOWN);
    }

    private static Situation times(String runner, long due, long rest, long doubt) {
        return new Situation(runner, runner, List.of(), due, rest, doubt, Where.UNKNOWN);
    }

    private static List<@Nullable String> runners(Situation... situations) {
        List<@Nullable String> runners = new ArrayList<>();
        for (Need need : Attention.order(List.of(situations), NOW)) {
            runners.add(need.runnerId());
        }
        return runners;
    }

    private static long in(long seconds) {
        return NOW + seconds * Micros.PER_SECOND;
    }

    @Test
    void the_list_goes_from_red_to_doubts_of_facing_and_leaves_out_the_rest() {
        Situation[] all = {
            times("fine", in(60), in(60), NONE),
            times("doubt", NONE, NONE, in(-20)),
            times("rest", NONE, in(8), NONE),
            times("due", in(9), NONE, NONE),
            with("amber", "amber", amber(990)),
            with("answered", "answered", answered(900)),
            with("red", "red", red(999))
        };
        assertThat(runners(all)).containsExactly("red", "answered", "amber", "due", "rest", "doubt");
        assertThat(Attention.order(List.of(all), NOW)).extracting(Need::urgency).containsExactly(Urgency.values());
    }

    @Test
    void of_two_alerts_the_older_one_stands_first() {
        assertThat(runners(with("b", "2", red(990)), with("a", "3", red(980)))).containsExactly("a", "b");
    }

    @Test
    void an_answered_amber_stands_behind_the_open_ones() {
        Alert seen = alert(Alert.Kind.STOPPED, Alert.Severity.AMBER, Alert.State.ACKNOWLEDGED, 100);
        assertThat(runners(with("seen", "1", seen), with("open", "2", amber(900))))
                .containsExactly("open", "seen");
    }

    @Test
    void equal_needs_stand_by_bib_and_bib_9_before_10() {
        assertThat(runners(with("a", "10", red(990)), with("b", "9", red(990)), with("c", "11", red(990))))
                .containsExactly("b", "a", "c");
        assertThat(runners(with("c", "10", red(990)), with("a", "11", red(990))))
                .containsExactly("c", "a");
        assertThat(runners(with("b", "7", red(990)), with("a", "7", red(990)))).containsExactly("a", "b");
    }

    @Test
    void needs_of_one_moment_stand_in_one_order_whatever_was_raised_first() {
        Alert fall = red(990);
        Alert heart = alert(Alert.Kind.HR_HIGH, Alert.Severity.RED, Alert.State.RAISED, 990);
        List<Need> one = Attention.order(List.of(with("a", "1", fall, heart)), NOW);
        assertThat(one.get(0).others()).hasSize(1);
        assertThat(Attention.order(List.of(with("a", "1", heart, fall)), NOW)).isEqualTo(one);
    }

    @Test
    void a_concern_of_the_whole_session_has_no_runner() {
        Alert network = alert(Alert.Kind.NETWORK, Alert.Severity.AMBER, Alert.State.RAISED, 990);
        assertThat(runners(with("a", "1", amber(990)), with(null, null, network)))
                .containsExactly(null, "a");
    }

    @Test
    void what_is_cleared_and_what_the_runner_alone_is_told_is_passed_over() {
        assertThat(runners(
                        with("a", "1", alert(Alert.Kind.FALL, Alert.Severity.RED, Alert.State.CLEARED, 990)),
                        with("b", "2", alert(Alert.Kind.FALL, Alert.Severity.RED, Alert.State.UNRECOGNISED, 990)),
                        with("c", "3", alert(Alert.Kind.NECK_BREAK, Alert.Severity.CUE, Alert.State.RAISED, 990)),
                        with("d", "4", alert(Alert.Kind.FALL, Alert.Severity.UNRECOGNISED, Alert.State.RAISED, 9))))
                .isEmpty();
    }

    @Test
    void a_runner_is_listed_once_with_all_reasons() {
        Situation runner = new Situation(
                "a", "1", List.of(amber(900), answered(950), red(999)), in(5), in(6), in(-7), Where.FAR_STRAIGHT);
        List<Need> needs = Attention.order(List.of(runner), NOW);
        assertThat(needs)
                .containsExactly(new Need(
                        "a",
                        "1",
                        Urgency.RED_OPEN,
                        new Reason.Alarm(red(999)),
                        Where.FAR_STRAIGHT,
                        List.of(
                                new Reason.Alarm(answered(950)),
                                new Reason.Alarm(amber(900)),
                                new Reason.DueAtLine(in(5)),
                                new Reason.RestEnding(in(6)),
                                new Reason.FacingInDoubt(in(-7)))));
    }

    @ParameterizedTest(name = "due in {0} s: listed {1}")
    @CsvSource({"11, false", "10, true", "0, true", "-30, true", "-31, false"})
    void who_is_due_is_told_ten_seconds_before_and_waited_for(long seconds, boolean listed) {
        assertThat(runners(times("a", in(seconds), NONE, NONE))).hasSize(listed ? 1 : 0);
    }

    @ParameterizedTest(name = "rest ends in {0} s: listed {1}")
    @CsvSource({"11, false", "10, true", "1, true", "0, false", "-5, false"})
    void the_end_of_a_rest_is_told_ten_seconds_before(long seconds, boolean listed) {
        assertThat(runners(times("a", NONE, in(seconds), NONE))).hasSize(listed ? 1 : 0);
    }

    @Test
    void who_is_due_first_stands_first() {
        assertThat(runners(times("b", in(9), NONE, NONE), times("a", in(-3), NONE, NONE)))
                .containsExactly("a", "b");
    }

    @Test
    void reasons_have_keys_for_their_words() {
        assertThat(List.of(
                                new Reason.Alarm(red(1)),
                                new Reason.DueAtLine(1),
                                new Reason.RestEnding(1),
                                new Reason.FacingInDoubt(1))
                        .stream()
                        .map(Reason::key))
                .containsExactly("alert.FALL", "due-at-line", "rest-ending", "facing-unconfirmed");
    }

    @ParameterizedTest(name = "{0} m of 400 m: {1}")
    @CsvSource({
        "0, FIRST_BEND",
        "115.60, FIRST_BEND",
        "115.61, FAR_STRAIGHT",
        "199.9, FAR_STRAIGHT",
        "200, SECOND_BEND",
        "315.60, SECOND_BEND",
        "315.61, NEAR_STRAIGHT",
        "399, NEAR_STRAIGHT",
        "410, FIRST_BEND",
        "-1, UNKNOWN",
        "NaN, UNKNOWN"
    })
    void the_oval_is_two_bends_and_two_straights(double inLap, Where where) {
        assertThat(Where.of(inLap, 400, 84.39)).isEqualTo(where);
    }

    @Test
    void where_there_is_no_oval_nobody_knows_where() {
        assertThat(Where.of(100, 160, 84.39)).isEqualTo(Where.UNKNOWN);
        assertThat(Where.of(100, Double.NaN, 84.39)).isEqualTo(Where.UNKNOWN);
    }

    @Test
    void the_order_of_the_runners_does_not_matter() {
        List<Situation> situations = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String runner = "r" + i;
            situations.add(
                    switch (i % 5) {
                        case 0 -> with(runner, "" + i, red(900 + i % 3));
                        case 1 -> with(runner, "" + i, amber(900), answered(950 + i % 2));
                        case 2 -> times(runner, in(i % 4), NONE, NONE);
                        case 3 -> times(runner, NONE, in(i % 4), in(-1));
                        default -> times(runner, NONE, NONE, NONE);
                    });
        }
        List<Need> needs = Attention.order(situations, NOW);
        assertThat(needs).hasSize(32);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(situations, new Random(seed));
            assertThat(Attention.order(situations, NOW)).isEqualTo(needs);
        }
    }
}

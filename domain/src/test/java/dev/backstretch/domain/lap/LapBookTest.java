package dev.backstretch.domain.lap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LapBookTest {
    private static final double UNSEEN = Double.NaN;

    private static Mark chip(double second, double pathMeters) {
        return mark(MarkSource.CHIP, second, Mark.CHIP_SIGMA_SECONDS, 0, pathMeters);
    }

    private static Mark line(double second, int sign, double pathMeters) {
        return mark(MarkSource.LINE, second, 1, sign, pathMeters);
    }

    private static Mark mark(MarkSource source, double second, double sigma, int sign, double pathMeters) {
        return new Mark(
                source,
                Micros.ofSeconds(second),
                sigma,
                sign,
                pathMeters,
                0,
                Double.NaN,
                false,
                List.of(source + " at " + second));
    }

    private static LapBook book(Plan plan, Mark... marks) {
        return released(plan, List.of(), marks);
    }

    private static LapBook released(Plan plan, List<Long> releases, Mark... marks) {
        return LapBook.atTheLine(List.of(marks), null, false, 400, plan, LapFacing.UNKNOWN, releases, List.of());
    }

    private static List<Double> ends(LapBook book) {
        return book.laps().stream()
                .map(lap -> Micros.seconds(lap.end().micros()))
                .toList();
    }

    // ---- when a passing completes a lap

    @ParameterizedTest(name = "{1} m in {0} s complete a lap: {2}")
    @CsvSource({
        "43, 280, true",
        "42.999, 400, false",
        "400, 279.9, false",
        "43, NaN, true",
        "42.999, NaN, false",
    })
    void a_lap_takes_seven_tenths_of_the_way_and_the_time_that_nobody_beats(
            double seconds, double meters, boolean completes) {
        LapBook book = book(Plans.FREE_RUN, chip(1000, 50), chip(1000 + seconds, 50 + meters));
        assertThat(book.laps()).hasSize(completes ? 1 : 0);
    }

    @Test
    void the_shortest_lap_is_learnt_from_laps_of_the_same_facing() {
        // forwards 100 s and backwards 300 s in turn: 40 s and 120 s are the medians' shares
        LapBook book = book(
                Plans.STEADY_ALTERNATING,
                chip(0, UNSEEN),
                chip(100, UNSEEN),
                chip(400, UNSEEN),
                chip(500, UNSEEN),
                chip(800, UNSEEN),
                chip(850, UNSEEN),
                chip(968, UNSEEN),
                chip(970, UNSEEN));
        assertThat(ends(book)).containsExactly(100.0, 400.0, 500.0, 800.0, 850.0, 970.0);
        assertThat(book.tooSoon()).extracting(Mark::micros).containsExactly(Micros.ofSeconds(968));
    }

    @Test
    void a_lap_that_a_mark_without_a_sign_completed_counts_for_the_level() {
        LapBook book = book(
                Plans.FREE_RUN,
                line(1000, 1, UNSEEN),
                line(1050, -1, UNSEEN),
                line(1060, -1, UNSEEN),
                chip(1150, UNSEEN),
                line(1250, 1, UNSEEN),
                line(1350, 1, UNSEEN));
        assertThat(ends(book)).containsExactly(1150.0, 1250.0, 1350.0);
    }

    // ---- where a lap starts

    @ParameterizedTest(name = "a line {0} s and {1} m after the chip: the lap starts at {2} s")
    @CsvSource({
        "10, 5, 0",
        "15, 8, 0",
        "15.001, 5, 15.001",
        "10, 8.1, 10",
        "10, NaN, 0",
    })
    void a_line_soon_after_a_chip_saw_the_same_start_less_well(double seconds, double meters, double startsAt) {
        LapBook book = book(Plans.FREE_RUN, chip(1000, 30), line(1000 + seconds, 1, 30 + meters), chip(1200, UNSEEN));
        assertThat(book.laps()).hasSize(1);
        assertThat(Micros.seconds(book.laps().get(0).start().micros())).isEqualTo(1000 + startsAt);
    }

    @Test
    void a_chip_soon_after_a_line_is_the_better_start() {
        LapBook book = book(Plans.FREE_RUN, line(1000, 1, 30), chip(1010, 35), chip(1200, UNSEEN));
        assertThat(book.laps().get(0).start().source()).isEqualTo(MarkSource.CHIP);
    }

    @Test
    void the_first_passing_after_the_gun_is_the_start_unless_it_completes_a_lap() {
        Mark gun = new Mark(MarkSource.LINE, 0, 1.5, 1, 0, 0, Double.NaN, true, List.of());
        LapBook walkedUp = LapBook.atTheLine(
                List.of(chip(10, 6), chip(130, 406)),
                gun,
                true,
                400,
                Plans.FREE_RUN,
                LapFacing.UNKNOWN,
                List.of(),
                List.of());
        assertThat(walkedUp.laps()).hasSize(1);
        assertThat(walkedUp.laps().get(0).start().micros()).isEqualTo(Micros.ofSeconds(10));
        assertThat(walkedUp.laps().get(0).flags()).isEmpty();
        LapBook fromTheGun = LapBook.atTheLine(
                List.of(chip(130, 400)), gun, true, 400, Plans.FREE_RUN, LapFacing.UNKNOWN, List.of(), List.of());
        assertThat(fromTheGun.laps().get(0).start()).isEqualTo(gun);
        assertThat(fromTheGun.laps().get(0).flags()).contains("gun-start");
        assertThat(fromTheGun.firstStart()).isEqualTo(gun);
    }

    @Test
    void before_anybody_passed_the_gun_is_no_start() {
        Mark gun = new Mark(MarkSource.LINE, 0, 1.5, 1, 0, 0, Double.NaN, true, List.of());
        LapBook book =
                LapBook.atTheLine(List.of(), gun, true, 400, Plans.FREE_RUN, LapFacing.UNKNOWN, List.of(), List.of());
        assertThat(book.openStart()).isNull();
        assertThat(book.firstStart()).isNull();
    }

    // ---- rests

    @ParameterizedTest(name = "a release {0} s after the start: the rest ends at {1} s, ± {2} s")
    @CsvSource({"190, 190, 1.5", "219.9, 219.9, 1.5", ", 220, 15", "90, 220, 15", "100, 220, 15", "230, 220, 15"})
    void a_rest_ends_when_the_coach_releases_or_the_plan_says(
            @Nullable Double release, double restEnds, double sigmaSeconds) {
        List<Long> releases = release == null ? List.of() : List.of(Micros.ofSeconds(release));
        LapBook resting = released(Plans.QUARTER_MILE_TWICE, releases, chip(0, UNSEEN), chip(100, UNSEEN));
        assertThat(resting.restUntilMicros()).isEqualTo(Micros.ofSeconds(restEnds));
        assertThat(resting.inRest(Micros.ofSeconds(100) - 1)).isFalse();
        assertThat(resting.inRest(Micros.ofSeconds(100))).isTrue();
        assertThat(resting.inRest(Micros.ofSeconds(restEnds) - 1)).isTrue();
        assertThat(resting.inRest(Micros.ofSeconds(restEnds))).isFalse();
        assertThat(resting.restMayChangeAfter(Micros.ofSeconds(50))).isEqualTo(Micros.ofSeconds(100));
        assertThat(resting.restMayChangeAfter(Micros.ofSeconds(100))).isEqualTo(Micros.ofSeconds(restEnds));
        assertThat(resting.restMayChangeAfter(Micros.ofSeconds(restEnds))).isEqualTo(Long.MAX_VALUE);

        // nobody saw the second start: the rest's end stands in for it
        LapBook done =
                released(Plans.QUARTER_MILE_TWICE, releases, chip(0, UNSEEN), chip(100, UNSEEN), chip(420, UNSEEN));
        Lap second = done.laps().get(1);
        assertThat(second.start().micros()).isEqualTo(Micros.ofSeconds(restEnds));
        assertThat(second.start().sigmaSeconds()).isEqualTo(sigmaSeconds);
        assertThat(second.flags()).contains("low", "rest-start");
        assertThat(done.restUntilMicros()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void a_lap_is_done_at_the_instant_of_its_mark() {
        LapBook book = book(Plans.FREE_RUN, chip(0, UNSEEN), chip(100, UNSEEN), chip(210, UNSEEN));
        assertThat(book.lapsBefore(Micros.ofSeconds(100) - 1)).isZero();
        assertThat(book.lapsBefore(Micros.ofSeconds(100))).isEqualTo(1);
        assertThat(book.lapsBefore(Micros.ofSeconds(209))).isEqualTo(1);
        assertThat(book.lapsBefore(Micros.ofSeconds(900))).isEqualTo(2);
    }

    @Test
    void books_differ_from_the_first_lap_or_rest_that_differs() {
        Mark[] one = {chip(0, UNSEEN), chip(100, UNSEEN)};
        LapBook book = book(Plans.QUARTER_MILE_TWICE, one);
        assertThat(book.differsFrom(book(Plans.QUARTER_MILE_TWICE, one))).isEqualTo(Long.MAX_VALUE);
        LapBook releasedEarly = released(Plans.QUARTER_MILE_TWICE, List.of(Micros.ofSeconds(190)), one);
        assertThat(book.differsFrom(releasedEarly)).isEqualTo(Micros.ofSeconds(100));
        LapBook longer = book(Plans.QUARTER_MILE_TWICE, chip(0, UNSEEN), chip(100, UNSEEN), chip(420, UNSEEN));
        assertThat(book.differsFrom(longer)).isEqualTo(Micros.ofSeconds(420));
        assertThat(longer.differsFrom(book)).isEqualTo(Micros.ofSeconds(420));
        LapBook later = book(Plans.QUARTER_MILE_TWICE, chip(0, UNSEEN), chip(101, UNSEEN));
        assertThat(later.differsFrom(book)).isEqualTo(Micros.ofSeconds(100));
    }

    // ---- facing

    /** A compass that showed one facing for a share of every time, where somebody may have said another. */
    private static LapFacing compass(Facing said, Facing shown, double share) {
        return new LapFacing() {
            @Override
            public Facing declared(long micros) {
                return said;
            }

            @Override
            public double seenShare(Facing facing, long fromMicros, long toMicros) {
                return facing == shown ? share : 0;
            }
        };
    }

    private static Lap lapWith(LapFacing known) {
        return LapBook.atTheLine(
                        List.of(chip(0, UNSEEN), chip(120, UNSEEN)),
                        null,
                        false,
                        400,
                        Plans.FREE_RUN,
                        known,
                        List.of(),
                        List.of())
                .laps()
                .get(0);
    }

    @ParameterizedTest(name = "{1} of the lap the compass showed {0}: {2}")
    @CsvSource({
        "FORWARD, 0.8, FORWARD, false",
        "FORWARD, 0.799, UNKNOWN, false",
        "BACKWARD, 0.8, BACKWARD, true",
        "BACKWARD, 0.799, UNKNOWN, false"
    })
    void a_compass_alone_tells_the_facing_of_a_lap_from_four_fifths_on_and_confirms_no_backward_one(
            Facing shown, double share, Facing facing, boolean unconfirmed) {
        Lap lap = lapWith(compass(Facing.UNKNOWN, shown, share));
        assertThat(lap.facing()).isEqualTo(facing);
        assertThat(lap.flags().contains(LapBook.FACING_UNCONFIRMED)).isEqualTo(unconfirmed);
    }

    @ParameterizedTest
    @EnumSource(names = {"FORWARD", "BACKWARD"})
    void a_compass_contradicts_what_was_said_when_it_does_so_for_more_than_a_tenth_of_the_lap(Facing said) {
        Facing contrary = said == Facing.FORWARD ? Facing.BACKWARD : Facing.FORWARD;
        List<Boolean> unconfirmed = new ArrayList<>();
        for (double share : new double[] {0.1, 0.101}) {
            Lap lap = lapWith(compass(said, contrary, share));
            assertThat(lap.facing()).isEqualTo(said);
            unconfirmed.add(lap.flags().contains(LapBook.FACING_UNCONFIRMED));
        }
        assertThat(unconfirmed).containsExactly(false, true);
        assertThat(lapWith(compass(said, said, 1)).flags()).doesNotContain(LapBook.FACING_UNCONFIRMED);
    }
}

package dev.backstretch.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GroupClockPropertyTest {
    private interface Told {
        void to(GroupClock clock, long shiftMicros);
    }

    /**
     * A session that the seed decides: guns, pauses, steps and laps within 20 minutes; every fourth has a second coach who
     * says the same step a moment before or after.
     */
    private static List<Told> session(Random random) {
        List<Told> told = new ArrayList<>();
        told.add((clock, shift) -> clock.start(shift));
        for (int wave = 1; wave <= 2; wave++) {
            Integer released = wave;
            long at = wave * 10L * Micros.PER_SECOND + random.nextInt(1000);
            told.add((clock, shift) -> clock.gun(released, at + shift));
        }
        boolean twoCoaches = random.nextInt(4) == 0;
        for (int i = 0; i < 4; i++) {
            long at = random.nextInt(1_200) * Micros.PER_SECOND + random.nextInt(1_000_000);
            switch (random.nextInt(3)) {
                case 0 -> told.add((clock, shift) -> clock.pause(at + shift));
                case 1 -> told.add((clock, shift) -> clock.resume(at + shift));
                default -> {
                    told.add((clock, shift) -> clock.step(at + shift));
                    if (twoCoaches) {
                        long again = at + random.nextInt(6_000_000) - 3_000_000;
                        told.add((clock, shift) -> clock.step(again + shift));
                    }
                }
            }
        }
        return told;
    }

    private static Ran ran(Random random, long shift) {
        List<Span> laps = new ArrayList<>();
        long at = 12 * Micros.PER_SECOND;
        for (int lap = 0; lap < 5; lap++) {
            long end = at + (80 + random.nextInt(120)) * Micros.PER_SECOND;
            laps.add(new Span(at + shift, end + shift, lap % 2 == 0 ? Facing.FORWARD : Facing.BACKWARD));
            at = end + 60 * Micros.PER_SECOND;
        }
        return new Ran(laps, at + shift, List.of(1000 * Micros.PER_SECOND + shift));
    }

    private static GroupClock clock(List<Told> told, long shift) {
        GroupClock clock = new GroupClock();
        for (Told one : told) {
            one.to(clock, shift);
        }
        return clock;
    }

    private static Plan plan(int number) {
        List<Plan> plans = new ArrayList<>(Plans.builtIn());
        plans.add(Plans.WALK_FIRST.atStage(4));
        return plans.get(number % plans.size());
    }

    @Property(tries = 100)
    void it_does_not_matter_in_which_order_things_are_told(@ForAll long seed, @ForAll @IntRange(max = 10) int number) {
        List<Told> told = session(new Random(seed));
        List<Told> otherwise = new ArrayList<>(told);
        Collections.shuffle(otherwise, new Random(seed + 1));
        Ran ran = ran(new Random(seed), 0);
        for (long now = 0; now < 1_300; now += 13) {
            assertThat(clock(otherwise, 0).at(plan(number), 2, ran, now * Micros.PER_SECOND))
                    .isEqualTo(clock(told, 0).at(plan(number), 2, ran, now * Micros.PER_SECOND));
        }
    }

    @Property(tries = 100)
    void a_session_at_another_hour_goes_the_same_way(
            @ForAll long seed, @ForAll @IntRange(max = 10) int number, @ForAll @IntRange(min = 1) int shiftSeconds) {
        long shift = shiftSeconds * Micros.PER_SECOND;
        List<Told> told = session(new Random(seed));
        GroupClock here = clock(told, 0);
        GroupClock there = clock(told, shift);
        Ran ranHere = ran(new Random(seed), 0);
        Ran ranThere = ran(new Random(seed), shift);
        for (long now = 0; now < 1_300; now += 17) {
            Moment one = here.at(plan(number), 1, ranHere, now * Micros.PER_SECOND);
            Moment other = there.at(plan(number), 1, ranThere, now * Micros.PER_SECOND + shift);
            assertThat(other).isEqualTo(shifted(one, shift));
        }
    }

    private static Moment shifted(Moment one, long shift) {
        return new Moment(
                one.phase(),
                one.paused(),
                one.round(),
                one.step(),
                one.of(),
                one.current(),
                one.facing(),
                shifted(one.startedMicros(), shift),
                shifted(one.endsMicros(), shift),
                one.leftMicros(),
                one.next(),
                one.nextFacing(),
                shifted(one.restUntilMicros(), shift),
                shifted(one.dueMicros(), shift),
                one.cue(),
                shifted(one.cueMicros(), shift),
                shifted(one.nextCueMicros(), shift));
    }

    private static long shifted(long micros, long shift) {
        return micros == Moment.NONE ? micros : micros + shift;
    }

    @Property(tries = 100)
    void planned_work_says_what_the_clock_says(@ForAll long seed, @ForAll @IntRange(max = 10) int number) {
        Plan plan = plan(number);
        GroupClock clock = clock(session(new Random(seed)), 0);
        Ran ran = ran(new Random(seed), 0);
        List<Span> work = clock.plannedWork(plan, 1, ran, 0, 1_300 * Micros.PER_SECOND);
        long before = Long.MIN_VALUE;
        for (Span span : work) {
            assertThat(span.fromMicros()).isGreaterThanOrEqualTo(before);
            assertThat(span.micros()).isPositive();
            before = span.toMicros();
        }
        for (long now = 0; now < 1_300 * Micros.PER_SECOND; now += 7_000_001) {
            long at = now;
            Moment moment = clock.at(plan, 1, ran, at);
            assertThat(work.stream()
                            .filter(span -> span.fromMicros() <= at && at < span.toMicros())
                            .map(Span::facing))
                    .as("at " + at)
                    .isEqualTo(moment.working() ? List.of(moment.facing()) : List.of());
        }
    }

    @Property(tries = 60)
    void two_cues_are_never_closer_than_thirty_seconds_of_the_clock(
            @ForAll long seed, @ForAll @IntRange(max = 10) int number) {
        Plan plan = plan(number);
        GroupClock clock = clock(session(new Random(seed)), 0);
        Ran ran = ran(new Random(seed), 0);
        long last = Moment.NONE;
        for (long now = 0; now < 1_300; now++) {
            long cue = clock.at(plan, 1, ran, now * Micros.PER_SECOND).cueMicros();
            if (cue != Moment.NONE && cue != last) {
                assertThat(last == Moment.NONE || clock.runningMicros(last, cue) >= GroupClock.CUE_MICROS)
                        .isTrue();
                last = cue;
            }
        }
    }

    /** What is looked up at each reading is what walking through the plan says. */
    @Property(tries = 200)
    void a_timetable_says_what_the_clock_says(@ForAll long seed, @ForAll @IntRange(max = 10) int number) {
        GroupClock clock = clock(session(new Random(seed)), 0);
        Plan plan = plan(number);
        Timetable table = clock.timetable(plan, clock.startOf(1));
        Random moments = new Random(seed);
        for (int i = 0; i < 200; i++) {
            long now = moments.nextInt(1_400) * 1_000_000L + moments.nextInt(1_000_000);
            Moment there = clock.at(plan, 1, Ran.NOTHING, now);
            PlanStep step = there.current();
            boolean rests = plan.onTheClock() && step != null && !step.kind().isWork();
            assertThat(table.inRest(now)).as("at %d µs", now).isEqualTo(rests);
            assertThat(table.restUntil(now)).isEqualTo(rests ? there.endsMicros() : Moment.NONE);
            Timetable.Part part = table.at(now);
            boolean inPlan = plan.onTheClock() && step != null;
            assertThat(part != null).isEqualTo(inPlan);
            if (part != null && inPlan) {
                assertThat(part.facing()).isEqualTo(there.facing());
                assertThat(part.nextFacing()).isEqualTo(there.nextFacing());
                assertThat(part.fromMicros()).isEqualTo(there.startedMicros());
                assertThat(part.cues().at(now, clock::runningMicros)).isEqualTo(there.cue());
            }
        }
    }

    @Property(tries = 200)
    void timetables_differ_from_the_first_moment_that_they_tell_apart(
            @ForAll long seed, @ForAll @IntRange(max = 10) int number) {
        List<Told> told = session(new Random(seed));
        Plan plan = plan(number);
        GroupClock later = clock(told, 0);
        Timetable before = clock(told.subList(0, 4), 0).timetable(plan, later.startOf(1));
        Timetable now = later.timetable(plan, later.startOf(1));
        long from = now.restsDifferFrom(before);
        assertThat(before.restsDifferFrom(now)).isEqualTo(from);
        long end = Math.min(from, 2_000 * Micros.PER_SECOND);
        for (long moment = 0; moment < end; moment += 777_777) {
            assertThat(now.inRest(moment)).isEqualTo(before.inRest(moment));
        }
        if (from != Long.MAX_VALUE) {
            assertThat(now.inRest(from)).isNotEqualTo(before.inRest(from));
        }
    }
}

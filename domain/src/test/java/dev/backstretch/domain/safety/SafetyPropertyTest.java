package dev.backstretch.domain.safety;

import static dev.backstretch.domain.outcome.Alert.Kind.BACK_SPEED;
import static dev.backstretch.domain.outcome.Alert.Kind.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class SafetyPropertyTest {
    private static final int RUNNERS = 5;
    private static final int SECONDS = 400;
    private static final List<Stage> STAGES = List.of(Stage.values());
    private static final List<Phase> PHASES = List.of(Phase.values());

    /** A random session, second by second, that visits every rule; the same seed gives the same one. */
    private static final class Play {
        private final Random random;
        private final long startMicros;
        private final Function<Integer, String> name;
        private final List<Alert> said = new ArrayList<>();
        private final Outcome.Sink out = outcome -> said.add((Alert) outcome);
        private final double[] speed = new double[RUNNERS];
        private final double[] place = new double[RUNNERS];
        private final double[] heart = new double[RUNNERS];
        private final Facing[] facing = new Facing[RUNNERS];
        private final Phase[] phase = new Phase[RUNNERS];
        private final boolean[] quiet = new boolean[RUNNERS];
        private SafetyWatch watch = new SafetyWatch("s1");
        private long position;

        Play(long seed, long startMicros, Function<Integer, String> name) {
            random = new Random(seed);
            this.startMicros = startMicros;
            this.name = name;
            for (int i = 0; i < RUNNERS; i++) {
                facing[i] = Facing.FORWARD;
                phase[i] = Phase.WORK;
                speed[i] = 3;
                heart[i] = 150;
                place[i] = 40 * i;
                watch.join(
                        name.apply(i),
                        new SafetyProfile(STAGES.get(i % STAGES.size()), 1 + i % 2, 400, 190, i == 4, i % 2 == 0));
            }
        }

        Play seconds(int from, int to) {
            for (int second = from; second < to; second++) {
                second(second);
            }
            return this;
        }

        private void second(int second) {
            long now = startMicros + second * Micros.PER_SECOND;
            for (int i = 0; i < RUNNERS; i++) {
                change(i);
                String runner = name.apply(i);
                watch.doing(runner, facing[i], phase[i]);
                long observed = now - (random.nextInt(20) == 0 ? random.nextInt(90) : 0) * Micros.PER_SECOND;
                Observation seen = new Observation(
                        observed,
                        now,
                        random.nextInt(10) == 0 ? Facing.UNKNOWN : facing[i],
                        phase[i],
                        random.nextInt(15) == 0 ? Double.NaN : speed[i],
                        0.3,
                        heart[i],
                        random.nextInt(40) != 0,
                        (place[i] % 400 + 400) % 400,
                        random.nextInt(60) == 0 ? 2 : place[i] % 90 > 60 ? 15 : -2,
                        random.nextInt(4) + 3);
                if (!quiet[i]) {
                    watch.observe(runner, seen, now, ++position, out);
                }
            }
            if (random.nextInt(60) == 0) {
                watch.weather(24 + random.nextInt(10));
                watch.spotters(random.nextInt(3));
            }
            if (random.nextInt(90) == 0) {
                watch.symptom(name.apply(random.nextInt(RUNNERS)), now, now, ++position, out);
            }
            if (random.nextInt(60) == 0) {
                watch.backwardLapStarted(
                        name.apply(random.nextInt(RUNNERS)),
                        now,
                        now - random.nextInt(120) * Micros.PER_SECOND,
                        now,
                        ++position,
                        out);
            }
            if (random.nextInt(8) == 0 && !said.isEmpty()) {
                watch.acknowledge(said.get(random.nextInt(said.size())).alertId(), now, ++position, out);
            }
            if (random.nextInt(300) == 0) {
                watch.over(name.apply(random.nextInt(RUNNERS)), now, ++position, out);
            }
            watch.tick(now, ++position, out);
            watch.tick(now + Micros.PER_SECOND / 2, ++position, out);
        }

        private void change(int i) {
            if (random.nextInt(30) == 0) {
                facing[i] = random.nextBoolean() ? Facing.BACKWARD : Facing.FORWARD;
            }
            if (random.nextInt(25) == 0) {
                speed[i] = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 5;
            }
            if (random.nextInt(60) == 0) {
                phase[i] = PHASES.get(random.nextInt(PHASES.size()));
            }
            if (random.nextInt(40) == 0) {
                quiet[i] = !quiet[i];
            }
            if (random.nextInt(60) == 0) {
                heart[i] = 120 + random.nextInt(80);
            }
            place[i] += (random.nextInt(100) < 90 ? 1 : -1) * speed[i];
        }

        /** Writes everything and goes on with what was read. */
        Play restore() {
            watch = copy(watch);
            return this;
        }
    }

    private static SafetyWatch copy(SafetyWatch watch) {
        StateWriter session = new StateWriter();
        watch.writeTo(session);
        SafetyWatch read = SafetyWatch.readFrom(new StateReader(session.toBytes()), "s1");
        for (String runnerId : watch.runnerIds()) {
            StateWriter runner = new StateWriter();
            watch.writeRunner(runnerId, runner);
            read.readRunner(new StateReader(runner.toBytes()));
        }
        return read;
    }

    private static byte[] bytes(SafetyWatch watch) {
        StateWriter all = new StateWriter();
        watch.writeTo(all);
        for (String runnerId : watch.runnerIds()) {
            watch.writeRunner(runnerId, all);
        }
        return all.toBytes();
    }

    @Property(tries = 60)
    void a_session_taken_up_from_its_state_says_the_same(
            @ForAll long seed, @ForAll @IntRange(max = SECONDS) int interrupted) {
        Play whole = new Play(seed, Camp.START_MICROS, i -> "r" + i).seconds(0, SECONDS);
        Play parted = new Play(seed, Camp.START_MICROS, i -> "r" + i)
                .seconds(0, interrupted)
                .restore()
                .seconds(interrupted, SECONDS);
        assertThat(parted.said).isEqualTo(whole.said);
        assertThat(bytes(parted.watch)).isEqualTo(bytes(whole.watch));
        assertThat(parted.watch.active()).isEqualTo(whole.watch.active());
    }

    @Property(tries = 30)
    void writing_what_was_read_writes_the_same(@ForAll long seed, @ForAll @IntRange(max = SECONDS) int seconds) {
        SafetyWatch watch = new Play(seed, Camp.START_MICROS, i -> "r" + i).seconds(0, seconds).watch;
        assertThat(bytes(copy(watch))).isEqualTo(bytes(watch));
    }

    @Property(tries = 30)
    void another_hour_gives_the_same_alerts_an_hour_later(
            @ForAll long seed, @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long shift) {
        Play here = new Play(seed, Camp.START_MICROS, i -> "r" + i).seconds(0, SECONDS);
        Play there = new Play(seed, Camp.START_MICROS + shift, i -> "r" + i).seconds(0, SECONDS);
        assertThat(there.said.stream().map(alert -> words(alert, Camp.START_MICROS + shift)))
                .isEqualTo(here.said.stream()
                        .map(alert -> words(alert, Camp.START_MICROS))
                        .toList());
    }

    private static String words(Alert alert, long startMicros) {
        return (Micros.of(alert.logTime()) - startMicros) + " " + alert.runnerId() + " " + alert.kind() + " "
                + alert.state() + " " + alert.severity() + " " + alert.value() + " " + alert.threshold() + " "
                + (Micros.of(alert.since()) - startMicros) + " " + alert.revision();
    }

    @Property(tries = 30)
    void other_names_give_the_same_alerts(@ForAll long seed) {
        Play named = new Play(seed, Camp.START_MICROS, i -> "r" + i).seconds(0, SECONDS);
        Play renamed = new Play(seed, Camp.START_MICROS, i -> "z" + (9 - i)).seconds(0, SECONDS);
        assertThat(renamed.said.stream().map(alert -> nameless(alert)))
                .isEqualTo(named.said.stream().map(alert -> nameless(alert)).toList());
    }

    private static String nameless(Alert alert) {
        String runner = alert.runnerId();
        String index = runner == null
                ? "-"
                : runner.startsWith("z") ? String.valueOf(9 - (runner.charAt(1) - '0')) : runner.substring(1);
        return index + words(alert, Camp.START_MICROS).replaceFirst(" (r|z)\\d ", " ");
    }

    @Property(tries = 40)
    void every_alert_has_one_life_counted_by_its_revisions(@ForAll long seed) {
        List<Alert> said = new Play(seed, Camp.START_MICROS, i -> "r" + i).seconds(0, SECONDS).said;
        Set<String> ids = new HashSet<>();
        said.forEach(alert -> ids.add(alert.alertId()));
        for (String id : ids) {
            List<Alert> life =
                    said.stream().filter(alert -> alert.alertId().equals(id)).toList();
            for (int i = 0; i < life.size(); i++) {
                Alert alert = life.get(i);
                assertThat(alert.revision()).as(id).isEqualTo(i);
                boolean first = i == 0 || life.get(i - 1).state() == Alert.State.CLEARED;
                if (first) {
                    assertThat(alert.state()).as(id).isEqualTo(Alert.State.RAISED);
                } else {
                    assertThat(alert.severity().compareTo(life.get(i - 1).severity()))
                            .as(id)
                            .isNotNegative();
                }
            }
        }
    }

    @Property(tries = 40)
    void no_minute_has_more_than_ten_ambers(@ForAll long seed) {
        List<Alert> ambers = new Play(seed, Camp.START_MICROS, i -> "r" + i)
                .seconds(0, SECONDS).said.stream()
                        .filter(alert -> alert.severity() == Alert.Severity.AMBER
                                && alert.state() == Alert.State.RAISED
                                && alert.kind() != Alert.Kind.SUMMARY
                                && alert.kind() != Alert.Kind.NETWORK)
                        .toList();
        for (int i = 10; i < ambers.size(); i++) {
            assertThat(ambers.get(i).logTime())
                    .isAfterOrEqualTo(ambers.get(i - 10).logTime().plusSeconds(60));
        }
    }

    @Property(tries = 100)
    void more_speed_never_clears_nor_prevents_a_backward_speed(
            @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 3) double faster) {
        assertThat(ends(seed, faster)).isLessThanOrEqualTo(ends(seed, 0));
        assertThat(raised(seed, faster)).isLessThanOrEqualTo(raised(seed, 0));
    }

    /** How often it is cleared while speeds only go up from the alert on. */
    private static long ends(long seed, double faster) {
        Camp camp = backwards(seed, 0);
        Random random = new Random(seed + 1);
        camp.each(31, 90, second -> Seen.backward(2 + faster + random.nextDouble()));
        return camp.alerts.stream()
                .filter(alert -> alert.kind() == BACK_SPEED && alert.state() == Alert.State.CLEARED)
                .filter(alert -> Micros.of(alert.logTime()) > Seen.micros(33))
                .count();
    }

    /** The second in which it is first raised, or one after all. */
    private static double raised(long seed, double faster) {
        return backwards(seed, faster).alerts.stream()
                .filter(alert -> alert.kind() == BACK_SPEED)
                .mapToDouble(alert -> Micros.seconds(Micros.of(alert.logTime()) - Camp.START_MICROS))
                .findFirst()
                .orElse(99);
    }

    private static Camp backwards(long seed, double faster) {
        Random random = new Random(seed);
        return Camp.ofNovice().each(0, 30, second -> Seen.backward(random.nextDouble() * 3 + faster));
    }

    @Property(tries = 100)
    void who_is_heard_often_enough_is_never_missed(@ForAll long seed) {
        Random random = new Random(seed);
        Camp camp = Camp.ofNovice();
        double heard = 0;
        camp.see(0, "r1", Seen.forward(3));
        for (int beat = 1; beat < 300; beat++) {
            double now = beat / 2.0;
            if (now - heard >= 14 || random.nextInt(10) == 0) {
                camp.see(now, "r1", Seen.forward(3));
                heard = now;
            }
            camp.tick(now);
        }
        assertThat(camp.said(SILENCE)).isEmpty();
    }

    /** The random session is worth its name only if every kind appears in some of them. */
    @net.jqwik.api.Example
    void the_random_sessions_visit_every_kind() {
        Set<Alert.Kind> seen = new HashSet<>();
        for (long seed = 0; seed < 60; seed++) {
            new Play(seed, Camp.START_MICROS, i -> "r" + i)
                    .seconds(0, SECONDS)
                    .said
                    .forEach(alert -> seen.add(alert.kind()));
        }
        Set<Alert.Kind> all = new HashSet<>(List.of(Alert.Kind.values()));
        all.remove(Alert.Kind.UNRECOGNISED);
        assertThat(seen).isEqualTo(all);
    }
}

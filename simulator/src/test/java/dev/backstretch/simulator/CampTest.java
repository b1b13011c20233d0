package dev.backstretch.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CampTest {
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    private static CampOptions options(int runners) {
        return CampOptions.demo("demo-7-1", 7, START).withRunners(runners);
    }

    private static Stream<Reading> readings(Camp camp) {
        return camp.deliveries().stream()
                .filter(delivery -> delivery.attempt() == 0)
                .flatMap(delivery -> delivery.event().body() instanceof EventBody.Readings body
                        ? body.readings().stream()
                        : Stream.empty());
    }

    private static Map<String, Reading> readingsById(Camp camp) {
        Map<String, Reading> byId = new TreeMap<>();
        readings(camp).forEach(reading -> byId.put(reading.readingId(), reading));
        return byId;
    }

    private static List<RunEvent> marks(Camp camp, Class<? extends EventBody> kind) {
        return camp.deliveries().stream()
                .map(Delivery::event)
                .filter(event -> kind.isInstance(event.body()))
                .toList();
    }

    @Test
    void aSeedGivesTheSameBytesAndAnotherSeedOthers() {
        CampOptions options = options(3).withTaps(1);
        String fingerprint = Fingerprint.of(Camp.of(options).events());
        assertThat(Fingerprint.of(Camp.of(options).events())).isEqualTo(fingerprint);
        CampOptions other =
                CampOptions.demo("demo-7-1", 8, START).withRunners(3).withTaps(1);
        assertThat(Fingerprint.of(Camp.of(other).events())).isNotEqualTo(fingerprint);
    }

    @Test
    void anotherRunnerDoesNotMoveTheEarlierOnes() {
        Camp three = Camp.of(options(3));
        Camp five = Camp.of(options(5));
        assertThat(five.truth().runners().get(2).laps())
                .isEqualTo(three.truth().runners().get(2).laps());
        Map<String, Reading> more = readingsById(five);
        readingsById(three).forEach((id, reading) -> assertThat(more).containsEntry(id, reading));
    }

    @Test
    void everyRunnerDoesALapForwardsAndALapBackwards() {
        Camp camp = Camp.of(options(12));
        assertThat(camp.truth().runners()).hasSize(12).allSatisfy(runner -> {
            assertThat(runner.laps())
                    .extracting(RunnerTruth.Lap::facing)
                    .containsExactly(Facing.FORWARD, Facing.BACKWARD);
            assertThat(runner.laps()).allMatch(RunnerTruth.Lap::pure);
            // Out, over the line at the lap's end, back over it, out again, home.
            assertThat(runner.crossings())
                    .extracting(RunnerTruth.Crossing::direction)
                    .containsExactly(1, 1, -1, 1, 1);
            double rest = runner.segments().get(1).endSeconds()
                    - runner.segments().get(1).startSeconds();
            assertThat(rest).isBetween(Motion.REST_SECONDS - 0.05, Motion.REST_SECONDS + 1);
            assertThat(runner.challengeRatio()).isBetween(1.3, 2.6);
        });
        assertThat(camp.truth().runners()).extracting(RunnerTruth::alias).contains("Nok", "Bee Bee");
        assertThat(Camp.of(options(14)).truth().runners().get(12).alias()).isEqualTo("runner-113");
    }

    @Test
    void anIdealPhoneStandsOnItsLaneAtTheTruePlace() {
        CampOptions options = options(8).withNoise(Noise.IDEAL);
        Camp camp = Camp.of(options);
        Oval oval =
                new Oval(options.centreLatitudeDegrees(), options.centreLongitudeDegrees(), options.bearingDegrees());
        for (RunnerTruth runner : camp.truth().runners()) {
            Motion motion =
                    new Motion(7, runner.lane() - 1, Motion.Runner.of(7, runner.lane() - 1, runner.startSeconds()));
            motion.runToEnd();
            motion.standUntil(camp.truth().seconds() + 1);
            List<Reading> readings = readings(camp)
                    .filter(reading -> reading.readingId().startsWith(runner.runnerId()))
                    .toList();
            assertThat(readings).hasSize(camp.truth().seconds());
            for (int second = 0; second < readings.size(); second++) {
                Reading reading = readings.get(second);
                assertThat(reading.observedAt()).isEqualTo(START.plusSeconds(second));
                Oval.Place seen = oval.place(new Oval.Fix(reading.latitudeDegrees(), reading.longitudeDegrees()));
                double projected = Oval.project(seen.xMeters(), seen.yMeters(), runner.lane());
                Oval.Place nearest = Oval.place(projected, runner.lane());
                assertThat(Math.hypot(seen.xMeters() - nearest.xMeters(), seen.yMeters() - nearest.yMeters()))
                        .isLessThan(0.03);
                double difference = projected - motion.metersAt(second);
                assertThat(difference - runner.laneMeters() * Math.rint(difference / runner.laneMeters()))
                        .isCloseTo(0, within(0.03));
            }
        }
    }

    /** What a kind of noise touches; anything else must stay as it is when it is switched off. */
    private static final Map<Noise.Kind, Set<String>> TOUCHED = touched();

    private static Map<Noise.Kind, Set<String>> touched() {
        Map<Noise.Kind, Set<String>> touched = new EnumMap<>(Noise.Kind.class);
        touched.put(Noise.Kind.GPS, Set.of("position", "accuracy"));
        touched.put(Noise.Kind.SPEED, Set.of("speed", "course"));
        touched.put(Noise.Kind.COMPASS, Set.of("compass"));
        touched.put(Noise.Kind.HEART_RATE, Set.of("heart rate"));
        touched.put(Noise.Kind.CLOCK, Set.of("observed"));
        touched.put(Noise.Kind.NETWORK_DELAY, Set.of("arrival"));
        touched.put(Noise.Kind.DROPOUTS, Set.of("delivered", "arrival", "repeated"));
        // What travels in one delivery changes, and deliveries are repeated as a whole.
        touched.put(Noise.Kind.LATENESS, Set.of("arrival", "repeated"));
        touched.put(Noise.Kind.DUPLICATES, Set.of("repeated"));
        touched.put(Noise.Kind.BUNDLES, Set.of("arrival", "repeated"));
        touched.put(
                Noise.Kind.SAMPLING_PHASE,
                Set.of(
                        "observed",
                        "position",
                        "speed",
                        "course",
                        "compass",
                        "heart rate",
                        "cadence",
                        "arrival",
                        "delivered",
                        "repeated"));
        touched.put(Noise.Kind.CHIPS, Set.of("chips"));
        touched.put(Noise.Kind.TAPS, Set.of("taps"));
        return touched;
    }

    private static void compare(Set<String> changed, String what, Object before, Object after) {
        if (!before.equals(after)) {
            changed.add(what);
        }
    }

    @ParameterizedTest
    @EnumSource(Noise.Kind.class)
    void eachKindOfNoiseIsSwitchedOffAlone(Noise.Kind kind) {
        CampOptions options = options(4).withTaps(1);
        Camp all = Camp.of(options);
        Camp without = Camp.of(options.withNoise(Noise.DEFAULT.without(kind)));
        Map<String, Reading> before = readingsById(all);
        Map<String, Reading> after = readingsById(without);
        Set<String> changed = new HashSet<>();
        compare(changed, "delivered", before.keySet(), after.keySet());
        before.forEach((id, was) -> {
            Reading is = after.get(id);
            if (is != null) {
                compare(changed, "observed", was.observedAt(), is.observedAt());
                compare(
                        changed,
                        "position",
                        List.of(was.latitudeDegrees(), was.longitudeDegrees()),
                        List.of(is.latitudeDegrees(), is.longitudeDegrees()));
                compare(changed, "accuracy", was.horizontalAccuracyMeters(), is.horizontalAccuracyMeters());
                compare(changed, "speed", was.speedMetersPerSecond(), is.speedMetersPerSecond());
                compare(changed, "course", was.courseDegrees(), is.courseDegrees());
                compare(changed, "compass", was.compassDegrees(), is.compassDegrees());
                compare(changed, "heart rate", was.heartRateBpm(), is.heartRateBpm());
                compare(changed, "cadence", was.cadenceStepsPerMinute(), is.cadenceStepsPerMinute());
            }
        });
        compare(
                changed,
                "arrival",
                arrivals(all, before.keySet(), after.keySet()),
                arrivals(without, before.keySet(), after.keySet()));
        compare(changed, "repeated", repeated(all), repeated(without));
        compare(changed, "chips", marks(all, EventBody.Chip.class), marks(without, EventBody.Chip.class));
        compare(changed, "taps", marks(all, EventBody.Tap.class), marks(without, EventBody.Tap.class));
        assertThat(without.truth().runners())
                .extracting(RunnerTruth::laps)
                .isEqualTo(all.truth().runners().stream().map(RunnerTruth::laps).toList());
        Set<String> expected = TOUCHED.getOrDefault(kind, Set.of());
        assertThat(expected).containsAll(changed);
        assertThat(changed).as("switching it off changes something").isNotEmpty();
    }

    private static Map<String, Instant> arrivals(Camp camp, Set<String> some, Set<String> others) {
        Map<String, Instant> arrivals = new TreeMap<>();
        for (Delivery delivery : camp.deliveries()) {
            if (delivery.attempt() == 0 && delivery.event().body() instanceof EventBody.Readings body) {
                for (Reading reading : body.readings()) {
                    if (some.contains(reading.readingId()) && others.contains(reading.readingId())) {
                        arrivals.put(reading.readingId(), delivery.arrivesAt());
                    }
                }
            }
        }
        return arrivals;
    }

    private static List<String> repeated(Camp camp) {
        return camp.deliveries().stream()
                .filter(delivery -> delivery.attempt() > 0)
                .map(delivery -> delivery.event().eventId())
                .sorted()
                .toList();
    }

    @Test
    void aMatReadsEveryPassingInABurstThatIsStrongestAtTheTrueInstant() {
        Camp camp = Camp.of(options(6));
        for (RunnerTruth runner : camp.truth().runners()) {
            List<List<RunEvent>> bursts = new ArrayList<>();
            Instant last = Instant.MIN;
            for (RunEvent read : marks(camp, EventBody.Chip.class)) {
                if (!runner.runnerId().equals(read.runnerId())) {
                    continue;
                }
                if (bursts.isEmpty()
                        || Duration.between(last, read.observedAt()).toMillis() > 1000) {
                    bursts.add(new ArrayList<>());
                }
                bursts.get(bursts.size() - 1).add(read);
                last = read.observedAt();
            }
            assertThat(bursts).hasSameSizeAs(runner.crossings());
            for (int i = 0; i < bursts.size(); i++) {
                double truth = runner.crossings().get(i).seconds();
                assertThat(bursts.get(i)).hasSizeBetween(5, 11).allSatisfy(read -> assertThat(seconds(read))
                        .isCloseTo(truth, within(0.2515)));
                RunEvent peak = bursts.get(i).stream()
                        .max((a, b) -> Double.compare(rssiDbm(a), rssiDbm(b)))
                        .orElseThrow();
                assertThat(seconds(peak)).isCloseTo(truth, within(0.053));
            }
        }
    }

    private static double seconds(RunEvent event) {
        return Duration.between(START, event.observedAt()).toNanos() / 1e9;
    }

    private static double rssiDbm(RunEvent event) {
        return event.body() instanceof EventBody.Chip chip ? chip.rssiDbm() : Double.NaN;
    }

    @Test
    void deliveriesArriveInOrderBetweenTheOpeningAndTheClose() {
        List<RunEvent> events = Camp.of(options(4)).events(3);
        assertThat(events.get(0).body()).isInstanceOfSatisfying(EventBody.SessionOpened.class, opened -> {
            assertThat(opened.partition()).isEqualTo(3);
            assertThat(opened.track()).isNotNull();
        });
        assertThat(events.get(events.size() - 1).body())
                .isEqualTo(new EventBody.Control(EventBody.Control.Action.CLOSE));
        assertThat(events).isSortedAccordingTo((a, b) -> a.receivedAt().compareTo(b.receivedAt()));
        List<Long> ticks = events.stream()
                .flatMap(event ->
                        event.body() instanceof EventBody.Tick tick ? Stream.of(tick.number()) : Stream.empty())
                .toList();
        assertThat(ticks).hasSizeGreaterThan(600);
        for (int i = 0; i < ticks.size(); i++) {
            assertThat(ticks.get(i)).isEqualTo(START.toEpochMilli() / 500 + 1 + i);
        }
    }

    @Test
    void theCountsOfTheTruthAreThoseOfTheDeliveries() {
        Camp camp = Camp.of(options(12).withTaps(0.5));
        CampTruth.Counts counts = camp.truth().counts();
        assertThat(readings(camp)).hasSize((int) (counts.readings() - counts.lost()));
        assertThat(readings(camp).map(Reading::readingId)).doesNotHaveDuplicates();
        assertThat(camp.deliveries().stream()
                        .filter(delivery -> delivery.attempt() > 0)
                        .mapToInt(Delivery::items)
                        .sum())
                .isEqualTo((int) counts.duplicated());
        assertThat(marks(camp, EventBody.Chip.class)).hasSize((int) counts.chipReads());
        assertThat(marks(camp, EventBody.Tap.class)).hasSize((int) counts.taps());
        assertThat(counts.lost()).isPositive();
        assertThat(counts.buffered()).isPositive();
        assertThat(counts.late()).isPositive();
        assertThat(counts.duplicated()).isPositive();
    }

    @Test
    void aWrongTapIsTakenBackAndGivenAgainToTheRightRunner() {
        Noise wrong = new Noise(0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, false, false, 0, 0, 0, 0, 1);
        Camp camp = Camp.of(options(2).withChips(0).withTaps(1).withNoise(wrong));
        List<RunEvent> taps = marks(camp, EventBody.Tap.class);
        List<RunEvent> corrections = marks(camp, EventBody.Correction.class);
        assertThat(corrections)
                .hasSameSizeAs(taps.stream()
                        .filter(tap -> tap.eventId().endsWith("-fix"))
                        .toList());
        assertThat(corrections).isNotEmpty().allSatisfy(correction -> assertThat(correction.body())
                .isInstanceOfSatisfying(
                        EventBody.Correction.class, body -> assertThat(taps).anySatisfy(tap -> {
                            assertThat(tap.eventId()).isEqualTo(body.corrects());
                            assertThat(tap.runnerId()).isEqualTo(correction.runnerId());
                        })));
    }

    @Test
    void anUnknownPlanIsRefusedByNamingTheKnownOnes() {
        CampOptions options = options(3);
        assertThatThrownBy(() -> options.withPlan("thirty-thirty"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("thirty-thirty")
                .hasMessageContaining("quarter-mile-twice");
    }

    @Test
    void aSessionWithoutSimulatedRunnersIsAFreeRunWithoutATrack() {
        Camp camp = Camp.of(options(0));
        assertThat(camp.deliveries().get(0).event().body())
                .isInstanceOfSatisfying(EventBody.SessionOpened.class, opened -> {
                    assertThat(opened.planName()).isEqualTo("free-run");
                    assertThat(opened.track()).isNull();
                });
        assertThat(camp.deliveries())
                .extracting(delivery -> delivery.event().body().kind())
                .containsExactly("session", "control", "control");
    }

    @Test
    void theTruthAsJsonHasWhatToolsCompareWith() {
        Camp camp = Camp.of(options(2));
        var json = TruthJson.write(camp.truth());
        assertThat(json.path("session").asText()).isEqualTo("demo-7-1");
        RunnerTruth first = camp.truth().runners().get(0);
        assertThat(json.path("runners")
                        .path(0)
                        .path("laps")
                        .path(1)
                        .path("lap_s")
                        .asDouble())
                .isCloseTo(first.laps().get(1).lapSeconds(), within(0.0001));
        assertThat(json.path("runners").path(0).path("crossings")).hasSize(5);
        assertThat(json.path("counts").path("sample").asLong())
                .isEqualTo(camp.truth().counts().readings());
    }

    @Test
    void theDefaultStartIsMidnightOfTheDay() {
        assertThat(CampOptions.midnightOf(Instant.parse("2026-11-21T13:45:10.5Z")))
                .isEqualTo(START);
    }

    @Test
    void scaledNoiseScalesEachAmount() {
        assertThat(Noise.DEFAULT.scaled(1)).isEqualTo(Noise.DEFAULT);
        assertThat(Noise.DEFAULT.scaled(2).gpsMeters()).isEqualTo(3.2);
        assertThat(Noise.DEFAULT.scaled(100).duplicateShare()).isEqualTo(1);
        assertThatThrownBy(() -> Noise.DEFAULT.scaled(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.backstretch.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.people.Privacy;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a settled fold finds other than what went out, and that publishing it settles it. */
class SettledFoldTest {
    private static final Instant OPENED = Instant.parse("2026-11-21T02:00:00Z");
    private static final Origin FILE = Origin.of(Origin.Kind.FILE);

    private final Oracle oracle = new Oracle(new RunSerdes(new InMemorySchemaRegistry()));
    private final List<LogRecord> log = new ArrayList<>();

    private void event(@Nullable String runner, double observed, double received, Origin origin, EventBody body) {
        Instant receivedAt = OPENED.plusMillis(Math.round(received * 1000));
        log.add(new LogRecord(
                3,
                log.size(),
                receivedAt,
                new RunEvent(
                        "e" + log.size(),
                        "s",
                        runner,
                        OPENED.plusMillis(Math.round(observed * 1000)),
                        receivedAt,
                        origin,
                        body)));
    }

    private void reading(String runner, Origin origin, double second, double received) {
        event(
                runner,
                second,
                received,
                origin,
                new EventBody.Readings(List.of(new Reading(
                        runner + "-" + second,
                        OPENED.plusMillis(Math.round(second * 1000)),
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        2.5,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        140,
                        Double.NaN,
                        2.5 * second,
                        List.of()))));
    }

    /** Runner a live for 200 s, laps of 100 m; runner b joins and sends nothing; closed. */
    private void playLive() {
        event(
                null,
                0,
                0,
                Origin.of(Origin.Kind.CAMP),
                new EventBody.SessionOpened(
                        "camp", "free-run", null, List.of(), SessionClock.WALL, false, null, "UTC"));
        for (String runner : List.of("a", "b")) {
            event(
                    runner,
                    0,
                    0,
                    Origin.of(Origin.Kind.CAMP),
                    new EventBody.Join(
                            null,
                            null,
                            null,
                            null,
                            null,
                            LapRule.DISTANCE,
                            100.0,
                            null,
                            null,
                            190.0,
                            false,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null));
        }
        for (int second = 0; second <= 200; second++) {
            reading("a", new Origin(Origin.Kind.DEVICE, "phone"), second, second + 0.1);
            for (int half = 0; half < 2; half++) {
                double at = second + 0.5 * half;
                event(
                        null,
                        at,
                        at,
                        Origin.of(Origin.Kind.CLOCK),
                        new EventBody.Tick(Math.floorDiv(
                                OPENED.plusMillis(Math.round(at * 1000)).toEpochMilli(), EventBody.Tick.MILLIS)));
            }
        }
        event(null, 201, 201, Origin.of(Origin.Kind.COACH), new EventBody.Control(EventBody.Control.Action.CLOSE));
    }

    private void joinAtTheLine(String runner) {
        event(
                runner,
                0,
                0,
                Origin.of(Origin.Kind.CAMP),
                new EventBody.Join(
                        null,
                        null,
                        null,
                        null,
                        null,
                        LapRule.LINE,
                        250.0,
                        null,
                        null,
                        190.0,
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    /** Two on the track with phones, of whom one is read on the mat, by the other's bib. */
    private void playOneBib() {
        event(
                null,
                0,
                0,
                Origin.of(Origin.Kind.CAMP),
                new EventBody.SessionOpened(
                        "camp", "quarter-mile-twice", null, List.of(), SessionClock.WALL, false, null, "UTC"));
        for (String runner : List.of("a", "b", "c")) {
            joinAtTheLine(runner);
        }
        for (int second = 0; second <= 200; second++) {
            if (second % 100 == 1) {
                event(
                        "a",
                        second,
                        second + 0.05,
                        Origin.of(Origin.Kind.TIMING),
                        new EventBody.Chip("a", null, Double.NaN));
            }
            for (String runner : List.of("a", "b", "c")) {
                reading(runner, new Origin(Origin.Kind.DEVICE, runner), second, second + 0.1);
            }
        }
        event(null, 201, 201, Origin.of(Origin.Kind.COACH), new EventBody.Control(EventBody.Control.Action.CLOSE));
    }

    @Test
    void aSessionIsToldAgainInTheOrderAndAtTheTimesAtWhichItWent() {
        playLive();
        List<Retelling.Told> session = new ArrayList<>();
        Consumer<LogRecord> retelling = Retelling.of("s", Withheld.NOBODY, session::add);
        log.subList(0, log.size() / 2).forEach(retelling);
        assertThat(session).as("while the log is read").isNotEmpty();
        log.subList(log.size() / 2, log.size()).forEach(retelling);

        List<Outcome> left = new ArrayList<>();
        Oracle.tell("s", log, left::add);
        assertThat(session)
                .extracting(Retelling.Told::outcome)
                .containsExactlyElementsOf(left.stream()
                        .filter(one -> !(one instanceof Frame) && !(one instanceof Rejection))
                        .toList());
        assertThat(session).extracting(Retelling.Told::at).isSorted();
        Retelling.Told lap = session.stream()
                .filter(one -> one.outcome() instanceof LapOutcome)
                .findFirst()
                .orElseThrow();
        assertThat(lap.words()).contains("  lap        a lap 1 revision 0: ").contains("by DISTANCE");
        assertThat(lap.toJson().get("type").asText()).isEqualTo("lap");
        assertThat(lap.toJson().get("at").asText()).isEqualTo(lap.at().toString());
        Duration then = Duration.between(session.get(0).at(), lap.at());
        assertThat(then).isPositive();
        assertThat(Retelling.dueAfter(session.get(0), lap, 20)).isEqualTo(then.dividedBy(20));
    }

    @Test
    void whoHasNotAgreedIsLeftOutOfWhatIsToldAgain() {
        playLive();
        List<Retelling.Told> session = new ArrayList<>();
        log.forEach(Retelling.of("s", new Withheld(Withheld.Purpose.REPLAY, Set.of("a")), session::add));

        assertThat(session).isNotEmpty();
        assertThat(session)
                .noneSatisfy(one -> assertThat(one.toJson().toString()).contains("\"a\""));
    }

    @Test
    void whoWasMovedByWhatCameLateForAnotherIsToldToo() {
        playOneBib();
        Map<String, List<OutcomeRecord>> live = live();
        event(
                "a",
                210,
                210,
                Origin.of(Origin.Kind.COACH),
                new EventBody.Correction(EventBody.Correction.Action.SWAP, null, null, "b", null, "c1", null));

        Settlement settlement = settle(live);

        assertThat(settlement.moved()).containsOnlyKeys("a");
        assertThat(settlement.laps()).extracting(Settlement.LapChange::runner).containsExactly("a", "b");
        assertThat(settlement.seconds()).as(settlement.toString()).containsOnlyKeys("a", "b");
        List<Frame.Entry> sums = settlement.revisions().stream()
                .filter(Frame.class::isInstance)
                .flatMap(frame -> ((Frame) frame).entries().stream())
                .filter(entry -> entry.totals() != null)
                .toList();
        assertThat(sums).extracting(Frame.Entry::runnerId).containsExactly("a", "b");
        publish(settlement, oracle, live);
        assertThat(settle(live).same()).isTrue();
    }

    private RunEvent correct(String runner, double received, EventBody.Correction correction) {
        event(runner, received, received, Origin.of(Origin.Kind.COACH), correction);
        return Objects.requireNonNull(log.get(log.size() - 1).event());
    }

    @Test
    void aLapThatACoachCorrectedTheNextMorningSaysWhoAndWhy() {
        playOneBib();
        Map<String, List<OutcomeRecord>> topics = live();
        RunEvent moved = correct(
                "a",
                40_000,
                new EventBody.Correction(
                        EventBody.Correction.Action.MOVE, 1, OPENED.plusSeconds(103), null, null, "C1", "missed-read"));

        Settlement first = settle(topics);
        assertThat(first.laps())
                .extracting(Settlement.LapChange::runner)
                .isNotEmpty()
                .containsOnly("a");
        assertThat(first.revisions())
                .filteredOn(LapOutcome.class::isInstance)
                .extracting(lap -> ((LapOutcome) lap).correction())
                .containsOnly(new CoachCorrection(moved.eventId(), "C1", "missed-read"));
        assertThat(settle(topics).revisions().stream().map(oracle::record).toList())
                .as("settled twice, the same bytes")
                .isEqualTo(first.revisions().stream().map(oracle::record).toList());
        publish(first, oracle, topics);
        assertThat(settle(topics).same()).isTrue();

        RunEvent undone = correct(
                "a",
                40_050,
                new EventBody.Correction(
                        EventBody.Correction.Action.UNDO, null, null, null, moved.eventId(), "C2", null));
        Settlement second = settle(topics);
        assertThat(second.revisions()).filteredOn(LapOutcome.class::isInstance).allSatisfy(outcome -> {
            LapOutcome lap = (LapOutcome) outcome;
            assertThat(lap.correction()).isEqualTo(new CoachCorrection(undone.eventId(), "C2", null, moved.eventId()));
            assertThat(lap.reason()).isEqualTo(CoachCorrection.REASON);
            assertThat(lap.revision()).isPositive();
        });
        publish(second, oracle, topics);

        // a strap's file moves the same lap later: that was nobody's correction
        beatsFromAFile();
        assertThat(settle(topics).revisions())
                .filteredOn(LapOutcome.class::isInstance)
                .isNotEmpty()
                .allSatisfy(lap -> assertThat(((LapOutcome) lap).correction()).isNull());
        assertThat(TopicComparison.compare("s", log.size(), live(), topics).same())
                .as("what the live fold says is untouched")
                .isTrue();
    }

    private EventBody.Correction moveOfLap1To(double second, String coach) {
        return new EventBody.Correction(
                EventBody.Correction.Action.MOVE,
                1,
                OPENED.plusMillis(Math.round(second * 1000)),
                null,
                null,
                coach,
                null);
    }

    private static List<LapOutcome> lapsOf(Settlement settlement) {
        return settlement.revisions().stream()
                .filter(LapOutcome.class::isInstance)
                .map(LapOutcome.class::cast)
                .toList();
    }

    @Test
    void whatCameLateAndWhatACoachSaidInOneSittingAreToldApart() {
        playOneBib();
        Map<String, List<OutcomeRecord>> topics = live();
        beatsFromAFile();
        RunEvent moved = correct("a", 100_050, moveOfLap1To(103, "C1"));
        upload("b", 60.5, 70.5, 100_100);

        Settlement settlement = settle(topics);

        List<LapOutcome> ofLap1 =
                lapsOf(settlement).stream().filter(lap -> lap.lap() == 1).toList();
        assertThat(ofLap1).extracting(LapOutcome::runnerId).containsExactly("a", "a");
        assertThat(ofLap1).extracting(LapOutcome::revision).isSorted().doesNotHaveDuplicates();
        assertThat(ofLap1.get(0).reason()).isEqualTo(SettledFold.REASON);
        assertThat(ofLap1.get(0).correction()).as("the file's beats").isNull();
        assertThat(ofLap1.get(1).reason()).isEqualTo(CoachCorrection.REASON);
        assertThat(ofLap1.get(1).correction()).isEqualTo(new CoachCorrection(moved.eventId(), "C1", null));
        assertThat(ofLap1.get(0).endedAt()).isBefore(ofLap1.get(1).endedAt());
        assertThat(ofLap1.get(0).logTime()).isBefore(ofLap1.get(1).logTime());
        assertThat(settlement.laps().stream().map(Settlement.LapChange::toString))
                .filteredOn(words -> words.contains("corrected by C1"))
                .hasSize(1);
        publish(settlement, oracle, topics);
        assertThat(settle(topics).same()).isTrue();
    }

    @Test
    void twoCorrectionsOfOneLapInOneSittingAreToldOneByOneSoThatEachCanBeTakenBack() {
        playOneBib();
        Map<String, List<OutcomeRecord>> topics = live();
        RunEvent earlier = correct("a", 40_000, moveOfLap1To(103, "C1"));
        RunEvent later = correct("a", 40_000, moveOfLap1To(104, "C2"));

        Settlement settlement = settle(topics);

        List<LapOutcome> laps = lapsOf(settlement);
        assertThat(laps)
                .extracting(lap -> Objects.requireNonNull(lap.correction()).eventId())
                .containsExactly(earlier.eventId(), later.eventId());
        assertThat(laps.get(0).logTime())
                .as("rows are known by it")
                .isBefore(laps.get(1).logTime());
        publish(settlement, oracle, topics);
        assertThat(settle(topics).same()).isTrue();

        RunEvent undone = correct(
                "a",
                40_050,
                new EventBody.Correction(
                        EventBody.Correction.Action.UNDO, null, null, null, later.eventId(), "C1", null));
        assertThat(lapsOf(settle(topics)))
                .extracting(LapOutcome::correction)
                .containsExactly(new CoachCorrection(undone.eventId(), "C1", null, later.eventId()));
    }

    @Test
    void ofVeryManyCorrectionsTheOldestAreToldTogether() {
        playOneBib();
        Map<String, List<OutcomeRecord>> topics = live();
        for (int i = 0; i < 40; i++) {
            correct("a", 40_000 + i, moveOfLap1To(103 + i * 0.05, "C1"));
        }

        Settlement settlement = settle(topics);

        assertThat(lapsOf(settlement)).hasSize(16);
        publish(settlement, oracle, topics);
        assertThat(settle(topics).same()).isTrue();
    }

    private static EventBody.Correction swapWith(String other, String coach) {
        return new EventBody.Correction(EventBody.Correction.Action.SWAP, null, null, other, null, coach, null);
    }

    private static Map<String, CoachCorrection> byRunner(Settlement settlement) {
        Map<String, CoachCorrection> told = new TreeMap<>();
        for (Outcome outcome : settlement.revisions()) {
            if (outcome instanceof LapOutcome lap) {
                told.put(lap.runnerId(), Objects.requireNonNull(lap.correction(), lap.runnerId()));
            }
        }
        return told;
    }

    @ParameterizedTest(name = "said of {0}")
    @ValueSource(strings = {"a", "b"})
    void whoeverUndoesASwapIsNamedOnTheLapsOfBoth(String either) {
        playOneBib();
        Map<String, List<OutcomeRecord>> topics = live();
        RunEvent swap = correct("a", 40_000, swapWith("b", "C1"));
        Settlement swapped = settle(topics);
        assertThat(byRunner(swapped)).containsOnlyKeys("a", "b");
        publish(swapped, oracle, topics);

        RunEvent undone = correct(
                either,
                40_050,
                new EventBody.Correction(
                        EventBody.Correction.Action.UNDO, null, null, null, swap.eventId(), "C2", null));
        var by = new CoachCorrection(undone.eventId(), "C2", null, swap.eventId());
        assertThat(byRunner(settle(topics))).isEqualTo(Map.of("a", by, "b", by));
    }

    @Test
    void aCorrectionThatWasRefusedIsTheCauseOfNothing() {
        playOneBib();
        Map<String, List<OutcomeRecord>> topics = live();
        RunEvent moved = correct(
                "a",
                40_000,
                new EventBody.Correction(
                        EventBody.Correction.Action.MOVE, 1, OPENED.plusSeconds(103), null, null, "C1", null));
        correct("a", 40_050, swapWith("nobody", "C2"));

        assertThat(byRunner(settle(topics))).isEqualTo(Map.of("a", new CoachCorrection(moved.eventId(), "C1", null)));
    }

    @Test
    void ofWhomNothingMovedNothingIsToldHoweverManyFramesCameBetween() {
        playLive();
        Map<String, List<OutcomeRecord>> live = live();
        upload("b", 0.3, 199.3, 86_400);

        Settlement settlement = settle(live);

        assertThat(settlement.seconds()).containsOnlyKeys("b");
    }

    private void beatsFromAFile() {
        for (double second = 10.5; second < 30; second++) {
            event(
                    "a",
                    second,
                    100_000,
                    FILE,
                    new EventBody.Readings(List.of(new Reading(
                            "strap-" + second,
                            OPENED.plusMillis(Math.round(second * 1000)),
                            Double.NaN,
                            Double.NaN,
                            Double.NaN,
                            Double.NaN,
                            Double.NaN,
                            Double.NaN,
                            Double.NaN,
                            150,
                            Double.NaN,
                            Double.NaN,
                            List.of()))));
        }
    }

    private void upload(String runner, double from, double to, double received) {
        for (double second = from; second <= to; second++) {
            reading(runner, FILE, second, received);
        }
    }

    private Settlement settle(Map<String, List<OutcomeRecord>> live) {
        return SettledFold.of("s", log, reader -> live.values()
                        .forEach(records -> records.forEach(record -> reader.take(record.outcome(), record.settled()))))
                .settlement();
    }

    private Map<String, List<OutcomeRecord>> live() {
        return oracle.fold("s", log);
    }

    private static void publish(Settlement settlement, Oracle oracle, Map<String, List<OutcomeRecord>> live) {
        for (Outcome outcome : settlement.revisions()) {
            OutcomeRecord record = oracle.record(outcome);
            live.computeIfAbsent(record.topic(), fresh -> new ArrayList<>())
                    .add(new OutcomeRecord(record.topic(), record.key(), record.payload(), outcome, true));
        }
    }

    @Test
    void aLogWithoutAnythingLateSaysWhatWentOut() {
        playLive();

        Settlement settlement = settle(live());

        assertThat(settlement.same()).as(settlement.toString()).isTrue();
        assertThat(settlement.closed()).isTrue();
        assertThat(settlement.complete()).isTrue();
    }

    @Test
    void anUploadAfterTheCloseGivesItsRunnerLapsAndThePlaceOnTheBoard() {
        playLive();
        upload("b", 0, 200, 100_000);

        Settlement settlement = settle(live());

        assertThat(settlement.moved()).isEqualTo(Map.of("b", 201L));
        assertThat(settlement.laps())
                .extracting(change -> change.runner() + change.lap())
                .containsExactly("b1", "b2", "b3", "b4", "b5");
        assertThat(settlement.boards())
                .extracting(Settlement.BoardChange::board)
                .contains("free-laps");
        assertThat(settlement.seconds()).containsOnlyKeys("b");
        assertThat(settlement.revisions()).allSatisfy(outcome -> {
            if (outcome instanceof LapOutcome lap) {
                assertThat(lap.revision()).isZero();
                assertThat(lap.logTime()).isEqualTo(OPENED.plusSeconds(100_000));
                assertThat(lap.lineage().sessionPosition()).isEqualTo(log.size());
            } else if (outcome instanceof Standings board) {
                assertThat(board.revision()).isPositive();
            }
        });
        assertThat(settlement.toString()).contains("b: 201 came late and are used now", "b lap 1: new, 40.0");
        assertThat(settlement.toJson(0).get("laps")).hasSize(5);
    }

    @Test
    void whoHasNotAgreedIsLeftOutOfWhatIsShownAndNotOfWhatIsPublished() {
        playLive();
        upload("b", 0, 200, 100_000);
        Settlement settlement = settle(live());
        Withheld withheld = Withheld.of(
                Withheld.Purpose.REPLAY, log, Map.of("a", person("a", true, null), "b", person("b", null, true)));

        assertThat(withheld.runners()).containsExactly("b");
        assertThat(withheld.words().orElseThrow()).startsWith("1 runner has not agreed to replay and is left out");
        Settlement shown = withheld.of(settlement);
        assertThat(shown.toString()).doesNotContain("b:", "b lap", "b was");
        ObjectNode json = settlement.toJson(0, withheld);
        assertThat(json.toString()).doesNotContain("\"b\"", "b lap", "b was");
        assertThat(json.get("withheldRunners").asInt()).isOne();
        assertThat(json.get("purpose").asText()).isEqualTo("replay");
        assertThat(shown.revisions())
                .as("what the topics need to be right")
                .isEqualTo(settlement.revisions())
                .isNotEmpty();
        assertThat(shown.same()).isFalse();
        assertThat(withheld.but("b").of(settlement)).isEqualTo(settlement);
    }

    @Test
    void eachPurposeIsAskedForByItselfAndWhoIsErasedHasAgreedToNone() {
        playLive();
        Map<String, Person> people = Map.of("a", person("a", true, null), "b", person("b", null, true));

        assertThat(Withheld.of(Withheld.Purpose.RESEARCH, log, people).runners())
                .containsExactly("a");
        assertThat(Withheld.of(Withheld.Purpose.REPLAY, log, Map.of()).runners())
                .containsExactlyInAnyOrder("a", "b");
        assertThat(Withheld.of(Withheld.Purpose.REPLAY, log, Map.of()).words().orElseThrow())
                .startsWith("2 runners have not agreed");
    }

    @Test
    void aComparisonCountsWhatDiffersAndDoesNotSayHowWhereThatMayBeOfWhoHasNotAgreed() {
        playLive();
        Map<String, List<OutcomeRecord>> live = live();
        ComparisonReport report = TopicComparison.compare("s", log.size(), live, Map.of());
        assertThat(report.toString()).contains("first: ");

        ComparisonReport shown = new Withheld(Withheld.Purpose.REPLAY, Set.of("a")).of(report);

        assertThat(shown.same()).isFalse();
        assertThat(shown.toString()).contains("missing").doesNotContain("first: ");
    }

    private static Person person(String runner, @Nullable Boolean replay, @Nullable Boolean research) {
        return new Person(
                "c",
                runner,
                runner,
                null,
                null,
                null,
                true,
                List.of("s"),
                OPENED,
                new Privacy(null, replay, research, null, null, null, false, null, null));
    }

    @Test
    void whatWasPublishedIsNotPublishedAgainAndLiveStillEqualsItsReplay() {
        playLive();
        upload("b", 0, 200, 100_000);
        Map<String, List<OutcomeRecord>> topics = live();
        publish(settle(topics), oracle, topics);

        Settlement again = settle(topics);
        assertThat(again.same()).as(again.toString()).isTrue();
        assertThat(TopicComparison.compare("s", log.size(), live(), topics).same())
                .isTrue();

        // The same file once more changes the log and nothing else.
        upload("b", 0, 200, 200_000);
        assertThat(settle(topics).same()).isTrue();
    }

    /** Counts how often the session is folded, and lets another publish after the first time. */
    private final class Folds implements SettledPublisher.Folding {
        private final Map<String, List<OutcomeRecord>> topics;
        private final boolean another;
        private int folds;

        Folds(Map<String, List<OutcomeRecord>> topics, boolean another) {
            this.topics = topics;
            this.another = another;
        }

        @Override
        public SessionTopics.Moment now(String sessionId) {
            return new SessionTopics.Moment(sessionId, Map.of());
        }

        @Override
        public SettledFold settle(SessionTopics.Moment until, long mostReadings) {
            SettledFold fold = SettledFold.of("s", log, reader -> topics.values()
                    .forEach(records -> records.forEach(record -> reader.take(record.outcome(), record.settled()))));
            if (++folds == 1 && another) {
                publish(fold.settlement(), oracle, topics);
            }
            return fold;
        }

        @Override
        public boolean saidSince(SessionTopics.Moment then) {
            return another;
        }
    }

    @ParameterizedTest(name = "another publishes meanwhile: {0}")
    @CsvSource({"false, 1", "true, 2"})
    void whatWasLookedAtIsFoldedAgainOnlyWhereAnotherPublishedMeanwhile(boolean another, int folds) throws Exception {
        playLive();
        upload("b", 0, 200, 100_000);
        var replay = new Folds(live(), another);
        var producer = new MockProducer<byte[], byte[]>(
                new Cluster(
                        "c",
                        List.of(Node.noNode()),
                        SessionTopics.OUTCOMES.stream()
                                .map(topic -> new PartitionInfo(topic, 0, null, null, null))
                                .toList(),
                        Set.of(),
                        Set.of()),
                true,
                new RoundRobinPartitioner(),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        var publisher =
                new SettledPublisher("127.0.0.1:1", Map.of(), replay, new RunSerdes(new InMemorySchemaRegistry()));

        int written = publisher.publishWhatMoved("s", 1000, () -> producer);

        assertThat(replay.folds).isEqualTo(folds);
        assertThat(producer.history()).hasSize(written);
        assertThat(written == 0).as("the other has said it all").isEqualTo(another);
        assertThat(producer.closed()).isTrue();
    }

    /** Of a run elsewhere, 2.5 m a second from the day before on. */
    private void elsewhere(int from, int to, double received) {
        for (int second = from; second < to; second++) {
            event(
                    "a",
                    second - 86_400,
                    received,
                    FILE,
                    new EventBody.Readings(List.of(new Reading(
                            "run-" + second,
                            OPENED.plusSeconds(second - 86_400),
                            Double.NaN,
                            Double.NaN,
                            Double.NaN,
                            2.5,
                            Double.NaN,
                            Double.NaN,
                            Double.NaN,
                            140,
                            Double.NaN,
                            2.5 * second,
                            List.of()))));
        }
    }

    @ParameterizedTest(name = "the first file from {0} s to {1} s of the run")
    @CsvSource({"0, 600", "600, 1201", "0, 1201"})
    void ofARunBeforeItsSessionThatComesInTwoFilesAllLapsStand(int from, int to) {
        event(
                null,
                0,
                0,
                Origin.of(Origin.Kind.CAMP),
                new EventBody.SessionOpened(
                        "camp", "free-run", null, List.of(), SessionClock.WALL, false, null, "UTC"));
        event(
                "a",
                0,
                0,
                Origin.of(Origin.Kind.CAMP),
                new EventBody.Join(
                        null,
                        null,
                        null,
                        null,
                        null,
                        LapRule.DISTANCE,
                        500.0,
                        null,
                        null,
                        190.0,
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        elsewhere(from, to, 1);
        event(null, 2, 2, Origin.of(Origin.Kind.COACH), new EventBody.Control(EventBody.Control.Action.CLOSE));
        Map<String, List<OutcomeRecord>> topics = live();
        elsewhere(0, from, 40_000);
        elsewhere(to, 1201, 40_000);

        publish(settle(topics), oracle, topics);

        Map<Integer, LapOutcome> laps = new TreeMap<>();
        topics.getOrDefault("run.laps.v1", List.of())
                .forEach(record -> laps.put(((LapOutcome) record.outcome()).lap(), (LapOutcome) record.outcome()));
        assertThat(laps).hasSize(6);
        assertThat(laps.values()).allSatisfy(lap -> {
            assertThat(lap.state()).isEqualTo(LapOutcome.State.PROVISIONAL);
            assertThat(lap.lapSeconds().value()).isCloseTo(200, within(0.5));
        });
    }

    @Test
    void aSecondUploadRevisesWhatTheFirstPublished() {
        playLive();
        upload("b", 0, 90, 100_000);
        Map<String, List<OutcomeRecord>> topics = live();
        publish(settle(topics), oracle, topics);
        upload("b", 91, 200, 200_000);

        Settlement second = settle(topics);
        assertThat(second.laps()).extracting(Settlement.LapChange::lap).containsExactly(3, 4, 5);
        publish(second, oracle, topics);

        assertThat(settle(topics).same()).isTrue();
        assertThat(topics.getOrDefault("run.metrics.v1", List.of()).stream()
                        .map(record -> ((Frame) record.outcome()).number() + " " + ((Frame) record.outcome()).part()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aLapOfWhichOnlyTheHeartRateMovedSaysSo() {
        playLive();
        beatsFromAFile();

        Settlement settlement = settle(live());
        assertThat(settlement.laps()).hasSize(1);
        assertThat(settlement.laps().get(0).toString()).contains("as before; its ", "HeartRateBpm was 140.0, is 1");
        LapOutcome revised = (LapOutcome) settlement.revisions().get(0);
        assertThat(revised.revision()).isPositive();
        assertThat(revised.reason()).isEqualTo(SettledFold.REASON);
    }

    @Test
    void aSessionThatGoesOnIsToldAndNotClosed() {
        playLive();
        log.remove(log.size() - 1);

        assertThat(settle(live()).closed()).isFalse();
        assertThat(settle(live()).complete()).isFalse();
    }
}

package dev.backstretch.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.session.SessionFold;
import dev.backstretch.schemas.OutcomeRouting;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.Topics;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTopologyTest {
    private static final Instant START = Instant.parse("2026-11-21T02:00:00Z");
    private static final String SESSION = "s1";

    private final RunSerdes serdes = new RunSerdes(new InMemorySchemaRegistry());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void the_topology_is_the_golden_one_with_names_of_our_own() throws IOException {
        String description = StreamsService.describe(serdes, meters);

        assertThat(description).doesNotContain("KSTREAM-").doesNotContain("KTABLE-");
        assertThat(description.strip()).isEqualTo(golden().strip());
    }

    @Test
    void outcomes_equal_the_plain_fold_payload_for_payload(@TempDir Path folder) {
        List<RunEvent> events = chipSession();
        List<Outcome> expected = new ArrayList<>();
        SessionFold fold = new SessionFold(SESSION);
        events.forEach(event -> fold.apply(event, 0, expected::add));

        try (TopologyTestDriver driver = driver(folder, 3)) {
            TestInputTopic<String, RunEvent> log = driver.createInputTopic(
                    Topics.EVENTS, new StringSerializer(), serdes.events().serializer());
            events.forEach(event -> log.pipeInput(SESSION, event, event.receivedAt()));

            OutcomeRouting routing = new OutcomeRouting(serdes);
            for (String topic :
                    List.of(Topics.LAPS, Topics.STANDINGS, Topics.ALERTS, Topics.METRICS, Topics.REJECTIONS)) {
                List<String> wanted = expected.stream()
                        .filter(outcome -> OutcomeRouting.topicOf(outcome).equals(topic))
                        .map(outcome -> OutcomeRouting.keyOf(outcome) + " " + payload(routing.serialize(outcome)))
                        .toList();
                List<String> got = driver
                        .createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                        .readKeyValuesToList()
                        .stream()
                        .map(record -> record.key + " " + payload(record.value))
                        .toList();
                assertThat(got).as(topic).isEqualTo(wanted);
            }
            assertThat(expected.stream().filter(LapOutcome.class::isInstance)).hasSize(2);
            assertThat(expected.stream().filter(Rejection.class::isInstance)).hasSize(1);
        }
    }

    @Test
    void a_log_that_was_cut_off_stops_the_topology_however_deep_its_cause_lies() {
        var cut = new LogTruncatedException("begins at 7001");
        assertThat(StreamsService.causedBy(
                        new StreamsException("task", new IllegalStateException(cut)), LogTruncatedException.class))
                .isTrue();
        assertThat(StreamsService.causedBy(new StreamsException("task"), LogTruncatedException.class))
                .isFalse();
    }

    @Test
    void bytes_that_are_no_event_become_a_rejection_and_the_stream_goes_on(@TempDir Path folder) {
        try (TopologyTestDriver driver = driver(folder, 1000)) {
            TestInputTopic<String, byte[]> raw =
                    driver.createInputTopic(Topics.EVENTS, new StringSerializer(), new ByteArraySerializer());
            raw.pipeInput(SESSION, "no event".getBytes(StandardCharsets.UTF_8), START);
            for (RunEvent event : chipSession()) {
                raw.pipeInput(
                        SESSION, serdes.events().serializer().serialize(Topics.EVENTS, event), event.receivedAt());
            }

            List<Rejection> rejections = rejections(driver);
            assertThat(rejections).extracting(Rejection::reason).containsExactly("UNDECODABLE", "UNKNOWN_RUNNER");
            assertThat(rejections.get(0).sourceTopic()).isEqualTo(Topics.EVENTS);
            assertThat(rejections.get(0).sourceOffset()).isZero();
            assertThat(new String(rejections.get(0).payload(), StandardCharsets.UTF_8))
                    .isEqualTo("no event");
            assertThat(driver.createOutputTopic(
                                    Topics.LAPS,
                                    new StringDeserializer(),
                                    serdes.laps().deserializer())
                            .readValuesToList())
                    .hasSize(2);
        }
    }

    @Test
    void a_record_without_a_value_becomes_a_rejection_and_the_stream_goes_on(@TempDir Path folder) {
        try (TopologyTestDriver driver = driver(folder, 1000)) {
            TestInputTopic<String, byte[]> raw =
                    driver.createInputTopic(Topics.EVENTS, new StringSerializer(), new ByteArraySerializer());
            raw.pipeInput(new TestRecord<>(SESSION, null, START));
            for (RunEvent event : chipSession()) {
                raw.pipeInput(
                        SESSION, serdes.events().serializer().serialize(Topics.EVENTS, event), event.receivedAt());
            }

            List<Rejection> rejections = rejections(driver);
            assertThat(rejections).extracting(Rejection::reason).containsExactly("UNDECODABLE", "UNKNOWN_RUNNER");
            assertThat(rejections.get(0).sessionId()).isEqualTo(SESSION);
            assertThat(rejections.get(0).sourceOffset()).isZero();
            assertThat(rejections.get(0).payload()).isEmpty();
        }
    }

    @Test
    void a_delivery_that_is_turned_away_whole_is_one_rejection_with_all_its_items(@TempDir Path folder) {
        List<Reading> readings = new ArrayList<>();
        for (int second = 1; second <= 16; second++) {
            readings.add(new Reading(
                    "r9-" + second,
                    START.plusSeconds(second),
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    3.4,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    150,
                    Double.NaN,
                    Double.NaN,
                    List.of()));
        }
        try (TopologyTestDriver driver = driver(folder, 1000)) {
            pipe(driver, chipSession().get(0));
            pipe(driver, event("stray", "r9", 17, new EventBody.Readings(readings)));

            assertThat(rejections(driver)).singleElement().satisfies(rejection -> {
                assertThat(rejection.reason()).isEqualTo("UNKNOWN_RUNNER");
                assertThat(rejection.items()).isEqualTo(16);
            });
        }
    }

    @Test
    void a_session_that_was_not_opened_is_rejected_and_leaves_nothing(@TempDir Path folder) {
        List<RunEvent> events = chipSession();
        List<String> expected = new ArrayList<>();
        SessionFold fold = new SessionFold(SESSION);
        events.forEach(event -> fold.apply(event, 0, outcome -> {
            if (outcome instanceof LapOutcome lap) {
                expected.add(payload(new OutcomeRouting(serdes).serialize(lap)));
            }
        }));

        try (TopologyTestDriver driver = driver(folder, 1)) {
            pipe(driver, events.get(1));
            pipe(driver, events.get(2));
            assertThat(rejections(driver))
                    .extracting(Rejection::reason)
                    .containsOnly("UNKNOWN_SESSION")
                    .hasSize(2);
            driver.advanceWallClockTime(Duration.ofSeconds(11));
            assertThat(pages(driver)).isEmpty();

            events.forEach(event -> pipe(driver, event));
            assertThat(driver.createOutputTopic(Topics.LAPS, new StringDeserializer(), new ByteArrayDeserializer())
                            .readValuesToList())
                    .as("what came before the opening changes nothing")
                    .extracting(SessionTopologyTest::payload)
                    .isEqualTo(expected);
        }
    }

    @Test
    void a_closed_session_leaves_its_head_and_then_nothing(@TempDir Path folder) {
        int closedAfter = 231;
        int settle = (int) SessionFold.SETTLE_WINDOW.toSeconds();
        int kept = (int) Duration.ofDays(35).toSeconds();
        try (TopologyTestDriver driver = driver(folder, 1)) {
            chipSession().forEach(event -> pipe(driver, event));
            rejections(driver);
            pipe(driver, stranger(closedAfter + settle));
            assertThat(pages(driver)).as("in the settle window").hasSizeGreaterThan(2);

            pipe(driver, stranger(closedAfter + settle + 1));
            assertThat(pages(driver)).as("the head").containsExactly(SESSION + "|0", SESSION + "|1");

            pipe(driver, event("late", "r1", closedAfter + kept - 1, new EventBody.Tap("coach-1", "7")));
            assertThat(rejections(driver)).extracting(Rejection::reason).contains("SESSION_CLOSED");
            assertThat(pages(driver)).as("still the head").containsExactly(SESSION + "|0", SESSION + "|1");

            pipe(driver, stranger(closedAfter + kept + 1));
            assertThat(pages(driver)).as("after the log's retention").isEmpty();
            pipe(driver, event("later", "r1", closedAfter + kept + 2, new EventBody.Tap("coach-1", "7")));
            assertThat(rejections(driver)).extracting(Rejection::reason).endsWith("UNKNOWN_SESSION");
            assertThat(pages(driver)).isEmpty();
        }
    }

    @Test
    void a_head_that_was_stored_before_a_restart_goes_in_time_too(@TempDir Path folder) {
        int closedAfter = 231;
        int settle = (int) SessionFold.SETTLE_WINDOW.toSeconds();
        int kept = (int) Duration.ofDays(35).toSeconds();
        Map<String, byte[]> stored = new HashMap<>();
        try (TopologyTestDriver driver = driver(folder, 1)) {
            chipSession().forEach(event -> pipe(driver, event));
            pipe(driver, stranger(closedAfter + settle + 1));
            assertThat(pages(driver)).hasSize(2);
            stored.putAll(stored(driver));
            // as if the mark of what is covered had not been written yet
            stored.remove("covered");
        }
        try (TopologyTestDriver driver = driver(folder, 1)) {
            stored.forEach(driver.<String, byte[]>getKeyValueStore(SessionTopology.SNAPSHOTS)::put);
            pipe(driver, stranger(closedAfter + kept - 1));
            assertThat(pages(driver)).hasSize(2);
            pipe(driver, stranger(closedAfter + kept + 1));
            assertThat(pages(driver)).isEmpty();
        }
    }

    @Test
    void what_lies_in_snapshots_is_not_read_again_after_a_restart(@TempDir Path folder) {
        List<RunEvent> events = chipSession();
        Map<String, byte[]> stored = new HashMap<>();
        try (TopologyTestDriver driver = driver(folder, 1000)) {
            events.subList(0, events.size() - 1).forEach(event -> pipe(driver, event));
            assertThat(stored(driver)).as("the session goes on").containsOnlyKeys("format");
            pipe(driver, events.get(events.size() - 1));
            stored.putAll(stored(driver));
        }
        List<Long> readFrom = new ArrayList<>();
        try (TopologyTestDriver driver = driver(folder, 1000, (partition, from, before, taker) -> readFrom.add(from))) {
            stored.forEach(driver.<String, byte[]>getKeyValueStore(SessionTopology.SNAPSHOTS)::put);
            // the new driver's log begins at offset 0, the retention has let go of what lay there before
            for (int i = 0; i < events.size(); i++) {
                pipe(driver, stranger(300 + i));
            }
        }
        assertThat(readFrom).isEmpty();
        assertThat(stored).containsKey("covered");
        assertThat(new String(stored.get("covered"), StandardCharsets.US_ASCII))
                .isEqualTo(String.valueOf(events.size() - 1));
    }

    @Test
    void snapshots_of_another_form_are_dropped_and_the_whole_log_is_folded_again(@TempDir Path folder) {
        List<RunEvent> events = chipSession();
        // the second lap ends after it
        int cut = events.size() - 18;
        List<String> expected;
        Map<String, byte[]> stored = new HashMap<>();
        try (TopologyTestDriver driver = driver(folder, 1)) {
            events.subList(0, cut).forEach(event -> pipe(driver, event));
            laps(driver);
            stored.putAll(stored(driver));
            events.subList(cut, events.size()).forEach(event -> pipe(driver, event));
            expected = laps(driver);
        }
        stored.put("format", "1".getBytes(StandardCharsets.US_ASCII));
        stored.put(SESSION + "|0", "what another version wrote".getBytes(StandardCharsets.US_ASCII));
        stored.put("gone|0", "of a session that the log has let go of".getBytes(StandardCharsets.US_ASCII));
        List<Long> readFrom = new ArrayList<>();
        EventTail log = (partition, from, before, taker) -> {
            readFrom.add(from);
            for (int i = 0; i < cut; i++) {
                taker.take(i, SESSION, events.get(i));
            }
        };
        try (TopologyTestDriver impatient = driver(folder, 1, log)) {
            stored.forEach(impatient.<String, byte[]>getKeyValueStore(SessionTopology.SNAPSHOTS)::put);
            assertThatThrownBy(() -> pipe(impatient, events.get(cut)))
                    .satisfies(thrown -> assertThat(StreamsService.causedBy(thrown, OtherFormatException.class))
                            .isTrue());
        }
        assertThat(readFrom).as("nothing is read in a hurry").isEmpty();
        try (TopologyTestDriver driver = driver(folder, 1, log, true)) {
            stored.forEach(driver.<String, byte[]>getKeyValueStore(SessionTopology.SNAPSHOTS)::put);
            // a new driver's log is empty: what no processor sees brings it to the same offset
            TestInputTopic<String, byte[]> raw =
                    driver.createInputTopic(Topics.EVENTS, new StringSerializer(), new ByteArraySerializer());
            for (int i = 0; i < cut; i++) {
                raw.pipeInput(new TestRecord<>(SESSION, null, START));
            }
            events.subList(cut, events.size()).forEach(event -> pipe(driver, event));
            assertThat(laps(driver)).isEqualTo(expected).isNotEmpty();
            assertThat(stored(driver)).doesNotContainKey("gone|0").containsKeys("format", SESSION + "|0");
        }
        assertThat(readFrom).containsExactly(EventTail.ALL);
    }

    @Test
    void the_time_of_a_simulation_ends_no_settle_window_of_another_clock(@TempDir Path folder) {
        int settle = (int) SessionFold.SETTLE_WINDOW.toSeconds();
        try (TopologyTestDriver driver = driver(folder, 1)) {
            chipSession().forEach(event -> pipe(driver, event));
            pipe(
                    driver,
                    simulated(
                            231,
                            new EventBody.SessionOpened(
                                    "camp",
                                    "free-run",
                                    null,
                                    List.of(),
                                    SessionClock.SIMULATED,
                                    false,
                                    0,
                                    "Asia/Bangkok")));
            pipe(driver, simulated(231 + 10 * settle, new EventBody.Tick(1)));
            assertThat(pages(driver))
                    .filteredOn(page -> page.startsWith(SESSION))
                    .hasSizeGreaterThan(2);

            pipe(driver, event("late", "r1", 232, new EventBody.Tap("coach-1", "7")));
            assertThat(rejections(driver)).extracting(Rejection::reason).doesNotContain("SESSION_CLOSED");
        }
    }

    private static RunEvent simulated(int second, EventBody body) {
        Instant at = START.plusSeconds(second);
        return new RunEvent("sim-" + second, "sim", null, at, at, Origin.of(Origin.Kind.TIMING), body);
    }

    /** An event of another session, which only moves the log's time. */
    private static RunEvent stranger(int second) {
        Instant at = START.plusSeconds(second);
        return new RunEvent(
                "stranger-" + second, "s2", null, at, at, Origin.of(Origin.Kind.TIMING), new EventBody.Tick(second));
    }

    private static Map<String, byte[]> stored(TopologyTestDriver driver) {
        Map<String, byte[]> stored = new HashMap<>();
        try (KeyValueIterator<String, byte[]> all = driver.<String, byte[]>getKeyValueStore(SessionTopology.SNAPSHOTS)
                .all()) {
            all.forEachRemaining(entry -> stored.put(entry.key, entry.value));
        }
        return stored;
    }

    private static List<String> laps(TopologyTestDriver driver) {
        return driver
                .createOutputTopic(Topics.LAPS, new StringDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(SessionTopologyTest::payload)
                .toList();
    }

    private static List<String> pages(TopologyTestDriver driver) {
        List<String> pages = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = driver.<String, byte[]>getKeyValueStore(SessionTopology.SNAPSHOTS)
                .all()) {
            all.forEachRemaining(page -> {
                if (page.key.contains("|")) {
                    pages.add(page.key);
                }
            });
        }
        return pages;
    }

    private void pipe(TopologyTestDriver driver, RunEvent event) {
        driver.createInputTopic(
                        Topics.EVENTS, new StringSerializer(), serdes.events().serializer())
                .pipeInput(event.sessionId(), event, event.receivedAt());
    }

    private List<Rejection> rejections(TopologyTestDriver driver) {
        return driver.createOutputTopic(
                        Topics.REJECTIONS,
                        new StringDeserializer(),
                        serdes.rejections().deserializer())
                .readValuesToList();
    }

    private TopologyTestDriver driver(Path folder, int snapshotEvery) {
        return driver(folder, snapshotEvery, (partition, from, before, taker) -> {});
    }

    private TopologyTestDriver driver(Path folder, int snapshotEvery, EventTail tail) {
        return driver(folder, snapshotEvery, tail, false);
    }

    private TopologyTestDriver driver(Path folder, int snapshotEvery, EventTail tail, boolean foldsWholeLog) {
        StreamsSettings settings = new StreamsSettings(
                "localhost:1", "test", folder, Duration.ofMillis(50), snapshotEvery, 1, null, Map.of());
        Properties properties = StreamsService.properties(settings, serdes, false);
        // in a transaction the driver forgets what was sent for a record that no processor saw
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        return new TopologyTestDriver(
                SessionTopology.build(
                        serdes,
                        new SessionProcessor.Settings(
                                snapshotEvery,
                                Duration.ofSeconds(5),
                                settings.promptCommitGap(),
                                tail,
                                foldsWholeLog,
                                meters.counter("folded"))),
                properties);
    }

    /** A runner timed by chips alone: start, two laps, a tick each second; and an event of somebody who never joined. */
    private static List<RunEvent> chipSession() {
        List<RunEvent> events = new ArrayList<>();
        events.add(event(
                "open",
                null,
                0,
                new EventBody.SessionOpened(
                        "camp", "free-run", null, List.of(), SessionClock.WALL, false, 0, "Asia/Bangkok")));
        events.add(event(
                "join-r1",
                "r1",
                0,
                new EventBody.Join(
                        "7",
                        null,
                        null,
                        "c7",
                        1,
                        EventBody.LapRule.LINE,
                        400.0,
                        1,
                        null,
                        180.0,
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)));
        events.add(event("stray", "r9", 1, new EventBody.Tap("coach-1", "9")));
        for (int second = 2; second <= 230; second++) {
            events.add(event(
                    "tick-" + second,
                    null,
                    second,
                    new EventBody.Tick(START.plusSeconds(second).toEpochMilli() / 500)));
            if (second == 5 || second == 105 || second == 215) {
                events.add(event("chip-" + second, "r1", second, new EventBody.Chip("c7", "finish", -50)));
            }
        }
        events.add(event("close", null, 231, new EventBody.Control(EventBody.Control.Action.CLOSE)));
        return events;
    }

    private static RunEvent event(String id, @Nullable String runner, int second, EventBody body) {
        Instant at = START.plusSeconds(second);
        return new RunEvent(id, SESSION, runner, at, at, Origin.of(Origin.Kind.TIMING), body);
    }

    private static String payload(byte[] record) {
        return HexFormat.of().formatHex(RunSerdes.payload(record));
    }

    private static String golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                SessionTopologyTest.class.getResourceAsStream("/topology.txt"), "topology.txt on the class path")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

package dev.backstretch.replay;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.OutcomeRouting;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.SessionPartition;
import dev.backstretch.schemas.Topics;
import dev.backstretch.schemas.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads what the topics hold of one session, committed records only, in the order of the log. */
public final class SessionTopics {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The topics that a session's fold writes. */
    public static final List<String> OUTCOMES =
            List.of(Topics.LAPS, Topics.STANDINGS, Topics.ALERTS, Topics.METRICS, Topics.REJECTIONS);

    private static final List<String> REVISABLE = List.of(Topics.LAPS, Topics.STANDINGS, Topics.METRICS);

    private final String bootstrapServers;
    private final Map<String, String> clientProperties;
    private final RunSerdes serdes;
    private final OutcomeRouting routing;

    /**
     * @param bootstrapServers the brokers
     * @param clientProperties further properties of every Kafka client, such as its security
     */
    public SessionTopics(String bootstrapServers, Map<String, String> clientProperties, RunSerdes serdes) {
        this.bootstrapServers = bootstrapServers;
        this.clientProperties = Map.copyOf(clientProperties);
        this.serdes = serdes;
        this.routing = new OutcomeRouting(serdes);
    }

    /** The session's log: every record under its key, readable or not. */
    public List<LogRecord> log(String sessionId) {
        var log = new ArrayList<LogRecord>();
        log(sessionId, log::add);
        return log;
    }

    /** The same record by record, none of which is held; who takes them may take the time that it takes. */
    public void log(String sessionId, Consumer<LogRecord> take) {
        read(Topics.EVENTS, sessionId, record -> {
            if (sessionId.equals(text(record.key()))) {
                take.accept(new LogRecord(
                        record.partition(),
                        record.offset(),
                        Instant.ofEpochMilli(record.timestamp()),
                        eventOf(record)));
            }
        });
    }

    private @Nullable RunEvent eventOf(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null
                    ? null
                    : serdes.events().deserializer().deserialize(record.topic(), record.value());
        } catch (UndecodableException noEvent) {
            return null;
        }
    }

    /** What each outcome topic holds of the session. */
    public Map<String, List<OutcomeRecord>> outcomes(String sessionId) {
        Map<String, List<OutcomeRecord>> byTopic = new LinkedHashMap<>();
        for (String topic : OUTCOMES) {
            byTopic.put(topic, outcomes(topic, sessionId));
        }
        return byTopic;
    }

    private List<OutcomeRecord> outcomes(String topic, String sessionId) {
        var outcomes = new ArrayList<OutcomeRecord>();
        readOutcomes(
                topic,
                sessionId,
                (record, outcome) -> outcomes.add(new OutcomeRecord(
                        topic, text(record.key()), RunSerdes.payload(record.value()), outcome, isSettled(record))));
        return outcomes;
    }

    /** Takes what the topics hold of a session, one by one. */
    @FunctionalInterface
    interface Reader {
        /**
         * @param settled whether a settled replay wrote it, and not the live fold
         */
        void take(Outcome outcome, boolean settled);
    }

    /**
     * How far the outcome topics went at some moment.
     *
     * @param ends of each partition that tells of the session, by topic in the order in which they are read
     */
    public record Moment(String sessionId, Map<TopicPartition, Long> ends) {
        public Moment {
            ends = Collections.unmodifiableMap(new LinkedHashMap<>(ends));
        }
    }

    /** How far they go now, in those topics whose outcomes a settled replay may revise. */
    public Moment now(String sessionId) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> places = REVISABLE.stream()
                    .map(topic -> placeOf(consumer, topic, sessionId))
                    .toList();
            Map<TopicPartition, Long> found = ends(places);
            Map<TopicPartition, Long> ends = new LinkedHashMap<>();
            places.forEach(place -> ends.put(place, Objects.requireNonNull(found.get(place))));
            return new Moment(sessionId, ends);
        }
    }

    /**
     * Hands over what a settled replay may revise of what had come out by a moment, without keeping any of it: a long session
     * has more than fits twice.
     */
    void revisable(Moment until, Reader reader) {
        for (Map.Entry<TopicPartition, Long> end : until.ends().entrySet()) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                readToEnd(consumer, Map.of(end.getKey(), end.getValue()), record -> outcomeOf(record, until.sessionId())
                        .ifPresent(outcome -> reader.take(outcome, isSettled(record))));
            }
        }
    }

    /** Whether anything of the session came out since a moment that a settled replay may revise. */
    boolean saidSince(Moment then) {
        boolean[] any = new boolean[1];
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(then.ends().keySet());
            then.ends().forEach(consumer::seek);
            readOn(
                    consumer,
                    ends(List.copyOf(then.ends().keySet())),
                    record -> any[0] |= outcomeOf(record, then.sessionId()).isPresent());
        }
        return any[0];
    }

    private void readOutcomes(
            String topic, String sessionId, BiConsumer<ConsumerRecord<byte[], byte[]>, Outcome> take) {
        read(topic, sessionId, record -> outcomeOf(record, sessionId)
                .ifPresent(outcome -> take.accept(record, outcome)));
    }

    /** What a record says of a session; empty where it is of another. */
    private Optional<Outcome> outcomeOf(ConsumerRecord<byte[], byte[]> record, String sessionId) {
        String key = text(record.key());
        if (key == null || !mayBelongTo(key, sessionId)) {
            return Optional.empty();
        }
        Outcome outcome = routing.deserialize(record.topic(), record.value());
        return sessionId.equals(OutcomeRouting.sessionOf(outcome)) ? Optional.of(outcome) : Optional.empty();
    }

    private static boolean isSettled(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(OutcomeRouting.SETTLED_HEADER) != null;
    }

    private static boolean mayBelongTo(String key, String sessionId) {
        return key.equals(sessionId) || key.startsWith(sessionId + "|");
    }

    /** The newest head of every session there is, by id. */
    public List<SessionHead> sessions() {
        Map<String, SessionHead> newest = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = partitions(consumer, Topics.SESSIONS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            readToEnd(consumer, ends(all), record -> {
                String sessionId = text(record.key());
                if (sessionId == null) {
                    return;
                }
                SessionHead head = record.value() == null
                        ? null
                        : serdes.sessions().deserializer().deserialize(record.topic(), record.value());
                if (head == null) {
                    newest.remove(sessionId);
                } else {
                    newest.put(sessionId, head);
                }
            });
        }
        return List.copyOf(newest.values());
    }

    /** Who the runners of a camp are, by runner; those who were erased are nobody. */
    public Map<String, Person> people(String campId) {
        Map<String, Person> people = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = partitions(consumer, Topics.PEOPLE).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            readToEnd(consumer, ends(all), record -> {
                String key = text(record.key());
                if (key == null || !key.startsWith(campId + "|")) {
                    return;
                }
                String runner = key.substring(campId.length() + 1);
                if (record.value() == null) {
                    people.remove(runner);
                } else {
                    people.put(runner, serdes.people().deserializer().deserialize(record.topic(), record.value()));
                }
            });
        }
        return people;
    }

    /** Everything in quarantine, partition by partition, in the order it came. */
    public void quarantine(Consumer<Quarantined> take) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = partitions(consumer, Topics.REJECTIONS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            readToEnd(
                    consumer,
                    ends(all),
                    record -> take.accept(new Quarantined(
                            record.partition(),
                            record.offset(),
                            serdes.rejections().deserializer().deserialize(record.topic(), record.value()))));
        }
    }

    private void read(String topic, String sessionId, Consumer<ConsumerRecord<byte[], byte[]>> take) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            readToEnd(consumer, ends(List.of(placeOf(consumer, topic, sessionId))), take);
        }
    }

    private static TopicPartition placeOf(KafkaConsumer<byte[], byte[]> consumer, String topic, String sessionId) {
        return new TopicPartition(
                topic,
                SessionPartition.of(sessionId, partitions(consumer, topic).size()));
    }

    private static List<PartitionInfo> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic, PATIENCE);
        if (partitions == null || partitions.isEmpty()) {
            throw new IllegalStateException("topic " + topic + " does not exist on these brokers");
        }
        return partitions;
    }

    /**
     * What was written so far, whether its transaction has ended or not. After a crash the transaction that it cut off hides
     * what was committed after it, for some seconds, in those topics alone that it had written to.
     */
    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        Map<String, Object> properties = consumerProperties(bootstrapServers, clientProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions, PATIENCE);
        }
    }

    /** Up to what was written when it began, once its transactions have ended; a log that grows meanwhile is not chased. */
    private static void readToEnd(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> take) {
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
        readOn(consumer, ends, take);
    }

    private static void readOn(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> take) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            var records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
                if (end != null && record.offset() < end) {
                    take.accept(record);
                }
            }
            if (!records.isEmpty()) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no records came for " + PATIENCE
                        + " though there are more, or a transaction is open: " + ends);
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                consumerProperties(bootstrapServers, clientProperties),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    static Map<String, Object> consumerProperties(String bootstrapServers, Map<String, String> clientProperties) {
        var properties = new HashMap<String, Object>(clientProperties);
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "backstretch-replay");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return properties;
    }

    private static @Nullable String text(byte @Nullable [] key) {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }
}

package dev.backstretch.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Every topic: its key, its value and how long it keeps what. The one place that says so. */
public final class TopicCatalogue {
    /** Partitions of each topic unless configured; chosen at creation and never raised (design D1). */
    public static final int DEFAULT_PARTITIONS = 12;

    private static final Duration RETENTION = Retention.TOPICS;
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(30);
    private static final long ASK_AGAIN_AFTER_MILLIS = 50;

    private static final List<Topic> TOPICS = List.of(
            new Topic(Topics.EVENTS, "session", true, Schemas.RUN_EVENT, RETENTION),
            new Topic(Topics.LAPS, "session|runner|lap", true, Schemas.LAP_OUTCOME, RETENTION),
            new Topic(Topics.STANDINGS, "session|board", true, Schemas.STANDINGS, RETENTION),
            new Topic(Topics.ALERTS, "session|runner or -|kind|onset", true, Schemas.ALERT, RETENTION),
            new Topic(Topics.METRICS, "session", true, Schemas.FRAME, RETENTION),
            new Topic(Topics.REJECTIONS, "session, or none", true, Schemas.REJECTION, RETENTION),
            new Topic(Topics.SESSIONS, "session", true, Schemas.SESSION_HEAD, null),
            new Topic(Topics.PEOPLE, "camp|runner", false, Schemas.PERSON, null));

    private TopicCatalogue() {}

    /**
     * One topic.
     *
     * @param key what its records are keyed by
     * @param partitionedBySession whether a session's records all lie in {@link SessionPartition#of}
     * @param valueSchema what its records hold
     * @param retention how long records stay; null when compacted, where the newest of each key stays
     */
    public record Topic(
            String name,
            String key,
            boolean partitionedBySession,
            Schema valueSchema,
            @Nullable Duration retention) {
        /** The domain record of its values, as the page of topics names it. */
        public String valueName() {
            return valueSchema.getName();
        }

        public boolean compacted() {
            return retention == null;
        }

        /** The settings it is created with. */
        public Map<String, String> settings() {
            var settings = new LinkedHashMap<String, String>();
            settings.put(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    compacted() ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE);
            if (retention != null) {
                settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
            }
            // The record's time is when a door received it. A simulated session's may be hours from the broker's.
            settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
            settings.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
            settings.put(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
            return settings;
        }
    }

    /** In the order of the page of topics. */
    public static List<Topic> topics() {
        return TOPICS;
    }

    public static Topic topic(String name) {
        return TOPICS.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is no topic of the catalogue"));
    }

    /** Creates what is missing, each with one replica. */
    public static void createMissing(Admin admin, int partitions) {
        createMissing(admin, partitions, (short) 1, Map.of());
    }

    /**
     * Creates what is missing and leaves what is there. When it returns, the leaders of all partitions take requests.
     *
     * @param overrides settings laid over those of the catalogue, by topic
     * @throws IllegalStateException when a topic exists with another number of partitions: sessions would be looked for
     *     where they are not
     */
    public static void createMissing(
            Admin admin, int partitions, short replicas, Map<String, Map<String, String>> overrides) {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions: at least 1, not " + partitions);
        }
        for (String name : overrides.keySet()) {
            topic(name);
        }
        Set<String> existing = await(admin.listTopics().names(), "list topics");
        var missing = new ArrayList<NewTopic>();
        for (Topic topic : TOPICS) {
            if (!existing.contains(topic.name())) {
                var settings = new LinkedHashMap<>(topic.settings());
                settings.putAll(overrides.getOrDefault(topic.name(), Map.of()));
                missing.add(new NewTopic(topic.name(), partitions, replicas).configs(settings));
            }
        }
        CreateTopicsResult result = admin.createTopics(missing);
        result.values().forEach((name, created) -> {
            try {
                created.get();
            } catch (ExecutionException e) {
                // Another process was faster: its partition count is looked at below.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new KafkaException("topic " + name + " cannot be created", e.getCause());
                }
            } catch (InterruptedException e) {
                throw interrupted("create topic " + name, e);
            }
        });
        awaitLeaders(admin, requirePartitions(admin, partitions));
    }

    private static Map<String, TopicDescription> requirePartitions(Admin admin, int partitions) {
        List<String> names = TOPICS.stream().map(Topic::name).toList();
        Map<String, TopicDescription> described =
                awaitKnown(() -> admin.describeTopics(names).allTopicNames(), KNOWN_WITHIN);
        var wrong = new TreeMap<String, Integer>();
        described.forEach((name, description) -> {
            if (description.partitions().size() != partitions) {
                wrong.put(name, description.partitions().size());
            }
        });
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(
                    "partitions: configured are " + partitions + ", but these topics have others: "
                            + wrong
                            + "; the number is chosen at creation and never changed, so configure the one that is there,"
                            + " or start with new topics");
        }
        return described;
    }

    /**
     * Waits until the leader of each partition takes requests. An idempotent producer that comes before may have its first
     * batch turned away and its second one taken: the first is then out of order whenever it comes again.
     */
    private static void awaitLeaders(Admin admin, Map<String, TopicDescription> topics) {
        var ends = new LinkedHashMap<TopicPartition, OffsetSpec>();
        topics.forEach((name, description) -> description
                .partitions()
                .forEach(partition -> ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        awaitKnown(() -> admin.listOffsets(ends).all(), KNOWN_WITHIN);
    }

    /**
     * What a broker says of topics that exist. The controller answers a creation; a broker hears of the topic a moment
     * later and until then calls it unknown.
     *
     * @throws KafkaException when the broker still calls a topic unknown after {@code patience}, and at once for any
     *     other failure
     */
    static <T> T awaitKnown(Supplier<KafkaFuture<T>> describing, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return describing.get().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw failed("ask about topics", e);
                }
                pause();
            } catch (InterruptedException e) {
                throw interrupted("ask about topics", e);
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_AFTER_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted("ask about topics", e);
        }
    }

    private static <T> T await(KafkaFuture<T> future, String what) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failed(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private static KafkaException failed(String what, ExecutionException e) {
        return new KafkaException("cannot " + what + ": " + e.getCause(), e.getCause());
    }

    private static KafkaException interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KafkaException("interrupted: " + what, e);
    }
}

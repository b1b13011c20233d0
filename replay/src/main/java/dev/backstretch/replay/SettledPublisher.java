package dev.backstretch.replay;

import dev.backstretch.schemas.OutcomeRouting;
import dev.backstretch.schemas.RunSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a settled replay revised, all of it or nothing. Whoever publishes for a session fences all others that began
 * before, reads what the topics hold only then, and writes the revisions that follow: however often it is tried, each goes
 * out once.
 */
public final class SettledPublisher {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final Map<String, String> clientProperties;
    private final Folding replay;
    private final OutcomeRouting routing;

    /** Reads and folds a session, which takes seconds of a long one. */
    interface Folding {
        /** How far what went out of a session goes now. */
        SessionTopics.Moment now(String sessionId);

        /**
         * Folds the settled log beside what had gone out by a moment.
         *
         * @throws SessionReplay.UnknownSessionException when the log holds nothing of the session
         * @throws SessionReplay.TooLargeException when it holds more readings than that
         */
        SettledFold settle(SessionTopics.Moment until, long mostReadings)
                throws SessionReplay.UnknownSessionException, SessionReplay.TooLargeException;

        /** Whether more of the session went out since a moment. */
        boolean saidSince(SessionTopics.Moment then);
    }

    public SettledPublisher(
            String bootstrapServers, Map<String, String> clientProperties, SessionReplay replay, RunSerdes serdes) {
        this(bootstrapServers, clientProperties, (Folding) replay, serdes);
    }

    SettledPublisher(String bootstrapServers, Map<String, String> clientProperties, Folding replay, RunSerdes serdes) {
        this.bootstrapServers = bootstrapServers;
        this.clientProperties = Map.copyOf(clientProperties);
        this.replay = replay;
        this.routing = new OutcomeRouting(serdes);
    }

    /** It cannot be published now. */
    public static final class NotPublishedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotPublishedException(String message) {
            super(message);
        }

        NotPublishedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * A session as it was looked at.
     *
     * @param until how far what had gone out of it went
     */
    private record Look(SettledFold fold, SessionTopics.Moment until) {}

    /**
     * The same for those whom nobody asked: looks first, so that where nothing moved nobody else who publishes is
     * disturbed. What was looked at is published unless something else went out before this one was alone.
     *
     * @param mostReadings how many the session's log may hold at most
     * @return how many revisions were written
     * @throws NotPublishedException when the session is not over, or another process publishes for it
     * @throws SessionReplay.TooLargeException when the log holds more readings
     */
    public int publishWhatMoved(String sessionId, long mostReadings)
            throws SessionReplay.UnknownSessionException, SessionReplay.TooLargeException, NotPublishedException {
        return publishWhatMoved(sessionId, mostReadings, () -> producer(sessionId));
    }

    int publishWhatMoved(String sessionId, long mostReadings, Supplier<Producer<byte[], byte[]>> producer)
            throws SessionReplay.UnknownSessionException, SessionReplay.TooLargeException, NotPublishedException {
        SessionTopics.Moment until = replay.now(sessionId);
        var look = new Look(replay.settle(until, mostReadings), until);
        Settlement settlement = look.fold().settlement();
        check(settlement);
        return settlement.same()
                ? 0
                : publish(sessionId, producer.get(), look, mostReadings)
                        .settlement()
                        .revisions()
                        .size();
    }

    /**
     * Folds the settled log and writes the revisions that moved.
     *
     * @throws NotPublishedException when the session is not over, or another process publishes for it
     */
    public SettledFold publish(String sessionId) throws SessionReplay.UnknownSessionException, NotPublishedException {
        return publish(sessionId, producer(sessionId));
    }

    private Producer<byte[], byte[]> producer(String sessionId) {
        return new KafkaProducer<>(settings(sessionId), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** With a producer that is its own and that it closes. */
    SettledFold publish(String sessionId, Producer<byte[], byte[]> producer)
            throws SessionReplay.UnknownSessionException, NotPublishedException {
        try {
            return publish(sessionId, producer, null, Long.MAX_VALUE);
        } catch (SessionReplay.TooLargeException never) {
            throw new IllegalStateException("no log has as many readings", never);
        }
    }

    private SettledFold publish(
            String sessionId, Producer<byte[], byte[]> producer, @Nullable Look look, long mostReadings)
            throws SessionReplay.UnknownSessionException, SessionReplay.TooLargeException, NotPublishedException {
        try {
            producer.initTransactions();
            // From here on nobody else's revisions come out.
            SettledFold fold = look != null && !replay.saidSince(look.until())
                    ? look.fold()
                    : replay.settle(replay.now(sessionId), mostReadings);
            Settlement settlement = fold.settlement();
            check(settlement);
            if (settlement.same()) {
                return fold;
            }
            new Publication(producer, routing).write(settlement.revisions());
            return fold;
        } catch (ProducerFencedException | InvalidProducerEpochException another) {
            // the client says either, by what it was asking for when it was fenced
            throw new NotPublishedException(
                    "another process publishes for session " + sessionId + " just now: look again when it is done",
                    another);
        } catch (Publication.UncertainException uncertain) {
            throw new NotPublishedException(
                    "the broker did not say whether all of session " + sessionId + " or nothing was written: try again"
                            + " when it answers, and what is missing then will be written",
                    uncertain);
        } finally {
            // it goes on asking for a commit that was not answered, but not for ever
            producer.close(PATIENCE);
        }
    }

    private static void check(Settlement settlement) throws NotPublishedException {
        if (!settlement.closed()) {
            throw new NotPublishedException("session " + settlement.sessionId()
                    + " is still open, and its live fold goes on publishing: close it first");
        }
        if (!settlement.complete()) {
            throw new NotPublishedException("session " + settlement.sessionId()
                    + " has outcomes that have not come out yet: let `serve` run until it has caught up");
        }
    }

    private Map<String, Object> settings(String sessionId) {
        var settings = new HashMap<String, Object>(clientProperties);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "backstretch-settled");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "backstretch-settled-" + sessionId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return settings;
    }
}

package dev.backstretch.replay;

import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.schemas.OutcomeRouting;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Writes revisions in one transaction of a producer that was initialised for it: all of them or none. */
final class Publication {
    /** Each waits as long as the producer may block. */
    static final int COMMIT_TRIES = 5;

    private final Producer<byte[], byte[]> producer;
    private final OutcomeRouting routing;

    Publication(Producer<byte[], byte[]> producer, OutcomeRouting routing) {
        this.producer = producer;
        this.routing = routing;
    }

    /** Whether all was written or nothing is not known; whoever begins the next transaction finds out. */
    static final class UncertainException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UncertainException(KafkaException unanswered) {
            super(unanswered);
        }
    }

    /**
     * @param revisions at least one
     * @throws UncertainException when the commit was asked for and not answered
     * @throws KafkaException when nothing was written
     */
    void write(List<Outcome> revisions) {
        producer.beginTransaction();
        try {
            for (Outcome outcome : revisions) {
                var unused = producer.send(record(outcome));
            }
        } catch (KafkaException failed) {
            throw aborted(failed);
        }
        commit();
    }

    /**
     * A commit that was not answered in time may be done by then: the producer lets it be asked for again, and nothing else; an
     * abort could meet a transaction that is being completed.
     */
    private void commit() {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException unanswered) {
                if (attempt == COMMIT_TRIES) {
                    throw new UncertainException(unanswered);
                }
            } catch (InterruptException stopped) {
                throw new UncertainException(stopped);
            } catch (KafkaException failed) {
                throw aborted(failed);
            }
        }
    }

    /** A producer that cannot go on, such as one that is fenced, refuses to abort too: its transaction ends by itself. */
    private KafkaException aborted(KafkaException failed) {
        try {
            producer.abortTransaction();
        } catch (KafkaException refused) {
            if (refused != failed) {
                failed.addSuppressed(refused);
            }
        }
        return failed;
    }

    private static Instant timeOf(Outcome outcome) {
        if (outcome instanceof LapOutcome lap) {
            return lap.logTime();
        }
        return outcome instanceof Standings board ? board.logTime() : ((Frame) outcome).logTime();
    }

    private ProducerRecord<byte[], byte[]> record(Outcome outcome) {
        String topic = OutcomeRouting.topicOf(outcome);
        String key = OutcomeRouting.keyOf(outcome);
        return new ProducerRecord<>(
                topic,
                OutcomeRouting.partitionOf(
                        outcome, producer.partitionsFor(topic).size()),
                timeOf(outcome).toEpochMilli(),
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                routing.serialize(outcome),
                List.of(new RecordHeader(OutcomeRouting.SETTLED_HEADER, new byte[0])));
    }
}

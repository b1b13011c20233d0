package dev.backstretch.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.schemas.OutcomeRouting;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** All of a settled replay goes out, or nothing, whatever the broker answers. */
class PublicationTest {
    private static final String TOPIC = "run.standings.v1";

    private final Answers producer = new Answers();
    private final Publication publication =
            new Publication(producer, new OutcomeRouting(new RunSerdes(new InMemorySchemaRegistry())));

    /** A producer whose commits are answered as a test says; what is not said is done. */
    private static final class Answers extends MockProducer<byte[], byte[]> {
        private final Deque<RuntimeException> commits = new ArrayDeque<>();
        private int asked;
        private boolean done;

        Answers() {
            super(
                    new Cluster(
                            "c",
                            List.of(Node.noNode()),
                            Collections.singleton(new PartitionInfo(TOPIC, 0, null, null, null)),
                            Set.of(),
                            Set.of()),
                    true,
                    new RoundRobinPartitioner(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
            initTransactions();
        }

        @Override
        public void commitTransaction() {
            asked++;
            RuntimeException answer = commits.poll();
            // a commit that is done is done, however often it is asked for
            if (!done && (answer == null || answer instanceof TimeoutException)) {
                super.commitTransaction();
                done = true;
            }
            if (answer != null) {
                throw answer;
            }
        }
    }

    private static List<Outcome> revisions() {
        return List.of(
                new Standings("s", "laps", 1, List.of(), Instant.EPOCH, "r/1", new Lineage(List.of(), 1)),
                new Standings("s", "effort", 1, List.of(), Instant.EPOCH, "r/1", new Lineage(List.of(), 1)));
    }

    @Test
    void revisions_go_out_in_one_transaction() {
        publication.write(revisions());

        assertThat(producer.transactionCommitted()).isTrue();
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.history()).hasSize(2).allSatisfy(record -> assertThat(
                        record.headers().lastHeader(OutcomeRouting.SETTLED_HEADER))
                .isNotNull());
    }

    @Test
    void a_commit_that_is_not_answered_in_time_is_asked_for_again_and_never_aborted() {
        producer.commits.add(new TimeoutException("no answer"));
        producer.commits.add(new TimeoutException("no answer"));

        publication.write(revisions());

        assertThat(producer.asked).isEqualTo(3);
        assertThat(producer.transactionAborted()).isFalse();
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void a_commit_that_is_never_answered_is_said_to_be_uncertain_and_not_aborted() {
        for (int i = 0; i < Publication.COMMIT_TRIES; i++) {
            producer.commits.add(new TimeoutException("no answer"));
        }

        assertThatThrownBy(() -> publication.write(revisions())).isInstanceOf(Publication.UncertainException.class);

        assertThat(producer.asked).isEqualTo(Publication.COMMIT_TRIES);
        assertThat(producer.transactionAborted()).isFalse();
    }

    @Test
    void a_commit_that_is_refused_is_aborted_and_nothing_is_written() {
        producer.commits.add(new KafkaException("a record was refused"));

        assertThatThrownBy(() -> publication.write(revisions())).hasMessage("a record was refused");

        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void a_record_that_cannot_be_sent_in_time_takes_the_others_with_it() {
        producer.sendException = new TimeoutException("no metadata");

        assertThatThrownBy(() -> publication.write(revisions())).isInstanceOf(TimeoutException.class);

        assertThat(producer.asked).isZero();
        assertThat(producer.transactionAborted()).isTrue();
    }

    @Test
    void whoever_is_fenced_says_so_although_it_cannot_abort() {
        producer.commits.add(new ProducerFencedException("another"));
        producer.abortTransactionException = new ProducerFencedException("another");

        assertThatThrownBy(() -> publication.write(revisions())).isInstanceOf(ProducerFencedException.class);
    }
}

package dev.backstretch.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is fenced is told to look again, however the client says it. */
class SettledPublisherTest {
    private static final String NOWHERE = "127.0.0.1:1";

    @ParameterizedTest
    @ValueSource(classes = {ProducerFencedException.class, InvalidProducerEpochException.class})
    void whoeverIsFencedLooksAgainWhenTheOtherIsDone(Class<? extends KafkaException> said) {
        KafkaException fenced = said == ProducerFencedException.class
                ? new ProducerFencedException("another")
                : new InvalidProducerEpochException("another");
        var producer = new MockProducer<byte[], byte[]>();
        producer.initTransactionException = fenced;
        var serdes = new RunSerdes(new InMemorySchemaRegistry());
        var replay = new SessionReplay(new SessionTopics(NOWHERE, Map.of(), serdes), serdes);
        var publisher = new SettledPublisher(NOWHERE, Map.of(), replay, serdes);

        assertThatThrownBy(() -> publisher.publish("s", producer))
                .isInstanceOf(SettledPublisher.NotPublishedException.class)
                .hasMessageContaining("another process publishes")
                .hasCause(fenced);
        assertThat(producer.closed()).isTrue();
    }
}

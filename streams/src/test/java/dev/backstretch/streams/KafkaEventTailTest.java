package dev.backstretch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.Topics;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaEventTailTest {
    private final RunSerdes serdes = new RunSerdes(new InMemorySchemaRegistry());
    private final KafkaEventTail tail =
            new KafkaEventTail(Map.of(), serdes.events().deserializer());
    private final List<Long> taken = new ArrayList<>();

    private void take(long offset, byte @Nullable [] value) {
        tail.take(new ConsumerRecord<>(Topics.EVENTS, 0, offset, "s1", value), (at, sessionId, event) -> taken.add(at));
    }

    @Test
    void records_without_a_value_and_bytes_that_are_no_event_are_left_out() {
        RunEvent event = new RunEvent(
                "tick-1",
                "s1",
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                Origin.of(Origin.Kind.TIMING),
                new EventBody.Tick(1));

        take(0, null);
        take(1, "no event".getBytes(StandardCharsets.UTF_8));
        take(2, serdes.events().serializer().serialize(Topics.EVENTS, event));

        assertThat(taken).containsExactly(2L);
    }
}

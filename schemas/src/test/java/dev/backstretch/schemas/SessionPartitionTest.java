package dev.backstretch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class SessionPartitionTest {
    @Property(tries = 200)
    void is_where_kafka_would_put_the_session_id(@ForAll String sessionId, @ForAll @IntRange(min = 1, max = 50) int n) {
        assertThat(SessionPartition.of(sessionId, n))
                .isEqualTo(BuiltInPartitioner.partitionForKey(sessionId.getBytes(StandardCharsets.UTF_8), n));
    }

    @Test
    void never_changes_for_a_known_session() {
        assertThat(SessionPartition.of("sim-7", 12)).isEqualTo(SessionPartition.of("sim-7", 12));
        assertThat(SessionPartition.of("sim-7", 1)).isZero();
        assertThatThrownBy(() -> SessionPartition.of("sim-7", 0)).hasMessageContaining("partitions");
    }
}

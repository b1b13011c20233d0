package dev.backstretch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {
    @Test
    void logs_and_outcomes_stay_35_days_while_heads_and_people_keep_the_newest() {
        for (TopicCatalogue.Topic topic : TopicCatalogue.topics()) {
            boolean compacted = List.of(Topics.SESSIONS, Topics.PEOPLE).contains(topic.name());
            assertThat(topic.compacted()).as(topic.name()).isEqualTo(compacted);
            if (compacted) {
                assertThat(topic.settings())
                        .containsEntry("cleanup.policy", "compact")
                        .doesNotContainKey("retention.ms");
            } else {
                assertThat(topic.settings())
                        .containsEntry("cleanup.policy", "delete")
                        .containsEntry(
                                "retention.ms",
                                Long.toString(Duration.ofDays(35).toMillis()));
            }
        }
    }

    @Test
    void every_topic_takes_a_time_of_receipt_that_is_not_the_brokers() {
        assertThat(TopicCatalogue.topics()).allSatisfy(topic -> assertThat(topic.settings())
                .containsAllEntriesOf(Map.of(
                        "message.timestamp.type",
                        "CreateTime",
                        "message.timestamp.after.max.ms",
                        Long.toString(Long.MAX_VALUE))));
    }

    @Test
    void every_value_schema_has_a_default_in_each_field() {
        assertThat(TopicCatalogue.topics())
                .allSatisfy(topic ->
                        assertThat(topic.valueSchema().getFields()).allMatch(field -> field.hasDefaultValue()));
    }

    @Test
    void an_unknown_topic_is_refused_by_name() {
        assertThatThrownBy(() -> TopicCatalogue.topic("run.nothing.v1")).hasMessageContaining("run.nothing.v1");
    }

    @Test
    void a_topic_that_the_broker_has_not_heard_of_yet_is_asked_for_again() {
        var answers = new ArrayDeque<KafkaFuture<String>>(List.of(
                failing(new UnknownTopicOrPartitionException("not yet")), KafkaFuture.completedFuture("described")));

        assertThat(TopicCatalogue.awaitKnown(answers::removeFirst, Duration.ofMinutes(1)))
                .isEqualTo("described");
    }

    @Test
    void a_topic_that_stays_unknown_is_told_by_its_failure() {
        assertThatThrownBy(() -> TopicCatalogue.awaitKnown(
                        () -> failing(new UnknownTopicOrPartitionException("run.laps.v1")), Duration.ZERO))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("ask about topics")
                .hasMessageContaining("run.laps.v1");
    }

    @Test
    void any_other_failure_is_told_at_once() {
        var answers =
                new ArrayDeque<KafkaFuture<String>>(List.of(failing(new ClusterAuthorizationException("not for you"))));

        assertThatThrownBy(() -> TopicCatalogue.awaitKnown(answers::removeFirst, Duration.ofMinutes(1)))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("not for you");
    }

    private static KafkaFuture<String> failing(RuntimeException failure) {
        return KafkaFuture.completedFuture("").thenApply(any -> {
            throw failure;
        });
    }
}

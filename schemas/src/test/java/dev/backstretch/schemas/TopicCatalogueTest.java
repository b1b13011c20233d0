package dev.backstretch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
}

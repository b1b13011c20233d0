package dev.backstretch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class OutcomeRoutingTest {
    private final OutcomeRouting routing = new OutcomeRouting(new RunSerdes(new InMemorySchemaRegistry()));

    @Property(tries = 100)
    void every_outcome_comes_back_from_its_topic_and_lies_with_its_session(@ForAll long seed) {
        Outcome outcome = new AnyRecords(seed).outcome();
        String topic = OutcomeRouting.topicOf(outcome);
        assertThat(TopicCatalogue.topic(topic).partitionedBySession()).isTrue();
        assertThat(routing.deserialize(topic, routing.serialize(outcome))).isEqualTo(outcome);
        String session = OutcomeRouting.sessionOf(outcome);
        String key = OutcomeRouting.keyOf(outcome);
        if (session == null) {
            assertThat(key).isNull();
            assertThat(OutcomeRouting.partitionOf(outcome, 12)).isNull();
        } else {
            assertThat(key).startsWith(session);
            assertThat(OutcomeRouting.partitionOf(outcome, 12)).isEqualTo(SessionPartition.of(session, 12));
        }
        if (outcome instanceof LapOutcome lap) {
            assertThat(key).isEqualTo(lap.sessionId() + "|" + lap.runnerId() + "|" + lap.lap());
        }
    }
}

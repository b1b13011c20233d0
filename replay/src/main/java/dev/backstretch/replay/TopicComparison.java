package dev.backstretch.replay;

import dev.backstretch.domain.outcome.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares what should have come out of a session with what its topics hold, payload for payload and in order. */
public final class TopicComparison {
    private static final Comparison.Rule<OutcomeRecord> RULE =
            new Comparison.Rule<>(OutcomeRecord::identity, OutcomeRecord::differenceTo, record -> false, true);

    private static final String FOLD = "fold";

    private TopicComparison() {}

    /**
     * @param expected by topic, from the {@link Oracle}
     * @param found by topic, from {@link SessionTopics#outcomes}
     */
    public static ComparisonReport compare(
            String sessionId,
            long events,
            Map<String, List<OutcomeRecord>> expected,
            Map<String, List<OutcomeRecord>> found) {
        var places = new ArrayList<Comparison>();
        for (String topic : SessionTopics.OUTCOMES) {
            places.add(Comparison.of(
                    topic,
                    ofFold(expected.getOrDefault(topic, List.of())),
                    ofFold(found.getOrDefault(topic, List.of())),
                    RULE));
        }
        return new ComparisonReport(sessionId, events, places);
    }

    /**
     * Doors and the sink quarantine in the same topic what never was, or no longer is, the fold's; and a settled replay
     * revises what it had said.
     */
    private static List<OutcomeRecord> ofFold(List<OutcomeRecord> records) {
        return records.stream()
                .filter(record -> !record.settled())
                .filter(record -> !(record.outcome() instanceof Rejection rejection)
                        || rejection.door().equals(FOLD))
                .toList();
    }
}

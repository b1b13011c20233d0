package dev.backstretch.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** What became of one request, after as many tries as it took. */
public sealed interface DoorAnswer {
    /** How often the request was sent again. */
    int retries();

    /**
     * The door read it and says what it did with each item.
     *
     * @param rejected items by the reason they were refused for
     */
    record Read(int status, int accepted, int duplicates, Map<String, Integer> rejected, int retries)
            implements DoorAnswer {
        public Read {
            rejected = Map.copyOf(rejected);
        }
    }

    /**
     * The door refused it as a whole.
     *
     * @param problem what the problem document says, without values
     */
    record Refused(int status, String problem, int retries) implements DoorAnswer {}

    /** No answer, or none but "later", as long as was waited. */
    record Unanswered(String cause, int retries) implements DoorAnswer {}

    /** Reads an answer that stands. */
    static DoorAnswer of(int status, JsonNode body, int items, int retries) {
        if (body.has("rejected") || body.has("accepted")) {
            Map<String, Integer> rejected = new TreeMap<>();
            for (JsonNode item : body.path("rejected")) {
                rejected.merge(item.path("reason").asText("UNKNOWN"), 1, Integer::sum);
            }
            return new Read(
                    status,
                    body.path("accepted").asInt(),
                    body.path("duplicates").asInt(),
                    rejected,
                    retries);
        }
        // OwnTracks' door answers with an empty list, which says no more than that it was read.
        if (status == 201 || (status == 200 && body.isArray())) {
            return new Read(status, items, 0, Map.of(), retries);
        }
        if (status == 200) {
            // A door for one thing that says yes and has nothing new to tell: it had it before.
            return new Read(status, 0, items, Map.of(), retries);
        }
        String field = body.path("field").asText("");
        return new Refused(
                status,
                body.path("title").asText("no problem document") + (field.isEmpty() ? "" : " (" + field + ")"),
                retries);
    }
}

package dev.backstretch.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the doors answered to a session that was played.
 *
 * @param requests sent and finished, each counted once however often it was tried
 * @param retries how often a request was sent again
 * @param items that the requests told
 * @param accepted of the items
 * @param duplicates of the items
 * @param rejected of the items, by reason
 * @param refused items of requests that were refused as a whole, by what the problem said
 * @param unanswered items of requests that got no answer
 * @param worstLagMillis how late, in session time, a delivery left at the most
 */
public record PlayReport(
        long requests,
        long retries,
        long items,
        long accepted,
        long duplicates,
        Map<String, Long> rejected,
        Map<String, Long> refused,
        long unanswered,
        long worstLagMillis) {
    public PlayReport {
        rejected = Map.copyOf(rejected);
        refused = Map.copyOf(refused);
    }

    public long rejectedItems() {
        return sum(rejected);
    }

    public long refusedItems() {
        return sum(refused);
    }

    /** Whether each item that was sent is accounted for. */
    public boolean addsUp() {
        return items == accepted + duplicates + rejectedItems() + refusedItems() + unanswered;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("requests", requests);
        json.put("retries", retries);
        json.put("items", items);
        json.put("accepted", accepted);
        json.put("duplicates", duplicates);
        put(json.putObject("rejected"), rejected);
        put(json.putObject("refused"), refused);
        json.put("unanswered", unanswered);
        json.put("worstLagMillis", worstLagMillis);
        json.put("addsUp", addsUp());
        return json;
    }

    private static void put(ObjectNode json, Map<String, Long> counts) {
        new TreeMap<>(counts).forEach(json::put);
    }

    /** Adds answers up; safe for threads. */
    static final class Sum {
        private final Map<String, Long> rejected = new TreeMap<>();
        private final Map<String, Long> refused = new TreeMap<>();
        private long requests;
        private long retries;
        private long items;
        private long accepted;
        private long duplicates;
        private long unanswered;
        private long worstLagMillis;

        synchronized void add(List<Delivery> deliveries, DoorAnswer answer) {
            long told = deliveries.stream().mapToLong(Delivery::items).sum();
            requests++;
            retries += answer.retries();
            items += told;
            if (answer instanceof DoorAnswer.Read read) {
                accepted += read.accepted();
                duplicates += read.duplicates();
                read.rejected().forEach((reason, count) -> rejected.merge(reason, (long) count, Long::sum));
            } else if (answer instanceof DoorAnswer.Refused no) {
                refused.merge(no.status() + " " + no.problem(), told, Long::sum);
            } else {
                unanswered += told;
            }
        }

        synchronized void lag(long millis) {
            worstLagMillis = Math.max(worstLagMillis, millis);
        }

        synchronized PlayReport report() {
            return new PlayReport(
                    requests, retries, items, accepted, duplicates, rejected, refused, unanswered, worstLagMillis);
        }
    }
}

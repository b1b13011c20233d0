package dev.backstretch.simulator.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.schemas.json.EventJson;
import dev.backstretch.simulator.Camp;
import dev.backstretch.simulator.CampOptions;
import dev.backstretch.simulator.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Batches of readings of many runners in many sessions. Their values are those of a simulated camp on its track, written as
 * a phone writes them; only the event ids are new in each batch, so that making one costs next to nothing beside sending it.
 */
public final class LoadScript {
    /** What a phone's page sends; session and time of arrival are the door's to say. */
    private static final Set<String> SENT_BY_PHONES = Set.of(
            "runner",
            "observedAt",
            "eventId",
            "latitudeDegrees",
            "longitudeDegrees",
            "horizontalAccuracyMeters",
            "speedMetersPerSecond",
            "courseDegrees",
            "compassDegrees",
            "altitudeMeters",
            "heartRateBpm",
            "cadenceStepsPerMinute",
            "distanceMeters");

    private static final String ID_PREFIX = "load-";
    private static final int ID_DIGITS = 10;
    private static final int TEMPLATES_EACH = 4;
    private static final Instant CAMP_STARTS = Instant.parse("2026-11-21T00:00:00Z");

    private final List<String> sessions;
    private final int batchSize;
    private final List<Template> templates = new ArrayList<>();
    private final List<byte[]> readings = new ArrayList<>();
    private final List<String> runners = new ArrayList<>();
    private long nextId;
    private int next;

    /** A body with places for the event ids. */
    private static final class Template {
        private final String runner;
        private final byte[] body;
        private final int[] idsAt;

        Template(String runner, byte[] body, int[] idsAt) {
            this.runner = runner;
            this.body = body;
            this.idsAt = idsAt;
        }
    }

    /**
     * A script.
     *
     * @param sessions their ids, at least one
     * @param runnersEach how many runners each has
     * @param batchSize readings in each batch
     * @param until when the last reading of each batch was measured: now, for a door that has a clock
     * @param firstId the first event id's number: further scripts for the same sessions start where this one's ids end
     */
    public LoadScript(List<String> sessions, int runnersEach, int batchSize, Instant until, long firstId) {
        this.sessions = List.copyOf(sessions);
        this.batchSize = batchSize;
        this.nextId = firstId;
        if (sessions.isEmpty() || runnersEach < 1 || batchSize < 1) {
            throw new IllegalArgumentException("at least one session, runner and reading");
        }
        Map<String, List<Reading>> byRunner = measured(runnersEach);
        runners.addAll(byRunner.keySet());
        for (int round = 0; round < TEMPLATES_EACH; round++) {
            for (Map.Entry<String, List<Reading>> one : byRunner.entrySet()) {
                int from = round * batchSize % Math.max(1, one.getValue().size() - batchSize);
                templates.add(template(one.getKey(), one.getValue().subList(from, from + batchSize), until));
            }
        }
    }

    private static Map<String, List<Reading>> measured(int runners) {
        var camp = Camp.of(CampOptions.demo("load", 7, CAMP_STARTS).withRunners(runners));
        Map<String, List<Reading>> byRunner = new LinkedHashMap<>();
        for (Delivery delivery : camp.deliveries()) {
            String runner = delivery.runnerId();
            if (runner != null
                    && delivery.attempt() == 0
                    && delivery.event().body() instanceof EventBody.Readings some) {
                byRunner.computeIfAbsent(runner, fresh -> new ArrayList<>()).addAll(some.readings());
            }
        }
        return byRunner;
    }

    private Template template(String runner, List<Reading> some, Instant until) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        Instant last = until.truncatedTo(ChronoUnit.MILLIS);
        for (int i = 0; i < some.size(); i++) {
            ObjectNode json = json(runner, some.get(i), last.minus(Duration.ofSeconds(some.size() - 1L - i)));
            items.add(json);
            readings.add(json.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] body = items.toString().getBytes(StandardCharsets.UTF_8);
        return new Template(runner, body, idsAt(body, some.size()));
    }

    private static ObjectNode json(String runner, Reading measured, Instant observedAt) {
        var reading = new Reading(
                eventId(0),
                observedAt,
                measured.latitudeDegrees(),
                measured.longitudeDegrees(),
                measured.horizontalAccuracyMeters(),
                measured.speedMetersPerSecond(),
                measured.courseDegrees(),
                measured.compassDegrees(),
                measured.altitudeMeters(),
                measured.heartRateBpm(),
                measured.cadenceStepsPerMinute(),
                measured.distanceMeters(),
                List.of());
        var event = new RunEvent(
                reading.readingId(),
                "load",
                runner,
                observedAt,
                observedAt,
                new Origin(Origin.Kind.DEVICE, null),
                new EventBody.Readings(List.of(reading)));
        return EventJson.toJson(event).retain(SENT_BY_PHONES);
    }

    static String eventId(long number) {
        String digits = Long.toString(number);
        return ID_PREFIX + "0".repeat(ID_DIGITS - digits.length()) + digits;
    }

    private static int[] idsAt(byte[] body, int count) {
        String text = new String(body, StandardCharsets.US_ASCII);
        var places = new int[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            at = text.indexOf('"' + ID_PREFIX, at) + 1 + ID_PREFIX.length();
            places[i] = at;
        }
        return places;
    }

    public List<String> sessions() {
        return sessions;
    }

    /** The runners of each session. */
    public List<String> runners() {
        return List.copyOf(runners);
    }

    public int batchSize() {
        return batchSize;
    }

    /** Readings as they stand in the batches, each by itself. */
    public List<byte[]> readings() {
        return List.copyOf(readings);
    }

    /** Bytes of a batch's body, on average. */
    public double batchBytes() {
        return templates.stream().mapToInt(one -> one.body.length).average().orElse(0);
    }

    /** The number that the next batch's first event id will have. */
    public long nextId() {
        return nextId;
    }

    /** The next batch: sessions and runners in turn. */
    public LoadBatch next() {
        Template template = templates.get(next / sessions.size() % templates.size());
        String session = sessions.get(next % sessions.size());
        next = (next + 1) % (sessions.size() * templates.size());
        byte[] body = template.body.clone();
        long id = nextId;
        for (int at : template.idsAt) {
            long rest = id++;
            for (int digit = at + ID_DIGITS - 1; digit >= at; digit--) {
                body[digit] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
        var batch = new LoadBatch(session, template.runner, nextId, batchSize, body);
        nextId = id;
        return batch;
    }
}

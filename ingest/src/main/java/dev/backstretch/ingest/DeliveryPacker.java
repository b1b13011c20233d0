package dev.backstretch.ingest;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Puts the readings of one runner that came in one request into one event, because the number of records is what the
 * system's speed depends on (design D2). Each runner's events keep their order.
 */
final class DeliveryPacker {
    private static final int USUAL_ID_CHARS = 40;

    private DeliveryPacker() {}

    static List<RunEvent> pack(List<RunEvent> events) {
        List<RunEvent> packed = new ArrayList<>();
        Map<String, Delivery> open = new LinkedHashMap<>();
        for (RunEvent event : events) {
            String runner = Objects.requireNonNullElse(event.runnerId(), "");
            Delivery delivery = open.get(runner);
            if (!(event.body() instanceof EventBody.Readings readings)) {
                if (delivery != null) {
                    packed.add(one(delivery.events));
                    open.remove(runner);
                }
                packed.add(event);
                continue;
            }
            int more = readings.readings().size();
            if (delivery != null && !delivery.fits(event, more)) {
                packed.add(one(delivery.events));
                open.remove(runner);
                delivery = null;
            }
            if (delivery == null) {
                delivery = new Delivery();
                open.put(runner, delivery);
            }
            delivery.events.add(event);
            delivery.readings += more;
        }
        open.values().forEach(delivery -> packed.add(one(delivery.events)));
        return packed;
    }

    /** One runner's, as far as they go together. */
    private static final class Delivery {
        private final List<RunEvent> events = new ArrayList<>();
        private int readings;

        boolean fits(RunEvent event, int more) {
            RunEvent first = events.get(0);
            return readings + more <= EventBody.Readings.MAXIMUM
                    && first.receivedAt().equals(event.receivedAt())
                    && first.origin().equals(event.origin());
        }
    }

    private static RunEvent one(List<RunEvent> delivery) {
        RunEvent first = delivery.get(0);
        if (delivery.size() == 1) {
            return first;
        }
        List<Reading> readings = new ArrayList<>(delivery.size());
        for (RunEvent event : delivery) {
            readings.addAll(readingsOf(event));
        }
        return new RunEvent(
                idOf(readings),
                first.sessionId(),
                first.runnerId(),
                first.observedAt(),
                first.receivedAt(),
                first.origin(),
                new EventBody.Readings(readings));
    }

    /** The same readings packed again are the same delivery. */
    private static String idOf(List<Reading> readings) {
        var ids = new StringBuilder(USUAL_ID_CHARS * readings.size());
        for (Reading reading : readings) {
            ids.append(reading.readingId()).append('\0');
        }
        byte[] digest = sha256().digest(ids.toString().getBytes(StandardCharsets.UTF_8));
        return "d-" + HexFormat.of().formatHex(digest, 0, 12);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static List<Reading> readingsOf(RunEvent event) {
        return event.body() instanceof EventBody.Readings readings ? readings.readings() : List.of();
    }
}

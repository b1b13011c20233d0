package dev.backstretch.simulator;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A hash over every bit of deliveries; of the numbers' bits, because their text differs between JDKs. */
final class Fingerprint {
    private final MessageDigest digest;

    private Fingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    static String of(List<RunEvent> events) {
        Fingerprint fingerprint = new Fingerprint();
        events.forEach(fingerprint::add);
        return HexFormat.of().formatHex(fingerprint.digest.digest()).substring(0, 16);
    }

    private void add(RunEvent event) {
        add(event.eventId());
        add(String.valueOf(event.runnerId()));
        add(event.observedAt().toString());
        add(event.receivedAt().toString());
        add(event.origin().toString());
        if (event.body() instanceof EventBody.Readings delivery) {
            delivery.readings().forEach(this::add);
        } else if (event.body() instanceof EventBody.Chip chip) {
            add(chip.chip());
            add(chip.rssiDbm());
        } else if (event.body() instanceof EventBody.Join join) {
            add(join.bib() + join.alias() + join.chip() + join.lane() + join.wave());
            Double maximum = join.maximumHeartRateBpm();
            add(maximum == null ? Double.NaN : maximum);
        } else {
            add(event.body().kind());
        }
    }

    private void add(Reading reading) {
        add(reading.readingId());
        add(reading.observedAt().toString());
        add(reading.latitudeDegrees());
        add(reading.longitudeDegrees());
        add(reading.horizontalAccuracyMeters());
        add(reading.speedMetersPerSecond());
        add(reading.courseDegrees());
        add(reading.compassDegrees());
        add(reading.heartRateBpm());
        add(reading.cadenceStepsPerMinute());
    }

    private void add(double value) {
        long bits = Double.doubleToLongBits(value);
        for (int shift = 0; shift < 64; shift += 8) {
            digest.update((byte) (bits >>> shift));
        }
    }

    private void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}

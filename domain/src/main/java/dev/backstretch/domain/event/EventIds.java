package dev.backstretch.domain.event;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Identities for events whose source has none: a stable hash, so that a retried upload is the same event (design D2).
 * When it was received is no part of it.
 */
public final class EventIds {
    /** 96 bits: with a thousand million events the chance of one clash is below one in 10¹⁰. */
    private static final int HASH_BYTES = 12;

    private EventIds() {}

    /**
     * The identity of an event by its content.
     *
     * @param content kind and values in one fixed form
     */
    public static String of(Origin origin, @Nullable String runnerId, Instant observedAt, String content) {
        return hash(out -> {
            writeHead(out, origin, runnerId, observedAt);
            writeText(out, content);
        });
    }

    /** The identity of a reading by its values; its own id and its flags are not looked at. */
    public static String ofReading(Origin origin, String runnerId, Reading reading) {
        return hash(out -> {
            writeHead(out, origin, runnerId, reading.observedAt());
            for (double value : new double[] {
                reading.latitudeDegrees(),
                reading.longitudeDegrees(),
                reading.horizontalAccuracyMeters(),
                reading.speedMetersPerSecond(),
                reading.courseDegrees(),
                reading.compassDegrees(),
                reading.altitudeMeters(),
                reading.heartRateBpm(),
                reading.cadenceStepsPerMinute(),
                reading.distanceMeters()
            }) {
                // All NaN are one; zero and minus zero are one.
                out.writeLong(Double.doubleToLongBits(value == 0.0 ? 0.0 : value));
            }
        });
    }

    /** The identity of a delivery by the ids of its readings. */
    public static String ofDelivery(String runnerId, List<Reading> readings) {
        return hash(out -> {
            writeText(out, runnerId);
            for (Reading reading : readings) {
                writeText(out, reading.readingId());
            }
        });
    }

    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static void writeHead(DataOutputStream out, Origin origin, @Nullable String runnerId, Instant observedAt)
            throws IOException {
        writeText(out, origin.kind().name());
        writeText(out, origin.source());
        writeText(out, runnerId);
        out.writeLong(observedAt.getEpochSecond());
        out.writeInt(observedAt.getNano() / 1000);
    }

    private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static String hash(Content content) {
        var bytes = new ByteArrayOutputStream(160);
        try (var out = new DataOutputStream(bytes)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory cannot fail", e);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
            return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

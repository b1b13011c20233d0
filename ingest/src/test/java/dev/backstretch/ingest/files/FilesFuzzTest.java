package dev.backstretch.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.reading.Arrival;
import dev.backstretch.domain.reading.ReadingRules;
import dev.backstretch.schemas.json.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Damaged files of every kind: each is read as far as it can be or refused with its reason, none takes long, and what is
 * taken passes the rules unchanged, and is the same when it is written in the same format and read once more. {@code -Dbackstretch.fuzz=N} sets how many, {@code -Dbackstretch.fuzz.seed=S} which.
 */
class FilesFuzzTest {
    private static final int INPUTS = Integer.getInteger("backstretch.fuzz", 20_000);
    private static final long SEED = Long.getLong("backstretch.fuzz.seed", 20261121L);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int SECONDS = 12;

    private static final String[] NASTY = {
        "NaN", "-1", "1e999", "99999999999999999999", "\"", "<", "]]>", "&#0;", "\u0000", ",,", "\n", "-0.0"
    };

    private static Map<String, byte[]> good() {
        var points = new StringBuilder();
        var segment = new StringBuilder("<trkseg>");
        var events = new StringBuilder("""
            {"type":"session","sessionId":"s1","observedAt":"2026-11-21T02:00:00Z"}
            {"type":"join","runner":"r1","observedAt":"2026-11-21T02:00:00Z","eventId":"j1"}
            """);
        for (int second = 0; second < SECONDS; second++) {
            points.append(WrittenFiles.trackpoint(
                    second,
                    WrittenFiles.position(18.7 + second * 2e-5, 98.9)
                            + "<HeartRateBpm><Value>150</Value></HeartRateBpm>"));
            segment.append("<trkpt lat=\"18.7")
                    .append(second)
                    .append("\" lon=\"98.9\"><time>")
                    .append(WrittenFiles.START.plusSeconds(second))
                    .append("</time></trkpt>");
            events.append("{\"type\":\"reading\",\"runner\":\"r1\",\"observedAt\":\"")
                    .append(WrittenFiles.START.plusSeconds(second))
                    .append("\",\"heartRateBpm\":150,\"speedMetersPerSecond\":3.1}\n");
        }
        byte[] gpx = WrittenFiles.bytes(WrittenFiles.gpx(segment + "</trkseg>"));
        Map<String, byte[]> good = new LinkedHashMap<>();
        good.put("a.fit", WrittenFiles.fit(SECONDS));
        good.put("a.tcx", WrittenFiles.bytes(WrittenFiles.tcx(points.toString())));
        good.put("a.gpx", gpx);
        good.put("a.csv", UploadedFiles.csv(SECONDS));
        good.put("a.ndjson", WrittenFiles.bytes(events.toString()));
        good.put("a.gpx.gz", WrittenFiles.gzip(gpx));
        good.put("a.zip", WrittenFiles.zip("a.gpx", gpx));
        return good;
    }

    @Test
    void damaged_files() {
        List<Map.Entry<String, byte[]>> good = new ArrayList<>(good().entrySet());
        for (Map.Entry<String, byte[]> one : good) {
            assertThat(readingsOf(one.getKey(), one.getValue()))
                    .as(one.getKey())
                    .hasSizeGreaterThanOrEqualTo(SECONDS);
        }
        var random = new Random(SEED);
        int some = 0;
        int writtenAgain = 0;
        for (int i = 0; i < INPUTS; i++) {
            Map.Entry<String, byte[]> one = good.get(i % good.size());
            byte[] body = mutated(one.getValue(), random);
            String input = "seed " + SEED + ", input " + i + ", a damaged " + one.getKey();
            long began = System.nanoTime();
            List<Reading> readings;
            try {
                readings = readingsOf(one.getKey(), body);
            } catch (RuntimeException | Error escaped) {
                throw new AssertionError(input, escaped);
            }
            assertThat(System.nanoTime() - began).as(input).isLessThan(LONGEST_NANOS);
            some += readings.isEmpty() ? 0 : 1;
            for (Reading reading : readings) {
                ReadingRules.Result again = ReadingRules.check(reading, reading.observedAt(), Arrival.FILE);
                assertThat(again).as(input).isEqualTo(new ReadingRules.Result.Accepted(reading));
            }
            if (!readings.isEmpty()) {
                Reading reading = readings.get(random.nextInt(readings.size()));
                byte[] written = written(one.getKey(), reading);
                if (written != null) {
                    same(reading, readingsOf(one.getKey(), written), one.getKey(), input);
                    writtenAgain++;
                }
            }
        }
        assertThat(writtenAgain).as("readings that were written again").isGreaterThan(INPUTS / 20);
        assertThat(some).as("files of which something could be read").isBetween(INPUTS / 10, INPUTS);
    }

    /** A file with this reading alone; null where the format cannot tell it, or is another one packed. */
    private static byte @Nullable [] written(String name, Reading reading) {
        return switch (name) {
            case "a.fit" -> WrittenFiles.fit(reading);
            case "a.tcx" -> WrittenFiles.tcx(reading);
            case "a.gpx" -> reading.hasPosition() ? WrittenFiles.gpx(reading) : null;
            case "a.csv" -> WrittenFiles.csv(reading);
            case "a.ndjson" ->
                WrittenFiles.bytes(
                        "{\"type\":\"session\",\"sessionId\":\"s1\",\"observedAt\":\"2026-11-21T02:00:00Z\"}\n"
                                + "{\"type\":\"join\",\"runner\":\"r1\",\"observedAt\":\"2026-11-21T02:00:00Z\",\"eventId\":\"j1\"}\n"
                                + EventJson.toLine(new RunEvent(
                                        reading.readingId(),
                                        "s1",
                                        "r1",
                                        reading.observedAt(),
                                        reading.observedAt(),
                                        Origin.of(Origin.Kind.DEVICE),
                                        new EventBody.Readings(List.of(reading))))
                                + "\n");
            default -> null;
        };
    }

    private static void same(Reading first, List<Reading> again, String name, String input) {
        assertThat(again).as(input + ": " + first).hasSize(1);
        Reading second = again.get(0);
        // A watch counts in semicircles, millimetres a second, fifths of a metre and hundredths.
        boolean fit = name.endsWith(".fit");
        assertThat(second.observedAt()).as(input).isEqualTo(first.observedAt());
        close(first.latitudeDegrees(), second.latitudeDegrees(), fit ? 1e-7 : 0, input);
        close(first.longitudeDegrees(), second.longitudeDegrees(), fit ? 1e-7 : 0, input);
        close(first.horizontalAccuracyMeters(), second.horizontalAccuracyMeters(), 0, input);
        close(first.speedMetersPerSecond(), second.speedMetersPerSecond(), fit ? 6e-4 : 0, input);
        close(first.courseDegrees(), second.courseDegrees(), 0, input);
        close(first.altitudeMeters(), second.altitudeMeters(), fit ? 0.11 : 0, input);
        close(first.heartRateBpm(), second.heartRateBpm(), 0, input);
        close(first.cadenceStepsPerMinute(), second.cadenceStepsPerMinute(), fit ? 0.02 : 1e-9, input);
        close(first.distanceMeters(), second.distanceMeters(), fit ? 0.07 : 0, input);
    }

    private static void close(double first, double second, double tolerance, String input) {
        assertThat(second)
                .as(input)
                .satisfiesAnyOf(value -> assertThat(value).isCloseTo(first, within(tolerance)), value -> assertThat(
                                Double.isNaN(value) && Double.isNaN(first))
                        .isTrue());
    }

    private static List<Reading> readingsOf(String name, byte[] bytes) {
        List<Reading> readings = new ArrayList<>();
        for (Recording recording : Recordings.read(name, bytes)) {
            if (recording instanceof Recording.Decoded decoded) {
                readings.addAll(decoded.readings());
            } else if (recording instanceof Recording.Events events) {
                for (RunEvent event : events.events()) {
                    if (event.body() instanceof EventBody.Readings body) {
                        readings.addAll(body.readings());
                    }
                }
            }
        }
        return readings;
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] body = good.clone();
        for (int times = 1 + random.nextInt(3); times > 0 && body.length > 1; times--) {
            int at = random.nextInt(body.length);
            switch (random.nextInt(6)) {
                case 0 -> body[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> body[at] = (byte) random.nextInt(256);
                case 2 -> body[at] = (byte) ('0' + random.nextInt(10));
                case 3 -> body = Arrays.copyOf(body, at);
                case 4 -> body = with(body, at, Arrays.copyOfRange(body, at, Math.min(body.length, at + 24)));
                default -> body = with(body, at, NASTY[random.nextInt(NASTY.length)].getBytes(StandardCharsets.UTF_8));
            }
        }
        return body;
    }

    private static byte[] with(byte[] body, int at, byte[] piece) {
        byte[] more = Arrays.copyOf(body, body.length + piece.length);
        System.arraycopy(piece, 0, more, at, piece.length);
        System.arraycopy(body, at, more, at + piece.length, body.length - at);
        return more;
    }
}

package dev.backstretch.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.reading.Arrival;
import dev.backstretch.domain.reading.ReadingRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Damaged files of every kind: each is read as far as it can be or refused with its reason, none takes long, and what is
 * taken passes the rules unchanged. {@code -Dbackstretch.fuzz=N} sets how many, {@code -Dbackstretch.fuzz.seed=S} which.
 */
class FilesFuzzTest {
    private static final int INPUTS = Integer.getInteger("backstretch.fuzz", 4_000);
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
        }
        assertThat(some).as("files of which something could be read").isBetween(INPUTS / 10, INPUTS);
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

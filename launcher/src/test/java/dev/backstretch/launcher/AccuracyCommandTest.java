package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as a user calls it. */
final class AccuracyCommandTest {
    private static final Instant ZERO = Instant.parse("2026-11-21T02:00:00Z");

    private record Ran(int status, String out, String err) {}

    private static Ran accuracy(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new AccuracyCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExitCodeExceptionMapper(failed -> 1)
                .execute(arguments);
        return new Ran(status, out.toString(), err.toString());
    }

    /** One runner whose chip is read at 10, 110 and 215 s; the truth says when the line was really passed. */
    private static Path session(Path folder, double secondPassing) throws IOException {
        StringBuilder events = new StringBuilder("{\"type\":\"session\",\"sessionId\":\"s\",\"observedAt\":\"" + ZERO
                + "\"}\n{\"type\":\"join\",\"runner\":\"r1\",\"observedAt\":\"" + ZERO
                + "\",\"eventId\":\"j\",\"chip\":\"c1\",\"lapMeters\":400}\n");
        for (int second : new int[] {10, 110, 215}) {
            events.append("{\"type\":\"chip\",\"runner\":\"r1\",\"chip\":\"c1\",\"eventId\":\"c")
                    .append(second)
                    .append("\",\"observedAt\":\"")
                    .append(ZERO.plusSeconds(second))
                    .append("\",\"receivedAt\":\"")
                    .append(ZERO.plusSeconds(second))
                    .append("\"}\n");
        }
        Files.writeString(folder.resolve("events.ndjson"), events);
        Files.writeString(
                folder.resolve("truth.json"),
                "{\"options\":{\"t0\":" + ZERO.toEpochMilli() + ",\"seed\":1,\"chips\":1.0,\"taps\":0.0},\"runners\":[{"
                        + "\"runner\":\"r1\",\"zone_seconds\":[0,0,0,0,0,0],\"laps\":["
                        + lap(1, 10, secondPassing) + "," + lap(2, secondPassing, 215) + "]}]}");
        return folder;
    }

    private static String lap(int number, double start, double end) {
        return "{\"n\":" + number + ",\"start_s\":" + start + ",\"end_s\":" + end + ",\"lap_s\":" + (end - start)
                + ",\"facing\":\"FORWARD\",\"pure\":false}";
    }

    private static JsonNode figure(String json, String name) throws IOException {
        for (JsonNode figure : new ObjectMapper().readTree(json).get("figures")) {
            if (figure.get("name").asText().equals(name)) {
                return figure;
            }
        }
        throw new AssertionError("no figure " + name + " in " + json);
    }

    @Test
    void aSessionIsHeldAgainstItsTruth(@TempDir Path folder) throws IOException {
        Ran ran = accuracy("--json", session(folder, 110.2).toString());
        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
        JsonNode p95 = figure(ran.out(), "lap end with chip or tap p95, settled");
        assertThat(p95.get("value").asDouble()).isEqualTo(0.2);
        assertThat(p95.get("of").asInt()).isEqualTo(2);
        assertThat(figure(ran.out(), "laps found, settled").get("value").asDouble())
                .isEqualTo(100);
    }

    @Test
    void aBrokenBoundIsSaidAndEndsWithThree(@TempDir Path folder) throws IOException {
        Ran ran = accuracy(session(folder, 111).toString());
        assertThat(ran.status()).isEqualTo(AccuracyCommand.BROKEN);
        assertThat(ran.out()).contains("| lap end with chip or tap p95, settled | 1 s | ≤ 0.500 **broken** | 2 |");
    }

    @Test
    void aFolderWithNothingToCompareIsAnError(@TempDir Path folder) {
        Ran ran = accuracy(folder.toString());
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("holds neither MANIFEST.json nor a session");
    }

    @Test
    void recordingsKeepTheirBounds() {
        String named = System.getenv("BACKSTRETCH_RECORDINGS");
        assumeTrue(
                named != null && Files.isRegularFile(Path.of(named, "MANIFEST.json")),
                "not run: BACKSTRETCH_RECORDINGS names no folder with recordings");
        Ran ran = accuracy(String.valueOf(named));
        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).contains("| laps of the device not read | 0  |");
    }
}

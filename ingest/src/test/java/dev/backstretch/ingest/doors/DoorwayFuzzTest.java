package dev.backstretch.ingest.doors;

import static dev.backstretch.ingest.doors.SievedDoors.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Requests as nobody would send them, through the HTTP server, each door, the intake and its log: each is answered, with a
 * status that the door's description has; what gets into the log is inside the ranges of the domain notes; no exception
 * escapes; no place far from the track, and none that is hidden, gets into the log or the quarantine; and at the end
 * everything received is accepted, rejected or a duplicate. {@code -Dbackstretch.fuzz=N} sets how
 * many there are, {@code -Dbackstretch.fuzz.seed=S} which.
 */
class DoorwayFuzzTest {
    private static final int INPUTS = Integer.getInteger("backstretch.fuzz", 20_000);
    private static final long SEED = Long.getLong("backstretch.fuzz.seed", 20261121L);

    @Test
    void whatever_comes_is_answered_as_described_and_accounted_for() throws Exception {
        List<GoodRequest> good = GoodRequest.ofEachKind();
        try (var doors = new SievedDoors()) {
            Map<String, Map<Integer, Integer>> answers = ask(doors, good, INPUTS);
            assertThat(answers).allSatisfy((asked, statuses) -> assertThat(statuses.keySet())
                    .as(asked)
                    .anyMatch(status -> status < 300)
                    .anyMatch(status -> status >= 400));
            for (String door : List.of(
                    "sessions",
                    "control",
                    "gun",
                    "runners",
                    "readings",
                    "marks",
                    "corrections",
                    "events",
                    "owntracks",
                    "traccar",
                    "osmand",
                    "gpslogger",
                    "sensorlogger",
                    "files")) {
                assertThat(doors.count("readings.accepted", door)).as(door).isPositive();
            }
            for (String dropped : List.of("positions.far", "positions.hidden")) {
                assertThat(Doors.NAMES.stream()
                                .mapToDouble(door -> doors.count(dropped, door))
                                .sum())
                        .as(dropped)
                        .isGreaterThan(INPUTS / 2_000.0);
            }
            assertThat(Doors.NAMES.stream()
                            .mapToDouble(door -> doors.count("readings.rejected", door))
                            .sum())
                    .as("some of what can be read cannot be")
                    .isGreaterThan(INPUTS / 100.0);
        }
    }

    /** They are of another year, so that live doors refuse what they say; they are read all the same. */
    @Test
    void what_real_devices_sent_is_answered_however_it_is_damaged() throws Exception {
        String folder = System.getenv("BACKSTRETCH_RECORDINGS");
        assumeTrue(folder != null, "not run: BACKSTRETCH_RECORDINGS names no folder with recordings");
        try (var doors = new SievedDoors()) {
            ask(doors, GoodRequest.recorded(Path.of(folder)), INPUTS / 5);
            assertThat(doors.count("readings.accepted", "files")).isPositive();
        }
    }

    private static String asked(GoodRequest good) {
        return good.method() + " " + good.described();
    }

    /** Asks with damaged requests of each kind; returns how often each was answered with which status. */
    private static Map<String, Map<Integer, Integer>> ask(SievedDoors doors, List<GoodRequest> kinds, int inputs)
            throws Exception {
        Map<String, Set<Integer>> described = described();
        var random = new Random(SEED);
        Map<String, Map<Integer, Integer>> answers = new TreeMap<>();
        List<Future<?>> waves = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            GoodRequest kind = kinds.get(i % kinds.size());
            GoodRequest good = random.nextInt(4) == 0 ? kind.ofOther() : kind;
            boolean whole = random.nextInt(20) == 0;
            boolean query = good.body().length == 0;
            String address = good.path()
                    + (query && !whole
                            ? "?"
                                    + escaped(BodiesFuzzTest.mutated(
                                            good.query().substring(1).getBytes(StandardCharsets.UTF_8), random))
                            : good.query());
            byte[] damaged = query || whole ? good.body() : BodiesFuzzTest.mutated(good.body(), random);
            Buffer body = Buffer.buffer(good.encoding().pack(damaged));
            int input = i;
            String asked = asked(good);
            String said = "seed " + SEED + ", input " + input + ": " + asked + " at " + address + " ";
            waves.add(doors.send(good, address, body).<@Nullable Integer>transform(answer -> {
                Integer status = answer.result();
                if (status == null || !described.getOrDefault(asked, Set.of()).contains(status)) {
                    doors.wrong.add(new AssertionError(
                            said + "answered " + status + " to " + new String(damaged, StandardCharsets.ISO_8859_1),
                            answer.cause()));
                } else {
                    synchronized (answers) {
                        answers.computeIfAbsent(asked, fresh -> new TreeMap<>()).merge(status, 1, Integer::sum);
                    }
                }
                return Future.succeededFuture(status);
            }));
            if (waves.size() == 64 * SievedDoors.ON_THE_WAY || i == inputs - 1) {
                await(Future.all(waves));
                waves.clear();
            }
        }
        assertThat(doors.wrong).isEmpty();
        assertThat(answers.keySet())
                .isEqualTo(kinds.stream().map(DoorwayFuzzTest::asked).collect(Collectors.toSet()));
        for (String door : Doors.NAMES) {
            assertThat(doors.unaccounted(door)).as(door).isZero();
        }
        return answers;
    }

    /** Percent signs stand as they are, so that broken escapes are tried, too. */
    private static String escaped(byte[] query) {
        var text = new StringBuilder();
        for (byte one : query) {
            char c = (char) (one & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "=&%+-._~".indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", one & 0xFF));
        }
        return text.toString();
    }

    /** By method and path, the statuses that {@code openapi.json} tells of. */
    private static Map<String, Set<Integer>> described() throws IOException {
        Map<String, Set<Integer>> statuses = new HashMap<>();
        try (InputStream in = Doors.class.getResourceAsStream("/openapi.json")) {
            JsonNode api = new ObjectMapper().readTree(in);
            api.get("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().forEach(way -> {
                        Set<Integer> known = new HashSet<>();
                        way.getValue()
                                .path("responses")
                                .fieldNames()
                                .forEachRemaining(one -> known.add(Integer.valueOf(one)));
                        statuses.put(
                                HttpMethod.valueOf(way.getKey().toUpperCase(Locale.ROOT)) + " " + path.getKey(), known);
                    }));
        }
        return statuses;
    }
}

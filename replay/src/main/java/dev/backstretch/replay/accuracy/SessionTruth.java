package dev.backstretch.replay.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.time.Micros;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What really happened in a simulated session, as the generator's {@code truth.json} tells; with
 * {@code seconds.ndjson} beside it also each runner's speed in each second.
 *
 * @param options what the session was generated with, the seed left out
 * @param runners by id
 */
public record SessionTruth(Map<String, String> options, Map<String, Runner> runners) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public SessionTruth {
        options = Map.copyOf(options);
        runners = new TreeMap<>(runners);
    }

    /**
     * One lap that was run.
     *
     * @param pure whether all of it was run in one facing
     */
    public record Lap(int number, Instant startedAt, Instant endedAt, double lapSeconds, Facing facing, boolean pure) {}

    /**
     * One runner.
     *
     * @param zoneSeconds below the first bound, then one for each bound
     * @param speeds metres a second at each second of the session, by epoch microseconds; empty when not told
     */
    public record Runner(List<Lap> laps, List<Double> zoneSeconds, TreeMap<Long, Double> speeds) {
        /** Speed at an instant, linear between two seconds; NaN when it is not told. */
        public double speedAt(Instant at) {
            long micros = Micros.of(at);
            Map.Entry<Long, Double> before = speeds.floorEntry(micros);
            Map.Entry<Long, Double> after = speeds.ceilingEntry(micros);
            if (before == null || after == null) {
                return Double.NaN;
            }
            if (before.getKey().equals(after.getKey())) {
                return before.getValue();
            }
            double share = (double) (micros - before.getKey()) / (after.getKey() - before.getKey());
            return before.getValue() + share * (after.getValue() - before.getValue());
        }
    }

    /**
     * Reads a folder with {@code truth.json}.
     *
     * @throws IOException when it cannot be read or is not such a file
     */
    public static SessionTruth read(Path folder) throws IOException {
        JsonNode root = JSON.readTree(folder.resolve("truth.json").toFile());
        JsonNode options = root.path("options");
        if (!options.path("t0").isNumber() || !root.path("runners").isArray()) {
            throw new IOException(folder + "/truth.json: options.t0 or runners are missing: take the generator's file");
        }
        long zeroMicros = options.path("t0").asLong() * 1_000;
        Map<String, String> told = new LinkedHashMap<>();
        options.properties().forEach(option -> {
            if (!option.getKey().equals("seed") && !option.getKey().equals("t0")) {
                told.put(option.getKey(), option.getValue().asText());
            }
        });
        Map<String, TreeMap<Long, Double>> speeds = speeds(folder.resolve("seconds.ndjson"), zeroMicros);
        Map<String, Runner> runners = new TreeMap<>();
        for (JsonNode runner : root.path("runners")) {
            List<Lap> laps = new ArrayList<>();
            for (JsonNode lap : runner.path("laps")) {
                laps.add(new Lap(
                        lap.path("n").asInt(),
                        at(zeroMicros, lap.path("start_s").asDouble()),
                        at(zeroMicros, lap.path("end_s").asDouble()),
                        lap.path("lap_s").asDouble(),
                        Facing.valueOf(lap.path("facing").asText()),
                        lap.path("pure").asBoolean()));
            }
            List<Double> zones = new ArrayList<>();
            runner.path("zone_seconds").forEach(seconds -> zones.add(seconds.asDouble()));
            String id = runner.path("runner").asText();
            runners.put(id, new Runner(laps, zones, speeds.getOrDefault(id, new TreeMap<>())));
        }
        return new SessionTruth(told, runners);
    }

    private static Map<String, TreeMap<Long, Double>> speeds(Path file, long zeroMicros) throws IOException {
        Map<String, TreeMap<Long, Double>> speeds = new TreeMap<>();
        if (!Files.exists(file)) {
            return speeds;
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode second = JSON.readTree(line);
                speeds.computeIfAbsent(second.path("runner").asText(), runner -> new TreeMap<>())
                        .put(
                                zeroMicros + second.path("t_s").asLong() * Micros.PER_SECOND,
                                second.path("v_mps").asDouble());
            }
        }
        return speeds;
    }

    private static Instant at(long zeroMicros, double seconds) {
        return Micros.toInstant(zeroMicros + Math.round(seconds * Micros.PER_SECOND));
    }
}

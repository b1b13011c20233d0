package dev.backstretch.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.simulator.load.DoorLoad.Demand;
import dev.backstretch.simulator.load.HttpLoadDoor;
import dev.backstretch.simulator.load.LoadReport;
import dev.backstretch.simulator.load.LoadScript;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How many readings a second the HTTP door takes, each acknowledged by the broker before its answer, against Kafka's
 * producer-perf with the same bytes into the same broker, in turns, the medians compared.
 *
 * <p>The unit is the reading as it stands in a body, some 280 bytes of JSON: producer-perf sends each as a record of its own,
 * the door gets fifty in a request. Beside it, producer-perf sends whole bodies as records, which is what the door gets.
 * Broker, door and each sender are processes of their own, so that the processor time of each is its own.
 */
final class IngestHttpBenchmark {
    private static final int SESSIONS = 12;
    private static final int RUNNERS = 12;
    private static final int BATCH = 50;
    /** Each runner's phone has its own. */
    private static final int CONNECTIONS = SESSIONS * RUNNERS;

    private static final long SINGLE_IDS_FROM = 5_000_000_000L;

    private final boolean brief;
    private final int rounds;
    private final PrintWriter out;
    private final List<Double> perfReadings = new ArrayList<>();
    private final List<Double> perfBodies = new ArrayList<>();
    private final List<Double> p99AtHalfLoad = new ArrayList<>();
    private final List<Double> p50AtHalfLoad = new ArrayList<>();

    IngestHttpBenchmark(boolean brief, PrintWriter out) {
        this.brief = brief;
        this.rounds = brief ? 2 : 5;
        this.out = out;
    }

    /** What one way of sending was worth, round by round. */
    private static final class Way {
        final List<Double> readingsPerSecond = new ArrayList<>();
        final List<Double> requestsPerSecond = new ArrayList<>();
        final List<Double> doorMicrosPerReading = new ArrayList<>();
        final List<Double> brokerMicrosPerReading = new ArrayList<>();
        final List<Double> senderMicrosPerReading = new ArrayList<>();

        ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            Medians.put(json, "readingsPerSecond", readingsPerSecond);
            Medians.put(json, "requestsPerSecond", requestsPerSecond);
            Medians.put(json, "doorProcessorMicrosPerReading", doorMicrosPerReading);
            Medians.put(json, "brokerProcessorMicrosPerReading", brokerMicrosPerReading);
            Medians.put(json, "senderProcessorMicrosPerReading", senderMicrosPerReading);
            return json;
        }
    }

    ObjectNode measure() throws IOException, InterruptedException {
        try (var bench = IngestBench.start("ingest-http", 10_000_000)) {
            List<String> sessions =
                    IntStream.range(0, SESSIONS).mapToObj(i -> "http-" + i).toList();
            var now = Clock.systemUTC().instant();
            var batches = new LoadScript(sessions, RUNNERS, BATCH, now, 0);
            var singles = new LoadScript(sessions, RUNNERS, 1, now, SINGLE_IDS_FROM);
            bench.open(sessions, batches.runners());
            var readings = new ProducerPerf(
                    bench.bootstrapServers(), bench.folder().resolve("readings.txt"), batches.readings());
            var bodies = new ProducerPerf(
                    bench.bootstrapServers(),
                    bench.folder().resolve("bodies.txt"),
                    IntStream.range(0, 96).mapToObj(i -> batches.next().body()).toList());
            var door = new HttpLoadDoor(bench.vertx(), bench.address(), CONNECTIONS);
            var fifty = new Way();
            var one = new Way();
            say("warming up");
            // Java compiles the door's way for half a minute under load; before, a round measures that.
            saturate(bench, door, batches, new Way(), brief ? 6 : 45);
            saturate(bench, door, singles, new Way(), brief ? 3 : 5);
            for (int round = 0; round < rounds; round++) {
                perfReadings.add(readings.recordsPerSecond(brief ? 600_000 : 4_000_000));
                saturate(bench, door, batches, fifty, brief ? 3 : 5);
                perfBodies.add(bodies.recordsPerSecond(brief ? 30_000 : 80_000));
                saturate(bench, door, singles, one, brief ? 2 : 4);
                halfLoad(bench, door, batches, Medians.median(fifty.requestsPerSecond) / 2);
                say(String.format(
                        Locale.ROOT,
                        "round %d of %d: producer-perf %.0f readings/s as records, %.0f bodies/s; door %.0f readings/s"
                                + " in fifties (%.2f us each), %.0f one by one (%.1f us); p99 at half load %.1f ms",
                        round + 1,
                        rounds,
                        perfReadings.get(round),
                        perfBodies.get(round),
                        fifty.readingsPerSecond.get(round),
                        fifty.doorMicrosPerReading.get(round),
                        one.readingsPerSecond.get(round),
                        one.doorMicrosPerReading.get(round),
                        p99AtHalfLoad.get(round)));
            }
            return report(batches, fifty, one);
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private static void saturate(IngestBench bench, HttpLoadDoor door, LoadScript script, Way way, int seconds)
            throws InterruptedException {
        IngestBench.Times before = bench.times();
        LoadReport report = bench.run(door, script, new Demand.Saturating(CONNECTIONS, Duration.ofSeconds(seconds)));
        IngestBench.Times spent = bench.times().since(before);
        IngestBench.requireAllTaken(report);
        way.readingsPerSecond.add(report.acceptedPerSecond());
        way.requestsPerSecond.add(report.acceptedPerSecond() / script.batchSize());
        way.doorMicrosPerReading.add(spent.doorMicros() / (double) report.accepted());
        way.brokerMicrosPerReading.add(spent.brokerMicros() / (double) report.accepted());
        way.senderMicrosPerReading.add(spent.senderMicros() / (double) report.accepted());
    }

    private void halfLoad(IngestBench bench, HttpLoadDoor door, LoadScript script, double requestsPerSecond)
            throws InterruptedException {
        LoadReport report = bench.run(
                door,
                script,
                new Demand.Open(requestsPerSecond, Duration.ofSeconds(brief ? 3 : 6), false, Duration.ofSeconds(30)));
        IngestBench.requireAllTaken(report);
        p50AtHalfLoad.add(report.latencyMillis(50));
        p99AtHalfLoad.add(report.latencyMillis(99));
    }

    private ObjectNode report(LoadScript batches, Way fifty, Way one) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("benchmark", "ingest-http");
        json.put(
                "what",
                "readings accepted a second at the HTTP door, each in the broker before its answer, against"
                        + " producer-perf with the same readings as records into the same broker, with the same producer"
                        + " settings, in turns; broker, door and sender share the machine");
        json.set("machine", Machine.json());
        json.put("sessions", SESSIONS);
        json.put("runnersEach", RUNNERS);
        json.put("connections", CONNECTIONS);
        json.put("readingsInABatch", BATCH);
        json.put("bytesInABatch", Math.round(batches.batchBytes()));
        json.put(
                "bytesInAReading",
                Math.round(batches.readings().stream()
                        .mapToInt(reading -> reading.length)
                        .average()
                        .orElse(0)));
        json.put("rounds", rounds);
        json.put("ratio", Medians.rounded(Medians.median(fifty.readingsPerSecond) / Medians.median(perfReadings)));
        json.put(
                "ratioOfBodies", Medians.rounded(Medians.median(fifty.requestsPerSecond) / Medians.median(perfBodies)));
        Medians.put(json, "producerPerfReadingsPerSecond", perfReadings);
        Medians.put(json, "producerPerfBodiesPerSecond", perfBodies);
        json.set("door", fifty.json());
        json.set("doorOneByOne", one.json());
        ObjectNode half = json.putObject("atHalfLoad");
        Medians.put(half, "p50Millis", p50AtHalfLoad);
        Medians.put(half, "p99Millis", p99AtHalfLoad);
        return json;
    }
}

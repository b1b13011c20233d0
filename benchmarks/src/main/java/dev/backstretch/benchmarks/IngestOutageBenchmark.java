package dev.backstretch.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.ingest.QuotaSettings;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.registry.HttpSchemaRegistry;
import dev.backstretch.simulator.load.DoorLoad;
import dev.backstretch.simulator.load.HttpLoadDoor;
import dev.backstretch.simulator.load.LoadReport;
import dev.backstretch.simulator.load.LoadScript;
import dev.backstretch.testkit.LoggedReadings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The broker is stopped for a minute under load and started again: what was answered with success is in the log, the rest was
 * told to wait and is there in the end, and the doors' memory stays bounded meanwhile.
 */
final class IngestOutageBenchmark {
    private static final int SESSIONS = 6;
    private static final int RUNNERS = 12;
    private static final int BATCH = 10;
    private static final int BATCHES_PER_SECOND = 200;
    private static final int CONNECTIONS = 4_000;

    private final Duration before;
    private final Duration outFor;
    private final Duration after;
    private final PrintWriter out;
    private final Set<String> promised = new HashSet<>();
    private long largestHeap;
    private long largestWaiting;
    private long looksUnanswered;

    IngestOutageBenchmark(boolean brief, PrintWriter out) {
        this.before = Duration.ofSeconds(brief ? 5 : 15);
        this.outFor = Duration.ofSeconds(brief ? 20 : 60);
        this.after = Duration.ofSeconds(brief ? 5 : 15);
        this.out = out;
    }

    ObjectNode measure() throws IOException, InterruptedException {
        try (var bench = IngestBench.start("ingest-outage", QuotaSettings.USUAL.sessionItemsPerSecond())) {
            List<String> sessions =
                    IntStream.range(0, SESSIONS).mapToObj(i -> "outage-" + i).toList();
            var script =
                    new LoadScript(sessions, RUNNERS, BATCH, Clock.systemUTC().instant(), 0);
            bench.open(sessions, script.runners());
            CompletableFuture<LoadReport> load = DoorLoad.run(
                            bench.vertx(),
                            new HttpLoadDoor(bench.vertx(), bench.address(), CONNECTIONS),
                            script,
                            new DoorLoad.Demand.Open(
                                    BATCHES_PER_SECOND,
                                    before.plus(outFor).plus(after),
                                    true,
                                    outFor.multipliedBy(2).plusMinutes(1)),
                            (batch, reply) -> {
                                if (reply.status() == 200) {
                                    batch.eventIds()
                                            .forEach(id ->
                                                    promised.add(batch.session() + "|" + batch.runner() + "|" + id));
                                }
                            })
                    .toCompletableFuture();
            watch(bench, before);
            long calmHeap = largestHeap;
            say("the broker stops");
            bench.stopBroker();
            watch(bench, outFor);
            say("the broker starts");
            bench.startBroker();
            long startedNanos = System.nanoTime();
            while (!load.isDone()) {
                watch(bench, Duration.ofSeconds(1));
            }
            LoadReport report = load.join();
            double caughtUpSeconds = Math.max(0, (System.nanoTime() - startedNanos) / 1e9 - after.toSeconds());
            Map<String, Integer> logged = LoggedReadings.count(
                    bench.bootstrapServers(), new RunSerdes(new HttpSchemaRegistry(bench.registry())));
            long missing =
                    promised.stream().filter(id -> !logged.containsKey(id)).count();
            long twice = logged.values().stream().filter(times -> times > 1).count();
            say("promised " + promised.size() + ", missing " + missing + ", in the log twice " + twice
                    + ", told to wait " + report.toldToWait());
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("benchmark", "ingest-outage");
            json.put(
                    "what",
                    "the broker stopped under load: readings answered with success and missing from the log, what was"
                            + " told to wait, and the most that the doors' process held");
            json.set("machine", Machine.json());
            json.put("outSeconds", outFor.toSeconds());
            json.put("readingsPerSecond", BATCHES_PER_SECOND * BATCH);
            json.put("promised", promised.size());
            json.put("missing", missing);
            json.put("inTheLogTwice", twice);
            json.put("neverTaken", (report.batches() * BATCH) - promised.size());
            json.put("caughtUpAfterSeconds", Medians.rounded(caughtUpSeconds));
            json.put("largestHeapBytesBefore", calmHeap);
            json.put("largestHeapBytes", largestHeap);
            json.put("largestWaitingBytes", largestWaiting);
            json.put("looksUnansweredInTenSeconds", looksUnanswered);
            json.set("load", report.json());
            return json;
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Looks at the doors' memory four times a second. */
    private void watch(IngestBench bench, Duration duration) throws IOException, InterruptedException {
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < until) {
            try {
                IngestBench.Memory memory = bench.memory();
                largestHeap = Math.max(largestHeap, memory.heapBytes());
                largestWaiting = Math.max(largestWaiting, memory.waitingBytes());
            } catch (HttpTimeoutException busy) {
                // Told with the result: it is what those who look on feel, and no reason to give up.
                looksUnanswered++;
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }
}

package dev.backstretch.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.ingest.QuotaSettings;
import dev.backstretch.simulator.load.DoorLoad;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What ten sessions of one camp feel of an eleventh that sends ten times what it may: phones that post one reading a second
 * each, with the greedy session and without, in turns. The greedy one first spends what it had saved, which it may; only then
 * is anyone timed.
 */
final class IngestFairBenchmark {
    private static final int SESSIONS = 10;
    private static final int RUNNERS = 12;
    private static final int POSTS_PER_SECOND = 400;
    private static final int BATCH = 50;
    private static final int TIMES_ITS_QUOTA = 10;
    private static final long GREEDY_IDS_FROM = 5_000_000_000L;
    private static final Duration LEAD = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Duration phase;
    private final int rounds;
    private final PrintWriter out;
    private final List<Double> alone = new ArrayList<>();
    private final List<Double> beside = new ArrayList<>();
    private final List<Double> aloneP50 = new ArrayList<>();
    private final List<Double> besideP50 = new ArrayList<>();
    private final List<Double> greedyAccepted = new ArrayList<>();
    private final List<Double> greedyToldToWait = new ArrayList<>();

    IngestFairBenchmark(boolean brief, PrintWriter out) {
        this.phase = Duration.ofSeconds(brief ? 5 : 12);
        this.rounds = brief ? 2 : 5;
        this.out = out;
    }

    ObjectNode measure() throws IOException, InterruptedException {
        long quota = QuotaSettings.USUAL.sessionItemsPerSecond();
        try (var bench = IngestBench.start("ingest-fair", quota)) {
            List<String> sessions =
                    IntStream.range(0, SESSIONS).mapToObj(i -> "fair-" + i).toList();
            var now = Clock.systemUTC().instant();
            var others = new LoadScript(sessions, RUNNERS, 1, now, 0);
            var greedy = new LoadScript(List.of("greedy"), RUNNERS, BATCH, now, GREEDY_IDS_FROM);
            bench.open(sessions, others.runners());
            bench.open(List.of("greedy"), greedy.runners());
            // Each their own connections, as they are on phones of their own.
            var phones = new HttpLoadDoor(bench.vertx(), bench.address(), SESSIONS * RUNNERS);
            var greedyPhones = new HttpLoadDoor(bench.vertx(), bench.address(), RUNNERS);
            double greedyBatches = (double) quota * TIMES_ITS_QUOTA / BATCH;
            say("warming up");
            bench.run(phones, others, calm(Duration.ofSeconds(phase.toSeconds() * 2)));
            bench.run(greedyPhones, greedy, greed(greedyBatches, phase));
            for (int round = 0; round < rounds; round++) {
                LoadReport quiet = bench.run(phones, others, calm(phase));
                CompletableFuture<LoadReport> load = DoorLoad.run(
                                bench.vertx(), greedyPhones, greedy, greed(greedyBatches, LEAD.plus(phase)))
                        .toCompletableFuture();
                TimeUnit.NANOSECONDS.sleep(LEAD.toNanos());
                LoadReport crowded = bench.run(phones, others, calm(phase));
                LoadReport greed = load.join();
                IngestBench.requireAllTaken(quiet);
                IngestBench.requireAllTaken(crowded);
                alone.add(quiet.latencyMillis(99));
                beside.add(crowded.latencyMillis(99));
                aloneP50.add(quiet.latencyMillis(50));
                besideP50.add(crowded.latencyMillis(50));
                greedyAccepted.add(greed.acceptedPerSecond());
                greedyToldToWait.add(greed.toldToWait().getOrDefault(429, 0L).doubleValue());
                say(String.format(
                        Locale.ROOT,
                        "round %d of %d: p99 of the others %.2f ms alone, %.2f ms beside; the greedy one got in %.0f"
                                + " readings/s and was told to wait %.0f times",
                        round + 1,
                        rounds,
                        alone.get(round),
                        beside.get(round),
                        greedyAccepted.get(round),
                        greedyToldToWait.get(round)));
            }
            return report(quota);
        }
    }

    private static Demand calm(Duration duration) {
        return new Demand.Open(POSTS_PER_SECOND, duration, false, PATIENCE);
    }

    private static Demand greed(double batchesPerSecond, Duration duration) {
        return new Demand.Open(batchesPerSecond, duration, false, PATIENCE);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private ObjectNode report(long quota) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("benchmark", "ingest-fair");
        json.put(
                "what",
                "p99 of posts of one reading in ten sessions, with an eleventh of the same camp that sends ten times"
                        + " its quota in fifties, and without, in turns; the share by which the medians differ");
        json.set("machine", Machine.json());
        json.put("sessions", SESSIONS);
        json.put("runnersEach", RUNNERS);
        json.put("postsPerSecondOfTheOthers", POSTS_PER_SECOND);
        json.put("quotaReadingsPerSecond", quota);
        json.put("rounds", rounds);
        json.put("p99Moves", Medians.rounded(Medians.median(beside) / Medians.median(alone) - 1));
        Medians.put(json, "aloneP99Millis", alone);
        Medians.put(json, "besideP99Millis", beside);
        Medians.put(json, "aloneP50Millis", aloneP50);
        Medians.put(json, "besideP50Millis", besideP50);
        Medians.put(json, "greedyAcceptedPerSecond", greedyAccepted);
        Medians.put(json, "greedyToldToWait", greedyToldToWait);
        return json;
    }
}

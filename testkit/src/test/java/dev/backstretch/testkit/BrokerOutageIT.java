package dev.backstretch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.simulator.load.DoorLoad;
import dev.backstretch.simulator.load.HttpLoadDoor;
import dev.backstretch.simulator.load.LoadReport;
import dev.backstretch.simulator.load.LoadScript;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is gone for a while under load; {@code bench ingest-outage} does the same for a minute. */
class BrokerOutageIT {
    /** Short, so that this test need not take a minute. */
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(2);

    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration OUT = Duration.ofSeconds(6);
    private static final Duration LOAD = Duration.ofSeconds(14);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(4);
    private static final int BATCHES_PER_SECOND = 40;
    private static final int READINGS = 10;

    @Test
    void whatWasAnsweredWithSuccessIsInTheLogAndTheRestIsToldToWait(@TempDir Path folder) throws Exception {
        try (var served = new ServedIngest(folder, WRITE_LIMIT)) {
            var script = new LoadScript(
                    List.of("outage"), 3, READINGS, Clock.systemUTC().instant(), 1);
            served.open("outage", script.runners());
            Set<String> promised = ConcurrentHashMap.newKeySet();
            CompletableFuture<LoadReport> load = DoorLoad.run(
                            served.vertx,
                            new HttpLoadDoor(served.vertx, served.address, 200),
                            script,
                            new DoorLoad.Demand.Open(BATCHES_PER_SECOND, LOAD, true, Duration.ofSeconds(60)),
                            (batch, reply) -> {
                                if (reply.status() == 200) {
                                    batch.eventIds().forEach(id -> promised.add("outage|" + batch.runner() + "|" + id));
                                }
                            })
                    .toCompletableFuture();
            TimeUnit.NANOSECONDS.sleep(BEFORE.toNanos());
            served.stopBroker();
            long over = System.nanoTime() + OUT.toNanos();
            while (System.nanoTime() < over) {
                // Doors that need no log must not wait for it: the pages live on the same threads.
                assertThat(served.statusOf("/v1/sessions/outage", LONGEST_ANSWER))
                        .isEqualTo(200);
                TimeUnit.MILLISECONDS.sleep(200);
            }
            served.startBroker();
            LoadReport report = load.get(2, TimeUnit.MINUTES);

            assertThat(report.toldToWait().getOrDefault(503, 0L))
                    .as(report.json().toString())
                    .isPositive();
            assertThat(report.unanswered() + report.unsent() + report.rejected())
                    .as(report.json().toString())
                    .isZero();
            assertThat(report.refused()).isEmpty();
            assertThat(promised).hasSize((int) (report.batches() * READINGS));
            // What was written before the broker went and not acknowledged may be there twice: the fold knows it.
            assertThat(served.logged().keySet()).containsAll(promised);
            assertThat(served.meters.get("run.ingest.inflight.bytes").gauge().value())
                    .isZero();
        }
    }
}

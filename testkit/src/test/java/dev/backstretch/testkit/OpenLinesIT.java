package dev.backstretch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.simulator.DoorAnswer;
import dev.backstretch.simulator.LiveLine;
import dev.backstretch.simulator.MqttLine;
import dev.backstretch.simulator.OpenLine;
import dev.backstretch.simulator.load.LoadBatch;
import dev.backstretch.simulator.load.LoadScript;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phones that keep a connection open, over lines that break in the middle of what is on them, through the real doors. */
class OpenLinesIT {
    private static final int RUNNERS = 4;
    private static final int MESSAGES = 160;
    private static final int READINGS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void nothingIsLostOrDoubledOverAWebSocketThatBreaks(@TempDir Path folder) throws Exception {
        try (var served = new ServedIngest(folder, Duration.ofSeconds(10))) {
            var proxy = new CuttingProxy(served.vertx, served.address.getPort(), 6_000, 16_000);
            URI server = URI.create("http://127.0.0.1:" + proxy.port());
            everyReadingOnce(
                    served, proxy, runner -> new LiveLine(served.vertx, server, "lines", "", PATIENCE), "live");
        }
    }

    @Test
    void nothingIsLostOrDoubledOverMqttThatBreaks(@TempDir Path folder) throws Exception {
        try (var served = new ServedIngest(folder, Duration.ofSeconds(10))) {
            var proxy = new CuttingProxy(served.vertx, served.mqttPort, 6_000, 16_000);
            everyReadingOnce(
                    served,
                    proxy,
                    runner -> new MqttLine(served.vertx, "127.0.0.1", proxy.port(), "lines", runner, "", PATIENCE),
                    "mqtt");
        }
    }

    private static void everyReadingOnce(
            ServedIngest served, CuttingProxy proxy, Function<String, OpenLine> opener, String door) throws Exception {
        var script = new LoadScript(
                List.of("lines"), RUNNERS, READINGS, Clock.systemUTC().instant(), 1);
        served.open("lines", script.runners());
        Map<String, OpenLine> lines = new HashMap<>();
        Map<String, Integer> wanted = new HashMap<>();
        List<CompletableFuture<DoorAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            LoadBatch batch = script.next();
            batch.eventIds().forEach(id -> wanted.put("lines|" + batch.runner() + "|" + id, 1));
            answers.add(lines.computeIfAbsent(batch.runner(), opener)
                    .send(batch.body(), batch.eventIds())
                    .toCompletableFuture());
        }
        long taken = 0;
        long retries = 0;
        for (CompletableFuture<DoorAnswer> answer : answers) {
            DoorAnswer known = answer.get(PATIENCE.toSeconds() + 10, TimeUnit.SECONDS);
            assertThat(known).isInstanceOf(DoorAnswer.Read.class);
            var read = (DoorAnswer.Read) known;
            assertThat(read.rejected()).isEmpty();
            taken += read.accepted() + read.duplicates();
            retries += read.retries();
        }

        assertThat(taken).isEqualTo((long) MESSAGES * READINGS);
        assertThat(proxy.cuts()).as("cut connections").isGreaterThan(RUNNERS);
        assertThat(retries).as("messages sent again").isPositive();
        for (OpenLine line : lines.values()) {
            assertThat(line.connections()).isGreaterThan(1);
        }
        assertThat(served.logged()).isEqualTo(wanted);
        assertThat(served.count("accepted", door)).isEqualTo((long) MESSAGES * READINGS);
        assertThat(served.count("received", door))
                .isEqualTo(served.count("accepted", door)
                        + served.count("rejected", door)
                        + served.count("duplicates", door));
        lines.values().forEach(OpenLine::close);
    }
}

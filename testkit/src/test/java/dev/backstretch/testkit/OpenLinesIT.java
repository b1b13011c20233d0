package dev.backstretch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.simulator.DeviceApp;
import dev.backstretch.simulator.DeviceRequest;
import dev.backstretch.simulator.DoorAnswer;
import dev.backstretch.simulator.LiveLine;
import dev.backstretch.simulator.MqttLine;
import dev.backstretch.simulator.OpenLine;
import dev.backstretch.simulator.ReaderLine;
import dev.backstretch.simulator.ReaderSocket;
import dev.backstretch.simulator.load.LoadBatch;
import dev.backstretch.simulator.load.LoadScript;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    /** A mat that stays connected, and a phone with OwnTracks beside it. */
    @Test
    void aReadersLinesAndOwnTracksFixesReachTheLog(@TempDir Path folder) throws Exception {
        try (var served = new ServedIngest(folder, Duration.ofSeconds(10))) {
            served.open("lines", List.of());
            served.post(
                    "/v1/sessions/lines/runners",
                    "[{\"runner\":\"r1\",\"chip\":\"058000120001\",\"device\":\"jane/phone\"},"
                            + "{\"runner\":\"r2\",\"chip\":\"058000120002\"}]");
            Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
            int reads = 0;
            for (ReaderLine format : ReaderLine.values()) {
                try (var reader = new ReaderSocket("127.0.0.1", served.readerPort, "lines", format, "finish", "")) {
                    for (int chip = 1; chip <= 2; chip++) {
                        // Each format tells of a passing of its own: the same one would be a duplicate.
                        reader.tell("05800012000" + chip, now.minusSeconds(5L + reads++));
                    }
                    int told = reads;
                    Await.until(
                            format + "'s lines",
                            Duration.ofSeconds(20),
                            () -> served.count("received", "timing") == told);
                }
            }
            assertThat(served.count("accepted", "timing")).isEqualTo(reads);

            var phone = MqttLine.ofOwnTracks(
                    served.vertx, "127.0.0.1", served.mqttPort, "jane", "phone", "", Duration.ofSeconds(20));
            List<Reading> fixes = List.of(fix(now.minusSeconds(3)), fix(now.minusSeconds(2)), fix(now.minusSeconds(1)));
            for (DeviceRequest fix : DeviceApp.OWNTRACKS.requests(fixes, "jane/phone")) {
                DoorAnswer answer = phone.send(fix.body().getBytes(StandardCharsets.UTF_8), List.of("fix"))
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
                assertThat(answer).isInstanceOf(DoorAnswer.Read.class);
            }
            phone.close();
            assertThat(served.count("accepted", "mqtt")).isEqualTo(3);
        }
    }

    private static Reading fix(Instant at) {
        double none = Double.NaN;
        return new Reading("fix", at, 18.7, 98.9, 4, 3, 87, none, none, none, none, none, List.of());
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

package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.launcher.BackstretchSystem.Part;
import dev.backstretch.replay.ComparisonReport;
import dev.backstretch.replay.SessionReplay;
import dev.backstretch.simulator.Camp;
import dev.backstretch.simulator.CampOptions;
import dev.backstretch.simulator.CampPlayer;
import dev.backstretch.simulator.DoorClient;
import dev.backstretch.simulator.PlayReport;
import dev.backstretch.simulator.SessionTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole system in one process, used as its users use it. */
class LauncherIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z");
    private static final double SPEED = 60;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aSessionIsPlayedThroughTheDoorsAndIsStillThereAfterARestart(@TempDir Path folder) throws Exception {
        BackstretchConfig config = config(folder);
        var camp = Camp.of(CampOptions.demo("launcher-1", 7, MIDNIGHT).withRunners(3));
        DemoReport report;
        try (var system = start(config)) {
            assertOnlyThisMachineCanConnect();
            report = play(system, config, camp);
            assertThat(report.settled()).isTrue();
            assertThat(report.sumRules()).doesNotContainValue(false);
            assertThat(report.comparison().countsEqual())
                    .as(report.comparison().toString())
                    .isTrue();
            assertThat(report.comparison().maximumSeconds()).isLessThanOrEqualTo(0.3);
            HttpResponse<String> metrics = get(system, "/metrics");
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(DoorCounts.from(metrics.body())).isNotEmpty();
            assertThat(get(system, "/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> nothing = get(system, "/v1/nothing");
            assertThat(nothing.statusCode()).isEqualTo(404);
            assertThat(nothing.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(JSON.readTree(nothing.body()).get("detail").asText()).contains("/v1/nothing");
        }
        long startedAt = System.nanoTime();
        try (var system = start(config)) {
            ComparisonReport replayed = new SessionReplay(
                            system.servers().topics(), system.servers().serdes())
                    .compare("launcher-1");
            assertThat(replayed.same()).as(replayed.toString()).isTrue();
            HttpResponse<String> laps = get(system, "/v1/sessions/launcher-1/laps");
            assertThat(laps.statusCode()).isEqualTo(200);
            assertThat(count(JSON.readTree(laps.body()))).isPositive();
            assertStoreHolds(system, "launcher-1");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofMinutes(3));
    }

    @Test
    void oneSeedPlayedTwiceGivesTheSameLapsToTheLastByte(@TempDir Path folder) throws Exception {
        BackstretchConfig config = config(folder);
        try (var system = start(config)) {
            DemoReport first = play(
                    system,
                    config,
                    Camp.of(CampOptions.demo("seed-1", 7, MIDNIGHT).withRunners(2)));
            DemoReport second = play(
                    system,
                    config,
                    Camp.of(CampOptions.demo("seed-2", 7, MIDNIGHT).withRunners(2)));
            assertThat(laps(first)).hasSizeGreaterThanOrEqualTo(4).isEqualTo(laps(second));
        }
    }

    private static List<String> laps(DemoReport report) {
        return report.json().findValues("laps").stream()
                .filter(JsonNode::isArray)
                .flatMap(laps -> StreamSupport.stream(laps.spliterator(), false))
                .map(JsonNode::toString)
                .toList();
    }

    /** Broker, controller, registry, store and doors, in this process and its child. */
    private static void assertOnlyThisMachineCanConnect() throws IOException {
        assumeTrue(ListeningSockets.canBeSeen(), "who can connect cannot be seen here: there is no /proc/self/net/tcp");
        ProcessHandle self = ProcessHandle.current();
        var sockets = ListeningSockets.of(Stream.concat(Stream.of(self), self.descendants()));
        assertThat(sockets.addresses()).hasSizeGreaterThanOrEqualTo(6);
        assertThat(sockets.beyondLoopback()).isEmpty();
    }

    private static BackstretchConfig config(Path folder) {
        var read = BackstretchConfig.read(
                null,
                Map.of(),
                Map.of(
                        "data",
                        folder.toString(),
                        "http.port",
                        "0",
                        "partitions",
                        "2",
                        "clock.speed",
                        String.valueOf(SPEED)));
        if (read instanceof BackstretchConfig.Read.Bad bad) {
            throw new AssertionError(bad.problems());
        }
        return ((BackstretchConfig.Read.Good) read).config();
    }

    private final SessionTime time = new SessionTime(MIDNIGHT, SPEED);

    private BackstretchSystem start(BackstretchConfig config) throws IOException, InterruptedException {
        var system = new BackstretchSystem(config, EnumSet.allOf(Part.class), time);
        system.start();
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!system.missing().isEmpty()) {
            if (System.nanoTime() > deadline) {
                List<String> missing = system.missing();
                system.close();
                throw new AssertionError("not ready: " + missing);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return system;
    }

    private DemoReport play(BackstretchSystem system, BackstretchConfig config, Camp camp) throws InterruptedException {
        try (var outcomes = new SessionOutcomes(
                system.servers().clientProperties(),
                system.servers().serdes(),
                camp.options().sessionId(),
                config.partitions())) {
            time.start();
            PlayReport played = new CampPlayer(new DoorClient(system.address()), time, 4).play(camp.deliveries());
            boolean settled = outcomes.awaitSettled(Duration.ofMinutes(1));
            return outcomes.view(view -> DemoReport.of(
                    camp,
                    List.of(),
                    view,
                    played,
                    DoorCounts.from(system.meters().scrape()),
                    Map.of(),
                    settled));
        }
    }

    /** The sink goes on where it was: what it had not written before the restart is written after. */
    private static void assertStoreHolds(BackstretchSystem system, String session) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            ComparisonReport report = VerifyStoreCommand.compare(system.servers(), session);
            if (report.same()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(report);
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private static int count(JsonNode laps) {
        return laps.isArray() ? laps.size() : laps.path("laps").size();
    }

    private HttpResponse<String> get(BackstretchSystem system, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(system.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}

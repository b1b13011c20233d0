package dev.backstretch.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backstretch.domain.event.EventBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CampPlayerTest {
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeDoors doors = new FakeDoors();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SessionTime time = new SessionTime(START, 400);
    private URI address = URI.create("http://127.0.0.1/");
    private Runnable stopServer = () -> {};

    @BeforeEach
    void openDoors() throws IOException {
        // Or each answer waits 40 ms for the acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        time.start();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", doors::handle);
        server.setExecutor(threads);
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        stopServer = () -> server.stop(0);
    }

    @AfterEach
    void closeDoors() {
        stopServer.run();
        threads.shutdownNow();
    }

    /** Doors that remember what came and when, and answer as the real ones do. */
    private final class FakeDoors {
        private final List<JsonNode> items = new ArrayList<>();
        private final List<String> paths = new ArrayList<>();
        private final List<String> early = new ArrayList<>();
        private final List<String> overlapping = new ArrayList<>();
        private final Set<String> known = new HashSet<>();
        private final Map<String, Integer> inHand = new HashMap<>();
        private final Map<String, Integer> turnAway = new HashMap<>();
        private int connections;
        private final Set<String> peers = new HashSet<>();

        void handle(HttpExchange exchange) throws IOException {
            byte[] body = exchange.getRequestBody().readAllBytes();
            JsonNode json = JSON.readTree(body);
            List<JsonNode> told = new ArrayList<>();
            if (json instanceof ArrayNode array) {
                array.forEach(told::add);
            } else {
                told.add(json);
            }
            String runner = told.get(0).path("runner").asText("");
            String path = exchange.getRequestURI().getPath();
            int status;
            ObjectNode answer = JSON.createObjectNode();
            synchronized (this) {
                if (!runner.isEmpty() && inHand.merge(runner, 1, Integer::sum) > 1) {
                    overlapping.add(runner);
                }
            }
            // Leaves the stage to a second request of the same runner, if there were one.
            Thread.onSpinWait();
            synchronized (this) {
                if (peers.add(exchange.getRemoteAddress().toString())) {
                    connections++;
                }
                for (JsonNode item : told) {
                    if (Instant.parse(item.path("receivedAt").asText()).isAfter(time.instant())) {
                        early.add(item.path("eventId").asText());
                    }
                }
                int left = turnAway.getOrDefault(path, 0);
                if (left > 0) {
                    turnAway.put(path, left - 1);
                    status = left % 2 == 0 ? 503 : 429;
                    exchange.getResponseHeaders().add("Retry-After", "0");
                } else {
                    status = 200;
                    int accepted = 0;
                    int duplicates = 0;
                    paths.add(path);
                    for (JsonNode item : told) {
                        items.add(item);
                        if (known.add(runner + "|" + item.path("eventId").asText())) {
                            accepted++;
                        } else {
                            duplicates++;
                        }
                    }
                    answer.put("accepted", accepted);
                    answer.put("duplicates", duplicates);
                    answer.putArray("rejected");
                }
                if (!runner.isEmpty()) {
                    inHand.merge(runner, -1, Integer::sum);
                }
            }
            byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    private static Camp camp(int runners) {
        return Camp.of(
                CampOptions.demo("demo-7-1", 7, START).withRunners(runners).withTaps(1));
    }

    private CampPlayer player(int concurrency) {
        return new CampPlayer(new DoorClient(address), time, concurrency);
    }

    @Test
    void everyDeliveryIsSentOnceInItsRunnersOrderAndNeverBeforeItArrives() throws InterruptedException {
        List<Delivery> deliveries = camp(3).deliveries();
        PlayReport report = player(8).play(deliveries);

        assertThat(doors.early).isEmpty();
        assertThat(doors.overlapping).isEmpty();
        assertThat(report.requests()).isPositive().isLessThanOrEqualTo(deliveries.size());
        assertThat(report.addsUp()).isTrue();
        assertThat(report.items())
                .isEqualTo(deliveries.stream().mapToLong(Delivery::items).sum());
        assertThat(report.rejectedItems() + report.refusedItems() + report.unanswered())
                .isZero();
        for (String runner : List.of("r001", "r002", "r003")) {
            assertThat(idsOf(runner)).isEqualTo(idsOf(runner, deliveries));
        }
        assertThat(doors.paths.get(0)).isEqualTo("/v1/sessions");
        assertThat(doors.items.get(0).path("clock").asText()).isEqualTo("simulated");
        assertThat(doors.items.get(0).path("track").path("bearing_deg").asDouble())
                .isEqualTo(12);
        assertThat(doors.paths.get(doors.paths.size() - 1)).isEqualTo("/v1/sessions/demo-7-1/control");
        assertThat((long) doors.connections).as("connections are kept").isLessThan(report.requests() / 10);
    }

    @Test
    void aRepeatedDeliveryHasTheSameIdsAndIsCountedAsADuplicate() throws InterruptedException {
        Camp camp = camp(2);
        PlayReport report = player(4).play(camp.deliveries());
        assertThat(report.duplicates())
                .isEqualTo(camp.truth().counts().duplicated())
                .isPositive();
    }

    @Test
    void whatConcernsTheWholeSessionKeepsItsPlaceAmongTheRunnersDeliveries() throws InterruptedException {
        Camp camp = camp(3);
        player(8).play(camp.deliveries());
        Instant gun = Instant.MAX;
        int gunAt = -1;
        for (int i = 0; i < doors.items.size(); i++) {
            if (doors.items.get(i).path("type").asText().equals("gun")) {
                gun = Instant.parse(doors.items.get(i).path("receivedAt").asText());
                gunAt = i;
            }
        }
        assertThat(gunAt).isPositive();
        for (int i = 0; i < doors.items.size(); i++) {
            Instant received =
                    Instant.parse(doors.items.get(i).path("receivedAt").asText());
            if (i < gunAt) {
                assertThat(received).isBeforeOrEqualTo(gun);
            } else {
                assertThat(received).isAfterOrEqualTo(gun);
            }
        }
    }

    @Test
    void aDoorThatSaysLaterIsAskedAgainAndNothingIsLost() throws InterruptedException {
        doors.turnAway.put("/v1/sessions/demo-7-1/readings", 6);
        doors.turnAway.put("/v1/sessions", 1);
        List<Delivery> deliveries = camp(1).deliveries();
        PlayReport report = player(2).play(deliveries);
        assertThat(report.retries()).isEqualTo(7);
        assertThat(report.unanswered()).isZero();
        assertThat(idsOf("r001")).isEqualTo(idsOf("r001", deliveries));
    }

    @Test
    void aDoorThatStaysShutIsGivenUpWithinThePatience() {
        doors.turnAway.put("/v1/sessions", Integer.MAX_VALUE);
        CampPlayer player =
                new CampPlayer(new DoorClient(address, Duration.ofMillis(200), Duration.ofSeconds(5)), time, 1);
        List<Delivery> deliveries = camp(1).deliveries();
        assertThatThrownBy(() -> player.play(deliveries))
                .isInstanceOf(DoorsClosedException.class)
                .hasMessageContaining("session");
        assertThat(player.report().unanswered()).isEqualTo(1);
        assertThat(player.report().addsUp()).isTrue();
    }

    @Test
    void aServerThatIsNotThereIsNoAnswer() throws InterruptedException {
        stopServer.run();
        stopServer = () -> {};
        DoorClient client = new DoorClient(address, Duration.ofMillis(150), Duration.ofSeconds(30));
        assertThat(client.send(camp(1).deliveries().get(0)))
                .isInstanceOfSatisfying(DoorAnswer.Unanswered.class, answer -> assertThat(answer.cause())
                        .isEqualTo("ConnectException"));
    }

    @Test
    void aRefusalIsNotTriedAgainAndItsReasonsAreCounted() {
        ObjectNode problem =
                JSON.createObjectNode().put("title", "No such session").put("field", "session");
        assertThat(DoorAnswer.of(404, problem, 3, 0))
                .isEqualTo(new DoorAnswer.Refused(404, "No such session (session)", 0));
        ObjectNode batch = JSON.createObjectNode().put("accepted", 0).put("duplicates", 1);
        batch.putArray("rejected").addObject().put("reason", "RANGE_POSITION");
        assertThat(DoorAnswer.of(200, batch, 2, 0))
                .isEqualTo(new DoorAnswer.Read(200, 0, 1, Map.of("RANGE_POSITION", 1), 0));
    }

    @Test
    void stoppingSendsNothingMore() throws InterruptedException {
        CampPlayer player = player(2);
        player.stop();
        PlayReport report = player.play(camp(1).deliveries());
        assertThat(report.requests()).isZero();
        assertThat(doors.items).isEmpty();
    }

    private List<String> idsOf(String runner) {
        synchronized (doors) {
            return doors.items.stream()
                    .filter(item -> item.path("runner").asText().equals(runner))
                    .map(item -> item.path("eventId").asText())
                    .toList();
        }
    }

    private static List<String> idsOf(String runner, List<Delivery> deliveries) {
        List<String> ids = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            if (!runner.equals(delivery.runnerId())) {
                continue;
            }
            if (delivery.event().body() instanceof EventBody.Readings body) {
                body.readings().forEach(reading -> ids.add(reading.readingId()));
            } else {
                ids.add(delivery.event().eventId());
            }
        }
        return ids;
    }
}

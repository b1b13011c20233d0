package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.LineLimits;
import dev.backstretch.schemas.access.Revocations;
import dev.backstretch.schemas.access.Role;
import dev.backstretch.schemas.access.TokenKeys;
import dev.backstretch.schemas.access.Tokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a stream of events stays open, and how many do. */
class StreamLinesTest {
    private static final Instant NOW = Scene.STARTED.plusSeconds(527);
    private static final String STREAM = "/v1/sessions/" + Scene.SESSION + "/stream";

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedFeed feed = new ScriptedFeed();
    private final TokenKeys keys = TokenKeys.create(new SecureRandom(), NOW);
    private final AtomicReference<Revocations> revocations = new AtomicReference<>(Revocations.NONE);
    private volatile Instant now = NOW;
    private final Tokens tokens = new Tokens(() -> keys, revocations::get, new Moved());
    private final BoardService board = new BoardService(
            new BoardSettings("unused:0", Map.of(), 1, Duration.ofMillis(50), 64, Duration.ofHours(24))
                    .withLines(new LineLimits(2, 2)),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new Access(tokens, false),
            new SimpleMeterRegistry(),
            feed);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int port;

    private final class Moved extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void start() throws Exception {
        board.start();
        Router router = Router.router(vertx);
        board.mount(router);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        port = server.actualPort();
        Scene.live(feed, NOW);
    }

    @AfterEach
    void stop() throws Exception {
        board.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** A reader that writes down what it hears. */
    private final class Reader implements AutoCloseable {
        private final HttpResponse<InputStream> answer;

        /** Everything, when the stream has come to its end. */
        private final CompletableFuture<String> heard;

        Reader(String path) throws IOException, InterruptedException {
            answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            heard = CompletableFuture.supplyAsync(() -> {
                var text = new StringBuilder();
                try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        text.append(line).append('\n');
                    }
                } catch (IOException cutOff) {
                    text.append("(cut off)");
                }
                return text.toString();
            });
        }

        String allOfIt() throws Exception {
            return heard.get(20, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws IOException {
            answer.body().close();
        }
    }

    private String token(Duration life) {
        return tokens.issue(new Grant(Role.SCREEN, Scene.CAMP, Scene.SESSION, null), life)
                .text();
    }

    @Test
    void aStreamEndsAndSaysWhyWhenItsTokenIsRevoked() throws Exception {
        try (var screen = new Reader(STREAM + "?token=" + token(Duration.ofHours(1)));
                var stranger = new Reader(STREAM)) {
            revocations.set(new Revocations(List.of(new Revocations.Entry(null, Scene.SESSION, null, NOW))));

            assertThat(screen.allOfIt())
                    .contains("event: standings")
                    .contains("event: end\ndata: {\"status\":401,")
                    .contains("revoked")
                    .doesNotContain("(cut off)");
            assertThat(stranger.heard).as("who needs no token").isNotDone();
        }
    }

    @Test
    void aStreamEndsWhenItsTokenExpires() throws Exception {
        try (var screen = new Reader(STREAM + "?token=" + token(Duration.ofMinutes(5)))) {
            now = NOW.plus(Duration.ofMinutes(4));
            assertThat(screen.heard).isNotDone();
            now = NOW.plus(Duration.ofMinutes(5));

            assertThat(screen.allOfIt()).contains("event: end").contains("expired");
        }
    }

    @Test
    void moreStreamsThanThereMayBeAreRefusedUntilOneCloses() throws Exception {
        String path = STREAM + "?token=" + token(Duration.ofHours(1));
        try (var first = new Reader(path);
                var second = new Reader(STREAM);
                var third = new Reader(STREAM)) {
            assertThat(List.of(first.answer.statusCode(), second.answer.statusCode()))
                    .containsOnly(200);
            assertThat(third.answer.statusCode()).isEqualTo(503);
            assertThat(third.answer.headers().firstValue("Retry-After")).contains("10");
            assertThat(third.allOfIt()).contains("Retry-After");
            revocations.set(new Revocations(List.of(new Revocations.Entry(null, Scene.SESSION, null, NOW))));
            first.allOfIt();
        }
        try (var fourth = new Reader(STREAM)) {
            assertThat(fourth.answer.statusCode()).isEqualTo(200);
        }
    }
}

package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.schemas.access.Access;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadApiTest {
    private static final Instant NOW = Scene.STARTED.plusSeconds(527);
    private static final String SESSION = "/v1/sessions/" + Scene.SESSION;

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedFeed feed = new ScriptedFeed();
    private final BoardService board = new BoardService(
            BoardSettings.at("unused:0"),
            Clock.fixed(NOW, ZoneOffset.UTC),
            Access.withoutTokens(),
            new SimpleMeterRegistry(),
            feed);
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

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

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whoAgreedToBeOnTheBoardHasAReportAndALineage() throws Exception {
        assertThat(get(SESSION + "/runners/r03").body())
                .contains("\"runner\":\"r03\"")
                .contains("\"averageHeartRateBpm\":161");
        assertThat(get(SESSION + "/lineage/r03/1").body())
                .contains("\"runner\":\"r03\"")
                .contains("\"eventIds\":[\"e1\",\"e2\"]");
    }

    @Test
    void whoDidNotAgreeIsAsUnknownAsWhoIsNotThere() throws Exception {
        feed.tell(Scene.lap("r99", 1, 0, Facing.FORWARD, 100, NOW, null));
        feed.tell(Scene.person("r03", "Tiger", false));

        for (String runner : new String[] {"r03", "r99", "r98"}) {
            for (String path : new String[] {"/runners/" + runner, "/lineage/" + runner + "/1"}) {
                HttpResponse<String> answer = get(SESSION + path);
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                assertThat(answer.body())
                        .as(path)
                        .contains("Unknown runner")
                        .doesNotContain("heartRate", "HeartRate", "eventIds", "Tiger");
            }
        }
        String unknown = get(SESSION + "/runners/r98").body();
        assertThat(get(SESSION + "/runners/r03").body()).isEqualTo(unknown.replace("r98", "r03"));
    }
}

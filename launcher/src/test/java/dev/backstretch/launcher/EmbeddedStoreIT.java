package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreIT {
    private static final long LOOK_EVERY_NANOS = 200_000_000;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void rowsAreStillThereAfterARestartAndTheProcessIsGone(@TempDir Path folder) throws Exception {
        ProcessHandle child;
        try (var store = new EmbeddedStore(folder)) {
            store.start();
            child = ProcessHandle.of(store.processId()).orElseThrow();
            assertThat(ask(store, "create table kept (ts timestamp, n int) timestamp(ts) partition by day wal", true))
                    .isEqualTo(200);
            assertThat(ask(store, "insert into kept values (0, 7)", true)).isEqualTo(200);
            awaitSum(store, 7);
        }
        assertThat(child.isAlive()).isFalse();
        try (var store = new EmbeddedStore(folder)) {
            store.start();
            awaitSum(store, 7);
        }
    }

    @Test
    void aStoreThatDiesComesBackWithItsRowsOnTheSamePorts(@TempDir Path folder) throws Exception {
        try (var store = new EmbeddedStore(folder)) {
            store.start();
            ask(store, "create table kept (ts timestamp, n int) timestamp(ts) partition by day wal", true);
            ask(store, "insert into kept values (0, 5)", true);
            awaitSum(store, 5);
            ProcessHandle.of(store.processId()).orElseThrow().destroyForcibly();
            awaitSum(store, 5);
        }
    }

    @Test
    void nothingIsAnsweredWithoutThePassword(@TempDir Path folder) throws Exception {
        try (var store = new EmbeddedStore(folder)) {
            store.start();
            assertThat(ask(store, "select 1", false)).isEqualTo(401);
            assertThat(Files.getPosixFilePermissions(folder.resolve("credentials.properties")))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            assertThat(Files.getPosixFilePermissions(folder.resolve("conf").resolve("server.conf")))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
    }

    private int ask(EmbeddedStore store, String query, boolean withPassword) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + store.httpPort() + "/exec?query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8)));
        if (withPassword) {
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(
                                            (store.user() + ":" + store.secret()).getBytes(StandardCharsets.UTF_8)));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Over the PostgreSQL wire, as readers of the store do; rows become visible shortly after they are taken. */
    private static void awaitSum(EmbeddedStore store, int expected) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        String seen = "nothing";
        while (System.nanoTime() < deadline) {
            try (var connection = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + store.pgPort() + "/qdb", store.user(), store.secret());
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select sum(n) from kept")) {
                rows.next();
                seen = String.valueOf(rows.getInt(1));
                if (seen.equals(String.valueOf(expected))) {
                    return;
                }
            } catch (SQLException notYet) {
                seen = notYet.getMessage();
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        throw new AssertionError("expected " + expected + " but saw " + seen);
    }
}

package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrontDoorTest {
    private static final int LOOPS = 2;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private int listen(int port) throws Exception {
        return await(FrontDoor.listen(
                vertx,
                new HttpServerOptions().setHost("127.0.0.1").setPort(port),
                request -> {
                    threads.add(Thread.currentThread().getName());
                    request.response().end("served");
                },
                Duration.ofSeconds(20),
                LOOPS));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void those_who_come_to_one_port_are_served_by_all_loops() throws Exception {
        int port = listen(0);

        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < 2 * LOOPS; i++) {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);
            open.add(socket);
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200 OK");
        }
        for (Socket socket : open) {
            socket.close();
        }

        assertThat(threads).hasSize(LOOPS);
    }

    @Test
    void a_port_that_is_taken_is_said_to_be() throws Exception {
        try (var taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> listen(taken.getLocalPort())).isInstanceOf(ExecutionException.class);
        }
    }
}

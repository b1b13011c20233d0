package dev.backstretch.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Readers of a session's stream, one connection each; they keep the identity of every lap, standing and alert they heard. */
final class StreamReaders implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, String> WHO = Map.of("lap", "runner", "standings", "board", "alert", "alertId");
    private static final Set<String> KINDS = WHO.keySet();

    private static final int SLOW_RECEIVE_BYTES = 16 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http;
    private final HttpClient slowHttp;
    private final URI server;
    private final String path;
    private final Numbers numbers = new Numbers();
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    /**
     * The identities that were heard by anybody, each with a number of its own: five hundred readers hear the same, and none of
     * them keeps the words.
     */
    private static final class Numbers {
        private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
        private final AtomicInteger next = new AtomicInteger();

        int of(String identity) {
            return numbers.computeIfAbsent(identity, fresh -> next.getAndIncrement());
        }

        /** A number that no reader has, for what nobody ever heard. */
        int known(String identity) {
            return numbers.getOrDefault(identity, Integer.MAX_VALUE);
        }

        Set<String> all() {
            return Set.copyOf(numbers.keySet());
        }
    }

    /** One of them; all of it on one thread but for what was heard, which is asked for at the end. */
    static final class Reader {
        private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

        private final Numbers numbers;
        private final boolean slow;
        private final BitSet heard = new BitSet();
        private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
        private String event = "";
        private long bytes;
        private int frames;
        private int resets;
        private @Nullable HttpClientResponse response;
        private boolean ended;

        private Reader(Numbers numbers, boolean slow) {
            this.numbers = numbers;
            this.slow = slow;
        }

        boolean isSlow() {
            return slow;
        }

        synchronized boolean heard(String identity) {
            int number = numbers.known(identity);
            return number != Integer.MAX_VALUE && heard.get(number);
        }

        synchronized int frames() {
            return frames;
        }

        synchronized int resets() {
            return resets;
        }

        synchronized long bytes() {
            return bytes;
        }

        synchronized boolean hasEnded() {
            return ended;
        }

        private synchronized void end() {
            ended = true;
        }

        private synchronized void take(byte[] chunk) {
            bytes += chunk.length;
            int from = 0;
            for (int i = 0; i < chunk.length; i++) {
                if (chunk[i] == '\n') {
                    if (begun.size() > 0) {
                        begun.write(chunk, from, i - from);
                        byte[] whole = begun.toByteArray();
                        begun.reset();
                        line(whole, 0, whole.length);
                    } else {
                        line(chunk, from, i);
                    }
                    from = i + 1;
                }
            }
            begun.write(chunk, from, chunk.length - from);
        }

        private void line(byte[] text, int from, int to) {
            if (startsWith(text, from, to, EVENT)) {
                event = new String(text, from + EVENT.length, to - from - EVENT.length, StandardCharsets.US_ASCII);
                frames += event.equals("metrics") ? 1 : 0;
                resets += event.equals("reset") ? 1 : 0;
            } else if (KINDS.contains(event) && startsWith(text, from, to, DATA)) {
                heard.set(numbers.of(identity(event, text, from + DATA.length, to)));
            }
        }

        private static boolean startsWith(byte[] text, int from, int to, byte[] beginning) {
            return to - from >= beginning.length
                    && Arrays.equals(text, from, from + beginning.length, beginning, 0, beginning.length);
        }

        /** What the event is of, and which revision: read no further than needed, for a board has eighty rows. */
        private static String identity(String event, byte[] text, int from, int to) {
            String who = "";
            String lap = "";
            String revision = "";
            try (JsonParser json = JSON.createParser(text, from, to - from)) {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME && (who.isEmpty() || revision.isEmpty())) {
                    String name = json.currentName();
                    json.nextToken();
                    if (name.equals(WHO.get(event))) {
                        who = json.getText();
                    } else if (name.equals("lap")) {
                        lap = "|" + json.getText();
                    } else if (name.equals("revision")) {
                        revision = json.getText();
                    } else {
                        json.skipChildren();
                    }
                }
            } catch (IOException broken) {
                return event + "|broken|" + new String(text, from, to - from, StandardCharsets.UTF_8);
            }
            return event + "|" + who + lap + "|" + revision;
        }
    }

    StreamReaders(URI server, String path) {
        this.server = server;
        this.path = path;
        // Each reader is a connection of its own, as each phone's is.
        var pool = new PoolOptions().setHttp1MaxSize(1000);
        this.http = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false), pool);
        // Else what a paused reader lacks would lie in the kernel, for as long as the pause lasts.
        this.slowHttp = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setReceiveBufferSize(SLOW_RECEIVE_BYTES), pool);
    }

    /**
     * Opens connections and returns when each has begun to hear.
     *
     * @param slow how many of them will be paused
     */
    void open(int count, int slow) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            var reader = new Reader(numbers, i < slow);
            readers.add(reader);
            try {
                (reader.isSlow() ? slowHttp : http)
                        .request(HttpMethod.GET, server.getPort(), server.getHost(), path)
                        .compose(request -> {
                            // Before it is sent: what comes while nobody listens is lost.
                            var answered = request.response().map(response -> {
                                listen(reader, response);
                                return response;
                            });
                            return request.putHeader("Accept", "text/event-stream")
                                    .send()
                                    .compose(sent -> answered);
                        })
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException failed) {
                throw new IllegalStateException("reader " + i + " was not let in", failed);
            }
        }
    }

    private static void listen(Reader reader, HttpClientResponse response) {
        reader.response = response;
        if (response.statusCode() != 200) {
            throw new IllegalStateException("status " + response.statusCode());
        }
        response.handler(chunk -> reader.take(chunk.getBytes()));
        response.endHandler(end -> reader.end());
        response.exceptionHandler(broken -> reader.end());
    }

    /** The slow ones take nothing off their connections from now on, or do again. */
    void pause(boolean paused) {
        for (Reader reader : readers) {
            HttpClientResponse response = reader.response;
            if (reader.isSlow() && response != null) {
                if (paused) {
                    response.pause();
                } else {
                    response.resume();
                }
            }
        }
    }

    /** What anybody has heard. */
    Set<String> heardByAny() {
        return numbers.all();
    }

    List<Reader> readers() {
        return List.copyOf(readers);
    }

    @Override
    public void close() {
        var unused = vertx.close();
    }
}

package dev.backstretch.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends recordings to the file door as an app does after a run: one a request, and again on 429, 503 and no answer only.
 * What is sent again tells nothing new, so trying is safe.
 */
public final class FileClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final URI server;
    private final @Nullable String token;
    private final Duration patience;
    private final HttpClient http;

    /**
     * A client.
     *
     * @param server address of the doors
     * @param token sent as {@code Authorization: Bearer}; null sends none
     * @param patience how long a file is tried again, and how long one try may take
     */
    public FileClient(URI server, @Nullable String token, Duration patience) {
        this(server, token, patience, HttpClient.newBuilder());
    }

    /**
     * A client of doors with a certificate.
     *
     * @param trust whom it believes
     */
    public FileClient(URI server, @Nullable String token, Duration patience, SSLContext trust) {
        this(server, token, patience, HttpClient.newBuilder().sslContext(trust));
    }

    private FileClient(URI server, @Nullable String token, Duration patience, HttpClient.Builder http) {
        this.server = Objects.requireNonNull(server, "server");
        this.token = token;
        this.patience = patience;
        this.http = http.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /**
     * What became of a file.
     *
     * @param status HTTP's; 0 when nobody answered, or somebody who is not believed
     * @param body the door's answer or problem; missing when there was none
     */
    public record Answer(int status, JsonNode body, int retries) {
        /** Whether the door read it and says what it did with each reading. */
        public boolean wasRead() {
            return body.has("files");
        }
    }

    /**
     * Sends one file until it is answered.
     *
     * @param sent is told how many bytes have left, also when it begins anew
     */
    public Answer send(String sessionId, String runnerId, String name, byte[] bytes, LongConsumer sent)
            throws InterruptedException {
        URI door = server.resolve(
                "/v1/sessions/" + encoded(sessionId) + "/files?runner=" + encoded(runnerId) + "&name=" + encoded(name));
        HttpRequest.Builder request = HttpRequest.newBuilder(door)
                .timeout(patience)
                .header("Content-Type", "application/octet-stream")
                .POST(body(bytes, sent));
        return ask(request);
    }

    /**
     * Opens a session without a track, where a run counts wherever it was run; asked again it is the same session.
     *
     * @return 201, or 200 where it was open already; 409 where a session of that name is another one
     */
    public Answer open(String sessionId) throws InterruptedException {
        return post("/v1/sessions", JSON.createObjectNode().put("sessionId", sessionId));
    }

    /**
     * Joins a runner to a session, with laps by distance; asked again it is the same join.
     *
     * @return 200 or 201; 409 where the session is closed
     */
    public Answer join(String sessionId, String runnerId) throws InterruptedException {
        return post(
                "/v1/sessions/" + encoded(sessionId) + "/runners",
                JSON.createObjectNode()
                        .put("runner", runnerId)
                        .put("lapRule", "distance")
                        .put("eventId", "import-" + runnerId));
    }

    /** Closes a session. */
    public Answer close(String sessionId) throws InterruptedException {
        return post(
                "/v1/sessions/" + encoded(sessionId) + "/control",
                JSON.createObjectNode().put("action", "close"));
    }

    private Answer post(String path, ObjectNode body) throws InterruptedException {
        return ask(HttpRequest.newBuilder(server.resolve(path))
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    private Answer ask(HttpRequest.Builder request) throws InterruptedException {
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        long giveUpAt = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        for (int retries = 0; ; retries++) {
            Answer answer;
            try {
                HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                answer = new Answer(response.statusCode(), json(response.body()), retries);
                if (answer.status() != 429 && answer.status() != 503) {
                    return answer;
                }
            } catch (SSLHandshakeException notBelieved) {
                // It is no other in a minute.
                return new Answer(0, MissingNode.getInstance(), retries);
            } catch (IOException noAnswer) {
                answer = new Answer(0, MissingNode.getInstance(), retries);
            }
            if (System.nanoTime() + pause.toNanos() > giveUpAt) {
                return answer;
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** Says its length beforehand, so that a door can refuse before anything is sent. */
    private static BodyPublisher body(byte[] bytes, LongConsumer sent) {
        BodyPublisher counted = BodyPublishers.ofInputStream(() -> new Counted(new ByteArrayInputStream(bytes), sent));
        return bytes.length == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(counted, bytes.length);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0
                    ? MissingNode.getInstance()
                    : JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static final class Counted extends FilterInputStream {
        private final LongConsumer sent;
        private long count;

        Counted(InputStream in, LongConsumer sent) {
            super(in);
            this.sent = sent;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            tell(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            tell(Math.max(0, read));
            return read;
        }

        private void tell(int read) {
            count += read;
            sent.accept(count);
        }
    }
}

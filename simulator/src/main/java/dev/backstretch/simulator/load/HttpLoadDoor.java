package dev.backstretch.simulator.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.net.URI;

/** {@code POST …/readings} over connections that stay open, one request at a time on each, as phones do. */
public final class HttpLoadDoor implements LoadDoor {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI server;

    /** @param connections the most at a time; what finds none waits for one */
    public HttpLoadDoor(Vertx vertx, URI server, int connections) {
        this.server = server;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(true)
                        .setPipelining(false)
                        .setSsl("https".equals(server.getScheme()))
                        .setConnectTimeout(5_000),
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(-1));
    }

    @Override
    public Future<LoadReply> send(LoadBatch batch) {
        return client.request(
                        HttpMethod.POST,
                        server.getPort(),
                        server.getHost(),
                        "/v1/sessions/" + batch.session() + "/readings")
                .compose(request -> {
                    request.putHeader("Content-Type", "application/json");
                    return request.send(Buffer.buffer(batch.body()));
                })
                .compose(response -> response.body().map(body -> reply(response, body)))
                .otherwise(LoadReply.NONE);
    }

    private static LoadReply reply(HttpClientResponse response, Buffer body) {
        int status = response.statusCode();
        if (status != 200 && status != 422) {
            String seconds = response.getHeader("Retry-After");
            long millis = seconds != null && seconds.matches("\\d{1,4}") ? Long.parseLong(seconds) * 1_000 : 0;
            return new LoadReply(status, 0, 0, 0, millis);
        }
        try {
            JsonNode json = JSON.readTree(body.getBytes());
            return new LoadReply(
                    status,
                    json.path("accepted").asInt(),
                    json.path("duplicates").asInt(),
                    json.path("rejected").size(),
                    0);
        } catch (IOException strange) {
            return LoadReply.NONE;
        }
    }
}

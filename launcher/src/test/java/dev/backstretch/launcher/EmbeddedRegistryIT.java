package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests of a genuine client, as it sends them. */
class EmbeddedRegistryIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ONE_FIELD =
            "{\"type\":\"record\",\"name\":\"Lap\",\"fields\":[{\"name\":\"lap\",\"type\":\"int\"}]}";
    private static final String ANOTHER_TYPE =
            "{\"type\":\"record\",\"name\":\"Lap\",\"fields\":[{\"name\":\"lap\",\"type\":\"string\"}]}";
    private static final String ONE_MORE_FIELD =
            "{\"type\":\"record\",\"name\":\"Lap\",\"fields\":[{\"name\":\"lap\",\"type\":\"int\"},"
                    + "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}]}";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void schemasKeepTheirIdsAndAnIncompatibleChangeIsRefused(@TempDir Path folder) throws Exception {
        try (var broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            int first;
            int second;
            try (var registry = new EmbeddedRegistry(broker.bootstrapServers(), Map.of(), 0)) {
                registry.start();
                first = register(registry, ONE_FIELD).body().path("id").asInt();
                assertThat(register(registry, ONE_FIELD).body().path("id").asInt())
                        .isEqualTo(first);
                Said refused = register(registry, ANOTHER_TYPE);
                assertThat(refused.status()).isEqualTo(409);
                assertThat(refused.body().path("error_code").asInt()).isEqualTo(409);
                assertThat(register(registry, "{}").status()).isEqualTo(422);
                second = register(registry, ONE_MORE_FIELD).body().path("id").asInt();
                assertThat(second).isNotEqualTo(first);
                assertThat(ask(registry, "/subjects/nobody/versions/latest")
                                .body()
                                .path("error_code")
                                .asInt())
                        .isEqualTo(40401);
                assertThat(ask(registry, "/subjects/laps-value/versions/9")
                                .body()
                                .path("error_code")
                                .asInt())
                        .isEqualTo(40402);
                assertThat(ask(registry, "/schemas/ids/99")
                                .body()
                                .path("error_code")
                                .asInt())
                        .isEqualTo(40403);
                assertThat(ask(registry, "/nowhere").status()).isEqualTo(404);
            }
            try (var registry = new EmbeddedRegistry(broker.bootstrapServers(), Map.of(), 0)) {
                registry.start();
                Said byId = ask(registry, "/schemas/ids/" + first + "?fetchMaxId=false&subject=laps-value");
                assertThat(JSON.readTree(byId.body().path("schema").asText())).isEqualTo(JSON.readTree(ONE_FIELD));
                assertThat(ask(registry, "/subjects/laps-value/versions/latest")
                                .body()
                                .path("id")
                                .asInt())
                        .isEqualTo(second);
                Said lookup = post(registry, "/subjects/laps-value?normalize=false&deleted=false", ONE_MORE_FIELD);
                assertThat(lookup.body().path("version").asInt()).isEqualTo(2);
                assertThat(lookup.body().path("id").asInt()).isEqualTo(second);
                assertThat(register(registry, ANOTHER_TYPE).status()).isEqualTo(409);
                assertThat(ask(registry, "/subjects").body().get(0).asText()).isEqualTo("laps-value");
            }
        }
    }

    private record Said(int status, JsonNode body) {}

    private Said register(EmbeddedRegistry registry, String schema) throws IOException, InterruptedException {
        return post(registry, "/subjects/laps-value/versions?normalize=false", schema);
    }

    private Said post(EmbeddedRegistry registry, String path, String schema) throws IOException, InterruptedException {
        String body =
                JsonNodeFactory.instance.objectNode().put("schema", schema).toString();
        return said(HttpRequest.newBuilder(registry.uri().resolve(path))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private Said ask(EmbeddedRegistry registry, String path) throws IOException, InterruptedException {
        return said(HttpRequest.newBuilder(URI.create(registry.uri() + path)).build());
    }

    private Said said(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Said(response.statusCode(), JSON.readTree(response.body()));
    }
}

package dev.backstretch.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backstretch.schemas.Schemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSchemaRegistryTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaCatalogue catalogue = new SchemaCatalogue();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server = startless();

    private static HttpServer startless() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError("loopback has a free port", e);
        }
    }

    @BeforeEach
    void start() {
        server.createContext("/base/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base");
    }

    /** The two requests that serdes make, answered as a registry does. */
    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(exchange.getRequestMethod() + " " + path + (authorization == null ? "" : " " + authorization));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (path.startsWith("/base/subjects/broken")) {
            send(exchange, 200, "<html>");
        } else if (path.startsWith("/base/subjects/")) {
            String subject = path.split("/")[3];
            var registration = catalogue.register(
                    subject, JSON.readTree(body).path("schema").asText(), false);
            if (registration instanceof SchemaCatalogue.Registration.Refused refused) {
                refuse(exchange, refused.kind(), refused.message());
            } else if (registration instanceof SchemaCatalogue.Registration.Added added) {
                catalogue.apply(added.record());
                send(exchange, 200, "{\"id\":" + added.record().id() + "}");
            } else if (registration instanceof SchemaCatalogue.Registration.Known known) {
                send(exchange, 200, "{\"id\":" + known.version().id() + "}");
            }
        } else {
            int id = Integer.parseInt(path.split("[/?]")[4]);
            if (catalogue.byId(id) instanceof Answer.Refused<String> refused) {
                refuse(exchange, refused.kind(), refused.message());
            } else {
                send(
                        exchange,
                        200,
                        JSON.createObjectNode()
                                .put("schema", catalogue.byId(id).orThrow())
                                .toString());
            }
        }
    }

    private static void refuse(HttpExchange exchange, RegistryException.Kind kind, String message) throws IOException {
        send(
                exchange,
                kind.httpStatus(),
                JSON.createObjectNode()
                        .put("error_code", kind.code())
                        .put("message", message)
                        .toString());
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void registers_once_and_asks_once_below_the_base_path() {
        var client = new HttpSchemaRegistry(base());
        int id = client.register("run.laps.v1-value", Schemas.LAP_OUTCOME);
        assertThat(client.register("run.laps.v1-value", Schemas.LAP_OUTCOME)).isEqualTo(id);
        assertThat(client.byId(id)).isEqualTo(Schemas.LAP_OUTCOME);
        assertThat(client.byId(id)).isEqualTo(Schemas.LAP_OUTCOME);
        assertThat(requests)
                .containsExactly(
                        "POST /base/subjects/run.laps.v1-value/versions?normalize=false",
                        "GET /base/schemas/ids/" + id + "?fetchMaxId=false");
    }

    @Test
    void turns_to_the_next_address_when_one_is_dead() throws IOException {
        int dead;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = socket.getLocalPort();
        }
        var client = new HttpSchemaRegistry(URI.create("http://127.0.0.1:" + dead), base());
        assertThat(client.byId(client.register("s", Schemas.PERSON))).isEqualTo(Schemas.PERSON);
        var alone = new HttpSchemaRegistry(URI.create("http://127.0.0.1:" + dead));
        assertThatThrownBy(() -> alone.byId(1))
                .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.kind())
                        .isEqualTo(RegistryException.Kind.UNREACHABLE))
                .hasMessageContaining("127.0.0.1:" + dead);
    }

    @Test
    void a_refusal_names_the_subject_and_what_to_do() {
        var client = new HttpSchemaRegistry(base());
        client.register("s", Schemas.PERSON);
        assertThatThrownBy(() -> client.register("s", Schema.create(Schema.Type.LONG)))
                .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.kind())
                        .isEqualTo(RegistryException.Kind.INCOMPATIBLE))
                .hasMessageContaining("subject s")
                .hasMessageContaining("defaults");
        assertThatThrownBy(() -> client.byId(77))
                .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.kind())
                        .isEqualTo(RegistryException.Kind.SCHEMA_UNKNOWN))
                .hasMessageContaining("77");
        assertThatThrownBy(() -> client.register("broken", Schemas.PERSON))
                .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.kind())
                        .isEqualTo(RegistryException.Kind.UNEXPECTED));
    }

    @Test
    void user_and_password_travel_as_basic_authentication_and_not_in_the_address() {
        var client = new HttpSchemaRegistry(List.of(base()), "camp", "secret");
        client.register("s", Schemas.PERSON);
        assertThat(requests).singleElement().asString().endsWith(" Basic Y2FtcDpzZWNyZXQ=");
    }

    @Test
    void an_address_without_host_is_refused_at_once() {
        assertThatThrownBy(() -> new HttpSchemaRegistry(URI.create("localhost")))
                .hasMessageContaining("localhost");
        assertThatThrownBy(HttpSchemaRegistry::new).hasMessageContaining("at least one");
    }
}

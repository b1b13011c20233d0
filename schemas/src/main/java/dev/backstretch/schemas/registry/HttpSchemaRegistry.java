package dev.backstretch.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.schemas.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Asks a registry that speaks Confluent's REST API. Several addresses are tried in turn, beginning with the one that
 * answered last; what is known is never asked twice.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<URI> bases;
    private final @Nullable String authorization;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
    private final ConcurrentHashMap<Registered, Integer> ids = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private volatile int preferred;

    private record Registered(String subject, Schema schema) {}

    /** Without a user; each address may carry one as {@code http://user:password@host}. */
    public HttpSchemaRegistry(URI... bases) {
        this(List.of(bases), null, null);
    }

    /**
     * With basic authentication.
     *
     * @param bases where the registry answers, e.g. {@code http://127.0.0.1:8081} or {@code
     *     http://127.0.0.1:8080/apis/ccompat/v7}
     * @param user null for none
     */
    public HttpSchemaRegistry(List<URI> bases, @Nullable String user, @Nullable String password) {
        if (bases.isEmpty()) {
            throw new IllegalArgumentException("registry: at least one address is needed");
        }
        String userInfo = bases.get(0).getUserInfo();
        if (user != null) {
            userInfo = user + ":" + (password == null ? "" : password);
        }
        this.authorization = userInfo == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
        var clean = new ArrayList<URI>();
        for (URI base : bases) {
            clean.add(directory(base));
        }
        this.bases = List.copyOf(clean);
    }

    /** With a trailing slash, for without it resolving a relative path drops the last part; and without a user. */
    private static URI directory(URI base) {
        if (base.getScheme() == null || base.getHost() == null) {
            throw new IllegalArgumentException("registry: '" + base + "' is no address such as http://127.0.0.1:8081");
        }
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        String port = base.getPort() < 0 ? "" : ":" + base.getPort();
        return URI.create(base.getScheme() + "://" + base.getHost() + port + (path.endsWith("/") ? path : path + "/"));
    }

    @Override
    public int register(String subject, Schema schema) {
        var key = new Registered(subject, schema);
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        String path = "subjects/" + encode(subject) + "/versions?normalize=false";
        JsonNode answer = ask(path, body, "subject " + subject);
        JsonNode id = answer.path("id");
        if (!id.isInt()) {
            throw new RegistryException(Kind.UNEXPECTED, "subject " + subject + ": the answer has no id");
        }
        // Only the writer's side is remembered: the schema of an id is what the registry says it is.
        ids.put(key, id.asInt());
        return id.asInt();
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        JsonNode answer = ask("schemas/ids/" + id + "?fetchMaxId=false", null, "schema " + id);
        JsonNode type = answer.path("schemaType");
        if (type.isTextual() && !type.asText().equals("AVRO")) {
            throw new RegistryException(Kind.INVALID, "schema " + id + " is of type " + type.asText() + ", not Avro");
        }
        try {
            Schema schema = new Schema.Parser().parse(answer.path("schema").asText());
            schemas.put(id, schema);
            return schema;
        } catch (AvroRuntimeException e) {
            throw new RegistryException(Kind.INVALID, "schema " + id + " cannot be parsed", e);
        }
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode ask(String path, @Nullable String body, String what) {
        IOException last = null;
        int first = preferred;
        for (int i = 0; i < bases.size(); i++) {
            int which = (first + i) % bases.size();
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            bases.get(which).resolve(path))
                    .timeout(ANSWER_LIMIT)
                    .header("Accept", CONTENT_TYPE + ", application/json");
            if (authorization != null) {
                request.header("Authorization", authorization);
            }
            if (body != null) {
                request.header("Content-Type", CONTENT_TYPE)
                        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
            }
            try {
                HttpResponse<String> response =
                        http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
                if (response.statusCode() < 500) {
                    preferred = which;
                    return read(response, what);
                }
                last = new IOException(bases.get(which) + " answered " + response.statusCode());
            } catch (IOException e) {
                last = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryException(Kind.UNREACHABLE, what + ": interrupted while waiting for " + bases, e);
            }
        }
        throw new RegistryException(Kind.UNREACHABLE, what + ": no answer from " + bases, last);
    }

    private static JsonNode read(HttpResponse<String> response, String what) {
        JsonNode node;
        try {
            node = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new RegistryException(
                    Kind.UNEXPECTED, what + ": status " + response.statusCode() + " and a body that is no JSON", e);
        }
        if (response.statusCode() != 200) {
            int code = node.path("error_code").asInt(0);
            throw new RegistryException(
                    Kind.of(code, response.statusCode()),
                    what + ": " + response.statusCode() + " " + code + " "
                            + node.path("message").asText("without a message"));
        }
        return node;
    }
}

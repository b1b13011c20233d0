package dev.backstretch.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.schemas.registry.Answer;
import dev.backstretch.schemas.registry.CatalogueRecord;
import dev.backstretch.schemas.registry.RegistryException;
import dev.backstretch.schemas.registry.SchemaCatalogue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry with Confluent's REST protocol, inside this process. It keeps what it knows on the compacted topic
 * {@code _schemas} in the same form as Confluent's own, so ids stay from start to start.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    /** Where schemas are kept. */
    static final String TOPIC = "_schemas";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final long MAXIMUM_BODY_BYTES = 4L << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final String bootstrapServers;
    private final Map<String, String> clientProperties;
    private final int wantedPort;
    private final Object writing = new Object();
    private final SchemaCatalogue catalogue = new SchemaCatalogue();
    private @Nullable Vertx vertx;
    private @Nullable KafkaProducer<String, String> log;
    private int port;

    /**
     * @param bootstrapServers the broker that keeps the schemas
     * @param clientProperties further properties of every Kafka client, such as its security
     * @param port the loopback port to listen on, 0 for any free one
     */
    public EmbeddedRegistry(String bootstrapServers, Map<String, String> clientProperties, int port) {
        this.bootstrapServers = bootstrapServers;
        this.clientProperties = Map.copyOf(clientProperties);
        this.wantedPort = port;
    }

    /** Reads what is known and returns when requests are taken. */
    public void start() throws IOException {
        if (vertx != null) {
            throw new IllegalStateException("the registry runs already on port " + port);
        }
        createTopic();
        int records = readAll();
        log = new KafkaProducer<>(
                client(Map.of(
                        "acks", "all",
                        "enable.idempotence", "true",
                        "buffer.memory", String.valueOf(4 << 20),
                        "client.id", "schema-registry")),
                new StringSerializer(),
                new StringSerializer());
        Vertx started = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        vertx = started;
        try {
            HttpServer server = started.createHttpServer()
                    .requestHandler(routes(started))
                    .listen(wantedPort, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            port = server.actualPort();
        } catch (ExecutionException | TimeoutException failed) {
            close();
            throw new IOException(
                    "the schema registry cannot listen on port " + wantedPort + ": choose another with"
                            + " schema.registry.port, or 0 for any",
                    failed);
        } catch (InterruptedException interrupted) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the schema registry started", interrupted);
        }
        LOG.info("registry started port={} records={}", port, records);
    }

    /** What a client of the registry's log is made with. */
    Map<String, Object> client(Map<String, String> own) {
        var properties = new HashMap<String, Object>(clientProperties);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.putAll(own);
        return properties;
    }

    private void createTopic() throws IOException {
        try (var admin = Admin.create(client(Map.of()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)
                            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new IOException("the topic " + TOPIC + " cannot be created on " + bootstrapServers, failed);
            }
        } catch (TimeoutException silent) {
            throw new IOException("the broker does not answer: " + bootstrapServers, silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the topic " + TOPIC + " was created", interrupted);
        }
    }

    private int readAll() throws IOException {
        int records = 0;
        try (var consumer = new KafkaConsumer<String, String>(
                client(Map.of("auto.offset.reset", "earliest")), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(PARTITION) < end) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("the topic " + TOPIC + " could not be read to its end at " + end);
                }
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    CatalogueRecord.of(record.key(), record.value()).ifPresent(catalogue::apply);
                    records++;
                }
            }
        }
        return records;
    }

    private Router routes(Vertx on) {
        Router router = Router.router(on);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAXIMUM_BODY_BYTES));
        router.get("/").handler(context -> answer(context, 200, JsonNodeFactory.instance.objectNode()));
        answering(router, HttpMethod.GET, "/subjects", context -> found(texts(catalogue.subjects())));
        answering(router, HttpMethod.GET, "/subjects/:subject/versions", this::versions);
        answering(router, HttpMethod.POST, "/subjects/:subject/versions", this::register);
        answering(router, HttpMethod.POST, "/subjects/:subject", this::lookup);
        answering(router, HttpMethod.GET, "/subjects/:subject/versions/:version", this::version);
        answering(router, HttpMethod.GET, "/subjects/:subject/versions/:version/schema", this::versionSchema);
        answering(router, HttpMethod.GET, "/schemas/types", context -> found(texts(List.of("AVRO"))));
        answering(router, HttpMethod.GET, "/schemas/ids/:id", this::byId);
        answering(router, HttpMethod.GET, "/schemas/ids/:id/versions", this::versionsOfId);
        answering(router, HttpMethod.POST, "/compatibility/subjects/:subject/versions", this::compatible);
        answering(router, HttpMethod.POST, "/compatibility/subjects/:subject/versions/:version", this::compatible);
        answering(
                router,
                HttpMethod.GET,
                "/config",
                context -> found(level("compatibilityLevel", catalogue.level().name())));
        answering(router, HttpMethod.PUT, "/config", this::configure);
        answering(router, HttpMethod.GET, "/config/:subject", this::ownLevel);
        answering(router, HttpMethod.PUT, "/config/:subject", this::configure);
        answering(
                router,
                HttpMethod.GET,
                "/mode",
                context -> found(JsonNodeFactory.instance.objectNode().put("mode", "READWRITE")));
        router.route().handler(context -> answer(context, 404, error(404, "HTTP 404 Not Found")));
        router.route().failureHandler(context -> {
            int status = context.statusCode() >= 400 ? context.statusCode() : 500;
            if (status == 500) {
                LOG.warn("registry request failed path={}", context.normalizedPath(), context.failure());
            }
            answer(context, status, error(status == 500 ? 50001 : status, "the request could not be served"));
        });
        return router;
    }

    private interface Question {
        Answer<JsonNode> ask(RoutingContext context) throws IOException;
    }

    /** Questions wait for the log of schemas, so they never run on an event loop; one at a time sees the catalogue. */
    private void answering(Router router, HttpMethod method, String path, Question question) {
        router.route(method, path).handler(context -> {
            Future<Answer<JsonNode>> answer = context.vertx()
                    .executeBlocking(
                            () -> {
                                synchronized (writing) {
                                    return question.ask(context);
                                }
                            },
                            false);
            answer.onSuccess(said -> {
                        if (said instanceof Answer.Found<JsonNode> found) {
                            answer(context, 200, found.value());
                        } else if (said instanceof Answer.Refused<JsonNode> refused) {
                            answer(context, refused.httpStatus(), error(refused.errorCode(), refused.message()));
                        }
                    })
                    .onFailure(context::fail);
        });
    }

    private Answer<JsonNode> register(RoutingContext context) throws IOException {
        String subject = part(context, "subject");
        Answer<String> schema = schema(context);
        if (schema instanceof Answer.Refused<String> refused) {
            return refused(refused);
        }
        SchemaCatalogue.Registration registration =
                catalogue.register(subject, schema.orThrow(), flag(context, "normalize"));
        if (registration instanceof SchemaCatalogue.Registration.Known known) {
            return found(JsonNodeFactory.instance
                    .objectNode()
                    .put("id", known.version().id()));
        }
        if (registration instanceof SchemaCatalogue.Registration.Refused refused) {
            return new Answer.Refused<>(refused.kind(), refused.message());
        }
        CatalogueRecord.Registered added = ((SchemaCatalogue.Registration.Added) registration).record();
        keep(added);
        return found(JsonNodeFactory.instance.objectNode().put("id", added.id()));
    }

    private Answer<JsonNode> lookup(RoutingContext context) {
        Answer<String> schema = schema(context);
        if (schema instanceof Answer.Refused<String> refused) {
            return refused(refused);
        }
        return of(
                catalogue.lookup(part(context, "subject"), schema.orThrow(), flag(context, "normalize")),
                EmbeddedRegistry::json);
    }

    private Answer<JsonNode> versions(RoutingContext context) {
        return of(catalogue.versions(part(context, "subject")), numbers -> {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            numbers.forEach(array::add);
            return array;
        });
    }

    private Answer<JsonNode> version(RoutingContext context) {
        return of(catalogue.version(part(context, "subject"), part(context, "version")), EmbeddedRegistry::json);
    }

    private Answer<JsonNode> versionSchema(RoutingContext context) throws IOException {
        Answer<SchemaCatalogue.Version> version = catalogue.version(part(context, "subject"), part(context, "version"));
        if (version instanceof Answer.Refused<SchemaCatalogue.Version> refused) {
            return refused(refused);
        }
        return found(JSON.readTree(version.orThrow().schema()));
    }

    private Answer<JsonNode> byId(RoutingContext context) {
        return of(
                id(context, catalogue::byId),
                text -> JsonNodeFactory.instance.objectNode().put("schema", text));
    }

    private Answer<JsonNode> versionsOfId(RoutingContext context) {
        return of(id(context, catalogue::versionsOfId), versions -> {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            versions.forEach(version ->
                    array.addObject().put("subject", version.subject()).put("version", version.version()));
            return array;
        });
    }

    private Answer<JsonNode> compatible(RoutingContext context) {
        Answer<String> schema = schema(context);
        if (schema instanceof Answer.Refused<String> refused) {
            return refused(refused);
        }
        return of(
                catalogue.compatible(part(context, "subject"), context.pathParam("version"), schema.orThrow()),
                yes -> JsonNodeFactory.instance.objectNode().put("is_compatible", yes));
    }

    private Answer<JsonNode> ownLevel(RoutingContext context) {
        String subject = part(context, "subject");
        if (catalogue.ownLevel(subject).isEmpty() && !flag(context, "defaultToGlobal")) {
            return new Answer.Refused<>(
                    RegistryException.Kind.SUBJECT_UNKNOWN, "subject " + subject + " has no level of its own");
        }
        return found(level("compatibilityLevel", catalogue.level(subject).name()));
    }

    private Answer<JsonNode> configure(RoutingContext context) throws IOException {
        Answer<JsonNode> body = body(context);
        if (body instanceof Answer.Refused<JsonNode> refused) {
            return refused(refused);
        }
        Answer<CatalogueRecord> change = catalogue.configure(
                context.pathParam("subject"),
                body.orThrow().path("compatibility").asText(null));
        if (change instanceof Answer.Refused<CatalogueRecord> refused) {
            return refused(refused);
        }
        keep(change.orThrow());
        return found(level("compatibility", body.orThrow().path("compatibility").asText()));
    }

    /** Written down first: an id that was given out is never lost. */
    private void keep(CatalogueRecord record) throws IOException {
        KafkaProducer<String, String> to = log;
        if (to == null) {
            throw new IOException("the registry is closed");
        }
        try {
            to.send(new ProducerRecord<>(TOPIC, 0, record.key(), record.value()))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException("the broker did not take the schema", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a schema was kept", interrupted);
        }
        catalogue.apply(record);
    }

    private static <T> Answer<T> id(RoutingContext context, IntFunction<Answer<T>> question) {
        String text = part(context, "id");
        try {
            return question.apply(Integer.parseInt(text));
        } catch (NumberFormatException noNumber) {
            return new Answer.Refused<>(RegistryException.Kind.SCHEMA_UNKNOWN, "'" + text + "' is no schema id");
        }
    }

    private static Answer<String> schema(RoutingContext context) {
        Answer<JsonNode> body = body(context);
        if (body instanceof Answer.Refused<JsonNode> refused) {
            return new Answer.Refused<>(refused.kind(), refused.message());
        }
        JsonNode node = body.orThrow();
        String type = node.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            return new Answer.Refused<>(RegistryException.Kind.INVALID, "schemaType: only AVRO, not " + type);
        }
        if (!node.path("schema").isTextual()) {
            return new Answer.Refused<>(RegistryException.Kind.INVALID, "schema: Avro's JSON as text is needed");
        }
        return new Answer.Found<>(node.path("schema").asText());
    }

    private static Answer<JsonNode> body(RoutingContext context) {
        try {
            JsonNode node = JSON.readTree(
                    context.body().buffer() == null
                            ? new byte[0]
                            : context.body().buffer().getBytes());
            return node == null || !node.isObject()
                    ? new Answer.Refused<>(RegistryException.Kind.INVALID, "the body is no JSON object")
                    : new Answer.Found<>(node);
        } catch (JsonProcessingException malformed) {
            return new Answer.Refused<>(RegistryException.Kind.INVALID, "the body is no JSON");
        } catch (IOException unreadable) {
            return new Answer.Refused<>(RegistryException.Kind.INVALID, "the body cannot be read");
        }
    }

    /** A part of the path, which the route that matched names. */
    private static String part(RoutingContext context, String name) {
        return Objects.requireNonNullElse(context.pathParam(name), "");
    }

    private static boolean flag(RoutingContext context, String name) {
        return Boolean.parseBoolean(context.request().getParam(name, "false"));
    }

    private static <T> Answer<JsonNode> of(Answer<T> answer, Function<T, JsonNode> json) {
        if (answer instanceof Answer.Refused<T> refused) {
            return refused(refused);
        }
        return found(json.apply(answer.orThrow()));
    }

    private static Answer<JsonNode> found(JsonNode node) {
        return new Answer.Found<>(node);
    }

    private static Answer<JsonNode> refused(Answer.Refused<?> refused) {
        return new Answer.Refused<>(refused.kind(), refused.message());
    }

    private static JsonNode json(SchemaCatalogue.Version version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("schema", version.schema());
    }

    private static JsonNode texts(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static ObjectNode level(String field, String name) {
        return JsonNodeFactory.instance.objectNode().put(field, name);
    }

    private static ObjectNode error(int code, String message) {
        return JsonNodeFactory.instance.objectNode().put("error_code", code).put("message", message);
    }

    private static void answer(RoutingContext context, int status, JsonNode body) {
        if (context.response().ended()) {
            return;
        }
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", CONTENT_TYPE)
                .end(body.toString());
    }

    /** Known after the start. */
    public int port() {
        return port;
    }

    /** What clients are given. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        Vertx running = vertx;
        vertx = null;
        if (running != null) {
            try {
                running.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException failed) {
                LOG.warn("registry server not closed cleanly port={}", port, failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        KafkaProducer<String, String> producer = log;
        log = null;
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}

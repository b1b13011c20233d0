package dev.backstretch.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.backstretch.ingest.MqttSettings;
import dev.backstretch.ingest.QuotaSettings;
import dev.backstretch.schemas.access.LineLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, in one place: for servers inside this process and for real ones alike. A later source wins
 * over an earlier: defaults, the file of {@code --config}, the environment, the command's options.
 *
 * @param data the folder that embedded servers, secrets and logs live in
 * @param partitions partitions of each topic; chosen when the topics are made and never changed
 * @param speed how fast the session's clock runs against the wall's; 1 but in a demo
 * @param access the folder of the keys of tokens; empty for one in the data folder
 */
public record BackstretchConfig(
        Path data,
        int partitions,
        double speed,
        Kafka kafka,
        Registry registry,
        Store store,
        Http http,
        Doors doors,
        Optional<Path> access,
        Streams streams,
        Timing timing) {

    /** Where the keys of tokens lie. */
    Path accessFolder() {
        return access.orElseGet(() -> data.resolve("access"));
    }

    /** What a variable of the environment begins with to be read. */
    static final String ENVIRONMENT_PREFIX = "BACKSTRETCH_";

    /** Variables with that beginning that are no settings: the start script's, the tests' and docker-compose's. */
    private static final Set<String> NO_SETTINGS = Set.of(
            "BACKSTRETCH_RECORDINGS",
            "BACKSTRETCH_TOKEN",
            "BACKSTRETCH_JAVA_OPTS",
            "BACKSTRETCH_BUILD",
            "BACKSTRETCH_MVN",
            "BACKSTRETCH_IMAGE");

    /** Settings with this beginning go to each Kafka client as they are, without it. */
    static final String CLIENT_PREFIX = "kafka.client.";

    private static final int MOST_ITEMS = 10_000_000;
    private static final int MOST_LINES = 1_000_000;

    private static final ConfigKey<String> DATA = ConfigKey.text(
            "data",
            "./.backstretch",
            "a folder",
            BackstretchConfig::isPath,
            "the folder that embedded servers, secrets and logs live in");
    private static final ConfigKey<Integer> PARTITIONS = ConfigKey.number(
            "partitions", 12, 1, 1000, "partitions of each topic, chosen when the topics are made and never changed");
    private static final ConfigKey<Double> SPEED =
            ConfigKey.factor("clock.speed", "1", 1000, "how fast a simulated session's clock runs against the wall's");
    private static final ConfigKey<Optional<String>> KAFKA_SERVERS =
            ConfigKey.servers("kafka.bootstrap.servers", "the brokers; empty for the embedded one");
    private static final ConfigKey<Integer> KAFKA_PORT =
            ConfigKey.number("kafka.port", 0, 0, 65535, "port of the embedded broker; 0 for any free one");
    private static final ConfigKey<Integer> KAFKA_REPLICAS =
            ConfigKey.number("kafka.replicas", 1, 1, 9, "copies of each topic; 3 on a real cluster");
    private static final ConfigKey<Optional<URI>> REGISTRY_URL =
            ConfigKey.web("schema.registry.url", "the schema registry; empty for the embedded one");
    private static final ConfigKey<Integer> REGISTRY_PORT = ConfigKey.number(
            "schema.registry.port", 0, 0, 65535, "port of the embedded schema registry; 0 for any free one");
    private static final ConfigKey<String> REGISTRY_USER =
            ConfigKey.text("schema.registry.user", "", "user of the schema registry; empty without");
    private static final ConfigKey<String> REGISTRY_PASSWORD =
            ConfigKey.secret("schema.registry.password", "password of that user");
    private static final ConfigKey<Optional<String>> STORE_HTTP = ConfigKey.servers(
            "store.http.server", "QuestDB's HTTP port as host:port, written to; empty for the embedded store");
    private static final ConfigKey<Optional<String>> STORE_PG = ConfigKey.servers(
            "store.pg.server", "QuestDB's PostgreSQL port as host:port, read from; empty for the embedded store");
    private static final ConfigKey<String> STORE_USER =
            ConfigKey.text("store.user", "admin", "user of a real store; the embedded one has its own");
    private static final ConfigKey<String> STORE_PASSWORD = ConfigKey.secret("store.password", "password of that user");
    private static final ConfigKey<String> HTTP_HOST = ConfigKey.text(
            "http.host",
            "127.0.0.1",
            "an address or a name of this machine, such as 127.0.0.1 or 0.0.0.0",
            BackstretchConfig::isHost,
            "address that doors and boards listen on; one that others reach requires tokens and is encrypted");
    private static final ConfigKey<Integer> HTTP_PORT =
            ConfigKey.number("http.port", 8080, 0, 65535, "port of doors and boards; 0 for any free one");
    private static final ConfigKey<String> TIMING_HOST = ConfigKey.text(
            "timing.host",
            "127.0.0.1",
            "an address or a name of this machine, such as 127.0.0.1 or 0.0.0.0",
            BackstretchConfig::isHost,
            "address of that port; lines and tokens cross it in the clear, so name one that timing readers alone can reach");
    private static final ConfigKey<Integer> TIMING_PORT = ConfigKey.number(
            "timing.port", 0, 0, 65535, "port for timing readers that send lines over TCP; 0 for none");
    private static final ConfigKey<Integer> QUOTA_DEVICE = ConfigKey.number(
            "quota.device",
            (int) QuotaSettings.USUAL.deviceItemsPerSecond(),
            1,
            MOST_ITEMS,
            "items a second of one device, averaged over 10 s; more is answered with 429");
    private static final ConfigKey<Integer> QUOTA_SESSION = ConfigKey.number(
            "quota.session",
            (int) QuotaSettings.USUAL.sessionItemsPerSecond(),
            1,
            MOST_ITEMS,
            "items a second of one session; simulated sessions have no quotas");
    private static final ConfigKey<Integer> QUOTA_CAMP = ConfigKey.number(
            "quota.camp",
            (int) QuotaSettings.USUAL.campItemsPerSecond(),
            1,
            MOST_ITEMS,
            "items a second of one camp, all its sessions together");
    private static final ConfigKey<Integer> LINES_SESSION = ConfigKey.number(
            "lines.session",
            LineLimits.USUAL.perSession(),
            1,
            MOST_LINES,
            "WebSockets and MQTT connections of one session that may be open, and as many streams of events");
    private static final ConfigKey<Integer> LINES_ALL =
            ConfigKey.number("lines.all", LineLimits.USUAL.inAll(), 1, MOST_LINES, "the same of all sessions together");
    private static final ConfigKey<OptionalInt> MQTT_PORT = ConfigKey.port(
            "mqtt.port", "port of the MQTT door, on http.host; 1883 is the usual one, 0 for any free one");
    private static final ConfigKey<Optional<URI>> MQTT_BROKER =
            ConfigKey.broker("mqtt.broker.url", "an MQTT broker to read from; empty for none");
    private static final ConfigKey<String> MQTT_USER =
            ConfigKey.text("mqtt.broker.user", "", "user of that broker; empty without");
    private static final ConfigKey<String> MQTT_PASSWORD =
            ConfigKey.secret("mqtt.broker.password", "password of that user");
    private static final ConfigKey<String> MQTT_GROUP = ConfigKey.text(
            "mqtt.broker.group",
            "backstretch",
            "letters, digits, dots, dashes and underscores",
            value -> value.matches("[A-Za-z0-9._-]{1,60}"),
            "name of the shared subscription: each message goes to one instance of the group");
    private static final ConfigKey<Optional<Path>> HTTP_CERTIFICATE = ConfigKey.file(
            "http.certificate", "PEM file of the server's certificate with its chain; empty for one made here");
    private static final ConfigKey<Optional<Path>> HTTP_KEY =
            ConfigKey.file("http.key", "PEM file of the certificate's private key");
    private static final ConfigKey<Integer> HTTP_TRUST_PORT = ConfigKey.number(
            "http.trust.port",
            8088,
            0,
            65535,
            "port of the page that tells phones how to trust a certificate made here; 0 for any free one");
    private static final ConfigKey<Optional<Path>> ACCESS_FOLDER = ConfigKey.file(
            "access.folder", "folder of the keys of tokens, one for all processes of a camp; empty for data/access");
    private static final ConfigKey<String> STREAMS_ID = ConfigKey.text(
            "streams.application.id",
            "backstretch-streams",
            "letters, digits, dots, dashes and underscores",
            value -> value.matches("[A-Za-z0-9._-]{1,100}"),
            "name of the topology's group and the beginning of its internal topics");
    private static final ConfigKey<Integer> STREAMS_THREADS =
            ConfigKey.number("streams.threads", 1, 1, 64, "stream threads; one per two cores");
    private static final ConfigKey<Duration> STREAMS_COMMIT = ConfigKey.duration(
            "streams.commit.interval",
            "50ms",
            Duration.ofMillis(10),
            Duration.ofSeconds(30),
            "how often outcomes become visible; laps and alerts do not wait for it");

    private static final List<ConfigKey<?>> KEYS = List.of(
            DATA,
            PARTITIONS,
            SPEED,
            KAFKA_SERVERS,
            KAFKA_PORT,
            KAFKA_REPLICAS,
            REGISTRY_URL,
            REGISTRY_PORT,
            REGISTRY_USER,
            REGISTRY_PASSWORD,
            STORE_HTTP,
            STORE_PG,
            STORE_USER,
            STORE_PASSWORD,
            HTTP_HOST,
            HTTP_PORT,
            QUOTA_DEVICE,
            QUOTA_SESSION,
            QUOTA_CAMP,
            LINES_SESSION,
            LINES_ALL,
            MQTT_PORT,
            MQTT_BROKER,
            MQTT_USER,
            MQTT_PASSWORD,
            MQTT_GROUP,
            HTTP_CERTIFICATE,
            HTTP_KEY,
            HTTP_TRUST_PORT,
            ACCESS_FOLDER,
            STREAMS_ID,
            STREAMS_THREADS,
            STREAMS_COMMIT,
            TIMING_HOST,
            TIMING_PORT);

    /**
     * The log.
     *
     * @param bootstrapServers empty for the embedded broker
     * @param port of the embedded broker, 0 for any
     * @param clientProperties further properties of every client, such as its security
     */
    public record Kafka(
            Optional<String> bootstrapServers, int port, int replicas, Map<String, String> clientProperties) {
        public Kafka {
            clientProperties = Map.copyOf(clientProperties);
        }

        public boolean embedded() {
            return bootstrapServers.isEmpty();
        }

        /** Leaves out the clients' properties: there may be secrets among them. */
        @Override
        public String toString() {
            return "Kafka[" + bootstrapServers.orElse("embedded") + "]";
        }
    }

    /** The schema registry; without an address the embedded one. */
    public record Registry(Optional<URI> url, int port, String user, String password) {
        public boolean embedded() {
            return url.isEmpty();
        }

        @Override
        public String toString() {
            return "Registry[" + url.map(URI::toString).orElse("embedded") + "]";
        }
    }

    /** The time-series store; without addresses the embedded one. */
    public record Store(Optional<String> httpServer, Optional<String> pgServer, String user, String password) {
        public boolean embedded() {
            return httpServer.isEmpty();
        }

        @Override
        public String toString() {
            return "Store[" + httpServer.orElse("embedded") + "]";
        }
    }

    /**
     * Where doors and boards listen.
     *
     * @param certificate with {@code key}; empty for one that is made here where one is needed
     * @param trustPort of the page about a certificate that was made here
     */
    public record Http(String host, int port, Optional<Path> certificate, Optional<Path> key, int trustPort) {
        /** Whether nobody but this machine reaches it. */
        public boolean isLoopback() {
            return LocalAddresses.isLoopback(host);
        }

        /** Whether what is served is encrypted: always where others reach it. */
        public boolean isSecure() {
            return !isLoopback() || certificate.isPresent();
        }
    }

    /** What comes in. */
    public record Doors(QuotaSettings quotas, LineLimits lines, MqttSettings mqtt) {}

    /** The topology. */
    public record Streams(String applicationId, int threads, Duration commitInterval) {}

    /** The door of timing readers, at the address of the others; port 0 leaves it shut. */
    public record Timing(String host, int port) {}

    /** A configuration, or all that is wrong with it. */
    public sealed interface Read {
        /** It can be used. */
        record Good(BackstretchConfig config, Map<String, String> effective) implements Read {}

        /** It cannot. */
        record Bad(List<String> problems) implements Read {
            public Bad {
                problems = List.copyOf(problems);
            }
        }
    }

    /** The same with doors on any free port that nobody but this machine reaches, and none for timing readers and MQTT. */
    BackstretchConfig onAnyPort() {
        return new BackstretchConfig(
                data,
                partitions,
                speed,
                kafka,
                registry,
                store,
                new Http("127.0.0.1", 0, Optional.empty(), Optional.empty(), http.trustPort()),
                new Doors(doors.quotas(), doors.lines(), MqttSettings.OFF),
                access,
                streams,
                new Timing(timing.host(), 0));
    }

    /** All that can be set, in the order of the page of settings. */
    static List<ConfigKey<?>> keys() {
        return KEYS;
    }

    /**
     * Reads every source and tells every problem.
     *
     * @param file the file of {@code --config}, or null
     * @param environment the process's variables; those that do not begin with BACKSTRETCH_ are left alone
     * @param options what the command line says, by key
     */
    public static Read read(@Nullable Path file, Map<String, String> environment, Map<String, String> options) {
        var reader = new Reader();
        if (file != null) {
            reader.takeFile(file);
        }
        reader.takeEnvironment(environment);
        options.forEach((key, value) -> reader.take(key, value, "option"));
        return reader.finish();
    }

    private static boolean isPath(String text) {
        try {
            return !text.isBlank() && !Path.of(text).toString().isEmpty();
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private static boolean isHost(String host) {
        try {
            return !host.isBlank() && InetAddress.getByName(host) != null;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** Puts the sources over each other. */
    private static final class Reader {
        private final List<ConfigProblem> problems = new ArrayList<>();
        private final Map<String, String> texts = new LinkedHashMap<>();
        private final Map<String, String> sources = new LinkedHashMap<>();
        private final Map<String, String> clientProperties = new TreeMap<>();

        void takeFile(Path file) {
            var mapper = new YAMLMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build());
            if (!Files.isReadable(file)) {
                problems.add(new ConfigProblem("--config", file.toString(), "a file that can be read", "option", null));
                return;
            }
            try {
                JsonNode root = mapper.readTree(file.toFile());
                if (root != null && !root.isMissingNode() && !root.isNull()) {
                    flatten("", root, file.getFileName().toString());
                }
            } catch (JsonProcessingException malformed) {
                problems.add(new ConfigProblem(
                        "--config",
                        file.toString(),
                        "YAML: " + malformed.getOriginalMessage() + " in line "
                                + (malformed.getLocation() == null
                                        ? "?"
                                        : malformed.getLocation().getLineNr()),
                        "option",
                        null));
            } catch (IOException unreadable) {
                problems.add(new ConfigProblem(
                        "--config",
                        file.toString(),
                        "a file that can be read: " + unreadable.getMessage(),
                        "option",
                        null));
            }
        }

        private void flatten(String prefix, JsonNode node, String source) {
            if (node.isObject()) {
                node.properties()
                        .forEach(entry -> flatten(
                                prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                                entry.getValue(),
                                source));
            } else if (node.isArray() || prefix.isEmpty()) {
                problems.add(new ConfigProblem(
                        prefix.isEmpty() ? source : prefix, "…", "one value for each key", source, null));
            } else {
                take(prefix, node.isNull() ? "" : node.asText(), source);
            }
        }

        void takeEnvironment(Map<String, String> environment) {
            for (var variable : new TreeMap<>(environment).entrySet()) {
                String name = variable.getKey();
                if (!name.startsWith(ENVIRONMENT_PREFIX) || NO_SETTINGS.contains(name)) {
                    continue;
                }
                String dotted = name.substring(ENVIRONMENT_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                take(dotted, variable.getValue(), "environment " + name);
            }
        }

        void take(String key, String value, String source) {
            if (key.startsWith(CLIENT_PREFIX) && key.length() > CLIENT_PREFIX.length()) {
                clientProperties.put(key.substring(CLIENT_PREFIX.length()), value);
                return;
            }
            if (KEYS.stream().noneMatch(known -> known.name().equals(key))) {
                problems.add(new ConfigProblem(key, mayHide(key, value), "no such setting", source, nearest(key)));
                return;
            }
            texts.put(key, value);
            sources.put(key, source);
        }

        Read finish() {
            var http = new Http(
                    value(HTTP_HOST),
                    value(HTTP_PORT),
                    value(HTTP_CERTIFICATE),
                    value(HTTP_KEY),
                    value(HTTP_TRUST_PORT));
            if (http.certificate().isPresent() != http.key().isPresent()) {
                ConfigKey<?> missing = http.key().isPresent() ? HTTP_CERTIFICATE : HTTP_KEY;
                problems.add(new ConfigProblem(
                        missing.name(),
                        "",
                        "a certificate needs both " + HTTP_CERTIFICATE.name() + " and " + HTTP_KEY.name(),
                        "nowhere",
                        null));
            }
            var kafka = new Kafka(value(KAFKA_SERVERS), value(KAFKA_PORT), value(KAFKA_REPLICAS), clientProperties);
            var registry = new Registry(
                    value(REGISTRY_URL), value(REGISTRY_PORT), value(REGISTRY_USER), value(REGISTRY_PASSWORD));
            var store = new Store(value(STORE_HTTP), value(STORE_PG), value(STORE_USER), value(STORE_PASSWORD));
            if (store.httpServer().isPresent() != store.pgServer().isPresent()) {
                ConfigKey<?> missing = store.httpServer().isPresent() ? STORE_PG : STORE_HTTP;
                problems.add(new ConfigProblem(
                        missing.name(),
                        "",
                        "a real store needs both " + STORE_HTTP.name() + " and " + STORE_PG.name(),
                        "nowhere",
                        null));
            }
            if (kafka.embedded() && kafka.replicas() != 1) {
                problems.add(new ConfigProblem(
                        KAFKA_REPLICAS.name(),
                        String.valueOf(kafka.replicas()),
                        "the embedded broker is one node: 1",
                        sources.getOrDefault(KAFKA_REPLICAS.name(), "default"),
                        null));
            }
            var config = new BackstretchConfig(
                    Path.of(value(DATA)),
                    value(PARTITIONS),
                    value(SPEED),
                    kafka,
                    registry,
                    store,
                    http,
                    new Doors(
                            new QuotaSettings(value(QUOTA_DEVICE), value(QUOTA_SESSION), value(QUOTA_CAMP)),
                            new LineLimits(value(LINES_SESSION), value(LINES_ALL)),
                            new MqttSettings(
                                    http.host(),
                                    value(MQTT_PORT),
                                    value(MQTT_BROKER).orElse(null),
                                    value(MQTT_USER),
                                    value(MQTT_PASSWORD),
                                    value(MQTT_GROUP))),
                    value(ACCESS_FOLDER),
                    new Streams(value(STREAMS_ID), value(STREAMS_THREADS), value(STREAMS_COMMIT)),
                    new Timing(value(TIMING_HOST), value(TIMING_PORT)));
            return problems.isEmpty()
                    ? new Read.Good(config, effective())
                    : new Read.Bad(
                            problems.stream().map(ConfigProblem::toString).toList());
        }

        /** The value; where it breaks its rule that is told and the default stands in, so that reading goes on. */
        private <T> T value(ConfigKey<T> key) {
            String text = texts.getOrDefault(key.name(), key.defaultText());
            Optional<T> parsed = key.parse().apply(text);
            if (parsed.isPresent()) {
                return parsed.get();
            }
            problems.add(new ConfigProblem(
                    key.name(),
                    key.secret() ? "(hidden)" : text,
                    "must be " + key.rule(),
                    sources.getOrDefault(key.name(), "default"),
                    null));
            return key.parse()
                    .apply(key.defaultText())
                    .orElseThrow(() -> new IllegalStateException("the default of " + key.name() + " breaks its rule"));
        }

        private Map<String, String> effective() {
            var effective = new LinkedHashMap<String, String>();
            for (ConfigKey<?> key : KEYS) {
                String text = texts.getOrDefault(key.name(), key.defaultText());
                effective.put(key.name(), key.secret() && !text.isEmpty() ? "(hidden)" : text);
            }
            clientProperties.forEach((key, value) -> effective.put(CLIENT_PREFIX + key, mayHide(key, value)));
            return effective;
        }

        private static String mayHide(String key, String value) {
            String lower = key.toLowerCase(Locale.ROOT);
            boolean telling = List.of("password", "secret", "token", "jaas", "credential", "key").stream()
                    .anyMatch(lower::contains);
            return telling ? "(hidden)" : value;
        }

        private static @Nullable String nearest(String key) {
            String nearest = null;
            int least = Math.max(3, key.length() / 3) + 1;
            for (ConfigKey<?> known : KEYS) {
                int distance = distance(key.toLowerCase(Locale.ROOT), known.name());
                if (distance < least) {
                    least = distance;
                    nearest = known.name();
                }
            }
            return nearest;
        }

        /** Levenshtein's: how many letters have to change. */
        private static int distance(String from, String to) {
            int[] previous = new int[to.length() + 1];
            for (int j = 0; j <= to.length(); j++) {
                previous[j] = j;
            }
            for (int i = 1; i <= from.length(); i++) {
                int[] row = new int[to.length() + 1];
                row[0] = i;
                for (int j = 1; j <= to.length(); j++) {
                    int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                    row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + change);
                }
                previous = row;
            }
            return previous[to.length()];
        }
    }
}

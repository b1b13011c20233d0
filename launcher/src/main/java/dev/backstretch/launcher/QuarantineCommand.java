package dev.backstretch.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.launcher.BackstretchSystem.Part;
import dev.backstretch.replay.Quarantined;
import dev.backstretch.schemas.json.OutcomeJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What was turned away, why, and another try. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "What the doors and the fold turned away: list it, show one, send one again.",
        subcommands = {QuarantineCommand.ListAll.class, QuarantineCommand.Show.class, QuarantineCommand.Retry.class})
final class QuarantineCommand implements Runnable {
    /** A door refused it once more. */
    static final int REFUSED_AGAIN = 4;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say list, show or retry.");
    }

    private static String idOf(CommandSpec spec, String id) {
        if (!Quarantined.isId(id)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + id + "' is no id such as 3-1042: `backstretch quarantine list` shows them");
        }
        return id;
    }

    private static Quarantined find(Servers servers, String id) throws CommandFailedException {
        List<Quarantined> found = new ArrayList<>();
        servers.topics().quarantine(one -> {
            if (one.id().equals(id)) {
                found.add(one);
            }
        });
        if (found.isEmpty()) {
            throw new CommandFailedException(id
                    + " is not in the quarantine: `backstretch quarantine list` shows what is; it is kept for 35 days");
        }
        return found.get(0);
    }

    /** Why the bytes of a rejection cannot be sent again; null when they can. */
    static @Nullable String hindrance(Quarantined one) {
        Rejection rejection = one.rejection();
        if (rejection.door().equals("fold")) {
            return "it was a door's to take and is in the log; the fold refused it, and does so again";
        }
        if (rejection.sourceTopic() != null) {
            return "its bytes lie in " + rejection.sourceTopic() + ", partition " + rejection.sourcePartition()
                    + ", offset " + rejection.sourceOffset() + ", and came through no door";
        }
        if (rejection.payload().length == 0) {
            return "none of its bytes were kept: send it again from where it came from";
        }
        if (rejection.blanked()) {
            return "its digits were not kept, as they may tell a place: send it again from where it came from";
        }
        if (one.mayBeCut()) {
            return "its bytes were cut after " + Rejection.MAXIMUM_PAYLOAD_BYTES
                    + ", so the whole is not here: send it again from where it came from";
        }
        if (OF_DEVICES.contains(rejection.door())) {
            return "the door " + rejection.door() + " speaks a device's own protocol: send it again from the device";
        }
        if (isOwnTracks(rejection)) {
            return "it is a message of OwnTracks, which comes over MQTT: send it again from the device";
        }
        if (PATHS.containsKey(rejection.door()) && !isObject(rejection.payload())) {
            return "its bytes are no JSON object, as a line of a timing system is none: send it again from where it"
                    + " came from";
        }
        if (rejection.sessionId() == null || pathOf(rejection).isEmpty()) {
            return "the door " + rejection.door() + " is for one command at a time: give the command again";
        }
        return null;
    }

    /** Doors for items, each with the one where an item that it turned away is posted. */
    private static final Map<String, String> PATHS = Map.of(
            "readings", "readings",
            "live", "readings",
            "mqtt", "readings",
            "mqtt-broker", "readings",
            "marks", "marks",
            "corrections", "corrections",
            "events", "events");

    private static final Set<String> OF_DEVICES =
            Set.of("owntracks", "traccar", "osmand", "gpslogger", "sensorlogger", "timing");

    /** Numbers keep all their digits. */
    private static final ObjectMapper EXACT =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** The MQTT doors take what devices of ours publish, and what OwnTracks does. */
    private static boolean isOwnTracks(Rejection rejection) {
        try {
            return rejection.door().startsWith("mqtt")
                    && EXACT.readTree(rejection.payload()) instanceof ObjectNode message
                    && message.has("_type");
        } catch (IOException malformed) {
            return false;
        }
    }

    private static boolean isObject(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8).stripLeading().startsWith("{");
    }

    /** What is posted: whose item it is was said by a token or a topic, perhaps, which are not kept with the bytes. */
    static byte[] bodyOf(Rejection rejection) {
        String runner = rejection.runnerId();
        if (runner == null || !PATHS.containsKey(rejection.door())) {
            return rejection.payload();
        }
        try {
            if (EXACT.readTree(rejection.payload()) instanceof ObjectNode item && !item.hasNonNull("runner")) {
                return EXACT.writeValueAsBytes(item.put("runner", runner));
            }
        } catch (IOException malformed) {
            // The door says what is wrong with it.
        }
        return rejection.payload();
    }

    /** Where the bytes of a rejection came in. */
    static Optional<String> pathOf(Rejection rejection) {
        String session = "/v1/sessions/" + encoded(Objects.requireNonNullElse(rejection.sessionId(), ""));
        String items = PATHS.get(rejection.door());
        if (items != null) {
            return Optional.of(session + "/" + items);
        }
        return rejection.door().equals("files") && rejection.runnerId() != null
                ? Optional.of(session + "/files?runner=" + encoded(rejection.runnerId()))
                : Optional.empty();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What is there. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists what was turned away, the newest last.")
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Option(names = "--session", paramLabel = "ID", description = "Only of this session.")
        private @Nullable String session;

        @Option(names = "--door", paramLabel = "NAME", description = "Only of this door; fold and log are two.")
        private @Nullable String door;

        @Option(names = "--reason", paramLabel = "CODE", description = "Only for this reason.")
        private @Nullable String reason;

        @Option(
                names = "--from",
                paramLabel = "T",
                converter = SessionsCommand.Moment.class,
                description = "Only what came at this time or later: 2026-11-20 or 2026-11-20T06:00:00Z.")
        private @Nullable Instant from;

        @Option(names = "--limit", paramLabel = "N", description = "At most so many, the newest. Default: 100")
        private int limit = 100;

        @Option(names = "--json", description = "Print one JSON object a line.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws Exception {
            BackstretchConfig config = common.read(Map.of());
            var newest = new PriorityQueue<Quarantined>(
                    Comparator.comparing((Quarantined one) -> one.rejection().receivedAt())
                            .thenComparing(Quarantined::partition)
                            .thenComparing(Quarantined::offset));
            long[] all = new long[1];
            try (Servers servers = Servers.runningOrOwn(config, Servers.Need.LOG)) {
                servers.start();
                servers.topics().quarantine(one -> {
                    if (isWanted(one.rejection())) {
                        all[0]++;
                        newest.add(one);
                        if (newest.size() > Math.max(1, limit)) {
                            newest.poll();
                        }
                    }
                });
            } catch (IOException failed) {
                throw new CommandFailedException(failed.getMessage(), failed);
            }
            PrintWriter out = spec.commandLine().getOut();
            String line = "%-10s %-26s %-20s %-10s %-12s %-20s %6s %6s  %s%n";
            if (!json) {
                out.printf(line, "id", "received", "session", "runner", "door", "reason", "items", "bytes", "retry");
            }
            for (Quarantined one = newest.poll(); one != null; one = newest.poll()) {
                Rejection rejection = one.rejection();
                if (json) {
                    out.println(toJson(one));
                } else {
                    out.printf(
                            line,
                            one.id(),
                            rejection.receivedAt(),
                            Objects.requireNonNullElse(rejection.sessionId(), "-"),
                            Objects.requireNonNullElse(rejection.runnerId(), "-"),
                            rejection.door(),
                            rejection.reason(),
                            rejection.items(),
                            rejection.payload().length,
                            hindrance(one) == null ? "can be" : "cannot be");
                }
            }
            if (!json && all[0] > limit) {
                out.println((all[0] - limit) + " older ones are not shown: --limit shows more");
            }
            out.flush();
            return 0;
        }

        private boolean isWanted(Rejection rejection) {
            return (session == null || session.equals(rejection.sessionId()))
                    && (door == null || door.equals(rejection.door()))
                    && (reason == null || reason.equals(rejection.reason()))
                    && (from == null || !rejection.receivedAt().isBefore(from));
        }
    }

    private static ObjectNode toJson(Quarantined one) {
        ObjectNode node = OutcomeJson.rejection(one.rejection());
        node.put("id", one.id());
        node.put("bytes", one.rejection().payload().length);
        String hindrance = hindrance(one);
        node.put("canBeRetried", hindrance == null);
        if (hindrance != null) {
            node.put("hindrance", hindrance);
        }
        return node;
    }

    /** One of them in full. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one rejection with the bytes that were kept of it, at most 4 KiB.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "As list shows it.")
        private String id = "";

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws Exception {
            String wanted = idOf(spec, id);
            BackstretchConfig config = common.read(Map.of());
            Quarantined one;
            try (Servers servers = Servers.runningOrOwn(config, Servers.Need.LOG)) {
                servers.start();
                one = find(servers, wanted);
            } catch (IOException failed) {
                throw new CommandFailedException(failed.getMessage(), failed);
            }
            ObjectNode node = toJson(one);
            byte[] payload = one.rejection().payload();
            String text = text(payload);
            node.put(
                    text == null ? "payloadHex" : "payload",
                    text == null ? HexFormat.of().formatHex(payload) : text);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(node);
            } else {
                node.properties()
                        .forEach(field -> out.printf(
                                "%-14s %s%n", field.getKey(), field.getValue().asText()));
            }
            out.flush();
            return 0;
        }

        /** Null when it is not text. */
        private static @Nullable String text(byte[] payload) {
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(payload))
                        .toString();
                return text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t') ? null : text;
            } catch (CharacterCodingException binary) {
                return null;
            }
        }
    }

    /** One of them through its door again. */
    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description =
                    "Sends the bytes of a rejection through its door again, once what was missing is there; what was"
                            + " taken before is a duplicate.",
            exitCodeListHeading = "Exit status:%n",
            exitCodeList = {
                "0:it was taken, or was there already",
                "1:it could not be sent",
                "2:the command line is wrong",
                "4:it was refused again"
            })
    static final class Retry implements Callable<Integer> {
        private static final Duration PATIENCE = Duration.ofSeconds(30);
        private static final Duration READY_PATIENCE = Duration.ofMinutes(2);

        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "As list shows it.")
        private String id = "";

        @Option(
                names = "--token",
                paramLabel = "TOKEN",
                description =
                        "Sent to the door where the session requires one. Default: $BACKSTRETCH_TOKEN, or the operator's")
        private @Nullable String token;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws Exception {
            String wanted = idOf(spec, id);
            BackstretchConfig config = common.read(Map.of());
            try {
                Optional<URI> running = Servers.runningAddress(config);
                if (running.isPresent()) {
                    try (Servers servers = Servers.runningOrOwn(config, Servers.Need.LOG)) {
                        servers.start();
                        return retry(find(servers, wanted), running.get(), config);
                    }
                }
                try (var system =
                        new BackstretchSystem(config.onAnyPort(), EnumSet.allOf(Part.class), Clock.systemUTC())) {
                    system.start();
                    system.awaitReady(READY_PATIENCE);
                    return retry(find(system.servers(), wanted), system.address(), config);
                }
            } catch (IOException failed) {
                throw new CommandFailedException(failed.getMessage(), failed);
            }
        }

        private int retry(Quarantined one, URI address, BackstretchConfig config)
                throws CommandFailedException, IOException, InterruptedException {
            String hindrance = hindrance(one);
            if (hindrance != null) {
                throw new CommandFailedException(one.id() + " cannot be retried: " + hindrance);
            }
            Rejection rejection = one.rejection();
            String bearer = LocalToken.of(config, token);
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            address.resolve(pathOf(rejection).orElseThrow()))
                    .timeout(PATIENCE)
                    .header(
                            "Content-Type",
                            rejection.door().equals("files") ? "application/octet-stream" : "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(bodyOf(rejection)));
            if (bearer != null) {
                request.header("Authorization", "Bearer " + bearer);
            }
            HttpResponse<String> response = HttpClient.newBuilder()
                    .sslContext(CampTrust.of(config.accessFolder()))
                    .build()
                    .send(request.build(), HttpResponse.BodyHandlers.ofString());
            return tell(one, response);
        }

        private int tell(Quarantined one, HttpResponse<String> response) {
            JsonNode body = json(response.body());
            PrintWriter out = spec.commandLine().getOut();
            int status = 0;
            if (body.path("accepted").asLong() > 0) {
                out.println(one.id() + ": taken now");
            } else if (body.path("duplicates").asLong() > 0) {
                out.println(one.id() + ": was taken already");
            } else {
                JsonNode why = body.path("rejected").isEmpty()
                        ? body
                        : body.path("rejected").get(0);
                String words = why.has("detail")
                        ? why.path("detail").asText() + "; "
                                + why.path("remedy").asText()
                        : why.path("reason").asText() + ": "
                                + why.path("message").asText();
                out.println(one.id() + ": refused again (" + response.statusCode() + "): " + words);
                status = REFUSED_AGAIN;
            }
            out.flush();
            return status;
        }

        private static JsonNode json(String body) {
            try {
                return body.isEmpty() ? MissingNode.getInstance() : new ObjectMapper().readTree(body);
            } catch (JsonProcessingException notJson) {
                return MissingNode.getInstance();
            }
        }
    }
}

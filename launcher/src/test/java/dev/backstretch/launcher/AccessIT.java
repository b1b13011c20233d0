package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.launcher.BackstretchSystem.Part;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Role;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole system on an address that others reach: encrypted, and nothing without a token. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TOKEN_PART = "{token}";

    /**
     * Who may, by the first letters of the roles runner, coach, screen, analyst, device, timing; an operator may all.
     * Everything that the API's description names is here, so that no path comes without a decision.
     */
    private static final Map<String, String> ROLES = new TreeMap<>(Map.ofEntries(
            Map.entry("GET /metrics", ""),
            Map.entry("GET /health/live", ""),
            Map.entry("GET /health/ready", ""),
            Map.entry("POST /v1/sessions", ""),
            Map.entry("GET /v1/sessions", "rcsadt"),
            Map.entry("GET /v1/sessions/{session}", "rcsadt"),
            Map.entry("GET /v1/sessions/{session}/invitation", "cs"),
            Map.entry("GET /v1/sessions/{session}/invitation.svg", "cs"),
            Map.entry("POST /v1/sessions/{session}/screens", "c"),
            Map.entry("POST /v1/sessions/{session}/coaches", ""),
            Map.entry("POST /v1/sessions/{session}/control", "c"),
            Map.entry("POST /v1/sessions/{session}/gun", "c"),
            Map.entry("POST /v1/sessions/{session}/runners", "rc"),
            Map.entry("PATCH /v1/sessions/{session}/runners/{runner}", "rc"),
            Map.entry("DELETE /v1/sessions/{session}/runners/{runner}", "rc"),
            Map.entry("GET /v1/sessions/{session}/runners/{runner}", "rcsadt"),
            Map.entry("POST /v1/sessions/{session}/readings", "rd"),
            Map.entry("POST /v1/sessions/{session}/files", "rdc"),
            Map.entry("GET /v1/sessions/{session}/live", "rd"),
            Map.entry("GET /v1/sessions/{session}/clocks", "c"),
            Map.entry("POST /owntracks", "rd"),
            Map.entry("POST /owntracks/{token}", "rd"),
            Map.entry("POST /traccar", "rd"),
            Map.entry("POST /traccar/{token}", "rd"),
            Map.entry("GET /osmand", "rd"),
            Map.entry("GET /osmand/{token}", "rd"),
            Map.entry("POST /osmand", "rd"),
            Map.entry("POST /osmand/{token}", "rd"),
            Map.entry("GET /gpslogger", "rd"),
            Map.entry("GET /gpslogger/{token}", "rd"),
            Map.entry("POST /gpslogger", "rd"),
            Map.entry("POST /gpslogger/{token}", "rd"),
            Map.entry("POST /sensorlogger", "rd"),
            Map.entry("POST /sensorlogger/{token}", "rd"),
            Map.entry("POST /v1/sessions/{session}/marks", "ct"),
            Map.entry("POST /v1/sessions/{session}/corrections", "c"),
            Map.entry("POST /v1/sessions/{session}/events", "rc"),
            Map.entry("GET /v1/sessions/{session}/stream", "rcsadt"),
            Map.entry("DELETE /v1/runners/{runner}", ""),
            Map.entry("GET /v1/runners/{runner}/history", "rc"),
            Map.entry("GET /v1/sessions/{session}/results", "rcsadt"),
            Map.entry("GET /v1/sessions/{session}/standings", "rcsadt"),
            Map.entry("GET /v1/sessions/{session}/laps", "rcsadt"),
            Map.entry("GET /v1/sessions/{session}/lineage/{runner}/{lap}", "rcsadt")));

    private @Nullable Path folder;

    private @Nullable BackstretchSystem system;
    private @Nullable HttpClient client;
    private @Nullable AccessFolder access;
    private String operator = "";

    @BeforeAll
    void startWhereOthersReachIt(@TempDir Path fresh) throws Exception {
        folder = fresh;
        var read = BackstretchConfig.read(
                null,
                Map.of(),
                Map.of(
                        "data",
                        data().toString(),
                        "http.host",
                        "0.0.0.0",
                        "http.port",
                        "0",
                        "http.trust.port",
                        "0",
                        "partitions",
                        "2"));
        var config = ((BackstretchConfig.Read.Good) read).config();
        var started =
                new BackstretchSystem(config, EnumSet.of(Part.INGEST, Part.STREAMS, Part.BOARD), Clock.systemUTC());
        system = started;
        started.start();
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!started.missing().isEmpty()) {
            assertThat(System.nanoTime()).as("not ready: " + started.missing()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        client = HttpClient.newBuilder()
                .sslContext(trusting(data().resolve("access/tls/authority.pem")))
                .build();
        access = AccessFolder.open(config.accessFolder(), Clock.systemUTC());
        assertThat(String.join("\n", started.invitation())).contains("operator token");
        assertThat(String.join("\n", started.invitation())).doesNotContain("operator token");
        operator = Files.readString(data().resolve("access/operator.token")).strip();
        HttpResponse<InputStream> opened = send("POST", "/v1/sessions", operator, "{'sessionId':'s1','camp':'c1'}");
        assertThat(opened.statusCode()).isEqualTo(201);
        assertThat(JSON.readTree(opened.body()).get("requireTokens").asBoolean())
                .isTrue();
        awaitOnBoard("s1");
    }

    @AfterAll
    void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void commandsOfThisMachineGoThroughTheEncryptedDoors() throws Exception {
        assertThat(status("POST", "/v1/sessions", operator, "{'sessionId':'cmd','camp':'c1'}"))
                .isEqualTo(201);
        assertThat(status("POST", "/v1/sessions/cmd/runners", operator, "{'runner':'r01'}"))
                .isEqualTo(201);
        String now = Instant.now().toString();
        assertThat(status(
                        "POST",
                        "/v1/sessions/cmd/readings",
                        tokenOf(Role.RUNNER, "cmd", "r01"),
                        "{'observedAt':'" + now + "','heartRateBpm':999}"))
                .isEqualTo(422);
        Ran listed = run("quarantine", "list", "--session", "cmd", "--json");
        JsonNode turnedAway = JSON.readTree(listed.out());
        assertThat(turnedAway.get("canBeRetried").asBoolean()).isTrue();
        Ran retried = run("quarantine", "retry", turnedAway.get("id").asText());
        assertThat(retried.status()).as(retried.toString()).isEqualTo(QuarantineCommand.REFUSED_AGAIN);
        assertThat(retried.out())
                .as("for what it is, and not for want of a runner")
                .contains("(422)", turnedAway.get("reason").asText());

        Path watch = Files.writeString(data().resolve("watch.csv"), "time,lat,lon\n" + now + ",18.7,98.9\n");
        Ran imported = run("import", watch.toString(), "--session", "cmd", "--runner", "r01");
        assertThat(imported.status()).as(imported.toString()).isZero();
        assertThat(imported.out()).contains("1 new");
    }

    private record Ran(int status, String out, String err) {}

    private Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var commandLine = Backstretch.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int status = commandLine.execute(Stream.concat(Stream.of(arguments), Stream.of("--data", data().toString()))
                .toArray(String[]::new));
        return new Ran(status, out.toString(), err.toString());
    }

    @Test
    void everyPathOfTheApiIsForItsRolesAlone() throws Exception {
        assertThat(described()).containsExactlyInAnyOrderElementsOf(ROLES.keySet());
        assertThat(status("POST", "/v1/sessions/s1/runners", operator, "{'runner':'r01'}"))
                .isEqualTo(201);
        for (Map.Entry<String, String> row : ROLES.entrySet()) {
            String method = row.getKey().split(" ")[0];
            String path = row.getKey()
                    .split(" ")[1]
                    .replace("{session}", "s1")
                    .replace("{runner}", "r01")
                    .replace("{lap}", "1");
            String body = method.equals("POST") ? "{}" : "";
            for (Role role : Role.values()) {
                int status = asked(method, path, tokenOf(role, "s1", "r01"), body);
                boolean may = role == Role.OPERATOR
                        || row.getValue().contains(role.text().substring(0, 1));
                if (may) {
                    assertThat(status).as(role + " " + row.getKey()).isNotIn(401, 403, 500, 503);
                } else {
                    assertThat(status).as(role + " " + row.getKey()).isEqualTo(403);
                }
                boolean list = path.equals("/v1/sessions") || !path.startsWith("/v1/sessions/");
                if (!list && role != Role.OPERATOR) {
                    assertThat(status(method, path, tokenOf(role, "s2", "r01"), body))
                            .as(role + " of another session " + row.getKey())
                            .isEqualTo(403);
                }
            }
            if (!path.contains(TOKEN_PART)) {
                assertThat(status(method, path, null, body))
                        .as("none " + row.getKey())
                        .isEqualTo(401);
            }
            assertThat(asked(method, path, operator + "x", body))
                    .as("broken " + row.getKey())
                    .isEqualTo(401);
        }
        assertThat(status("GET", "/openapi.json", null, "")).isEqualTo(200);
        assertThat(status("GET", "/schemas/reading.avsc", null, "")).isEqualTo(200);
    }

    /** With the token where the path has a place for it, else in the header. */
    private int asked(String method, String path, String token, String body) throws Exception {
        return path.contains(TOKEN_PART)
                ? status(method, path.replace(TOKEN_PART, token), null, body)
                : status(method, path, token, body);
    }

    @Test
    void aLostPhoneIsShutOutWithinSeconds() throws Exception {
        String code = JSON.readTree(
                        send("GET", "/v1/sessions/s1/invitation", operator, "").body())
                .get("joinCode")
                .asText();
        JsonNode joined = JSON.readTree(
                send("POST", "/v1/sessions/s1/runners", null, "{'joinCode':'" + code + "','alias':'Lost'}")
                        .body());
        String lost = joined.get("token").asText();
        String runner = joined.get("runner").asText();
        String readings = "/v1/sessions/s1/readings";
        assertThat(status("POST", readings, lost, reading(1))).isEqualTo(200);

        assertThat(Backstretch.commandLine()
                        .execute("token", "revoke", "--session", "s1", "--runner", runner, "--data", data().toString()))
                .isZero();
        long revokedAt = System.nanoTime();
        while (status("POST", readings, lost, reading(2)) != 401) {
            assertThat(System.nanoTime() - revokedAt).isLessThan(TimeUnit.SECONDS.toNanos(3));
            TimeUnit.MILLISECONDS.sleep(50);
        }
        String next = tokenOf(Role.RUNNER, "s1", runner);
        assertThat(status("POST", readings, next, reading(3))).isEqualTo(200);
    }

    @Test
    void whoOptsOutInMidSessionLeavesTheBoardWithinFiveSeconds() throws Exception {
        send("POST", "/v1/sessions/s1/runners", operator, "{'runner':'shy','alias':'Shy Tiger','boardConsent':true}")
                .body()
                .close();
        HttpResponse<InputStream> stream = send("GET", "/v1/sessions/s1/stream", tokenOf(Role.SCREEN, "s1", ""), "");
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            awaitPeople(lines, "Shy Tiger", true);
            String own = tokenOf(Role.RUNNER, "s1", "shy");
            assertThat(status(
                            "POST",
                            "/v1/sessions/s1/events",
                            own,
                            "{'type':'consent','purpose':'board','given':false,'observedAt':'" + Instant.now() + "'}"))
                    .isEqualTo(200);
            long withdrawnAt = System.nanoTime();
            awaitPeople(lines, "Shy Tiger", false);
            assertThat(System.nanoTime() - withdrawnAt).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
    }

    @Test
    void whoIsErasedIsOnNoBoardAndHasNoToken() throws Exception {
        send("POST", "/v1/sessions/s1/runners", operator, "{'runner':'gone','alias':'Gone Heron','boardConsent':true}")
                .body()
                .close();
        String own = tokenOf(Role.RUNNER, "s1", "gone");
        HttpResponse<InputStream> stream = send("GET", "/v1/sessions/s1/stream", tokenOf(Role.SCREEN, "s1", ""), "");
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            awaitPeople(lines, "Gone Heron", true);
            assertThat(status("GET", "/v1/sessions/s1", own, "")).isEqualTo(200);
            assertThat(Backstretch.commandLine()
                            .execute("erase", "--runner", "gone", "--yes", "--data", data().toString()))
                    .isZero();
            awaitPeople(lines, "Gone Heron", false);
        }
        long erasedAt = System.nanoTime();
        while (status("GET", "/v1/sessions/s1", own, "") != 401) {
            assertThat(System.nanoTime() - erasedAt).isLessThan(TimeUnit.SECONDS.toNanos(3));
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(status("DELETE", "/v1/runners/gone", operator, ""))
                .as("again, for rows that have come since")
                .isEqualTo(200);
        assertThat(status("DELETE", "/v1/runners/never", operator, "")).isEqualTo(404);
    }

    @Test
    void whatPhonesAreToldOverPlainHttpIsTheCertificateAndNothingElse() throws Exception {
        Matcher page = Pattern.compile("http://[^ ]*:(\\d+)/ ")
                .matcher(String.join("\n", started().invitation()));
        assertThat(page.find()).isTrue();
        String plain = "http://localhost:" + page.group(1);
        HttpResponse<String> told = plainGet(plain + "/");
        byte[] authority = CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Files.readAllBytes(data().resolve("access/tls/authority.pem"))))
                .getEncoded();

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(String.join("\n", started().invitation())).contains("fingerprint");
        String fingerprint =
                started().invitation().get(started().invitation().size() - 1).replaceAll(".* ", "");
        assertThat(told.body()).contains(fingerprint).contains("https://");
        assertThat(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(plain + TrustPage.CERTIFICATE_PATH))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray())
                        .body())
                .isEqualTo(authority);
        assertThat(plainGet(plain + "/v1/sessions?token=" + operator).statusCode())
                .isEqualTo(404);
    }

    @Test
    void onlyTheSecurePortAndTheCertificatesPageAreOpenToOthers() throws Exception {
        assumeTrue(ListeningSockets.canBeSeen(), "who can connect cannot be seen here: there is no /proc/self/net/tcp");
        ProcessHandle self = ProcessHandle.current();
        var sockets = ListeningSockets.of(Stream.concat(Stream.of(self), self.descendants()));
        assertThat(sockets.beyondLoopback()).hasSize(2);
        assertThat(started().address().getScheme()).isEqualTo("https");
    }

    // ---- how it is asked

    private static void awaitPeople(BufferedReader lines, String alias, boolean shown) throws IOException {
        String event = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event:")) {
                event = line.substring(6).strip();
            } else if (line.startsWith("data:") && event.equals("people") && line.contains(alias) == shown) {
                return;
            }
        }
        throw new AssertionError("the stream ended");
    }

    private void awaitOnBoard(String session) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (status("GET", "/v1/sessions/" + session + "/laps", operator, "") != 200) {
            assertThat(System.nanoTime())
                    .as("the board does not know the session")
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private Set<String> described() throws Exception {
        var operations = new TreeSet<String>();
        JSON.readTree(send("GET", "/openapi.json", null, "").body())
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        // What doors take is no secret.
        operations.remove("GET /openapi.json");
        operations.remove("GET /schemas/reading.avsc");
        return operations;
    }

    private static String reading(int number) {
        return "{'observedAt':'" + Instant.now() + "','eventId':'e" + number + "','heartRateBpm':150}";
    }

    private String tokenOf(Role role, String session, String runner) {
        Grant grant = role == Role.OPERATOR
                ? Grant.operator()
                : new Grant(role, null, session, role.isOneRunners() ? runner : null);
        return Objects.requireNonNull(access)
                .tokens()
                .issue(grant, Duration.ofHours(1))
                .text();
    }

    private int status(String method, String path, @Nullable String token, String body) throws Exception {
        HttpResponse<InputStream> answer = send(method, path, token, body);
        answer.body().close();
        return answer.statusCode();
    }

    private HttpResponse<InputStream> send(String method, String path, @Nullable String token, String body)
            throws Exception {
        URI uri = URI.create("https://localhost:" + started().address().getPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return Objects.requireNonNull(client).send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static HttpResponse<String> plainGet(String uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Path data() {
        return Objects.requireNonNull(folder).resolve("data");
    }

    private BackstretchSystem started() {
        return Objects.requireNonNull(system);
    }

    private static SSLContext trusting(Path authority) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "camp",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(authority))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}

package dev.backstretch.launcher;

import dev.backstretch.board.BoardService;
import dev.backstretch.board.BoardSettings;
import dev.backstretch.board.PastRuns;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.standing.Board;
import dev.backstretch.ingest.AfterClose;
import dev.backstretch.ingest.IngestService;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.MqttSettings;
import dev.backstretch.ingest.doors.FrontDoor;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Credentials;
import dev.backstretch.schemas.access.Denial;
import dev.backstretch.sink.AlertRow;
import dev.backstretch.sink.QuestStore;
import dev.backstretch.sink.SinkService;
import dev.backstretch.sink.SinkSettings;
import dev.backstretch.sink.StoreUnavailableException;
import dev.backstretch.streams.StreamsService;
import dev.backstretch.streams.StreamsSettings;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services that one process runs, put together: servers, topics, services, and one HTTP port for all of them. */
public final class BackstretchSystem implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackstretchSystem.class);
    private static final int HTTP_PATIENCE_SECONDS = 10;

    /** As long as a body may take. */
    private static final Duration HEAD_LIMIT = Duration.ofSeconds(20);

    /** Of those who send and those who look on. With one, all of them wait for whoever is being served. */
    private static final int EVENT_LOOPS = 2;

    /** What a process can run. */
    public enum Part {
        INGEST,
        STREAMS,
        SINK,
        BOARD
    }

    private final BackstretchConfig config;
    private final Set<Part> parts;
    private final boolean settles;
    private final Clock clock;
    private final Servers servers;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
    private @Nullable StreamsService streams;
    private @Nullable IngestService ingest;
    private @Nullable Settling settling;
    private @Nullable SinkService sink;
    private @Nullable BoardService board;
    private @Nullable Vertx vertx;
    private Access access = Access.withoutTokens();
    private @Nullable AccessFolder accessFolder;
    private final List<String> invitation = new ArrayList<>();
    private int port;
    private volatile boolean closing;
    private boolean closed;

    /**
     * @param parts which services this process runs
     * @param clock handed to every service that needs to know the time
     */
    public BackstretchSystem(BackstretchConfig config, Set<Part> parts, Clock clock) {
        this(config, parts, clock, true);
    }

    /**
     * @param settles whether what comes of sessions that are over is settled without being asked; a command that settles at
     *     its end would be in its own way
     */
    BackstretchSystem(BackstretchConfig config, Set<Part> parts, Clock clock, boolean settles) {
        this.settles = settles;
        this.config = config;
        this.parts = EnumSet.copyOf(parts);
        this.clock = clock;
        this.servers = new Servers(config, parts.contains(Part.SINK) ? Servers.Need.LOG_AND_STORE : Servers.Need.LOG);
    }

    /**
     * Starts everything; returns when the HTTP port is open. What is not up by then is told by {@link #missing()}.
     *
     * @throws IOException when a server does not start; whatever did start is stopped again
     */
    public void start() throws IOException {
        try {
            servers.start();
            // By the wall's clock, whatever the sessions' clock does.
            AccessFolder folder = AccessFolder.open(config.accessFolder(), Clock.systemUTC());
            accessFolder = folder;
            access = new Access(folder.tokens(), !config.http().isLoopback(), folder.views(), folder::revokeRunner);
            new JvmMemoryMetrics().bindTo(meters);
            gcMetrics.bindTo(meters);
            new JvmThreadMetrics().bindTo(meters);
            new ProcessorMetrics().bindTo(meters);
            new UptimeMetrics().bindTo(meters);
            // Those who write start after those who read are on their way, so that nothing waits in between.
            if (parts.contains(Part.STREAMS)) {
                streams = new StreamsService(streamsSettings(), servers.serdes(), meters);
                streams.start();
            }
            if (parts.contains(Part.SINK)) {
                sink = new SinkService(sinkSettings(), servers.serdes(), meters);
                sink.start();
            }
            if (parts.contains(Part.BOARD)) {
                board = new BoardService(boardSettings(), servers.serdes(), clock, access, meters);
                board.start();
            }
            if (parts.contains(Part.INGEST)) {
                Settling started = settles ? new Settling(servers, config, clock) : null;
                settling = started;
                ingest = new IngestService(
                        ingestSettings(),
                        servers.serdes(),
                        clock,
                        access,
                        meters,
                        started == null ? AfterClose.UNHEARD : started);
                ingest.start();
                if (started != null) {
                    started.start();
                }
            }
            listen();
            servers.announce(addressFromHere());
            LOG.info("system started parts={} address={}", parts, address());
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    boolean settles() {
        return settles;
    }

    StreamsSettings streamsSettings() {
        return new StreamsSettings(
                servers.bootstrapServers(),
                config.streams().applicationId(),
                config.data().resolve("streams"),
                config.streams().commitInterval(),
                StreamsSettings.DEFAULT_SNAPSHOT_EVERY_OFFSETS,
                config.streams().threads(),
                // Alone on its folder, so a restart takes its partitions back at once.
                config.kafka().embedded() ? "embedded" : null,
                config.kafka().clientProperties());
    }

    SinkSettings sinkSettings() {
        return SinkSettings.of(servers.bootstrapServers(), servers.storeSettings())
                .withClientProperties(config.kafka().clientProperties());
    }

    BoardSettings boardSettings() {
        return BoardSettings.at(servers.bootstrapServers())
                .withClientProperties(config.kafka().clientProperties())
                .withSpeed(config.speed())
                .withLines(config.doors().lines());
    }

    IngestSettings ingestSettings() {
        IngestSettings settings = IngestSettings.at(servers.bootstrapServers())
                .withClientProperties(config.kafka().clientProperties())
                .withQuotas(config.doors().quotas())
                .withLines(config.doors().lines());
        return config.kafka().embedded() ? settings.as("embedded") : settings;
    }

    /** From the store, which keeps laps longer than the topics do. */
    private PastRuns.Past pastRuns(String runner, List<String> sessions) throws IOException {
        try (var store = new QuestStore(servers.storeSettings())) {
            var totals = new HashMap<String, Frame.Totals>();
            store.totals(runner, sessions).forEach(row -> totals.put(row.sessionId(), row.totals()));
            var ratios = new HashMap<String, Standings.Row>();
            store.standings(Board.RATIO.key(), runner, sessions).forEach(row -> {
                Standings.Row ratio = row.row();
                if (ratio != null) {
                    ratios.put(row.sessionId(), ratio);
                }
            });
            return new PastRuns.Past(
                    store.laps(runner, sessions),
                    totals,
                    ratios,
                    store.alerts(runner, sessions).stream().map(AlertRow::alert).toList());
        } catch (StoreUnavailableException | IllegalStateException away) {
            throw new IOException("the store does not tell what was run", away);
        }
    }

    private void listen() throws IOException {
        Vertx started = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(2));
        vertx = started;
        Router router = Router.router(started);
        mount(router);
        if (ingest != null) {
            ingest.mount(router, new RowsInStore(servers));
        }
        if (board != null) {
            board.mount(router);
            board.mountHistory(router, this::pastRuns);
        }
        var options = new HttpServerOptions()
                .setHost(config.http().host())
                .setPort(config.http().port())
                .setCompressionSupported(false);
        CampCertificate made = secure(options);
        port = opened(FrontDoor.listen(started, options, router, HEAD_LIMIT, EVENT_LOOPS), cannotListen(options));
        if (made != null) {
            invite(started, made);
        }
        if (ingest != null) {
            openMqtt(ingest, started, options);
            openReaderPort(ingest, started);
        }
    }

    /** Encrypts where that is asked for or others listen; tells the certificate when it was made here. */
    private @Nullable CampCertificate secure(HttpServerOptions options) throws IOException {
        if (!config.http().isSecure()) {
            return null;
        }
        Path chain = config.http().certificate().orElse(null);
        Path key = config.http().key().orElse(null);
        CampCertificate made = null;
        if (chain == null || key == null) {
            // By the wall's clock, as phones check it by theirs.
            made = CampCertificate.make(
                    config.accessFolder().resolve("tls"),
                    hosts(),
                    Clock.systemUTC().instant());
            chain = made.chain();
            key = made.key();
        }
        options.setSsl(true)
                .setKeyCertOptions(
                        new PemKeyCertOptions().addCertPath(chain.toString()).addKeyPath(key.toString()));
        return made;
    }

    /** Opens the one plain port, whose only page says how to trust the certificate. */
    private void invite(Vertx started, CampCertificate certificate) throws IOException {
        var page = new TrustPage(certificate, address());
        var options = new HttpServerOptions()
                .setHost(config.http().host())
                .setPort(config.http().trustPort());
        HttpServer server = opened(
                FrontDoor.create(started, options, page::handle, HEAD_LIMIT).listen(), cannotListen(options));
        invitation.add("phones: open http://" + address().getHost() + ":" + server.actualPort()
                + "/ once to trust this camp's certificate, then " + address());
        invitation.add("fingerprint (SHA-256) to compare there: " + certificate.fingerprint());
    }

    private static String cannotListen(HttpServerOptions options) {
        return "cannot listen on " + options.getHost() + ":" + options.getPort()
                + ": choose another port with --port, or 0 for any free one";
    }

    private static <T> T opened(Future<T> opening, String failure) throws IOException {
        try {
            return opening.toCompletionStage().toCompletableFuture().get(HTTP_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException(failure, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a port was opened", interrupted);
        }
    }

    /** Encrypted with the certificate of the pages where they are. */
    private void openMqtt(IngestService doors, Vertx started, HttpServerOptions pages) throws IOException {
        MqttSettings mqtt = config.doors().mqtt();
        opened(
                        doors.openMqtt(started, mqtt, pages.isSsl() ? pages.getKeyCertOptions() : null),
                        "cannot listen for MQTT on " + mqtt.host() + ":"
                                + mqtt.port().orElse(0)
                                + ": set mqtt.port to another one, to 0 for any free one, or to off")
                .ifPresent(open -> LOG.info("mqtt door open host={} port={}", mqtt.host(), open));
    }

    private void openReaderPort(IngestService doors, Vertx started) throws IOException {
        int readers = config.timing().port();
        if (readers != 0) {
            var unused = opened(
                    Future.fromCompletionStage(
                            doors.openReaderPort(started, config.timing().host(), readers)),
                    "cannot listen for timing readers on " + config.timing().host() + ":" + readers
                            + ": set timing.port to another one, or to 0 for none");
        }
    }

    /** By what others reach this machine: the configured address, or all when it listens on all. */
    private List<String> hosts() throws IOException {
        var hosts = new ArrayList<String>();
        if (!isEveryAddress()) {
            hosts.add(config.http().host());
        }
        hosts.addAll(LocalAddresses.all());
        return hosts;
    }

    private boolean isEveryAddress() throws IOException {
        return InetAddress.getByName(config.http().host()).isAnyLocalAddress();
    }

    /**
     * What a coach has to know once the system is up: the operator's token when it is issued just now, and how phones
     * trust the certificate.
     */
    List<String> invitation() throws IOException {
        var lines = new ArrayList<String>();
        AccessFolder folder = accessFolder;
        if (folder != null) {
            folder.issueOperatorToken()
                    .ifPresent(token -> lines.add("operator token, shown this once and kept in "
                            + folder.operatorTokenFile() + ":\n" + token));
        }
        lines.addAll(invitation);
        return lines;
    }

    /** Adds what every process has, whatever it runs. */
    void mount(Router router) {
        router.get("/metrics").handler(context -> watched(context, this::metrics));
        router.get("/health/live")
                .handler(context ->
                        watched(context, asked -> answer(asked, 200, new JsonObject().put("status", "live"))));
        router.get("/health/ready").handler(context -> watched(context, this::ready));
        router.errorHandler(
                404,
                context -> problem(context, 404, "Nothing here", "there is nothing at " + context.normalizedPath()));
        router.errorHandler(
                405,
                context -> problem(
                        context,
                        405,
                        "Method not allowed",
                        context.request().method() + " is not for " + context.normalizedPath()));
        router.errorHandler(500, context -> {
            // The route and not the path, which may hold a token.
            LOG.error(
                    "request failed route={}",
                    context.currentRoute() == null
                            ? "none"
                            : context.currentRoute().getName(),
                    context.failure());
            problem(context, 500, "Failed here", "the server failed; its log tells why, please report it");
        });
    }

    /** What no door and no page answers, as RFC 9457 has it. */
    private static void problem(RoutingContext context, int status, String title, String detail) {
        if (context.response().ended()) {
            return;
        }
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail)
                        .encode());
    }

    /** Meters and health are an operator's, where tokens are required. */
    private void watched(RoutingContext context, Consumer<RoutingContext> then) {
        Access.Identified identified = access.identify(Credentials.of(
                context.request().getHeader("Authorization"),
                context.queryParams().get("token"),
                null));
        Denial denial = identified instanceof Access.Identified.Refused refused
                ? refused.denial()
                : access.check(((Access.Identified.Known) identified).caller(), Action.WATCH_SYSTEM)
                        .orElse(null);
        if (denial == null) {
            then.accept(context);
            return;
        }
        if (denial.status() == 401) {
            context.response().putHeader("WWW-Authenticate", Denial.CHALLENGE);
        }
        problem(context, denial.status(), "Not allowed", denial.detail() + "; " + denial.remedy());
    }

    private void metrics(RoutingContext context) {
        String accept = context.request().getHeader("Accept");
        String text = accept == null ? meters.scrape() : meters.scrape(accept);
        String type = accept != null && accept.contains("application/openmetrics-text")
                ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                : "text/plain; version=0.0.4; charset=utf-8";
        context.response().putHeader("Content-Type", type).end(text);
    }

    private void ready(RoutingContext context) {
        List<String> missing = missing();
        answer(
                context,
                missing.isEmpty() ? 200 : 503,
                new JsonObject()
                        .put("status", missing.isEmpty() ? "ready" : "missing")
                        .put("missing", new JsonArray(missing)));
    }

    private static void answer(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.encode());
    }

    /** What keeps the system from serving, in words; empty when it is ready. */
    public List<String> missing() {
        var missing = new ArrayList<String>();
        if (closing) {
            missing.add("it is stopping");
            return missing;
        }
        if (streams != null && !streams.isRunning()) {
            missing.add("streams: the topology does not run yet");
        }
        if (ingest != null) {
            missing.addAll(ingest.missing());
        }
        if (sink != null) {
            sink.missing().ifPresent(what -> missing.add("sink: " + what));
        }
        if (board != null) {
            board.missing().ifPresent(what -> missing.add("board: " + what));
        }
        return missing;
    }

    /**
     * Waits until nothing is missing.
     *
     * @throws CommandFailedException when something is missing still after that time
     */
    void awaitReady(Duration patience) throws CommandFailedException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (List<String> missing = missing(); !missing.isEmpty(); missing = missing()) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailedException("the system did not become ready: " + missing);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Where commands of this machine find it: names of the network may not lead back, and this machine's own does. */
    private URI addressFromHere() throws IOException {
        // A certificate that was given is for the names that it was given for.
        return isEveryAddress() && config.http().certificate().isEmpty()
                ? URI.create("https://127.0.0.1:" + port)
                : address();
    }

    /** Where doors and boards are, known after the start. */
    public URI address() {
        String host = config.http().host();
        try {
            if (isEveryAddress()) {
                host = LocalAddresses.all().get(0);
            }
        } catch (IOException unknown) {
            LOG.warn("addresses of this machine unknown", unknown);
        }
        String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create((config.http().isSecure() ? "https://" : "http://") + literal + ":" + port);
    }

    /** Meters of everything in this process. */
    public PrometheusMeterRegistry meters() {
        return meters;
    }

    Servers servers() {
        return servers;
    }

    /**
     * Stops the services side by side and the servers last; what was recorded stays. No service waits for another: whatever
     * is under way goes on at the next start from where it was committed.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        closing = true;
        Vertx running = vertx;
        AutoCloseable http = running == null
                ? null
                : () -> running.close()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(2, TimeUnit.SECONDS);
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> stop("ingest", ingest)),
                        CompletableFuture.runAsync(() -> stop("settling", settling)),
                        CompletableFuture.runAsync(() -> stop("streams", streams)),
                        CompletableFuture.runAsync(() -> stop("sink", sink)),
                        CompletableFuture.runAsync(() -> stop("board", board)),
                        CompletableFuture.runAsync(() -> stop("http", http)))
                .join();
        stop("servers", servers);
        gcMetrics.close();
        meters.close();
        LOG.info("system stopped parts={}", parts);
    }

    /** One that does not stop cleanly must not keep the others from stopping. */
    private static void stop(String what, @Nullable AutoCloseable service) {
        if (service == null) {
            return;
        }
        long startedAt = System.nanoTime();
        try {
            service.close();
        } catch (Exception failed) {
            LOG.warn("not stopped cleanly part={}", what, failed);
        }
        LOG.info("stopped part={} millis={}", what, (System.nanoTime() - startedAt) / 1_000_000);
    }
}

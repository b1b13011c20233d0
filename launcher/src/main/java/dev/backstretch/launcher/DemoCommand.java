package dev.backstretch.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.ingest.files.Recording;
import dev.backstretch.ingest.files.Recordings;
import dev.backstretch.launcher.BackstretchSystem.Part;
import dev.backstretch.simulator.Camp;
import dev.backstretch.simulator.CampOptions;
import dev.backstretch.simulator.CampPlayer;
import dev.backstretch.simulator.Delivery;
import dev.backstretch.simulator.DoorClient;
import dev.backstretch.simulator.DoorsClosedException;
import dev.backstretch.simulator.Noise;
import dev.backstretch.simulator.PlayReport;
import dev.backstretch.simulator.RecordedRunner;
import dev.backstretch.simulator.SessionTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything in one command: a simulated camp, and recorded runners, through the real doors to the live board. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs everything embedded and plays a simulated camp through the real doors to a live board.")
final class DemoCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(DemoCommand.class);
    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);
    private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
    private static final long TABLE_MILLIS = 500;
    private static final int SENDERS = 8;
    private static final double MOST_SPEED = 1000;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--runners", paramLabel = "N", defaultValue = "12", description = "Simulated runners. Default: 12")
    private int runners;

    @Option(
            names = "--plan",
            paramLabel = "NAME",
            defaultValue = CampOptions.QUARTER_MILE_TWICE,
            description = "What they run. Default: quarter-mile-twice")
    private String plan = CampOptions.QUARTER_MILE_TWICE;

    @Option(
            names = "--recording",
            paramLabel = "FILE",
            description = "A recorded run (FIT, TCX, GPX) that takes part, without a track: laps of 1 km. Repeatable.")
    private List<Path> recordings = new ArrayList<>();

    @Option(names = "--speed", paramLabel = "X", defaultValue = "1", description = "Times faster than life. Default: 1")
    private double speed;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "One seed, one camp. Default: 1")
    private long seed;

    @Option(names = "--port", paramLabel = "P", description = "Port of doors and board; 0 for any. Default: 8080")
    private @Nullable Integer port;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "Stop after this much time of the wall: 90s, 5m, PT1M30S. Default: at the plan's end")
    private @Nullable Duration length;

    @Option(names = "--headless", description = "No table.")
    private boolean headless;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write what came out to this file; - for standard output.")
    private @Nullable String json;

    @Option(names = "--ideal", description = "Sensors and networks without any fault.")
    private boolean ideal;

    @Option(
            names = "--chips",
            paramLabel = "SHARE",
            defaultValue = "1",
            description = "Share of runners with a timing chip, 0 to 1. Default: 1")
    private double chips;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = "-".equals(json)
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
        if (!(speed > 0 && speed <= MOST_SPEED)) {
            throw new CommandFailedException("--speed: more than 0, at most " + MOST_SPEED + ", not " + speed);
        }
        List<RecordedRunner> recorded = recordedRunners(out);
        if (runners == 0 && recorded.isEmpty()) {
            throw new CommandFailedException("--runners 0 leaves nobody: name a --recording, or let some run");
        }
        BackstretchConfig config = common.read(options());
        requireEmbedded(config);
        Instant startsAt = CampOptions.midnightOf(Clock.systemUTC().instant());
        var time = new SessionTime(startsAt, speed);
        Interrupt interrupt = Interrupt.install();
        long startedAt = System.nanoTime();
        try (var system = new BackstretchSystem(config, EnumSet.allOf(Part.class), time)) {
            system.start();
            String sessionId = nextSession(system);
            out.println("board: " + system.address() + "/board/" + sessionId);
            out.flush();
            awaitReady(system, interrupt);
            LOG.info("demo ready millis={}", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt));
            return play(system, config, camp(sessionId, startsAt), recorded, time, interrupt, out);
        } catch (IOException | IllegalStateException failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()), failed);
        } finally {
            interrupt.finished();
        }
    }

    private Map<String, String> options() {
        var options = new HashMap<String, String>();
        options.put("clock.speed", String.valueOf(speed));
        if (port != null) {
            options.put("http.port", port.toString());
        }
        return options;
    }

    private static void requireEmbedded(BackstretchConfig config) throws CommandFailedException {
        if (!config.kafka().embedded()
                || !config.registry().embedded()
                || !config.store().embedded()) {
            throw new CommandFailedException("the demo plays on embedded servers only, and the settings name real ones:"
                    + " leave out kafka.bootstrap.servers, schema.registry.url and store.http.server");
        }
        if (config.http().isSecure()) {
            throw new CommandFailedException("the demo plays for this machine alone and brings no tokens:"
                    + " leave out http.host and http.certificate, or use serve");
        }
    }

    private List<RecordedRunner> recordedRunners(PrintWriter out) throws CommandFailedException {
        var recorded = new ArrayList<RecordedRunner>();
        for (Path file : recordings) {
            for (Recording recording : Recordings.read(file)) {
                if (recording instanceof Recording.Decoded decoded) {
                    RecordedRunner runner = RecordedRunner.numbered(recorded.size(), decoded.readings());
                    recorded.add(runner);
                    out.println(runner.runnerId() + " is " + decoded.name() + ", "
                            + decoded.readings().size() + " readings");
                    for (Recording.FileFault fault : decoded.faults()) {
                        out.println("  " + fault.reason() + " at " + fault.where() + ": " + fault.message()
                                + "; what was before it takes part");
                    }
                } else if (recording instanceof Recording.Unreadable unreadable) {
                    throw new CommandFailedException("--recording " + unreadable.name() + ": " + unreadable.reason()
                            + " at " + unreadable.where() + ": " + unreadable.remedy());
                } else {
                    throw new CommandFailedException("--recording " + recording.name()
                            + " is a session, not one runner's recording: look at it" + " with backstretch analyse");
                }
            }
        }
        return recorded;
    }

    private Camp camp(String sessionId, Instant startsAt) throws CommandFailedException {
        try {
            return Camp.of(CampOptions.demo(sessionId, seed, startsAt)
                    .withRunners(runners)
                    .withPlan(runners == 0 ? CampOptions.FREE_RUN : plan)
                    .withNoise(ideal ? Noise.IDEAL : Noise.DEFAULT)
                    .withChips(chips));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailedException("the camp cannot be made: " + wrong.getMessage(), wrong);
        }
    }

    private String nextSession(BackstretchSystem system) {
        Set<String> taken = system.servers().topics().sessions().stream()
                .map(SessionHead::sessionId)
                .collect(Collectors.toSet());
        for (int n = 1; ; n++) {
            String sessionId = "demo-" + seed + "-" + n;
            if (!taken.contains(sessionId)) {
                return sessionId;
            }
        }
    }

    private static void awaitReady(BackstretchSystem system, Interrupt interrupt)
            throws InterruptedException, CommandFailedException {
        long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
        while (!system.missing().isEmpty()) {
            if (interrupt.await(TimeUnit.MILLISECONDS.toNanos(50))) {
                throw new CommandFailedException("stopped before it was ready");
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailedException(
                        "not ready after " + READY_PATIENCE.toSeconds() + " s: " + String.join("; ", system.missing()));
            }
        }
    }

    private int play(
            BackstretchSystem system,
            BackstretchConfig config,
            Camp camp,
            List<RecordedRunner> recorded,
            SessionTime time,
            Interrupt interrupt,
            PrintWriter out)
            throws InterruptedException, CommandFailedException, IOException {
        String sessionId = camp.options().sessionId();
        List<Delivery> deliveries = camp.deliveries(recorded);
        Map<String, DoorCounts> before = DoorCounts.from(system.meters().scrape());
        try (var outcomes = new SessionOutcomes(
                system.servers().clientProperties(), system.servers().serdes(), sessionId, config.partitions())) {
            var client = new DoorClient(system.address());
            var player = new CampPlayer(client, time, SENDERS);
            time.start();
            CompletableFuture<PlayReport> playing = inBackground(player, deliveries);
            boolean whole = watch(playing, sessionId, time, outcomes, interrupt, out);
            if (!whole) {
                player.stop();
            }
            PlayReport played;
            try {
                played = playing.join();
            } catch (CompletionException failed) {
                throw new CommandFailedException(
                        "the camp could not be played: " + cause(failed).getMessage(), failed);
            }
            if (!whole) {
                // What was cut short is closed as a coach would close it, at the time that it is in the session.
                closeNow(system, deliveries.get(deliveries.size() - 1), time.instant());
            }
            // Whoever presses Ctrl-C wants the end more than the last lap of the report; the topics have it at the next
            // start.
            boolean settled = outcomes.awaitSettled(interrupt.asked() ? Duration.ZERO : SETTLE_PATIENCE);
            if (interrupt.asked()) {
                out.println("stopping; what was recorded is kept in " + config.data());
                out.flush();
                if (json == null) {
                    // Sums of what is still on its way would tell nothing.
                    return 0;
                }
            }
            DemoReport report = outcomes.view(view -> DemoReport.of(
                    camp,
                    recorded,
                    view,
                    played,
                    DoorCounts.from(system.meters().scrape()),
                    before,
                    settled));
            write(report.json(), out);
            if (!interrupt.asked()) {
                report.summary(whole).forEach(out::println);
            }
            out.flush();
            return report.good() || interrupt.asked() ? 0 : 1;
        }
    }

    private static CompletableFuture<PlayReport> inBackground(CampPlayer player, List<Delivery> deliveries) {
        var playing = new CompletableFuture<PlayReport>();
        var thread = new Thread(
                () -> {
                    try {
                        playing.complete(player.play(deliveries));
                    } catch (DoorsClosedException | IllegalStateException failed) {
                        playing.completeExceptionally(failed);
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                        playing.completeExceptionally(interrupted);
                    }
                },
                "play-camp");
        thread.setDaemon(true);
        thread.start();
        return playing;
    }

    /** Shows the session until it is over, the time is up or someone stops it; tells whether it was played to its end. */
    private boolean watch(
            CompletableFuture<PlayReport> playing,
            String sessionId,
            SessionTime time,
            SessionOutcomes outcomes,
            Interrupt interrupt,
            PrintWriter out)
            throws InterruptedException {
        var table = new LiveTable(out, Boolean.getBoolean("backstretch.terminal"));
        long deadline = length == null ? Long.MAX_VALUE : System.nanoTime() + length.toNanos();
        while (!playing.isDone()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            if (!headless) {
                table.show(sessionId, time.instant(), outcomes);
            }
            if (interrupt.await(TimeUnit.MILLISECONDS.toNanos(TABLE_MILLIS))) {
                return false;
            }
        }
        if (!headless) {
            table.show(sessionId, time.instant(), outcomes);
        }
        return true;
    }

    /** Doors that do not answer at once must not keep a stop from its end. */
    private static void closeNow(BackstretchSystem system, Delivery plannedClose, Instant now)
            throws InterruptedException {
        RunEvent planned = plannedClose.event();
        var client = new DoorClient(system.address(), CLOSE_PATIENCE, CLOSE_PATIENCE);
        var close = new Delivery(
                new RunEvent(
                        planned.eventId(),
                        planned.sessionId(),
                        planned.runnerId(),
                        now,
                        now,
                        planned.origin(),
                        planned.body()),
                0);
        try {
            client.send(close);
        } catch (DoorsClosedException unanswered) {
            LOG.warn("session not closed patience={}", CLOSE_PATIENCE);
        }
    }

    private void write(ObjectNode report, PrintWriter out) throws CommandFailedException {
        if (json == null) {
            return;
        }
        var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        try {
            String text = mapper.writeValueAsString(report) + "\n";
            if (json.equals("-")) {
                spec.commandLine().getOut().print(text);
                spec.commandLine().getOut().flush();
            } else {
                Files.writeString(Path.of(json), text, StandardCharsets.UTF_8);
                out.println("report: " + json);
            }
        } catch (IOException failed) {
            throw new CommandFailedException("--json " + json + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    private static Throwable cause(Throwable failed) {
        return failed.getCause() == null ? failed : failed.getCause();
    }
}

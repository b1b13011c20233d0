package dev.backstretch.launcher;

import dev.backstretch.domain.event.RuleVersion;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.session.Rules;
import dev.backstretch.replay.ComparisonReport;
import dev.backstretch.replay.Retelling;
import dev.backstretch.replay.SessionReplay;
import dev.backstretch.replay.SettledFold;
import dev.backstretch.replay.SettledPublisher;
import dev.backstretch.replay.Settlement;
import dev.backstretch.replay.Withheld;
import dev.backstretch.schemas.json.OutcomeJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Re-runs a session from its log. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Re-runs a session from its log: compares with what went out, or tells it as it went.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:the same",
            "1:it could not be done",
            "2:the command line is wrong",
            "4:it differs; with --publish, it differed and the topics say the same now"
        })
final class ReplayCommand implements Callable<Integer> {
    /** A session of twelve hours in less than a second. */
    private static final double MOST_SPEED = 100_000;

    /** A comparison found differences. */
    static final int DIFFERS = 4;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--session", required = true, paramLabel = "ID", description = "The session.")
    private String session = "";

    @Option(names = "--compare", description = "Compare what comes out with what went out live, payload for payload.")
    private boolean compare;

    @Option(
            names = "--settled",
            description = "Use what came too late for the live fold, each in its place, and tell what is then other.")
    private boolean settled;

    @Option(
            names = "--publish",
            description = "With --settled: write the revisions that moved to the outcome topics, each once.")
    private boolean publish;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "Tell laps, standings and alerts as they came, X times as fast as they did.")
    private @Nullable Double speed;

    @Option(
            names = "--rules",
            paramLabel = "NAME=VERSION",
            description = "Run by this version of a rule instead of the one the session is pinned to.")
    private Map<String, String> rules = new LinkedHashMap<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "With --settled: write laps, standings and alerts there as NDJSON, and the differences as JSON.")
    private @Nullable Path folder;

    @Option(
            names = "--purpose",
            paramLabel = "replay|research",
            description =
                    "What it is looked at for (default: replay). Runners who have not agreed to it are left out of what is shown and written.")
    private Withheld.Purpose purpose = Withheld.Purpose.REPLAY;

    @Option(
            names = "--json",
            description =
                    "Print the differences of --settled as one JSON object, and what --speed tells as one a line.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        check();
        BackstretchConfig config = common.read(Map.of());
        try (Servers servers = Servers.runningOrOwn(config, Servers.Need.LOG)) {
            servers.start();
            PrintWriter out = spec.commandLine().getOut();
            boolean same = true;
            var replay = new SessionReplay(servers.topics(), servers.serdes());
            Withheld withheld = replay.withheld(session, purpose);
            // With --json what is printed is JSON alone, also where words are asked for besides.
            PrintWriter words = json ? spec.commandLine().getErr() : out;
            withheld.words().ifPresent(words::println);
            words.flush();
            if (speed != null) {
                replay.retell(session, withheld, new Pace(speed, out)::tell);
            }
            if (compare) {
                ComparisonReport report = replay.compare(session);
                words.println(withheld.of(report));
                words.flush();
                same = report.same();
            }
            if (settled) {
                same &= settle(servers, config, withheld, out);
            }
            out.flush();
            return same ? 0 : DIFFERS;
        } catch (IOException | SessionReplay.UnknownSessionException | SettledPublisher.NotPublishedException failed) {
            throw new CommandFailedException(failed.getMessage(), failed);
        }
    }

    private void check() {
        if (!compare && !settled && speed == null) {
            throw wrong("say what to do with the session: --compare, --settled or --speed");
        }
        if (!settled && (publish || folder != null)) {
            throw wrong("--publish and --out belong to --settled");
        }
        if (json && !settled && speed == null) {
            throw wrong("--json belongs to --settled and --speed");
        }
        if (speed != null && !(speed > 0 && speed <= MOST_SPEED)) {
            throw wrong("--speed: more than 0, at most " + MOST_SPEED + ", not " + speed);
        }
        rules.forEach((name, version) -> {
            if (!Rules.KNOWN.contains(new RuleVersion(name, version))) {
                throw wrong("--rules " + name + "=" + version + " is not known: this build has "
                        + String.join(
                                ", ",
                                Rules.KNOWN.stream()
                                        .map(rule -> rule.name() + "=" + rule.version())
                                        .toList()));
            }
        });
        if (publish && !rules.isEmpty()) {
            throw wrong("--rules is for looking: what is published goes by the rules that the session is pinned to");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Prints each when it is due; what is due while another is printed follows at once. */
    private final class Pace {
        private final double speed;
        private final PrintWriter out;
        private long startedNanos;
        private Retelling.@Nullable Told first;

        Pace(double speed, PrintWriter out) {
            this.speed = speed;
            this.out = out;
        }

        void tell(Retelling.Told one) {
            Retelling.Told began = first;
            if (began == null) {
                startedNanos = System.nanoTime();
                began = one;
                first = one;
            }
            await(Retelling.dueAfter(began, one, speed).toNanos());
            out.println(json ? one.toJson() : one.words());
        }

        private void await(long dueNanos) {
            long waitNanos = dueNanos - (System.nanoTime() - startedNanos);
            if (waitNanos > 0) {
                out.flush();
            }
            while (waitNanos > 0) {
                LockSupport.parkNanos(waitNanos);
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted");
                }
                waitNanos = dueNanos - (System.nanoTime() - startedNanos);
            }
        }
    }

    private boolean settle(Servers servers, BackstretchConfig config, Withheld withheld, PrintWriter out)
            throws SessionReplay.UnknownSessionException, SettledPublisher.NotPublishedException, IOException {
        SettledFold fold = publish
                ? publish(servers, config, session)
                : new SessionReplay(servers.topics(), servers.serdes()).settle(session);
        Settlement settlement = fold.settlement();
        int published = publish ? settlement.revisions().size() : 0;
        if (folder != null) {
            write(folder, fold, settlement, published, withheld);
        }
        if (json) {
            out.println(settlement.toJson(published, withheld));
        } else {
            tell(settlement, publish, withheld, out);
        }
        return settlement.same();
    }

    /** Writes the revisions that moved; what is told is how the topics were before. */
    static SettledFold publish(Servers servers, BackstretchConfig config, String session)
            throws SessionReplay.UnknownSessionException, SettledPublisher.NotPublishedException {
        var replay = new SessionReplay(servers.topics(), servers.serdes());
        return new SettledPublisher(
                        servers.bootstrapServers(), config.kafka().clientProperties(), replay, servers.serdes())
                .publish(session);
    }

    static void tell(Settlement settlement, boolean published, Withheld withheld, PrintWriter out) {
        out.println(withheld.of(settlement));
        if (published && !settlement.same()) {
            out.println("published " + settlement.revisions().size() + " revisions");
        } else if (!settlement.same()) {
            out.println("nothing was published: --publish does");
        }
    }

    private static void write(Path folder, SettledFold fold, Settlement settlement, int published, Withheld withheld)
            throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("differences.json"),
                settlement.toJson(published, withheld).toPrettyString() + "\n");
        try (var laps = Files.newBufferedWriter(folder.resolve("laps.ndjson"));
                var standings = Files.newBufferedWriter(folder.resolve("standings.ndjson"));
                var alerts = Files.newBufferedWriter(folder.resolve("alerts.ndjson"))) {
            for (Outcome outcome : fold.outcomes()) {
                if (withheld.holdsBack(outcome)) {
                    continue;
                }
                if (outcome instanceof LapOutcome lap) {
                    laps.write(OutcomeJson.lap(lap) + "\n");
                } else if (outcome instanceof Standings board) {
                    standings.write(OutcomeJson.standings(withheld.of(board)) + "\n");
                } else if (outcome instanceof Alert alert) {
                    alerts.write(OutcomeJson.alert(alert) + "\n");
                }
            }
        }
    }
}

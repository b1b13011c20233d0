package dev.backstretch.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.ingest.files.DeviceComparison;
import dev.backstretch.ingest.files.EventSession;
import dev.backstretch.ingest.files.RecordedRun;
import dev.backstretch.ingest.files.Recording;
import dev.backstretch.ingest.files.Recordings;
import dev.backstretch.ingest.files.RunnerProfile;
import dev.backstretch.schemas.json.RunnerReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Folds recorded runs and session files in this process, with no broker and no system. */
@Command(
        name = "analyse",
        mixinStandardHelpOptions = true,
        description =
                "Laps, pace, zones and facing of recorded runs (FIT, TCX, GPX, CSV) and session files (event NDJSON),"
                        + " plain, as .gz or in a .zip.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:every file was read",
            "2:a file or a part of one is unreadable (the rest was done), or the command line is wrong"
        })
final class AnalyseCommand implements Callable<Integer> {
    /** A file could not be read. */
    static final int UNREADABLE = 2;

    /** A recording is of one runner, whom it does not name. */
    static final String RECORDED_RUNNER = "r01";

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Recordings and session files.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object for each file and runner, one a line.")
    private boolean json;

    @Option(names = "--plan", paramLabel = "NAME", description = "The plan that every runner followed.")
    private @Nullable String planName;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description =
                    "YAML with maximumHeartRateBpm, restingHeartRateBpm, ageYears of runners whose file has none.")
    private @Nullable Path profileFile;

    @Option(
            names = "--positions-only",
            description = "Keep the device's own distances, laps and totals from the analysis.")
    private boolean positionsOnly;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        requireKnownPlan();
        RunnerProfile profile = profile();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean unreadable = false;
        for (Path file : files) {
            for (Recording recording : Recordings.read(file)) {
                if (recording instanceof Recording.Unreadable broken) {
                    unreadable = true;
                    err.println("analyse: " + broken.name() + ": " + broken.reason() + " at " + broken.where() + ": "
                            + broken.remedy());
                    err.flush();
                } else if (recording instanceof Recording.Decoded decoded) {
                    unreadable |= !decoded.faults().isEmpty();
                    recorded(decoded, profile, out, err);
                } else if (recording instanceof Recording.Events events) {
                    unreadable |= !events.faults().isEmpty();
                    session(events, profile, out, err);
                }
                out.flush();
            }
        }
        return unreadable ? UNREADABLE : 0;
    }

    private void requireKnownPlan() {
        if (planName != null && Plans.named(planName).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--plan " + planName + " is not known: choose one of "
                            + Plans.builtIn().stream().map(Plan::name).toList());
        }
    }

    private RunnerProfile profile() {
        if (profileFile == null) {
            return RunnerProfile.UNKNOWN;
        }
        ProfileFile.Read read = ProfileFile.read(profileFile);
        if (read instanceof ProfileFile.Read.Bad bad) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--profile " + profileFile + " cannot be used:\n  " + String.join("\n  ", bad.problems()));
        }
        return ((ProfileFile.Read.Good) read).profile();
    }

    private void recorded(Recording.Decoded recording, RunnerProfile profile, PrintWriter out, PrintWriter err) {
        tellFaults(recording.name(), recording.faults(), err);
        tellFaults(recording.name(), recording.notices(), err);
        String sessionId = sessionId(recording.name());
        RecordedRun run = new RecordedRun(sessionId, RECORDED_RUNNER, planName, profile, positionsOnly);
        AnalysedSession session = AnalysedSession.of(sessionId, log -> run.play(recording, log));
        DeviceComparison comparison = DeviceComparison.of(recording, session.distances(RECORDED_RUNNER));
        if (json) {
            RunnerReport.Extras extras = new RunnerReport.Extras(
                    recording.name(), recording.sport(), rejections(sessionId, recording.refused()));
            ObjectNode node = session.report().of(RECORDED_RUNNER, extras);
            DeviceJson.write(recording, comparison, node);
            out.println(node);
        } else {
            AnalyseTable.recording(recording, session, RECORDED_RUNNER, comparison, out);
        }
    }

    private void session(Recording.Events events, RunnerProfile profile, PrintWriter out, PrintWriter err) {
        tellFaults(events.name(), events.faults(), err);
        EventSession player = new EventSession(planName, profile);
        AnalysedSession session = AnalysedSession.of(events.sessionId(), log -> player.play(events, log));
        List<Rejection> ofNobody = events.refused().stream()
                .filter(rejection ->
                        rejection.runnerId() == null || !session.runners().contains(rejection.runnerId()))
                .toList();
        if (!ofNobody.isEmpty()) {
            err.println("analyse: " + events.name() + ": " + ofNobody.size() + " lines were refused, the first one: "
                    + ofNobody.get(0).reason() + ", " + ofNobody.get(0).message());
            err.flush();
        }
        for (String runner : session.runners()) {
            if (json) {
                List<Rejection> refused = events.refused().stream()
                        .filter(rejection -> Objects.equals(rejection.runnerId(), runner))
                        .toList();
                out.println(session.report().of(runner, new RunnerReport.Extras(events.name(), "running", refused)));
            } else {
                AnalyseTable.runner(events.name(), session, runner, out);
            }
        }
        if (session.runners().isEmpty()) {
            err.println("analyse: " + events.name() + ": nobody joined the session " + events.sessionId());
            err.flush();
        }
    }

    private static void tellFaults(String name, List<Recording.FileFault> faults, PrintWriter err) {
        for (Recording.FileFault fault : faults) {
            err.println("analyse: " + name + ": " + fault.reason() + " at " + fault.where() + ": " + fault.message());
        }
        err.flush();
    }

    /** What a file gathers by reason, as a report takes it. */
    private static List<Rejection> rejections(String sessionId, List<Recording.Refusal> refused) {
        List<Rejection> rejections = new ArrayList<>();
        for (Recording.Refusal refusal : refused) {
            rejections.add(new Rejection(
                    sessionId,
                    RECORDED_RUNNER,
                    null,
                    "file",
                    refusal.reason(),
                    refusal.field(),
                    refusal.value(),
                    refusal.reason(),
                    java.time.Instant.EPOCH,
                    null,
                    -1,
                    -1,
                    new byte[0],
                    Math.toIntExact(refusal.count())));
        }
        return rejections;
    }

    /** The file's name without what would read badly in a key. */
    private static String sessionId(String name) {
        String id = name.replaceAll("[^A-Za-z0-9._-]", "-");
        return id.isEmpty() ? "recording" : id;
    }
}

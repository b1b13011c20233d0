package dev.backstretch.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.backstretch.domain.session.SessionFold;
import dev.backstretch.ingest.files.EventSession;
import dev.backstretch.ingest.files.Recording;
import dev.backstretch.ingest.files.Recordings;
import dev.backstretch.ingest.files.RunnerProfile;
import dev.backstretch.replay.accuracy.Figures;
import dev.backstretch.replay.accuracy.LapHistory;
import dev.backstretch.replay.accuracy.SessionErrors;
import dev.backstretch.replay.accuracy.SessionTruth;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells how far what the fold says is from what devices said and from what was simulated. */
@Command(
        name = "accuracy",
        mixinStandardHelpOptions = true,
        description =
                "Errors of every recording that DIR/MANIFEST.json lists against its device, and of every simulated"
                        + " session below DIR (events.ndjson beside truth.json) against its truth.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:every bound is kept", "1:there is nothing to compare", "3:a bound is broken"})
final class AccuracyCommand implements Callable<Integer> {
    /** A bound of the table is broken. */
    static final int BROKEN = 3;

    private static final String MANIFEST = "MANIFEST.json";
    private static final String TRUTH = "truth.json";
    private static final String EVENTS = "events.ndjson";
    private static final int DEEPEST = 3;

    /** What a simulated session may differ in, and still the bounds hold for it. */
    private static final List<String> NO_NOISE =
            List.of("runners", "minutes", "plan", "waves", "wave_gap", "truth_seconds", "chips", "taps", "lat", "lon");

    /** The generator's own noise: gaps, skewed clocks, readings out of order and twice. */
    private static final Map<String, Double> DEFAULTS = Map.ofEntries(
            Map.entry("rate", 1.0),
            Map.entry("gps_sigma", 1.6),
            Map.entry("gps_tau", 60.0),
            Map.entry("gps_white", 0.35),
            Map.entry("speed_sigma", 0.12),
            Map.entry("compass_sigma", 20.0),
            Map.entry("compass_bias", 12.0),
            Map.entry("mount_sigma", 25.0),
            Map.entry("hr_noise", 1.5),
            Map.entry("hr_lock", 0.05),
            Map.entry("skew", 1.5),
            Map.entry("drift_ppm", 20.0),
            Map.entry("dropouts", 6.0),
            Map.entry("drop_mean", 8.0),
            Map.entry("drop_lost", 0.5),
            Map.entry("late", 0.01),
            Map.entry("dup", 0.01),
            Map.entry("chip_miss", 0.02),
            Map.entry("tap_miss", 0.03),
            Map.entry("tap_double", 0.01),
            Map.entry("tap_wrong", 0.01),
            Map.entry("bearing", 12.0));

    @Parameters(paramLabel = "DIR", description = "Folder with recordings, simulated sessions, or both.")
    private Path folder = Path.of(".");

    @Option(names = "--json", description = "Print the table as one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailedException {
        var table = new Figures();
        try {
            var recordings = new RecordingAccuracy(table);
            if (Files.exists(folder.resolve(MANIFEST))) {
                recordings(recordings);
            }
            recordings.report();
            sessions(table);
        } catch (IOException failed) {
            throw new CommandFailedException("accuracy: " + failed.getMessage(), failed);
        }
        if (table.all().isEmpty()) {
            throw new CommandFailedException("accuracy: " + folder + " holds neither " + MANIFEST
                    + " nor a session with " + EVENTS + " and " + TRUTH);
        }
        print(table);
        return table.good() ? 0 : BROKEN;
    }

    private void print(Figures table) throws CommandFailedException {
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            table.print(out);
            return;
        }
        try {
            out.println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(table.json()));
            out.flush();
        } catch (IOException failed) {
            throw new CommandFailedException("accuracy: " + failed.getMessage(), failed);
        }
    }

    private void recordings(RecordingAccuracy accuracy) throws IOException {
        JsonNode manifest = new ObjectMapper().readTree(folder.resolve(MANIFEST).toFile());
        for (JsonNode listed : manifest.path("recordings")) {
            String name = listed.path("file").asText();
            for (Recording recording : Recordings.read(folder.resolve(name))) {
                if (recording instanceof Recording.Decoded decoded) {
                    accuracy.add(decoded, listed);
                } else if (recording instanceof Recording.Unreadable unreadable) {
                    accuracy.unreadable(name, unreadable.reason());
                } else {
                    accuracy.unreadable(name, "it is a session, not one runner's recording");
                }
            }
        }
    }

    private void sessions(Figures table) throws IOException {
        Map<String, Kind> kinds = new TreeMap<>();
        for (Path session : sessionFolders()) {
            SessionTruth truth = SessionTruth.read(session);
            var said = new LapHistory();
            for (Recording recording : Recordings.read(session.resolve(EVENTS))) {
                if (!(recording instanceof Recording.Events events)) {
                    throw new IOException(session.resolve(EVENTS) + " is not a session's events");
                }
                var fold = new SessionFold(events.sessionId());
                new EventSession(null, RunnerProfile.UNKNOWN)
                        .play(events, event -> fold.apply(event, SessionFold.NO_PARTITION, said));
            }
            kinds.computeIfAbsent(
                            name(truth),
                            name -> new Kind(
                                    new SessionErrors(), oddities(truth).isEmpty(), marked(truth)))
                    .errors()
                    .add(truth, said);
        }
        kinds.forEach((name, kind) -> kind.errors().report(name, kind.bound(), kind.marked(), table));
    }

    /**
     * Sessions that were generated alike but for their seeds.
     *
     * @param bound whether the bounds hold for them
     * @param marked whether chips and taps took part
     */
    private record Kind(SessionErrors errors, boolean bound, boolean marked) {}

    private List<Path> sessionFolders() throws IOException {
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            return files.filter(file -> file.endsWith(TRUTH))
                    .map(Path::toAbsolutePath)
                    .map(Path::getParent)
                    .filter(session -> Files.exists(session.resolve(EVENTS)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean marked(SessionTruth truth) {
        return number(truth, "chips") > 0 || number(truth, "taps") > 0;
    }

    private static String name(SessionTruth truth) {
        String marks = marked(truth) ? "simulated, with chips and taps" : "simulated, line alone";
        String oddities = oddities(truth);
        return oddities.isEmpty() ? marks : marks + ", " + oddities;
    }

    /** In what a session was generated otherwise than by default, in words; empty when bounds hold for it. */
    private static String oddities(SessionTruth truth) {
        return truth.options().entrySet().stream()
                .filter(option -> !NO_NOISE.contains(option.getKey()))
                .filter(option -> {
                    Double usual = DEFAULTS.get(option.getKey());
                    return usual == null ? option.getValue().equals("true") : usual != number(truth, option.getKey());
                })
                .map(option -> option.getKey() + " " + option.getValue())
                .sorted()
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    private static double number(SessionTruth truth, String option) {
        try {
            return Double.parseDouble(truth.options().getOrDefault(option, "NaN"));
        } catch (NumberFormatException notOne) {
            return Double.NaN;
        }
    }
}

package dev.backstretch.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.ingest.files.Recordings;
import dev.backstretch.launcher.BackstretchSystem.Part;
import dev.backstretch.replay.SessionReplay;
import dev.backstretch.replay.SessionTopics;
import dev.backstretch.replay.SettledPublisher;
import dev.backstretch.replay.Settlement;
import dev.backstretch.replay.Withheld;
import dev.backstretch.simulator.FileClient;
import dev.backstretch.sink.StoreUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Recordings into a session through its file door, and what they change. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Sends recordings (FIT, TCX, GPX, CSV, plain, .gz or .zip; or folders of them) through the file door"
                        + " of a session, and ends with the settled replay, which publishes and shows what changed.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:every file was taken, or was there already",
            "1:it could not be done",
            "2:a file was refused (the others were taken), or the command line is wrong"
        })
final class ImportCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(30);
    private static final int SETTLE_TRIES = 4;
    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Recordings, or folders of them.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--session", required = true, paramLabel = "ID", description = "The session.")
    private String session = "";

    @Option(names = "--runner", required = true, paramLabel = "ID", description = "Whose recordings they are.")
    private String runner = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "Sent to the door where the session requires one. Default: $BACKSTRETCH_TOKEN, or the operator's")
    private @Nullable String token;

    @Option(
            names = "--open",
            description =
                    "For runs elsewhere: open the session first, without a track, join the runner with laps by distance,"
                            + " and close it at the end; more files of the runner may follow.")
    private boolean open;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        List<Path> files = files();
        BackstretchConfig config = common.read(Map.of());
        try {
            Optional<URI> running = Servers.runningAddress(config);
            if (running.isPresent()) {
                try (Servers servers = Servers.runningOrOwn(config, Servers.Need.LOG)) {
                    servers.start();
                    return run(files, running.get(), servers, config);
                }
            }
            try (BackstretchSystem system = ownSystem(config)) {
                system.start();
                system.awaitReady(READY_PATIENCE);
                int status = run(files, system.address(), system.servers(), config);
                awaitStore(system.servers());
                return status;
            }
        } catch (IOException | SessionReplay.UnknownSessionException | SettledPublisher.NotPublishedException failed) {
            throw new CommandFailedException(failed.getMessage(), failed);
        }
    }

    /** All files are settled together at the end, and not some of them in the middle of the upload. */
    static BackstretchSystem ownSystem(BackstretchConfig config) {
        return new BackstretchSystem(config.onAnyPort(), EnumSet.allOf(Part.class), Clock.systemUTC(), false);
    }

    private List<Path> files() throws CommandFailedException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            try {
                List<Path> found = Recordings.filesOf(path);
                if (found.isEmpty()) {
                    throw new CommandFailedException(
                            path + " holds no recording: name a folder with .fit, .tcx, .gpx, .csv, .gz or .zip in it");
                }
                files.addAll(found);
            } catch (IOException failed) {
                throw new CommandFailedException(path + " cannot be read: " + failed.getMessage(), failed);
            }
        }
        return files;
    }

    private int run(List<Path> files, URI address, Servers servers, BackstretchConfig config) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        ArrayNode answers = new ObjectMapper().createArrayNode();
        var client =
                new FileClient(address, LocalToken.of(config, token), PATIENCE, CampTrust.of(config.accessFolder()));
        SessionTopics.Moment before = servers.topics().now(session);
        boolean opened = open && open(client, address);
        boolean allTaken;
        try {
            if (open) {
                join(client, address, opened);
            }
            allTaken = send(files, address, client, answers, out);
        } catch (CommandFailedException | InterruptedException failed) {
            if (opened) {
                // Nobody else would, and a session that is open is not settled.
                client.close(session);
            }
            throw failed;
        }
        if (opened) {
            demand(client.close(session), address, "would not close the session");
        }
        boolean cameLate = false;
        for (JsonNode answer : answers) {
            cameLate |= answer.at("/answer/afterClose").asBoolean();
        }
        Settlement settlement = settle(servers, config);
        if (settlement.closed() && cameLate) {
            // A system that runs settles some of the files while others are on their way: all of it is shown.
            settlement = new SessionReplay(servers.topics(), servers.serdes())
                    .settle(before)
                    .settlement();
        }
        // Who brings a runner's own recording sees what it changes for this runner.
        Withheld withheld = new SessionReplay(servers.topics(), servers.serdes())
                .withheld(session, Withheld.Purpose.REPLAY)
                .but(runner);
        boolean published = settlement.closed();
        if (json) {
            ObjectNode result = new ObjectMapper().createObjectNode();
            result.set("files", answers);
            result.set(
                    "settled",
                    settlement.toJson(published ? settlement.revisions().size() : 0, withheld));
            out.println(result);
        } else {
            withheld.words().ifPresent(out::println);
            ReplayCommand.tell(settlement, published, withheld, out);
            if (!published) {
                out.println("the session is open: after its close, `backstretch replay --settled --publish --session "
                        + session + "` publishes what came late");
            }
        }
        out.flush();
        return allTaken ? 0 : AnalyseCommand.UNREADABLE;
    }

    /** Whether the session was not there yet. */
    private boolean open(FileClient client, URI address) throws InterruptedException, CommandFailedException {
        FileClient.Answer opened = client.open(session);
        demand(opened, address, "would not open the session");
        return opened.status() == 201;
    }

    private void join(FileClient client, URI address, boolean opened)
            throws InterruptedException, CommandFailedException {
        FileClient.Answer joined = client.join(session, runner);
        // Who is in a session that was closed since, is in it still; the file door knows.
        if (opened || joined.status() != 409) {
            demand(joined, address, "would not join the runner");
        }
    }

    private static void demand(FileClient.Answer answer, URI address, String refusal) throws CommandFailedException {
        if (answer.status() == 0) {
            throw silent(address);
        }
        if (answer.status() >= 300) {
            JsonNode first = answer.body().at("/rejected/0");
            throw new CommandFailedException("the door " + refusal + " (" + answer.status() + "): "
                    + (first.isMissingNode()
                            ? answer.body().path("detail").asText() + "; "
                                    + answer.body().path("remedy").asText()
                            : first.path("message").asText()));
        }
    }

    private static CommandFailedException silent(URI address) {
        return new CommandFailedException("the door at " + address + " does not answer"
                + ("https".equals(address.getScheme()) ? ", or shows a certificate that is not trusted" : ""));
    }

    private boolean send(List<Path> files, URI address, FileClient client, ArrayNode answers, PrintWriter out)
            throws InterruptedException, CommandFailedException {
        boolean allTaken = true;
        var progress = new ProgressLine(spec.commandLine().getErr(), !json && Ansi.AUTO.enabled());
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            String name = String.valueOf(file.getFileName());
            String what = name + " (" + (i + 1) + " of " + files.size() + ")";
            byte[] bytes;
            try {
                if (Files.size(file) > Recordings.MAXIMUM_BYTES) {
                    allTaken = false;
                    refused(name, "TOO_LARGE: it is larger than 64 MiB: give the recording alone");
                    continue;
                }
                bytes = Files.readAllBytes(file);
            } catch (IOException unreadable) {
                allTaken = false;
                refused(name, "it cannot be read (" + unreadable.getClass().getSimpleName() + "): check the name");
                continue;
            }
            FileClient.Answer answer =
                    client.send(session, runner, name, bytes, sent -> progress.show(what, sent, bytes.length));
            progress.clear();
            answers.add(told(name, answer));
            if (answer.wasRead()) {
                allTaken &= tell(answer.body(), out);
            } else if (answer.status() == 0) {
                throw silent(address);
            } else {
                if (answer.status() != 413 && answer.status() != 415) {
                    throw new CommandFailedException("the door refused " + name + " (" + answer.status() + "): "
                            + answer.body().path("detail").asText() + "; "
                            + answer.body().path("remedy").asText());
                }
                allTaken = false;
                refused(name, answer.body().path("detail").asText());
            }
        }
        return allTaken;
    }

    private static ObjectNode told(String name, FileClient.Answer answer) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("file", name);
        node.put("status", answer.status());
        node.set("answer", answer.body());
        return node;
    }

    private void refused(String name, String why) {
        spec.commandLine().getErr().println("import: " + name + ": " + why);
        spec.commandLine().getErr().flush();
    }

    /** Tells what became of each recording; false when one could not be read. */
    private boolean tell(JsonNode answer, PrintWriter out) {
        boolean read = true;
        for (JsonNode file : answer.path("files")) {
            String name = file.path("file").asText();
            if (!file.has("format")) {
                read = false;
            } else if (!json) {
                out.println(name + ": " + file.path("accepted").asInt() + " new, "
                        + file.path("duplicates").asInt() + " known already, "
                        + file.path("rejected").asInt() + " refused; "
                        + file.path("pressedLaps").asInt() + " laps by hand, "
                        + file.path("ignoredLaps").asInt() + " laps of the device passed over");
            }
            for (JsonNode notice : file.path("notices")) {
                if (open && notice.path("reason").asText().equals("BEFORE_SESSION")) {
                    // A session that is opened for a run is opened after it.
                    continue;
                }
                refused(name, notice.path("message").asText());
            }
        }
        for (JsonNode refused : answer.path("rejected")) {
            refused(
                    refused.path("file").asText(),
                    refused.path("count").asLong() + " refused, "
                            + refused.path("reason").asText() + " "
                            + refused.path("field").asText("") + ": "
                            + refused.path("message").asText());
        }
        out.flush();
        return read;
    }

    /** A running system settles what comes late too, and one of both gives way. */
    private Settlement settle(Servers servers, BackstretchConfig config)
            throws SessionReplay.UnknownSessionException, SettledPublisher.NotPublishedException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return settleNow(servers, config);
            } catch (SettledPublisher.NotPublishedException busy) {
                if (attempt == SETTLE_TRIES) {
                    throw busy;
                }
                TimeUnit.SECONDS.sleep(attempt);
            }
        }
    }

    private Settlement settleNow(Servers servers, BackstretchConfig config)
            throws SessionReplay.UnknownSessionException, SettledPublisher.NotPublishedException {
        Settlement look = new SessionReplay(servers.topics(), servers.serdes())
                .settle(session)
                .settlement();
        return look.closed() ? ReplayCommand.publish(servers, config, session).settlement() : look;
    }

    /** The store of a system that stops with this command gets what was published before it does. */
    private void awaitStore(Servers servers) throws InterruptedException, SessionReplay.UnknownSessionException {
        long deadline = System.nanoTime() + STORE_PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (VerifyStoreCommand.compare(servers, session).same()) {
                    return;
                }
            } catch (StoreUnavailableException notYet) {
                // It is asked again.
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        spec.commandLine()
                .getErr()
                .println("import: the store has not caught up yet; it does when the system runs next");
    }
}

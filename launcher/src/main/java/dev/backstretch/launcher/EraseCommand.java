package dev.backstretch.launcher;

import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.KafkaEventLog;
import dev.backstretch.ingest.StoredRows;
import dev.backstretch.schemas.Retention;
import dev.backstretch.schemas.access.Revocations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Forgets who a runner is. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description =
                "Erases who a runner is: name, alias, contact, birth date, consents, hidden place and tokens, and makes the"
                        + " store's rows those of nobody. Says what stays in the topics until when. Asks first.")
final class EraseCommand implements Callable<Integer> {
    private static final int WRITE_PATIENCE_SECONDS = 30;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--runner", paramLabel = "ID", required = true, description = "The runner's id.")
    private String runner = "";

    @Option(
            names = "--camp",
            paramLabel = "C",
            description = "The camp in which the id is this runner's. Default: every camp that had a session")
    private @Nullable String camp;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        BackstretchConfig config = common.read(Map.of());
        PrintWriter out = spec.commandLine().getOut();
        if (!yes && !agreed(out)) {
            out.println("nothing was erased");
            return 1;
        }
        List<String> camps;
        List<String> remains;
        try (Servers servers = Servers.runningOrOwn(config, Servers.Need.LOG_AND_STORE)) {
            servers.start();
            camps = camp != null
                    ? List.of(camp)
                    : servers.topics().sessions().stream()
                            .map(SessionHead::campId)
                            .distinct()
                            .sorted()
                            .toList();
            erase(config, servers, camps);
            AccessFolder.open(config.accessFolder(), Clock.systemUTC())
                    .revoke(now -> new Revocations.Entry(null, null, runner, now));
            remains = forget(servers, camps);
        } catch (IOException | ExecutionException | TimeoutException failed) {
            throw new CommandFailedException(
                    "not all is erased, say it again: " + String.valueOf(failed.getMessage()), failed);
        }
        out.println("erased " + runner + " from " + (camps.isEmpty() ? "no camp: there was no session" : camps));
        remains.forEach(out::println);
        out.flush();
        return 0;
    }

    private void erase(BackstretchConfig config, Servers servers, List<String> camps)
            throws ExecutionException, TimeoutException, InterruptedException {
        IngestSettings settings = IngestSettings.at(servers.bootstrapServers())
                .withClientProperties(config.kafka().clientProperties());
        Instant now = Clock.systemUTC().instant();
        try (var log = new KafkaEventLog(settings, servers.serdes())) {
            List<CompletionStage<?>> written = new ArrayList<>();
            for (String one : camps) {
                written.add(log.erase(one, runner, now));
            }
            for (CompletionStage<?> write : written) {
                write.toCompletableFuture().get(WRITE_PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    /** Makes the store's rows those of nobody, and tells what is left where until when. */
    private List<String> forget(Servers servers, List<String> camps) throws IOException {
        List<SessionHead> sessions = servers.topics().sessions().stream()
                .filter(head -> camps.contains(head.campId()))
                .toList();
        List<String> told = new ArrayList<>();
        StoredRows.Forgotten forgotten = new RowsInStore(servers)
                .forget(runner, sessions.stream().map(SessionHead::sessionId).toList())
                .orElse(null);
        List<String> found = forgotten == null ? List.of() : forgotten.sessions();
        if (forgotten != null) {
            told.add(
                    found.isEmpty()
                            ? "the store had no rows under the id " + runner
                            : "the store's rows of " + found.size() + (found.size() == 1 ? " session" : " sessions")
                                    + " stand under " + forgotten.nobody()
                                    + " now, without heart rates, zones, effort, bib and event ids; their times and"
                                    + " places stay, as others' rest on them");
        } else {
            told.add("no store runs here: its rows stay under the id " + runner + ", those of every second for "
                    + Retention.SECONDS.toDays() + " days, alerts " + Retention.ALERTS.toDays()
                    + ", laps, boards and totals "
                    + Retention.LAPS.toDays() + "; say it again where the store is");
        }
        Set<String> ran = Set.copyOf(found);
        Instant newest = sessions.stream()
                .filter(head -> ran.isEmpty() || ran.contains(head.sessionId()))
                .map(head -> Objects.requireNonNullElseGet(
                        head.closedAt(), () -> Clock.systemUTC().instant()))
                .max(Comparator.naturalOrder())
                .orElse(null);
        told.add(
                newest == null
                        ? "no session is known, so nothing is in the topics"
                        : "readings and results stay in the topics under the id " + runner + ", which leads to nobody"
                                + " there: from "
                                + day(newest.plus(Retention.TOPICS)) + " on they are let go of, by "
                                + day(newest.plus(Retention.TOPICS_AT_MOST)) + " the last, while a broker runs");
        if (sessions.stream().anyMatch(head -> head.state() != SessionHead.State.CLOSED)) {
            told.add("a session is open: what it still says of " + runner
                    + " comes into the store again; erase again after its close");
        }
        return told;
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private boolean agreed(PrintWriter out) throws IOException {
        out.print("Erase who " + runner + " is" + (camp == null ? " in every camp" : " in camp " + camp) + "? [y/N] ");
        out.flush();
        var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        String answer = in.readLine();
        return answer != null && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}

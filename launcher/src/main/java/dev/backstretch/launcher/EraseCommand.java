package dev.backstretch.launcher;

import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.KafkaEventLog;
import dev.backstretch.schemas.access.Revocations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
                "Erases who a runner is: name, alias, contact, birth date, consents, hidden place and tokens. What was"
                        + " run stays under an id that leads to nobody. Asks first.")
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
        try (Servers servers = Servers.runningOrOwn(config, Servers.Need.LOG)) {
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
        } catch (IOException | ExecutionException | TimeoutException failed) {
            throw new CommandFailedException(
                    "not all is erased, say it again: " + String.valueOf(failed.getMessage()), failed);
        }
        out.println("erased " + runner + " from " + (camps.isEmpty() ? "no camp: there was no session" : camps));
        out.println("laps and readings stay under the id " + runner + ", for as long as topics and store keep them");
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

    private boolean agreed(PrintWriter out) throws IOException {
        out.print("Erase who " + runner + " is" + (camp == null ? " in every camp" : " in camp " + camp) + "? [y/N] ");
        out.flush();
        var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        String answer = in.readLine();
        return answer != null && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}

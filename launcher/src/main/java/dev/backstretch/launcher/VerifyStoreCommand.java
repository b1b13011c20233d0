package dev.backstretch.launcher;

import dev.backstretch.replay.Comparison;
import dev.backstretch.replay.ComparisonReport;
import dev.backstretch.replay.OutcomeRecord;
import dev.backstretch.replay.RowComparison;
import dev.backstretch.replay.SessionReplay;
import dev.backstretch.replay.SessionTopics;
import dev.backstretch.sink.OutcomeRows;
import dev.backstretch.sink.QuestStore;
import dev.backstretch.sink.Row;
import dev.backstretch.sink.SessionRows;
import dev.backstretch.sink.StoreUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether the store has what the topics say. */
@Command(
        name = "verify-store",
        mixinStandardHelpOptions = true,
        description = "Compares the store's rows of a session with those its outcomes amount to.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:the same", "1:it could not be done", "4:it differs"})
final class VerifyStoreCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--session", required = true, paramLabel = "ID", description = "The session.")
    private String session = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        BackstretchConfig config = common.read(Map.of());
        try (Servers servers = Servers.runningOrOwn(config, Servers.Need.LOG_AND_STORE)) {
            servers.start();
            ComparisonReport report = compare(servers, session);
            PrintWriter out = spec.commandLine().getOut();
            out.println(report);
            out.flush();
            return report.same() ? 0 : ReplayCommand.DIFFERS;
        } catch (IOException | StoreUnavailableException | SessionReplay.UnknownSessionException failed) {
            throw new CommandFailedException(failed.getMessage(), failed);
        }
    }

    /** Every table of the session, row for row. */
    static ComparisonReport compare(Servers servers, String session)
            throws StoreUnavailableException, SessionReplay.UnknownSessionException {
        SessionTopics topics = servers.topics();
        int events = topics.log(session).size();
        if (events == 0) {
            throw new SessionReplay.UnknownSessionException(session);
        }
        var rows = new ArrayList<Row>();
        for (List<OutcomeRecord> outcomes : topics.outcomes(session).values()) {
            outcomes.forEach(record -> rows.addAll(OutcomeRows.of(record.outcome())));
        }
        SessionRows expected = SessionRows.of(OutcomeRows.settled(rows));
        SessionRows found;
        try (var store = new QuestStore(servers.storeSettings())) {
            store.prepare();
            found = store.read(session);
        }
        List<Comparison> tables = List.of(
                compare("laps", expected.laps(), found.laps()),
                compare("standings", expected.standings(), found.standings()),
                compare("alerts", expected.alerts(), found.alerts()),
                compare("seconds", expected.seconds(), found.seconds()),
                compare("totals", expected.totals(), found.totals()));
        return new ComparisonReport(session, events, tables);
    }

    private static <R extends Record & Row> Comparison compare(String table, List<R> expected, List<R> found) {
        return RowComparison.<R>compare(table, expected, found, row -> row.key().toString(), row -> false);
    }
}

package dev.backstretch.launcher;

import dev.backstretch.replay.ComparisonReport;
import dev.backstretch.replay.SessionReplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Re-runs a session from its log. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Re-runs a session from its log and compares with what went out live.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:the same, payload for payload", "1:it could not be done", "4:it differs"})
final class ReplayCommand implements Callable<Integer> {
    /** A comparison found differences. */
    static final int DIFFERS = 4;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--session", required = true, paramLabel = "ID", description = "The session.")
    private String session = "";

    @Option(
            names = "--compare",
            required = true,
            description = "Compare what comes out with what went out live, payload for payload.")
    @SuppressWarnings("UnusedVariable") // comparing is all there is to do yet, and asked for by name
    private boolean compare;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        BackstretchConfig config = common.read(Map.of());
        try (Servers servers = Servers.runningOrOwn(config, Servers.Need.LOG)) {
            servers.start();
            ComparisonReport report = new SessionReplay(servers.topics(), servers.serdes()).compare(session);
            PrintWriter out = spec.commandLine().getOut();
            out.println(report);
            out.flush();
            return report.same() ? 0 : DIFFERS;
        } catch (IOException | SessionReplay.UnknownSessionException failed) {
            throw new CommandFailedException(failed.getMessage(), failed);
        }
    }
}

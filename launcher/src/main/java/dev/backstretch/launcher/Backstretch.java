package dev.backstretch.launcher;

import java.io.PrintWriter;
import java.time.Duration;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code backstretch} command. */
@Command(
        name = "backstretch",
        description =
                "Live lap splits, pace and heart-rate zones for groups that run together, forwards and backwards.",
        mixinStandardHelpOptions = true,
        versionProvider = Backstretch.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            ServiceCommand.Ingest.class,
            ServiceCommand.Streams.class,
            ServiceCommand.Sink.class,
            ServiceCommand.Board.class,
            SessionsCommand.class,
            ReplayCommand.class,
            ImportCommand.class,
            QuarantineCommand.class,
            VerifyStoreCommand.class,
            AnalyseCommand.class,
            AccuracyCommand.class,
            TokenCommand.class,
            EraseCommand.class,
            DoctorCommand.class,
            ResetCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class Backstretch implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Backstretch() {}

    public static void main(String[] arguments) {
        // Kafka asks log4j's interface for a logger of its own, which is not there and not missed.
        System.setProperty("log4j2.loggerContextFactory", "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
        System.setProperty("log4j2.simplelogLevel", "OFF");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var commandLine = new CommandLine(new Backstretch());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.registerConverter(Duration.class, new Durations());
        commandLine.setExecutionExceptionHandler((failed, command, parsed) -> {
            PrintWriter err = command.getErr();
            if (failed instanceof CommandFailedException told) {
                err.println("backstretch: " + told.getMessage());
            } else {
                err.println("backstretch: unexpected failure, please report it with these lines:");
                failed.printStackTrace(err);
            }
            err.flush();
            return 1;
        });
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command; backstretch --help lists them.");
    }

    /** Read from the artifact, so that it is written in one place only. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Backstretch.class.getPackage().getImplementationVersion();
            return new String[] {"backstretch " + (version == null ? "0.1.0-SNAPSHOT" : version)};
        }
    }
}

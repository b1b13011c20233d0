package dev.backstretch.launcher;

import dev.backstretch.launcher.BackstretchSystem.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One service alone, against real servers. */
abstract class ServiceCommand implements Callable<Integer> {
    private final Part part;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "Port of this service, its metrics and its health; 0 for any. Default: 8080")
    private @Nullable Integer port;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private ServiceCommand(Part part) {
        this.part = part;
    }

    @Override
    public final Integer call() throws Exception {
        BackstretchConfig config = common.readOnly(Map.of()).config();
        List<String> missing = new ArrayList<>();
        if (config.kafka().embedded()) {
            missing.add("kafka.bootstrap.servers");
        }
        if (config.registry().embedded()) {
            missing.add("schema.registry.url");
        }
        if (part == Part.SINK && config.store().embedded()) {
            missing.add("store.http.server");
        }
        if (!missing.isEmpty()) {
            throw new CommandFailedException("one service alone needs real servers: set " + String.join(", ", missing)
                    + " in --config or the environment; `backstretch serve` runs everything embedded");
        }
        return ServeCommand.run(common, port, Map.of(), Set.of(part), spec);
    }

    /** The doors and the session clock. */
    @Command(
            name = "ingest",
            mixinStandardHelpOptions = true,
            description = "Runs the doors and the session clock alone, against configured servers.")
    static final class Ingest extends ServiceCommand {
        Ingest() {
            super(Part.INGEST);
        }
    }

    /** The topology. */
    @Command(
            name = "streams",
            mixinStandardHelpOptions = true,
            description = "Runs the topology alone, against configured servers.")
    static final class Streams extends ServiceCommand {
        Streams() {
            super(Part.STREAMS);
        }
    }

    /** From the topics into the store. */
    @Command(
            name = "sink",
            mixinStandardHelpOptions = true,
            description = "Runs the way from the topics into the store alone, against configured servers.")
    static final class Sink extends ServiceCommand {
        Sink() {
            super(Part.SINK);
        }
    }

    /** Pages and read API. */
    @Command(
            name = "board",
            mixinStandardHelpOptions = true,
            description = "Runs the pages and the read API alone, against configured servers.")
    static final class Board extends ServiceCommand {
        Board() {
            super(Part.BOARD);
        }
    }
}

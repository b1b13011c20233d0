package dev.backstretch.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What every command that needs a system can be told. */
final class CommonOptions {
    private static final Logger LOG = LoggerFactory.getLogger(CommonOptions.class);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML with the settings; variables BACKSTRETCH_… and options win over it.")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of everything that is kept. Default: ./.backstretch")
    private @Nullable Path data;

    /**
     * The configuration, with the data folder made and the log going there.
     *
     * @param options further settings by key, which win over all other sources
     * @throws CommandFailedException with every problem, when there is one
     */
    BackstretchConfig read(Map<String, String> options) throws CommandFailedException {
        BackstretchConfig.Read.Good good = readOnly(options);
        Path folder = good.config().data();
        try {
            OwnerOnly.createFolder(folder);
            LogFile.openIn(folder);
        } catch (IOException failed) {
            throw new CommandFailedException(
                    "the data folder " + folder + " cannot be made: " + failed.getMessage()
                            + ": choose another with --data",
                    failed);
        }
        LOG.info("effective settings {}", good.effective());
        return good.config();
    }

    /** The configuration, touching nothing. */
    BackstretchConfig.Read.Good readOnly(Map<String, String> options) throws CommandFailedException {
        var all = new LinkedHashMap<>(options);
        if (data != null) {
            all.put("data", data.toString());
        }
        BackstretchConfig.Read read = BackstretchConfig.read(config, System.getenv(), all);
        if (read instanceof BackstretchConfig.Read.Bad bad) {
            throw new CommandFailedException(
                    "the configuration cannot be used:\n  " + String.join("\n  ", bad.problems()));
        }
        return (BackstretchConfig.Read.Good) read;
    }
}

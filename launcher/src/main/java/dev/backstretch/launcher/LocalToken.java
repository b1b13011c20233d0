package dev.backstretch.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The token with which a command goes to the doors of the system on its data folder. */
final class LocalToken {
    private static final String VARIABLE = "BACKSTRETCH_TOKEN";

    private LocalToken() {}

    /**
     * What was given, else what the environment says, else the operator's, which whoever may read the folder of keys
     * holds anyhow; null where there is none.
     */
    static @Nullable String of(BackstretchConfig config, @Nullable String given) throws IOException {
        String named = given == null ? System.getenv(VARIABLE) : given;
        if (named != null) {
            return named;
        }
        Path operators = config.accessFolder().resolve("operator.token");
        return Files.isReadable(operators)
                ? Files.readString(operators, StandardCharsets.UTF_8).strip()
                : null;
    }
}

package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    @Test
    void theSystemOfAnImportLeavesSettlingToItsEnd(@TempDir Path data) {
        var read =
                (BackstretchConfig.Read.Good) BackstretchConfig.read(null, Map.of(), Map.of("data", data.toString()));

        try (BackstretchSystem own = ImportCommand.ownSystem(read.config())) {
            assertThat(own.settles()).isFalse();
        }
    }
}

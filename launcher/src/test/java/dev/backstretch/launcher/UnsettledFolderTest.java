package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsettledFolderTest {
    @ParameterizedTest
    @ValueSource(strings = {"s1", "..", ".", "a/b", "Strandlauf 2026 ü%2F", "demo-7-1"})
    void whatIsKeptIsKnownToTheNextProcessUntilItIsForgotten(String session, @TempDir Path data) {
        Path folder = data.resolve("unsettled");
        var first = new UnsettledFolder(folder);
        assertThat(first.kept()).isEmpty();
        first.keep(session);
        first.keep(session);

        var second = new UnsettledFolder(folder);
        assertThat(second.kept()).containsExactly(session);
        assertThat(data).isDirectoryContaining(path -> path.equals(folder));
        second.forget(session);
        assertThat(new UnsettledFolder(folder).kept()).isEmpty();

        second.keep(session);
        assertThat(new UnsettledFolder(folder).kept()).as("again").containsExactly(session);
    }

    @Test
    void whatElseLiesThereIsNoSessionAndAFolderThatCannotBeMadeFailsNothing(@TempDir Path data) throws IOException {
        Path folder = Files.createDirectory(data.resolve("unsettled"));
        Files.createFile(folder.resolve(".DS_Store"));
        assertThat(new UnsettledFolder(folder).kept()).isEmpty();

        Path inTheWay = Files.createFile(data.resolve("file"));
        var nowhere = new UnsettledFolder(inTheWay.resolve("unsettled"));
        nowhere.keep("s1");
        assertThat(nowhere.kept()).isEmpty();
        nowhere.forget("s1");
    }
}

package dev.backstretch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The topic table of {@code docs/architecture.md} says what the catalogue says. */
class ArchitectureDocTest {
    private static final Path PAGE = Path.of("..", "docs", "architecture.md");

    @Test
    void the_table_of_topics_is_the_catalogue() throws IOException {
        List<String> written = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `run."))
                .map(line -> line.split(": all revisions|; a tombstone", 2)[0].replaceAll("\\s*\\|\\s*$", ""))
                .toList();

        assertThat(written)
                .isEqualTo(TopicCatalogue.topics().stream()
                        .map(ArchitectureDocTest::row)
                        .toList());
    }

    private static String row(TopicCatalogue.Topic topic) {
        boolean keyHoldsMore = topic.key().contains("|");
        return "| `" + topic.name() + "` | " + topic.key().replace("|", "\\|")
                + (keyHoldsMore && topic.partitionedBySession() ? ", partitioned by session" : "")
                + " | " + topic.valueName()
                + " | " + (topic.compacted() ? "compact" : "delete, 35 days");
    }
}

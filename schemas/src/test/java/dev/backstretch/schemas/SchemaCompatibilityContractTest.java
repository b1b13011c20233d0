package dev.backstretch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.schemas.registry.Compatibility;
import dev.backstretch.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of every schema that was ever released lies in {@code src/test/golden}. A change that they would not
 * understand fails here; one that they would needs a new file beside them, which {@code -Dgolden.add=true} writes. No
 * file there is ever changed.
 */
class SchemaCompatibilityContractTest {
    private static final Path GOLDEN = Path.of("src", "test", "golden");

    static List<TopicCatalogue.Topic> topics() {
        return TopicCatalogue.topics();
    }

    private static Path folder(TopicCatalogue.Topic topic) {
        return GOLDEN.resolve(SchemaRegistry.subjectOfValues(topic.name()));
    }

    /** From v1 on, without a gap. */
    private static List<Schema> released(TopicCatalogue.Topic topic) throws IOException {
        var versions = new ArrayList<Schema>();
        Path file = folder(topic).resolve("v1.avsc");
        while (Files.exists(file)) {
            versions.add(new Schema.Parser().parse(Files.readString(file)));
            file = folder(topic).resolve("v" + (versions.size() + 1) + ".avsc");
        }
        return versions;
    }

    private static void addWhenAsked(TopicCatalogue.Topic topic) throws IOException {
        List<Schema> released = released(topic);
        boolean isNew = released.isEmpty() || !released.get(released.size() - 1).equals(topic.valueSchema());
        if (Boolean.getBoolean("golden.add") && isNew) {
            Files.createDirectories(folder(topic));
            Files.writeString(
                    folder(topic).resolve("v" + (released.size() + 1) + ".avsc"),
                    new ObjectMapper().readTree(topic.valueSchema().toString()).toPrettyString() + "\n",
                    StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void the_schema_and_every_released_version_read_each_other(TopicCatalogue.Topic topic) throws IOException {
        var newestFirst = new ArrayList<Schema>();
        for (Schema version : released(topic)) {
            newestFirst.add(0, version);
        }
        assertThat(Compatibility.FULL_TRANSITIVE.fault(topic.valueSchema(), newestFirst))
                .as("%s: add fields only with defaults, or start a new topic version", topic.name())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void the_newest_released_version_is_the_schema(TopicCatalogue.Topic topic) throws IOException {
        addWhenAsked(topic);
        List<Schema> released = released(topic);
        assertThat(released).as("run once with -Dgolden.add=true").isNotEmpty();
        assertThat(released.get(released.size() - 1))
                .as("%s has changed: release it with -Dgolden.add=true", topic.name())
                .isEqualTo(topic.valueSchema());
    }

    /** What a registry that already holds the released versions would say to a field without default, a new name, … */
    @ParameterizedTest
    @MethodSource("topics")
    void a_field_without_default_or_with_another_type_would_fail_here(TopicCatalogue.Topic topic) {
        Schema schema = topic.valueSchema();
        String first = schema.getFields().get(0).name();
        Schema retyped = SchemaEdit.of(schema).retype(first, Schema.create(Schema.Type.BOOLEAN));
        Schema demanding = SchemaEdit.of(schema).add("surprise", Schema.create(Schema.Type.LONG), null);
        Schema harmless = SchemaEdit.of(schema).add("surprise", Schema.create(Schema.Type.LONG), 0L);
        assertThat(Compatibility.FULL_TRANSITIVE.fault(retyped, List.of(schema)))
                .isPresent();
        assertThat(Compatibility.FULL_TRANSITIVE.fault(demanding, List.of(schema)))
                .isPresent();
        assertThat(Compatibility.FULL_TRANSITIVE.fault(harmless, List.of(schema)))
                .isEmpty();
    }
}

package dev.backstretch.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Published figures and our own by group, from the test resources or from {@code -Dbackstretch.vectors=FILE}. */
public final class Vectors {
    private static final String OTHER = "backstretch.vectors";

    private Vectors() {}

    /** Which vectors of a group a test is about. */
    public interface Which {
        boolean test(JsonNode vector);
    }

    /** What a vector must hold to. */
    public interface Check {
        void of(JsonNode inputs, JsonNode expected, double tolerance);
    }

    /** One test for each vector; another file may leave a group out, our own may not. */
    public static Stream<DynamicTest> each(String group, Which which, Check check) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : of(group)) {
            if (which.test(vector)) {
                tests.add(DynamicTest.dynamicTest(
                        vector.get("id").asText() + " " + vector.get("name").asText(),
                        () -> check.of(
                                vector.get("inputs"),
                                vector.get("expected"),
                                vector.get("tolerance").asDouble())));
            }
        }
        if (System.getProperty(OTHER) == null) {
            assertThat(tests).as("vectors of group " + group).isNotEmpty();
        }
        return tests.stream();
    }

    public static List<JsonNode> of(String group) throws IOException {
        List<JsonNode> vectors = new ArrayList<>();
        for (JsonNode file : read()) {
            for (JsonNode vector : file.get("vectors")) {
                if (vector.get("group").asText().equals(group)) {
                    vectors.add(vector);
                }
            }
        }
        return vectors;
    }

    private static List<JsonNode> read() throws IOException {
        String other = System.getProperty(OTHER);
        return other == null
                ? List.of(resource("/vectors.json"), resource("/own-vectors.json"))
                : List.of(new ObjectMapper().readTree(Files.readString(Path.of(other))));
    }

    private static JsonNode resource(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(Vectors.class.getResourceAsStream(name), name)) {
            return new ObjectMapper().readTree(file);
        }
    }
}

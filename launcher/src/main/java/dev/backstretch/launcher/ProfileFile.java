package dev.backstretch.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.backstretch.domain.effort.Sex;
import dev.backstretch.ingest.files.RunnerProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A runner's profile as a YAML file. All problems are told at once. */
final class ProfileFile {
    private static final long MAXIMUM_BYTES = 64 * 1024;

    private ProfileFile() {}

    /** What became of the file. */
    sealed interface Read {
        record Good(RunnerProfile profile) implements Read {}

        record Bad(List<String> problems) implements Read {
            public Bad {
                problems = List.copyOf(problems);
            }
        }
    }

    static Read read(Path file) {
        JsonNode root;
        try {
            if (Files.size(file) > MAXIMUM_BYTES) {
                return new Read.Bad(List.of("larger than 64 KiB: a profile is a few lines of YAML"));
            }
            root = new ObjectMapper(new YAMLFactory()).readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException noYaml) {
            return new Read.Bad(List.of("not YAML: " + noYaml.getOriginalMessage()));
        } catch (IOException unreadable) {
            return new Read.Bad(List.of("not readable: check its name and permissions"));
        }
        if (root == null || !root.isObject()) {
            return new Read.Bad(List.of("no mapping: write lines such as maximumHeartRateBpm: 186"));
        }
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            String key = field.getKey();
            boolean known =
                    switch (key) {
                        case "maximumHeartRateBpm", "restingHeartRateBpm", "ageYears", "sex", "massKg" -> true;
                        default -> false;
                    };
            if (!known) {
                problems.add(key + ": not known: maximumHeartRateBpm, restingHeartRateBpm, ageYears, sex, massKg are");
            }
        }
        Double maximum = number(root, "maximumHeartRateBpm", problems);
        Double resting = number(root, "restingHeartRateBpm", problems);
        Double age = number(root, "ageYears", problems);
        Sex sex = sex(root, problems);
        Double mass = number(root, "massKg", problems);
        if (!problems.isEmpty()) {
            return new Read.Bad(problems);
        }
        try {
            return new Read.Good(
                    new RunnerProfile(maximum, resting, age == null ? null : (Integer) age.intValue(), sex, mass));
        } catch (IllegalArgumentException outOfRange) {
            return new Read.Bad(List.of(String.valueOf(outOfRange.getMessage())));
        }
    }

    private static Sex sex(JsonNode root, List<String> problems) {
        String said = root.path("sex").asText("");
        return switch (said.toLowerCase(Locale.ROOT)) {
            case "" -> Sex.NOT_GIVEN;
            case "f", "female" -> Sex.FEMALE;
            case "m", "male" -> Sex.MALE;
            default -> {
                problems.add("sex: \"" + said + "\" is neither F nor M; leave it out for a figure that spans both");
                yield Sex.NOT_GIVEN;
            }
        };
    }

    private static @Nullable Double number(JsonNode root, String key, List<String> problems) {
        JsonNode value = root.get(key);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isNumber()) {
            problems.add(key + ": " + value + " is not a number");
            return null;
        }
        return value.doubleValue();
    }
}

package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a phone says, in both languages. */
class PhoneWordsTest {
    private static final String WEB = "/dev/backstretch/board/web/";
    private static final List<String> SCRIPTS = List.of("bs-run.js", "bs-join.js", "run-rows.js", "consents.js");
    private static final Pattern SAID = Pattern.compile("say\\('([^'$]+)'|'((?:run|join|consent|who)\\.[A-Za-z.]+)'");
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\w+}");

    private static byte[] read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PhoneWordsTest.class.getResourceAsStream(WEB + name), name)) {
            return in.readAllBytes();
        }
    }

    private static JsonNode words(String language) throws IOException {
        return new ObjectMapper().readTree(read("words/" + language + ".json"));
    }

    @Test
    void whateverAPhoneSaysIsThereInBothLanguages() throws IOException {
        var said = new TreeSet<String>();
        for (String script : SCRIPTS) {
            Matcher found = SAID.matcher(new String(read("js/" + script), java.nio.charset.StandardCharsets.UTF_8));
            while (found.find()) {
                said.add(found.group(1) == null ? found.group(2) : found.group(1));
            }
        }
        assertThat(said).hasSizeGreaterThan(80);
        for (String language : List.of("en", "th")) {
            JsonNode words = words(language);
            assertThat(said).as("missing in " + language).allMatch(words::has);
        }
    }

    @Test
    void aSentenceHasTheSameArgumentsInBothLanguages() throws IOException {
        JsonNode thai = words("th");
        words("en").properties().forEach(word -> {
            if (thai.has(word.getKey())) {
                assertThat(arguments(thai.get(word.getKey()).asText()))
                        .as(word.getKey())
                        .isEqualTo(arguments(word.getValue().asText()));
            }
        });
    }

    private static List<String> arguments(String sentence) {
        var found = new ArrayList<String>();
        Matcher argument = ARGUMENT.matcher(sentence);
        while (argument.find()) {
            found.add(argument.group());
        }
        found.sort(null);
        return found;
    }
}

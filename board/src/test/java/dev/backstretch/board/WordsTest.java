package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.schemas.access.Denial;
import dev.backstretch.schemas.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every language says all there is to say, with the same arguments. */
class WordsTest {
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\w+}");

    private static JsonNode words(String language) throws IOException {
        try (InputStream in = WordsTest.class.getResourceAsStream("web/words/" + language + ".json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, language));
        }
    }

    private static List<String> keys(JsonNode words) {
        var keys = new ArrayList<String>();
        words.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static Set<String> arguments(String text) {
        var arguments = new TreeSet<String>();
        ARGUMENT.matcher(text).results().forEach(found -> arguments.add(found.group()));
        return arguments;
    }

    @Test
    void thaiHasTheKeysOfEnglishInTheSameOrder() throws IOException {
        assertThat(keys(words("th"))).containsExactlyElementsOf(keys(words("en")));
    }

    @Test
    void aSentenceHasTheSameArgumentsInBothLanguages() throws IOException {
        JsonNode english = words("en");
        JsonNode thai = words("th");
        for (String key : keys(english)) {
            assertThat(arguments(thai.path(key).asText()))
                    .as(key)
                    .isEqualTo(arguments(english.path(key).asText()));
        }
    }

    /** A cue is a key in a plan: a plan that says something new needs its words. */
    @Test
    void everyCueOfEveryPlanHasASentenceInBothLanguages() throws IOException {
        var cues = new TreeSet<String>();
        for (Plan plan : Plans.builtIn()) {
            cues.addAll(plan.cues());
            for (int stage = 1; stage <= plan.stages().size(); stage++) {
                cues.addAll(plan.atStage(stage).cues());
            }
        }
        assertThat(cues).contains("upright", "turn-your-head", "leg-swings");
        for (String language : List.of("en", "th")) {
            JsonNode words = words(language);
            assertThat(cues).as(language).allSatisfy(cue -> assertThat(
                            words.path("cue." + cue).asText())
                    .isNotBlank());
        }
    }

    /** Who may not do something is told so in words, whichever of the rules it was. */
    @Test
    void everyDenialHasASentenceInBothLanguages() throws Exception {
        var codes = new TreeSet<String>();
        for (Method made : Denial.class.getDeclaredMethods()) {
            if (Modifier.isStatic(made.getModifiers()) && made.getReturnType() == Denial.class) {
                var arguments = new ArrayList<Object>();
                for (Class<?> type : made.getParameterTypes()) {
                    arguments.add(type == Role.class ? Role.SCREEN : "expired");
                }
                made.setAccessible(true);
                codes.add(((Denial) made.invoke(null, arguments.toArray())).code());
            }
        }
        assertThat(codes).contains("token-needed", "role", "runner", "minor");
        for (String language : List.of("en", "th")) {
            JsonNode words = words(language);
            assertThat(codes).as(language).allSatisfy(code -> assertThat(
                            words.path("door." + code).asText())
                    .isNotBlank());
        }
    }

    @Test
    void thaiIsWrittenInThai() throws IOException {
        JsonNode thai = words("th");
        for (String key : keys(thai)) {
            String said = ARGUMENT.matcher(thai.path(key).asText()).replaceAll("");
            if (said.codePoints().filter(Character::isLetter).count() > 1
                    && !key.matches("language[.]en|key[.][a-z]+")) {
                assertThat(said.codePoints()
                                .anyMatch(letter -> Character.UnicodeScript.of(letter) == Character.UnicodeScript.THAI))
                        .as("%s: %s", key, said)
                        .isTrue();
            }
        }
    }
}

package dev.backstretch.schemas.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML document with the line of everything in it. */
sealed interface YamlTree {
    /** Line of its first character, from 1. */
    int line();

    /** Words for what it is. */
    String describe();

    /** A single value. */
    record Scalar(int line, String text, boolean number) implements YamlTree {
        @Override
        public String describe() {
            return text;
        }
    }

    /** A list. */
    record Items(int line, List<YamlTree> items) implements YamlTree {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /** A mapping, in the order of the file. */
    record Fields(int line, Map<String, YamlTree> fields) implements YamlTree {
        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** Something that is no YAML, or YAML that no plan needs. */
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;
        private final int line;

        Unreadable(int line, String message) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    int DEEPEST = 8;

    /**
     * The first document of a text.
     *
     * @throws Unreadable when it is not YAML, repeats a key, or nests deeper than {@value #DEEPEST} levels
     */
    static @Nullable YamlTree parse(String text) throws Unreadable {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return null;
            }
            YamlTree tree = read(parser, 0);
            if (parser.nextToken() != null) {
                throw new Unreadable(lineOf(parser), "one plan a file: put the second document into a file of its own");
            }
            return tree;
        } catch (JsonProcessingException notYaml) {
            int line = notYaml.getLocation() == null ? 1 : notYaml.getLocation().getLineNr();
            String words = String.valueOf(notYaml.getOriginalMessage())
                    .lines()
                    .findFirst()
                    .orElse("");
            throw new Unreadable(Math.max(1, line), "not YAML: " + words);
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading a text in memory", impossible);
        }
    }

    private static int lineOf(JsonParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    private static YamlTree read(JsonParser parser, int depth) throws IOException, Unreadable {
        int line = lineOf(parser);
        if (depth > DEEPEST) {
            throw new Unreadable(line, "nested too deeply: a plan has steps and stages, no more");
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<YamlTree> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(read(parser, depth + 1));
            }
            return new Items(line, items);
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, YamlTree> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                int keyLine = lineOf(parser);
                parser.nextToken();
                if (fields.containsKey(key)) {
                    throw new Unreadable(keyLine, "the key \"" + key + "\" stands here twice: keep one");
                }
                fields.put(key, read(parser, depth + 1));
            }
            return new Fields(line, fields);
        }
        boolean number = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                || parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT;
        return new Scalar(line, String.valueOf(parser.getText()), number);
    }
}

package dev.backstretch.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.reading.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a body apart: one JSON object, an array of them, or NDJSON. Items stand alone, so that a malformed one does not
 * cost the others; only a body in which nothing is JSON is unreadable as a whole.
 */
public final class JsonBody {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** NaN and infinities are read in order to be refused with their field's name. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNumberLength(100)
                    .maxStringLength(65_536)
                    .maxNameLength(256)
                    .build())
            .build();

    /** The same with numbers read in another way, to the same bit. */
    static final JsonFactory PLAIN = new JsonFactoryBuilder(FACTORY)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private JsonBody() {}

    /** One item of a body. */
    public sealed interface Item {
        /** An object; whether it is an event is another question. */
        record Tree(ObjectNode node) implements Item {}

        /** Something else, or an object that repeats a key. */
        record Malformed(Fault fault) implements Item {}
    }

    /** A body taken apart. */
    public sealed interface Split {
        record Items(List<Item> items) implements Split {
            public Items {
                items = List.copyOf(items);
            }
        }

        /** No JSON at all, or ({@code ENCODING}) no UTF-8. */
        record Unreadable(Fault fault) implements Split {}
    }

    /** Takes a body apart; a byte-order mark is skipped. */
    public static Split split(byte[] body) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Split.Unreadable(new Fault(null, null, "ENCODING", "the body is not UTF-8: send UTF-8"));
        }
        return split(text);
    }

    /** Takes a text apart; a byte-order mark is skipped. */
    public static Split split(String body) {
        String text = withoutMark(body);
        try {
            return new Split.Items(whole(text));
        } catch (IOException notOneValue) {
            return lines(text);
        }
    }

    /** One line of NDJSON, or any text that should be one object. */
    public static Item item(String text) {
        try (JsonParser parser = FACTORY.createParser(withoutMark(text))) {
            if (parser.nextToken() == null) {
                return new Item.Malformed(malformed("an empty line: write one JSON object"));
            }
            Item item = item(parser);
            requireEnd(parser);
            return item;
        } catch (IOException e) {
            return new Item.Malformed(malformed("not JSON (" + where(e) + "): write one JSON object"));
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Fault malformed(String message) {
        return new Fault(null, null, "MALFORMED", message);
    }

    /** The place and not the text, which may hold a position. */
    private static String where(IOException e) {
        return e instanceof JsonProcessingException json && json.getLocation() != null
                ? "line " + json.getLocation().getLineNr() + ", column "
                        + json.getLocation().getColumnNr()
                : "more than one value";
    }

    private static List<Item> whole(String text) throws IOException {
        var items = new ArrayList<Item>();
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(item(parser));
                }
            } else if (first != null) {
                items.add(item(parser));
            }
            requireEnd(parser);
        }
        return items;
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new IOException("more than one value");
        }
    }

    private static Split lines(String text) {
        var items = new ArrayList<Item>();
        boolean anyTree = false;
        for (String line : text.split("\r\n|\n|\r", -1)) {
            if (!line.isBlank()) {
                Item item = item(line);
                anyTree |= item instanceof Item.Tree;
                items.add(item);
            }
        }
        if (anyTree) {
            return new Split.Items(items);
        }
        return new Split.Unreadable(
                malformed("the body is neither a JSON object, nor an array of them, nor one on each line"));
    }

    /** Builds the value that the parser stands on; always walks to its end. */
    private static Item item(JsonParser parser) throws IOException {
        var repeated = new ArrayList<String>();
        JsonNode node = node(parser, repeated);
        if (!repeated.isEmpty()) {
            String key = repeated.get(0);
            return new Item.Malformed(
                    new Fault(key, null, "MALFORMED", "the key " + key + " stands twice in one object: write it once"));
        }
        return node instanceof ObjectNode object
                ? new Item.Tree(object)
                : new Item.Malformed(malformed("an item is a JSON object"));
    }

    private static JsonNode node(JsonParser parser, List<String> repeated) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    JsonNode value = node(parser, repeated);
                    if (object.has(name)) {
                        repeated.add(name);
                    } else {
                        object.set(name, value);
                    }
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(node(parser, repeated));
                }
                yield array;
            }
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? NODES.numberNode(parser.getDoubleValue())
                        : NODES.numberNode(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }
}

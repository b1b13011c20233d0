package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.schemas.json.JsonBody;
import dev.backstretch.schemas.json.PlainReading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body apart into its items: one object, an array, or one a line. Items stand alone: what cannot be read costs one
 * of them, and only a body that is no JSON at all costs all.
 */
final class Items {
    /** Finds where the elements of an array begin and end; lenient, because each is read strictly by itself. */
    private static final JsonFactory OUTLINE = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private Items() {}

    /** What a body holds. */
    sealed interface Parsed {
        /**
         * Items.
         *
         * @param single whether the body is one object, not an array or lines of them
         */
        record Whole(List<Raw> items, boolean single) implements Parsed {}

        record NotJson(String detail) implements Parsed {}

        record TooMany(int limit) implements Parsed {}

        /** It is text in another encoding than UTF-8. */
        record NotUtf8() implements Parsed {}
    }

    /**
     * One item as it came.
     *
     * @param object null when it is none
     * @param malformed why it is none, null when it is one
     * @param plain the reading that it is, where that was seen at once; its object is made when it is asked for
     */
    record Raw(
            int index,
            @Nullable ObjectNode object,
            @Nullable Fault malformed,
            ByteBuffer bytes,
            @Nullable PlainReading plain) {
        Raw(int index, @Nullable ObjectNode object, @Nullable Fault malformed, ByteBuffer bytes) {
            this(index, object, malformed, bytes, null);
        }

        @Override
        public @Nullable ObjectNode object() {
            return plain != null
                            && JsonBody.item(StandardCharsets.UTF_8
                                            .decode(bytes.duplicate())
                                            .toString())
                                    instanceof JsonBody.Item.Tree tree
                    ? tree.node()
                    : object;
        }
    }

    /** Takes a body of readings apart: the same items, found sooner where they are as nearly all are. */
    static Parsed parseReadings(byte[] body, boolean lines, int limit) {
        List<PlainReading> readings = lines ? null : PlainReading.scan(body, 0, body.length, limit);
        if (readings == null) {
            return parse(body, lines, limit);
        }
        int start = 0;
        while (isSpace(body[start])) {
            start++;
        }
        // Of one object the payload is all that was sent, of an array its element.
        boolean single = body[start] == '{';
        List<Raw> items = new ArrayList<>(readings.size());
        for (PlainReading plain : readings) {
            int end = single ? body.length : plain.end();
            items.add(new Raw(
                    items.size(), null, null, ByteBuffer.wrap(body, plain.start(), end - plain.start()), plain));
        }
        return new Parsed.Whole(items, single);
    }

    static Parsed parse(byte[] body, boolean lines, int limit) {
        if (!isUtf8(body)) {
            return new Parsed.NotUtf8();
        }
        int from = hasByteOrderMark(body) ? 3 : 0;
        while (from < body.length && isSpace(body[from])) {
            from++;
        }
        if (from == body.length) {
            return lines ? new Parsed.Whole(List.of(), false) : new Parsed.NotJson("the body is empty");
        }
        if (lines) {
            return parseLines(body, from, limit);
        }
        if (body[from] == '[') {
            return parseArray(body, from, limit);
        }
        Raw one = item(0, body, from, body.length);
        if (one.object() != null) {
            return new Parsed.Whole(List.of(one), true);
        }
        // Curl and many devices say application/json when they send lines.
        if (isObject(body, from)) {
            return onlyOneValue(body, from) ? new Parsed.Whole(List.of(one), true) : parseLines(body, from, limit);
        }
        return new Parsed.NotJson("the body is neither a JSON object nor an array nor lines of objects");
    }

    private static Parsed parseArray(byte[] body, int from, int limit) {
        List<Raw> items = new ArrayList<>();
        try (JsonParser parser = OUTLINE.createParser(body, from, body.length - from)) {
            parser.nextToken();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token == null) {
                    return new Parsed.NotJson("the array does not end");
                }
                if (items.size() == limit) {
                    return new Parsed.TooMany(limit);
                }
                int start = from + (int) parser.currentTokenLocation().getByteOffset();
                if (token == JsonToken.START_OBJECT) {
                    parser.skipChildren();
                    int end = from + (int) parser.currentLocation().getByteOffset();
                    items.add(item(items.size(), body, start, end));
                } else {
                    parser.skipChildren();
                    items.add(new Raw(items.size(), null, notAnObject(), ByteBuffer.wrap(body, start, 0)));
                }
            }
            if (parser.nextToken() != null) {
                return new Parsed.NotJson("something follows the array");
            }
        } catch (IOException e) {
            return new Parsed.NotJson("the array is broken at " + place(e));
        }
        return new Parsed.Whole(items, false);
    }

    private static Parsed parseLines(byte[] body, int from, int limit) {
        List<Raw> items = new ArrayList<>();
        boolean any = false;
        int start = from;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            if (!isBlank(body, start, end)) {
                if (items.size() == limit) {
                    return new Parsed.TooMany(limit);
                }
                Raw line = item(items.size(), body, start, end);
                any |= line.object() != null || isObject(body, start);
                items.add(line);
            }
            start = end + 1;
        }
        return any || items.isEmpty()
                ? new Parsed.Whole(items, false)
                : new Parsed.NotJson("none of the lines is a JSON object");
    }

    private static Raw item(int index, byte[] body, int start, int end) {
        ByteBuffer bytes = ByteBuffer.wrap(body, start, end - start).slice();
        JsonBody.Item item = JsonBody.item(new String(body, start, end - start, StandardCharsets.UTF_8));
        return item instanceof JsonBody.Item.Tree tree
                ? new Raw(index, tree.node(), null, bytes)
                : new Raw(index, null, ((JsonBody.Item.Malformed) item).fault(), bytes);
    }

    /** One value and nothing after it, as far as the outline goes: a repeated key, say, but not several lines. */
    private static boolean onlyOneValue(byte[] body, int from) {
        try (JsonParser parser = OUTLINE.createParser(body, from, body.length - from)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether what begins here has the outline of an object, whatever its values. */
    private static boolean isObject(byte[] body, int from) {
        try (JsonParser parser = OUTLINE.createParser(body, from, body.length - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.currentToken() == JsonToken.END_OBJECT;
        } catch (IOException e) {
            return false;
        }
    }

    /** The place and not the text, which may hold a position. */
    private static String place(IOException e) {
        return e instanceof JsonProcessingException json && json.getLocation() != null
                ? "line " + json.getLocation().getLineNr() + ", column "
                        + json.getLocation().getColumnNr()
                : "somewhere";
    }

    private static Fault notAnObject() {
        return new Fault(null, null, "MALFORMED", "each item is a JSON object: send {…}");
    }

    private static boolean hasByteOrderMark(byte[] body) {
        return body.length >= 3 && (body[0] & 0xFF) == 0xEF && (body[1] & 0xFF) == 0xBB && (body[2] & 0xFF) == 0xBF;
    }

    /** Without zero bytes: no JSON in UTF-8 has one, and none in UTF-16 or UTF-32 is without. */
    private static boolean isUtf8(byte[] body) {
        for (byte one : body) {
            if (one == 0) {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!isSpace(body[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte one) {
        return one == ' ' || one == '\t' || one == '\r' || one == '\n';
    }
}

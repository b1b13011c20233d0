package dev.backstretch.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.reading.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one object, typed, and gathers what is wrong with them. A field that is null is absent. */
final class JsonFields {
    /** Long enough for any device; what is longer is no identity but an attack on memory. */
    static final int MAXIMUM_ID_CHARS = 128;

    static final int MAXIMUM_TEXT_CHARS = 1000;

    private final ObjectNode node;
    private final String prefix;
    private final List<Fault> faults;

    JsonFields(ObjectNode node) {
        this(node, "", new ArrayList<>());
    }

    private JsonFields(ObjectNode node, String prefix, List<Fault> faults) {
        this.node = node;
        this.prefix = prefix;
        this.faults = faults;
    }

    List<Fault> faults() {
        return faults;
    }

    private @Nullable JsonNode present(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    boolean has(String name) {
        return present(name) != null;
    }

    void fault(String name, @Nullable Object value, String reason, String message) {
        String field = prefix + name;
        faults.add(new Fault(field, value == null ? null : String.valueOf(value), reason, field + " " + message));
    }

    void missing(String name, String message) {
        fault(name, null, "MISSING", message);
    }

    private void range(String name, Object value, String message) {
        fault(name, value, "RANGE", message);
    }

    private void wrongType(String name, JsonNode value, String wanted) {
        fault(name, value.isContainerNode() ? null : value.asText(), "MALFORMED", "is not " + wanted);
    }

    @Nullable
    String text(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            wrongType(name, value, "a text: write it in quotes");
            return null;
        }
        String text = value.textValue();
        if (text.length() > MAXIMUM_TEXT_CHARS) {
            range(name, text, "is longer than " + MAXIMUM_TEXT_CHARS + " characters: shorten it");
            return null;
        }
        return text;
    }

    String text(String name, String absent) {
        String text = text(name);
        return text == null ? absent : text;
    }

    String requiredText(String name) {
        if (!has(name)) {
            missing(name, "is missing");
        }
        return text(name, "");
    }

    /** A name that becomes part of keys: no control characters and no bar, which parts keys. */
    @Nullable
    String id(String name) {
        String id = text(name);
        if (id == null) {
            return null;
        }
        boolean legal = !id.isBlank()
                && id.length() <= MAXIMUM_ID_CHARS
                && id.codePoints().noneMatch(c -> c == '|' || Character.isISOControl(c) || isSurrogate(c));
        if (!legal) {
            fault(
                    name,
                    id,
                    "INVALID_ID",
                    "is no identity: 1 to " + MAXIMUM_ID_CHARS + " characters without control characters and |");
            return null;
        }
        return id;
    }

    /** Half a character has no bytes in UTF-8, so two such names would become one. */
    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    String requiredId(String name) {
        if (!has(name)) {
            missing(name, "is missing");
        }
        String id = id(name);
        return id == null ? "" : id;
    }

    /** NaN when absent. */
    double number(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return Double.NaN;
        }
        if (!value.isNumber()) {
            wrongType(name, value, "a number");
            return Double.NaN;
        }
        double number = value.doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            fault(name, number, "MALFORMED", "is not a finite number: leave it out when it is not known");
            return Double.NaN;
        }
        return number;
    }

    double number(String name, double lowest, double highest) {
        double number = number(name);
        if (number < lowest || number > highest) {
            range(name, number, "is outside " + lowest + " to " + highest);
            return Double.NaN;
        }
        return number;
    }

    @Nullable
    Double nullableNumber(String name, double lowest, double highest) {
        double number = number(name, lowest, highest);
        return Double.isNaN(number) ? null : (Double) number;
    }

    double requiredNumber(String name, double lowest, double highest) {
        if (!has(name)) {
            missing(name, "is missing");
        }
        return number(name, lowest, highest);
    }

    @Nullable
    Long nullableLong(String name, long lowest, long highest) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (Double.isNaN(number) || Math.rint(number) != number) {
            wrongType(name, value, "a whole number");
            return null;
        }
        if (number < lowest || number > highest) {
            range(name, value.asText(), "is outside " + lowest + " to " + highest);
            return null;
        }
        return value.longValue();
    }

    @Nullable
    Integer nullableInt(String name, int lowest, int highest) {
        Long value = nullableLong(name, lowest, highest);
        return value == null ? null : (Integer) value.intValue();
    }

    @Nullable
    Boolean nullableBoolean(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            wrongType(name, value, "true or false");
            return null;
        }
        return value.booleanValue();
    }

    boolean bool(String name) {
        Boolean value = nullableBoolean(name);
        return value != null && value;
    }

    @Nullable
    Instant time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        JsonTime.Result result = JsonTime.parse(prefix + name, text);
        if (result instanceof JsonTime.Result.Faulty faulty) {
            faults.add(faulty.fault());
            return null;
        }
        return ((JsonTime.Result.At) result).instant();
    }

    /** A name out of a list, in any case. */
    <E extends Enum<E>> @Nullable E symbol(String name, Class<E> type) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        String wanted = text.toUpperCase(Locale.ROOT);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(wanted) && !wanted.equals("UNRECOGNISED")) {
                return constant;
            }
        }
        fault(
                name,
                text,
                "UNKNOWN_VALUE",
                "is not one of "
                        + Stream.of(type.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .filter(constant -> !constant.equals("unrecognised"))
                                .collect(Collectors.joining(", ")));
        return null;
    }

    <E extends Enum<E>> E symbol(String name, Class<E> type, E absent) {
        E symbol = symbol(name, type);
        return symbol == null ? absent : symbol;
    }

    <E extends Enum<E>> E requiredSymbol(String name, Class<E> type, E whenFaulty) {
        if (!has(name)) {
            missing(name, "is missing");
        }
        return symbol(name, type, whenFaulty);
    }

    @Nullable
    JsonFields object(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ObjectNode object)) {
            wrongType(name, value, "an object");
            return null;
        }
        return new JsonFields(object, prefix + name + ".", faults);
    }

    /** Objects of an array; anything else in it is a fault. */
    List<JsonFields> objects(String name) {
        var objects = new ArrayList<JsonFields>();
        List<JsonNode> items = items(name);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof ObjectNode object) {
                objects.add(new JsonFields(object, prefix + name + "[" + i + "].", faults));
            } else {
                wrongType(name + "[" + i + "]", items.get(i), "an object");
            }
        }
        return objects;
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        List<JsonNode> items = items(name);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isTextual()) {
                texts.add(items.get(i).textValue());
            } else {
                wrongType(name + "[" + i + "]", items.get(i), "a text");
            }
        }
        return texts;
    }

    private List<JsonNode> items(String name) {
        var items = new ArrayList<JsonNode>();
        JsonNode value = present(name);
        if (value != null && !value.isArray()) {
            wrongType(name, value, "an array");
        } else if (value != null) {
            value.forEach(items::add);
        }
        return items;
    }

    /** Latitude and longitude in degrees, as session files write a place. */
    double[] place(String name) {
        JsonNode value = present(name);
        double[] none = {0.0, 0.0};
        if (value == null) {
            missing(name, "is missing: write [latitude, longitude] in degrees");
            return none;
        }
        if (!value.isArray()
                || value.size() != 2
                || !value.get(0).isNumber()
                || !value.get(1).isNumber()) {
            wrongType(name, value, "[latitude, longitude] in degrees");
            return none;
        }
        double latitude = value.get(0).doubleValue();
        double longitude = value.get(1).doubleValue();
        // Written so that NaN fails too.
        if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
            fault(name, null, "RANGE_POSITION", "is outside -90 to 90 and -180 to 180 degrees");
            return none;
        }
        return new double[] {latitude, longitude};
    }
}

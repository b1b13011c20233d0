package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.reading.Fault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one object by name and type, and gathers what is wrong with them. */
final class Fields {
    private final ObjectNode object;
    private final String path;
    private final List<Fault> faults;
    private final Set<String> asked = new HashSet<>();

    Fields(ObjectNode object) {
        this(object, "", new ArrayList<>());
    }

    private Fields(ObjectNode object, String path, List<Fault> faults) {
        this.object = object;
        this.path = path;
        this.faults = faults;
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    void fault(String field, @Nullable String value, String reason, String message) {
        faults.add(new Fault(path + field, value, reason, path + field + " " + message));
    }

    /** The field, or null when it is missing or null. */
    @Nullable
    JsonNode node(String field) {
        asked.add(field);
        JsonNode node = object.get(field);
        return node == null || node.isNull() ? null : node;
    }

    @Nullable
    String text(String field) {
        JsonNode node = node(field);
        if (node != null && !node.isTextual()) {
            malformed(field, node, "is no text: put it in quotes");
            return null;
        }
        return node == null ? null : node.textValue();
    }

    /** A name that can be part of a key. */
    @Nullable
    String name(String field) {
        String name = text(field);
        Fault fault = name == null ? null : Names.check(path + field, name);
        if (fault != null) {
            faults.add(fault);
            return null;
        }
        return name;
    }

    @Nullable
    Boolean flag(String field) {
        JsonNode node = node(field);
        if (node != null && !node.isBoolean()) {
            malformed(field, node, "is neither true nor false: send one of them");
            return null;
        }
        return node == null ? null : node.booleanValue();
    }

    /** Complains of a plan that we do not have: it would be a free run, and nobody would be told. */
    void plan(String field, String name) {
        if (Plans.named(name).isEmpty()) {
            fault(
                    field,
                    name,
                    "UNKNOWN_PLAN",
                    "is no plan we have: choose one of "
                            + Plans.builtIn().stream().map(Plan::name).collect(Collectors.joining(", ")));
        }
    }

    /** A number within bounds; the default when it is missing. */
    double number(String field, double missing, double lowest, double highest) {
        JsonNode node = node(field);
        if (node == null) {
            return missing;
        }
        double value = node.doubleValue();
        if (!node.isNumber() || !Double.isFinite(value)) {
            malformed(field, node, "is no number: send one without quotes");
            return missing;
        }
        if (value < lowest || value > highest) {
            fault(field, node.asText(), "RANGE", "is outside " + lowest + " to " + highest + ": mend it");
            return missing;
        }
        return value;
    }

    @Nullable
    Instant instant(String field) {
        String text = text(field);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            fault(field, text, "TIME", "is no time: send ISO 8601 with a zone, such as 2026-11-20T06:00:01Z");
            return null;
        }
    }

    /** The fields of an object within; faults go to the same list. */
    @Nullable
    Fields within(String field) {
        JsonNode node = node(field);
        if (node != null && !(node instanceof ObjectNode)) {
            malformed(field, node, "is no object: send {…}");
            return null;
        }
        return node == null ? null : new Fields((ObjectNode) node, path + field + ".", faults);
    }

    /** A point as [latitude, longitude]; null when it is missing or wrong, and then there is a fault. */
    double @Nullable [] point(String field) {
        JsonNode node = node(field);
        return node == null ? null : point(field, node);
    }

    double @Nullable [] point(String field, JsonNode node) {
        boolean pair = node.isArray()
                && node.size() == 2
                && node.get(0).isNumber()
                && node.get(1).isNumber();
        double latitude = pair ? node.get(0).doubleValue() : Double.NaN;
        double longitude = pair ? node.get(1).doubleValue() : Double.NaN;
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            fault(
                    field,
                    node.toString(),
                    "RANGE_POSITION",
                    "is no place: send [latitude, longitude] in WGS84 degrees, -90 to 90 and -180 to 180");
            return null;
        }
        return new double[] {latitude, longitude};
    }

    /** Complains of what nobody asked for: most likely a slip of the pen. */
    void refuseUnknown() {
        object.fieldNames().forEachRemaining(field -> {
            if (!asked.contains(field)) {
                fault(field, null, "UNKNOWN_FIELD", "is no field of this request: leave it out or mend its name");
            }
        });
    }

    private void malformed(String field, JsonNode node, String message) {
        fault(field, node.toString(), "MALFORMED", message);
    }
}

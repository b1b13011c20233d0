package dev.backstretch.schemas.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of JSON Schema that {@code plan.schema.json} uses; a keyword it does not know fails the test. */
final class PlanSchema {
    private final JsonNode root;

    PlanSchema() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                PlanFile.class.getResourceAsStream(PlanFile.SCHEMA), "the schema on the class path")) {
            root = new ObjectMapper().readTree(in);
        }
    }

    JsonNode root() {
        return root;
    }

    boolean accepts(JsonNode value) {
        return accepts(root, value);
    }

    private boolean accepts(JsonNode schema, JsonNode value) {
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            if (!accepts(schema, keyword.getKey(), keyword.getValue(), value)) {
                return false;
            }
        }
        return true;
    }

    private boolean accepts(JsonNode schema, String keyword, JsonNode rule, JsonNode value) {
        return switch (keyword) {
            case "$schema", "title", "description", "$defs", "then" -> true;
            case "$ref" -> accepts(root.at(rule.asText().substring(1)), value);
            case "type" ->
                switch (rule.asText()) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "number" -> value.isNumber();
                    case "integer" -> value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
                    default -> throw new IllegalArgumentException("type " + rule);
                };
            case "enum" -> any(rule, value);
            case "pattern" ->
                !value.isTextual()
                        || Pattern.compile(rule.asText())
                                .matcher(value.asText())
                                .find();
            case "minimum" -> !value.isNumber() || value.doubleValue() >= rule.doubleValue();
            case "exclusiveMinimum" -> !value.isNumber() || value.doubleValue() > rule.doubleValue();
            case "maximum" -> !value.isNumber() || value.doubleValue() <= rule.doubleValue();
            case "minItems" -> !value.isArray() || value.size() >= rule.intValue();
            case "maxItems" -> !value.isArray() || value.size() <= rule.intValue();
            case "items" -> !value.isArray() || each(rule, value);
            case "required" -> !value.isObject() || hasAll(rule, value);
            case "properties" -> !value.isObject() || fit(rule, value);
            case "additionalProperties" -> !value.isObject() || noOthers(schema.get("properties"), value);
            case "dependentRequired" -> !value.isObject() || dependents(rule, value);
            case "not" -> !accepts(rule, value);
            case "allOf" -> all(rule, value);
            case "anyOf" -> some(rule, value);
            case "if" -> !accepts(rule, value) || accepts(schema.get("then"), value);
            default -> throw new IllegalArgumentException("a keyword this test does not know: " + keyword);
        };
    }

    private static boolean any(JsonNode allowed, JsonNode value) {
        for (JsonNode one : allowed) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private boolean each(JsonNode rule, JsonNode values) {
        for (JsonNode value : values) {
            if (!accepts(rule, value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasAll(JsonNode names, JsonNode value) {
        for (JsonNode name : names) {
            if (!value.has(name.asText())) {
                return false;
            }
        }
        return true;
    }

    private boolean fit(JsonNode properties, JsonNode value) {
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (value.has(property.getKey()) && !accepts(property.getValue(), value.get(property.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean noOthers(@Nullable JsonNode properties, JsonNode value) {
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            if (properties == null || !properties.has(field.getKey())) {
                return false;
            }
        }
        return true;
    }

    private static boolean dependents(JsonNode rule, JsonNode value) {
        for (Map.Entry<String, JsonNode> one : rule.properties()) {
            if (value.has(one.getKey()) && !hasAll(one.getValue(), value)) {
                return false;
            }
        }
        return true;
    }

    private boolean all(JsonNode rules, JsonNode value) {
        for (JsonNode rule : rules) {
            if (!accepts(rule, value)) {
                return false;
            }
        }
        return true;
    }

    private boolean some(JsonNode rules, JsonNode value) {
        for (JsonNode rule : rules) {
            if (accepts(rule, value)) {
                return true;
            }
        }
        return false;
    }
}

package dev.backstretch.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A schema as a later or earlier version might have it. */
final class SchemaEdit {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode root;

    private SchemaEdit(ObjectNode root) {
        this.root = root;
    }

    static SchemaEdit of(Schema schema) {
        return new SchemaEdit((ObjectNode) json(schema.toString()));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Avro writes JSON", e);
        }
    }

    private Schema schema() {
        return new Schema.Parser().parse(root.toString());
    }

    private static void append(ObjectNode record, String name, JsonNode type, @Nullable Object defaultValue) {
        ObjectNode field = ((ArrayNode) record.get("fields")).addObject();
        field.put("name", name);
        field.set("type", type);
        if (defaultValue != null) {
            field.set("default", JSON.valueToTree(defaultValue));
        }
    }

    /** With one more field; without a default when that is null. */
    Schema add(String name, Schema type, @Nullable Object defaultValue) {
        append(root, name, json(type.toString()), defaultValue);
        return schema();
    }

    Schema retype(String name, Schema type) {
        for (JsonNode field : root.get("fields")) {
            if (field.get("name").asText().equals(name)) {
                ((ObjectNode) field).set("type", json(type.toString()));
                ((ObjectNode) field).remove("default");
            }
        }
        return schema();
    }

    /** With one more kind in the body of the envelope: a nullable record. */
    SchemaEdit addKind(String name, String recordJson) {
        ArrayNode type = JSON.createArrayNode().add("null").add(json(recordJson));
        ObjectNode body = named(root, "Body");
        ObjectNode field = ((ArrayNode) body.get("fields")).addObject();
        field.put("name", name);
        field.set("type", type);
        field.putNull("default");
        return this;
    }

    /** With one more symbol in an enum. */
    Schema addSymbol(String enumName, String symbol) {
        ((ArrayNode) named(root, enumName).get("symbols")).add(symbol);
        return schema();
    }

    private static ObjectNode named(JsonNode in, String name) {
        for (JsonNode parent : in.findParents("name")) {
            if (parent.get("name").asText().equals(name) && (parent.has("fields") || parent.has("symbols"))) {
                return (ObjectNode) parent;
            }
        }
        throw new AssertionError("no type " + name);
    }
}

package dev.backstretch.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One change of the catalogue, as it is kept in a compacted log. Key and value are the JSON that Confluent's registry
 * keeps in {@code _schemas}.
 */
public sealed interface CatalogueRecord {
    /**
     * A schema became a version of a subject.
     *
     * @param schema the schema as JSON text
     */
    record Registered(String subject, int version, int id, String schema) implements CatalogueRecord {}

    /** A level was set, for one subject or, with null, for all that have none of their own. */
    record ConfigSet(@Nullable String subject, Compatibility level) implements CatalogueRecord {}

    /** The record's key: of two records with one key the later counts. */
    default String key() {
        ObjectNode key = Json.MAPPER.createObjectNode();
        if (this instanceof Registered registered) {
            key.put("keytype", "SCHEMA").put("subject", registered.subject()).put("version", registered.version());
            key.put("magic", 1);
        } else if (this instanceof ConfigSet config) {
            key.put("keytype", "CONFIG").put("subject", config.subject()).put("magic", 0);
        }
        return key.toString();
    }

    /** The record's value. */
    default String value() {
        ObjectNode value = Json.MAPPER.createObjectNode();
        if (this instanceof Registered registered) {
            value.put("subject", registered.subject()).put("version", registered.version());
            value.put("id", registered.id()).put("schema", registered.schema()).put("deleted", false);
        } else if (this instanceof ConfigSet config) {
            value.put("subject", config.subject())
                    .put("compatibilityLevel", config.level().name());
        }
        return value.toString();
    }

    /** The change that key and value tell; empty for what this catalogue does not keep (no-ops, tombstones, modes). */
    static Optional<CatalogueRecord> of(@Nullable String key, @Nullable String value) {
        if (key == null || value == null) {
            return Optional.empty();
        }
        try {
            JsonNode type = Json.MAPPER.readTree(key).path("keytype");
            JsonNode node = Json.MAPPER.readTree(value);
            JsonNode subject = node.path("subject");
            if (type.asText().equals("SCHEMA")
                    && subject.isTextual()
                    && node.path("version").isInt()
                    && node.path("id").isInt()
                    && node.path("schema").isTextual()
                    && !node.path("deleted").asBoolean(false)) {
                return Optional.of(new Registered(
                        subject.asText(),
                        node.path("version").asInt(),
                        node.path("id").asInt(),
                        node.path("schema").asText()));
            }
            if (type.asText().equals("CONFIG")) {
                return Compatibility.named(node.path("compatibilityLevel").asText())
                        .map(level -> new ConfigSet(subject.isTextual() ? subject.asText() : null, level));
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Plain JSON for keys and values. */
    final class Json {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        private Json() {}
    }
}

package dev.backstretch.schemas.registry;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;

/** What a new version of a schema owes to the versions before it: Confluent's seven levels. */
public enum Compatibility {
    /** Anything goes. */
    NONE,
    /** Reads what the latest version wrote. */
    BACKWARD,
    /** Reads what any version wrote. */
    BACKWARD_TRANSITIVE,
    /** Is read by the latest version. */
    FORWARD,
    /** Is read by any version. */
    FORWARD_TRANSITIVE,
    /** Both ways with the latest version. */
    FULL,
    /** Both ways with every version. */
    FULL_TRANSITIVE;

    private Optional<SchemaValidator> validator() {
        var builder = new SchemaValidatorBuilder();
        return switch (this) {
            case NONE -> Optional.empty();
            case BACKWARD -> Optional.of(builder.canReadStrategy().validateLatest());
            case BACKWARD_TRANSITIVE -> Optional.of(builder.canReadStrategy().validateAll());
            case FORWARD -> Optional.of(builder.canBeReadStrategy().validateLatest());
            case FORWARD_TRANSITIVE -> Optional.of(builder.canBeReadStrategy().validateAll());
            case FULL -> Optional.of(builder.mutualReadStrategy().validateLatest());
            case FULL_TRANSITIVE -> Optional.of(builder.mutualReadStrategy().validateAll());
        };
    }

    /**
     * Why the schema may not follow the earlier ones; empty when it may.
     *
     * @param newestFirst the earlier versions
     */
    public Optional<String> fault(Schema schema, List<Schema> newestFirst) {
        Optional<SchemaValidator> validator = validator();
        if (validator.isEmpty()) {
            return Optional.empty();
        }
        try {
            validator.get().validate(schema, newestFirst);
            return Optional.empty();
        } catch (SchemaValidationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The level of this name, in any case. */
    public static Optional<Compatibility> named(String name) {
        for (Compatibility level : values()) {
            if (level.name().equalsIgnoreCase(name)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}

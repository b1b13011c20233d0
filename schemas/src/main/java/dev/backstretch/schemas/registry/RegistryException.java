package dev.backstretch.schemas.registry;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The registry refused, or could not be asked. Names the subject or id and what to do. */
public final class RegistryException extends KafkaException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public RegistryException(Kind kind, String message, @Nullable Throwable cause) {
        super(message + ": " + kind.remedy, cause);
        this.kind = kind;
    }

    public RegistryException(Kind kind, String message) {
        this(kind, message, null);
    }

    public Kind kind() {
        return kind;
    }

    /** What went wrong, by the codes of Confluent's API. */
    public enum Kind {
        SUBJECT_UNKNOWN(40401, "check the topic's name, or let a producer register its schema first"),
        VERSION_UNKNOWN(40402, "ask for one of the subject's versions, or for latest"),
        SCHEMA_UNKNOWN(40403, "the record was written with another registry, or the registry lost its storage"),
        INVALID(42201, "mend the schema: the registry cannot parse it"),
        INVALID_VERSION(42202, "ask for a version from 1, or for latest"),
        INVALID_COMPATIBILITY(42203, "name one of Confluent's seven compatibility levels"),
        INCOMPATIBLE(409, "add fields only with defaults, or start a new topic version"),
        UNAUTHORISED(401, "check the registry's user and password"),
        UNREACHABLE(0, "check that the registry runs and that its address is right"),
        UNEXPECTED(0, "look into the registry's log");

        private final int code;
        private final String remedy;

        Kind(int code, String remedy) {
            this.code = code;
            this.remedy = remedy;
        }

        /** Confluent's error code; 0 where it has none. */
        public int code() {
            return code;
        }

        /** The status that a server answers with. */
        public int httpStatus() {
            return code >= 1000 ? code / 100 : code == 0 ? 500 : code;
        }

        /** The kind of an error answer, by its code or else by its status. */
        static Kind of(int errorCode, int httpStatus) {
            for (Kind kind : values()) {
                if (kind.code != 0 && kind.code == errorCode) {
                    return kind;
                }
            }
            return switch (httpStatus) {
                case 401, 403 -> UNAUTHORISED;
                case 409 -> INCOMPATIBLE;
                case 422 -> INVALID;
                default -> UNEXPECTED;
            };
        }
    }
}

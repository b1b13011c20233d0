package dev.backstretch.schemas.registry;

/** What the catalogue answers: a value, or a refusal with Confluent's code. */
public sealed interface Answer<T> {
    record Found<T>(T value) implements Answer<T> {}

    /**
     * A refusal.
     *
     * @param kind carries the error code and the HTTP status
     * @param message subject, version or id, and what is wrong
     */
    record Refused<T>(RegistryException.Kind kind, String message) implements Answer<T> {
        public int errorCode() {
            return kind.code();
        }

        public int httpStatus() {
            return kind.httpStatus();
        }
    }

    /** The value; a refusal is thrown. */
    default T orThrow() {
        if (this instanceof Found<T> found) {
            return found.value();
        }
        Refused<T> refused = (Refused<T>) this;
        throw new RegistryException(refused.kind(), refused.message());
    }
}

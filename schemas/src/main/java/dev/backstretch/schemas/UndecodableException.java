package dev.backstretch.schemas;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are no value of their topic, and never will be: reading them again cannot help. A registry that does not
 * answer is a {@link dev.backstretch.schemas.registry.RegistryException} instead, because there waiting does.
 */
public final class UndecodableException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public UndecodableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public UndecodableException(String message) {
        super(message);
    }
}

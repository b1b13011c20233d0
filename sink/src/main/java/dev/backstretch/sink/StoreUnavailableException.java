package dev.backstretch.sink;

import org.jspecify.annotations.Nullable;

/** The store does not answer, or answers that it cannot now. */
public final class StoreUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package dev.backstretch.launcher;

import org.jspecify.annotations.Nullable;

/** A command cannot do what it was asked; the message says why and what to do, and is all that a person has to see. */
final class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    CommandFailedException(String message) {
        super(message);
    }

    CommandFailedException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.backstretch.simulator;

/** The doors did not take an event that the whole session hangs on. */
public final class DoorsClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DoorsClosedException(String message) {
        super(message);
    }
}

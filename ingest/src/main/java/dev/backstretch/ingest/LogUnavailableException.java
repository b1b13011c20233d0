package dev.backstretch.ingest;

/** The log did not acknowledge, or too much awaits its acknowledgement: whoever sent it should send it again. */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public LogUnavailableException(String message) {
        super(message);
    }
}

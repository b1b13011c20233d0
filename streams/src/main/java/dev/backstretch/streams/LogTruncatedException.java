package dev.backstretch.streams;

/** The log has let go of events that may be in no snapshot: to go on would be to lose them in silence. */
final class LogTruncatedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogTruncatedException(String message) {
        super(message);
    }
}

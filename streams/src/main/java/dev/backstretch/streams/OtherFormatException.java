package dev.backstretch.streams;

/** The snapshots were written by another version: only the whole log can say what they hold. */
final class OtherFormatException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    OtherFormatException(String message) {
        super(message);
    }
}

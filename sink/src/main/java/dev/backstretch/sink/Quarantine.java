package dev.backstretch.sink;

import dev.backstretch.domain.outcome.Rejection;
import java.util.List;

/** Where that is put which no store will take. */
public interface Quarantine extends AutoCloseable {
    /**
     * Returns when the rejections are kept for good.
     *
     * @throws QuarantineUnavailableException when they may not be; put the same again later
     */
    void put(List<Rejection> rejections) throws QuarantineUnavailableException;

    @Override
    void close();

    /** The quarantine does not answer. */
    final class QuarantineUnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        public QuarantineUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}

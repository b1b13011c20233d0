package dev.backstretch.sink;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Whether the sink does its work, and if not, what is missing. */
final class SinkHealth {
    private static final String STARTING = "the store has not answered yet";

    private final AtomicReference<String> missing = new AtomicReference<>(STARTING);

    void healthy() {
        missing.set("");
    }

    void unhealthy(String what) {
        missing.set(what.isEmpty() ? "the store does not answer" : what);
    }

    Optional<String> missing() {
        String what = Objects.requireNonNull(missing.get(), "never null");
        return what.isEmpty() ? Optional.empty() : Optional.of(what);
    }
}

package dev.backstretch.sink;

import java.time.Duration;
import java.util.Objects;

/**
 * Where the QuestDB server is; the embedded one is no different.
 *
 * @param httpAddress host:port that takes rows
 * @param pgAddress host:port that takes SQL
 * @param user for both; empty when the server asks for none
 * @param password never printed
 * @param requestTimeout after which an unanswered request counts as failed
 */
public record StoreSettings(
        String httpAddress, String pgAddress, String user, String password, Duration requestTimeout) {
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(10);

    public StoreSettings {
        requireAddress("httpAddress", httpAddress);
        requireAddress("pgAddress", pgAddress);
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (requestTimeout.compareTo(Duration.ofMillis(100)) < 0
                || requestTimeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("requestTimeout: 100 ms to 1 minute, not " + requestTimeout);
        }
    }

    private static void requireAddress(String name, String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(name + ": host:port, not " + address);
        }
    }

    @Override
    public String toString() {
        return "StoreSettings[httpAddress=" + httpAddress + ", pgAddress=" + pgAddress + ", user=" + user
                + ", requestTimeout=" + requestTimeout + "]";
    }
}

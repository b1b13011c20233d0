package dev.backstretch.schemas.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a request carries its token: devices differ in what they can be told to send. */
public final class Credentials {
    private Credentials() {}

    /**
     * The token of a request; the most deliberate place wins.
     *
     * @param authorization the header {@code Authorization}: {@code Bearer} with the token, or {@code Basic} with the token
     *     as password and any user
     * @param parameter the query's {@code token}
     * @param pathPart the part of the path that may be a token
     * @return empty when there is none; an empty password is none, as trackers send one when nothing is set
     */
    public static Optional<String> of(
            @Nullable String authorization, @Nullable String parameter, @Nullable String pathPart) {
        if (pathPart != null && !pathPart.isBlank()) {
            return Optional.of(pathPart.strip());
        }
        if (authorization != null && !authorization.isBlank()) {
            String[] parts = authorization.strip().split("\\s+", 2);
            String scheme = parts[0].toLowerCase(Locale.ROOT);
            String value = parts.length < 2 ? "" : parts[1].strip();
            if (!scheme.equals("basic")) {
                // Another scheme than these is a token that does not hold, not a request without one.
                return Optional.of(scheme.equals("bearer") ? value : authorization.strip());
            }
            Optional<String> password = ofPassword(password(value));
            if (password.isPresent()) {
                return password;
            }
        }
        return ofPassword(parameter);
    }

    /** The token of a protocol with user and password, such as MQTT. */
    public static Optional<String> ofPassword(@Nullable String password) {
        return password == null || password.isBlank() ? Optional.empty() : Optional.of(password.strip());
    }

    private static String password(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? base64 : pair.substring(colon + 1);
        } catch (IllegalArgumentException noBase64) {
            return base64;
        }
    }
}

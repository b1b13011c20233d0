package dev.backstretch.schemas.access;

import java.util.Locale;
import java.util.Optional;

/** What the bearer of a token is to a session or a camp. */
public enum Role {
    /** One runner, who sees and sends what is this runner's. */
    RUNNER,
    /** Leads sessions, one or all of a camp. */
    COACH,
    /** A public screen: no heart rates, no positions. */
    SCREEN,
    /** Reads sessions afterwards. */
    ANALYST,
    /** One runner's phone, watch or strap: it sends and reads nothing. */
    DEVICE,
    /** A timing mat. */
    TIMING,
    /** Keeps the system running, and may do whatever anyone may. */
    OPERATOR;

    /** As it is written in tokens and on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> named(String text) {
        for (Role role : values()) {
            if (role.text().equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** Whether a token of this role speaks for one runner alone. */
    public boolean isOneRunners() {
        return this == RUNNER || this == DEVICE;
    }

    /** Whether a token of this role may be for all sessions of a camp. */
    public boolean mayHoldACamp() {
        return this == OPERATOR || this == COACH;
    }
}

package dev.backstretch.schemas.access;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a token gives.
 *
 * @param camp whose sessions; null for an operator of all camps, and where the session says it
 * @param session the one session; null for all of the camp
 * @param runner the one runner, with {@link Role#isOneRunners} only
 */
public record Grant(
        Role role,
        @Nullable String camp,
        @Nullable String session,
        @Nullable String runner) {
    public Grant {
        Objects.requireNonNull(role, "role");
        if (role.isOneRunners() != (runner != null)) {
            throw new IllegalArgumentException(
                    "runner: a token of role " + role.text() + (runner == null ? " names" : " does not name") + " one");
        }
        if (session == null && !role.mayHoldACamp()) {
            throw new IllegalArgumentException("session: a token of role " + role.text() + " names one");
        }
        if (session == null && camp == null && role != Role.OPERATOR) {
            throw new IllegalArgumentException("camp: a token of role " + role.text() + " names a session or a camp");
        }
    }

    /** Keeps the system running, all camps of it. */
    public static Grant operator() {
        return new Grant(Role.OPERATOR, null, null, null);
    }

    public static Grant ofCamp(Role role, String camp) {
        return new Grant(role, camp, null, null);
    }

    public static Grant ofSession(Role role, String session) {
        return new Grant(role, null, session, null);
    }

    public static Grant ofRunner(Role role, String session, String runner) {
        return new Grant(role, null, session, runner);
    }
}

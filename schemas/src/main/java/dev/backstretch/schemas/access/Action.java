package dev.backstretch.schemas.access;

import static dev.backstretch.schemas.access.Role.ANALYST;
import static dev.backstretch.schemas.access.Role.COACH;
import static dev.backstretch.schemas.access.Role.DEVICE;
import static dev.backstretch.schemas.access.Role.OPERATOR;
import static dev.backstretch.schemas.access.Role.RUNNER;
import static dev.backstretch.schemas.access.Role.SCREEN;
import static dev.backstretch.schemas.access.Role.TIMING;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What can be asked of the system, and who may; an operator may all of it. */
public enum Action {
    OPEN_SESSION(COACH),
    LIST_SESSIONS(RUNNER, COACH, SCREEN, ANALYST, DEVICE, TIMING),
    /** Head, standings, laps, stream, lineage. */
    READ_SESSION(RUNNER, COACH, SCREEN, ANALYST, DEVICE, TIMING),
    /** The code with which runners join; a screen shows it. */
    READ_JOIN_CODE(COACH, SCREEN),
    /** A link to the board for a TV, with a token of its own. */
    INVITE_SCREEN(COACH),
    /** A link to the coach's page of one session for another phone, with a token of its own: of a camp's coach alone. */
    INVITE_COACH(COACH),
    CONTROL(COACH),
    GUN(COACH),
    JOIN(COACH, RUNNER),
    BIND(COACH, RUNNER),
    LEAVE(COACH, RUNNER),
    READINGS(RUNNER, DEVICE),
    FILES(RUNNER, DEVICE, COACH),
    MARKS(COACH, TIMING),
    CORRECTIONS(COACH),
    /** Facing, symptom, effort, answers, consent: of the runner, or of the coach for the runner. */
    RUNNER_EVENTS(RUNNER, COACH),
    /** Weather, and what is said of the whole session. */
    SESSION_EVENTS(COACH),
    /** Everybody who runs, on the board or not, and who needs the coach. */
    LEAD(COACH),
    /** Heart rates and positions of a runner. */
    READ_VITALS(COACH, RUNNER),
    /** What a runner has done over the sessions; of a runner who agreed to the coach, the coach. */
    READ_HISTORY(COACH, RUNNER),
    ERASE(),
    /** Meters and health. */
    WATCH_SYSTEM();

    @SuppressWarnings("ImmutableEnumChecker") // Never written to, nor shown.
    private final Set<Role> roles;

    Action(Role... roles) {
        var allowed = EnumSet.of(OPERATOR);
        allowed.addAll(List.of(roles));
        this.roles = allowed;
    }

    public boolean isFor(Role role) {
        return roles.contains(role);
    }
}

package dev.backstretch.board;

import org.jspecify.annotations.Nullable;

/**
 * Whom a session is told to.
 *
 * @param leads whether it is told to whoever leads the session
 * @param runner whom alone a phone hears of; null for all others
 * @param trusted whether that phone has shown to be this runner's, or the coach's: it hears also what no board shows
 */
record Audience(boolean leads, @Nullable String runner, boolean trusted) {
    /** All who look: those who agreed to be on the board, and no heart rates. */
    static final Audience SCREEN = new Audience(false, null, false);

    /** Whoever leads the session: everybody who runs, and who needs the coach now. */
    static final Audience COACH = new Audience(true, null, false);

    /** A phone that follows one runner. */
    static Audience phone(String runner, boolean trusted) {
        return new Audience(false, runner, trusted);
    }

    /** Whether many hear the same. */
    boolean isShared() {
        return runner == null;
    }

    /** Whether anything of this runner is told here. */
    boolean follows(String other) {
        return runner == null || runner.equals(other);
    }

    /** Whether it is this runner's own phone. */
    boolean isOf(String other) {
        return trusted && other.equals(runner);
    }
}

package dev.backstretch.schemas.access;

/**
 * Why someone is not served.
 *
 * @param status 401 without a token that holds, 403 with one that is not for this
 * @param code a word for programs
 * @param detail in words, without the token
 * @param remedy what to do about it
 */
public record Denial(int status, String code, String detail, String remedy) {
    /** What goes with 401, as RFC 6750 has it. Not Basic: browsers would ask whoever looks at a page for a password. */
    public static final String CHALLENGE = "Bearer realm=\"backstretch\"";

    /** There is none. */
    public static Denial tokenNeeded() {
        return new Denial(
                401,
                "token-needed",
                "nothing is served here without a token",
                "send one as Authorization: Bearer, as the password of Basic, or as ?token=; the coach has them");
    }

    static Denial tokenWrong(String why) {
        return new Denial(401, "token-wrong", "the token does not hold: " + why, "ask the coach for a new one");
    }

    static Denial role(Role role) {
        return new Denial(
                403,
                "role",
                "a token of role " + role.text() + " is not for this",
                "use a token of a role that may, or leave it to who has one");
    }

    /** There is one, of another session. */
    public static Denial otherSession() {
        return new Denial(
                403, "session", "the token is for another session", "use the token that this session's coach gave out");
    }

    /** A coach of one session lets no other coach in. */
    static Denial ofOneSession() {
        return new Denial(
                403,
                "session-coach",
                "a coach who was let in for this session lets no other coach in",
                "ask whoever leads the camp for one more link");
    }

    /** A join code opens no door to another runner's data. */
    public static Denial knownRunner() {
        return new Denial(
                403,
                "runner",
                "this runner is known already, and a join code does not show who sends it",
                "send the runner's own token with it, leave the runner out to join as someone new, or ask the coach");
    }

    /** The runner has not said in so many words that a coach may see this. */
    public static Denial consent() {
        return new Denial(
                403,
                "consent",
                "the runner has not agreed that the coach sees this beyond the session",
                "ask the runner for a consent of purpose coach");
    }

    /** Someone under age says yes alone. */
    public static Denial minor() {
        return new Denial(
                403,
                "minor",
                "a parent gives consent for who is under age, and the coach who has asked them puts it down",
                "ask the coach; taking a consent back needs nobody");
    }

    static Denial otherRunner() {
        return new Denial(
                403,
                "runner",
                "the token is another runner's; nothing of the request was taken",
                "send each runner's data with this runner's own token");
    }
}

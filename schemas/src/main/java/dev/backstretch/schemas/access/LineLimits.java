package dev.backstretch.schemas.access;

/**
 * How many lines may stay open at one time: WebSockets, MQTT connections, streams of events.
 *
 * @param perSession of one session, so that it leaves room for others
 * @param inAll of one process
 */
public record LineLimits(int perSession, int inAll) {
    /** Eighty runners, their coaches and some hundreds who watch, in several sessions at once. */
    public static final LineLimits USUAL = new LineLimits(1_000, 4_000);

    public LineLimits {
        if (perSession < 1 || inAll < 1) {
            throw new IllegalArgumentException(
                    "lines: at least 1 of a session and in all, not " + perSession + " and " + inAll);
        }
    }
}

package dev.backstretch.domain.effort;

/**
 * Training load by what the runner felt: rating of perceived exertion times minutes (Foster et al. 2001, JSCR 15:109).
 */
public final class PerceivedLoad {
    /** Name and version of the rule. */
    public static final String RULES = "load-foster/1";

    private PerceivedLoad() {}

    /**
     * The load of a session.
     *
     * @param rating 0 to 10 on the CR10 scale
     */
    public static double of(double rating, double minutes) {
        Inputs.within("rating", rating, 0, 10, "ask on the scale from 0, nothing at all, to 10, maximal");
        Inputs.within("minutes", minutes, 0, 24 * 60, "give the length of the session in minutes");
        return rating * minutes;
    }
}

package dev.backstretch.domain.standing;

/** The boards of a session (domain notes §7.3). There is none by energy, weight or plain heart rate. */
public enum Board {
    /** Laps at the line, most first, then who finished the last one first. */
    LAPS("laps"),
    /** The quarter-mile challenge: backward ÷ forward, smallest first. */
    RATIO("ratio"),
    /** Own best ratio so far less today's, largest first. */
    IMPROVEMENT("improvement"),
    /** Whole effort points, most first. */
    EFFORT("effort"),
    /** Mean ratio of the better half of a team, smallest first. */
    TEAM("team"),
    /** Legs that a relay team has done, most first, then the sum of its laps. */
    RELAY("relay"),
    /** Laps by distance, for those who run without a track. */
    FREE_LAPS("free-laps");

    private final String key;

    Board(String key) {
        this.key = key;
    }

    /**
     * What a plan is for, and so the first board of its session (board notes §4.2): the ratio of a quarter mile, points of
     * intervals and of walking, the legs of a relay; laps of all others, and of plans that are a camp's own.
     */
    public static Board ofPlan(String planName) {
        return switch (planName) {
            case "thirty-thirty", "walk-first" -> EFFORT;
            case "boot-camp-relay" -> RELAY;
            default -> planName.startsWith("quarter") ? RATIO : LAPS;
        };
    }

    /** The name in topics, pages and files. */
    public String key() {
        return key;
    }
}

package dev.backstretch.domain.zone;

/** What a reading's heart rate is worth. */
public enum BeatVerdict {
    /** It is the heart's. */
    BELIEVED(true),
    /** There is none: absent, nought, lost contact, or outside 25 to 240. */
    DROPOUT(false),
    /** It leapt faster than a heart can: a spike, until it has stayed for 5 s. */
    SPIKE(false),
    /**
     * It has been near the cadence for 20 s, and on it all along or since it stepped there: the sensor counts steps.
     */
    CADENCE_LOCK(false),
    /** It has been near the cadence for 20 s as a heart may be: it counts, and the strap is worth a look. */
    NEAR_CADENCE(true),
    /** The very same number for 120 s while the effort changed, or for 300 s: the strap repeats itself. */
    STUCK(false);

    private final boolean believed;

    BeatVerdict(boolean believed) {
        this.believed = believed;
    }

    /** Whether zones, load and alerts may go by it. */
    public boolean believed() {
        return believed;
    }
}

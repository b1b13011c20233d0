package dev.backstretch.domain.event;

/** What was dropped from a reading, or doubted, while the rest of it stands. */
public enum ReadingFlag {
    UNRECOGNISED,
    /** Accuracy worse than 50 m: presence only. */
    LOW_ACCURACY,
    /** Speed above 12.5 m/s, dropped. */
    SPEED_CAP,
    /** Heart rate outside 25 to 240 bpm, dropped. */
    RANGE_HR,
    /** Only one of latitude and longitude was given, dropped. */
    HALF_POSITION,
    /** Course or compass outside 0 to 360, dropped. */
    RANGE_ANGLE,
    /** Cadence outside 0 to 400 steps per minute, dropped. */
    RANGE_CADENCE,
    /** Altitude outside −500 to 9,000 m, dropped. */
    RANGE_ALTITUDE,
    /** The device's distance is negative or farther than anyone runs, dropped. */
    RANGE_DISTANCE,
    /** Between the reading before and this one the device's timer stood still, or its track was broken. */
    AFTER_PAUSE,
    /** A pod counted the steps of one foot; the cadence is twice its number. */
    CADENCE_DOUBLED
}

package dev.backstretch.domain.safety;

import dev.backstretch.domain.outcome.Alert.Kind;
import dev.backstretch.domain.time.Micros;

/**
 * How often a kind of alert may speak (domain notes §9).
 *
 * @param windowMicros from one raise of a runner's to the next, unless red
 * @param repeats whether it is said again once per window while nobody has acknowledged it; red always is, every 30 s
 * @param capped whether it counts against the session's ambers per minute
 */
record Terms(Kind kind, long windowMicros, boolean repeats, boolean capped) {

    static Terms of(Kind kind) {
        return switch (kind) {
            case BACK_SPEED, STOPPED, OFF_TRACK, SILENCE -> new Terms(kind, seconds(60), true, true);
            case PATH_NOT_CLEAR -> new Terms(kind, seconds(10), false, true);
            case WRONG_WAY -> new Terms(kind, seconds(30), true, true);
            case NECK_BREAK, HR_HIGH -> new Terms(kind, seconds(120), true, true);
            case HEAT -> new Terms(kind, seconds(900), true, true);
            case NETWORK, SUMMARY -> new Terms(kind, seconds(60), true, false);
            case NO_SPOTTER, HR_NO_RECOVERY, REST_SHORT -> new Terms(kind, 0, false, true);
            case FALL, SYMPTOM, UNRECOGNISED -> new Terms(kind, 0, false, false);
        };
    }

    private static long seconds(long seconds) {
        return seconds * Micros.PER_SECOND;
    }
}

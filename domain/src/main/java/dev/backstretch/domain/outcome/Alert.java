package dev.backstretch.domain.outcome;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something a coach should know. Its identity is (session, runner or -, kind, since). */
public record Alert(
        String sessionId,
        @Nullable String runnerId,
        Kind kind,
        Severity severity,
        Instant since,
        double value,
        double threshold,
        State state,
        int revision,
        Instant logTime,
        String ruleVersion,
        Lineage lineage)
        implements Outcome {

    /** The identity in one string: {@code session|runner or -|kind|onset}. */
    public String alertId() {
        return sessionId + "|" + (runnerId == null ? "-" : runnerId) + "|" + kind + "|" + since;
    }

    /** What the alert is about (domain notes §9). */
    public enum Kind {
        UNRECOGNISED,
        BACK_SPEED,
        NO_SPOTTER,
        PATH_NOT_CLEAR,
        STOPPED,
        WRONG_WAY,
        OFF_TRACK,
        NECK_BREAK,
        SILENCE,
        NETWORK,
        FALL,
        HR_HIGH,
        HR_NO_RECOVERY,
        SYMPTOM,
        HEAT,
        REST_SHORT,
        /** More ambers than a coach can read were held back; the value says how many. */
        SUMMARY
    }

    /** How soon a coach should look. */
    public enum Severity {
        UNRECOGNISED,
        CUE,
        AMBER,
        RED
    }

    /** Life of an alert. */
    public enum State {
        UNRECOGNISED,
        RAISED,
        ACKNOWLEDGED,
        CLEARED
    }
}

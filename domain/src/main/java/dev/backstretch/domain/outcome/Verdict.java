package dev.backstretch.domain.outcome;

/** Whether a backward lap took under twice the forward lap. */
public enum Verdict {
    UNRECOGNISED,
    MET,
    NOT_MET,
    TOO_CLOSE,
    NO_VERDICT
}

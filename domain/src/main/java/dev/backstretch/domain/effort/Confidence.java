package dev.backstretch.domain.effort;

/** Whether an equation is used where it was fitted. */
public enum Confidence {
    /** Inside the range that the equation was fitted in. */
    NORMAL,
    /** Outside it: shown as a rough guess, if at all. */
    LOW;

    /** LOW if either is. */
    public Confidence and(Confidence other) {
        return this == LOW ? LOW : other;
    }
}

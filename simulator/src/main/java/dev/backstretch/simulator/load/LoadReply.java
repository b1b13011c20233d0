package dev.backstretch.simulator.load;

/**
 * What a door said to a batch.
 *
 * @param status as HTTP has it; 0 when there was no answer
 * @param accepted readings
 * @param duplicates readings
 * @param rejected readings
 * @param retryAfterMillis what {@code Retry-After} asks for; 0 when it was not said
 */
public record LoadReply(int status, int accepted, int duplicates, int rejected, long retryAfterMillis) {
    static final LoadReply NONE = new LoadReply(0, 0, 0, 0, 0);

    /** Whether it is to come again, later. */
    boolean isLater() {
        return status == 429 || status == 503;
    }

    /** Whether the batch is in the log, this time or from an earlier one. */
    boolean isTaken() {
        return status == 200;
    }
}

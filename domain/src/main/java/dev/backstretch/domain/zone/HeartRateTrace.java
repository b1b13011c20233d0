package dev.backstretch.domain.zone;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import java.util.Arrays;

/**
 * One heart rate for each second of a session. A reading holds until the next one but at most 5 s: nothing is invented
 * across a gap.
 */
public final class HeartRateTrace {
    /** How long a reading holds, in seconds (domain notes §2.2). */
    public static final int HOLD_SECONDS = 5;

    /** No session is longer (design D4). */
    private static final int LONGEST_SECONDS = 12 * 3600;

    private long firstSecond = Long.MIN_VALUE;
    private byte[] bpm = new byte[0];

    /**
     * A reading says something about its second, and the one before it holds until then.
     *
     * @param second of the reading
     * @param heartRateBpm NaN when it has none
     * @param previousSecond of the reading before, or {@code Long.MIN_VALUE}
     * @param previousBpm NaN when that had none
     */
    public void put(long second, double heartRateBpm, long previousSecond, double previousBpm) {
        if (firstSecond == Long.MIN_VALUE) {
            firstSecond = second;
        }
        if (previousSecond != Long.MIN_VALUE) {
            long until = Math.min(second - 1, previousSecond + HOLD_SECONDS - 1);
            for (long held = previousSecond + 1; held <= until; held++) {
                set(held, previousBpm);
            }
        }
        // two reports of one second complete each other
        if (!Double.isNaN(heartRateBpm) || second != previousSecond) {
            set(second, heartRateBpm);
        }
    }

    /** Nothing is known of the seconds from one to the other, both included. */
    public void forget(long fromSecond, long throughSecond) {
        for (long second = first(fromSecond); second < end(throughSecond + 1); second++) {
            bpm[(int) (second - firstSecond)] = 0;
        }
    }

    /** Nothing is known from a second on. */
    public void forgetFrom(long fromSecond) {
        forget(fromSecond, Long.MAX_VALUE - 1);
    }

    private void set(long second, double heartRateBpm) {
        if (second <= firstSecond + bpm.length - 1 - LONGEST_SECONDS) {
            return;
        }
        if (second < firstSecond) {
            moveStart(second);
        } else if (second - firstSecond >= LONGEST_SECONDS) {
            moveStart(second - LONGEST_SECONDS + 1);
        }
        long index = second - firstSecond;
        if (index >= bpm.length) {
            bpm = Arrays.copyOf(bpm, (int) Math.min(LONGEST_SECONDS, Math.max(index + 1, bpm.length * 3L / 2 + 64)));
        }
        bpm[(int) index] = Double.isNaN(heartRateBpm) ? 0 : (byte) (int) Math.rint(heartRateBpm);
    }

    /** The newest seconds are kept, whatever was heard before them. */
    private void moveStart(long newFirstSecond) {
        long shift = newFirstSecond - firstSecond;
        int kept = (int) Math.max(0, bpm.length - Math.max(0, shift));
        byte[] moved = new byte[(int) Math.min(LONGEST_SECONDS, kept + Math.max(0, -shift))];
        System.arraycopy(bpm, bpm.length - kept, moved, moved.length - kept, kept);
        bpm = moved;
        firstSecond = newFirstSecond;
    }

    /** Mean over the seconds from one to before the other, NaN without any. */
    public double average(long fromSecond, long toSecond) {
        long sum = 0;
        int count = 0;
        long end = end(toSecond);
        for (long second = first(fromSecond); second < end; second++) {
            int value = at(second);
            if (value > 0) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? Double.NaN : (double) sum / count;
    }

    /** Highest over the seconds from one to before the other, NaN without any. */
    public double maximum(long fromSecond, long toSecond) {
        int highest = 0;
        long end = end(toSecond);
        for (long second = first(fromSecond); second < end; second++) {
            highest = Math.max(highest, at(second));
        }
        return highest == 0 ? Double.NaN : highest;
    }

    private long first(long second) {
        return Math.max(second, firstSecond);
    }

    private long end(long second) {
        return firstSecond == Long.MIN_VALUE ? Long.MIN_VALUE : Math.min(second, firstSecond + bpm.length);
    }

    private int at(long second) {
        return bpm[(int) (second - firstSecond)] & 0xFF;
    }

    public void writeTo(StateWriter out) {
        out.number(firstSecond);
        out.bytes(bpm);
    }

    public static HeartRateTrace readFrom(StateReader in) {
        HeartRateTrace trace = new HeartRateTrace();
        trace.firstSecond = in.number();
        trace.bpm = in.bytes();
        return trace;
    }
}

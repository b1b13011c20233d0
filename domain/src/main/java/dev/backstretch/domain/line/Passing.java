package dev.backstretch.domain.line;

import dev.backstretch.domain.time.Micros;

/** When the smoothed way passes the line, and between which moments it may have: one is used over and over. */
final class Passing {
    private static final double NORMAL_95 = 1.96;

    /**
     * The filter takes the errors of position and speed for unrelated, so the spread of who runs over the line comes out wide:
     * the whole interval held 99 % of 3,118 lap times of simulated runners, this share of it 97 %.
     */
    private static final double RUNNING_SHARE = 0.84;

    /** Over a longer gap a cubic through both ends is no runner's way any more. */
    private static final double LONGEST_CUBIC_SECONDS = 3;
    /** Over a long gap the way between the fixes is a guess: ± a fifth of it. */
    private static final double GAP_SHARE = 0.2;

    private static final double LONGEST_SURE_SECONDS = 5;
    private static final double CHANGES_SPEED_BY = 0.8;
    private static final double SLOWEST = 0.3;
    private static final double LATEST_SECONDS = 60;
    private static final int HALVINGS = 30;

    private static final long LONG_SILENCE_MICROS = 20 * Micros.PER_SECOND;
    private static final long FOUND_STANDING_MICROS = 10 * Micros.PER_SECOND;
    private static final long NO_SILENCE = Long.MIN_VALUE;
    private static final double AT_LINE_METERS = 8;
    private static final double STANDS_BELOW = 0.5;

    private final Smoother smoothed;

    long micros;
    long earliestMicros;
    long latestMicros;
    boolean longGap;
    /** The last row before it. */
    long place;

    Passing(Smoother smoothed) {
        this.smoothed = smoothed;
    }

    /**
     * Finds the last passing at or before a row that lies past the line; if the row does not, the next one after it.
     *
     * @param at way of the line, unwrapped
     * @param sign +1 upwards, −1 downwards
     */
    void find(double at, int sign, long row) {
        long from = smoothed.from();
        long last = smoothed.end() - 1;
        long after = row;
        while (after < last && past(after, at, sign) < 0 && !shown(after, sign)) {
            after++;
        }
        long before = after;
        while (before > from && past(before, at, sign) >= 0 && !shown(before, -sign)) {
            before--;
        }
        place = before;
        double gap = 0;
        if (shown(before, past(before, at, sign) >= 0 ? -sign : sign)) {
            // the plan says more than the way does: stood on that side, whatever the way seems to be
            micros = smoothed.micros(before);
        } else if (past(before, at, sign) >= 0 || past(after, at, sign) < 0) {
            // past it as far back as is known, or not yet: carried on at the speed there
            double seconds = past(before, at, sign) / Math.max(SLOWEST, sign * smoothed.speed(before));
            seconds = Math.max(-LATEST_SECONDS, Math.min(LATEST_SECONDS, seconds));
            micros = smoothed.micros(before) - Micros.ofSeconds(seconds);
            gap = Math.abs(seconds);
        } else {
            gap = Micros.seconds(smoothed.micros(before + 1) - smoothed.micros(before));
            double seconds = secondsToLine(
                    past(before, at, sign),
                    past(before + 1, at, sign),
                    gap,
                    sign * smoothed.speed(before),
                    sign * smoothed.speed(before + 1));
            micros = smoothed.micros(before) + Micros.ofSeconds(seconds);
        }
        longGap = gap > LONGEST_SURE_SECONDS;
        earliestMicros = Math.min(micros, earliest(at, sign, before));
        latestMicros = Math.max(micros, latest(at, sign, before));
        if (runsThrough()) {
            earliestMicros = micros - Math.round(RUNNING_SHARE * (micros - earliestMicros));
            latestMicros = micros + Math.round(RUNNING_SHARE * (latestMicros - micros));
        }
        long silence = silenceBefore(at, before);
        if (silence != NO_SILENCE) {
            longGap = true;
            earliestMicros = Math.min(earliestMicros, silence);
        }
        if (gap > LONGEST_CUBIC_SECONDS) {
            long more = Micros.ofSeconds(GAP_SHARE * gap);
            earliestMicros -= more;
            latestMicros += more;
        }
    }

    /** When a long silence began after which the runner was found standing at the line: it may have been passed in it. */
    private long silenceBefore(double at, long before) {
        long since = smoothed.micros(before) - FOUND_STANDING_MICROS;
        for (long row = before; row > smoothed.from() && smoothed.micros(row) > since; row--) {
            boolean standsThere =
                    Math.abs(smoothed.way(row) - at) < AT_LINE_METERS && Math.abs(smoothed.speed(row)) < STANDS_BELOW;
            if (smoothed.micros(row) - smoothed.micros(row - 1) > LONG_SILENCE_MICROS && standsThere) {
                return smoothed.micros(row - 1);
            }
        }
        return NO_SILENCE;
    }

    /** Whether the runner stands nowhere in the interval: all of a stand at the line belongs to it. */
    private boolean runsThrough() {
        for (long row = place; row >= smoothed.from() && smoothed.micros(row) >= earliestMicros; row--) {
            if (Math.abs(smoothed.speed(row)) < STANDS_BELOW) {
                return false;
            }
        }
        for (long row = place + 1; row < smoothed.end() && smoothed.micros(row) <= latestMicros; row++) {
            if (Math.abs(smoothed.speed(row)) < STANDS_BELOW) {
                return false;
            }
        }
        return true;
    }

    /** Metres past the line, in the direction of the passing. */
    private double past(long row, double at, int sign) {
        return sign * (smoothed.way(row) - at);
    }

    private double margin(long row) {
        return NORMAL_95 * smoothed.sigma(row);
    }

    /** Back to where the runner was surely not past the line yet. */
    private long earliest(double at, int sign, long before) {
        long row = before;
        while (row > smoothed.from() && past(row, at, sign) + margin(row) >= 0) {
            if (past(row, at, sign) - margin(row) > 0) {
                // surely past it: the runner came from there
                return smoothed.micros(row);
            }
            if (row < before && shown(row, -sign)) {
                return smoothed.micros(row);
            }
            row--;
        }
        double early = past(row, at, sign) + margin(row);
        if (early >= 0 || row + 1 >= smoothed.end()) {
            return smoothed.micros(row);
        }
        return meeting(row, early, past(row + 1, at, sign) + margin(row + 1));
    }

    /** On to where the runner was surely past the line. */
    private long latest(double at, int sign, long before) {
        long last = smoothed.end() - 1;
        long row = Math.min(before + 1, last);
        while (row <= last && past(row, at, sign) - margin(row) < 0) {
            if (past(row, at, sign) + margin(row) < 0 && row > before + 1) {
                return smoothed.micros(row);
            }
            if (shown(row, sign)) {
                return smoothed.micros(row);
            }
            row++;
        }
        if (row <= smoothed.from()) {
            return smoothed.micros(smoothed.from());
        }
        if (row > last) {
            double missing = margin(last) - past(last, at, sign);
            double seconds = missing / Math.max(SLOWEST, sign * smoothed.speed(last));
            return smoothed.micros(last) + Micros.ofSeconds(Math.min(LATEST_SECONDS, seconds));
        }
        return meeting(row - 1, past(row - 1, at, sign) - margin(row - 1), past(row, at, sign) - margin(row));
    }

    /** Whether the plan says of a row on which side of the line the runner stands there. */
    private boolean shown(long row, int side) {
        int event = smoothed.event(row);
        return side > 0
                ? event == TrackFilter.HALT || event == TrackFilter.HALTED
                : event == TrackFilter.RETURN || event == TrackFilter.PLACED;
    }

    private long meeting(long row, double below, double above) {
        long from = smoothed.micros(row);
        if (!(below < 0 && above > below)) {
            return from;
        }
        double share = Math.min(1, -below / (above - below));
        return from + (long) Math.rint(share * (smoothed.micros(row + 1) - from));
    }

    /**
     * Seconds after the first row at which the line was passed: a cubic with the speeds at both ends; over a long gap in
     * which the speed changed, two straight legs.
     *
     * @param below metres past the line at the first row, negative
     * @param above metres past it at the second, not negative
     */
    static double secondsToLine(double below, double above, double gapSeconds, double speed0, double speed1) {
        if (gapSeconds > LONGEST_CUBIC_SECONDS) {
            return legs(below, above, gapSeconds, speed0, speed1);
        }
        double low = 0;
        double high = gapSeconds;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double u = middle / gapSeconds;
            double u2 = u * u;
            double u3 = u2 * u;
            double way = (2 * u3 - 3 * u2 + 1) * below
                    + (u3 - 2 * u2 + u) * gapSeconds * speed0
                    + (3 * u2 - 2 * u3) * above
                    + (u3 - u2) * gapSeconds * speed1;
            if (way < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double legs(double below, double above, double gapSeconds, double speed0, double speed1) {
        double change = speed0 - speed1;
        if (Math.abs(change) > CHANGES_SPEED_BY) {
            double turn = (above - below - speed1 * gapSeconds) / change;
            if (turn > 0 && turn < gapSeconds) {
                double there = below + speed0 * turn;
                double seconds = there >= 0 ? -below / speed0 : turn - there / speed1;
                if (seconds >= 0 && seconds <= gapSeconds) {
                    return seconds;
                }
            }
        }
        return gapSeconds * below / (below - above);
    }
}

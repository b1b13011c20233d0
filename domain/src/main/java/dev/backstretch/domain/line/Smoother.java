package dev.backstretch.domain.line;

/**
 * Carries what later readings say back over the trace (Rauch, Tung and Striebel 1965): way and speed at each row as all
 * readings up to the newest show them. Rows are smoothed when they are asked for, from the newest one back, and what of
 * that no later reading can change is kept in the trace.
 */
final class Smoother {
    private static final int N = 4;

    private Trace trace;
    private long from;
    private long end;
    /** The oldest row that is smoothed by now. */
    private long oldest;

    private double[] way = new double[64];
    private double[] speed = new double[64];
    private double[] sigma = new double[64];

    // the smoothed state of the oldest row, and its covariance
    private double x0;
    private double x1;
    private double x2;
    private double x3;
    private final double[] p = new double[N * N];
    private final double[] carried = new double[N * N];
    private final Gain gain = new Gain();

    Smoother(Trace trace) {
        this.trace = trace;
    }

    /** Begins anew with the newest row; rows from a place (or from the first that is kept) on can be asked for. */
    void smooth(Trace newTrace, long fromPlace) {
        trace = newTrace;
        from = Math.max(fromPlace, trace.first());
        end = trace.end();
        oldest = end;
        int rows = (int) (end - from);
        if (rows > way.length) {
            int room = Math.max(rows, 2 * way.length);
            way = new double[room];
            speed = new double[room];
            sigma = new double[room];
        }
    }

    /** The row of a place among those that are smoothed. */
    private int row(long place) {
        while (place < oldest) {
            back();
        }
        return (int) (place - from);
    }

    private void back() {
        oldest--;
        double[] cells = trace.cells(oldest);
        int at = Trace.at(oldest);
        if (oldest == end - 1) {
            x0 = cells[at];
            x1 = cells[at + 1];
            x2 = cells[at + 2];
            x3 = cells[at + 3];
            Gain.unpack(cells, at + Trace.SPREAD, p);
        } else {
            back(cells, at, trace.cells(oldest + 1), Trace.at(oldest + 1));
        }
        int row = (int) (oldest - from);
        way[row] = x0;
        speed[row] = x1;
        sigma[row] = Math.sqrt(Math.max(0, p[0]));
    }

    private void back(double[] cells, int at, double[] nextCells, int next) {
        double[] gains = trace.gains(oldest);
        int g = Trace.gainAt(oldest);
        if (!trace.knowsGain(oldest)) {
            gain.find(cells, at, nextCells, next, gains, g);
            trace.keepGain(oldest);
        }
        double errorKept = nextCells[next + Trace.ERROR_KEPT];
        double m0 = x0
                - (cells[at]
                        + nextCells[next + Trace.WAY_PER_SPEED] * cells[at + 1]
                        + nextCells[next + Trace.WAY_ADDED]);
        double m1 = x1 - (nextCells[next + Trace.SPEED_KEPT] * cells[at + 1] + nextCells[next + Trace.SPEED_ADDED]);
        double m2 = x2 - errorKept * cells[at + 2];
        double m3 = x3 - errorKept * cells[at + 3];
        x0 = cells[at] + gains[g] * m0 + gains[g + 1] * m1 + gains[g + 2] * m2 + gains[g + 3] * m3;
        x1 = cells[at + 1] + gains[g + 4] * m0 + gains[g + 5] * m1 + gains[g + 6] * m2 + gains[g + 7] * m3;
        x2 = cells[at + 2] + gains[g + 8] * m0 + gains[g + 9] * m1 + gains[g + 10] * m2 + gains[g + 11] * m3;
        x3 = cells[at + 3] + gains[g + 12] * m0 + gains[g + 13] * m1 + gains[g + 14] * m2 + gains[g + 15] * m3;
        // p = left + gain · p · gainᵀ
        for (int i = 0; i < N * N; i += N) {
            double g0 = gains[g + i];
            double g1 = gains[g + i + 1];
            double g2 = gains[g + i + 2];
            double g3 = gains[g + i + 3];
            carried[i] = g0 * p[0] + g1 * p[4] + g2 * p[8] + g3 * p[12];
            carried[i + 1] = g0 * p[1] + g1 * p[5] + g2 * p[9] + g3 * p[13];
            carried[i + 2] = g0 * p[2] + g1 * p[6] + g2 * p[10] + g3 * p[14];
            carried[i + 3] = g0 * p[3] + g1 * p[7] + g2 * p[11] + g3 * p[15];
        }
        int left = g + Gain.LEFT;
        for (int i = 0; i < N; i++) {
            int r = i * N;
            for (int j = i; j < N; j++) {
                int c = g + j * N;
                double value = gains[left]
                        + carried[r] * gains[c]
                        + carried[r + 1] * gains[c + 1]
                        + carried[r + 2] * gains[c + 2]
                        + carried[r + 3] * gains[c + 3];
                left++;
                p[r + j] = value;
                p[j * N + i] = value;
            }
        }
    }

    /** The first place that can be asked for. */
    long from() {
        return from;
    }

    /** The place after the newest one. */
    long end() {
        return end;
    }

    double way(long place) {
        return way[row(place)];
    }

    double speed(long place) {
        return speed[row(place)];
    }

    /** One standard deviation of the way. */
    double sigma(long place) {
        return sigma[row(place)];
    }

    long micros(long place) {
        return trace.micros(place);
    }

    int event(long place) {
        return (int) trace.cell(place, Trace.EVENT);
    }
}

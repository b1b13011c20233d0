package dev.backstretch.domain.line;

/**
 * Carries what later readings say back over the trace (Rauch, Tung and Striebel 1965): way and speed at each row as all
 * readings up to the newest show them. It keeps nothing from one call to the next but its room.
 */
final class Smoother {
    private static final int N = 4;

    private long from;
    private long end;
    private double[] way = new double[64];
    private double[] speed = new double[64];
    private double[] sigma = new double[64];
    private long[] micros = new long[64];
    private double[] event = new double[64];

    private final double[] x = new double[N];
    private final double[] p = new double[N * N];
    private final double[] filtered = new double[N * N];
    private final double[] carried = new double[N * N];
    private final double[] predicted = new double[N * N];
    private final double[] lower = new double[N * N];
    private final double[] gain = new double[N * N];
    private final double[] difference = new double[N * N];
    private final double[] moved = new double[N];

    /** Smooths the rows from a place (or from the first that is kept) to the newest. */
    void smooth(Trace trace, long fromPlace) {
        from = Math.max(fromPlace, trace.first());
        end = trace.end();
        int rows = (int) (end - from);
        if (rows > way.length) {
            int room = Math.max(rows, 2 * way.length);
            way = new double[room];
            speed = new double[room];
            sigma = new double[room];
            micros = new long[room];
            event = new double[room];
        }
        double[] cells = trace.cells();
        for (long place = end - 1; place >= from; place--) {
            int at = trace.at(place);
            unpack(cells, at, filtered);
            if (place == end - 1) {
                System.arraycopy(cells, at, x, 0, N);
                System.arraycopy(filtered, 0, p, 0, N * N);
            } else {
                back(cells, at, trace.at(place + 1));
            }
            int row = (int) (place - from);
            way[row] = x[0];
            speed[row] = x[1];
            sigma[row] = Math.sqrt(Math.max(0, p[0]));
            micros[row] = trace.micros(place);
            event[row] = cells[at + Trace.EVENT];
        }
    }

    private static void unpack(double[] cells, int at, double[] into) {
        int cell = at + Trace.SPREAD;
        for (int i = 0; i < N; i++) {
            for (int j = i; j < N; j++) {
                double value = cells[cell++];
                into[i * N + j] = value;
                into[j * N + i] = value;
            }
        }
    }

    private void back(double[] cells, int at, int next) {
        double wayPerSpeed = cells[next + Trace.WAY_PER_SPEED];
        double speedKept = cells[next + Trace.SPEED_KEPT];
        double errorKept = cells[next + Trace.ERROR_KEPT];
        // carried = filtered · Fᵀ, predicted = F · filtered · Fᵀ + Q
        for (int i = 0; i < N; i++) {
            int r = i * N;
            carried[r] = filtered[r] + wayPerSpeed * filtered[r + 1];
            carried[r + 1] = speedKept * filtered[r + 1];
            carried[r + 2] = errorKept * filtered[r + 2];
            carried[r + 3] = errorKept * filtered[r + 3];
        }
        for (int j = 0; j < N; j++) {
            predicted[j] = carried[j] + wayPerSpeed * carried[N + j];
            predicted[N + j] = speedKept * carried[N + j];
            predicted[2 * N + j] = errorKept * carried[2 * N + j];
            predicted[3 * N + j] = errorKept * carried[3 * N + j];
        }
        predicted[0] += cells[next + Trace.NOISE_WAY];
        predicted[1] += cells[next + Trace.NOISE_WAY_SPEED];
        predicted[N] += cells[next + Trace.NOISE_WAY_SPEED];
        predicted[N + 1] += cells[next + Trace.NOISE_SPEED];
        predicted[2 * N + 2] += cells[next + Trace.ERROR_NOISE];
        predicted[3 * N + 3] += cells[next + Trace.ERROR_NOISE];
        factorise();
        solve();
        moved[0] = x[0] - (cells[at] + wayPerSpeed * cells[at + 1] + cells[next + Trace.WAY_ADDED]);
        moved[1] = x[1] - (speedKept * cells[at + 1] + cells[next + Trace.SPEED_ADDED]);
        moved[2] = x[2] - errorKept * cells[at + 2];
        moved[3] = x[3] - errorKept * cells[at + 3];
        for (int i = 0; i < N; i++) {
            int r = i * N;
            x[i] = cells[at + i]
                    + gain[r] * moved[0]
                    + gain[r + 1] * moved[1]
                    + gain[r + 2] * moved[2]
                    + gain[r + 3] * moved[3];
        }
        for (int i = 0; i < N * N; i++) {
            difference[i] = p[i] - predicted[i];
        }
        for (int i = 0; i < N; i++) {
            int r = i * N;
            for (int j = 0; j < N; j++) {
                carried[r + j] = gain[r] * difference[j]
                        + gain[r + 1] * difference[N + j]
                        + gain[r + 2] * difference[2 * N + j]
                        + gain[r + 3] * difference[3 * N + j];
            }
        }
        for (int i = 0; i < N; i++) {
            int r = i * N;
            for (int j = i; j < N; j++) {
                int c = j * N;
                double value = filtered[r + j]
                        + carried[r] * gain[c]
                        + carried[r + 1] * gain[c + 1]
                        + carried[r + 2] * gain[c + 2]
                        + carried[r + 3] * gain[c + 3];
                p[r + j] = value;
                p[c + i] = value;
            }
        }
    }

    /** predicted = lower · lowerᵀ (Cholesky). */
    private void factorise() {
        for (int i = 0; i < N; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = predicted[i * N + j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i * N + k] * lower[j * N + k];
                }
                lower[i * N + j] = i == j ? Math.sqrt(Math.max(LEAST_PIVOT, sum)) : sum / lower[j * N + j];
            }
        }
    }

    /** Below this a direction of the state is known as well as doubles can tell. */
    private static final double LEAST_PIVOT = 1e-12;

    /** gain · predicted = carried, row by row. */
    private void solve() {
        for (int r = 0; r < N * N; r += N) {
            for (int j = 0; j < N; j++) {
                double sum = carried[r + j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[j * N + k] * gain[r + k];
                }
                gain[r + j] = sum / lower[j * N + j];
            }
            for (int j = N - 1; j >= 0; j--) {
                double sum = gain[r + j];
                for (int k = j + 1; k < N; k++) {
                    sum -= lower[k * N + j] * gain[r + k];
                }
                gain[r + j] = sum / lower[j * N + j];
            }
        }
    }

    /** The first place that was smoothed. */
    long from() {
        return from;
    }

    /** The place after the last one that was smoothed. */
    long end() {
        return end;
    }

    double way(long place) {
        return way[(int) (place - from)];
    }

    double speed(long place) {
        return speed[(int) (place - from)];
    }

    /** One standard deviation of the way. */
    double sigma(long place) {
        return sigma[(int) (place - from)];
    }

    long micros(long place) {
        return micros[(int) (place - from)];
    }

    int event(long place) {
        return (int) event[(int) (place - from)];
    }
}

package dev.backstretch.domain.line;

/**
 * How much of what is learnt of one row later belongs to the row before it, and what stays unknown of that one even when
 * the later is known: both follow from the two rows alone, whatever comes after them.
 */
final class Gain {
    private static final int N = 4;

    /** Behind the gain, row by row, lies the upper triangle of what stays unknown. */
    static final int LEFT = N * N;

    static final int CELLS = LEFT + N * (N + 1) / 2;

    /** Below this a direction of the state is known as well as doubles can tell. */
    private static final double LEAST_PIVOT = 1e-12;

    private final double[] filtered = new double[N * N];
    private final double[] carried = new double[N * N];
    private final double[] predicted = new double[N * N];
    private final double[] lower = new double[N * N];
    private final double[] gain = new double[N * N];

    static void unpack(double[] cells, int at, double[] into) {
        int cell = at;
        for (int i = 0; i < N; i++) {
            for (int j = i; j < N; j++) {
                double value = cells[cell++];
                into[i * N + j] = value;
                into[j * N + i] = value;
            }
        }
    }

    /**
     * Finds the gain of one row of a trace.
     *
     * @param at first cell of the row
     * @param next first cell of the row after it, among the cells of that one
     * @param into takes {@link #CELLS} numbers from a place on
     */
    void find(double[] cells, int at, double[] nextCells, int next, double[] into, int place) {
        unpack(cells, at + Trace.SPREAD, filtered);
        double wayPerSpeed = nextCells[next + Trace.WAY_PER_SPEED];
        double speedKept = nextCells[next + Trace.SPEED_KEPT];
        double errorKept = nextCells[next + Trace.ERROR_KEPT];
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
        predicted[0] += nextCells[next + Trace.NOISE_WAY];
        predicted[1] += nextCells[next + Trace.NOISE_WAY_SPEED];
        predicted[N] += nextCells[next + Trace.NOISE_WAY_SPEED];
        predicted[N + 1] += nextCells[next + Trace.NOISE_SPEED];
        predicted[2 * N + 2] += nextCells[next + Trace.ERROR_NOISE];
        predicted[3 * N + 3] += nextCells[next + Trace.ERROR_NOISE];
        factorise();
        solve();
        System.arraycopy(gain, 0, into, place, N * N);
        // left = filtered − gain · predicted · gainᵀ, and gain · predicted = carried
        int left = place + LEFT;
        for (int i = 0; i < N; i++) {
            int r = i * N;
            for (int j = i; j < N; j++) {
                int c = j * N;
                into[left++] = filtered[r + j]
                        - carried[r] * gain[c]
                        - carried[r + 1] * gain[c + 1]
                        - carried[r + 2] * gain[c + 2]
                        - carried[r + 3] * gain[c + 3];
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
}

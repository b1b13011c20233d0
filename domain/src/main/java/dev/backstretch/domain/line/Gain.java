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

    // predicted = lower · lowerᵀ: four rows are worked off at once, and each number has a name of its own
    private double l00;
    private double l10;
    private double l11;
    private double l20;
    private double l21;
    private double l22;
    private double l30;
    private double l31;
    private double l32;
    private double l33;

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
        int spread = at + Trace.SPREAD;
        double f00 = cells[spread];
        double f01 = cells[spread + 1];
        double f02 = cells[spread + 2];
        double f03 = cells[spread + 3];
        double f11 = cells[spread + 4];
        double f12 = cells[spread + 5];
        double f13 = cells[spread + 6];
        double f22 = cells[spread + 7];
        double f23 = cells[spread + 8];
        double f33 = cells[spread + 9];
        double wayPerSpeed = nextCells[next + Trace.WAY_PER_SPEED];
        double speedKept = nextCells[next + Trace.SPEED_KEPT];
        double errorKept = nextCells[next + Trace.ERROR_KEPT];
        // carried = filtered · Fᵀ, row by row
        double c00 = f00 + wayPerSpeed * f01;
        double c01 = speedKept * f01;
        double c02 = errorKept * f02;
        double c03 = errorKept * f03;
        double c10 = f01 + wayPerSpeed * f11;
        double c11 = speedKept * f11;
        double c12 = errorKept * f12;
        double c13 = errorKept * f13;
        double c20 = f02 + wayPerSpeed * f12;
        double c21 = speedKept * f12;
        double c22 = errorKept * f22;
        double c23 = errorKept * f23;
        double c30 = f03 + wayPerSpeed * f13;
        double c31 = speedKept * f13;
        double c32 = errorKept * f23;
        double c33 = errorKept * f33;
        // predicted = F · carried + Q, of which the lower triangle tells all
        double errorNoise = nextCells[next + Trace.ERROR_NOISE];
        factorise(
                c00 + wayPerSpeed * c10 + nextCells[next + Trace.NOISE_WAY],
                speedKept * c10 + nextCells[next + Trace.NOISE_WAY_SPEED],
                speedKept * c11 + nextCells[next + Trace.NOISE_SPEED],
                errorKept * c20,
                errorKept * c21,
                errorKept * c22 + errorNoise,
                errorKept * c30,
                errorKept * c31,
                errorKept * c32,
                errorKept * c33 + errorNoise);
        solve(c00, c01, c02, c03, into, place);
        solve(c10, c11, c12, c13, into, place + N);
        solve(c20, c21, c22, c23, into, place + 2 * N);
        solve(c30, c31, c32, c33, into, place + 3 * N);
        // left = filtered − gain · predicted · gainᵀ, and gain · predicted = carried
        int left = place + LEFT;
        into[left] = left(f00, c00, c01, c02, c03, into, place);
        into[left + 1] = left(f01, c00, c01, c02, c03, into, place + N);
        into[left + 2] = left(f02, c00, c01, c02, c03, into, place + 2 * N);
        into[left + 3] = left(f03, c00, c01, c02, c03, into, place + 3 * N);
        into[left + 4] = left(f11, c10, c11, c12, c13, into, place + N);
        into[left + 5] = left(f12, c10, c11, c12, c13, into, place + 2 * N);
        into[left + 6] = left(f13, c10, c11, c12, c13, into, place + 3 * N);
        into[left + 7] = left(f22, c20, c21, c22, c23, into, place + 2 * N);
        into[left + 8] = left(f23, c20, c21, c22, c23, into, place + 3 * N);
        into[left + 9] = left(f33, c30, c31, c32, c33, into, place + 3 * N);
    }

    private static double left(double f, double c0, double c1, double c2, double c3, double[] gain, int row) {
        return f - c0 * gain[row] - c1 * gain[row + 1] - c2 * gain[row + 2] - c3 * gain[row + 3];
    }

    /** predicted = lower · lowerᵀ (Cholesky). */
    private void factorise(
            double p00,
            double p10,
            double p11,
            double p20,
            double p21,
            double p22,
            double p30,
            double p31,
            double p32,
            double p33) {
        l00 = pivot(p00);
        l10 = p10 / l00;
        l11 = pivot(p11 - l10 * l10);
        l20 = p20 / l00;
        l21 = (p21 - l20 * l10) / l11;
        l22 = pivot(p22 - l20 * l20 - l21 * l21);
        l30 = p30 / l00;
        l31 = (p31 - l30 * l10) / l11;
        l32 = (p32 - l30 * l20 - l31 * l21) / l22;
        l33 = pivot(p33 - l30 * l30 - l31 * l31 - l32 * l32);
    }

    private static double pivot(double squared) {
        return Math.sqrt(Math.max(LEAST_PIVOT, squared));
    }

    /** One row of gain · predicted = carried. */
    private void solve(double c0, double c1, double c2, double c3, double[] gain, int row) {
        double y0 = c0 / l00;
        double y1 = (c1 - l10 * y0) / l11;
        double y2 = (c2 - l20 * y0 - l21 * y1) / l22;
        double y3 = (c3 - l30 * y0 - l31 * y1 - l32 * y2) / l33;
        double g3 = y3 / l33;
        double g2 = (y2 - l32 * g3) / l22;
        double g1 = (y1 - l21 * g2 - l31 * g3) / l11;
        gain[row] = (y0 - l10 * g1 - l20 * g2 - l30 * g3) / l00;
        gain[row + 1] = g1;
        gain[row + 2] = g2;
        gain[row + 3] = g3;
    }
}

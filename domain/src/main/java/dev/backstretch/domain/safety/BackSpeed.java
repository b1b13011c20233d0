package dev.backstretch.domain.safety;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * Backwards faster than the runner's stage allows: the mean of 3 s above the cap for 3 s is amber, above the cap and a
 * quarter red. Only speeds run backwards enter the mean. A decision of this project (domain notes §9).
 */
final class BackSpeed extends Rule {
    private static final long MEAN_MICROS = 3 * Micros.PER_SECOND;
    private static final long HOLD_MICROS = 3 * Micros.PER_SECOND;
    private static final double RED_FACTOR = 1.25;

    /** Enough for ten readings a second; of faster ones the mean is that much shorter. */
    private static final int MOST_SPEEDS = 32;

    private final long[] atMicros = new long[MOST_SPEEDS];
    private final double[] speeds = new double[MOST_SPEEDS];
    private int first;
    private int count;
    private final Held overCap = new Held();
    private final Held overRed = new Held();

    @Override
    Alert.Kind kind() {
        return Alert.Kind.BACK_SPEED;
    }

    @Override
    void judge(Observation seen, Recent recent, SafetyProfile who) {
        double cap = who.stage().backwardCapMetersPerSecond();
        double speed = seen.usableSpeed();
        if (seen.facing() == Facing.FORWARD || seen.facing() == Facing.STILL) {
            count = 0;
            overCap.update(false, recent.atMicros());
            overRed.update(false, recent.atMicros());
            found.inside(speed, cap);
            return;
        }
        if (seen.facing() != Facing.BACKWARD || Double.isNaN(speed)) {
            found.unknown();
            return;
        }
        double mean = mean(speed, recent.atMicros());
        overCap.update(mean > cap + Finding.ROUNDING, recent.atMicros());
        overRed.update(mean > cap * RED_FACTOR + Finding.ROUNDING, recent.atMicros());
        if (overRed.atLeast(HOLD_MICROS)) {
            found.fires(Severity.RED, mean, cap * RED_FACTOR, overCap.sinceMicros());
        } else if (overCap.atLeast(HOLD_MICROS)) {
            found.fires(Severity.AMBER, mean, cap, overCap.sinceMicros());
        } else {
            found.below(mean, cap);
        }
    }

    private double mean(double speed, long micros) {
        while (count > 0 && (count == MOST_SPEEDS || micros - atMicros[first] >= MEAN_MICROS)) {
            first = (first + 1) % MOST_SPEEDS;
            count--;
        }
        int next = (first + count) % MOST_SPEEDS;
        atMicros[next] = micros;
        speeds[next] = speed;
        count++;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += speeds[(first + i) % MOST_SPEEDS];
        }
        return sum / count;
    }

    @Override
    void writeTo(StateWriter out) {
        out.number(count);
        for (int i = 0; i < count; i++) {
            out.number(atMicros[(first + i) % MOST_SPEEDS]);
            out.real(speeds[(first + i) % MOST_SPEEDS]);
        }
        overCap.writeTo(out);
        overRed.writeTo(out);
    }

    @Override
    void readFrom(StateReader in) {
        first = 0;
        count = in.integer();
        for (int i = 0; i < count; i++) {
            atMicros[i] = in.number();
            speeds[i] = in.real();
        }
        overCap.readFrom(in);
        overRed.readFrom(in);
    }
}

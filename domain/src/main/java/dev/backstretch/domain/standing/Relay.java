package dev.backstretch.domain.standing;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A team's relay: one runner at a time, and the mark of who arrives starts the next. The result is the sum of the laps
 * (domain notes §7.1), which is the time from the gun to the newest hand-over.
 *
 * @param legs completed, in their order
 * @param size how many legs make a whole relay
 * @param totalSeconds sum of the laps so far, unknown before the first; its doubt is that of its two ends, as every
 *     hand-over between them ends one lap and starts another
 */
public record Relay(String team, List<Leg> legs, int size, Estimate totalSeconds) {
    private static final double NORMAL_95 = 1.96;

    /**
     * A runner arrives and the next one starts.
     *
     * @param micros when, in session time
     * @param sigmaSeconds one standard deviation of that moment
     */
    public record HandOver(String runnerId, long micros, double sigmaSeconds) {}

    /**
     * One runner's lap for the team.
     *
     * @param number from 1
     * @param facing as the plan asks of that leg
     * @param plusMinusSeconds half-width of the 95 % interval of its time
     */
    public record Leg(
            int number, String runnerId, Facing facing, long startMicros, long endMicros, double plusMinusSeconds) {
        public double seconds() {
            return Micros.seconds(endMicros - startMicros);
        }
    }

    public Relay {
        legs = List.copyOf(legs);
    }

    /**
     * From the hand-overs of a team, in any order.
     *
     * @param gunMicros when the first runner was released
     * @param gunSigmaSeconds one standard deviation of that moment
     * @param size how many legs make a whole relay; later hand-overs count for nothing
     */
    public static Relay of(
            String team, Plan plan, long gunMicros, double gunSigmaSeconds, List<HandOver> handOvers, int size) {
        List<HandOver> sorted = new ArrayList<>(handOvers);
        sorted.sort(Comparator.comparingLong(HandOver::micros).thenComparing(HandOver::runnerId));
        List<Leg> legs = new ArrayList<>();
        long from = gunMicros;
        double sigma = gunSigmaSeconds;
        for (HandOver handOver : sorted) {
            if (handOver.micros() <= gunMicros || legs.size() == size) {
                continue;
            }
            int number = legs.size() + 1;
            legs.add(new Leg(
                    number,
                    handOver.runnerId(),
                    plan.facingOfLeg(number),
                    from,
                    handOver.micros(),
                    NORMAL_95 * hypot(sigma, handOver.sigmaSeconds())));
            from = handOver.micros();
            sigma = handOver.sigmaSeconds();
        }
        Estimate total = legs.isEmpty()
                ? Estimate.UNKNOWN
                : new Estimate(Micros.seconds(from - gunMicros), NORMAL_95 * hypot(gunSigmaSeconds, sigma));
        return new Relay(team, legs, size, total);
    }

    public boolean finished() {
        return legs.size() == size;
    }

    private static double hypot(double a, double b) {
        return Math.sqrt(a * a + b * b);
    }
}

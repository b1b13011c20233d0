package dev.backstretch.domain.effort;

import dev.backstretch.domain.outcome.Estimate;
import java.util.Objects;

/**
 * What a run cost, as one figure with its method.
 *
 * @param kilocalories whole, with ± in whole; unknown without a method
 * @param confidence LOW when more than a fifth of it was reckoned outside the range of its equation
 * @param coveredShare the part of the elapsed time that the figure stands for, 0 to 1
 */
public record EnergyEstimate(Estimate kilocalories, Method method, Confidence confidence, double coveredShare) {
    /** Where the figure comes from, best first. */
    public enum Method {
        /** {@link KeytelEnergy}. */
        HEART_RATE,
        /** {@link AcsmEnergy}, by gait. */
        SPEED,
        /** {@link MinettiCost} times the distance; net. */
        DISTANCE,
        /** Nothing to reckon from. */
        NONE
    }

    public EnergyEstimate {
        Objects.requireNonNull(kilocalories, "kilocalories");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(confidence, "confidence");
    }
}

package dev.backstretch.domain.safety;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/**
 * What the rules of safety have to know of a runner beforehand.
 *
 * @param stage how used to running backwards; who says nothing is a novice
 * @param lane the assigned lane, 1 is innermost; 0 when none is
 * @param lapMeters length of a lap of that lane, in metres; NaN where there is no track
 * @param maximumHeartRateBpm measured or estimated maximum; NaN when unknown
 * @param minor whether the tables for children apply
 * @param acclimatised whether used to the heat; who says nothing is not
 */
public record SafetyProfile(
        Stage stage, int lane, double lapMeters, double maximumHeartRateBpm, boolean minor, boolean acclimatised) {
    /** @throws IllegalArgumentException when the lane is negative or the lap is not longer than nothing */
    public SafetyProfile {
        if (lane < 0) {
            throw new IllegalArgumentException("lane " + lane + " is below 0");
        }
        if (lapMeters <= 0) {
            throw new IllegalArgumentException("a lap of " + lapMeters + " m has no length");
        }
    }

    void writeTo(StateWriter out) {
        out.symbol(stage);
        out.number(lane);
        out.real(lapMeters);
        out.real(maximumHeartRateBpm);
        out.bool(minor);
        out.bool(acclimatised);
    }

    static SafetyProfile readFrom(StateReader in) {
        return new SafetyProfile(in.symbol(Stage.class), in.integer(), in.real(), in.real(), in.bool(), in.bool());
    }
}

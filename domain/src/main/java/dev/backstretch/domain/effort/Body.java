package dev.backstretch.domain.effort;

import java.util.Objects;

/**
 * What the energy equations ask of a person. What was not given is NaN.
 *
 * @param massKg with shoes and clothes
 * @param ageYears at the session
 */
public record Body(double massKg, double ageYears, Sex sex) {
    /** Nothing was given. */
    public static final Body UNKNOWN = new Body(Double.NaN, Double.NaN, Sex.NOT_GIVEN);

    public Body {
        Inputs.withinOrUnknown("massKg", massKg, 15, 300, "give kilograms, not pounds, or leave it out");
        Inputs.withinOrUnknown("ageYears", ageYears, 3, 120, "give whole or part years, or leave it out");
        Objects.requireNonNull(sex, "sex");
    }
}

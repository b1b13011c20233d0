package dev.backstretch.domain.safety;

import dev.backstretch.domain.outcome.Alert.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What the heat allows, by wet-bulb globe temperature: for adults the table of the American College of Sports Medicine
 * (2007, as reprinted by the National Athletic Trainers' Association 2015), for minors that of the American Academy of
 * Pediatrics. In order of strictness.
 */
public enum HeatClass {
    /** As planned. */
    NORMAL,
    /** Adults who are not acclimatised: more rest, shorter. */
    MODIFY,
    /** Minors: longer rests, drink every 15 minutes. */
    LONGER_RESTS,
    /** Acclimatised adults: at discretion, watch who is at risk. */
    DISCRETION,
    /** No intense work, as much rest as work; minors who are acclimatised: shorten. */
    LIMIT,
    /** Nobody runs. */
    CANCEL;

    /**
     * The class of a wet-bulb globe temperature; lower bounds belong to the class above them.
     *
     * @param wbgtCelsius in °C, see {@link WetBulbGlobe}
     * @throws IllegalArgumentException when the temperature is NaN: not measured is not cool
     */
    public static HeatClass of(double wbgtCelsius, boolean acclimatised, boolean minor) {
        if (Double.isNaN(wbgtCelsius)) {
            throw new IllegalArgumentException("no wet-bulb globe temperature");
        }
        if (minor) {
            return ofMinor(wbgtCelsius, acclimatised);
        }
        if (wbgtCelsius > 32.2) {
            return CANCEL;
        }
        if (wbgtCelsius >= 30.1) {
            return acclimatised ? LIMIT : CANCEL;
        }
        if (wbgtCelsius >= 27.9) {
            return acclimatised ? DISCRETION : LIMIT;
        }
        return acclimatised ? NORMAL : MODIFY;
    }

    private static HeatClass ofMinor(double wbgtCelsius, boolean acclimatised) {
        if (wbgtCelsius > 29) {
            return CANCEL;
        }
        if (wbgtCelsius >= 26) {
            return acclimatised ? LIMIT : CANCEL;
        }
        return wbgtCelsius >= 24 ? LONGER_RESTS : NORMAL;
    }

    /** Red where nobody runs, amber from the first bound of the tables on; below it advice for the plan, no alert. */
    @Nullable
    Severity severity() {
        return switch (this) {
            case NORMAL, MODIFY -> null;
            case LONGER_RESTS, DISCRETION, LIMIT -> Severity.AMBER;
            case CANCEL -> Severity.RED;
        };
    }
}

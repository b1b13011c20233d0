package dev.backstretch.domain.zone;

import dev.backstretch.domain.event.RuleVersion;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A published division of heart rates into zones, by name and version. A lower bound belongs to the zone above it, the
 * top zone has no upper bound, and zone 0 is all below the first bound (domain notes §2.2).
 *
 * @param rule name and version, as a session pins it
 * @param base what the bounds are percentages of
 * @param lowerBoundsPercent of zones 1, 2, …, rising
 * @param zoneNames what people call zones 0, 1, …: {@code 5c} of a model with letters
 */
public record ZoneModel(RuleVersion rule, Base base, List<Integer> lowerBoundsPercent, List<String> zoneNames) {
    /** What a model's percentages are taken of. */
    public enum Base {
        /** The maximum heart rate. */
        MAXIMUM,
        /** The heart-rate reserve, maximum less resting, counted from the resting heart rate. */
        RESERVE,
        /** The heart rate at the lactate threshold. */
        THRESHOLD
    }

    private static final List<Integer> TENTHS = List.of(50, 60, 70, 80, 90);
    private static final List<String> ONE_TO_FIVE = List.of("0", "1", "2", "3", "4", "5");
    private static final List<String> INTENSITIES =
            List.of("very light", "light", "moderate", "vigorous", "near-maximal");

    /** Edwards 1993, The Heart Rate Monitor Book. The default. */
    public static final ZoneModel HRMAX_5 = model("hrmax-5", Base.MAXIMUM, TENTHS, ONE_TO_FIVE);

    /** Karvonen, Kentala, Mustala 1957, Ann Med Exp Biol Fenn 35:307: the same tenths of the reserve. */
    public static final ZoneModel KARVONEN = model("karvonen", Base.RESERVE, TENTHS, ONE_TO_FIVE);

    /** Orangetheory's own articles: 50–60, 61–70, 71–83, 84–91 and 92–100 % of the maximum. */
    public static final ZoneModel ORANGETHEORY = model(
            "orangetheory",
            Base.MAXIMUM,
            List.of(50, 61, 71, 84, 92),
            List.of("below", "gray", "blue", "green", "orange", "red"));

    /** Friel's zones for running, whose zone 1 is all below 85 % of the threshold. */
    public static final ZoneModel FRIEL_RUN = model(
            "friel-run",
            Base.THRESHOLD,
            List.of(85, 90, 95, 100, 103, 107),
            List.of("1", "2", "3", "4", "5a", "5b", "5c"));

    /** Coggan and Allen's heart-rate levels, whose level 1 is all below 69 % of the threshold. */
    public static final ZoneModel COGGAN =
            model("coggan", Base.THRESHOLD, List.of(69, 84, 95, 106), List.of("1", "2", "3", "4", "5"));

    /** ACSM's Guidelines for Exercise Testing and Prescription, table of intensities: the column of the maximum. */
    public static final ZoneModel ACSM_MAXIMUM =
            model("acsm-maximum", Base.MAXIMUM, List.of(57, 64, 77, 96), INTENSITIES);

    /** The same table of the ACSM: the column of the reserve. */
    public static final ZoneModel ACSM_RESERVE =
            model("acsm-reserve", Base.RESERVE, List.of(30, 40, 60, 90), INTENSITIES);

    private static final List<ZoneModel> PUBLISHED =
            List.of(HRMAX_5, KARVONEN, ORANGETHEORY, FRIEL_RUN, COGGAN, ACSM_MAXIMUM, ACSM_RESERVE);

    public ZoneModel {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(base, "base");
        lowerBoundsPercent = List.copyOf(lowerBoundsPercent);
        zoneNames = List.copyOf(zoneNames);
        int below = 0;
        for (int percent : lowerBoundsPercent) {
            if (percent <= below) {
                throw new IllegalArgumentException("lowerBoundsPercent is " + lowerBoundsPercent
                        + ", which does not rise from above 0: put each bound once, lowest first");
            }
            below = percent;
        }
        if (zoneNames.size() != lowerBoundsPercent.size() + 1) {
            throw new IllegalArgumentException("zoneNames is " + zoneNames + ", but there are "
                    + (lowerBoundsPercent.size() + 1) + " zones: name each of them, zone 0 first");
        }
    }

    private static ZoneModel model(String name, Base base, List<Integer> lowerBoundsPercent, List<String> zoneNames) {
        return new ZoneModel(new RuleVersion(name, "1"), base, lowerBoundsPercent, zoneNames);
    }

    /** All of them, the default first; the ACSM's one table is two, one for each of its columns. */
    public static List<ZoneModel> published() {
        return PUBLISHED;
    }

    /** The model that a session pins as {@code hrmax-5/1}. */
    public static Optional<ZoneModel> named(String id) {
        return PUBLISHED.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    /** Name and version in one string. */
    public String id() {
        return rule.toString();
    }

    /** How many zones there are, zone 0 included. */
    public int count() {
        return zoneNames.size();
    }
}

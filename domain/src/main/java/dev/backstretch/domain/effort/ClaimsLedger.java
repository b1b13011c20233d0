package dev.backstretch.domain.effort;

import dev.backstretch.domain.effort.Claim.Factor;
import dev.backstretch.domain.effort.Claim.Of;
import dev.backstretch.domain.effort.Claim.Stance;
import dev.backstretch.domain.outcome.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the texts claim of running backwards, what the evidence says, and what this runner's own heart rate says (domain
 * notes §7.4). Nothing that the product shows may say "2–3×" of calories or heart, nor that one backward lap is six.
 */
public final class ClaimsLedger {
    /** Name and version of the ledger. */
    public static final String RULES = "claims/1";

    private static final String WRIGHT_WEYAND = "Wright, Weyand 2001, J Exp Biol 204:1805";
    private static final String UPHILL = "Eur J Appl Physiol 2020, 120:2507";
    private static final String FLYNN = "Flynn et al. 1994, Med Sci Sports Exerc 26:89";
    private static final String A_THIRD_MORE = "about a third more energy at the same speed";

    private static final Claim CALORIES = new Claim(
            "calories",
            List.of("001"),
            "burns 2 to 3 times the calories",
            new Factor(Of.ENERGY_OF_A_METER, 2, 3),
            "35 % more net energy at equal speed, n = 4 and n = 8; a minute at the slower speed people choose is often"
                    + " no dearer",
            List.of(WRIGHT_WEYAND, UPHILL),
            Stance.REFUSED,
            A_THIRD_MORE);

    private static final Claim FIFTH = new Claim(
            "fifth",
            List.of("002"),
            "burns 20 % more",
            new Factor(Of.ENERGY_OF_A_METER, 1.2, 1.2),
            "less than the 28 to 41 % that were measured at equal speed",
            List.of(WRIGHT_WEYAND, UPHILL),
            Stance.REFUSED,
            A_THIRD_MORE);

    private static final Claim SIX_LAPS = new Claim(
            "six-laps",
            List.of("002"),
            "one lap backwards is worth six forwards",
            new Factor(Of.ENERGY_OF_A_METER, 6, 6),
            "400 m at 70 kg: 32.5 kcal backwards, 24.1 forwards",
            List.of(WRIGHT_WEYAND, UPHILL, "Minetti et al. 2002, J Appl Physiol 93:1039"),
            Stance.REFUSED,
            "1 backward lap ≈ 1.35 forward laps of energy");

    private static final Claim HEART = new Claim(
            "heart",
            List.of("001"),
            "conditions the heart 2 to 3 times as much",
            new Factor(Of.EFFORT_OF_A_MINUTE, 2, 3),
            "oxygen uptake, heart rate and lactate are higher at the same speed: 84 % of the peak uptake at 2.68 m/s",
            List.of(FLYNN),
            Stance.REFUSED,
            "see your heart-rate zones");

    private static final List<Claim> CLAIMS = List.of(
            CALORIES,
            FIFTH,
            SIX_LAPS,
            HEART,
            new Claim(
                    "knees",
                    List.of("000", "001", "002", "003", "004"),
                    "is easier on the knees",
                    null,
                    "3.4 against 4.5 body weights at the kneecap, n = 20, not in every runner; the ground pushes about"
                            + " as hard",
                    List.of("Roos et al. 2012, J Biomech 45:1656"),
                    Stance.HEEDED,
                    "pain: stop and tell the coach"),
            new Claim(
                    "faster",
                    List.of("001", "002"),
                    "makes you faster forwards",
                    null,
                    "forward economy better by 2.54 % after 5 + 5 weeks, n = 8 trained men",
                    List.of("Ordway et al. 2016, J Strength Cond Res 30:763"),
                    Stance.QUALIFIED,
                    "may help economy; small studies"),
            new Claim(
                    "muscles",
                    List.of("000", "001", "002", "003", "004"),
                    "trains these muscles or those",
                    null,
                    "the texts contradict each other: quads and shins, or hamstrings and glutes",
                    List.of(),
                    Stance.SILENT,
                    null),
            new Claim(
                    "dose",
                    List.of("001", "004"),
                    "10 to 20 minutes are enough; several weeks are needed",
                    null,
                    "opinion",
                    List.of(),
                    Stance.OFFERED,
                    "plans of 10 to 20 minutes"),
            new Claim(
                    "twice-the-time",
                    List.of("000"),
                    "a quarter mile backwards in under twice the forward time",
                    null,
                    "a goal, not a finding",
                    List.of(),
                    Stance.GOAL,
                    "the goal: under twice your forward time"),
            new Claim(
                    "calves",
                    List.of("003"),
                    "calves are sore for 5 days",
                    null,
                    "one report; agrees with muscles loaded in a way they do not know",
                    List.of(),
                    Stance.HEEDED,
                    "walk first, and more only after two good sessions"));

    private static final Pattern NOT_SPOKEN = Pattern.compile("[\\s\\p{Zs}*\"']+");
    private static final Pattern DASHES = Pattern.compile("[\\p{Pd}−~]|(?<=[\\d\\s])to(?=[\\d\\s])");
    /** Neither "2–3 × 400 m" nor "2–3 times a week". */
    private static final Pattern TIMES = Pattern.compile(
            "(?<!\\d)(2|two)-(3|three)-?(fold|x|times)" + "(?!\\d|-?(a|per)-?(day|week|month|session))");

    /** Not "1 lap = 6:12" nor "1 lap = 6 min". */
    private static final Pattern SIX = Pattern.compile("(?<!\\d)(1|one|each|every)-?(backwards?|reverse)?-?lap"
            + "(backwards?)?(=|≈|is|equals|isworth|countsas|countsfor)(6|six)(?![.:]?\\d|-?(min|sec|km|met))");

    private static final Pattern OF_THE_HEART = Pattern.compile("heart|cardio");

    private ClaimsLedger() {}

    /** A claim beside what the runner's own heart rate says of it. */
    public record Line(Claim claim, Estimate own, Claim.Agreement agreement) {}

    /** What may be said to somebody who asks for a factor. */
    public sealed interface Answer {
        /** It may be said, in these words. */
        record Said(String sentence) implements Answer {}

        /** It may not; these words may, in its place. */
        record Refused(String why, String instead) implements Answer {}
    }

    /** All claims, in the order of the domain notes. */
    public static List<Claim> claims() {
        return CLAIMS;
    }

    /** All claims beside what a runner's own heart rate says. */
    public static List<Line> of(OwnHeartRate.Finding finding) {
        List<Line> lines = new ArrayList<>();
        for (Claim claim : CLAIMS) {
            lines.add(new Line(claim, claim.own(finding), claim.against(finding)));
        }
        return List.copyOf(lines);
    }

    /** Whether it may be said that the same way backwards at the same speed costs so many times the energy. */
    public static Answer energyFactor(double factor) {
        if (factor >= BackwardCost.LOWEST_FACTOR && factor <= BackwardCost.HIGHEST_FACTOR) {
            return new Answer.Said(A_THIRD_MORE);
        }
        return new Answer.Refused(
                "factor is " + factor + ", outside the " + BackwardCost.LOWEST_FACTOR + " to "
                        + BackwardCost.HIGHEST_FACTOR + " that were measured: say the sentence given instead",
                A_THIRD_MORE);
    }

    /**
     * The refused claim that a text makes in one of its usual spellings, if it makes one. A ratio of two times, such as
     * "2.00×", is none.
     */
    public static Optional<Claim> refusedIn(String text) {
        String dashed =
                DASHES.matcher(text.toLowerCase(Locale.ROOT).replace('×', 'x')).replaceAll("-");
        String spoken = NOT_SPOKEN.matcher(dashed).replaceAll("");
        if (TIMES.matcher(spoken).find()) {
            return Optional.of(OF_THE_HEART.matcher(spoken).find() ? HEART : CALORIES);
        }
        return SIX.matcher(spoken).find() ? Optional.of(SIX_LAPS) : Optional.empty();
    }
}

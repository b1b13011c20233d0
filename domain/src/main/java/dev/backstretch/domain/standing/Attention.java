package dev.backstretch.domain.standing;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who needs the coach now: red alerts that nobody has answered, red ones that are answered and still on, amber ones,
 * those due at the line within 10 s, those whose rest ends within 10 s, and those whose facing is in doubt. Everybody
 * else needs nothing and is not listed. A runner is listed once, for the first of these.
 */
public final class Attention {
    /** How long before a crossing or the end of a rest the coach is told. */
    static final long SOON_MICROS = 10 * Micros.PER_SECOND;

    /** A runner who has not come is due for this long before the coach stops waiting. */
    static final long OVERDUE_MICROS = 30 * Micros.PER_SECOND;

    /** How urgent it is, most urgent first. */
    public enum Urgency {
        RED_OPEN,
        RED_ANSWERED,
        AMBER,
        DUE_AT_LINE,
        REST_ENDING,
        FACING_IN_DOUBT
    }

    /** Why; the words are made elsewhere from the key and what it carries. */
    public sealed interface Reason {
        /** Key of the words. */
        String key();

        /** An alert that is on. */
        record Alarm(Alert alert) implements Reason {
            @Override
            public String key() {
                return "alert." + alert.kind().name();
            }
        }

        /** Expected at the line. */
        record DueAtLine(long dueMicros) implements Reason {
            @Override
            public String key() {
                return "due-at-line";
            }
        }

        /** The planned rest ends. */
        record RestEnding(long restUntilMicros) implements Reason {
            @Override
            public String key() {
                return "rest-ending";
            }
        }

        /** What was planned or said and what was measured disagree. */
        record FacingInDoubt(long sinceMicros) implements Reason {
            @Override
            public String key() {
                return "facing-unconfirmed";
            }
        }
    }

    /** Part of a lap, from the line on, as people call it. */
    public enum Where {
        UNKNOWN,
        FIRST_BEND,
        FAR_STRAIGHT,
        SECOND_BEND,
        NEAR_STRAIGHT;

        /**
         * On an oval whose line lies at the end of the near straight.
         *
         * @param inLapMeters metres since the line; NaN when unknown
         * @param lapMeters length of the lap
         * @param straightMeters length of one straight
         */
        public static Where of(double inLapMeters, double lapMeters, double straightMeters) {
            double bend = lapMeters / 2 - straightMeters;
            if (!(inLapMeters >= 0) || !(bend > 0)) {
                return UNKNOWN;
            }
            double in = inLapMeters % lapMeters;
            if (in < bend) {
                return FIRST_BEND;
            }
            if (in < lapMeters / 2) {
                return FAR_STRAIGHT;
            }
            return in < lapMeters / 2 + bend ? SECOND_BEND : NEAR_STRAIGHT;
        }
    }

    /**
     * What may call for the coach. Absent times are {@link Long#MIN_VALUE}.
     *
     * @param alerts those that are raised or acknowledged; cleared ones and cues to the runner are passed over
     * @param dueMicros when the runner should be at the line
     * @param restUntilMicros when the planned rest ends
     * @param facingDoubtMicros since when the facing is in doubt
     */
    public record Situation(
            @Nullable String runnerId,
            @Nullable String bib,
            List<Alert> alerts,
            long dueMicros,
            long restUntilMicros,
            long facingDoubtMicros,
            Where where) {
        public Situation {
            alerts = List.copyOf(alerts);
        }
    }

    /**
     * One who needs the coach.
     *
     * @param runnerId null for what concerns the whole session
     * @param others further reasons of the same runner, most urgent first
     */
    public record Need(
            @Nullable String runnerId,
            @Nullable String bib,
            Urgency urgency,
            Reason reason,
            Where where,
            List<Reason> others) {
        public Need {
            others = List.copyOf(others);
        }
    }

    private record Ranked(Urgency urgency, boolean answered, long micros, Reason reason) {}

    private record Row(Need need, Ranked first) {}

    private static final Comparator<Ranked> MOST_URGENT_FIRST = Comparator.comparing(Ranked::urgency)
            .thenComparing(Ranked::answered)
            .thenComparingLong(Ranked::micros)
            .thenComparing(one -> one.reason().key());

    private static final Comparator<Row> IN_ORDER = Comparator.comparing(Row::first, MOST_URGENT_FIRST)
            .thenComparingInt(row -> bibLength(row.need()))
            .thenComparing(row -> textOf(row.need().bib()))
            .thenComparing(row -> textOf(row.need().runnerId()));

    private Attention() {}

    /**
     * The coach's list: by urgency, then whoever waits longest or is due first, then by bib and id.
     *
     * @param situations of all runners, and one without a runner for the session itself
     */
    public static List<Need> order(List<Situation> situations, long nowMicros) {
        List<Row> rows = new ArrayList<>();
        for (Situation situation : situations) {
            List<Ranked> reasons = reasons(situation, nowMicros);
            if (!reasons.isEmpty()) {
                Ranked first = reasons.get(0);
                List<Reason> others = new ArrayList<>();
                for (Ranked other : reasons.subList(1, reasons.size())) {
                    others.add(other.reason());
                }
                Need need = new Need(
                        situation.runnerId(),
                        situation.bib(),
                        first.urgency(),
                        first.reason(),
                        situation.where(),
                        others);
                rows.add(new Row(need, first));
            }
        }
        rows.sort(IN_ORDER);
        List<Need> needs = new ArrayList<>(rows.size());
        for (Row row : rows) {
            needs.add(row.need());
        }
        return needs;
    }

    /** Bib 9 stands before bib 10. */
    private static int bibLength(Need need) {
        return textOf(need.bib()).length();
    }

    private static String textOf(@Nullable String text) {
        return text == null ? "" : text;
    }

    /**
     * Whether somebody without an alert needs the coach; absent times are {@link Long#MIN_VALUE}.
     *
     * @param dueMicros when the runner should be at the line
     * @param restUntilMicros when the planned rest ends
     * @param facingDoubtMicros since when the facing is in doubt
     */
    public static boolean needed(long dueMicros, long restUntilMicros, long facingDoubtMicros, long nowMicros) {
        return isDue(dueMicros, nowMicros)
                || endsSoon(restUntilMicros, nowMicros)
                || facingDoubtMicros != Long.MIN_VALUE;
    }

    private static boolean isDue(long due, long now) {
        return due != Long.MIN_VALUE && due - now <= SOON_MICROS && now - due <= OVERDUE_MICROS;
    }

    private static boolean endsSoon(long restUntil, long now) {
        return restUntil != Long.MIN_VALUE && restUntil > now && restUntil - now <= SOON_MICROS;
    }

    private static List<Ranked> reasons(Situation situation, long now) {
        List<Ranked> reasons = new ArrayList<>();
        for (Alert alert : situation.alerts()) {
            Urgency urgency = urgencyOf(alert);
            if (urgency != null) {
                reasons.add(new Ranked(
                        urgency,
                        alert.state() == Alert.State.ACKNOWLEDGED,
                        Micros.of(alert.since()),
                        new Reason.Alarm(alert)));
            }
        }
        long due = situation.dueMicros();
        if (isDue(due, now)) {
            reasons.add(new Ranked(Urgency.DUE_AT_LINE, false, due, new Reason.DueAtLine(due)));
        }
        long rest = situation.restUntilMicros();
        if (endsSoon(rest, now)) {
            reasons.add(new Ranked(Urgency.REST_ENDING, false, rest, new Reason.RestEnding(rest)));
        }
        long doubt = situation.facingDoubtMicros();
        if (doubt != Long.MIN_VALUE) {
            reasons.add(new Ranked(Urgency.FACING_IN_DOUBT, false, doubt, new Reason.FacingInDoubt(doubt)));
        }
        reasons.sort(MOST_URGENT_FIRST);
        return reasons;
    }

    private static @Nullable Urgency urgencyOf(Alert alert) {
        boolean answered = alert.state() == Alert.State.ACKNOWLEDGED;
        if (!answered && alert.state() != Alert.State.RAISED) {
            return null;
        }
        return switch (alert.severity()) {
            case RED -> answered ? Urgency.RED_ANSWERED : Urgency.RED_OPEN;
            case AMBER -> Urgency.AMBER;
            case CUE, UNRECOGNISED -> null;
        };
    }
}

package dev.backstretch.replay.accuracy;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.MarkSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Errors of simulated sessions of one kind, gathered over their seeds, against the truth.
 *
 * <p>Laps are looked at three times: as they were said first, as they stood 30 s after their end, and as they stood in
 * the end. A lap that was run is <em>found</em> when the lap of its number stands and ends within 6 s of it, and a lap
 * that stands but was not run is <em>invented</em>; both are shares of the laps that were run.
 */
public final class SessionErrors {
    private static final Duration NEAR = Duration.ofSeconds(6);
    private static final Duration WHILE = Duration.ofSeconds(30);
    /** Of fewer, one more or less inside its interval is more than the bounds are apart. */
    private static final int FEWEST_INTERVALS = 100;
    /** Below this speed a pace says nothing. */
    private static final double SLOWEST = 0.5;

    /** When laps are looked at. */
    private enum Stage {
        LIVE("live"),
        AFTER_30_SECONDS("after 30 s"),
        SETTLED("settled");

        private final String words;

        Stage(String words) {
            this.words = words;
        }
    }

    private static final class Found {
        private int run;
        private int found;
        private int invented;
        private final Errors crossings = new Errors();
        private final Errors marked = new Errors();
        private final Errors laps = new Errors();
        private int held;
    }

    private final Found live = new Found();
    private final Found afterWhile = new Found();
    private final Found settled = new Found();
    private final Errors livePace = new Errors();
    private final Errors settledPace = new Errors();
    private final Errors zones = new Errors();
    private int sessions;
    private int runners;
    private int misnumbered;
    private int pure;
    private int facingRight;
    private int facingWrong;

    private Found found(Stage stage) {
        return switch (stage) {
            case LIVE -> live;
            case AFTER_30_SECONDS -> afterWhile;
            case SETTLED -> settled;
        };
    }

    /** Takes one session. */
    public void add(SessionTruth truth, LapHistory said) {
        sessions++;
        truth.runners().forEach((runner, ran) -> {
            runners++;
            for (Stage stage : Stage.values()) {
                laps(stage, runner, ran, said);
            }
            numbers(runner, ran, said);
            facing(runner, ran, said);
            pace(ran, said.liveSeconds(runner), livePace);
            pace(ran, said.settledSeconds(runner), settledPace);
            zones(ran, said.totals(runner));
        });
    }

    private static @Nullable LapOutcome standing(Stage stage, String runner, int lap, LapHistory said) {
        LapOutcome live = said.live(runner, lap);
        return switch (stage) {
            case LIVE -> live;
            case AFTER_30_SECONDS -> said.at(runner, lap, live.endedAt().plus(WHILE));
            case SETTLED -> said.at(runner, lap, Instant.MAX);
        };
    }

    private void laps(Stage stage, String runner, SessionTruth.Runner ran, LapHistory said) {
        Found found = found(stage);
        found.run += ran.laps().size();
        List<SessionTruth.Lap> left = new ArrayList<>(ran.laps());
        for (int number : said.numbers(runner)) {
            LapOutcome lap = standing(stage, runner, number, said);
            if (lap == null) {
                continue;
            }
            SessionTruth.Lap of = left.stream()
                    .filter(one -> one.number() == number && near(one.endedAt(), lap.endedAt()))
                    .findFirst()
                    .orElse(null);
            if (of == null) {
                found.invented++;
                continue;
            }
            left.remove(of);
            found.found++;
            double start = seconds(of.startedAt(), lap.startedAt());
            double end = seconds(of.endedAt(), lap.endedAt());
            found.crossings.add(start);
            found.crossings.add(end);
            if (lap.source() == MarkSource.CHIP || lap.source() == MarkSource.TAP) {
                found.marked.add(end);
            }
            double error = lap.lapSeconds().value() - of.lapSeconds();
            found.laps.add(error);
            if (Math.abs(error) <= lap.lapSeconds().plusMinus()) {
                found.held++;
            }
        }
    }

    /** A lap that ends where another number was run makes all that follows wrong. */
    private void numbers(String runner, SessionTruth.Runner ran, LapHistory said) {
        for (int number : said.numbers(runner)) {
            LapOutcome lap = standing(Stage.SETTLED, runner, number, said);
            if (lap != null
                    && ran.laps().stream()
                            .anyMatch(one -> one.number() != number && near(one.endedAt(), lap.endedAt()))) {
                misnumbered++;
                return;
            }
        }
    }

    private void facing(String runner, SessionTruth.Runner ran, LapHistory said) {
        for (SessionTruth.Lap of : ran.laps()) {
            if (!of.pure() || !said.numbers(runner).contains(of.number())) {
                continue;
            }
            LapOutcome lap = standing(Stage.SETTLED, runner, of.number(), said);
            if (lap == null || !near(of.endedAt(), lap.endedAt())) {
                continue;
            }
            pure++;
            if (lap.facing() == of.facing()) {
                facingRight++;
            } else if (lap.facing() == Facing.FORWARD || lap.facing() == Facing.BACKWARD) {
                facingWrong++;
            }
        }
    }

    private static void pace(SessionTruth.Runner ran, List<Frame.Entry> seconds, Errors errors) {
        for (Frame.Entry entry : seconds) {
            double speed = ran.speedAt(entry.observedAt());
            if (speed >= SLOWEST && entry.speedMetersPerSecond() > 0) {
                errors.add(100 * (entry.speedMetersPerSecond() - speed) / speed);
            }
        }
    }

    /**
     * Which part of a session lies in another zone than it should. Seconds below the first bound depend on when counting
     * starts, so those above it are looked at.
     */
    private void zones(SessionTruth.Runner ran, Frame.@Nullable Totals totals) {
        if (totals == null || totals.zoneSeconds().size() != ran.zoneSeconds().size()) {
            return;
        }
        double differing = 0;
        double all = ran.zoneSeconds().get(0);
        for (int zone = 1; zone < ran.zoneSeconds().size(); zone++) {
            differing +=
                    Math.abs(totals.zoneSeconds().get(zone) - ran.zoneSeconds().get(zone));
            all += ran.zoneSeconds().get(zone);
        }
        // a second that lies in one zone instead of another differs in both
        zones.add(100 * differing / 2 / all);
    }

    private static boolean near(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(NEAR) < 0;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    /**
     * Adds the figures to a table.
     *
     * @param section a name for this kind of session
     * @param bounds whether the bounds hold for this kind; else figures are told only
     * @param marks whether chips and taps took part
     */
    public void report(String section, boolean bounds, boolean marks, Figures table) {
        Limits limits = marks ? Limits.MARKS : Limits.LINE;
        table.add(new Figure(section, "sessions", sessions, "", null, sessions));
        for (Stage stage : Stage.values()) {
            Found found = found(stage);
            int of = found.crossings.count();
            Limits.Of limit = limits.of(stage);
            String when = ", " + stage.words;
            table.add(figure(
                    section,
                    "laps found" + when,
                    share(found.found, found.run),
                    "%",
                    bounds,
                    limit.found(),
                    found.run));
            table.add(figure(
                    section,
                    "laps invented" + when,
                    share(found.invented, found.run),
                    "%",
                    bounds,
                    limit.invented(),
                    found.run));
            table.add(figure(
                    section,
                    "passing of the line p50" + when,
                    found.crossings.quantile(0.5),
                    "s",
                    bounds,
                    limit.crossing50(),
                    of));
            table.add(figure(
                    section,
                    "passing of the line p95" + when,
                    found.crossings.quantile(0.95),
                    "s",
                    bounds,
                    limit.crossing95(),
                    of));
            if (marks) {
                table.add(figure(
                        section,
                        "lap end with chip or tap p95" + when,
                        found.marked.quantile(0.95),
                        "s",
                        bounds,
                        limit.marked95(),
                        found.marked.count()));
            }
            table.add(figure(
                    section,
                    "lap time p50" + when,
                    found.laps.quantile(0.5),
                    "s",
                    bounds,
                    limit.lap50(),
                    found.laps.count()));
            table.add(figure(
                    section,
                    "lap time p95" + when,
                    found.laps.quantile(0.95),
                    "s",
                    bounds,
                    limit.lap95(),
                    found.laps.count()));
            table.add(figure(
                    section,
                    "lap times inside their ±" + when,
                    share(found.held, found.found),
                    "%",
                    bounds,
                    found.found < FEWEST_INTERVALS ? null : limit.held(),
                    found.found));
        }
        table.add(figure(
                section, "runners with a wrong lap number", misnumbered, "", bounds, Figure.Bound.atMost(0), runners));
        table.add(figure(
                section,
                "laps of one facing named right",
                share(facingRight, pure),
                "%",
                bounds,
                Figure.Bound.atLeast(99),
                pure));
        table.add(figure(
                section,
                "laps of one facing named wrong",
                share(facingWrong, pure),
                "%",
                bounds,
                Figure.Bound.atMost(0.2),
                pure));
        table.add(figure(
                section,
                "pace of a second, mean, live",
                livePace.mean(),
                "%",
                bounds,
                Figure.Bound.atMost(4),
                livePace.count()));
        table.add(figure(
                section,
                "pace of a second, mean, settled",
                settledPace.mean(),
                "%",
                bounds,
                Figure.Bound.atMost(3),
                settledPace.count()));
        table.add(figure(
                section,
                "seconds in the wrong zone, mean",
                zones.mean(),
                "%",
                bounds,
                Figure.Bound.atMost(2),
                zones.count()));
    }

    private static Figure figure(
            String section,
            String name,
            double value,
            String unit,
            boolean bounds,
            Figure.@Nullable Bound bound,
            int of) {
        return new Figure(section, name, value, unit, bounds ? bound : null, of);
    }

    private static double share(int part, int of) {
        return of == 0 ? Double.NaN : 100.0 * part / of;
    }

    /** What each kind of session has to reach, stage by stage; null where nothing is asked. */
    private record Limits(Of live, Of afterWhile, Of settled) {
        private record Of(
                Figure.@Nullable Bound found,
                Figure.@Nullable Bound invented,
                Figure.@Nullable Bound crossing50,
                Figure.@Nullable Bound crossing95,
                Figure.@Nullable Bound marked95,
                Figure.@Nullable Bound lap50,
                Figure.@Nullable Bound lap95,
                Figure.@Nullable Bound held) {}

        private static final Figure.Bound HONEST = new Figure.Bound(93, 98);

        static final Limits LINE = new Limits(
                line(99, 1, 0.32, 1.5, Double.NaN, Double.NaN, null),
                line(99.4, 0.4, 0.25, 1.25, 0.45, 1.8, HONEST),
                line(99.5, 0.4, 0.22, 1.0, Double.NaN, Double.NaN, HONEST));

        static final Limits MARKS = new Limits(marks(null), marks(HONEST), marks(HONEST));

        private static Of line(
                double found,
                double invented,
                double crossing50,
                double crossing95,
                double lap50,
                double lap95,
                Figure.@Nullable Bound held) {
            return new Of(
                    Figure.Bound.atLeast(found),
                    Figure.Bound.atMost(invented),
                    Figure.Bound.atMost(crossing50),
                    Figure.Bound.atMost(crossing95),
                    null,
                    Double.isNaN(lap50) ? null : Figure.Bound.atMost(lap50),
                    Double.isNaN(lap95) ? null : Figure.Bound.atMost(lap95),
                    held);
        }

        private static Of marks(Figure.@Nullable Bound held) {
            return new Of(null, null, null, null, Figure.Bound.atMost(0.5), null, null, held);
        }

        Of of(Stage stage) {
            return switch (stage) {
                case LIVE -> live;
                case AFTER_30_SECONDS -> afterWhile;
                case SETTLED -> settled;
            };
        }
    }
}

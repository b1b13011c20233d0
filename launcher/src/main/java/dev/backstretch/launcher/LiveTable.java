package dev.backstretch.launcher;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.standing.Board;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session as a table in a terminal: redrawn in place where that works, else printed again now and then. */
final class LiveTable {
    private static final Duration PLAIN_EVERY = Duration.ofSeconds(15);
    private static final Set<String> LAP_BOARDS = Set.of(Board.LAPS.key(), Board.FREE_LAPS.key());

    private final PrintWriter out;
    private final boolean terminal;
    private int drawn;
    private long plainAt = Long.MIN_VALUE;

    LiveTable(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Shows the present state; where nothing can be redrawn only every 15 seconds. */
    void show(String sessionId, Instant sessionTime, SessionOutcomes outcomes) {
        if (!terminal) {
            if (plainAt != Long.MIN_VALUE && System.nanoTime() - plainAt < PLAIN_EVERY.toNanos()) {
                return;
            }
            plainAt = System.nanoTime();
        }
        List<String> lines = outcomes.view(view -> lines(sessionId, sessionTime, view));
        if (terminal && drawn > 0) {
            // Up to the first line that was drawn, and all below it cleared.
            out.printf("\u001b[%dA\u001b[J", drawn);
        }
        lines.forEach(out::println);
        out.flush();
        drawn = lines.size();
    }

    static List<String> lines(String sessionId, Instant sessionTime, SessionOutcomes.View view) {
        var lines = new ArrayList<String>();
        LocalTime time = LocalTime.ofInstant(sessionTime, ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
        lines.add(time + "  " + sessionId + plan(view.plan()));
        lines.add(String.format(
                Locale.ROOT,
                "%3s %-8s %5s %14s %9s %6s %4s %9s  %-8s %s",
                "#",
                "runner",
                "laps",
                "last lap",
                "pace",
                "heart",
                "zone",
                "distance",
                "facing",
                "state"));
        Set<String> shown = new HashSet<>();
        for (Standings board : view.report().boards()) {
            if (LAP_BOARDS.contains(board.board())) {
                for (Standings.Row row : board.rows()) {
                    shown.add(row.runnerId());
                    lines.add(line(
                            row.place() == 0 ? "-" : String.valueOf(row.place()),
                            row.runnerId(),
                            String.valueOf(row.laps()),
                            lap(row.lastLap()),
                            view.newest().get(row.runnerId()),
                            row.state().name()));
                }
            }
        }
        view.newest().forEach((runner, entry) -> {
            if (!shown.contains(runner)) {
                lines.add(line("-", runner, "0", "", entry, entry.state().name()));
            }
        });
        return lines;
    }

    private static String plan(Frame.@Nullable PlanProgress plan) {
        if (plan == null) {
            return "";
        }
        return "  " + plan.planName() + "  step " + plan.step() + "/" + plan.of() + " " + plan.kind() + " "
                + plan.facing().name().toLowerCase(Locale.ROOT) + (plan.paused() ? " (paused)" : "");
    }

    private static String line(
            String place, String runner, String laps, String lastLap, Frame.@Nullable Entry entry, String state) {
        return String.format(
                Locale.ROOT,
                "%3s %-8s %5s %14s %9s %6s %4s %9s  %-8s %s",
                place,
                runner,
                laps,
                lastLap,
                entry == null ? "" : pace(entry.pace()),
                entry == null || Double.isNaN(entry.heartRateBpm())
                        ? ""
                        : String.valueOf(Math.round(entry.heartRateBpm())),
                entry == null || entry.zone() < 0 ? "" : "Z" + entry.zone(),
                entry == null || !entry.distance().known()
                        ? ""
                        : Math.round(entry.distance().value()) + " m",
                entry == null ? "" : entry.facing().name().toLowerCase(Locale.ROOT),
                state.toLowerCase(Locale.ROOT));
    }

    private static String lap(Estimate seconds) {
        if (!seconds.known()) {
            return "";
        }
        String text = clock(seconds.value());
        return Double.isNaN(seconds.plusMinus())
                ? text
                : text + String.format(Locale.ROOT, " ±%.1f", seconds.plusMinus());
    }

    private static String pace(Estimate secondsPerKm) {
        if (!secondsPerKm.known()) {
            return "";
        }
        long seconds = Math.round(secondsPerKm.value());
        return String.format(Locale.ROOT, "%d:%02d/km", seconds / 60, seconds % 60);
    }

    private static String clock(double seconds) {
        long tenths = Math.round(seconds * 10);
        return String.format(Locale.ROOT, "%d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10);
    }
}

package dev.backstretch.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.schemas.json.OutcomeJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A session as those who stood beside it saw it: laps, standings and alerts in the order in which they left, each at its log
 * time. They are told while the log is read; nothing of them is held.
 */
public final class Retelling {
    private static final int ROWS_IN_WORDS = 5;

    private Retelling() {}

    /**
     * One thing that was told.
     *
     * @param at log time
     */
    public record Told(Instant at, Outcome outcome) {
        /** One line. */
        public String words() {
            if (outcome instanceof LapOutcome lap) {
                return at + "  lap        " + lap.runnerId() + " lap " + lap.lap() + " revision " + lap.revision()
                        + ": "
                        + (lap.state() == LapOutcome.State.RETRACTED
                                ? "taken back"
                                : String.format(
                                        Locale.ROOT,
                                        "%.1f ± %.1f s, %s, by %s",
                                        lap.lapSeconds().value(),
                                        lap.lapSeconds().plusMinus(),
                                        lap.facing(),
                                        lap.source()))
                        + (lap.reason() == null ? "" : ", " + lap.reason());
            }
            if (outcome instanceof Alert alert) {
                return at + "  alert      " + (alert.runnerId() == null ? "all" : alert.runnerId()) + " " + alert.kind()
                        + " " + alert.severity() + " " + alert.state();
            }
            Standings board = (Standings) outcome;
            String places = board.rows().stream()
                    .limit(ROWS_IN_WORDS)
                    .map(row -> (row.place() == 0 ? "-" : row.place() + ".") + " " + row.runnerId())
                    .collect(Collectors.joining(", "));
            int more = board.rows().size() - ROWS_IN_WORDS;
            return at + "  standings  " + board.board() + " revision " + board.revision() + ": " + places
                    + (more > 0 ? ", and " + more + " more" : "");
        }

        /** With {@code at} and {@code type} before what the outcome says. */
        public ObjectNode toJson() {
            ObjectNode said = outcome instanceof LapOutcome lap
                    ? OutcomeJson.lap(lap)
                    : outcome instanceof Alert alert
                            ? OutcomeJson.alert(alert)
                            : OutcomeJson.standings((Standings) outcome);
            ObjectNode json = said.objectNode();
            json.put("at", at.toString());
            json.put("type", outcome instanceof LapOutcome ? "lap" : outcome instanceof Alert ? "alert" : "standings");
            json.setAll(said);
            return json;
        }
    }

    /** What takes the records of a log, in their order, and tells what comes of each, without what is withheld. */
    static Consumer<LogRecord> of(String sessionId, Withheld withheld, Consumer<Told> told) {
        return Oracle.teller(sessionId, outcome -> {
            if (withheld.holdsBack(outcome)) {
                return;
            }
            if (outcome instanceof LapOutcome lap) {
                told.accept(new Told(lap.logTime(), lap));
            } else if (outcome instanceof Alert alert) {
                told.accept(new Told(alert.logTime(), alert));
            } else if (outcome instanceof Standings board) {
                told.accept(new Told(board.logTime(), withheld.of(board)));
            }
        });
    }

    /**
     * How long after the first of all one is due, when it goes faster than it went.
     *
     * @param speed times as fast, more than 0
     */
    public static Duration dueAfter(Told first, Told one, double speed) {
        Duration then = Duration.between(first.at(), one.at());
        return Duration.ofNanos((long) (then.toNanos() / speed));
    }
}

package dev.backstretch.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.schemas.json.OutcomeJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A session as those who stood beside it saw it: laps, standings and alerts, each at its log time.
 *
 * @param told in the order in which they left
 */
public record Retelling(List<Told> told) {
    private static final int ROWS_IN_WORDS = 5;

    public Retelling {
        told = List.copyOf(told);
    }

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

    static Retelling of(String sessionId, List<LogRecord> log, Withheld withheld) {
        List<Told> told = new ArrayList<>();
        Oracle.tell(sessionId, log, outcome -> {
            if (withheld.holdsBack(outcome)) {
                return;
            }
            if (outcome instanceof LapOutcome lap) {
                told.add(new Told(lap.logTime(), lap));
            } else if (outcome instanceof Alert alert) {
                told.add(new Told(alert.logTime(), alert));
            } else if (outcome instanceof Standings board) {
                told.add(new Told(board.logTime(), withheld.of(board)));
            }
        });
        return new Retelling(told);
    }

    /**
     * How long after the first of all one is due, when it goes faster than it went.
     *
     * @param speed times as fast, more than 0
     */
    public Duration dueAfter(Told one, double speed) {
        Duration then = Duration.between(told.get(0).at(), one.at());
        return Duration.ofNanos((long) (then.toNanos() / speed));
    }
}

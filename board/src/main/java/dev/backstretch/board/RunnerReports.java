package dev.backstretch.board;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.standing.Board;
import dev.backstretch.domain.standing.Challenge;
import dev.backstretch.schemas.json.RunnerReport;
import java.util.List;
import java.util.Optional;

/** The JSON of one runner, from outcomes alone. */
final class RunnerReports {
    private RunnerReports() {}

    /**
     * What is known of a runner; empty when nothing is.
     *
     * @param withVitals whether whoever asks may see heart rates, and hear of alerts that come from them
     */
    static Optional<ObjectNode> of(SessionView view, String runner, boolean withVitals) {
        if (!view.knows(runner)) {
            return Optional.empty();
        }
        var report = new RunnerReport(view.sessionId());
        view.lapsOf(runner).forEach(report::accept);
        view.standings().forEach(report::accept);
        view.alertsOf(runner).stream()
                .filter(alert -> withVitals || !ScreenJson.isOfHeartRate(alert))
                .forEach(report::accept);
        view.totalsOf(runner).ifPresent(entry -> report.accept(frameOf(view.sessionId(), entry)));
        ObjectNode node = report.of(runner, RunnerReport.Extras.NONE);
        addPair(view, runner, node);
        if (!withVitals) {
            removeVitals(node);
        }
        return Optional.of(node);
    }

    /** Says which two laps the ratio is made of. */
    private static void addPair(SessionView view, String runner, ObjectNode report) {
        if (!(report.get("challenge") instanceof ObjectNode challenge)) {
            return;
        }
        List<LapOutcome> standing = view.standingLapsOf(runner);
        view.standings().stream()
                .filter(board -> board.board().equals(Board.RATIO.key()))
                .flatMap(board -> board.rows().stream())
                .filter(row -> row.runnerId().equals(runner))
                .findFirst()
                .flatMap(row -> Challenge.pairOf(standing, row.value()))
                .ifPresent(pair -> ScreenJson.pair(challenge, pair));
    }

    private static void removeVitals(ObjectNode report) {
        report.remove(List.of("zones", "load", "energy", "claims"));
        report.path("laps")
                .forEach(lap -> ((ObjectNode) lap).remove(List.of("averageHeartRateBpm", "maximumHeartRateBpm")));
    }

    private static Frame frameOf(String session, Frame.Entry entry) {
        return new Frame(session, 0, entry.observedAt(), true, false, 0, 1, List.of(entry), null, null, "", 0);
    }
}

package dev.backstretch.board;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.schemas.json.RunnerReport;
import java.util.List;
import java.util.Optional;

/** The JSON of one runner, from outcomes alone. */
final class RunnerReports {
    private RunnerReports() {}

    static Optional<ObjectNode> of(SessionView view, String runner) {
        if (!view.shows(runner)) {
            return Optional.empty();
        }
        var report = new RunnerReport(view.sessionId());
        view.lapsOf(runner).forEach(report::accept);
        view.standings().forEach(report::accept);
        view.alertsOf(runner).forEach(report::accept);
        view.totalsOf(runner).ifPresent(entry -> report.accept(frameOf(view.sessionId(), entry)));
        return Optional.of(report.of(runner, RunnerReport.Extras.NONE));
    }

    private static Frame frameOf(String session, Frame.Entry entry) {
        return new Frame(session, 0, entry.observedAt(), true, false, 0, 1, List.of(entry), null, null, "", 0);
    }
}

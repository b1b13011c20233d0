package dev.backstretch.ingest.files;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.ingest.files.Recording.Events;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An event file as the log of its session: its events in the file's order, ticks between them where it has none, closed
 * at the end.
 *
 * @param planName a plan for every runner; null leaves each runner's own
 * @param profile fills in what a join does not say
 */
public record EventSession(@Nullable String planName, RunnerProfile profile) {

    /** Hands the session's events out, in order. */
    public void play(Events file, Consumer<RunEvent> log) {
        boolean hasTicks = file.events().stream().anyMatch(event -> event.body() instanceof EventBody.Tick);
        Consumer<RunEvent> ticked = hasTicks ? log : new TickedLog(file.sessionId(), log);
        Instant end = Instant.MIN;
        boolean closed = false;
        for (RunEvent event : file.events()) {
            ticked.accept(event.body() instanceof EventBody.Join join ? completed(event, join) : event);
            end = event.receivedAt().isAfter(end) ? event.receivedAt() : end;
            closed |= event.body() instanceof EventBody.Control control
                    && control.action() == EventBody.Control.Action.CLOSE;
        }
        if (!closed) {
            ticked.accept(new RunEvent(
                    "close-" + file.sessionId(),
                    file.sessionId(),
                    null,
                    end,
                    end,
                    Origin.of(Origin.Kind.CAMP),
                    new EventBody.Control(EventBody.Control.Action.CLOSE)));
        }
    }

    private RunEvent completed(RunEvent event, EventBody.Join join) {
        Double own = join.maximumHeartRateBpm();
        EventBody.Join completed = new EventBody.Join(
                join.bib(),
                join.alias(),
                join.device(),
                join.chip(),
                join.lane(),
                join.lapRule(),
                join.lapMeters(),
                join.wave(),
                join.waveStartsAt(),
                own == null ? profile.bestMaximumHeartRateBpm() : own,
                own == null ? profile.maximumIsEstimated() : join.maximumHeartRateEstimated(),
                join.restingHeartRateBpm() == null ? profile.restingHeartRateBpm() : join.restingHeartRateBpm(),
                join.ageBandYears() == null ? profile.ageBandYears() : join.ageBandYears(),
                planName == null ? join.planName() : planName,
                join.team(),
                join.stage(),
                join.bestRatio(),
                join.sex() == null ? profile.toldSex() : join.sex(),
                join.massKg() == null ? profile.massKg() : join.massKg());
        return new RunEvent(
                event.eventId(),
                event.sessionId(),
                event.runnerId(),
                event.observedAt(),
                event.receivedAt(),
                event.origin(),
                completed);
    }
}

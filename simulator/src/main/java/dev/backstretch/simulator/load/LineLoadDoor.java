package dev.backstretch.simulator.load;

import dev.backstretch.simulator.DoorAnswer;
import dev.backstretch.simulator.OpenLine;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Connections that stay open, one for each runner of each session. */
public final class LineLoadDoor implements LoadDoor, AutoCloseable {
    private final BiFunction<String, String, OpenLine> opener;
    private final Map<String, OpenLine> lines = new HashMap<>();

    /** @param opener makes the line of a session's runner */
    public LineLoadDoor(BiFunction<String, String, OpenLine> opener) {
        this.opener = opener;
    }

    @Override
    public Future<LoadReply> send(LoadBatch batch) {
        OpenLine line = lines.computeIfAbsent(
                batch.session() + "|" + batch.runner(), fresh -> opener.apply(batch.session(), batch.runner()));
        return Future.fromCompletionStage(line.send(batch.body(), batch.eventIds()))
                .map(LineLoadDoor::reply);
    }

    private static LoadReply reply(DoorAnswer answer) {
        if (answer instanceof DoorAnswer.Read read) {
            return new LoadReply(
                    read.status(),
                    read.accepted(),
                    read.duplicates(),
                    read.rejected().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum(),
                    0);
        }
        return answer instanceof DoorAnswer.Refused refused
                ? new LoadReply(refused.status(), 0, 0, 0, 0)
                : LoadReply.NONE;
    }

    @Override
    public void close() {
        lines.values().forEach(OpenLine::close);
    }
}

package dev.backstretch.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.ViewLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who looked at whose heart rates and positions, a line of JSON each, in a file that only its owner can read. One token
 * that looks at one runner again within a minute is one view: a dashboard asks every second. Safe for threads.
 */
final class ViewLogFile implements ViewLog {
    static final Duration ONE_VIEW = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(ViewLogFile.class);
    private static final int MOST_REMEMBERED = 10_000;

    private final Path file;
    private final Clock clock;
    private final Map<String, Instant> last = new LinkedHashMap<>();
    private boolean warned;

    ViewLogFile(Path file, Clock clock) throws IOException {
        this.file = file;
        this.clock = clock;
        if (!Files.exists(file)) {
            OwnerOnly.write(file, "");
        }
    }

    @Override
    public synchronized void viewed(Caller caller, String sessionId, String runnerId) {
        Instant now = clock.instant();
        String tokenId = caller.tokenId() == null ? "" : caller.tokenId();
        String view = tokenId + "|" + sessionId + "|" + runnerId;
        Instant before = last.get(view);
        if (before != null && now.isBefore(before.plus(ONE_VIEW))) {
            return;
        }
        last.remove(view);
        last.put(view, now);
        if (last.size() > MOST_REMEMBERED) {
            Iterator<String> oldest = last.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("at", now.toString());
        line.put("role", caller.toString());
        if (!tokenId.isEmpty()) {
            line.put("tokenId", tokenId);
        }
        line.put("session", sessionId);
        line.put("runner", runnerId);
        try {
            Files.writeString(
                    file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
        } catch (IOException failed) {
            if (!warned) {
                warned = true;
                LOG.warn("event=view_not_recorded file={}", file, failed);
            }
        }
    }
}

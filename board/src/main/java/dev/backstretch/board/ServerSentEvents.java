package dev.backstretch.board;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.schemas.access.Denial;
import org.jspecify.annotations.Nullable;

/** The text form of server-sent events. */
final class ServerSentEvents {
    /** It keeps the connection from being taken for dead; an event and not a comment, so that a page can miss it. */
    static final String HEARTBEAT = "event: beat\ndata: {}\n\n";

    private ServerSentEvents() {}

    /** The last event of a stream that its reader may not read on. */
    static String end(Denial denial) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("status", denial.status());
        data.put("detail", denial.detail());
        data.put("remedy", denial.remedy());
        return "event: end\ndata: " + data + "\n\n";
    }

    /**
     * @param id the id a reader will come back with; null leaves the reader's last one, empty makes it forget it
     * @param data JSON on one line
     */
    static String event(StreamEntry.Event event, @Nullable String id, String data) {
        var text = new StringBuilder(data.length() + 64);
        text.append("event: ").append(event.sseName()).append('\n');
        if (id != null) {
            text.append("id:").append(id.isEmpty() ? "" : " ").append(id).append('\n');
        }
        return text.append("data: ").append(data).append("\n\n").toString();
    }
}

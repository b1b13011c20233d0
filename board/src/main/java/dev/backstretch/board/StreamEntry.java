package dev.backstretch.board;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One event of a session's stream, kept for readers who lost their connection; its text is made when first needed. */
final class StreamEntry {
    /** What kind of event it is: the name that readers listen for. */
    enum Event {
        SESSION,
        PEOPLE,
        PLAN,
        LAP,
        STANDINGS,
        ALERT,
        METRICS,
        RESET,
        READY;

        String sseName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Event event;
    private final @Nullable Channel channel;
    private final long offset;
    private final StreamPosition after;
    private @Nullable Supplier<String> encoder;
    private @Nullable String text;
    private long consents = -1;

    /**
     * @param channel the topic it came from, null for what is no outcome
     * @param after the position of a reader who has it
     * @param encoder makes the event's text, empty when nobody may see it
     */
    StreamEntry(Event event, @Nullable Channel channel, long offset, StreamPosition after, Supplier<String> encoder) {
        this.event = event;
        this.channel = channel;
        this.offset = offset;
        this.after = after;
        this.encoder = encoder;
    }

    Event event() {
        return event;
    }

    boolean isFrame() {
        return event == Event.METRICS;
    }

    @Nullable
    Channel channel() {
        return channel;
    }

    long offset() {
        return offset;
    }

    /** Whether a reader at {@code position} lacks it. */
    boolean missedAt(StreamPosition position) {
        return channel != null && offset >= position.next(channel);
    }

    /** Lets the frame go: a newer key frame says more than it. */
    void forget() {
        encoder = null;
        text = null;
    }

    boolean forgotten() {
        return encoder == null;
    }

    /** The whole event as it goes over the wire; made anew when consents have changed since. */
    String text(long consentVersion) {
        if (encoder == null) {
            return "";
        }
        if (text == null || consents != consentVersion) {
            String data = encoder.get();
            text = data.isEmpty() ? "" : ServerSentEvents.event(event, after.text(), data);
            consents = consentVersion;
        }
        return text;
    }
}

package dev.backstretch.board;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
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
        ATTENTION,
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
    private @Nullable Function<Audience, String> encoder;
    private final Map<Audience, String> texts = new HashMap<>();
    private long consents = -1;
    private boolean rests;

    /**
     * @param channel the topic it came from, null for what is no outcome
     * @param after the position of a reader who has it
     * @param encoder makes the event's text, empty when it is not for them
     */
    StreamEntry(
            Event event,
            @Nullable Channel channel,
            long offset,
            StreamPosition after,
            Function<Audience, String> encoder) {
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
        texts.clear();
    }

    /** Lets go of what was made of it: who still wants it is so far behind that it is made again. */
    void rest() {
        rests = true;
        texts.clear();
    }

    /** How many texts are kept ready. */
    int ready() {
        return texts.size();
    }

    boolean forgotten() {
        return encoder == null;
    }

    /** The whole event as it goes over the wire; what many hear is made once, and anew when consents have changed since. */
    String text(Audience audience, long consentVersion) {
        Function<Audience, String> made = encoder;
        if (made == null) {
            return "";
        }
        if (consents != consentVersion) {
            texts.clear();
            consents = consentVersion;
        }
        return audience.isShared() && !rests
                ? texts.computeIfAbsent(audience, many -> whole(made.apply(many)))
                : whole(made.apply(audience));
    }

    private String whole(String data) {
        return data.isEmpty() ? "" : ServerSentEvents.event(event, after.text(), data);
    }
}

package dev.backstretch.ingest.files;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.reading.Arrival;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.domain.reading.ReadingRules;
import dev.backstretch.ingest.files.Recording.Events;
import dev.backstretch.ingest.files.Recording.FileFault;
import dev.backstretch.ingest.files.Recording.Unreadable;
import dev.backstretch.schemas.json.EventJson;
import dev.backstretch.schemas.json.JsonBody;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a session that was written as one event a line, beginning with the line that opens it. */
final class EventFile {
    private static final int MAXIMUM_LINE_CHARS = 1024 * 1024;
    private static final int MAXIMUM_EVENTS = 2_000_000;
    private static final String DOOR = "file";

    private final String name;
    private final List<RunEvent> events = new ArrayList<>();
    private final List<Rejection> refused = new ArrayList<>();
    private final List<FileFault> faults = new ArrayList<>();
    private final Map<String, String> runnerOfChip = new HashMap<>();
    private final Map<String, String> runnerOfBib = new HashMap<>();
    private @Nullable String sessionId;
    private @Nullable Fault firstFault;
    private int lines;

    private EventFile(String name) {
        this.name = name;
    }

    static Recording read(String name, InputStream in) throws IOException {
        return new EventFile(name).readAll(in);
    }

    private Recording readAll(InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        try {
            for (String line = nextLine(reader); line != null; line = nextLine(reader)) {
                lines++;
                if (events.size() >= MAXIMUM_EVENTS) {
                    fault("TOO_MANY", "the file holds more than " + MAXIMUM_EVENTS + " events: cut it into sessions");
                    break;
                }
                if (line.length() > MAXIMUM_LINE_CHARS) {
                    fault("TOO_LARGE", "a line of more than " + MAXIMUM_LINE_CHARS + " characters ends the reading");
                    break;
                }
                if (!line.isBlank()) {
                    take(JsonBody.item(line));
                }
            }
        } catch (CharacterCodingException notUtf8) {
            lines++;
            fault("ENCODING", "the text is not UTF-8: write UTF-8");
        }
        String session = sessionId;
        if (session == null) {
            return new Unreadable(
                    name,
                    firstFault == null ? "NO_SESSION" : firstFault.reason(),
                    "line 1",
                    firstFault == null
                            ? "no line opens a session: begin the file with a line of type session"
                            : firstFault.message());
        }
        return new Events(name, session, events, refused, faults);
    }

    private void fault(String reason, String message) {
        faults.add(new FileFault(reason, "line " + lines, message));
        if (firstFault == null) {
            firstFault = new Fault(null, null, reason, message);
        }
    }

    private void take(JsonBody.Item item) {
        EventJson.Result result = EventJson.parse(item, EventJson.Context.file(sessionId));
        if (result instanceof EventJson.Result.Parsed parsed) {
            event(parsed.event());
        } else if (result instanceof EventJson.Result.Faulty faulty) {
            String runner = item instanceof JsonBody.Item.Tree tree
                    ? tree.node().path("runner").textValue()
                    : null;
            refuse(runner, null, faulty.first(), Instant.EPOCH);
        }
    }

    private void event(RunEvent event) {
        EventBody body = event.body();
        if (body instanceof EventBody.SessionOpened && sessionId == null) {
            sessionId = event.sessionId();
        }
        if (body instanceof EventBody.Join join && event.runnerId() != null) {
            bind(event.runnerId(), join.chip(), join.bib());
        } else if (body instanceof EventBody.Binding binding && event.runnerId() != null) {
            bind(event.runnerId(), binding.chip(), binding.bib());
        }
        if (body instanceof EventBody.Readings readings) {
            readings(event, readings);
        } else if (event.runnerId() == null && body instanceof EventBody.Chip chip) {
            events.add(ofRunner(event, runnerOfChip.get(chip.chip())));
        } else if (event.runnerId() == null && body instanceof EventBody.Tap tap && tap.bib() != null) {
            events.add(ofRunner(event, runnerOfBib.get(tap.bib())));
        } else {
            events.add(event);
        }
    }

    private void bind(String runnerId, @Nullable String chip, @Nullable String bib) {
        if (chip != null) {
            runnerOfChip.put(chip, runnerId);
        }
        if (bib != null) {
            runnerOfBib.put(bib, runnerId);
        }
    }

    /** A mat knows chips and a coach knows bibs; whose they are was said when they were bound. */
    private static RunEvent ofRunner(RunEvent event, @Nullable String runnerId) {
        return runnerId == null
                ? event
                : new RunEvent(
                        event.eventId(),
                        event.sessionId(),
                        runnerId,
                        event.observedAt(),
                        event.receivedAt(),
                        event.origin(),
                        event.body());
    }

    private void readings(RunEvent event, EventBody.Readings delivery) {
        List<Reading> accepted = new ArrayList<>();
        for (Reading reading : delivery.readings()) {
            ReadingRules.Result result = ReadingRules.check(reading, event.receivedAt(), Arrival.FILE);
            if (result instanceof ReadingRules.Result.Accepted ok) {
                accepted.add(ok.reading());
            } else if (result instanceof ReadingRules.Result.Rejected rejected) {
                refuse(event.runnerId(), reading.readingId(), rejected.faults().get(0), event.receivedAt());
            }
        }
        if (!accepted.isEmpty()) {
            events.add(new RunEvent(
                    event.eventId(),
                    event.sessionId(),
                    event.runnerId(),
                    event.observedAt(),
                    event.receivedAt(),
                    event.origin(),
                    new EventBody.Readings(accepted)));
        }
    }

    private void refuse(@Nullable String runnerId, @Nullable String eventId, Fault fault, Instant receivedAt) {
        if (firstFault == null) {
            firstFault = fault;
        }
        refused.add(new Rejection(
                sessionId,
                runnerId,
                eventId,
                DOOR,
                fault.reason(),
                fault.field(),
                fault.value(),
                "line " + lines + ": " + fault.message(),
                receivedAt,
                null,
                -1,
                -1,
                new byte[0]));
    }

    /** The next line without its end; one that is too long comes cut just above the limit, and what follows is lost. */
    private static @Nullable String nextLine(BufferedReader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        int character = reader.read();
        if (character < 0) {
            return null;
        }
        while (character >= 0 && character != '\n' && line.length() <= MAXIMUM_LINE_CHARS) {
            line.append((char) character);
            character = reader.read();
        }
        return line.toString();
    }
}

package dev.backstretch.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventIds;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A reading as nearly all of them come: an object of known fields, each once, with values of the right type. It is read
 * straight from its bytes, without a tree, at a third of the cost. What is anything else, or wrong in any way, is none, and
 * {@link EventJson} reads it and says why: what both can read is the same event.
 */
public final class PlainReading {
    private static final int RUNNER = 0;
    private static final int EVENT_ID = 1;
    private static final int OBSERVED_AT = 2;
    private static final int TYPE = 3;
    private static final int FIRST_VALUE = 4;
    private static final int VALUES = 10;
    private static final String READING = "reading";

    /** The names of the fields, each at its number. */
    private static final List<SerializableString> NAMES = Stream.of(
                    "runner",
                    "eventId",
                    "observedAt",
                    "type",
                    "latitudeDegrees",
                    "longitudeDegrees",
                    "horizontalAccuracyMeters",
                    "speedMetersPerSecond",
                    "courseDegrees",
                    "compassDegrees",
                    "altitudeMeters",
                    "heartRateBpm",
                    "cadenceStepsPerMinute",
                    "distanceMeters")
            .<SerializableString>map(SerializedString::new)
            .toList();

    private static final Map<String, Integer> FIELDS = IntStream.range(0, NAMES.size())
            .boxed()
            .collect(Collectors.toUnmodifiableMap(field -> NAMES.get(field).getValue(), field -> field));

    private static final int UNKNOWN = -1;
    private static final int NONE = -1;
    private static final int END = NAMES.size();

    private final @Nullable String runnerId;
    private final @Nullable String eventId;
    private final Instant observedAt;
    private final double[] values;
    private final int start;
    private final int end;

    private PlainReading(
            @Nullable String runnerId,
            @Nullable String eventId,
            Instant observedAt,
            double[] values,
            int start,
            int end) {
        this.runnerId = runnerId;
        this.eventId = eventId;
        this.observedAt = observedAt;
        this.values = values;
        this.start = start;
        this.end = end;
    }

    /** Whether it says whose it is. */
    public boolean namesRunner() {
        return runnerId != null;
    }

    /** Where it begins in the body. */
    public int start() {
        return start;
    }

    /** Behind its last byte in the body. */
    public int end() {
        return end;
    }

    /**
     * Reads a body that is one object or an array of them.
     *
     * @param from where it begins
     * @param limit the most readings
     * @return null when anything in the body is not a plain reading, or it is not all ASCII, or holds more
     */
    public static @Nullable List<PlainReading> scan(byte[] body, int from, int to, int limit) {
        if (!isAscii(body, from, to)) {
            return null;
        }
        var readings = new ArrayList<PlainReading>();
        try (JsonParser parser = JsonBody.PLAIN.createParser(body, from, to - from)) {
            var scan = new Scan(parser, from);
            JsonToken first = parser.nextToken();
            boolean array = first == JsonToken.START_ARRAY;
            JsonToken token = array ? parser.nextToken() : first;
            while (token != JsonToken.END_ARRAY) {
                PlainReading reading =
                        token == JsonToken.START_OBJECT && readings.size() < limit ? scan.object() : null;
                if (reading == null) {
                    return null;
                }
                readings.add(reading);
                token = array ? parser.nextToken() : JsonToken.END_ARRAY;
            }
            return parser.nextToken() == null ? readings : null;
        } catch (IOException broken) {
            return null;
        }
    }

    /** Without zero bytes, which make a parser guess at other encodings. */
    private static boolean isAscii(byte[] body, int from, int to) {
        int signs = 0;
        // To the end whatever is found, which lets a processor look at many at a time.
        for (int i = from; i < to; i++) {
            signs |= body[i] - 1;
        }
        return signs >= 0;
    }

    /** Walks over the objects of one body. */
    private static final class Scan {
        private final JsonParser parser;
        private final int from;
        private @Nullable String lastRunner;

        /**
         * Which field came after which, and at 0 which came first: who sends many writes each like the last, and what is
         * expected is found sooner. One that is left out now and then costs the expectation of itself alone.
         */
        private final int[] after = new int[1 + NAMES.size()];

        Scan(JsonParser parser, int from) {
            this.parser = parser;
            this.from = from;
        }

        /** The object that the parser stands at; null as soon as it is seen not to be plain. */
        @Nullable
        PlainReading object() throws IOException {
            int start = from + (int) parser.currentTokenLocation().getByteOffset();
            String runnerId = null;
            String eventId = null;
            Instant observedAt = null;
            var values = new double[VALUES];
            Arrays.fill(values, Double.NaN);
            int seen = 0;
            for (int field = nextField(NONE); field != END; field = nextField(field)) {
                if (field == UNKNOWN || (seen & 1 << field) != 0) {
                    return null;
                }
                seen |= 1 << field;
                JsonToken token = parser.nextToken();
                if (token == JsonToken.VALUE_NULL) {
                    continue;
                }
                if (field >= FIRST_VALUE) {
                    double value = number(token);
                    if (Double.isNaN(value)) {
                        return null;
                    }
                    values[field - FIRST_VALUE] = value;
                    continue;
                }
                if (token != JsonToken.VALUE_STRING) {
                    return null;
                }
                if (field == RUNNER) {
                    runnerId = runner();
                } else if (field == EVENT_ID) {
                    eventId = id(parser.getText());
                } else if (field == OBSERVED_AT) {
                    observedAt = JsonTime.parse("observedAt", parser.getText()) instanceof JsonTime.Result.At at
                            ? at.instant()
                            : null;
                }
                boolean plain =
                        switch (field) {
                            case RUNNER -> runnerId != null;
                            case EVENT_ID -> eventId != null;
                            case OBSERVED_AT -> observedAt != null;
                            case TYPE -> isText(READING);
                            default -> false;
                        };
                if (!plain) {
                    return null;
                }
            }
            int end = from + (int) parser.currentLocation().getByteOffset();
            return observedAt == null ? null : new PlainReading(runnerId, eventId, observedAt, values, start, end);
        }

        /** The field that comes next; {@link #END} behind the last, negative when its name is none of ours. */
        private int nextField(int previous) throws IOException {
            int expected = after[1 + previous];
            if (parser.nextFieldName(NAMES.get(expected))) {
                return expected;
            }
            if (parser.currentToken() != JsonToken.FIELD_NAME) {
                return END;
            }
            int field = field(parser.currentName());
            if (field != UNKNOWN) {
                after[1 + previous] = field;
            }
            return field;
        }

        /** Runners repeat in a body, and their hashes need not be found again. */
        private @Nullable String runner() throws IOException {
            if (lastRunner == null || !isText(lastRunner)) {
                lastRunner = id(parser.getText());
            }
            return lastRunner;
        }

        /** Whether the parser stands at this text; without making a string of it. */
        private boolean isText(String expected) throws IOException {
            if (parser.getTextLength() != expected.length()) {
                return false;
            }
            char[] text = parser.getTextCharacters();
            int offset = parser.getTextOffset();
            for (int i = 0; i < expected.length(); i++) {
                if (text[offset + i] != expected.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        /** NaN when it is no number, or none that is finite. */
        private double number(JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NUMBER_INT) {
                return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? finite(parser.getDoubleValue())
                        : parser.getLongValue();
            }
            return token == JsonToken.VALUE_NUMBER_FLOAT ? finite(parser.getDoubleValue()) : Double.NaN;
        }

        private static double finite(double value) {
            return Double.isFinite(value) ? value : Double.NaN;
        }
    }

    private static int field(String name) {
        return FIELDS.getOrDefault(name, UNKNOWN);
    }

    /** A narrower rule than {@link JsonFields#id}: what is in doubt is for the longer way. */
    private static @Nullable String id(String text) {
        if (text.isEmpty() || text.length() > JsonFields.MAXIMUM_ID_CHARS) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == '|') {
                return null;
            }
        }
        return text;
    }

    /**
     * The event that {@link EventJson#parse} would have made of it.
     *
     * @param context a live door's that takes readings without a type
     * @param usualRunner whose it is when it names nobody
     * @return null when the context asks for what is not known here
     */
    public @Nullable RunEvent event(EventJson.Context context, @Nullable String usualRunner) {
        String session = context.sessionId();
        Instant receivedAt = context.receivedAt();
        String named = runnerId == null ? usualRunner : runnerId;
        String runner = named == null ? context.runnerId() : named;
        if (session == null
                || receivedAt == null
                || runner == null
                || !READING.equals(context.defaultType())
                || !context.types().contains(READING)) {
            return null;
        }
        Origin.Kind kind = context.origin();
        var origin = new Origin(kind == null ? Origin.Kind.DEVICE : kind, context.source());
        Reading reading = reading(eventId == null ? "" : eventId);
        String id = eventId == null ? EventIds.ofReading(origin, runner, reading) : eventId;
        return new RunEvent(
                id,
                session,
                runner,
                observedAt,
                receivedAt,
                origin,
                new EventBody.Readings(List.of(eventId == null ? reading(id) : reading)));
    }

    private Reading reading(String id) {
        return new Reading(
                id,
                observedAt,
                values[0],
                values[1],
                values[2],
                values[3],
                values[4],
                values[5],
                values[6],
                values[7],
                values[8],
                values[9],
                List.of());
    }
}

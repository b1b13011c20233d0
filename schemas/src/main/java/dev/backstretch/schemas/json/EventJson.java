package dev.backstretch.schemas.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventIds;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.event.RuleVersion;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.domain.track.OutAndBackCourse;
import dev.backstretch.domain.zone.MaximumHeartRate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event as one JSON object, both ways. What cannot be an event comes back as faults, each with field, value and
 * remedy. Values of readings are taken as they are: whether they can be true is for {@link
 * dev.backstretch.domain.reading.ReadingRules}. Fields that nobody asked for are passed over.
 */
public final class EventJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Which way a lap can be run. */
    private static final Set<Facing> RUN = Set.of(Facing.FORWARD, Facing.BACKWARD);

    /** Every type a line may have. */
    public static final Set<String> TYPES = Set.of(
            "session",
            "control",
            "gun",
            "join",
            "leave",
            "binding",
            "reading",
            "readings",
            "tap",
            "chip",
            "facing",
            "correction",
            "tick",
            "safety",
            "weather",
            "acknowledge",
            "symptom",
            "rpe",
            "consent");

    private EventJson() {}

    /** What became of one JSON object. */
    public sealed interface Result {
        record Parsed(RunEvent event) implements Result {}

        /** No event: at least one fault, the first is the reason. */
        record Faulty(List<Fault> faults) implements Result {
            public Faulty {
                faults = List.copyOf(faults);
                if (faults.isEmpty()) {
                    throw new IllegalArgumentException("faults: a refusal has at least one");
                }
            }

            public Fault first() {
                return faults.get(0);
            }
        }
    }

    /**
     * What is known of an object beside its text.
     *
     * @param sessionId the session it belongs to; null takes its own {@code sessionId}, which must otherwise be the same
     * @param runnerId the runner when it names none, or null
     * @param receivedAt the door's clock; null in a file
     * @param keepsReceivedAt whether its own {@code receivedAt} counts: in files and in simulated sessions
     * @param origin the sort of source; null takes its own {@code origin} in a file, else the usual one of its type
     * @param source the source when it names none, or null
     * @param defaultType the type when it names none, or null
     * @param types the types that are taken; another is {@code UNKNOWN_TYPE}
     */
    public record Context(
            @Nullable String sessionId,
            @Nullable String runnerId,
            @Nullable Instant receivedAt,
            boolean keepsReceivedAt,
            Origin.@Nullable Kind origin,
            @Nullable String source,
            @Nullable String defaultType,
            Set<String> types) {
        public Context {
            types = Set.copyOf(types);
        }

        /** A line of an event file. */
        public static Context file(@Nullable String sessionId) {
            return new Context(sessionId, null, null, true, null, null, null, TYPES);
        }

        /** An item at a live door. */
        public static Context door(String sessionId, Instant receivedAt) {
            return new Context(sessionId, null, receivedAt, false, null, null, null, TYPES);
        }

        public Context withSession(String session) {
            return new Context(session, runnerId, receivedAt, keepsReceivedAt, origin, source, defaultType, types);
        }

        public Context withRunner(@Nullable String runner) {
            return new Context(sessionId, runner, receivedAt, keepsReceivedAt, origin, source, defaultType, types);
        }

        public Context withOrigin(Origin.@Nullable Kind kind, @Nullable String named) {
            return new Context(sessionId, runnerId, receivedAt, keepsReceivedAt, kind, named, defaultType, types);
        }

        /** Whether an object's own {@code receivedAt} counts. */
        public Context keepingReceivedAt(boolean keeps) {
            return new Context(sessionId, runnerId, receivedAt, keeps, origin, source, defaultType, types);
        }

        public Context withTypes(@Nullable String usual, Set<String> taken) {
            return new Context(sessionId, runnerId, receivedAt, keepsReceivedAt, origin, source, usual, taken);
        }
    }

    /** Reads one line. */
    public static Result parse(String line, Context context) {
        return parse(JsonBody.item(line), context);
    }

    /** Reads one item of a body. */
    public static Result parse(JsonBody.Item item, Context context) {
        return item instanceof JsonBody.Item.Tree tree
                ? parse(tree.node(), context)
                : new Result.Faulty(List.of(((JsonBody.Item.Malformed) item).fault()));
    }

    /** Reads one object. Several faults of it are told together. */
    public static Result parse(ObjectNode node, Context context) {
        var fields = new JsonFields(node);
        String type = fields.text("type");
        if (type == null && !fields.has("type")) {
            type = context.defaultType();
            if (type == null) {
                fields.missing("type", "is missing: name one of " + sorted(context.types()));
            }
        }
        if (type != null && !context.types().contains(type)) {
            fields.fault("type", type, "UNKNOWN_TYPE", "is not one of " + sorted(context.types()));
        }
        if (type == null || !fields.faults().isEmpty()) {
            return new Result.Faulty(fields.faults());
        }
        return new Parsing(fields, context, type).event();
    }

    private static List<String> sorted(Set<String> types) {
        return types.stream().sorted().toList();
    }

    /** One object on its way to an event. */
    private static final class Parsing {
        private final JsonFields fields;
        private final Context context;
        private final String type;

        Parsing(JsonFields fields, Context context, String type) {
            this.fields = fields;
            this.context = context;
            this.type = type;
        }

        Result event() {
            String sessionId = sessionId();
            String runnerId = runnerId();
            Instant own = fields.time("receivedAt");
            Instant kept = context.keepsReceivedAt() && own != null ? own : context.receivedAt();
            Instant observedAt = observedAt(kept);
            Instant receivedAt = kept == null ? observedAt : kept;
            Origin origin = origin(own);
            String eventId = fields.id("eventId");
            EventBody body = body(origin, runnerId == null ? "" : runnerId, observedAt, eventId);
            if (body == null || !fields.faults().isEmpty()) {
                return new Result.Faulty(fields.faults());
            }
            return new Result.Parsed(new RunEvent(
                    eventId == null ? idOf(body, origin, runnerId, observedAt) : eventId,
                    sessionId,
                    runnerId,
                    observedAt,
                    receivedAt,
                    origin,
                    body));
        }

        private String sessionId() {
            String own = fields.id("sessionId");
            String given = context.sessionId();
            if (given == null) {
                if (!fields.has("sessionId")) {
                    fields.missing("sessionId", "is missing: begin the file with a line of type session");
                }
                return own == null ? "" : own;
            }
            if (own != null && !own.equals(given)) {
                fields.fault("sessionId", own, "SESSION_MISMATCH", "is another session than " + given);
            }
            return given;
        }

        private @Nullable String runnerId() {
            String own = fields.id("runner");
            String runnerId = own == null ? context.runnerId() : own;
            boolean needed =
                    switch (type) {
                        case "reading", "readings", "join", "leave", "binding", "facing", "symptom", "rpe", "consent" ->
                            true;
                        case "tap" -> !fields.has("bib");
                        default -> false;
                    };
            if (needed && runnerId == null && !fields.has("runner")) {
                fields.missing("runner", "is missing: name the runner's id");
            }
            return runnerId;
        }

        private Instant observedAt(@Nullable Instant receivedAt) {
            Instant own = fields.time("observedAt");
            if (own != null) {
                return own;
            }
            if (!fields.has("observedAt")) {
                boolean measured =
                        type.equals("reading") || type.equals("readings") || type.equals("tap") || type.equals("chip");
                if (!measured && receivedAt != null) {
                    return receivedAt;
                }
                fields.missing("observedAt", "is missing: say when it happened, by the clock of who saw it");
            }
            return Instant.EPOCH;
        }

        private Origin origin(@Nullable Instant ownReceivedAt) {
            boolean inFile = context.receivedAt() == null;
            // Who may say when it came may say where from: a recording that takes part in a simulated session.
            Origin.Kind own = context.keepsReceivedAt() ? fields.symbol("origin", Origin.Kind.class) : null;
            String source = fields.id("source");
            // A line that tells its origin tells all of it; of a join or binding the device is what is bound.
            if (source == null
                    && own == null
                    && !Set.of("join", "binding", "session").contains(type)) {
                source = firstOf(fields.id("device"), fields.id("reader"), fields.id("coach"));
            }
            String named = source == null ? context.source() : source;
            if (context.origin() != null) {
                return new Origin(context.origin(), named);
            }
            if (own != null) {
                return new Origin(own, named);
            }
            Origin.Kind usual =
                    switch (type) {
                        // In a file only a recorded delivery says how far the device's clock was off.
                        case "reading", "readings" ->
                            inFile && ownReceivedAt == null ? Origin.Kind.FILE : Origin.Kind.DEVICE;
                        case "symptom", "rpe" -> Origin.Kind.DEVICE;
                        case "chip" -> Origin.Kind.TIMING;
                        case "tick" -> Origin.Kind.CLOCK;
                        case "session", "join", "leave", "binding", "consent" -> Origin.Kind.CAMP;
                        default -> Origin.Kind.COACH;
                    };
            return new Origin(usual, named);
        }

        private static @Nullable String firstOf(@Nullable String... names) {
            for (String name : names) {
                if (name != null) {
                    return name;
                }
            }
            return null;
        }

        private @Nullable EventBody body(Origin origin, String runnerId, Instant observedAt, @Nullable String eventId) {
            return switch (type) {
                case "session" -> session();
                case "control" ->
                    new EventBody.Control(fields.requiredSymbol(
                            "action", EventBody.Control.Action.class, EventBody.Control.Action.UNRECOGNISED));
                case "gun" -> new EventBody.Gun(fields.nullableInt("wave", 1, 1000));
                case "join" -> join();
                case "leave" -> new EventBody.Leave(fields.text("reason"));
                case "binding" -> binding();
                case "reading" ->
                    new EventBody.Readings(List.of(reading(fields, observedAt, eventId, origin, runnerId)));
                case "readings" -> readings(origin, runnerId);
                case "tap" -> new EventBody.Tap(fields.id("coach"), fields.id("bib"));
                case "chip" ->
                    new EventBody.Chip(fields.requiredId("chip"), fields.id("reader"), fields.number("rssiDbm"));
                case "facing" ->
                    new EventBody.FacingDeclared(fields.requiredSymbol("facing", Facing.class, Facing.UNKNOWN));
                case "correction" -> correction();
                case "tick" -> tick();
                case "safety" ->
                    new EventBody.Safety(
                            fields.requiredText("check"),
                            fields.nullableBoolean("passed"),
                            fields.nullableInt("spotters", 0, 1000),
                            fields.text("answer"));
                case "weather" ->
                    new EventBody.Weather(
                            fields.number("temperatureCelsius", -60, 70),
                            fields.number("relativeHumidityPercent", 0, 100),
                            fields.number("wbgtCelsius", -60, 70));
                case "acknowledge" ->
                    new EventBody.Acknowledge(
                            fields.requiredText("alertId"), fields.id("coach"), fields.text("answer"));
                case "symptom" -> new EventBody.Symptom(fields.requiredText("symptom"));
                case "rpe" -> new EventBody.Rpe(fields.requiredNumber("rating", 0, 10));
                case "consent" -> consent();
                default -> throw new IllegalStateException("a type without a reading: " + type);
            };
        }

        private EventBody session() {
            var rules = new ArrayList<RuleVersion>();
            for (String rule : fields.texts("rules")) {
                String[] parts = rule.split("[/=]", 2);
                if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
                    fields.fault("rules", rule, "MALFORMED", "names a rule set without a version: write laps/1");
                } else {
                    rules.add(new RuleVersion(parts[0], parts[1]));
                }
            }
            return new EventBody.SessionOpened(
                    camp(),
                    fields.text("plan", "free-run"),
                    track(),
                    rules,
                    fields.symbol("clock", SessionClock.class, SessionClock.WALL),
                    fields.bool("requireTokens"),
                    fields.nullableInt("partition", 0, Integer.MAX_VALUE),
                    fields.text("timeZone", "UTC"));
        }

        private String camp() {
            String camp = fields.id("camp");
            return camp == null ? "camp" : camp;
        }

        private @Nullable Track track() {
            JsonFields track = fields.object("track");
            if (track == null) {
                return null;
            }
            if (track.has("turn") || track.has("start")) {
                return outAndBack(track);
            }
            JsonFields line = fields.object("line");
            if (line == null) {
                if (!fields.has("line")) {
                    fields.missing("line", "is missing: a track needs the line where laps are counted");
                }
                return null;
            }
            double[] centre = track.place("centre");
            double[] inner = line.place("inner");
            double[] outer = line.place("outer");
            String direction = track.text("direction", "anticlockwise").toLowerCase(Locale.ROOT);
            if (!direction.equals("clockwise") && !direction.equals("anticlockwise")) {
                track.fault("direction", direction, "UNKNOWN_VALUE", "is neither clockwise nor anticlockwise");
            }
            Integer lanes = track.nullableInt("lanes", 1, 20);
            double lapMeters = track.number("lap_m", 0, 100_000);
            double bearing = track.number("bearing_deg", -360, 360);
            double laneWidth = track.number("lane_width_m", 0, 10);
            return new Track(
                    track.text("name", ""),
                    track.requiredNumber("straight_m", 0, 10_000),
                    track.requiredNumber("kerb_radius_m", 0, 10_000),
                    Double.isNaN(laneWidth) ? 1.22 : laneWidth,
                    lanes == null ? 1 : lanes,
                    centre[0],
                    centre[1],
                    Double.isNaN(bearing) ? 0.0 : bearing,
                    direction.equals("clockwise"),
                    Double.isNaN(lapMeters) ? 0.0 : lapMeters,
                    new Track.TimingLine(line.text("name", ""), inner[0], inner[1], outer[0], outer[1]));
        }

        private static Track outAndBack(JsonFields track) {
            double[] start = track.place("start");
            double[] turn = track.place("turn");
            double lapMeters = track.number("lap_m", 0, 2 * OutAndBackCourse.LONGEST_LEG_METERS);
            var ends = new Track.OutAndBack(start[0], start[1], turn[0], turn[1], track.bool("legs"));
            double leg = OutAndBackCourse.legMeters(ends);
            if (!(leg >= OutAndBackCourse.SHORTEST_LEG_METERS && leg <= OutAndBackCourse.LONGEST_LEG_METERS)) {
                track.fault("turn", null, "TRACK", "is nearer to the start than 60 m, or farther than 50 km");
            }
            return Track.outAndBack(track.text("name", ""), Double.isNaN(lapMeters) ? 0.0 : lapMeters, ends);
        }

        private EventBody join() {
            Integer ageYears = fields.nullableInt("ageYears", 1, 120);
            Integer ageBand = fields.nullableInt("ageBandYears", 0, 120);
            Double maximum = fields.nullableNumber("maximumHeartRateBpm", 60, 250);
            boolean estimated = fields.bool("maximumHeartRateEstimated");
            if (maximum == null && ageYears != null && !fields.has("maximumHeartRateBpm")) {
                maximum = MaximumHeartRate.TANAKA.bpm(ageYears);
                estimated = true;
            }
            return new EventBody.Join(
                    fields.id("bib"),
                    fields.text("alias"),
                    fields.id("device"),
                    fields.id("chip"),
                    fields.nullableInt("lane", 1, 20),
                    fields.symbol("lapRule", EventBody.LapRule.class, EventBody.LapRule.LINE),
                    fields.nullableNumber("lapMeters", 20, 100_000),
                    fields.nullableInt("wave", 1, 1000),
                    fields.time("waveStart"),
                    maximum,
                    estimated,
                    fields.nullableNumber("restingHeartRateBpm", 20, 150),
                    ageBand == null && ageYears != null ? (Integer) (ageYears / 5 * 5) : ageBand,
                    fields.text("plan"),
                    fields.id("team"),
                    fields.symbol("stage", EventBody.BackwardStage.class),
                    fields.nullableNumber("bestRatio", 0.5, 20),
                    fields.symbol("sex", EventBody.Sex.class),
                    fields.nullableNumber("massKg", 15, 300));
        }

        private EventBody binding() {
            var binding = new EventBody.Binding(fields.id("device"), fields.id("chip"), fields.id("bib"));
            if (!fields.has("device") && !fields.has("chip") && !fields.has("bib")) {
                fields.missing("device", "is missing, and so are chip and bib: name what is bound");
            }
            return binding;
        }

        private Reading reading(
                JsonFields from, Instant observedAt, @Nullable String eventId, Origin origin, String runnerId) {
            var reading = new Reading(
                    eventId == null ? "" : eventId,
                    observedAt,
                    from.number("latitudeDegrees"),
                    from.number("longitudeDegrees"),
                    from.number("horizontalAccuracyMeters"),
                    from.number("speedMetersPerSecond"),
                    from.number("courseDegrees"),
                    from.number("compassDegrees"),
                    from.number("altitudeMeters"),
                    from.number("heartRateBpm"),
                    from.number("cadenceStepsPerMinute"),
                    from.number("distanceMeters"),
                    flags(from));
            return eventId != null ? reading : named(reading, EventIds.ofReading(origin, runnerId, reading));
        }

        private static Reading named(Reading reading, String readingId) {
            return new Reading(
                    readingId,
                    reading.observedAt(),
                    reading.latitudeDegrees(),
                    reading.longitudeDegrees(),
                    reading.horizontalAccuracyMeters(),
                    reading.speedMetersPerSecond(),
                    reading.courseDegrees(),
                    reading.compassDegrees(),
                    reading.altitudeMeters(),
                    reading.heartRateBpm(),
                    reading.cadenceStepsPerMinute(),
                    reading.distanceMeters(),
                    reading.flags());
        }

        /** A flag of a later version is as good as unrecognised. */
        private List<ReadingFlag> flags(JsonFields from) {
            if (context.receivedAt() != null) {
                // At a live door the flags are ours to set.
                return List.of();
            }
            var flags = new ArrayList<ReadingFlag>();
            for (String name : from.texts("flags")) {
                ReadingFlag found = ReadingFlag.UNRECOGNISED;
                for (ReadingFlag flag : ReadingFlag.values()) {
                    if (flag.name().equals(name)) {
                        found = flag;
                    }
                }
                flags.add(found);
            }
            return flags;
        }

        private @Nullable EventBody readings(Origin origin, String runnerId) {
            List<JsonFields> items = fields.objects("readings");
            if (items.isEmpty() || items.size() > EventBody.Readings.MAXIMUM) {
                fields.fault(
                        "readings",
                        items.size(),
                        items.isEmpty() ? "MISSING" : "RANGE",
                        "holds 1 to " + EventBody.Readings.MAXIMUM + " readings: cut the delivery");
                return null;
            }
            var readings = new ArrayList<Reading>();
            for (JsonFields item : items) {
                Instant observedAt = item.time("observedAt");
                if (observedAt == null && !item.has("observedAt")) {
                    item.missing("observedAt", "is missing: say when it was measured, by the device's clock");
                }
                readings.add(reading(
                        item, observedAt == null ? Instant.EPOCH : observedAt, item.id("eventId"), origin, runnerId));
            }
            return new EventBody.Readings(readings);
        }

        private EventBody correction() {
            var correction = new EventBody.Correction(
                    fields.requiredSymbol(
                            "action", EventBody.Correction.Action.class, EventBody.Correction.Action.UNRECOGNISED),
                    fields.nullableInt("lap", 1, 100_000),
                    fields.time("at"),
                    fields.id("with"),
                    fields.id("corrects"),
                    fields.id("coach"),
                    fields.text("reason"),
                    fields.time("lapEndedAt"),
                    fields.symbol("facing", Facing.class));
            switch (correction.action()) {
                case VOID -> needOneOf("corrects", "lap", "lapEndedAt");
                case ADD -> needOneOf("at");
                case MOVE -> {
                    needOneOf("at");
                    needOneOf("corrects", "lap", "lapEndedAt");
                }
                case SWAP -> needOneOf("with");
                case UNDO -> needOneOf("corrects");
                case FACING -> {
                    needOneOf("facing");
                    needOneOf("lap", "lapEndedAt");
                    if (correction.facing() != null && !RUN.contains(correction.facing())) {
                        fields.fault(
                                "facing",
                                correction.facing(),
                                "UNKNOWN_VALUE",
                                "is not one of forward, backward: a lap is run one way; an undo takes back what was said");
                    }
                }
                case UNRECOGNISED -> {
                    // The action itself is the fault, and told.
                }
            }
            return correction;
        }

        private void needOneOf(String... names) {
            for (String name : names) {
                if (fields.has(name)) {
                    return;
                }
            }
            fields.missing(names[0], "is missing: this action needs " + String.join(" or ", names));
        }

        private EventBody tick() {
            if (!fields.has("number")) {
                fields.missing("number", "is missing: floor(epoch milliseconds / " + EventBody.Tick.MILLIS + ")");
            }
            Long number = fields.nullableLong("number", 0, Long.MAX_VALUE);
            return new EventBody.Tick(number == null ? 0 : number);
        }

        private EventBody consent() {
            Boolean given = fields.nullableBoolean("given");
            if (!fields.has("given")) {
                fields.missing("given", "is missing: true or false");
            }
            return new EventBody.Consent(
                    fields.requiredSymbol(
                            "purpose", EventBody.Consent.Purpose.class, EventBody.Consent.Purpose.UNRECOGNISED),
                    given != null && given);
        }

        private static String idOf(EventBody body, Origin origin, @Nullable String runnerId, Instant observedAt) {
            if (body instanceof EventBody.Readings readings) {
                List<Reading> items = readings.readings();
                return items.size() == 1
                        ? items.get(0).readingId()
                        : EventIds.ofDelivery(runnerId == null ? "" : runnerId, items);
            }
            ObjectNode content = NODES.objectNode();
            writeBody(body, content);
            return EventIds.of(origin, runnerId, observedAt, body.kind() + content);
        }
    }

    /** The event as one line of an event file, without its line end. */
    public static String toLine(RunEvent event) {
        return toJson(event).toString();
    }

    /**
     * The event as one object: read back as a line of a file it is the same event. A delivery of one reading is a line
     * of type {@code reading}.
     *
     * @throws IllegalArgumentException for a kind that this version does not know
     */
    public static ObjectNode toJson(RunEvent event) {
        ObjectNode node = NODES.objectNode();
        boolean single = event.body() instanceof EventBody.Readings readings
                && readings.readings().size() == 1
                && readings.readings().get(0).readingId().equals(event.eventId())
                && readings.readings().get(0).observedAt().equals(event.observedAt());
        node.put("type", single ? "reading" : event.body().kind());
        node.put("sessionId", event.sessionId());
        putText(node, "runner", event.runnerId());
        node.put("observedAt", JsonTime.format(event.observedAt()));
        node.put("receivedAt", JsonTime.format(event.receivedAt()));
        node.put("eventId", event.eventId());
        node.put("origin", lower(event.origin().kind()));
        putText(node, "source", event.origin().source());
        if (single && event.body() instanceof EventBody.Readings readings) {
            writeReadingValues(readings.readings().get(0), node);
        } else {
            writeBody(event.body(), node);
        }
        return node;
    }

    private static void writeBody(EventBody body, ObjectNode node) {
        if (body instanceof EventBody.Readings readings) {
            ArrayNode items = node.putArray("readings");
            for (Reading reading : readings.readings()) {
                ObjectNode item = items.addObject();
                item.put("observedAt", JsonTime.format(reading.observedAt()));
                item.put("eventId", reading.readingId());
                writeReadingValues(reading, item);
            }
        } else if (body instanceof EventBody.SessionOpened opened) {
            writeSession(opened, node);
        } else if (body instanceof EventBody.Control control) {
            node.put("action", lower(control.action()));
        } else if (body instanceof EventBody.Gun gun) {
            putInt(node, "wave", gun.wave());
        } else if (body instanceof EventBody.Join join) {
            writeJoin(join, node);
        } else if (body instanceof EventBody.Leave leave) {
            putText(node, "reason", leave.reason());
        } else if (body instanceof EventBody.Binding binding) {
            putText(node, "device", binding.device());
            putText(node, "chip", binding.chip());
            putText(node, "bib", binding.bib());
        } else if (body instanceof EventBody.Tap tap) {
            putText(node, "coach", tap.coach());
            putText(node, "bib", tap.bib());
        } else if (body instanceof EventBody.Chip chip) {
            node.put("chip", chip.chip());
            putText(node, "reader", chip.reader());
            putNumber(node, "rssiDbm", chip.rssiDbm());
        } else if (body instanceof EventBody.FacingDeclared declared) {
            node.put("facing", lower(declared.facing()));
        } else if (body instanceof EventBody.Correction correction) {
            node.put("action", lower(correction.action()));
            putInt(node, "lap", correction.lap());
            putTime(node, "at", correction.at());
            putText(node, "with", correction.with());
            putText(node, "corrects", correction.corrects());
            putText(node, "coach", correction.coach());
            putText(node, "reason", correction.reason());
            putTime(node, "lapEndedAt", correction.lapEndedAt());
            putText(node, "facing", correction.facing() == null ? null : lower(correction.facing()));
        } else if (body instanceof EventBody.Tick tick) {
            node.put("number", tick.number());
        } else if (body instanceof EventBody.Safety safety) {
            node.put("check", safety.check());
            if (safety.passed() != null) {
                node.put("passed", safety.passed());
            }
            putInt(node, "spotters", safety.spotters());
            putText(node, "answer", safety.answer());
        } else if (body instanceof EventBody.Weather weather) {
            putNumber(node, "temperatureCelsius", weather.temperatureCelsius());
            putNumber(node, "relativeHumidityPercent", weather.relativeHumidityPercent());
            putNumber(node, "wbgtCelsius", weather.wbgtCelsius());
        } else if (body instanceof EventBody.Acknowledge acknowledge) {
            node.put("alertId", acknowledge.alertId());
            putText(node, "coach", acknowledge.coach());
            putText(node, "answer", acknowledge.answer());
        } else if (body instanceof EventBody.Symptom symptom) {
            node.put("symptom", symptom.symptom());
        } else if (body instanceof EventBody.Rpe rpe) {
            node.put("rating", rpe.rating());
        } else if (body instanceof EventBody.Consent consent) {
            node.put("purpose", lower(consent.purpose()));
            node.put("given", consent.given());
        } else {
            throw new IllegalArgumentException("an event of kind " + body.kind() + " has no JSON in this version");
        }
    }

    private static void writeReadingValues(Reading reading, ObjectNode node) {
        putNumber(node, "latitudeDegrees", reading.latitudeDegrees());
        putNumber(node, "longitudeDegrees", reading.longitudeDegrees());
        putNumber(node, "horizontalAccuracyMeters", reading.horizontalAccuracyMeters());
        putNumber(node, "speedMetersPerSecond", reading.speedMetersPerSecond());
        putNumber(node, "courseDegrees", reading.courseDegrees());
        putNumber(node, "compassDegrees", reading.compassDegrees());
        putNumber(node, "altitudeMeters", reading.altitudeMeters());
        putNumber(node, "heartRateBpm", reading.heartRateBpm());
        putNumber(node, "cadenceStepsPerMinute", reading.cadenceStepsPerMinute());
        putNumber(node, "distanceMeters", reading.distanceMeters());
        if (!reading.flags().isEmpty()) {
            ArrayNode flags = node.putArray("flags");
            reading.flags().forEach(flag -> flags.add(flag.name()));
        }
    }

    private static void writeSession(EventBody.SessionOpened opened, ObjectNode node) {
        node.put("camp", opened.campId());
        node.put("plan", opened.planName());
        ArrayNode rules = node.putArray("rules");
        opened.rules().forEach(rule -> rules.add(rule.toString()));
        node.put("clock", lower(opened.clock()));
        node.put("requireTokens", opened.requireTokens());
        putInt(node, "partition", opened.partition());
        node.put("timeZone", opened.timeZone());
        Track track = opened.track();
        Track.OutAndBack ends = track == null ? null : track.outAndBack();
        if (track != null && ends != null) {
            ObjectNode course = node.putObject("track");
            course.put("name", track.name());
            course.putArray("start").add(ends.startLatitudeDegrees()).add(ends.startLongitudeDegrees());
            course.putArray("turn").add(ends.turnLatitudeDegrees()).add(ends.turnLongitudeDegrees());
            course.put("lap_m", track.lapMeters());
            course.put("legs", ends.legs());
        } else if (track != null) {
            ObjectNode oval = node.putObject("track");
            oval.put("name", track.name());
            oval.put("straight_m", track.straightMeters());
            oval.put("kerb_radius_m", track.kerbRadiusMeters());
            oval.put("lane_width_m", track.laneWidthMeters());
            oval.put("lanes", track.lanes());
            oval.putArray("centre").add(track.centreLatitudeDegrees()).add(track.centreLongitudeDegrees());
            oval.put("bearing_deg", track.bearingDegrees());
            oval.put("direction", track.clockwise() ? "clockwise" : "anticlockwise");
            oval.put("lap_m", track.lapMeters());
            Track.TimingLine timing = track.line();
            ObjectNode line = node.putObject("line");
            line.put("name", timing.name());
            line.putArray("inner").add(timing.innerLatitudeDegrees()).add(timing.innerLongitudeDegrees());
            line.putArray("outer").add(timing.outerLatitudeDegrees()).add(timing.outerLongitudeDegrees());
        }
    }

    private static void writeJoin(EventBody.Join join, ObjectNode node) {
        putText(node, "bib", join.bib());
        putText(node, "alias", join.alias());
        putText(node, "device", join.device());
        putText(node, "chip", join.chip());
        putInt(node, "lane", join.lane());
        node.put("lapRule", lower(join.lapRule()));
        putNullableNumber(node, "lapMeters", join.lapMeters());
        putInt(node, "wave", join.wave());
        putTime(node, "waveStart", join.waveStartsAt());
        putNullableNumber(node, "maximumHeartRateBpm", join.maximumHeartRateBpm());
        node.put("maximumHeartRateEstimated", join.maximumHeartRateEstimated());
        putNullableNumber(node, "restingHeartRateBpm", join.restingHeartRateBpm());
        putInt(node, "ageBandYears", join.ageBandYears());
        putText(node, "plan", join.planName());
        putText(node, "team", join.team());
        EventBody.BackwardStage stage = join.stage();
        if (stage != null) {
            node.put("stage", lower(stage));
        }
        putNullableNumber(node, "bestRatio", join.bestRatio());
        EventBody.Sex sex = join.sex();
        if (sex != null) {
            node.put("sex", lower(sex));
        }
        putNullableNumber(node, "massKg", join.massKg());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void putText(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static void putInt(ObjectNode node, String name, @Nullable Integer value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static void putNullableNumber(ObjectNode node, String name, @Nullable Double value) {
        if (value != null) {
            putNumber(node, name, value);
        }
    }

    /** A whole number without its ".0", as people write heart rates. */
    private static void putNumber(ObjectNode node, String name, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        if (Math.rint(value) == value && Math.abs(value) < 1e9) {
            node.put(name, (long) value);
        } else {
            node.put(name, value);
        }
    }

    private static void putTime(ObjectNode node, String name, @Nullable Instant value) {
        if (value != null) {
            node.put(name, JsonTime.format(value));
        }
    }
}

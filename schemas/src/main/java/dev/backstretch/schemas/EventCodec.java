package dev.backstretch.schemas;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The envelope. The body is a record of nullable fields of which exactly one is set. */
final class EventCodec implements Codec<RunEvent> {
    /** What a body is called that has no field of ours set, until its writer's schema tells. */
    static final String UNSET = "unset";

    private static final Symbols<Origin.Kind> ORIGIN_KIND = Schemas.symbols(Origin.Kind.class, "OriginKind");
    private static final Symbols<EventBody.Control.Action> CONTROL_ACTION =
            Schemas.symbols(EventBody.Control.Action.class, "ControlAction");
    private static final Symbols<EventBody.LapRule> LAP_RULE = Schemas.symbols(EventBody.LapRule.class, "LapRule");
    private static final Symbols<EventBody.Sex> SEX = Schemas.symbols(EventBody.Sex.class, "Sex");
    private static final Symbols<EventBody.BackwardStage> BACKWARD_STAGE =
            Schemas.symbols(EventBody.BackwardStage.class, "BackwardStage");
    private static final Symbols<EventBody.Correction.Action> CORRECTION_ACTION =
            Schemas.symbols(EventBody.Correction.Action.class, "CorrectionAction");
    private static final Symbols<EventBody.Consent.Purpose> PURPOSE =
            Schemas.symbols(EventBody.Consent.Purpose.class, "ConsentPurpose");
    private static final Symbols<ReadingFlag> FLAG = Schemas.symbols(ReadingFlag.class, "ReadingFlag");

    /** Names of the body's fields, in the order of the schema. */
    private static final List<String> KINDS = Schemas.RUN_EVENT.getField("body").schema().getFields().stream()
            .map(Schema.Field::name)
            .toList();

    @Override
    public Schema schema() {
        return Schemas.RUN_EVENT;
    }

    @Override
    public void write(RunEvent event, AvroOutput out) {
        out.writeString(event.eventId());
        out.writeString(event.sessionId());
        out.writeNullableString(event.runnerId());
        out.writeInstant(event.observedAt());
        out.writeInstant(event.receivedAt());
        out.writeEnum(ORIGIN_KIND, event.origin().kind());
        out.writeNullableString(event.origin().source());
        writeBody(event.body(), out);
    }

    private static void writeBody(EventBody body, AvroOutput out) {
        int set = KINDS.indexOf(body.kind());
        if (set < 0) {
            throw new IllegalArgumentException(
                    "an event of kind " + body.kind() + " cannot be written: this version does not know its content");
        }
        for (int i = 0; i < KINDS.size(); i++) {
            out.writeInt(i == set ? 1 : 0);
            if (i == set) {
                writeKind(body, out);
            }
        }
    }

    private static void writeKind(EventBody body, AvroOutput out) {
        if (body instanceof EventBody.Readings readings) {
            out.writeList(readings.readings(), EventCodec::writeReading);
        } else if (body instanceof EventBody.Tick tick) {
            out.writeLong(tick.number());
        } else if (body instanceof EventBody.Chip chip) {
            out.writeString(chip.chip());
            out.writeNullableString(chip.reader());
            out.writeUnlessNaN(chip.rssiDbm());
        } else if (body instanceof EventBody.Tap tap) {
            out.writeNullableString(tap.coach());
            out.writeNullableString(tap.bib());
        } else if (body instanceof EventBody.SessionOpened opened) {
            out.writeString(opened.campId());
            out.writeString(opened.planName());
            out.writeNullable(opened.track(), EventCodec::writeTrack);
            out.writeList(opened.rules(), Parts::writeRule);
            out.writeEnum(Parts.CLOCK, opened.clock());
            out.writeBoolean(opened.requireTokens());
            out.writeNullableInt(opened.partition());
            out.writeString(opened.timeZone());
        } else if (body instanceof EventBody.Control control) {
            out.writeEnum(CONTROL_ACTION, control.action());
        } else if (body instanceof EventBody.Gun gun) {
            out.writeNullableInt(gun.wave());
        } else if (body instanceof EventBody.Join join) {
            writeJoin(join, out);
        } else if (body instanceof EventBody.Leave leave) {
            out.writeNullableString(leave.reason());
        } else if (body instanceof EventBody.Binding binding) {
            out.writeNullableString(binding.device());
            out.writeNullableString(binding.chip());
            out.writeNullableString(binding.bib());
        } else if (body instanceof EventBody.FacingDeclared declared) {
            out.writeEnum(Parts.FACING, declared.facing());
        } else if (body instanceof EventBody.Correction correction) {
            out.writeEnum(CORRECTION_ACTION, correction.action());
            out.writeNullableInt(correction.lap());
            out.writeNullableInstant(correction.at());
            out.writeNullableString(correction.with());
            out.writeNullableString(correction.corrects());
            out.writeNullableString(correction.coach());
            out.writeNullableString(correction.reason());
            out.writeNullableInstant(correction.lapEndedAt());
            out.writeNullableEnum(Parts.FACING, correction.facing());
        } else if (body instanceof EventBody.Safety safety) {
            out.writeString(safety.check());
            out.writeNullableBoolean(safety.passed());
            out.writeNullableInt(safety.spotters());
            out.writeNullableString(safety.answer());
        } else if (body instanceof EventBody.Weather weather) {
            out.writeUnlessNaN(weather.temperatureCelsius());
            out.writeUnlessNaN(weather.relativeHumidityPercent());
            out.writeUnlessNaN(weather.wbgtCelsius());
        } else if (body instanceof EventBody.Acknowledge acknowledge) {
            out.writeString(acknowledge.alertId());
            out.writeNullableString(acknowledge.coach());
            out.writeNullableString(acknowledge.answer());
        } else if (body instanceof EventBody.Symptom symptom) {
            out.writeString(symptom.symptom());
        } else if (body instanceof EventBody.Rpe rpe) {
            out.writeDouble(rpe.rating());
        } else if (body instanceof EventBody.Consent consent) {
            out.writeEnum(PURPOSE, consent.purpose());
            out.writeBoolean(consent.given());
        } else {
            throw new IllegalArgumentException("no mapping for a body of kind " + body.kind());
        }
    }

    private static void writeReading(Reading reading, AvroOutput out) {
        out.writeString(reading.readingId());
        out.writeInstant(reading.observedAt());
        out.writeUnlessNaN(reading.latitudeDegrees());
        out.writeUnlessNaN(reading.longitudeDegrees());
        out.writeUnlessNaN(reading.horizontalAccuracyMeters());
        out.writeUnlessNaN(reading.speedMetersPerSecond());
        out.writeUnlessNaN(reading.courseDegrees());
        out.writeUnlessNaN(reading.compassDegrees());
        out.writeUnlessNaN(reading.altitudeMeters());
        out.writeUnlessNaN(reading.heartRateBpm());
        out.writeUnlessNaN(reading.cadenceStepsPerMinute());
        out.writeUnlessNaN(reading.distanceMeters());
        out.writeList(reading.flags(), (flag, to) -> to.writeEnum(FLAG, flag));
    }

    private static void writeTrack(Track track, AvroOutput out) {
        out.writeString(track.name());
        out.writeDouble(track.straightMeters());
        out.writeDouble(track.kerbRadiusMeters());
        out.writeDouble(track.laneWidthMeters());
        out.writeInt(track.lanes());
        out.writeDouble(track.centreLatitudeDegrees());
        out.writeDouble(track.centreLongitudeDegrees());
        out.writeDouble(track.bearingDegrees());
        out.writeBoolean(track.clockwise());
        out.writeDouble(track.lapMeters());
        Track.TimingLine line = track.line();
        out.writeString(line.name());
        out.writeDouble(line.innerLatitudeDegrees());
        out.writeDouble(line.innerLongitudeDegrees());
        out.writeDouble(line.outerLatitudeDegrees());
        out.writeDouble(line.outerLongitudeDegrees());
        out.writeNullable(track.outAndBack(), EventCodec::writeOutAndBack);
    }

    private static void writeOutAndBack(Track.OutAndBack ends, AvroOutput out) {
        out.writeDouble(ends.startLatitudeDegrees());
        out.writeDouble(ends.startLongitudeDegrees());
        out.writeDouble(ends.turnLatitudeDegrees());
        out.writeDouble(ends.turnLongitudeDegrees());
        out.writeBoolean(ends.legs());
    }

    private static void writeJoin(EventBody.Join join, AvroOutput out) {
        out.writeNullableString(join.bib());
        out.writeNullableString(join.alias());
        out.writeNullableString(join.device());
        out.writeNullableString(join.chip());
        out.writeNullableInt(join.lane());
        out.writeEnum(LAP_RULE, join.lapRule());
        out.writeNullableDouble(join.lapMeters());
        out.writeNullableInt(join.wave());
        out.writeNullableInstant(join.waveStartsAt());
        out.writeNullableDouble(join.maximumHeartRateBpm());
        out.writeBoolean(join.maximumHeartRateEstimated());
        out.writeNullableDouble(join.restingHeartRateBpm());
        out.writeNullableInt(join.ageBandYears());
        out.writeNullableString(join.planName());
        out.writeNullableString(join.team());
        out.writeNullableEnum(BACKWARD_STAGE, join.stage());
        out.writeNullableDouble(join.bestRatio());
        out.writeNullableEnum(SEX, join.sex());
        out.writeNullableDouble(join.massKg());
    }

    @Override
    public RunEvent read(AvroInput in) {
        return new RunEvent(
                in.readString(),
                in.readString(),
                in.readNullableString(),
                in.readInstant(),
                in.readInstant(),
                new Origin(in.readEnum(ORIGIN_KIND), in.readNullableString()),
                readBody(in));
    }

    private static EventBody readBody(AvroInput in) {
        EventBody body = null;
        for (String kind : KINDS) {
            if (in.readPresent()) {
                if (body != null) {
                    throw new UndecodableException(
                            "a body with two kinds set, " + body.kind() + " and " + kind + ": exactly one is allowed");
                }
                body = readKind(kind, in);
            }
        }
        return body == null ? new EventBody.Unrecognised(UNSET) : body;
    }

    private static EventBody readKind(String kind, AvroInput in) {
        return switch (kind) {
            case "session" ->
                new EventBody.SessionOpened(
                        in.readString(),
                        in.readString(),
                        in.readNullable(EventCodec::readTrack),
                        in.readList(Parts::readRule),
                        in.readEnum(Parts.CLOCK),
                        in.readBoolean(),
                        in.readNullableInt(),
                        in.readString());
            case "control" -> new EventBody.Control(in.readEnum(CONTROL_ACTION));
            case "gun" -> new EventBody.Gun(in.readNullableInt());
            case "join" -> readJoin(in);
            case "leave" -> new EventBody.Leave(in.readNullableString());
            case "binding" ->
                new EventBody.Binding(in.readNullableString(), in.readNullableString(), in.readNullableString());
            case "readings" -> new EventBody.Readings(in.readList(EventCodec::readReading));
            case "tap" -> new EventBody.Tap(in.readNullableString(), in.readNullableString());
            case "chip" -> new EventBody.Chip(in.readString(), in.readNullableString(), in.readOrNaN());
            case "facing" -> new EventBody.FacingDeclared(in.readEnum(Parts.FACING));
            case "correction" ->
                new EventBody.Correction(
                        in.readEnum(CORRECTION_ACTION),
                        in.readNullableInt(),
                        in.readNullableInstant(),
                        in.readNullableString(),
                        in.readNullableString(),
                        in.readNullableString(),
                        in.readNullableString(),
                        in.readNullableInstant(),
                        in.readNullableEnum(Parts.FACING));
            case "tick" -> new EventBody.Tick(in.readLong());
            case "safety" ->
                new EventBody.Safety(
                        in.readString(), in.readNullableBoolean(), in.readNullableInt(), in.readNullableString());
            case "weather" -> new EventBody.Weather(in.readOrNaN(), in.readOrNaN(), in.readOrNaN());
            case "acknowledge" ->
                new EventBody.Acknowledge(in.readString(), in.readNullableString(), in.readNullableString());
            case "symptom" -> new EventBody.Symptom(in.readString());
            case "rpe" -> new EventBody.Rpe(in.readDouble());
            case "consent" -> new EventBody.Consent(in.readEnum(PURPOSE), in.readBoolean());
            default -> throw new IllegalStateException("the schema has a kind without a mapping: " + kind);
        };
    }

    private static Reading readReading(AvroInput in) {
        return new Reading(
                in.readString(),
                in.readInstant(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readList(from -> from.readEnum(FLAG)));
    }

    private static Track readTrack(AvroInput in) {
        return new Track(
                in.readString(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readInt(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readBoolean(),
                in.readDouble(),
                new Track.TimingLine(
                        in.readString(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()),
                in.readNullable(ends -> new Track.OutAndBack(
                        ends.readDouble(),
                        ends.readDouble(),
                        ends.readDouble(),
                        ends.readDouble(),
                        ends.readBoolean())));
    }

    private static EventBody.Join readJoin(AvroInput in) {
        return new EventBody.Join(
                in.readNullableString(),
                in.readNullableString(),
                in.readNullableString(),
                in.readNullableString(),
                in.readNullableInt(),
                in.readEnum(LAP_RULE),
                in.readNullableDouble(),
                in.readNullableInt(),
                in.readNullableInstant(),
                in.readNullableDouble(),
                in.readBoolean(),
                in.readNullableDouble(),
                in.readNullableInt(),
                in.readNullableString(),
                in.readNullableString(),
                in.readNullableEnum(BACKWARD_STAGE),
                in.readNullableDouble(),
                in.readNullableEnum(SEX),
                in.readNullableDouble());
    }

    /** A kind that came after this version keeps its name, so that it can be counted by it. */
    @Override
    public RunEvent afterResolving(RunEvent event, Supplier<GenericRecord> asWritten) {
        if (!(event.body() instanceof EventBody.Unrecognised)) {
            return event;
        }
        return new RunEvent(
                event.eventId(),
                event.sessionId(),
                event.runnerId(),
                event.observedAt(),
                event.receivedAt(),
                event.origin(),
                new EventBody.Unrecognised(kindSetIn(asWritten.get().get("body"))));
    }

    private static String kindSetIn(@Nullable Object body) {
        var set = new ArrayList<String>();
        if (body instanceof GenericRecord written) {
            for (Schema.Field field : written.getSchema().getFields()) {
                if (written.get(field.pos()) != null) {
                    set.add(field.name());
                }
            }
        }
        return set.isEmpty() ? UNSET : String.join("+", set);
    }
}

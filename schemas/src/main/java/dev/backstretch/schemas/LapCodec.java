package dev.backstretch.schemas;

import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.MarkSource;
import org.apache.avro.Schema;

/** One lap. */
final class LapCodec implements Codec<LapOutcome> {
    private static final Symbols<LapOutcome.State> STATE = Schemas.symbols(LapOutcome.State.class, "LapState");
    private static final Symbols<MarkSource> SOURCE = Schemas.symbols(MarkSource.class, "MarkSource");

    @Override
    public Schema schema() {
        return Schemas.LAP_OUTCOME;
    }

    @Override
    public void write(LapOutcome lap, AvroOutput out) {
        out.writeString(lap.sessionId());
        out.writeString(lap.runnerId());
        out.writeInt(lap.lap());
        out.writeInt(lap.revision());
        out.writeEnum(STATE, lap.state());
        out.writeInstant(lap.startedAt());
        out.writeInstant(lap.endedAt());
        Parts.writeEstimate(lap.lapSeconds(), out);
        Parts.writeEstimate(lap.splitSeconds(), out);
        Parts.writeEstimate(lap.distanceMeters(), out);
        Parts.writeEstimate(lap.paceSecondsPerKm(), out);
        out.writeEnum(Parts.FACING, lap.facing());
        out.writeEnum(SOURCE, lap.source());
        out.writeUnlessNaN(lap.averageHeartRateBpm());
        out.writeUnlessNaN(lap.maximumHeartRateBpm());
        out.writeStrings(lap.flags());
        out.writeNullableString(lap.reason());
        out.writeInstant(lap.logTime());
        out.writeString(lap.ruleVersion());
        Parts.writeLineage(lap.lineage(), out);
        out.writeNullable(lap.correction(), LapCodec::writeCorrection);
        out.writeList(lap.lineage().marks(), LapCodec::writePassing);
    }

    private static void writePassing(Lineage.Passing mark, AvroOutput out) {
        out.writeEnum(SOURCE, mark.source());
        out.writeInstant(mark.at());
        out.writeDouble(mark.plusMinusSeconds());
        out.writeInt(mark.events());
    }

    private static Lineage.Passing readPassing(AvroInput in) {
        return new Lineage.Passing(in.readEnum(SOURCE), in.readInstant(), in.readDouble(), in.readInt());
    }

    private static void writeCorrection(CoachCorrection correction, AvroOutput out) {
        out.writeString(correction.eventId());
        out.writeNullableString(correction.coach());
        out.writeNullableString(correction.reason());
        out.writeNullableString(correction.corrects());
    }

    @Override
    public LapOutcome read(AvroInput in) {
        LapOutcome lap = new LapOutcome(
                in.readString(),
                in.readString(),
                in.readInt(),
                in.readInt(),
                in.readEnum(STATE),
                in.readInstant(),
                in.readInstant(),
                Parts.readEstimate(in),
                Parts.readEstimate(in),
                Parts.readEstimate(in),
                Parts.readEstimate(in),
                in.readEnum(Parts.FACING),
                in.readEnum(SOURCE),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readStrings(),
                in.readNullableString(),
                in.readInstant(),
                in.readString(),
                Parts.readLineage(in),
                in.readNullable(LapCodec::readCorrection));
        Lineage known = lap.lineage();
        return lap.restingOn(
                new Lineage(known.eventIds(), known.sessionPosition(), in.readList(LapCodec::readPassing)));
    }

    private static CoachCorrection readCorrection(AvroInput in) {
        return new CoachCorrection(
                in.readString(), in.readNullableString(), in.readNullableString(), in.readNullableString());
    }
}

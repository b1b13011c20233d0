package dev.backstretch.schemas;

import dev.backstretch.domain.outcome.Frame;
import org.apache.avro.Schema;

/** What changed in a session within 200 ms of log time. */
final class FrameCodec implements Codec<Frame> {
    @Override
    public Schema schema() {
        return Schemas.FRAME;
    }

    @Override
    public void write(Frame frame, AvroOutput out) {
        out.writeString(frame.sessionId());
        out.writeLong(frame.number());
        out.writeInstant(frame.logTime());
        out.writeBoolean(frame.key());
        out.writeBoolean(frame.last());
        out.writeInt(frame.part());
        out.writeInt(frame.parts());
        out.writeList(frame.entries(), FrameCodec::writeEntry);
        out.writeNullable(frame.plan(), FrameCodec::writePlan);
        out.writeNullable(frame.counts(), FrameCodec::writeCounts);
        out.writeString(frame.ruleVersion());
        out.writeLong(frame.sessionPosition());
        out.writeNullable(frame.attention(), FrameCodec::writeAttention);
    }

    private static void writeAttention(Frame.Attention attention, AvroOutput out) {
        out.writeList(attention.needs(), FrameCodec::writeNeed);
        out.writeNullable(attention.gate(), FrameCodec::writeGate);
        out.writeList(attention.waves(), FrameCodec::writeWave);
        out.writeNullable(attention.heat(), FrameCodec::writeHeat);
    }

    private static void writeHeat(Frame.Heat heat, AvroOutput out) {
        out.writeDouble(heat.wbgtCelsius());
        out.writeBoolean(heat.estimated());
        out.writeString(heat.acclimatised());
        out.writeString(heat.notAcclimatised());
        out.writeString(heat.minors());
    }

    private static void writeWave(Frame.Wave wave, AvroOutput out) {
        out.writeInt(wave.wave());
        out.writeInt(wave.runners());
        out.writeNullableInstant(wave.startedAt());
        out.writeStrings(wave.runnerIds());
    }

    private static void writeNeed(Frame.Need need, AvroOutput out) {
        out.writeNullableString(need.runnerId());
        out.writeString(need.urgency());
        out.writeString(need.where());
        out.writeList(need.reasons(), FrameCodec::writeWhy);
    }

    private static void writeWhy(Frame.Why why, AvroOutput out) {
        out.writeString(why.key());
        out.writeInstant(why.at());
        out.writeUnlessNaN(why.value());
        out.writeUnlessNaN(why.threshold());
        out.writeNullableString(why.alertId());
        out.writeBoolean(why.answered());
    }

    private static void writeGate(Frame.Gate gate, AvroOutput out) {
        out.writeString(gate.permission());
        out.writeInt(gate.runners());
        out.writeInt(gate.spotters());
        out.writeInt(gate.spottersNeeded());
        out.writeList(gate.obstacles(), FrameCodec::writeObstacle);
    }

    private static void writeObstacle(Frame.Obstacle obstacle, AvroOutput out) {
        out.writeString(obstacle.reason());
        out.writeNullableString(obstacle.about());
        out.writeNullableString(obstacle.runnerId());
        out.writeInt(obstacle.have());
        out.writeInt(obstacle.needed());
    }

    private static void writeEntry(Frame.Entry entry, AvroOutput out) {
        out.writeString(entry.runnerId());
        out.writeInstant(entry.observedAt());
        out.writeInt(entry.revision());
        out.writeUnlessNaN(entry.speedMetersPerSecond());
        Parts.writeEstimate(entry.pace(), out);
        out.writeUnlessNaN(entry.heartRateBpm());
        out.writeInt(entry.zone());
        Parts.writeEstimate(entry.distance(), out);
        out.writeEnum(Parts.FACING, entry.facing());
        out.writeEnum(Parts.RUNNER_STATE, entry.state());
        out.writeInt(entry.lap());
        out.writeUnlessNaN(entry.lapDistanceMeters());
        out.writeUnlessNaN(entry.lapMeters());
        out.writeNullableInstant(entry.lapStartedAt());
        Parts.writeEstimate(entry.projectedRatio(), out);
        out.writeNullable(entry.totals(), FrameCodec::writeTotals);
        out.writeNullable(entry.finish(), FrameCodec::writeFinish);
        out.writeNullable(entry.step(), FrameCodec::writeOwnStep);
    }

    private static void writeOwnStep(Frame.OwnStep step, AvroOutput out) {
        out.writeNullableString(step.cue());
        out.writeEnum(Parts.FACING, step.facing());
        out.writeNullableInstant(step.endsAt());
        out.writeNullableEnum(Parts.FACING, step.nextFacing());
        out.writeUnlessNaN(step.leftSeconds());
    }

    private static void writeFinish(Frame.Finish finish, AvroOutput out) {
        Parts.writeEstimate(finish.seconds(), out);
        out.writeBoolean(finish.reached());
        out.writeDouble(finish.goalMeters());
        out.writeUnlessNaN(finish.targetSeconds());
        out.writeEnum(Parts.VERDICT, finish.verdict());
        out.writeUnlessNaN(finish.walkedShare());
    }

    private static void writeTotals(Frame.Totals totals, AvroOutput out) {
        out.writeNullableInstant(totals.startedAt());
        out.writeDouble(totals.elapsedSeconds());
        out.writeDouble(totals.movingSeconds());
        out.writeDouble(totals.restSeconds());
        out.writeDouble(totals.pausedSeconds());
        out.writeList(totals.zoneSeconds(), (seconds, to) -> to.writeDouble(seconds));
        out.writeDouble(totals.unknownZoneSeconds());
        out.writeString(totals.zoneModel());
        out.writeUnlessNaN(totals.profileMaximumHeartRateBpm());
        out.writeDouble(totals.forwardSeconds());
        out.writeDouble(totals.backwardSeconds());
        out.writeDouble(totals.stillSeconds());
        out.writeDouble(totals.unknownFacingSeconds());
        writeCounts(totals.counts(), out);
        out.writeList(totals.flags(), FrameCodec::writeFlagCount);
        out.writeNullable(totals.effort(), FrameCodec::writeEffort);
    }

    private static void writeEffort(Frame.Effort effort, AvroOutput out) {
        out.writeUnlessNaN(effort.points());
        out.writeUnlessNaN(effort.edwardsTrimp());
        out.writeUnlessNaN(effort.banisterLowest());
        out.writeUnlessNaN(effort.banisterHighest());
        Parts.writeEstimate(effort.energyKilocalories(), out);
        out.writeString(effort.energyMethod());
        out.writeBoolean(effort.energyRough());
        out.writeUnlessNaN(effort.energyCoveredShare());
        Parts.writeEstimate(effort.forwardHeartRateBpm(), out);
        Parts.writeEstimate(effort.backwardHeartRateBpm(), out);
        Parts.writeEstimate(effort.effortOfAMinute(), out);
        Parts.writeEstimate(effort.effortOfAMeter(), out);
        out.writeList(effort.missing(), (what, to) -> to.writeString(what));
    }

    private static void writeFlagCount(Frame.FlagCount flag, AvroOutput out) {
        out.writeString(flag.flag());
        out.writeLong(flag.count());
    }

    private static void writeCounts(Frame.Counts counts, AvroOutput out) {
        out.writeLong(counts.read());
        out.writeLong(counts.folded());
        out.writeLong(counts.rejected());
        out.writeLong(counts.duplicates());
        out.writeLong(counts.late());
        out.writeLong(counts.notUsed());
        out.writeLong(counts.conflicting());
    }

    private static void writePlan(Frame.PlanProgress plan, AvroOutput out) {
        out.writeString(plan.planName());
        out.writeInt(plan.step());
        out.writeInt(plan.of());
        out.writeString(plan.kind());
        out.writeEnum(Parts.FACING, plan.facing());
        out.writeUnlessNaN(plan.goalMeters());
        out.writeNullableInstant(plan.startedAt());
        out.writeNullableInstant(plan.endsAt());
        out.writeBoolean(plan.paused());
        out.writeNullableString(plan.cue());
        out.writeNullableString(plan.next());
        out.writeNullableEnum(Parts.FACING, plan.nextFacing());
        out.writeNullableInstant(plan.pausedAt());
        out.writeUnlessNaN(plan.pausedSeconds());
        out.writeUnlessNaN(plan.leftSeconds());
    }

    @Override
    public Frame read(AvroInput in) {
        return new Frame(
                in.readString(),
                in.readLong(),
                in.readInstant(),
                in.readBoolean(),
                in.readBoolean(),
                in.readInt(),
                in.readInt(),
                in.readList(FrameCodec::readEntry),
                in.readNullable(FrameCodec::readPlan),
                in.readNullable(FrameCodec::readCounts),
                in.readString(),
                in.readLong(),
                in.readNullable(FrameCodec::readAttention));
    }

    private static Frame.Attention readAttention(AvroInput in) {
        return new Frame.Attention(
                in.readList(FrameCodec::readNeed),
                in.readNullable(FrameCodec::readGate),
                in.readList(from ->
                        new Frame.Wave(from.readInt(), from.readInt(), from.readNullableInstant(), from.readStrings())),
                in.readNullable(from -> new Frame.Heat(
                        from.readDouble(),
                        from.readBoolean(),
                        from.readString(),
                        from.readString(),
                        from.readString())));
    }

    private static Frame.Need readNeed(AvroInput in) {
        return new Frame.Need(
                in.readNullableString(), in.readString(), in.readString(), in.readList(FrameCodec::readWhy));
    }

    private static Frame.Why readWhy(AvroInput in) {
        return new Frame.Why(
                in.readString(),
                in.readInstant(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readNullableString(),
                in.readBoolean());
    }

    private static Frame.Gate readGate(AvroInput in) {
        return new Frame.Gate(
                in.readString(), in.readInt(), in.readInt(), in.readInt(), in.readList(FrameCodec::readObstacle));
    }

    private static Frame.Obstacle readObstacle(AvroInput in) {
        return new Frame.Obstacle(
                in.readString(), in.readNullableString(), in.readNullableString(), in.readInt(), in.readInt());
    }

    private static Frame.Entry readEntry(AvroInput in) {
        return new Frame.Entry(
                in.readString(),
                in.readInstant(),
                in.readInt(),
                in.readOrNaN(),
                Parts.readEstimate(in),
                in.readOrNaN(),
                in.readInt(),
                Parts.readEstimate(in),
                in.readEnum(Parts.FACING),
                in.readEnum(Parts.RUNNER_STATE),
                in.readInt(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readNullableInstant(),
                Parts.readEstimate(in),
                in.readNullable(FrameCodec::readTotals),
                in.readNullable(FrameCodec::readFinish),
                in.readNullable(from -> new Frame.OwnStep(
                        from.readNullableString(),
                        from.readEnum(Parts.FACING),
                        from.readNullableInstant(),
                        from.readNullableEnum(Parts.FACING),
                        from.readOrNaN())));
    }

    private static Frame.Finish readFinish(AvroInput in) {
        return new Frame.Finish(
                Parts.readEstimate(in),
                in.readBoolean(),
                in.readDouble(),
                in.readOrNaN(),
                in.readEnum(Parts.VERDICT),
                in.readOrNaN());
    }

    private static Frame.Totals readTotals(AvroInput in) {
        return new Frame.Totals(
                in.readNullableInstant(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readList(AvroInput::readDouble),
                in.readDouble(),
                in.readString(),
                in.readOrNaN(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                readCounts(in),
                in.readList(from -> new Frame.FlagCount(from.readString(), from.readLong())),
                in.readNullable(FrameCodec::readEffort));
    }

    private static Frame.Effort readEffort(AvroInput in) {
        return new Frame.Effort(
                in.readOrNaN(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readOrNaN(),
                Parts.readEstimate(in),
                in.readString(),
                in.readBoolean(),
                in.readOrNaN(),
                Parts.readEstimate(in),
                Parts.readEstimate(in),
                Parts.readEstimate(in),
                Parts.readEstimate(in),
                in.readList(AvroInput::readString));
    }

    private static Frame.Counts readCounts(AvroInput in) {
        return new Frame.Counts(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong());
    }

    private static Frame.PlanProgress readPlan(AvroInput in) {
        return new Frame.PlanProgress(
                in.readString(),
                in.readInt(),
                in.readInt(),
                in.readString(),
                in.readEnum(Parts.FACING),
                in.readOrNaN(),
                in.readNullableInstant(),
                in.readNullableInstant(),
                in.readBoolean(),
                in.readNullableString(),
                in.readNullableString(),
                in.readNullableEnum(Parts.FACING),
                in.readNullableInstant(),
                in.readOrNaN(),
                in.readOrNaN());
    }
}

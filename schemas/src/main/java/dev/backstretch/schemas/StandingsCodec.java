package dev.backstretch.schemas;

import dev.backstretch.domain.outcome.Standings;
import org.apache.avro.Schema;

/** One board. */
final class StandingsCodec implements Codec<Standings> {

    @Override
    public Schema schema() {
        return Schemas.STANDINGS;
    }

    @Override
    public void write(Standings standings, AvroOutput out) {
        out.writeString(standings.sessionId());
        out.writeString(standings.board());
        out.writeInt(standings.revision());
        out.writeList(standings.rows(), StandingsCodec::writeRow);
        out.writeInstant(standings.logTime());
        out.writeString(standings.ruleVersion());
        Parts.writeLineage(standings.lineage(), out);
    }

    private static void writeRow(Standings.Row row, AvroOutput out) {
        out.writeInt(row.place());
        out.writeBoolean(row.shared());
        out.writeString(row.runnerId());
        out.writeNullableString(row.bib());
        out.writeUnlessNaN(row.value());
        out.writeUnlessNaN(row.plusMinus());
        out.writeEnum(Parts.VERDICT, row.verdict());
        out.writeEnum(Parts.RUNNER_STATE, row.state());
        out.writeInt(row.laps());
        Parts.writeEstimate(row.lastLap(), out);
        out.writeNullableInstant(row.lastMarkAt());
        out.writeNullableInstant(row.restUntil());
        out.writeNullableInstant(row.dueAt());
        out.writeNullable(row.team(), StandingsCodec::writeTeam);
    }

    private static void writeTeam(Standings.Team team, AvroOutput out) {
        out.writeList(team.members(), (member, to) -> to.writeString(member));
        out.writeNullableString(team.onTrack());
        out.writeList(team.unsure(), (member, to) -> to.writeString(member));
    }

    @Override
    public Standings read(AvroInput in) {
        return new Standings(
                in.readString(),
                in.readString(),
                in.readInt(),
                in.readList(StandingsCodec::readRow),
                in.readInstant(),
                in.readString(),
                Parts.readLineage(in));
    }

    private static Standings.Row readRow(AvroInput in) {
        return new Standings.Row(
                in.readInt(),
                in.readBoolean(),
                in.readString(),
                in.readNullableString(),
                in.readOrNaN(),
                in.readOrNaN(),
                in.readEnum(Parts.VERDICT),
                in.readEnum(Parts.RUNNER_STATE),
                in.readInt(),
                Parts.readEstimate(in),
                in.readNullableInstant(),
                in.readNullableInstant(),
                in.readNullableInstant(),
                in.readNullable(StandingsCodec::readTeam));
    }

    private static Standings.Team readTeam(AvroInput in) {
        return new Standings.Team(
                in.readList(AvroInput::readString), in.readNullableString(), in.readList(AvroInput::readString));
    }
}

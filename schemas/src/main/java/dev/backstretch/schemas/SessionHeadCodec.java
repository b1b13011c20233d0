package dev.backstretch.schemas;

import dev.backstretch.domain.session.SessionHead;
import org.apache.avro.Schema;

/** What is known of a session without its log. */
final class SessionHeadCodec implements Codec<SessionHead> {
    private static final Symbols<SessionHead.State> STATE = Schemas.symbols(SessionHead.State.class, "SessionState");

    @Override
    public Schema schema() {
        return Schemas.SESSION_HEAD;
    }

    @Override
    public void write(SessionHead head, AvroOutput out) {
        out.writeString(head.sessionId());
        out.writeString(head.campId());
        out.writeEnum(STATE, head.state());
        out.writeString(head.planName());
        out.writeList(head.rules(), Parts::writeRule);
        out.writeEnum(Parts.CLOCK, head.clock());
        out.writeBoolean(head.requireTokens());
        out.writeInt(head.partition());
        out.writeInstant(head.openedAt());
        out.writeNullableInstant(head.startedAt());
        out.writeNullableInstant(head.closedAt());
        out.writeString(head.joinCode());
        out.writeString(head.timeZone());
        out.writeBoolean(head.hasTrack());
    }

    @Override
    public SessionHead read(AvroInput in) {
        return new SessionHead(
                in.readString(),
                in.readString(),
                in.readEnum(STATE),
                in.readString(),
                in.readList(Parts::readRule),
                in.readEnum(Parts.CLOCK),
                in.readBoolean(),
                in.readInt(),
                in.readInstant(),
                in.readNullableInstant(),
                in.readNullableInstant(),
                in.readString(),
                in.readString(),
                in.readBoolean());
    }
}

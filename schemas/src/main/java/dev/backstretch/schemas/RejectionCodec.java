package dev.backstretch.schemas;

import dev.backstretch.domain.outcome.Rejection;
import org.apache.avro.Schema;

/** Something that was turned away. */
final class RejectionCodec implements Codec<Rejection> {
    @Override
    public Schema schema() {
        return Schemas.REJECTION;
    }

    @Override
    public void write(Rejection rejection, AvroOutput out) {
        out.writeNullableString(rejection.sessionId());
        out.writeNullableString(rejection.runnerId());
        out.writeNullableString(rejection.eventId());
        out.writeString(rejection.door());
        out.writeString(rejection.reason());
        out.writeNullableString(rejection.field());
        out.writeNullableString(rejection.value());
        out.writeString(rejection.message());
        out.writeInstant(rejection.receivedAt());
        out.writeNullableString(rejection.sourceTopic());
        out.writeInt(rejection.sourcePartition());
        out.writeLong(rejection.sourceOffset());
        out.writeBytes(rejection.payload());
        out.writeInt(rejection.items());
    }

    @Override
    public Rejection read(AvroInput in) {
        return new Rejection(
                in.readNullableString(),
                in.readNullableString(),
                in.readNullableString(),
                in.readString(),
                in.readString(),
                in.readNullableString(),
                in.readNullableString(),
                in.readString(),
                in.readInstant(),
                in.readNullableString(),
                in.readInt(),
                in.readLong(),
                in.readBytes(),
                in.readInt());
    }
}

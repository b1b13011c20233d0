package dev.backstretch.schemas;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Confluent's wire format: a zero, the writer schema's id in four bytes, then Avro's binary encoding. */
final class WireFormat {
    static final byte MAGIC = 0;
    static final int HEADER_BYTES = 5;

    private WireFormat() {}

    static int schemaId(byte[] record) {
        if (record.length < HEADER_BYTES) {
            throw new UndecodableException("a record has at least " + HEADER_BYTES + " bytes of header, this one "
                    + record.length + " in all");
        }
        if (record[0] != MAGIC) {
            throw new UndecodableException(
                    "the first byte is " + record[0] + " instead of 0: not in the registry's format");
        }
        return ByteBuffer.wrap(record, 1, Integer.BYTES).getInt();
    }

    static byte[] payload(byte[] record) {
        schemaId(record);
        return Arrays.copyOfRange(record, HEADER_BYTES, record.length);
    }
}

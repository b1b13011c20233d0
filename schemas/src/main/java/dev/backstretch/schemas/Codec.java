package dev.backstretch.schemas;

import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Maps one domain record to the bytes of its schema and back. */
interface Codec<T> {
    Schema schema();

    void write(T value, AvroOutput out);

    T read(AvroInput in);

    /**
     * Lets a value say what got lost when it was written by another version of the schema.
     *
     * @param value what is left after resolving
     * @param asWritten the record as its writer knew it
     */
    default T afterResolving(T value, Supplier<GenericRecord> asWritten) {
        return value;
    }
}

package dev.backstretch.schemas;

import dev.backstretch.schemas.registry.RegistryException;
import dev.backstretch.schemas.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A domain record in Confluent's wire format. Shared by all threads.
 *
 * <p>Records that were written with our own schema are read straight into the domain. Those of another version are first
 * resolved by Avro to our schema, which costs several times as much and lasts as long as a rolling upgrade does.
 */
final class RecordSerde<T> implements Serde<T>, Serializer<T>, Deserializer<T> {
    /** A buffer that one huge record has grown beyond this is not kept. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final ThreadLocal<AvroOutput> OUTPUT = ThreadLocal.withInitial(AvroOutput::new);

    private final Codec<T> codec;
    private final SchemaRegistry registry;
    private final long fingerprint;
    private final ConcurrentHashMap<String, Integer> idByTopic = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, Reading<T>> readingById = new ConcurrentHashMap<>();

    RecordSerde(Codec<T> codec, SchemaRegistry registry) {
        this.codec = codec;
        this.registry = registry;
        this.fingerprint = SchemaNormalization.parsingFingerprint64(codec.schema());
    }

    /** How the payload of one writer schema becomes a value. */
    private interface Reading<V> {
        V read(byte[] record) throws IOException;
    }

    @Override
    public Serializer<T> serializer() {
        return this;
    }

    @Override
    public Deserializer<T> deserializer() {
        return this;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (isKey) {
            throw new IllegalArgumentException(
                    "keys are plain strings, not " + codec.schema().getName());
        }
    }

    @Override
    public void close() {}

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T value) {
        if (value == null) {
            return null;
        }
        int id = idOf(topic);
        AvroOutput out = OUTPUT.get();
        out.startRecord(id);
        try {
            codec.write(value, out);
        } catch (RuntimeException e) {
            throw new SerializationException(
                    "topic " + topic + ": not writable as " + codec.schema().getName() + ": " + e.getMessage(), e);
        }
        byte[] record = out.toBytes();
        if (record.length > KEPT_BYTES) {
            OUTPUT.remove();
        }
        return record;
    }

    /** Asks the registry now for the id that values of the topic are written with. */
    void register(String topic) {
        idOf(topic);
    }

    private int idOf(String topic) {
        Integer known = idByTopic.get(topic);
        if (known == null) {
            known = registry.register(SchemaRegistry.subjectOfValues(topic), codec.schema());
            idByTopic.put(topic, known);
        }
        return known;
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] record) {
        if (record == null) {
            return null;
        }
        int id = WireFormat.schemaId(record);
        Reading<T> reading = readingById.get(id);
        if (reading == null) {
            reading = readingOf(id);
            readingById.put(id, reading);
        }
        try {
            return reading.read(record);
        } catch (UndecodableException e) {
            throw new UndecodableException("topic " + topic + ", schema " + id + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw new UndecodableException(
                    "topic " + topic + ", schema " + id + ": not a "
                            + codec.schema().getName(),
                    e);
        }
    }

    private Reading<T> readingOf(int id) {
        Schema writer;
        try {
            writer = registry.byId(id);
        } catch (RegistryException e) {
            if (e.kind() == RegistryException.Kind.SCHEMA_UNKNOWN || e.kind() == RegistryException.Kind.INVALID) {
                throw new UndecodableException("schema " + id + " is not known to the registry", e);
            }
            throw e;
        }
        if (!writer.getFullName().equals(codec.schema().getFullName())) {
            // Avro would fill every field with its default and call that a value.
            throw new UndecodableException("schema " + id + " is a " + writer.getFullName() + ", not a "
                    + codec.schema().getFullName());
        }
        if (SchemaNormalization.parsingFingerprint64(writer) == fingerprint) {
            return record -> readOwn(record, WireFormat.HEADER_BYTES, record.length);
        }
        return record -> readResolved(record, writer);
    }

    private T readOwn(byte[] bytes, int from, int to) {
        var in = new AvroInput(bytes, from, to);
        T value = codec.read(in);
        in.requireEnd();
        return value;
    }

    private T readResolved(byte[] record, Schema writer) throws IOException {
        GenericRecord resolved = readGeneric(record, writer, codec.schema());
        var buffer = new ByteArrayOutputStream(record.length + 64);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(buffer, null);
        new GenericDatumWriter<GenericRecord>(codec.schema(), new GenericData()).write(resolved, encoder);
        encoder.flush();
        byte[] own = buffer.toByteArray();
        return codec.afterResolving(readOwn(own, 0, own.length), () -> {
            try {
                return readGeneric(record, writer, writer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static GenericRecord readGeneric(byte[] record, Schema writer, Schema reader) throws IOException {
        try {
            return new GenericDatumReader<GenericRecord>(writer, reader, new GenericData())
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            record,
                                            WireFormat.HEADER_BYTES,
                                            record.length - WireFormat.HEADER_BYTES,
                                            null));
        } catch (AvroRuntimeException e) {
            throw new UndecodableException(
                    "written as " + writer.getFullName() + ", which cannot be read as " + reader.getFullName() + ": "
                            + e.getMessage(),
                    e);
        }
    }
}

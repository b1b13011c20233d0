package dev.backstretch.schemas.door;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Readings in an Avro object container file, as a device sends them: the writer's schema, which stands in the file, is
 * resolved against {@link #SCHEMA}, and each record becomes the JSON object that says the same.
 *
 * <p>The bytes are a stranger's. The file's frame is read here and not by Avro's own reader, which reserves whatever size
 * a block claims to have; a writer's schema must be flat, because what is nested can be skipped for ever without a byte
 * being read.
 */
public final class ReadingContainer {
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int SYNC_BYTES = 16;
    private static final int LARGEST_SCHEMA_BYTES = 64 * 1024;
    private static final int MOST_METADATA = 64;
    private static final String OBSERVED_AT = "observedAt";
    private static final Set<String> CODECS = Set.of("null", "deflate");

    private static final String SCHEMA_TEXT = schemaText("Reading.avsc");

    /** What a reading is here; published as {@code /schemas/reading.avsc}. */
    public static final Schema SCHEMA = new Schema.Parser().parse(SCHEMA_TEXT);

    private ReadingContainer() {}

    /** What a body is. */
    public sealed interface Decoded {
        /** All of its records, each as the JSON object that says the same. */
        record Whole(List<ObjectNode> records) implements Decoded {
            public Whole {
                records = List.copyOf(records);
            }
        }

        /** It is no such file, or is damaged; nothing of it can be used. */
        record Broken(String detail) implements Decoded {}

        /** It is such a file of something that is no reading, or packed in a way that is not read here. */
        record Unfit(String detail) implements Decoded {}

        record TooMany(int limit) implements Decoded {}

        /** Unpacked it is larger than it may be. */
        record TooLarge(long limit) implements Decoded {}
    }

    /** The text of {@link #SCHEMA}, for those who write. */
    public static String schemaText() {
        return SCHEMA_TEXT;
    }

    /**
     * Reads a body.
     *
     * @param maximumRecords more are refused, whatever they say
     * @param maximumBytes the most that the blocks may unpack to, all together
     */
    public static Decoded decode(byte[] body, int maximumRecords, long maximumBytes) {
        try {
            return new Reading(body, maximumRecords, maximumBytes).read();
        } catch (Refused refused) {
            return refused.why;
        } catch (IOException | RuntimeException e) {
            // Avro answers damage with whatever its readers trip over: a string of two gigabytes, a branch that a union
            // lacks.
            return new Decoded.Broken("a record is not what the writer's schema says");
        }
    }

    /** Writes readings, in JSON's form, as a device would. */
    public static byte[] encode(List<ObjectNode> readings, boolean deflated) {
        var out = new ByteArrayOutputStream();
        try (var writer = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(SCHEMA))) {
            writer.setCodec(deflated ? CodecFactory.deflateCodec(6) : CodecFactory.nullCodec());
            writer.create(SCHEMA, out);
            for (ObjectNode reading : readings) {
                writer.append(record(reading));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    private static GenericRecord record(ObjectNode reading) {
        var record = new GenericRecordBuilder(SCHEMA);
        for (Schema.Field field : SCHEMA.getFields()) {
            var value = reading.get(field.name());
            if (value == null || value.isNull()) {
                continue;
            }
            if (field.name().equals(OBSERVED_AT)) {
                record.set(field, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(value.textValue())));
            } else if (value.isNumber()) {
                record.set(field, value.doubleValue());
            } else {
                record.set(field, value.textValue());
            }
        }
        return record.build();
    }

    private static String schemaText(String resource) {
        try (InputStream in = ReadingContainer.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Carries the answer out of the depths; never leaves this class. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Decoded why;

        Refused(Decoded why) {
            super(null, null, false, false);
            this.why = why;
        }
    }

    private static Refused broken(String detail) {
        return new Refused(new Decoded.Broken(detail));
    }

    private static Refused unfit(String detail) {
        return new Refused(new Decoded.Unfit(detail));
    }

    /** One file on its way to its records. */
    private static final class Reading {
        private final byte[] body;
        private final int maximumRecords;
        private final long maximumBytes;
        private final List<ObjectNode> records = new ArrayList<>();
        private int at;
        private long unpacked;

        Reading(byte[] body, int maximumRecords, long maximumBytes) {
            this.body = body;
            this.maximumRecords = maximumRecords;
            this.maximumBytes = maximumBytes;
        }

        Decoded read() throws Refused, IOException {
            if (body.length < MAGIC.length || !Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw broken("the body does not begin as an Avro object container file does");
            }
            at = MAGIC.length;
            byte[] schemaText = null;
            String codec = "null";
            int entries = 0;
            for (long count = readLong(); count != 0; count = readLong()) {
                if (count < 0) {
                    readLong();
                    count = -count;
                }
                for (long i = 0; i < count; i++) {
                    if (++entries > MOST_METADATA) {
                        throw broken("the file's header has more than " + MOST_METADATA + " entries");
                    }
                    String key = new String(readBytes("the header"), StandardCharsets.UTF_8);
                    byte[] value = readBytes("the header");
                    if (key.equals("avro.schema")) {
                        schemaText = value;
                    } else if (key.equals("avro.codec")) {
                        codec = new String(value, StandardCharsets.UTF_8);
                    }
                }
            }
            if (schemaText == null) {
                throw broken("the file's header has no schema");
            }
            if (!CODECS.contains(codec)) {
                throw unfit("its blocks are packed with a codec that is not read here: use null or deflate");
            }
            Schema writer = writerSchema(schemaText);
            var observedAt = ObservedAt.of(writer);
            byte[] sync = Arrays.copyOfRange(body, at, at + take(SYNC_BYTES, "the header"));
            at += SYNC_BYTES;
            var datumReader = new GenericDatumReader<GenericRecord>(writer, SCHEMA, new GenericData());
            BinaryDecoder decoder = null;
            while (at < body.length) {
                long count = readLong();
                byte[] packed = readBytes("a block");
                if (count < 0) {
                    throw broken("a block with less than no records");
                }
                if (count > maximumRecords - records.size()) {
                    throw new Refused(new Decoded.TooMany(maximumRecords));
                }
                take(SYNC_BYTES, "a block");
                if (!Arrays.equals(body, at, at + SYNC_BYTES, sync, 0, SYNC_BYTES)) {
                    throw broken("a block does not end with the file's mark");
                }
                at += SYNC_BYTES;
                byte[] block = codec.equals("null") ? counted(packed) : inflated(packed);
                decoder = DecoderFactory.get().binaryDecoder(block, decoder);
                for (long i = 0; i < count; i++) {
                    records.add(json(datumReader.read(null, decoder), observedAt));
                }
                if (!decoder.isEnd()) {
                    throw broken("bytes are left over after the records of a block");
                }
            }
            return new Decoded.Whole(records);
        }

        private static Schema writerSchema(byte[] text) throws Refused {
            if (text.length > LARGEST_SCHEMA_BYTES) {
                throw unfit("the writer's schema is longer than " + LARGEST_SCHEMA_BYTES + " bytes");
            }
            Schema writer;
            try {
                writer = new Schema.Parser().parse(new String(text, StandardCharsets.UTF_8));
            } catch (RuntimeException | StackOverflowError e) {
                throw broken("the writer's schema cannot be read");
            }
            if (writer.getType() != Schema.Type.RECORD) {
                throw unfit("the writer's schema is no record");
            }
            for (Schema.Field field : writer.getFields()) {
                if (!isFlat(field.schema())) {
                    throw unfit("the field " + field.name() + " of the writer's schema is nested: a reading is flat");
                }
            }
            // Its own name is the writer's affair; what counts is that the fields fit.
            Schema renamed = Schema.createRecord(
                    SCHEMA.getName(),
                    null,
                    SCHEMA.getNamespace(),
                    false,
                    writer.getFields().stream()
                            .map(field -> new Schema.Field(field, field.schema()))
                            .toList());
            var fit = SchemaCompatibility.checkReaderWriterCompatibility(SCHEMA, renamed);
            if (fit.getType() != SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE) {
                String where = fit.getResult().getIncompatibilities().stream()
                        .findFirst()
                        .map(first -> first.getMessage() + " at " + first.getLocation())
                        .orElse("");
                throw unfit("the writer's schema does not fit the published one: " + where);
            }
            return renamed;
        }

        private static boolean isFlat(Schema schema) {
            return switch (schema.getType()) {
                case RECORD, ARRAY, MAP -> false;
                case UNION -> schema.getTypes().stream().allMatch(Reading::isFlat);
                default -> true;
            };
        }

        private long readLong() throws Refused {
            long raw = 0;
            for (int shift = 0; shift < 70; shift += 7) {
                take(1, "a number");
                byte next = body[at++];
                raw |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return (raw >>> 1) ^ -(raw & 1);
                }
            }
            throw broken("a number of more than 10 bytes");
        }

        private byte[] readBytes(String where) throws Refused {
            long length = readLong();
            if (length < 0 || length > body.length - at) {
                throw broken("the body ends in the middle of " + where);
            }
            byte[] value = Arrays.copyOfRange(body, at, at + (int) length);
            at += (int) length;
            return value;
        }

        private int take(int bytes, String where) throws Refused {
            if (body.length - at < bytes) {
                throw broken("the body ends in the middle of " + where);
            }
            return bytes;
        }

        private byte[] counted(byte[] block) throws Refused {
            unpacked += block.length;
            if (unpacked > maximumBytes) {
                throw new Refused(new Decoded.TooLarge(maximumBytes));
            }
            return block;
        }

        private byte[] inflated(byte[] packed) throws Refused {
            var inflater = new Inflater(true);
            try {
                inflater.setInput(packed);
                var out = new ByteArrayOutputStream(Math.max(1024, packed.length * 4));
                var piece = new byte[16 * 1024];
                while (!inflater.finished()) {
                    int length = inflater.inflate(piece);
                    if (length == 0 && !inflater.finished()) {
                        throw broken("a block's packing is cut off");
                    }
                    unpacked += length;
                    if (unpacked > maximumBytes) {
                        throw new Refused(new Decoded.TooLarge(maximumBytes));
                    }
                    out.write(piece, 0, length);
                }
                return out.toByteArray();
            } catch (DataFormatException e) {
                throw broken("a block's packing is damaged");
            } finally {
                inflater.end();
            }
        }

        private static ObjectNode json(GenericRecord record, ObservedAt observedAt) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            for (Schema.Field field : SCHEMA.getFields()) {
                Object value = record.get(field.pos());
                if (value == null) {
                    continue;
                }
                if (field.name().equals(OBSERVED_AT)) {
                    json.put(OBSERVED_AT, observedAt.instant((Long) value).toString());
                } else if (value instanceof Double number) {
                    json.put(field.name(), number);
                } else {
                    json.put(field.name(), value.toString());
                }
            }
            return json;
        }
    }

    /** How the writer counts time: the schema says it beside the type, where resolution does not look. */
    private enum ObservedAt {
        MILLIS,
        MICROS,
        NANOS;

        static ObservedAt of(Schema writer) throws Refused {
            Schema.Field field = writer.getField(OBSERVED_AT);
            if (field == null) {
                return MICROS;
            }
            LogicalType type = logicalType(field.schema());
            if (type instanceof LogicalTypes.TimestampMicros) {
                return MICROS;
            }
            if (type instanceof LogicalTypes.TimestampMillis) {
                return MILLIS;
            }
            if (type instanceof LogicalTypes.TimestampNanos) {
                return NANOS;
            }
            throw unfit("observedAt is no moment: give its long the logicalType timestamp-micros");
        }

        private static @Nullable LogicalType logicalType(Schema schema) {
            if (schema.getType() != Schema.Type.UNION) {
                return schema.getLogicalType();
            }
            return schema.getTypes().stream()
                    .filter(branch -> branch.getType() != Schema.Type.NULL)
                    .map(Schema::getLogicalType)
                    .filter(type -> type != null)
                    .findFirst()
                    .orElse(null);
        }

        Instant instant(long count) {
            return switch (this) {
                case MILLIS -> Instant.ofEpochMilli(count);
                case MICROS -> Instant.EPOCH.plus(count, ChronoUnit.MICROS);
                case NANOS -> Instant.EPOCH.plusNanos(count).truncatedTo(ChronoUnit.MICROS);
            };
        }
    }
}

package dev.backstretch.schemas.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.schemas.door.ReadingContainer.Decoded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingContainerTest {
    private static final int LIMIT = 10_000;
    private static final long BYTES = 8 * 1024 * 1024;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_was_written_is_read(boolean deflated) {
        List<ObjectNode> readings = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            readings.add(reading("r01-" + i).put("heartRateBpm", 100.5 + i % 50));
        }

        assertThat(decode(ReadingContainer.encode(readings, deflated))).isEqualTo(new Decoded.Whole(readings));
        assertThat(decode(ReadingContainer.encode(List.of(), deflated))).isEqualTo(new Decoded.Whole(List.of()));
    }

    /** Also in a field that the reader only steps over. */
    @Test
    void a_branch_that_a_union_lacks_is_refused() throws IOException {
        Schema writer = schema("{'name':'runner','type':'string'},{'name':'battery','type':['null','int']}");
        byte[] damaged = write(
                writer,
                new GenericRecordBuilder(writer)
                        .set("runner", "r")
                        .set("battery", null)
                        .build());
        // The record's last byte, before the file's mark: branch 0 becomes 24.
        damaged[damaged.length - 16 - 1] = 48;

        assertThat(decode(damaged)).isInstanceOf(Decoded.Broken.class);
    }

    @ParameterizedTest(name = "a string of {0} bytes")
    @ValueSource(longs = {-1, 100, 2_000_000_000L, 2_147_483_640L, 9_000_000_000L})
    void a_string_that_says_it_is_longer_than_its_block_is_refused(long claimed) throws IOException {
        Schema writer = schema("{'name':'runner','type':'string'}");
        byte[] whole = write(
                writer, new GenericRecordBuilder(writer).set("runner", "r").build());
        // The last block: one record, its two bytes (a length of 1 and "r"), and the file's mark.
        int block = whole.length - 16 - 2;
        var damaged = new ByteArrayOutputStream();
        damaged.write(whole, 0, block - 1);
        var record = new ByteArrayOutputStream();
        for (long zigzag = (claimed << 1) ^ (claimed >> 63), rest = zigzag; ; rest >>>= 7) {
            if ((rest & ~0x7FL) == 0) {
                record.write((int) rest);
                break;
            }
            record.write((int) (rest & 0x7F) | 0x80);
        }
        record.write('r');
        damaged.write(record.size() << 1);
        damaged.writeBytes(record.toByteArray());
        damaged.write(whole, whole.length - 16, 16);

        assertThat(decode(damaged.toByteArray())).isInstanceOf(Decoded.Broken.class);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "timestamp-millis, 1795226400250",
        "timestamp-micros, 1795226400250000",
        "timestamp-nanos, 1795226400250000999"
    })
    void a_writer_may_have_fewer_fields_others_besides_and_its_own_unit_of_time(String unit, long count)
            throws IOException {
        Schema writer = schema("{'name':'runner','type':'string'},{'name':'battery','type':['null','int']},"
                + "{'name':'observedAt','type':{'type':'long','logicalType':'" + unit + "'}},"
                + "{'name':'heartRateBpm','type':'int'},{'name':'speedMetersPerSecond','type':'float'}");

        Decoded decoded = decode(write(
                writer,
                new GenericRecordBuilder(writer)
                        .set("runner", "r01")
                        .set("battery", 80)
                        .set("observedAt", count)
                        .set("heartRateBpm", 150)
                        .set("speedMetersPerSecond", 3.5f)
                        .build()));

        assertThat(decoded)
                .isEqualTo(new Decoded.Whole(List.of(JsonNodeFactory.instance
                        .objectNode()
                        .put("runner", "r01")
                        .put("observedAt", "2026-11-21T02:00:00.250Z")
                        .put("speedMetersPerSecond", 3.5)
                        .put("heartRateBpm", 150.0))));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{'name':'heartRateBpm','type':'string'}",
                "{'name':'observedAt','type':'long'}",
                "{'name':'observedAt','type':{'type':'long','logicalType':'local-timestamp-micros'}}",
                "{'name':'more','type':{'type':'array','items':'null'}}",
                "{'name':'more','type':['null',{'type':'map','values':'long'}]}",
                "{'name':'more','type':['null','Reading']}"
            })
    void a_schema_that_does_not_fit_is_told_so(String field) throws IOException {
        assertThat(decode(write(schema(field)))).isInstanceOf(Decoded.Unfit.class);
    }

    @Test
    void another_packing_of_blocks_is_told_so() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var writer = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(ReadingContainer.SCHEMA))) {
            writer.setCodec(CodecFactory.bzip2Codec());
            writer.create(ReadingContainer.SCHEMA, out);
        } catch (NoClassDefFoundError bzip2IsOptional) {
            out.writeBytes(header("{\"type\":\"null\"}", "bzip2"));
        }

        assertThat(decode(out.toByteArray())).isInstanceOf(Decoded.Unfit.class);
    }

    @Test
    void cut_anywhere_it_is_broken_and_never_an_exception() {
        byte[] whole = ReadingContainer.encode(List.of(reading("a"), reading("b")), true);
        for (int length = 0; length < whole.length; length++) {
            Decoded decoded = decode(Arrays.copyOf(whole, length));

            boolean onlyTheHeader = decoded.equals(new Decoded.Whole(List.of()));
            assertThat(decoded instanceof Decoded.Broken || onlyTheHeader)
                    .as("cut after %d of %d bytes: %s", length, whole.length, decoded)
                    .isTrue();
        }
    }

    @Test
    void limits_hold_for_records_and_for_what_blocks_unpack_to() {
        List<ObjectNode> readings = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            readings.add(reading("r01-" + i));
        }
        byte[] body = ReadingContainer.encode(readings, true);

        assertThat(ReadingContainer.decode(body, 199, BYTES)).isEqualTo(new Decoded.TooMany(199));
        assertThat(ReadingContainer.decode(body, 200, 1_000)).isEqualTo(new Decoded.TooLarge(1_000));
        assertThat(ReadingContainer.decode(ReadingContainer.encode(readings, false), 200, 1_000))
                .isEqualTo(new Decoded.TooLarge(1_000));
    }

    @Test
    void a_number_of_records_without_a_byte_does_not_keep_anyone_busy() {
        byte[] header = header("{\"type\":\"record\",\"name\":\"Reading\",\"fields\":[]}", "null");
        var out = new ByteArrayOutputStream();
        out.writeBytes(header);
        writeLong(out, Long.MAX_VALUE);
        writeLong(out, 0);
        out.writeBytes(new byte[16]);

        assertThat(decode(out.toByteArray())).isEqualTo(new Decoded.TooMany(LIMIT));
    }

    @Test
    void a_block_that_claims_two_gigabytes_gets_none() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(header(ReadingContainer.SCHEMA.toString(), "null"));
        writeLong(out, 1);
        writeLong(out, Integer.MAX_VALUE);
        out.writeBytes(new byte[16]);

        assertThat(decode(out.toByteArray())).isInstanceOf(Decoded.Broken.class);
    }

    // ---- how files are made

    private static Decoded decode(byte[] body) {
        return ReadingContainer.decode(body, LIMIT, BYTES);
    }

    private static ObjectNode reading(String eventId) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("runner", "r01")
                .put("eventId", eventId)
                .put("observedAt", "2026-11-21T02:00:00.123456Z")
                .put("latitudeDegrees", 18.7)
                .put("longitudeDegrees", 98.9);
    }

    private static Schema schema(String fields) {
        return new Schema.Parser()
                .parse(("{'type':'record','name':'Reading','fields':[" + fields + "]}").replace('\'', '"'));
    }

    private static byte[] write(Schema schema, GenericRecord... records) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var writer = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, out);
            for (GenericRecord record : records) {
                writer.append(record);
            }
        }
        return out.toByteArray();
    }

    private static byte[] header(String schema, String codec) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'O', 'b', 'j', 1});
        writeLong(out, 2);
        writeText(out, "avro.schema");
        writeText(out, schema);
        writeText(out, "avro.codec");
        writeText(out, codec);
        writeLong(out, 0);
        out.writeBytes(new byte[16]);
        return out.toByteArray();
    }

    private static void writeText(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writeLong(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void writeLong(ByteArrayOutputStream out, long value) {
        long raw = (value << 1) ^ (value >> 63);
        while ((raw & ~0x7FL) != 0) {
            out.write((int) ((raw & 0x7F) | 0x80));
            raw >>>= 7;
        }
        out.write((int) raw);
    }
}

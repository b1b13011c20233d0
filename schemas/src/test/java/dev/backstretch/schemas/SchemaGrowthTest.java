package dev.backstretch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** A version of tomorrow, with one more kind and one more symbol, and that of today read each other. */
class SchemaGrowthTest {
    private static final Schema TOMORROW = SchemaEdit.of(Schemas.RUN_EVENT)
            .addKind(
                    "relay",
                    "{\"type\":\"record\",\"name\":\"Relay\",\"fields\":[{\"name\":\"team\",\"type\":\"string\",\"default\":\"\"}]}")
            .addSymbol("OriginKind", "DRONE");

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final RunSerdes serdes = new RunSerdes(registry);

    private static GenericRecord tomorrows(String originKind, String kind) {
        Schema originSchema = TOMORROW.getField("origin").schema();
        Schema bodySchema = TOMORROW.getField("body").schema();
        var origin = new GenericRecordBuilder(originSchema)
                .set(
                        "kind",
                        new GenericData.EnumSymbol(originSchema.getField("kind").schema(), originKind))
                .build();
        Schema kindSchema = bodySchema.getField(kind).schema().getTypes().get(1);
        var body = new GenericRecordBuilder(bodySchema)
                .set(kind, new GenericRecordBuilder(kindSchema).build())
                .build();
        return new GenericRecordBuilder(TOMORROW)
                .set("eventId", "e1")
                .set("sessionId", "s1")
                .set("observedAt", 1_000_000L)
                .set("receivedAt", 2_000_000L)
                .set("origin", origin)
                .set("body", body)
                .build();
    }

    private byte[] record(GenericRecord value) throws IOException {
        int today = registry.register("run.events.v1-value", Schemas.RUN_EVENT);
        int tomorrow = registry.register("run.events.v1-value", TOMORROW);
        assertThat(tomorrow).as("FULL_TRANSITIVE lets it in").isNotEqualTo(today);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(tomorrow).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(TOMORROW).write(value, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    @Test
    void a_new_kind_is_unrecognised_by_its_name_and_the_rest_stands() throws IOException {
        RunEvent event = serdes.events().deserializer().deserialize(Topics.EVENTS, record(tomorrows("DRONE", "relay")));
        assertThat(event.body()).isEqualTo(new EventBody.Unrecognised("relay"));
        assertThat(event.origin()).isEqualTo(Origin.of(Origin.Kind.UNRECOGNISED));
        assertThat(event.eventId()).isEqualTo("e1");
        assertThat(event.receivedAt().getEpochSecond()).isEqualTo(2);
    }

    @Test
    void a_known_kind_of_a_later_writer_is_read_in_full() throws IOException {
        RunEvent event = serdes.events().deserializer().deserialize(Topics.EVENTS, record(tomorrows("COACH", "gun")));
        assertThat(event.body()).isEqualTo(new EventBody.Gun(null));
        assertThat(event.origin().kind()).isEqualTo(Origin.Kind.COACH);
    }

    @Test
    void tomorrow_reads_what_was_written_today() throws IOException {
        byte[] record = serdes.events()
                .serializer()
                .serialize(
                        Topics.EVENTS,
                        new RunEvent(
                                "e1",
                                "s1",
                                "r1",
                                Instant.EPOCH,
                                Instant.EPOCH,
                                Origin.of(Origin.Kind.TIMING),
                                new EventBody.Chip("058", "finish", Double.NaN)));
        GenericRecord read = new GenericDatumReader<GenericRecord>(Schemas.RUN_EVENT, TOMORROW)
                .read(null, DecoderFactory.get().binaryDecoder(RunSerdes.payload(record), null));
        GenericRecord body = (GenericRecord) read.get("body");
        assertThat(body.get("relay")).isNull();
        assertThat(((GenericRecord) body.get("chip")).get("chip")).hasToString("058");
    }
}

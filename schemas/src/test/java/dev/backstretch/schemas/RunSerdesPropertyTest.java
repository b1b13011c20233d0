package dev.backstretch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

class RunSerdesPropertyTest {
    private final RunSerdes serdes = new RunSerdes(new InMemorySchemaRegistry());

    private <T> void comesBack(Serde<T> serde, String topic, T value, SpecificRecord generated) {
        byte[] record = serde.serializer().serialize(topic, value);
        assertThat(serde.deserializer().deserialize(topic, record)).isEqualTo(value);
        assertThat(throughGenerated(RunSerdes.payload(record), generated))
                .as("Avro's own types read and write the same bytes")
                .isEqualTo(RunSerdes.payload(record));
    }

    /** The stock reader and writer know nothing of our codecs, only the schema. */
    private static byte[] throughGenerated(byte[] payload, SpecificRecord generated) {
        SpecificData model = SpecificData.getForClass(generated.getClass());
        Schema schema = generated.getSchema();
        try {
            SpecificRecord read = new SpecificDatumReader<SpecificRecord>(schema, schema, model)
                    .read(null, DecoderFactory.get().binaryDecoder(payload, null));
            var bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new SpecificDatumWriter<SpecificRecord>(schema, model).write(read, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError("arrays in memory do not fail", e);
        }
    }

    @Property(tries = 60)
    void every_kind_of_event_comes_back_as_it_was(
            @ForAll long seed, @ForAll @IntRange(max = AnyRecords.KINDS - 1) int kind) {
        comesBack(
                serdes.events(),
                Topics.EVENTS,
                new AnyRecords(seed).event(kind),
                new dev.backstretch.schemas.avro.RunEvent());
    }

    @Property(tries = 40)
    void every_outcome_comes_back_as_it_was(@ForAll long seed) {
        var any = new AnyRecords(seed);
        comesBack(serdes.laps(), Topics.LAPS, any.lap(), new dev.backstretch.schemas.avro.LapOutcome());
        comesBack(serdes.standings(), Topics.STANDINGS, any.standings(), new dev.backstretch.schemas.avro.Standings());
        comesBack(serdes.alerts(), Topics.ALERTS, any.alert(), new dev.backstretch.schemas.avro.Alert());
        comesBack(serdes.frames(), Topics.METRICS, any.frame(), new dev.backstretch.schemas.avro.Frame());
        comesBack(
                serdes.rejections(), Topics.REJECTIONS, any.rejection(), new dev.backstretch.schemas.avro.Rejection());
    }

    @Property(tries = 40)
    void heads_and_people_come_back_as_they_were(@ForAll long seed) {
        var any = new AnyRecords(seed);
        comesBack(serdes.sessions(), Topics.SESSIONS, any.head(), new dev.backstretch.schemas.avro.SessionHead());
        comesBack(serdes.people(), Topics.PEOPLE, any.person(), new dev.backstretch.schemas.avro.Person());
    }

    @Property(tries = 40)
    void bytes_that_are_no_record_are_undecodable_and_nothing_else(@ForAll long seed) {
        var random = new Random(seed);
        byte[] record = serdes.events().serializer().serialize(Topics.EVENTS, new AnyRecords(random).event());
        byte[] cut = Arrays.copyOf(record, random.nextInt(record.length));
        assertThatThrownBy(() -> serdes.events().deserializer().deserialize(Topics.EVENTS, cut))
                .isInstanceOf(UndecodableException.class);
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        byte[] headed = Arrays.copyOf(record, WireFormat.HEADER_BYTES + noise.length);
        System.arraycopy(noise, 0, headed, WireFormat.HEADER_BYTES, noise.length);
        try {
            assertThat(serdes.events().deserializer().deserialize(Topics.EVENTS, headed))
                    .isNotNull();
        } catch (UndecodableException expected) {
            assertThat(expected).hasMessageContaining(Topics.EVENTS);
        }
    }
}

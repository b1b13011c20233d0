package dev.backstretch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import dev.backstretch.schemas.registry.RegistryException;
import dev.backstretch.schemas.registry.SchemaRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class RunSerdesTest {
    private static final RunEvent TICK = new RunEvent(
            "tick-1",
            "s1",
            null,
            Instant.parse("2026-11-20T06:00:00Z"),
            Instant.parse("2026-11-20T06:00:00Z"),
            Origin.of(Origin.Kind.CLOCK),
            new EventBody.Tick(1));

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final RunSerdes serdes = new RunSerdes(registry);

    private RunEvent read(byte[] record) {
        return serdes.events().deserializer().deserialize(Topics.EVENTS, record);
    }

    private byte[] written(RunEvent event) {
        return serdes.events().serializer().serialize(Topics.EVENTS, event);
    }

    @Test
    void a_record_begins_with_a_zero_and_the_id_of_its_schema() {
        byte[] record = written(TICK);
        int id = registry.register("run.events.v1-value", Schemas.RUN_EVENT);
        assertThat(record).startsWith(0, id >>> 24, id >>> 16, id >>> 8, id);
        assertThat(RunSerdes.payload(record)).hasSize(record.length - 5);
    }

    @Test
    void a_tombstone_stays_one() {
        assertThat(serdes.people().serializer().serialize(Topics.PEOPLE, null)).isNull();
        assertThat(serdes.people().deserializer().deserialize(Topics.PEOPLE, null))
                .isNull();
    }

    @Test
    void what_is_finer_than_a_microsecond_is_cut_towards_the_past() {
        var event = new RunEvent(
                "e",
                "s1",
                null,
                Instant.parse("1969-12-31T23:59:59.999999999Z"),
                Instant.parse("2026-11-20T06:00:00.000000999Z"),
                TICK.origin(),
                TICK.body());
        RunEvent back = read(written(event));
        assertThat(back.observedAt()).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
        assertThat(back.receivedAt()).isEqualTo(Instant.parse("2026-11-20T06:00:00Z"));
    }

    @Test
    void a_foreign_first_byte_is_told() {
        byte[] record = written(TICK);
        record[0] = 7;
        assertThatThrownBy(() -> read(record))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("first byte is 7");
    }

    @Test
    void an_unknown_schema_is_undecodable() {
        byte[] record = written(TICK);
        record[4] = 99;
        assertThatThrownBy(() -> read(record))
                .isInstanceOf(UndecodableException.class)
                .hasCauseInstanceOf(RegistryException.class)
                .hasMessageContaining("99");
    }

    @Test
    void another_topics_record_is_undecodable() {
        byte[] lap = serdes.laps().serializer().serialize(Topics.LAPS, new AnyRecords(1).lap());
        assertThatThrownBy(() -> read(lap)).isInstanceOf(UndecodableException.class);
    }

    @Test
    void bytes_after_the_value_are_undecodable() {
        byte[] record = written(TICK);
        byte[] longer = Arrays.copyOf(record, record.length + 1);
        assertThatThrownBy(() -> read(longer))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("1 bytes are left over");
    }

    /** A record with these kinds set, each of one nullable field. */
    private byte[] withKinds(String... kinds) {
        var out = new AvroOutput();
        out.startRecord(registry.register("run.events.v1-value", Schemas.RUN_EVENT));
        out.writeString("e");
        out.writeString("s1");
        out.writeNullableString(null);
        out.writeInstant(TICK.observedAt());
        out.writeInstant(TICK.receivedAt());
        out.writeInt(1);
        out.writeNullableString(null);
        for (Schema.Field field : Schemas.RUN_EVENT.getField("body").schema().getFields()) {
            boolean set = List.of(kinds).contains(field.name());
            out.writeInt(set ? 1 : 0);
            if (set) {
                out.writeNullableInt(null);
            }
        }
        return out.toBytes();
    }

    @Test
    void exactly_one_kind_may_be_set_in_a_body() {
        assertThat(read(withKinds("gun")).body()).isEqualTo(new EventBody.Gun(null));
        assertThat(read(withKinds()).body()).isEqualTo(new EventBody.Unrecognised("unset"));
        assertThatThrownBy(() -> read(withKinds("gun", "leave")))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("gun and leave");
    }

    @Test
    void an_unrecognised_kind_is_not_written_without_its_content() {
        var event = new RunEvent(
                "e", "s1", null, TICK.observedAt(), TICK.receivedAt(), TICK.origin(), new EventBody.Unrecognised("x"));
        assertThatThrownBy(() -> written(event))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("run.events.v1");
    }

    @Test
    void a_registry_that_does_not_answer_makes_no_record_undecodable() {
        byte[] record = written(TICK);
        var silent = new RunSerdes(new SchemaRegistry() {
            @Override
            public int register(String subject, Schema schema) {
                throw new RegistryException(RegistryException.Kind.UNREACHABLE, subject);
            }

            @Override
            public Schema byId(int id) {
                throw new RegistryException(RegistryException.Kind.UNREACHABLE, "schema " + id);
            }
        });
        assertThatThrownBy(() -> silent.events().deserializer().deserialize(Topics.EVENTS, record))
                .isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> silent.events().serializer().serialize(Topics.EVENTS, TICK))
                .isInstanceOf(RegistryException.class);
    }

    @Test
    void one_serde_serves_many_threads() {
        List<CompletableFuture<Boolean>> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            var any = new AnyRecords(thread);
            threads.add(CompletableFuture.supplyAsync(() -> {
                boolean same = true;
                for (int i = 0; i < 200; i++) {
                    RunEvent event = any.event();
                    same &= event.equals(read(written(event)));
                }
                return same;
            }));
        }
        assertThat(threads).allMatch(CompletableFuture::join);
    }
}

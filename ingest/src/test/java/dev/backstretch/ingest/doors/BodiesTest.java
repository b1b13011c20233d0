package dev.backstretch.ingest.doors;

import static dev.backstretch.ingest.doors.ServedDoors.json;
import static dev.backstretch.ingest.doors.ServedDoors.reading;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdOutputStream;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.schemas.door.ReadingContainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms a body of readings may come in: packed, and as an Avro container. */
class BodiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MIB = 1024 * 1024;

    private ServedDoors doors;

    @BeforeEach
    void serve() throws Exception {
        doors = ServedDoors.usual();
    }

    @AfterEach
    void close() throws Exception {
        doors.close();
    }

    // ---- packed

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "zstd", "identity"})
    void a_packed_body_is_the_same_as_the_bare_one(String encoding) throws Exception {
        HttpResponse<String> answer = send("application/json", encoding, packed(encoding, text("a", "b")));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).get("accepted").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void a_bomb_is_refused_before_it_has_gone_off(String encoding) throws Exception {
        byte[] bomb = packed(encoding, new byte[64 * MIB]);
        assertThat(bomb).as("64 MiB of nothing").hasSizeLessThan(100_000);

        assertProblem(send("application/json", encoding, bomb), 413, "body");
    }

    @ParameterizedTest(name = "{0}: {1} MiB of spaces and a reading")
    @CsvSource({"gzip,1", "zstd,1"})
    void a_hundred_times_its_size_is_the_limit_also_below_the_bodys(String encoding, int mib) throws Exception {
        byte[] spaces = new byte[mib * MIB];
        Arrays.fill(spaces, (byte) ' ');
        byte[] packed = packed(encoding, join(spaces, text("a")));
        assertThat(packed.length).isLessThan(mib * MIB / Unpacking.LARGEST_RATIO);

        assertProblem(send("application/json", encoding, packed), 413, "body");
        assertThat(doors.log.events(EventBody.Readings.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void a_body_that_is_cut_off_or_no_such_packing_is_400_and_nothing_is_kept(String encoding) throws Exception {
        byte[] whole = packed(encoding, text("a", "b"));

        assertProblem(send("application/json", encoding, Arrays.copyOf(whole, whole.length - 5)), 400, "body");
        assertProblem(send("application/json", encoding, text("a")), 400, "body");
        assertThat(doors.log.events(EventBody.Readings.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, zstd", "gzip, gzip"})
    void another_packing_is_415_and_the_answer_names_those_that_are_read(String encoding) throws Exception {
        HttpResponse<String> answer = send("application/json", encoding, text("a"));

        assertProblem(answer, 415, "Content-Encoding");
        assertThat(answer.headers().firstValue("Accept-Encoding")).contains("gzip, zstd");
    }

    @Test
    void a_zstd_frame_may_not_ask_for_more_memory_than_a_body_needs() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var zstd = new ZstdOutputStream(out).setLong(27)) {
            zstd.write(text("a"));
        }

        assertProblem(send("application/json", "zstd", out.toByteArray()), 400, "body");
    }

    // ---- Avro

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_container_is_one_item_a_record(boolean deflated) throws Exception {
        byte[] body = ReadingContainer.encode(
                List.of(node("a"), node("b").put("heartRateBpm", 300), node("c").put("latitudeDegrees", 91)), deflated);

        HttpResponse<String> answer = send("application/avro", "identity", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).get("accepted").asInt()).isEqualTo(2);
        assertThat(json(answer).at("/rejected/0/index").asInt()).isEqualTo(2);
        assertThat(json(answer).at("/rejected/0/reason").asText()).isEqualTo("RANGE_POSITION");
        assertThat(doors.log.rejections()).singleElement().satisfies(kept -> assertThat(
                        new String(kept.payload(), StandardCharsets.UTF_8))
                .contains("\"latitudeDegrees\":91.0"));
        assertThat(doors.addsUp("readings")).isTrue();
    }

    @Test
    void a_reading_is_the_same_as_JSON_and_as_Avro() throws Exception {
        String bare = "{\"runner\":\"r01\",\"observedAt\":\"2026-11-21T01:59:59.25Z\",\"latitudeDegrees\":18.7,"
                + "\"longitudeDegrees\":98.9,\"heartRateBpm\":150}";
        send("application/json", "identity", bare.getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> again = send(
                "application/vnd.apache.avro",
                "gzip",
                packed("gzip", ReadingContainer.encode(List.of((ObjectNode) JSON.readTree(bare)), true)));

        assertThat(json(again).get("duplicates").asInt()).as(again.body()).isOne();
        assertThat(json(again).get("conflicting").asInt()).isZero();
        assertThat(doors.log.events(EventBody.Readings.class))
                .extracting(RunEvent::observedAt)
                .hasSize(1);
    }

    @Test
    void a_container_that_is_damaged_is_400_and_nothing_is_kept() throws Exception {
        byte[] whole = ReadingContainer.encode(List.of(node("a")), false);

        assertProblem(send("application/avro", "identity", Arrays.copyOf(whole, whole.length - 1)), 400, "body");
        assertProblem(send("application/avro", "identity", text("a")), 400, "body");
        assertThat(doors.log.events(EventBody.Readings.class)).isEmpty();
    }

    @Test
    void the_schema_is_published() throws Exception {
        assertThat(json(doors.send(doors.request("/schemas/reading.avsc").GET()))
                        .get("name")
                        .asText())
                .isEqualTo("Reading");
    }

    // ---- how it is asked

    private HttpResponse<String> send(String type, String encoding, byte[] body) throws Exception {
        return doors.send(doors.request("/v1/sessions/s1/readings")
                .header("Content-Type", type)
                .header("Content-Encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String field) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).get("field").asText()).isEqualTo(field);
        assertThat(json(answer).get("remedy").asText()).isNotBlank();
    }

    private static ObjectNode node(String eventId) {
        try {
            return (ObjectNode) JSON.readTree(reading(eventId).replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] text(String... eventIds) {
        return ("["
                        + String.join(
                                ",",
                                Arrays.stream(eventIds)
                                        .map(ServedDoors::reading)
                                        .toList()) + "]")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] packed(String encoding, byte[] body) throws IOException {
        var out = new ByteArrayOutputStream();
        try (OutputStream packing = Objects.requireNonNull(
                switch (encoding.toLowerCase(java.util.Locale.ROOT)) {
                    case "gzip", "x-gzip" -> new GZIPOutputStream(out);
                    case "zstd" -> new ZstdOutputStream(out);
                    default -> out;
                })) {
            packing.write(body);
        }
        return out.toByteArray();
    }
}

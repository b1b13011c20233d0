package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.reading.Arrival;
import dev.backstretch.domain.reading.ReadingRules;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.SessionDirectory;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Role;
import dev.backstretch.schemas.door.ReadingContainer;
import dev.backstretch.schemas.json.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Bodies as nobody would send them: each mutation of a good one is taken apart within its limits, and no exception escapes.
 * {@code -Dbackstretch.fuzz=N} sets how many of each sort, {@code -Dbackstretch.fuzz.seed=S} which.
 */
class BodiesFuzzTest {
    private static final int INPUTS = Integer.getInteger("backstretch.fuzz", 20_000);
    private static final long SEED = Long.getLong("backstretch.fuzz.seed", 20261121L);
    private static final int MAXIMUM_BYTES = 256 * 1024;
    private static final int MAXIMUM_ITEMS = 100;
    private static final Instant INSTANT = Instant.parse("2026-11-21T02:00:00Z");

    private static final String JSON =
            ("[" + ServedDoors.reading("a") + ",\n" + ServedDoors.reading("é-\\u0041") + "]").replace('\'', '"');

    private static LiveSession session() {
        return new SessionDirectory(16)
                .learn(new SessionHead(
                        "s1",
                        "c1",
                        SessionHead.State.OPEN,
                        "free-run",
                        List.of(),
                        SessionClock.WALL,
                        false,
                        0,
                        INSTANT,
                        null,
                        null,
                        "code",
                        "UTC",
                        false));
    }

    @Test
    void json_and_lines() {
        byte[] good = JSON.getBytes(StandardCharsets.UTF_8);
        byte[] lines = JSON.substring(1, JSON.length() - 1).replace(",\n", "\n").getBytes(StandardCharsets.UTF_8);
        var random = new Random(SEED);
        int whole = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] body = mutated(i % 2 == 0 ? good : lines, random);
            Items.Parsed parsed = Items.parse(body, i % 4 == 3, MAXIMUM_ITEMS);
            if (parsed instanceof Items.Parsed.Whole items) {
                whole++;
                for (Items.Raw item : items.items()) {
                    if ((item.object() == null) != (item.malformed() != null)) {
                        throw new AssertionError("seed " + SEED + ", input " + i + ": " + item);
                    }
                }
            }
        }
        assertThat(whole).as("mutations that leave items").isBetween(INPUTS / 20, INPUTS);
    }

    /** What the quick way makes of a body is what the longer one makes of it, to the last byte that is kept. */
    @Test
    void readings_read_either_way() {
        Instant instant = INSTANT;
        LiveSession session = session();
        String first = ServedDoors.reading("a").replace('\'', '"');
        String second =
                "{\"runner\":\"r02\",\"observedAt\":\"2026-11-21T01:59:58.5Z\",\"type\":\"reading\",\"courseDegrees\":-0,"
                        + "\"distanceMeters\":1.25e3,\"cadenceStepsPerMinute\":170}";
        byte[][] good = {
            ("[" + first + ", " + second + "]").getBytes(StandardCharsets.UTF_8),
            (" " + first + "\n").getBytes(StandardCharsets.UTF_8)
        };
        var random = new Random(SEED);
        int quick = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] body = i % 10 == 0 ? good[i % 2] : mutated(good[i % 2], random);
            var token = i % 3 == 0 ? new Caller(Grant.ofRunner(Role.RUNNER, "s1", "r09"), "t") : Caller.ANONYMOUS;
            Items.Parsed usual = Items.parse(body, false, MAXIMUM_ITEMS);
            Items.Parsed found = Items.parseReadings(body, false, MAXIMUM_ITEMS);
            String input = "seed " + SEED + ", input " + i + ": " + new String(body, StandardCharsets.ISO_8859_1);
            if (!(usual instanceof Items.Parsed.Whole whole)) {
                assertThat(found).as(input).isEqualTo(usual);
                continue;
            }
            assertThat(found).as(input).isInstanceOf(Items.Parsed.Whole.class);
            var foundWhole = (Items.Parsed.Whole) found;
            assertThat(foundWhole.single()).as(input).isEqualTo(whole.single());
            List<@Nullable Item> items = read(foundWhole, session, token, instant);
            assertThat(items).as(input).isEqualTo(read(whole, session, token, instant));
            checkAgain(items, session, token, instant, input);
            quick += foundWhole.items().stream().anyMatch(item -> item.plain() != null) ? 1 : 0;
        }
        assertThat(quick).as("bodies that were read the quick way").isBetween(INPUTS / 10, INPUTS);
    }

    /** What the rules let pass is the same when a client writes it and it is read once more. */
    private static void checkAgain(
            List<@Nullable Item> items, LiveSession session, Caller caller, Instant receivedAt, String input) {
        for (Item item : items) {
            if (item instanceof Item.Event said
                    && said.event().body() instanceof EventBody.Readings body
                    && ReadingRules.check(body.readings().get(0), receivedAt, Arrival.LIVE)
                            instanceof ReadingRules.Result.Accepted accepted) {
                Reading reading = accepted.reading();
                Plausible.check(reading);
                RunEvent event = said.event();
                byte[] written = EventJson.toLine(new RunEvent(
                                event.eventId(),
                                event.sessionId(),
                                event.runnerId(),
                                reading.observedAt(),
                                event.receivedAt(),
                                event.origin(),
                                new EventBody.Readings(List.of(reading))))
                        .getBytes(StandardCharsets.UTF_8);
                var again = (Items.Parsed.Whole) Items.parseReadings(written, false, 1);
                Item second = read(again, session, caller, receivedAt).get(0);
                assertThat(second).as(input).isInstanceOf(Item.Event.class);
                var twice = ReadingRules.check(
                        ((EventBody.Readings) ((Item.Event) second).event().body())
                                .readings()
                                .get(0),
                        receivedAt,
                        Arrival.LIVE);
                assertThat(((ReadingRules.Result.Accepted) twice).reading().withFlags(List.of()))
                        .as(input)
                        .isEqualTo(reading.withFlags(List.of()));
            }
        }
    }

    private static List<@Nullable Item> read(
            Items.Parsed.Whole whole, LiveSession session, Caller caller, Instant receivedAt) {
        var reader = new ItemReader(session, caller, receivedAt, Set.of("reading"), "reading");
        List<@Nullable Item> items = new ArrayList<>();
        whole.items().forEach(raw -> items.add(ReadingsDoor.item(reader, raw)));
        return items;
    }

    @Test
    void containers() {
        var readings = List.of(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("runner", "r01")
                        .put("observedAt", "2026-11-21T02:00:00Z")
                        .put("heartRateBpm", 150),
                JsonNodeFactory.instance.objectNode().put("runner", "r02").put("eventId", "é"));
        List<byte[]> good = List.of(ReadingContainer.encode(readings, false), ReadingContainer.encode(readings, true));
        LiveSession session = session();
        var random = new Random(SEED);
        int whole = 0;
        int taken = 0;
        for (int i = 0; i < INPUTS; i++) {
            // Where the schema ends the records begin: half of the mutations would otherwise only break the schema.
            byte[] one = good.get(i % 2);
            byte[] body = i % 4 < 2 ? mutated(one, random) : mutatedFrom(one, one.length - 120, random);
            if (ReadingContainer.decode(body, MAXIMUM_ITEMS, MAXIMUM_BYTES)
                    instanceof ReadingContainer.Decoded.Whole records) {
                whole++;
                String input = "seed " + SEED + ", input " + i;
                for (ObjectNode record : records.records()) {
                    taken += checkContainedAgain(record, session, input) ? 1 : 0;
                }
            }
        }
        assertThat(whole).as("mutations that leave records").isBetween(INPUTS / 50, INPUTS);
        assertThat(taken).as("records that can be").isGreaterThan(INPUTS / 100);
    }

    /** A record that the rules let pass is the same when it is put into a container and taken out once more. */
    private static boolean checkContainedAgain(ObjectNode record, LiveSession session, String input) {
        Reading first = accepted(record, session);
        if (first == null) {
            return false;
        }
        Plausible.check(first);
        ObjectNode written = EventJson.toJson(new RunEvent(
                first.readingId(),
                "s1",
                "r01",
                first.observedAt(),
                INSTANT,
                Origin.of(Origin.Kind.DEVICE),
                new EventBody.Readings(List.of(first))));
        var again = (ReadingContainer.Decoded.Whole)
                ReadingContainer.decode(ReadingContainer.encode(List.of(written), true), MAXIMUM_ITEMS, MAXIMUM_BYTES);
        Reading second = accepted(again.records().get(0), session);
        assertThat(second).as(input).isNotNull();
        assertThat(Objects.requireNonNull(second).withFlags(List.of()))
                .as(input)
                .isEqualTo(first.withFlags(List.of()));
        return true;
    }

    /** The reading of a record that is taken; null when it is not. */
    private static @Nullable Reading accepted(ObjectNode record, LiveSession session) {
        var raw =
                new Items.Raw(0, record, null, ByteBuffer.wrap(record.toString().getBytes(StandardCharsets.UTF_8)));
        var reader = new ItemReader(session, Caller.ANONYMOUS, INSTANT, Set.of("reading"), "reading");
        return ReadingsDoor.item(reader, raw) instanceof Item.Event said
                        && said.event().body() instanceof EventBody.Readings body
                        && ReadingRules.check(body.readings().get(0), INSTANT, Arrival.LIVE)
                                instanceof ReadingRules.Result.Accepted accepted
                ? accepted.reading()
                : null;
    }

    @Test
    void packed_bodies() throws IOException {
        byte[] json = JSON.getBytes(StandardCharsets.UTF_8);
        var gzip = new ByteArrayOutputStream();
        try (var packing = new GZIPOutputStream(gzip)) {
            packing.write(json);
        }
        byte[] zstd = Zstd.compress(json);
        var random = new Random(SEED);
        int whole = 0;
        for (int i = 0; i < INPUTS; i++) {
            boolean zipped = i % 2 == 0;
            byte[] body = mutated(zipped ? gzip.toByteArray() : zstd, random);
            var unpacked =
                    Unpacking.unpack(body, zipped ? Unpacking.Encoding.GZIP : Unpacking.Encoding.ZSTD, MAXIMUM_BYTES);
            if (unpacked instanceof Unpacking.Unpacked.Whole more
                    && more.body().length > Math.min(MAXIMUM_BYTES, 100 * body.length)) {
                throw new AssertionError("seed " + SEED + ", input " + i + ": " + more.body().length + " bytes");
            }
            whole += unpacked instanceof Unpacking.Unpacked.Whole ? 1 : 0;
        }
        assertThat(whole).as("mutations that can be unpacked").isBetween(1, INPUTS);
    }

    static byte[] mutated(byte[] good, Random random) {
        return mutatedFrom(good, 0, random);
    }

    /** Flips bits, cuts, repeats a piece, says another number, or puts in what tends to break things; one to four times. */
    private static byte[] mutatedFrom(byte[] good, int from, Random random) {
        byte[] body = good.clone();
        for (int times = 1 + random.nextInt(4); times > 0 && body.length > from + 1; times--) {
            int at = from + random.nextInt(body.length - from);
            switch (random.nextInt(7)) {
                case 0 -> body[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> body[at] = (byte) random.nextInt(256);
                case 2 -> body = Arrays.copyOf(body, at);
                case 3 -> body = with(body, at, Arrays.copyOfRange(body, at, Math.min(body.length, at + 16)));
                case 4, 5 -> body[digitFrom(body, at)] = (byte) ('0' + random.nextInt(10));
                default -> {
                    byte[][] nasty = {
                        {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F},
                        {0},
                        "{\"a\":".getBytes(StandardCharsets.US_ASCII),
                        "[[[[".getBytes(StandardCharsets.US_ASCII),
                        "1e999".getBytes(StandardCharsets.US_ASCII),
                        "\"\\ud800\"".getBytes(StandardCharsets.US_ASCII),
                        "\n".getBytes(StandardCharsets.US_ASCII)
                    };
                    body = with(body, at, nasty[random.nextInt(nasty.length)]);
                }
            }
        }
        return body;
    }

    /** Where the next digit stands; the place itself where there is none. */
    private static int digitFrom(byte[] body, int from) {
        for (int at = from; at < body.length; at++) {
            if (body[at] >= '0' && body[at] <= '9') {
                return at;
            }
        }
        return from;
    }

    private static byte[] with(byte[] body, int at, byte[] piece) {
        byte[] more = Arrays.copyOf(body, body.length + piece.length);
        System.arraycopy(piece, 0, more, at, piece.length);
        System.arraycopy(body, at, more, at + piece.length, body.length - at);
        return more;
    }
}

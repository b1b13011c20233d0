package dev.backstretch.ingest.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.reading.Arrival;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.domain.reading.ReadingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What devices send, and what it says. {@code -Dbackstretch.vectors=FILE} tries another file of the same form. */
class DeviceVectorTest {
    private static final String OTHER = "backstretch.vectors";

    /** The rules' copy of the vectors; there is one in the repository. */
    private static final Path OURS = Path.of("../domain/src/test/resources/vectors.json");

    private interface Check {
        void of(JsonNode inputs, JsonNode expected, double tolerance) throws Exception;
    }

    private static Stream<DynamicTest> each(String group, Check check) throws IOException {
        String other = System.getProperty(OTHER);
        JsonNode file = new ObjectMapper().readTree(Files.readString(other == null ? OURS : Path.of(other)));
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : file.get("vectors")) {
            if (vector.get("group").asText().equals(group)) {
                tests.add(DynamicTest.dynamicTest(
                        vector.get("id").asText() + " " + vector.get("name").asText(),
                        () -> check.of(
                                vector.get("inputs"),
                                vector.get("expected"),
                                vector.get("tolerance").asDouble())));
            }
        }
        if (other == null) {
            assertThat(tests).as("vectors of group " + group).isNotEmpty();
        }
        return tests.stream();
    }

    // ---- phones

    @TestFactory
    Stream<DynamicTest> nmea() throws IOException {
        return each("nmea", (inputs, expected, tolerance) -> {
            if (inputs.has("body")) {
                assertThat("%02X".formatted(NmeaRmc.checksum(inputs.get("body").asText())))
                        .isEqualTo(expected.asText());
            } else if (inputs.has("v")) {
                String side = inputs.get("h").asText();
                double degrees = "NS".contains(side)
                        ? NmeaRmc.degrees("latitude", inputs.get("v").asText(), side, "N", "S")
                        : NmeaRmc.degrees("longitude", inputs.get("v").asText(), side, "E", "W");
                assertThat(degrees).isCloseTo(expected.asDouble(), within(tolerance));
            } else {
                assertThat(inputs.get("kn").asDouble() * Values.METERS_PER_SECOND_OF_KNOT)
                        .isCloseTo(expected.asDouble(), within(tolerance));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> owntracks() throws IOException {
        return each(
                "wire-owntracks",
                (inputs, expected, tolerance) ->
                        checkOne(OwnTracks.decode(payload(inputs), null), inputs, expected, tolerance));
    }

    @TestFactory
    Stream<DynamicTest> traccar_client() throws IOException {
        return each(
                "wire-traccar",
                (inputs, expected, tolerance) ->
                        checkOne(TraccarClient.decode(payload(inputs)), inputs, expected, tolerance));
    }

    @TestFactory
    Stream<DynamicTest> osmand() throws IOException {
        return each("wire-osmand", (inputs, expected, tolerance) -> {
            String unit = inputs.path("unit").asText("kn");
            Query query = Query.parse(Query.of(payload(inputs)), "unit=" + unit);
            checkOne(OsmAnd.decode(query), inputs, expected, tolerance);
        });
    }

    @TestFactory
    Stream<DynamicTest> gpslogger() throws IOException {
        return each(
                "wire-gpslogger",
                (inputs, expected, tolerance) -> checkOne(
                        GpsLogger.decode(Query.parse(Query.of(payload(inputs)))), inputs, expected, tolerance));
    }

    @TestFactory
    Stream<DynamicTest> sensor_logger() throws IOException {
        return each("wire-sensorlogger", (inputs, expected, tolerance) -> {
            SensorLogger.Parsed parsed =
                    SensorLogger.parse(payload(inputs), inputs.path("decl").asDouble(0));
            if (expected.has("reject")) {
                Fault fault = ((SensorLogger.Parsed.Faulty) parsed).unreadable().fault();
                assertThat(fault.reason()).isEqualTo(expected.get("reject").asText());
                return;
            }
            var entries = (SensorLogger.Parsed.Entries) parsed;
            assertThat(entries.messageKey())
                    .isEqualTo(expected.get("messageKey").asText());
            assertThat(entries.entries()).hasSameSizeAs(expected.get("entries"));
            for (int i = 0; i < entries.entries().size(); i++) {
                SensorLogger.Entry entry = entries.entries().get(i);
                JsonNode wanted = expected.get("entries").get(i);
                if (entry instanceof SensorLogger.Entry.Ignored ignored) {
                    assertThat(ignored.what()).isEqualTo(wanted.get("ignore").asText());
                } else {
                    Message message = entry instanceof SensorLogger.Entry.Sample sample
                            ? new Message.Measured(
                                    entries.device(), sample.sample().reading("id"), Double.NaN)
                            : ((SensorLogger.Entry.Refused) entry).refused();
                    check(message, inputs, wanted, tolerance);
                }
            }
        });
    }

    private static void checkOne(Decoded decoded, JsonNode inputs, JsonNode expected, double tolerance) {
        boolean unreadable = expected.path("http").asInt(200) == 400;
        if (unreadable) {
            assertThat(((Decoded.Unreadable) decoded).fault().reason())
                    .isEqualTo(expected.get("reject").asText());
        } else {
            check(only(decoded), inputs, expected, tolerance);
        }
    }

    private static Message only(Decoded decoded) {
        List<Message> messages = ((Decoded.Told) decoded).messages();
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    /** The message after the checks that every reading passes. */
    private static void check(Message message, JsonNode inputs, JsonNode expected, double tolerance) {
        if (expected.has("ignore")) {
            assertThat(((Message.Notice) message).what())
                    .isEqualTo(expected.get("ignore").asText());
            return;
        }
        Fault refused = message instanceof Message.Refused no ? no.fault() : null;
        ReadingRules.Result result = message instanceof Message.Measured measured
                ? ReadingRules.check(
                        measured.reading(),
                        Instant.ofEpochMilli(inputs.get("recv_ms").asLong()),
                        Arrival.LIVE)
                : null;
        if (result instanceof ReadingRules.Result.Rejected rejected) {
            refused = rejected.faults().get(0);
        }
        if (expected.has("reject")) {
            assertThat(Objects.requireNonNull(refused).reason())
                    .isEqualTo(expected.get("reject").asText());
            return;
        }
        Reading reading = ((ReadingRules.Result.Accepted) Objects.requireNonNull(result)).reading();
        var measured = (Message.Measured) message;
        JsonNode sample = expected.get("sample");
        assertThat(measured.device()).isEqualTo(sample.get("device").asText());
        assertThat(reading.observedAt().toEpochMilli())
                .isEqualTo(sample.get("t_ms").asLong());
        checkValue(sample, "lat", reading.latitudeDegrees(), 1e-9);
        checkValue(sample, "lon", reading.longitudeDegrees(), 1e-9);
        checkValue(sample, "acc_m", reading.horizontalAccuracyMeters(), tolerance);
        checkValue(sample, "speed_mps", reading.speedMetersPerSecond(), tolerance);
        checkValue(sample, "course_deg", reading.courseDegrees(), tolerance);
        checkValue(sample, "compass_deg", reading.compassDegrees(), tolerance);
        checkValue(sample, "alt_m", reading.altitudeMeters(), tolerance);
        checkValue(sample, "hr_bpm", reading.heartRateBpm(), tolerance);
        checkValue(sample, "batt_pct", measured.batteryPercent(), tolerance);
        List<String> flags = new ArrayList<>();
        expected.get("flags").forEach(flag -> flags.add(flag.asText()));
        assertThat(reading.flags()).extracting(ReadingFlag::name).containsExactlyInAnyOrderElementsOf(flags);
    }

    private static void checkValue(JsonNode wanted, String field, double value, double tolerance) {
        if (wanted.hasNonNull(field)) {
            assertThat(value).as(field).isCloseTo(wanted.get(field).asDouble(), within(tolerance));
        } else {
            assertThat(value).as(field).isNaN();
        }
    }

    // ---- straps and pods

    @TestFactory
    Stream<DynamicTest> heart_rate_notifications() throws IOException {
        return each("ble-hr", (inputs, expected, tolerance) -> {
            HeartRateMeasurement.Result result = HeartRateMeasurement.decode(bytes(inputs));
            if (expected.has("reject")) {
                assertThat(((HeartRateMeasurement.Result.Refused) result)
                                .fault()
                                .reason())
                        .isEqualTo(expected.get("reject").asText());
                return;
            }
            HeartRateMeasurement read = ((HeartRateMeasurement.Result.Read) result).measurement();
            checkValue(expected, "hr_bpm", read.heartRateBpm(), tolerance);
            assertThat(read.contact())
                    .isEqualTo(
                            expected.get("contact").isNull()
                                    ? null
                                    : (Boolean) expected.get("contact").asBoolean());
            assertThat(read.energyKilojoules())
                    .isEqualTo(expected.path("energy_kj").asInt(-1));
            assertThat(read.beatMillis()).hasSize(expected.path("rr_ms").size());
            for (int i = 0; i < read.beatMillis().size(); i++) {
                assertThat(read.beatMillis().get(i))
                        .isCloseTo(expected.get("rr_ms").get(i).asDouble(), within(tolerance));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> foot_pod_notifications() throws IOException {
        return each("ble-rsc", (inputs, expected, tolerance) -> {
            RunningMeasurement.Result result = RunningMeasurement.decode(bytes(inputs));
            if (expected.has("reject")) {
                assertThat(((RunningMeasurement.Result.Refused) result).fault().reason())
                        .isEqualTo(expected.get("reject").asText());
                return;
            }
            RunningMeasurement read = ((RunningMeasurement.Result.Read) result).measurement();
            checkValue(expected, "speed_mps", read.speedMetersPerSecond(), tolerance);
            checkValue(expected, "cad_spm", read.cadenceStepsPerMinute(), tolerance);
            checkValue(expected, "stride_m", read.strideMeters(), tolerance);
            checkValue(expected, "dist_m", read.distanceMeters(), tolerance);
            assertThat(read.running()).isEqualTo(expected.get("running").asBoolean());
        });
    }

    private static byte[] bytes(JsonNode inputs) {
        return HexFormat.of().parseHex(inputs.get("bytes_hex").asText().replace(" ", ""));
    }

    // ---- timing systems

    @TestFactory
    Stream<DynamicTest> ipico_lines() throws IOException {
        return each("chip-ipico", (inputs, expected, tolerance) -> {
            var clock = new ReaderClock(ZoneOffset.UTC, LocalDate.of(2026, 11, 21), null);
            Message message = ChipFormat.IPICO.decode(inputs.get("line").asText(), clock);
            if (isRefused(message, expected)) {
                return;
            }
            var read = (Message.ChipRead) message;
            assertThat(read.chip()).isEqualTo(expected.get("chip").asText());
            assertThat(read.reader()).isEqualTo(expected.get("reader").asText());
            assertThat(LocalDateTime.ofInstant(read.readAt(), ZoneOffset.UTC))
                    .isEqualTo(LocalDateTime.parse(expected.get("local").asText()));
            assertThat(read.detail().kind()).isEqualTo(expected.get("kind").asText());
        });
    }

    @TestFactory
    Stream<DynamicTest> wiclax_lines() throws IOException {
        return each("wire-wiclax", (inputs, expected, tolerance) -> {
            var clock = new ReaderClock(zone(inputs), LocalDate.of(2026, 11, 21), null);
            Message message = ChipFormat.WICLAX.decode(payload(inputs), clock);
            if (isRefused(message, expected)) {
                return;
            }
            var read = (Message.ChipRead) message;
            assertThat(read.chip()).isEqualTo(expected.get("chip").asText());
            assertThat(read.readAt().toEpochMilli())
                    .isEqualTo(expected.get("t_ms").asLong());
            assertThat(read.reader()).isEqualTo(text(expected, "loop"));
            assertThat(read.detail().lap()).isEqualTo(expected.path("lap").asInt(-1));
            checkValue(expected, "batt_pct", read.detail().batteryPercent(), tolerance);
            assertThat(read.detail().replayed())
                    .isEqualTo(expected.get("replay").asBoolean());
        });
    }

    @TestFactory
    Stream<DynamicTest> chronotrack_lines() throws IOException {
        return each("wire-chronotrack", (inputs, expected, tolerance) -> {
            var clock = new ReaderClock(
                    zone(inputs), LocalDate.parse(inputs.get("day").asText()), null);
            Message message = ChipFormat.CHRONOTRACK.decode(payload(inputs), clock);
            if (isRefused(message, expected)) {
                return;
            }
            switch (expected.get("kind").asText()) {
                case "READ" -> {
                    var read = (Message.ChipRead) message;
                    assertThat(read.chip()).isEqualTo(expected.get("chip").asText());
                    assertThat(read.reader()).isEqualTo(expected.get("reader").asText());
                    assertThat(read.place()).isEqualTo(expected.get("location").asText());
                    assertThat(read.readAt().toEpochMilli())
                            .isEqualTo(expected.get("t_ms").asLong());
                    assertThat(read.detail().sequence())
                            .isEqualTo(expected.get("seq").asLong());
                    assertThat(read.detail().port())
                            .isEqualTo(expected.get("port").asInt());
                    assertThat(read.detail().reads())
                            .isEqualTo(expected.get("readCount").asInt());
                }
                case "GUN" -> {
                    var gun = (Message.GunFired) message;
                    assertThat(gun.place()).isEqualTo(expected.get("location").asText());
                    assertThat(gun.reader()).isEqualTo(expected.get("reader").asText());
                    assertThat(gun.firedAt().toEpochMilli())
                            .isEqualTo(expected.get("t_ms").asLong());
                    assertThat(gun.detail().sequence())
                            .isEqualTo(expected.get("seq").asLong());
                }
                default ->
                    assertThat(((Message.Notice) message).what())
                            .isEqualTo(expected.get("kind").asText());
            }
        });
    }

    /** Whether a refusal or a heartbeat was expected, and came. */
    private static boolean isRefused(Message message, JsonNode expected) {
        if (expected.has("ignore")) {
            assertThat(((Message.Notice) message).what())
                    .isEqualTo(expected.get("ignore").asText());
            return true;
        }
        if (expected.has("reject")) {
            assertThat(((Message.Refused) message).fault().reason())
                    .isEqualTo(expected.get("reject").asText());
            return true;
        }
        return false;
    }

    private static ZoneId zone(JsonNode inputs) {
        return ZoneOffset.ofTotalSeconds(inputs.path("tz_min").asInt() * 60);
    }

    private static String payload(JsonNode inputs) {
        return inputs.get("payload").asText();
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }
}

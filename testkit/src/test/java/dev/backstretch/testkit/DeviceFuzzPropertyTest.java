package dev.backstretch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.reading.Arrival;
import dev.backstretch.domain.reading.ReadingRules;
import dev.backstretch.ingest.devices.ChipFormat;
import dev.backstretch.ingest.devices.Decoded;
import dev.backstretch.ingest.devices.GpsLogger;
import dev.backstretch.ingest.devices.HeartRateMeasurement;
import dev.backstretch.ingest.devices.Message;
import dev.backstretch.ingest.devices.NmeaRmc;
import dev.backstretch.ingest.devices.OsmAnd;
import dev.backstretch.ingest.devices.OwnTracks;
import dev.backstretch.ingest.devices.Query;
import dev.backstretch.ingest.devices.ReaderClock;
import dev.backstretch.ingest.devices.ReaderHello;
import dev.backstretch.ingest.devices.RunningMeasurement;
import dev.backstretch.ingest.devices.SensorLogger;
import dev.backstretch.ingest.devices.TraccarClient;
import dev.backstretch.simulator.DeviceApp;
import dev.backstretch.simulator.DeviceRequest;
import dev.backstretch.simulator.ReaderLine;
import dev.backstretch.simulator.ReceiverSentence;
import dev.backstretch.simulator.StrapBytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/**
 * Damaged messages of every kind of device: nothing escapes a decoder but its result, nothing takes long, and what is
 * taken is inside the rules' ranges and the same when a client writes it and it is read once more.
 *
 * <p>20,000 inputs, or as many as {@code -Dbackstretch.fuzz=1000000} says.
 */
class DeviceFuzzPropertyTest {
    private static final int INPUTS = Integer.getInteger("backstretch.fuzz", 20_000);
    private static final int TRIES = 100;

    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final ReaderClock CLOCK = ReaderClock.of(ZoneOffset.UTC, NOW.minusSeconds(3600));
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final String[] NASTY = {
        "NaN",
        "-0",
        "0",
        "1e999",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
        "1.7976931348623157E308",
        "null",
        "true",
        "\"\"",
        "{}",
        "[]",
        "\u0000",
        "\uD800",
        "\uFEFF",
        "%LAT",
        "%",
        "~~~~",
        ";;;;",
        ",,,,",
        "4.9e-324",
        "360",
        "-180.0000001",
        "90.0000001",
        "2147483647",
        "253402300800",
        "\\u0000",
        "|",
        "1".repeat(300)
    };

    @Property(tries = TRIES, seed = "20261121", generation = GenerationMode.RANDOMIZED, shrinking = ShrinkingMode.OFF)
    void whatever_a_device_sends_is_decoded_or_refused_and_what_is_taken_can_be(@ForAll long seed) {
        var random = new Random(seed);
        for (int i = 0; i < INPUTS / TRIES; i++) {
            Case one = Case.values()[random.nextInt(Case.values().length)];
            String valid = one.valid(random);
            String input = random.nextInt(20) == 0 ? valid : mutated(valid, random);
            long began = System.nanoTime();
            try {
                one.check(input, input.equals(valid));
            } catch (RuntimeException | AssertionError escaped) {
                throw new AssertionError(one + " <" + input + ">: " + escaped.getMessage(), escaped);
            }
            assertThat(System.nanoTime() - began).as(one + " <" + input + ">").isLessThan(LONGEST_NANOS);
        }
    }

    private static String mutated(String valid, Random random) {
        var text = new StringBuilder(valid);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && text.length() > 0; i++) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(7)) {
                case 0 ->
                    text.setCharAt(at, (char) (random.nextInt(10) == 0 ? random.nextInt(65_536) : random.nextInt(128)));
                case 1 -> text.delete(at, to);
                case 2 -> text.insert(at, text.substring(at, to));
                case 3 -> text.insert(at, NASTY[random.nextInt(NASTY.length)]);
                case 4 -> text.setLength(at);
                case 5 -> number(text, random);
                default -> text.setCharAt(at, Character.forDigit(random.nextInt(10), 10));
            }
        }
        return text.toString();
    }

    /** Puts something nasty, or another number, where a number stood. */
    private static void number(StringBuilder text, Random random) {
        var numbers = Pattern.compile("-?\\d+(\\.\\d+)?").matcher(text);
        List<int[]> found = new ArrayList<>();
        while (numbers.find()) {
            found.add(new int[] {numbers.start(), numbers.end()});
        }
        if (!found.isEmpty()) {
            int[] one = found.get(random.nextInt(found.size()));
            String other =
                    switch (random.nextInt(3)) {
                        case 0 -> NASTY[random.nextInt(NASTY.length)];
                        case 1 -> String.valueOf(random.nextGaussian() * Math.pow(10, random.nextInt(20)));
                        default -> String.valueOf(random.nextInt(400) - 20);
                    };
            text.replace(one[0], one[1], other);
        }
    }

    // ---- one for each kind of message

    private enum Case {
        OWNTRACKS(DeviceApp.OWNTRACKS) {
            @Override
            Decoded decode(String input) {
                return OwnTracks.decode(input, null);
            }
        },
        TRACCAR(DeviceApp.TRACCAR) {
            @Override
            Decoded decode(String input) {
                return TraccarClient.decode(input);
            }
        },
        OSMAND(DeviceApp.OSMAND) {
            @Override
            Decoded decode(String input) {
                return OsmAnd.decode(Query.parse(input));
            }
        },
        GPSLOGGER(DeviceApp.GPSLOGGER) {
            @Override
            Decoded decode(String input) {
                return GpsLogger.decode(Query.parse(input));
            }
        },
        SENSORLOGGER(DeviceApp.SENSORLOGGER) {
            @Override
            Decoded decode(String input) {
                return SensorLogger.decode(input, 0);
            }
        },
        HEART_RATE(null) {
            @Override
            String valid(Random random) {
                return text(StrapBytes.heartRate(30 + random.nextInt(200)));
            }

            @Override
            void check(String input, boolean valid) {
                HeartRateMeasurement.Result result = HeartRateMeasurement.decode(bytes(input));
                if (result instanceof HeartRateMeasurement.Result.Read read) {
                    double bpm = read.measurement().heartRateBpm();
                    if (!Double.isNaN(bpm)) {
                        assertThat(bpm).isBetween(25.0, 240.0);
                        var again = HeartRateMeasurement.decode(StrapBytes.heartRate((int) bpm));
                        assertThat(((HeartRateMeasurement.Result.Read) again)
                                        .measurement()
                                        .heartRateBpm())
                                .isEqualTo(bpm);
                    }
                } else {
                    assertThat(valid).isFalse();
                }
            }
        },
        RUNNING(null) {
            @Override
            String valid(Random random) {
                return text(StrapBytes.running(random.nextDouble() * 6, 110 + random.nextInt(100)));
            }

            @Override
            void check(String input, boolean valid) {
                RunningMeasurement.Result result = RunningMeasurement.decode(bytes(input));
                if (result instanceof RunningMeasurement.Result.Read read) {
                    RunningMeasurement first = read.measurement();
                    assertThat(first.cadenceStepsPerMinute()).isBetween(0.0, 400.0);
                    var again = RunningMeasurement.decode(
                            StrapBytes.running(first.speedMetersPerSecond(), (int) first.cadenceStepsPerMinute()));
                    RunningMeasurement second = ((RunningMeasurement.Result.Read) again).measurement();
                    assertThat(second.speedMetersPerSecond()).isEqualTo(first.speedMetersPerSecond());
                    boolean looksLikeOneFoot =
                            first.cadenceStepsPerMinute() < 110 && first.speedMetersPerSecond() > 2.2;
                    if (!looksLikeOneFoot) {
                        assertThat(second.cadenceStepsPerMinute()).isEqualTo(first.cadenceStepsPerMinute());
                    }
                } else {
                    assertThat(valid).isFalse();
                }
            }
        },
        NMEA(null) {
            @Override
            String valid(Random random) {
                return ReceiverSentence.rmc(reading(random));
            }

            /** A checksum guards the sentence: half of the damage is done before it was worked out. */
            @Override
            void check(String input, boolean valid) {
                checkSentence(input);
                int end = input.lastIndexOf('*');
                if (input.startsWith("$") && end > 0) {
                    int sum = input.substring(1, end).chars().reduce(0, (all, c) -> all ^ c) & 0xff;
                    checkSentence(input.substring(0, end) + String.format("*%02X", sum));
                }
                assertThat(NmeaRmc.read(input) instanceof NmeaRmc.Result.Fix || !valid)
                        .isTrue();
            }

            private void checkSentence(String sentence) {
                if (!(NmeaRmc.read(sentence) instanceof NmeaRmc.Result.Fix fix)
                        || !(ReadingRules.check(asReading(fix), NOW, Arrival.LIVE)
                                instanceof ReadingRules.Result.Accepted accepted)) {
                    return;
                }
                Reading first = accepted.reading();
                plausible(first);
                var told = (NmeaRmc.Result.Fix) NmeaRmc.read(ReceiverSentence.rmc(first));
                Reading second = ((ReadingRules.Result.Accepted) ReadingRules.check(asReading(told), NOW, Arrival.LIVE))
                        .reading();
                assertThat(Duration.between(second.observedAt(), first.observedAt())
                                .abs())
                        .isLessThan(Duration.ofMillis(1));
                same(first.latitudeDegrees(), second.latitudeDegrees(), 1e-8);
                same(first.longitudeDegrees(), second.longitudeDegrees(), 1e-8);
                same(first.speedMetersPerSecond(), second.speedMetersPerSecond(), 5e-4);
                same(Math.abs(first.courseDegrees() - 180), Math.abs(second.courseDegrees() - 180), 0.051);
            }

            private static Reading asReading(NmeaRmc.Result.Fix fix) {
                double none = Double.NaN;
                return new Reading(
                        "sentence",
                        fix.at(),
                        fix.latitudeDegrees(),
                        fix.longitudeDegrees(),
                        none,
                        fix.speedMetersPerSecond(),
                        fix.courseDegrees() % 360,
                        none,
                        none,
                        none,
                        none,
                        none,
                        List.of());
            }
        },
        IPICO(ChipFormat.IPICO, ReaderLine.IPICO),
        CHRONOTRACK(ChipFormat.CHRONOTRACK, ReaderLine.CHRONOTRACK),
        WICLAX(ChipFormat.WICLAX, ReaderLine.WICLAX),
        RFID_CSV(ChipFormat.RFID_CSV, ReaderLine.RFID_CSV),
        HELLO(null) {
            @Override
            String valid(Random random) {
                return ReaderHello.EXAMPLE;
            }

            @Override
            void check(String input, boolean valid) {
                ReaderHello.Result result = ReaderHello.read(input);
                assertThat(result instanceof ReaderHello.Result.Said || !valid).isTrue();
                ReaderHello.guess(input);
            }
        };

        private final @Nullable DeviceApp app;
        private final @Nullable ChipFormat format;
        private final @Nullable ReaderLine writer;

        Case(@Nullable DeviceApp app) {
            this.app = app;
            this.format = null;
            this.writer = null;
        }

        Case(ChipFormat format, ReaderLine writer) {
            this.app = null;
            this.format = format;
            this.writer = writer;
        }

        Decoded decode(String input) {
            throw new IllegalStateException("decodes in its own check");
        }

        String valid(Random random) {
            if (writer != null) {
                return writer.of("05800012" + (1000 + random.nextInt(9000)), "ed932a", at(random));
            }
            return written(List.of(reading(random)), "jane/phone");
        }

        void check(String input, boolean valid) {
            if (format != null && writer != null) {
                checkLine(format, writer, input, valid);
            } else {
                checkReadings(input, valid);
            }
        }

        private String written(List<Reading> readings, String device) {
            DeviceRequest request =
                    Objects.requireNonNull(app).requests(readings, device).get(0);
            return request.body().isEmpty() ? request.query() : request.body();
        }

        private void checkReadings(String input, boolean valid) {
            int taken = 0;
            if (decode(input) instanceof Decoded.Told told) {
                for (Message message : told.messages()) {
                    if (message instanceof Message.Measured measured
                            && ReadingRules.check(measured.reading(), NOW, Arrival.LIVE)
                                    instanceof ReadingRules.Result.Accepted accepted) {
                        taken++;
                        plausible(accepted.reading());
                        checkAgain(accepted.reading(), measured.device());
                    }
                }
            }
            assertThat(taken > 0 || !valid).as("a valid message is taken").isTrue();
        }

        /** The same reading, as exactly as the app can tell it. */
        private void checkAgain(Reading first, @Nullable String device) {
            if (device == null || (app == DeviceApp.OWNTRACKS && !device.matches("[^/]+/.*[^\\s].*"))) {
                return;
            }
            Decoded decoded = decode(written(List.of(first), device));
            assertThat(decoded).isInstanceOf(Decoded.Told.class);
            var told = (Decoded.Told) decoded;
            assertThat(told.messages()).hasSize(1);
            var measured = (Message.Measured) told.messages().get(0);
            assertThat(measured.device()).isEqualTo(device);
            var result = ReadingRules.check(measured.reading(), NOW, Arrival.LIVE);
            Reading second = ((ReadingRules.Result.Accepted) result).reading();
            Duration apart =
                    Duration.between(second.observedAt(), first.observedAt()).abs();
            assertThat(apart).isLessThan(app == DeviceApp.OWNTRACKS ? Duration.ofSeconds(1) : Duration.ofMillis(1));
            same(first.latitudeDegrees(), second.latitudeDegrees(), 0);
            same(first.longitudeDegrees(), second.longitudeDegrees(), 0);
            same(first.horizontalAccuracyMeters(), second.horizontalAccuracyMeters(), 0);
            same(first.altitudeMeters(), second.altitudeMeters(), 0);
            double speed = first.speedMetersPerSecond();
            double course = first.courseDegrees();
            boolean notGiven = app == DeviceApp.GPSLOGGER && !(speed > 0) && !(course > 0);
            if (!notGiven && !(app == DeviceApp.GPSLOGGER && (Double.isNaN(speed) || Double.isNaN(course)))) {
                same(speed, second.speedMetersPerSecond(), app == DeviceApp.OWNTRACKS ? 0.5 / 3.6 + 1e-9 : 1e-9);
                same(course, second.courseDegrees(), 0);
            }
            if (app == DeviceApp.SENSORLOGGER) {
                same(first.heartRateBpm(), second.heartRateBpm(), 0);
                same(first.compassDegrees(), second.compassDegrees(), 1e-9);
            }
            assertThat(second.flags().contains(ReadingFlag.LOW_ACCURACY))
                    .isEqualTo(first.flags().contains(ReadingFlag.LOW_ACCURACY));
        }
    }

    private static void checkLine(ChipFormat format, ReaderLine writer, String input, boolean valid) {
        Message message = format.decode(input, CLOCK);
        if (message instanceof Message.ChipRead read) {
            format.reply(input);
            if (!read.readAt().isBefore(Instant.parse("2001-01-01T00:00:00Z"))
                    && read.readAt().isBefore(Instant.parse("2099-01-01T00:00:00Z"))
                    && read.reader() != null) {
                // The door names the mat where its clock tells milliseconds and the line hundredths.
                Message again = format.decode(writer.of(read.chip(), read.reader(), hundredths(read.readAt())), CLOCK);
                assertThat(again).isInstanceOf(Message.ChipRead.class);
                assertThat(((Message.ChipRead) again).chip()).isEqualTo(read.chip());
                assertThat(((Message.ChipRead) again).readAt()).isEqualTo(hundredths(read.readAt()));
            }
        } else {
            assertThat(valid).as("a valid line is read").isFalse();
        }
    }

    private static Instant hundredths(Instant at) {
        return Instant.ofEpochMilli(at.toEpochMilli() / 10 * 10);
    }

    private static void same(double first, double second, double tolerance) {
        if (Double.isNaN(first)) {
            assertThat(second).isNaN();
        } else {
            assertThat(second).isCloseTo(first, within(tolerance));
        }
    }

    private static void plausible(Reading reading) {
        between(reading.latitudeDegrees(), -90, 90);
        between(reading.longitudeDegrees(), -180, 180);
        between(reading.horizontalAccuracyMeters(), 0, Double.MAX_VALUE);
        between(reading.speedMetersPerSecond(), 0, 12.5);
        between(reading.courseDegrees(), 0, Math.nextDown(360.0));
        between(reading.compassDegrees(), 0, Math.nextDown(360.0));
        between(reading.altitudeMeters(), -500, 9_000);
        between(reading.heartRateBpm(), 25, 240);
        assertThat(reading.latitudeDegrees() == 0 && reading.longitudeDegrees() == 0)
                .isFalse();
        assertThat(reading.observedAt()).isBetween(NOW.minus(Duration.ofHours(24)), NOW.plus(Duration.ofMinutes(5)));
        assertThat(reading.readingId()).isNotBlank();
    }

    private static void between(double value, double lowest, double highest) {
        assertThat(Double.isNaN(value) || (value >= lowest && value <= highest))
                .as(String.valueOf(value))
                .isTrue();
    }

    // ---- what is damaged

    private static Instant at(Random random) {
        return NOW.minusMillis(10L * random.nextInt(300_000));
    }

    private static Reading reading(Random random) {
        double none = Double.NaN;
        return new Reading(
                "m-" + random.nextInt(1_000_000),
                at(random),
                Math.rint((18 + random.nextDouble()) * 1e7) / 1e7,
                Math.rint((98 + random.nextDouble()) * 1e7) / 1e7,
                random.nextInt(3) == 0 ? none : Math.rint(random.nextDouble() * 800) / 10,
                random.nextInt(5) == 0 ? none : Math.rint(random.nextDouble() * 600) / 100,
                random.nextInt(5) == 0 ? none : Math.rint(random.nextDouble() * 3599) / 10,
                random.nextInt(5) == 0 ? none : Math.rint(random.nextDouble() * 3599) / 10,
                random.nextInt(2) == 0 ? none : Math.rint(random.nextDouble() * 4000) / 10,
                random.nextInt(2) == 0 ? none : 40 + random.nextInt(160),
                none,
                none,
                List.of());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

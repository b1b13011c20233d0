package dev.backstretch.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real recordings, decoded and held to their manifest. Not run without BACKSTRETCH_RECORDINGS. */
final class DecodeRecordingsTest {
    private Path folder = Path.of("");

    @BeforeEach
    void recordingsAreThere() {
        String named = System.getenv("BACKSTRETCH_RECORDINGS");
        assumeTrue(
                named != null && Files.isRegularFile(Path.of(named, "MANIFEST.json")),
                "not run: BACKSTRETCH_RECORDINGS names no folder with recordings");
        folder = Path.of(String.valueOf(named));
    }

    private List<JsonNode> manifest() throws IOException {
        JsonNode root =
                new ObjectMapper().readTree(folder.resolve("MANIFEST.json").toFile());
        return StreamSupport.stream(root.get("recordings").spliterator(), false).toList();
    }

    @Test
    void everyRecordingHoldsWhatTheManifestSays() throws IOException {
        for (JsonNode expected : manifest()) {
            String file = expected.get("file").asText();
            List<Recording> all = Recordings.read(folder.resolve(file));
            assertThat(all).as(file).hasSize(1).first().isInstanceOf(Recording.Decoded.class);
            Recording.Decoded run = (Recording.Decoded) all.get(0);
            assertThat(run.faults()).as(file).isEmpty();
            assertThat(run.offered()).as(file).isEqualTo(expected.get("samples").asInt());
            JsonNode sampling = expected.get("sampling");
            assertCount(file, run, Reading::hasPosition, sampling.get("with_pos"));
            assertCount(file, run, reading -> !Double.isNaN(reading.heartRateBpm()), sampling.get("with_hr"));
            assertCount(file, run, reading -> !Double.isNaN(reading.distanceMeters()), sampling.get("with_dist"));
            boolean running = !run.sport().equals("multisport");
            if (running) {
                // Turns of a crank and strokes of an arm are no steps.
                assertCount(
                        file, run, reading -> !Double.isNaN(reading.cadenceStepsPerMinute()), sampling.get("with_cad"));
                assertCount(
                        file,
                        run,
                        reading -> !Double.isNaN(reading.speedMetersPerSecond()),
                        sampling.get("with_speed"));
            }
            assertThat(run.firstObservedAt())
                    .as(file)
                    .isCloseTo(
                            Instant.parse(sampling.get("first").asText()),
                            within(10, java.time.temporal.ChronoUnit.SECONDS));
            assertLaps(file, run, expected.get("device_laps"));
        }
    }

    private static void assertCount(
            String file, Recording.Decoded run, Predicate<Reading> has, JsonNode expectedCount) {
        assertThat(run.readings().stream().filter(has).count())
                .as("%s", file)
                .isCloseTo(expectedCount.asLong(), within(2L));
    }

    private static void assertLaps(String file, Recording.Decoded run, JsonNode expectedLaps) {
        List<JsonNode> laps = StreamSupport.stream(expectedLaps.spliterator(), false)
                .sorted(Comparator.comparing(
                        lap -> Instant.parse(lap.get("start").asText())))
                .toList();
        assertThat(run.laps()).as(file).hasSameSizeAs(laps);
        for (int i = 0; i < laps.size(); i++) {
            Recording.DeviceLap lap = run.laps().get(i);
            String where = file + " lap " + lap.lap();
            assertThat(lap.startedAt())
                    .as(where)
                    .isEqualTo(Instant.parse(laps.get(i).get("start").asText()));
            assertValue(where, lap.elapsedSeconds(), laps.get(i).get("elapsed_s"), 0.01);
            assertValue(where, lap.timerSeconds(), laps.get(i).get("timer_s"), 0.01);
            assertValue(where, lap.distanceMeters(), laps.get(i).get("distance_m"), 0.01);
            assertValue(where, lap.averageHeartRateBpm(), laps.get(i).get("avg_hr"), 0.01);
            assertValue(where, lap.maximumHeartRateBpm(), laps.get(i).get("max_hr"), 0.01);
        }
    }

    private static void assertValue(String where, double value, JsonNode expected, double tolerance) {
        if (expected != null && !expected.isNull()) {
            assertThat(value).as(where).isCloseTo(expected.asDouble(), within(tolerance));
        }
    }

    @Test
    void timesInZoneAgreeWithTheDeviceWhereItRecordedEverySecond() throws IOException {
        for (String file : List.of("fit-run-2laps-zones-FR945.fit", "fit-treadmill-zones-FR945.fit")) {
            Recording.Decoded run =
                    (Recording.Decoded) Recordings.read(folder.resolve(file)).get(0);
            List<Double> ours = DeviceComparison.of(run, new DistanceCurve()).zoneSeconds();
            Recording.DeviceZones zones = run.zones();
            assertThat(zones).as(file).isNotNull();
            assertThat(ours).as(file).isNotNull();
            if (ours != null && zones != null) {
                for (int i = 0; i < ours.size(); i++) {
                    assertThat(ours.get(i)).as(file).isCloseTo(zones.seconds().get(i), within(2.0));
                }
            }
        }
    }

    @Test
    void brokenCopiesAreHandled() throws IOException {
        byte[] fit = Files.readAllBytes(folder.resolve("fit-run-smart-5laps.fit"));
        Recording truncated = Recordings.read("truncated.fit", Arrays.copyOf(fit, fit.length / 3))
                .get(0);
        assertThat(truncated).isInstanceOf(Recording.Decoded.class);
        assertThat(((Recording.Decoded) truncated).faults()).isNotEmpty();
        byte[] flipped = fit.clone();
        flipped[fit.length / 2] ^= 0x40;
        Recording damaged = Recordings.read("flipped.fit", flipped).get(0);
        assertThat(damaged).isInstanceOf(Recording.Decoded.class);
        assertThat(((Recording.Decoded) damaged).faults()).isNotEmpty();
        Recording renamed = Recordings.read("run.gpx", fit).get(0);
        assertThat(((Recording.Decoded) renamed).format()).isEqualTo(Recording.Format.FIT);
    }
}

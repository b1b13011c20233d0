package dev.backstretch.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from files of each format, whole and broken. */
final class RecordingFilesTest {

    private static Recording.Decoded decoded(byte[] bytes) {
        List<Recording> all = Recordings.read("file", bytes);
        assertThat(all).hasSize(1);
        assertThat(all.get(0)).isInstanceOf(Recording.Decoded.class);
        return (Recording.Decoded) all.get(0);
    }

    private static Recording.Unreadable unreadable(byte[] bytes) {
        List<Recording> all = Recordings.read("file", bytes);
        assertThat(all).hasSize(1);
        assertThat(all.get(0)).isInstanceOf(Recording.Unreadable.class);
        return (Recording.Unreadable) all.get(0);
    }

    @Test
    void fitGivesReadingsLapsZonesAndPauses() {
        Recording.Decoded run = decoded(WrittenFiles.fit(60));
        assertThat(run.sport()).isEqualTo("running");
        assertThat(run.offered()).isEqualTo(60);
        assertThat(run.faults()).isEmpty();
        Reading reading = run.readings().get(1);
        assertThat(reading.observedAt()).isEqualTo(WrittenFiles.START.plusSeconds(1));
        assertThat(reading.latitudeDegrees()).isCloseTo(48.1 + 2.5 / 111_195.0, within(1e-7));
        assertThat(reading.longitudeDegrees()).isCloseTo(2.1, within(1e-7));
        assertThat(reading.speedMetersPerSecond()).isCloseTo(2.5, within(1e-6));
        assertThat(reading.cadenceStepsPerMinute()).isEqualTo(161.0);
        assertThat(reading.distanceMeters()).isCloseTo(2.5, within(1e-6));
        assertThat(reading.altitudeMeters()).isCloseTo(35.0, within(0.2));
        assertThat(run.laps()).extracting(Recording.DeviceLap::lap).containsExactly(1, 2);
        assertThat(run.laps().get(0).trigger()).isEqualTo("manual");
        assertThat(run.totals().distanceMeters()).isCloseTo(150.0, within(0.01));
        assertThat(run.pauses())
                .containsExactly(
                        new Recording.Pause(WrittenFiles.START.plusSeconds(29), WrittenFiles.START.plusSeconds(59)));
        DeviceComparison beside = DeviceComparison.of(run, new DistanceCurve());
        // The device's timer stood still for 30 s; a beat of 150 belongs to the zone above the bound.
        assertThat(beside.zoneSeconds()).containsExactly(0.0, 30.0, 29.0);
        assertThat(beside.laps().get(0).elapsedSeconds()).isEqualTo(60.0);
        assertThat(beside.laps().get(1).averageHeartRateBpm()).isEqualTo(150.0);
    }

    @Test
    void chainedFitFilesAreOneRecording() {
        byte[] one = WrittenFiles.fit(10);
        byte[] two = Arrays.copyOf(one, one.length * 2);
        System.arraycopy(one, 0, two, one.length, one.length);
        Recording.Decoded run = decoded(two);
        assertThat(run.offered()).isEqualTo(20);
        assertThat(run.readings().stream().map(Reading::readingId).distinct()).hasSize(10);
    }

    @Test
    void aChainOfTinyFitFilesIsReadToABound() {
        byte[] one = WrittenFiles.fit(1);
        byte[] chain = new byte[1_001 * one.length];
        for (int at = 0; at < chain.length; at += one.length) {
            System.arraycopy(one, 0, chain, at, one.length);
        }
        Recording.Decoded run = decoded(chain);
        assertThat(run.offered()).isEqualTo(1_000);
        assertThat(run.faults()).extracting(Recording.FileFault::reason).containsExactly("TOO_MANY_FILES");
    }

    @Test
    void fitCutOffGivesWhatLiesBeforeTheDamage() {
        byte[] whole = WrittenFiles.fit(60);
        Recording.Decoded run = decoded(Arrays.copyOf(whole, whole.length / 2));
        assertThat(run.readings()).hasSizeBetween(20, 50);
        assertThat(run.faults()).extracting(Recording.FileFault::reason).contains("TRUNCATED");
        assertThat(run.faults().get(0).where()).startsWith("byte ");
    }

    @Test
    void fitWithAFlippedBitTellsSo() {
        byte[] broken = WrittenFiles.fit(60);
        broken[broken.length - 40] ^= 0x10;
        Recording.Decoded run = decoded(broken);
        assertThat(run.faults()).isNotEmpty();
    }

    @Test
    void noDamageEverEscapesAsAnException() {
        Random random = new Random(7);
        List<byte[]> originals = List.of(
                WrittenFiles.fit(30),
                WrittenFiles.gzip(WrittenFiles.fit(30)),
                WrittenFiles.zip("run.fit", WrittenFiles.fit(30)),
                WrittenFiles.bytes(WrittenFiles.tcx(WrittenFiles.trackpoint(0, WrittenFiles.position(48.1, 2.1)))));
        for (int round = 0; round < 800; round++) {
            byte[] broken = originals.get(round % originals.size()).clone();
            for (int i = 0; i <= round % 5; i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            broken = Arrays.copyOf(broken, round % 3 == 0 ? random.nextInt(broken.length) : broken.length);
            assertThat(Recordings.read("file", broken)).as("round %d", round).isNotEmpty();
        }
    }

    @Test
    void tcxIsReadByNamespaceAndItsStepsAreOfOneFoot() {
        String extension =
                "<Extensions><odd:TPX><odd:Speed>2.5</odd:Speed><odd:RunCadence>80</odd:RunCadence></odd:TPX>"
                        + "</Extensions>";
        String heart = "<HeartRateBpm><Value>151</Value></HeartRateBpm>";
        String points = WrittenFiles.trackpoint(
                        0,
                        WrittenFiles.position(48.1, 2.1) + "<DistanceMeters>0.0</DistanceMeters>" + heart + extension)
                + WrittenFiles.trackpoint(1, heart)
                + WrittenFiles.trackpoint(1, heart)
                + WrittenFiles.trackpoint(2, "")
                + WrittenFiles.trackpoint(3, "<DistanceMeters>many</DistanceMeters>")
                + WrittenFiles.trackpoint(
                        4, "<HeartRateBpm><Value>0</Value></HeartRateBpm><AltitudeMeters>9</AltitudeMeters>")
                + "</Track><Track>"
                + WrittenFiles.trackpoint(64, heart);
        Recording.Decoded run = decoded(WrittenFiles.bytes("  " + WrittenFiles.tcx(points)));
        assertThat(run.offered()).isEqualTo(7);
        assertThat(run.readings()).hasSize(5);
        assertThat(run.refused()).extracting(Recording.Refusal::reason).containsExactlyInAnyOrder("EMPTY", "MALFORMED");
        Reading first = run.readings().get(0);
        assertThat(first.cadenceStepsPerMinute()).isEqualTo(160.0);
        assertThat(first.speedMetersPerSecond()).isEqualTo(2.5);
        assertThat(run.readings().get(1).readingId())
                .isEqualTo(run.readings().get(2).readingId());
        assertThat(run.readings().get(3).flags()).extracting(Enum::name).containsExactly("RANGE_HR");
        assertThat(run.pauses()).hasSize(1);
        Recording.DeviceLap lap = run.laps().get(0);
        assertThat(lap.elapsedSeconds()).isEqualTo(64.0);
        assertThat(lap.timerSeconds()).isEqualTo(60.5);
        assertThat(lap.averageHeartRateBpm()).isEqualTo(141.0);
    }

    @Test
    void gpxTakesSpeedFromTheSecondExtensionOnlyAndPausesBetweenSegments() {
        String point = "<trkpt lat=\"48.1\" lon=\"2.1\"><time>%s</time><extensions>"
                + "<%2$s:TrackPointExtension><%2$s:hr>151</%2$s:hr><%2$s:speed>2.5</%2$s:speed></%2$s:TrackPointExtension>"
                + "</extensions></trkpt>";
        Recording.Decoded run = decoded(WrittenFiles.bytes(WrittenFiles.gpx("<trkseg>"
                + point.formatted("2026-11-21T02:00:00Z", "one")
                + "</trkseg><trkseg>"
                + point.formatted("2026-11-21T02:10:00Z", "two")
                + "<trkpt lat=\"48.1\" lon=\"2.1\"><time>2026-11-21T02:10:01</time></trkpt>"
                + "</trkseg>")));
        assertThat(run.sport()).isEqualTo("running");
        assertThat(run.readings().get(0).speedMetersPerSecond()).isNaN();
        assertThat(run.readings().get(1).speedMetersPerSecond()).isEqualTo(2.5);
        assertThat(run.pauses()).hasSize(1);
        assertThat(run.refused()).extracting(Recording.Refusal::reason).containsExactly("TIME_ZONE");
    }

    @Test
    void packedFilesAreReadInMemory() {
        assertThat(decoded(WrittenFiles.gzip(WrittenFiles.fit(10))).offered()).isEqualTo(10);
        Recording.Decoded zipped = decoded(WrittenFiles.zip("etc/run.fit", WrittenFiles.fit(10)));
        assertThat(zipped.name()).isEqualTo("file!run.fit");
        assertThat(decoded(WrittenFiles.zip("run.fit.gz", WrittenFiles.gzip(WrittenFiles.fit(10))))
                        .offered())
                .isEqualTo(10);
    }

    @Test
    void bombsAreRefusedBeforeTheyUnpack() {
        byte[] spaces = new byte[8 * 1024 * 1024];
        Arrays.fill(spaces, (byte) ' ');
        byte[] root = WrittenFiles.bytes("<gpx>");
        System.arraycopy(root, 0, spaces, 0, root.length);
        assertThat(unreadable(WrittenFiles.gzip(spaces)).reason()).isEqualTo("TOO_LARGE");
        assertThat(unreadable(WrittenFiles.zip("run.gpx", spaces)).reason()).isEqualTo("TOO_LARGE");
        assertThat(unreadable(WrittenFiles.gzip(WrittenFiles.gzip(WrittenFiles.fit(10))))
                        .reason())
                .isEqualTo("FORMAT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "XML_DOCTYPE | <!DOCTYPE gpx [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><gpx>&x;</gpx>",
                "XML_DOCTYPE | <!DOCTYPE gpx [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><gpx>&b;</gpx>",
                "XML_DOCTYPE | <!DOCTYPE gpx SYSTEM \"http://127.0.0.1:1/x.dtd\"><gpx/>",
                "FORMAT | <html><body>sign in</body></html>",
                "NO_READINGS | <gpx/>",
                "MALFORMED | <gpx",
                "FORMAT | this is a shopping list",
                "MALFORMED | {no json",
                "UNKNOWN_TYPE | {\"type\":\"weird\"}"
            })
    void brokenTextIsUnreadableForAReason(String reason, String text) {
        Recording.Unreadable broken = unreadable(WrittenFiles.bytes(text));
        assertThat(broken.reason()).isEqualTo(reason);
        assertThat(broken.where()).isNotEmpty();
        assertThat(broken.remedy()).isNotEmpty();
    }

    @Test
    void endlessDepthAndNothingAtAllAreRefused() {
        assertThat(unreadable(WrittenFiles.bytes("<gpx>" + "<a>".repeat(5_000))).reason())
                .isEqualTo("XML_DEPTH");
        assertThat(unreadable(new byte[0]).reason()).isEqualTo("EMPTY");
        assertThat(unreadable(WrittenFiles.bytes(" \n ")).reason()).isEqualTo("EMPTY");
    }

    @Test
    void aTimeFarFromTheRestIsRefusedAndCannotStretchTheSession() {
        String heart = "<HeartRateBpm><Value>151</Value></HeartRateBpm>";
        Recording.Decoded run = decoded(WrittenFiles.bytes(WrittenFiles.tcx(WrittenFiles.trackpoint(0, heart)
                + WrittenFiles.trackpoint(100_000_000, heart)
                + WrittenFiles.trackpoint(2, heart))));
        assertThat(run.readings()).hasSize(2);
        assertThat(run.refused()).extracting(Recording.Refusal::reason).containsExactly("TIME_OUTLIER");
    }

    @Test
    void aRecordingBecomesALogWithTicks() {
        List<RunEvent> log = new ArrayList<>();
        new RecordedRun("s", "r01", null, RunnerProfile.UNKNOWN, true).play(decoded(WrittenFiles.fit(10)), log::add);
        assertThat(log.get(0).body()).isInstanceOf(EventBody.SessionOpened.class);
        assertThat(log.get(1).body()).isInstanceOf(EventBody.Join.class);
        assertThat(log.get(log.size() - 1).body()).isEqualTo(new EventBody.Control(EventBody.Control.Action.CLOSE));
        assertThat(log.stream().filter(event -> event.body() instanceof EventBody.Tick))
                .hasSize(78);
        assertThat(log).isSortedAccordingTo((a, b) -> a.receivedAt().compareTo(b.receivedAt()));
        assertThat(log.stream()
                        .filter(event -> event.body() instanceof EventBody.Readings)
                        .flatMap(event -> ((EventBody.Readings) event.body()).readings().stream()))
                .hasSize(10)
                .allMatch(reading -> Double.isNaN(reading.distanceMeters()));
    }

    @Test
    void eventFilesKeepWhatIsGoodAndCountWhatIsNot() {
        String at = "\"observedAt\":\"2026-11-21T02:00:00Z\"";
        List<Recording> all = Recordings.read(
                "events.ndjson",
                WrittenFiles.bytes("{\"type\":\"session\",\"sessionId\":\"s\"," + at + "}\n"
                        + "{\"type\":\"join\",\"runner\":\"r1\",\"chip\":\"c1\"," + at + "}\n\n"
                        + "{\"type\":\"chip\",\"chip\":\"c1\"," + at + "}\n"
                        + "{\"type\":\"reading\",\"runner\":\"r1\",\"latitudeDegrees\":91,\"longitudeDegrees\":1," + at
                        + "}\nnonsense\n"));
        Recording.Events events = (Recording.Events) all.get(0);
        assertThat(events.events()).hasSize(3);
        assertThat(events.events().get(2).runnerId()).isEqualTo("r1");
        assertThat(events.refused()).extracting("reason").containsExactly("RANGE_POSITION", "MALFORMED");
        List<RunEvent> log = new ArrayList<>();
        new EventSession(null, new RunnerProfile(null, null, 35)).play(events, log::add);
        assertThat(log.stream().filter(event -> event.body() instanceof EventBody.Join))
                .allMatch(event -> Double.valueOf(183.5).equals(((EventBody.Join) event.body()).maximumHeartRateBpm()));
    }
}

package dev.backstretch.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as exporters write them; the headers are those of the exporters, the values are made. */
final class CsvFileTest {
    private static final ZoneId BANGKOK = ZoneId.of("Asia/Bangkok");

    private static Recording read(String text, @Nullable ZoneId zone) {
        List<Recording> found = new ArrayList<>();
        Recordings.read("run.csv", text.getBytes(StandardCharsets.UTF_8), zone, found::add);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Recording.Decoded decoded(String text, @Nullable ZoneId zone) {
        assertThat(read(text, zone)).isInstanceOf(Recording.Decoded.class);
        return (Recording.Decoded) read(text, zone);
    }

    private static Recording.Unreadable unreadable(String text) {
        assertThat(read(text, null)).isInstanceOf(Recording.Unreadable.class);
        return (Recording.Unreadable) read(text, null);
    }

    @Test
    void gpsLoggersTableIsRead() {
        Recording.Decoded run = decoded("""
                time,lat,lon,elevation,accuracy,bearing,speed,satellites,provider,hdop
                2026-11-21T02:00:00.500Z,18.7961,98.9629,310.5,4.0,90.0,3.25,11,gps,0.8
                2026-11-21T02:00:01.500Z,18.7962,98.9629,310.5,4.0,,,11,gps,0.8
                """, null);
        assertThat(run.format()).isEqualTo(Recording.Format.CSV);
        Reading first = run.readings().get(0);
        assertThat(first.observedAt()).isEqualTo(Instant.parse("2026-11-21T02:00:00.500Z"));
        assertThat(first.latitudeDegrees()).isEqualTo(18.7961);
        assertThat(first.longitudeDegrees()).isEqualTo(98.9629);
        assertThat(first.altitudeMeters()).isEqualTo(310.5);
        assertThat(first.horizontalAccuracyMeters()).isEqualTo(4.0);
        assertThat(first.courseDegrees()).isEqualTo(90.0);
        assertThat(first.speedMetersPerSecond()).isEqualTo(3.25);
        assertThat(run.readings().get(1).speedMetersPerSecond()).isNaN();
        assertThat(run.notices())
                .extracting(Recording.FileFault::message)
                .containsExactly(
                        "the column satellites is not used",
                        "the column provider is not used",
                        "the column hdop is not used");
        assertThat(run.faults()).isEmpty();
    }

    @Test
    void sensorLoggersNanosecondsAreReadToTheMicrosecond() {
        Recording.Decoded run = decoded(
                "time,seconds_elapsed,bearingAccuracy,speedAccuracy,verticalAccuracy,horizontalAccuracy,speed,bearing,"
                        + "altitude,longitude,latitude\n"
                        + "1795226400051123456,0.05,1,1,1,5,2.5,10,300,98.9629,18.7961\n",
                null);
        assertThat(run.readings().get(0).observedAt()).isEqualTo(Instant.ofEpochSecond(1_795_226_400L, 51_123_000));
    }

    @Test
    void polarsTableTakesItsStartFromAboveAndTheSessionsZone() {
        String text = """
                Name,Sport,Date,Start time,Duration,Total distance (km),Average heart rate (bpm),
                A B,RUNNING,21-11-2026,09:00:00,00:00:02,0.0,120,
                Sample rate,Time,HR (bpm),Speed (km/h),Pace (min/km),Cadence,Altitude (m),Distances (m),Power (W),
                1,00:00:00,120,9.0,06:40,82,310,0.0,,
                ,00:00:01,121,10.8,05:33,82,310,3.0,,
                """;
        Recording.Decoded run = decoded(text, BANGKOK);
        Reading second = run.readings().get(1);
        assertThat(second.observedAt()).isEqualTo(Instant.parse("2026-11-21T02:00:01Z"));
        assertThat(second.heartRateBpm()).isEqualTo(121);
        assertThat(second.speedMetersPerSecond()).isCloseTo(3.0, within(1e-9));
        assertThat(second.distanceMeters()).isEqualTo(3.0);
        assertThat(second.cadenceStepsPerMinute()).isEqualTo(164);
        assertThat(run.sport()).isEqualTo("running");
        assertThat(run.notices())
                .extracting(Recording.FileFault::message)
                .contains("times without a zone are taken as those of Asia/Bangkok");
        assertThat(unreadable(text).reason()).isEqualTo("TIME_ZONE");
    }

    @Test
    void semicolonsAndDecimalCommasAreRead() {
        Recording.Decoded run = decoded("""
                Date;Time;Latitude;Longitude;Speed (km/h);Heart rate [bpm];Cadence (spm)\r
                21.11.2026;09:00:00;18,7961;98,9629;9,0;150;170\r
                """, BANGKOK);
        Reading reading = run.readings().get(0);
        assertThat(reading.observedAt()).isEqualTo(Instant.parse("2026-11-21T02:00:00Z"));
        assertThat(reading.latitudeDegrees()).isEqualTo(18.7961);
        assertThat(reading.speedMetersPerSecond()).isCloseTo(2.5, within(1e-9));
        assertThat(reading.heartRateBpm()).isEqualTo(150);
        assertThat(reading.cadenceStepsPerMinute()).isEqualTo(170);
    }

    @Test
    void ourOwnNamesAreRead() {
        Recording.Decoded run = decoded(
                "\uFEFFrunner\tobservedAt\tlatitudeDegrees\tlongitudeDegrees\thorizontalAccuracyMeters\t"
                        + "speedMetersPerSecond\tcourseDegrees\taltitudeMeters\theartRateBpm\tcadenceStepsPerMinute\t"
                        + "distanceMeters\teventId\n"
                        + "r1\t2026-11-21T02:00:00Z\t18.7\t98.9\t4\t3.4\t87\t310\t152\t168\t12.5\ta\n",
                null);
        Reading reading = run.readings().get(0);
        assertThat(reading.cadenceStepsPerMinute()).isEqualTo(168);
        assertThat(reading.distanceMeters()).isEqualTo(12.5);
        assertThat(reading.readingId()).isEqualTo("a");
        assertThat(run.notices()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time,heart_rate,eventId",
                "observedAt,heartRateBpm,eventid",
                "observedAt,heartRateBpm,event_id",
                "observedAt,heartRateBpm,eventId,shoe",
                "observedAt,hr,eventId"
            })
    void theEventIdOfAnotherExporterIsNoNameOfAReading(String header) {
        Recording.Decoded run = decoded(
                header
                        + "\n2026-11-21T02:00:00Z,150,1,x\n2026-11-21T02:00:01Z,151,1,x\n"
                                .replace(",x", header.endsWith("shoe") ? ",x" : ""),
                null);

        assertThat(run.readings())
                .extracting(Reading::readingId)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).startsWith("179522640"));
        assertThat(run.notices()).isNotEmpty().allSatisfy(notice -> assertThat(notice.message())
                .endsWith("is not used"));
    }

    @Test
    void aReadingKeepsTheNameItHasAndOneWithoutIsNamedByItsContent() {
        Recording.Decoded run = decoded(
                "observedAt,heartRateBpm,eventId\n"
                        + "2026-11-21T02:00:00Z,150,p-1\n"
                        + "2026-11-21T02:00:01Z,151,\n"
                        + "2026-11-21T02:00:02Z,152,a|b\n"
                        + "2026-11-21T02:00:03Z,153," + "x".repeat(129) + "\n",
                null);
        assertThat(run.readings()).hasSize(2);
        assertThat(run.readings().get(0).readingId()).isEqualTo("p-1");
        assertThat(run.readings().get(1).readingId()).startsWith("1795226401000-");
        assertThat(run.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo("INVALID_ID");
            assertThat(refusal.field()).isEqualTo("eventId");
            assertThat(refusal.count()).isEqualTo(2);
        });
    }

    @Test
    void aRowThatCannotBeReadCostsItselfAlone() {
        Recording.Decoded run = decoded("""
                timestamp,lat,lon,hr
                1795226400,18.7,98.9,150
                1795226401,north,98.9,150
                "1795226402,18.7,98.9,150
                1795226403,18.7,98.9,150,extra
                yesterday,18.7,98.9,150
                1795226405,97.0,98.9,150
                1795226406,18.7,98.9
                """, null);
        assertThat(run.offered()).isEqualTo(7);
        assertThat(run.readings()).hasSize(2);
        assertThat(run.refused())
                .extracting(refusal ->
                        refusal.reason() + " " + refusal.field() + " " + refusal.value() + " " + refusal.count())
                .containsExactly(
                        "MALFORMED latitudeDegrees north 1",
                        "MALFORMED line quotes that do not end 1",
                        "MALFORMED columns 5 values under 4 names 1",
                        "TIME observedAt yesterday 1",
                        "RANGE_POSITION latitudeDegrees 97.0 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            secs,cad,hr,km,kph,nm,watts,alt,lon,lat;0,80,150,0,9,0,0,300,98.9,18.7 | TIME_RELATIVE
            Minutes,Torq (N-m),Km/h,Watts,Km,Cadence,Hrate,ID;0.1,0,9,0,0.1,80,150,0 | TIME_RELATIVE
            time,lat,lon;2026-11-21 09:00:00,18.7,98.9 | TIME_ZONE
            Activity ID,Activity Date,Activity Name,Activity Type;1,Nov 21,Run,Run | SUMMARY
            Laps,Time,Cumulative Time,Distance,Avg Pace,Avg HR;1,05:00,05:00,1.0,5:00,150 | SUMMARY
            Type,Local Number,Message,Field 1,Value 1,Units 1;Data,6,record,x,1,s | SUMMARY
            colour,size;red,4 | FORMAT
            runner,time,lat,lon;r1,1795226400,18.7,98.9;r2,1795226401,18.7,98.9 | SEVERAL_RUNNERS
            """)
    void aTableThatIsNoRecordingIsRefusedWithItsReason(String lines, String reason) {
        Recording.Unreadable refused = unreadable(lines.replace(';', '\n'));
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.remedy()).contains(":");
    }

    @Test
    void otherEncodingsAreTold() {
        byte[] bytes = "time,lat,lon,Höhe\n1795226400,18.7,98.9,1\n".getBytes(StandardCharsets.ISO_8859_1);
        Recording refused = Recordings.read("run.csv", bytes).get(0);
        assertThat(((Recording.Unreadable) refused).reason()).isEqualTo("ENCODING");
    }

    @Test
    void millisecondsSecondsAndFractionsAreToldApartByTheirSize() {
        Recording.Decoded run =
                decoded("time,lat,lon\n1795226400,18.7,98.9\n1795226401500,18.7,98.9\n1795226402.25,18.7,98.9\n", null);
        assertThat(run.readings())
                .extracting(Reading::observedAt)
                .containsExactly(
                        Instant.ofEpochSecond(1_795_226_400L),
                        Instant.ofEpochSecond(1_795_226_401L, 500_000_000),
                        Instant.ofEpochSecond(1_795_226_402L, 250_000_000));
    }
}

package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as a user calls it. */
final class AnalyseCommandTest {
    private record Ran(int status, String out, String err) {}

    private static Ran analyse(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new AnalyseCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ran(status, out.toString(), err.toString());
    }

    /** 1,300 m at 2.5 m/s with a reading every second; the device says 1,300 m too. */
    private static Path tcx(Path folder) throws IOException {
        StringBuilder points = new StringBuilder();
        Instant start = Instant.parse("2026-11-21T02:00:00Z");
        for (int second = 0; second <= 520; second++) {
            points.append("<Trackpoint><Time>")
                    .append(start.plusSeconds(second))
                    .append("</Time><Position><LatitudeDegrees>")
                    .append(48.1 + second * 2.5 / 111_200.0)
                    .append("</LatitudeDegrees><LongitudeDegrees>2.1</LongitudeDegrees></Position><DistanceMeters>")
                    .append(second * 2.5)
                    .append("</DistanceMeters><HeartRateBpm><Value>")
                    // a heart that never changes is a strap that repeats itself
                    .append(second == 520 ? 150 : 149 + 2 * (second % 2))
                    .append("</Value></HeartRateBpm></Trackpoint>");
        }
        return Files.writeString(
                folder.resolve("run.tcx"),
                "<TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\"><Activities>"
                        + "<Activity Sport=\"Running\"><Lap StartTime=\"2026-11-21T02:00:00Z\"><TotalTimeSeconds>520"
                        + "</TotalTimeSeconds><DistanceMeters>1300</DistanceMeters><Track>" + points
                        + "</Track></Lap></Activity></Activities></TrainingCenterDatabase>");
    }

    @Test
    void energyIsTheHeartsWhereMassAndAgeAreTold(@TempDir Path folder) throws IOException {
        Path profile = Files.writeString(
                folder.resolve("me.yaml"),
                "maximumHeartRateBpm: 186\nrestingHeartRateBpm: 55\nageYears: 37\nsex: F\nmassKg: 60\n");
        Ran ran = analyse("--json", "--profile", profile.toString(), tcx(folder).toString());
        assertThat(ran.status()).as(ran.err()).isZero();
        JsonNode node = new ObjectMapper().readTree(ran.out());
        // (-20.4022 + 0.4472 · 150 - 0.1263 · 60 + 0.0740 · 37) / 4.184 = 10.0 kcal a minute, for 520 s
        assertThat(node.at("/energy/kilocalories/value").asDouble()).isCloseTo(87, within(2.0));
        assertThat(node.at("/energy/kilocalories/plusMinus").asDouble()).isCloseTo(17, within(1.0));
        assertThat(node.at("/energy/method").asText()).isEqualTo("HEART_RATE");
        assertThat(node.at("/energy/missing")).isEmpty();
        assertThat(node.at("/load/banisterTrimp/lowest").asDouble())
                .isEqualTo(node.at("/load/banisterTrimp/highest").asDouble())
                .isPositive();
        assertThat(node.at("/claims/lines/0/agreement").asText()).isEqualTo("CANNOT_TELL");
    }

    @Test
    void jsonHoldsOurLapsBesideTheDevices(@TempDir Path folder) throws IOException {
        Path profile = Files.writeString(folder.resolve("me.yaml"), "maximumHeartRateBpm: 186\nsex: F\n");
        Ran ran = analyse("--json", "--profile", profile.toString(), tcx(folder).toString());
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out().lines()).hasSize(1);
        JsonNode node = new ObjectMapper().readTree(ran.out());
        assertThat(node.at("/energy/method").asText()).isEqualTo("NONE");
        assertThat(node.at("/energy/missing").toString())
                .as("in place of a number")
                .contains("massKg", "ageYears");
        assertThat(node.at("/load/effortPoints").asInt()).isPositive();
        assertThat(node.get("file").asText()).isEqualTo("run.tcx");
        assertThat(node.get("sport").asText()).isEqualTo("running");
        assertThat(node.at("/distanceMeters/value").asDouble()).isCloseTo(1_300, within(3.0));
        assertThat(node.get("laps")).hasSize(1);
        assertThat(node.at("/laps/0/lapSeconds/value").asDouble()).isCloseTo(400, within(1.0));
        assertThat(node.at("/zones/profileMaximumHeartRateBpm").asDouble()).isEqualTo(186.0);
        assertThat(node.at("/zones/seconds/4").asDouble()).isGreaterThan(500);
        assertThat(node.at("/deviceLaps/0/elapsedSeconds").asDouble()).isEqualTo(520.0);
        assertThat(node.at("/deviceLaps/0/distanceMeters/value").asDouble()).isCloseTo(1_300, within(3.0));
        assertThat(node.at("/deviceLaps/0/device/distanceMeters").asDouble()).isEqualTo(1_300.0);
        assertThat(node.at("/deviceLaps/0/averageHeartRateBpm").asDouble()).isEqualTo(150.0);
    }

    @Test
    void positionsAloneGiveNearlyTheSame(@TempDir Path folder) throws IOException {
        Ran ran = analyse("--json", "--positions-only", tcx(folder).toString());
        JsonNode node = new ObjectMapper().readTree(ran.out());
        assertThat(node.at("/distanceMeters/value").asDouble())
                .isCloseTo(1_300, within(26.0))
                .isNotEqualTo(1_300.0);
    }

    @Test
    void anUnreadableFileDoesNotKeepTheOthersFromBeingDone(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.fit"), "no FIT at all");
        Ran ran = analyse(
                broken.toString(),
                folder.resolve("absent.gpx").toString(),
                tcx(folder).toString());
        assertThat(ran.status()).isEqualTo(AnalyseCommand.UNREADABLE);
        assertThat(ran.err()).contains("broken.fit: FORMAT").contains("absent.gpx: NOT_FOUND");
        assertThat(ran.out()).contains("run.tcx").contains("the device says 1300 m");
    }

    @Test
    void ofAFileThatWasCutOffWhatWasBeforeIsDoneAndTheCutIsSaid(@TempDir Path folder) throws IOException {
        String whole = Files.readString(tcx(folder));
        Path cut = Files.writeString(folder.resolve("cut.tcx"), whole.substring(0, whole.length() * 2 / 3));
        Ran ran = analyse("--json", cut.toString());
        assertThat(ran.status()).isEqualTo(AnalyseCommand.UNREADABLE);
        assertThat(ran.err()).contains("cut.tcx");
        JsonNode node = new ObjectMapper().readTree(ran.out());
        assertThat(node.get("samples").asInt()).isPositive();
    }

    @Test
    void aSessionFileGivesAnObjectForEachRunner(@TempDir Path folder) throws IOException {
        StringBuilder lines = new StringBuilder(
                "{\"type\":\"session\",\"sessionId\":\"s\",\"observedAt\":\"2026-11-21T02:00:00Z\"}\n");
        for (String runner : new String[] {"r1", "r2"}) {
            lines.append("{\"type\":\"join\",\"lapRule\":\"distance\",\"lapMeters\":100,\"runner\":\"")
                    .append(runner)
                    .append("\",\"observedAt\":\"2026-11-21T02:00:00Z\"}\n");
        }
        Instant start = Instant.parse("2026-11-21T02:00:00Z");
        for (int second = 0; second <= 100; second++) {
            lines.append("{\"type\":\"reading\",\"runner\":\"r1\",\"observedAt\":\"")
                    .append(start.plusSeconds(second))
                    .append("\",\"speedMetersPerSecond\":2.5,\"distanceMeters\":")
                    .append(second * 2.5)
                    .append("}\n");
        }
        Path file = Files.writeString(folder.resolve("s.ndjson"), lines + "nonsense\n");
        Ran ran = analyse("--json", file.toString());
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out().lines()).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(ran.out().lines().toList().get(0));
        assertThat(first.get("runner").asText()).isEqualTo("r1");
        assertThat(first.get("laps")).hasSize(2);
        assertThat(ran.err()).contains("1 lines were refused");
    }

    @Test
    void aProfileWithMistakesTellsThemAll(@TempDir Path folder) throws IOException {
        Path profile = Files.writeString(folder.resolve("me.yaml"), "maximumHeartRateBpm: fast\nage: 35\n");
        Ran ran = analyse("--profile", profile.toString(), tcx(folder).toString());
        assertThat(ran.status()).isEqualTo(AnalyseCommand.UNREADABLE);
        assertThat(ran.err()).contains("maximumHeartRateBpm").contains("age: not known");
    }

    @Test
    void anUnknownPlanIsRefused(@TempDir Path folder) throws IOException {
        Ran ran = analyse("--plan", "moonwalk", tcx(folder).toString());
        assertThat(ran.status()).isEqualTo(AnalyseCommand.UNREADABLE);
        assertThat(ran.err()).contains("moonwalk").contains("quarter-mile-twice");
    }
}

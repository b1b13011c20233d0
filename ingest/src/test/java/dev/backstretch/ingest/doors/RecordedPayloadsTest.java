package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.ingest.devices.HeartRateMeasurement;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What real devices sent, through the doors. Not run without BACKSTRETCH_RECORDINGS. */
class RecordedPayloadsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MINE = "?session=s1&runner=r01";

    private final DeviceStage doors = new DeviceStage(Instant.parse("2014-06-04T09:10:12Z"));
    private Path recordings = Path.of(".");

    RecordedPayloadsTest() throws Exception {}

    @BeforeEach
    void openASession() throws Exception {
        String named = System.getenv("BACKSTRETCH_RECORDINGS");
        assumeTrue(
                named != null && Files.isDirectory(Path.of(named)),
                "not run: BACKSTRETCH_RECORDINGS names no folder with recordings");
        recordings = Path.of(Objects.requireNonNull(named));
        assertThat(doors.post("/v1/sessions", "{'sessionId':'s1','camp':'c1'}").statusCode())
                .isEqualTo(201);
        assertThat(doors.post("/v1/sessions/s1/runners", "{'runner':'r01','alias':'Ann'}")
                        .statusCode())
                .isEqualTo(201);
    }

    /** One set of checks for whatever any of the doors took. */
    @AfterEach
    void whatWasTakenIsPlausibleAndEverythingIsAccountedFor() throws Exception {
        for (String door : Doors.NAMES) {
            assertThat(doors.unaccounted(door)).as(door).isZero();
        }
        for (Reading reading : doors.readings()) {
            Plausible.check(reading);
        }
        doors.close();
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(recordings.resolve(file), StandardCharsets.UTF_8);
    }

    private void standAt(long epochSeconds) {
        doors.move(Instant.ofEpochSecond(epochSeconds).plusMillis(1_500));
    }

    @Test
    void owntracks_bodies() throws Exception {
        List<String> bodies = lines("payloads/owntracks-http-bodies.jsonl");
        for (String body : bodies) {
            JsonNode sent = JSON.readTree(body);
            standAt(sent.get("tst").asLong());
            HttpResponse<String> answer = doors.send("POST", "/owntracks" + MINE, "application/json", body);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("[]");
            Reading reading = doors.readings().get(doors.readings().size() - 1);
            assertThat(reading.observedAt().getEpochSecond())
                    .isEqualTo(sent.get("tst").asLong());
            assertThat(reading.latitudeDegrees()).isEqualTo(sent.get("lat").asDouble());
            assertThat(reading.longitudeDegrees()).isEqualTo(sent.get("lon").asDouble());
        }
        // Two of them are of one device, moment and place: the second is a repeat, though it tells more.
        assertThat(doors.readings()).hasSize(bodies.size() - 1);
        assertThat(doors.count("readings.conflicting", "owntracks")).isOne();
        assertThat(doors.log.rejections()).isEmpty();
        assertThat(doors.log.events(EventBody.Readings.class).get(3).origin().source())
                .isEqualTo("ckrey/22A67880-15C3-41A6-9157-25545C7993AC");
    }

    @Test
    void a_day_of_an_owntracks_phone() throws Exception {
        int locations = 0;
        int others = 0;
        for (String line : lines("payloads/owntracks-iphone-2015.rec")) {
            String body = line.substring(line.indexOf('{'));
            JsonNode sent = JSON.readTree(body);
            boolean location = sent.get("_type").asText().equals("location");
            if (location) {
                locations++;
                standAt(sent.get("tst").asLong());
            } else {
                others++;
            }
            assertThat(doors.send("POST", "/owntracks" + MINE, "application/json", body)
                            .body())
                    .isEqualTo("[]");
        }
        assertThat(locations).isPositive();
        assertThat(others).isPositive();
        assertThat(doors.count("notices", "owntracks")).isEqualTo(others);
        assertThat(doors.count("readings.received", "owntracks")).isEqualTo(locations);
        assertThat(doors.log.rejections()).isEmpty();
        assertThat(doors.readings()).hasSize(locations);
    }

    @Test
    void traccar_client_bodies() throws Exception {
        List<String> bodies = lines("payloads/traccar-client-bodies.jsonl");
        for (String body : bodies) {
            doors.move(
                    Instant.parse(JSON.readTree(body).at("/location/timestamp").asText())
                            .plusSeconds(2));
            assertThat(doors.send("POST", "/traccar" + MINE, "application/json", body)
                            .statusCode())
                    .isEqualTo(200);
        }

        List<Reading> readings = doors.readings();
        assertThat(readings).hasSize(bodies.size());
        assertThat(readings.get(0).speedMetersPerSecond()).isZero();
        assertThat(readings.get(0).courseDegrees()).isNaN();
        assertThat(readings.get(1).speedMetersPerSecond()).isNaN();
        assertThat(readings.get(2).flags()).containsExactly(ReadingFlag.SPEED_CAP);
        assertThat(readings.get(2).horizontalAccuracyMeters()).isEqualTo(3.8);
    }

    @Test
    void osmand_queries() throws Exception {
        List<String> queries = lines("payloads/osmand-queries.txt").stream()
                .filter(line -> line.startsWith("/?"))
                .map(line -> line.substring(2))
                .toList();
        assertThat(queries).hasSize(6);
        Instant[] at = {
            Instant.parse("2016-01-27T18:55:47Z"),
            Instant.ofEpochMilli(1442068686579L),
            Instant.parse("2014-06-04T09:10:11Z"),
            null,
            null,
            Instant.ofEpochSecond(1504763810)
        };
        for (int i = 0; i < queries.size(); i++) {
            if (at[i] != null) {
                doors.move(at[i].plusSeconds(1));
            }
            HttpResponse<String> answer = doors.get("/osmand" + MINE + "&" + queries.get(i));
            // Two of them do not say when; a device that buffers would have all of its run at one moment.
            assertThat(answer.statusCode()).as(queries.get(i)).isEqualTo(at[i] == null ? 400 : 200);
        }

        assertThat(doors.readings()).extracting(Reading::observedAt).containsExactly(at[0], at[1], at[2], at[5]);
        assertThat(doors.readings().get(3).flags()).containsExactly(ReadingFlag.SPEED_CAP);
        assertThat(doors.readings().get(0).horizontalAccuracyMeters()).isNaN();
    }

    @Test
    void a_phones_location_log_as_sensor_logger_pushes_it() throws Exception {
        for (String file : List.of("phone-location-a.csv.gz", "phone-location-b.csv.gz", "walk60s-location.csv.gz")) {
            List<String> rows = unpacked("payloads/" + file);
            String[] names = rows.get(0).split(",");
            int before = doors.readings().size();
            int sent = 0;
            for (int from = 1; from < rows.size(); from += 50) {
                ObjectNode message = JSON.createObjectNode();
                message.put("messageId", from).put("sessionId", file).put("deviceId", "d1");
                ArrayNode payload = message.putArray("payload");
                for (String row : rows.subList(from, Math.min(rows.size(), from + 50))) {
                    String[] cells = row.split(",");
                    ObjectNode entry =
                            payload.addObject().put("name", "Location").put("time", Long.parseLong(cells[0]));
                    ObjectNode values = entry.putObject("values");
                    for (int i = 2; i < names.length; i++) {
                        values.put(names[i], Double.parseDouble(cells[i]));
                    }
                    doors.move(Instant.ofEpochMilli(Long.parseLong(cells[0]) / 1_000_000 + 1_000));
                    sent++;
                }
                assertThat(doors.post("/sensorlogger" + MINE, message.toString())
                                .statusCode())
                        .isEqualTo(200);
            }
            List<Reading> taken =
                    doors.readings().subList(before, doors.readings().size());
            assertThat(taken).as(file).hasSize(sent);
            assertThat(taken).extracting(Reading::observedAt).isSorted();
        }
        assertThat(doors.log.rejections()).isEmpty();
    }

    private List<String> unpacked(String file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(recordings.resolve(file)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void heart_rate_notifications() throws Exception {
        JsonNode notifications =
                JSON.readTree(Files.readString(recordings.resolve("payloads/ble-heart-rate-notifications.json")));
        int measured = 0;
        for (JsonNode one : notifications) {
            byte[] bytes = HexFormat.of().parseHex(one.get("hex").asText().replace(" ", ""));
            JsonNode expected = one.get("expect");
            boolean lost = expected.get("contact").asText().equals("not detected");
            HeartRateMeasurement read =
                    ((HeartRateMeasurement.Result.Read) HeartRateMeasurement.decode(bytes)).measurement();
            assertThat(read.beatMillis()).hasSize(expected.get("rr_ms").size());
            for (int i = 0; i < read.beatMillis().size(); i++) {
                assertThat(read.beatMillis().get(i))
                        .isCloseTo(expected.get("rr_ms").get(i).asDouble(), within(0.1));
            }
            String item = ("{'type':'ble','runner':'r01','observedAt':'2014-06-04T09:09:%02dZ','characteristic':'2A37',"
                            + "'value':'%s'}")
                    .formatted(measured, one.get("hex").asText());
            assertThat(doors.post("/v1/sessions/s1/readings", item).statusCode())
                    .isEqualTo(200);
            if (!lost) {
                assertThat(doors.readings().get(measured).heartRateBpm())
                        .isEqualTo(expected.get("hr").asDouble());
                measured++;
            }
        }
        assertThat(doors.readings()).hasSize(measured);
        assertThat(doors.count("notices", "readings")).isEqualTo(notifications.size() - measured);
    }

    @Test
    void ipico_lines() throws Exception {
        List<String> lines = lines("timing/ipico-read-lines.txt");
        List<String> bibs = lines("timing/ipico-bib-chip.txt");
        Instant morning = Instant.parse("2025-06-15T10:25:00Z");
        doors.move(morning);
        assertThat(doors.post("/v1/sessions", "{'sessionId':'race','camp':'c1'}")
                        .statusCode())
                .isEqualTo(201);
        for (String bib : bibs.subList(1, bibs.size())) {
            String[] cells = bib.split(",");
            assertThat(doors.post(
                                    "/v1/sessions/race/runners",
                                    "{'runner':'r%s','bib':'%s','chip':'%s'}".formatted(cells[0], cells[0], cells[1]))
                            .statusCode())
                    .isEqualTo(201);
        }
        doors.move(morning.plusSeconds(3600));
        HttpResponse<String> answer = doors.send(
                "POST", "/v1/sessions/race/marks?format=ipico&reader=finish", "text/plain", String.join("\r\n", lines));

        assertThat(answer.statusCode()).isEqualTo(200);
        long ofTheRace =
                lines.stream().filter(line -> line.startsWith("aa0005800370")).count();
        assertThat(doors.log.events(EventBody.Chip.class)).hasSize((int) ofTheRace);
        assertThat(doors.log.events(EventBody.Chip.class).get(0).observedAt())
                .isEqualTo(Instant.parse("2025-06-15T10:32:00Z"));
        // The lines of another year and reader have chips that nobody wears here.
        assertThat(doors.reasons()).hasSize((int) (lines.size() - ofTheRace)).containsOnly("UNKNOWN_CHIP");
    }
}

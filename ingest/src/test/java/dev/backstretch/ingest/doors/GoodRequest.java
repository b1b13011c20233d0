package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.luben.zstd.Zstd;
import dev.backstretch.ingest.files.UploadedFiles;
import dev.backstretch.schemas.door.ReadingContainer;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request that is good before it is damaged: one for each format that a door reads, in session s1 with runners r01, who has
 * the chip 058000120001, and r02, at 2026-11-21T02:00:00Z.
 *
 * @param described its path in the API's description
 * @param query damaged where there is no body
 * @param type empty where none is stated
 * @param encoding how the body is packed after it was damaged; empty where it is not
 */
record GoodRequest(HttpMethod method, String described, String query, String type, Encoding encoding, byte[] body) {
    static final String MINE = "?session=s1&runner=r01";
    static final String CHIP = "058000120001";

    private static final String OF_SESSION = "/v1/sessions/{session}";
    private static final String READINGS = OF_SESSION + "/readings";
    private static final String MARKS = OF_SESSION + "/marks";
    private static final String FILES = OF_SESSION + "/files";
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final int SECONDS = 12;

    /** How a body is packed. */
    enum Encoding {
        NONE(""),
        GZIP("gzip"),
        ZSTD("zstd");

        private final String name;

        Encoding(String name) {
            this.name = name;
        }

        /** As Content-Encoding has it. */
        String header() {
            return name;
        }

        byte[] pack(byte[] whole) {
            return switch (this) {
                case NONE -> whole;
                case GZIP -> UploadedFiles.gzip(whole);
                case ZSTD -> Zstd.compress(whole);
            };
        }
    }

    String path() {
        return described.replace("{session}", "s1").replace("{runner}", "r01");
    }

    /** The same for r02, as far as it is said in the open. */
    GoodRequest ofOther() {
        byte[] other = new String(body, StandardCharsets.ISO_8859_1)
                .replace("r01", "r02")
                .getBytes(StandardCharsets.ISO_8859_1);
        return new GoodRequest(method, described, query.replace("r01", "r02"), type, encoding, other);
    }

    private static GoodRequest json(HttpMethod method, String described, String body) {
        return new GoodRequest(method, described, "", JSON, Encoding.NONE, text(body));
    }

    private static GoodRequest post(String described, String query, String type, Encoding encoding, byte[] body) {
        return new GoodRequest(HttpMethod.POST, described, query, type, encoding, body);
    }

    private static GoodRequest device(String door, String body) {
        return post("/" + door, MINE, JSON, Encoding.NONE, text(body));
    }

    private static GoodRequest query(HttpMethod method, String door, String query) {
        return new GoodRequest(method, "/" + door, MINE + "&" + query, "", Encoding.NONE, new byte[0]);
    }

    private static GoodRequest lines(String format, String body) {
        return post(MARKS, "?format=" + format, "text/plain", Encoding.NONE, text(body));
    }

    private static GoodRequest file(String name, byte[] body) {
        return post(FILES, "?runner=r01&name=" + name, "application/octet-stream", Encoding.NONE, body);
    }

    /** JSON is written with single quotes here, to be read more easily. */
    private static byte[] text(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    /** Without an id of its own: what was damaged is another reading, then, and no duplicate. */
    private static String reading(String second) {
        return ServedDoors.reading("none").replace("'eventId':'none',", "").replace("01:59:59", "01:59:" + second);
    }

    /** A line of an IPICO reader. */
    static String ipico(String chip, String time) {
        String said = "00" + chip + "0001" + time;
        return "aa" + said + String.format(Locale.ROOT, "%02x", said.chars().sum() & 0xFF);
    }

    /** A sentence with its checksum. */
    static String sentence(String body) {
        return "$" + body + "*"
                + String.format(Locale.ROOT, "%02X", body.chars().reduce(0, (sum, c) -> sum ^ c));
    }

    /** By the names of their formats, lines of timing systems. */
    static Map<String, String> readerLines() {
        return Map.of(
                "ipico",
                ipico(CHIP, "26112101591036") + "\n" + ipico("058000120e38", "26112101591136"),
                "chronotrack",
                "CT01_33~12~finish~" + CHIP
                        + "~01:59:15.31~2~ED932A~4\nCT01_33~13~finish~guntime~01:58:00.00~0~ED932A~4" + "\nping",
                "wiclax",
                CHIP + ";21-11-2026 01:59:20.620;0A;559;;0\r*\r",
                "rfid-csv",
                CHIP + ",1,-52.5,1795226365051000,1795226365310000,7\n"
                        + "3034F8A1C2000000000004D2,1,-52.5,1795226366051000,1795226366310000,7");
    }

    /** What phones put into one message, whichever way it goes. */
    static List<String> messages() {
        return List.of(
                        reading("57"),
                        "[" + reading("56")
                                + ",{'runner':'r01','observedAt':'2026-11-21T01:59:57.5Z','courseDegrees':359.9,"
                                + "'cadenceStepsPerMinute':171,'distanceMeters':12.5}]",
                        "{'type':'ble','runner':'r01','observedAt':'2026-11-21T01:59:56Z','characteristic':'2A37',"
                                + "'value':'16 96 9A 01 A0 01'}",
                        "{'type':'ble','runner':'r01','observedAt':'2026-11-21T01:59:55Z','characteristic':'2A53',"
                                + "'value':'07 80 02 A0 5F 00 A0 0F 00 00'}",
                        "{'type':'nmea','runner':'r01','value':'"
                                + sentence("GPRMC,015954.5,A,4916.45,N,12311.12,W,000.5,054.7,211126,020.3,E") + "'}")
                .stream()
                .map(message -> message.replace('\'', '"'))
                .toList();
    }

    static final String OWN_TRACKS = "{\"_type\":\"location\",\"lat\":48.1,\"lon\":2.1,\"tst\":1795226400,\"acc\":5,"
            + "\"vel\":11,\"cog\":271,\"tid\":\"JJ\"}";

    /** One of each kind, each door's among them. */
    static List<GoodRequest> ofEachKind() {
        List<GoodRequest> good = new ArrayList<>();
        byte[] two =
                text("[" + reading("55") + ",{'runner':'r01','observedAt':'2026-11-21T01:59:58Z','heartRateBpm':90}]");
        byte[] lines = text(ServedDoors.reading("b") + "\n" + reading("54"));
        good.add(post(READINGS, "", JSON, Encoding.NONE, two));
        good.add(post(READINGS, "", LINES, Encoding.NONE, lines));
        good.add(post(READINGS, "", JSON, Encoding.GZIP, two));
        good.add(post(READINGS, "", LINES, Encoding.ZSTD, lines));
        messages().forEach(message -> good.add(post(READINGS, "", JSON, Encoding.NONE, text(message))));
        for (boolean deflated : new boolean[] {false, true}) {
            good.add(post(
                    READINGS,
                    "",
                    "application/avro",
                    Encoding.NONE,
                    ReadingContainer.encode(
                            List.of(JsonNodeFactory.instance
                                    .objectNode()
                                    .put("runner", "r01")
                                    .put("observedAt", "2026-11-21T02:00:00Z")
                                    .put("heartRateBpm", 150)),
                            deflated)));
        }
        good.add(json(
                HttpMethod.POST,
                MARKS,
                "[{'type':'tap','runner':'r01','observedAt':'2026-11-21T01:59:00Z'},"
                        + "{'type':'chip','chip':'058000120001','observedAt':'2026-11-21T01:59:10Z','rssiDbm':-53}]"));
        readerLines().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(one -> good.add(lines(one.getKey(), one.getValue())));
        good.add(json(
                HttpMethod.POST,
                OF_SESSION + "/events",
                "[{'type':'rpe','runner':'r01','rating':7},{'type':'weather','temperatureCelsius':30},"
                        + "{'type':'facing','runner':'r01','facing':'BACKWARD'},{'type':'symptom','runner':'r01',"
                        + "'symptom':'dizzy'},{'type':'safety','check':'track-clear','passed':true},"
                        + "{'type':'consent','runner':'r02','purpose':'map','given':true}]"));
        good.add(json(
                HttpMethod.POST,
                OF_SESSION + "/corrections",
                "{'action':'void','runner':'r01','lap':1,'reason':'it was not his'}"));
        good.add(json(HttpMethod.POST, OF_SESSION + "/control", "{'action':'pause'}"));
        good.add(json(HttpMethod.POST, OF_SESSION + "/gun", "{'wave':1}"));
        good.add(json(
                HttpMethod.POST,
                OF_SESSION + "/runners",
                "{'runner':'r02','alias':'Nok','bib':'7','chip':'c2','device':'phone-2','lane':2,'wave':1,"
                        + "'birthYear':1980,'restingHeartRateBpm':55,'maximumHeartRateBpm':180.5,'lapRule':'distance',"
                        + "'boardConsent':true}"));
        good.add(json(
                HttpMethod.PATCH,
                OF_SESSION + "/runners/{runner}",
                "{'device':'phone-1','chip':'058000120001','bib':'101'}"));
        good.add(json(
                HttpMethod.POST,
                "/v1/sessions",
                "{'sessionId':'s9','camp':'c1','plan':'quarter-mile-twice','timeZone':'Asia/Bangkok',"
                        + "'track':{'home':[[18.7956,98.9632],[18.7963,98.9634]]}}"));
        good.add(device("owntracks", OWN_TRACKS.replace("}", ",\"topic\":\"owntracks/jane/phone\"}")));
        good.add(device(
                "traccar",
                "{'location':{'timestamp':'2026-11-21T02:00:00.000Z','coords':{'latitude':48.1,'longitude':2.1,"
                        + "'accuracy':8.2,'speed':3.1,'heading':88.2,'altitude':300},'is_moving':true},"
                        + "'device_id':'48241179'}"));
        String osmAnd = "id=123456&timestamp=1795226400&lat=48.1&lon=2.1&speed=6.2&bearing=87.5";
        good.add(query(HttpMethod.POST, "traccar", osmAnd));
        good.add(query(HttpMethod.GET, "osmand", osmAnd));
        good.add(post("/osmand", MINE, "application/x-www-form-urlencoded", Encoding.NONE, text(osmAnd)));
        good.add(query(
                HttpMethod.GET,
                "gpslogger",
                "dev=p7&lat=48.1&lon=2.1&ts=1795226400&spd=3.18&dir=88.0&acc=10.6&prov=gps&batt=76.0"));
        good.add(device(
                "sensorlogger",
                "{'messageId':7,'sessionId':'x1','deviceId':'d1','payload':["
                        + "{'name':'Compass','time':1795226400600000000,'values':{'magneticBearing':358.5}},"
                        + "{'name':'heart rate','time':1795226400514000000,'values':{'bpm':151}},"
                        + "{'name':'Location','time':1795226400514000000,'values':{'latitude':48.1,'longitude':2.1,"
                        + "'speed':2.9,'bearing':271.5,'horizontalAccuracy':4.1}}]}"));
        good.addAll(files());
        return List.copyOf(good);
    }

    private static List<GoodRequest> files() {
        byte[] gpx = UploadedFiles.gpx(SECONDS);
        var form = new ByteArrayOutputStream();
        form.writeBytes(text("--edge\r\nContent-Disposition: form-data; name='file'; filename='a.csv'\r\n\r\n"));
        form.writeBytes(UploadedFiles.csv(SECONDS));
        form.writeBytes(text("\r\n--edge--\r\n"));
        return List.of(
                file("a.fit", UploadedFiles.fit(SECONDS)),
                file("a.tcx", UploadedFiles.tcx(SECONDS)),
                file("a.gpx", gpx),
                file("a.csv", UploadedFiles.csv(SECONDS)),
                file("a.gpx.gz", UploadedFiles.gzip(gpx)),
                file("a.zip", UploadedFiles.zip(Map.of("a.gpx", gpx))),
                post(FILES, "?runner=r01", "multipart/form-data; boundary=edge", Encoding.NONE, form.toByteArray()));
    }

    /** What real devices sent, as it was recorded; they sent it long ago. */
    static List<GoodRequest> recorded(Path folder) throws IOException {
        List<GoodRequest> good = new ArrayList<>();
        Path payloads = folder.resolve("payloads");
        for (String body : Files.readAllLines(payloads.resolve("owntracks-http-bodies.jsonl"))) {
            good.add(post("/owntracks", MINE, JSON, Encoding.NONE, body.getBytes(StandardCharsets.UTF_8)));
        }
        for (String body : Files.readAllLines(payloads.resolve("traccar-client-bodies.jsonl"))) {
            good.add(post("/traccar", MINE, JSON, Encoding.NONE, body.getBytes(StandardCharsets.UTF_8)));
        }
        Pattern parameters = Pattern.compile("[a-z]+=[^\\s\"]*&[^\\s\"]*");
        for (String line : Files.readAllLines(payloads.resolve("osmand-queries.txt"))) {
            Matcher found = parameters.matcher(line);
            if (found.find()) {
                good.add(query(HttpMethod.GET, "osmand", found.group()));
            }
        }
        Matcher bytes = Pattern.compile("\"hex\": \"([0-9a-fA-F ]+)\"")
                .matcher(Files.readString(payloads.resolve("ble-heart-rate-notifications.json")));
        for (int i = 0; i < 4 && bytes.find(); i++) {
            good.add(post(
                    READINGS,
                    "",
                    JSON,
                    Encoding.NONE,
                    text("{'type':'ble','runner':'r01','observedAt':'2026-11-21T02:00:00Z','characteristic':'2A37',"
                            + "'value':'" + bytes.group(1) + "'}")));
        }
        List<String> reads = Files.readAllLines(folder.resolve("timing/ipico-read-lines.txt"));
        good.add(lines("ipico", String.join("\n", reads.subList(0, Math.min(4, reads.size())))));
        for (String name : List.of("fit-run-57s-tiny.fit", "gpx-run-amazfit.gpx.gz", "tcx-run-hr-dies-310XT.tcx.gz")) {
            good.add(file(name, Files.readAllBytes(folder.resolve(name))));
        }
        return List.copyOf(good);
    }
}

package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of timing systems, over HTTP and over TCP. */
class TimingDoorsTest {
    private static final Instant NOW = Instant.parse("2026-03-07T13:56:02Z");
    private static final String IPICO = "aa00058000120e38000e26030713560136b0";
    private static final Instant IPICO_AT = Instant.parse("2026-03-07T13:56:01.54Z");

    private final DeviceStage doors = new DeviceStage(NOW, Duration.ofSeconds(1));

    TimingDoorsTest() throws Exception {}

    @BeforeEach
    void openASessionWithAChip() throws Exception {
        assertThat(doors.post("/v1/sessions", "{'sessionId':'s1','camp':'c1'}").statusCode())
                .isEqualTo(201);
        assertThat(doors.post("/v1/sessions/s1/runners", "{'runner':'r01','alias':'Ann','chip':'058000120e38'}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(doors.post("/v1/sessions/s1/runners", "{'runner':'r02','alias':'Bo','chip':'1234'}")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterEach
    void everythingReceivedIsAccountedFor() throws Exception {
        assertThat(doors.unaccounted("marks")).isZero();
        assertThat(doors.unaccounted("timing")).isZero();
        doors.close();
    }

    private HttpResponse<String> lines(String query, String body) throws IOException, InterruptedException {
        return doors.send("POST", "/v1/sessions/s1/marks?format=" + query, "text/plain", body);
    }

    private RunEvent only() {
        assertThat(doors.log.events(EventBody.Chip.class)).hasSize(1);
        return doors.log.events(EventBody.Chip.class).get(0);
    }

    // ---- over HTTP

    @Test
    void an_ipico_line_is_a_chip_read_of_its_runner() throws Exception {
        HttpResponse<String> answer = lines("ipico", IPICO + "\r\n");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(only().runnerId()).isEqualTo("r01");
        assertThat(only().observedAt()).isEqualTo(IPICO_AT);
        assertThat(only().origin().source()).isEqualTo("00");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"Atlantic/Cape_Verde, 2026-03-07T14:56:01.540Z", "-05:00, 2026-03-07T18:56:01.540Z"})
    void a_readers_clock_may_be_in_a_zone_of_its_own(String zone, Instant at) throws Exception {
        doors.move(at.plusSeconds(1));
        lines("ipico&reader=finish&zone=" + zone, IPICO);

        assertThat(only().observedAt()).isEqualTo(at);
        assertThat(only().origin().source()).isEqualTo("finish");
        assertThat(((EventBody.Chip) only().body()).reader()).isEqualTo("finish");
    }

    @ParameterizedTest(name = "{0} s")
    @CsvSource({"-2.4, -2400", "90, 90000", "0.25, 250"})
    void the_offset_of_a_readers_clock_is_added_to_its_times(String seconds, long millis) throws Exception {
        lines("ipico&reader=finish&offset=" + seconds, IPICO);

        assertThat(only().observedAt()).isEqualTo(IPICO_AT.plusMillis(millis));
    }

    @Test
    void the_same_passing_told_again_or_as_first_seen_is_known() throws Exception {
        HttpResponse<String> answer = lines("ipico", IPICO + "\n" + IPICO + "FS\n");

        assertThat(DeviceStage.json(answer).get("accepted").asInt()).isOne();
        assertThat(DeviceStage.json(answer).get("duplicates").asInt()).isOne();
        assertThat(DeviceStage.json(answer).get("conflicting").asInt()).isZero();
    }

    @Test
    void an_unknown_chip_is_kept_in_the_quarantine_until_it_is_bound() throws Exception {
        String unknown = "aa0005800385e07f000024081419130536";
        String line = unknown + "%02x".formatted(unknown.substring(2).chars().sum() & 0xFF);
        doors.move(Instant.parse("2024-08-14T19:13:06Z"));
        HttpResponse<String> answer = lines("ipico", line);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(doors.reasons()).containsExactly("UNKNOWN_CHIP");
        assertThat(new String(doors.log.rejections().get(0).payload(), StandardCharsets.UTF_8))
                .isEqualTo(line);
    }

    @Test
    void chronotracks_gun_starts_the_session() throws Exception {
        HttpResponse<String> answer = lines(
                "chronotrack",
                String.join(
                        "\r\n",
                        "CT01_33~1~start~guntime~13:50:01.01~0~DF239A~0",
                        "CT01_33~2~finish~1234~13:56:01.31~2~ED932A~4",
                        "CT01_33~3~30k~newlocation~13:56:01.31~0~ED932A~0"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(DeviceStage.json(answer).get("notices").asInt()).isOne();
        assertThat(doors.log.events(EventBody.Gun.class)).hasSize(1);
        SessionHead head = Objects.requireNonNull(doors.log.heads().get("s1"));
        assertThat(head.state()).isEqualTo(SessionHead.State.RUNNING);
        assertThat(head.startedAt()).isEqualTo(Instant.parse("2026-03-07T13:50:01.010Z"));
        assertThat(only().runnerId()).isEqualTo("r02");
        assertThat(((EventBody.Chip) only().body()).reader()).isEqualTo("finish");
        assertThat(only().origin().source()).isEqualTo("ED932A");
        assertThat(doors.count("notices", "marks")).isOne();
    }

    @Test
    void a_time_of_day_after_midnight_is_of_the_next_day() throws Exception {
        doors.move(Instant.parse("2026-03-08T00:30:05Z"));
        lines("chronotrack", "CT01_33~2~finish~1234~00:30:01.31~2~ED932A~4");

        assertThat(only().observedAt()).isEqualTo(Instant.parse("2026-03-08T00:30:01.310Z"));
    }

    @Test
    void wiclax_and_rfid_lines_are_chip_reads() throws Exception {
        lines("wiclax", "1234;07-03-2026 13:55:50.620;0A;559;;1\r*\r");
        lines("rfid-csv", """
                epc,antenna,rssi_dbm,first_seen_us,last_seen_us,count
                1234,2,-52.5,1772891755051000,1772891755310000,7
                """);

        assertThat(doors.log.events(EventBody.Chip.class))
                .extracting(RunEvent::observedAt)
                .containsExactly(Instant.parse("2026-03-07T13:55:50.620Z"), Instant.parse("2026-03-07T13:55:55.051Z"));
        assertThat(((EventBody.Chip)
                                doors.log.events(EventBody.Chip.class).get(1).body())
                        .rssiDbm())
                .isEqualTo(-52.5);
        assertThat(doors.count("notices", "marks")).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "ipico, aa00058000120e38000e26030713560136b1, CHECKSUM, line",
        "ipico, aa00058000120e38000e, LENGTH, line",
        "ipico, ab010a2c0411000000000000000000000000, HEADER, line",
        "ipico, aa00058000120e38000e26030713560136b0XX, LENGTH, line",
        "ipico, aa00058000120e38000g26030713560136b0, FORMAT, line",
        "ipico, aa00058000120e38000e26130713560136b1, TIME, line",
        "chronotrack, 'CT01_13,1,finish,50101,15:54:48.90,1,117F37,8', FORMAT, line",
        "chronotrack, CT01_33~12~finish~1234~25:02:15.31~2~ED932A~4, TIME, time",
        "chronotrack, CT01_33~x~finish~1234~13:02:15.31~2~ED932A~4, BAD_NUMBER, sequence",
        "chronotrack, CT01_33~1~finish~~13:02:15.31~2~ED932A~4, INVALID_ID, tag",
        "wiclax, 77;2026-11-21 02:00:00, TIME, time",
        "wiclax, 77, FORMAT, line",
        "wiclax, ;07-03-2026 13:55:50.620, INVALID_ID, chip",
        "wiclax, 77;07-03-2026 13:55:50.620;0A;many, BAD_NUMBER, lap",
        "rfid-csv, 'E,1,-52.5,soon,2,7', TIME, first_seen_us",
        "rfid-csv, 'E,1,loud,1772891755051000,2,7', BAD_NUMBER, rssi_dbm",
        "rfid-csv, 'E,1', FORMAT, line",
        "rfid-csv, 'E,1,-52.5,1762891755051000,1762891755051000,7', UNKNOWN_CHIP, chip",
        "rfid-csv, '1234,1,-52.5,1772904755051000,1772904755051000,7', TIME_FUTURE, observedAt",
        "rfid-csv, '1234,1,-52.5,1772704755051000,1772704755051000,7', UNKNOWN_CHIP, chip",
    })
    void a_line_that_cannot_be_is_refused_and_its_neighbours_are_not(
            String format, String line, String reason, String field) throws Exception {
        HttpResponse<String> answer = lines(format, line + "\n");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(DeviceStage.json(answer).at("/rejected/0/reason").asText()).isEqualTo(reason);
        assertThat(DeviceStage.json(answer).at("/rejected/0/field").asText()).isEqualTo(field);
        assertThat(doors.reasons()).containsExactly(reason);
        assertThat(doors.log.events(EventBody.Chip.class)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'stopwatch', 400",
        "'ipico&zone=Mars', 400",
        "'ipico&reader=a|b', 400",
        "'ipico&offset=soon', 400",
        "'ipico&offset=43201', 400"
    })
    void what_the_address_says_must_be_known(String query, int status) throws Exception {
        assertThat(lines(query.replace("|", "%7C"), IPICO).statusCode()).isEqualTo(status);
        assertThat(doors.log.rejections()).isEmpty();
    }

    @Test
    void json_is_read_at_the_same_address() throws Exception {
        assertThat(doors.post(
                                "/v1/sessions/s1/marks",
                                "{'type':'chip','chip':'1234','observedAt':'2026-03-07T13:56:00Z'}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(only().runnerId()).isEqualTo("r02");
    }

    // ---- over TCP

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), doors.readerPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static BufferedReader hear(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited long enough").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void awaitReads(int reads) throws InterruptedException {
        await(() -> doors.count("readings.accepted", "timing") == reads);
    }

    @Test
    void a_reader_that_says_nothing_but_its_lines_is_understood() throws Exception {
        try (Socket socket = connect()) {
            say(socket, IPICO + "\r\n");
            awaitReads(1);
        }
        assertThat(only().runnerId()).isEqualTo("r01");
    }

    @Test
    void a_line_may_come_in_pieces() throws Exception {
        try (Socket socket = connect()) {
            for (String piece : new String[] {IPICO.substring(0, 5), IPICO.substring(5, 30), IPICO.substring(30)}) {
                say(socket, piece);
                TimeUnit.MILLISECONDS.sleep(20);
            }
            say(socket, "\n");
            awaitReads(1);
        }
    }

    @Test
    void chronotracks_ping_is_acknowledged_and_is_a_notice() throws Exception {
        try (Socket socket = connect()) {
            say(socket, "ping\r\n");
            assertThat(hear(socket).readLine()).isEqualTo("ack~ping");
            say(socket, "CT01_33~2~finish~1234~13:56:01.31~2~ED932A~4\r\n");
            awaitReads(1);
        }
        assertThat(doors.count("notices", "timing")).isOne();
    }

    @Test
    void a_first_line_can_say_session_format_zone_and_mat() throws Exception {
        assertThat(doors.post("/v1/sessions", "{'sessionId':'other','camp':'c1'}")
                        .statusCode())
                .isEqualTo(201);
        doors.move(NOW.plusSeconds(3600));
        try (Socket socket = connect()) {
            say(socket, "backstretch session=s1&format=ipico&zone=-01:00&reader=finish\n" + IPICO + "\n");
            awaitReads(1);
        }
        assertThat(only().observedAt()).isEqualTo(IPICO_AT.plusSeconds(3600));
        assertThat(only().origin().source()).isEqualTo("finish");
    }

    @Test
    void a_first_line_can_say_how_far_the_clock_is_off_and_is_hung_up_on_when_that_is_no_time() throws Exception {
        try (Socket socket = connect()) {
            say(socket, "backstretch format=ipico&offset=-2.4&reader=finish\n" + IPICO + "\n");
            awaitReads(1);
        }
        assertThat(only().observedAt()).isEqualTo(IPICO_AT.minusMillis(2_400));
        try (Socket socket = connect()) {
            say(socket, "backstretch format=ipico&offset=yesterday\n");
            assertThat(hear(socket).readLine()).contains("offset");
        }
    }

    @Test
    void with_two_sessions_open_a_reader_that_names_none_is_told_so() throws Exception {
        assertThat(doors.post("/v1/sessions", "{'sessionId':'other','camp':'c1'}")
                        .statusCode())
                .isEqualTo(201);
        try (Socket socket = connect()) {
            say(socket, IPICO + "\n");
            BufferedReader answers = hear(socket);
            assertThat(answers.readLine()).contains("backstretch session=");
            assertThat(answers.readLine()).isNull();
        }
        assertThat(doors.count("requests.refused", "timing")).isOne();
    }

    @Test
    void a_session_that_asks_for_tokens_takes_a_reader_with_one() throws Exception {
        assertThat(doors.post("/v1/sessions/s1/control", "{'action':'close'}").statusCode())
                .isEqualTo(200);
        assertThat(doors.post("/v1/sessions", "{'sessionId':'s2','camp':'c1','requireTokens':true}")
                        .statusCode())
                .isEqualTo(201);
        String coach = doors.token(Grant.ofSession(Role.COACH, "s2"));
        assertThat(doors.post("/v1/sessions/s2/runners?token=" + coach, "{'runner':'r01','chip':'058000120e38'}")
                        .statusCode())
                .isEqualTo(201);
        for (String first : new String[] {
            "",
            "backstretch session=s2\n",
            "backstretch token=wrong\n",
            "backstretch token=" + doors.token(Grant.ofRunner(Role.DEVICE, "s2", "r01")) + "\n"
        }) {
            try (Socket socket = connect()) {
                say(socket, first + IPICO + "\n");
                assertThat(hear(socket).readLine()).as(first).isNotNull();
            }
        }
        assertThat(doors.count("readings.received", "timing")).isZero();
        try (Socket socket = connect()) {
            say(socket, "backstretch token=" + doors.token(Grant.ofSession(Role.TIMING, "s2")) + "\n" + IPICO + "\n");
            awaitReads(1);
        }
        assertThat(only().sessionId()).isEqualTo("s2");
    }

    @Test
    void an_overlong_line_costs_itself_and_nothing_else() throws Exception {
        try (Socket socket = connect()) {
            say(socket, "backstretch format=ipico\n" + "a".repeat(100_000) + "\n" + IPICO + "\n");
            awaitReads(1);
        }
        assertThat(doors.reasons()).containsExactly("LENGTH");
        assertThat(doors.log.rejections().get(0).payload().length).isLessThan(1_000);
    }

    @Test
    void half_a_line_does_not_hold_a_connection_for_ever() throws Exception {
        try (Socket socket = connect()) {
            say(socket, "aa00");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_line_of_no_system_is_told_so() throws Exception {
        try (Socket socket = connect()) {
            say(socket, "hello\n");
            assertThat(hear(socket).readLine()).contains("no timing system");
        }
    }

    @Test
    void lines_that_the_log_does_not_take_are_tried_again_until_it_does() throws Exception {
        doors.log.fail(true);
        try (Socket socket = connect()) {
            say(socket, IPICO + "\n");
            TimeUnit.MILLISECONDS.sleep(300);
            assertThat(doors.count("readings.received", "timing")).isZero();
            doors.log.fail(false);
            awaitReads(1);
        }
        assertThat(only().runnerId()).isEqualTo("r01");
    }

    @Test
    void a_reader_that_stays_connected_goes_on_in_the_next_session() throws Exception {
        try (Socket socket = connect()) {
            say(socket, IPICO + "\n");
            awaitReads(1);
            assertThat(doors.post("/v1/sessions/s1/control", "{'action':'close'}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(doors.post("/v1/sessions", "{'sessionId':'s2','camp':'c1'}")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(doors.post("/v1/sessions/s2/runners", "{'runner':'r01','chip':'058000120e38'}")
                            .statusCode())
                    .isEqualTo(201);
            say(socket, IPICO + "\n");
            awaitReads(2);
        }
        assertThat(doors.log.events(EventBody.Chip.class))
                .extracting(RunEvent::sessionId)
                .containsExactly("s1", "s2");
    }

    private void openLocked(String session) throws Exception {
        assertThat(doors.post("/v1/sessions", "{'sessionId':'" + session + "','camp':'c1','requireTokens':true}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(doors.post(
                                "/v1/sessions/" + session + "/runners?token=" + doors.token(Grant.operator()),
                                "{'runner':'r01','chip':'058000120e38'}")
                        .statusCode())
                .isEqualTo(201);
    }

    private void close(String session) throws Exception {
        assertThat(doors.post(
                                "/v1/sessions/" + session + "/control?token=" + doors.token(Grant.operator()),
                                "{'action':'close'}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_token_that_ends_ends_its_readers_connection_before_the_next_line_is_taken() throws Exception {
        close("s1");
        openLocked("s2");
        try (Socket socket = connect()) {
            say(socket, "backstretch token=" + doors.token(Grant.ofSession(Role.TIMING, "s2")) + "\n" + IPICO + "\n");
            awaitReads(1);
            doors.move(NOW.plus(Duration.ofHours(2)));
            say(socket, IPICO + "FS\n");

            BufferedReader answers = hear(socket);
            assertThat(answers.readLine()).contains("does not hold");
            assertThat(answers.readLine()).isNull();
        }
        assertThat(doors.count("readings.received", "timing")).isOne();
    }

    @Test
    void a_reader_takes_its_token_along_into_the_next_session() throws Exception {
        close("s1");
        openLocked("s2");
        try (Socket socket = connect()) {
            say(socket, "backstretch token=" + doors.token(Grant.operator()) + "\n" + IPICO + "\n");
            awaitReads(1);
            close("s2");
            openLocked("s3");
            say(socket, IPICO + "\n");
            awaitReads(2);
        }
        assertThat(doors.log.events(EventBody.Chip.class))
                .extracting(RunEvent::sessionId)
                .containsExactly("s2", "s3");
    }

    @Test
    void a_stranger_who_says_nothing_is_let_go_where_tokens_are_asked_for_and_a_reader_elsewhere_is_not()
            throws Exception {
        try (Socket reader = connect()) {
            TimeUnit.MILLISECONDS.sleep(1_300);
            say(reader, IPICO + "\n");
            awaitReads(1);
        }
        close("s1");
        openLocked("s2");
        try (Socket introduced = connect();
                Socket stranger = connect()) {
            say(introduced, "backstretch token=" + doors.token(Grant.ofSession(Role.TIMING, "s2")) + "\n");
            assertThat(stranger.getInputStream().read()).isEqualTo(-1);
            TimeUnit.MILLISECONDS.sleep(300);
            say(introduced, IPICO + "\n");
            awaitReads(2);
        }
    }
}

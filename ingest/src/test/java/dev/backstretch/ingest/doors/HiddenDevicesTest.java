package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.outcome.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose device it is by its binding alone is somebody all the same: what that runner hides is kept of no refused message. */
class HiddenDevicesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final String WHOLE = "{'_type':'location','lat':48.1,'lon':2.1,'tst':1795226399,'tid':'jo'}";
    private static final String HALF = "{'_type':'location','lat':48.1,'tst':1795226399,'tid':'jo'}";

    private final DeviceStage doors;

    HiddenDevicesTest() throws Exception {
        doors = new DeviceStage(NOW);
    }

    @BeforeEach
    void oneOfTwoHidesAPlace() throws Exception {
        doors.post("/v1/sessions", "{'sessionId':'s1','camp':'c1'}");
        doors.post(
                "/v1/sessions/s1/runners",
                "[{'runner':'r01','device':'jane/phone','home':[48.1,2.1]},{'runner':'r02','device':'joe/phone'}]");
    }

    @AfterEach
    void everythingReceivedIsAccountedFor() throws Exception {
        assertThat(doors.unaccounted("owntracks")).isZero();
        doors.close();
    }

    private Rejection refused(String device, String reason, String body) throws Exception {
        String user = device.split("/", 2)[0];
        assertThat(doors.post("/owntracks?session=s1&u=" + user + "&d=phone", body)
                        .statusCode())
                .isEqualTo(200);
        List<Rejection> kept = doors.log.rejections();
        assertThat(kept).isNotEmpty();
        assertThat(kept.get(kept.size() - 1).reason()).isEqualTo(reason);
        return kept.get(kept.size() - 1);
    }

    private static String payload(Rejection rejection) {
        return new String(rejection.payload(), StandardCharsets.UTF_8);
    }

    private void end() throws Exception {
        doors.post("/v1/sessions/s1/control", "{'action':'close'}");
        doors.move(NOW.plusSeconds(301));
    }

    @Test
    void what_comes_after_the_end_keeps_nothing_of_who_hides_a_place() throws Exception {
        end();
        assertThat(refused("jane/phone", "SESSION_CLOSED", WHOLE).payload()).isEmpty();
        assertThat(payload(refused("joe/phone", "SESSION_CLOSED", WHOLE))).contains("48.1");
    }

    @Test
    void a_message_that_is_no_reading_keeps_nothing_of_who_hides_a_place() throws Exception {
        Rejection hidden = refused("jane/phone", "MISSING", HALF);
        assertThat(hidden.payload()).isEmpty();
        assertThat(hidden.value()).isNull();
        assertThat(payload(refused("joe/phone", "MISSING", HALF))).contains("48.1");
    }

    @Test
    void nor_of_who_has_opted_out() throws Exception {
        for (String purpose : List.of("board", "coach")) {
            doors.post(
                    "/v1/sessions/s1/events",
                    "{'type':'consent','runner':'r02','purpose':'" + purpose + "','given':false}");
        }
        assertThat(refused("joe/phone", "MISSING", HALF).payload()).isEmpty();
        end();
        assertThat(refused("joe/phone", "SESSION_CLOSED", WHOLE).payload()).isEmpty();
    }

    @Test
    void a_device_that_had_two_holders_is_of_both() throws Exception {
        doors.move(NOW.plusSeconds(10));
        doors.send("PATCH", "/v1/sessions/s1/runners/r02", "application/json", "{\"device\":\"jane/phone\"}");
        assertThat(refused("jane/phone", "MISSING", HALF).payload()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {WHOLE, HALF})
    void where_nobody_can_be_named_it_may_be_anyone_of_the_camp(String body) throws Exception {
        assertThat(refused("x/phone", body.equals(WHOLE) ? "UNKNOWN_DEVICE" : "MISSING", body)
                        .payload())
                .isEmpty();

        // Of a camp where nobody hides anything it stays.
        doors.post("/v1/sessions", "{'sessionId':'s2','camp':'c2'}");
        doors.post("/owntracks?session=s2&u=x&d=phone", body);
        assertThat(payload(doors.log.rejections().get(1))).contains("48.1");
    }
}

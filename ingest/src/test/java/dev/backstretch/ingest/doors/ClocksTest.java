package dev.backstretch.ingest.doors;

import static dev.backstretch.ingest.doors.ServedDoors.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Role;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clocks of devices, through the door: a wrong year is refused, minutes are corrected and said. */
class ClocksTest {
    private ServedDoors doors;

    @BeforeEach
    void serve() throws Exception {
        doors = ServedDoors.usual();
    }

    @AfterEach
    void close() throws Exception {
        doors.close();
    }

    private HttpResponse<String> send(Instant observedAt, String more) throws Exception {
        return doors.post(
                "/v1/sessions/s1/readings",
                "{'runner':'r01','observedAt':'" + observedAt + "','heartRateBpm':150" + more + "}");
    }

    @ParameterizedTest(name = "a clock that is {0} s off: {1}")
    @CsvSource({
        "31536000, TIME_FUTURE",
        "-31536000, TIME_STALE",
        "3600, TIME_FUTURE",
        "301, TIME_FUTURE",
        "-90000, TIME_STALE"
    })
    void a_wrong_year_or_hour_is_refused(long seconds, String reason) throws Exception {
        HttpResponse<String> answer = send(ServedDoors.NOW.plusSeconds(seconds), "");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).at("/rejected/0/reason").asText()).isEqualTo(reason);
        assertThat(json(answer).at("/rejected/0/message").asText()).contains("set the device's clock");
        assertThat(json(answer).has("clocks")).isFalse();
    }

    @ParameterizedTest(name = "a clock that is {0} s off: {1}")
    @CsvSource({"180, ahead", "300, ahead", "-240, behind"})
    void minutes_are_taken_and_said_to_the_phone_and_to_the_coach(long seconds, String where) throws Exception {
        Instant observedAt = ServedDoors.NOW.plusSeconds(seconds);
        JsonNode answer = json(send(observedAt, ",'device':'phone-7'"));

        assertThat(answer.get("accepted").asInt()).isOne();
        assertThat(doors.log.events(EventBody.Readings.class).get(0).observedAt())
                .as("the log keeps what the device said")
                .isEqualTo(observedAt);
        JsonNode off = answer.at("/clocks/0");
        assertThat(off.get("runner").asText()).isEqualTo("r01");
        assertThat(off.get("device").asText()).isEqualTo("phone-7");
        assertThat(off.get("offsetSeconds").asDouble()).isEqualTo((double) -seconds);
        assertThat(off.get("message").asText()).contains(Math.abs(seconds) + " s " + where, "corrected");
        assertThat(json(doors.send(doors.request("/v1/sessions/s1/clocks").GET()))
                        .get("clocks"))
                .isEqualTo(answer.get("clocks"));
    }

    @Test
    void a_phone_that_only_sent_late_is_not_called_wrong_any_more_when_it_sends_at_once() throws Exception {
        assertThat(json(send(ServedDoors.NOW.minusSeconds(120), ""))
                        .at("/clocks/0/offsetSeconds")
                        .asDouble())
                .isEqualTo(120);
        assertThat(json(send(ServedDoors.NOW.minusMillis(300), "")).has("clocks"))
                .isFalse();
        assertThat(json(doors.send(doors.request("/v1/sessions/s1/clocks").GET()))
                        .get("clocks"))
                .isEmpty();
    }

    @Test
    void whose_clock_is_off_is_for_the_coach() throws Exception {
        doors.openLockedSession("s9");
        for (Role role : new Role[] {Role.COACH, Role.SCREEN, Role.TIMING}) {
            assertThat(doors.send(doors.request(
                                            "/v1/sessions/s9/clocks?token=" + doors.token(Grant.ofSession(role, "s9")))
                                    .GET())
                            .statusCode())
                    .as(role.text())
                    .isEqualTo(role == Role.COACH ? 200 : 403);
        }
        assertThat(doors.send(doors.request("/v1/sessions/s9/clocks").GET()).statusCode())
                .isEqualTo(401);
    }
}

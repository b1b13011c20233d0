package dev.backstretch.ingest.doors;

import static dev.backstretch.ingest.doors.ServedDoors.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.QuotaSettings;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each door says to who has sent too much, so that the device comes again and loses nothing. */
class QuotaDoorsTest {
    /** What may come at once to a session, at a refill so slow that none comes back within a test. */
    private static final int AT_ONCE = 10;

    private static final String MINE = "session=s1&runner=r01";
    private static final String FIX = "lat=18.7&lon=98.9&timestamp=1795226399";

    private ServedDoors doors;

    @BeforeEach
    void serve() throws Exception {
        doors = new ServedDoors(IngestSettings.at("localhost:1").withQuotas(new QuotaSettings(1, 1, 100)));
    }

    @AfterEach
    void close() throws Exception {
        doors.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "traccar|{'location':{'timestamp':'2026-11-21T01:59:59Z','coords':{'latitude':18.7,'longitude':98.9}},'device_id':'d'}",
                "osmand|''",
                "gpslogger|''",
                "sensorlogger|{'messageId':1,'sessionId':'s','deviceId':'d','payload':[]}"
            })
    void a_device_over_the_quota_hears_429_and_when_to_come_again_and_nothing_is_read(String door, String body)
            throws Exception {
        useUp();

        HttpResponse<String> refused = ask(door, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isPositive();
        assertThat(doors.count("run.ingest.requests.refused", door)).isOne();
        assertThat(doors.count("run.ingest.readings.received", door)).isZero();
    }

    @Test
    void own_tracks_over_the_quota_is_hung_up_on_because_any_status_would_mean_delivered() throws Exception {
        useUp();

        assertThatThrownBy(() -> ask("owntracks", "{'_type':'location','lat':18.7,'lon':98.9,'tst':1795226399}"))
                .isInstanceOf(IOException.class);

        assertThat(doors.count("run.ingest.requests.refused", "owntracks")).isOne();
        assertThat(doors.count("run.ingest.readings.received", "owntracks")).isZero();
    }

    @Test
    void what_a_device_door_takes_is_charged_to_the_same_quota_as_readings() throws Exception {
        String payload = IntStream.rangeClosed(1, 2 * AT_ONCE)
                .mapToObj(second ->
                        "{'name':'heart rate','time':" + (1795226360L + second) + "000000000,'values':{'bpm':150}}")
                .collect(Collectors.joining(","));
        HttpResponse<String> taken =
                ask("sensorlogger", "{'messageId':1,'sessionId':'s','deviceId':'d','payload':[" + payload + "]}");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        assertThat(doors.count("run.ingest.readings.accepted", "sensorlogger")).isEqualTo(2 * AT_ONCE);

        assertThat(doors.post("/v1/sessions/s1/readings", reading("a")).statusCode())
                .isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"traccar", "osmand", "gpslogger", "sensorlogger", "owntracks"})
    void a_device_that_sends_what_nobody_can_read_uses_up_its_quota_too(String door) throws Exception {
        for (int i = 0; i < AT_ONCE; i++) {
            HttpResponse<String> answer = doors.send(doors.request("/" + door + "?" + MINE)
                    .method("POST", HttpRequest.BodyPublishers.ofString("{not JSON")));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        }

        assertThat(doors.post("/v1/sessions/s1/readings", reading("a")).statusCode())
                .isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"control", "gun"})
    void commands_have_a_quota_each_which_is_not_that_of_the_phones(String door) throws Exception {
        useUp();
        int last = 0;
        for (int i = 0; i <= AT_ONCE; i++) {
            last = doors.post("/v1/sessions/s1/" + door, "{'action':'resume'}").statusCode();
            assertThat(i == 0 && last == 429)
                    .as("the first, with the phones' quota used up")
                    .isFalse();
        }

        assertThat(last).isEqualTo(429);
    }

    private void useUp() throws Exception {
        String items = IntStream.range(0, 3 * AT_ONCE)
                .mapToObj(i -> reading("used-" + i))
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(doors.post("/v1/sessions/s1/readings", items).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> ask(String door, String body) throws Exception {
        boolean query = body.isEmpty();
        String path = "/" + door + "?" + MINE + (query ? "&id=d&" + FIX : "");
        return doors.send(doors.request(path)
                .method(
                        query ? "GET" : "POST",
                        query
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }
}

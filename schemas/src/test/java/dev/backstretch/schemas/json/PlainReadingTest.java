package dev.backstretch.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainReadingTest {
    private static final EventJson.Context DOOR =
            EventJson.Context.door("s1", Instant.parse("2026-11-21T02:00:00Z")).withTypes("reading", Set.of("reading"));

    private static List<PlainReading> scan(String body, int limit) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNullElse(PlainReading.scan(bytes, 0, bytes.length, limit), List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59.123456Z','eventId':'e-1','heartRateBpm':150}",
                "{'runner':'r1','observedAt':'2026-11-21T08:59:59+07:00','speedMetersPerSecond':3.25}",
                "{'type':'reading','runner':'r1','observedAt':'2026-11-21T01:59:59Z','courseDegrees':-0}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59Z','courseDegrees':-0.0,'type':null,'eventId':null}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59Z','altitudeMeters':123456789012345678901234567890}",
                "{'runner':'\\u0072\\u0031','observedAt':'2026-11-21T01:59:59Z','cadenceStepsPerMinute':1e2}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59Z','latitudeDegrees':18.7,'longitudeDegrees':98.9,"
                        + "'horizontalAccuracyMeters':4.9e-324,'compassDegrees':0.1,'distanceMeters':1.7976931348623157E308}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59Z'}"
            })
    void is_the_event_that_the_longer_way_makes_of_it(String text) {
        String json = text.replace('\'', '"');
        List<PlainReading> found = scan(json, 10);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).event(DOOR, null))
                .isEqualTo(((EventJson.Result.Parsed) EventJson.parse(json, DOOR)).event());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[1]",
                "[{'runner':'r1','observedAt':'2026-11-21T01:59:59Z'}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59Z'} {}",
                "{'runner':'r1','runner':'r1','observedAt':'2026-11-21T01:59:59Z'}",
                "{'runner':null,'runner':'r1','observedAt':'2026-11-21T01:59:59Z'}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59'}",
                "{'runner':'r1','observedAt':1795226399}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59Z','heartRateBpm':'150'}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59Z','heartRateBpm':NaN}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59Z','heartRateBpm':1e999}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59Z','heartRateBpm':[150]}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59Z','source':'phone'}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59Z','receivedAt':'2026-11-21T01:59:59Z'}",
                "{'runner':'r1','observedAt':'2026-11-21T01:59:59Z','unheardOf':{'a':1}}",
                "{'runner':'r|1','observedAt':'2026-11-21T01:59:59Z'}",
                "{'runner':' ','observedAt':'2026-11-21T01:59:59Z'}",
                "{'runner':'r\\u0000','observedAt':'2026-11-21T01:59:59Z'}",
                "{'runner':'ré','observedAt':'2026-11-21T01:59:59Z'}",
                "{'type':'tap','runner':'r1','observedAt':'2026-11-21T01:59:59Z'}",
                "{'type':1,'runner':'r1','observedAt':'2026-11-21T01:59:59Z'}"
            })
    void leaves_what_is_unusual_or_wrong_to_the_way_that_can_say_why(String text) {
        assertThat(scan(text.replace('\'', '"'), 10)).isEmpty();
    }

    @Test
    void leaves_a_body_of_too_many_and_one_of_many_that_is_unusual() {
        String one = "{\"runner\":\"r1\",\"observedAt\":\"2026-11-21T01:59:59Z\"}";
        assertThat(scan("[" + one + "," + one + "]", 2)).hasSize(2);
        assertThat(scan("[" + one + "," + one + "]", 1)).isEmpty();
        assertThat(scan("[" + one + ",{\"a\":1}]", 2)).isEmpty();
    }

    @Test
    void says_where_each_one_stands() {
        String one = "{\"runner\":\"r1\",\"observedAt\":\"2026-11-21T01:59:59Z\"}";
        List<PlainReading> found = scan(" [ " + one + " ,\n" + one + " ] ", 2);
        assertThat(found.get(0).start()).isEqualTo(3);
        assertThat(found.get(0).end()).isEqualTo(3 + one.length());
        assertThat(found.get(1).start()).isEqualTo(3 + one.length() + 3);
        assertThat(found.get(1).end()).isEqualTo(3 + one.length() + 3 + one.length());
    }

    @Test
    void reads_every_number_to_the_same_bit() {
        var random = new Random(20261121);
        for (int i = 0; i < 20_000; i++) {
            double any = i % 2 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : Math.rint(random.nextDouble() * 1e9) / Math.pow(10, random.nextInt(9));
            if (!Double.isFinite(any)) {
                continue;
            }
            // As it is written, and with more digits than there are.
            for (String text : new String[] {Double.toString(any), new java.math.BigDecimal(any).toPlainString()}) {
                if (text.length() > 90) {
                    continue;
                }
                RunEvent event = Objects.requireNonNull(scan(
                                "{\"runner\":\"r1\",\"observedAt\":\"2026-11-21T01:59:59Z\",\"distanceMeters\":" + text
                                        + "}",
                                1)
                        .get(0)
                        .event(DOOR, null));
                double read =
                        ((EventBody.Readings) event.body()).readings().get(0).distanceMeters();
                double usual = ((EventBody.Readings) ((EventJson.Result.Parsed) EventJson.parse(
                                        "{\"runner\":\"r1\",\"observedAt\":\"2026-11-21T01:59:59Z\",\"distanceMeters\":"
                                                + text + "}",
                                        DOOR))
                                .event()
                                .body())
                        .readings()
                        .get(0)
                        .distanceMeters();
                assertThat(Double.doubleToRawLongBits(read)).as(text).isEqualTo(Double.doubleToRawLongBits(usual));
            }
        }
    }

    @Test
    void takes_the_runner_of_the_token_or_the_place_where_it_names_none() {
        PlainReading nobodys = scan("{\"observedAt\":\"2026-11-21T01:59:59Z\",\"heartRateBpm\":150}", 1)
                .get(0);
        assertThat(nobodys.event(DOOR, null)).isNull();
        assertThat(Objects.requireNonNull(nobodys.event(DOOR, "r7")).runnerId()).isEqualTo("r7");
        assertThat(Objects.requireNonNull(nobodys.event(DOOR.withRunner("r8"), null))
                        .runnerId())
                .isEqualTo("r8");
    }
}

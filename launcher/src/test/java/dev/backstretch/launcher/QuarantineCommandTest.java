package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.replay.Quarantined;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuarantineCommandTest {
    @Test
    void whatLiesThereWithoutItsDigitsCannotBeSentAgain() {
        Rejection blanked = rejection("readings", "r1", "{\"latitudeDegrees\":##.####}", "too old" + Rejection.BLANKED);

        assertThat(QuarantineCommand.hindrance(new Quarantined(0, 0, blanked))).contains("digits were not kept");
    }

    private static Rejection rejection(String door, @Nullable String runner, String payload) {
        return rejection(door, runner, payload, "mend it");
    }

    private static Rejection rejection(String door, @Nullable String runner, String payload, String message) {
        return new Rejection(
                "s 1",
                runner,
                null,
                door,
                "RANGE",
                null,
                null,
                message,
                Instant.parse("2026-11-21T02:00:00Z"),
                null,
                -1,
                -1,
                payload.getBytes(StandardCharsets.UTF_8),
                1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "readings    | {'a':1}      | /v1/sessions/s%201/readings        |",
                "live        | {'a':1}      | /v1/sessions/s%201/readings        |",
                "mqtt        | {'a':1}      | /v1/sessions/s%201/readings        |",
                "mqtt-broker | {'a':1}      | /v1/sessions/s%201/readings        |",
                "marks       | {'a':1}      | /v1/sessions/s%201/marks           |",
                "files       | <gpx>        | /v1/sessions/s%201/files?runner=r1 |",
                "marks       | aa0580001234 |                                    | no JSON object",
                "timing      | aa0580001234 |                                    | again from the device",
                "mqtt        | {'_type':'location'} |                            | again from the device",
                "owntracks   | {'a':1}      |                                    | again from the device",
                "traccar     | {'a':1}      |                                    | again from the device",
                "osmand      | lat=1        |                                    | again from the device",
                "control     | {'a':1}      |                                    | one command at a time",
            })
    void whatCanBeSentAgainHasADoorAndWhatCannotSaysWhy(
            String door, String payload, @Nullable String path, @Nullable String hindrance) {
        Rejection rejection = rejection(door, "r1", payload.replace('\'', '"'));
        String found = QuarantineCommand.hindrance(new Quarantined(0, 0, rejection));

        if (hindrance == null) {
            assertThat(found).isNull();
            assertThat(QuarantineCommand.pathOf(rejection)).hasValue(path);
        } else {
            assertThat(found).contains(hindrance);
        }
    }

    @Test
    void whoseItemItIsWhenATokenSaidItIsSaidInTheItem() throws Exception {
        var json = new ObjectMapper();
        assertThat(json.readTree(
                        QuarantineCommand.bodyOf(rejection("readings", "r1", "{\"latitude\":18.70000000000000011}"))))
                .isEqualTo(json.readTree("{\"latitude\":18.70000000000000011,\"runner\":\"r1\"}"));
        String complete = "{\"runner\":\"r2\", \"latitude\":1.50}";
        assertThat(QuarantineCommand.bodyOf(rejection("readings", "r1", complete)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(complete);
        assertThat(QuarantineCommand.bodyOf(rejection("files", "r1", "{}")))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{}");
        assertThat(QuarantineCommand.bodyOf(rejection("readings", "r1", "{broken")))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{broken");
    }
}

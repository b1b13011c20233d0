package dev.backstretch.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RejectionTest {
    private static final Instant T0 = Instant.parse("2026-11-20T06:00:00Z");

    private static Rejection rejection(byte[] payload) {
        return new Rejection(
                "s", "r", "e", "http", "RANGE_HR", "heartRateBpm", "18.79,98.95", "words", T0, "t", 1, 2, payload);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void two_are_equal_when_all_they_say_is_equal() {
        assertThat(rejection(bytes("a")))
                .isEqualTo(rejection(bytes("a")))
                .hasSameHashCodeAs(rejection(bytes("a")))
                .isNotEqualTo(null)
                .isNotEqualTo("a");
        assertThat(rejection(bytes("a")).hashCode())
                .isNotEqualTo(rejection(bytes("b")).hashCode());
    }

    @Test
    void each_part_tells_two_apart() {
        Rejection one = rejection(bytes("a"));
        assertThat(List.of(
                        of(null, "r", "e", "http", "R", "f", "v", "m", T0, "t", 1, 2, "a", 1),
                        of("s", null, "e", "http", "R", "f", "v", "m", T0, "t", 1, 2, "a", 1),
                        of("s", "r", null, "http", "R", "f", "v", "m", T0, "t", 1, 2, "a", 1),
                        of("s", "r", "e", "mqtt", "R", "f", "v", "m", T0, "t", 1, 2, "a", 1),
                        of("s", "r", "e", "http", "Q", "f", "v", "m", T0, "t", 1, 2, "a", 1),
                        of("s", "r", "e", "http", "R", null, "v", "m", T0, "t", 1, 2, "a", 1),
                        of("s", "r", "e", "http", "R", "f", null, "m", T0, "t", 1, 2, "a", 1),
                        of("s", "r", "e", "http", "R", "f", "v", "n", T0, "t", 1, 2, "a", 1),
                        of("s", "r", "e", "http", "R", "f", "v", "m", T0.plusMillis(1), "t", 1, 2, "a", 1),
                        of("s", "r", "e", "http", "R", "f", "v", "m", T0, null, 1, 2, "a", 1),
                        of("s", "r", "e", "http", "R", "f", "v", "m", T0, "t", 2, 2, "a", 1),
                        of("s", "r", "e", "http", "R", "f", "v", "m", T0, "t", 1, 3, "a", 1),
                        of("s", "r", "e", "http", "R", "f", "v", "m", T0, "t", 1, 2, "b", 1),
                        of("s", "r", "e", "http", "R", "f", "v", "m", T0, "t", 1, 2, "a", 2),
                        one))
                .doesNotHaveDuplicates()
                .doesNotContain(of("s", "r", "e", "http", "R", "f", "v", "m", T0, "t", 1, 2, "a", 1));
    }

    private static Rejection of(
            @Nullable String sessionId,
            @Nullable String runnerId,
            @Nullable String eventId,
            String door,
            String reason,
            @Nullable String field,
            @Nullable String value,
            String message,
            Instant receivedAt,
            @Nullable String sourceTopic,
            int sourcePartition,
            long sourceOffset,
            String payload,
            int items) {
        return new Rejection(
                sessionId,
                runnerId,
                eventId,
                door,
                reason,
                field,
                value,
                message,
                receivedAt,
                sourceTopic,
                sourcePartition,
                sourceOffset,
                bytes(payload),
                items);
    }

    @Test
    void its_words_for_a_log_hold_neither_the_value_nor_the_payload() {
        assertThat(rejection(bytes("secret")).toString())
                .isEqualTo("Rejection[http RANGE_HR field=heartRateBpm session=s event=e items=1]");
    }

    @Test
    void the_first_four_kibibytes_are_kept_and_nobody_can_change_them() {
        byte[] payload = new byte[5000];
        payload[4095] = 7;
        Rejection rejection = rejection(payload);
        payload[4095] = 8;
        assertThat(rejection.payload()).hasSize(4096).endsWith(7);
        rejection.payload()[4095] = 9;
        assertThat(rejection.payload()).endsWith(7);
    }

    @Test
    void at_least_one_item_was_turned_away() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("s", "r", "e", "http", "R", "f", "v", "m", T0, "t", 1, 2, "a", 0))
                .withMessage("items: at least 1, not 0");
    }
}

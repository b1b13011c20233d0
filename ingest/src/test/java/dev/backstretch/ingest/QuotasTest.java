package dev.backstretch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.session.SessionHead;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuotasTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Quotas quotas = new Quotas(new QuotaSettings(10, 30, 50), new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    });
    private final SessionHead first = Given.head("s-1", Given.NOW);
    private final SessionHead second = Given.head("s-2", Given.NOW);

    @Test
    void ten_seconds_worth_may_come_at_once_and_the_rest_waits_until_its_debt_is_paid() {
        quotas.charge(first, "readings", "phone", 100);
        assertThat(quotas.waitFor(first, "readings", "phone")).isBetween(millis(90), millis(101));

        quotas.charge(first, "readings", "phone", 50);
        assertThat(quotas.waitFor(first, "readings", "phone")).isBetween(millis(5_000), millis(5_101));
        pass(5_101);
        assertThat(quotas.waitFor(first, "readings", "phone")).isZero();
    }

    @Test
    void one_device_does_not_wait_for_another_nor_a_coach_for_phones() {
        quotas.charge(first, "readings", "phone", 150);

        assertThat(quotas.waitFor(first, "readings", "watch")).isZero();
        assertThat(quotas.waitFor(first, "readings", null)).isZero();

        quotas.charge(first, "readings", null, 300);
        assertThat(quotas.waitFor(first, "readings", "watch")).isPositive();
        assertThat(quotas.waitFor(first, "marks", "tablet")).isZero();
    }

    @Test
    void one_session_does_not_wait_for_another_until_their_camp_has_had_its_share() {
        quotas.charge(first, "readings", null, 400);
        assertThat(quotas.waitFor(second, "readings", null)).isZero();

        quotas.charge(second, "readings", null, 150);
        assertThat(quotas.waitFor(second, "readings", null))
                .as("550 of the camp's 500")
                .isBetween(millis(1_000), millis(1_101));
    }

    @Test
    void a_simulated_session_goes_as_fast_as_it_likes() {
        SessionHead simulated = new SessionHead(
                "sim",
                first.campId(),
                first.state(),
                first.planName(),
                first.rules(),
                SessionClock.SIMULATED,
                first.requireTokens(),
                first.partition(),
                first.openedAt(),
                null,
                null,
                first.joinCode(),
                first.timeZone(),
                first.hasTrack());
        quotas.charge(simulated, "readings", "phone", 1_000_000);

        assertThat(quotas.waitFor(simulated, "readings", "phone")).isZero();
        assertThat(quotas.waitFor(first, "readings", "phone"))
                .as("nor for others")
                .isZero();
    }

    @Test
    void buckets_that_nobody_uses_are_forgotten() {
        for (int i = 0; i < 10_000; i++) {
            quotas.charge(first, "readings", "phone-" + i, 1);
            pass(1_000);
        }
        quotas.charge(first, "readings", "one more", 1);

        assertThat(quotas.size()).isLessThan(20);
    }

    @Test
    void rates_are_checked() {
        assertThatThrownBy(() -> new QuotaSettings(0, 1, -5))
                .hasMessageContainingAll("deviceItemsPerSecond is 0", "campItemsPerSecond is -5");
        assertThatThrownBy(() -> new QuotaSettings(1, 1_000_000_001, 1))
                .hasMessageContaining("sessionItemsPerSecond is 1000000001: at most 1000000000");
        var most = new Quotas(new QuotaSettings(1, 1_000_000_000, 1_000_000_000));
        most.charge(first, "readings", null, 1);
        assertThat(most.waitFor(first, "readings", null)).isZero();
    }

    private void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}

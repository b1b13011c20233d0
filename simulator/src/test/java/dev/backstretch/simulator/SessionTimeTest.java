package dev.backstretch.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionTimeTest {
    private static final Instant ORIGIN = Instant.parse("2026-11-21T00:00:00Z");

    @Test
    void timeStandsStillUntilItIsStartedAndThenRunsFaster() {
        var nanos = new AtomicLong(5);
        var time = new SessionTime(ORIGIN, 20, nanos::get);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(time.instant()).isEqualTo(ORIGIN);
        time.start();
        nanos.addAndGet(Duration.ofMillis(1_500).toNanos());
        assertThat(time.instant()).isEqualTo(ORIGIN.plusSeconds(30));
    }

    @Test
    void aLongFastSessionDoesNotOverflow() {
        var nanos = new AtomicLong();
        var time = new SessionTime(ORIGIN, 1000, nanos::get);
        time.start();
        nanos.addAndGet(Duration.ofDays(2).toNanos());
        assertThat(time.instant()).isEqualTo(ORIGIN.plus(Duration.ofDays(2000)));
    }

    @Test
    void timeStopsAtTheHorizonAndDoesNotCatchUp() {
        var nanos = new AtomicLong();
        var time = new SessionTime(ORIGIN, 20, nanos::get);
        time.start();
        time.runUntil(ORIGIN.plusSeconds(10));
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(time.instant()).isEqualTo(ORIGIN.plusSeconds(10));
        time.runUntil(ORIGIN.plusSeconds(100));
        assertThat(time.instant()).isEqualTo(ORIGIN.plusSeconds(10));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(time.instant()).isEqualTo(ORIGIN.plusSeconds(30));
    }

    @Test
    void aHorizonInThePastStopsTimeWhereItIs() {
        var nanos = new AtomicLong();
        var time = new SessionTime(ORIGIN, 20, nanos::get);
        time.start();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        time.runUntil(ORIGIN.plusSeconds(3));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(time.instant()).isEqualTo(ORIGIN.plusSeconds(20));
    }
}

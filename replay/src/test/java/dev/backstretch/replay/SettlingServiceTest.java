package dev.backstretch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.session.SessionFold;
import dev.backstretch.schemas.access.CoachWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a session that is over is settled, by a clock that the test moves. */
class SettlingServiceTest {
    private static final Instant CLOSED = Instant.parse("2026-11-21T06:30:00Z");

    private final List<String> settled = new ArrayList<>();
    private Duration elapsed = Duration.ZERO;
    private int failures;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return CLOSED.plus(elapsed);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    /** As in a folder. */
    private final Set<String> kept = new TreeSet<>();

    private final SettlingService.Memory memory = new SettlingService.Memory() {
        @Override
        public void keep(String sessionId) {
            kept.add(sessionId);
        }

        @Override
        public void forget(String sessionId) {
            kept.remove(sessionId);
        }

        @Override
        public Set<String> kept() {
            return Set.copyOf(kept);
        }
    };

    private final SettlingService service = new SettlingService(
            session -> {
                settled.add(elapsed.toSeconds() + " " + session);
                if (failures-- > 0) {
                    throw new SettledPublisher.NotPublishedException("not yet");
                }
                return 1;
            },
            memory,
            clock,
            () -> elapsed.toNanos() - 4_000_000_000L);

    /** Looks once a second, as the thread does more often. */
    private void pass(Duration time) {
        Duration until = elapsed.plus(time);
        while (elapsed.compareTo(until) < 0) {
            elapsed = elapsed.plusSeconds(1);
            while (service.settleNext()) {
                // one after the other
            }
        }
    }

    @Test
    void aSessionIsSettledOnceAtTheEndOfItsSettleWindow() {
        service.closed("s", CLOSED);
        service.closed("s", CLOSED);
        pass(SessionFold.SETTLE_WINDOW.minusSeconds(1));
        assertThat(settled).isEmpty();

        pass(Duration.ofSeconds(10));
        assertThat(settled).containsExactly("303 s");
        service.closed("s", CLOSED);
        pass(Duration.ofHours(1));
        assertThat(settled).as("its head was read once more").hasSize(1);
    }

    @Test
    void aSessionThatEndedWhileNothingRanIsSettledAtTheStartForAsLongAsItCanBeCorrected() {
        elapsed = CoachWindow.AFTER_CLOSE;
        service.closed("yesterday", CLOSED);
        service.closed("before", CLOSED.minus(SessionFold.SETTLE_WINDOW).minusSeconds(1));
        pass(Duration.ofMinutes(1));

        assertThat(settled)
                .containsExactly(CoachWindow.AFTER_CLOSE.plusSeconds(4).toSeconds() + " yesterday");
    }

    @Test
    void aCorrectionIsSettledWithinSecondsAndThoseOfOneSittingTogether() {
        service.corrected("s");
        pass(Duration.ofSeconds(30));
        assertThat(settled).containsExactly("1 s");

        for (int i = 0; i < 3; i++) {
            service.corrected("s");
            elapsed = elapsed.plusMillis(900);
            assertThat(service.settleNext()).isFalse();
        }
        pass(Duration.ofSeconds(30));
        assertThat(settled).hasSize(2);
    }

    @Test
    void whoeverGoesOnSendingKeepsNoCorrectionWaiting() {
        service.corrected("s");
        for (int i = 0; i < 20; i++) {
            service.cameLate("s");
            pass(Duration.ofSeconds(1));
        }

        assertThat(settled).first().isEqualTo("5 s");
    }

    @Test
    void filesAreSettledTogetherWhenNoMoreComeOrAfterTwoMinutes() {
        for (int i = 0; i < 5; i++) {
            service.cameLate("s");
            pass(Duration.ofSeconds(8));
        }
        assertThat(settled).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(settled).containsExactly("42 s");

        for (int i = 0; i < 20; i++) {
            service.cameLate("s");
            pass(Duration.ofSeconds(8));
        }
        assertThat(settled).hasSize(2).last().isEqualTo("162 s");
    }

    @Test
    void whatCannotBePublishedYetIsTriedAgainLaterAndLaterAndNotForEver() {
        failures = 3;
        service.corrected("s");
        pass(Duration.ofSeconds(30));
        assertThat(settled).containsExactly("1 s", "2 s", "4 s", "8 s");

        failures = Integer.MAX_VALUE;
        service.corrected("s");
        pass(Duration.ofHours(2));
        assertThat(settled).hasSize(4 + SettlingService.MOST_TRIES);
        failures = 0;
        service.corrected("s");
        pass(Duration.ofSeconds(5));
        assertThat(settled).as("the next correction tries anew").hasSize(5 + SettlingService.MOST_TRIES);
    }

    @Test
    void aSessionThatCannotBeReadKeepsNoOtherWaiting() {
        var told = new ArrayList<String>();
        var other = new SettlingService(
                session -> {
                    if (session.equals("broken")) {
                        throw new IllegalStateException("no records came");
                    }
                    told.add(session);
                    return 0;
                },
                SettlingService.Memory.NONE,
                clock,
                () -> elapsed.toNanos());
        other.corrected("broken");
        other.corrected("whole");
        elapsed = elapsed.plusSeconds(2);
        while (other.settleNext()) {
            // both
        }

        assertThat(told).containsExactly("whole");
    }

    @Test
    void aSessionForWhichTheMemoryIsTooSmallEndsNotTheThreadAndIsNotTriedAgainByItself() throws InterruptedException {
        var tries = new AtomicInteger();
        var done = new CountDownLatch(1);
        try (var threaded = new SettlingService(
                session -> {
                    if (session.equals("huge")) {
                        tries.incrementAndGet();
                        throw new OutOfMemoryError("Java heap space");
                    }
                    done.countDown();
                    return 0;
                },
                memory,
                clock,
                () -> elapsed.toNanos())) {
            threaded.corrected("huge");
            threaded.corrected("small");
            elapsed = elapsed.plusSeconds(2);
            threaded.start();
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(tries).hasValue(1);
        }
        assertThat(kept).as("nor at the next start").isEmpty();
    }

    @Test
    void whatIsDueWhenItStopsIsToldAndNotSettledAnyMore() {
        service.corrected("done");
        pass(Duration.ofSeconds(2));
        service.corrected("corrected");
        service.closed("ended", CLOSED);
        service.close();
        service.cameLate("late");
        pass(Duration.ofHours(1));

        assertThat(settled).containsExactly("1 done");
        assertThat(service.left()).containsExactlyInAnyOrder("corrected", "ended", "late");
    }

    @Test
    void whatCameLateOfASessionOfLastWeekIsSettledAfterTheNextStart() {
        service.cameLate("last-week");
        service.cameLate("settled");
        pass(Duration.ofSeconds(9));
        service.cameLate("last-week");
        pass(Duration.ofSeconds(5));
        assertThat(settled).containsExactly("10 settled");
        assertThat(kept).containsExactly("last-week");
        service.close();
        service.cameLate("at-the-end");

        var next = new SettlingService(
                session -> {
                    settled.add(session);
                    return 0;
                },
                memory,
                clock,
                () -> elapsed.toNanos());
        next.takeUp();
        elapsed = elapsed.plusSeconds(5);
        while (next.settleNext()) {
            // one after the other
        }
        assertThat(settled).containsExactlyInAnyOrder("10 settled", "last-week", "at-the-end");
        assertThat(kept).isEmpty();
    }

    @Test
    void whatComesWhileItsSessionIsSettledIsRemembered() {
        var during = new SettlingService[1];
        during[0] = new SettlingService(
                session -> {
                    during[0].cameLate(session);
                    return 1;
                },
                memory,
                clock,
                () -> elapsed.toNanos());
        during[0].cameLate("s");
        elapsed = elapsed.plusSeconds(11);
        assertThat(during[0].settleNext()).isTrue();

        assertThat(kept).containsExactly("s");
    }

    @Test
    void whatCannotBePublishedForHalfAnHourIsTriedAgainAfterTheNextStart() {
        failures = Integer.MAX_VALUE;
        service.cameLate("s");
        pass(Duration.ofHours(2));
        assertThat(kept).containsExactly("s");
    }

    @Test
    void theThreadSettlesAndEnds() throws InterruptedException {
        var done = new CountDownLatch(1);
        try (var threaded = new SettlingService(
                session -> {
                    done.countDown();
                    return 0;
                },
                SettlingService.Memory.NONE,
                clock)) {
            threaded.corrected("s");
            threaded.start();
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}

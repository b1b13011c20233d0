package dev.backstretch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.session.SessionHead;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SessionClockTest {
    private static final Set<Integer> ALL =
            Set.copyOf(IntStream.range(0, 12).boxed().toList());

    private final MemoryLog log = new MemoryLog();
    private final SessionDirectory directory = new SessionDirectory(100_000);
    private final SetClock clock = new SetClock(Given.NOW);
    private Set<Integer> owned = ALL;
    private final SessionClock sessionClock = new SessionClock(
            directory,
            log,
            log,
            new SessionClock.PartitionOwnership() {
                @Override
                public Set<Integer> owned() {
                    return owned;
                }

                @Override
                public void close() {}
            },
            IngestSettings.at("localhost:1"),
            clock,
            new SimpleMeterRegistry());

    @Test
    void every_half_second_of_the_clock_has_one_tick_however_often_it_is_looked_at() {
        directory.learn(Given.head(Given.SESSION, Given.NOW));
        for (int i = 0; i < 100; i++) {
            clock.now = Given.NOW.plusMillis(110L * i);
            sessionClock.beat();
        }

        long first = Given.NOW.toEpochMilli() / 500 + 1;
        assertThat(numbers())
                .isEqualTo(LongStream.rangeClosed(first, first + 20).boxed().toList());
        RunEvent tick = log.events(EventBody.Tick.class).get(0);
        assertThat(tick.eventId()).isEqualTo("tick-" + first);
        assertThat(tick.receivedAt()).isEqualTo(Instant.ofEpochMilli(first * 500));
        assertThat(tick.observedAt()).isEqualTo(tick.receivedAt());
    }

    @Test
    void a_clock_that_runs_fast_leaves_no_gap() {
        directory.learn(Given.head(Given.SESSION, Given.NOW));
        for (int i = 1; i <= 20; i++) {
            clock.now = Given.NOW.plusMillis(2_000L * i);
            sessionClock.beat();
        }

        long first = Given.NOW.toEpochMilli() / 500 + 1;
        assertThat(numbers())
                .isEqualTo(LongStream.rangeClosed(first, first + 79).boxed().toList());
    }

    @Test
    void after_a_stall_only_the_newest_ticks_are_written() {
        directory.learn(Given.head(Given.SESSION, Given.NOW));
        clock.now = Given.NOW.plusSeconds(60);
        sessionClock.beat();

        long newest = clock.now.toEpochMilli() / 500;
        assertThat(numbers())
                .isEqualTo(LongStream.rangeClosed(newest - SessionClock.MAXIMUM_CATCH_UP + 1, newest)
                        .boxed()
                        .toList());
    }

    @Test
    void another_instance_goes_on_where_this_one_stopped() {
        directory.learn(Given.head(Given.SESSION, Given.NOW));
        log.tell(directory);
        long first = Given.NOW.toEpochMilli() / 500 + 1;
        for (long number = first; number < first + 4; number++) {
            Instant at = Instant.ofEpochMilli(number * 500);
            log.put(new RunEvent(
                    "tick-" + number,
                    Given.SESSION,
                    null,
                    at,
                    at,
                    dev.backstretch.domain.event.Origin.of(dev.backstretch.domain.event.Origin.Kind.CLOCK),
                    new EventBody.Tick(number)));
        }
        clock.now = Given.NOW.plusSeconds(3);
        sessionClock.beat();

        assertThat(numbers())
                .isEqualTo(LongStream.rangeClosed(first, first + 5).boxed().toList());
    }

    @Test
    void sessions_of_partitions_owned_elsewhere_get_no_tick_from_here() {
        directory.learn(Given.head(Given.SESSION, Given.NOW));
        owned = Set.of();
        clock.now = Given.NOW.plusSeconds(5);
        sessionClock.beat();

        assertThat(log.events()).isEmpty();
    }

    @Test
    void half_an_hour_without_events_closes_a_session_once_and_nothing_follows() {
        log.tell(directory);
        LiveSession session = directory.learn(Given.head(Given.SESSION, Given.NOW));
        Instant lastReading = Given.NOW.plusSeconds(600);
        RunEvent join = Given.join("r01", null, null);
        log.put(new RunEvent(
                join.eventId(), Given.SESSION, "r01", lastReading, lastReading, join.origin(), join.body()));

        clock.now = lastReading.plus(Duration.ofMinutes(30));
        sessionClock.beat();
        assertThat(session.isClosed()).as("ticks are no events").isFalse();

        clock.now = clock.now.plusMillis(500);
        for (int i = 0; i < 5; i++) {
            sessionClock.beat();
            clock.now = clock.now.plusMillis(500);
        }

        assertThat(session.isClosed()).isTrue();
        SessionHead published = Objects.requireNonNull(log.heads().get(Given.SESSION));
        assertThat(published.state()).isEqualTo(SessionHead.State.CLOSED);
        List<RunEvent> closings = log.events(EventBody.Control.class);
        assertThat(closings)
                .extracting(RunEvent::body)
                .containsExactly(new EventBody.Control(EventBody.Control.Action.CLOSE));
        assertThat(log.events()).last().isEqualTo(closings.get(0));
    }

    @Test
    void a_session_is_closed_after_twelve_hours_whatever_happens_in_it() {
        log.tell(directory);
        LiveSession session = directory.learn(Given.head(Given.SESSION, Given.NOW));
        Instant late = Given.NOW.plus(Duration.ofHours(12)).plusSeconds(1);
        RunEvent join = Given.join("r01", null, null);
        log.put(new RunEvent(join.eventId(), Given.SESSION, "r01", late, late, join.origin(), join.body()));

        clock.now = late;
        sessionClock.beat();

        assertThat(session.isClosed()).isTrue();
    }

    @Test
    void a_close_that_the_log_did_not_take_is_tried_again() {
        LiveSession session = directory.learn(Given.head(Given.SESSION, Given.NOW));
        clock.now = Given.NOW.plus(Duration.ofMinutes(31));
        log.fail(true);
        sessionClock.beat();
        assertThat(session.isClosed()).isFalse();

        log.fail(false);
        sessionClock.beat();
        assertThat(session.isClosed()).isTrue();
    }

    @Test
    void a_close_whose_head_was_never_published_is_learnt_from_the_log_and_published_once() {
        log.tell(directory);
        LiveSession session = directory.learn(Given.head(Given.SESSION, Given.NOW));
        Instant closedAt = Given.NOW.plusSeconds(60);
        log.put(close(closedAt));
        clock.now = Given.NOW.plusSeconds(70);

        log.fail(true);
        sessionClock.beat();
        assertThat(session.isClosed()).as("whatever becomes of the head").isTrue();
        log.fail(false);
        sessionClock.beat();

        SessionHead published = Objects.requireNonNull(log.heads().get(Given.SESSION));
        assertThat(published.state()).isEqualTo(SessionHead.State.CLOSED);
        assertThat(published.closedAt()).isEqualTo(closedAt);
        assertThat(session.hasUntoldEnd()).isFalse();
        sessionClock.beat();
        assertThat(numbers()).as("no tick follows the end").isEmpty();
    }

    @Test
    void a_close_that_is_in_the_log_only_is_published_by_the_owner_of_the_partition() {
        LiveSession session = directory.learn(Given.head(Given.SESSION, Given.NOW));
        session.hear(close(Given.NOW.plusSeconds(60)));
        owned = Set.of();
        clock.now = Given.NOW.plusSeconds(70);
        sessionClock.beat();

        assertThat(log.heads()).isEmpty();
    }

    private static RunEvent close(Instant at) {
        return new RunEvent(
                "control-close",
                Given.SESSION,
                null,
                at,
                at,
                dev.backstretch.domain.event.Origin.of(dev.backstretch.domain.event.Origin.Kind.COACH),
                new EventBody.Control(EventBody.Control.Action.CLOSE));
    }

    @Test
    void no_tick_is_written_while_the_end_is_on_its_way() {
        LiveSession session = directory.learn(Given.head(Given.SESSION, Given.NOW));
        session.startClosing();
        clock.now = Given.NOW.plusSeconds(5);
        sessionClock.beat();

        assertThat(log.events()).isEmpty();
    }

    private List<Long> numbers() {
        return log.events(EventBody.Tick.class).stream()
                .map(event -> ((EventBody.Tick) event.body()).number())
                .toList();
    }

    /** A clock that stands until it is set. */
    private static final class SetClock extends Clock {
        private Instant now;

        SetClock(Instant now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}

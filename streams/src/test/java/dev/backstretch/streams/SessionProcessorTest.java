package dev.backstretch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionProcessorTest {
    private static final Instant START = Instant.parse("2026-11-21T02:00:00Z");
    private static final String SESSION = "s1";
    private static final Duration GAP = Duration.ofMillis(25);

    private final MockProcessorContext<String, Outcome> context = new MockProcessorContext<>();
    private final SessionProcessor processor = new SessionProcessor(new SessionProcessor.Settings(
            1000,
            Duration.ofSeconds(5),
            GAP,
            (partition, from, before, taker) -> {},
            false,
            new SimpleMeterRegistry().counter("folded")));
    private long offset;

    @BeforeEach
    void begin() {
        KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(SessionTopology.SNAPSHOTS), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.setCurrentSystemTimeMs(START.toEpochMilli());
        processor.init(context);
        take(
                0,
                0,
                null,
                new EventBody.SessionOpened(
                        "camp", "free-run", null, List.of(), SessionClock.WALL, false, 0, "Asia/Bangkok"));
        for (String runner : List.of("r1", "r2")) {
            take(
                    0,
                    0,
                    runner,
                    new EventBody.Join(
                            "7" + runner,
                            null,
                            null,
                            null,
                            1,
                            EventBody.LapRule.LINE,
                            400.0,
                            1,
                            null,
                            180.0,
                            false,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null));
        }
        take(1000, 1000, null, new EventBody.Gun(null));
        context.resetCommit();
        context.resetForwards();
    }

    @AfterEach
    void end() {
        processor.close();
    }

    @Test
    void a_lap_asks_for_its_commit_and_a_frame_waits_for_the_interval() {
        take(50_000, 50_010, null, new EventBody.Tick(START.plusSeconds(50).toEpochMilli() / 500));
        assertThat(outcomes(Frame.class)).isPositive();
        assertThat(context.committed()).isFalse();

        take(100_000, 100_010, "r1", new EventBody.Tap("C1", null));

        assertThat(outcomes(LapOutcome.class)).isEqualTo(1);
        assertThat(context.committed()).isTrue();
    }

    @Test
    void laps_of_one_moment_share_a_commit_and_the_last_of_them_is_not_forgotten() {
        take(100_000, 100_010, "r1", new EventBody.Tap("C1", null));
        context.resetCommit();

        take(100_001, 100_011, "r2", new EventBody.Tap("C1", null));
        assertThat(outcomes(LapOutcome.class)).isEqualTo(2);
        assertThat(context.committed()).isFalse();

        take(
                100_030,
                100_010 + GAP.toMillis(),
                null,
                new EventBody.Tick(START.plusSeconds(100).toEpochMilli() / 500));
        assertThat(context.committed()).isTrue();
    }

    @Test
    void a_lap_that_was_received_long_ago_hurries_nobody() {
        take(100_000, 3_600_000, "r1", new EventBody.Tap("C1", null));

        assertThat(outcomes(LapOutcome.class)).isEqualTo(1);
        assertThat(context.committed()).isFalse();
    }

    private long outcomes(Class<? extends Outcome> kind) {
        return context.forwarded().stream()
                .filter(forward -> kind.isInstance(forward.record().value()))
                .count();
    }

    /** An event received so many milliseconds after the start, and folded when it is so many. */
    private void take(long receivedMillis, long nowMillis, @Nullable String runner, EventBody body) {
        Instant receivedAt = START.plusMillis(receivedMillis);
        context.setCurrentSystemTimeMs(START.toEpochMilli() + nowMillis);
        context.setRecordMetadata("run.events.v1", 0, offset);
        processor.process(new Record<>(
                SESSION,
                new RunEvent("e" + offset, SESSION, runner, receivedAt, receivedAt, Origin.of(Origin.Kind.COACH), body),
                receivedAt.toEpochMilli()));
        offset++;
    }
}

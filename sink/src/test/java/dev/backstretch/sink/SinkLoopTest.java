package dev.backstretch.sink;

import static dev.backstretch.sink.Sessions.START;
import static dev.backstretch.sink.Sessions.entry;
import static dev.backstretch.sink.Sessions.frame;
import static dev.backstretch.sink.Sessions.lap;
import static dev.backstretch.sink.Sessions.standings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SinkLoopTest {
    private final SinkBench bench = new SinkBench();

    @Test
    void offsetsAreCommittedOnlyAfterTheStoreHasAcknowledged() {
        bench.store.failures = 2;
        bench.publish(lap("s", "r1", 1, 0));
        bench.loop.step();
        assertThat(bench.store.attempts).isEqualTo(1);
        assertThat(bench.committedOf(Topics.LAPS)).isZero();
        assertThat(bench.ready()).isFalse();

        bench.settle();
        assertThat(bench.store.attempts).isEqualTo(3);
        assertThat(bench.committedOf(Topics.LAPS)).isEqualTo(1);
        assertThat(bench.store.read("s").laps()).containsExactly(new LapRow(lap("s", "r1", 1, 0)));
        assertThat(bench.ready()).isTrue();
    }

    @Test
    void whileTheStoreIsAwayReadingRestsAndAttemptsGetRarer() {
        bench.store.failures = 1000;
        bench.publish(lap("s", "r1", 1, 0));
        bench.loop.step();
        assertThat(bench.consumer.paused()).isEqualTo(bench.consumer.assignment());
        bench.loop.step();
        assertThat(bench.store.attempts).as("no attempt before its time").isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            bench.pass(Duration.ofMillis(100));
            bench.loop.step();
        }
        // 0.1 + 0.2 + 0.4 + 0.8 s, then one each second.
        assertThat(bench.store.attempts).isBetween(10, 15);
        assertThat(bench.sum("run_sink_store_failures_total")).isEqualTo(bench.store.attempts);

        bench.store.failures = 0;
        bench.settle();
        assertThat(bench.consumer.paused()).isEmpty();
        assertThat(bench.committedOf(Topics.LAPS)).isEqualTo(1);
    }

    @Test
    void onlyTheCulpritIsSetAside() {
        bench.publish(lap("s", "r1", 1, 0));
        bench.publish(lap("s", "r2", 1, 0, Instant.parse("1901-01-01T00:00:00Z")));
        bench.publish(Topics.LAPS, new byte[] {1, 2, 3});
        bench.publish(lap("s", "r3", 1, 0));
        bench.settle();

        assertThat(bench.store.read("s").laps())
                .extracting(row -> row.lap().runnerId())
                .containsExactlyInAnyOrder("r1", "r3");
        assertThat(bench.quarantine.kept)
                .extracting(Rejection::reason)
                .containsExactlyInAnyOrder("UNDECODABLE", "STORE_TIME");
        assertThat(bench.quarantine.kept).allSatisfy(rejection -> {
            assertThat(rejection.door()).isEqualTo("sink");
            assertThat(rejection.sourceTopic()).isEqualTo(Topics.LAPS);
            assertThat(rejection.receivedAt()).isEqualTo(START);
        });
        assertThat(bench.quarantine.kept).extracting(Rejection::sourceOffset).containsExactlyInAnyOrder(1L, 2L);
        assertThat(bench.committedOf(Topics.LAPS)).isEqualTo(4);
        assertThat(bench.sum("run_sink_rows_read_total")).isEqualTo(4);
        assertThat(bench.sum("run_sink_rows_written_total")).isEqualTo(2);
        assertThat(bench.sum("run_sink_rows_rejected_total")).isEqualTo(2);
    }

    @Test
    void nothingIsCommittedBeforeTheQuarantineHasWhatWasSetAside() {
        bench.quarantine.failures = 1;
        bench.publish(Topics.LAPS, new byte[] {1, 2, 3});
        bench.loop.step();
        assertThat(bench.committedOf(Topics.LAPS)).isZero();
        bench.settle();
        assertThat(bench.quarantine.kept).hasSize(1);
        assertThat(bench.committedOf(Topics.LAPS)).isEqualTo(1);
    }

    @Test
    void framesOfOneSecondCostOneWrite() {
        for (int frame = 0; frame < 5; frame++) {
            bench.publish(frame("s", frame, entry("r1", START.plusMillis(200L * frame), 0, 3.0 + frame, null)));
        }
        bench.settle();
        assertThat(bench.store.read("s").seconds()).extracting(SecondRow::frame).containsExactly(4L);
        assertThat(bench.sum("run_sink_rows_read_total")).isEqualTo(5);
        assertThat(bench.sum("run_sink_rows_written_total")).isEqualTo(1);
        assertThat(bench.sum("run_sink_rows_duplicates_total")).isEqualTo(4);
    }

    @Test
    void whatWasGatheredIsWrittenBeforeItsPartitionsGoToAnother() {
        bench.settle();
        bench.publish(standings("s", 0, "r1"));
        bench.loop.step();
        bench.publish(standings("s", 1, "r1"));
        bench.consumer.rebalance(Set.of(new TopicPartition(Topics.LAPS, 0)));
        bench.loop.step();
        assertThat(bench.store.read("s").standings())
                .extracting(StandingRow::revision)
                .contains(0);
        assertThat(bench.ready()).isTrue();
    }

    @Test
    void partitionsThatWereTakenAwayAreNotWrittenAnyMore() {
        bench.store.failures = 1;
        bench.publish(lap("s", "r1", 1, 0));
        bench.publish(standings("s", 0, "r1"));
        bench.loop.step();
        bench.loop.onPartitionsLost(List.of(new TopicPartition(Topics.LAPS, 0)));
        bench.settle();
        assertThat(bench.store.read("s").laps()).isEmpty();
        assertThat(bench.committedOf(Topics.LAPS)).isZero();
        assertThat(bench.store.read("s").standings()).hasSize(1);
    }

    @Test
    void metersHaveTheNamesThatAreDocumented() {
        bench.publish(Topics.LAPS, new byte[] {1});
        bench.settle();
        assertThat(bench.meterNames())
                .containsExactly(
                        "run_sink_lag_records",
                        "run_sink_ready",
                        "run_sink_rows_duplicates_total",
                        "run_sink_rows_read_total",
                        "run_sink_rows_rejected_total",
                        "run_sink_rows_written_total",
                        "run_sink_store_failures_total",
                        "run_sink_write_seconds");
    }
}

package dev.backstretch.board;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What the board counts about itself. */
final class BoardMeters {
    final AtomicInteger clients = new AtomicInteger();
    final AtomicLong lagRecords = new AtomicLong();
    final Counter eventsSent;
    final Counter resets;
    final Counter outcomesRead;
    final Counter undecodable;

    BoardMeters(MeterRegistry registry, Supplier<Number> sessions) {
        Gauge.builder("run_board_clients", clients, AtomicInteger::get)
                .description("Streams that are open now")
                .register(registry);
        Gauge.builder("run_board_sessions", sessions)
                .description("Sessions held in memory")
                .register(registry);
        Gauge.builder("run_board_lag_records", lagRecords, AtomicLong::get)
                .description("Records of the outcome topics that are not read yet")
                .register(registry);
        eventsSent = Counter.builder("run_board_events_sent_total")
                .description("Events written to streams")
                .register(registry);
        resets = Counter.builder("run_board_resets_total")
                .description("Streams that began with the present state because what was missed is not known")
                .register(registry);
        outcomesRead = Counter.builder("run_board_outcomes_read_total")
                .description("Records read from the outcome topics")
                .register(registry);
        undecodable = Counter.builder("run_board_undecodable_total")
                .description("Records that could not be read and were passed over")
                .register(registry);
    }
}

package dev.backstretch.sink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The four counters of the sink and what else can be measured of it. Rows read = written + rejected + duplicates, where a
 * duplicate is a row that a later one of the same write replaces. A record that cannot be decoded counts as one row.
 */
final class SinkMeters {
    private final MeterRegistry registry;
    private final Counter read;
    private final Map<Table, Counter> written = new EnumMap<>(Table.class);
    private final Counter duplicates;
    private final Counter failures;
    private final Timer write;
    private final AtomicLong lag = new AtomicLong();

    SinkMeters(MeterRegistry registry, BooleanSupplier ready) {
        this.registry = registry;
        read = Counter.builder("run_sink_rows_read_total")
                .description("Rows that the records read amount to")
                .register(registry);
        for (Table table : Table.values()) {
            written.put(
                    table,
                    Counter.builder("run_sink_rows_written_total")
                            .description("Rows that the store acknowledged")
                            .tag("table", table.title())
                            .register(registry));
        }
        duplicates = Counter.builder("run_sink_rows_duplicates_total")
                .description("Rows that a later row of the same write replaced")
                .register(registry);
        failures = Counter.builder("run_sink_store_failures_total")
                .description("Writes that the store did not answer; each is tried again")
                .register(registry);
        write = Timer.builder("run_sink_write_seconds")
                .description("Time from sending a batch of rows to the store's acknowledgement")
                .publishPercentileHistogram()
                .register(registry);
        Gauge.builder("run_sink_lag_records", lag, AtomicLong::get)
                .description("Records in the topics that are not in the store yet")
                .register(registry);
        Gauge.builder("run_sink_ready", ready, is -> is.getAsBoolean() ? 1 : 0)
                .description("1 while the store answers")
                .strongReference(true)
                .register(registry);
    }

    void read(long rows) {
        read.increment((double) rows);
    }

    void written(Table table) {
        Counter counter = written.get(table);
        if (counter != null) {
            counter.increment();
        }
    }

    void rejected(String reason) {
        Counter.builder("run_sink_rows_rejected_total")
                .description("Rows that were set aside in the quarantine")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    void duplicates(long rows) {
        duplicates.increment((double) rows);
    }

    void storeFailed() {
        failures.increment();
    }

    void wrote(long nanos) {
        write.record(nanos, TimeUnit.NANOSECONDS);
    }

    void lag(long records) {
        lag.set(records);
    }
}

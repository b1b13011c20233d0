package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DoorCountsTest {
    @Test
    void everyDoorIsAddedUpOverItsReasons() {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        count(meters, "received", "readings", null, 10);
        count(meters, "accepted", "readings", null, 6);
        count(meters, "rejected", "readings", "RANGE_POSITION", 1);
        count(meters, "rejected", "readings", "MALFORMED", 1);
        count(meters, "duplicates", "readings", null, 2);
        count(meters, "received", "marks", null, 1);

        var doors = DoorCounts.from(meters.scrape());

        var readings = new DoorCounts(10, 6, 2, 2);
        var marks = new DoorCounts(1, 0, 0, 0);
        assertThat(doors).containsOnly(entry("readings", readings), entry("marks", marks));
        assertThat(readings.addsUp()).isTrue();
        assertThat(marks.addsUp()).isFalse();
        assertThat(readings.minus(new DoorCounts(1, 1, 0, 0))).isEqualTo(new DoorCounts(9, 5, 2, 2));
    }

    private static void count(
            PrometheusMeterRegistry meters, String what, String door, @Nullable String reason, int times) {
        var counter = Counter.builder("run_ingest_readings_" + what + "_total").tag("door", door);
        if (reason != null) {
            counter.tag("reason", reason);
        }
        counter.register(meters).increment(times);
    }
}

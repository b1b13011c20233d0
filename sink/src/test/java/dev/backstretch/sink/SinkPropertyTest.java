package dev.backstretch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.outcome.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SinkPropertyTest {
    /** Whatever dies and whenever, the store settles to what the topics say. */
    @Property(tries = 25, seed = "20261120")
    void theStoreSettlesToTheTopicsWhateverDies(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        var bench = new SinkBench();
        List<Row> published = new ArrayList<>();
        for (int step = 0; step < 120; step++) {
            switch (random.nextInt(8)) {
                case 0 -> bench.dieAndRestart();
                case 1 -> bench.store.failures = random.nextInt(3);
                case 2 -> bench.quarantine.failures = random.nextInt(2);
                case 3, 4 -> {
                    bench.pass(Duration.ofMillis(random.nextInt(1500)));
                    bench.loop.step();
                }
                default -> {
                    Outcome outcome = any(random, step);
                    bench.publish(outcome);
                    published.addAll(OutcomeRows.of(outcome));
                }
            }
        }
        bench.store.failures = 0;
        bench.quarantine.failures = 0;
        bench.settle();
        var expected = new InMemoryStore();
        expected.write(published);
        for (String session : List.of("s", "t")) {
            for (Table table : Table.values()) {
                assertThat(bench.store.read(session).of(table))
                        .containsExactlyInAnyOrderElementsOf(
                                expected.read(session).of(table));
            }
        }
        assertThat(bench.sum("run_sink_rows_read_total"))
                .as("read = written + rejected + duplicates")
                .isEqualTo(bench.sum("run_sink_rows_written_total")
                        + bench.sum("run_sink_rows_rejected_total")
                        + bench.sum("run_sink_rows_duplicates_total"));
    }

    private static Outcome any(SplittableRandom random, int step) {
        String session = random.nextBoolean() ? "s" : "t";
        String runner = "r" + random.nextInt(3);
        return switch (random.nextInt(3)) {
            case 0 -> Sessions.lap(session, runner, 1 + random.nextInt(3), random.nextInt(3));
            case 1 -> Sessions.standings(session, step, "r0", "r1");
            default ->
                Sessions.frame(
                        session,
                        step,
                        Sessions.entry(
                                runner,
                                Sessions.START.plusMillis(random.nextInt(5000)),
                                random.nextInt(2),
                                1 + random.nextInt(5),
                                random.nextInt(4) == 0 ? Sessions.totals(step) : null));
        };
    }
}

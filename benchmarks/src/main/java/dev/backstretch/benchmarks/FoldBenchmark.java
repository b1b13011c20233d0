package dev.backstretch.benchmarks;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.session.SessionFold;
import dev.backstretch.simulator.Camp;
import dev.backstretch.simulator.CampOptions;
import dev.backstretch.simulator.Noise;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The plain fold over whole sessions: one operation is a session from its opening to its close, ticks and chip reads
 * included. {@link FoldResults} divides by the readings.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 4)
@Measurement(iterations = 6, time = 4)
@Fork(2)
public class FoldBenchmark {
    /** Runners in the session. */
    @Param({"12", "80"})
    public int runners;

    /** {@code default} has late and repeated deliveries, which are folded again; {@code ideal} has neither. */
    @Param({"default", "ideal"})
    public String noise = "default";

    private List<RunEvent> events = List.of();

    @Setup(Level.Trial)
    public void prepare() {
        events = events(runners, noise);
    }

    static List<RunEvent> events(int runners, String noise) {
        return Camp.of(CampOptions.demo("benchmark", 7, Instant.parse("2026-11-21T00:00:00Z"))
                        .withRunners(runners)
                        .withNoise(noise.equals("ideal") ? Noise.IDEAL : Noise.DEFAULT))
                .events();
    }

    static long readings(List<RunEvent> events) {
        long readings = 0;
        for (RunEvent event : events) {
            if (event.body() instanceof EventBody.Readings delivery) {
                readings += delivery.readings().size();
            }
        }
        return readings;
    }

    @Benchmark
    public void session(Blackhole blackhole) {
        var fold = new SessionFold("benchmark");
        for (RunEvent event : events) {
            fold.apply(event, -1, blackhole::consume);
        }
    }
}

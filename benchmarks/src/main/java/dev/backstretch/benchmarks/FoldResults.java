package dev.backstretch.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.RunEvent;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link FoldBenchmark} and tells nanoseconds per reading. */
final class FoldResults {
    private FoldResults() {}

    /** @param brief one fork and few iterations: a look, not a measurement to compare with */
    static ObjectNode measure(boolean brief) throws IOException {
        ChainedOptionsBuilder options =
                new OptionsBuilder().include(FoldBenchmark.class.getName()).addProfiler(GCProfiler.class);
        if (brief) {
            options = options.forks(1)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.seconds(4))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.seconds(4));
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("benchmark", "fold");
        json.put("brief", brief);
        json.set("machine", Machine.json());
        ArrayNode results = json.putArray("results");
        try {
            for (RunResult result : new Runner(options.build()).run()) {
                results.add(line(result));
            }
        } catch (RunnerException failed) {
            throw new IOException("the fold could not be measured: " + failed.getMessage(), failed);
        }
        return json;
    }

    private static ObjectNode line(RunResult result) {
        int runners = Integer.parseInt(result.getParams().getParam("runners"));
        String noise = result.getParams().getParam("noise");
        List<RunEvent> events = FoldBenchmark.events(runners, noise);
        long readings = FoldBenchmark.readings(events);
        double session = result.getPrimaryResult().getScore();
        double error = result.getPrimaryResult().getScoreError();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("runners", runners);
        line.put("noise", noise);
        line.put("events", events.size());
        line.put("readings", readings);
        line.put("nanosPerReading", Math.round(session / readings));
        if (!Double.isNaN(error)) {
            line.put("plusMinus", Math.round(error / readings));
        }
        line.put("millisPerSession", Math.round(session / 1e5) / 10.0);
        line.put("bytesPerReading", Math.round(allocated(result) / readings));
        return line;
    }

    /** Bytes that one operation allocates, the outcomes' own among them. */
    private static double allocated(RunResult result) {
        return result.getSecondaryResults().keySet().stream()
                .filter(name -> name.endsWith("gc.alloc.rate.norm"))
                .mapToDouble(name -> Objects.requireNonNull(
                                result.getSecondaryResults().get(name))
                        .getScore())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("JMH's GC profiler tells no gc.alloc.rate.norm"));
    }
}

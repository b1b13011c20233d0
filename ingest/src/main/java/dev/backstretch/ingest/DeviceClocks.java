package dev.backstretch.ingest;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.session.ClockOffset;
import dev.backstretch.domain.time.Micros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far the clocks of a session's devices are off, as the fold sees and corrects it. A phone that sends late what it
 * could not send before looks like one whose clock is behind, until it sends something at once. Not safe for threads.
 */
final class DeviceClocks {
    /** Nobody needs to be told of less: it is corrected, and no one would find it on a phone. */
    static final Duration WORTH_SAYING = Duration.ofSeconds(30);

    /** Names of devices come from outside. */
    private static final int MOST_DEVICES = 2_000;

    private final Map<Device, ClockOffset> offsets = new HashMap<>();

    private record Device(String runner, @Nullable String source) {}

    /** Takes what one event tells; files, and what is no reading, tell nothing of a clock. */
    void hear(RunEvent event) {
        String runner = event.runnerId();
        if (runner == null
                || event.origin().kind() == Origin.Kind.FILE
                || !(event.body() instanceof EventBody.Readings readings)) {
            return;
        }
        var device = new Device(runner, event.origin().source());
        if (offsets.size() >= MOST_DEVICES && !offsets.containsKey(device)) {
            return;
        }
        ClockOffset offset = offsets.computeIfAbsent(device, fresh -> new ClockOffset());
        for (Reading reading : readings.readings()) {
            offset.observe(Micros.of(reading.observedAt()), Micros.of(event.receivedAt()));
        }
    }

    /** Those that are worth a word, the worst first. */
    List<LiveSession.ClockOff> off(@Nullable Set<String> runners) {
        List<LiveSession.ClockOff> off = new ArrayList<>();
        offsets.forEach((device, offset) -> {
            if (Math.abs(offset.micros()) >= WORTH_SAYING.toMillis() * Micros.PER_MILLI
                    && (runners == null || runners.contains(device.runner()))) {
                off.add(new LiveSession.ClockOff(
                        device.runner(),
                        device.source(),
                        Math.rint(offset.micros() / (100.0 * Micros.PER_MILLI)) / 10.0));
            }
        });
        off.sort(Comparator.comparingDouble((LiveSession.ClockOff one) -> -Math.abs(one.offsetSeconds()))
                .thenComparing(LiveSession.ClockOff::runner)
                .thenComparing(one -> one.source() == null ? "" : one.source()));
        return off;
    }
}

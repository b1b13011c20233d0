package dev.backstretch.ingest;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.reading.ReadingRules;
import dev.backstretch.domain.track.LocalPlane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which devices tell their speed in another unit than they are read in: their positions go on faster, or slower, than their
 * speeds say. Knots for m/s are 1.944 times, km/h 3.6; positions alone over-read by 5 to 16 % and are not near the bound
 * (domain notes §8). Devices without a name are left out, as several may share a runner. Not safe for threads.
 */
final class DeviceUnits {
    /** Off by more for {@link #WINDOW} is a wrong unit. */
    static final double WRONG_RATIO = 1.6;

    static final Duration WINDOW = Duration.ofSeconds(60);

    /** Between readings farther apart nobody knows what was run. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

    /** Who stands is at a place of an error's making. */
    private static final double LEAST_METERS_PER_SECOND = 1.0;

    /** A position of less accuracy moves by itself. */
    private static final double WORST_ACCURACY_METERS = 25;

    private static final double NANOS_PER_SECOND = 1e9;

    /** Names of devices come from outside. */
    private static final int MOST_DEVICES = 2_000;

    private final Map<Device, Watched> devices = new HashMap<>();

    private record Device(String runner, String source) {}

    private static final class Watched {
        private @Nullable Reading last;
        private double seconds;
        private double metersByPosition;
        private double metersBySpeed;
        private double wrongRatio = Double.NaN;
    }

    /** Takes what one event tells. */
    void hear(RunEvent event) {
        String runner = event.runnerId();
        String source = event.origin().source();
        if (runner == null || source == null || !(event.body() instanceof EventBody.Readings readings)) {
            return;
        }
        var device = new Device(runner, source);
        if (devices.size() >= MOST_DEVICES && !devices.containsKey(device)) {
            return;
        }
        Watched watched = devices.computeIfAbsent(device, fresh -> new Watched());
        for (Reading reading : readings.readings()) {
            boolean sure = Double.isNaN(reading.horizontalAccuracyMeters())
                    || reading.horizontalAccuracyMeters() <= WORST_ACCURACY_METERS;
            if (reading.hasPosition() && sure && !Double.isNaN(speed(reading))) {
                take(watched, reading);
            }
        }
    }

    private static void take(Watched watched, Reading reading) {
        Reading last = watched.last;
        if (last != null && !reading.observedAt().isAfter(last.observedAt())) {
            return;
        }
        watched.last = reading;
        if (last == null) {
            return;
        }
        Duration step = Duration.between(last.observedAt(), reading.observedAt());
        double seconds = step.toNanos() / NANOS_PER_SECOND;
        double byPosition = meters(last, reading);
        double bySpeed = seconds * (speed(last) + speed(reading)) / 2;
        if (step.compareTo(LONGEST_STEP) > 0
                || Math.max(byPosition, bySpeed) < LEAST_METERS_PER_SECOND * seconds
                || bySpeed <= 0) {
            return;
        }
        watched.seconds += seconds;
        watched.metersByPosition += byPosition;
        watched.metersBySpeed += bySpeed;
        if (watched.seconds >= WINDOW.toSeconds()) {
            double ratio = watched.metersByPosition / watched.metersBySpeed;
            watched.wrongRatio = ratio > WRONG_RATIO || ratio < 1 / WRONG_RATIO ? ratio : Double.NaN;
            watched.seconds = 0;
            watched.metersByPosition = 0;
            watched.metersBySpeed = 0;
        }
    }

    /** One that was dropped as too fast was at least as fast as nobody is, so that the ratio told is at most so far off. */
    private static double speed(Reading reading) {
        return Double.isNaN(reading.speedMetersPerSecond()) && reading.flags().contains(ReadingFlag.SPEED_CAP)
                ? ReadingRules.SPEED_CAP_METERS_PER_SECOND
                : reading.speedMetersPerSecond();
    }

    private static double meters(Reading from, Reading to) {
        var plane = new LocalPlane(from.latitudeDegrees(), from.longitudeDegrees());
        double east = plane.eastMeters(to.longitudeDegrees());
        double north = plane.northMeters(to.latitudeDegrees());
        return Math.sqrt(east * east + north * north);
    }

    /** Those whose last window was off, the worst first. */
    List<LiveSession.UnitOff> off(@Nullable Set<String> runners) {
        List<LiveSession.UnitOff> off = new ArrayList<>();
        devices.forEach((device, watched) -> {
            if (!Double.isNaN(watched.wrongRatio) && (runners == null || runners.contains(device.runner()))) {
                off.add(new LiveSession.UnitOff(
                        device.runner(), device.source(), Math.rint(watched.wrongRatio * 100) / 100));
            }
        });
        off.sort(Comparator.comparingDouble((LiveSession.UnitOff one) -> -Math.abs(StrictMath.log(one.ratio())))
                .thenComparing(LiveSession.UnitOff::runner)
                .thenComparing(LiveSession.UnitOff::source));
        return off;
    }
}

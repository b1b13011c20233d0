package dev.backstretch.launcher;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.ingest.files.DeviceComparison;
import dev.backstretch.ingest.files.Recording;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An analysed run as text for people. */
final class AnalyseTable {
    private static final List<String> ZONE_NAMES = List.of("Z0", "Z1", "Z2", "Z3", "Z4", "Z5");

    private AnalyseTable() {}

    static void recording(
            Recording.Decoded recording,
            AnalysedSession session,
            String runner,
            DeviceComparison comparison,
            PrintWriter out) {
        out.println(recording.name() + "  " + recording.sport() + "  " + recording.firstObservedAt() + "  "
                + recording.offered() + " readings");
        body(session, runner, out);
        double deviceMeters = recording.totals().distanceMeters();
        if (!Double.isNaN(deviceMeters)) {
            out.printf(Locale.ROOT, "  the device says %.0f m%n", deviceMeters);
        }
        if (!comparison.laps().isEmpty()) {
            out.println("  laps of the device, ours | the device's:");
            out.printf(Locale.ROOT, "  %4s %19s %19s %13s %9s%n", "lap", "time", "distance", "mean heart", "max");
            for (DeviceComparison.Lap lap : comparison.laps()) {
                Recording.DeviceLap device = lap.device();
                out.printf(
                        Locale.ROOT,
                        "  %4d %9s|%9s %9s|%9s %6s|%6s %4s|%4s%n",
                        lap.lap(),
                        clock(lap.elapsedSeconds()),
                        clock(device.elapsedSeconds()),
                        whole(lap.distanceMeters().value()),
                        whole(device.distanceMeters()),
                        whole(lap.averageHeartRateBpm()),
                        whole(device.averageHeartRateBpm()),
                        whole(lap.maximumHeartRateBpm()),
                        whole(device.maximumHeartRateBpm()));
            }
        }
        out.println();
    }

    static void runner(String file, AnalysedSession session, String runner, PrintWriter out) {
        out.println(file + "  " + runner);
        body(session, runner, out);
        out.println();
    }

    private static void body(AnalysedSession session, String runner, PrintWriter out) {
        List<LapOutcome> laps = session.laps(runner);
        if (!laps.isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "  %4s %15s %9s %9s %9s %6s %4s  %-8s %s%n",
                    "lap",
                    "time",
                    "split",
                    "distance",
                    "pace",
                    "heart",
                    "max",
                    "facing",
                    "source");
        }
        for (LapOutcome lap : laps) {
            out.printf(
                    Locale.ROOT,
                    "  %4d %15s %9s %9s %9s %6s %4s  %-8s %s%n",
                    lap.lap(),
                    withPlusMinus(lap.lapSeconds()),
                    clock(lap.splitSeconds().value()),
                    whole(lap.distanceMeters().value()) + " m",
                    clock(lap.paceSecondsPerKm().value()),
                    whole(lap.averageHeartRateBpm()),
                    whole(lap.maximumHeartRateBpm()),
                    lap.facing().name().toLowerCase(Locale.ROOT),
                    lap.source().name().toLowerCase(Locale.ROOT));
        }
        Frame.@Nullable Entry entry = session.totals(runner);
        Frame.Totals totals = entry == null ? null : entry.totals();
        if (entry == null || totals == null) {
            return;
        }
        Estimate distance = entry.distance();
        out.printf(
                Locale.ROOT,
                "  %s m ±%s in %s (moving %s, rest %s, paused %s)%n",
                whole(distance.value()),
                whole(distance.plusMinus()),
                clock(totals.elapsedSeconds()),
                clock(totals.movingSeconds()),
                clock(totals.restSeconds()),
                clock(totals.pausedSeconds()));
        StringBuilder zones = new StringBuilder("  zones");
        for (int i = 0; i < totals.zoneSeconds().size(); i++) {
            String name = i < ZONE_NAMES.size() ? ZONE_NAMES.get(i) : "Z" + i;
            zones.append(' ')
                    .append(name)
                    .append(' ')
                    .append(clock(totals.zoneSeconds().get(i)));
        }
        out.println(zones.append(" unknown ").append(clock(totals.unknownZoneSeconds())));
        out.printf(
                Locale.ROOT,
                "  facing forward %s backward %s still %s unknown %s%n",
                clock(totals.forwardSeconds()),
                clock(totals.backwardSeconds()),
                clock(totals.stillSeconds()),
                clock(totals.unknownFacingSeconds()));
    }

    private static String withPlusMinus(Estimate seconds) {
        return Double.isNaN(seconds.plusMinus())
                ? clock(seconds.value())
                : clock(seconds.value()) + String.format(Locale.ROOT, " ±%.1f", seconds.plusMinus());
    }

    private static String whole(double value) {
        return Double.isNaN(value) ? "-" : String.valueOf(Math.round(value));
    }

    private static String clock(double seconds) {
        if (Double.isNaN(seconds)) {
            return "-";
        }
        long tenths = Math.round(seconds * 10);
        long hours = tenths / 36_000;
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d.%d", hours, tenths / 600 % 60, tenths / 10 % 60, tenths % 10)
                : String.format(Locale.ROOT, "%d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10);
    }
}

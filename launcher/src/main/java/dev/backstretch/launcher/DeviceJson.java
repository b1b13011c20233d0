package dev.backstretch.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.ingest.files.DeviceComparison;
import dev.backstretch.ingest.files.Recording;
import dev.backstretch.schemas.json.OutcomeJson;
import java.util.List;

/** What a recording's device said, beside what follows from its readings, as JSON. Unknown values are absent. */
final class DeviceJson {
    private static final double SECONDS = 1_000;
    private static final double METERS = 10;
    private static final double BEATS = 10;

    private DeviceJson() {}

    static void write(Recording.Decoded recording, DeviceComparison comparison, ObjectNode node) {
        if (!recording.laps().isEmpty()) {
            ArrayNode laps = node.putArray("deviceLaps");
            comparison.laps().forEach(lap -> lap(lap, laps.addObject()));
        }
        Recording.DeviceZones zones = recording.zones();
        List<Double> ours = comparison.zoneSeconds();
        if (zones != null && ours != null) {
            ObjectNode zoneNode = node.putObject("deviceZones");
            ArrayNode bounds = zoneNode.putArray("boundsBpm");
            zones.boundsBpm().forEach(bound -> bounds.add(rounded(bound, BEATS)));
            seconds(ours, zoneNode.putArray("seconds"));
            seconds(zones.seconds(), zoneNode.putObject("device").putArray("seconds"));
        }
        totals(recording.totals(), node.putObject("deviceTotals"));
        if (recording.legs().size() > 1) {
            ArrayNode legs = node.putArray("legs");
            for (Recording.Leg leg : recording.legs()) {
                ObjectNode legNode = legs.addObject();
                legNode.put("sport", leg.sport());
                legNode.put("startedAt", OutcomeJson.time(leg.startedAt()));
                legNode.put("endedAt", OutcomeJson.time(leg.endedAt()));
            }
        }
        if (!recording.faults().isEmpty()) {
            ArrayNode faults = node.putArray("faults");
            for (Recording.FileFault fault : recording.faults()) {
                ObjectNode faultNode = faults.addObject();
                faultNode.put("reason", fault.reason());
                faultNode.put("where", fault.where());
                faultNode.put("message", fault.message());
            }
        }
    }

    private static void lap(DeviceComparison.Lap lap, ObjectNode node) {
        node.put("lap", lap.lap());
        node.put("startedAt", OutcomeJson.time(lap.startedAt()));
        number(node, "elapsedSeconds", lap.elapsedSeconds(), SECONDS);
        Estimate distance = lap.distanceMeters();
        if (distance.known()) {
            ObjectNode distanceNode = node.putObject("distanceMeters");
            number(distanceNode, "value", distance.value(), METERS);
            number(distanceNode, "plusMinus", distance.plusMinus(), METERS);
        }
        number(node, "averageHeartRateBpm", lap.averageHeartRateBpm(), BEATS);
        number(node, "maximumHeartRateBpm", lap.maximumHeartRateBpm(), BEATS);
        ObjectNode device = node.putObject("device");
        number(device, "elapsedSeconds", lap.device().elapsedSeconds(), SECONDS);
        number(device, "timerSeconds", lap.device().timerSeconds(), SECONDS);
        number(device, "distanceMeters", lap.device().distanceMeters(), METERS);
        number(device, "averageHeartRateBpm", lap.device().averageHeartRateBpm(), BEATS);
        number(device, "maximumHeartRateBpm", lap.device().maximumHeartRateBpm(), BEATS);
        if (lap.device().trigger() != null) {
            device.put("trigger", lap.device().trigger());
        }
    }

    private static void totals(Recording.DeviceTotals totals, ObjectNode node) {
        number(node, "elapsedSeconds", totals.elapsedSeconds(), SECONDS);
        number(node, "timerSeconds", totals.timerSeconds(), SECONDS);
        number(node, "distanceMeters", totals.distanceMeters(), METERS);
        number(node, "averageHeartRateBpm", totals.averageHeartRateBpm(), BEATS);
        number(node, "maximumHeartRateBpm", totals.maximumHeartRateBpm(), BEATS);
    }

    private static void seconds(List<Double> seconds, ArrayNode node) {
        seconds.forEach(value -> node.add(rounded(value, SECONDS)));
    }

    private static void number(ObjectNode node, String name, double value, double unit) {
        if (!Double.isNaN(value) && !Double.isInfinite(value)) {
            node.put(name, rounded(value, unit));
        }
    }

    private static double rounded(double value, double unit) {
        return Math.rint(value * unit) / unit;
    }
}

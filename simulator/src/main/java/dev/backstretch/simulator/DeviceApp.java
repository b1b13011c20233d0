package dev.backstretch.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.Reading;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** The apps that a camp's phones may run instead of our page, each as it writes what it measured. */
public enum DeviceApp {
    /** Whole seconds, whole km/h, no heart rate, one fix a request. */
    OWNTRACKS("owntracks") {
        @Override
        DeviceRequest one(Reading reading, String device) {
            ObjectNode json = NODES.objectNode();
            json.put("_type", "location").put("topic", "owntracks/" + device).put("tid", "BS");
            json.put("lat", reading.latitudeDegrees()).put("lon", reading.longitudeDegrees());
            json.put("tst", reading.observedAt().getEpochSecond());
            put(json, "acc", reading.horizontalAccuracyMeters());
            put(json, "alt", reading.altitudeMeters());
            put(json, "cog", reading.courseDegrees());
            if (!Double.isNaN(reading.speedMetersPerSecond())) {
                json.put("vel", Math.round(reading.speedMetersPerSecond() * 3.6));
            }
            return json("", json, 1);
        }
    },
    /** Traccar Client from version 9 on. */
    TRACCAR("traccar") {
        @Override
        DeviceRequest one(Reading reading, String device) {
            ObjectNode json = NODES.objectNode();
            ObjectNode location = json.putObject("location");
            location.put("timestamp", reading.observedAt().toString());
            ObjectNode coords = location.putObject("coords");
            coords.put("latitude", reading.latitudeDegrees()).put("longitude", reading.longitudeDegrees());
            put(coords, "accuracy", reading.horizontalAccuracyMeters());
            coords.put("speed", unlessUnknown(reading.speedMetersPerSecond()));
            coords.put("heading", unlessUnknown(reading.courseDegrees()));
            put(coords, "altitude", reading.altitudeMeters());
            location.put("is_moving", true);
            json.put("device_id", device);
            return json("", json, 1);
        }
    },
    /** The OsmAnd app: its speeds are in m/s, which its address says. */
    OSMAND("osmand") {
        @Override
        DeviceRequest one(Reading reading, String device) {
            var query = new StringBuilder("unit=mps");
            put(query, "id", device);
            put(query, "timestamp", String.valueOf(reading.observedAt().toEpochMilli()));
            put(query, "lat", reading.latitudeDegrees());
            put(query, "lon", reading.longitudeDegrees());
            put(query, "hdop", 1.0);
            put(query, "accuracy", reading.horizontalAccuracyMeters());
            put(query, "altitude", reading.altitudeMeters());
            put(query, "speed", reading.speedMetersPerSecond());
            put(query, "bearing", reading.courseDegrees());
            return new DeviceRequest("GET", query.toString(), "", "", 1);
        }
    },
    /** Speed and direction are 0.0 where they are not known; so they are where the runner stands. */
    GPSLOGGER("gpslogger") {
        @Override
        DeviceRequest one(Reading reading, String device) {
            var query = new StringBuilder("prov=gps");
            put(query, "dev", device);
            put(query, "time", reading.observedAt().toString());
            put(query, "lat", reading.latitudeDegrees());
            put(query, "lon", reading.longitudeDegrees());
            put(query, "spd", zeroIfUnknown(reading.speedMetersPerSecond()));
            put(query, "dir", zeroIfUnknown(reading.courseDegrees()));
            put(query, "acc", reading.horizontalAccuracyMeters());
            put(query, "alt", reading.altitudeMeters());
            return new DeviceRequest("GET", query.toString(), "", "", 1);
        }
    },
    /** All that was measured, several moments a message, each sensor for itself and not in order. */
    SENSORLOGGER("sensorlogger") {
        @Override
        DeviceRequest one(Reading reading, String device) {
            return requests(List.of(reading), device).get(0);
        }

        @Override
        public List<DeviceRequest> requests(List<Reading> readings, String device) {
            ObjectNode json = NODES.objectNode();
            json.put("messageId", readings.get(0).readingId());
            json.put("sessionId", "phone").put("deviceId", device);
            ArrayNode payload = json.putArray("payload");
            for (int i = readings.size() - 1; i >= 0; i--) {
                Reading reading = readings.get(i);
                if (!Double.isNaN(reading.compassDegrees())) {
                    sensor(payload, "Compass", reading).put("magneticBearing", reading.compassDegrees());
                }
                if (!Double.isNaN(reading.heartRateBpm())) {
                    sensor(payload, "heart rate", reading).put("bpm", reading.heartRateBpm());
                }
                sensor(payload, "accelerometer", reading)
                        .put("x", 0.1)
                        .put("y", 0.0)
                        .put("z", 1.0);
                if (reading.hasPosition()) {
                    ObjectNode values = sensor(payload, "Location", reading);
                    values.put("latitude", reading.latitudeDegrees()).put("longitude", reading.longitudeDegrees());
                    put(values, "horizontalAccuracy", reading.horizontalAccuracyMeters());
                    values.put("speed", unlessUnknown(reading.speedMetersPerSecond()));
                    values.put("bearing", unlessUnknown(reading.courseDegrees()));
                    put(values, "altitude", reading.altitudeMeters());
                }
            }
            return List.of(json("", json, readings.size()));
        }
    };

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final String door;

    DeviceApp(String door) {
        this.door = door;
    }

    /** Name of the door it sends to. */
    public String door() {
        return door;
    }

    abstract DeviceRequest one(Reading reading, String device);

    /**
     * What the app sends to tell of readings of one phone: one request each, unless the app can put them together.
     *
     * @param readings with positions; what the app cannot tell of them is left out
     */
    public List<DeviceRequest> requests(List<Reading> readings, String device) {
        return readings.stream().map(reading -> one(reading, device)).collect(Collectors.toList());
    }

    private static ObjectNode sensor(ArrayNode payload, String name, Reading reading) {
        ObjectNode entry = payload.addObject();
        entry.put("name", name);
        entry.put("time", reading.observedAt().truncatedTo(ChronoUnit.MILLIS).toEpochMilli() * NANOS_PER_MILLI);
        return entry.putObject("values");
    }

    private static DeviceRequest json(String query, ObjectNode json, int readings) {
        return new DeviceRequest("POST", query, "application/json", json.toString(), readings);
    }

    private static void put(ObjectNode json, String field, double value) {
        if (!Double.isNaN(value)) {
            json.put(field, value);
        }
    }

    private static void put(StringBuilder query, String name, double value) {
        if (!Double.isNaN(value)) {
            put(query, name, String.valueOf(value));
        }
    }

    private static void put(StringBuilder query, String name, String value) {
        query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private static double unlessUnknown(double value) {
        return Double.isNaN(value) ? -1 : value;
    }

    private static double zeroIfUnknown(double value) {
        return Double.isNaN(value) ? 0.0 : value;
    }
}

package dev.backstretch.ingest.files;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column of a CSV file means, as its header says.
 *
 * <p>The names are those that exporters document or write: GPSLogger ({@code time,lat,lon,elevation,…}), Sensor Logger
 * ({@code time,seconds_elapsed,…,longitude,latitude}), GoldenCheetah ({@code secs,cad,hr,km,kph,…} and
 * {@code Minutes,Torq (N-m),Km/h,…}), Polar Flow ({@code Sample rate,Time,HR (bpm),…}), GPSBabel's unicsv, and the fields
 * of one event as JSON, which is what an export of ours is headed with.
 *
 * @param factor what a value is multiplied by to be in the unit of the quantity
 */
record CsvColumn(Quantity quantity, double factor) {
    /** What a column tells, with the unit that it is turned into. */
    enum Quantity {
        /** A moment: an ISO 8601 time, a Unix time, or a time of day where a date stands beside it. */
        TIME,
        /** A day, beside a time of day. */
        DATE,
        /** Seconds since the start. */
        ELAPSED,
        LATITUDE,
        LONGITUDE,
        ACCURACY_METERS,
        SPEED_METERS_PER_SECOND,
        COURSE_DEGREES,
        ALTITUDE_METERS,
        HEART_RATE_BPM,
        DISTANCE_METERS,
        /** Of one foot, or of both where the values are too many for one. */
        CADENCE,
        /** Of both feet. */
        STEPS_PER_MINUTE,
        /** Whose reading it is, in an export of a whole session. */
        RUNNER,
        /** The name of a reading, where another door may have heard of it. */
        EVENT_ID,
        /** Known, and nothing that a reading holds. */
        OTHER;

        boolean isTime() {
            return this == TIME || this == DATE || this == ELAPSED;
        }

        boolean isMeasured() {
            return compareTo(LATITUDE) >= 0 && compareTo(STEPS_PER_MINUTE) <= 0;
        }
    }

    private static final double METERS_PER_MILE = 1609.344;
    private static final double METERS_PER_FOOT = 0.3048;
    private static final Pattern UNIT = Pattern.compile("^(.*?)\\s*[(\\[]\\s*([^)\\]]*)\\s*[)\\]]\\s*$");

    private static final Map<String, CsvColumn> NAMES = Map.ofEntries(
            named("time", Quantity.TIME),
            named("timestamp", Quantity.TIME),
            named("datetime", Quantity.TIME),
            named("date time", Quantity.TIME),
            named("utc time", Quantity.TIME),
            named("observedat", Quantity.TIME),
            named("date", Quantity.DATE),
            named("utc d", Quantity.DATE),
            named("utc t", Quantity.TIME),
            named("secs", Quantity.ELAPSED),
            named("seconds", Quantity.ELAPSED),
            named("seconds elapsed", Quantity.ELAPSED),
            named("elapsed time", Quantity.ELAPSED),
            named("minutes", Quantity.ELAPSED, 60),
            named("lat", Quantity.LATITUDE),
            named("latitude", Quantity.LATITUDE),
            named("latitudedegrees", Quantity.LATITUDE),
            named("position lat", Quantity.LATITUDE),
            named("lon", Quantity.LONGITUDE),
            named("long", Quantity.LONGITUDE),
            named("lng", Quantity.LONGITUDE),
            named("longitude", Quantity.LONGITUDE),
            named("longitudedegrees", Quantity.LONGITUDE),
            named("position long", Quantity.LONGITUDE),
            named("accuracy", Quantity.ACCURACY_METERS),
            named("horizontalaccuracy", Quantity.ACCURACY_METERS),
            named("horizontal accuracy", Quantity.ACCURACY_METERS),
            named("horizontalaccuracymeters", Quantity.ACCURACY_METERS),
            named("speed", Quantity.SPEED_METERS_PER_SECOND),
            named("enhanced speed", Quantity.SPEED_METERS_PER_SECOND),
            named("speedmeterspersecond", Quantity.SPEED_METERS_PER_SECOND),
            named("km/h", Quantity.SPEED_METERS_PER_SECOND, 1 / 3.6),
            named("kph", Quantity.SPEED_METERS_PER_SECOND, 1 / 3.6),
            named("mph", Quantity.SPEED_METERS_PER_SECOND, METERS_PER_MILE / 3600),
            named("course", Quantity.COURSE_DEGREES),
            named("bearing", Quantity.COURSE_DEGREES),
            named("coursedegrees", Quantity.COURSE_DEGREES),
            named("ele", Quantity.ALTITUDE_METERS),
            named("elevation", Quantity.ALTITUDE_METERS),
            named("alt", Quantity.ALTITUDE_METERS),
            named("altitude", Quantity.ALTITUDE_METERS),
            named("enhanced altitude", Quantity.ALTITUDE_METERS),
            named("altitudemeters", Quantity.ALTITUDE_METERS),
            named("hr", Quantity.HEART_RATE_BPM),
            named("hrate", Quantity.HEART_RATE_BPM),
            named("heart rate", Quantity.HEART_RATE_BPM),
            named("heartrate", Quantity.HEART_RATE_BPM),
            named("heartratebpm", Quantity.HEART_RATE_BPM),
            named("distance", Quantity.DISTANCE_METERS),
            named("distances", Quantity.DISTANCE_METERS),
            named("distancemeters", Quantity.DISTANCE_METERS),
            named("km", Quantity.DISTANCE_METERS, 1000),
            named("miles", Quantity.DISTANCE_METERS, METERS_PER_MILE),
            named("cad", Quantity.CADENCE),
            named("cadence", Quantity.CADENCE),
            named("run cadence", Quantity.CADENCE),
            named("cadencestepsperminute", Quantity.STEPS_PER_MINUTE),
            named("runner", Quantity.RUNNER),
            named("eventid", Quantity.EVENT_ID),
            named("type", Quantity.OTHER),
            named("receivedat", Quantity.OTHER),
            named("sample rate", Quantity.OTHER));

    /** The fields of one event as JSON that a reading has, spelt as there. */
    private static final Set<String> OWN = Set.of(
            "type",
            "runner",
            "observedAt",
            "receivedAt",
            "eventId",
            "latitudeDegrees",
            "longitudeDegrees",
            "horizontalAccuracyMeters",
            "speedMetersPerSecond",
            "courseDegrees",
            "compassDegrees",
            "altitudeMeters",
            "heartRateBpm",
            "cadenceStepsPerMinute",
            "distanceMeters");

    private static final Map<String, Double> SPEED_UNITS = Map.of(
            "m/s", 1.0, "mps", 1.0, "km/h", 1 / 3.6, "kmh", 1 / 3.6, "kph", 1 / 3.6, "mph", METERS_PER_MILE / 3600);
    private static final Map<String, Double> LENGTH_UNITS = Map.of(
            "m",
            1.0,
            "meters",
            1.0,
            "metres",
            1.0,
            "km",
            1000.0,
            "mi",
            METERS_PER_MILE,
            "miles",
            METERS_PER_MILE,
            "ft",
            METERS_PER_FOOT,
            "feet",
            METERS_PER_FOOT);
    private static final Map<String, Double> TIME_UNITS =
            Map.of("s", 1.0, "sec", 1.0, "secs", 1.0, "min", 60.0, "ms", 1e-3);
    private static final Set<String> STEP_UNITS = Set.of("spm", "steps/min");

    private static Map.Entry<String, CsvColumn> named(String name, Quantity quantity) {
        return named(name, quantity, 1);
    }

    private static Map.Entry<String, CsvColumn> named(String name, Quantity quantity, double factor) {
        return Map.entry(name, new CsvColumn(quantity, factor));
    }

    /**
     * Whether a table is headed as ours are: an event id of another exporter is a name of its own making, under which two
     * readings of two runs may go.
     */
    static boolean areOurs(List<String> headers) {
        return headers.contains("observedAt") && OWN.containsAll(headers);
    }

    /** What a header says, a unit in brackets behind its name included; empty when it is not understood. */
    static Optional<CsvColumn> of(String header) {
        String text = header.strip().toLowerCase(Locale.ROOT);
        Matcher withUnit = UNIT.matcher(text);
        String unit = "";
        if (withUnit.matches()) {
            text = withUnit.group(1);
            unit = withUnit.group(2);
        }
        CsvColumn known = NAMES.get(text.replace('_', ' ').replaceAll("\\s+", " "));
        return known == null ? Optional.empty() : known.in(unit);
    }

    /** The same in a unit; empty where that is none of its units. */
    private Optional<CsvColumn> in(String unit) {
        if (unit.isEmpty()) {
            return Optional.of(this);
        }
        Double inUnit =
                switch (quantity) {
                    case SPEED_METERS_PER_SECOND -> SPEED_UNITS.get(unit);
                    case DISTANCE_METERS, ALTITUDE_METERS, ACCURACY_METERS -> LENGTH_UNITS.get(unit);
                    case ELAPSED -> TIME_UNITS.get(unit);
                    case HEART_RATE_BPM -> unit.equals("bpm") ? (Double) 1.0 : null;
                    case LATITUDE, LONGITUDE, COURSE_DEGREES ->
                        unit.startsWith("deg") || unit.equals("°") ? (Double) 1.0 : null;
                    case CADENCE, STEPS_PER_MINUTE ->
                        STEP_UNITS.contains(unit) || unit.equals("rpm") ? (Double) 1.0 : null;
                    // A zone or a format behind a time is read from the values themselves.
                    case TIME, DATE, RUNNER, EVENT_ID, OTHER -> (Double) 1.0;
                };
        if (inUnit == null) {
            return Optional.empty();
        }
        return Optional.of(new CsvColumn(
                quantity == Quantity.CADENCE && STEP_UNITS.contains(unit) ? Quantity.STEPS_PER_MINUTE : quantity,
                inUnit));
    }
}

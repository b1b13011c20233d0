package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.track.OutAndBackCourse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads where a session's track lies: an oval by its centre and bearing, or by two points, the kerb at the beginning and at
 * the end of the home straight; or a course out and back by its start and its turn; or any loop by its line and its length. What is
 * not said of an oval is as on a standard track.
 */
final class TrackFields {
    private static final double STRAIGHT_METERS = 84.39;
    private static final double KERB_RADIUS_METERS = 36.50;
    private static final double LANE_WIDTH_METERS = 1.22;
    private static final int LANES = 8;

    /** Of WGS84. */
    private static final double EQUATOR_RADIUS_METERS = 6_378_137.0;

    private static final double FLATTENING = 1 / 298.257223563;
    private static final double ECCENTRICITY_SQUARED = (2 - FLATTENING) * FLATTENING;

    /** A measured way may be a little shorter than that between two places a phone has found. */
    private static final double SHORTEST_LAP_SHARE = 0.95;

    private static final double SHORTEST_LOOP_METERS = 100;
    private static final double NARROWEST_LINE_METERS = 2;
    private static final double WIDEST_LINE_METERS = 100;

    private TrackFields() {}

    /** The track; null when there is none, and when there are faults. */
    static @Nullable Track read(Fields session) {
        JsonNode given = session.node("track");
        boolean none = given == null || (given.isTextual() && "none".equals(given.textValue()));
        if (none) {
            if (session.node("line") != null) {
                session.fault("line", null, "TRACK", "has no track: send a track, too, or leave the line out");
            }
            return null;
        }
        Fields track = session.within("track");
        if (track == null) {
            return null;
        }
        if (track.node("start") != null || track.node("turn") != null) {
            return outAndBack(session, track);
        }
        String name = Objects.requireNonNullElse(track.text("name"), "standard 400 m");
        double straight = track.number("straight_m", STRAIGHT_METERS, 10, 500);
        double radius = track.number("kerb_radius_m", KERB_RADIUS_METERS, 5, 200);
        double laneWidth = track.number("lane_width_m", LANE_WIDTH_METERS, 0.5, 3);
        int lanes = (int) track.number("lanes", LANES, 1, 16);
        double lapMeters = track.number("lap_m", 0, 0, 100_000);
        String direction = Objects.requireNonNullElse(track.text("direction"), "anticlockwise");
        if (!direction.equals("anticlockwise") && !direction.equals("clockwise")) {
            track.fault("direction", direction, "UNKNOWN_VALUE", "is neither anticlockwise nor clockwise: send one");
        }
        double bearing = track.number("bearing_deg", 0, -360, 360);
        boolean hasBearing = track.node("bearing_deg") != null;
        double[] centre = track.point("centre");
        JsonNode home = track.node("home");
        if (home != null) {
            if (centre != null || hasBearing) {
                track.fault("home", null, "TRACK", "stands beside centre or bearing_deg: send the one or the other");
                return null;
            }
            Oval oval = byHomeStraight(track, home, straight, radius);
            if (oval == null) {
                return null;
            }
            centre = oval.centre;
            bearing = oval.bearingDegrees;
        } else if (centre == null && track.node("centre") == null && session.node("line") != null) {
            return loop(session, track, lapMeters);
        } else if (centre == null) {
            if (track.node("centre") == null) {
                track.fault(
                        "centre",
                        null,
                        "MISSING",
                        "is missing: send centre and bearing_deg, or home as two points, or a line with lap_m, or track none");
            }
            return null;
        }
        Track.TimingLine line =
                line(session, new Oval(centre, bearing), straight / 2, radius, radius + lanes * laneWidth);
        track.refuseUnknown();
        if (line == null) {
            return null;
        }
        return new Track(
                name,
                straight,
                radius,
                laneWidth,
                lanes,
                centre[0],
                centre[1],
                bearing,
                direction.equals("clockwise"),
                lapMeters,
                line);
    }

    /** What an oval has is a fault here, as an unknown field. */
    private static @Nullable Track outAndBack(Fields session, Fields track) {
        String name = Objects.requireNonNullElse(track.text("name"), "out and back");
        double[] start = track.point("start");
        double[] turn = track.point("turn");
        double lapMeters = track.number("lap_m", 0, 0, 2 * OutAndBackCourse.LONGEST_LEG_METERS);
        boolean legs = Boolean.TRUE.equals(track.flag("legs"));
        track.refuseUnknown();
        if (session.node("line") != null) {
            session.fault("line", null, "TRACK", "stands beside start and turn, which are the lines: leave it out");
        }
        if (start == null || turn == null) {
            if (track.node("start") == null || track.node("turn") == null) {
                track.fault(
                        track.node("start") == null ? "start" : "turn",
                        null,
                        "MISSING",
                        "is missing: send both ends of an out and back, each as [latitude, longitude]");
            }
            return null;
        }
        var ends = new Track.OutAndBack(start[0], start[1], turn[0], turn[1], legs);
        double leg = OutAndBackCourse.legMeters(ends);
        if (leg < OutAndBackCourse.SHORTEST_LEG_METERS || leg > OutAndBackCourse.LONGEST_LEG_METERS) {
            track.fault(
                    "turn",
                    turn[0] + ", " + turn[1],
                    "TRACK",
                    "is " + Math.round(leg) + " m from the start: take 60 m to 50 km");
            return null;
        }
        if (lapMeters > 0 && lapMeters < SHORTEST_LAP_SHARE * 2 * leg) {
            track.fault(
                    "lap_m",
                    String.valueOf(lapMeters),
                    "TRACK",
                    "is less than twice the " + Math.round(leg) + " m to the turn: send out and back together");
            return null;
        }
        return Track.outAndBack(name, lapMeters, ends);
    }

    /** A closed way of any shape, of which only the line and its length are known. */
    private static @Nullable Track loop(Fields session, Fields track, double lapMeters) {
        String name = Objects.requireNonNullElse(track.text("name"), "loop");
        for (String ofAnOval : List.of("straight_m", "kerb_radius_m", "lane_width_m", "lanes", "bearing_deg")) {
            if (track.node(ofAnOval) != null) {
                track.fault(ofAnOval, null, "TRACK", "is of an oval: send its centre, too, or leave it out");
                return null;
            }
        }
        boolean clockwise = "clockwise".equals(track.text("direction"));
        Track.TimingLine line = line(session, new Oval(new double[] {0, 0}, 0), 0, 0, 0);
        track.refuseUnknown();
        if (line == null) {
            return null;
        }
        if (lapMeters < SHORTEST_LOOP_METERS) {
            track.fault(
                    "lap_m",
                    lapMeters == 0 ? null : String.valueOf(lapMeters),
                    lapMeters == 0 ? "MISSING" : "TRACK",
                    "is the length of the loop: send " + SHORTEST_LOOP_METERS + " m or more");
            return null;
        }
        double widthMeters = Math.hypot(
                Math.toRadians(line.outerLatitudeDegrees() - line.innerLatitudeDegrees())
                        * meridianRadius(line.innerLatitudeDegrees()),
                Math.toRadians(line.outerLongitudeDegrees() - line.innerLongitudeDegrees())
                        * parallelRadius(line.innerLatitudeDegrees()));
        if (!(widthMeters >= NARROWEST_LINE_METERS && widthMeters <= WIDEST_LINE_METERS)) {
            session.fault(
                    "line",
                    null,
                    "TRACK",
                    "is " + Math.round(widthMeters) + " m long: take its two ends, " + NARROWEST_LINE_METERS + " to "
                            + WIDEST_LINE_METERS + " m apart");
            return null;
        }
        return new Track(
                name,
                0,
                0,
                0,
                1,
                line.innerLatitudeDegrees(),
                line.innerLongitudeDegrees(),
                0,
                clockwise,
                lapMeters,
                line);
    }

    /** As given, else the end of the home straight from the kerb to the outer edge. */
    private static Track.@Nullable TimingLine line(
            Fields session, Oval oval, double halfStraight, double kerb, double edge) {
        Fields given = session.within("line");
        if (given == null) {
            double[] inner = oval.place(halfStraight, -kerb);
            double[] outer = oval.place(halfStraight, -edge);
            return new Track.TimingLine("finish", inner[0], inner[1], outer[0], outer[1]);
        }
        String name = Objects.requireNonNullElse(given.text("name"), "finish");
        double[] inner = given.point("inner");
        double[] outer = given.point("outer");
        given.refuseUnknown();
        if (inner == null || outer == null) {
            if (given.node("inner") == null || given.node("outer") == null) {
                given.fault("inner", null, "MISSING", "or outer is missing: send both ends of the line");
            }
            return null;
        }
        return new Track.TimingLine(name, inner[0], inner[1], outer[0], outer[1]);
    }

    private static @Nullable Oval byHomeStraight(Fields track, JsonNode home, double straight, double radius) {
        if (!home.isArray() || home.size() != 2) {
            track.fault(
                    "home",
                    home.toString(),
                    "MALFORMED",
                    "is not two points: send [[lat, lon], [lat, lon]], the kerb at the straight's beginning and end");
            return null;
        }
        double[] from = track.point("home", home.get(0));
        double[] to = track.point("home", home.get(1));
        if (from == null || to == null) {
            return null;
        }
        double north = Math.toRadians(to[0] - from[0]) * meridianRadius(from[0]);
        double east = Math.toRadians(to[1] - from[1]) * parallelRadius(from[0]);
        double length = Math.hypot(north, east);
        if (Math.abs(length - straight) > straight / 4) {
            track.fault(
                    "home",
                    home.toString(),
                    "TRACK",
                    "is " + Math.round(length) + " m long and the straight " + Math.round(straight)
                            + ": take the points at its two ends, or send straight_m");
            return null;
        }
        // From the finish back to the middle of the straight, then to its left.
        double alongEast = east / length;
        double alongNorth = north / length;
        double centreEast = -alongEast * straight / 2 - alongNorth * radius;
        double centreNorth = -alongNorth * straight / 2 + alongEast * radius;
        double[] centre = {
            to[0] + Math.toDegrees(centreNorth / meridianRadius(to[0])),
            to[1] + Math.toDegrees(centreEast / parallelRadius(to[0]))
        };
        double compass = Math.toDegrees(Math.atan2(east, north));
        return new Oval(centre, (compass - 90 + 360) % 360);
    }

    /** Local metres of a track: x along the home straight, y to the left of it. */
    private record Placing(double eastMeters, double northMeters) {}

    /** Where an oval lies. */
    private static final class Oval {
        private final double[] centre;
        private final double bearingDegrees;

        Oval(double[] centre, double bearingDegrees) {
            this.centre = centre;
            this.bearingDegrees = bearingDegrees;
        }

        double[] place(double x, double y) {
            double turn = Math.toRadians(bearingDegrees);
            var placing =
                    new Placing(x * Math.cos(turn) + y * Math.sin(turn), -x * Math.sin(turn) + y * Math.cos(turn));
            return new double[] {
                centre[0] + Math.toDegrees(placing.northMeters() / meridianRadius(centre[0])),
                centre[1] + Math.toDegrees(placing.eastMeters() / parallelRadius(centre[0]))
            };
        }
    }

    private static double meridianRadius(double latitudeDegrees) {
        double sine = Math.sin(Math.toRadians(latitudeDegrees));
        return EQUATOR_RADIUS_METERS
                * (1 - ECCENTRICITY_SQUARED)
                / Math.pow(1 - ECCENTRICITY_SQUARED * sine * sine, 1.5);
    }

    private static double parallelRadius(double latitudeDegrees) {
        double sine = Math.sin(Math.toRadians(latitudeDegrees));
        return EQUATOR_RADIUS_METERS
                / Math.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine)
                * Math.cos(Math.toRadians(latitudeDegrees));
    }
}

package dev.backstretch.domain.line;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.track.LocalPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One runner on a standard track, leg by leg, and what a phone would report of it once a second. The same seed gives the
 * same readings; the way is known to the millimetre, so the true passings are exact.
 */
final class SyntheticRun {
    static final long START_MICROS = 1_795_226_400L * Micros.PER_SECOND;
    private static final double STRAIGHT = 84.39;
    private static final double KERB = 36.50;
    private static final double LANE = 1.22;
    private static final double LATITUDE = 18.7961;
    private static final double LONGITUDE = 98.9629;
    private static final double STEP = 0.1;
    private static final double FASTER = 1.2;
    private static final double SLOWER = 2.0;

    /** A true passing of the line. */
    record Truth(double seconds, int sign) {}

    /** What the phone gets wrong. */
    record Noise(double sigmaMeters, double whiteMeters, double speed, double compassDegrees) {
        static final Noise NONE = new Noise(0, 0, 0, 0);
        /** An ordinary phone in the open. */
        static final Noise PHONE = new Noise(1.6, 0.35, 0.12, 20);
    }

    private final int lane;
    private final double radius;
    private final double turn;
    private final double mirror;
    private final LocalPlane plane = new LocalPlane(LATITUDE, LONGITUDE);
    private final List<Double> way = new ArrayList<>();
    private final List<Double> speeds = new ArrayList<>();
    private final List<Facing> facings = new ArrayList<>();
    private final List<Truth> truth = new ArrayList<>();
    private double mountDegrees;
    private double speed;

    SyntheticRun(int lane, double bearingDegrees, boolean clockwise) {
        this.lane = lane;
        radius = lane == 1 ? KERB + 0.30 : KERB + LANE * (lane - 1) + 0.20;
        turn = Math.toRadians(bearingDegrees);
        mirror = clockwise ? -1 : 1;
        way.add(-0.7);
    }

    static SyntheticRun inLane(int lane) {
        return new SyntheticRun(lane, 12, false);
    }

    double lapMeters() {
        return 2 * STRAIGHT + 2 * Math.PI * radius;
    }

    Track track() {
        double[] inner = degrees(STRAIGHT / 2, -KERB);
        double[] outer = degrees(STRAIGHT / 2, -(KERB + 8 * LANE));
        return new Track(
                "standard",
                STRAIGHT,
                KERB,
                LANE,
                8,
                LATITUDE,
                LONGITUDE,
                Math.toDegrees(turn),
                mirror < 0,
                0,
                new Track.TimingLine("finish", inner[0], inner[1], outer[0], outer[1]));
    }

    LaneOval oval() {
        return LaneOval.of(track(), lane, lapMeters()).orElseThrow();
    }

    SyntheticRun mounted(double degrees) {
        mountDegrees = degrees;
        return this;
    }

    /** Moves for a time at a speed, against the session's direction when it is negative. */
    SyntheticRun leg(double seconds, double metersPerSecond, Facing facing) {
        for (int i = 0; i < Math.round(seconds / STEP); i++) {
            step(metersPerSecond, facing);
        }
        return this;
    }

    SyntheticRun stand(double seconds) {
        return leg(seconds, 0, Facing.FORWARD);
    }

    /** Runs until a place past the line, in metres since the first passing of it. */
    SyntheticRun runTo(double meters, double metersPerSecond, Facing facing) {
        int sign = meters > way() ? 1 : -1;
        while (sign * (meters - way()) > 0) {
            step(sign * metersPerSecond, facing);
        }
        return this;
    }

    private void step(double wanted, Facing facing) {
        double most = Math.abs(wanted) > Math.abs(speed) ? FASTER : SLOWER;
        speed += Math.max(-most * STEP, Math.min(most * STEP, wanted - speed));
        double from = way();
        double to = from + speed * STEP;
        double lap = lapMeters();
        if (Math.floor(from / lap) != Math.floor(to / lap)) {
            double line = Math.max(Math.floor(from / lap), Math.floor(to / lap)) * lap;
            truth.add(new Truth(seconds() + STEP * (line - from) / (to - from), to > from ? 1 : -1));
        }
        way.add(to);
        speeds.add(speed);
        facings.add(Math.abs(speed) < 0.3 ? Facing.STILL : facing);
    }

    double way() {
        return way.get(way.size() - 1);
    }

    double seconds() {
        return speeds.size() * STEP;
    }

    List<Truth> truth() {
        return truth;
    }

    Facing facingAt(long micros) {
        return facings.get(index(micros));
    }

    double speedAt(long micros) {
        return speeds.get(index(micros));
    }

    private int index(long micros) {
        return (int) Math.min(facings.size() - 1, Math.round((micros - START_MICROS) / (STEP * Micros.PER_SECOND)));
    }

    /** One reading a second. */
    List<Reading> readings(long seed, Noise noise) {
        Random random = new Random(seed);
        List<Reading> readings = new ArrayList<>();
        double keeps = Math.exp(-1 / 60.0);
        double errorX = noise.sigmaMeters() * random.nextGaussian();
        double errorY = noise.sigmaMeters() * random.nextGaussian();
        double accuracy = Math.max(1.5, 1.515 * Math.hypot(noise.sigmaMeters(), noise.whiteMeters()));
        for (int second = 0; second * 10 < speeds.size(); second++) {
            double fresh = noise.sigmaMeters() * Math.sqrt(1 - keeps * keeps);
            errorX = keeps * errorX + fresh * random.nextGaussian();
            errorY = keeps * errorY + fresh * random.nextGaussian();
            double v = speeds.get(second * 10);
            double[] at = place(way.get(second * 10));
            double x = at[0] + errorX + noise.whiteMeters() * random.nextGaussian();
            double y = at[1] + errorY + noise.whiteMeters() * random.nextGaussian();
            double seen = Math.max(0, Math.abs(v) + noise.speed() * random.nextGaussian());
            double courseNoise = Math.toDegrees(noise.speed()) / Math.max(Math.abs(v), 0.05) * random.nextGaussian();
            double towards = v < 0 ? at[2] + Math.PI : at[2];
            boolean backward = facings.get(second * 10) == Facing.BACKWARD;
            double body = backward ? towards + Math.PI : towards;
            double compassNoise = mountDegrees + noise.compassDegrees() * random.nextGaussian();
            double[] degrees = degrees(x, y);
            readings.add(new Reading(
                    "r" + second,
                    Micros.toInstant(START_MICROS + second * Micros.PER_SECOND),
                    degrees[0],
                    degrees[1],
                    accuracy,
                    seen,
                    seen < 0.5 ? Double.NaN : compass(towards, mirror * courseNoise),
                    compass(body, mirror * compassNoise),
                    Double.NaN,
                    Double.NaN,
                    Math.abs(v) < 0.3 ? 0 : 150,
                    Double.NaN,
                    List.of()));
        }
        return readings;
    }

    /** x, y and direction of the lane in track axes, some metres past the line. */
    private double[] place(double meters) {
        double half = STRAIGHT / 2;
        double bend = Math.PI * radius;
        double s = meters - lapMeters() * Math.floor(meters / lapMeters());
        if (s < bend) {
            double angle = s / radius - Math.PI / 2;
            return new double[] {half + radius * Math.cos(angle), radius * Math.sin(angle), angle + Math.PI / 2};
        }
        s -= bend;
        if (s < STRAIGHT) {
            return new double[] {half - s, radius, Math.PI};
        }
        s -= STRAIGHT;
        if (s < bend) {
            double angle = s / radius + Math.PI / 2;
            return new double[] {-half + radius * Math.cos(angle), radius * Math.sin(angle), angle + Math.PI / 2};
        }
        return new double[] {-half + s - bend, -radius, 0};
    }

    private double[] degrees(double x, double y) {
        double e = mirror * x * Math.cos(turn) + y * Math.sin(turn);
        double n = -mirror * x * Math.sin(turn) + y * Math.cos(turn);
        return new double[] {
            LATITUDE + n / plane.northMeters(LATITUDE + 1), LONGITUDE + e / plane.eastMeters(LONGITUDE + 1)
        };
    }

    private double compass(double angle, double offDegrees) {
        double x = mirror * Math.cos(angle);
        double y = Math.sin(angle);
        double e = x * Math.cos(turn) + y * Math.sin(turn);
        double n = -x * Math.sin(turn) + y * Math.cos(turn);
        double degrees = (Math.toDegrees(Math.atan2(e, n)) + offDegrees) % 360;
        return degrees < 0 ? degrees + 360 : degrees;
    }
}

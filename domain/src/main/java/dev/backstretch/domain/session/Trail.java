package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.facing.CompassFacing;
import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.line.CourseEnds;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.pace.Pace;
import dev.backstretch.domain.pace.Standstill;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.track.FinishLine;
import dev.backstretch.domain.track.LocalPlane;
import dev.backstretch.domain.track.OutAndBackCourse;
import dev.backstretch.domain.zone.BeatVerdict;
import dev.backstretch.domain.zone.CheckedZoneClock;
import dev.backstretch.domain.zone.HeartRateZones;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one runner's readings add up to, reading by reading in the order of their times: the way, the seconds in each zone
 * and facing, and the marks that the way makes. It can be copied at any reading and taken up again from there, which is
 * how a late reading is merged (design D3, D7).
 */
final class Trail {
    /** What a trail needs to know of its surroundings. */
    interface Surroundings {
        /** Microseconds to add to the device's time. */
        long offsetMicros();

        /** Before this session time nothing adds up: the runner has not been started. */
        long countsFromMicros();

        boolean inRest(long micros);

        /** As declared or planned for a moment; UNKNOWN where nobody says. */
        Facing saidFacing(long micros);

        HeartRateZones zones();

        /** Metres of a distance lap, or 0 when laps are counted at the line. */
        double distanceLapMeters();

        @Nullable
        FinishLine line();

        /** Where the runner runs out and back; null elsewhere. */
        @Nullable
        OutAndBackCourse course();

        void mark(Mark mark);

        /** A heart rate was told; with the one before it, where there is one. */
        void heartRate(long second, double bpm, long previousSecond, double previousBpm);

        /** No heart rate that was told since one moment of the device's time, and before another, was the heart's. */
        void heartRateWithdrawn(long sinceMicros, long beforeMicros);

        /** What the compass shows since a moment of the device's time. */
        void seenFacing(long sinceMicros, Facing facing);
    }

    private static final double DEFAULT_ACCURACY_METERS = 4;
    /** Nearer to the last counted fix than this is the receiver's noise, not the runner's way. */
    private static final double SMALLEST_MOVE_METERS = 2.5;

    private static final double FASTEST_METERS_PER_SECOND = 12.5;
    private static final int OUTLIERS_UNTIL_BELIEVED = 3;
    /** A device that finds its satellites again catches up in one step with what was run in the meantime: 1 min of it. */
    private static final double MOST_CATCH_UP_METERS = 60 * FASTEST_METERS_PER_SECOND;

    private static final long SPEED_BASE_MICROS = 4 * Micros.PER_SECOND;
    /** How long what a reading told holds without another (domain notes §2.2). */
    private static final long HOLD_MICROS = 5 * Micros.PER_SECOND;

    private static final long LONGEST_LINE_GAP_MICROS = (long) (FinishLine.LONGEST_GAP_SECONDS * Micros.PER_SECOND);
    private static final double STILL_BELOW = 0.3;
    /** One standard deviation of a distance mark, as a share of the lap (domain notes §4.4): a device's distance. */
    private static final double DEVICE_DISTANCE_SIGMA = 0.03;
    /** The same from positions or speed alone, which nobody has corrected. */
    private static final double RAW_DISTANCE_SIGMA = 0.06;

    private long readings;
    private long lastMicros;
    private String lastReadingId = "";

    /** When a reading last told movement, and how fast it was. */
    private long movedMicros = Long.MIN_VALUE;

    private double lastSpeed = Double.NaN;
    private double lastSpeedSigma = Double.NaN;

    /** When a reading last told a heart rate, and which. */
    private long beatMicros = Long.MIN_VALUE;

    private double lastHeartRate = Double.NaN;

    private double pathMeters;
    private boolean deviceDistance;
    private double lastDeviceMeters = Double.NaN;
    private long lastDeviceMicros;
    private double pathAtDeviceMeters;
    /** How far the runner may have come, at the fastest, beyond what the device told. */
    private double catchUpMeters = MOST_CATCH_UP_METERS;

    private boolean hasPlane;
    private double planeLatitude;
    private double planeLongitude;
    private @Nullable LocalPlane plane;

    private boolean hasFix;
    private long fixMicros;
    private double fixEast;
    private double fixNorth;
    private double fixSpeed = Double.NaN;
    private String fixReadingId = "";

    private boolean hasAnchor;
    private long anchorMicros;
    private double anchorEast;
    private double anchorNorth;
    private int outliers;

    private long olderBaseMicros = Long.MIN_VALUE;
    private double olderBaseEast;
    private double olderBaseNorth;
    private long baseMicros = Long.MIN_VALUE;
    private double baseEast;
    private double baseNorth;

    private Standstill standstill = new Standstill();
    private CheckedZoneClock zones = new CheckedZoneClock(HeartRateZones.OF_NOBODY);
    private CompassFacing compass = new CompassFacing();
    /** Null where nobody runs out and back. */
    private @Nullable CourseEnds ends;

    private long forwardMicros;
    private long backwardMicros;
    private long stillMicros;
    private long unknownFacingMicros;
    private long elapsedMicros;
    private int distanceMarks;

    boolean isEmpty() {
        return readings == 0;
    }

    long lastMicros() {
        return lastMicros;
    }

    double pathMeters() {
        return pathMeters;
    }

    double distanceSigmaShare() {
        return deviceDistance ? DEVICE_DISTANCE_SIGMA : RAW_DISTANCE_SIGMA;
    }

    /** What the newest heart rate is worth. */
    BeatVerdict verdict() {
        return zones.verdict();
    }

    Standstill standstill() {
        return standstill;
    }

    long zoneMicros(int zone) {
        return zones.zoneMicros(zone);
    }

    long unknownZoneMicros() {
        return zones.unknownMicros();
    }

    long forwardMicros() {
        return forwardMicros;
    }

    long backwardMicros() {
        return backwardMicros;
    }

    long stillMicros() {
        return stillMicros;
    }

    long unknownFacingMicros() {
        return unknownFacingMicros;
    }

    long elapsedMicros() {
        return elapsedMicros;
    }

    /** What counts of the ends of an out-and-back course. */
    List<CourseEnds.Passed> passedEnds() {
        return ends == null ? List.of() : ends.passed();
    }

    /** How far the runner had moved when they left the start of such a course unseen; NaN where nothing tells. */
    double pathAtUnseenStart(long leftRawMicros) {
        return ends == null ? Double.NaN : ends.pathAtStart(leftRawMicros);
    }

    void closeCourse(OutAndBackCourse course) {
        if (ends != null) {
            ends.close(course);
        }
    }

    void advance(Step step, Surroundings around) {
        long now = step.rawMicros();
        zones.countBy(around.zones());
        if (!step.reading().flags().isEmpty() && step.reading().flags().contains(ReadingFlag.AFTER_PAUSE)) {
            breakOff(now, around);
        } else if (readings > 0) {
            accrue(now, around);
        }
        if (step.tellsMovement()) {
            double pathBefore = pathMeters;
            long before = movedMicros;
            double speed = move(step, around);
            step.speedMetersPerSecond = speed;
            zones.moves(now, speed);
            if (around.distanceLapMeters() > 0 && before != Long.MIN_VALUE) {
                markDistances(pathBefore, before, now, speed, around);
            }
            // two reports of one moment complete each other
            if (now != before || !Double.isNaN(speed)) {
                lastSpeed = speed;
                lastSpeedSigma = step.speedSigma;
            }
            movedMicros = now;
        } else {
            step.speedMetersPerSecond = Double.NaN;
            step.speedSigma = lastSpeedSigma;
        }
        step.pathMeters = pathMeters;
        turn(step, around);
        beat(step, around);
        lastMicros = now;
        lastReadingId = step.reading().readingId();
        readings++;
    }

    private void turn(Step step, Surroundings around) {
        double degrees = step.reading().compassDegrees();
        Facing said =
                Double.isNaN(degrees) ? Facing.UNKNOWN : around.saidFacing(step.rawMicros() + around.offsetMicros());
        compass.take(
                step.rawMicros(),
                step.speedMetersPerSecond,
                degrees,
                step.reading().courseDegrees(),
                said);
        around.seenFacing(compass.sinceMicros(), compass.facing());
    }

    private void beat(Step step, Surroundings around) {
        long now = step.rawMicros();
        double bpm = step.reading().heartRateBpm();
        if (!Double.isNaN(bpm) || readings == 0) {
            zones.take(now, bpm, step.reading().cadenceStepsPerMinute());
            withdraw(now, around);
        }
        if (inventsBeats()) {
            beatMicros = Long.MIN_VALUE;
            lastHeartRate = Double.NaN;
        } else if (!Double.isNaN(bpm)) {
            around.heartRate(
                    Math.floorDiv(now, Micros.PER_SECOND),
                    bpm,
                    beatMicros == Long.MIN_VALUE ? Long.MIN_VALUE : Math.floorDiv(beatMicros, Micros.PER_SECOND),
                    lastHeartRate);
            lastHeartRate = bpm;
            beatMicros = now;
        }
        boolean holds = beatMicros != Long.MIN_VALUE && now - beatMicros <= HOLD_MICROS;
        step.heartRateBpm = holds ? lastHeartRate : Double.NaN;
    }

    /** What the zones take back is taken back everywhere. */
    private void withdraw(long now, Surroundings around) {
        long since = zones.withdrawnSince();
        if (since != CheckedZoneClock.NOTHING_WITHDRAWN) {
            around.heartRateWithdrawn(since, inventsBeats() ? now + 1 : now);
            beatMicros = Long.MIN_VALUE;
            lastHeartRate = Double.NaN;
        }
    }

    private boolean inventsBeats() {
        return zones.verdict() == BeatVerdict.CADENCE_LOCK || zones.verdict() == BeatVerdict.STUCK;
    }

    /** The device stood still or lost its track: what lies between is no part of the way, and its time is a pause. */
    private void breakOff(long now, Surroundings around) {
        if (readings > 0) {
            zones.breakOff(lastMicros);
            countZones(now, around);
            long from = Math.max(lastMicros + around.offsetMicros(), around.countsFromMicros());
            long paused = now + around.offsetMicros() - from;
            if (paused > 0) {
                elapsedMicros += paused;
                stillMicros += paused;
                standstill.breakOff(paused, around.inRest(from));
            }
        }
        compass.breakOff();
        if (ends != null) {
            ends.breakOff();
        }
        hasFix = false;
        hasAnchor = false;
        outliers = 0;
        olderBaseMicros = Long.MIN_VALUE;
        baseMicros = Long.MIN_VALUE;
        lastSpeed = Double.NaN;
        beatMicros = Long.MIN_VALUE;
        lastHeartRate = Double.NaN;
        if (movedMicros != Long.MIN_VALUE) {
            movedMicros = now;
        }
    }

    private void accrue(long now, Surroundings around) {
        countZones(now, around);
        long offset = around.offsetMicros();
        long from = Math.max(lastMicros + offset, around.countsFromMicros());
        long to = now + offset;
        if (to <= from) {
            return;
        }
        long all = to - from;
        elapsedMicros += all;
        standstill.advance(lastSpeed, all, around.inRest(from));
        long moving = held(movedMicros, offset, from, to);
        unknownFacingMicros += all - moving;
        if (lastSpeed < STILL_BELOW) {
            stillMicros += moving;
        } else {
            switch (Double.isNaN(lastSpeed) ? Facing.UNKNOWN : facing(from, around)) {
                case FORWARD -> forwardMicros += moving;
                case BACKWARD -> backwardMicros += moving;
                case STILL -> stillMicros += moving;
                case UNKNOWN, UNRECOGNISED -> unknownFacingMicros += moving;
            }
        }
    }

    /** As somebody says, else as the compass shows; in a planned rest nobody has to face anywhere. */
    private Facing facing(long micros, Surroundings around) {
        Facing said = around.saidFacing(micros);
        return said == Facing.UNKNOWN && !around.inRest(micros) ? compass.facing() : said;
    }

    /** Seconds in zones count on to a moment, but none of before the runner was started. */
    private void countZones(long now, Surroundings around) {
        // in the device's time, as all of a trail
        long start = around.countsFromMicros() == Long.MIN_VALUE
                ? Long.MIN_VALUE
                : around.countsFromMicros() - around.offsetMicros();
        if (lastMicros < start) {
            zones.advanceTo(Math.min(now, start));
            zones.forgetSums();
        }
        zones.advanceTo(now);
    }

    /** How much of a time is covered by what was told at a moment before it. */
    private static long held(long toldMicros, long offset, long from, long to) {
        return toldMicros == Long.MIN_VALUE ? 0 : Math.max(0, Math.min(to, toldMicros + offset + HOLD_MICROS) - from);
    }

    /** Forgets the seconds of before the runner was started; the way and its marks stay. */
    void forgetSums() {
        standstill = new Standstill();
        zones.forgetSums();
        forwardMicros = 0;
        backwardMicros = 0;
        stillMicros = 0;
        unknownFacingMicros = 0;
        elapsedMicros = 0;
    }

    /** Moves on by one reading that tells movement and gives the speed there, NaN when nothing tells. */
    private double move(Step step, Surroundings around) {
        Reading reading = step.reading();
        long now = step.rawMicros();
        boolean first = movedMicros == Long.MIN_VALUE;
        long gap = first ? 0 : now - movedMicros;
        double speed = reading.speedMetersPerSecond();
        step.speedSigma = Pace.DOPPLER_SIGMA;
        if (Double.isNaN(speed)) {
            step.speedSigma = Pace.POSITION_SIGMA;
            speed = speedFromDevice(reading, now);
        }
        double east = Double.NaN;
        double north = Double.NaN;
        double way = Double.NaN;
        if (reading.hasPosition()) {
            LocalPlane here = planeFor(reading, around);
            east = here.eastMeters(reading.longitudeDegrees());
            north = here.northMeters(reading.latitudeDegrees());
            way = wayFromAnchor(east, north, now);
            double fromFixes = speedFromFixes(east, north, now);
            if (Double.isNaN(speed)) {
                speed = fromFixes;
            }
        }
        boolean byDevice = !Double.isNaN(reading.distanceMeters());
        boolean bySpeed = !byDevice && !Double.isNaN(reading.speedMetersPerSecond()) && gap <= HOLD_MICROS;
        if (byDevice) {
            followDevice(reading.distanceMeters(), now);
        } else if (bySpeed) {
            double mean = Double.isNaN(lastSpeed) ? speed : (lastSpeed + speed) / 2;
            pathMeters += mean * Micros.seconds(gap);
        } else if (hasAnchor && reading.hasPosition()) {
            pathMeters += way >= SMALLEST_MOVE_METERS ? way : 0;
        } else if (!Double.isNaN(reading.speedMetersPerSecond()) && !Double.isNaN(lastSpeed)) {
            pathMeters += (lastSpeed + speed) / 2 * Micros.seconds(gap);
        }
        if (reading.hasPosition()) {
            moveAnchor(way, byDevice || bySpeed, east, north, now);
            crossLine(step, east, north, speed, around);
            OutAndBackCourse course = around.course();
            if (course != null) {
                boolean measured = !Double.isNaN(reading.speedMetersPerSecond());
                if (ends == null) {
                    ends = new CourseEnds();
                }
                ends.advance(course, now, east, north, speed, measured, pathMeters, reading.readingId());
            }
            hasFix = true;
            fixMicros = now;
            fixEast = east;
            fixNorth = north;
            fixSpeed = reading.speedMetersPerSecond();
            fixReadingId = reading.readingId();
        }
        return speed;
    }

    private double speedFromDevice(Reading reading, long now) {
        double meters = reading.distanceMeters() - lastDeviceMeters;
        long gap = now - lastDeviceMicros;
        return gap > 0 && meters >= 0 && !tooFast(meters, gap) ? meters / Micros.seconds(gap) : Double.NaN;
    }

    /** Speed over the last 4 to 8 s of fixes: nearer ones differ by noise as much as by movement. */
    private double speedFromFixes(double east, double north, long now) {
        if (baseMicros == Long.MIN_VALUE || now - baseMicros >= SPEED_BASE_MICROS) {
            olderBaseMicros = baseMicros;
            olderBaseEast = baseEast;
            olderBaseNorth = baseNorth;
            baseMicros = now;
            baseEast = east;
            baseNorth = north;
        }
        if (olderBaseMicros == Long.MIN_VALUE || now <= olderBaseMicros) {
            return Double.NaN;
        }
        return meters(east - olderBaseEast, north - olderBaseNorth) / Micros.seconds(now - olderBaseMicros);
    }

    /** The device's own distance replaces whatever was added since it last spoke. */
    private void followDevice(double deviceMeters, long now) {
        double meters = deviceMeters - lastDeviceMeters;
        if (Double.isNaN(meters)) {
            pathAtDeviceMeters = pathMeters;
        } else {
            double possible =
                    catchUpMeters + FASTEST_METERS_PER_SECOND * Math.max(1, Micros.seconds(now - lastDeviceMicros));
            // a device that starts again from 0, or makes a jump that nobody runs, adds nothing
            double run = meters < 0 || meters > possible ? 0 : meters;
            catchUpMeters = Math.min(MOST_CATCH_UP_METERS, possible - run);
            pathAtDeviceMeters += run;
            pathMeters = Math.max(pathMeters, pathAtDeviceMeters);
        }
        lastDeviceMeters = deviceMeters;
        lastDeviceMicros = now;
        deviceDistance = true;
    }

    private static boolean tooFast(double meters, long micros) {
        return meters > FASTEST_METERS_PER_SECOND * Math.max(1, Micros.seconds(micros));
    }

    /** The straight way from the last counted fix; NaN without one and where it is the receiver's jump. */
    private double wayFromAnchor(double east, double north, long now) {
        if (!hasAnchor) {
            return Double.NaN;
        }
        double way = meters(east - anchorEast, north - anchorNorth);
        return tooFast(way, now - anchorMicros) ? Double.NaN : way;
    }

    /** A fix becomes the one to measure from, unless it is noise around the last one or a jump not yet repeated. */
    private void moveAnchor(double way, boolean counted, double east, double north, long now) {
        if (hasAnchor) {
            boolean jump = Double.isNaN(way);
            if (jump && ++outliers < OUTLIERS_UNTIL_BELIEVED) {
                return;
            }
            if (!counted && way < SMALLEST_MOVE_METERS) {
                return;
            }
        }
        outliers = 0;
        hasAnchor = true;
        anchorMicros = now;
        anchorEast = east;
        anchorNorth = north;
    }

    private void crossLine(Step step, double east, double north, double speed, Surroundings around) {
        FinishLine line = around.line();
        long gap = step.rawMicros() - fixMicros;
        if (line == null || !hasFix || gap <= 0 || gap > LONGEST_LINE_GAP_MICROS) {
            return;
        }
        FinishLine.Crossed crossed = line.between(fixEast, fixNorth, east, north);
        if (crossed == null) {
            return;
        }
        double signed0 = line.signedMeters(fixEast, fixNorth);
        double signed1 = line.signedMeters(east, north);
        int sign = crossed.sign();
        double gapSeconds = Micros.seconds(gap);
        double seconds = FinishLine.secondsToLine(
                signed0,
                signed1,
                gapSeconds,
                sign * fixSpeed,
                sign * step.reading().speedMetersPerSecond());
        double across = Double.isNaN(speed) ? Math.abs(signed1 - signed0) / gapSeconds : speed;
        double accuracy = step.reading().horizontalAccuracyMeters();
        long raw = fixMicros + Micros.ofSeconds(seconds);
        double share = seconds / gapSeconds;
        double pathThere = Double.isNaN(speed) ? pathMeters : pathMeters - across * gapSeconds * (1 - share);
        around.mark(new Mark(
                MarkSource.LINE,
                raw + around.offsetMicros(),
                FinishLine.sigmaSeconds(
                        Double.isNaN(accuracy) ? DEFAULT_ACCURACY_METERS : accuracy, across, gapSeconds),
                sign,
                pathThere,
                around.offsetMicros(),
                Double.NaN,
                gapSeconds > FinishLine.SURE_GAP_SECONDS,
                List.of(fixReadingId, step.reading().readingId())));
    }

    private void markDistances(double pathBefore, long before, long now, double speed, Surroundings around) {
        double lapMeters = around.distanceLapMeters();
        while ((distanceMarks + 1) * lapMeters <= pathMeters) {
            distanceMarks++;
            double share = (distanceMarks * lapMeters - pathBefore) / (pathMeters - pathBefore);
            long raw = before + (long) Math.rint(Math.max(0, share) * (now - before));
            double there = Double.isNaN(speed) || speed < 1 ? 1 : speed;
            around.mark(new Mark(
                    MarkSource.DISTANCE,
                    raw + around.offsetMicros(),
                    distanceSigmaShare() * lapMeters / there,
                    1,
                    distanceMarks * lapMeters,
                    around.offsetMicros(),
                    Double.NaN,
                    now - before > HOLD_MICROS,
                    List.of(lastReadingId)));
        }
    }

    private LocalPlane planeFor(Reading reading, Surroundings around) {
        FinishLine line = around.line();
        if (line != null) {
            return line.plane();
        }
        OutAndBackCourse course = around.course();
        if (course != null) {
            return course.plane();
        }
        if (!hasPlane) {
            hasPlane = true;
            planeLatitude = reading.latitudeDegrees();
            planeLongitude = reading.longitudeDegrees();
        }
        if (plane == null) {
            plane = new LocalPlane(planeLatitude, planeLongitude);
        }
        return plane;
    }

    private static double meters(double east, double north) {
        return Math.sqrt(east * east + north * north);
    }

    /** Is from now on what another is at this moment, on its own. */
    void takeOver(Trail other) {
        standstill.takeOver(other.standstill);
        zones.takeOver(other.zones);
        compass.takeOver(other.compass);
        readings = other.readings;
        lastMicros = other.lastMicros;
        lastReadingId = other.lastReadingId;
        movedMicros = other.movedMicros;
        lastSpeed = other.lastSpeed;
        lastSpeedSigma = other.lastSpeedSigma;
        beatMicros = other.beatMicros;
        lastHeartRate = other.lastHeartRate;
        pathMeters = other.pathMeters;
        deviceDistance = other.deviceDistance;
        lastDeviceMeters = other.lastDeviceMeters;
        lastDeviceMicros = other.lastDeviceMicros;
        pathAtDeviceMeters = other.pathAtDeviceMeters;
        catchUpMeters = other.catchUpMeters;
        hasPlane = other.hasPlane;
        planeLatitude = other.planeLatitude;
        planeLongitude = other.planeLongitude;
        hasFix = other.hasFix;
        fixMicros = other.fixMicros;
        fixEast = other.fixEast;
        fixNorth = other.fixNorth;
        fixSpeed = other.fixSpeed;
        fixReadingId = other.fixReadingId;
        hasAnchor = other.hasAnchor;
        anchorMicros = other.anchorMicros;
        anchorEast = other.anchorEast;
        anchorNorth = other.anchorNorth;
        outliers = other.outliers;
        olderBaseMicros = other.olderBaseMicros;
        olderBaseEast = other.olderBaseEast;
        olderBaseNorth = other.olderBaseNorth;
        baseMicros = other.baseMicros;
        baseEast = other.baseEast;
        baseNorth = other.baseNorth;
        forwardMicros = other.forwardMicros;
        backwardMicros = other.backwardMicros;
        stillMicros = other.stillMicros;
        unknownFacingMicros = other.unknownFacingMicros;
        elapsedMicros = other.elapsedMicros;
        distanceMarks = other.distanceMarks;
        plane = other.plane;
        ends = other.ends == null ? null : other.ends.copy();
    }

    void writeTo(StateWriter out) {
        out.number(readings);
        out.number(lastMicros);
        out.text(lastReadingId);
        out.number(movedMicros);
        out.real(lastSpeed);
        out.real(lastSpeedSigma);
        out.number(beatMicros);
        out.real(lastHeartRate);
        out.real(pathMeters);
        out.bool(deviceDistance);
        out.real(lastDeviceMeters);
        out.number(lastDeviceMicros);
        out.real(pathAtDeviceMeters);
        out.real(catchUpMeters);
        out.bool(hasPlane);
        out.real(planeLatitude);
        out.real(planeLongitude);
        out.bool(hasFix);
        out.number(fixMicros);
        out.real(fixEast);
        out.real(fixNorth);
        out.real(fixSpeed);
        out.text(fixReadingId);
        out.bool(hasAnchor);
        out.number(anchorMicros);
        out.real(anchorEast);
        out.real(anchorNorth);
        out.number(outliers);
        out.number(olderBaseMicros);
        out.real(olderBaseEast);
        out.real(olderBaseNorth);
        out.number(baseMicros);
        out.real(baseEast);
        out.real(baseNorth);
        standstill.writeTo(out);
        zones.writeTo(out);
        compass.writeTo(out);
        out.bool(ends != null);
        if (ends != null) {
            ends.writeTo(out);
        }
        out.number(forwardMicros);
        out.number(backwardMicros);
        out.number(stillMicros);
        out.number(unknownFacingMicros);
        out.number(elapsedMicros);
        out.number(distanceMarks);
    }

    static Trail readFrom(StateReader in) {
        Trail trail = new Trail();
        trail.readings = in.number();
        trail.lastMicros = in.number();
        trail.lastReadingId = in.requiredText();
        trail.movedMicros = in.number();
        trail.lastSpeed = in.real();
        trail.lastSpeedSigma = in.real();
        trail.beatMicros = in.number();
        trail.lastHeartRate = in.real();
        trail.pathMeters = in.real();
        trail.deviceDistance = in.bool();
        trail.lastDeviceMeters = in.real();
        trail.lastDeviceMicros = in.number();
        trail.pathAtDeviceMeters = in.real();
        trail.catchUpMeters = in.real();
        trail.hasPlane = in.bool();
        trail.planeLatitude = in.real();
        trail.planeLongitude = in.real();
        trail.hasFix = in.bool();
        trail.fixMicros = in.number();
        trail.fixEast = in.real();
        trail.fixNorth = in.real();
        trail.fixSpeed = in.real();
        trail.fixReadingId = in.requiredText();
        trail.hasAnchor = in.bool();
        trail.anchorMicros = in.number();
        trail.anchorEast = in.real();
        trail.anchorNorth = in.real();
        trail.outliers = in.integer();
        trail.olderBaseMicros = in.number();
        trail.olderBaseEast = in.real();
        trail.olderBaseNorth = in.real();
        trail.baseMicros = in.number();
        trail.baseEast = in.real();
        trail.baseNorth = in.real();
        trail.standstill = Standstill.readFrom(in);
        trail.zones = CheckedZoneClock.readFrom(in, HeartRateZones.OF_NOBODY);
        trail.compass = CompassFacing.readFrom(in);
        trail.ends = in.bool() ? CourseEnds.readFrom(in) : null;
        trail.forwardMicros = in.number();
        trail.backwardMicros = in.number();
        trail.stillMicros = in.number();
        trail.unknownFacingMicros = in.number();
        trail.elapsedMicros = in.number();
        trail.distanceMarks = in.integer();
        return trail;
    }
}

package dev.backstretch.domain.effort;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.zone.HeartRateLimits;
import dev.backstretch.domain.zone.HeartRateZones;
import dev.backstretch.domain.zone.HeldValue;

/**
 * Adds up what a run costs in three ways at once and says the best of them: from the heart rate when 80 % of the time
 * has one, else from speed when 80 % has one, else from the distance (domain notes §3). Values hold for 5 s at most;
 * the rest of a gap costs nothing here, and {@link EnergyEstimate#coveredShare} says how much that was.
 *
 * <p>The way is taken as level: on a track a receiver's altitude is noise.
 */
public final class EnergyMeter {
    /** Name and version of the rule. */
    public static final String RULES = "energy/1";

    /** A method is taken when this share of the time has its value. */
    public static final double ENOUGH_SHARE = 0.8;

    /** What is shown is within a fifth, either way. */
    public static final double PLUS_MINUS_SHARE = 0.20;

    /** More than this share outside the range of an equation makes the whole LOW. */
    private static final double LOW_FROM_SHARE = 0.2;

    private static final double LEVEL = 0;
    private static final double MICROS_PER_MINUTE = 60.0 * Micros.PER_SECOND;

    private final Body body;
    private final HeartRateLimits limits;
    private HeldValue beat = new HeldValue();
    private HeldValue speed = new HeldValue();
    private Facing facing = Facing.UNKNOWN;
    private Gait gait = Gait.WALK;
    private double pathMeters = Double.NaN;
    private long elapsedMicros;

    private long beatMicros;
    private double lowestByHeartRate;
    private double highestByHeartRate;
    private double lowByHeartRate;

    private long speedMicros;
    private double bySpeed;
    private double lowBySpeed;

    private double byDistance;
    private double lowByDistance;

    public EnergyMeter(Body body, HeartRateLimits limits) {
        this.body = body;
        this.limits = limits;
    }

    /**
     * A reading, in the order of time; what it does not have is NaN.
     *
     * @param heartRateBpm as far as it is believed
     * @param newPathMeters movement since some fixed moment; never falls
     * @param newFacing from this reading on
     */
    public void take(
            long micros, double heartRateBpm, double speedMetersPerSecond, double newPathMeters, Facing newFacing) {
        advanceTo(micros);
        move(newPathMeters);
        if (HeartRateZones.isBeat(heartRateBpm)) {
            beat.take(micros, heartRateBpm);
        } else if (!beat.isAt(micros)) {
            beat.take(micros, Double.NaN);
        }
        if (!Double.isNaN(speedMetersPerSecond) || !speed.isAt(micros)) {
            speed.take(micros, speedMetersPerSecond);
        }
        facing = newFacing;
        gait = gait.next(speedMetersPerSecond, newFacing);
    }

    /** The way since the last reading was made with the facing and gait of that reading. */
    private void move(double newPathMeters) {
        if (Double.isNaN(newPathMeters)) {
            return;
        }
        if (newPathMeters < pathMeters) {
            throw new IllegalArgumentException("pathMeters is " + newPathMeters + ", less than " + pathMeters
                    + " before: give the movement since the start, which never falls");
        }
        if (!Double.isNaN(pathMeters)) {
            double kilocalories =
                    BackwardCost.netKilocalories(body.massKg(), newPathMeters - pathMeters, LEVEL, facing);
            byDistance += kilocalories;
            if (BackwardCost.confidence(facing, gait) == Confidence.LOW) {
                lowByDistance += kilocalories;
            }
        }
        pathMeters = newPathMeters;
    }

    /** Counts on to a moment without a reading. */
    public void advanceTo(long micros) {
        elapsedMicros += beat.passed(micros);
        long beatHeld = beat.advanceTo(micros);
        if (beatHeld > 0) {
            beatMicros += beatHeld;
            double minutes = beatHeld / MICROS_PER_MINUTE;
            KeytelEnergy.PerMinute cost = KeytelEnergy.at(beat.value(), body);
            lowestByHeartRate += minutes * cost.lowest();
            highestByHeartRate += minutes * cost.highest();
            if (KeytelEnergy.confidence(beat.value(), limits) == Confidence.LOW) {
                lowByHeartRate += minutes * (cost.lowest() + cost.highest()) / 2;
            }
        }
        long speedHeld = speed.advanceTo(micros);
        if (speedHeld > 0) {
            speedMicros += speedHeld;
            double vo2 = AcsmEnergy.vo2(gait, speed.value(), LEVEL);
            double kilocalories = speedHeld
                    / MICROS_PER_MINUTE
                    * AcsmEnergy.kilocaloriesPerMinute(
                            facing == Facing.BACKWARD ? BackwardCost.vo2(vo2) : vo2, body.massKg());
            bySpeed += kilocalories;
            Confidence confidence = AcsmEnergy.confidence(gait, speed.value());
            if (confidence.and(BackwardCost.confidence(facing, gait)) == Confidence.LOW) {
                lowBySpeed += kilocalories;
            }
        }
    }

    /** The best figure so far. */
    public EnergyEstimate estimate() {
        double beatShare = share(beatMicros);
        if (beatShare >= ENOUGH_SHARE && !Double.isNaN(lowestByHeartRate)) {
            return figure(
                    lowestByHeartRate, highestByHeartRate, EnergyEstimate.Method.HEART_RATE, lowByHeartRate, beatShare);
        }
        double speedShare = share(speedMicros);
        if (speedShare >= ENOUGH_SHARE && !Double.isNaN(bySpeed)) {
            return figure(bySpeed, bySpeed, EnergyEstimate.Method.SPEED, lowBySpeed, speedShare);
        }
        if (byDistance > 0) {
            return figure(byDistance, byDistance, EnergyEstimate.Method.DISTANCE, lowByDistance, 1);
        }
        return new EnergyEstimate(Estimate.UNKNOWN, EnergyEstimate.Method.NONE, Confidence.LOW, 0);
    }

    private double share(long micros) {
        return elapsedMicros == 0 ? 0 : (double) micros / elapsedMicros;
    }

    private static EnergyEstimate figure(
            double lowest, double highest, EnergyEstimate.Method method, double low, double coveredShare) {
        double least = (1 - PLUS_MINUS_SHARE) * lowest;
        double most = (1 + PLUS_MINUS_SHARE) * highest;
        return new EnergyEstimate(
                new Estimate(Math.rint((least + most) / 2), Math.rint((most - least) / 2)),
                method,
                low > LOW_FROM_SHARE * (lowest + highest) / 2 ? Confidence.LOW : Confidence.NORMAL,
                coveredShare);
    }

    /** Has counted what another has; what follows is counted by the own figures. */
    public void takeOver(EnergyMeter other) {
        beat.takeOver(other.beat);
        speed.takeOver(other.speed);
        facing = other.facing;
        gait = other.gait;
        pathMeters = other.pathMeters;
        elapsedMicros = other.elapsedMicros;
        beatMicros = other.beatMicros;
        lowestByHeartRate = other.lowestByHeartRate;
        highestByHeartRate = other.highestByHeartRate;
        lowByHeartRate = other.lowByHeartRate;
        speedMicros = other.speedMicros;
        bySpeed = other.bySpeed;
        lowBySpeed = other.lowBySpeed;
        byDistance = other.byDistance;
        lowByDistance = other.lowByDistance;
    }

    public void writeTo(StateWriter out) {
        beat.writeTo(out);
        speed.writeTo(out);
        out.symbol(facing);
        out.symbol(gait);
        out.real(pathMeters);
        out.number(elapsedMicros);
        out.number(beatMicros);
        out.real(lowestByHeartRate);
        out.real(highestByHeartRate);
        out.real(lowByHeartRate);
        out.number(speedMicros);
        out.real(bySpeed);
        out.real(lowBySpeed);
        out.real(byDistance);
        out.real(lowByDistance);
    }

    public static EnergyMeter readFrom(StateReader in, Body body, HeartRateLimits limits) {
        EnergyMeter meter = new EnergyMeter(body, limits);
        meter.beat = HeldValue.readFrom(in);
        meter.speed = HeldValue.readFrom(in);
        meter.facing = in.symbol(Facing.class);
        meter.gait = in.symbol(Gait.class);
        meter.pathMeters = in.real();
        meter.elapsedMicros = in.number();
        meter.beatMicros = in.number();
        meter.lowestByHeartRate = in.real();
        meter.highestByHeartRate = in.real();
        meter.lowByHeartRate = in.real();
        meter.speedMicros = in.number();
        meter.bySpeed = in.real();
        meter.lowBySpeed = in.real();
        meter.byDistance = in.real();
        meter.lowByDistance = in.real();
        return meter;
    }
}

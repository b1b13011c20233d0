package dev.backstretch.domain.line;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * Where a runner is along the lane, how fast, and how wrong the receiver's position is just now: a Kalman filter over
 * [way past the line in metres, unwrapped; speed along the lane in m/s, negative against the session's direction; the
 * receiver's error along both track axes in metres], reading by reading in the order of their times.
 *
 * <p>Doppler speed carries the way between fixes, the known lane turns two coordinates into way and error, and a bend
 * shows the error that a straight hides. The plan helps at the line: a lap that is the last or is followed by a rest ends past the line,
 * and the next one starts just before it. Each constant says where it comes from.
 */
public final class TrackFilter {
    /** How long a receiver keeps its error: the atmosphere's and the constellation's part of it, s. */
    private static final double ERROR_MEMORY_SECONDS = 60;

    /** The part of a receiver's error that is new with each fix: 0.22 of it, and not under 0.3 m. */
    private static final double WHITE_SHARE = 0.22;

    private static final double LEAST_WHITE_METERS = 0.3;

    /** A 68 % radius in a plane is 1.515 standard deviations of one axis (Rayleigh distribution). */
    private static final double RADIUS_TO_SIGMA = 1.515;

    private static final double DEFAULT_ACCURACY_METERS = 4;
    /** Phones smooth and round the radius they declare: its mean over some 20 fixes is what it tells. */
    private static final double ACCURACY_WEIGHT = 0.05;

    private static final double LEAST_ERROR_METERS = 0.5;

    /** A runner's speed wanders by 0.06 m/s in a second: 2 % of 3 m/s. */
    private static final double SPEED_WANDER = 0.06;

    /** Without a receiver's speed nothing else tells a start or a stop: it must be allowed for at any time. */
    private static final double SPEED_WANDER_UNSEEN = 0.35;

    /**
     * Doppler errors last and runners leave the measured line: variance of the way per second in motion, m²/s. An error of
     * 0.03 m/s, 1 % of a run, with a memory of 30 s adds 2 · 0.03² · 30 = 0.05.
     */
    private static final double WAY_WANDER = 0.05;

    private static final double WANDERS_ABOVE = 0.5;

    /** A phone's Doppler speed: 0.1 to 0.15 m/s in the open; then learnt from what the device sends. */
    private static final double DOPPLER_SIGMA = 0.13;

    private static final double LEAST_DOPPLER_SIGMA = 0.08;
    private static final double LARGEST_DOPPLER_SIGMA = 0.6;
    private static final double DOPPLER_WEIGHT = 0.02;
    /** Variance of a normal distribution cut at 2.5 standard deviations. */
    private static final double CUT_VARIANCE = 0.911;

    private static final double LEARNS_DOPPLER_ABOVE = 0.7;

    /** Near standing the receiver holds its speed back at 0. */
    private static final double CREEPING_BELOW = 0.4;

    private static final double CREEPING_SIGMA = 0.2;
    private static final double STILL_SIGMA = 0.05;

    /** Beyond 2.5 standard deviations the runner started, stopped or turned. */
    private static final double MANOEUVRE_SQUARED = 2.5 * 2.5;

    private static final double STOOD_SQUARED = 3 * 3;

    private static final double OUTLIER_SQUARED = 16;
    /** After so many outliers in a row it is the filter that is wrong. */
    private static final int OUTLIERS_UNTIL_BELIEVED = 6;

    /** A course within 70° of the lane, either way, tells the direction. */
    private static final double DIRECTION_COSINE = 0.35;

    private static final double DIRECTION_KEPT_ABOVE = 0.15;

    /** How well runners keep to the lane's measured line over some 20 s, as noise of a single fix. */
    private static final double LANE_SIGMA_METERS = 1.0;

    /** Half a track's width, for who runs in no lane of their own. */
    private static final double ANY_LANE_SIGMA_METERS = 3.0;

    /** Farther from the lane a position says little about the way along it. */
    private static final double BESIDE_METERS = 12;

    private static final double PRIOR_WAY_SIGMA_METERS = 100;
    private static final double PRIOR_SPEED_SIGMA = 1.5;

    /** Runners toe the line with some body behind it: 0.7 m before it at the gun, ± 0.6 m. */
    private static final double START_METERS = -0.7;

    private static final double START_SIGMA_METERS = 0.6;
    private static final double START_BEFORE_METERS = -0.1;
    private static final double START_ZONE_METERS = 15;
    private static final long GUN_LEAD_MICROS = Micros.PER_SECOND;
    private static final double START_ZONE_SIGMAS_SQUARED = 16;

    /** A longer silence is bridged by what the runner's speeds were so far, not by the last one. */
    private static final double LONGEST_STEADY_SECONDS = 15;

    /** After a longer silence a whole lap may have been run unseen. */
    private static final double FORK_SECONDS = 20;

    /** How long a runner keeps to a speed when nothing is known: half of the 30 s of an interval, rounded up. */
    private static final double SPEED_MEMORY_SECONDS = 20;

    private static final double FIRST_CRUISE = 2.0;
    private static final double FIRST_SPREAD = 1.0;
    private static final double LEAST_SPREAD = 0.5;
    private static final double CRUISE_SECONDS = 300;
    private static final double FIRST_CRUISE_SECONDS = 30;

    /** Who walks back to the line does not walk farther. */
    private static final double FARTHEST_BACK_METERS = 20;

    /** Faster over a whole silence than ever before by a fifth is no runner's way. */
    private static final double ENVELOPE_SHARE = 1.2;

    private static final double ENVELOPE_MARGIN = 0.3;
    private static final double ENVELOPE_AT_FIRST = 5.0;
    private static final double ENVELOPE_MOST = 8.0;
    /** A second branch less likely than this is not carried. */
    private static final double FORK_PROBABILITY = 0.001;

    /** A speed holds until the next reading but no longer than this (domain notes §2.2). */
    private static final double LONGEST_HELD_SECONDS = 5;

    private static final double SURE_SPEED_SIGMA = 0.3;

    /** Within this of the line, standing in a lap step: the lap was ended there. */
    private static final double HALT_ZONE_METERS = 8;

    private static final double HALT_PAST_METERS = 0.2;
    private static final double STANDS_BELOW = 0.3;
    private static final double WALKS_BACK_ABOVE = 0.4;
    private static final double BACK_ZONE_METERS = 15;
    private static final double RETURN_ZONE_METERS = 5;
    private static final double RETURN_SIGMA_METERS = 0.7;
    /** So long before the planned rest ends, who still stands has taken the place for the next lap. */
    private static final long PLACED_BEFORE_MICROS = 25 * Micros.PER_SECOND;

    private static final double REST_LEFT_METERS = 25;
    private static final double LAP_MISSED_METERS = 40;

    private static final double LEAST_CUT_VARIANCE = 0.02;

    /** What the plan said of the newest reading. */
    static final int NOTHING = 0;

    /** The runner has come to stand past the line that ends a lap. */
    static final int HALT = 1;
    /** The runner has walked back and stands before the line for the next lap. */
    static final int RETURN = 2;
    /** Still standing past the line since HALT. */
    static final int HALTED = 3;
    /** Still standing before the line since RETURN. */
    static final int PLACED = 4;

    private final LaneOval oval;
    private final boolean ownLane;
    private final Plan plan;
    private final int plannedLaps;
    private final LaneOval.Spot spot = new LaneOval.Spot();

    private boolean started;
    private long micros;
    private double s;
    private double v;
    private double bx;
    private double by;
    private double pss;
    private double psv;
    private double psx;
    private double psy;
    private double pvv;
    private double pvx;
    private double pvy;
    private double pxx;
    private double pxy;
    private double pyy;

    private double accuracyMeters = Double.NaN;
    private double dopplerVariance = DOPPLER_SIGMA * DOPPLER_SIGMA;
    private int direction = 1;
    private int outliers;
    private double fastest;
    private double cruise = FIRST_CRUISE;
    private double spreadVariance = FIRST_SPREAD * FIRST_SPREAD;
    private double cruiseSeconds;

    private long gunMicros = Long.MIN_VALUE;
    private boolean gunFired;
    private boolean atTheStart;
    private int lap = 1;
    private boolean resting;
    private boolean movedBack;
    private boolean placed;
    private long haltMicros;
    private int event;

    private int forkLaps;
    private double forkProbability;
    private long forkedFromMicros = Long.MAX_VALUE;

    // how the newest state followed from the one before: what the smoother needs
    private double gapSeconds;
    private double wayBefore;
    private double wayPerSpeed;
    private double speedKept = 1;
    private double wayAdded;
    private double speedAdded;
    private double qss;
    private double qsv;
    private double qvv;
    private double errorKept = 1;
    private double errorVariance;
    private boolean hasSpeedOfNow;
    private boolean hasPositionOfNow;

    /** The lap whose rest was looked up last, and that rest. */
    private int restLap;

    private long restMicros;

    private double keptSeconds = Double.NaN;
    private double kept;

    /**
     * @param oval the runner's lane
     * @param ownLane whether the runner keeps to it; else any lane may be run in
     * @param plan tells which laps are followed by a rest
     */
    public TrackFilter(LaneOval oval, boolean ownLane, Plan plan) {
        this.oval = oval;
        this.ownLane = ownLane;
        this.plan = plan;
        plannedLaps = plan.laps();
        restLap = lap;
        restMicros = plan.restMicrosAfterLap(lap);
    }

    /** The gun by the device's clock: at it the runner stands before the line. Nothing happens to one already fired. */
    public void gunAt(long deviceMicros) {
        if (!gunFired) {
            gunMicros = deviceMicros;
        }
    }

    /** Whether a gun is awaited and has not been fired yet. */
    boolean beforeGun() {
        return gunMicros != Long.MIN_VALUE && !gunFired;
    }

    /** Takes the next reading; those of one moment complete each other. */
    public void advance(long readingMicros, Reading reading) {
        event = NOTHING;
        if (!Double.isNaN(reading.horizontalAccuracyMeters())) {
            double accuracy = reading.horizontalAccuracyMeters();
            accuracyMeters = Double.isNaN(accuracyMeters)
                    ? accuracy
                    : accuracyMeters + ACCURACY_WEIGHT * (accuracy - accuracyMeters);
        }
        if (!reading.hasPosition() && !started) {
            return;
        }
        double error = Math.max(
                LEAST_ERROR_METERS,
                (Double.isNaN(accuracyMeters) ? DEFAULT_ACCURACY_METERS : accuracyMeters) / RADIUS_TO_SIGMA);
        double white = Math.min(0.9 * error, Math.max(LEAST_WHITE_METERS, WHITE_SHARE * error));
        double whiteVariance = white * white;
        double biasVariance = error * error - whiteVariance;
        if (reading.hasPosition()) {
            oval.project(reading.latitudeDegrees(), reading.longitudeDegrees(), spot);
        }
        if (!started) {
            start(readingMicros, biasVariance);
        }
        double speed = reading.speedMetersPerSecond();
        boolean still = isStill(reading);
        double seen = Double.NaN;
        double seenVariance = 0;
        if (!Double.isNaN(speed)) {
            seen = still ? 0 : directionOf(reading) * speed;
            seenVariance = still
                    ? STILL_SIGMA * STILL_SIGMA
                    : dopplerVariance + (speed < CREEPING_BELOW ? CREEPING_SIGMA * CREEPING_SIGMA : 0);
        }
        if (readingMicros > micros) {
            predict(Micros.seconds(readingMicros - micros), seen, seenVariance, biasVariance, reading.hasPosition());
            micros = readingMicros;
            hasSpeedOfNow = false;
            hasPositionOfNow = false;
        }
        if (!Double.isNaN(seen) && !hasSpeedOfNow) {
            hasSpeedOfNow = true;
            double innovation = seen - v;
            double spread = pvv + seenVariance;
            if (!still && speed >= LEARNS_DOPPLER_ABOVE && gapSeconds <= FORK_SECONDS) {
                learnDoppler(innovation, spread);
            }
            update(0, 1, 0, 0, innovation, seenVariance);
        }
        if (reading.hasPosition() && !hasPositionOfNow) {
            hasPositionOfNow = true;
            position(whiteVariance);
        }
        if (gunMicros == Long.MIN_VALUE || gunFired) {
            learnSpeeds();
            boolean stands = still && Math.abs(v) < STANDS_BELOW;
            followPlan(stands, seen);
            if (event == NOTHING && stands) {
                event = placed ? PLACED : resting && !movedBack ? HALTED : NOTHING;
            }
            placed &= stands;
        }
    }

    private void start(long readingMicros, double biasVariance) {
        started = true;
        micros = readingMicros;
        s = oval.nearest(spot.meters);
        pss = PRIOR_WAY_SIGMA_METERS * PRIOR_WAY_SIGMA_METERS;
        pvv = PRIOR_SPEED_SIGMA * PRIOR_SPEED_SIGMA;
        pxx = biasVariance;
        pyy = biasVariance;
        if (gunMicros != Long.MIN_VALUE && readingMicros >= gunMicros - GUN_LEAD_MICROS) {
            gunFired = true;
            if (readingMicros > gunMicros + GUN_LEAD_MICROS && s < -START_ZONE_METERS) {
                // first heard of after the gun: on the way, not behind the line
                s += oval.lapMeters();
            }
        }
    }

    /** Whether the gun is fired before a reading of that moment: then {@link #fireGun} comes first. */
    boolean gunFiresBefore(long readingMicros) {
        return started && beforeGun() && readingMicros >= gunMicros - GUN_LEAD_MICROS;
    }

    /** Where the runner stands just before the gun; who is not at the line then starts where they are. */
    void fireGun() {
        gunFired = true;
        event = NOTHING;
        double away = oval.nearest(s);
        s = away;
        double innovation = START_METERS - away;
        double spread = pss + START_SIGMA_METERS * START_SIGMA_METERS;
        if (Math.abs(away) > START_ZONE_METERS || innovation * innovation > START_ZONE_SIGMAS_SQUARED * spread) {
            return;
        }
        atTheStart = true;
        update(1, 0, 0, 0, innovation, START_SIGMA_METERS * START_SIGMA_METERS);
        cut(START_BEFORE_METERS, -1);
    }

    private static boolean isStill(Reading reading) {
        double cadence = reading.cadenceStepsPerMinute();
        return reading.speedMetersPerSecond() < CREEPING_BELOW && (Double.isNaN(cadence) || cadence == 0);
    }

    private int directionOf(Reading reading) {
        if (!Double.isNaN(reading.courseDegrees()) && reading.hasPosition()) {
            double cosine = oval.alongLane(reading.courseDegrees(), spot);
            if (Math.abs(cosine) >= DIRECTION_COSINE) {
                direction = cosine > 0 ? 1 : -1;
                return direction;
            }
        }
        if (Math.abs(v) >= DIRECTION_KEPT_ABOVE) {
            direction = v > 0 ? 1 : -1;
        }
        return direction;
    }

    private void predict(double dt, double seen, double seenVariance, double biasVariance, boolean hasPosition) {
        gapSeconds = dt;
        wayBefore = s;
        if (dt != keptSeconds) {
            keptSeconds = dt;
            kept = StrictMath.exp(-dt / ERROR_MEMORY_SECONDS);
        }
        errorKept = kept;
        errorVariance = biasVariance * (1 - kept * kept);
        // the spot is that of this reading only where it has a place
        if (dt > LONGEST_STEADY_SECONDS && !(hasPosition && stoodStill(dt, seen, biasVariance))) {
            bridge(dt);
        } else {
            double wander = Double.isNaN(seen) ? SPEED_WANDER_UNSEEN : SPEED_WANDER;
            wayPerSpeed = dt;
            speedKept = 1;
            wayAdded = 0;
            speedAdded = 0;
            qss = 0;
            qsv = 0;
            qvv = 0;
            addSpeedNoise(wander * wander, dt);
            if (Math.abs(v) > WANDERS_ABOVE) {
                qss += WAY_WANDER * dt;
            }
        }
        if (!Double.isNaN(seen)) {
            double expected = speedKept * v + speedAdded;
            double spread = speedKept * speedKept * pvv + qvv + seenVariance;
            double innovation = seen - expected;
            if (innovation * innovation > MANOEUVRE_SQUARED * spread) {
                addSpeedNoise((innovation * innovation - spread) / dt, dt);
            }
        }
        s += wayPerSpeed * v + wayAdded;
        v = speedKept * v + speedAdded;
        bx *= errorKept;
        by *= errorKept;
        pss += wayPerSpeed * (2 * psv + wayPerSpeed * pvv) + qss;
        psv = speedKept * (psv + wayPerSpeed * pvv) + qsv;
        psx = errorKept * (psx + wayPerSpeed * pvx);
        psy = errorKept * (psy + wayPerSpeed * pvy);
        pvv = speedKept * speedKept * pvv + qvv;
        pvx *= speedKept * errorKept;
        pvy *= speedKept * errorKept;
        pxx = errorKept * errorKept * pxx + errorVariance;
        pxy *= errorKept * errorKept;
        pyy = errorKept * errorKept * pyy + errorVariance;
    }

    private void addSpeedNoise(double perSecond, double dt) {
        qss += perSecond * dt * dt * dt / 3;
        qsv += perSecond * dt * dt / 2;
        qvv += perSecond * dt;
    }

    /** Standing before a silence and after it, at the same place, and no time for a lap between: the runner stood. */
    private boolean stoodStill(double dt, double seen, double biasVariance) {
        if (!(Math.abs(v) < STANDS_BELOW && seen == 0) || fastestWay(dt) >= oval.lapMeters()) {
            return false;
        }
        double moved = oval.nearest(spot.meters - s - (bx * spot.tangentX + by * spot.tangentY));
        return moved * moved <= STOOD_SQUARED * (pss + biasVariance);
    }

    private double fastestWay(double dt) {
        double envelope = fastest > 0 ? Math.max(1, fastest) * ENVELOPE_SHARE + ENVELOPE_MARGIN : ENVELOPE_AT_FIRST;
        return Math.min(ENVELOPE_MOST, envelope) * dt + FARTHEST_BACK_METERS;
    }

    /** Over a long silence speed returns to the runner's usual one and wanders about it (integrated Gauss–Markov). */
    private void bridge(double dt) {
        double e = StrictMath.exp(-dt / SPEED_MEMORY_SECONDS);
        speedKept = e;
        wayPerSpeed = SPEED_MEMORY_SECONDS * (1 - e);
        double usual = cruise * shareAfterRest(dt);
        speedAdded = usual * (1 - e);
        wayAdded = usual * (dt - wayPerSpeed);
        double variance = Math.max(LEAST_SPREAD * LEAST_SPREAD, spreadVariance);
        double memory = SPEED_MEMORY_SECONDS;
        qvv = variance * (1 - e * e);
        qsv = variance * memory * (1 - e) * (1 - e);
        qss = variance * memory * memory * (2 * dt / memory - 3 + 4 * e - e * e);
    }

    /** The part of a silence that lies after a planned rest. */
    private double shareAfterRest(double dt) {
        if (!resting) {
            return 1;
        }
        double left = Micros.seconds(haltMicros + restMicrosAfterLap() - micros);
        return Math.max(0, Math.min(1, 1 - left / dt));
    }

    private void learnDoppler(double innovation, double spread) {
        double squared = innovation * innovation;
        if (squared > MANOEUVRE_SQUARED * spread) {
            return;
        }
        double sample = squared / CUT_VARIANCE - pvv;
        double next = dopplerVariance + DOPPLER_WEIGHT * (sample - dopplerVariance);
        dopplerVariance = Math.max(
                LEAST_DOPPLER_SIGMA * LEAST_DOPPLER_SIGMA,
                Math.min(LARGEST_DOPPLER_SIGMA * LARGEST_DOPPLER_SIGMA, next));
    }

    private void position(double whiteVariance) {
        double cosine = spot.tangentX;
        double sine = spot.tangentY;
        double expected = bx * cosine + by * sine;
        double along = oval.nearest(spot.meters - s - expected);
        double beside = Math.max(0, Math.abs(spot.leftMeters) - BESIDE_METERS);
        double alongVariance = whiteVariance + beside * beside;
        double spread = pss
                + 2 * (cosine * psx + sine * psy)
                + cosine * cosine * pxx
                + 2 * cosine * sine * pxy
                + sine * sine * pyy
                + alongVariance;
        if (gapSeconds > FORK_SECONDS) {
            along = branch(along, spread);
        }
        double squared = along * along;
        boolean outlying = squared > OUTLIER_SQUARED * spread;
        outliers = outlying ? outliers + 1 : 0;
        if (outliers >= OUTLIERS_UNTIL_BELIEVED) {
            outliers = 0;
            pss += squared;
            qss += squared;
        } else if (outlying && gapSeconds <= LONGEST_STEADY_SECONDS) {
            alongVariance *= squared / (OUTLIER_SQUARED * spread);
        }
        update(1, 0, cosine, sine, along, alongVariance);
        double aside = spot.leftMeters - (by * cosine - bx * sine);
        double laneSigma = ownLane ? LANE_SIGMA_METERS : ANY_LANE_SIGMA_METERS;
        double asideVariance = whiteVariance + laneSigma * laneSigma;
        double asideSpread = sine * sine * pxx - 2 * sine * cosine * pxy + cosine * cosine * pyy + asideVariance;
        if (aside * aside > OUTLIER_SQUARED * asideSpread) {
            asideVariance *= aside * aside / (OUTLIER_SQUARED * asideSpread);
        }
        update(0, 0, -sine, cosine, aside, asideVariance);
    }

    /**
     * Which lap the runner is in after a silence: of the ways that fit the position, the likeliest within the speeds this
     * runner runs. The next best is remembered if it is not out of the question.
     */
    private double branch(double along, double spread) {
        double lapMeters = oval.lapMeters();
        double way = s + along - wayBefore;
        double farthest = fastestWay(gapSeconds);
        double chosen = along;
        if (way < -FARTHEST_BACK_METERS) {
            chosen += lapMeters;
        } else if (way > farthest) {
            chosen -= lapMeters;
        }
        way += chosen - along;
        int other = chosen > 0 ? -1 : 1;
        double otherWay = way + other * lapMeters;
        if (otherWay >= -FARTHEST_BACK_METERS && otherWay <= farthest) {
            double worse = chosen + other * lapMeters;
            double odds = StrictMath.exp((chosen * chosen - worse * worse) / (2 * spread));
            double probability = odds / (1 + odds);
            if (probability > FORK_PROBABILITY) {
                forkLaps = other;
                forkedFromMicros = Math.min(forkedFromMicros, micros - Micros.ofSeconds(gapSeconds));
                forkProbability = probability;
            }
        }
        return chosen;
    }

    private void learnSpeeds() {
        double dt = Math.min(gapSeconds, LONGEST_HELD_SECONDS);
        cruiseSeconds = Math.min(CRUISE_SECONDS, cruiseSeconds + dt);
        double weight = dt / (FIRST_CRUISE_SECONDS + cruiseSeconds);
        double off = v - cruise;
        cruise += weight * off;
        spreadVariance += weight * (off * off - spreadVariance);
        if (v > fastest && pvv < SURE_SPEED_SIGMA * SURE_SPEED_SIGMA) {
            fastest = v;
        }
    }

    private void followPlan(boolean stands, double seen) {
        double line = lap * oval.lapMeters();
        if (s > line + (resting ? REST_LEFT_METERS : LAP_MISSED_METERS)) {
            lap++;
            resting = false;
            movedBack = false;
            return;
        }
        long rest = restMicrosAfterLap();
        boolean last = lap > 0 && lap == plannedLaps;
        if (rest == 0 && (!last || resting)) {
            return;
        }
        boolean goesBack = v < -WALKS_BACK_ABOVE && seen < -WALKS_BACK_ABOVE && Math.abs(s - line) < BACK_ZONE_METERS;
        if (!resting) {
            if (stands && Math.abs(s - line) < HALT_ZONE_METERS) {
                cut(line + HALT_PAST_METERS, 1);
                resting = true;
                movedBack = false;
                haltMicros = micros;
                event = HALT;
            } else if (goesBack && !last) {
                resting = true;
                movedBack = true;
                haltMicros = micros;
            }
            return;
        }
        movedBack |= goesBack;
        boolean ready = movedBack
                ? Math.abs(s - line) < RETURN_ZONE_METERS
                : micros - haltMicros >= rest - PLACED_BEFORE_MICROS;
        if (stands && ready) {
            update(1, 0, 0, 0, line + START_METERS - s, RETURN_SIGMA_METERS * RETURN_SIGMA_METERS);
            cut(line + START_BEFORE_METERS, -1);
            resting = false;
            movedBack = false;
            lap++;
            event = RETURN;
            placed = true;
        }
    }

    /** A plan is walked through step by step for it: once a lap. */
    private long restMicrosAfterLap() {
        if (restLap != lap) {
            restLap = lap;
            restMicros = plan.restMicrosAfterLap(lap);
        }
        return restMicros;
    }

    /** One scalar measurement h·x with its innovation and the variance of its noise. */
    private void update(double hs, double hv, double hx, double hy, double innovation, double variance) {
        double ps = hs * pss + hv * psv + hx * psx + hy * psy;
        double pv = hs * psv + hv * pvv + hx * pvx + hy * pvy;
        double px = hs * psx + hv * pvx + hx * pxx + hy * pxy;
        double py = hs * psy + hv * pvy + hx * pxy + hy * pyy;
        double spread = hs * ps + hv * pv + hx * px + hy * py + variance;
        double gain = innovation / spread;
        s += ps * gain;
        v += pv * gain;
        bx += px * gain;
        by += py * gain;
        shrink(ps, pv, px, py, 1 / spread);
    }

    private void shrink(double ps, double pv, double px, double py, double share) {
        pss -= ps * ps * share;
        psv -= ps * pv * share;
        psx -= ps * px * share;
        psy -= ps * py * share;
        pvv -= pv * pv * share;
        pvx -= pv * px * share;
        pvy -= pv * py * share;
        pxx -= px * px * share;
        pxy -= px * py * share;
        pyy -= py * py * share;
    }

    /** The way is known to lie on one side of a point: mean and variance of what is left when the other side is cut off. */
    private void cut(double at, int side) {
        double sigma = Math.sqrt(pss);
        double a = side * (at - s) / sigma;
        if (a < -3) {
            return;
        }
        a = Math.min(4, a);
        double hazard = Normal.hazard(a);
        double variance = Math.max(LEAST_CUT_VARIANCE, pss * (1 - hazard * (hazard - a)));
        if (variance >= pss) {
            return;
        }
        double moved = side * sigma * hazard / pss;
        double ps = pss;
        double pv = psv;
        double px = psx;
        double py = psy;
        s += ps * moved;
        v += pv * moved;
        bx += px * moved;
        by += py * moved;
        shrink(ps, pv, px, py, (pss - variance) / (pss * pss));
    }

    // ---- what it says

    /** Whether a reading has told where the runner is. */
    public boolean hasStarted() {
        return started;
    }

    /** Whether the runner stood before the line at the gun. */
    boolean stoodAtTheStart() {
        return atTheStart;
    }

    public long micros() {
        return micros;
    }

    /** Metres past the line since the start, one lap after the other; negative before it. */
    public double wayMeters() {
        return s;
    }

    public double waySigmaMeters() {
        return Math.sqrt(Math.max(0, pss));
    }

    /** Speed along the lane in m/s, negative against the session's direction. */
    public double speedMetersPerSecond() {
        return v;
    }

    public double speedSigma() {
        return Math.sqrt(Math.max(0, pvv));
    }

    /** One standard deviation of this device's Doppler speed, as learnt so far, m/s. */
    public double dopplerSigma() {
        return Math.sqrt(dopplerVariance);
    }

    int event() {
        return event;
    }

    /** Laps to add if the other branch of the last long silence was the true one; 0 when there is no doubt. */
    public int forkLaps() {
        return forkLaps;
    }

    /** Probability of the other branch. */
    public double forkProbability() {
        return forkLaps == 0 ? 0 : forkProbability;
    }

    /** The start of the first silence that left a doubt; {@code Long.MAX_VALUE} without one. */
    long forkedFromMicros() {
        return forkedFromMicros;
    }

    /** Somebody saw which lap it is: the doubt ends. */
    void settleFork() {
        forkLaps = 0;
        forkedFromMicros = Long.MAX_VALUE;
        forkProbability = 0;
    }

    /** Puts the newest state and how it came about into a row of the trace. */
    void writeRow(double[] cells, int at) {
        cells[at + Trace.WAY] = s;
        cells[at + Trace.SPEED] = v;
        cells[at + Trace.ERROR_X] = bx;
        cells[at + Trace.ERROR_Y] = by;
        cells[at + Trace.SPREAD] = pss;
        cells[at + Trace.SPREAD + 1] = psv;
        cells[at + Trace.SPREAD + 2] = psx;
        cells[at + Trace.SPREAD + 3] = psy;
        cells[at + Trace.SPREAD + 4] = pvv;
        cells[at + Trace.SPREAD + 5] = pvx;
        cells[at + Trace.SPREAD + 6] = pvy;
        cells[at + Trace.SPREAD + 7] = pxx;
        cells[at + Trace.SPREAD + 8] = pxy;
        cells[at + Trace.SPREAD + 9] = pyy;
        cells[at + Trace.WAY_PER_SPEED] = wayPerSpeed;
        cells[at + Trace.SPEED_KEPT] = speedKept;
        cells[at + Trace.WAY_ADDED] = wayAdded;
        cells[at + Trace.SPEED_ADDED] = speedAdded;
        cells[at + Trace.NOISE_WAY] = qss;
        cells[at + Trace.NOISE_WAY_SPEED] = qsv;
        cells[at + Trace.NOISE_SPEED] = qvv;
        cells[at + Trace.ERROR_KEPT] = errorKept;
        cells[at + Trace.ERROR_NOISE] = errorVariance;
        cells[at + Trace.EVENT] = event;
    }

    // ---- state

    /** Is from now on where another of the same lane and plan is at this moment. */
    void takeOver(TrackFilter other) {
        started = other.started;
        micros = other.micros;
        s = other.s;
        v = other.v;
        bx = other.bx;
        by = other.by;
        pss = other.pss;
        psv = other.psv;
        psx = other.psx;
        psy = other.psy;
        pvv = other.pvv;
        pvx = other.pvx;
        pvy = other.pvy;
        pxx = other.pxx;
        pxy = other.pxy;
        pyy = other.pyy;
        accuracyMeters = other.accuracyMeters;
        dopplerVariance = other.dopplerVariance;
        direction = other.direction;
        outliers = other.outliers;
        fastest = other.fastest;
        cruise = other.cruise;
        spreadVariance = other.spreadVariance;
        cruiseSeconds = other.cruiseSeconds;
        gunMicros = other.gunMicros;
        gunFired = other.gunFired;
        atTheStart = other.atTheStart;
        lap = other.lap;
        resting = other.resting;
        movedBack = other.movedBack;
        placed = other.placed;
        haltMicros = other.haltMicros;
        event = other.event;
        forkLaps = other.forkLaps;
        forkProbability = other.forkProbability;
        forkedFromMicros = other.forkedFromMicros;
        gapSeconds = other.gapSeconds;
        wayPerSpeed = other.wayPerSpeed;
        speedKept = other.speedKept;
        wayAdded = other.wayAdded;
        speedAdded = other.speedAdded;
        qss = other.qss;
        qsv = other.qsv;
        qvv = other.qvv;
        errorKept = other.errorKept;
        errorVariance = other.errorVariance;
        hasSpeedOfNow = other.hasSpeedOfNow;
        hasPositionOfNow = other.hasPositionOfNow;
    }

    void writeTo(StateWriter out) {
        out.bool(started);
        out.number(micros);
        out.real(s);
        out.real(v);
        out.real(bx);
        out.real(by);
        out.real(pss);
        out.real(psv);
        out.real(psx);
        out.real(psy);
        out.real(pvv);
        out.real(pvx);
        out.real(pvy);
        out.real(pxx);
        out.real(pxy);
        out.real(pyy);
        out.real(accuracyMeters);
        out.real(dopplerVariance);
        out.number(direction);
        out.number(outliers);
        out.real(fastest);
        out.real(cruise);
        out.real(spreadVariance);
        out.real(cruiseSeconds);
        out.number(gunMicros);
        out.bool(gunFired);
        out.bool(atTheStart);
        out.number(lap);
        out.bool(resting);
        out.bool(movedBack);
        out.bool(placed);
        out.number(haltMicros);
        out.number(event);
        out.number(forkLaps);
        out.real(forkProbability);
        out.number(forkedFromMicros);
        out.real(gapSeconds);
        out.real(wayPerSpeed);
        out.real(speedKept);
        out.real(wayAdded);
        out.real(speedAdded);
        out.real(qss);
        out.real(qsv);
        out.real(qvv);
        out.real(errorKept);
        out.real(errorVariance);
        out.bool(hasSpeedOfNow);
        out.bool(hasPositionOfNow);
    }

    static TrackFilter readFrom(StateReader in, LaneOval oval, boolean ownLane, Plan plan) {
        TrackFilter read = new TrackFilter(oval, ownLane, plan);
        read.started = in.bool();
        read.micros = in.number();
        read.s = in.real();
        read.v = in.real();
        read.bx = in.real();
        read.by = in.real();
        read.pss = in.real();
        read.psv = in.real();
        read.psx = in.real();
        read.psy = in.real();
        read.pvv = in.real();
        read.pvx = in.real();
        read.pvy = in.real();
        read.pxx = in.real();
        read.pxy = in.real();
        read.pyy = in.real();
        read.accuracyMeters = in.real();
        read.dopplerVariance = in.real();
        read.direction = in.integer();
        read.outliers = in.integer();
        read.fastest = in.real();
        read.cruise = in.real();
        read.spreadVariance = in.real();
        read.cruiseSeconds = in.real();
        read.gunMicros = in.number();
        read.gunFired = in.bool();
        read.atTheStart = in.bool();
        read.lap = in.integer();
        read.resting = in.bool();
        read.movedBack = in.bool();
        read.placed = in.bool();
        read.haltMicros = in.number();
        read.event = in.integer();
        read.forkLaps = in.integer();
        read.forkProbability = in.real();
        read.forkedFromMicros = in.number();
        read.gapSeconds = in.real();
        read.wayPerSpeed = in.real();
        read.speedKept = in.real();
        read.wayAdded = in.real();
        read.speedAdded = in.real();
        read.qss = in.real();
        read.qsv = in.real();
        read.qvv = in.real();
        read.errorKept = in.real();
        read.errorVariance = in.real();
        read.hasSpeedOfNow = in.bool();
        read.hasPositionOfNow = in.bool();
        return read;
    }
}

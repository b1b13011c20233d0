package dev.backstretch.simulator;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One runner's phone: a reading a second, seen with noise and sent over a network that drops out, delays and repeats. */
final class Phone {
    /** Radius that holds 68 % of a two-dimensional normal error of standard deviation 1 per axis. */
    private static final double RADIUS_68_PERCENT = 1.515;

    private final CampOptions options;
    private final Oval oval;
    private final Motion motion;
    private final RunnerTruth truth;
    private final int index;
    private final Tally tally;
    private final List<Delivery> deliveries = new ArrayList<>();

    /** A time without network: from, to, and whether what was read in it is lost. */
    private record Dropout(double from, double to, boolean lost) {}

    /** A reading, and whether a delivery that begins with it is sent twice, and when. */
    private record Taken(Reading reading, double repeatDraw, double repeatedAfterSeconds) {}

    Phone(CampOptions options, Oval oval, Motion motion, RunnerTruth truth, int index, Tally tally) {
        this.options = options;
        this.oval = oval;
        this.motion = motion;
        this.truth = truth;
        this.index = index;
        this.tally = tally;
    }

    /** Everything that this phone sends within {@code seconds}, in the order it was made in. */
    List<Delivery> deliver(int seconds) {
        Noise noise = options.noise();
        Sensors sensors = new Sensors(noise);
        SeededStream delays = stream("network-delay");
        SeededStream lateness = stream("lateness");
        SeededStream bundles = stream("bundles");
        SeededStream repeats = stream("duplicates");
        List<Dropout> dropouts = dropouts(noise, seconds);
        double phase = stream("sampling-phase").uniform();
        if (!noise.samplingPhase()) {
            phase = 0;
        }
        List<Taken> bundle = new ArrayList<>();
        int bundleSize = 1;
        List<Taken> buffer = new ArrayList<>();
        int nextDropout = 0;
        for (int number = 0; number < seconds; number++) {
            double t = phase + number;
            Taken reading = new Taken(sensors.read(number, t), repeats.uniform(), repeats.uniform(0.2, 3.2));
            tally.readings++;
            double delay = noise.networkDelaySeconds() * StrictMath.exp(0.5 * delays.gaussian());
            double lateDraw = lateness.uniform();
            double heldBack = lateness.uniform(2, 20);
            double bundleDraw = bundles.uniform();
            int drawnSize = bundles.integer(2, 5);
            while (nextDropout < dropouts.size() && dropouts.get(nextDropout).to() <= t) {
                send(buffer, dropouts.get(nextDropout).to() + delay);
                nextDropout++;
            }
            Dropout dropout =
                    nextDropout < dropouts.size() && dropouts.get(nextDropout).from() <= t
                            ? dropouts.get(nextDropout)
                            : null;
            if (dropout != null && dropout.lost()) {
                tally.lost++;
            } else if (dropout != null) {
                tally.buffered++;
                buffer.add(reading);
            } else if (lateDraw < noise.lateShare()) {
                tally.late++;
                send(new ArrayList<>(List.of(reading)), t + delay + heldBack);
            } else {
                if (bundle.isEmpty()) {
                    bundleSize = bundleDraw < noise.bundleShare() ? drawnSize : 1;
                }
                bundle.add(reading);
                if (bundle.size() >= bundleSize) {
                    send(bundle, t + delay);
                }
            }
        }
        send(bundle, seconds);
        send(buffer, nextDropout < dropouts.size() ? dropouts.get(nextDropout).to() : seconds);
        return deliveries;
    }

    private List<Dropout> dropouts(Noise noise, int seconds) {
        List<Dropout> dropouts = new ArrayList<>();
        if (noise.dropoutsPerHour() <= 0) {
            return dropouts;
        }
        SeededStream random = stream("dropouts");
        double t = 0;
        while (true) {
            t += random.exponential(3600 / noise.dropoutsPerHour());
            double end = t + random.exponential(noise.dropoutMeanSeconds());
            boolean lost = random.uniform() < noise.dropoutLostShare();
            if (t >= seconds) {
                return dropouts;
            }
            dropouts.add(new Dropout(t, end, lost));
            t = end;
        }
    }

    /** Sends what was collected and empties it. */
    private void send(List<Taken> readings, double arrivesAtSeconds) {
        for (int from = 0; from < readings.size(); from += EventBody.Readings.MAXIMUM) {
            List<Taken> sent = readings.subList(from, Math.min(readings.size(), from + EventBody.Readings.MAXIMUM));
            List<Reading> part = sent.stream().map(Taken::reading).toList();
            Instant arrival = at(arrivesAtSeconds);
            Reading newest = part.get(part.size() - 1);
            RunEvent event = new RunEvent(
                    part.size() == 1 ? newest.readingId() : "d-" + part.get(0).readingId(),
                    options.sessionId(),
                    truth.runnerId(),
                    newest.observedAt(),
                    arrival,
                    new Origin(Origin.Kind.DEVICE, truth.device()),
                    new EventBody.Readings(part));
            deliveries.add(new Delivery(event, 0));
            if (sent.get(0).repeatDraw() < options.noise().duplicateShare()) {
                tally.duplicated += part.size();
                deliveries.add(new Delivery(
                        new RunEvent(
                                event.eventId(),
                                event.sessionId(),
                                event.runnerId(),
                                event.observedAt(),
                                arrival.plusMillis(Rounding.millis(sent.get(0).repeatedAfterSeconds())),
                                event.origin(),
                                event.body()),
                        1));
            }
        }
        readings.clear();
    }

    private Instant at(double seconds) {
        return options.startsAt().plusMillis(Rounding.millis(seconds));
    }

    private SeededStream stream(String kind) {
        return SeededStream.of(options.seed(), index, kind);
    }

    /** What the phone and its strap make of the runner's place, speed, course, heart and steps. */
    private final class Sensors {
        private final Noise noise;
        private final GaussMarkov gpsX;
        private final GaussMarkov gpsY;
        private final SeededStream gpsWhite = stream("gps-white");
        private final SeededStream accuracy = stream("gps-accuracy");
        private final SeededStream doppler = stream("doppler");
        private final SeededStream course = stream("course");
        private final GaussMarkov compassBias;
        private final SeededStream compass = stream("compass");
        private final SeededStream heart = stream("heart-rate");

        Sensors(Noise noise) {
            this.noise = noise;
            this.gpsX = new GaussMarkov(stream("gps-x"), 1, noise.gpsMeters(), noise.gpsMemorySeconds());
            this.gpsY = new GaussMarkov(stream("gps-y"), 1, noise.gpsMeters(), noise.gpsMemorySeconds());
            this.compassBias = new GaussMarkov(stream("compass-bias"), 1, noise.compassBiasDegrees(), 120);
        }

        Reading read(int number, double t) {
            double speed = motion.speedAt(t);
            Facing facing = motion.facingAt(t);
            Oval.Place place = Oval.place(motion.metersAt(t), truth.lane());
            double trueCourse = oval.compassDegrees(
                    motion.directionAt(t) > 0 ? place.tangentRadians() : place.tangentRadians() + Math.PI);
            Oval.Fix fix = oval.fix(
                    place.xMeters() + gpsX.next() + noise.gpsWhiteMeters() * gpsWhite.gaussian(),
                    place.yMeters() + gpsY.next() + noise.gpsWhiteMeters() * gpsWhite.gaussian());
            double seenSpeed = Math.max(0, speed + noise.speedMetersPerSecond() * doppler.gaussian());
            double courseNoise = course.gaussian()
                    * Math.min(90, StrictMath.toDegrees(noise.speedMetersPerSecond() / Math.max(speed, 0.05)));
            double body = trueCourse + (facing == Facing.BACKWARD ? 180 : 0);
            double seenCompass =
                    body + truth.mountDegrees() + compassBias.next() + noise.compassDegrees() * compass.gaussian();
            double cadence = cadence(speed, facing);
            double heartRate = motion.heartRateAt(t) + noise.heartRateBpm() * heart.gaussian();
            if (truth.heartRateLocks() && cadence > 0 && (int) (t / 90) % 3 == 1) {
                heartRate = cadence;
            }
            double sigma =
                    Math.sqrt(noise.gpsMeters() * noise.gpsMeters() + noise.gpsWhiteMeters() * noise.gpsWhiteMeters());
            // A receiver claims no less than 1.5 m, and one without any fault may claim next to nothing.
            double radius = Math.max(
                    sigma > 0 ? 1.5 : 0.1, RADIUS_68_PERCENT * sigma * StrictMath.exp(0.15 * accuracy.gaussian()));
            double clock = t + truth.clockSkewSeconds() + truth.clockDriftPpm() * 1e-6 * t;
            return new Reading(
                    String.format(Locale.ROOT, "%s-%06d", truth.runnerId(), number),
                    at(clock),
                    Rounding.decimals(fix.latitudeDegrees(), 7),
                    Rounding.decimals(fix.longitudeDegrees(), 7),
                    Rounding.decimals(radius, 1),
                    Rounding.decimals(seenSpeed, 2),
                    seenSpeed >= 0.5 ? tenthOfDegree(trueCourse + courseNoise) : Double.NaN,
                    tenthOfDegree(seenCompass),
                    Double.NaN,
                    Math.rint(heartRate),
                    Math.rint(cadence),
                    Double.NaN,
                    List.of());
        }

        private double cadence(double speed, Facing facing) {
            if (speed < 0.3) {
                return 0;
            }
            double steps = speed < 1.8 ? 95 + 22 * speed : 146 + 7.5 * speed;
            return facing == Facing.BACKWARD ? steps * 1.08 : steps;
        }

        private double tenthOfDegree(double degrees) {
            return Oval.wrapDegrees(Rounding.decimals(Oval.wrapDegrees(degrees), 1));
        }
    }
}

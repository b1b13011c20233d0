package dev.backstretch.ingest.devices;

import dev.backstretch.domain.reading.Fault;

/**
 * The bytes of a foot pod's notification, characteristic 0x2A53, little-endian.
 *
 * <p>Source: Bluetooth SIG, Running Speed and Cadence Service 1.0.
 *
 * @param speedMetersPerSecond by the pod's model of a stride, which is wrong for whoever runs backwards
 * @param cadenceStepsPerMinute both feet; doubled where the pod sends strides
 * @param doubled whether it was: below 110 while running faster than 2.2 m/s is one foot's
 * @param running as the pod says; false is walking
 * @param strideMeters NaN when it does not say
 * @param distanceMeters since the pod was set back, NaN when it does not say
 */
public record RunningMeasurement(
        double speedMetersPerSecond,
        double cadenceStepsPerMinute,
        boolean doubled,
        boolean running,
        double strideMeters,
        double distanceMeters) {
    private static final int STRIDE = 0x01;
    private static final int DISTANCE = 0x02;
    private static final int RUNNING = 0x04;
    private static final double FEWEST_STEPS_WHEN_RUNNING = 110;
    private static final double RUNS_METERS_PER_SECOND = 2.2;

    /** What became of a notification. */
    public sealed interface Result {
        record Read(RunningMeasurement measurement) implements Result {}

        record Refused(Fault fault) implements Result {}
    }

    /** Reads one notification. */
    public static Result decode(byte[] bytes) {
        int flags = bytes.length == 0 ? 0 : Byte.toUnsignedInt(bytes[0]);
        boolean stride = (flags & STRIDE) != 0;
        boolean distance = (flags & DISTANCE) != 0;
        if (bytes.length != 4 + (stride ? 2 : 0) + (distance ? 4 : 0)) {
            return new Result.Refused(HeartRateMeasurement.wrongLength(bytes));
        }
        double speed = HeartRateMeasurement.twoBytes(bytes, 1) / 256.0;
        int cadence = Byte.toUnsignedInt(bytes[3]);
        boolean running = (flags & RUNNING) != 0;
        boolean doubled =
                running && cadence > 0 && cadence < FEWEST_STEPS_WHEN_RUNNING && speed > RUNS_METERS_PER_SECOND;
        int at = stride ? 6 : 4;
        double meters = Double.NaN;
        if (distance) {
            long tenths = HeartRateMeasurement.twoBytes(bytes, at)
                    | (long) HeartRateMeasurement.twoBytes(bytes, at + 2) << 16;
            meters = tenths / 10.0;
        }
        return new Result.Read(new RunningMeasurement(
                speed,
                doubled ? 2.0 * cadence : cadence,
                doubled,
                running,
                stride ? HeartRateMeasurement.twoBytes(bytes, 4) / 100.0 : Double.NaN,
                meters));
    }
}

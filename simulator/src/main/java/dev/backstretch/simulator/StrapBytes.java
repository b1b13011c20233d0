package dev.backstretch.simulator;

/** Notifications as straps and pods send them over Bluetooth. */
public final class StrapBytes {
    private StrapBytes() {}

    /** Characteristic 0x2A37: a strap on the skin. */
    public static byte[] heartRate(int bpm) {
        return bpm < 256 ? new byte[] {0x06, (byte) bpm} : new byte[] {0x07, (byte) bpm, (byte) (bpm >> 8)};
    }

    /** Characteristic 0x2A53: a pod on a running foot. */
    public static byte[] running(double metersPerSecond, int stepsPerMinute) {
        long speed = Math.round(metersPerSecond * 256);
        return new byte[] {0x04, (byte) speed, (byte) (speed >> 8), (byte) stepsPerMinute};
    }
}

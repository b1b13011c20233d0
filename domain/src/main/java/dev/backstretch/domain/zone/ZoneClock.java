package dev.backstretch.domain.zone;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the time in each zone, reading by reading. A beat holds until the next reading, at most 5 s; the rest of a
 * gap, and time after a reading without a beat, is unknown. Zones and unknown add up to the elapsed time to the
 * microsecond.
 */
public final class ZoneClock {
    private HeartRateZones zones;
    private final long[] zoneMicros;
    private long unknownMicros;
    private HeldValue beat;

    public ZoneClock(HeartRateZones zones) {
        this(zones, new long[zones.model().count()], new HeldValue());
    }

    private ZoneClock(HeartRateZones zones, long[] zoneMicros, HeldValue beat) {
        this.zones = zones;
        this.zoneMicros = zoneMicros;
        this.beat = beat;
    }

    /** Other limits are known of the runner from now on; the zones are of the same model. */
    void countBy(HeartRateZones newZones) {
        zones = newZones;
    }

    /** A reading, in the order of time; its heart rate is NaN when it has none. */
    public void take(long micros, double heartRateBpm) {
        advanceTo(micros);
        if (HeartRateZones.isBeat(heartRateBpm)) {
            beat.take(micros, heartRateBpm);
        } else if (!beat.isAt(micros)) {
            beat.take(micros, Double.NaN);
        }
    }

    /** Counts on to a moment without a reading, such as the end of the session. */
    public void advanceTo(long micros) {
        long passed = beat.passed(micros);
        long held = beat.advanceTo(micros);
        int zone = zones.zoneOf(beat.value());
        if (zone == HeartRateZones.UNKNOWN) {
            unknownMicros += passed;
        } else {
            zoneMicros[zone] += held;
            unknownMicros += passed - held;
        }
    }

    public long zoneMicros(int zone) {
        return zoneMicros[zone];
    }

    public long unknownMicros() {
        return unknownMicros;
    }

    public ZoneSeconds seconds() {
        List<Double> seconds = new ArrayList<>(zoneMicros.length);
        for (long micros : zoneMicros) {
            seconds.add(Micros.seconds(micros));
        }
        return new ZoneSeconds(zones.model(), seconds, Micros.seconds(unknownMicros));
    }

    /** The beat stops counting at the moment that is counted to. */
    void dropBeat(long micros) {
        beat.take(micros, Double.NaN);
    }

    /** What has been counted until now does not count; the beat goes on. */
    void forgetSums() {
        Arrays.fill(zoneMicros, 0);
        unknownMicros = 0;
    }

    void copyTo(long[] there) {
        System.arraycopy(zoneMicros, 0, there, 0, zoneMicros.length);
    }

    /** What has been counted since a copy was made becomes unknown. */
    void withdrawSince(long[] copy) {
        for (int zone = 0; zone < zoneMicros.length; zone++) {
            unknownMicros += zoneMicros[zone] - copy[zone];
            zoneMicros[zone] = copy[zone];
        }
    }

    void takeOver(ZoneClock other) {
        zones = other.zones;
        System.arraycopy(other.zoneMicros, 0, zoneMicros, 0, zoneMicros.length);
        unknownMicros = other.unknownMicros;
        beat.takeOver(other.beat);
    }

    public void writeTo(StateWriter out) {
        for (long micros : zoneMicros) {
            out.number(micros);
        }
        out.number(unknownMicros);
        beat.writeTo(out);
    }

    public static ZoneClock readFrom(StateReader in, HeartRateZones zones) {
        ZoneClock clock = new ZoneClock(zones);
        for (int zone = 0; zone < clock.zoneMicros.length; zone++) {
            clock.zoneMicros[zone] = in.number();
        }
        clock.unknownMicros = in.number();
        clock.beat = HeldValue.readFrom(in);
        return clock;
    }
}

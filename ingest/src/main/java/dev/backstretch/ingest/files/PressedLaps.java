package dev.backstretch.ingest.files;

import dev.backstretch.ingest.files.Recording.Decoded;
import dev.backstretch.ingest.files.Recording.DeviceLap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When a runner pressed the lap key, which is a hint as good as a tap; laps that the device counted by itself, by distance,
 * time or place, say nothing that the readings do not.
 *
 * @param pressedAt in order of time
 * @param ignored how many laps were ended by the device, or by the end of the recording
 */
public record PressedLaps(List<Instant> pressedAt, int ignored) {
    private static final String BY_HAND = "manual";

    public PressedLaps {
        pressedAt = List.copyOf(pressedAt);
    }

    /** The presses of a recording. Its last lap ends with the recording, which is no passing of a line. */
    public static PressedLaps of(Decoded recording) {
        List<Instant> pressed = new ArrayList<>();
        List<DeviceLap> laps = recording.laps();
        for (int i = 0; i + 1 < laps.size(); i++) {
            if (BY_HAND.equals(laps.get(i).trigger())) {
                pressed.add(laps.get(i + 1).startedAt());
            }
        }
        return new PressedLaps(pressed, laps.size() - pressed.size());
    }
}

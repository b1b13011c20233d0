package dev.backstretch.simulator.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Readings of one runner that go together.
 *
 * @param firstId the number in the first reading's event id; the others follow
 * @param body a JSON array of {@code readings} readings. Never compared, and read only
 */
@SuppressWarnings("ArrayRecordComponent")
public record LoadBatch(String session, String runner, long firstId, int readings, byte[] body) {
    /** The event ids of its readings, in their order. */
    public List<String> eventIds() {
        List<String> ids = new ArrayList<>(readings);
        for (int i = 0; i < readings; i++) {
            ids.add(LoadScript.eventId(firstId + i));
        }
        return ids;
    }
}

package dev.backstretch.ingest.doors;

import dev.backstretch.schemas.access.Action;
import java.util.Set;

/** {@code POST …/marks}: a coach's taps and the reads of timing mats. */
final class MarksDoor extends DeliveryDoor {
    MarksDoor(Doorway doorway) {
        super(doorway, "marks", Set.of("tap", "chip"), null, Action.MARKS);
    }
}

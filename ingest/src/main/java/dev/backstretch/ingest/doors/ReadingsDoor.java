package dev.backstretch.ingest.doors;

import dev.backstretch.schemas.access.Action;
import java.util.Set;

/** {@code POST …/readings}: what phones, watches and straps measured. */
final class ReadingsDoor extends DeliveryDoor {
    ReadingsDoor(Doorway doorway) {
        super(doorway, "readings", Set.of("reading"), "reading", Action.READINGS);
    }
}

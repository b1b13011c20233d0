package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.devices.Decoded;
import dev.backstretch.ingest.devices.OsmAnd;
import io.vertx.core.http.HttpMethod;

/** {@code GET} and {@code POST /osmand}: the OsmAnd app, and all that speak its query. */
final class OsmAndDoor extends DeviceDoor {
    OsmAndDoor(Doorway doorway) {
        super(doorway, "osmand", HttpMethod.GET, HttpMethod.POST);
    }

    @Override
    Decoded decode(Asked asked) {
        return OsmAnd.decode(asked.query());
    }
}

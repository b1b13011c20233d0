package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.devices.Decoded;
import dev.backstretch.ingest.devices.OsmAnd;
import dev.backstretch.ingest.devices.Query;
import dev.backstretch.ingest.devices.TraccarClient;
import io.vertx.core.http.HttpMethod;

/** {@code POST /traccar}: Traccar Client; before version 9 it sent OsmAnd's query, with knots, to the same address. */
final class TraccarDoor extends DeviceDoor {
    TraccarDoor(Doorway doorway) {
        super(doorway, "traccar", HttpMethod.POST);
    }

    @Override
    Decoded decode(Asked asked) {
        Query query = Query.parse(asked.address());
        boolean old = asked.body().isBlank() && query.first("id", "deviceid") != null;
        return old ? OsmAnd.decode(query) : TraccarClient.decode(asked.body());
    }
}

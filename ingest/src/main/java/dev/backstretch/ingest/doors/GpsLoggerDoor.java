package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.devices.Decoded;
import dev.backstretch.ingest.devices.GpsLogger;
import io.vertx.core.http.HttpMethod;

/** {@code GET} and {@code POST /gpslogger}: GPSLogger for Android, with our template as its custom URL. */
final class GpsLoggerDoor extends DeviceDoor {
    GpsLoggerDoor(Doorway doorway) {
        super(doorway, "gpslogger", HttpMethod.GET, HttpMethod.POST);
    }

    @Override
    Decoded decode(Asked asked) {
        return GpsLogger.decode(asked.query());
    }
}

package dev.backstretch.ingest.doors;

import dev.backstretch.domain.reading.Fault;
import dev.backstretch.ingest.devices.Decoded;
import dev.backstretch.ingest.devices.Query;
import dev.backstretch.ingest.devices.SensorLogger;
import io.vertx.core.http.HttpMethod;

/** {@code POST /sensorlogger}: Sensor Logger's push. Its compass is magnetic: {@code ?declination=} makes it true. */
final class SensorLoggerDoor extends DeviceDoor {
    SensorLoggerDoor(Doorway doorway) {
        super(doorway, "sensorlogger", HttpMethod.POST);
    }

    @Override
    Decoded decode(Asked asked) {
        String declination = Query.parse(asked.address()).first("declination");
        if (declination == null) {
            return SensorLogger.decode(asked.body(), 0);
        }
        if (!declination.matches("[+-]?\\d{1,3}(\\.\\d{1,6})?") || Math.abs(Double.parseDouble(declination)) > 180) {
            return new Decoded.Unreadable(new Fault(
                    "declination",
                    declination,
                    "BAD_NUMBER",
                    "declination is no angle: degrees from -180 to 180, east positive"));
        }
        return SensorLogger.decode(asked.body(), Double.parseDouble(declination));
    }
}

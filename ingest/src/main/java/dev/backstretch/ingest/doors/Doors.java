package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.StoredRows;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Every HTTP door, by path. */
public final class Doors {
    /** The doors by their names in the meters. */
    public static final List<String> NAMES = List.of(
            "sessions",
            "control",
            "gun",
            "runners",
            "readings",
            "marks",
            "corrections",
            "events",
            "owntracks",
            "traccar",
            "osmand",
            "gpslogger",
            "sensorlogger",
            "files",
            LiveDoor.NAME,
            MqttDoor.NAME,
            ReaderPort.NAME);

    /** An external broker's door, where one is configured. */
    public static final String MQTT_BROKER = MqttSubscriber.NAME;

    private Doors() {}

    /** Where the rows made of the log are elsewhere. */
    public static void mount(Router router, Doorway doorway) {
        mount(router, doorway, StoredRows.ELSEWHERE);
    }

    /**
     * Adds all doors to a router.
     *
     * @param rows from where who is erased goes, too
     */
    public static void mount(Router router, Doorway doorway, StoredRows rows) {
        new OpenSessionDoor(doorway).mount(router);
        new HeadDoor(doorway).mount(router);
        new InvitationDoor(doorway).mount(router);
        LinkDoor.toBoard(doorway).mount(router);
        LinkDoor.toCoachsPage(doorway).mount(router);
        new ControlDoor(doorway).mount(router);
        new GunDoor(doorway).mount(router);
        new JoinDoor(doorway).mount(router);
        new BindingDoor(doorway).mount(router);
        new LeaveDoor(doorway).mount(router);
        new ReadingsDoor(doorway).mount(router);
        new ChipLinesDoor(doorway).mount(router);
        new MarksDoor(doorway).mount(router);
        new CorrectionsDoor(doorway).mount(router);
        new EventsDoor(doorway).mount(router);
        new OwnTracksDoor(doorway).mount(router);
        new TraccarDoor(doorway).mount(router);
        new OsmAndDoor(doorway).mount(router);
        new GpsLoggerDoor(doorway).mount(router);
        new SensorLoggerDoor(doorway).mount(router);
        new FilesDoor(doorway).mount(router);
        new LiveDoor(doorway).mount(router);
        new ClocksDoor(doorway).mount(router);
        new EraseDoor(doorway, rows).mount(router);
        Buffer openApi = Buffer.buffer(resource("/openapi.json"));
        router.get("/openapi.json").handler(context -> context.response()
                .putHeader("Content-Type", "application/json")
                .end(openApi));
    }

    private static byte[] resource(String name) {
        try (InputStream in = Doors.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

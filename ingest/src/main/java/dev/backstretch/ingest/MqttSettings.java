package dev.backstretch.ingest;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Readings over MQTT: by a door of our own, from an external broker, both or neither.
 *
 * @param host where our own door listens
 * @param port its port, 0 for any free one; empty for no door
 * @param broker an external broker, {@code mqtt://host:1883} or {@code mqtts://host:8883}; null for none
 * @param user at the external broker; empty without
 * @param password of that user
 * @param group the shared subscription's name: each message goes to one instance of the group
 */
public record MqttSettings(
        String host, OptionalInt port, @Nullable URI broker, String user, String password, String group) {
    /** Neither door nor broker. */
    public static final MqttSettings OFF =
            new MqttSettings("127.0.0.1", OptionalInt.empty(), null, "", "", "backstretch");

    public MqttSettings {
        List<String> problems = new ArrayList<>();
        if (broker != null
                && (broker.getHost() == null
                        || !("mqtt".equals(broker.getScheme()) || "mqtts".equals(broker.getScheme())))) {
            problems.add("broker is no address: write mqtt://host:1883 or mqtts://host:8883");
        }
        if (group.isBlank() || group.chars().anyMatch(c -> c == '/' || c == '+' || c == '#')) {
            problems.add("group is no name: use no /, + or #");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "MqttSettings[" + (port.isPresent() ? host + ":" + port.getAsInt() : "no door") + " broker="
                + (broker == null ? "none" : broker.getHost()) + " group=" + group + "]";
    }
}

package dev.backstretch.launcher;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One setting: its name, what it is when nobody says, what it may be and what it means.
 *
 * @param defaultText empty where nothing is set
 * @param rule what a value must be, in words
 * @param parse the value, or empty when it breaks the rule
 * @param secret whether it may never be shown
 */
record ConfigKey<T>(
        String name,
        String defaultText,
        String rule,
        Function<String, Optional<T>> parse,
        boolean secret,
        String meaning) {

    /** How the environment spells it. */
    String environmentName() {
        return BackstretchConfig.ENVIRONMENT_PREFIX
                + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    static ConfigKey<String> text(String name, String defaultText, String meaning) {
        return new ConfigKey<>(name, defaultText, "text", value -> Optional.of(value.strip()), false, meaning);
    }

    static ConfigKey<String> text(
            String name, String defaultText, String rule, Predicate<String> allowed, String meaning) {
        return new ConfigKey<>(
                name, defaultText, rule, value -> Optional.of(value.strip()).filter(allowed), false, meaning);
    }

    static ConfigKey<String> secret(String name, String meaning) {
        return new ConfigKey<>(name, "", "text", Optional::of, true, meaning);
    }

    static ConfigKey<Integer> number(String name, int defaultValue, int least, int most, String meaning) {
        return new ConfigKey<>(
                name,
                String.valueOf(defaultValue),
                "a whole number from " + least + " to " + most,
                value -> {
                    try {
                        int number = Integer.parseInt(value.strip());
                        return number < least || number > most ? Optional.empty() : Optional.of(number);
                    } catch (NumberFormatException noNumber) {
                        return Optional.empty();
                    }
                },
                false,
                meaning);
    }

    static ConfigKey<Double> factor(String name, String defaultText, double most, String meaning) {
        return new ConfigKey<>(
                name,
                defaultText,
                "a number above 0, at most " + most,
                value -> {
                    try {
                        double number = Double.parseDouble(value.strip());
                        return number > 0 && number <= most ? Optional.of(number) : Optional.empty();
                    } catch (NumberFormatException noNumber) {
                        return Optional.empty();
                    }
                },
                false,
                meaning);
    }

    static ConfigKey<Duration> duration(
            String name, String defaultText, Duration least, Duration most, String meaning) {
        return new ConfigKey<>(
                name,
                defaultText,
                Durations.RULE + ", from " + least + " to " + most,
                value -> Durations.parse(value)
                        .filter(length -> length.compareTo(least) >= 0 && length.compareTo(most) <= 0),
                false,
                meaning);
    }

    /** Empty, or where a file or a folder is. */
    static ConfigKey<Optional<Path>> file(String name, String meaning) {
        return new ConfigKey<>(
                name,
                "",
                "empty, or a path",
                value -> {
                    try {
                        return Optional.of(value.isBlank() ? Optional.empty() : Optional.of(Path.of(value.strip())));
                    } catch (InvalidPathException noPath) {
                        return Optional.empty();
                    }
                },
                false,
                meaning);
    }

    /** Empty, or an address beginning with http or https. */
    static ConfigKey<Optional<URI>> web(String name, String meaning) {
        return new ConfigKey<>(
                name,
                "",
                "empty, or an address such as http://127.0.0.1:8081",
                value -> {
                    if (value.isBlank()) {
                        return Optional.of(Optional.empty());
                    }
                    try {
                        URI uri = new URI(value.strip());
                        boolean whole = uri.getHost() != null
                                && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
                        return whole ? Optional.of(Optional.of(uri)) : Optional.empty();
                    } catch (URISyntaxException noAddress) {
                        return Optional.empty();
                    }
                },
                false,
                meaning);
    }

    /** {@code off}, or a port. */
    static ConfigKey<OptionalInt> port(String name, String meaning) {
        return new ConfigKey<>(
                name,
                "off",
                "off, or a port from 0 to 65535",
                value -> {
                    if (value.strip().equals("off")) {
                        return Optional.of(OptionalInt.empty());
                    }
                    try {
                        int port = Integer.parseInt(value.strip());
                        return port < 0 || port > 65535 ? Optional.empty() : Optional.of(OptionalInt.of(port));
                    } catch (NumberFormatException noNumber) {
                        return Optional.empty();
                    }
                },
                false,
                meaning);
    }

    /** Empty, or an address beginning with mqtt or mqtts. */
    static ConfigKey<Optional<URI>> broker(String name, String meaning) {
        return new ConfigKey<>(
                name,
                "",
                "empty, or an address such as mqtt://127.0.0.1:1883 or mqtts://broker:8883, without user and password",
                value -> {
                    if (value.isBlank()) {
                        return Optional.of(Optional.empty());
                    }
                    try {
                        URI uri = new URI(value.strip());
                        boolean whole = uri.getHost() != null
                                && uri.getUserInfo() == null
                                && ("mqtt".equals(uri.getScheme()) || "mqtts".equals(uri.getScheme()));
                        return whole ? Optional.of(Optional.of(uri)) : Optional.empty();
                    } catch (URISyntaxException noAddress) {
                        return Optional.empty();
                    }
                },
                false,
                meaning);
    }

    /** Empty, or {@code host:port}, several of them with commas. */
    static ConfigKey<Optional<String>> servers(String name, String meaning) {
        return new ConfigKey<>(
                name,
                "",
                "empty, or host:port, several with commas",
                value -> {
                    if (value.isBlank()) {
                        return Optional.of(Optional.empty());
                    }
                    for (String server : value.strip().split(",", -1)) {
                        if (!server.strip().matches("[^\\s:,/]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}")) {
                            return Optional.empty();
                        }
                    }
                    return Optional.of(Optional.of(value.strip()));
                },
                false,
                meaning);
    }
}

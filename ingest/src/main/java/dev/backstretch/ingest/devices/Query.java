package dev.backstretch.ingest.devices;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a device's request, from its address or a form in its body. Of a repeated one the first counts.
 *
 * @param parameters by name, decoded
 */
public record Query(Map<String, String> parameters) {
    /** More than any device sends. */
    private static final int MOST_PARAMETERS = 100;

    public Query {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads {@code a=1&b=2}; what stands before a question mark is passed over.
     *
     * @param queries one after the other, as they stood in address and body
     */
    public static Query parse(String... queries) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String query : queries) {
            for (String pair : query.strip().split("&", MOST_PARAMETERS + 1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && found.size() < MOST_PARAMETERS) {
                    found.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
        }
        return new Query(found);
    }

    /** What follows the question mark of an address. */
    public static String of(String address) {
        return address.substring(address.indexOf('?') + 1);
    }

    /** A place holder that was not filled, such as {@code %LAT}, is no encoding: it stays as it is, to be told. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** The value of the first of these names that is there and not empty, null when none is. */
    public @Nullable String first(String... names) {
        for (String name : names) {
            String value = parameters.get(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }
}

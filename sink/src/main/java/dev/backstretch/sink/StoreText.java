package dev.backstretch.sink;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Text as it goes to the store. The store's client (1.0.1) writes characters one at a time, so one beyond U+FFFF, which is two
 * of them, would arrive as two question marks: its halves go as <code>&#92;uXXXX</code>, and a backslash before a u likewise, so
 * that each such sequence in the store stands for what it says. All other text is stored as it is.
 */
final class StoreText {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

    private StoreText() {}

    static String encode(String text) {
        StringBuilder encoded = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hazard =
                    Character.isSurrogate(c) || (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == 'u');
            if (hazard && encoded == null) {
                encoded = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (encoded != null) {
                if (hazard) {
                    encoded.append("\\u").append(HexFormat.of().toHexDigits(c));
                } else {
                    encoded.append(c);
                }
            }
        }
        return encoded == null ? text : encoded.toString();
    }

    static String decode(String stored) {
        if (!stored.contains("\\u")) {
            return stored;
        }
        var decoded = new StringBuilder(stored.length());
        int at = 0;
        for (var matcher = ESCAPE.matcher(stored); matcher.find(); at = matcher.end()) {
            decoded.append(stored, at, matcher.start()).append((char) Integer.parseInt(matcher.group(1), 16));
        }
        return decoded.append(stored, at, stored.length()).toString();
    }
}

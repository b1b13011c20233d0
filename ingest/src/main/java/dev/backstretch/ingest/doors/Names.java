package dev.backstretch.ingest.doors;

import dev.backstretch.domain.reading.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What sessions, camps and runners may be called, and names for those that have none. */
final class Names {
    /** The bar between them is the separator of keys, so no name holds one. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Without letters and digits that look alike on a phone in the sun. */
    private static final String LEGIBLE = "23456789abcdefghjkmnpqrstuvwxyz";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Names() {}

    /** Says why it cannot be a name; null when it can. */
    static @Nullable Fault check(String field, String name) {
        return NAME.matcher(name).matches()
                ? null
                : new Fault(
                        field,
                        name,
                        "NAME",
                        field + " is no name: use 1 to 64 letters, digits, dots, dashes and underscores");
    }

    /** The same name for the same parts, which it does not tell. */
    static String derive(String prefix, int characters, String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            digest.update(bytes);
        }
        byte[] hash = digest.digest();
        var name = new StringBuilder(prefix);
        for (int i = 0; i < characters; i++) {
            name.append(LEGIBLE.charAt(Byte.toUnsignedInt(hash[i]) % LEGIBLE.length()));
        }
        return name.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String invent(String prefix, int characters) {
        var name = new StringBuilder(prefix);
        for (int i = 0; i < characters; i++) {
            name.append(LEGIBLE.charAt(RANDOM.nextInt(LEGIBLE.length())));
        }
        return name.toString();
    }
}

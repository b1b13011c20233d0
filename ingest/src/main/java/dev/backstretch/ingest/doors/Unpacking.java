package dev.backstretch.ingest.doors;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Unpacks a body as its {@code Content-Encoding} says, and stops where a bomb would go off. */
final class Unpacking {
    /** What is read here, for the answer to someone who sent something else. */
    static final String ACCEPTED = "gzip, zstd";

    /** No readings shrink further: each has a time and an id of its own. */
    static final int LARGEST_RATIO = 100;

    /** 8 MiB, which is what RFC 9659 allows zstd on the web; a frame may ask for as much memory as its window is wide. */
    private static final int LARGEST_WINDOW_LOG = 23;

    private Unpacking() {}

    /** How a body is packed. */
    enum Encoding {
        NONE,
        GZIP,
        ZSTD
    }

    /** What a packed body holds. */
    sealed interface Unpacked {
        /** All of it. Never compared, and read only. */
        @SuppressWarnings("ArrayRecordComponent")
        record Whole(byte[] body) implements Unpacked {}

        /** It is damaged, cut off, or packed in another way than it said. */
        record Broken() implements Unpacked {}

        /** It holds more than it may. */
        record TooLarge(long limit) implements Unpacked {}
    }

    /** The encoding that a header names; null when it is none of ours, and where several lie over each other. */
    static @Nullable Encoding named(@Nullable String contentEncoding) {
        return switch (Objects.requireNonNullElse(contentEncoding, "").trim().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> Encoding.NONE;
            case "gzip", "x-gzip" -> Encoding.GZIP;
            case "zstd" -> Encoding.ZSTD;
            default -> null;
        };
    }

    /**
     * Unpacks a body.
     *
     * @param maximumBytes the most that it may hold, beside {@link #LARGEST_RATIO} times its own size
     */
    static Unpacked unpack(byte[] packed, Encoding encoding, int maximumBytes) {
        if (encoding == Encoding.NONE) {
            return new Unpacked.Whole(packed);
        }
        long limit = Math.min(maximumBytes, (long) LARGEST_RATIO * packed.length);
        var out = new ByteArrayOutputStream((int) Math.min(limit, Math.max(1_024, 8L * packed.length)));
        try (InputStream in = open(packed, encoding)) {
            var piece = new byte[16 * 1024];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                if (out.size() + (long) length > limit) {
                    return new Unpacked.TooLarge(limit);
                }
                out.write(piece, 0, length);
            }
        } catch (IOException e) {
            return new Unpacked.Broken();
        }
        return new Unpacked.Whole(out.toByteArray());
    }

    private static InputStream open(byte[] packed, Encoding encoding) throws IOException {
        var in = new ByteArrayInputStream(packed);
        return encoding == Encoding.GZIP
                ? new GZIPInputStream(in)
                : new ZstdInputStream(in).setLongMax(LARGEST_WINDOW_LOG);
    }
}

package dev.backstretch.streams;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The first page of a snapshot carries the input offset up to which it has folded. */
final class Snapshots {
    private Snapshots() {}

    static byte[] withOffset(long offset, byte[] page) {
        return ByteBuffer.allocate(Long.BYTES + page.length)
                .putLong(offset)
                .put(page)
                .array();
    }

    static long offset(byte[] stored) {
        return ByteBuffer.wrap(stored).getLong();
    }

    static byte[] page(byte[] stored) {
        return Arrays.copyOfRange(stored, Long.BYTES, stored.length);
    }
}

package dev.backstretch.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro's binary encoding from a slice of an array. Whatever the bytes claim, it never reads or reserves more than
 * the slice holds; bytes that are no such encoding are an {@link UndecodableException}.
 */
final class AvroInput {
    private final byte[] bytes;
    private final int end;
    private int at;

    AvroInput(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    private UndecodableException cut() {
        return new UndecodableException("the bytes end in the middle of a value");
    }

    void requireEnd() {
        if (at != end) {
            throw new UndecodableException((end - at) + " bytes are left over after the value");
        }
    }

    long readLong() {
        long raw = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at >= end) {
                throw cut();
            }
            byte next = bytes[at++];
            raw |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new UndecodableException("a number of more than 10 bytes");
    }

    int readInt() {
        long value = readLong();
        if ((int) value != value) {
            throw new UndecodableException("a whole number that does not fit into 32 bits");
        }
        return (int) value;
    }

    boolean readBoolean() {
        if (at >= end) {
            throw cut();
        }
        byte value = bytes[at++];
        if (value != 0 && value != 1) {
            throw new UndecodableException("a boolean that is neither 0 nor 1");
        }
        return value == 1;
    }

    double readDouble() {
        if (end - at < 8) {
            throw cut();
        }
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits |= (bytes[at++] & 0xFFL) << (8 * i);
        }
        return Double.longBitsToDouble(bits);
    }

    private int readLength() {
        long length = readLong();
        if (length < 0 || length > end - at) {
            throw cut();
        }
        return (int) length;
    }

    String readString() {
        int length = readLength();
        int from = at;
        at += length;
        for (int i = from; i < at; i++) {
            if (bytes[i] < 0) {
                return readUtf8(from, length);
            }
        }
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    /** Strict, because a replaced character would make another runner of an id. */
    private String readUtf8(int from, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UndecodableException("a string that is not UTF-8", e);
        }
    }

    byte[] readBytes() {
        int length = readLength();
        byte[] value = new byte[length];
        System.arraycopy(bytes, at, value, 0, length);
        at += length;
        return value;
    }

    Instant readInstant() {
        long micros = readLong();
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
    }

    <E extends Enum<E>> E readEnum(Symbols<E> symbols) {
        return symbols.at(readInt());
    }

    /** True when the value follows; the branch 0 of each of our unions is null. */
    boolean readPresent() {
        long branch = readLong();
        if (branch != 0 && branch != 1) {
            throw new UndecodableException("branch " + branch + " of a union of two");
        }
        return branch == 1;
    }

    @Nullable
    String readNullableString() {
        return readPresent() ? readString() : null;
    }

    @Nullable
    Integer readNullableInt() {
        return readPresent() ? (Integer) readInt() : null;
    }

    @Nullable
    Boolean readNullableBoolean() {
        return readPresent() ? (Boolean) readBoolean() : null;
    }

    @Nullable
    Double readNullableDouble() {
        return readPresent() ? (Double) readDouble() : null;
    }

    @Nullable
    Instant readNullableInstant() {
        return readPresent() ? readInstant() : null;
    }

    <E extends Enum<E>> @Nullable E readNullableEnum(Symbols<E> symbols) {
        return readPresent() ? readEnum(symbols) : null;
    }

    <T> @Nullable T readNullable(Function<AvroInput, T> read) {
        return readPresent() ? read.apply(this) : null;
    }

    double readOrNaN() {
        return readPresent() ? readDouble() : Double.NaN;
    }

    <T> List<T> readList(Function<AvroInput, T> read) {
        long count = readLong();
        if (count == 0) {
            return List.of();
        }
        var items = new ArrayList<T>();
        while (count != 0) {
            if (count < 0) {
                // A block that tells its size in bytes, for readers that skip it.
                readLong();
                count = -count;
            }
            // Each item takes at least one byte.
            if (count < 0 || count > end - at) {
                throw cut();
            }
            for (long i = 0; i < count; i++) {
                items.add(read.apply(this));
            }
            count = readLong();
        }
        return items;
    }

    List<String> readStrings() {
        return readList(AvroInput::readString);
    }
}

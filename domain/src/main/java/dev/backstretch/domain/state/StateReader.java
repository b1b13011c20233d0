package dev.backstretch.domain.state;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.time.Micros;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateWriter} wrote. */
public final class StateReader {
    private final DataInputStream in;

    public StateReader(byte[] bytes) {
        in = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    public boolean bool() {
        return number() == 1;
    }

    public long number() {
        try {
            return in.readLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int integer() {
        return Math.toIntExact(number());
    }

    public double real() {
        try {
            return in.readDouble();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Estimate estimate() {
        return new Estimate(real(), real());
    }

    public @Nullable String text() {
        try {
            return in.readBoolean() ? in.readUTF() : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String requiredText() {
        return Objects.requireNonNull(text(), "a text that is always written");
    }

    public <E extends Enum<E>> E symbol(Class<E> type) {
        return Enum.valueOf(type, requiredText());
    }

    public byte[] bytes() {
        try {
            byte[] value = new byte[in.readInt()];
            in.readFully(value);
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public @Nullable Instant instant() {
        long micros = number();
        return micros == Long.MIN_VALUE ? null : Micros.toInstant(micros);
    }

    public @Nullable Double maybeReal() {
        return bool() ? real() : null;
    }

    public @Nullable Integer maybeInteger() {
        return bool() ? integer() : null;
    }

    public <T> List<T> list(Function<StateReader, T> each) {
        int size = integer();
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(each.apply(this));
        }
        return values;
    }
}

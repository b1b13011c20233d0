package dev.backstretch.domain.state;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.time.Micros;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the state of a fold as bytes. What is written has no field names: {@link StateReader} reads it in the same order. */
public final class StateWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    public int size() {
        return bytes.size();
    }

    public void bool(boolean value) {
        number(value ? 1 : 0);
    }

    public void number(long value) {
        try {
            out.writeLong(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void real(double value) {
        try {
            out.writeDouble(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void estimate(Estimate value) {
        real(value.value());
        real(value.plusMinus());
    }

    public void text(@Nullable String value) {
        try {
            out.writeBoolean(value != null);
            if (value != null) {
                out.writeUTF(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void symbol(Enum<?> value) {
        text(value.name());
    }

    public void bytes(byte[] value) {
        try {
            out.writeInt(value.length);
            out.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An instant to the microsecond that may be missing. */
    public void instant(@Nullable Instant value) {
        number(value == null ? Long.MIN_VALUE : Micros.of(value));
    }

    /** A real that may be missing. */
    public void maybe(@Nullable Double value) {
        bool(value != null);
        if (value != null) {
            real(value);
        }
    }

    /** A whole number that may be missing. */
    public void maybe(@Nullable Integer value) {
        bool(value != null);
        if (value != null) {
            number(value);
        }
    }

    public <T> void list(List<T> values, BiConsumer<StateWriter, T> each) {
        number(values.size());
        for (T value : values) {
            each.accept(this, value);
        }
    }
}

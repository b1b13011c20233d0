package dev.backstretch.replay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first place where two values differ, looking into records and lists.
 *
 * @param path components from the outside in, such as {@code lapSeconds.value} or {@code rows[2].place}
 */
record RecordDifference(
        String path, @Nullable Object expected, @Nullable Object found) {

    /** Null when the two are equal in every component. */
    static @Nullable RecordDifference first(@Nullable Object expected, @Nullable Object found) {
        return first("", expected, found);
    }

    private static @Nullable RecordDifference first(String path, @Nullable Object expected, @Nullable Object found) {
        if (Objects.deepEquals(expected, found)) {
            return null;
        }
        if (expected instanceof Record && found instanceof Record && expected.getClass() == found.getClass()) {
            for (RecordComponent component : expected.getClass().getRecordComponents()) {
                RecordDifference inside = first(
                        path.isEmpty() ? component.getName() : path + "." + component.getName(),
                        valueOf(component, expected),
                        valueOf(component, found));
                if (inside != null) {
                    return inside;
                }
            }
        }
        if (expected instanceof List<?> expectedItems && found instanceof List<?> foundItems) {
            for (int i = 0; i < Math.min(expectedItems.size(), foundItems.size()); i++) {
                RecordDifference inside = first(path + "[" + i + "]", expectedItems.get(i), foundItems.get(i));
                if (inside != null) {
                    return inside;
                }
            }
            return new RecordDifference(path + ".size", expectedItems.size(), foundItems.size());
        }
        return new RecordDifference(path, expected, found);
    }

    private static @Nullable Object valueOf(RecordComponent component, Object record) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException("a record does not tell its " + component.getName(), impossible);
        }
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "the whole" : path) + ": " + words(expected) + " expected, " + words(found) + " found";
    }

    private static String words(@Nullable Object value) {
        String text = value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}

package dev.backstretch.replay.accuracy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Errors of one kind with the files that they come from. */
public final class ErrorsByFile {
    private final Map<String, List<Double>> errors = new LinkedHashMap<>();

    /** Takes one error; one that is not a number is not known and not counted. */
    public void add(String file, double error) {
        if (!Double.isNaN(error)) {
            errors.computeIfAbsent(file, name -> new ArrayList<>()).add(Math.abs(error));
        }
    }

    /** The errors of all files but some. */
    public Errors without(Collection<String> files) {
        var rest = new Errors();
        errors.forEach((file, own) -> {
            if (!files.contains(file)) {
                own.forEach(rest::add);
            }
        });
        return rest;
    }

    /** How many errors of a file are larger than a size. */
    public int beyond(String file, double size) {
        return (int) errors.getOrDefault(file, List.of()).stream()
                .filter(error -> error > size)
                .count();
    }

    /**
     * The file with the most errors larger than a size, the first of several.
     *
     * @param but files that are not asked for
     * @throws IllegalStateException when there is no other file
     */
    public String worst(double size, Collection<String> but) {
        String worst = null;
        for (String file : errors.keySet()) {
            if (!but.contains(file) && (worst == null || beyond(file, size) > beyond(worst, size))) {
                worst = file;
            }
        }
        if (worst == null) {
            throw new IllegalStateException("no file is left");
        }
        return worst;
    }
}

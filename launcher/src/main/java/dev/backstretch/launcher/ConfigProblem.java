package dev.backstretch.launcher;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one setting.
 *
 * @param key the setting as it was written
 * @param value as it was written; never a secret
 * @param rule what it must be
 * @param source where it was written
 * @param nearest the known key that was perhaps meant, or null
 */
record ConfigProblem(
        String key,
        String value,
        String rule,
        String source,
        @Nullable String nearest) {
    @Override
    public String toString() {
        String words = key + " = '" + value + "' (" + source + "): " + rule;
        return nearest == null ? words : words + "; perhaps " + nearest + " is meant";
    }
}

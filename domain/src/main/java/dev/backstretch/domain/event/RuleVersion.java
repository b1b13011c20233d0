package dev.backstretch.domain.event;

/** A rule set by name and version, as a session pins it: {@code laps/1}. */
public record RuleVersion(String name, String version) {
    @Override
    public String toString() {
        return name + "/" + version;
    }
}

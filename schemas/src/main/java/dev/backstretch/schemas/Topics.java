package dev.backstretch.schemas;

/** The names of the topics; what each is like stands in {@link TopicCatalogue}. */
public final class Topics {
    public static final String EVENTS = "run.events.v1";
    public static final String LAPS = "run.laps.v1";
    public static final String STANDINGS = "run.standings.v1";
    public static final String ALERTS = "run.alerts.v1";
    public static final String METRICS = "run.metrics.v1";
    public static final String REJECTIONS = "run.rejections.v1";
    public static final String SESSIONS = "run.sessions.v1";
    public static final String PEOPLE = "run.people.v1";

    private Topics() {}
}

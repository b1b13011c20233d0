package dev.backstretch.sink;

/** The tables of the store. */
public enum Table {
    LAPS("laps"),
    STANDINGS("standings"),
    ALERTS("alerts"),
    SECONDS("seconds"),
    TOTALS("totals");

    private final String title;

    Table(String title) {
        this.title = title;
    }

    /** Its name in SQL, and the value of the metrics' label {@code table}. */
    public String title() {
        return title;
    }
}

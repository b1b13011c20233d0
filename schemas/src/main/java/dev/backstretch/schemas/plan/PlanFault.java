package dev.backstretch.schemas.plan;

/**
 * One fault of a plan file.
 *
 * @param line where it is, from 1
 * @param field the place in the plan, such as {@code steps[1].facing}
 * @param value what stands there, shortened
 * @param remedy what is wrong with it and what would be right
 */
public record PlanFault(int line, String field, String value, String remedy) {
    private static final int LONGEST_VALUE = 60;

    public PlanFault {
        value = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
    }

    /** One line of words for a terminal. */
    public String message() {
        String what = value.isEmpty() ? "" : " \"" + value + "\"";
        return "line " + line + ": " + field + what + ": " + remedy;
    }
}

package dev.backstretch.domain.safety;

import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/** Where alerts leave: the session, the moment in its log, who takes them, and how many ambers are left. */
final class Desk {
    private final String sessionId;
    private final AmberBudget budget = new AmberBudget();
    private long logMicros;
    private long position;
    private Outcome.Sink out = outcome -> {};

    Desk(String sessionId) {
        this.sessionId = sessionId;
    }

    /** All that follows happens at this moment of the log. */
    Desk at(long newLogMicros, long newPosition, Outcome.Sink newOut) {
        logMicros = newLogMicros;
        position = newPosition;
        out = newOut;
        return this;
    }

    String sessionId() {
        return sessionId;
    }

    long logMicros() {
        return logMicros;
    }

    long position() {
        return position;
    }

    Outcome.Sink out() {
        return out;
    }

    AmberBudget budget() {
        return budget;
    }

    void writeTo(StateWriter to) {
        to.number(logMicros);
        to.number(position);
        budget.writeTo(to);
    }

    void readFrom(StateReader in) {
        logMicros = in.number();
        position = in.number();
        budget.readFrom(in);
    }
}

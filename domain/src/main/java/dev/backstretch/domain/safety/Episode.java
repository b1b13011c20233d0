package dev.backstretch.domain.safety;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one kind of alert of one runner (or of the session): raised, worsened, repeated, acknowledged, cleared
 * (domain notes §9). Times of the log decide how often it speaks, times of the readings when it clears.
 */
final class Episode {
    static final long NEVER = Long.MIN_VALUE;

    /** Well inside for this long clears. */
    static final long CLEARS_AFTER_MICROS = 10 * Micros.PER_SECOND;

    private static final long RED_REPEATS_MICROS = 30 * Micros.PER_SECOND;

    /** How many of some alerts are on: most of the time none, and then none has to be looked at. */
    static final class On {
        private int count;

        boolean any() {
            return count > 0;
        }
    }

    private final Terms terms;
    private final @Nullable String runnerId;
    private final On on;
    private boolean active;
    private boolean acknowledged;
    private boolean heldBack;
    private Severity severity = Severity.AMBER;
    private long sinceMicros = NEVER;
    private long insideSinceMicros = NEVER;
    private long insideAtMicros = NEVER;
    private long raisedMicros = NEVER;
    private long saidMicros = NEVER;
    private int revision;
    private double value = Double.NaN;
    private double threshold = Double.NaN;

    Episode(Alert.Kind kind, @Nullable String runnerId) {
        this(kind, runnerId, new On());
    }

    /** @param on counts it while it is on */
    Episode(Alert.Kind kind, @Nullable String runnerId, On on) {
        terms = Terms.of(kind);
        this.runnerId = runnerId;
        this.on = on;
    }

    Alert.Kind kind() {
        return terms.kind();
    }

    boolean active() {
        return active;
    }

    boolean acknowledged() {
        return acknowledged;
    }

    /**
     * Takes what the rule finds.
     *
     * @param atMicros the moment that the finding is about
     * @param fresh whether that is young enough to raise a live alert
     */
    void take(Finding found, long atMicros, boolean fresh, Desk desk) {
        switch (found.verdict) {
            case FIRES -> {
                goOutside();
                if (active) {
                    goOn(found, desk);
                } else if (fresh) {
                    raise(found, desk);
                }
            }
            case BETWEEN -> {
                goOutside();
                if (active) {
                    remember(found);
                }
            }
            case INSIDE -> {
                heldBack = false;
                if (active) {
                    remember(found);
                    comeBack(atMicros, desk);
                }
            }
            case OVER -> {
                heldBack = false;
                if (active) {
                    remember(found);
                    clear(desk);
                }
            }
            case UNKNOWN -> {}
        }
    }

    private void remember(Finding found) {
        value = found.value;
        threshold = found.threshold;
    }

    private void raise(Finding found, Desk desk) {
        long now = desk.logMicros();
        if (found.severity != Severity.RED) {
            if (raisedMicros != NEVER && now - raisedMicros < terms.windowMicros()) {
                return;
            }
            if (found.severity == Severity.AMBER
                    && terms.capped()
                    && !desk.budget().grant(now)) {
                if (!heldBack) {
                    heldBack = true;
                    desk.budget().holdBack(desk);
                }
                return;
            }
        }
        turn(true);
        acknowledged = false;
        heldBack = false;
        // The same onset is the same alert: one that was covered for a while goes on where it was.
        revision = found.sinceMicros == sinceMicros ? revision + 1 : 0;
        sinceMicros = found.sinceMicros;
        severity = found.severity;
        raisedMicros = now;
        remember(found);
        say(Alert.State.RAISED, desk);
    }

    private void goOn(Finding found, Desk desk) {
        value = found.value;
        if (found.severity.compareTo(severity) > 0) {
            severity = found.severity;
            threshold = found.threshold;
            acknowledged = false;
            revision++;
            say(Alert.State.RAISED, desk);
        } else if (found.severity == severity) {
            threshold = found.threshold;
        }
    }

    /** Says it again although it is on already: somebody asks for help once more. */
    void insist(Finding found, Desk desk) {
        if (!active) {
            raise(found, desk);
            return;
        }
        acknowledged = false;
        goOutside();
        revision++;
        say(Alert.State.RAISED, desk);
    }

    private void goOutside() {
        insideSinceMicros = NEVER;
        insideAtMicros = NEVER;
    }

    /** Well inside: for long enough is over. */
    private void comeBack(long atMicros, Desk desk) {
        if (insideSinceMicros == NEVER || atMicros - insideAtMicros > Held.SPEAKS_FOR_MICROS) {
            insideSinceMicros = atMicros;
        }
        insideAtMicros = atMicros;
        if (atMicros - insideSinceMicros >= CLEARS_AFTER_MICROS) {
            clear(desk);
        }
    }

    /** Ends it, if it is on. */
    void clear(Desk desk) {
        if (active) {
            turn(false);
            goOutside();
            revision++;
            say(Alert.State.CLEARED, desk);
        }
    }

    private void turn(boolean nowOn) {
        if (active != nowOn) {
            active = nowOn;
            on.count += nowOn ? 1 : -1;
        }
    }

    /** @return whether it is on, and so could be acknowledged; once is enough */
    boolean acknowledge(Desk desk) {
        if (active && !acknowledged) {
            acknowledged = true;
            revision++;
            say(Alert.State.ACKNOWLEDGED, desk);
        }
        return active;
    }

    /** As the log's time goes on: an alert that nobody has acknowledged is said again. */
    void repeat(Desk desk) {
        if (!active || acknowledged) {
            return;
        }
        long quiet = desk.logMicros() - saidMicros;
        boolean due = severity == Severity.RED
                ? quiet >= RED_REPEATS_MICROS
                : terms.repeats() && quiet >= terms.windowMicros() && mayRepeat(desk);
        if (due) {
            revision++;
            say(Alert.State.RAISED, desk);
        }
    }

    private boolean mayRepeat(Desk desk) {
        return severity != Severity.AMBER || !terms.capped() || desk.budget().grant(desk.logMicros());
    }

    private void say(Alert.State state, Desk desk) {
        saidMicros = desk.logMicros();
        desk.out().accept(alert(state, desk));
    }

    /** The alert as it stands; only while it is on. */
    Alert alert(Desk desk) {
        return alert(acknowledged ? Alert.State.ACKNOWLEDGED : Alert.State.RAISED, desk);
    }

    private Alert alert(Alert.State state, Desk desk) {
        return new Alert(
                desk.sessionId(),
                runnerId,
                terms.kind(),
                severity,
                Micros.toInstant(sinceMicros),
                value,
                threshold,
                state,
                revision,
                Micros.toInstant(desk.logMicros()),
                SafetyWatch.RULES,
                new Lineage(List.of(), desk.position()));
    }

    void writeTo(StateWriter out) {
        boolean untouched = sinceMicros == NEVER && !heldBack;
        out.bool(untouched);
        if (untouched) {
            return;
        }
        out.bool(active);
        out.bool(acknowledged);
        out.bool(heldBack);
        out.symbol(severity);
        out.number(sinceMicros);
        out.number(insideSinceMicros);
        out.number(insideAtMicros);
        out.number(raisedMicros);
        out.number(saidMicros);
        out.number(revision);
        out.real(value);
        out.real(threshold);
    }

    void readFrom(StateReader in) {
        if (in.bool()) {
            return;
        }
        turn(in.bool());
        acknowledged = in.bool();
        heldBack = in.bool();
        severity = in.symbol(Severity.class);
        sinceMicros = in.number();
        insideSinceMicros = in.number();
        insideAtMicros = in.number();
        raisedMicros = in.number();
        saidMicros = in.number();
        revision = in.integer();
        value = in.real();
        threshold = in.real();
    }
}

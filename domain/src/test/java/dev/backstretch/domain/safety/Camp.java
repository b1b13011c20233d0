package dev.backstretch.domain.safety;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A watched session, and what it said in words: seconds are counted from its start. */
final class Camp implements Outcome.Sink {
    static final long START_MICROS = 1_795_226_400L * Micros.PER_SECOND;

    /** Lane 1, maximum heart rate 200 bpm. */
    static final SafetyProfile NOVICE = profile(Stage.NOVICE, 1);

    final SafetyWatch watch = new SafetyWatch("s1");
    final List<Alert> alerts = new ArrayList<>();
    private long position;

    /** With spotters for all, who are not what most tests are about. */
    Camp() {
        watch.spotters(99);
    }

    static SafetyProfile profile(Stage stage, int lane) {
        return new SafetyProfile(stage, lane, 400, 200, false, true);
    }

    static Camp of(SafetyProfile profile) {
        Camp camp = new Camp();
        camp.watch.join("r1", profile);
        return camp;
    }

    static Camp ofNovice() {
        return of(NOVICE);
    }

    Camp join(String runnerId, SafetyProfile profile) {
        watch.join(runnerId, profile);
        return this;
    }

    /** The runner is seen at a second and heard at once. */
    Camp see(double second, String runnerId, Seen seen) {
        return hear(second, second, runnerId, seen);
    }

    /** What was seen at one second arrives at another. */
    Camp hear(double logSecond, double observedSecond, String runnerId, Seen seen) {
        watch.observe(
                runnerId,
                seen.observed(Seen.micros(observedSecond), Seen.micros(logSecond)),
                Seen.micros(logSecond),
                ++position,
                this);
        return this;
    }

    /** The runner r1 is seen each second, the last one included. */
    Camp each(int fromSecond, int toSecond, IntFunction<Seen> seen) {
        for (int second = fromSecond; second <= toSecond; second++) {
            see(second, "r1", seen.apply(second));
            tick(second);
        }
        return this;
    }

    Camp tick(double second) {
        watch.tick(Seen.micros(second), ++position, this);
        return this;
    }

    /** The clock beats twice a second, from one to the other. */
    Camp ticks(double fromSecond, double toSecond) {
        for (double second = fromSecond; second <= toSecond; second += 0.5) {
            tick(second);
        }
        return this;
    }

    Camp doing(String runnerId, Facing facing, Phase phase) {
        watch.doing(runnerId, facing, phase);
        return this;
    }

    Camp symptom(double logSecond, double observedSecond) {
        watch.symptom("r1", Seen.micros(observedSecond), Seen.micros(logSecond), ++position, this);
        return this;
    }

    Camp backwardLap(double logSecond, double startedSecond, double forwardEndedSecond) {
        watch.backwardLapStarted(
                "r1",
                Seen.micros(startedSecond),
                Seen.micros(forwardEndedSecond),
                Seen.micros(logSecond),
                ++position,
                this);
        return this;
    }

    Camp over(double second, String runnerId) {
        watch.over(runnerId, Seen.micros(second), ++position, this);
        return this;
    }

    Camp close(double second) {
        watch.close(Seen.micros(second), ++position, this);
        return this;
    }

    boolean acknowledge(double second, Alert alert) {
        return watch.acknowledge(alert.alertId(), Seen.micros(second), ++position, this);
    }

    @Override
    public void accept(Outcome outcome) {
        alerts.add((Alert) outcome);
    }

    Alert last() {
        return alerts.get(alerts.size() - 1);
    }

    /** All that was said of a kind: {@code second: runner state severity value/threshold since second #revision}. */
    List<String> said(Alert.Kind kind) {
        return alerts.stream()
                .filter(alert -> alert.kind() == kind)
                .map(Camp::words)
                .toList();
    }

    List<Alert.Kind> kinds() {
        return alerts.stream().map(Alert::kind).toList();
    }

    static String words(Alert alert) {
        return number(second(Micros.of(alert.logTime()))) + ": "
                + (alert.runnerId() == null ? "-" : alert.runnerId()) + " "
                + alert.state() + " " + alert.severity() + " " + number(alert.value()) + "/"
                + number(alert.threshold()) + " since " + number(second(Micros.of(alert.since()))) + " #"
                + alert.revision();
    }

    private static double second(long micros) {
        return Micros.seconds(micros - START_MICROS);
    }

    /** To the hundredth, without a point where it is whole. */
    private static String number(double value) {
        double hundredth = Math.rint(value * 100) / 100;
        return hundredth == Math.rint(hundredth) ? String.valueOf((long) hundredth) : String.valueOf(hundredth);
    }
}

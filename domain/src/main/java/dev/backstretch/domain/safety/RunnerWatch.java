package dev.backstretch.domain.safety;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One runner's rules and alerts. */
final class RunnerWatch {
    /** A reading older than this raises nothing live any more (domain notes §9). */
    private static final long LIVE_MICROS = 60 * Micros.PER_SECOND;

    /** Standing no more, as {@link dev.backstretch.domain.pace.Standstill} has it. */
    private static final double RESUMED_METERS_PER_SECOND = 0.8;

    private final String runnerId;
    /** The place in the order of joining. */
    private int index;

    private SafetyProfile profile;
    private Facing facing = Facing.UNKNOWN;
    private Phase phase = Phase.WAITING;
    private boolean over;

    private final Recent recent = new Recent();
    private final LanePlace place = new LanePlace();
    private final Silence silence = new Silence();
    private final RestShort restShort = new RestShort();
    private final Rule[] rules = {
        new BackSpeed(),
        new Stopped(),
        new WrongWay(),
        new OffTrack(),
        new NeckBreak(),
        new Fall(),
        new HeartRateHigh(),
        new NoRecovery()
    };

    private final Episode[] ruled = new Episode[rules.length];
    private final Episode silenceEpisode;
    private final Episode pathEpisode;
    private final Episode symptomEpisode;
    private final Episode heatEpisode;
    private final Episode restEpisode;
    private final List<Episode> episodes = new ArrayList<>();
    private final Episode.On on = new Episode.On();

    private final Finding symptomFound = new Finding();
    private final Finding heatFound = new Finding();

    RunnerWatch(String runnerId, SafetyProfile profile) {
        this.runnerId = runnerId;
        this.profile = profile;
        symptomEpisode = episode(Alert.Kind.SYMPTOM);
        for (int i = 0; i < rules.length; i++) {
            ruled[i] = episode(rules[i].kind());
        }
        pathEpisode = episode(Alert.Kind.PATH_NOT_CLEAR);
        silenceEpisode = episode(Alert.Kind.SILENCE);
        heatEpisode = episode(Alert.Kind.HEAT);
        restEpisode = episode(Alert.Kind.REST_SHORT);
    }

    private Episode episode(Alert.Kind kind) {
        Episode episode = new Episode(kind, runnerId, on);
        episodes.add(episode);
        return episode;
    }

    String runnerId() {
        return runnerId;
    }

    int index() {
        return index;
    }

    void isAt(int newIndex) {
        index = newIndex;
    }

    SafetyProfile profile() {
        return profile;
    }

    LanePlace place() {
        return place;
    }

    Episode pathEpisode() {
        return pathEpisode;
    }

    boolean isOver() {
        return over;
    }

    /** Joined, or joined again. */
    void join(SafetyProfile newProfile) {
        profile = newProfile;
        over = false;
    }

    void doing(Facing newFacing, Phase newPhase) {
        facing = newFacing;
        phase = newPhase;
    }

    boolean runsBackwards() {
        return !over && facing == Facing.BACKWARD && phase == Phase.WORK;
    }

    void observe(Observation seen, Desk desk) {
        silence.heard(seen.receivedMicros());
        if (over) {
            return;
        }
        if (recent.take(seen)) {
            doing(recent.direction(), seen.phase());
            place.take(seen, profile.lapMeters());
            boolean fresh = desk.logMicros() - seen.observedMicros() <= LIVE_MICROS;
            for (int i = 0; i < rules.length; i++) {
                rules[i].judge(seen, recent, profile);
                ruled[i].take(rules[i].found, seen.observedMicros(), fresh, desk);
            }
            feelsBetter(seen, desk);
        }
        watchSilence(false, desk);
    }

    /** A symptom stays until the coach has acknowledged it and the runner moves again for 10 s. */
    private void feelsBetter(Observation seen, Desk desk) {
        double speed = seen.usableSpeed();
        if (symptomEpisode.acknowledged() && Double.isNaN(speed)) {
            // a strap's reading between two of a place says nothing of it
            symptomFound.unknown();
        } else if (symptomEpisode.acknowledged() && speed > RESUMED_METERS_PER_SECOND) {
            symptomFound.inside(Double.NaN, Double.NaN);
        } else {
            symptomFound.between(Double.NaN, Double.NaN);
        }
        symptomEpisode.take(symptomFound, seen.observedMicros(), true, desk);
    }

    void symptom(long observedMicros, Desk desk) {
        symptomFound.fires(Severity.RED, Double.NaN, Double.NaN, observedMicros);
        symptomEpisode.insist(symptomFound, desk);
    }

    void backwardLapStarted(long startedMicros, long forwardEndedMicros, Desk desk) {
        restShort.started(startedMicros, forwardEndedMicros);
        watchRest(desk);
    }

    private void watchRest(Desk desk) {
        long now = desk.logMicros();
        restShort.judge(now);
        restEpisode.take(restShort.found, now, now - restShort.found.sinceMicros <= LIVE_MICROS, desk);
    }

    /** Whether nothing has been received for so long that it would be an alert. */
    boolean quiet(long logMicros) {
        if (over || !silence.everHeard()) {
            return false;
        }
        silence.judge(facing, phase, logMicros);
        return silence.found.verdict == Finding.Verdict.FIRES;
    }

    /** Of who was just found {@link #quiet}, whether for so long that it would be a red one. */
    boolean quietForLong() {
        return silence.found.severity == Severity.RED;
    }

    boolean silent() {
        return silenceEpisode.active();
    }

    boolean watched() {
        return !over && silence.everHeard();
    }

    /** @param covered while the network is down one alert stands for all */
    void watchSilence(boolean covered, Desk desk) {
        if (!watched()) {
            return;
        }
        if (covered) {
            silence.end(facing, phase, desk.logMicros());
        } else {
            silence.judge(facing, phase, desk.logMicros());
        }
        silenceEpisode.take(silence.found, desk.logMicros(), true, desk);
    }

    /** As the log's time goes on. */
    void tick(boolean networkDown, double wbgtCelsius, Desk desk) {
        if (over) {
            settle(desk);
        } else {
            watchSilence(networkDown, desk);
            watchRest(desk);
            if (profile.minor()) {
                Heat.judge(heatFound, wbgtCelsius, profile.acclimatised(), true, desk.logMicros());
                heatEpisode.take(heatFound, desk.logMicros(), true, desk);
            }
        }
        if (on.any()) {
            for (Episode episode : episodes) {
                episode.repeat(desk);
            }
        }
    }

    /** Finished or left: nothing more is watched, but a cry for help stays until somebody has heard it. */
    void over(Desk desk) {
        watchSilence(true, desk);
        over = true;
        for (Episode episode : episodes) {
            if (!isCry(episode)) {
                episode.clear(desk);
            }
        }
        settle(desk);
    }

    private void settle(Desk desk) {
        if (!on.any()) {
            return;
        }
        for (Episode episode : episodes) {
            if (isCry(episode) && episode.acknowledged()) {
                episode.clear(desk);
            }
        }
    }

    private static boolean isCry(Episode episode) {
        Alert.Kind kind = episode.kind();
        return kind == Alert.Kind.SYMPTOM || kind == Alert.Kind.FALL;
    }

    void close(Desk desk) {
        watchSilence(true, desk);
        over = true;
        for (Episode episode : episodes) {
            episode.clear(desk);
        }
    }

    boolean acknowledge(Predicate<Episode> named, Desk desk) {
        for (Episode episode : episodes) {
            if (episode.active() && named.test(episode)) {
                return episode.acknowledge(desk);
            }
        }
        return false;
    }

    void addActive(List<Alert> to, Desk desk) {
        if (!on.any()) {
            return;
        }
        for (Episode episode : episodes) {
            if (episode.active()) {
                to.add(episode.alert(desk));
            }
        }
    }

    void writeTo(StateWriter out) {
        out.text(runnerId);
        profile.writeTo(out);
        out.symbol(facing);
        out.symbol(phase);
        out.bool(over);
        recent.writeTo(out);
        place.writeTo(out);
        silence.writeTo(out);
        restShort.writeTo(out);
        for (Rule rule : rules) {
            rule.writeTo(out);
        }
        for (Episode episode : episodes) {
            episode.writeTo(out);
        }
    }

    static RunnerWatch readFrom(StateReader in) {
        RunnerWatch read = new RunnerWatch(in.requiredText(), SafetyProfile.readFrom(in));
        read.facing = in.symbol(Facing.class);
        read.phase = in.symbol(Phase.class);
        read.over = in.bool();
        read.recent.readFrom(in);
        read.place.readFrom(in);
        read.silence.readFrom(in);
        read.restShort.readFrom(in);
        for (Rule rule : read.rules) {
            rule.readFrom(in);
        }
        for (Episode episode : read.episodes) {
            episode.readFrom(in);
        }
        return read;
    }
}

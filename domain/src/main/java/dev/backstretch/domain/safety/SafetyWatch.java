package dev.backstretch.domain.safety;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Watches over a session and raises, repeats, acknowledges and clears its alerts (domain notes §9). A function of the
 * order in which it is told, in constant time a reading and in time proportional to the runners a tick. It assists a
 * coach; it does not supervise.
 *
 * <p>Every call that may raise an alert takes the log's time, the session's position and who takes the alerts. The
 * log's time never goes back. A runner must have joined before anything is said of them; else the calls throw {@link
 * IllegalArgumentException}. Not thread-safe.
 */
public final class SafetyWatch {
    /** The rule set that alerts name. */
    public static final String RULES = "safety/1";

    private final Desk desk;
    private final Map<String, RunnerWatch> runners = new LinkedHashMap<>();
    private final List<RunnerWatch> inOrder = new ArrayList<>();
    /** Place of the one who was asked for last: with each reading it is the same one several times. */
    private int lastAsked;

    private final Network network = new Network();
    private final NoSpotter noSpotter = new NoSpotter();
    private final PathNotClear pathNotClear = new PathNotClear();
    private final Finding heatFound = new Finding();
    private final Episode networkEpisode = new Episode(Alert.Kind.NETWORK, null);
    private final Episode spotterEpisode = new Episode(Alert.Kind.NO_SPOTTER, null);
    private final Episode heatEpisode = new Episode(Alert.Kind.HEAT, null);
    private final List<Episode> ofSession;
    private double wbgtCelsius = Double.NaN;

    public SafetyWatch(String sessionId) {
        desk = new Desk(sessionId);
        ofSession = List.of(
                networkEpisode, spotterEpisode, heatEpisode, desk.budget().summary());
    }

    /** A runner joins, joins again, or is known better. */
    public void join(String runnerId, SafetyProfile profile) {
        RunnerWatch runner = runners.get(runnerId);
        if (runner == null) {
            add(new RunnerWatch(runnerId, profile));
        } else {
            runner.join(profile);
        }
    }

    private void add(RunnerWatch runner) {
        runner.isAt(inOrder.size());
        runners.put(runner.runnerId(), runner);
        inOrder.add(runner);
    }

    /** What plan or tap have a runner do now: to be said when it changes and before each tick. */
    public void doing(String runnerId, Facing facing, Phase phase) {
        of(runnerId).doing(facing, phase);
    }

    /**
     * A reading arrived. One that is not newer than all before it only shows that the device is heard; one that is
     * older than 60 s raises nothing, but what it says counts for those after it.
     */
    public void observe(String runnerId, Observation seen, long logMicros, long position, Outcome.Sink out) {
        of(runnerId).observe(seen, desk.at(logMicros, position, out));
    }

    /**
     * The session's clock beats: silence, network, clear path, spotters, heat, and what has to be said again.
     */
    public void tick(long logMicros, long position, Outcome.Sink out) {
        desk.at(logMicros, position, out);
        boolean covered = watchNetwork();
        boolean adults = false;
        boolean acclimatised = true;
        int backwards = 0;
        for (RunnerWatch runner : inOrder) {
            runner.tick(covered, wbgtCelsius, desk);
            backwards += runner.runsBackwards() ? 1 : 0;
            if (!runner.isOver() && !runner.profile().minor()) {
                adults = true;
                acclimatised &= runner.profile().acclimatised();
            }
        }
        pathNotClear.judge(inOrder, desk);
        noSpotter.judge(backwards, logMicros, spotterEpisode.active());
        spotterEpisode.take(noSpotter.found, logMicros, true, desk);
        if (adults) {
            Heat.judge(heatFound, wbgtCelsius, acclimatised, false, logMicros);
            heatEpisode.take(heatFound, logMicros, true, desk);
        }
        networkEpisode.repeat(desk);
        spotterEpisode.repeat(desk);
        heatEpisode.repeat(desk);
        desk.budget().tick(desk);
    }

    private boolean watchNetwork() {
        int watched = 0;
        int quiet = 0;
        int quietForLong = 0;
        for (RunnerWatch runner : inOrder) {
            watched += runner.watched() ? 1 : 0;
            if (runner.quiet(desk.logMicros())) {
                quiet++;
                quietForLong += runner.quietForLong() ? 1 : 0;
            }
        }
        network.judge(watched, quiet, quietForLong, desk.logMicros());
        networkEpisode.take(network.found, desk.logMicros(), true, desk);
        return networkEpisode.active() && network.found.verdict == Finding.Verdict.FIRES;
    }

    /** A runner pressed stop or reports pain or dizziness: red at once, however late it is heard and however often. */
    public void symptom(String runnerId, long observedMicros, long logMicros, long position, Outcome.Sink out) {
        of(runnerId).symptom(observedMicros, desk.at(logMicros, position, out));
    }

    /** A backward lap that is to be run as fast as possible starts some time after the forward lap ended. */
    public void backwardLapStarted(
            String runnerId,
            long startedMicros,
            long forwardEndedMicros,
            long logMicros,
            long position,
            Outcome.Sink out) {
        of(runnerId).backwardLapStarted(startedMicros, forwardEndedMicros, desk.at(logMicros, position, out));
    }

    /** Wet-bulb globe temperature at the track from now on, in °C ({@link WetBulbGlobe}); NaN when not known. */
    public void weather(double newWbgtCelsius) {
        wbgtCelsius = newWbgtCelsius;
    }

    /** How many spotters there are from now on. Until somebody says so there is none. */
    public void spotters(int spotters) {
        noSpotter.named(spotters);
    }

    /** The same as it was said last; NaN when not known. */
    public double wbgtCelsius() {
        return wbgtCelsius;
    }

    /** The runner finished or left. What they cried for stays on until it is acknowledged. */
    public void over(String runnerId, long logMicros, long position, Outcome.Sink out) {
        RunnerWatch runner = of(runnerId);
        if (!runner.isOver()) {
            runner.over(desk.at(logMicros, position, out));
        }
    }

    /** The session closes: every alert ends. */
    public void close(long logMicros, long position, Outcome.Sink out) {
        desk.at(logMicros, position, out);
        for (RunnerWatch runner : inOrder) {
            runner.close(desk);
        }
        for (Episode episode : ofSession) {
            episode.clear(desk);
        }
    }

    /**
     * A coach has seen an alert. A second time changes nothing.
     *
     * @param alertId as {@link Alert#alertId()} says it
     * @return false when no alert of this identity is on
     */
    public boolean acknowledge(String alertId, long logMicros, long position, Outcome.Sink out) {
        desk.at(logMicros, position, out);
        Predicate<Episode> named = episode -> episode.alert(desk).alertId().equals(alertId);
        for (Episode episode : ofSession) {
            if (episode.active() && named.test(episode)) {
                return episode.acknowledge(desk);
            }
        }
        for (RunnerWatch runner : inOrder) {
            if (runner.acknowledge(named, desk)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the silence of a runner's device is an alert now, their own or the network's. */
    public boolean silent(String runnerId, long logMicros) {
        RunnerWatch runner = of(runnerId);
        return runner.silent() || (networkEpisode.active() && runner.quiet(logMicros));
    }

    /** The alerts that are on: the session's, then each runner's in the order of joining. */
    public List<Alert> active() {
        List<Alert> active = new ArrayList<>();
        for (Episode episode : ofSession) {
            if (episode.active()) {
                active.add(episode.alert(desk));
            }
        }
        for (RunnerWatch runner : inOrder) {
            runner.addActive(active, desk);
        }
        return List.copyOf(active);
    }

    @SuppressWarnings("ReferenceEquality")
    private RunnerWatch of(String runnerId) {
        // with each beat they are asked for in the order in which they joined, by the very names that they joined with
        for (int place = lastAsked; place < Math.min(lastAsked + 2, inOrder.size()); place++) {
            RunnerWatch near = inOrder.get(place);
            if (near.runnerId() == runnerId) {
                lastAsked = place;
                return near;
            }
        }
        RunnerWatch runner = runners.get(runnerId);
        if (runner == null) {
            throw new IllegalArgumentException("runner " + runnerId + " has not joined session " + desk.sessionId());
        }
        lastAsked = runner.index();
        return runner;
    }

    // ---- state

    /** Writes what concerns the session; each runner's part is written by {@link #writeRunner}. */
    public void writeTo(StateWriter out) {
        desk.writeTo(out);
        noSpotter.writeTo(out);
        networkEpisode.writeTo(out);
        spotterEpisode.writeTo(out);
        heatEpisode.writeTo(out);
        out.real(wbgtCelsius);
    }

    /**
     * Reads what {@link #writeTo} wrote; {@link #readRunner} has to follow for each runner, in the order of joining.
     */
    public static SafetyWatch readFrom(StateReader in, String sessionId) {
        SafetyWatch read = new SafetyWatch(sessionId);
        read.desk.readFrom(in);
        read.noSpotter.readFrom(in);
        read.networkEpisode.readFrom(in);
        read.spotterEpisode.readFrom(in);
        read.heatEpisode.readFrom(in);
        read.wbgtCelsius = in.real();
        return read;
    }

    /** Writes one runner's part, one to two KiB. */
    public void writeRunner(String runnerId, StateWriter out) {
        of(runnerId).writeTo(out);
    }

    /** Reads what {@link #writeRunner} wrote. */
    public void readRunner(StateReader in) {
        add(RunnerWatch.readFrom(in));
    }

    /** The runners' ids in the order of joining, in which their parts are to be written and read. */
    public List<String> runnerIds() {
        return List.copyOf(runners.keySet());
    }
}

package dev.backstretch.replay;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.session.SessionFold;
import dev.backstretch.domain.session.SettledLog;
import dev.backstretch.replay.Settlement.BoardChange;
import dev.backstretch.replay.Settlement.LapChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Folds a session's log with everything that came late in its place, and tells what is then other than what went out: laps,
 * boards, and the seconds and sums of every runner. Alerts stay: they were raised by what was known
 * then. A pure function of the log and of what the topics hold.
 */
public final class SettledFold {
    /** Why a settled replay revised a lap that no coach corrected since the end. */
    public static final String REASON = "settled-replay";

    /** Each costs a fold of the whole log; what a coach says in one sitting is less. */
    private static final int MOST_APART = 16;

    /** Parts of a frame stay below 256 KiB: an entry with totals and effort takes less than 640 bytes. */
    private static final int ENTRIES_PER_PART = 400;

    private final String sessionId;
    private final List<LogRecord> log;
    private final List<RunEvent> events;
    private final SettledLog settled;
    private final Told before = new Told(null);
    private final Told after = new Told(before);
    private final boolean closed;
    /** Identities of what the settled fold refused: it moved nothing, and is the cause of nothing. */
    private final Set<String> refused = new TreeSet<>();

    private final List<LapChange> laps = new ArrayList<>();
    private final List<BoardChange> boards = new ArrayList<>();
    private final Map<String, Long> seconds = new TreeMap<>();
    private final List<Outcome> revisions = new ArrayList<>();
    private Instant lastStepAt = Instant.MIN;

    /** The newest that was told of each thing. */
    private static final class Told {
        /** Whose entries are kept where they are the same: of a long session there are too many to have them twice. */
        private final @Nullable Told shared;

        private final Map<String, Map<Integer, LapOutcome>> laps = new TreeMap<>();
        private final Map<String, Standings> boards = new TreeMap<>();
        private final Map<String, Map<Long, Frame.Entry>> seconds = new TreeMap<>();
        private final Map<String, Frame.Entry> totals = new TreeMap<>();
        private long frames;
        private @Nullable String frameRules;
        private int lastPartsMissing = -1;
        /** Log time of the newest that a settled replay told. */
        private Instant settledUntil = Instant.MIN;

        Told(@Nullable Told shared) {
            this.shared = shared;
        }

        void take(Outcome outcome, boolean bySettledReplay) {
            if (bySettledReplay) {
                Instant at = logTimeOf(outcome);
                settledUntil = at.isAfter(settledUntil) ? at : settledUntil;
            }
            if (outcome instanceof LapOutcome lap) {
                laps.computeIfAbsent(lap.runnerId(), fresh -> new TreeMap<>())
                        .merge(lap.lap(), lap, (one, other) -> other.revision() >= one.revision() ? other : one);
            } else if (outcome instanceof Standings board) {
                boards.merge(board.board(), board, (one, other) -> other.revision() >= one.revision() ? other : one);
            } else if (outcome instanceof Frame frame) {
                frames = Math.max(frames, frame.number() + 1);
                frameRules = frame.ruleVersion();
                frame.entries().forEach(this::take);
                if (frame.last()) {
                    lastPartsMissing = (lastPartsMissing < 0 ? frame.parts() : lastPartsMissing) - 1;
                }
            }
        }

        private void take(Frame.Entry told) {
            Frame.Entry entry = shared == null ? told : shared.known(told);
            seconds.computeIfAbsent(entry.runnerId(), fresh -> new TreeMap<>())
                    .merge(
                            entry.observedAt().getEpochSecond(),
                            entry,
                            (one, other) -> other.revision() >= one.revision() ? other : one);
            if (entry.totals() != null) {
                totals.put(entry.runnerId(), entry);
            }
        }

        private Frame.Entry known(Frame.Entry entry) {
            Frame.Entry own = seconds.getOrDefault(entry.runnerId(), Map.of())
                    .get(entry.observedAt().getEpochSecond());
            return own != null && own.equals(entry) ? own : entry;
        }

        private Frame.@Nullable Totals sums(String runner) {
            Frame.Entry newest = totals.get(runner);
            return newest == null ? null : newest.totals();
        }

        private @Nullable LapOutcome standing(String runner, int lap) {
            LapOutcome known = laps.getOrDefault(runner, Map.of()).get(lap);
            return known == null || known.state() == LapOutcome.State.RETRACTED ? null : known;
        }
    }

    private SettledFold(String sessionId, List<LogRecord> log, Consumer<SessionTopics.Reader> topics) {
        this.sessionId = sessionId;
        this.log = log;
        events = log.stream().map(LogRecord::event).filter(Objects::nonNull).toList();
        settled = SettledLog.of(events);
        topics.accept(before::take);
        closed = fold(settled, outcome -> {
            if (outcome instanceof Rejection rejection) {
                refused.add(identity(rejection.runnerId(), rejection.eventId()));
            }
            after.take(outcome, false);
        });
    }

    private boolean fold(SettledLog order, Consumer<Outcome> told) {
        var fold = new SessionFold(sessionId);
        order.events().forEach(event -> fold.apply(event, partition(), told::accept));
        return fold.isClosed();
    }

    /**
     * How far the log goes at some point, and what a coach said last by then that nothing told yet follows from.
     *
     * @param size how many events
     * @param corrections those that what moves since the step before follows from, the newest of each runner; empty where it
     *     follows from what came late
     * @param newest of all of them, null where there is none
     */
    private record Step(
            int size,
            Map<String, CoachCorrection> corrections,
            @Nullable CoachCorrection newest) {
        Step {
            corrections = Map.copyOf(corrections);
        }

        /** What the laps of a runner moved by: what was said of them, or of another with whom they were swapped. */
        @Nullable
        CoachCorrection of(String runner) {
            CoachCorrection said = corrections.get(runner);
            return said == null ? newest : said;
        }
    }

    /**
     * One step for each correction since the newest that was told, and one for what came late between two of them: as if each
     * had been settled when it came, so that every revision has one cause. Of too many corrections the oldest are one step.
     */
    private List<Step> steps() {
        List<Integer> said = correctionsSince(before.settledUntil);
        List<Step> steps = new ArrayList<>();
        Map<String, CoachCorrection> together = new TreeMap<>();
        int done = 0;
        for (int i = 0; i < said.size(); i++) {
            int at = said.get(i);
            if (together.isEmpty() && somethingCameLate(done, at)) {
                steps.add(new Step(at, Map.of(), null));
            }
            RunEvent event = events.get(at);
            var body = (EventBody.Correction) event.body();
            var correction = new CoachCorrection(event.eventId(), body.coach(), body.reason(), body.corrects());
            together.put(Objects.requireNonNull(event.runnerId()), correction);
            done = at + 1;
            if (i >= said.size() - MOST_APART) {
                steps.add(new Step(done, together, correction));
                together.clear();
            }
        }
        if (steps.isEmpty() || somethingCameLate(done, events.size())) {
            steps.add(new Step(events.size(), Map.of(), null));
        } else {
            // what follows it moves nothing
            Step last = steps.remove(steps.size() - 1);
            steps.add(new Step(events.size(), last.corrections(), last.newest()));
        }
        return steps;
    }

    /** The places in the log of what a coach said after the close and was not refused, each the first time it was said. */
    private List<Integer> correctionsSince(Instant told) {
        List<Integer> since = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        boolean over = false;
        for (int i = 0; i < events.size(); i++) {
            RunEvent event = events.get(i);
            over |= event.body() instanceof EventBody.Control control
                    && control.action() == EventBody.Control.Action.CLOSE;
            String identity = identity(event.runnerId(), event.eventId());
            if (event.runnerId() != null
                    && event.body() instanceof EventBody.Correction
                    && known.add(identity)
                    && over
                    && event.receivedAt().isAfter(told)
                    && !refused.contains(identity)) {
                since.add(i);
            }
        }
        return since;
    }

    /** Whether a part of the log may move something that nobody was told yet, apart from corrections. */
    private boolean somethingCameLate(int from, int to) {
        boolean first = from == 0 && before.settledUntil.equals(Instant.MIN);
        return first
                ? !SettledLog.of(events.subList(0, to)).moved().isEmpty()
                : events.subList(from, to).stream()
                        .anyMatch(event -> event.receivedAt().isAfter(before.settledUntil)
                                && !(event.body() instanceof EventBody.Correction)
                                && !(event.body() instanceof EventBody.Tick)
                                && !(event.body() instanceof EventBody.Rpe));
    }

    /** Events are known by their runner and their id. */
    private static String identity(@Nullable String runner, @Nullable String eventId) {
        return runner + "|" + eventId;
    }

    private static Instant logTimeOf(Outcome outcome) {
        if (outcome instanceof LapOutcome lap) {
            return lap.logTime();
        }
        if (outcome instanceof Standings board) {
            return board.logTime();
        }
        return outcome instanceof Frame frame ? frame.logTime() : Instant.MIN;
    }

    private int partition() {
        return log.isEmpty() ? SessionFold.NO_PARTITION : log.get(0).partition();
    }

    /** What the fold itself tells, in order: its own frames, alerts and revisions from 0. Folded anew, as it is much. */
    public List<Outcome> outcomes() {
        List<Outcome> outcomes = new ArrayList<>();
        fold(settled, outcomes::add);
        return outcomes;
    }

    /**
     * Folds and compares.
     *
     * @param topics hands over what they hold of the session
     */
    static SettledFold of(String sessionId, List<LogRecord> log, Consumer<SessionTopics.Reader> topics) {
        var fold = new SettledFold(sessionId, log, topics);
        fold.compare();
        return fold;
    }

    private void compare() {
        List<Step> steps = steps();
        for (Step step : steps) {
            Told then = after;
            if (step.size() < events.size()) {
                Told partly = new Told(null);
                fold(SettledLog.of(events.subList(0, step.size())), outcome -> {
                    // seconds are nobody's correction: they are told as they are in the end
                    if (!(outcome instanceof Frame)) {
                        partly.take(outcome, false);
                    }
                });
                then = partly;
            }
            Instant at = newestOf(step.size());
            // Each step has a time of its own, by which rows and laps that moved together are known; pages tell
            // milliseconds.
            Instant next = lastStepAt.equals(Instant.MIN) ? at : lastStepAt.plusMillis(1);
            lastStepAt = at.isAfter(next) ? at : next;
            int told = revisions.size();
            compareLaps(then, step);
            compareBoards(then, step);
            List.copyOf(revisions.subList(told, revisions.size())).forEach(outcome -> before.take(outcome, false));
        }
        compareSeconds();
    }

    private Instant newestOf(int size) {
        return events.subList(0, size).stream()
                .map(RunEvent::receivedAt)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** None by name: how far the log went. */
    private Lineage noEvents(int size) {
        long strays = events.stream()
                .limit(size)
                .takeWhile(event -> !(event.body() instanceof EventBody.SessionOpened))
                .count();
        return new Lineage(List.of(), size - strays);
    }

    /** What the settled fold says beside what went out. */
    public Settlement settlement() {
        return new Settlement(
                sessionId,
                log.size(),
                closed,
                before.lastPartsMissing == 0,
                settled.moved(),
                settled.outside(),
                laps,
                boards,
                seconds,
                revisions);
    }

    private void compareLaps(Told then, Step step) {
        Set<String> runners = new TreeSet<>(before.laps.keySet());
        runners.addAll(then.laps.keySet());
        for (String runner : runners) {
            Set<Integer> numbers =
                    new TreeSet<>(before.laps.getOrDefault(runner, Map.of()).keySet());
            numbers.addAll(then.laps.getOrDefault(runner, Map.of()).keySet());
            for (int number : numbers) {
                LapOutcome was = before.standing(runner, number);
                LapOutcome is = then.standing(runner, number);
                if (was == null ? is == null : is != null && was.saysTheSameAs(is)) {
                    continue;
                }
                LapOutcome known = before.laps.getOrDefault(runner, Map.of()).get(number);
                int revision = known == null ? 0 : known.revision() + 1;
                CoachCorrection correction = step.of(runner);
                String reason = known == null ? null : correction == null ? REASON : CoachCorrection.REASON;
                LapOutcome content = is == null ? Objects.requireNonNull(was) : is;
                revisions.add(content.revised(
                                revision,
                                is == null ? LapOutcome.State.RETRACTED : is.state(),
                                reason,
                                lastStepAt,
                                new Lineage(
                                        content.lineage().eventIds(),
                                        noEvents(step.size()).sessionPosition(),
                                        content.lineage().marks()))
                        .by(correction));
                laps.add(new LapChange(runner, number, was, is, correction));
            }
        }
    }

    private void compareBoards(Told then, Step step) {
        Set<String> names = new TreeSet<>(before.boards.keySet());
        names.addAll(then.boards.keySet());
        for (String name : names) {
            Standings was = before.boards.get(name);
            Standings is = then.boards.get(name);
            List<Standings.Row> rows = is == null ? List.of() : is.rows();
            if (was == null ? rows.isEmpty() : was.rows().equals(rows)) {
                continue;
            }
            revisions.add(new Standings(
                    sessionId,
                    name,
                    was == null ? 0 : was.revision() + 1,
                    rows,
                    lastStepAt,
                    Objects.requireNonNull(is == null ? was : is).ruleVersion(),
                    noEvents(step.size())));
            boards.add(new BoardChange(name, was, is));
        }
    }

    private void compareSeconds() {
        List<Frame.Entry> entries = new ArrayList<>();
        Set<String> runners = new TreeSet<>(before.seconds.keySet());
        runners.addAll(after.seconds.keySet());
        for (String runner : runners) {
            Map<Long, Frame.Entry> known = before.seconds.getOrDefault(runner, Map.of());
            Map<Long, Frame.Entry> now = after.seconds.getOrDefault(runner, Map.of());
            if (!isConcerned(runner, known, now)) {
                continue;
            }
            List<Frame.Entry> changed = new ArrayList<>();
            for (Map.Entry<Long, Frame.Entry> second : now.entrySet()) {
                Frame.Entry was = known.get(second.getKey());
                Frame.Entry is = revised(second.getValue(), was == null ? 0 : was.revision(), null);
                if (was == null || !is.equals(revised(was, was.revision(), null))) {
                    changed.add(revised(is, was == null ? 0 : was.revision() + 1, null));
                }
            }
            if (!changed.isEmpty()) {
                seconds.put(runner, (long) changed.size());
            }
            Frame.Totals is = after.sums(runner);
            if (is != null && !sameSums(is, before.sums(runner))) {
                withTotals(changed, now, known, is);
            }
            entries.addAll(changed);
        }
        int parts = (entries.size() + ENTRIES_PER_PART - 1) / ENTRIES_PER_PART;
        for (int part = 0; part < parts; part++) {
            int from = part * ENTRIES_PER_PART;
            revisions.add(new Frame(
                    sessionId,
                    before.frames,
                    lastStepAt,
                    false,
                    false,
                    part,
                    parts,
                    entries.subList(from, Math.min(entries.size(), from + ENTRIES_PER_PART)),
                    null,
                    null,
                    Objects.requireNonNullElse(after.frameRules, "frames/1"),
                    noEvents(events.size()).sessionPosition()));
        }
    }

    /**
     * Whether what came late concerns a runner: it may be another's, whose bib they wore, whose lap began where theirs ended, or
     * nobody's. Lap and way of an entry are those of the moment its frame left, and frames leave at other moments in another
     * order of events: alone they say nothing.
     */
    private boolean isConcerned(String runner, Map<Long, Frame.Entry> known, Map<Long, Frame.Entry> now) {
        if (settled.moved().containsKey(runner)
                || laps.stream().anyMatch(change -> change.runner().equals(runner))) {
            return true;
        }
        Frame.Totals sums = after.sums(runner);
        return (sums != null && !sameSums(sums, before.sums(runner)))
                || now.entrySet().stream()
                        .anyMatch(second -> tellsOfReadings(second.getValue())
                                && !saysTheSame(second.getValue(), known.get(second.getKey())));
    }

    /** Of a runner without any a key frame tells all the same, at its own moment. */
    private static boolean tellsOfReadings(Frame.Entry entry) {
        return entry.distance().known();
    }

    /** What was measured in a second, whatever frame it left in. */
    private static boolean saysTheSame(Frame.Entry one, Frame.@Nullable Entry other) {
        return other != null
                && Double.compare(one.speedMetersPerSecond(), other.speedMetersPerSecond()) == 0
                && one.pace().equals(other.pace())
                && Double.compare(one.heartRateBpm(), other.heartRateBpm()) == 0
                && one.zone() == other.zone()
                && one.facing() == other.facing();
    }

    /** What was counted depends on how often a log was read; the sums of the run do not. */
    private static boolean sameSums(Frame.Totals one, Frame.@Nullable Totals other) {
        return other != null
                && Objects.equals(one.startedAt(), other.startedAt())
                && one.elapsedSeconds() == other.elapsedSeconds()
                && one.movingSeconds() == other.movingSeconds()
                && one.restSeconds() == other.restSeconds()
                && one.pausedSeconds() == other.pausedSeconds()
                && one.zoneSeconds().equals(other.zoneSeconds())
                && one.unknownZoneSeconds() == other.unknownZoneSeconds()
                && one.forwardSeconds() == other.forwardSeconds()
                && one.backwardSeconds() == other.backwardSeconds()
                && one.stillSeconds() == other.stillSeconds()
                && one.unknownFacingSeconds() == other.unknownFacingSeconds()
                && Objects.equals(one.effort(), other.effort())
                && one.flags().equals(other.flags());
    }

    /** The sums go with the runner's newest second, as in a key frame. */
    private static void withTotals(
            List<Frame.Entry> changed, Map<Long, Frame.Entry> now, Map<Long, Frame.Entry> known, Frame.Totals totals) {
        long last = now.keySet().stream().mapToLong(second -> second).max().orElseThrow();
        Frame.Entry newest = Objects.requireNonNull(now.get(last));
        if (!changed.isEmpty() && changed.get(changed.size() - 1).observedAt().getEpochSecond() == last) {
            Frame.Entry moved = changed.remove(changed.size() - 1);
            changed.add(revised(moved, moved.revision(), totals));
        } else {
            Frame.Entry was = known.get(last);
            changed.add(revised(newest, was == null ? 0 : was.revision(), totals));
        }
    }

    private static Frame.Entry revised(Frame.Entry entry, int revision, Frame.@Nullable Totals totals) {
        return new Frame.Entry(
                entry.runnerId(),
                entry.observedAt(),
                revision,
                entry.speedMetersPerSecond(),
                entry.pace(),
                entry.heartRateBpm(),
                entry.zone(),
                entry.distance(),
                entry.facing(),
                entry.state(),
                entry.lap(),
                entry.lapDistanceMeters(),
                entry.lapMeters(),
                entry.lapStartedAt(),
                entry.projectedRatio(),
                totals,
                entry.finish(),
                entry.step());
    }
}

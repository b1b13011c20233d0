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

    /** Parts of a frame stay below 256 KiB: an entry with totals and effort takes less than 640 bytes. */
    private static final int ENTRIES_PER_PART = 400;

    private final String sessionId;
    private final List<LogRecord> log;
    private final SettledLog settled;
    private final Told before = new Told(null);
    private final Told after = new Told(before);
    private final Instant newest;
    private final Lineage noEvents;
    private final boolean closed;
    private final List<LapChange> laps = new ArrayList<>();
    private final List<BoardChange> boards = new ArrayList<>();
    private final Map<String, Long> seconds = new TreeMap<>();
    private final List<Outcome> revisions = new ArrayList<>();
    /** By runner, what a coach said last of their laps after the close that no settled replay has told yet. */
    private final Map<String, CoachCorrection> corrections;

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
        List<RunEvent> events =
                log.stream().map(LogRecord::event).filter(Objects::nonNull).toList();
        settled = SettledLog.of(events);
        newest = events.stream()
                .map(RunEvent::receivedAt)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        long strays = events.stream()
                .takeWhile(event -> !(event.body() instanceof EventBody.SessionOpened))
                .count();
        noEvents = new Lineage(List.of(), events.size() - strays);
        topics.accept(before::take);
        Set<String> refused = new TreeSet<>();
        closed = fold(outcome -> {
            if (outcome instanceof Rejection rejection) {
                refused.add(identity(rejection.runnerId(), rejection.eventId()));
            }
            after.take(outcome, false);
        });
        corrections = correctionsSince(events, before.settledUntil, refused);
    }

    private boolean fold(Consumer<Outcome> told) {
        var fold = new SessionFold(sessionId);
        settled.events().forEach(event -> fold.apply(event, partition(), told::accept));
        return fold.isClosed();
    }

    /**
     * @param refused identities of what the settled fold refused: it moved nothing, and is the cause of nothing
     */
    private static Map<String, CoachCorrection> correctionsSince(
            List<RunEvent> events, Instant told, Set<String> refused) {
        Map<String, CoachCorrection> since = new TreeMap<>();
        Set<String> known = new TreeSet<>();
        // With whom laps were swapped, by the swap or by what undoes it: both runners' laps move then.
        Map<String, String> swaps = new TreeMap<>();
        boolean over = false;
        for (RunEvent event : events) {
            over |= event.body() instanceof EventBody.Control control
                    && control.action() == EventBody.Control.Action.CLOSE;
            String runner = event.runnerId();
            String identity = identity(runner, event.eventId());
            if (runner == null
                    || !(event.body() instanceof EventBody.Correction correction)
                    || !known.add(identity)
                    || refused.contains(identity)) {
                continue;
            }
            String with = correction.with();
            if (with == null && correction.corrects() != null) {
                with = swaps.get(identity(runner, correction.corrects()));
            }
            if (with != null) {
                // Either of the two may be named by what undoes it.
                swaps.put(identity, with);
                swaps.put(identity(with, event.eventId()), runner);
            }
            if (over && event.receivedAt().isAfter(told)) {
                var said = new CoachCorrection(event.eventId(), correction.coach(), correction.reason());
                since.put(runner, said);
                if (with != null) {
                    since.put(with, said);
                }
            }
        }
        return since;
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
        fold(outcomes::add);
        return outcomes;
    }

    /**
     * Folds and compares.
     *
     * @param topics hands over what they hold of the session
     */
    static SettledFold of(String sessionId, List<LogRecord> log, Consumer<SessionTopics.Reader> topics) {
        var fold = new SettledFold(sessionId, log, topics);
        fold.compareLaps();
        fold.compareBoards();
        fold.compareSeconds();
        return fold;
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

    private void compareLaps() {
        Set<String> runners = new TreeSet<>(before.laps.keySet());
        runners.addAll(after.laps.keySet());
        for (String runner : runners) {
            Set<Integer> numbers =
                    new TreeSet<>(before.laps.getOrDefault(runner, Map.of()).keySet());
            numbers.addAll(after.laps.getOrDefault(runner, Map.of()).keySet());
            for (int number : numbers) {
                LapOutcome was = before.standing(runner, number);
                LapOutcome is = after.standing(runner, number);
                if (was == null ? is == null : is != null && was.saysTheSameAs(is)) {
                    continue;
                }
                LapOutcome known = before.laps.getOrDefault(runner, Map.of()).get(number);
                int revision = known == null ? 0 : known.revision() + 1;
                CoachCorrection correction = corrections.get(runner);
                String reason = known == null ? null : correction == null ? REASON : CoachCorrection.REASON;
                LapOutcome content = is == null ? Objects.requireNonNull(was) : is;
                revisions.add(content.revised(
                                revision,
                                is == null ? LapOutcome.State.RETRACTED : is.state(),
                                reason,
                                newest,
                                new Lineage(
                                        content.lineage().eventIds(),
                                        noEvents.sessionPosition(),
                                        content.lineage().marks()))
                        .by(correction));
                laps.add(new LapChange(runner, number, was, is));
            }
        }
    }

    private void compareBoards() {
        Set<String> names = new TreeSet<>(before.boards.keySet());
        names.addAll(after.boards.keySet());
        for (String name : names) {
            Standings was = before.boards.get(name);
            Standings is = after.boards.get(name);
            List<Standings.Row> rows = is == null ? List.of() : is.rows();
            if (was == null ? rows.isEmpty() : was.rows().equals(rows)) {
                continue;
            }
            revisions.add(new Standings(
                    sessionId,
                    name,
                    was == null ? 0 : was.revision() + 1,
                    rows,
                    newest,
                    Objects.requireNonNull(is == null ? was : is).ruleVersion(),
                    noEvents));
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
                    newest,
                    false,
                    false,
                    part,
                    parts,
                    entries.subList(from, Math.min(entries.size(), from + ENTRIES_PER_PART)),
                    null,
                    null,
                    Objects.requireNonNullElse(after.frameRules, "frames/1"),
                    noEvents.sessionPosition()));
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

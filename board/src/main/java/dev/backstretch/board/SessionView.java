package dev.backstretch.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.people.Privacy;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.domain.standing.Board;
import dev.backstretch.domain.standing.Challenge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one session: the newest revision of each outcome, and the last events for readers who lost their
 * connection. One thread writes, any thread reads; all of it under one lock, held for microseconds.
 */
final class SessionView {
    /** Revisions that replace what was out for less than this are no corrections to people (design D3). */
    static final Duration SETTLED_AFTER = Duration.ofSeconds(3);

    /** How long a row keeps its old value. */
    static final Duration CORRECTION_SHOWN = Duration.ofSeconds(30);

    /** A newer key frame says more than a frame that is this many frames old. */
    private static final int FRAMES_KEPT = 50;

    /** A frame stands for 200 ms. */
    private static final int FRAMES_OF_A_SECOND = 5;

    /**
     * Of how many events the texts are kept that readers were told: a board of eighty has some 24 kB for each sort of reader, and a
     * session's log would hold more than a hundred megabytes of them.
     */
    private static final int TEXTS_READY = 128;

    private static final int BATCH_ENTRIES = 256;

    /** What a batch may hold before one more event: for a reader that is behind, boards of many rows would be megabytes. */
    private static final int BATCH_CHARACTERS = 64 * 1024;

    private static final int LAP_REVISIONS_KEPT = 16;

    /** Of a board's settled revisions: a day of corrections, and more. */
    private static final int LATER_REVISIONS_KEPT = 128;

    /**
     * What a row said before.
     *
     * @param row as it stood
     * @param at log time of the correction
     * @param reason why, in the fold's words; null until the lap that moved it is here
     */
    record Was(Standings.Row row, Instant at, @Nullable String reason) {}

    /** A row as it is out: since when, and what it replaced. */
    private record Out(
            Standings.Row row, Instant since, @Nullable Was was) {}

    /** Where a reader stands in this process. {@code skipped}: it lacks frames and is owed a key frame. */
    record Cursor(long sequence, boolean skipped) {}

    /** What a reader gets next, and where it stands after it. */
    record Batch(String text, int events, boolean reset, Cursor cursor) {}

    private final String sessionId;
    private final double speed;
    private final StreamEntry[] log;
    private long firstSequence;
    private long nextSequence;
    private StreamPosition position = new StreamPosition(0, 0, 0, 0, 0);
    private StreamPosition dropped = position;
    private long consentVersion;
    private int shown;

    private @Nullable SessionHead head;
    private Map<String, Person> people = Map.of();
    private final TreeSet<String> runners = new TreeSet<>();
    private final Map<String, String> bibs = new HashMap<>();
    private final TreeMap<String, TreeMap<Integer, List<LapOutcome>>> laps = new TreeMap<>();
    private final TreeMap<String, Standings> standings = new TreeMap<>();
    /** Of each board the live fold's last word, and after it what settled replays said otherwise. */
    private final Map<String, ArrayDeque<Standings>> revisions = new HashMap<>();
    /** Of each lap that a settled replay revised what it was before, and each revision since; by runner and number. */
    private final TreeMap<String, TreeMap<Integer, List<LapOutcome>>> settledLaps = new TreeMap<>();

    private final Map<String, Map<String, Out>> out = new HashMap<>();
    private final TreeMap<String, Alert> alerts = new TreeMap<>();
    private final TreeMap<String, Frame.Entry> entries = new TreeMap<>();
    private final TreeMap<String, Frame.Entry> totals = new TreeMap<>();
    private Frame.@Nullable PlanProgress plan;
    private Frame.@Nullable Counts counts;
    private Frame.@Nullable Attention attention;
    private @Nullable Frame newestFrame;
    private boolean finished;

    private final CopyOnWriteArrayList<Runnable> readers = new CopyOnWriteArrayList<>();

    SessionView(String sessionId, double speed, int logEntries) {
        this.sessionId = sessionId;
        this.speed = speed;
        this.log = new StreamEntry[logEntries];
    }

    // ---- writing -------------------------------------------------------------------------------------------------

    /** Takes an outcome; what is older than what is known changes nothing. */
    void apply(Channel channel, long offset, Outcome outcome, boolean settled) {
        synchronized (this) {
            if (offset < position.next(channel)) {
                return; // read before: the same record, or an older one of a topic that was read anew
            }
            if (outcome instanceof LapOutcome lap) {
                applyLap(offset, lap, settled);
            } else if (outcome instanceof Standings board) {
                applyStandings(offset, board, settled);
            } else if (outcome instanceof Alert alert) {
                applyAlert(offset, alert);
            } else if (outcome instanceof Frame frame) {
                applyFrame(offset, frame);
            }
            position = position.after(channel, offset);
        }
        wakeReaders();
    }

    void head(SessionHead next, Map<String, Person> campPeople) {
        synchronized (this) {
            if (next.equals(head)) {
                return;
            }
            boolean first = head == null;
            head = next;
            long epoch = Math.max(0, next.openedAt().getEpochSecond());
            if (position.laps() + position.standings() + position.alerts() + position.metrics() > 0 && first) {
                dropEverything(); // what is in the log carries ids of no epoch
            }
            position = position.withEpoch(epoch);
            dropped = dropped.withEpoch(epoch);
            append(StreamEntry.Event.SESSION, null, -1, audience -> ScreenJson.session(next, speed));
        }
        people(campPeople);
        wakeReaders();
    }

    /** The people of the session's camp, whenever one of them changed. */
    void people(Map<String, Person> campPeople) {
        synchronized (this) {
            Map<String, Person> before = people;
            people = Map.copyOf(campPeople);
            if (!before.equals(people)) {
                consentVersion++;
                shown++;
                appendPeople();
                standings.values().forEach(board -> appendStandings(null, -1, board));
                for (var runner : laps.entrySet()) {
                    if (visible(runner.getKey()) && !visible(before.get(runner.getKey()))) {
                        runner.getValue().values().forEach(revisions -> appendLap(null, -1, revisions));
                    }
                }
            }
        }
        wakeReaders();
    }

    private void applyLap(long offset, LapOutcome lap, boolean settled) {
        List<LapOutcome> revisions = laps.computeIfAbsent(lap.runnerId(), runner -> new TreeMap<>())
                .computeIfAbsent(lap.lap(), number -> new ArrayList<>());
        if (!revisions.isEmpty() && revisions.get(revisions.size() - 1).revision() >= lap.revision()) {
            return;
        }
        if (settled) {
            List<LapOutcome> said = settledLaps
                    .computeIfAbsent(lap.runnerId(), runner -> new TreeMap<>())
                    .computeIfAbsent(
                            lap.lap(),
                            number -> new ArrayList<>(
                                    revisions.isEmpty() ? List.of() : List.of(revisions.get(revisions.size() - 1))));
            keep(said, lap);
        }
        keep(revisions, lap);
        see(lap.runnerId());
        appendLap(Channel.LAPS, offset, revisions);
        String reason = lap.reason();
        if (lap.revision() > 0 && reason != null) {
            explain(lap.runnerId(), lap.logTime(), reason);
        }
    }

    /** The first and the newest tell most. */
    private static void keep(List<LapOutcome> kept, LapOutcome lap) {
        kept.add(lap);
        if (kept.size() > LAP_REVISIONS_KEPT) {
            kept.remove(1);
        }
    }

    /** A row may have moved before the lap that moved it arrived: laps and standings are two topics. */
    private void explain(String runner, Instant logTime, String reason) {
        for (var board : standings.entrySet()) {
            for (var one : out.getOrDefault(board.getKey(), Map.of()).entrySet()) {
                Out row = one.getValue();
                if (row.was == null
                        || row.was.reason != null
                        || !concerned(row.row).contains(runner)
                        || Duration.between(row.was.at, logTime).abs().compareTo(SETTLED_AFTER) > 0) {
                    continue;
                }
                one.setValue(new Out(row.row, row.since, new Was(row.was.row, row.was.at, reason)));
                shown++;
                appendStandings(null, -1, board.getValue());
            }
        }
    }

    private void applyStandings(long offset, Standings board, boolean settled) {
        Standings known = standings.get(board.board());
        if (known != null && known.revision() >= board.revision()) {
            return;
        }
        standings.put(board.board(), board);
        keep(board, settled);
        Map<String, Out> before = out.getOrDefault(board.board(), Map.of());
        var now = new HashMap<String, Out>();
        for (Standings.Row row : board.rows()) {
            concerned(row).forEach(this::see);
            String bib = row.bib();
            if (bib != null) {
                bibs.put(row.runnerId(), bib);
            }
            now.put(row.runnerId(), outAfter(before.get(row.runnerId()), row, board));
        }
        out.put(board.board(), now);
        appendStandings(Channel.STANDINGS, offset, board);
    }

    /** The live fold's newest word replaces its last; what settled replays say stands beside what it was said of. */
    private void keep(Standings board, boolean settled) {
        ArrayDeque<Standings> kept = revisions.computeIfAbsent(board.board(), name -> new ArrayDeque<>());
        if (!settled) {
            kept.clear();
        } else if (kept.isEmpty()) {
            // nobody stood on it at the end
            kept.addLast(new Standings(
                    board.sessionId(),
                    board.board(),
                    0,
                    List.of(),
                    board.logTime(),
                    board.ruleVersion(),
                    board.lineage()));
        } else if (kept.size() > LATER_REVISIONS_KEPT) {
            Standings ofTheEnd = kept.removeFirst();
            kept.removeFirst();
            kept.addFirst(ofTheEnd);
        }
        kept.addLast(board);
    }

    private Out outAfter(@Nullable Out before, Standings.Row row, Standings board) {
        if (before == null) {
            return new Out(row, board.logTime(), null);
        }
        Was was = before.was;
        if (was != null && Duration.between(was.at, board.logTime()).compareTo(CORRECTION_SHOWN) > 0) {
            was = null;
        }
        if (readsTheSame(before.row, row)) {
            return new Out(row, before.since, was);
        }
        // More laps than before is news. Other words about the same laps, or fewer, is a correction of what people saw;
        // but effort grows between laps.
        boolean correction = !board.board().equals(Board.EFFORT.key())
                && row.laps() <= before.row.laps()
                && hasResult(before.row)
                && Duration.between(before.since, board.logTime()).compareTo(SETTLED_AFTER) >= 0;
        if (correction) {
            was = new Was(before.row, board.logTime(), newestReason(row, board.logTime()));
        } else if (row.laps() > before.row.laps()) {
            was = null;
        }
        return new Out(row, board.logTime(), was);
    }

    /** Whose laps a row is made of. */
    private static List<String> concerned(Standings.Row row) {
        Standings.Team team = row.team();
        return team == null ? List.of(row.runnerId()) : team.members();
    }

    private static boolean hasResult(Standings.Row row) {
        return row.laps() > 0 && !Double.isNaN(row.value());
    }

    /** Whether people would read the same on the board, to the digits shown there. */
    private static boolean readsTheSame(Standings.Row left, Standings.Row right) {
        return left.laps() == right.laps()
                && left.verdict() == right.verdict()
                && sameTo(left.value(), right.value(), 100)
                && sameTo(left.lastLap().value(), right.lastLap().value(), 10);
    }

    private static boolean sameTo(double left, double right, int parts) {
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return Double.isNaN(left) && Double.isNaN(right);
        }
        return Math.round(left * parts) == Math.round(right * parts);
    }

    private @Nullable String newestReason(Standings.Row row, Instant around) {
        LapOutcome newest = null;
        List<List<LapOutcome>> all = new ArrayList<>();
        for (String runner : concerned(row)) {
            all.addAll(laps.getOrDefault(runner, new TreeMap<>()).values());
        }
        for (List<LapOutcome> revisions : all) {
            LapOutcome lap = revisions.get(revisions.size() - 1);
            if (lap.revision() > 0
                    && lap.reason() != null
                    && Duration.between(lap.logTime(), around).abs().compareTo(SETTLED_AFTER) <= 0
                    && (newest == null || lap.logTime().isAfter(newest.logTime()))) {
                newest = lap;
            }
        }
        return newest == null ? null : newest.reason();
    }

    private void applyAlert(long offset, Alert alert) {
        Alert known = alerts.get(alert.alertId());
        if (known != null && known.revision() >= alert.revision()) {
            return;
        }
        alerts.put(alert.alertId(), alert);
        append(
                StreamEntry.Event.ALERT,
                Channel.ALERTS,
                offset,
                audience -> mayHear(audience, alert) ? ScreenJson.alert(alert) : "");
    }

    private void applyFrame(long offset, Frame frame) {
        for (Frame.Entry entry : frame.entries()) {
            see(entry.runnerId());
            Frame.Entry known = entries.get(entry.runnerId());
            if (known == null || !isOlder(entry, known)) {
                entries.put(entry.runnerId(), entry);
            }
            if (entry.totals() != null) {
                totals.put(entry.runnerId(), entry);
            }
        }
        if (frame.counts() != null) {
            counts = frame.counts();
        }
        newestFrame = frame;
        finished |= frame.last();
        Frame.PlanProgress progress = frame.plan();
        if (progress != null && !progress.equals(plan)) {
            Instant logTime = frame.logTime();
            plan = progress;
            append(StreamEntry.Event.PLAN, null, offset, audience -> ScreenJson.plan(progress, logTime));
        }
        Frame.Attention needed = frame.attention();
        if (needed != null && !needed.equals(attention)) {
            attention = needed;
            append(StreamEntry.Event.ATTENTION, null, offset, audience -> attentionFor(audience, needed));
        }
        append(
                StreamEntry.Event.METRICS,
                Channel.METRICS,
                offset,
                audience -> tellsOf(frame, audience) ? ScreenJson.metrics(frame, sightOf(audience)) : "");
        forgetOldFrames();
    }

    /** To a phone most frames are of others: of those enough are told that it knows the link to hold. */
    private boolean tellsOf(Frame frame, Audience audience) {
        return audience.isShared()
                || frame.key()
                || frame.last()
                || frame.number() % FRAMES_OF_A_SECOND == 0
                || frame.entries().stream().anyMatch(entry -> visible(audience, entry.runnerId()));
    }

    private static boolean isOlder(Frame.Entry entry, Frame.Entry known) {
        int order = entry.observedAt().compareTo(known.observedAt());
        return order < 0 || (order == 0 && entry.revision() < known.revision());
    }

    private void see(String runner) {
        if (runners.add(runner) && people.containsKey(runner)) {
            appendPeople();
        }
    }

    // ---- the log of events -----------------------------------------------------------------------------------------

    private void appendPeople() {
        append(StreamEntry.Event.PEOPLE, null, -1, audience -> ScreenJson.people(visiblePeople(audience)));
    }

    private void appendLap(@Nullable Channel channel, long offset, List<LapOutcome> revisions) {
        LapOutcome lap = revisions.get(revisions.size() - 1);
        List<LapOutcome> known = List.copyOf(revisions);
        append(
                StreamEntry.Event.LAP,
                channel,
                offset,
                audience -> visible(audience, lap.runnerId())
                        ? lapFor(audience, known).toString()
                        : "");
    }

    /**
     * A coach knows by the events behind a lap which tap of whose it came from, and by its revisions what may be taken back.
     *
     * @param revisions oldest first
     */
    private static ObjectNode lapFor(Audience audience, List<LapOutcome> revisions) {
        LapOutcome lap = revisions.get(revisions.size() - 1);
        LapOutcome replaced = revisions.size() > 1 ? revisions.get(revisions.size() - 2) : null;
        ObjectNode node = ScreenJson.lapNode(lap, correctionOf(lap, replaced));
        if (audience.leads()) {
            var events = node.putArray("eventIds");
            lap.lineage().eventIds().forEach(events::add);
            ScreenJson.corrections(node, revisions);
        }
        return node;
    }

    private String attentionFor(Audience audience, Frame.Attention needed) {
        return audience.leads() ? ScreenJson.attention(needed, sightOf(audience)) : "";
    }

    /** The lap as people knew it, when it was out long enough to be known. */
    private static @Nullable LapOutcome correctionOf(LapOutcome lap, @Nullable LapOutcome replaced) {
        return replaced != null
                        && Duration.between(replaced.logTime(), lap.logTime()).compareTo(SETTLED_AFTER) >= 0
                ? replaced
                : null;
    }

    private void appendStandings(@Nullable Channel channel, long offset, Standings board) {
        Map<String, Was> corrections = new HashMap<>();
        out.getOrDefault(board.board(), Map.of()).forEach((runner, row) -> {
            if (row.was != null) {
                corrections.put(runner, row.was);
            }
        });
        int version = shown;
        append(StreamEntry.Event.STANDINGS, channel, offset, audience -> boardFor(audience, board, version, corrections)
                .toString());
    }

    private ObjectNode boardFor(Audience audience, Standings board, int version, Map<String, Was> corrections) {
        ObjectNode node = ScreenJson.standings(
                board, version, corrections, runner -> counts(audience, runner), audience::follows);
        if (board.board().equals(Board.RATIO.key())) {
            Map<String, Double> ratios = new HashMap<>();
            board.rows().forEach(row -> ratios.put(row.runnerId(), row.value()));
            for (JsonNode row : node.path("rows")) {
                String runner = row.path("runner").asText();
                Challenge.pairOf(standingLapsOf(runner), ratios.getOrDefault(runner, Double.NaN))
                        .ifPresent(pair -> ScreenJson.pair((ObjectNode) row, pair));
            }
        }
        return node;
    }

    private void append(
            StreamEntry.Event event, @Nullable Channel channel, long offset, Function<Audience, String> encoder) {
        StreamPosition after = channel == null ? position : position.after(channel, offset);
        if (nextSequence - firstSequence == log.length) {
            StreamEntry oldest = log[index(firstSequence)];
            if (oldest.channel() != null && !oldest.isFrame()) {
                dropped = dropped.after(oldest.channel(), oldest.offset());
            }
            firstSequence++;
        }
        log[index(nextSequence)] = new StreamEntry(event, channel, offset, after, encoder);
        nextSequence++;
        long passed = nextSequence - 1 - TEXTS_READY;
        if (passed >= firstSequence) {
            log[index(passed)].rest();
        }
    }

    private void forgetOldFrames() {
        long sequence = nextSequence - 1;
        for (int frames = 0; sequence >= firstSequence; sequence--) {
            StreamEntry entry = log[index(sequence)];
            if (!entry.isFrame()) {
                continue;
            }
            frames++;
            if (frames > FRAMES_KEPT) {
                if (entry.forgotten()) {
                    return;
                }
                entry.forget();
            }
        }
    }

    private void dropEverything() {
        firstSequence = nextSequence;
        dropped = position;
    }

    private int index(long sequence) {
        return (int) (sequence % log.length);
    }

    // ---- streams ---------------------------------------------------------------------------------------------------

    /** Calls {@code wake} whenever there is something new to read. */
    void addReader(Runnable wake) {
        readers.add(wake);
    }

    void removeReader(Runnable wake) {
        readers.remove(wake);
    }

    private void wakeReaders() {
        for (Runnable wake : readers) {
            wake.run();
        }
    }

    /** The start of a stream: what a returning reader missed, or a reset and the present state. */
    synchronized Batch open(@Nullable String lastEventId, Audience audience) {
        Optional<StreamPosition> from = lastEventId == null ? Optional.empty() : StreamPosition.parse(lastEventId);
        if (from.isEmpty() || !canServe(from.get())) {
            return present(audience);
        }
        // People, plan and who needs the coach are few and small: they are told again rather than counted.
        var text = new StringBuilder();
        text.append(ServerSentEvents.event(StreamEntry.Event.PEOPLE, null, ScreenJson.people(visiblePeople(audience))));
        int events = 1;
        for (long sequence = firstSequence; sequence < nextSequence; sequence++) {
            StreamEntry entry = log[index(sequence)];
            boolean retold = entry.channel() == null
                    && entry.event() != StreamEntry.Event.PEOPLE
                    && entry.event() != StreamEntry.Event.ATTENTION;
            if (!entry.isFrame() && (retold || entry.missedAt(from.get()))) {
                text.append(entry.text(audience, consentVersion));
                events++;
            }
        }
        text.append(attention(audience));
        text.append(keyFrame(audience));
        text.append(ServerSentEvents.event(StreamEntry.Event.READY, position.text(), "{\"resumed\":true}"));
        return new Batch(text.toString(), events + 2, false, new Cursor(nextSequence, false));
    }

    private boolean canServe(StreamPosition from) {
        if (from.epoch() != position.epoch() || head == null) {
            return false;
        }
        for (Channel channel : Channel.values()) {
            if (from.next(channel) > position.next(channel)
                    || (channel != Channel.METRICS && from.next(channel) < dropped.next(channel))) {
                return false;
            }
        }
        return true;
    }

    /** What is new for a reader at {@code cursor}; {@code coalesce} leaves out all frames but the newest key frame. */
    synchronized Batch read(Cursor cursor, boolean coalesce, Audience audience) {
        if (cursor.sequence < firstSequence) {
            return present(audience);
        }
        var text = new StringBuilder();
        int events = 0;
        boolean skipped = cursor.skipped;
        long end = Math.min(nextSequence, cursor.sequence + BATCH_ENTRIES);
        long sequence = cursor.sequence;
        for (; sequence < end && text.length() < BATCH_CHARACTERS; sequence++) {
            StreamEntry entry = log[index(sequence)];
            if (entry.isFrame() && (coalesce || entry.forgotten())) {
                skipped = true;
                continue;
            }
            String event = entry.text(audience, consentVersion);
            text.append(event);
            events += event.isEmpty() ? 0 : 1;
        }
        if (skipped && sequence == nextSequence) {
            text.append(keyFrame(audience));
            events++;
            skipped = false;
        }
        return new Batch(text.toString(), events, false, new Cursor(sequence, skipped));
    }

    synchronized boolean hasMore(Cursor cursor) {
        return cursor.sequence < nextSequence || cursor.skipped;
    }

    /** All there is to know now. Only its last event carries an id, so that a reader torn off within it starts anew. */
    private Batch present(Audience audience) {
        var events = new ArrayList<String>();
        events.add(ServerSentEvents.event(
                StreamEntry.Event.RESET, "", "{\"session\":" + ScreenJson.quoted(sessionId) + "}"));
        if (head != null) {
            events.add(ServerSentEvents.event(StreamEntry.Event.SESSION, null, ScreenJson.session(head, speed)));
        }
        events.add(ServerSentEvents.event(StreamEntry.Event.PEOPLE, null, ScreenJson.people(visiblePeople(audience))));
        for (ObjectNode lap : lapsFor(audience, null)) {
            events.add(ServerSentEvents.event(StreamEntry.Event.LAP, null, lap.toString()));
        }
        for (ObjectNode board : standingsFor(audience, null)) {
            events.add(ServerSentEvents.event(StreamEntry.Event.STANDINGS, null, board.toString()));
        }
        for (Alert alert : alerts.values()) {
            if (alert.state() != Alert.State.CLEARED && mayHear(audience, alert)) {
                events.add(ServerSentEvents.event(StreamEntry.Event.ALERT, null, ScreenJson.alert(alert)));
            }
        }
        if (plan != null && newestFrame != null) {
            events.add(
                    ServerSentEvents.event(StreamEntry.Event.PLAN, null, ScreenJson.plan(plan, newestFrame.logTime())));
        }
        String needed = attention(audience);
        if (!needed.isEmpty()) {
            events.add(needed);
        }
        if (newestFrame != null) {
            events.add(ServerSentEvents.event(StreamEntry.Event.METRICS, null, keyFrameJson(newestFrame, audience)));
        }
        events.add(ServerSentEvents.event(StreamEntry.Event.READY, position.text(), "{\"resumed\":false}"));
        return new Batch(String.join("", events), events.size(), true, new Cursor(nextSequence, false));
    }

    private String attention(Audience audience) {
        Frame.Attention needed = attention;
        String data = needed == null ? "" : attentionFor(audience, needed);
        return data.isEmpty() ? "" : ServerSentEvents.event(StreamEntry.Event.ATTENTION, null, data);
    }

    private String keyFrame(Audience audience) {
        Frame frame = newestFrame;
        return frame == null
                ? ""
                : ServerSentEvents.event(StreamEntry.Event.METRICS, position.text(), keyFrameJson(frame, audience));
    }

    private String keyFrameJson(Frame newest, Audience audience) {
        return ScreenJson.metrics(
                new Frame(
                        sessionId,
                        newest.number(),
                        newest.logTime(),
                        true,
                        finished,
                        0,
                        1,
                        List.copyOf(entries.values()),
                        plan,
                        counts,
                        newest.ruleVersion(),
                        newest.sessionPosition()),
                sightOf(audience));
    }

    /** How many texts of events are kept ready for readers. */
    synchronized int textsReady() {
        int all = 0;
        for (long sequence = firstSequence; sequence < nextSequence; sequence++) {
            all += log[index(sequence)].ready();
        }
        return all;
    }

    // ---- reading ---------------------------------------------------------------------------------------------------

    String sessionId() {
        return sessionId;
    }

    synchronized Optional<SessionHead> head() {
        return Optional.ofNullable(head);
    }

    synchronized int runnerCount() {
        return runners.size();
    }

    /** The standings as a screen may see them: those who agreed, places closed up. */
    synchronized List<ObjectNode> screenStandings(@Nullable String onlyBoard) {
        return standingsFor(Audience.SCREEN, onlyBoard);
    }

    private List<ObjectNode> standingsFor(Audience audience, @Nullable String onlyBoard) {
        var boards = new ArrayList<ObjectNode>();
        for (Standings board : standings.values()) {
            if (onlyBoard == null || onlyBoard.equals(board.board())) {
                Map<String, Was> corrections = new HashMap<>();
                out.getOrDefault(board.board(), Map.of()).forEach((runner, row) -> {
                    if (row.was != null) {
                        corrections.put(runner, row.was);
                    }
                });
                boards.add(boardFor(audience, board, shown, corrections));
            }
        }
        return boards;
    }

    /** The newest revision of each lap as a screen may see it. */
    synchronized List<ObjectNode> screenLaps(@Nullable String onlyRunner) {
        return lapsFor(Audience.SCREEN, onlyRunner);
    }

    private List<ObjectNode> lapsFor(Audience audience, @Nullable String onlyRunner) {
        var all = new ArrayList<ObjectNode>();
        for (var runner : laps.entrySet()) {
            if (visible(audience, runner.getKey()) && (onlyRunner == null || onlyRunner.equals(runner.getKey()))) {
                for (List<LapOutcome> revisions : runner.getValue().values()) {
                    all.add(lapFor(audience, revisions));
                }
            }
        }
        return all;
    }

    /** What the session came to, as it may be told; empty until its head is known. */
    synchronized Optional<SessionResults> results(Audience audience) {
        SessionHead known = head;
        if (known == null) {
            return Optional.empty();
        }
        var told = new ArrayList<SessionResults.Someone>();
        for (ScreenJson.Shown shown : visiblePeople(audience)) {
            told.add(new SessionResults.Someone(
                    shown,
                    stateOf(shown.runner()),
                    laps.getOrDefault(shown.runner(), new TreeMap<>()).values().stream()
                            .map(List::copyOf)
                            .toList(),
                    settledLaps.getOrDefault(shown.runner(), new TreeMap<>()).values().stream()
                            .map(List::copyOf)
                            .toList()));
        }
        var boards = new HashMap<String, List<Standings>>();
        revisions.forEach((name, kept) -> boards.put(name, List.copyOf(kept)));
        Set<String> counted = told.stream()
                .map(someone -> someone.shown().runner())
                .filter(runner -> counts(audience, runner))
                .collect(Collectors.toUnmodifiableSet());
        return Optional.of(new SessionResults(known, told, boards, counted::contains));
    }

    /** What a runner was last said to do. */
    private RunnerState stateOf(String runner) {
        Frame.Entry entry = entries.get(runner);
        if (entry != null) {
            return entry.state();
        }
        return standings.values().stream()
                .flatMap(board -> board.rows().stream())
                .filter(row -> row.team() == null && row.runnerId().equals(runner))
                .map(Standings.Row::state)
                .findFirst()
                .orElse(RunnerState.WAITING);
    }

    /** Whether anything of a runner may be shown: it was heard of here, and has agreed to be on the board. */
    synchronized boolean shows(String runner) {
        return runners.contains(runner) && visible(runner);
    }

    /** Whether whoever looks after the runners may see this one's heart rates: nobody erased, nor who took that back. */
    synchronized boolean coachMaySee(String runner) {
        Person person = people.get(runner);
        return person != null && person.privacy().coachMaySee();
    }

    /** Whether the runner has agreed in so many words that the coach sees this, also when the session is long over. */
    synchronized boolean standsOpenToCoach(String runner) {
        Person person = people.get(runner);
        return person != null && Boolean.TRUE.equals(person.privacy().coach());
    }

    /** Whether anything was heard of a runner here. */
    synchronized boolean knows(String runner) {
        return runners.contains(runner);
    }

    /** The newest revision of each of a runner's laps, by number. */
    synchronized List<LapOutcome> lapsOf(String runner) {
        return laps.getOrDefault(runner, new TreeMap<>()).values().stream()
                .map(revisions -> revisions.get(revisions.size() - 1))
                .toList();
    }

    synchronized List<LapOutcome> standingLapsOf(String runner) {
        return lapsOf(runner).stream()
                .filter(lap -> lap.state() != LapOutcome.State.RETRACTED)
                .toList();
    }

    /** Every revision known of a lap, oldest first. */
    synchronized List<LapOutcome> revisionsOf(String runner, int lap) {
        return List.copyOf(laps.getOrDefault(runner, new TreeMap<>()).getOrDefault(lap, List.of()));
    }

    synchronized List<Standings> standings() {
        return List.copyOf(standings.values());
    }

    synchronized List<Alert> alertsOf(String runner) {
        return alerts.values().stream()
                .filter(alert -> runner.equals(alert.runnerId()))
                .toList();
    }

    /** A runner's entry of the newest key frame, which holds the sums since the start. */
    synchronized Optional<Frame.Entry> totalsOf(String runner) {
        return Optional.ofNullable(totals.get(runner));
    }

    synchronized Optional<Frame.Counts> counts() {
        return Optional.ofNullable(counts);
    }

    private Collection<ScreenJson.Shown> visiblePeople(Audience audience) {
        var shownPeople = new TreeMap<String, ScreenJson.Shown>();
        people.forEach((runner, person) -> {
            if (visible(audience, runner)
                    && (runners.contains(runner) || person.sessions().contains(sessionId))) {
                shownPeople.put(
                        runner, new ScreenJson.Shown(runner, person.alias(), bibs.get(runner), person.tapsOnly()));
            }
        });
        return shownPeople.values();
    }

    /** Whether a runner is told of at all: a phone hears of its own and of no other. */
    private boolean visible(Audience audience, String runner) {
        return audience.follows(runner) && counts(audience, runner);
    }

    /**
     * Whether a runner is among those whose places count. A coach looks after all who run and are not erased; a phone counts
     * its own runner in, on the board or not.
     */
    private boolean counts(Audience audience, String runner) {
        return audience.leads() ? people.containsKey(runner) : visible(runner) || audience.isOf(runner);
    }

    /** What concerns the session and no runner is nothing for a phone; what a heart does is for who may see heart rates. */
    private boolean mayHear(Audience audience, Alert alert) {
        String runner = alert.runnerId();
        if (runner == null) {
            return audience.isShared();
        }
        boolean heart = audience.isOf(runner) || (audience.leads() && coachMaySee(runner));
        return visible(audience, runner) && (heart || !ScreenJson.isOfHeartRate(alert));
    }

    private Predicate<String> visibleTo(Audience audience) {
        return runner -> visible(audience, runner);
    }

    /** A phone shows its runner all; the board, and the coach, what that runner agreed to. */
    private ScreenJson.Sight sightOf(Audience audience) {
        Predicate<Privacy> zone = audience.leads() ? Privacy::coachMaySee : Privacy::zoneOnBoard;
        Predicate<Privacy> place = audience.leads() ? Privacy::coachMaySee : Privacy::placeOnBoard;
        return new ScreenJson.Sight(
                visibleTo(audience),
                runner -> audience.isOf(runner) || agrees(runner, zone),
                runner -> audience.isOf(runner) || agrees(runner, place),
                !audience.isShared());
    }

    private boolean agrees(String runner, Predicate<Privacy> to) {
        Person person = people.get(runner);
        return person != null && to.test(person.privacy());
    }

    private boolean visible(String runner) {
        return visible(people.get(runner));
    }

    /** Nobody is on a public board who has not agreed to it. */
    private static boolean visible(@Nullable Person person) {
        return person != null && person.boardConsent();
    }
}

package dev.backstretch.ingest.doors;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.ingest.BatchAnswer;
import dev.backstretch.ingest.Evidence;
import dev.backstretch.ingest.Intake;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.LogUnavailableException;
import dev.backstretch.ingest.Share;
import dev.backstretch.ingest.files.PressedLaps;
import dev.backstretch.ingest.files.Recording;
import dev.backstretch.ingest.files.Recording.FileFault;
import dev.backstretch.ingest.files.Recordings;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One upload on its way into the log, on a thread that may wait. */
final class FileTaking {
    /** Items that are handed over at a time; the next follow when the log has them. */
    private static final int SLICE = 2_000;

    /** What a reading takes in memory on its way, roughly. */
    private static final int BYTES_PER_ITEM = 400;

    private final Doorway doorway;
    private final LiveSession session;
    private final String runner;
    private final Instant receivedAt;
    private final Share share;
    private final List<FileReport.OfFile> files = new ArrayList<>();

    /**
     * An upload of a runner.
     *
     * @param share what is handed over is charged to
     */
    FileTaking(Doorway doorway, LiveSession session, String runner, Instant receivedAt, Share share) {
        this.doorway = doorway;
        this.session = session;
        this.runner = runner;
        this.receivedAt = receivedAt;
        this.share = share;
    }

    /**
     * Takes files one after the other.
     *
     * @throws LogUnavailableException when the log does not acknowledge; sending all again is right
     */
    FileReport take(List<FilesDoor.Upload> uploads) {
        for (FilesDoor.Upload upload : uploads) {
            Recordings.read(upload.name(), upload.bytes(), zone(), recording -> take(recording, upload));
        }
        return new FileReport(session.isClosed(), files);
    }

    /** Where the session's people set their watches; null when that is no zone. */
    private @Nullable ZoneId zone() {
        try {
            return ZoneId.of(session.head().timeZone());
        } catch (DateTimeException noZone) {
            return null;
        }
    }

    private void take(Recording recording, FilesDoor.Upload upload) {
        if (recording instanceof Recording.Decoded decoded) {
            take(decoded);
        } else if (recording instanceof Recording.Unreadable unreadable) {
            unreadable(
                    unreadable.name(),
                    new FileReport.Refused(unreadable.reason(), "file", unreadable.where(), unreadable.remedy(), 1),
                    upload);
        } else {
            unreadable(
                    recording.name(),
                    new FileReport.Refused(
                            "FORMAT",
                            "file",
                            "event NDJSON",
                            "these are a session's events and no device's recording: send a runner's readings to"
                                    + " POST …/readings",
                            1),
                    upload);
        }
    }

    private void unreadable(String name, FileReport.Refused why, FilesDoor.Upload upload) {
        // Of an archive's entry the bytes are not at hand any more.
        byte[] bytes = name.equals(upload.name()) ? upload.bytes() : new byte[0];
        // A run begins where somebody lives, perhaps: what cannot be read cannot be cleared of that.
        await(doorway.turnAway(FilesDoor.NAME, List.of(rejection(name, why, bytes, null))));
        files.add(
                new FileReport.OfFile(name, null, null, null, null, 0, 0, 0, 0, 0, 0, 0, List.of(why), List.of(), why));
    }

    private void take(Recording.Decoded recording) {
        PressedLaps laps = PressedLaps.of(recording);
        List<FileReport.Refused> rejected = new ArrayList<>();
        List<Rejection> turnedAway = new ArrayList<>();
        for (Recording.Refusal refusal : recording.refused()) {
            var refused = new FileReport.Refused(
                    refusal.reason(),
                    refusal.field(),
                    refusal.value(),
                    "the recording holds readings that cannot be: the others were taken",
                    refusal.count());
            rejected.add(refused);
            // A text that is no latitude may be one all the same, written in another way.
            boolean place = "RANGE_POSITION".equals(refusal.reason()) || Evidence.isPlace(refusal.field());
            turnedAway.add(rejection(recording.name(), refused, new byte[0], place ? null : List.of()));
        }
        await(doorway.turnAway(FilesDoor.NAME, turnedAway));
        var tally = new Tally();
        List<RunEvent> events = events(recording.readings(), laps.pressedAt());
        for (int from = 0; from < events.size(); from += SLICE) {
            tally.add(slice(events.subList(from, Math.min(events.size(), from + SLICE))));
        }
        rejected.addAll(tally.rejected());
        List<FileFault> notices = new ArrayList<>(recording.faults());
        notices.addAll(recording.notices());
        notices.addAll(elsewhere(tally.farPositions()));
        notices.addAll(outside(recording));
        files.add(new FileReport.OfFile(
                recording.name(),
                recording.format().name(),
                recording.sport(),
                recording.firstObservedAt(),
                recording.lastObservedAt(),
                recording.offered(),
                laps.pressedAt().size(),
                laps.ignored(),
                tally.accepted,
                tally.duplicates,
                tally.conflicting,
                tally.farPositions(),
                rejected,
                notices,
                null));
    }

    /** A file of another day is taken as it is asked for; it should not go unsaid. */
    private List<FileFault> outside(Recording.Decoded recording) {
        Instant closedAt = session.head().closedAt();
        if (closedAt != null && recording.firstObservedAt().isAfter(closedAt)) {
            return List.of(new FileFault(
                    "AFTER_SESSION",
                    "whole file",
                    "it begins after the session's close at " + closedAt + ", so nothing of it counts: is it the"
                            + " right session?"));
        }
        if (recording.lastObservedAt().isBefore(session.head().openedAt())) {
            return List.of(new FileFault(
                    "BEFORE_SESSION",
                    "whole file",
                    "it ends before the session was opened at " + session.head().openedAt()
                            + ": is it the right session?"));
        }
        return List.of();
    }

    /** What was run somewhere else has no laps here; its positions are not kept, which should not go unsaid either. */
    private static List<FileFault> elsewhere(int farPositions) {
        return farPositions == 0
                ? List.of()
                : List.of(new FileFault(
                        Intake.FAR_FROM_TRACK,
                        "positions",
                        farPositions + " positions lie nowhere near the session's track and are not kept: was it run"
                                + " elsewhere, import it into a session without a track (`import --open`), or for a"
                                + " runner who joined with lapRule distance"));
    }

    /** Readings and presses in order of time. */
    private List<RunEvent> events(List<Reading> readings, List<Instant> pressed) {
        List<RunEvent> events = new ArrayList<>(readings.size() + pressed.size());
        int next = 0;
        for (Reading reading : readings) {
            while (next < pressed.size() && pressed.get(next).isBefore(reading.observedAt())) {
                events.add(press(pressed.get(next++)));
            }
            events.add(event(reading.readingId(), reading.observedAt(), new EventBody.Readings(List.of(reading))));
        }
        while (next < pressed.size()) {
            events.add(press(pressed.get(next++)));
        }
        return events;
    }

    /** Its id rests on its time, so that a file that comes again tells the same. */
    private RunEvent press(Instant at) {
        return event("lap-key-" + at.toEpochMilli(), at, new EventBody.Tap(null, null));
    }

    private RunEvent event(String id, Instant at, EventBody body) {
        return new RunEvent(id, session.id(), runner, at, receivedAt, Origin.of(Origin.Kind.FILE), body);
    }

    private BatchAnswer slice(List<RunEvent> events) {
        List<Item> items = new ArrayList<>(events.size());
        for (RunEvent event : events) {
            items.add(new Item.Event(items.size(), event, ByteBuffer.allocate(0)));
        }
        return await(doorway.takeFiled(
                FilesDoor.NAME, session, share, items, (long) events.size() * BYTES_PER_ITEM, receivedAt));
    }

    /**
     * What goes into the quarantine.
     *
     * @param told what is told of places; null where nobody knows
     */
    private Rejection rejection(String file, FileReport.Refused why, byte[] payload, @Nullable List<Reading> told) {
        Evidence kept = Evidence.of(
                session,
                doorway.people(),
                Set.of(runner),
                new Fault(why.field(), why.value(), why.reason(), file + ": " + why.message()),
                ByteBuffer.wrap(payload),
                told);
        return new Rejection(
                session.id(),
                runner,
                null,
                FilesDoor.NAME,
                why.reason(),
                why.field(),
                kept.value(),
                kept.message(),
                receivedAt,
                null,
                -1,
                -1,
                kept.payload(),
                Math.toIntExact(why.count()));
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof LogUnavailableException unavailable) {
                throw unavailable;
            }
            throw failed;
        }
    }

    /** What became of one recording's slices. */
    private static final class Tally {
        private final Map<List<@Nullable String>, FileReport.Refused> refused = new LinkedHashMap<>();
        private int accepted;
        private int duplicates;
        private int conflicting;
        private int farAccepted;

        void add(BatchAnswer answer) {
            accepted += answer.accepted();
            duplicates += answer.duplicates();
            conflicting += answer.conflicting();
            farAccepted += answer.farPositions();
            for (BatchAnswer.Refused one : answer.rejected()) {
                Fault fault = one.first();
                List<@Nullable String> key = Arrays.asList(fault.reason(), fault.field());
                refused.merge(
                        key,
                        new FileReport.Refused(fault.reason(), fault.field(), fault.value(), fault.message(), 1),
                        (known, more) -> new FileReport.Refused(
                                known.reason(), known.field(), known.value(), known.message(), known.count() + 1));
            }
        }

        /** Those of readings that stand without them, and those of readings that were nothing else. */
        int farPositions() {
            return farAccepted
                    + refused.values().stream()
                            .filter(one -> one.reason().equals(Intake.FAR_FROM_TRACK))
                            .mapToInt(one -> Math.toIntExact(one.count()))
                            .sum();
        }

        List<FileReport.Refused> rejected() {
            return List.copyOf(refused.values());
        }
    }
}

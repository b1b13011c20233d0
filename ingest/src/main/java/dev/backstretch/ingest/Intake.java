package dev.backstretch.ingest;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Fnv1a;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.people.HiddenPlace;
import dev.backstretch.domain.reading.Arrival;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.domain.reading.ReadingRules;
import dev.backstretch.ingest.RecentEvents.Seen;
import dev.backstretch.ingest.Whereabouts.Place;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one place where every door ends: checks, recognises repeats, packs, writes, and answers when the log has
 * acknowledged. Doors only read their format; no rule is theirs.
 */
public final class Intake {
    /** Why a reading is refused of which only a position was there, and that nowhere near the track. */
    public static final String FAR_FROM_TRACK = "FAR_FROM_TRACK";

    private static final Fault FAR_AND_NOTHING_ELSE = new Fault(
            null,
            null,
            FAR_FROM_TRACK,
            "nothing but a position nowhere near the session's track, which is not kept: who runs elsewhere joins with"
                    + " lapRule distance, or a session without a track");

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** One session alone never takes more than half of the room. */
    private static final int SESSION_SHARE = 2;

    private final EventLog log;
    private final SessionLogReader reader;
    private final PeopleDirectory people;
    private final IntakeCounters counters;
    private final long maximumInFlightBytes;
    private final AfterClose afterClose;
    private final AtomicLong inFlightBytes = new AtomicLong();

    /** One that tells nobody of what comes after a session's end. */
    public Intake(
            EventLog log,
            SessionLogReader reader,
            PeopleDirectory people,
            IntakeCounters counters,
            long maximumInFlightBytes) {
        this(log, reader, people, counters, maximumInFlightBytes, AfterClose.UNHEARD);
    }

    /**
     * An intake.
     *
     * @param people knows within which places a runner's positions are not kept
     * @param afterClose is told of what the log took of sessions that have ended
     */
    public Intake(
            EventLog log,
            SessionLogReader reader,
            PeopleDirectory people,
            IntakeCounters counters,
            long maximumInFlightBytes,
            AfterClose afterClose) {
        this.afterClose = afterClose;
        this.people = people;
        this.log = log;
        this.reader = reader;
        this.counters = counters;
        this.maximumInFlightBytes = maximumInFlightBytes;
    }

    /**
     * One request.
     *
     * @param door by its name in the meters
     * @param arrival live, or as a file
     * @param share whose quota the items are charged to
     * @param bytes size of the body
     * @param receivedAt when the door had all of it
     */
    public record Batch(
            String door,
            Arrival arrival,
            LiveSession session,
            Share share,
            List<Item> items,
            long bytes,
            Instant receivedAt) {
        public Batch {
            items = List.copyOf(items);
        }
    }

    /**
     * What accepted items change outside the session's log; readings change nothing there and are none of them. It is
     * written when the log has them and before anyone is answered; what was refused or is a repeat changes nothing.
     */
    @FunctionalInterface
    public interface Consequence {
        CompletionStage<?> of(List<Item.Event> accepted);
    }

    /** Bytes of requests that await the log. */
    long inFlightBytes() {
        return inFlightBytes.get();
    }

    /**
     * Takes a request. The stage fails with {@link LogUnavailableException} when the log does not acknowledge all of it in
     * time, or when too much waits already; then nothing is counted, and sending all of it again is right.
     */
    public CompletionStage<BatchAnswer> take(Batch batch) {
        return take(batch, accepted -> CompletableFuture.completedFuture(null));
    }

    /**
     * Takes a request whose accepted items change something beside the log. When that is not written the stage fails as
     * when the log does not acknowledge: the items are taken once more when they are sent again, and the fold
     * recognises the repeat.
     */
    public CompletionStage<BatchAnswer> take(Batch batch, Consequence consequence) {
        long waiting = inFlightBytes.addAndGet(batch.bytes());
        if (waiting > maximumInFlightBytes) {
            inFlightBytes.addAndGet(-batch.bytes());
            return CompletableFuture.failedFuture(
                    new LogUnavailableException(waiting + " bytes would await the log's acknowledgement, at most "
                            + maximumInFlightBytes + " may: send it again later"));
        }
        long ofSession = batch.session().inFlightBytes().addAndGet(batch.bytes());
        if (ofSession > maximumInFlightBytes / SESSION_SHARE && ofSession > batch.bytes()) {
            batch.session().inFlightBytes().addAndGet(-batch.bytes());
            inFlightBytes.addAndGet(-batch.bytes());
            return CompletableFuture.failedFuture(
                    new LogUnavailableException(ofSession + " bytes of this session would await the log's"
                            + " acknowledgement, and others need room too: send it again later"));
        }
        // Before the log has it, or whoever does not wait for answers would have no quota.
        batch.share().charge(batch.items().size());
        // What waits for the log holds neither the batch nor its bytes: the collector would copy them again and again.
        String door = batch.door();
        LiveSession session = batch.session();
        long bytes = batch.bytes();
        return resolvable(batch).thenCompose(ready -> write(batch, consequence)).whenComplete((answer, failure) -> {
            session.inFlightBytes().addAndGet(-bytes);
            inFlightBytes.addAndGet(-bytes);
            if (answer != null) {
                counters.count(door, answer);
            }
        });
    }

    /**
     * Makes sure that a stranger is one: a runner may have joined, or a chip been handed out, through another instance a
     * moment ago.
     */
    private CompletionStage<?> resolvable(Batch batch) {
        boolean strangers;
        synchronized (batch.session()) {
            strangers = namesStranger(batch);
        }
        if (!strangers) {
            return CompletableFuture.completedFuture(null);
        }
        return batch.session().opened() == null
                ? reader.readAgain(batch.session().head())
                : reader.catchUp(batch.session().head());
    }

    private static boolean namesStranger(Batch batch) {
        Roster roster = batch.session().roster();
        for (Item item : batch.items()) {
            if (item instanceof Item.Event event && resolve(event.event(), roster) instanceof Resolved.Stranger) {
                return true;
            }
        }
        return false;
    }

    /**
     * Keeps and counts what a door turned away of a request before it became items, such as readings of a file that a
     * decoder could not use.
     */
    public CompletionStage<?> turnAway(String door, List<Rejection> rejections) {
        List<CompletionStage<?>> writes = new ArrayList<>();
        rejections.forEach(rejection -> writes.add(log.quarantine(rejection)));
        return all(writes).handle((done, failure) -> {
            if (failure != null) {
                throw new LogUnavailableException("the log did not acknowledge: send it again", failure);
            }
            counters.countTurnedAway(door, rejections);
            return rejections.size();
        });
    }

    private record Identity(@Nullable String runner, String eventId) {}

    private CompletionStage<BatchAnswer> write(Batch batch, Consequence consequence) {
        LiveSession session = batch.session();
        var own = new CompletableFuture<Void>();
        List<CompletionStage<?>> awaited = new ArrayList<>();
        List<Identity> remembered = new ArrayList<>(batch.items().size());
        List<BatchAnswer.Refused> refused = new ArrayList<>();
        List<RunEvent> accepted = new ArrayList<>(batch.items().size());
        List<Item.Event> changing = new ArrayList<>();
        int duplicates = 0;
        int conflicting = 0;
        int far = 0;
        int hidden = 0;
        List<CompletionStage<?>> writes = new ArrayList<>();
        List<RunEvent> events;
        var people = new PeopleOf(batch);
        var kept = new KeptOf(batch);
        synchronized (session) {
            for (Item item : batch.items()) {
                Checked checked = check(item, session.roster(), batch, people);
                if (checked instanceof Checked.Empty nothing) {
                    RunEvent event = nothing.event();
                    Seen before = session.recent().find(event.runnerId(), event.eventId());
                    if (before != null) {
                        duplicates++;
                        conflicting++;
                        if (before.write() != own) {
                            awaited.add(before.write());
                        }
                        continue;
                    }
                    learnPlace(batch, event, nothing.place());
                    checked = new Checked.Refused(List.of(nothing.fault()));
                }
                if (checked instanceof Checked.Refused no) {
                    refused.add(new BatchAnswer.Refused(item.index(), no.faults()));
                    writes.add(log.quarantine(rejection(batch, item, no.faults(), kept)));
                    continue;
                }
                var good = (Checked.Good) checked;
                RunEvent event = good.event();
                int content = contentHash(event);
                Seen before = session.recent().remember(event.runnerId(), event.eventId(), content, own);
                if (before != null) {
                    duplicates++;
                    conflicting += before.contentHash() == content ? 0 : 1;
                    if (before.write() != own) {
                        awaited.add(before.write());
                    }
                    continue;
                }
                remembered.add(new Identity(event.runnerId(), event.eventId()));
                if (batch.arrival() == Arrival.FILE
                        && event.runnerId() != null
                        && session.wasFiled(event.runnerId(), event.eventId())) {
                    duplicates++;
                    continue;
                }
                accepted.add(event);
                if (!(event.body() instanceof EventBody.Readings)) {
                    changing.add((Item.Event) item);
                }
                far += good.place() == Place.FAR ? 1 : 0;
                hidden += good.place() == Place.HIDDEN ? 1 : 0;
                learnPlace(batch, event, good.place());
            }
            // Handed over under the lock: the log keeps the order of the calls.
            events = DeliveryPacker.pack(accepted);
            for (RunEvent event : events) {
                writes.add(log.append(event));
            }
        }
        var answer = new BatchAnswer(accepted.size(), duplicates, conflicting, refused, far, hidden);
        CompletionStage<?> written = all(writes)
                .thenAccept(done -> events.forEach(session::hear))
                .thenCompose(heard -> consequence.of(List.copyOf(changing)));
        written.whenComplete((done, failure) -> {
            if (failure == null) {
                tellAfterClose(session, events);
                own.complete(null);
            } else {
                synchronized (session) {
                    remembered.forEach(event -> session.recent().forget(event.runner(), event.eventId(), own));
                }
                own.completeExceptionally(failure);
            }
        });
        awaited.add(own);
        return all(awaited).handle((done, failure) -> {
            if (failure != null) {
                throw new LogUnavailableException("the log did not acknowledge: send it again", failure);
            }
            return answer;
        });
    }

    /** What a repeat has to say again; which event it is, is compared apart from it. */
    private static int contentHash(RunEvent event) {
        if (!(event.body() instanceof EventBody.Readings readings)) {
            return Objects.hash(event.observedAt(), event.body());
        }
        // The hash that a record has of itself took a ninth of the door's processor time.
        long hash = Fnv1a.with(Fnv1a.START, event.observedAt().hashCode());
        for (Reading reading : readings.readings()) {
            hash = Fnv1a.with(hash, reading.observedAt().hashCode());
            hash = with(hash, reading.latitudeDegrees());
            hash = with(hash, reading.longitudeDegrees());
            hash = with(hash, reading.horizontalAccuracyMeters());
            hash = with(hash, reading.speedMetersPerSecond());
            hash = with(hash, reading.courseDegrees());
            hash = with(hash, reading.compassDegrees());
            hash = with(hash, reading.altitudeMeters());
            hash = with(hash, reading.heartRateBpm());
            hash = with(hash, reading.cadenceStepsPerMinute());
            hash = with(hash, reading.distanceMeters());
            hash = Fnv1a.with(hash, reading.flags().hashCode());
        }
        return (int) (hash ^ hash >>> 32);
    }

    private static long with(long hash, double value) {
        long bits = Double.doubleToLongBits(value);
        // The lower bits of most values are nought, and only they would reach the upper ones.
        return Fnv1a.with(hash, bits ^ bits >>> 32);
    }

    private void tellAfterClose(LiveSession session, List<RunEvent> written) {
        if (!session.isClosed()) {
            return;
        }
        if (written.stream().anyMatch(event -> event.body() instanceof EventBody.Correction)) {
            afterClose.corrected(session.id());
        } else if (written.stream().anyMatch(event -> tellsOfTheRun(event.body()))) {
            afterClose.cameLate(session.id());
        }
    }

    /** How it was, who may see it, and the end itself change nothing of what was run. */
    private static boolean tellsOfTheRun(EventBody body) {
        return !(body instanceof EventBody.Rpe
                || body instanceof EventBody.Consent
                || body instanceof EventBody.Control);
    }

    private static CompletionStage<Void> all(List<CompletionStage<?>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }

    // ---- checks ----

    private sealed interface Checked {
        /**
         * It may be taken.
         *
         * @param place what was kept of the position, where it tells one
         */
        record Good(RunEvent event, Place place) implements Checked {
            Good(RunEvent event) {
                this(event, Place.UNSAID);
            }
        }

        record Refused(List<Fault> faults) implements Checked {}

        /** It told no more than a place that is not kept. An event that is known already it repeats all the same. */
        record Empty(RunEvent event, Place place, Fault fault) implements Checked {}
    }

    /** What is known of the runners of one batch, each asked for once where readings of one lie together. */
    private final class PeopleOf {
        private final Batch batch;
        private @Nullable String lastRunner;
        private @Nullable HiddenPlace lastHome;
        private boolean lastKeptBack;

        PeopleOf(Batch batch) {
            this.batch = batch;
        }

        private void ask(String runner) {
            if (!runner.equals(lastRunner)) {
                lastRunner = runner;
                String camp = batch.session().head().campId();
                lastHome = people.hiddenPlaceOf(camp, runner);
                lastKeptBack = people.isKeptBack(camp, batch.session().id(), runner);
            }
        }

        @Nullable
        HiddenPlace home(@Nullable String runner) {
            if (runner == null) {
                return null;
            }
            ask(runner);
            return lastHome;
        }

        boolean isKeptBack(String runner) {
            ask(runner);
            return lastKeptBack;
        }
    }

    /** What is kept of the refused of one batch: decided once where they lie in one body, whose first has its bytes. */
    private final class KeptOf {
        private final Batch batch;
        private @Nullable ByteBuffer lastPayload;
        private @Nullable List<Reading> lastTold;
        private Set<String> lastWhose = Set.of();
        private Evidence.Keep lastKeep = Evidence.Keep.NOTHING;

        KeptOf(Batch batch) {
            this.batch = batch;
        }

        @SuppressWarnings("ReferenceEquality") // Compared by content it would cost what is to be saved.
        Evidence evidence(Item item, @Nullable String runner, Fault fault) {
            Set<String> whose = whose(item, runner, batch.session().roster());
            boolean sameBody = item.payload() == lastPayload;
            if (!sameBody || item.told() != lastTold || !whose.equals(lastWhose)) {
                lastKeep = Evidence.decide(batch.session(), people, whose, item.told());
            }
            lastPayload = item.payload();
            lastTold = item.told();
            lastWhose = whose;
            return Evidence.of(lastKeep, fault, sameBody ? NO_BYTES : item.payload(), item.told());
        }
    }

    private Checked check(Item item, Roster roster, Batch batch, PeopleOf people) {
        if (item instanceof Item.Faulty faulty) {
            return new Checked.Refused(faulty.faults());
        }
        RunEvent event = ((Item.Event) item).event();
        Resolved resolved = resolve(event, roster);
        if (resolved instanceof Resolved.Stranger stranger) {
            return new Checked.Refused(List.of(stranger.fault()));
        }
        if (resolved instanceof Resolved.Wrong wrong) {
            return new Checked.Refused(List.of(wrong.fault()));
        }
        RunEvent named = ((Resolved.Named) resolved).event();
        Fault unwanted = unwanted(named, people);
        if (unwanted != null) {
            return new Checked.Refused(List.of(unwanted));
        }
        return named.body() instanceof EventBody.Readings readings
                ? checkReadings(named, readings, batch, people)
                : checkTime(named, batch);
    }

    private Checked checkReadings(RunEvent event, EventBody.Readings readings, Batch batch, PeopleOf people) {
        HiddenPlace home = people.home(event.runnerId());
        List<Reading> checked = new ArrayList<>(readings.readings().size());
        Place place = Place.UNSAID;
        for (Reading raw : readings.readings()) {
            ReadingRules.Result result = ReadingRules.check(raw, event.receivedAt(), batch.arrival());
            if (result instanceof ReadingRules.Result.Rejected rejected) {
                return new Checked.Refused(rejected.faults());
            }
            Reading reading = ((ReadingRules.Result.Accepted) result).reading();
            place = placeOf(event.runnerId(), reading, home, batch.session());
            if (place == Place.HIDDEN || place == Place.FAR) {
                // No flag: it would say when the runner was at home.
                reading = reading.withoutPosition();
                if (ReadingRules.saysNothing(reading)) {
                    return new Checked.Empty(
                            event,
                            place,
                            place == Place.FAR ? FAR_AND_NOTHING_ELSE : ReadingRules.nothingLeft(reading.flags()));
                }
            }
            checked.add(reading);
        }
        return new Checked.Good(
                new RunEvent(
                        event.eventId(),
                        event.sessionId(),
                        event.runnerId(),
                        event.observedAt(),
                        event.receivedAt(),
                        event.origin(),
                        new EventBody.Readings(checked)),
                place);
    }

    /** What may be kept of where a reading was taken. */
    private static Place placeOf(
            @Nullable String runner, Reading reading, @Nullable HiddenPlace home, LiveSession session) {
        if (runner == null || !reading.hasPosition()) {
            return Place.UNSAID;
        }
        double latitude = reading.latitudeDegrees();
        double longitude = reading.longitudeDegrees();
        return home != null && home.hides(latitude, longitude)
                ? Place.HIDDEN
                : session.keepsPosition(runner, latitude, longitude) ? Place.KEPT : Place.FAR;
    }

    /** Where somebody is now; a file tells where somebody was. */
    private static void learnPlace(Batch batch, RunEvent event, Place place) {
        if (batch.arrival() == Arrival.LIVE
                && event.runnerId() != null
                && (place == Place.KEPT || place == Place.FAR)) {
            batch.session().whereabouts().hear(event.runnerId(), event.observedAt(), place == Place.FAR);
        }
    }

    /** What is measured of somebody who does not want it to be; null where it may be kept. */
    private static @Nullable Fault unwanted(RunEvent event, PeopleOf people) {
        String runner = event.runnerId();
        if (runner == null || !(event.body() instanceof EventBody.Readings)) {
            return null;
        }
        return people.isKeptBack(runner)
                ? new Fault(
                        "runner",
                        null,
                        "OPTED_OUT",
                        "the runner has taken back that anyone sees what is measured, or was erased; nothing of it is"
                                + " kept: to take part again, give consent for the coach or the board, or join again")
                : null;
    }

    private static Checked checkTime(RunEvent event, Batch batch) {
        List<Fault> faults = new ArrayList<>();
        Fault observed = ReadingRules.checkTime("observedAt", event.observedAt(), event.receivedAt(), batch.arrival());
        if (observed != null) {
            faults.add(observed);
        }
        if (event.body() instanceof EventBody.Correction correction) {
            faults.addAll(CorrectionRules.check(
                    correction, event.receivedAt(), batch.session().head().closedAt(), batch.arrival()));
        }
        return faults.isEmpty() ? new Checked.Good(event) : new Checked.Refused(faults);
    }

    // ---- whose it is ----

    private sealed interface Resolved {
        record Named(RunEvent event) implements Resolved {}

        /** Nobody here by that name, chip or bib, as far as is known. */
        record Stranger(Fault fault) implements Resolved {}

        /** Nothing that is learnt later can make it right. */
        record Wrong(Fault fault) implements Resolved {}
    }

    private static Resolved resolve(RunEvent event, Roster roster) {
        if (event.body() instanceof EventBody.Chip chip) {
            return resolveChip(event, chip, roster);
        }
        String runner = event.runnerId();
        if (runner == null && event.body() instanceof EventBody.Tap tap && tap.bib() != null) {
            String holder = roster.runnerOfBib(tap.bib(), event.observedAt());
            return holder == null
                    ? stranger("bib", tap.bib(), "UNKNOWN_RUNNER", "nobody in this session wears this bib: join first")
                    : new Resolved.Named(of(event, holder));
        }
        String device = event.origin().source();
        if (runner == null && event.body() instanceof EventBody.Readings && device != null) {
            String holder = roster.runnerOfDevice(device, event.observedAt());
            return holder == null
                    ? stranger(
                            "device",
                            device,
                            "UNKNOWN_DEVICE",
                            "no runner of this session has this device: bind it with PATCH …/runners/{runner}, or put"
                                    + " the runner's token into its address; the reading is kept in the quarantine")
                    : new Resolved.Named(of(event, holder));
        }
        if (runner == null) {
            return needsRunner(event.body())
                    ? new Resolved.Wrong(new Fault("runner", null, "MISSING", "runner is missing: say whose it is"))
                    : new Resolved.Named(event);
        }
        if (!(event.body() instanceof EventBody.Join) && !roster.knows(runner)) {
            return stranger("runner", runner, "UNKNOWN_RUNNER", "this runner has not joined the session: join first");
        }
        if (event.body() instanceof EventBody.Correction correction
                && correction.action() == EventBody.Correction.Action.SWAP
                && runner.equals(correction.with())) {
            return new Resolved.Wrong(new Fault(
                    "with", runner, "SAME_RUNNER", "with is the runner itself: name the one who wears the other bib"));
        }
        if (event.body() instanceof EventBody.Correction correction
                && event.eventId().equals(correction.corrects())) {
            return new Resolved.Wrong(new Fault(
                    "corrects",
                    correction.corrects(),
                    "CORRECTS_ITSELF",
                    "corrects is this correction's own eventId: name the event that is meant, or give this one another"
                            + " eventId"));
        }
        if (event.body() instanceof EventBody.Correction correction
                && correction.with() != null
                && !roster.knows(correction.with())) {
            return stranger(
                    "with", correction.with(), "UNKNOWN_RUNNER", "this runner has not joined the session: join first");
        }
        return new Resolved.Named(event);
    }

    private static Resolved resolveChip(RunEvent event, EventBody.Chip chip, Roster roster) {
        String holder = roster.runnerOfChip(chip.chip(), event.observedAt());
        if (holder == null) {
            return stranger(
                    "chip",
                    chip.chip(),
                    "UNKNOWN_CHIP",
                    "no runner of this session wears this chip: bind it to a runner; the read is kept in the"
                            + " quarantine");
        }
        String claimed = event.runnerId();
        if (claimed != null && !claimed.equals(holder)) {
            return new Resolved.Wrong(new Fault(
                    "runner",
                    claimed,
                    "CHIP_RUNNER",
                    "the chip is bound to another runner: leave the runner out, or bind the chip to this one first"));
        }
        return new Resolved.Named(of(event, holder));
    }

    private static boolean needsRunner(EventBody body) {
        return body instanceof EventBody.Readings
                || body instanceof EventBody.Tap
                || body instanceof EventBody.Join
                || body instanceof EventBody.Leave
                || body instanceof EventBody.Binding
                || body instanceof EventBody.FacingDeclared
                || body instanceof EventBody.Symptom
                || body instanceof EventBody.Rpe
                || body instanceof EventBody.Consent;
    }

    private static Resolved stranger(String field, @Nullable String value, String reason, String message) {
        return new Resolved.Stranger(new Fault(field, value, reason, message));
    }

    private static RunEvent of(RunEvent event, String runner) {
        return new RunEvent(
                event.eventId(),
                event.sessionId(),
                runner,
                event.observedAt(),
                event.receivedAt(),
                event.origin(),
                event.body());
    }

    /** Who it would have been of by device, bib or chip counts too where something is hidden. Empty where nobody can be named. */
    private static Set<String> whose(Item item, @Nullable String runner, Roster roster) {
        if (runner != null) {
            return Set.of(runner);
        }
        if (item instanceof Item.Event said
                && resolve(said.event(), roster) instanceof Resolved.Named named
                && named.event().runnerId() != null) {
            return Set.of(named.event().runnerId());
        }
        String device =
                item instanceof Item.Event said ? said.event().origin().source() : ((Item.Faulty) item).device();
        return device == null ? Set.of() : roster.runnersOfDevice(device);
    }

    private Rejection rejection(Batch batch, Item item, List<Fault> faults, KeptOf keptOf) {
        Fault first = faults.get(0);
        String runner = item instanceof Item.Event event ? event.event().runnerId() : ((Item.Faulty) item).runnerId();
        String eventId = item instanceof Item.Event event ? event.event().eventId() : ((Item.Faulty) item).eventId();
        Instant receivedAt = item instanceof Item.Event event ? event.event().receivedAt() : batch.receivedAt();
        Evidence kept = keptOf.evidence(item, runner, first);
        return new Rejection(
                batch.session().id(),
                runner,
                eventId,
                batch.door(),
                first.reason(),
                first.field(),
                kept.value(),
                kept.message(),
                receivedAt,
                null,
                -1,
                -1,
                kept.payload());
    }
}

package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.line.Crossings;
import dev.backstretch.domain.line.TrackFilter;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One runner's readings of the settle window, in the order of their times, in chunks of about 16 with the trail as it was
 * at the start of each: a late reading is put in its place and what follows is folded again from its chunk (design D7).
 */
final class Stretch {
    /** What arrives later than this behind the newest reading is counted late and left to a settled replay. */
    static final long SETTLE_MICROS = 300 * Micros.PER_SECOND;

    /** Speeds are averaged over up to 18 s: that much is kept behind the window. */
    static final long MARGIN_MICROS = 20 * Micros.PER_SECOND;

    private final List<Chunk> chunks = new ArrayList<>();
    private final RecentReadings readings = new RecentReadings();
    private final Trail trail = new Trail();
    /** The newest step; null before the first. */
    private @Nullable Step newest;
    /** The newest moment of the oldest chunk, which is forgotten once that lies far enough behind. */
    private long oldestChunkMicros = Long.MAX_VALUE;

    // what is forgotten is taken again for what comes
    private @Nullable Chunk spare;
    private final List<Step> spareSteps = new ArrayList<>();

    // what findMoving found last
    private @Nullable Step movingBefore;
    private @Nullable Step movingAfter;

    private @Nullable Crossings crossings;
    private boolean passingsChanged;
    private PastWay forgotten = new PastWay();
    private final List<Withdrawal> withdrawals = new ArrayList<>();
    private long withdrawnFrom = Long.MAX_VALUE;
    private long withdrawnTo = Long.MIN_VALUE;

    /** Heart rates that were told since one moment were found at another to be none. */
    private record Withdrawal(long sinceMicros, long foundMicros) {}

    /** @param crossings follows the runner along the lane; null where there is no lane to follow */
    Stretch(@Nullable Crossings crossings) {
        this.crossings = crossings;
    }

    /** The passings of the line, null where no lane is known. */
    @Nullable
    Crossings crossings() {
        return crossings;
    }

    /** Whether the passings changed since the last call. */
    boolean takePassingsChanged() {
        boolean changed = passingsChanged;
        passingsChanged = false;
        return changed;
    }

    /** The passings are looked for anew from the oldest reading on: only now is known when the runner was started. */
    void restartPassings(Crossings fresh) {
        crossings = fresh;
        passingsChanged = true;
        if (!chunks.isEmpty()) {
            chunks.get(0).lineStart = fresh.snapshot();
            keepPassings();
        }
    }

    /** The passings can be followed again from the oldest chunk on. */
    private void keepPassings() {
        Crossings following = crossings;
        Crossings.Snapshot oldest = chunks.get(0).lineStart;
        if (following != null && oldest != null) {
            following.keepBackTo(oldest);
        }
    }

    /** Nothing more comes: what is still open about the passings is decided. */
    void closePassings() {
        Crossings following = crossings;
        if (following != null) {
            passingsChanged |= following.close();
        }
    }

    private void advance(Step step, Trail.Surroundings around) {
        trail.advance(step, around);
        follow(step);
    }

    private void follow(Step step) {
        Crossings following = crossings;
        if (following != null && step.tellsMovement()) {
            passingsChanged |= following.advance(step.rawMicros(), step.reading());
        }
        if (following != null && following.now().hasStarted()) {
            TrackFilter now = following.now();
            step.laneSpeedMetersPerSecond = Math.abs(now.speedMetersPerSecond());
            step.laneSpeedSigma = now.speedSigma();
        }
    }

    /** Trail and passings stand at the start of a chunk. */
    private void begin(Chunk chunk) {
        chunk.start.takeOver(trail);
        chunk.lineStart = passingsNow(chunk.lineStart);
    }

    private Crossings.@Nullable Snapshot passingsNow(Crossings.@Nullable Snapshot spareSnapshot) {
        Crossings following = crossings;
        return following == null ? null : following.snapshot(spareSnapshot);
    }

    /** No heart rate since one moment, and before another, was the heart's. */
    void withdrawHeartRates(long sinceMicros, long beforeMicros) {
        for (Step step : stepsBetween(sinceMicros, beforeMicros)) {
            step.heartRateBpm = Double.NaN;
        }
        withdrawals.add(new Withdrawal(sinceMicros, trail.lastMicros()));
        withdrawnFrom = Math.min(withdrawnFrom, sinceMicros);
        withdrawnTo = Math.max(withdrawnTo, beforeMicros);
    }

    /** The steps, in order, of which a heart rate was withdrawn since the last call, and those between them. */
    List<Step> takeWithdrawn() {
        if (withdrawnFrom == Long.MAX_VALUE) {
            return List.of();
        }
        List<Step> steps = stepsBetween(withdrawnFrom, withdrawnTo);
        withdrawnFrom = Long.MAX_VALUE;
        withdrawnTo = Long.MIN_VALUE;
        return steps;
    }

    /**
     * Where to begin so that heart rates can be brought back that were withdrawn by what is to be folded again.
     *
     * @return the index of a chunk, that one or one before it
     */
    int chunkBeforeWithdrawn(int fromChunk) {
        int index = fromChunk;
        if (!withdrawals.isEmpty()) {
            long folded = foldedBefore(fromChunk);
            for (Withdrawal one : withdrawals) {
                if (one.foundMicros() >= folded) {
                    index = Math.min(index, chunkAt(one.sinceMicros()));
                }
            }
            long keptUpTo = foldedBefore(index);
            withdrawals.removeIf(one -> one.foundMicros() >= keptUpTo);
        }
        return index;
    }

    private List<Step> stepsBetween(long fromRawMicros, long beforeRawMicros) {
        List<Step> between = new ArrayList<>();
        for (int i = chunkAt(fromRawMicros); i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            for (int j = 0; j < chunk.size(); j++) {
                if (chunk.rawMicros(j) >= beforeRawMicros) {
                    return between;
                }
                if (chunk.rawMicros(j) >= fromRawMicros) {
                    between.add(chunk.step(j));
                }
            }
        }
        return between;
    }

    /** The trail after the newest reading. */
    Trail trail() {
        return trail;
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** Whether every reading that came is still remembered. */
    boolean isWhole() {
        return chunks.isEmpty() || chunks.get(0).start.isEmpty();
    }

    Step newest() {
        return Objects.requireNonNull(newest, "a stretch with steps");
    }

    private void keepNewest() {
        newest = chunks.get(chunks.size() - 1).last();
    }

    /** The reading of that id, if it is remembered. */
    @Nullable
    Reading seen(String readingId) {
        return readings.find(readingId);
    }

    boolean tooLate(long rawMicros) {
        Step last = newest;
        return last != null && rawMicros < last.rawMicros() - SETTLE_MICROS;
    }

    /** A reading that is about to be put in its place. */
    Step step(Reading reading, long rawMicros) {
        if (spareSteps.isEmpty()) {
            return new Step(reading, rawMicros);
        }
        Step step = spareSteps.remove(spareSteps.size() - 1);
        step.begin(reading, rawMicros);
        return step;
    }

    /** Whether a step would be the newest. */
    boolean continues(Step step) {
        Step last = newest;
        return last == null || step.isAfter(last);
    }

    void append(Step step, Trail.Surroundings around) {
        Chunk chunk = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        if (chunk == null || chunk.size() >= Chunk.FULL) {
            chunk = freshChunk();
            begin(chunk);
            chunks.add(chunk);
            chunk.add(step);
            keepOldest();
        } else {
            chunk.add(step);
        }
        newest = step;
        readings.keep(step.reading(), step.idHash());
        advance(step, around);
        forget();
    }

    private Chunk freshChunk() {
        Chunk chunk = spare;
        spare = null;
        return chunk == null ? new Chunk() : chunk;
    }

    /**
     * Puts a step where it belongs.
     *
     * @return the index of the chunk from which the trail must be folded again
     */
    int insert(Step step) {
        int index = 0;
        while (index < chunks.size() - 1 && step.isAfter(chunks.get(index).last())) {
            index++;
        }
        Chunk chunk = chunks.get(index);
        int place = chunk.size();
        while (place > 0 && !step.isAfter(chunk.step(place - 1))) {
            place--;
        }
        chunk.insert(place, step);
        readings.keep(step.reading(), step.idHash());
        if (chunk.size() > Chunk.MOST) {
            Chunk second = freshChunk();
            second.start.takeOver(chunk.start);
            chunk.moveTo(second, Chunk.FULL);
            chunks.add(index + 1, second);
            keepOldest();
        }
        keepNewest();
        return index;
    }

    /** Whether nothing of the runner lies before a step, neither remembered nor forgotten. */
    boolean isFirstOfAll(Step step) {
        Chunk oldest = chunks.get(0);
        return oldest.start.isEmpty() && oldest.step(0) == step;
    }

    /** The chunk that holds a moment, or the first one after it. */
    int chunkAt(long rawMicros) {
        int index = 0;
        while (index < chunks.size() - 1 && chunks.get(index).lastRawMicros() < rawMicros) {
            index++;
        }
        return index;
    }

    /** The time up to which a chunk's start has folded, or {@code Long.MIN_VALUE} when nothing came before it. */
    long foldedBefore(int chunkIndex) {
        Trail start = chunks.get(chunkIndex).start;
        return start.isEmpty() ? Long.MIN_VALUE : start.lastMicros();
    }

    /** The seconds up to a chunk do not count: its runner was started only then. */
    void forgetSumsUpTo(int chunkIndex) {
        for (int i = 0; i <= chunkIndex; i++) {
            chunks.get(i).start.forgetSums();
        }
    }

    /** What is known of the readings has changed, and no reading: the trail is folded again, the passings stand. */
    void refoldTrail(int fromChunk, Trail.Surroundings around) {
        trail.takeOver(chunks.get(fromChunk).start);
        for (int i = fromChunk; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            if (i > fromChunk) {
                chunk.start.takeOver(trail);
            }
            for (int j = 0; j < chunk.size(); j++) {
                trail.advance(chunk.step(j), around);
            }
        }
        // where the readings lie, and so what the marks of passings rest on, may have become known
        passingsChanged = true;
    }

    void refold(int fromChunk, Trail.Surroundings around) {
        trail.takeOver(chunks.get(fromChunk).start);
        Crossings following = crossings;
        Crossings.Snapshot lineStart = chunks.get(fromChunk).lineStart;
        if (following != null && lineStart != null) {
            following.restore(lineStart);
            passingsChanged = true;
        }
        for (int i = fromChunk; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            if (i > fromChunk) {
                begin(chunk);
            }
            for (int j = 0; j < chunk.size(); j++) {
                advance(chunk.step(j), around);
            }
        }
    }

    /** Every step from a chunk on, in order. */
    List<Step> stepsFrom(int chunkIndex) {
        List<Step> steps = new ArrayList<>();
        for (int i = chunkIndex; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            for (int j = 0; j < chunk.size(); j++) {
                steps.add(chunk.step(j));
            }
        }
        return steps;
    }

    /** Shows the steps after one moment up to another, newest first. */
    void forStepsBetween(long afterRawMicros, long upToRawMicros, Consumer<Step> each) {
        for (int i = chunks.size() - 1; i >= 0; i--) {
            Chunk chunk = chunks.get(i);
            if (chunk.firstRawMicros() > upToRawMicros) {
                continue;
            }
            for (int j = chunk.upTo(upToRawMicros) - 1; j >= 0; j--) {
                if (chunk.rawMicros(j) <= afterRawMicros) {
                    return;
                }
                each.accept(chunk.step(j));
            }
        }
    }

    /**
     * Mean of the known speeds over a time up to a step, that step included.
     *
     * @return NaN without any
     */
    double meanSpeed(Step upTo, long overMicros) {
        double sum = 0;
        int count = 0;
        for (int i = chunks.size() - 1; i >= 0; i--) {
            Chunk chunk = chunks.get(i);
            if (chunk.step(0).isAfter(upTo)) {
                continue;
            }
            for (int j = chunk.size() - 1; j >= 0; j--) {
                Step step = chunk.step(j);
                if (step.isAfter(upTo)) {
                    continue;
                }
                if (chunk.rawMicros(j) <= upTo.rawMicros() - overMicros) {
                    return count == 0 ? Double.NaN : sum / count;
                }
                if (!Double.isNaN(step.speedMetersPerSecond)) {
                    sum += step.speedMetersPerSecond;
                    count++;
                }
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** The ids of the readings right before and right after a moment, as far as they are remembered. */
    List<String> readingsAround(long rawMicros) {
        if (!findMoving(rawMicros)) {
            return List.of();
        }
        Step before = movingBefore;
        Step after = movingAfter;
        return before == null || after == null
                ? List.of()
                : List.of(before.reading().readingId(), after.reading().readingId());
    }

    /** Longest time that a path is carried on beyond the newest reading. */
    static final long EXTRAPOLATE_MICROS = 5 * Micros.PER_SECOND;

    /** How far the runner had moved at a moment of the device's time; NaN where no reading near it tells movement. */
    double pathAt(long rawMicros) {
        if (!findMoving(rawMicros)) {
            return Double.NaN;
        }
        Step before = movingBefore;
        Step after = movingAfter;
        if (before == null) {
            return after == null ? Double.NaN : forgotten.at(rawMicros, after);
        }
        return after == null ? pathAfter(before, rawMicros) : pathBetween(before, after, rawMicros);
    }

    /**
     * Looks for the newest step at or before a moment that tells movement, and for the oldest one after it.
     *
     * @return whether there is either
     */
    private boolean findMoving(long rawMicros) {
        movingBefore = null;
        movingAfter = null;
        int at = chunks.size() - 1;
        while (at > 0 && chunks.get(at).firstRawMicros() > rawMicros) {
            at--;
        }
        if (at < 0) {
            return false;
        }
        int within = chunks.get(at).upTo(rawMicros);
        for (int i = at; i >= 0 && movingBefore == null; i--) {
            Chunk chunk = chunks.get(i);
            for (int j = (i == at ? within : chunk.size()) - 1; j >= 0 && movingBefore == null; j--) {
                movingBefore = chunk.step(j).tellsMovement() ? chunk.step(j) : null;
            }
        }
        for (int i = at; i < chunks.size() && movingAfter == null; i++) {
            Chunk chunk = chunks.get(i);
            for (int j = i == at ? within : 0; j < chunk.size() && movingAfter == null; j++) {
                movingAfter = chunk.step(j).tellsMovement() ? chunk.step(j) : null;
            }
        }
        return movingBefore != null || movingAfter != null;
    }

    private static double pathAfter(Step step, long rawMicros) {
        long since = rawMicros - step.rawMicros();
        double speed = Double.isNaN(step.speedMetersPerSecond) ? 0 : step.speedMetersPerSecond;
        return since > EXTRAPOLATE_MICROS ? Double.NaN : step.pathMeters + speed * Micros.seconds(since);
    }

    private static double pathBetween(Step step, Step after, long rawMicros) {
        double share = (double) (rawMicros - step.rawMicros()) / (after.rawMicros() - step.rawMicros());
        return step.pathMeters + share * (after.pathMeters - step.pathMeters);
    }

    /** The oldest chunk is another one, or another step is its last. */
    private void keepOldest() {
        oldestChunkMicros = chunks.size() > 1 ? chunks.get(0).lastRawMicros() : Long.MAX_VALUE;
        keepPassings();
    }

    private void forget() {
        while (oldestChunkMicros < newest().rawMicros() - SETTLE_MICROS - MARGIN_MICROS) {
            Chunk gone = chunks.remove(0);
            for (int i = 0; i < gone.size(); i++) {
                Step step = gone.step(i);
                readings.forget(step.reading(), step.idHash());
                if (step.tellsMovement()) {
                    forgotten.leave(step);
                }
                spareSteps.add(step);
            }
            gone.clear();
            spare = gone;
            keepOldest();
            long folded = foldedBefore(0);
            withdrawals.removeIf(one -> one.foundMicros() < folded);
        }
    }

    void writeTo(StateWriter out) {
        trail.writeTo(out);
        out.list(chunks, (to, chunk) -> {
            chunk.start.writeTo(to);
            to.number(chunk.size());
            for (int i = 0; i < chunk.size(); i++) {
                writeStep(to, chunk.step(i));
            }
        });
        out.bool(passingsChanged);
        forgotten.writeTo(out);
        out.list(withdrawals, (to, one) -> {
            to.number(one.sinceMicros());
            to.number(one.foundMicros());
        });
    }

    /** Writes the passings as they were at the oldest reading that is kept: the rest follows from the readings. */
    void writePassings(StateWriter out) {
        Crossings following = crossings;
        if (following != null) {
            Crossings.Snapshot oldest = chunks.isEmpty() ? null : chunks.get(0).lineStart;
            following.writeTo(out, oldest == null ? following.snapshot() : oldest);
        }
    }

    /** @param crossings as {@link #writePassings} wrote them, null where no lane is known */
    static Stretch readFrom(StateReader in, @Nullable Crossings crossings) {
        Stretch stretch = new Stretch(crossings);
        stretch.trail.takeOver(Trail.readFrom(in));
        int size = in.integer();
        for (int i = 0; i < size; i++) {
            Chunk chunk = new Chunk();
            chunk.start.takeOver(Trail.readFrom(in));
            chunk.lineStart = stretch.passingsNow(null);
            stretch.chunks.add(chunk);
            for (Step step : in.list(Stretch::readStep)) {
                chunk.add(step);
                stretch.readings.keep(step.reading(), step.idHash());
                stretch.follow(step);
                stretch.newest = step;
            }
            stretch.keepOldest();
        }
        stretch.passingsChanged = in.bool();
        stretch.forgotten = PastWay.readFrom(in);
        stretch.withdrawals.addAll(in.list(from -> new Withdrawal(from.number(), from.number())));
        return stretch;
    }

    private static void writeStep(StateWriter out, Step step) {
        Reading reading = step.reading();
        out.number(step.rawMicros());
        out.text(reading.readingId());
        out.number(Micros.of(reading.observedAt()));
        out.real(reading.latitudeDegrees());
        out.real(reading.longitudeDegrees());
        out.real(reading.horizontalAccuracyMeters());
        out.real(reading.speedMetersPerSecond());
        out.real(reading.courseDegrees());
        out.real(reading.compassDegrees());
        out.real(reading.altitudeMeters());
        out.real(reading.heartRateBpm());
        out.real(reading.cadenceStepsPerMinute());
        out.real(reading.distanceMeters());
        out.list(reading.flags(), StateWriter::symbol);
        out.real(step.speedMetersPerSecond);
        out.real(step.speedSigma);
        out.real(step.pathMeters);
        out.real(step.heartRateBpm);
    }

    private static Step readStep(StateReader in) {
        long rawMicros = in.number();
        Reading reading = new Reading(
                in.requiredText(),
                Micros.toInstant(in.number()),
                in.real(),
                in.real(),
                in.real(),
                in.real(),
                in.real(),
                in.real(),
                in.real(),
                in.real(),
                in.real(),
                in.real(),
                in.list(from -> from.symbol(ReadingFlag.class)));
        Step step = new Step(reading, rawMicros);
        step.speedMetersPerSecond = in.real();
        step.speedSigma = in.real();
        step.pathMeters = in.real();
        step.heartRateBpm = in.real();
        return step;
    }
}

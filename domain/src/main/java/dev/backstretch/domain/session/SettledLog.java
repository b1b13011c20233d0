package dev.backstretch.domain.session;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.time.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A session's log in the order it would have if nothing had come too late to be used: what came after the close, and
 * readings from so far back that the live fold could not merge them any more, stand where their own time puts them
 * (design D3). All the rest keeps its place, so that a log without any such thing is left as it is. A pure function of the
 * log.
 *
 * @param events from the session's opening on
 * @param moved how many items of each runner stand elsewhere now, by runner; {@code -} for what is of no runner
 * @param outside how many items lie behind the session's close by their own time too, and so are not used, by runner
 */
public record SettledLog(List<RunEvent> events, Map<String, Long> moved, Map<String, Long> outside) {
    /** Of no runner. */
    public static final String NOBODY = "-";

    /** A little less than the settle window: what the live fold might still have merged may be moved without harm. */
    private static final long LATE_MICROS = 240 * Micros.PER_SECOND;

    /** What is moved arrives this long after the fastest that came live, so that it tells nothing of a clock. */
    private static final long SLOW_DELIVERY_MICROS = Micros.PER_SECOND;

    public SettledLog {
        events = List.copyOf(events);
        moved = Map.copyOf(moved);
        outside = Map.copyOf(outside);
    }

    private record Late(RunEvent event, long arrivesMicros) {}

    private record Device(String runner, Origin origin) {}

    /** Puts a log in settled order; what stands before the session's opening is left out, as the fold leaves it. */
    public static SettledLog of(List<RunEvent> log) {
        int opening = 0;
        while (opening < log.size() && !(log.get(opening).body() instanceof EventBody.SessionOpened)) {
            opening++;
        }
        List<RunEvent> session = log.subList(opening, log.size());
        SettledLog settled = new Sorting(session).sorted();
        return settled.moved().isEmpty() || session.stream().noneMatch(SettledLog::namesLapByNumber)
                ? settled
                : new Sorting(asSeen(session)).sorted();
    }

    /** Whether an event ends its session. */
    static boolean isClose(RunEvent event) {
        return event.body() instanceof EventBody.Control control && control.action() == EventBody.Control.Action.CLOSE;
    }

    private static boolean namesLapByNumber(RunEvent event) {
        return event.body() instanceof EventBody.Correction correction
                && correction.lap() != null
                && correction.lapEndedAt() == null;
    }

    /**
     * The log with each correction of the lap that stood under its number when it was said: what is found late shifts
     * numbers, and a coach means the lap that was on the board. After the close, when the doors take no number alone, that is
     * the board at the close; of a runner who had no such lap on it the number stays.
     */
    private static List<RunEvent> asSeen(List<RunEvent> log) {
        var live = new SessionFold(log.get(0).sessionId());
        List<RunEvent> seen = new ArrayList<>(log.size());
        for (RunEvent event : log) {
            String runner = event.runnerId();
            RunEvent meant = event;
            if (runner != null
                    && namesLapByNumber(event)
                    && event.body() instanceof EventBody.Correction correction
                    && correction.lap() != null) {
                Instant end = live.lapEnd(runner, correction.lap());
                if (end != null) {
                    meant = with(event, correction.ofLapEndedAt(end));
                } else if (!live.isClosed()) {
                    meant = with(event, correction.ofNoLap());
                }
            }
            seen.add(meant);
            if (!live.isClosed()) {
                live.apply(event, SessionFold.NO_PARTITION, ignored -> {});
            }
        }
        return seen;
    }

    private static RunEvent with(RunEvent event, EventBody body) {
        return new RunEvent(
                event.eventId(),
                event.sessionId(),
                event.runnerId(),
                event.observedAt(),
                event.receivedAt(),
                event.origin(),
                body);
    }

    private static final class Sorting {
        private final List<RunEvent> log;
        private final int close;
        private final long closedMicros;
        private final Map<Device, Long> offsets = new HashMap<>();
        private final Map<String, Long> newest = new HashMap<>();
        private final Map<String, Integer> joinedAt = new HashMap<>();
        /** Joins after the close of those who had not joined before, in the order they were said. */
        private final Map<String, RunEvent> joinedLate = new LinkedHashMap<>();

        /**
         * By runner, behind which place everything lies that a file in its place says of up to a moment: a file is received
         * long after its own time, so that its place among the others does not tell.
         */
        private final Map<String, TreeMap<Long, Integer>> filed = new HashMap<>();

        private final List<RunEvent> inPlace = new ArrayList<>();
        private final List<Late> late = new ArrayList<>();
        private final Map<String, Long> moved = new TreeMap<>();
        private final Map<String, Long> outside = new TreeMap<>();

        Sorting(List<RunEvent> log) {
            this.log = log;
            int found = log.size();
            for (int i = log.size() - 1; i >= 0; i--) {
                found = isClose(log.get(i)) ? i : found;
            }
            close = found;
            closedMicros = close < log.size() ? Micros.of(log.get(close).receivedAt()) : Long.MAX_VALUE;
        }

        SettledLog sorted() {
            log.subList(0, close).forEach(this::learnClock);
            int closePlace = -1;
            for (int i = 0; i < log.size(); i++) {
                if (i == close) {
                    closePlace = inPlace.size();
                }
                place(log.get(i), i > close);
            }
            return new SettledLog(merged(closePlace < 0 ? inPlace.size() : closePlace), moved, outside);
        }

        /** The clocks of live devices: the fastest delivery of each shows how far it is off. */
        private void learnClock(RunEvent event) {
            String runner = event.runnerId();
            if (runner != null
                    && event.origin().kind() != Origin.Kind.FILE
                    && event.body() instanceof EventBody.Readings readings) {
                long received = Micros.of(event.receivedAt());
                for (Reading reading : readings.readings()) {
                    offsets.merge(
                            new Device(runner, event.origin()), received - Micros.of(reading.observedAt()), Math::min);
                }
            }
        }

        private void place(RunEvent event, boolean afterClose) {
            String runner = event.runnerId();
            if (runner != null && event.body() instanceof EventBody.Readings readings) {
                placeReadings(event, runner, readings, afterClose);
                return;
            }
            if (runner != null && event.body() instanceof EventBody.Join) {
                if (!afterClose) {
                    joinedAt.putIfAbsent(runner, inPlace.size());
                } else if (!joinedAt.containsKey(runner) && joinedLate.putIfAbsent(runner, event) == null) {
                    return;
                }
            }
            if (afterClose && !movesNothing(event.body()) && !isClose(event)) {
                long at = isOfItsMoment(event.body()) ? Micros.of(event.observedAt()) : closedMicros;
                if (at <= closedMicros) {
                    moved.merge(Objects.requireNonNullElse(runner, NOBODY), 1L, Long::sum);
                    late.add(new Late(event, at));
                    return;
                }
                outside.merge(Objects.requireNonNullElse(runner, NOBODY), 1L, Long::sum);
            }
            inPlace.add(event);
        }

        /** How hard it was is said after the close and tells nothing of what was run. */
        private static boolean movesNothing(EventBody body) {
            return body instanceof EventBody.Tick || body instanceof EventBody.Rpe;
        }

        /** Others, such as corrections, speak of what is known when they are made. */
        private static boolean isOfItsMoment(EventBody body) {
            return body instanceof EventBody.Tap
                    || body instanceof EventBody.Chip
                    || body instanceof EventBody.Gun
                    || body instanceof EventBody.FacingDeclared
                    || body instanceof EventBody.Leave;
        }

        private void placeReadings(RunEvent event, String runner, EventBody.Readings delivery, boolean afterClose) {
            boolean filed = event.origin().kind() == Origin.Kind.FILE;
            Long known = filed ? null : offsets.get(new Device(runner, event.origin()));
            long offset = known == null ? 0 : known;
            // nothing is known of a clock that was first heard after the close: it is taken as it is, as a file's
            long slow = filed ? 0 : known == null ? ClockOffset.FASTEST_DELIVERY_MICROS : SLOW_DELIVERY_MICROS;
            List<Reading> kept = new ArrayList<>();
            for (Reading reading : delivery.readings()) {
                long at = Micros.of(reading.observedAt()) + offset;
                boolean beyond = afterClose && at > closedMicros;
                if (beyond) {
                    outside.merge(runner, 1L, Long::sum);
                }
                if (!beyond && (afterClose || isFarBehind(runner, at))) {
                    moved.merge(runner, 1L, Long::sum);
                    late.add(new Late(alone(event, reading), Math.min(closedMicros, at + slow)));
                } else {
                    if (!afterClose) {
                        newest.merge(runner, at, Math::max);
                    }
                    kept.add(reading);
                }
            }
            if (kept.size() == delivery.readings().size()) {
                inPlace.add(event);
            } else if (!kept.isEmpty()) {
                inPlace.add(with(event, event.eventId(), event.observedAt(), event.receivedAt(), kept));
            }
            if (filed && !kept.isEmpty()) {
                learnFiled(runner, Micros.of(kept.get(0).observedAt()));
            }
        }

        private void learnFiled(String runner, long fromMicros) {
            TreeMap<Long, Integer> known = this.filed.computeIfAbsent(runner, fresh -> new TreeMap<>());
            int behind = inPlace.size();
            known.put(fromMicros, behind);
            // what is newer lies behind it too
            known.tailMap(fromMicros).replaceAll((from, place) -> Math.max(place, behind));
        }

        private int behindWhatWasFiled(Late one) {
            TreeMap<Long, Integer> known =
                    filed.get(Objects.requireNonNullElse(one.event().runnerId(), NOBODY));
            Map.Entry<Long, Integer> before = known == null || !(one.event().body() instanceof EventBody.Readings)
                    ? null
                    : known.floorEntry(one.arrivesMicros());
            return before == null ? 0 : before.getValue();
        }

        private boolean isFarBehind(String runner, long micros) {
            Long known = newest.get(runner);
            return known != null && micros < known - LATE_MICROS;
        }

        private static RunEvent alone(RunEvent event, Reading reading) {
            return with(event, reading.readingId(), reading.observedAt(), event.receivedAt(), List.of(reading));
        }

        private static RunEvent with(
                RunEvent event, String id, Instant observedAt, Instant receivedAt, List<Reading> readings) {
            return new RunEvent(
                    id,
                    event.sessionId(),
                    event.runnerId(),
                    observedAt,
                    receivedAt,
                    event.origin(),
                    new EventBody.Readings(readings));
        }

        /**
         * Each late one before the first that was received after its own time, behind its runner's join, before the close. Who
         * joined after the close joins with the first sign of them, and at the close where there is none.
         */
        private List<RunEvent> merged(int closePlace) {
            long[] reached = new long[inPlace.size()];
            long highest = Long.MIN_VALUE;
            for (int i = 0; i < reached.length; i++) {
                highest = Math.max(highest, Micros.of(inPlace.get(i).receivedAt()));
                reached[i] = highest;
            }
            Map<Integer, List<Late>> before = new TreeMap<>();
            Map<String, Integer> earliestOf = new HashMap<>();
            joinedAt.forEach((runner, place) -> earliestOf.put(runner, place + 1));
            joinedLate.forEach((runner, join) -> {
                moved.merge(runner, 1L, Long::sum);
                int sign = firstInPlace(runner, closePlace);
                long arrives = Math.min(
                        firstLate(runner),
                        sign < closePlace ? Micros.of(inPlace.get(sign).receivedAt()) : closedMicros);
                int place = Math.max(1, Math.min(sign, firstAfter(reached, arrives)));
                earliestOf.put(runner, place);
                before.computeIfAbsent(place, fresh -> new ArrayList<>()).add(new Late(join, arrives));
            });
            for (Late one : late) {
                String runner = one.event().runnerId();
                int earliest = runner == null ? 1 : earliestOf.getOrDefault(runner, 1);
                int place =
                        Math.max(Math.max(earliest, behindWhatWasFiled(one)), firstAfter(reached, one.arrivesMicros()));
                before.computeIfAbsent(Math.min(place, closePlace), fresh -> new ArrayList<>())
                        .add(one);
            }
            List<RunEvent> merged = new ArrayList<>(log.size());
            for (int i = 0; i <= inPlace.size(); i++) {
                List<Late> here = before.getOrDefault(i, List.of());
                here.stream()
                        .sorted(Comparator.comparingLong(Late::arrivesMicros))
                        .map(one -> received(one.event(), Micros.toInstant(one.arrivesMicros())))
                        .forEach(merged::add);
                if (i < inPlace.size()) {
                    merged.add(inPlace.get(i));
                }
            }
            return merged;
        }

        private int firstInPlace(String runner, int closePlace) {
            int place = 0;
            while (place < closePlace && !runner.equals(inPlace.get(place).runnerId())) {
                place++;
            }
            return place;
        }

        private long firstLate(String runner) {
            return late.stream()
                    .filter(one -> runner.equals(one.event().runnerId()))
                    .mapToLong(Late::arrivesMicros)
                    .min()
                    .orElse(Long.MAX_VALUE);
        }

        private static int firstAfter(long[] reached, long micros) {
            int low = 0;
            int high = reached.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (reached[middle] > micros) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        private static RunEvent received(RunEvent event, Instant at) {
            return new RunEvent(
                    event.eventId(),
                    event.sessionId(),
                    event.runnerId(),
                    event.observedAt(),
                    at,
                    event.origin(),
                    event.body());
        }
    }
}

package dev.backstretch.simulator;

import dev.backstretch.domain.event.EventBody;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Plays deliveries through the doors in the time of a session. No delivery leaves before it arrives in the session, and the
 * time of the session waits for those that the doors have not answered: it is never further than {@link #LEAD} ahead of the
 * oldest, so that a slow machine makes a longer session and not a later one.
 *
 * <p>One runner's deliveries are sent strictly one after the other over all doors; readings that have piled up behind an
 * answer go together in one request, as a phone sends what it could not send before. Those of different runners are sent
 * side by side; what concerns the whole session waits for all before it, and all after it wait for that. So each runner's
 * order in the log, and the order against guns and the close, is the same each time.
 */
public final class CampPlayer {
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SHORTEST_NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** Long enough for ticks and answers to overlap, shorter than any silence that a rule speaks of. */
    static final Duration LEAD = Duration.ofSeconds(3);

    private static final int MOST_ITEMS_TOGETHER = 50;

    private final DoorClient client;
    private final SessionTime time;
    private final int concurrency;
    private final PlayReport.Sum sum = new PlayReport.Sum();

    /** Guards everything below. */
    private final Object lock = new Object();

    private final Map<String, Lane> lanes = new HashMap<>();

    /** Sent or waiting to be, in the order of arrival; those that are over leave from the head on. */
    private final Deque<Sending> waiting = new ArrayDeque<>();

    private Instant nextArrival = Instant.MIN;
    private @Nullable String failure;
    private volatile boolean stopped;

    /** The deliveries of one runner that are due. */
    private static final class Lane {
        private final Deque<Sending> due = new ArrayDeque<>();
        private boolean busy;
    }

    private static final class Sending {
        private final Delivery delivery;

        /** Answered, or given up. */
        private boolean over;

        Sending(Delivery delivery) {
            this.delivery = delivery;
        }
    }

    /**
     * A player.
     *
     * @param time the time of the session, started by whoever made it; held back by this player while it plays
     * @param concurrency the most requests at a time
     */
    public CampPlayer(DoorClient client, SessionTime time, int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency: at least 1, not " + concurrency);
        }
        this.client = client;
        this.time = time;
        this.concurrency = concurrency;
    }

    /**
     * Plays deliveries, which are in the order of arrival, to their end or until {@link #stop}.
     *
     * @throws DoorsClosedException when what concerns the whole session was not taken; the rest would be in vain
     */
    public PlayReport play(List<Delivery> deliveries) throws InterruptedException {
        ExecutorService senders = Executors.newFixedThreadPool(concurrency, runnable -> {
            Thread thread = new Thread(runnable, "camp-player");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (Delivery delivery : deliveries) {
                holdTime(delivery.arrivesAt());
                awaitArrival(delivery.arrivesAt());
                if (stopped) {
                    break;
                }
                sum.lag(Duration.between(delivery.arrivesAt(), time.instant()).toMillis());
                String runner = delivery.runnerId();
                if (runner == null) {
                    awaitAllAnswered();
                    sendForAll(delivery);
                } else {
                    enqueue(runner, delivery, senders);
                }
            }
            awaitAllAnswered();
            return sum.report();
        } finally {
            stopped = true;
            senders.shutdownNow();
            time.runUntil(Instant.MAX);
        }
    }

    /** Lets {@link #play} return after the answers it is waiting for; nothing more is sent, nor sent again. */
    public void stop() {
        stopped = true;
        client.stopTrying();
    }

    /** What the doors have answered so far. */
    public PlayReport report() {
        return sum.report();
    }

    private void awaitArrival(Instant arrival) throws InterruptedException {
        while (!stopped) {
            Duration left = Duration.between(time.instant(), arrival);
            if (left.isNegative() || left.isZero()) {
                return;
            }
            double nanos = Math.min(left.toNanos() / time.speed(), (double) LONGEST_NAP_NANOS);
            LockSupport.parkNanos(Math.max(SHORTEST_NAP_NANOS, (long) nanos));
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting for the next delivery");
            }
            throwIfBroken();
        }
    }

    /** The next to leave arrives then. */
    private void holdTime(Instant arrival) {
        synchronized (lock) {
            nextArrival = arrival;
            holdTime();
        }
    }

    private void holdTime() {
        while (!waiting.isEmpty() && waiting.getFirst().over) {
            waiting.removeFirst();
        }
        Instant oldest =
                waiting.isEmpty() ? nextArrival : waiting.getFirst().delivery.arrivesAt();
        time.runUntil(oldest.plus(LEAD));
    }

    private void sendForAll(Delivery delivery) throws InterruptedException {
        DoorAnswer answer = client.send(delivery);
        sum.add(List.of(delivery), answer);
        boolean taken =
                answer instanceof DoorAnswer.Read read && read.rejected().isEmpty();
        if (!taken) {
            throw new DoorsClosedException(delivery.event().body().kind() + ": " + answer);
        }
    }

    private void enqueue(String runner, Delivery delivery, ExecutorService senders) {
        synchronized (lock) {
            Lane lane = lanes.computeIfAbsent(runner, name -> new Lane());
            var sending = new Sending(delivery);
            lane.due.add(sending);
            waiting.add(sending);
            if (!lane.busy) {
                lane.busy = true;
                senders.execute(() -> sendNext(lane, senders));
            }
        }
    }

    /** The oldest of a lane that is due and what may go with it; deliveries stay apart in the log by their arrivals. */
    private static List<Sending> nextTogether(Lane lane) {
        var together = new ArrayList<Sending>();
        together.add(lane.due.remove());
        int items = together.get(0).delivery.items();
        while (!lane.due.isEmpty()) {
            Delivery last = together.get(together.size() - 1).delivery;
            Delivery next = lane.due.getFirst().delivery;
            items += next.items();
            if (items > MOST_ITEMS_TOGETHER
                    || !isFirstOfReadings(last)
                    || !isFirstOfReadings(next)
                    || !next.arrivesAt().isAfter(last.arrivesAt())) {
                break;
            }
            together.add(lane.due.remove());
        }
        return together;
    }

    private static boolean isFirstOfReadings(Delivery delivery) {
        return delivery.attempt() == 0 && delivery.event().body() instanceof EventBody.Readings;
    }

    /** Sends what is due of a lane and lets others have a turn. */
    private void sendNext(Lane lane, ExecutorService senders) {
        List<Sending> together;
        synchronized (lock) {
            together = nextTogether(lane);
        }
        List<Delivery> deliveries =
                together.stream().map(sending -> sending.delivery).toList();
        String broken = null;
        try {
            sum.add(deliveries, client.send(deliveries));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            broken = "interrupted";
        } catch (RuntimeException e) {
            broken = e.toString();
        }
        synchronized (lock) {
            together.forEach(sending -> sending.over = true);
            if (broken != null) {
                failure = broken;
            }
            if (broken != null || stopped) {
                lane.due.forEach(sending -> sending.over = true);
                lane.due.clear();
            }
            holdTime();
            if (lane.due.isEmpty()) {
                lane.busy = false;
            } else {
                senders.execute(() -> sendNext(lane, senders));
            }
            lock.notifyAll();
        }
    }

    private void awaitAllAnswered() throws InterruptedException {
        synchronized (lock) {
            while (!waiting.isEmpty()) {
                lock.wait(1000);
            }
        }
        throwIfBroken();
    }

    private void throwIfBroken() {
        synchronized (lock) {
            if (failure != null && !stopped) {
                throw new IllegalStateException("a sender broke: " + failure);
            }
        }
    }
}

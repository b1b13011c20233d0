package dev.backstretch.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
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
 * Plays deliveries through the doors in the time of a clock, which may run faster than the wall's. No delivery leaves
 * before it arrives in the session. One runner's deliveries are sent strictly one after the other over all doors, those
 * of different runners side by side; what concerns the whole session waits for all before it and all after it wait for
 * that. So each runner's order in the log, and the order against guns and the close, is the same each time.
 */
public final class CampPlayer {
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SHORTEST_NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final DoorClient client;
    private final Clock clock;
    private final double speed;
    private final int concurrency;
    private final PlayReport.Sum sum = new PlayReport.Sum();

    /** Guards everything below. */
    private final Object lock = new Object();

    private final Map<String, Lane> lanes = new HashMap<>();
    private int unfinished;
    private @Nullable String failure;
    private volatile boolean stopped;

    /** The deliveries of one runner that are due. */
    private static final class Lane {
        private final Deque<Delivery> due = new ArrayDeque<>();
        private boolean busy;
    }

    /**
     * A player.
     *
     * @param clock the time of the session
     * @param speed how many times faster than the wall that clock runs; it only decides how long to nap between looks
     * @param concurrency the most requests at a time
     */
    public CampPlayer(DoorClient client, Clock clock, double speed, int concurrency) {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed: more than 0, not " + speed);
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency: at least 1, not " + concurrency);
        }
        this.client = client;
        this.clock = clock;
        this.speed = speed;
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
                awaitArrival(delivery.arrivesAt());
                if (stopped) {
                    break;
                }
                sum.lag(Duration.between(delivery.arrivesAt(), clock.instant()).toMillis());
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
        }
    }

    /** Lets {@link #play} return after the answers it is waiting for; nothing more is sent. */
    public void stop() {
        stopped = true;
    }

    /** What the doors have answered so far. */
    public PlayReport report() {
        return sum.report();
    }

    private void awaitArrival(Instant arrival) throws InterruptedException {
        while (!stopped) {
            Duration left = Duration.between(clock.instant(), arrival);
            if (left.isNegative() || left.isZero()) {
                return;
            }
            double nanos = Math.min(left.toNanos() / speed, (double) LONGEST_NAP_NANOS);
            LockSupport.parkNanos(Math.max(SHORTEST_NAP_NANOS, (long) nanos));
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting for the next delivery");
            }
            throwIfBroken();
        }
    }

    private void sendForAll(Delivery delivery) throws InterruptedException {
        DoorAnswer answer = client.send(delivery);
        sum.add(delivery, answer);
        boolean taken =
                answer instanceof DoorAnswer.Read read && read.rejected().isEmpty();
        if (!taken) {
            throw new DoorsClosedException(delivery.event().body().kind() + ": " + answer);
        }
    }

    private void enqueue(String runner, Delivery delivery, ExecutorService senders) {
        synchronized (lock) {
            Lane lane = lanes.computeIfAbsent(runner, name -> new Lane());
            lane.due.add(delivery);
            unfinished++;
            if (!lane.busy) {
                lane.busy = true;
                senders.execute(() -> sendNext(lane, senders));
            }
        }
    }

    /** Sends one delivery of a lane and lets others have a turn. */
    private void sendNext(Lane lane, ExecutorService senders) {
        Delivery delivery;
        synchronized (lock) {
            delivery = lane.due.remove();
        }
        String broken = null;
        try {
            sum.add(delivery, client.send(delivery));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            broken = "interrupted";
        } catch (RuntimeException e) {
            broken = e.toString();
        }
        synchronized (lock) {
            unfinished--;
            if (broken != null) {
                failure = broken;
                unfinished -= lane.due.size();
                lane.due.clear();
            }
            if (stopped) {
                unfinished -= lane.due.size();
                lane.due.clear();
            }
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
            while (unfinished > 0) {
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

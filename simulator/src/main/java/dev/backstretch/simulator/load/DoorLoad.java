package dev.backstretch.simulator.load;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;

/**
 * Sends batches to a door and keeps account. At a rate the load is open: each batch is due at a time of its own, whether the
 * doors have answered those before or not, and its latency counts from then on, so that a door that stops for a second is
 * seen to have stopped for all who came in that second. Saturating, it keeps a number of batches on the way.
 */
public final class DoorLoad {
    private static final int MOST_OUTSTANDING = 50_000;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final long TICK_MILLIS = 1;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 8_000;
    private static final int MOST_DOUBLINGS = 10;

    private final Vertx vertx;
    private final Context home;
    private final LoadDoor door;
    private final LoadScript script;
    private final Demand demand;
    private final BiConsumer<LoadBatch, LoadReply> listener;
    private final CompletableFuture<LoadReport> done = new CompletableFuture<>();
    private final Histogram latency = new Histogram(SIGNIFICANT_DIGITS);
    private final TreeMap<Integer, Long> toldToWait = new TreeMap<>();
    private final TreeMap<Integer, Long> refused = new TreeMap<>();
    private long startedNanos;
    private long endedNanos;
    private long lastAnswerNanos;
    private long batches;
    private long unsent;
    private long accepted;
    private long duplicates;
    private long rejected;
    private long unanswered;
    private int outstanding;
    private boolean over;

    /** How much is asked of the doors. */
    public sealed interface Demand {
        /**
         * Batches at times of their own.
         *
         * @param duration how long
         * @param again whether what is told to wait, or not answered, is sent again, as long as {@code patience}
         */
        record Open(double batchesPerSecond, Duration duration, boolean again, Duration patience) implements Demand {}

        /** As much as the doors take: a number of batches is on the way at each moment. */
        record Saturating(int outstanding, Duration duration) implements Demand {}
    }

    private DoorLoad(
            Vertx vertx, LoadDoor door, LoadScript script, Demand demand, BiConsumer<LoadBatch, LoadReply> listener) {
        this.vertx = vertx;
        this.home = vertx.getOrCreateContext();
        this.door = door;
        this.script = script;
        this.demand = demand;
        this.listener = listener;
    }

    /** Runs a load; the stage ends when the last batch is answered or given up. */
    public static CompletionStage<LoadReport> run(Vertx vertx, LoadDoor door, LoadScript script, Demand demand) {
        return run(vertx, door, script, demand, (batch, reply) -> {});
    }

    /**
     * Runs a load.
     *
     * @param listener hears each answer that stands, on the load's thread
     */
    public static CompletionStage<LoadReport> run(
            Vertx vertx, LoadDoor door, LoadScript script, Demand demand, BiConsumer<LoadBatch, LoadReply> listener) {
        var load = new DoorLoad(vertx, door, script, demand, listener);
        load.home.runOnContext(now -> load.begin());
        return load.done;
    }

    private void begin() {
        startedNanos = System.nanoTime();
        lastAnswerNanos = startedNanos;
        if (demand instanceof Demand.Saturating saturating) {
            endedNanos = startedNanos + saturating.duration().toNanos();
            for (int i = 0; i < saturating.outstanding(); i++) {
                sendNext();
            }
            return;
        }
        var open = (Demand.Open) demand;
        endedNanos = startedNanos + open.duration().toNanos();
        vertx.setPeriodic(TICK_MILLIS, timer -> {
            long now = Math.min(System.nanoTime(), endedNanos);
            while (startedNanos + (long) (batches / open.batchesPerSecond() * 1e9) < now) {
                sendDue(startedNanos + (long) (batches / open.batchesPerSecond() * 1e9));
            }
            if (now == endedNanos) {
                vertx.cancelTimer(timer);
                over = true;
                endIfDone();
            }
        });
    }

    private void sendNext() {
        long now = System.nanoTime();
        if (now - endedNanos >= 0) {
            over = true;
            endIfDone();
            return;
        }
        batches++;
        outstanding++;
        send(script.next(), now, 0);
    }

    private void sendDue(long dueNanos) {
        batches++;
        if (outstanding >= MOST_OUTSTANDING) {
            unsent++;
            return;
        }
        outstanding++;
        send(script.next(), dueNanos, 0);
    }

    private void send(LoadBatch batch, long dueNanos, int tries) {
        door.send(batch)
                .onComplete(answered -> home.runOnContext(heard -> {
                    hear(batch, dueNanos, tries, answered.succeeded() ? answered.result() : LoadReply.NONE);
                }));
    }

    private void hear(LoadBatch batch, long dueNanos, int tries, LoadReply reply) {
        long now = System.nanoTime();
        boolean later = reply.isLater();
        if (later) {
            toldToWait.merge(reply.status(), 1L, Long::sum);
        }
        if ((later || reply.status() == 0)
                && demand instanceof Demand.Open open
                && open.again()
                && now - dueNanos < open.patience().toNanos()) {
            // As clients do: not before they are told, and each time later, or a minute's backlog comes again each
            // second.
            long wait = Math.max(
                    reply.retryAfterMillis(),
                    Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(tries, MOST_DOUBLINGS)));
            vertx.setTimer(wait, again -> send(batch, dueNanos, tries + 1));
            return;
        }
        if (reply.isTaken()) {
            accepted += reply.accepted();
            duplicates += reply.duplicates();
            rejected += reply.rejected();
            if (tries == 0) {
                latency.recordValue(Math.max(0, (now - dueNanos) / 1_000));
            }
            lastAnswerNanos = now;
        } else if (reply.status() == 0) {
            unanswered++;
        } else if (!later) {
            rejected += reply.rejected();
            refused.merge(reply.status(), 1L, Long::sum);
        }
        listener.accept(batch, reply);
        outstanding--;
        if (demand instanceof Demand.Saturating) {
            sendNext();
        }
        endIfDone();
    }

    private void endIfDone() {
        if (over && outstanding == 0 && !done.isDone()) {
            done.complete(new LoadReport(
                    Math.max(lastAnswerNanos - startedNanos, 1) / 1e9,
                    batches,
                    unsent,
                    accepted,
                    duplicates,
                    rejected,
                    toldToWait,
                    refused,
                    unanswered,
                    latency));
        }
    }
}

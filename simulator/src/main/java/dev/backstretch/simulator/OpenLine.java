package dev.backstretch.simulator;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A phone's connection that stays open. What was not acknowledged when it broke is sent again over the next one, with the same
 * event ids and in the same order; what nobody acknowledges within its patience counts as unanswered.
 */
public abstract class OpenLine implements AutoCloseable {
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long SWEEP_MILLIS = 250;

    private final Vertx vertx;
    private final Context home;
    private final Duration patience;

    /** In the order in which they were handed over, which is the order on the line; on the home context only. */
    private final Set<Message> waiting = new LinkedHashSet<>();

    private final long sweeper;
    private State state = State.DOWN;

    /** How many messages may be on the way now: one on a connection of which nothing is known, more with each answer. */
    private int room = 1;

    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private volatile int connections;

    private enum State {
        DOWN,
        CONNECTING,
        UP,
        CLOSED
    }

    /** One message on its way. */
    static final class Message {
        final byte[] payload;

        /** Of its readings, in their order. */
        final List<String> eventIds;

        /** Those that nobody has acknowledged or refused yet. */
        final Set<String> open;

        private final long giveUpAtNanos;
        private final CompletableFuture<DoorAnswer> answer = new CompletableFuture<>();

        /** Whether it is on the present connection. */
        private boolean onTheWay;

        private int tries;

        private Message(byte[] payload, List<String> eventIds, Duration patience) {
            this.payload = payload;
            this.eventIds = List.copyOf(eventIds);
            this.open = new HashSet<>(eventIds);
            this.giveUpAtNanos = System.nanoTime() + patience.toNanos();
        }

        int retries() {
            return Math.max(0, tries - 1);
        }
    }

    /**
     * A line that connects when there is something to send.
     *
     * @param patience how long one message is tried again before it counts as unanswered
     */
    OpenLine(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.home = vertx.getOrCreateContext();
        this.patience = patience;
        this.sweeper = vertx.setPeriodic(SWEEP_MILLIS, sweep -> home.runOnContext(now -> giveUpLate()));
    }

    /** Opens a connection; fails with {@link RefusedException} where it would be no better the next time. */
    abstract Future<?> connect();

    /** Puts a message on the connection that is up. */
    abstract void transmit(Message message);

    /** How many messages may be on the way at a time. */
    abstract int window();

    /** Closes the connection that is up, if any. */
    abstract void hangUp();

    /** The other side will not have this line, or this message. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        final int status;

        RefusedException(int status, String why) {
            super(why, null, false, false);
            this.status = status;
        }
    }

    Vertx vertx() {
        return vertx;
    }

    /**
     * Sends one message until it is answered.
     *
     * @param payload what a body of {@code …/readings} may be
     * @param eventIds of its readings, in their order
     */
    public CompletionStage<DoorAnswer> send(byte[] payload, List<String> eventIds) {
        var message = new Message(payload, eventIds, patience);
        home.runOnContext(now -> {
            if (state == State.CLOSED) {
                message.answer.complete(new DoorAnswer.Unanswered("the line is closed", 0));
                return;
            }
            waiting.add(message);
            goOn();
        });
        return message.answer;
    }

    /** How often it connected. */
    public int connections() {
        return connections;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread
    private void connected() {
        connections++;
    }

    /** Sends what there is room for, and connects where there is no connection. */
    private void goOn() {
        if (state == State.DOWN && !waiting.isEmpty()) {
            state = State.CONNECTING;
            connect()
                    .onComplete(up -> home.runOnContext(now -> {
                        if (state != State.CONNECTING) {
                            return;
                        }
                        if (up.succeeded()) {
                            state = State.UP;
                            connected();
                            goOn();
                        } else if (up.cause() instanceof RefusedException refused) {
                            state = State.DOWN;
                            refuseAll(refused);
                        } else {
                            again();
                        }
                    }));
        } else if (state == State.UP) {
            for (Message message : waiting.stream().limit(room).toList()) {
                // What was lost while this loop ran is for the next connection.
                if (!message.onTheWay && state == State.UP) {
                    message.onTheWay = true;
                    message.tries++;
                    transmit(message);
                }
            }
        }
    }

    /** The connection is gone, whoever ended it. */
    final void broke() {
        home.runOnContext(now -> {
            if (state == State.UP) {
                waiting.forEach(message -> message.onTheWay = false);
                again();
            }
        });
    }

    /** The other side ended the line for good. */
    final void refusedAll(RefusedException why) {
        home.runOnContext(now -> {
            if (state != State.CLOSED) {
                state = State.DOWN;
                refuseAll(why);
            }
        });
    }

    private void refuseAll(RefusedException why) {
        for (Message message : takeAll()) {
            message.answer.complete(
                    new DoorAnswer.Refused(why.status, String.valueOf(why.getMessage()), message.retries()));
        }
    }

    private List<Message> takeAll() {
        var all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }

    /** Connects again after a pause, which grows as long as nothing is acknowledged. */
    private void again() {
        state = State.CONNECTING;
        room = 1;
        vertx.setTimer(
                pauseMillis,
                later -> home.runOnContext(now -> {
                    if (state == State.CONNECTING) {
                        state = State.DOWN;
                        goOn();
                    }
                }));
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }

    /** All of a message was acknowledged or refused, reading by reading. */
    final void done(Message message, int status, int accepted, int duplicates, Map<String, Integer> rejected) {
        if (waiting.remove(message)) {
            pauseMillis = FIRST_PAUSE_MILLIS;
            room = Math.min(2 * room, window());
            message.answer.complete(new DoorAnswer.Read(status, accepted, duplicates, rejected, message.retries()));
            goOn();
        }
    }

    /** The door asks for a message once more, later. */
    final void later(Message message, Duration wait) {
        vertx.setTimer(
                Math.max(1, wait.toMillis()),
                over -> home.runOnContext(now -> {
                    if (waiting.contains(message) && state == State.UP) {
                        message.onTheWay = false;
                        goOn();
                    }
                }));
    }

    private void giveUpLate() {
        long now = System.nanoTime();
        for (Message message : List.copyOf(waiting)) {
            if (message.giveUpAtNanos - now < 0) {
                waiting.remove(message);
                message.answer.complete(new DoorAnswer.Unanswered("no acknowledgement", message.retries()));
            }
        }
    }

    /** Runs on the line's own thread. */
    final void onHome(Runnable action) {
        home.runOnContext(now -> action.run());
    }

    /** Ends the line; what waits counts as unanswered. */
    @Override
    public void close() {
        vertx.cancelTimer(sweeper);
        home.runOnContext(now -> {
            state = State.CLOSED;
            for (Message message : takeAll()) {
                message.answer.complete(new DoorAnswer.Unanswered("the line was closed", message.retries()));
            }
            hangUp();
        });
    }
}

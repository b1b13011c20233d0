package dev.backstretch.board;

import dev.backstretch.schemas.access.Denial;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One reader of one session. It holds no queue: it remembers where it stands in the session's log and reads on when the
 * connection can take more, so that a thousand slow readers cost no memory.
 */
final class ScreenStream {
    private final SessionView view;
    private final HttpServerResponse response;
    private final Context context;
    private final BoardMeters meters;
    private final Audience audience;
    private final Supplier<Optional<Denial>> denial;
    private final Runnable ended;
    private final AtomicBoolean due = new AtomicBoolean();
    private final Runnable wake = this::wake;
    private SessionView.Cursor cursor;
    private boolean slow;
    private boolean waiting;
    private boolean closed;
    private boolean wroteSinceBeat;

    private ScreenStream(
            SessionView view,
            HttpServerResponse response,
            Context context,
            BoardMeters meters,
            Audience audience,
            Supplier<Optional<Denial>> denial,
            Runnable ended,
            SessionView.Cursor cursor) {
        this.view = view;
        this.response = response;
        this.context = context;
        this.meters = meters;
        this.audience = audience;
        this.denial = denial;
        this.ended = ended;
        this.cursor = cursor;
    }

    /**
     * Answers with the stream; call it on the request's own context.
     *
     * @param denial why the reader may not read on; asked at each beat, nothing while it may
     * @param ended called once, when the stream has ended
     */
    static void open(
            Vertx vertx,
            SessionView view,
            HttpServerResponse response,
            BoardSettings settings,
            BoardMeters meters,
            @Nullable String lastEventId,
            Audience audience,
            Supplier<Optional<Denial>> denial,
            Runnable ended) {
        response.setChunked(true);
        response.putHeader("Content-Type", "text/event-stream; charset=utf-8");
        response.putHeader("Cache-Control", "no-store");
        response.putHeader("X-Accel-Buffering", "no");
        SessionView.Batch first = view.open(lastEventId, audience);
        var stream = new ScreenStream(
                view, response, vertx.getOrCreateContext(), meters, audience, denial, ended, first.cursor());
        meters.clients.incrementAndGet();
        long beat = vertx.setPeriodic(settings.heartbeat().toMillis(), timer -> stream.beat(vertx, timer));
        response.closeHandler(gone -> stream.close(vertx, beat));
        response.exceptionHandler(fault -> stream.close(vertx, beat));
        stream.write("retry: 1000\n\n", 0);
        stream.write(first);
        view.addReader(stream.wake);
        stream.wake();
    }

    private void wake() {
        if (due.compareAndSet(false, true)) {
            context.runOnContext(go -> {
                due.set(false);
                pump();
            });
        }
    }

    private void pump() {
        while (!closed && !waiting && view.hasMore(cursor)) {
            if (response.writeQueueFull()) {
                waiting = true;
                slow = true;
                response.drainHandler(ready -> {
                    waiting = false;
                    pump();
                });
                return;
            }
            SessionView.Batch batch = view.read(cursor, slow, audience);
            write(batch);
            slow = slow && view.hasMore(cursor);
        }
    }

    private void write(SessionView.Batch batch) {
        cursor = batch.cursor();
        if (batch.reset()) {
            meters.resets.increment();
        }
        write(batch.text(), batch.events());
    }

    private void write(String text, int events) {
        if (!text.isEmpty()) {
            response.write(text);
            meters.eventsSent.increment(events);
            wroteSinceBeat = true;
        }
    }

    private void beat(Vertx vertx, long timer) {
        Optional<Denial> over = closed ? Optional.empty() : denial.get();
        if (over.isPresent()) {
            close(vertx, timer);
            // Who connects again hears it as a status.
            response.end(ServerSentEvents.end(over.get()));
            return;
        }
        if (!closed && !waiting && !wroteSinceBeat) {
            response.write(ServerSentEvents.HEARTBEAT);
        }
        wroteSinceBeat = false;
    }

    private void close(Vertx vertx, long beat) {
        if (!closed) {
            closed = true;
            view.removeReader(wake);
            vertx.cancelTimer(beat);
            meters.clients.decrementAndGet();
            ended.run();
        }
    }
}

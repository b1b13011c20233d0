package dev.backstretch.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A bad line to a port of this machine: it breaks, in the middle of whatever is on it, after some bytes of either way. */
final class CuttingProxy {
    private final Random random = new Random(20261121);
    private final NetClient client;
    private final int target;
    private final int shortest;
    private final int longest;
    private final AtomicInteger cuts = new AtomicInteger();
    private final NetServer server;

    /**
     * @param shortest the fewest bytes of a connection
     * @param longest the most
     */
    CuttingProxy(Vertx vertx, int target, int shortest, int longest) throws Exception {
        this.client = vertx.createNetClient();
        this.target = target;
        this.shortest = shortest;
        this.longest = longest;
        this.server = vertx.createNetServer()
                .connectHandler(this::carry)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    /** How often it broke. */
    int cuts() {
        return cuts.get();
    }

    private synchronized int life() {
        return shortest + random.nextInt(longest - shortest);
    }

    private void carry(NetSocket near) {
        near.pause();
        var left = new AtomicInteger(life());
        client.connect(target, "127.0.0.1").onFailure(gone -> near.close()).onSuccess(far -> {
            carry(near, far, left);
            carry(far, near, left);
            near.resume();
        });
    }

    private void carry(NetSocket from, NetSocket to, AtomicInteger left) {
        from.handler(bytes -> {
            int before = left.getAndAdd(-bytes.length());
            if (before <= 0) {
                return;
            }
            boolean cut = before <= bytes.length();
            to.write(cut ? bytes.getBuffer(0, before) : bytes).onComplete(written -> {
                if (cut) {
                    cuts.incrementAndGet();
                    from.close();
                    to.close();
                }
            });
        });
        from.exceptionHandler(broken -> to.close());
        from.closeHandler(closed -> to.close());
    }
}

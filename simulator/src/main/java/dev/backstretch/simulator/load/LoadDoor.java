package dev.backstretch.simulator.load;

import io.vertx.core.Future;

/** A door as load meets it: takes a batch, answers later. */
@FunctionalInterface
public interface LoadDoor {
    /** Sends once. Never fails: no answer is a reply, too. */
    Future<LoadReply> send(LoadBatch batch);
}

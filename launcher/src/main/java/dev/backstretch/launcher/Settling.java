package dev.backstretch.launcher;

import dev.backstretch.ingest.AfterClose;
import dev.backstretch.replay.SessionReplay;
import dev.backstretch.replay.SettledPublisher;
import dev.backstretch.replay.SettlingService;
import java.time.Clock;
import java.time.Instant;

/** What the doors take of sessions that are over is settled by a replay of them. */
final class Settling implements AfterClose, AutoCloseable {
    /** The rest is for the sessions that go on. */
    private static final int MEMORY_SHARE = 2;

    /** The log, its settled order, and what was told of each second: 700 of a camp of 80. */
    private static final int BYTES_PER_READING = 800;

    private final SettlingService service;

    /**
     * @param clock by which sessions end
     */
    Settling(Servers servers, BackstretchConfig config, Clock clock) {
        var publisher = new SettledPublisher(
                servers.bootstrapServers(),
                config.kafka().clientProperties(),
                new SessionReplay(servers.topics(), servers.serdes()),
                servers.serdes());
        long mostReadings = Runtime.getRuntime().maxMemory() / MEMORY_SHARE / BYTES_PER_READING;
        service = new SettlingService(
                session -> publisher.publishWhatMoved(session, mostReadings),
                new UnsettledFolder(config.data().resolve("unsettled")),
                clock);
    }

    void start() {
        service.start();
    }

    @Override
    public void closed(String sessionId, Instant closedAt) {
        service.closed(sessionId, closedAt);
    }

    @Override
    public void corrected(String sessionId) {
        service.corrected(sessionId);
    }

    @Override
    public void cameLate(String sessionId) {
        service.cameLate(sessionId);
    }

    @Override
    public void close() {
        service.close();
    }
}

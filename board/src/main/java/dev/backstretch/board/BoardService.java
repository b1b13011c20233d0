package dev.backstretch.board;

import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.access.Access;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** Live pages and the read API over the outcome topics. */
public final class BoardService implements AutoCloseable {
    private final Sessions sessions;
    private final OutcomeFeed feed;
    private final ReadApi api;
    private final WebAssets assets;
    private final Access access;

    /** A board that follows the topics. */
    public BoardService(BoardSettings settings, RunSerdes serdes, Clock clock, Access access, MeterRegistry registry) {
        this(
                settings,
                clock,
                access,
                registry,
                parts -> new KafkaOutcomeFeed(settings, serdes, parts.meters, parts.sessions));
    }

    /** A board that follows {@code feed}. */
    BoardService(BoardSettings settings, Clock clock, Access access, MeterRegistry registry, OutcomeFeed feed) {
        this(settings, clock, access, registry, parts -> feed);
    }

    private BoardService(
            BoardSettings settings,
            Clock clock,
            Access access,
            MeterRegistry registry,
            Function<Parts, OutcomeFeed> feed) {
        sessions = new Sessions(settings, clock);
        BoardMeters meters = new BoardMeters(registry, () -> sessions.views().size());
        this.feed = feed.apply(new Parts(sessions, meters));
        api = new ReadApi(sessions, settings, meters, RunnerReports::of, access);
        assets = new WebAssets();
        this.access = access;
    }

    /** What a feed is made with. */
    private record Parts(Sessions sessions, BoardMeters meters) {}

    /** Begins to read the topics from their beginning. */
    public void start() {
        feed.start(sessions);
    }

    /** Adds the pages, what they load, and the read API. */
    public void mount(Router router) {
        assets.mount(router);
        api.mount(router);
    }

    /**
     * Adds what a runner has done over the sessions.
     *
     * @param past knows what the topics have let go of
     */
    public void mountHistory(Router router, PastRuns past) {
        new HistoryApi(sessions, access, past).mount(router);
    }

    /** What is missing until the board knows all that was in the topics when it started; empty when it is ready. */
    public Optional<String> missing() {
        return feed.missing();
    }

    @Override
    public void close() {
        feed.close();
    }
}

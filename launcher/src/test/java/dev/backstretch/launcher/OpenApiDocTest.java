package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.board.BoardService;
import dev.backstretch.board.BoardSettings;
import dev.backstretch.board.PastRuns;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.ingest.EventLog;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.Intake;
import dev.backstretch.ingest.IntakeCounters;
import dev.backstretch.ingest.PeopleDirectory;
import dev.backstretch.ingest.SessionDirectory;
import dev.backstretch.ingest.SessionLogReader;
import dev.backstretch.ingest.doors.Doors;
import dev.backstretch.ingest.doors.Doorway;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The HTTP API beside its description: each path that is mounted is described, and no other. */
class OpenApiDocTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T02:00:00Z"), ZoneOffset.UTC);

    /** What people look at; the document is for programs. */
    private static final List<String> PAGES =
            List.of("/board/", "/coach/", "/after/", "/run/", "/runner/", "/help", "/assets/", "/sw.js");

    @Test
    void theDocumentDescribesThePathsThatAreMountedAndNoOthers() throws Exception {
        assertThat(described()).containsExactlyInAnyOrderElementsOf(mounted());
    }

    @Test
    void everyReferenceInTheDocumentLeadsSomewhere() throws IOException {
        JsonNode document = document();
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).startsWith("#/");
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        });
    }

    private static Set<String> described() throws IOException {
        var operations = new TreeSet<String>();
        document().path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    private static JsonNode document() throws IOException {
        try (InputStream in = Objects.requireNonNull(Doors.class.getResourceAsStream("/openapi.json"))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static Set<String> mounted() throws Exception {
        var read = (BackstretchConfig.Read.Good) BackstretchConfig.read(null, Map.of(), Map.of());
        Vertx vertx = Vertx.vertx();
        try (var system = new BackstretchSystem(read.config(), EnumSet.allOf(BackstretchSystem.Part.class), CLOCK);
                var board = new BoardService(
                        BoardSettings.at("localhost:1"),
                        new RunSerdes(new InMemorySchemaRegistry()),
                        CLOCK,
                        Access.withoutTokens(),
                        new SimpleMeterRegistry())) {
            Router router = Router.router(vertx);
            system.mount(router);
            Doors.mount(router, doorway());
            board.mount(router);
            board.mountHistory(router, (runner, sessions) -> PastRuns.Past.of(List.of()));
            var operations = new TreeSet<String>();
            router.getRoutes().forEach(route -> {
                String path = Objects.requireNonNull(route.getName());
                if (!path.equals("/") && PAGES.stream().noneMatch(path::startsWith)) {
                    String template = path.replaceAll(":(\\w+)", "{$1}");
                    route.methods().forEach(method -> operations.add(method.name() + " " + template));
                }
            });
            return operations;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static Doorway doorway() {
        var log = new NoLog();
        var counters = new IntakeCounters(new SimpleMeterRegistry());
        return new Doorway(
                IngestSettings.at("localhost:1"),
                new SessionDirectory(1),
                new PeopleDirectory(),
                log,
                log,
                new Intake(log, log, new PeopleDirectory(), counters, 1),
                counters,
                CLOCK,
                Access.withoutTokens());
    }

    /** Nobody is served here. */
    private static final class NoLog implements EventLog, SessionLogReader {
        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public CompletionStage<List<RunEvent>> eventsOf(SessionHead head) {
            return CompletableFuture.failedFuture(new IllegalStateException("there is no log here"));
        }

        @Override
        public CompletionStage<?> append(RunEvent event) {
            return refused();
        }

        @Override
        public CompletionStage<?> announce(SessionHead head, Instant receivedAt) {
            return refused();
        }

        @Override
        public CompletionStage<?> introduce(Person person) {
            return refused();
        }

        @Override
        public CompletionStage<?> erase(String campId, String runnerId, Instant receivedAt) {
            return refused();
        }

        @Override
        public CompletionStage<?> quarantine(Rejection rejection) {
            return refused();
        }

        @Override
        public CompletionStage<?> catchUp(SessionHead head) {
            return refused();
        }

        private static CompletionStage<?> refused() {
            return CompletableFuture.failedFuture(new IllegalStateException("there is no log here"));
        }
    }
}

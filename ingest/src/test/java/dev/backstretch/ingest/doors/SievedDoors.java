package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.people.HiddenPlace;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.domain.track.LocalPlane;
import dev.backstretch.domain.track.Surroundings;
import dev.backstretch.ingest.EventLog;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.Intake;
import dev.backstretch.ingest.IntakeCounters;
import dev.backstretch.ingest.PeopleDirectory;
import dev.backstretch.ingest.QuotaSettings;
import dev.backstretch.ingest.SessionDirectory;
import dev.backstretch.ingest.SessionLogReader;
import dev.backstretch.schemas.access.Access;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The doors over the real server, without quotas, before a log that acknowledges at once, looks at what it is given, and keeps
 * nothing. Session s1 has a track where {@link GoodRequest}'s phones are and none of its other devices is, and runners r01, with
 * the chip of {@link GoodRequest}, and r02, who hides a place on that track.
 */
final class SievedDoors implements AutoCloseable {
    static final int ON_THE_WAY = 16;

    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final double LATITUDE = 18.7;
    private static final double LONGITUDE = 98.9;

    /** Where most of {@link GoodRequest}'s devices are. */
    private static final String FAR_AWAY = "48.1";

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    /** What escaped, and what got into the log and cannot be. */
    final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();

    final Vertx vertx = Vertx.vertx();
    final Doorway doorway;
    final int port;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HttpClient client;

    SievedDoors() throws Exception {
        vertx.exceptionHandler(wrong::add);
        client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(ON_THE_WAY));
        IngestSettings settings = IngestSettings.at("localhost:1")
                .withQuotas(new QuotaSettings(
                        QuotaSettings.MOST_PER_SECOND, QuotaSettings.MOST_PER_SECOND, QuotaSettings.MOST_PER_SECOND));
        var sessions = new SessionDirectory(settings.rememberedEvents());
        var log = new Sieve();
        var counters = new IntakeCounters(meters);
        var people = new PeopleDirectory();
        Router router = Router.router(vertx);
        router.errorHandler(500, context -> {
            wrong.add(context.failure() == null ? new AssertionError("500") : context.failure());
            context.response().setStatusCode(500).end();
        });
        doorway = new Doorway(
                settings,
                sessions,
                people,
                log,
                log,
                new Intake(log, log, people, counters, settings.maximumInFlightBytes()),
                counters,
                Clock.fixed(NOW, ZoneOffset.UTC),
                Access.withoutTokens());
        Doors.mount(router, doorway);
        port = await(FrontDoor.listen(
                vertx, new HttpServerOptions().setHost("127.0.0.1").setPort(0), router, Duration.ofSeconds(20), 2));
        for (String[] opening : new String[][] {
            {
                "/v1/sessions",
                "{\"sessionId\":\"s1\",\"camp\":\"c1\",\"plan\":\"free-run\",\"track\":{\"centre\":[" + LATITUDE + ","
                        + LONGITUDE + "],\"bearing_deg\":12}}"
            },
            {
                "/v1/sessions/s1/runners",
                "[{\"runner\":\"r01\",\"chip\":\"" + GoodRequest.CHIP + "\"},{\"runner\":\"r02\",\"home\":[" + LATITUDE
                        + "," + LONGITUDE + "]}]"
            }
        }) {
            var json = new GoodRequest(
                    HttpMethod.POST, opening[0], "", "application/json", GoodRequest.Encoding.NONE, new byte[0]);
            int status = await(send(json, opening[0], Buffer.buffer(opening[1])));
            if (status >= 300) {
                throw new IllegalStateException(opening[0] + ": " + status);
            }
        }
    }

    /**
     * Sends a request. From an event loop: elsewhere an answer may have come and gone before anybody asks for its body.
     *
     * @param like whose method and headers it has
     * @param body packed
     * @return the status
     */
    Future<Integer> send(GoodRequest like, String address, Buffer body) {
        Promise<Integer> answered = Promise.promise();
        vertx.runOnContext(on -> client.request(like.method(), port, "127.0.0.1", address)
                .compose(request -> {
                    if (!like.type().isEmpty()) {
                        request.putHeader("Content-Type", like.type());
                    }
                    if (!like.encoding().header().isEmpty()) {
                        request.putHeader("Content-Encoding", like.encoding().header());
                    }
                    return body.length() == 0 ? request.send() : request.send(body);
                })
                .compose((HttpClientResponse response) -> response.body().map(read -> response.statusCode()))
                .onComplete(answered));
        return answered.future();
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
    }

    double count(String what, String door) {
        return meters.find("run.ingest." + what).tag("door", door).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Whole requests, or lines, that were refused with a status. */
    double refused(String door, int status) {
        return meters
                .find("run.ingest.requests.refused")
                .tag("door", door)
                .tag("status", Integer.toString(status))
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** {@code received − accepted − rejected − duplicates} of a door. */
    double unaccounted(String door) {
        return count("readings.received", door)
                - count("readings.accepted", door)
                - count("readings.rejected", door)
                - count("readings.duplicates", door);
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private final class Sieve implements EventLog, SessionLogReader {
        private final LocalPlane plane = new LocalPlane(LATITUDE, LONGITUDE);
        private volatile @Nullable Surroundings around;

        /** Who was ever joined with laps by distance, and runs anywhere. */
        private final Set<String> anywhere = ConcurrentHashMap.newKeySet();

        @Override
        public int partitions() {
            return 12;
        }

        @Override
        public CompletionStage<?> append(RunEvent event) {
            try {
                if (event.body() instanceof EventBody.SessionOpened opened
                        && opened.track() != null
                        && event.sessionId().equals("s1")) {
                    around = Surroundings.of(opened.track());
                }
                if (event.body() instanceof EventBody.Join join
                        && event.runnerId() != null
                        && join.lapRule() == EventBody.LapRule.DISTANCE) {
                    anywhere.add(event.runnerId());
                }
                if (event.body() instanceof EventBody.Readings readings) {
                    readings.readings().forEach(Plausible::check);
                    readings.readings().forEach(reading -> checkPlace(event, reading));
                }
            } catch (AssertionError impossible) {
                wrong.add(impossible);
            }
            return CompletableFuture.completedFuture(0L);
        }

        private void checkPlace(RunEvent event, Reading reading) {
            if (!reading.hasPosition() || !event.sessionId().equals("s1")) {
                return;
            }
            double latitude = reading.latitudeDegrees();
            double longitude = reading.longitudeDegrees();
            Surroundings track = around;
            String runner = String.valueOf(event.runnerId());
            assertThat((track != null && track.hold(latitude, longitude)) || anywhere.contains(runner))
                    .as("a position far from the track of " + runner)
                    .isTrue();
            if (runner.equals("r02")) {
                assertThat(Math.hypot(plane.eastMeters(longitude), plane.northMeters(latitude)))
                        .as("metres from where r02 hides a place")
                        .isGreaterThan(HiddenPlace.HIDDEN_AROUND_METERS);
            }
        }

        private void checkKept(Rejection rejection) {
            String kept = new String(rejection.payload(), StandardCharsets.UTF_8);
            if ("r02".equals(rejection.runnerId())) {
                assertThat(kept).as("of who hides a place").isEmpty();
            }
            if (rejection.blanked()) {
                assertThat(kept.codePoints()).noneMatch(Character::isDigit);
            } else if (rejection.runnerId() == null || !anywhere.contains(rejection.runnerId())) {
                assertThat(kept).doesNotContain(FAR_AWAY);
            }
        }

        @Override
        public CompletionStage<?> announce(SessionHead head, Instant receivedAt) {
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public CompletionStage<?> introduce(Person person) {
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public CompletionStage<?> erase(String campId, String runnerId, Instant receivedAt) {
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public CompletionStage<?> quarantine(Rejection rejection) {
            if (rejection.reason().isEmpty() || rejection.message() == null) {
                wrong.add(new AssertionError("a rejection without a reason: " + rejection));
            }
            try {
                checkKept(rejection);
            } catch (AssertionError told) {
                wrong.add(new AssertionError(
                        rejection + " " + new String(rejection.payload(), StandardCharsets.UTF_8), told));
            }
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public CompletionStage<?> catchUp(SessionHead head) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<List<RunEvent>> eventsOf(SessionHead head) {
            return CompletableFuture.completedFuture(List.of());
        }
    }
}

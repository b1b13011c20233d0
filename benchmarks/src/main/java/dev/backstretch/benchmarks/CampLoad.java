package dev.backstretch.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A camp that goes on for as long as it is asked to: eighty runners on a lap of 100 m, each posting a reading a second, tapped
 * every twenty, and twice a second one who presses stop; a coach answers each alert. All of it is due at times of its own, whatever
 * was answered before.
 */
final class CampLoad implements AutoCloseable {
    static final String SESSION = "bench";
    static final int RUNNERS = 80;

    /** Those before never press stop. */
    static final int FIRST_TO_STOP = 15;

    private static final int LAP_METERS = 100;
    private static final int LAP_SECONDS = 20;
    private static final long STOP_MILLIS = 500;
    private static final long ANSWER_MILLIS = 500;

    /** What an outcome says of when something was may be that far from when it was, and is that far from what came before. */
    private static final long NEAR_MILLIS = 400;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    // Where the finish line of a standard track with its centre at 18.7961, 98.9629 lies.
    private static final String TRACK = "{\"name\":\"oval\",\"straight_m\":84.39,\"kerb_radius_m\":36.5,"
            + "\"lane_width_m\":1.22,\"lanes\":8,\"centre\":[18.7961,98.9629],\"bearing_deg\":0,"
            + "\"direction\":\"anticlockwise\"}";
    private static final String LINE =
            "{\"name\":\"finish\",\"inner\":[18.7957701,98.9633004],\"outer\":[18.7956819,98.9633004]}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService beats = Executors.newScheduledThreadPool(2, runnable -> {
        Thread thread = new Thread(runnable, "camp-load");
        thread.setDaemon(true);
        return thread;
    });
    private final URI server;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger posts = new AtomicInteger();
    private final AtomicInteger taps = new AtomicInteger();
    private final AtomicInteger stops = new AtomicInteger();
    /** What was sent of a runner, by kind and runner: when it was sent, and how long the door's answer took, in milliseconds. */
    private final Map<String, ConcurrentSkipListMap<Long, Double>> sent = new ConcurrentHashMap<>();

    private final AtomicInteger answers = new AtomicInteger();

    CampLoad(URI server) {
        this.server = server;
    }

    static String runner(int number) {
        return String.format(Locale.ROOT, "r%02d", number);
    }

    /** Opens the session, and everybody joins and is let go. */
    void open() throws IOException, InterruptedException {
        must(
                "/v1/sessions",
                "{\"sessionId\":\"" + SESSION + "\",\"camp\":\"bench\",\"plan\":\"free-run\",\"track\":" + TRACK
                        + ",\"line\":" + LINE + "}");
        for (int i = 1; i <= RUNNERS; i++) {
            must(
                    "/v1/sessions/" + SESSION + "/runners",
                    "{\"runner\":\"" + runner(i) + "\",\"bib\":\"" + (100 + i) + "\",\"alias\":\"Runner " + i
                            + "\",\"lapMeters\":" + LAP_METERS
                            + ",\"boardConsent\":true,\"zoneConsent\":true,\"coachConsent\":true,\"mapConsent\":true}");
        }
        must("/v1/sessions/" + SESSION + "/gun", "{}");
    }

    private void must(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(path, body), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private void post(String path, String body) {
        post(path, body, millis -> {});
    }

    private void post(String path, String body, DoubleConsumer answered) {
        posts.incrementAndGet();
        long before = System.nanoTime();
        var unused = http.sendAsync(request(path, body), HttpResponse.BodyHandlers.discarding())
                .whenComplete((answer, failure) -> {
                    if (failure != null || answer.statusCode() >= 300) {
                        failures.incrementAndGet();
                    } else {
                        answered.accept((System.nanoTime() - before) / 1e6);
                    }
                });
    }

    private void postAt(String kind, String runner, Instant now, String path, String body) {
        var times = sent.computeIfAbsent(kind + " " + runner, fresh -> new ConcurrentSkipListMap<>());
        times.put(now.toEpochMilli(), Double.NaN);
        post(path, body, millis -> times.put(now.toEpochMilli(), millis));
    }

    /** Begins; each runner has a time of its own within the second and the lap. */
    void start(Clock clock) {
        for (int i = 1; i <= RUNNERS; i++) {
            String runner = runner(i);
            long phase = 1000L * i / RUNNERS;
            var unusedReads = beats.scheduleAtFixedRate(() -> read(runner, clock), phase, 1000, TimeUnit.MILLISECONDS);
            long lapMillis = 1000L * LAP_SECONDS;
            var unusedTaps = beats.scheduleAtFixedRate(
                    () -> tap(runner, clock), lapMillis * i / RUNNERS, lapMillis, TimeUnit.MILLISECONDS);
        }
        var unused = beats.scheduleAtFixedRate(() -> stop(clock), STOP_MILLIS, STOP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void read(String runner, Clock clock) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        postAt(
                "reading",
                runner,
                now,
                "/v1/sessions/" + SESSION + "/readings",
                "{\"runner\":\"" + runner + "\",\"observedAt\":\"" + now + "\",\"eventId\":\"m-" + runner + "-"
                        + now.toEpochMilli() + "\",\"speedMetersPerSecond\":" + (double) LAP_METERS / LAP_SECONDS
                        + ",\"heartRateBpm\":150}");
    }

    private void tap(String runner, Clock clock) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        taps.incrementAndGet();
        postAt(
                "lap",
                runner,
                now,
                "/v1/sessions/" + SESSION + "/marks",
                "{\"type\":\"tap\",\"runner\":\"" + runner + "\",\"observedAt\":\"" + now + "\",\"eventId\":\"tap-"
                        + runner + "-" + now.toEpochMilli() + "\",\"coach\":\"C1\"}");
    }

    /** Each of them again only when the coach has long answered, and they have run on. */
    private void stop(Clock clock) {
        String runner = runner(FIRST_TO_STOP + stops.getAndIncrement() % (RUNNERS - FIRST_TO_STOP + 1));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        postAt(
                "alert",
                runner,
                now,
                "/v1/sessions/" + SESSION + "/events",
                "{\"type\":\"symptom\",\"symptom\":\"stop\",\"runner\":\"" + runner + "\",\"observedAt\":\"" + now
                        + "\",\"eventId\":\"stop-" + runner + "-" + now.toEpochMilli() + "\"}");
    }

    /** The coach says of an alert, a moment after it came, that it is seen to. */
    void answer(String alertId, Clock clock) {
        var unused = beats.schedule(
                () -> post(
                        "/v1/sessions/" + SESSION + "/events",
                        "{\"type\":\"acknowledge\",\"alertId\":\"" + alertId
                                + "\",\"coach\":\"C1\",\"answer\":\"fine\","
                                + "\"observedAt\":\"" + clock.instant() + "\",\"eventId\":\"ack-"
                                + answers.incrementAndGet()
                                + "\"}"),
                ANSWER_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /**
     * What was sent that an outcome tells of, whose clock the rules may have moved a little: when, in epoch milliseconds, and
     * how long the door's answer took; null where nothing was.
     */
    Map.@Nullable Entry<Long, Double> sent(String kind, String runner, long toldMillis) {
        var times = sent.get(kind + " " + runner);
        if (times == null) {
            return null;
        }
        var before = times.floorEntry(toldMillis);
        var after = times.ceilingEntry(toldMillis);
        boolean earlier =
                before != null && (after == null || toldMillis - before.getKey() <= after.getKey() - toldMillis);
        var nearest = earlier ? before : after;
        return nearest != null && Math.abs(nearest.getKey() - toldMillis) < NEAR_MILLIS ? nearest : null;
    }

    int failures() {
        return failures.get();
    }

    int posts() {
        return posts.get();
    }

    int taps() {
        return taps.get();
    }

    int stops() {
        return stops.get();
    }

    /** Nothing is sent any more. */
    void end() throws InterruptedException {
        beats.shutdownNow();
        if (!beats.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still sending after ten seconds");
        }
    }

    @Override
    public void close() {
        beats.shutdownNow();
    }
}

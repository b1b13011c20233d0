package dev.backstretch.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A camp that goes on for as long as it is asked to: eighty runners on a lap of 100 m, each with a phone that measures and sends
 * as the phone page does, tapped at each lap; now and then one presses stop, and a coach answers each alert. All of it is due at
 * times of its own, whatever was answered before.
 */
final class CampLoad implements AutoCloseable {
    static final String SESSION = "bench";
    static final int RUNNERS = 80;

    /** Those before never press stop. */
    static final int FIRST_TO_STOP = 15;

    private static final int LAP_METERS = 100;
    /** No two laps of a runner take quite as long. */
    private static final int UNEVEN_MILLIS = 1500;

    private static final long ANSWER_MILLIS = 500;
    private static final long SECOND_MILLIS = 1000;
    /** How often a phone sends what it has. */
    private static final long PHONE_MILLIS = 500;
    /** Between a phone's reading of its place and of its strap, where both go in one message, and from there to its going. */
    private static final long BESIDE_MILLIS = 10;

    /** What an outcome says of when something was may be that far from when it was, and is that far from what came before. */
    private static final long NEAR_MILLIS = 240;

    /** How dense a camp is: seconds of a lap of {@link #LAP_METERS}, and milliseconds from one press of stop to the next. */
    record Density(int lapSeconds, long stopMillis) {
        /** As dense as it has to be for a thousand laps in five minutes. */
        static final Density CROWDED = new Density(20, 500);

        double metersPerSecond() {
            return (double) LAP_METERS / lapSeconds;
        }
    }

    /** When something was sent, in epoch milliseconds, and how many milliseconds the door's answer took; NaN while there is none. */
    record Sent(long atMillis, double answeredMillis) {}

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
    /** What was sent, by kind and runner, and then by when it was observed, in epoch milliseconds. */
    private final Map<String, ConcurrentSkipListMap<Long, Sent>> sent = new ConcurrentHashMap<>();

    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger readings = new AtomicInteger();
    private final List<CampPhone> phones = new CopyOnWriteArrayList<>();
    private final Density density;
    private final PrintWriter out;

    CampLoad(URI server, Density density, PrintWriter out) {
        this.server = server;
        this.density = density;
        this.out = out;
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
                    if (failure != null) {
                        fail(path + ": " + failure);
                    } else if (answer.statusCode() >= 300) {
                        fail(path + ": " + answer.statusCode());
                    } else {
                        answered.accept((System.nanoTime() - before) / 1e6);
                    }
                });
    }

    private void postAt(String kind, String runner, Instant now, String path, String body) {
        var times = sent.computeIfAbsent(kind + " " + runner, fresh -> new ConcurrentSkipListMap<>());
        long at = now.toEpochMilli();
        times.put(at, new Sent(at, Double.NaN));
        post(path, body, millis -> times.put(at, new Sent(at, millis)));
    }

    /** Begins; each runner has a time of its own within the second and the lap. */
    void start(Clock clock) {
        for (int i = 1; i <= RUNNERS; i++) {
            String runner = runner(i);
            var phone = new CampPhone(runner, clock, told(runner)).open(http, server, SESSION);
            phones.add(phone);
            // Every other phone hears of the strap in another half second than of its place, and sends twice a second.
            long place = SECOND_MILLIS * i / RUNNERS;
            long strap = place + (i % 2 == 0 ? PHONE_MILLIS : BESIDE_MILLIS);
            each(SECOND_MILLIS, place, () -> phone.measure("\"speedMetersPerSecond\":" + density.metersPerSecond()));
            each(
                    SECOND_MILLIS,
                    strap,
                    () -> phone.measure("\"type\":\"ble\",\"characteristic\":\"2A37\",\"value\":\"0096\""));
            each(PHONE_MILLIS, place + 2 * BESIDE_MILLIS, phone::send);
            lap(runner, clock, SECOND_MILLIS * density.lapSeconds * i / RUNNERS);
        }
        each(density.stopMillis, density.stopMillis, () -> stop(clock));
    }

    private void each(long millis, long firstMillis, Runnable act) {
        var unused = beats.scheduleAtFixedRate(act, firstMillis, millis, TimeUnit.MILLISECONDS);
    }

    private CampPhone.Told told(String runner) {
        return new CampPhone.Told() {
            private final ConcurrentSkipListMap<Long, Sent> times =
                    sent.computeIfAbsent("reading " + runner, fresh -> new ConcurrentSkipListMap<>());

            @Override
            public void sent(List<Instant> observed, Instant at) {
                messages.incrementAndGet();
                readings.addAndGet(observed.size());
                observed.forEach(one -> times.put(one.toEpochMilli(), new Sent(at.toEpochMilli(), Double.NaN)));
            }

            @Override
            public void answered(List<Instant> observed, double millis) {
                observed.forEach(one ->
                        times.computeIfPresent(one.toEpochMilli(), (key, before) -> new Sent(before.atMillis, millis)));
            }

            @Override
            public void failed(String why) {
                fail("live: " + why);
            }
        };
    }

    private void fail(String why) {
        if (failures.getAndIncrement() == 0) {
            out.println("failed first: " + why);
        }
    }

    /** The lap after this one is told of when this one has been, for no two take as long. */
    private void lap(String runner, Clock clock, long inMillis) {
        var unused = beats.schedule(
                () -> {
                    tap(runner, clock);
                    int uneven = Math.floorMod(31 * taps.get(), 2 * UNEVEN_MILLIS) - UNEVEN_MILLIS;
                    lap(runner, clock, SECOND_MILLIS * density.lapSeconds + uneven);
                },
                inMillis,
                TimeUnit.MILLISECONDS);
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

    /** What was sent that an outcome tells of, whose clock the rules may have moved a little; null where nothing was. */
    @Nullable
    Sent sent(String kind, String runner, long toldMillis) {
        var times = sent.get(kind + " " + runner);
        if (times == null) {
            return null;
        }
        var before = times.floorEntry(toldMillis);
        var after = times.ceilingEntry(toldMillis);
        boolean earlier =
                before != null && (after == null || toldMillis - before.getKey() <= after.getKey() - toldMillis);
        var nearest = earlier ? before : after;
        return nearest != null && Math.abs(nearest.getKey() - toldMillis) < NEAR_MILLIS ? nearest.getValue() : null;
    }

    int failures() {
        return failures.get();
    }

    int posts() {
        return posts.get();
    }

    int messages() {
        return messages.get();
    }

    int readings() {
        return readings.get();
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
        phones.forEach(CampPhone::end);
        if (!beats.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still sending after ten seconds");
        }
    }

    @Override
    public void close() {
        beats.shutdownNow();
        phones.forEach(CampPhone::close);
    }
}

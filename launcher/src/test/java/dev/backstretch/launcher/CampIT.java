package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.launcher.BackstretchSystem.Part;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Role;
import dev.backstretch.schemas.json.EventJson;
import dev.backstretch.simulator.Camp;
import dev.backstretch.simulator.CampOptions;
import dev.backstretch.simulator.CampPlayer;
import dev.backstretch.simulator.Delivery;
import dev.backstretch.simulator.DoorAnswer;
import dev.backstretch.simulator.DoorClient;
import dev.backstretch.simulator.LiveLine;
import dev.backstretch.simulator.MqttLine;
import dev.backstretch.simulator.Noise;
import dev.backstretch.simulator.OpenLine;
import dev.backstretch.simulator.PlayReport;
import dev.backstretch.simulator.RunnerTruth;
import dev.backstretch.simulator.SessionTime;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A camp of eighty from the opening to the podium, by nothing but doors and pages: phones over three sorts of doors, mats,
 * and a coach whose page fires the gun, taps, takes a tap back, taps a lap that no sensor saw, adds another, removes it, takes that
 * back and closes. What the board says at the end is held against what really happened.
 */
class CampIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z");
    private static final String SESSION = "camp-80";
    private static final int RUNNERS = 80;
    private static final double SPEED = 12;
    private static final int SENDERS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Who is through puts the phone away. */
    private static final Duration PHONE_AWAY = Duration.ofSeconds(30);

    /** A thumb follows the eye by so much. */
    private static final Duration REACTION = Duration.ofMillis(150);

    /** Of 80 honest 95 % intervals 76 hold; fewer than 70 is one in two hundred. */
    private static final int MOST_OUTSIDE = 10;

    /** Nothing is off by more: six sigma. */
    private static final double FARTHEST = 3;

    private final SessionTime time = new SessionTime(MIDNIGHT, SPEED);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> tokens = new HashMap<>();
    private @Nullable BackstretchSystem started;

    @Test
    void theBoardOfEightyRunnersSaysInTheEndWhatReallyHappened(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "NOT RUN: there is no " + CHROMIUM + " for the coach's page");
        int mqttPort = FreePort.any();
        BackstretchConfig config = config(folder, mqttPort);
        Vertx vertx = Vertx.vertx();
        try (var system = new BackstretchSystem(config, EnumSet.of(Part.INGEST, Part.STREAMS, Part.BOARD), time);
                var playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))) {
            started = system;
            system.start();
            await("the system is ready", () -> system.missing().isEmpty());
            time.start();
            // Tokens end by the clock on the wall, however fast the session runs.
            issueTokens(AccessFolder.open(config.accessFolder(), Clock.systemUTC()));
            try (Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(CHROMIUM)
                            .setTimeout(120_000)
                            .setArgs(List.of("--no-sandbox", "--no-first-run", "--disable-sync")))) {
                run(browser, vertx, mqttPort);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    private void run(Browser browser, Vertx vertx, int mqttPort) throws Exception {
        openAndJoin(camp(time.instant()));
        Page coach = coachPage(browser);
        Instant gun = fireGun(coach);
        Camp camp = camp(gun);
        RunnerTruth silent = withoutChip(camp).get(0);
        RunnerTruth tapped = withoutChip(camp).get(1);
        String tap;
        Map<String, OpenLine> lines = lines(vertx, camp, mqttPort);
        PlayReport played;
        try {
            var player = new CampPlayer(client().withLines(lines), time, SENDERS);
            CompletableFuture<PlayReport> playing = inBackground(player, toPlay(camp, silent, tapped));
            tapAndTakeBack(coach, camp.truth().runners().get(4));
            tap = tapAtTheLine(coach, camp, tapped);
            coach.waitForCondition(playing::isDone, new Page.WaitForConditionOptions().setTimeout(300_000));
            played = playing.join();
        } finally {
            lines.values().forEach(OpenLine::close);
        }
        assertThat(played.addsUp()).as(played.toString()).isTrue();
        assertThat(played.unanswered() + played.refusedItems())
                .as("not taken: " + played)
                .isZero();

        Page board = browser.newPage(new Browser.NewPageOptions().setViewportSize(1920, 1080));
        board.navigate(address("/board/" + SESSION + "?lang=en&board=ratio", "screen"));
        addWhatNobodySaw(coach, camp, silent);
        removeAndTakeBack(coach, silent);
        close(coach);
        holds(camp, board);
        restsOn(tapped, tap);
        DoorCounts.from(system().meters().scrape())
                .forEach((door, counts) ->
                        assertThat(counts.addsUp()).as(door + ": " + counts).isTrue());
    }

    // ---- before

    private static Camp camp(Instant startsAt) {
        return Camp.of(new CampOptions(
                SESSION,
                "spring",
                11,
                RUNNERS,
                CampOptions.QUARTER_MILE_TWICE,
                Noise.DEFAULT,
                0.9,
                0,
                startsAt,
                RUNNERS,
                0,
                18.7961,
                98.9629,
                12,
                "Asia/Bangkok",
                List.of(),
                true));
    }

    /** The session asks for tokens, so that whatever is done after this was allowed. */
    private void openAndJoin(Camp camp) throws Exception {
        for (Delivery delivery : camp.deliveries()) {
            RunEvent event = delivery.event();
            if (event.body() instanceof EventBody.SessionOpened) {
                ObjectNode json = EventJson.toJson(event)
                        .retain("sessionId", "camp", "plan", "track", "line", "clock", "timeZone", "observedAt");
                HttpResponse<String> answer = send(
                        "POST",
                        "/v1/sessions",
                        "operator",
                        json.put("requireTokens", true).toString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            } else if (event.body() instanceof EventBody.Join) {
                DoorAnswer answer = client().send(delivery);
                assertThat(answer)
                        .as("join of " + event.runnerId())
                        .isInstanceOfSatisfying(DoorAnswer.Read.class, read -> assertThat(read.rejected())
                                .isEmpty());
            }
        }
    }

    private Page coachPage(Browser browser) {
        Page coach = browser.newPage(new Browser.NewPageOptions()
                .setViewportSize(390, 844)
                .setHasTouch(true)
                .setIsMobile(true)
                .setLocale("en-GB"));
        coach.context().setDefaultTimeout((double) PATIENCE.toMillis());
        coach.navigate(address("/coach/" + SESSION + "?lang=en", "coach"));
        until(
                coach,
                "the coach's page knows all runners",
                "document.querySelector('bs-coach')?.store.state.people.size === " + RUNNERS);
        return coach;
    }

    /** Everybody is let go by the coach's page; the runners are made to start five seconds after that. */
    private Instant fireGun(Page coach) {
        coach.locator(".foot button").last().tap();
        coach.locator(".waves .primary").tap();
        coach.locator(".foot.asks .confirm").tap();
        until(coach, "the gun has started the plan", "document.querySelector('bs-coach').store.state.plan?.startedAt");
        // What happens next does so from here on, however long this machine takes to prepare it.
        time.runUntil(time.instant());
        return Instant.parse((String) coach.evaluate("document.querySelector('bs-coach').store.state.plan.startedAt"));
    }

    /** Whose laps are seen by the line alone: two of them have phones that fall silent in the middle of the backward lap. */
    private static List<RunnerTruth> withoutChip(Camp camp) {
        return camp.truth().runners().stream()
                .filter(runner -> runner.chip() == null && runner.laps().size() == 2)
                .toList();
    }

    private static List<Delivery> toPlay(Camp camp, RunnerTruth... silent) {
        Map<String, Instant> last = new HashMap<>();
        for (RunnerTruth runner : camp.truth().runners()) {
            List<RunnerTruth.Lap> laps = runner.laps();
            last.put(
                    runner.runnerId(),
                    at(camp, laps.get(laps.size() - 1).endSeconds()).plus(PHONE_AWAY));
        }
        for (RunnerTruth runner : silent) {
            last.put(runner.runnerId(), at(camp, runner.laps().get(1).startSeconds() + 30));
        }
        return camp.deliveries().stream()
                .filter(delivery -> {
                    EventBody body = delivery.event().body();
                    Instant until = last.get(delivery.runnerId());
                    return (until == null || !delivery.arrivesAt().isAfter(until))
                            && (body instanceof EventBody.Readings
                                    || body instanceof EventBody.Chip
                                    || body instanceof EventBody.Safety);
                })
                .toList();
    }

    /** Ten phones have a WebSocket open and ten speak MQTT; all others post. */
    private Map<String, OpenLine> lines(Vertx vertx, Camp camp, int mqttPort) {
        Map<String, OpenLine> lines = new TreeMap<>();
        for (RunnerTruth runner : camp.truth().runners().subList(20, 40)) {
            String id = runner.runnerId();
            lines.put(
                    id,
                    lines.size() < 10
                            ? new LiveLine(vertx, system().address(), SESSION, token(id), PATIENCE)
                            : new MqttLine(vertx, "127.0.0.1", mqttPort, SESSION, id, token(id), PATIENCE));
        }
        return lines;
    }

    private static CompletableFuture<PlayReport> inBackground(CampPlayer player, List<Delivery> deliveries) {
        var playing = new CompletableFuture<PlayReport>();
        var thread = new Thread(
                () -> {
                    try {
                        playing.complete(player.play(deliveries));
                    } catch (RuntimeException | InterruptedException failed) {
                        playing.completeExceptionally(failed);
                    }
                },
                "camp");
        thread.setDaemon(true);
        thread.start();
        return playing;
    }

    // ---- during

    /** A thumb on the wrong bib, in the middle of the first lap. */
    private static void tapAndTakeBack(Page coach, RunnerTruth runner) {
        String who = runner.runnerId();
        until(
                coach,
                who + " runs the first lap",
                "document.querySelector('bs-coach').store.state.entries.get('" + who + "')?.lapDistanceMeters > 60");
        coach.keyboard().type(runner.bib());
        coach.keyboard().press("Enter");
        until(
                coach,
                "the tap of " + who + " is saved, or a lap already",
                "document.querySelector('.undo span')?.textContent.includes('✓')");
        coach.locator(".undo button").tap();
        until(
                coach,
                "the tap of " + who + " is taken back",
                "document.querySelector('bs-coach').outbox.waiting.length === 0");
    }

    /**
     * The coach stands at the line and taps whom no sensor sees. The session goes twelve times as fast as a thumb: the finger
     * comes down by the page's own clock, as late after the eye as a thumb is.
     *
     * @return the tap's event
     */
    private static String tapAtTheLine(Page coach, Camp camp, RunnerTruth runner) {
        coach.locator(".foot .primary").tap();
        coach.locator(".find").fill(runner.bib());
        String key = "bs-pad .key[data-runner=" + runner.runnerId() + "]";
        coach.waitForSelector(key);
        double end = at(camp, runner.laps().get(1).endSeconds()).toEpochMilli();
        String tap = (String) coach.evaluate("""
                ([selector, at]) => new Promise((done, failed) => {
                  const page = document.querySelector('bs-coach');
                  const look = () => {
                    const left = (at - page.store.time.now()) / page.store.time.speed;
                    if (left > 0) {
                      setTimeout(look, left > 1000 ? 500 : 1);
                      return;
                    }
                    const key = document.querySelector(selector);
                    if (!key) {
                      failed(new Error('the key is gone'));
                      return;
                    }
                    const box = key.getBoundingClientRect();
                    const finger = { bubbles: true, button: 0, pointerId: 7, clientX: box.left + 40, clientY: box.top + 40 };
                    key.dispatchEvent(new PointerEvent('pointerdown', finger));
                    key.dispatchEvent(new PointerEvent('pointerup', finger));
                    done(page.outbox.waiting.at(-1)?.event.eventId ?? 'nothing was tapped');
                  };
                  look();
                })
                """, List.of(key, end + REACTION.toMillis()));
        assertThat(tap).startsWith("tap-");
        until(
                coach,
                "the tap of " + runner.runnerId() + " is lap 2",
                "document.querySelector('.undo')?.textContent.includes('lap 2 saved')");
        coach.locator(".foot .primary").tap();
        coach.keyboard().press("Escape");
        return tap;
    }

    /** The coach saw the end of a lap that no sensor did, and types the time on the watch. Whoever is silent has a tile. */
    private static void addWhatNobodySaw(Page coach, Camp camp, RunnerTruth silent) {
        coach.locator("[data-runner=" + silent.runnerId() + "] .who").first().tap();
        coach.waitForSelector(".panel .add");
        coach.locator(".panel .add").tap();
        coach.waitForSelector("bs-fix .typed");
        double zero = ((Number) coach.evaluate("document.querySelector('bs-fix').zero")).doubleValue();
        double end = at(camp, silent.laps().get(1).endSeconds()).toEpochMilli();
        coach.locator("bs-fix .typed").fill(String.format(Locale.ROOT, "%.3f", (end - zero) / 1000));
        until(
                coach,
                "what the lap would move is reckoned",
                "document.querySelector('bs-fix').fix.at === " + Math.round(end)
                        + " && document.querySelector('bs-fix .movers [data-runner=" + silent.runnerId() + "]')");
        coach.locator("bs-fix fieldset button").nth(2).tap();
        coach.locator("bs-fix .ends .primary").tap();
        coach.waitForSelector(".laps");
    }

    /** The lap is taken out, which the boards show, and put back. */
    private static void removeAndTakeBack(Page coach, RunnerTruth silent) {
        String laps = "[...document.querySelector('bs-coach').store.state.laps.get('" + silent.runnerId()
                + "').values()].filter(lap => lap.state !== 'RETRACTED').length";
        until(coach, silent.runnerId() + " has the lap that was added", laps + " === 2");
        coach.locator(".laps tbody tr:last-child button:not(.move):not(.faces)").tap();
        coach.waitForSelector("bs-fix .movers");
        assertThat(coach.locator("bs-fix .movers [data-runner=" + silent.runnerId() + "]")
                        .innerText())
                .as("what would move")
                .contains("running");
        coach.locator("bs-fix .ends .primary").tap();
        until(coach, "lap 2 of " + silent.runnerId() + " is gone", laps + " === 1");
        coach.locator(".strip button").tap();
        until(coach, "lap 2 of " + silent.runnerId() + " is back", laps + " === 2");
    }

    private static void close(Page coach) {
        coach.locator(".bar .menu").tap();
        coach.locator("main button.wide").last().tap();
        coach.locator("main button.wide.primary").tap();
        until(
                coach,
                "the session is closed and its last frame is here",
                "document.querySelector('bs-coach').store.state.closed");
    }

    // ---- after

    /** One row of the board of ratios. */
    private record Row(String runner, int place, double ratio, double plusMinus) {}

    private void holds(Camp camp, Page board) throws Exception {
        List<String> faults = new ArrayList<>();
        Map<String, RunnerTruth> truth = new HashMap<>();
        camp.truth().runners().forEach(runner -> truth.put(runner.runnerId(), runner));
        lapsHold(camp, faults);
        List<Row> rows = rows(faults, truth);

        List<String> outside = new ArrayList<>();
        for (Row row : rows) {
            double off = row.ratio() - trueRatio(truth, row.runner());
            String words = String.format(
                    Locale.ROOT,
                    "%s: ratio %.3f ± %.3f, in truth %.3f",
                    row.runner(),
                    row.ratio(),
                    row.plusMinus(),
                    row.ratio() - off);
            if (!holds(row, truth)) {
                outside.add(words);
            }
            if (Math.abs(off) > FARTHEST * row.plusMinus()) {
                faults.add(words);
            }
        }
        if (outside.size() > MOST_OUTSIDE) {
            faults.add(outside.size() + " of " + rows.size() + " beyond their ±: " + outside);
        }
        for (Row above : rows) {
            for (Row below : rows) {
                double surely = above.plusMinus() + below.plusMinus();
                if (above.place() < below.place()
                        && holds(above, truth)
                        && holds(below, truth)
                        && trueRatio(truth, above.runner()) > trueRatio(truth, below.runner()) + surely) {
                    faults.add(above + " stands before " + below + ", in truth " + trueRatio(truth, above.runner())
                            + " and " + trueRatio(truth, below.runner()));
                }
            }
        }
        assertThat(faults).as(String.join("\n", faults)).isEmpty();
        pageShows(board, rows, truth);
    }

    private static boolean holds(Row row, Map<String, RunnerTruth> truth) {
        return Math.abs(row.ratio() - trueRatio(truth, row.runner())) <= row.plusMinus();
    }

    private static double trueRatio(Map<String, RunnerTruth> truth, String runner) {
        return Objects.requireNonNull(truth.get(runner), runner).challengeRatio();
    }

    private void lapsHold(Camp camp, List<String> faults) throws Exception {
        Map<String, Map<Integer, JsonNode>> laps = new TreeMap<>();
        for (JsonNode lap : get("/laps").path("laps")) {
            if (!lap.path("state").asText().equals("RETRACTED")) {
                laps.computeIfAbsent(lap.path("runner").asText(), runner -> new TreeMap<>())
                        .put(lap.path("lap").asInt(), lap);
            }
        }
        for (RunnerTruth runner : camp.truth().runners()) {
            Map<Integer, JsonNode> found = laps.getOrDefault(runner.runnerId(), Map.of());
            for (RunnerTruth.Lap lap : runner.laps()) {
                JsonNode one = found.get(lap.number());
                String who = runner.runnerId() + ", lap " + lap.number();
                if (one == null) {
                    faults.add(who + ": missing");
                } else {
                    double off = one.path("lapSeconds").path("value").asDouble() - lap.lapSeconds();
                    double plusMinus = one.path("lapSeconds").path("plusMinus").asDouble();
                    if (!(Math.abs(off) <= FARTHEST * plusMinus)) {
                        faults.add(String.format(
                                Locale.ROOT, "%s: off by %.2f s, says ± %.2f s: %s", who, off, plusMinus, one));
                    }
                    if (!one.path("facing").asText().equals(lap.facing().name())) {
                        faults.add(who + ": " + one.path("facing").asText() + ", in truth " + lap.facing());
                    }
                }
            }
            if (found.size() != runner.laps().size()) {
                faults.add(runner.runnerId() + ": laps " + found.keySet() + ", in truth "
                        + runner.laps().size());
            }
        }
    }

    /** The backward lap of whom only the coach saw at its end is the coach's tap. */
    private void restsOn(RunnerTruth runner, String tap) throws Exception {
        JsonNode revisions = get("/lineage/" + runner.runnerId() + "/2").path("revisions");
        assertThat(revisions.path(revisions.size() - 1).path("eventIds"))
                .as("what lap 2 of " + runner.runnerId() + " rests on")
                .extracting(JsonNode::asText)
                .contains(tap);
    }

    private List<Row> rows(List<String> faults, Map<String, RunnerTruth> truth) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (JsonNode row :
                get("/standings?board=ratio").path("standings").path(0).path("rows")) {
            if (row.hasNonNull("value") && row.path("place").asInt() > 0) {
                rows.add(new Row(
                        row.path("runner").asText(),
                        row.path("place").asInt(),
                        row.path("value").asDouble(),
                        row.path("plusMinus").asDouble()));
            } else {
                faults.add(row.path("runner").asText() + ": no ratio: " + row);
            }
        }
        truth.keySet().stream()
                .filter(runner -> rows.stream().noneMatch(row -> row.runner().equals(runner)))
                .forEach(runner -> faults.add(runner + ": not on the board"));
        return rows;
    }

    /** The screen has each of them on one of its pages, with the place that the API says. */
    private void pageShows(Page board, List<Row> rows, Map<String, RunnerTruth> truth) {
        until(board, "the screen shows the end", "document.querySelector('[data-phase=finished]') !== null");
        Map<String, String> shown = new TreeMap<>();
        for (int page = 1; page <= 6 && shown.size() < rows.size(); page++) {
            board.navigate(address("/board/" + SESSION + "?lang=en&board=ratio&page=" + page, "screen"));
            until(board, "page " + page + " has rows", "document.querySelectorAll('tbody tr[data-runner]').length > 0");
            for (Object one :
                    (List<?>) board.evaluate("[...document.querySelectorAll('tbody tr[data-runner]')].map(row =>"
                            + " row.dataset.runner + ' ' + parseInt(row.querySelector('.rank')?.textContent) + ' '"
                            + " + row.querySelector('.value').textContent.replace('×', '').trim())")) {
                String text = String.valueOf(one);
                shown.put(text.substring(0, text.indexOf(' ')), text);
            }
        }
        for (Row row : rows) {
            assertThat(shown.get(row.runner()))
                    .as("the screen's row of " + row + ", in truth " + trueRatio(truth, row.runner()))
                    .isEqualTo(String.format(Locale.ROOT, "%s %d %.2f", row.runner(), row.place(), row.ratio()));
        }
    }

    // ---- doors

    private static Instant at(Camp camp, double seconds) {
        return camp.options().startsAt().plusMillis(Math.round(seconds * 1000));
    }

    private DoorClient client() {
        return new DoorClient(system().address()).withTokens(event -> {
            if (event.body() instanceof EventBody.Readings) {
                return token(Objects.requireNonNull(event.runnerId()));
            }
            return token(event.body() instanceof EventBody.Chip ? "timing" : "coach");
        });
    }

    private void issueTokens(AccessFolder access) {
        tokens.put("operator", issue(access, Role.OPERATOR, null, null));
        tokens.put("coach", issue(access, Role.COACH, SESSION, null));
        tokens.put("timing", issue(access, Role.TIMING, SESSION, null));
        tokens.put("screen", issue(access, Role.SCREEN, SESSION, null));
        for (int i = 1; i <= RUNNERS; i++) {
            String runner = String.format(Locale.ROOT, "r%03d", i);
            tokens.put(runner, issue(access, Role.RUNNER, SESSION, runner));
        }
    }

    private static String issue(AccessFolder access, Role role, @Nullable String session, @Nullable String runner) {
        return access.tokens()
                .issue(new Grant(role, null, session, runner), Duration.ofHours(12))
                .text();
    }

    private String token(String whose) {
        return Objects.requireNonNull(tokens.get(whose), whose);
    }

    private String address(String path, String whose) {
        String base = system().address() + path;
        return base + (path.contains("?") ? "&" : "?") + "token=" + token(whose);
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = send("GET", "/v1/sessions/" + SESSION + path, "coach", "");
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String whose, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(system().address() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + token(whose))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Waits for a page; when it waits in vain, the failure says for what. */
    private static void until(Page page, String what, String condition) {
        try {
            page.waitForFunction("() => " + condition);
        } catch (TimeoutError vain) {
            throw new AssertionError(what + ": waited in vain; the page says: " + page.innerText("body"), vain);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private BackstretchSystem system() {
        return Objects.requireNonNull(started, "not started");
    }

    private static BackstretchConfig config(Path folder, int mqttPort) {
        var read = BackstretchConfig.read(
                null,
                Map.of(),
                Map.of(
                        "data",
                        folder.toString(),
                        "http.port",
                        "0",
                        "mqtt.port",
                        String.valueOf(mqttPort),
                        "partitions",
                        "2",
                        "clock.speed",
                        String.valueOf(SPEED)));
        if (read instanceof BackstretchConfig.Read.Bad bad) {
            throw new AssertionError(bad.problems());
        }
        return ((BackstretchConfig.Read.Good) read).config();
    }
}

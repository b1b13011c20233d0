package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Revocations;
import dev.backstretch.schemas.access.Role;
import dev.backstretch.schemas.access.TokenKeys;
import dev.backstretch.schemas.access.Tokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The coach's page in a real browser with touch, fed by a script and before doors that a script opens and shuts. Pictures
 * and the measured sizes of what is touched are left in {@code target/board}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoachPageIT {
    private static final Path PICTURES = Path.of("target", "board");
    private static final Instant NOW = Scene.STARTED.plusSeconds(527);

    private static final String KEYS_TOP = "() => [...document.querySelectorAll('bs-pad .key')]"
            + ".map(e => Math.round(e.getBoundingClientRect().top)).join()";

    private final Vertx vertx = Vertx.vertx();
    private @Nullable Chromium chromium;
    private final TokenKeys keys = TokenKeys.create(new SecureRandom(), NOW);
    private final AtomicReference<Revocations> revocations = new AtomicReference<>(Revocations.NONE);
    private final Tokens tokens = new Tokens(() -> keys, revocations::get, Clock.fixed(NOW, ZoneOffset.UTC));
    private ScriptedFeed feed = new ScriptedFeed();
    private ScriptedDoors doors = new ScriptedDoors();
    private @Nullable BoardService board;
    private @Nullable HttpServer server;
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int port;

    @BeforeAll
    void openBrowser() {
        chromium = Chromium.start("the coach's page was not tested");
    }

    private Chromium browser() {
        return Objects.requireNonNull(chromium, "no browser");
    }

    @AfterAll
    void closeBrowser() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void startBoard() throws Exception {
        faults.clear();
        start(BoardSettings.at("unused:0"), Access.withoutTokens());
    }

    private void start(BoardSettings settings, Access access) throws Exception {
        feed = new ScriptedFeed();
        doors = new ScriptedDoors();
        board = new BoardService(settings, Clock.fixed(NOW, ZoneOffset.UTC), access, new SimpleMeterRegistry(), feed);
        board.start();
        port = 0;
        listen();
    }

    /** Serves at the port of before, where there was one. */
    private void listen() throws Exception {
        Router router = Router.router(vertx);
        Objects.requireNonNull(board).mount(router);
        doors.mount(router, vertx);
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        port = server.actualPort();
    }

    @AfterEach
    void stopBoard() throws Exception {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        stopListening();
        if (board != null) {
            board.close();
        }
    }

    private void stopListening() throws Exception {
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
            server = null;
        }
    }

    private Page open(String query, int width, int height, boolean touch) {
        BrowserContext fresh = browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setHasTouch(touch)
                        .setIsMobile(touch)
                        .setLocale("en-GB")
                        .setDeviceScaleFactor(touch ? 2 : 1));
        contexts.add(fresh);
        fresh.setDefaultTimeout(60_000);
        Page page = fresh.newPage();
        page.onPageError(faults::add);
        page.navigate("http://127.0.0.1:" + port + "/coach/" + Scene.SESSION + query);
        return page;
    }

    private Page phone(String query) {
        Page page = open(query, 390, 844, true);
        await(page, "() => document.querySelector('[data-phase]:not([data-phase=connecting])') !== null");
        return page;
    }

    private Page laptop(String query) {
        Page page = open(query, 1280, 800, false);
        await(page, "() => document.querySelector('[data-phase]:not([data-phase=connecting])') !== null");
        return page;
    }

    /** Keeps a picture, of which nothing may stick out at the right. */
    private static void see(Page page, String name) {
        assertThat(page.evaluate("() => [...document.querySelectorAll('.coach *')]"
                        + ".filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility()"
                        + " && !e.closest('.sr'))"
                        + ".map(e => e.tagName + '.' + e.className).join(' ')"))
                .as("beyond the right edge of " + name)
                .isEqualTo("");
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    private static void await(Page page, String expression) {
        page.waitForFunction(expression);
    }

    private static String text(Page page, String selector) {
        return page.locator(selector).first().innerText().replace('\n', ' ').strip();
    }

    private static void assertNoViolations(Page page, String state) {
        AxeResults results = new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze();
        assertThat(results.getViolations())
                .as(state)
                .extracting(Rule::getId, rule -> rule.getNodes().get(0).getHtml(), Rule::getHelp)
                .isEmpty();
    }

    private void live() {
        Scene.live(feed, NOW);
        feed.tell(Scene.board("laps", 0, NOW, withBibs()));
        feed.tell(Scene.attention(NOW.plusMillis(200), Scene.fiveNeeds(NOW)));
    }

    private static List<Standings.Row> withBibs() {
        var rows = new ArrayList<Standings.Row>();
        for (int i = 1; i <= 12; i++) {
            rows.add(row(i, i <= 7 ? RunnerState.FINISHED : i == 12 ? RunnerState.SILENT : RunnerState.RUNNING, null));
        }
        return rows;
    }

    private static Standings.Row row(int runner, RunnerState state, @Nullable Instant dueAt) {
        Standings.Row row = Scene.running(Scene.id(runner), state, null);
        return new Standings.Row(
                row.place(),
                row.shared(),
                row.runnerId(),
                String.valueOf(100 + runner),
                row.value(),
                row.plusMinus(),
                row.verdict(),
                state,
                row.laps(),
                row.lastLap(),
                row.lastMarkAt(),
                row.restUntil(),
                dueAt);
    }

    private static String key(String runner) {
        return "bs-pad .key[data-runner=" + runner + "]";
    }

    private void showTaps(Page page) {
        page.locator(".foot .primary").tap();
        page.waitForSelector(key("r08"));
    }

    private ScriptedDoors.Said only(String door) {
        List<ScriptedDoors.Said> said = doors.taken(door);
        assertThat(said).as(door).hasSize(1);
        return said.get(0);
    }

    private void awaitTaken(Page page, String door, int count) {
        page.waitForCondition(() -> doors.taken(door).size() >= count);
    }

    private LapOutcome lapFrom(String runner, int lap, String eventId, Instant logTime) {
        LapOutcome plain = Scene.lap(runner, lap, 0, Facing.BACKWARD, 204.1, logTime, null);
        return plain.revised(0, plain.state(), null, logTime, new Lineage(List.of(eventId), 12));
    }

    // ---- whose link does not hold ----

    /** Nothing is told without a token, and an open stream asks for it often. */
    private void startWithTokens() throws Exception {
        stopBoard();
        revocations.set(Revocations.NONE);
        start(
                new BoardSettings("unused:0", Map.of(), 1.0, Duration.ofMillis(200), 8192, Duration.ofHours(24)),
                new Access(tokens, true));
    }

    private String token(Grant grant) {
        return "token=" + tokens.issue(grant, Duration.ofHours(1)).text();
    }

    private static void assertAsksForANewLink(Page page) {
        await(page, "() => document.querySelector('[data-phase=refused]') !== null");
        assertThat(text(page, "h2")).isEqualTo("This page needs a new link for the coach");
        assertThat(text(page, "h2 + p")).as("and how").contains("Open it from the start page");
        assertThat(text(page, ".bar h1")).as("neither ready nor running").isEqualTo("Backstretch");
        assertThat(page.locator("bs-tile, bs-pad, bs-checks, .foot, .clock").count())
                .isZero();
        assertThat(page.content()).as("nobody is told of").doesNotContain("Nok").doesNotContain("Fah");
    }

    @Test
    void whoHasNoTokenOrNotACoachsIsAskedForANewLink() throws Exception {
        startWithTokens();
        live();
        for (String wrong : List.of(
                "",
                "token=nonsense",
                token(Grant.ofSession(Role.SCREEN, Scene.SESSION)),
                token(Grant.ofRunner(Role.RUNNER, Scene.SESSION, "r08")),
                token(Grant.ofCamp(Role.COACH, "another-camp")))) {
            assertAsksForANewLink(phone("?theme=night&" + wrong));
        }
        Page page = phone("?theme=night&token=nonsense");
        assertAsksForANewLink(page);
        see(page, "coach-refused");
        assertNoViolations(page, "refused");
    }

    @Test
    void aCoachWhoseTokenIsRevokedSeesNothingMoreAlsoAfterAReload() throws Exception {
        startWithTokens();
        live();
        Tokens.Issued lost = tokens.issue(Grant.ofCamp(Role.COACH, Scene.CAMP), Duration.ofHours(1));
        Page page = phone("?theme=night&token=" + lost.text());
        showTaps(page);

        revocations.set(new Revocations(List.of(Revocations.Entry.ofToken(lost.tokenId(), NOW))));

        assertAsksForANewLink(page);
        page.reload();
        assertAsksForANewLink(page);
    }

    @Test
    void aTapMadeWhileTheLinkHeldNoLongerGoesOutWithTheNextLink() throws Exception {
        startWithTokens();
        live();
        Tokens.Issued lost = tokens.issue(Grant.ofCamp(Role.COACH, Scene.CAMP), Duration.ofHours(1));
        Page page = phone("?theme=night&token=" + lost.text());
        showTaps(page);
        doors.refuseWith(401);
        page.locator(key("r08")).tap();
        await(page, "() => document.querySelector('bs-coach').outbox.waiting[0]?.tried");
        revocations.set(new Revocations(List.of(Revocations.Entry.ofToken(lost.tokenId(), NOW))));
        assertAsksForANewLink(page);
        doors.refuseWith(0);

        page.navigate("http://127.0.0.1:" + port + "/coach/" + Scene.SESSION + "?"
                + token(Grant.ofCamp(Role.COACH, Scene.CAMP)));

        awaitTaken(page, "marks", 1);
        assertThat(only("marks").text("runner")).isEqualTo("r08");
    }

    // ---- taps ----

    @Test
    void aTapIsSavedWithTheMomentTheFingerCameDown() {
        live();
        doors.answerAfter(300);
        Page page = phone("?theme=night");
        showTaps(page);
        page.evaluate("() => { window.downs = []; addEventListener('pointerdown', e =>"
                + " window.downs.push(document.querySelector('bs-coach').store.time.now()), true); }");
        page.locator(key("r08")).tap();
        assertThat(text(page, ".undo")).as("before the door has answered").contains("108 Fah");
        awaitTaken(page, "marks", 1);

        ScriptedDoors.Said tap = only("marks");
        assertThat(tap.text("type")).isEqualTo("tap");
        assertThat(tap.text("runner")).isEqualTo("r08");
        double down = ((Number) page.evaluate("window.downs[0]")).doubleValue();
        assertThat((double) Instant.parse(tap.text("observedAt")).toEpochMilli())
                .as("the moment the finger came down, in the session's time")
                .isCloseTo(down, within(60.0));
        await(page, "() => document.querySelector('.undo')?.textContent.includes('tap saved')");
        feed.tell(lapFrom("r08", 2, tap.text("eventId"), NOW.plusSeconds(2)));
        await(page, "() => document.querySelector('.undo')?.textContent.includes('108 Fah, lap 2 saved')");
        see(page, "coach-tap-saved");
        assertThat(faults).isEmpty();
    }

    @Test
    void aTapIsUndone() {
        live();
        Page page = phone("");
        showTaps(page);
        page.locator(key("r08")).tap();
        awaitTaken(page, "marks", 1);
        await(page, "() => document.querySelector('.undo')?.textContent.includes('tap saved')");
        page.locator(".undo button").tap();
        awaitTaken(page, "corrections", 1);
        assertThat(only("corrections").text("action")).isEqualTo("void");
        assertThat(only("corrections").text("corrects")).isEqualTo(only("marks").text("eventId"));
        assertThat(only("corrections").text("runner")).isEqualTo("r08");
        await(page, "() => document.querySelector('.undo') === null");
    }

    @Test
    void aTapThatNeverLeftThePhoneIsTakenBackWithoutATrace() {
        live();
        Page page = phone("");
        showTaps(page);
        doors.refuseWith(503);
        page.locator(key("r08")).tap();
        await(page, "() => document.querySelector('bs-coach').outbox.waiting[0]?.tried");
        page.locator(key("r09")).tap();
        page.locator(".undo button").tap();
        doors.refuseWith(0);
        awaitTaken(page, "marks", 1);
        await(page, "() => document.querySelector('bs-coach').outbox.waiting.length === 0");
        assertThat(only("marks").text("runner")).isEqualTo("r08");
        assertThat(doors.taken("corrections")).isEmpty();
    }

    @Test
    void tapsWithoutANetworkWaitAndGoOutOnceEachWithTheirOwnTime() {
        live();
        Page page = phone("?theme=night");
        showTaps(page);
        Object before = page.evaluate(KEYS_TOP);
        contexts.get(0).setOffline(true);
        page.locator(key("r08")).tap();
        page.waitForTimeout(1100);
        page.locator(key("r09")).tap();
        page.waitForTimeout(700);
        page.locator(key("r10")).tap();
        await(page, "() => document.querySelector('.strip')?.textContent.includes('3 taps waiting')");
        assertThat(page.evaluate(KEYS_TOP)).as("no key moves").isEqualTo(before);
        assertThat(doors.deliveries()).isZero();
        see(page, "coach-offline");
        assertNoViolations(page, "offline");

        doors.loseAnswers(1);
        contexts.get(0).setOffline(false);
        awaitTaken(page, "marks", 3);
        await(page, "() => document.querySelector('bs-coach').outbox.waiting.length === 0");
        List<ScriptedDoors.Said> taps = doors.taken("marks");
        assertThat(taps).extracting(tap -> tap.text("runner")).containsExactly("r08", "r09", "r10");
        assertThat(doors.duplicates())
                .as("sent again after the lost answer, counted once")
                .isGreaterThanOrEqualTo(1);
        List<Instant> times =
                taps.stream().map(tap -> Instant.parse(tap.text("observedAt"))).toList();
        assertThat(Duration.between(times.get(0), times.get(1)).toMillis()).isBetween(1000L, 3500L);
        assertThat(Duration.between(times.get(1), times.get(2)).toMillis()).isBetween(600L, 3000L);
    }

    @Test
    void aTapThatTheDoorRefusesLaterStaysListedUntilItIsSentAgainOrDismissed() {
        live();
        Page page = phone("?theme=night");
        showTaps(page);
        Object before = page.evaluate(KEYS_TOP);
        contexts.get(0).setOffline(true);
        page.locator(key("r08")).tap();
        String tapped = (String) page.evaluate("document.querySelector('bs-coach').outbox.waiting[0].event.observedAt");
        page.locator(key("r09")).tap();
        // Longer than a tap can be undone.
        page.waitForTimeout(11_000);
        doors.refuseWith(409);
        contexts.get(0).setOffline(false);

        await(page, "() => document.querySelectorAll('.not-taken li').length === 2");
        assertThat(text(page, ".not-taken li"))
                .as("who, when and why")
                .matches("Not taken: 108 Fah, \\d+:\\d\\d\\.\\d\\. The session is over and no longer takes this\\.\\s+"
                        + "What the machine said\\s+Send again\\s+Dismiss");
        assertThat(page.evaluate(KEYS_TOP)).as("no key moves").isEqualTo(before);
        see(page, "coach-not-taken");
        assertNoViolations(page, "not taken");
        assertThat(doors.taken("marks")).isEmpty();

        page.reload();
        await(page, "() => document.querySelectorAll('.not-taken li').length === 2");
        assertThat(text(page, ".not-taken li")).contains("108 Fah");
        doors.refuseWith(0);
        page.locator(".not-taken .again").first().tap();
        awaitTaken(page, "marks", 1);
        assertThat(only("marks").text("runner")).isEqualTo("r08");
        assertThat(only("marks").text("observedAt"))
                .as("with the time of the finger")
                .isEqualTo(tapped);
        await(page, "() => document.querySelectorAll('.not-taken li').length === 1");
        page.locator(".not-taken .dismiss").tap();
        await(page, "() => document.querySelector('.not-taken') === null");
        page.reload();
        await(page, "() => document.querySelector('bs-coach')?.store.state.ready");
        assertThat(page.locator(".not-taken").count()).isZero();
        assertThat(doors.taken("marks")).hasSize(1);
    }

    @Test
    void whatADoorRefusesIsSaidInThePagesLanguageAndItsOwnWordsAreOneTapAway() {
        live();
        doors.refuseWith(
                422,
                "{\"accepted\":0,\"duplicates\":0,\"rejected\":[{\"index\":0,\"field\":\"observedAt\",\"value\":\"-\","
                        + "\"reason\":\"TIME_STALE\",\"message\":\"observedAt lies more than 24 hours back\"}]}");
        Page page = phone("?lang=th&theme=sun");
        showTaps(page);
        page.locator(key("r08")).tap();
        page.waitForSelector(".not-taken li");
        String said = page.locator(".not-taken").innerText();
        assertThat(said).contains("เวลานั้นผ่านมานานเกินไป");
        assertThat(said.replace("Fah", "")).as("no English").doesNotContainPattern("[A-Za-z]{2}");
        see(page, "coach-refused-tap-thai");
        page.locator(".not-taken summary").tap();
        assertThat(text(page, ".not-taken .door-said p")).isEqualTo("observedAt lies more than 24 hours back");
        assertNoViolations(page, "refused, Thai, sun");
        page.evaluate("() => document.querySelector('bs-coach').requestUpdate()");
        page.waitForTimeout(1200);
        assertThat(page.locator(".not-taken .door-said[open]").count())
                .as("it stays open")
                .isEqualTo(1);
    }

    /** What doors answer, and in which words. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | {"type":"urn:backstretch:problem:role","detail":"a token of role screen"}                 | does not allow that
            403 | {"type":"urn:backstretch:problem:session","field":"token","detail":"another"}             | for another session
            404 | {"type":"urn:backstretch:problem:unknown-runner","field":"runner","detail":"r9"}          | has not joined
            409 | {"type":"urn:backstretch:problem:state","field":"session","detail":"closed at"}           | session is over
            409 | {"type":"urn:backstretch:problem:state","field":"sessionId","detail":"exists"}            | there already
            400 | {"type":"urn:backstretch:problem:invalid","field":"lap","detail":"LAP_BY_NUMBER: send"}   | Choose the lap again
            400 | {"type":"urn:backstretch:problem:invalid","detail":"SOMETHING_NEW: nobody knows it here"} | does not understand
            422 | {"rejected":[{"index":0,"field":"runner","reason":"RUNNER_LEFT","message":"left"}]}       | had left
            422 | {"rejected":[{"index":0,"reason":"SOMETHING_NEW","message":"nobody knows it here"}]}      | does not understand
            500 | {}                                                                                        | fault in the machine
            503 | {"type":"urn:backstretch:problem:busy","detail":"2 previews"}                             | is busy
            404 | {"type":"about:blank","title":"Unknown session","detail":"session: there is none"}        | knows no such session
            """)
    void aRefusalIsToldByItsMostExactCode(int status, String answer, String words) {
        live();
        Page page = phone("?lang=en");
        assertThat((String) page.evaluate(
                        "async ([status, answer]) => { const { refusalOf, refusalWords } = await import('/assets/js/refusals.js');"
                                + " return refusalWords(refusalOf(status, JSON.parse(answer))); }",
                        List.of(status, answer)))
                .contains(words);
    }

    // ---- a device that slept ----

    @Test
    void theSessionsClockGoesOnThroughASleepAndThroughAWallClockThatIsWrong() {
        live();
        Page page = phone("");
        Object said = page.evaluate("async () => { const { SessionTime } = await import('/assets/js/time.js');"
                // The calendar is seven minutes ahead of the session from the beginning.
                + " const clocks = { mono: 1000, wall: 1_420_000 };"
                + " const make = () => new SessionTime(() => clocks.mono, () => clocks.wall);"
                + " const pass = (mono, wall) => { clocks.mono += mono; clocks.wall += wall; };"
                + " const time = make(); time.hear(1_000_000); const out = [];"
                + " const tell = () => out.push(Math.round(time.now() / 1000), Math.round(time.ageSeconds()), time.sleeps);"
                + " tell();"
                // awake for two seconds, asleep for five minutes
                + " pass(2000, 2000); tell(); pass(500, 300_500); tell();"
                // what lay in the connection is heard late, and then all anew
                + " time.hear(1_003_000); tell(); pass(20_000, 20_000); time.hear(1_003_500); tell();"
                + " time.forget(); time.hear(1_323_000); tell();"
                // set right in small steps, and set back
                + " for (let i = 0; i < 60; i++) { pass(1000, 1500); time.now(); } tell(); pass(1000, -600_000); tell();"
                + " return out.join(' '); }");
        assertThat(said)
                .as("seconds of the session, age, sleeps")
                .isEqualTo("1000 0 0 1002 2 0 1303 303 1 1303 0 1 1323 0 1 1323 0 1 1383 60 1 1384 61 1");
    }

    @Test
    void aTapAfterFiveMinutesOfSleepHasItsOwnTime() {
        live();
        Page page = phone("?theme=night");
        showTaps(page);
        contexts.get(0).setOffline(true);
        Object before = page.evaluate("() => { const before = document.querySelector('bs-coach').store.time.now();"
                + " const now = Date.now; Date.now = () => now() + 300_000; return before; }");
        page.locator(key("r08")).tap();
        Object age = page.evaluate("document.querySelector('bs-coach').store.time.ageSeconds()");
        assertThat(((Number) age).doubleValue()).as("age of what is shown").isGreaterThan(299);
        contexts.get(0).setOffline(false);
        awaitTaken(page, "marks", 1);
        assertThat((double) Instant.parse(only("marks").text("observedAt")).toEpochMilli())
                .as("five minutes and the moment until the finger came down")
                .isBetween(((Number) before).doubleValue() + 300_000, ((Number) before).doubleValue() + 310_000);
    }

    @Test
    void afterASleepTheStreamIsAskedForAnewAtOnce() {
        live();
        Page page = phone("?theme=night");
        var streams = new ArrayList<String>();
        page.onRequest(request -> {
            if (request.url().contains("/stream")) {
                streams.add(request.url());
            }
        });
        Object before = page.evaluate("() => { const now = Date.now; Date.now = () => now() + 300_000;"
                + " return document.querySelector('bs-coach').store.time.now(); }");
        page.waitForCondition(() -> streams.size() == 1);
        await(
                page,
                "() => document.querySelector('bs-coach').store.time.now() < "
                        + NOW.plusSeconds(120).toEpochMilli());
        assertThat(((Number) before).doubleValue())
                .as("until then the wall's word counts")
                .isGreaterThan((double) NOW.plusSeconds(290).toEpochMilli());
        assertThat(page.locator("[data-phase=live]").count()).isEqualTo(1);
        assertThat(faults).isEmpty();
    }

    @Test
    void aStreamThatFellSilentIsAskedForAnew() throws Exception {
        startWithTokens();
        live();
        String coach = token(Grant.ofCamp(Role.COACH, Scene.CAMP));
        Page page = phone("?" + coach);
        assertThat(page.evaluate(
                        "address => new Promise(done => { const stream = new EventSource(address);"
                                + " stream.addEventListener('beat', () => { stream.close(); done('beat'); }); })",
                        "/v1/sessions/" + Scene.SESSION + "/stream?" + coach))
                .as("a server with nothing to tell")
                .isEqualTo("beat");
        Object said = page.evaluate("async () => { const { follow } = await import('/assets/js/stream.js');"
                + " const made = []; const links = []; const real = performance.now.bind(performance); let ahead = 0;"
                + " window.EventSource = class extends EventTarget { static OPEN = 1; static CLOSED = 2; readyState = 1;"
                + "  constructor(address) { super(); if (address.includes('/silent/')) made.push(this); }"
                + "  close() { this.readyState = 2; } };"
                + " performance.now = () => real() + ahead;"
                + " const pass = (millis) => { ahead += millis; return new Promise((next) => setTimeout(next, 1200)); };"
                + " const store = { time: { sleeps: 0, local() {} }, setLink: (link) => links.push(link), apply() {} };"
                + " const stop = follow('silent', store); const out = []; made[0].onopen();"
                + " await pass(10_000); made[0].dispatchEvent(new MessageEvent('beat', { data: '{}' }));"
                + " await pass(10_000); out.push(made.length); await pass(10_000); out.push(made.length);"
                + " stop(); return [...out, made[0].readyState, links.join()].join(' '); }");
        assertThat(said)
                .as("connections after a beat, and after none; the first is closed")
                .isEqualTo("1 2 2 open,lost");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void aDoorThatIsOutOfOrderIsAskedAgain(int status) {
        live();
        Page page = phone("");
        showTaps(page);
        doors.refuseWith(status);
        page.locator(key("r08")).tap();
        page.waitForCondition(() -> doors.refusals() >= 2);
        doors.refuseWith(0);
        awaitTaken(page, "marks", 1);
        assertThat(only("marks").text("runner")).isEqualTo("r08");
        assertThat(page.locator(".not-taken").count()).isZero();
    }

    @Test
    void tapsOutliveAReload() {
        live();
        Page page = phone("");
        showTaps(page);
        doors.refuseWith(503);
        page.locator(key("r11")).tap();
        await(page, "() => document.querySelector('bs-coach').outbox.waiting.length === 1");
        page.reload();
        doors.refuseWith(0);
        awaitTaken(page, "marks", 1);
        await(page, "() => document.querySelector('bs-coach')?.outbox.waiting.length === 0");
        assertThat(only("marks").text("runner")).isEqualTo("r11");
    }

    @Test
    void aReloadWhileTheMachineIsAwayShowsWhatWasKnownAndKeepsTheTaps() throws Exception {
        live();
        Page page = phone("?theme=night");
        page.locator("bs-tile .answers button").first().waitFor();
        showTaps(page);
        RealBrowser.awaitKept(page, "/coach/");
        assertThat(page.evaluate("caches.open('backstretch-shell').then(cache => cache.keys()).then(keys =>"
                        + " keys.map(key => new URL(key.url).pathname).filter(path => path.startsWith('/v1')).length)"))
                .as("nothing of a session is kept with the page")
                .isEqualTo(0);
        stopListening();
        page.locator(key("r08")).tap();
        await(page, "() => document.querySelector('bs-coach').outbox.waiting.length === 1");
        page.locator(".foot .primary").tap();
        String answered = (String) page.locator("bs-tile .red")
                .first()
                .evaluate("tile => { tile.querySelector('.answers button').click(); return tile.dataset.runner; }");

        page.reload();
        await(page, "() => document.querySelector('[data-phase=live]') !== null");
        page.waitForSelector("bs-tile article[data-runner='" + answered + "'].answered");
        assertThat(page.locator("bs-tile").count()).as("who needs the coach").isGreaterThanOrEqualTo(4);
        String clock = text(page, ".bar .clock");
        await(page, "() => document.querySelector('.bar .clock').innerText !== '" + clock + "'");
        page.locator(".foot .primary").tap();
        page.waitForSelector(key("r08"));
        page.locator(key("r09")).tap();
        String tapped =
                (String) page.evaluate("document.querySelector('bs-coach').outbox.waiting.at(-1).event.observedAt");
        await(page, "() => document.querySelector('.strip')?.textContent.includes('3 taps waiting')");
        await(page, "() => document.querySelector('.strip .age')?.textContent.includes('last heard 0:')");
        see(page, "coach-reload-away");
        assertNoViolations(page, "reloaded while the machine is away");

        page.locator(".bar .menu").tap();
        page.locator("button[lang=th]").tap();
        await(page, "() => document.documentElement.lang === 'th'");

        listen();
        awaitTaken(page, "marks", 2);
        awaitTaken(page, "events", 1);
        await(page, "() => document.querySelector('bs-coach').outbox.waiting.length === 0");
        assertThat(doors.taken("marks")).extracting(tap -> tap.text("runner")).containsExactly("r08", "r09");
        assertThat(doors.taken("marks").get(1).text("observedAt")).isEqualTo(tapped);
        await(page, "() => document.querySelector('.bar .link.late') === null");
        assertThat(faults).isEmpty();
    }

    @Test
    void whatWasKnownIsForgottenWhereTheLinkHoldsNoLonger() throws Exception {
        startWithTokens();
        live();
        Tokens.Issued lost = tokens.issue(Grant.ofCamp(Role.COACH, Scene.CAMP), Duration.ofHours(1));
        Page page = phone("?theme=night&token=" + lost.text());
        await(page, "() => sessionStorage.getItem('backstretch.last.coach.evening')?.includes('r08')");
        revocations.set(new Revocations(List.of(Revocations.Entry.ofToken(lost.tokenId(), NOW))));
        assertAsksForANewLink(page);
        await(page, "() => sessionStorage.getItem('backstretch.last.coach.evening') === null");

        contexts.get(0).setOffline(true);
        await(page, "() => document.querySelector('bs-coach').store.link === 'lost'");
        page.evaluate("dispatchEvent(new Event('pagehide'))");
        assertThat(page.locator("bs-coach").innerText())
                .as("without a network nobody is shown again")
                .doesNotContain("Fah")
                .doesNotContain("Nok");
        assertThat(page.evaluate("sessionStorage.getItem('backstretch.last.coach.evening')"))
                .isNull();
    }

    @Test
    void aSecondTapWithinTwoSecondsIsAskedAbout() {
        live();
        Page page = phone("");
        showTaps(page);
        page.locator(key("r08")).tap();
        page.locator(key("r08")).tap();
        await(page, "() => document.querySelector('.undo')?.textContent.includes('Double tap ignored')");
        awaitTaken(page, "marks", 1);
        page.locator(".undo button").tap();
        awaitTaken(page, "marks", 2);
        assertThat(doors.taken("marks")).extracting(tap -> tap.text("runner")).containsExactly("r08", "r08");
    }

    @Test
    void aMarkWithoutABibKeepsItsTimeUntilTheBibIsKnown() {
        live();
        Page page = phone("");
        showTaps(page);
        Object before = page.evaluate(KEYS_TOP);
        page.locator(".mark").tap();
        double marked = ((Number) page.evaluate("document.querySelector('bs-coach').store.time.now()")).doubleValue();
        await(page, "() => document.querySelector('.whose') !== null");
        assertThat(page.evaluate(KEYS_TOP)).as("no key moves").isEqualTo(before);
        see(page, "coach-mark");
        page.waitForTimeout(1500);
        page.locator(key("r09")).tap();
        awaitTaken(page, "marks", 1);
        assertThat(only("marks").text("runner")).isEqualTo("r09");
        assertThat((double) Instant.parse(only("marks").text("observedAt")).toEpochMilli())
                .isCloseTo(marked, within(700.0));
        assertThat(page.locator(".whose").count()).isZero();
    }

    @Test
    void marksOfABunchAllGetTheirBibsHoweverLongEachTakes() {
        live();
        Page page = phone("");
        showTaps(page);
        for (int i = 0; i < 4; i++) {
            page.locator(".mark").tap();
            page.waitForTimeout(300);
        }
        String kept = "JSON.parse(localStorage.getItem('backstretch.marks.evening'))";
        @SuppressWarnings("unchecked")
        var marked = (List<Number>) page.evaluate(kept + ".map((mark) => mark.time)");
        assertThat(marked).hasSize(4);
        List<String> runners = List.of("r08", "r09", "r10", "r11");
        for (int i = 0; i < 4; i++) {
            // A quarter of a minute until the bib is read.
            page.evaluate("() => { const marks = " + kept + "; for (const mark of marks) mark.at -= 15_000;"
                    + " localStorage.setItem('backstretch.marks.evening', JSON.stringify(marks)); }");
            page.reload();
            showTaps(page);
            page.locator(key(runners.get(i))).tap();
            awaitTaken(page, "marks", i + 1);
            assertThat(doors.taken("marks").get(i).text("runner")).isEqualTo(runners.get(i));
            assertThat((double) Instant.parse(doors.taken("marks").get(i).text("observedAt"))
                            .toEpochMilli())
                    .as("mark " + (i + 1))
                    .isCloseTo(marked.get(i).doubleValue(), within(1.0));
        }
    }

    @Test
    void anOldMarkTakesNoTapUntilItIsAskedFor() {
        live();
        Page page = phone("");
        showTaps(page);
        page.locator(".mark").tap();
        await(page, "() => document.querySelector('.whose')?.textContent.includes('whose?')");
        double marked = ((Number)
                        page.evaluate("JSON.parse(localStorage.getItem('backstretch.marks.evening'))[0].time"))
                .doubleValue();
        // The page is opened again, minutes later.
        page.evaluate(
                "() => { const marks = JSON.parse(localStorage.getItem('backstretch.marks.evening'));"
                        + " marks[0].at -= 180_000; localStorage.setItem('backstretch.marks.evening', JSON.stringify(marks)); }");
        page.reload();
        showTaps(page);
        await(page, "() => document.querySelector('.whose')?.textContent.includes('an old mark. Keys tap now.')");
        see(page, "coach-old-mark");
        assertNoViolations(page, "old mark");
        double before = ((Number) page.evaluate("document.querySelector('bs-coach').store.time.now()")).doubleValue();
        page.locator(key("r09")).tap();
        awaitTaken(page, "marks", 1);
        assertThat((double) Instant.parse(only("marks").text("observedAt")).toEpochMilli())
                .as("the press itself")
                .isGreaterThanOrEqualTo(before - 5)
                .isNotCloseTo(marked, within(1.0));

        page.locator(".whose .use").tap();
        page.locator(key("r10")).tap();
        awaitTaken(page, "marks", 2);
        assertThat(doors.taken("marks").get(1).text("runner")).isEqualTo("r10");
        assertThat((double) Instant.parse(doors.taken("marks").get(1).text("observedAt"))
                        .toEpochMilli())
                .as("the time of the mark")
                .isCloseTo(marked, within(1.0));
        assertThat(page.locator(".whose").count()).isZero();

        // A new mark comes before an old one, and what is dropped is gone.
        page.evaluate(
                "() => localStorage.setItem('backstretch.marks.evening', JSON.stringify([{ time: " + marked + " }]))");
        page.reload();
        showTaps(page);
        await(page, "() => document.querySelector('.whose .use') !== null");
        page.locator(".mark").tap();
        await(page, "() => document.querySelector('.whose')?.textContent.includes('whose?')");
        page.locator(key("r11")).tap();
        awaitTaken(page, "marks", 3);
        assertThat((double) Instant.parse(doors.taken("marks").get(2).text("observedAt"))
                        .toEpochMilli())
                .isNotCloseTo(marked, within(1.0));
        page.locator(".whose .drop").tap();
        await(page, "() => document.querySelector('.whose') === null");
    }

    @Test
    void anotherCoachsTapShowsWhoseItWas() {
        live();
        Page page = phone("");
        showTaps(page);
        feed.tell(lapFrom("r10", 2, "tap-ZZ-abc", NOW.plusSeconds(1)));
        await(page, "() => document.querySelector('" + key("r10") + " .note').textContent.includes('ZZ')");
    }

    /** A finger that comes down on a key and slides, as glass and wind see it, before it comes up. */
    private static void slide(Page page, String selector, int right, int down, int steps) {
        BoundingBox box = Objects.requireNonNull(page.locator(selector).first().boundingBox(), selector);
        double x = box.x + box.width / 2;
        double y = box.y + box.height / 2;
        CDPSession touch = page.context().newCDPSession(page);
        finger(touch, "touchStart", x, y);
        for (int i = 1; i <= steps; i++) {
            finger(touch, "touchMove", x + right * (double) i / steps, y + down * (double) i / steps);
            page.waitForTimeout(20);
        }
        finger(touch, "touchEnd", 0, 0);
        touch.detach();
        page.waitForTimeout(400);
    }

    private static void finger(CDPSession touch, String type, double x, double y) {
        var points = new JsonArray();
        if (!type.equals("touchEnd")) {
            var point = new JsonObject();
            point.addProperty("x", x);
            point.addProperty("y", y);
            points.add(point);
        }
        var event = new JsonObject();
        event.addProperty("type", type);
        event.add("touchPoints", points);
        touch.send("Input.dispatchTouchEvent", event);
    }

    @Test
    void aThumbThatSlidesOnItsKeyTapsAllTheSame() {
        live();
        Page page = phone("");
        showTaps(page);
        page.evaluate("() => { window.downs = []; addEventListener('pointerdown', e =>"
                + " window.downs.push(document.querySelector('bs-coach').store.time.now()), true); }");
        slide(page, key("r08"), 40, 0, 12);
        awaitTaken(page, "marks", 1);
        slide(page, key("r09"), 6, 35, 12);
        awaitTaken(page, "marks", 2);
        slide(page, key("r10"), -20, -35, 12);
        awaitTaken(page, "marks", 3);

        List<ScriptedDoors.Said> taps = doors.taken("marks");
        assertThat(taps).extracting(tap -> tap.text("runner")).containsExactly("r08", "r09", "r10");
        for (int i = 0; i < 3; i++) {
            assertThat((double) Instant.parse(taps.get(i).text("observedAt")).toEpochMilli())
                    .as("the moment the finger came down")
                    .isCloseTo(((Number) page.evaluate("i => window.downs[i]", i)).doubleValue(), within(80.0));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aThumbThatSlidOffItsKeyIsAskedAboutAndKeepsItsTime() {
        live();
        Page page = phone("?theme=night");
        showTaps(page);
        page.evaluate("() => { window.downs = []; addEventListener('pointerdown', e =>"
                + " window.downs.push(document.querySelector('bs-coach').store.time.now()), true); }");
        slide(page, key("r08"), 110, 0, 12);
        assertThat(text(page, ".undo")).contains("Finger slid off, not counted. Count it? 108 Fah");
        assertThat(doors.taken("marks")).as("neither key was tapped").isEmpty();
        see(page, "coach-slipped");
        assertNoViolations(page, "slipped");
        page.locator(".undo button").tap();
        awaitTaken(page, "marks", 1);
        assertThat(only("marks").text("runner")).isEqualTo("r08");
        assertThat((double) Instant.parse(only("marks").text("observedAt")).toEpochMilli())
                .as("the moment the finger came down")
                .isCloseTo(((Number) page.evaluate("window.downs[0]")).doubleValue(), within(80.0));

        slide(page, ".mark", 0, -90, 12);
        assertThat(text(page, ".undo")).contains("Finger slid off, not counted. Count it? Mark without a bib");
        page.locator(".undo button").tap();
        page.waitForSelector(".whose");
        assertThat(doors.taken("marks")).hasSize(1);
    }

    @Test
    void aFingerThatScrollsTapsNobodyAndIsNotAskedAbout() {
        manyRunners();
        Page page = phone("");
        page.locator(".foot .primary").tap();
        page.locator("bs-pad .filter button").tap();
        await(page, "() => document.querySelectorAll('bs-pad .key').length === 40");
        slide(page, "bs-pad .key:nth-child(8)", 0, -160, 12);
        assertThat((Boolean) page.evaluate("document.querySelector('.coach > main').scrollTop > 60"))
                .as("the list was scrolled")
                .isTrue();
        assertThat(doors.taken("marks")).isEmpty();
        assertThat(page.locator(".undo").count()).isZero();
    }

    private void manyRunners() {
        feed.tell(Scene.head(SessionHead.State.RUNNING, null));
        var rows = new ArrayList<Standings.Row>();
        for (int i = 1; i <= 40; i++) {
            feed.tell(Scene.person(Scene.id(i), "Runner " + i, true));
            rows.add(row(i, RunnerState.RUNNING, NOW.plusSeconds(i % 2 == 0 ? i : 1000 + i)));
        }
        feed.tell(Scene.board("laps", 0, NOW, rows));
        feed.tell(Scene.frame(NOW, false, Scene.backwardLap(), List.of()));
    }

    @Test
    void ofManyRunnersTheTwelveDueNextHaveKeysAndABibIsFound() {
        manyRunners();
        Page page = phone("?theme=sun");
        page.locator(".foot .primary").tap();
        await(page, "() => document.querySelectorAll('bs-pad .key').length === 12");
        assertThat(page.evaluate("[...document.querySelectorAll('bs-pad .key .bib')].map(e => e.textContent).join()"))
                .isEqualTo("102,104,106,108,110,112,114,116,118,120,122,124");
        see(page, "coach-many");
        page.locator(".find").fill("139");
        await(page, "() => document.querySelectorAll('bs-pad .key').length === 1");
        page.locator("bs-pad .key").tap();
        awaitTaken(page, "marks", 1);
        assertThat(only("marks").text("runner")).isEqualTo("r39");
    }

    @Test
    void theKeysOfOneWaveStandAloneWhereThatIsChosen() {
        live();
        Page page = phone("?theme=night");
        showTaps(page);
        assertThat(bibs(page)).isEqualTo("101,102,103,104,105,106,107,108,109,110,111,112");
        Object before = page.evaluate(KEYS_TOP);
        page.locator(".of-waves [data-wave='2']").tap();
        await(page, "() => document.querySelectorAll('bs-pad .key').length === 5");
        assertThat(bibs(page)).isEqualTo("108,109,110,111,112");
        see(page, "coach-pad-wave");
        assertNoViolations(page, "one wave's keys");
        page.locator(key("r09")).tap();
        awaitTaken(page, "marks", 1);
        assertThat(only("marks").text("runner")).isEqualTo("r09");
        page.locator(".of-waves button").first().tap();
        await(page, "() => document.querySelectorAll('bs-pad .key').length === 12");
        assertThat(page.evaluate(KEYS_TOP)).as("each key is where it was").isEqualTo(before);

        // whose wave is gone is shown with all
        page.locator(".of-waves [data-wave='1']").tap();
        await(page, "() => document.querySelectorAll('bs-pad .key').length === 7");
        feed.tell(Scene.attention(NOW.plusSeconds(1), new Frame.Attention(List.of(), null)));
        await(page, "() => document.querySelectorAll('bs-pad .key').length === 12");
        assertThat(page.locator(".of-waves").count()).isZero();
    }

    private static String bibs(Page page) {
        return (String)
                page.evaluate("[...document.querySelectorAll('bs-pad .key .bib')].map(e => e.textContent).join()");
    }

    // ---- who needs me now ----

    @Test
    void whatTheDoorsFindWrongWithADeviceIsSaidInWords() {
        live();
        doors.devices("{\"clocks\":[{\"runner\":\"r03\",\"offsetSeconds\":-180.0,\"message\":\"-\"}],"
                + "\"units\":[{\"runner\":\"r04\",\"device\":\"p4\",\"ratio\":1.94,\"message\":\"-\"}],"
                + "\"far\":[{\"runner\":\"r05\"}]}");
        Page page = phone("?theme=night");
        await(page, "() => document.querySelectorAll('.device').length === 3");
        assertThat(page.locator(".device").allInnerTexts())
                .satisfiesExactly(
                        unit -> assertThat(unit).endsWith(": the device tells speed in a wrong unit (1.94×)"),
                        far -> assertThat(far).endsWith(": nowhere near the track, so its place is not kept"),
                        clock -> assertThat(clock).endsWith(": the device's clock is 180 s ahead; it is corrected"));
        assertNoViolations(page, "devices, night");
        assertThat(faults).isEmpty();
    }

    @Test
    void whoNeedsTheCoachStandsInTheSessionsOrderWithTheReasonInWords() {
        live();
        Page page = phone("?theme=night");
        await(page, "() => document.querySelectorAll('bs-tile').length === 5");
        assertThat(page.evaluate("[...document.querySelectorAll('bs-tile .tile')].map(e => e.dataset.runner).join()"))
                .isEqualTo("r07,r11,r10,r08,r12");
        assertThat(text(page, "[data-runner=r07] .why"))
                .isEqualTo("May have fallen: backwards, stopped at once, still since. Far straight.");
        assertThat(text(page, "[data-runner=r07] .age")).matches("NOW \\d+ s");
        assertThat(text(page, "[data-runner=r11] .why"))
                .matches("No signal for 0:\\d\\d. Last seen on the second bend.");
        assertThat(text(page, "[data-runner=r10] .why")).isEqualTo("Backwards at 1.9 m/s, over the 1.6 cap.");
        assertThat(text(page, "[data-runner=r08] .why")).matches("(At the line in ≈ \\d s|Due at the line \\d+ s ago)");
        assertThat(page.locator(".others").last().innerText()).isEqualTo("7 others: nothing needed");
        see(page, "coach-needs");
        assertNoViolations(page, "needs, night");

        page.locator("[data-runner=r07] .answers button").first().tap();
        awaitTaken(page, "events", 1);
        assertThat(only("events").text("type")).isEqualTo("acknowledge");
        assertThat(only("events").text("answer")).isEqualTo("going");
        assertThat(only("events").text("alertId")).startsWith("evening|r07|FALL|");
        await(page, "() => document.querySelector('[data-runner=r07]').classList.contains('answered')");
        page.locator("[data-runner=r08] .answers button").tap();
        awaitTaken(page, "marks", 1);
        assertThat(only("marks").text("runner")).isEqualTo("r08");
    }

    @Test
    void speedsAndHeatAreToldAndTakenInTheUnitsThatWereChosen() {
        live();
        Page page = phone("?theme=night");
        page.waitForSelector("[data-runner=r10]");
        assertThat(text(page, "[data-runner=r10] .why")).startsWith("Backwards at 1.9 m/s, over the 1.6 cap.");
        page.locator(".bar .menu").tap();
        page.locator("[data-do=units]").tap();
        page.locator(".panel .backwards").tap();
        assertThat(text(page, "[data-runner=r10] .why")).startsWith("Backwards at 4.3 mph, over the 3.6 cap.");

        page.locator(".bar .menu").tap();
        page.locator(".choices button").first().tap();
        page.waitForSelector("bs-heat");
        assertThat(text(page, "bs-heat")).contains("87.6\u2009°F WBGT", "Air, °F", "or WBGT, °F");
        assertThat(text(page, "bs-heat")).doesNotContain("°C");
        page.locator("bs-heat [name=air]").fill("95");
        page.locator("bs-heat [name=humidity]").fill("50");
        page.locator("bs-heat form button").tap();
        awaitTaken(page, "events", 1);
        assertThat(only("events").event().path("temperatureCelsius").asDouble())
                .as("the session's own unit")
                .isEqualTo(35);
        assertThat(only("events").event().has("wbgtCelsius")).isFalse();
        page.reload();
        page.waitForSelector("[data-runner=r10]");
        assertThat(text(page, "[data-runner=r10] .why")).as("chosen for good").contains("mph");
    }

    @Test
    void aTileAndASheetTellTheFinishThatIsProjected() {
        Scene.fiveKilometres(feed, NOW);
        feed.tell(Scene.attention(NOW.plusMillis(200), Scene.fiveNeeds(NOW)));
        Scene.fiveKilometres(feed, NOW.plusSeconds(1));
        Page page = phone("?theme=night");
        await(page, "() => document.querySelector('[data-runner=r08] .finish') !== null");
        assertThat(text(page, "[data-runner=r08] .finish")).isEqualTo("Finish ≈55:15 ±\u20091:15, target 55:00");
        assertThat(page.locator("[data-runner=r07] .finish").count())
                .as("behind")
                .isZero();
        page.locator("[data-runner=r07] .who").tap();
        await(page, "() => document.querySelector('.panel .finish') !== null");
        assertThat(text(page, ".panel .finish"))
                .isEqualTo("Finished in 54:01 ±\u20090:02, target 55:00 · 12\u2009% walked");
    }

    @Test
    void redStaysOnTopWhenTheListIsScrolled() {
        live();
        Page page = open("", 390, 560, true);
        await(page, "() => document.querySelectorAll('bs-tile').length === 5");
        page.evaluate("() => { document.querySelector('main').scrollTop = 10000; }");
        assertThat(page.evaluate("() => { const main = document.querySelector('main').getBoundingClientRect();"
                        + " const red = document.querySelector('[data-runner=r07]').getBoundingClientRect();"
                        + " return document.querySelector('main').scrollTop > 50 && red.top >= main.top - 1"
                        + " && red.bottom <= main.bottom; }"))
                .isEqualTo(true);
    }

    @Test
    void nothingMovesUnderAFinger() {
        live();
        Page page = phone("");
        await(page, "() => document.querySelectorAll('bs-tile').length === 5");
        page.evaluate(
                "() => { window.touching = setInterval(() => dispatchEvent(new PointerEvent('pointerdown')), 200); }");
        var needs = new ArrayList<>(Scene.fiveNeeds(NOW).needs());
        needs.add(
                0,
                new Frame.Need(
                        "r01",
                        "RED_OPEN",
                        "UNKNOWN",
                        List.of(new Frame.Why("alert.SYMPTOM", NOW, Double.NaN, Double.NaN, "new", false))));
        page.waitForTimeout(500);
        feed.tell(Scene.attention(NOW.plusSeconds(2), new Frame.Attention(needs, null)));
        page.waitForTimeout(900);
        assertThat(page.locator("bs-tile .tile").first().getAttribute("data-runner"))
                .isEqualTo("r07");
        page.evaluate("() => clearInterval(window.touching)");
        await(page, "() => document.querySelector('bs-tile .tile').dataset.runner === 'r01'");
        assertThat(text(page, "[data-runner=r01] .why")).isEqualTo("Pressed stop: feels unwell.");
    }

    @Test
    void anAlertIsATileBeforeTheSessionsListHoldsIt() {
        live();
        Page page = phone("");
        await(page, "() => document.querySelectorAll('bs-tile').length === 5");
        feed.tell(Scene.alert("r03", Alert.Kind.SYMPTOM, Alert.Severity.RED, Alert.State.RAISED, 0, NOW));
        feed.tell(Scene.alert("r08", Alert.Kind.STOPPED, Alert.Severity.AMBER, Alert.State.RAISED, 0, NOW));
        feed.tell(Scene.alert("r02", Alert.Kind.WRONG_WAY, Alert.Severity.CUE, Alert.State.RAISED, 0, NOW));
        await(page, "() => document.querySelectorAll('bs-tile').length === 6");
        assertThat(tiles(page)).containsExactly("r07", "r03", "r11", "r10", "r08", "r12");
        assertThat(text(page, "[data-runner=r03] .why")).isEqualTo("Pressed stop: feels unwell.");
        assertThat(page.locator("[data-runner=r08]").getAttribute("data-urgency"))
                .isEqualTo("AMBER");
        assertThat(page.locator("[data-runner=r03] .answers button").count()).isEqualTo(2);

        // The session's own list has the last word, and an alert that is over is no tile.
        feed.tell(Scene.alert("r03", Alert.Kind.SYMPTOM, Alert.Severity.RED, Alert.State.CLEARED, 1, NOW));
        await(page, "() => document.querySelector('[data-runner=r03].gone')");
        await(page, "() => document.querySelector('[data-runner=r08]').dataset.urgency === 'DUE_AT_LINE'");
    }

    private void facingInDoubt() {
        Scene.live(feed, NOW);
        Scene.facingUnconfirmed(feed, NOW);
        feed.tell(Scene.attention(
                NOW.plusMillis(200),
                new Frame.Attention(
                        List.of(new Frame.Need(
                                "r07",
                                "FACING_IN_DOUBT",
                                "UNKNOWN",
                                List.of(new Frame.Why(
                                        "facing-unconfirmed", NOW, Double.NaN, Double.NaN, null, false)))),
                        null)));
    }

    @Test
    void aCoachSaysWhichWayALapInDoubtWasRun() {
        facingInDoubt();
        Page page = phone("?theme=night");
        await(page, "() => document.querySelectorAll('bs-tile .answers button').length === 2");
        assertThat(text(page, "[data-runner=r07] .why")).isEqualTo("Lap 2: facing unconfirmed. Which way was it run?");
        assertThat(smallest(page, "bs-tile .answers button")).isGreaterThanOrEqualTo(48);
        see(page, "coach-facing");
        assertNoViolations(page, "facing in doubt");
        page.locator("bs-tile [data-facing=BACKWARD]").tap();
        awaitTaken(page, "corrections", 1);
        ScriptedDoors.Said said = only("corrections");
        assertThat(said.text("type")).isEqualTo("correction");
        assertThat(said.text("action")).isEqualTo("facing");
        assertThat(said.text("runner")).isEqualTo("r07");
        assertThat(said.text("facing")).isEqualTo("backward");
        assertThat(said.event().path("lap").asInt()).isEqualTo(2);
        assertThat(Instant.parse(said.text("lapEndedAt")))
                .as("numbers shift, times do not")
                .isEqualTo(NOW);
        await(page, "() => document.querySelector('bs-tile .done') !== null");
        assertThat(text(page, ".strip")).contains("Bee Bee: lap 2 was run backwards");

        page.locator(".strip button").tap();
        awaitTaken(page, "corrections", 2);
        assertThat(doors.taken("corrections").get(1).text("action")).isEqualTo("undo");
        assertThat(doors.taken("corrections").get(1).text("corrects")).isEqualTo(said.text("eventId"));
        await(page, "() => document.querySelectorAll('bs-tile .answers button').length === 2");
        assertThat(faults).isEmpty();
    }

    @Test
    void whichWayALapWasRunIsSaidOnTheRunnersSheetToo() {
        facingInDoubt();
        Page page = phone("?theme=sun");
        page.locator("[data-runner=r07] .who").tap();
        page.waitForSelector(".laps [data-facing]");
        assertThat(page.locator(".laps tr:nth-child(2) [data-facing]").count())
                .as("asked where nobody knows")
                .isEqualTo(2);
        assertThat(page.locator(".laps tr:nth-child(1) [data-facing]").count())
                .as("and of the others when what is known is pressed")
                .isZero();
        see(page, "coach-facing-sheet");
        assertNoViolations(page, "facing on the sheet");
        assertThat(smallest(page, ".laps button")).isGreaterThanOrEqualTo(48);
        page.locator(".laps tr:nth-child(2) [data-facing=FORWARD]").tap();
        awaitTaken(page, "corrections", 1);
        assertThat(only("corrections").text("facing")).isEqualTo("forward");
        assertThat(page.locator(".laps tr:nth-child(2) [data-facing=FORWARD]").getAttribute("aria-pressed"))
                .isEqualTo("true");

        page.locator(".laps tr:nth-child(1) .faces").tap();
        page.locator(".laps tr:nth-child(1) [data-facing=BACKWARD]").tap();
        awaitTaken(page, "corrections", 2);
        assertThat(doors.taken("corrections").get(1).event().path("lap").asInt())
                .isEqualTo(1);
        assertThat(doors.taken("corrections").get(1).text("facing")).isEqualTo("backward");
        assertThat(faults).isEmpty();
    }

    private static List<Object> tiles(Page page) {
        return List.copyOf((List<?>) page.evaluate(
                "() => [...document.querySelectorAll('bs-tile .tile')].map(tile => tile.dataset.runner)"));
    }

    @Test
    void whatIsOverStaysFiveSecondsAndThenGoes() {
        live();
        Page page = phone("");
        await(page, "() => document.querySelectorAll('bs-tile').length === 5");
        feed.tell(Scene.attention(NOW.plusSeconds(2), new Frame.Attention(List.of(), null)));
        await(page, "() => document.querySelectorAll('bs-tile .tile.gone').length === 3");
        await(page, "() => document.querySelectorAll('bs-tile').length === 0");
        await(page, "() => document.querySelector('.needs').textContent.includes('12 others')");
    }

    @Test
    void theChecksBeforeBackwardsAreAnsweredAndWhoIsToBeAskedIsNamed() {
        live();
        Page page = phone("?theme=sun");
        page.locator(".gate").tap();
        page.waitForSelector("bs-checks");
        assertThat(text(page, "bs-checks .short")).isEqualTo("1 spotter for 5 backwards, 2 needed.");
        assertThat(page.locator("[data-check=LANES_ASSIGNED] .chosen").count())
                .as("answered before")
                .isEqualTo(1);
        assertThat(page.locator("[data-check=TRACK_CLEAR] .chosen").count()).isZero();
        assertThat(text(page, ".asked")).contains("103 Tiger", "Shoes that do not fit?");
        assertThat(text(page, "bs-heat")).contains("30.9\u2009°C WBGT", "nothing intense", "nobody runs");
        see(page, "coach-checks");
        assertNoViolations(page, "checks, sun");
        page.locator("[data-check=TRACK_CLEAR] button").first().tap();
        page.locator("[data-check=SPOTTERS_NAMED] .stepper button").last().tap();
        page.locator("[data-check=SPOTTERS_NAMED] > button").first().tap();
        page.locator(".asked button").first().tap();
        awaitTaken(page, "events", 3);
        assertThat(doors.taken("events"))
                .extracting(said -> said.text("check") + " " + said.text("passed") + " " + said.text("spotters") + " "
                        + said.text("runner"))
                .containsExactly("TRACK_CLEAR true  ", "SPOTTERS_NAMED true 2 ", "SHOES true  r03");
    }

    @Test
    void anAnswerThatTheDoorRefusedIsOpenAgain() {
        live();
        Page page = phone("?theme=night");
        await(page, "() => document.querySelectorAll('bs-tile').length === 5");
        doors.answerAfter(400);
        doors.refuseWith(403);
        page.locator("[data-runner=r07] .answers button").first().tap();
        await(page, "() => document.querySelector('[data-runner=r07]').classList.contains('answered')");
        await(page, "() => !document.querySelector('[data-runner=r07]').classList.contains('answered')");
        assertThat(text(page, ".strip")).contains("Not taken: This page's link does not allow that.");
        assertThat(page.locator("[data-runner=r07] .answers button").count())
                .as("it can be answered again")
                .isEqualTo(2);
        doors.refuseWith(0);
        page.locator("[data-runner=r07] .answers button").first().tap();
        awaitTaken(page, "events", 1);
        await(page, "() => document.querySelector('[data-runner=r07]').classList.contains('answered')");
    }

    private static Frame.Attention checks(Frame.Obstacle... obstacles) {
        return new Frame.Attention(List.of(), new Frame.Gate("WAIT", 5, 2, 2, List.of(obstacles)));
    }

    private static String chosen(Page page, String check) {
        return (String) page.evaluate("[...document.querySelectorAll('[data-check=" + check
                + "] > button')].map(e => e.getAttribute('aria-pressed')).join()");
    }

    @Test
    void anotherCoachsNoReplacesTheYesThatWasSaidHere() {
        live();
        var unanswered = new Frame.Obstacle("CHECK_UNANSWERED", "TRACK_CLEAR", null, 0, 0);
        Page page = phone("");
        page.locator(".gate").tap();
        page.waitForSelector("bs-checks");
        page.locator("[data-check=TRACK_CLEAR] > button").first().tap();
        assertThat(chosen(page, "TRACK_CLEAR")).as("at once").isEqualTo("true,false");
        awaitTaken(page, "events", 1);
        feed.tell(Scene.attention(
                NOW.plusSeconds(1), checks(new Frame.Obstacle("CHECK_FAILED", "TRACK_CLEAR", null, 0, 0))));
        await(
                page,
                "() => document.querySelectorAll('[data-check=TRACK_CLEAR] > button')[1].getAttribute('aria-pressed')"
                        + " === 'true'");
        assertThat(chosen(page, "TRACK_CLEAR")).isEqualTo("false,true");

        // What the door refuses was not said.
        feed.tell(Scene.attention(NOW.plusSeconds(2), checks(unanswered)));
        await(page, "() => document.querySelector('[data-check=TRACK_CLEAR] .chosen') === null");
        doors.refuseWith(403);
        page.locator("[data-check=TRACK_CLEAR] > button").first().tap();
        await(page, "() => document.querySelector('.strip')?.textContent.includes('Not taken')");
        assertThat(chosen(page, "TRACK_CLEAR")).isEqualTo("false,false");
    }

    @Test
    void aPreviewIsReckonedAnewEveryFewSecondsAndOnlyWhileItIsOpen() {
        live();
        Page page = phone("?theme=night");
        page.locator("[data-runner=r08] .who").tap();
        page.waitForSelector(".laps");
        long openedAt = System.nanoTime();
        page.locator(".laps .mend button").first().tap();
        page.waitForCondition(() -> doors.previews() == 1);
        int revision = 1;
        for (; doors.previews() < 3; revision++) {
            feed.tell(Scene.board("ratio", revision, NOW.plusMillis(3000 + 150 * revision), Scene.rows(1.89)));
            page.waitForTimeout(150);
            assertThat(revision).as("it is asked again while the board moves").isLessThan(400);
        }
        assertThat((System.nanoTime() - openedAt) / 1e9)
                .as("seconds for three, whatever the board's " + revision + " revisions")
                .isGreaterThan(8);
        page.locator(".ends button").first().tap();
        page.waitForSelector(".laps");
        for (int i = 0; i < 30; i++, revision++) {
            feed.tell(Scene.board("ratio", revision, NOW.plusMillis(3000 + 150 * revision), Scene.rows(1.89)));
            page.waitForTimeout(150);
        }
        assertThat(doors.previews()).as("closed is not asked for").isEqualTo(3);
    }

    @Test
    void aPreviewThatCouldNotBeReckonedIsAskedForAgainAndHoldsUpNobody() {
        live();
        doors.refusePreviews(2);
        doors.preview(
                "{\"position\":420,\"unmoved\":10,\"moves\":["
                        + "{\"board\":\"ratio\",\"runner\":\"r08\",\"before\":{\"place\":2,\"value\":1.77},\"after\":{\"place\":1,\"value\":1.74}}]}");
        Page page = phone("?theme=night");
        page.locator("[data-runner=r08] .who").tap();
        page.waitForSelector(".laps");
        page.locator(".laps .mend button").first().tap();
        page.waitForSelector("bs-fix .short");
        assertThat(text(page, "bs-fix")).contains("What would move is not known now.");
        assertThat(page.locator("bs-fix .ends .primary").isEnabled()).isTrue();
        page.waitForCondition(() -> doors.previews() == 2);
        assertThat(page.locator("bs-fix .ends .primary").isEnabled())
                .as("while it is asked again")
                .isTrue();
        page.waitForSelector(".movers");
        assertThat(text(page, ".movers [data-runner=r08]")).contains("1.77× → 1.74×");
        assertThat(doors.previews()).isEqualTo(3);
    }

    @Test
    void aLapIsRemovedAfterWhatWouldMoveWasSeenAndThatIsTakenBack() {
        live();
        Page page = phone("?theme=night");
        page.locator("[data-runner=r08] .who").tap();
        page.waitForSelector(".laps");
        await(page, "() => document.querySelector('.laps tbody td:nth-child(4)').textContent.trim() === '161'");
        assertThat(text(page, ".laps tbody tr")).contains("1", "1:44.7", "chip", "forwards", "161");
        see(page, "coach-runner");
        assertNoViolations(page, "runner sheet");
        assertThat(smallest(page, ".laps button")).isGreaterThanOrEqualTo(48);
        doors.preview("{\"position\":420,\"unmoved\":10,\"moves\":["
                + "{\"board\":\"ratio\",\"runner\":\"r08\",\"before\":{\"place\":2,\"shared\":false,\"value\":1.77,"
                + "\"verdict\":\"MET\",\"laps\":2},\"after\":{\"verdict\":\"NO_VERDICT\",\"laps\":1}},"
                + "{\"board\":\"ratio\",\"runner\":\"r05\",\"before\":{\"place\":3,\"shared\":false,\"value\":1.94,"
                + "\"verdict\":\"MET\",\"laps\":2},\"after\":{\"place\":2,\"shared\":false,\"value\":1.94,"
                + "\"verdict\":\"MET\",\"laps\":2}}]}");
        page.locator(".laps .mend button").first().tap();
        page.waitForSelector(".movers");
        assertThat(text(page, "bs-fix h2")).isEqualTo("Remove lap 1 of 108 Fah?");
        assertThat(text(page, ".movers [data-runner=r08]")).contains("1.77× → running", "2 → –");
        assertThat(page.locator(".movers [data-runner=r08] s").count()).isEqualTo(1);
        assertThat(text(page, ".movers [data-runner=r05]")).contains("105 Anan", "1.94×", "3 → 2");
        assertThat(text(page, "bs-fix")).contains("10 others do not move.", "Nothing changes until you apply.");
        assertThat(text(page, ".fixed")).isEqualTo("Corrected: Fah 1.77× → –, corrected by the coach");
        see(page, "coach-fix");
        assertNoViolations(page, "correction");
        feed.tell(Scene.board("ratio", 1, NOW.plusSeconds(3), Scene.rows(1.89)));
        await(page, "() => document.querySelector('bs-fix')?.textContent.includes('reckoned again')");
        page.waitForCondition(() -> doors.previews() == 2);
        assertThat(doors.taken("corrections")).as("looked at, not made").isEmpty();
        page.locator("bs-fix fieldset button").first().tap();
        page.locator(".ends .primary").tap();
        awaitTaken(page, "corrections", 1);
        assertThat(only("corrections").text("action")).isEqualTo("void");
        assertThat(only("corrections").event().path("lap").asInt()).isEqualTo(1);
        assertThat(only("corrections").text("reason")).isEqualTo("wrong-bib");
        assertThat(text(page, ".strip")).contains("108 Fah: lap 1 removed");
        await(page, "() => document.querySelector('bs-coach').outbox.waiting.length === 0");
        page.locator(".strip button").tap();
        awaitTaken(page, "corrections", 2);
        assertThat(doors.taken("corrections").get(1).text("action")).isEqualTo("undo");
        assertThat(doors.taken("corrections").get(1).text("corrects"))
                .isEqualTo(doors.taken("corrections").get(0).text("eventId"));
    }

    private Page runnerSheet(String query) {
        live();
        Page page = phone(query);
        page.locator("[data-runner=r08] .who").tap();
        page.waitForSelector(".laps");
        return page;
    }

    @Test
    void aRunnersEarlierSessionsAreOneTapFromTheirSheet() {
        Page page = runnerSheet("?theme=night");
        Page log = page.waitForPopup(() -> page.locator(".panel .log").tap());
        log.waitForSelector("bs-runner [data-phase]");
        assertThat(log.url()).endsWith("/runner/r08?view=coach");
        assertThat(smallest(page, ".panel .log")).isGreaterThanOrEqualTo(48);
    }

    @Test
    void theEndOfALapIsMovedByTheTimeThatACoachTook() {
        Page page = runnerSheet("?theme=night");
        page.locator(".laps .move").tap();
        page.waitForSelector("bs-fix .typed");
        assertThat(text(page, "bs-fix h2")).isEqualTo("Move the end of lap 1 of 108 Fah?");
        assertThat(page.locator("bs-fix .typed").inputValue()).isEqualTo("1:44.7");
        doors.preview("{\"position\":420,\"unmoved\":11,\"moves\":["
                + "{\"board\":\"ratio\",\"runner\":\"r08\",\"before\":{\"place\":2,\"shared\":false,\"value\":1.77,"
                + "\"verdict\":\"MET\",\"laps\":2},\"after\":{\"place\":2,\"shared\":false,\"value\":1.74,"
                + "\"verdict\":\"MET\",\"laps\":2}}]}");
        page.locator("bs-fix .steps button").nth(4).tap();
        await(page, "() => document.querySelector('bs-fix .typed').value === '1:45.7'");
        page.locator("bs-fix .typed").fill("1:46,2");
        await(
                page,
                "() => document.querySelector('bs-coach bs-fix').fix.preview?.position === 420"
                        + " && document.querySelector('bs-fix .typed').value === '1:46.2'");
        assertThat(text(page, ".movers [data-runner=r08]")).contains("1.77× → 1.74×");
        see(page, "coach-move");
        assertNoViolations(page, "move");
        assertThat(smallest(page, "bs-fix button, bs-fix input")).isGreaterThanOrEqualTo(48);
        page.locator("bs-fix .typed").fill("1:66");
        await(page, "() => document.querySelector('bs-fix .primary').disabled");
        assertThat(text(page, "bs-fix [role=alert]")).isEqualTo("Minutes, colon, seconds: 1:52.4");
        page.locator("bs-fix .typed").fill("1:46.2");
        await(page, "() => !document.querySelector('bs-fix .primary').disabled");
        page.locator(".ends .primary").tap();
        awaitTaken(page, "corrections", 1);
        ScriptedDoors.Said move = only("corrections");
        assertThat(move.text("action")).isEqualTo("move");
        assertThat(Instant.parse(move.text("at")))
                .as("a second and a half later than it was")
                .isEqualTo(Instant.parse(move.text("lapEndedAt")).plusMillis(1500));
        assertThat(text(page, ".strip")).contains("108 Fah: end of lap 1 moved");
    }

    @Test
    void aLapIsAddedAtTheTimeOfAMarkThatHadNoBib() {
        live();
        Page page = phone("?theme=sun");
        showTaps(page);
        page.locator(".mark").tap();
        double marked = ((Number) page.evaluate("document.querySelector('bs-coach').store.time.now()")).doubleValue();
        page.locator(".foot .primary").tap();
        page.locator("[data-runner=r08] .who").tap();
        page.waitForSelector(".laps");
        page.locator(".panel .add").tap();
        page.waitForSelector("bs-fix .typed");
        assertThat(text(page, "bs-fix h2")).isEqualTo("Add the end of a lap of 108 Fah?");
        assertThat(page.locator("bs-fix .typed").inputValue()).startsWith("8:4");
        await(page, "() => !document.querySelector('bs-fix .primary').disabled");
        see(page, "coach-add");
        page.locator(".ends .primary").tap();
        awaitTaken(page, "corrections", 1);
        assertThat(only("corrections").text("action")).isEqualTo("add");
        assertThat(only("corrections").event().has("lap")).isFalse();
        assertThat((double) Instant.parse(only("corrections").text("at")).toEpochMilli())
                .isCloseTo(marked, within(700.0));
        page.locator(".strip button").tap();
        awaitTaken(page, "corrections", 2);
        assertThat(doors.taken("corrections").get(1).text("corrects"))
                .isEqualTo(doors.taken("corrections").get(0).text("eventId"));
    }

    @Test
    void twoBibsAreSwappedOnceTheOtherRunnerIsNamed() {
        Page page = runnerSheet("?theme=night");
        page.locator(".panel .swap").tap();
        page.waitForSelector("bs-fix select");
        assertThat(page.locator(".ends .primary").isDisabled()).isTrue();
        assertThat(doors.previews()).as("nothing to reckon yet").isZero();
        assertThat(page.locator("bs-fix fieldset button").allInnerTexts()).containsExactly("Wrong bib", "Other");
        page.locator("bs-fix select").selectOption("r05");
        await(page, "() => !document.querySelector('bs-fix .primary').disabled");
        assertThat(doors.previews()).isEqualTo(1);
        see(page, "coach-swap");
        assertNoViolations(page, "swap");
        assertThat(smallest(page, "bs-fix button, bs-fix select")).isGreaterThanOrEqualTo(48);
        page.locator("bs-fix .since button").last().tap();
        await(
                page,
                "() => document.querySelector('bs-coach bs-fix').fix.preview?.position === 1"
                        + " && document.querySelector('bs-fix .since .chosen').textContent.includes('now')");
        page.locator("bs-fix .since button").first().tap();
        await(
                page,
                "() => document.querySelector('bs-coach bs-fix').fix.preview?.position === 1"
                        + " && document.querySelector('bs-fix .since .chosen').textContent.includes('start')");
        page.locator(".ends .primary").tap();
        awaitTaken(page, "corrections", 1);
        assertThat(only("corrections").text("action")).isEqualTo("swap");
        assertThat(only("corrections").text("runner")).isEqualTo("r08");
        assertThat(only("corrections").text("with")).isEqualTo("r05");
        assertThat(only("corrections").event().has("at"))
                .as("from the beginning")
                .isFalse();
        assertThat(text(page, ".strip")).contains("108 Fah and 105 Anan: bibs swapped");
    }

    @Test
    void aCorrectionThatTheDoorWouldRefuseCannotBeMade() {
        Page page = runnerSheet("");
        doors.preview(
                "{\"position\":7,\"unmoved\":12,\"moves\":[],\"rejected\":{\"reason\":\"UNKNOWN_RUNNER\",\"message\":\"Name another runner.\"}}");
        page.locator(".panel .add").tap();
        await(
                page,
                "() => document.querySelector('bs-fix [role=alert]')?.textContent.includes('has not joined the session')");
        page.locator("bs-fix .door-said summary").tap();
        assertThat(text(page, "bs-fix .door-said p")).isEqualTo("Name another runner.");
        assertThat(page.locator(".ends .primary").isDisabled()).isTrue();
    }

    // ---- the clock ----

    @Test
    void theGunAsksOnceMoreAndThenFires() {
        live();
        Page page = phone("?theme=night");
        page.locator(".foot button").last().tap();
        assertThat(page.locator(".waves button").allInnerTexts())
                .as("everyone, and the waves that somebody belongs to")
                .extracting(words -> words.replace('\n', ' ').strip())
                .containsExactly("Everyone", "Wave 1 7 runners, gun at 06:05:13", "Wave 2 5 runners, waiting");
        see(page, "coach-waves");
        assertNoViolations(page, "waves");
        page.locator(".waves button").nth(2).tap();
        await(page, "() => document.querySelector('.asks')?.textContent.includes('Start wave 2?')");
        see(page, "coach-gun");
        assertThat(doors.taken("gun")).isEmpty();
        page.locator(".confirm").tap();
        awaitTaken(page, "gun", 1);
        assertThat(only("gun").event().path("wave").asInt()).isEqualTo(2);

        page.locator(".foot button").last().tap();
        page.locator(".waves button").first().tap();
        await(page, "() => document.querySelector('.asks') !== null");
        await(page, "() => document.querySelector('.asks') === null");
        assertThat(doors.taken("gun"))
                .as("nobody said yes within three seconds")
                .hasSize(1);
    }

    @Test
    void theGroupIsSentOnAtTheSecondPressAndNowhereAfterTheLastStep() {
        live();
        Page page = phone("?theme=night");
        assertThat(page.locator(".foot .next").isDisabled())
                .as("nothing follows the backward lap")
                .isTrue();
        feed.tell(Scene.frame(NOW.plusSeconds(1), false, Scene.forwardLap(), List.of()));
        await(page, "() => document.querySelector('.foot .next:not(:disabled)') !== null");
        see(page, "coach-foot");
        page.locator(".foot .next").tap();
        await(page, "() => document.querySelector('.asks')?.textContent.includes('Go on: Rest?')");
        see(page, "coach-next");
        await(page, "() => document.querySelector('.asks') === null");
        assertThat(doors.taken("control")).as("nobody said yes").isEmpty();
        page.locator(".foot .next").tap();
        page.locator(".confirm").tap();
        awaitTaken(page, "control", 1);
        assertNoViolations(page, "next step");
        assertThat(only("control").text("action")).isEqualTo("step");
        assertThat(only("control").text("eventId")).startsWith("step-");
    }

    @Test
    void theGroupIsNotSentBackwardsBeforeTheChecksAreAnswered() {
        live();
        feed.tell(Scene.frame(NOW.plusSeconds(1), false, Scene.rest(NOW.plusSeconds(60)), List.of()));
        Page page = laptop("");
        await(page, "() => document.querySelector('.foot .next:not(:disabled)') !== null");
        page.keyboard().press("n");
        page.waitForSelector("bs-checks");
        page.keyboard().press("n");
        page.waitForTimeout(300);
        assertThat(doors.taken("control")).isEmpty();
    }

    @Test
    void aStartThatWaitsForAnswersCannotBeGiven() {
        feed.tell(Scene.head(SessionHead.State.OPEN, null));
        Scene.people(feed);
        feed.tell(Scene.attention(NOW, Scene.fiveNeeds(NOW)));
        Page page = phone("");
        page.locator(".foot button").last().tap();
        await(page, "() => document.querySelector('.waves') !== null");
        assertThat(page.locator(".waves button:disabled").count()).isEqualTo(3);
        assertThat(text(page, ".panel .short")).isEqualTo("The start waits for 2 answers.");
        page.keyboard().press("g");
        page.keyboard().press("g");
        page.waitForTimeout(300);
        assertThat(doors.taken("gun")).isEmpty();
    }

    @Test
    void aPausedClockStandsOnTheCoachsPageToo() {
        live();
        Frame.PlanProgress running = Scene.backwardLap();
        feed.tell(Scene.frame(
                NOW.plusSeconds(1),
                false,
                new Frame.PlanProgress(
                                running.planName(),
                                running.step(),
                                running.of(),
                                running.kind(),
                                running.facing(),
                                running.goalMeters(),
                                running.startedAt(),
                                null,
                                true,
                                null,
                                null,
                                null)
                        .beside(NOW.plusSeconds(1), 0, Double.NaN),
                List.of()));
        Page page = phone("");
        await(page, "() => document.querySelector('.link.late')?.textContent === 'paused'");
        page.waitForTimeout(1500);
        assertThat(text(page, ".clock")).isEqualTo("8:48");
        assertThat(page.locator(".foot button").first().innerText()).isEqualTo("Go on");
        feed.tell(Scene.head(SessionHead.State.CLOSED, NOW.plusSeconds(300)));
        await(page, "() => document.querySelector('bs-coach').store.closed");
        page.waitForTimeout(500);
        assertThat(text(page, ".clock")).as("closed while it stood").isEqualTo("8:48");
    }

    @Test
    void theClockIsPausedAndTheSessionClosed() {
        live();
        Page page = phone("");
        page.locator(".foot button").first().tap();
        awaitTaken(page, "control", 1);
        assertThat(only("control").text("action")).isEqualTo("pause");
        page.locator(".menu").tap();
        page.locator(".panel > button.wide").tap();
        assertThat(text(page, ".panel > button.wide")).isEqualTo("Close it for everyone? Press again.");
        assertThat(doors.taken("control")).hasSize(1);
        page.locator(".panel > button.wide").tap();
        awaitTaken(page, "control", 2);
        assertThat(doors.taken("control").get(1).text("action")).isEqualTo("close");
        Scene.finish(feed, NOW.plusSeconds(90));
        await(page, "() => document.querySelector('[data-phase=closed] .over') !== null");
        assertThat(text(page, ".over dl")).contains("12", "were here");
        see(page, "coach-closed");
        assertNoViolations(page, "closed");
    }

    @Test
    void theNextMorningALapIsAddedToTheResultsAndThatIsTakenBack() {
        live();
        Scene.finish(feed, NOW.plusSeconds(90));
        Page page = phone("?theme=sun");
        await(page, "() => document.querySelector('[data-phase=closed] .over') !== null");
        assertThat(text(page, ".over")).contains("It changes the results, not the board that was shown at the end.");
        assertThat(smallest(page, ".attendance button")).isGreaterThanOrEqualTo(48);
        page.locator(".attendance [data-runner=r08]").tap();
        page.waitForSelector(".laps");
        doors.preview("{\"position\":420,\"unmoved\":11,\"moves\":["
                + "{\"board\":\"ratio\",\"runner\":\"r08\",\"before\":{\"verdict\":\"NO_VERDICT\",\"laps\":1},"
                + "\"after\":{\"place\":2,\"shared\":false,\"value\":1.74,\"verdict\":\"MET\",\"laps\":2}}]}");
        page.locator(".panel .add").tap();
        page.waitForSelector("bs-fix .movers");
        assertThat(text(page, "bs-fix"))
                .contains(
                        "Nothing changes until you apply. The results, cards and logs follow within seconds.",
                        "The results will say:")
                .doesNotContain("running");
        assertThat(page.locator("main bs-fix").count())
                .as("in what scrolls, or nobody reaches the end of it")
                .isOne();
        see(page, "coach-fix-afterwards");
        assertNoViolations(page, "correction after the close");
        page.locator("bs-fix fieldset button").nth(2).tap();
        page.locator(".ends .primary").tap();
        awaitTaken(page, "corrections", 1);
        ScriptedDoors.Said added = only("corrections");
        assertThat(added.text("action")).isEqualTo("add");
        assertThat(added.text("reason")).isEqualTo("missed-read");
        assertThat(Instant.parse(added.text("at")))
                .as("no lap ended after the session")
                .isEqualTo(NOW.plusSeconds(90));
        assertThat(text(page, ".strip")).contains("108 Fah: lap added");
        await(page, "() => document.querySelector('bs-coach').outbox.waiting.length === 0");
        page.locator(".strip button").tap();
        awaitTaken(page, "corrections", 2);
        assertThat(doors.taken("corrections").get(1).text("action")).isEqualTo("undo");

        page.locator(".panel .swap").tap();
        page.waitForSelector("bs-fix select");
        assertThat(page.locator("bs-fix .since").count())
                .as("there is no now from which they could have swapped")
                .isZero();
    }

    @Test
    void whatAnotherCoachCorrectedAfterTheEndIsTakenBackFromTheRunnersSheet() {
        live();
        Scene.finish(feed, NOW.plusSeconds(90));
        feed.tellSettled(Scene.lap("r05", 2, 1, Facing.BACKWARD, 200.0, NOW.plusSeconds(4_000), CoachCorrection.REASON)
                .by(new CoachCorrection("fix-C2-1", "C2", "wrong-bib")));
        Page page = phone("?theme=night");
        await(page, "() => document.querySelector('[data-phase=closed] .over') !== null");
        page.locator(".attendance [data-runner=r01]").tap();
        page.waitForSelector(".laps");
        assertThat(page.locator(".corrections").count()).isZero();

        page.locator(".panel .backwards").tap();
        page.locator(".attendance [data-runner=r05]").tap();
        page.waitForSelector(".corrections");
        assertThat(text(page, ".corrections li").replaceAll("\\s+", " "))
                .isEqualTo("lap 2: corrected by C2: Wrong bib Undo");
        assertThat(smallest(page, ".corrections button")).isGreaterThanOrEqualTo(48);
        assertThat(page.locator(".corrections button").getAttribute("aria-label"))
                .isEqualTo("Take back the correction of lap 2");
        see(page, "coach-sheet-corrected");
        assertNoViolations(page, "a corrected lap");
        doors.preview("{\"position\":420,\"unmoved\":11,\"moves\":["
                + "{\"board\":\"ratio\",\"runner\":\"r05\",\"before\":{\"place\":2,\"value\":1.68,\"verdict\":\"MET\",\"laps\":2},"
                + "\"after\":{\"place\":5,\"shared\":false,\"value\":1.94,\"verdict\":\"MET\",\"laps\":2}}]}");
        page.locator(".corrections button").tap();
        page.waitForSelector("bs-fix .movers");
        assertThat(text(page, "bs-fix h2")).isEqualTo("Take back the correction of lap 2 of 105 Anan?");
        assertThat(page.locator("bs-fix fieldset").count())
                .as("why an undo is an undo")
                .isZero();

        page.locator(".ends .primary").tap();
        awaitTaken(page, "corrections", 1);
        ScriptedDoors.Said undo = only("corrections");
        assertThat(undo.text("action")).isEqualTo("undo");
        assertThat(undo.text("corrects")).isEqualTo("fix-C2-1");
        assertThat(undo.text("runner")).isEqualTo("r05");
        assertThat(text(page, ".strip")).contains("Undone: 105 Anan");
    }

    @Test
    void ofTwoCorrectionsOfOneLapEitherIsTakenBack() {
        live();
        Scene.finish(feed, NOW.plusSeconds(90));
        feed.tellSettled(Scene.lap("r05", 2, 1, Facing.BACKWARD, 200.0, NOW.plusSeconds(4_000), CoachCorrection.REASON)
                .by(new CoachCorrection("fix-C1-1", "C1", "missed-read")));
        feed.tellSettled(Scene.lap("r05", 2, 2, Facing.BACKWARD, 210.0, NOW.plusSeconds(4_060), CoachCorrection.REASON)
                .by(new CoachCorrection("fix-C2-1", "C2", "wrong-bib")));
        Page page = phone("?theme=night&runner=r05");
        page.waitForSelector(".corrections");
        assertThat(corrections(page))
                .containsExactly("lap 2: corrected by C1: Missed read", "lap 2: corrected by C2: Wrong bib");

        page.locator(".corrections button").first().tap();
        page.waitForSelector("bs-fix");
        page.locator(".ends .primary").tap();
        awaitTaken(page, "corrections", 1);
        assertThat(only("corrections").text("corrects")).isEqualTo("fix-C1-1");

        feed.tellSettled(Scene.lap("r05", 2, 3, Facing.BACKWARD, 205.0, NOW.plusSeconds(4_120), CoachCorrection.REASON)
                .by(new CoachCorrection("undo-1", "C3", null, "fix-C1-1")));
        await(page, "() => document.querySelector('.corrections')?.textContent.includes('C3')");
        assertThat(corrections(page))
                .as("what was taken back is not there any more")
                .containsExactly("lap 2: corrected by C2: Wrong bib", "lap 2: corrected by C3");
    }

    private static List<String> corrections(Page page) {
        return page.locator(".corrections li span").allTextContents().stream()
                .map(words -> words.replaceAll("\\s+", " ").strip())
                .toList();
    }

    @Test
    void theResultsLeadToTheLapsOfARunner() {
        live();
        Scene.finish(feed, NOW.plusSeconds(90));
        Page page = phone("?theme=night&runner=r08");
        page.waitForSelector(".laps");
        assertThat(text(page, ".panel h2")).isEqualTo("108 Fah");
        page.locator(".panel .backwards").tap();
        page.waitForSelector(".over");
    }

    // ---- runners and coaches who come late ----

    @Test
    void aRunnerWhoComesLateIsEnteredAndOfAnotherSomethingElseHolds() {
        live();
        Page page = phone("?theme=night");
        page.locator(".menu").tap();
        page.locator(".add-runner").tap();
        page.waitForSelector(".enrol");
        see(page, "coach-enrol");
        assertNoViolations(page, "a runner is entered");
        page.locator("input[name=bib]").fill("113");
        page.locator("input[name=alias]").fill("Som");
        page.locator(".enrol summary").tap();
        page.locator("input[name=wave]").fill("2");
        assertThat(smallest(page, ".enrol button, .enrol input:not([type=checkbox]), .enrol select, .enrol summary"))
                .isGreaterThanOrEqualTo(48);
        see(page, "coach-enrol-more");
        page.locator(".enrol button[type=submit]").tap();
        awaitTaken(page, "runners", 1);
        ScriptedDoors.Said late = only("runners");
        assertThat(late.text("bib")).isEqualTo("113");
        assertThat(late.event().path("wave").asInt()).isEqualTo(2);
        await(page, "() => document.querySelector('.added').textContent.includes('113 Som')");

        page.locator(".panel .backwards").tap();
        page.locator("[data-runner=r08] .who").tap();
        page.waitForSelector(".panel .change");
        page.locator(".panel .change").tap();
        page.waitForSelector(".enrol");
        assertThat(text(page, ".enrol h3")).isEqualTo("Change details of 108 Fah");
        assertThat(page.locator("input[name=board]").count())
                .as("who is on the board has said so alone")
                .isZero();
        page.locator("input[name=team]").fill("Red");
        see(page, "coach-enrol-change");
        assertNoViolations(page, "details are changed");
        page.locator(".enrol button[type=submit]").tap();
        awaitTaken(page, "runners", 2);
        JsonNode changed = doors.taken("runners").get(1).event();
        assertThat(changed.path("runner").asText()).isEqualTo("r08");
        assertThat(changed.path("team").asText()).isEqualTo("Red");
        assertThat(changed.has("boardConsent")).isFalse();
        assertThat(changed.has("wave")).isFalse();
        assertThat(changed.has("alias")).as("what was not changed").isFalse();
        assertThat(faults).isEmpty();
    }

    @Test
    void whoLeftIsFetchedBackByTheCoach() {
        live();
        var rows = new ArrayList<>(Scene.rows(1.94));
        rows.set(7, Scene.running("r08", RunnerState.LEFT, null));
        feed.tell(Scene.board("ratio", 9, NOW, rows));
        Page page = phone("?theme=night");
        page.locator(".menu").tap();
        page.locator(".add-runner").tap();
        page.locator(".who-left [data-runner=r08]").tap();
        await(page, "() => document.querySelector('.enrol h3')?.textContent.includes('108 Fah')");
        assertThat(text(page, ".enrol button[type=submit]")).isEqualTo("Has left. Fetch back");
        see(page, "coach-left");
        assertNoViolations(page, "who left");
        page.locator(".enrol button[type=submit]").tap();
        awaitTaken(page, "runners", 1);
        assertThat(only("runners").text("runner")).isEqualTo("r08");
        assertThat(only("runners").text("type")).isEqualTo("join");
    }

    @Test
    void aSecondCoachScansALinkOfTheirOwn() {
        live();
        Page page = phone("?theme=night");
        page.locator(".menu").tap();
        page.locator(".another-coach").tap();
        page.waitForSelector(".link-made svg[role=img] path");
        assertThat(page.locator(".link-made input").inputValue()).contains("/coach/evening?token=of-the-other");
        assertThat(page.evaluate("document.querySelector('.link-made svg').getBoundingClientRect().width >= 280"))
                .isEqualTo(true);
        see(page, "coach-link");
        assertNoViolations(page, "a link for another coach");
        assertThat(smallest(page, ".link-made button, .link-made input")).isGreaterThanOrEqualTo(48);
        page.locator(".link-made .hide").tap();
        page.waitForSelector(".another-coach");
        assertThat(faults).isEmpty();
    }

    // ---- keys, languages, sizes ----

    @Test
    void aLaptopIsLedByItsKeys() {
        live();
        Page page = laptop("?theme=night");
        await(page, "() => document.querySelectorAll('bs-tile').length === 5");
        assertThat(page.locator("bs-pad .key").count())
                .as("tiles left, pad right")
                .isEqualTo(12);
        see(page, "coach-laptop");
        page.keyboard().type("109");
        page.keyboard().press("Enter");
        awaitTaken(page, "marks", 1);
        assertThat(only("marks").text("runner")).isEqualTo("r09");
        page.keyboard().press("u");
        awaitTaken(page, "corrections", 1);
        page.keyboard().press(" ");
        page.keyboard().type("110");
        page.keyboard().press("Enter");
        awaitTaken(page, "marks", 2);
        assertThat(doors.taken("marks").get(1).text("runner")).isEqualTo("r10");
        page.keyboard().press("a");
        awaitTaken(page, "events", 1);
        assertThat(only("events").text("alertId")).contains("|r07|FALL|");
        page.keyboard().press("j");
        assertThat(page.evaluate("document.activeElement.closest('.tile')?.dataset.runner"))
                .isEqualTo("r07");
        page.keyboard().press("p");
        await(page, "() => document.querySelector('.asks') !== null");
        page.keyboard().press("p");
        awaitTaken(page, "control", 1);
        page.keyboard().press("?");
        await(page, "() => document.querySelector('dl.keys') !== null");
        see(page, "coach-keys");
        assertNoViolations(page, "laptop, keys");
        page.keyboard().press("t");
        await(page, "() => document.documentElement.dataset.theme === 'sun'");
        page.keyboard().press("Escape");
        await(page, "() => document.querySelector('dl.keys') === null");
        see(page, "coach-laptop-sun");
        assertNoViolations(page, "laptop, sun");
    }

    @Test
    void keysOfASingleLetterOpenLapsAndBoardAndCanBeTurnedOff() {
        live();
        Page page = laptop("?theme=night");
        await(page, "() => document.querySelectorAll('bs-tile').length === 5");
        page.keyboard().press("c");
        await(page, "() => document.querySelector('.panel[aria-label=Runner] h2')?.textContent.includes('Bee Bee')");
        page.keyboard().press("Escape");
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("j");
        Object focused = page.evaluate("document.activeElement.closest('.tile')?.dataset.runner");
        assertThat(focused).isNotNull().isNotEqualTo("r07");
        page.keyboard().press("c");
        await(page, "() => document.querySelector('.panel[aria-label=Runner] h2') !== null");
        assertThat(text(page, ".panel h2")).as("whoever the keys are on").doesNotContain("Bee Bee");
        page.keyboard().press("Escape");
        Page board = page.context().waitForPage(() -> page.keyboard().press("b"));
        assertThat(board.url()).endsWith("/board/" + Scene.SESSION);
        board.close();

        page.keyboard().press("?");
        await(page, "() => document.querySelector('dl.keys') !== null");
        page.locator(".letters input").uncheck();
        page.keyboard().press("Escape");
        for (int round = 0; round < 2; round++) {
            page.keyboard().press("p");
            page.keyboard().type("109");
            page.keyboard().press("Enter");
            page.waitForTimeout(500);
            assertThat(page.locator(".asks, dl.keys").count())
                    .as("letters do nothing, also after a reload: " + round)
                    .isZero();
            assertThat(doors.taken("marks")).isEmpty();
            page.reload();
            await(page, "() => document.querySelectorAll('bs-tile').length === 5");
        }
        page.keyboard().press(" ");
        await(page, "() => JSON.parse(localStorage.getItem('backstretch.marks.evening') ?? '[]').length === 1");
        page.locator(".menu").click();
        page.locator(".choices button").last().click();
        page.locator(".letters input").check();
        page.keyboard().press("Escape");
        page.keyboard().press("p");
        await(page, "() => document.querySelector('.asks') !== null");
    }

    @Test
    void inThaiNoEnglishIsLeft() {
        live();
        Page page = phone("?lang=th&theme=night");
        await(page, "() => document.querySelectorAll('bs-tile').length === 5");
        assertThat(page.evaluate("document.documentElement.lang")).isEqualTo("th");
        String latin =
                "() => { const walk = document.createTreeWalker(document.querySelector('.coach'), NodeFilter.SHOW_TEXT);"
                        + " const found = []; for (let node = walk.nextNode(); node; node = walk.nextNode()) {"
                        + " const said = node.textContent.replace(/WBGT|English|Enter|Esc/g, '').match(/[A-Za-z]{2,}/g) ?? [];"
                        + " const names = ['Nok','Somsak','Tiger','Ploy','Anan','Mint','Bee','Fah','Kai','Wolfgang','Lek','Aom','evening'];"
                        + " found.push(...said.filter(word => !names.includes(word))); } return found.join(' '); }";
        assertThat(page.evaluate(latin)).as("who needs me").isEqualTo("");
        see(page, "coach-needs-thai");
        assertNoViolations(page, "needs, Thai, night");
        showTaps(page);
        page.locator(key("r08")).tap();
        assertThat(page.evaluate(latin)).as("taps").isEqualTo("");
        see(page, "coach-taps-thai");
        page.locator(".menu").tap();
        assertThat(page.evaluate(latin)).as("menu").isEqualTo("");
        see(page, "coach-menu-thai");
        page.locator(".choices button").first().tap();
        page.waitForSelector("bs-checks");
        assertThat(page.evaluate(latin)).as("checks").isEqualTo("");
        page.locator(".menu").tap();
        page.locator("[lang=en]").first().tap();
        await(page, "() => document.documentElement.lang === 'en'");
        assertNoViolations(page, "menu");
    }

    @Test
    void everythingThatIsTouchedIsLargeEnough() throws Exception {
        live();
        var table = new StringBuilder("| where | what | width × height, px |\n|---|---|---|\n");
        Page page = phone("");
        await(page, "() => document.querySelectorAll('bs-tile').length === 5");
        measure(page, "who needs me", table);
        showTaps(page);
        page.locator(key("r08")).tap();
        page.waitForSelector(".undo");
        measure(page, "lap taps", table);
        assertThat(smallest(page, "bs-pad .key")).as("a key of the pad").isGreaterThanOrEqualTo(104);
        assertThat(page.evaluate("() => { const keys = [...document.querySelectorAll('bs-pad .key')]"
                        + ".map(e => e.getBoundingClientRect());"
                        + " return Math.min(keys[1].left - keys[0].right, keys[3].top - keys[0].bottom); }"))
                .as("between two keys")
                .satisfies(gap -> assertThat(((Number) gap).doubleValue()).isGreaterThanOrEqualTo(9.9));
        assertThat(page.evaluate("() => { const undo = document.querySelector('.undo button').getBoundingClientRect();"
                        + " return undo.width >= 104 && undo.height >= 60; }"))
                .as("undo")
                .isEqualTo(true);
        assertThat(page.evaluate("Math.min(...[...document.querySelectorAll('.foot button')]"
                        + ".map(e => e.getBoundingClientRect().height)) >= 64"))
                .as("the foot")
                .isEqualTo(true);
        page.locator(".foot button").last().tap();
        page.waitForSelector(".waves");
        measure(page, "gun", table);
        page.locator(".menu").tap();
        measure(page, "menu", table);
        page.locator(".choices button").first().tap();
        page.waitForSelector("bs-checks");
        measure(page, "before backwards", table);
        Files.createDirectories(PICTURES);
        Files.writeString(PICTURES.resolve("coach-targets.md"), table);
    }

    private static double smallest(Page page, String selector) {
        return ((Number) page.evaluate(
                        "selector => Math.min(...[...document.querySelectorAll(selector)]"
                                + ".flatMap(e => { const r = e.getBoundingClientRect(); return [r.width, r.height]; }))",
                        selector))
                .doubleValue();
    }

    /** Puts down the smallest of each kind, and holds all to 48 px. */
    private static void measure(Page page, String where, StringBuilder table) {
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> targets = (List<Map<String, Object>>) page.evaluate("() => { const kinds = new Map();"
                + " for (const e of document.querySelectorAll('.coach button, .coach a, .coach input')) {"
                + " const r = e.getBoundingClientRect(); const kind = e.closest('.pad') ? 'key of the pad'"
                + " : e.closest('.foot') ? 'foot' : e.closest('.answers') ? 'answer' : e.closest('.undo') ? 'undo'"
                + " : e.className || e.textContent.trim() || e.tagName;"
                + " const known = kinds.get(kind);"
                + " if (!known || r.width * r.height < known.width * known.height)"
                + " kinds.set(kind, { kind, width: r.width, height: r.height }); }"
                + " return [...kinds.values()]; }");
        assertThat(targets).isNotEmpty();
        for (Map<String, Object> target : targets) {
            double width = number(target, "width");
            double height = number(target, "height");
            table.append("| ")
                    .append(where)
                    .append(" | ")
                    .append(target.get("kind"))
                    .append(" | ");
            table.append(Math.round(width))
                    .append(" × ")
                    .append(Math.round(height))
                    .append(" |\n");
            assertThat(Math.min(width, height))
                    .as("%s: %s", where, target.get("kind"))
                    .isGreaterThanOrEqualTo(48);
        }
    }

    private static double number(Map<String, Object> target, String name) {
        return target.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    // ---- other states ----

    @Test
    void anEmptySessionInvites() {
        feed.tell(Scene.head(SessionHead.State.OPEN, null));
        Page page = phone("?theme=night");
        assertThat(text(page, "main")).contains("Waiting for runners to join", "KT7W3P");
        await(page, "() => document.querySelector('.qr').naturalWidth > 0");
        assertThat(page.evaluate("document.querySelector('.qr').getBoundingClientRect().width >= 280"))
                .isEqualTo(true);
        see(page, "coach-empty");
        assertNoViolations(page, "empty");
    }

    @Test
    void withoutSensorsTheTapsAreEnough() {
        feed.tell(Scene.head(SessionHead.State.RUNNING, null));
        Scene.people(feed);
        feed.tell(Scene.board("laps", 0, NOW, withBibs()));
        feed.tell(Scene.frame(NOW, false, Scene.backwardLap(), List.of()));
        Page page = phone("");
        await(page, "() => document.querySelector('.needs')?.textContent.includes('Taps only: works fine.')");
        showTaps(page);
        page.locator(key("r03")).tap();
        awaitTaken(page, "marks", 1);
    }

    @Test
    void anUnknownSessionLinksToTheList() {
        Page page = phone("");
        await(page, "() => document.querySelector('[data-phase=unknown]') !== null");
        assertNoViolations(page, "unknown");
    }
}

package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
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
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The TV page in a real browser, fed by a script. Pictures of what was seen are left in {@code target/board}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoardPageIT {
    /** A name under which phones could find the machine, as it is in a camp. */
    private static final String REACHABLE = "camp.test";

    private static final Path PICTURES = Path.of("target", "board");
    private static final Instant NOW = Scene.STARTED.plusSeconds(527);
    private static final int HEIGHT = 1080;
    private static final int PICTURE_ATTEMPTS = 20;

    private final Vertx vertx = Vertx.vertx();
    private @Nullable Chromium chromium;
    private final TokenKeys keys = TokenKeys.create(new SecureRandom(), NOW);
    private final AtomicReference<Revocations> revocations = new AtomicReference<>(Revocations.NONE);
    private final Tokens tokens = new Tokens(() -> keys, revocations::get, Clock.fixed(NOW, ZoneOffset.UTC));
    private ScriptedFeed feed = new ScriptedFeed();
    private @Nullable BoardService board;
    private @Nullable HttpServer server;
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    /** How many times yet the server is too busy for a page that is to be kept. */
    private final AtomicInteger refusals = new AtomicInteger();

    private int port;

    @BeforeAll
    void openBrowser() {
        chromium = Chromium.start(
                "the board's pages were not tested", "--host-resolver-rules=MAP " + REACHABLE + " 127.0.0.1");
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
        refusals.set(0);
        start(BoardSettings.at("unused:0"), Access.withoutTokens());
    }

    private void start(BoardSettings settings, Access access) throws Exception {
        feed = new ScriptedFeed();
        board = new BoardService(settings, Clock.fixed(NOW, ZoneOffset.UTC), access, new SimpleMeterRegistry(), feed);
        board.start();
        port = 0;
        listen();
    }

    /** The same where nothing is told without a token, and an open stream asks for it often. */
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

    @AfterEach
    void stopBoard() throws Exception {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        stopListening();
        if (board != null) {
            board.close();
        }
    }

    private void listen() throws Exception {
        Router router = Router.router(vertx);
        router.get("/board/*").handler(context -> {
            // A screen opens with a query, and its files are kept without.
            if (context.request().query() == null && refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                context.response().setStatusCode(503).end();
            } else {
                context.next();
            }
        });
        if (board != null) {
            board.mount(router);
        }
        router.get("/v1/sessions/:session/invitation.svg").handler(context -> context.response()
                .putHeader("Content-Type", "image/svg+xml")
                .end("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'><path d='M1 1h2v2h-2z'/></svg>"));
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        port = server.actualPort();
    }

    private void stopListening() throws Exception {
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    /** Lets a page's clock be put forward by {@code skip(millis)}. */
    private static final String SKIP = """
            { const real = performance.now.bind(performance); let skipped = 0;
              performance.now = () => real() + skipped; window.skip = (millis) => { skipped += millis; }; }
            """;

    /** Keeps what the rows do when they move. */
    private static final String MOVES = """
            { const animate = Element.prototype.animate; window.moves = [];
              Element.prototype.animate = function (frames, how) {
                window.moves.push({ runner: this.dataset.runner, travels: 'transform' in frames[0], millis: how.duration });
                return animate.call(this, frames, how); }; }
            """;

    private Page open(String query, int width, int height, String... scripts) {
        BrowserContext fresh = browser().newContext(new Browser.NewContextOptions().setViewportSize(width, height));
        contexts.add(fresh);
        fresh.setDefaultTimeout(60_000);
        for (String script : scripts) {
            fresh.addInitScript(script);
        }
        Page page = fresh.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add(message.text());
            }
        });
        page.onPageError(faults::add);
        page.navigate("http://127.0.0.1:" + port + "/board/" + Scene.SESSION + query);
        return page;
    }

    private Page openByName(String query) {
        Page page = open(query);
        page.navigate("http://" + REACHABLE + ":" + port + "/board/" + Scene.SESSION + query);
        return page;
    }

    private Page open(String query) {
        return open(query, 1920, HEIGHT);
    }

    /** Keeps a picture, of which nothing may stick out at the right. */
    private static void see(Page page, String name) {
        assertThat(page.evaluate("() => [...document.querySelectorAll('.tv-frame > *, .tv-head > *, .tv-foot > *')]"
                        + ".filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
                        + ".map(e => e.className).join(' ')"))
                .as("beyond the right edge of " + name)
                .isEqualTo("");
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    /** Keeps a picture of live data: told anew right before, and again where the page took so long that it calls it late. */
    private void seeLive(Page page, String name, Instant logTime) {
        String pill = "";
        for (int i = 0; i < PICTURE_ATTEMPTS && !pill.endsWith("LIVE"); i++) {
            Instant now = logTime.plusMillis(100L * i);
            feed.tell(Scene.frame(now, false, Scene.backwardLap(), Scene.entries(now)));
            await(page, "() => document.querySelector('.pill .live') !== null");
            see(page, name);
            pill = text(page, ".pill");
        }
        assertThat(pill).as("the pill after the picture of " + name).isEqualTo("● LIVE");
    }

    private static void await(Page page, String expression) {
        page.waitForFunction(expression);
    }

    private static void awaitPhase(Page page, String phase) {
        await(page, "() => document.querySelector('[data-phase=\"" + phase + "\"]') !== null");
    }

    private static String text(Page page, String selector) {
        return page.locator(selector).first().innerText().replace('\n', ' ').strip();
    }

    private static String cell(Page page, String runner, String column) {
        return text(page, "tr[data-runner=" + runner + "] ." + column);
    }

    private void assertNoViolations(Page page) {
        AxeResults results = new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze();
        assertThat(results.getViolations())
                .extracting(Rule::getId, rule -> rule.getNodes().get(0).getHtml(), Rule::getHelp)
                .isEmpty();
    }

    @Test
    void anEmptySessionShowsItsCodeAndWhereAPhoneCanReachItAQrCode() {
        feed.tell(Scene.head(SessionHead.State.OPEN, null));
        Page near = open("?theme=night");
        awaitPhase(near, "empty");
        assertThat(text(near, ".tv-middle")).contains("Waiting for runners to join", "KT7W3P");
        assertThat(near.locator(".qr").count())
                .as("a phone that read 127.0.0.1 would ask itself")
                .isZero();

        Page page = openByName("?theme=night");
        awaitPhase(page, "empty");
        assertThat(text(page, ".tv-middle")).contains("Waiting for runners to join", "KT7W3P", REACHABLE);
        await(page, "() => document.querySelector('.qr')?.naturalWidth > 0");
        assertThat(page.locator(".qr").boundingBox().height / HEIGHT)
                .as("of the screen's height")
                .isCloseTo(0.4, within(0.01));
        see(page, "board-empty");
        assertNoViolations(page);
        assertThat(faults).isEmpty();
    }

    @Test
    void beforeTheStartWhoIsTappedIsReadyAndWhoseSensorFellSilentIsNot() {
        feed.tell(Scene.head(SessionHead.State.OPEN, null));
        feed.tell(Scene.person("r01", "Nok", true));
        feed.tell(Scene.person("r02", "Somsak", true));
        feed.tell(Scene.person("r03", "Tiger", true));
        feed.tell(Scene.tapsOnly("r13", "Som"));
        feed.tell(Scene.frame(
                NOW,
                false,
                null,
                List.of(
                        Scene.entry("r01", NOW, RunnerState.WAITING, Facing.STILL, 1, 0, Double.NaN),
                        Scene.entry(
                                "r02", NOW.minusSeconds(40), RunnerState.WAITING, Facing.STILL, 1, 0, Double.NaN))));
        Page page = open("?theme=night");
        await(page, "() => document.querySelectorAll('.names li').length === 4");
        assertThat(text(page, ".tv-middle")).contains("2 of 4 sensors ready");
        assertThat(page.locator(".names li:has(.ready)").allInnerTexts())
                .as("one is heard, one is tapped; the others fell silent, or were never heard")
                .extracting(name -> name.strip().split("\\s+")[0])
                .containsExactlyInAnyOrder("Nok", "Som");
        see(page, "board-waiting-taps");
        assertNoViolations(page);
    }

    @Test
    void aLiveSessionReadsAsTheCoachWouldSayIt() {
        Scene.live(feed, NOW);
        Page page = open("");
        awaitPhase(page, "live");
        Scene.correct(feed, NOW.plusSeconds(1));
        await(page, "() => document.querySelector('tr[data-runner=r05].fix') !== null");

        assertThat(page.evaluate("document.documentElement.dataset.theme"))
                .as("06:14 at the track")
                .isEqualTo("night");
        assertThat(text(page, ".tv-head h1")).isEqualToIgnoringCase("Backward lap");
        assertThat(text(page, ".tv-head .clock")).matches("8:4[7-9]|8:5\\d|9:\\d\\d");
        assertThat(page.locator("bs-rows tbody tr").count()).isEqualTo(12);
        assertThat(cell(page, "r01", "place")).isEqualTo("1");
        assertThat(cell(page, "r01", "alias")).isEqualTo("Nok");
        assertThat(cell(page, "r01", "second")).isEqualTo("1:38.2");
        assertThat(cell(page, "r02", "second")).isEqualTo("1:52.4");
        assertThat(cell(page, "r01", "number")).isEqualTo("1.64×");
        assertThat(cell(page, "r01", "doubt")).isEqualTo("✓");
        assertThat(cell(page, "r03", "place").replaceAll("\\s", "")).isEqualTo("3=");
        assertThat(cell(page, "r04", "place").replaceAll("\\s", "")).isEqualTo("3=");
        assertThat(cell(page, "r03", "doubt")).isEqualTo("✓ ±0.06");
        assertThat(cell(page, "r05", "number")).isEqualTo("1.89×");
        assertThat(cell(page, "r05", "doubt")).isEqualTo("was 1.94×");
        assertThat(page.locator("tr[data-runner=r05] s").count()).isEqualTo(1);
        assertThat(text(page, ".tv-foot .say")).isEqualTo("Corrected: Anan 1.94× → 1.89×, chip read arrived");
        assertThat(cell(page, "r06", "doubt")).isEqualTo("TOO CLOSE ±0.06");
        assertThat(cell(page, "r07", "number")).isEqualTo("2.07×");
        assertThat(cell(page, "r08", "number")).isEqualTo("≈1.9×");
        assertThat(cell(page, "r08", "doubt").replace('\u2009', ' ')).isEqualTo("84 %");
        assertThat(cell(page, "r12", "doubt")).isEqualTo("no signal taps only");
        assertThat(cell(page, "r12", "zone")).isEqualTo("–");
        assertThat(text(page, ".counts")).contains("7", "/12").contains("5");
        assertThat(page.locator("tr[data-runner=r03]").getAttribute("aria-label"))
                .startsWith("Place 3 shared, Tiger, ratio 1.79, plus or minus 0.06, under two");
        seeLive(page, "board-live", NOW.plusSeconds(2));
        assertNoViolations(page);
        page.keyboard().press("T");
        await(page, "() => document.documentElement.dataset.theme === 'sun'");
        seeLive(page, "board-live-sun", NOW.plusSeconds(5));
        assertNoViolations(page);
        assertThat(faults).as("console").isEmpty();
    }

    @Test
    void inThaiNoEnglishIsLeftAndNothingIsClipped() {
        Scene.live(feed, NOW);
        feed.tell(Scene.person("r03", "ปุ๋ยน้ำผึ้ง", true));
        feed.tell(Scene.person("r08", "กุ้ง", true));
        Page page = open("?lang=th&theme=night");
        awaitPhase(page, "live");
        Scene.correct(feed, NOW.plusSeconds(1));
        await(page, "() => document.querySelector('tr[data-runner=r05].fix') !== null");

        assertThat(page.evaluate("document.documentElement.lang")).isEqualTo("th");
        assertThat(page.evaluate("() => { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);"
                        + " const names = ['Nok','Somsak','Tiger','Ploy','Anan','Mint','Bee','Fah','Kai','Wolfgang','Lek','Aom'];"
                        + " const found = []; for (let node = walk.nextNode(); node; node = walk.nextNode()) {"
                        + " if (node.parentElement.closest('noscript, bs-track, .join b')) continue;"
                        + " found.push(...(node.textContent.match(/[A-Za-z]{2,}/g) ?? []).filter(word => !names.includes(word))); }"
                        + " return found.join(' '); }"))
                .isEqualTo("");
        assertThat(page.evaluate(
                        "() => [...document.querySelectorAll('td .cell, .tv-head h1, .tv-head .clock, .counts dd')]"
                                + ".filter(e => e.scrollWidth > e.clientWidth + 1)"
                                + ".map(e => e.className + ' ' + e.textContent).join('; ')"))
                .as("cut off at the right")
                .isEqualTo("");
        assertThat(page.evaluate("() => [...document.querySelectorAll('bs-track text')].map(e => e.textContent)"
                        + ".includes('กุ้ง')"))
                .as("three letters with their marks beside a dot")
                .isEqualTo(true);
        see(page, "board-live-thai");
        assertNoViolations(page);
    }

    @Test
    void inTwoColumnsNoNumberRunsIntoTheZoneBesideItHoweverFewRowsThereAre() {
        Scene.live(feed, NOW);
        for (int rows : new int[] {11, 10}) {
            Page page = open("?theme=night&rows=" + rows);
            awaitPhase(page, "live");
            await(
                    page,
                    "() => document.querySelectorAll('.two bs-rows').length === 2 && [...document.querySelectorAll('td.number .value')].some((e) => e.textContent.includes('≈'))");

            assertThat(
                            page.evaluate(
                                    "() => [...document.querySelectorAll('.two tbody tr')].map((row) => {"
                                            + " const zone = row.querySelector('td.zone .cell > svg, td.zone .none').getBoundingClientRect();"
                                            + " const number = row.querySelector('td.number .value').getBoundingClientRect();"
                                            + " const place = row.querySelector('td.place .cell').getBoundingClientRect();"
                                            + " const said = row.querySelector('td.place .cell > span')?.getBoundingClientRect();"
                                            + " return number.left < zone.right || (said && said.left < place.left - 1) ? row.dataset.runner : ''; }).join('')"))
                    .as("in the way at " + rows + " rows")
                    .isEqualTo("");
            assertThat(
                            page.evaluate(
                                    "() => Math.max(...[...document.querySelectorAll('td.number .value')]"
                                            + ".map((value) => value.getBoundingClientRect().right)) <= innerWidth - .013 * innerHeight"))
                    .as("clear of the screen's edge at " + rows + " rows")
                    .isEqualTo(true);
            if (rows == 10) {
                see(page, "board-two-columns");
            }
        }
    }

    private static void nothingInTwoColumnsIsCut(Page page, String what) {
        assertThat(page.evaluate("() => [...document.querySelectorAll('.two tbody tr')].map((row) => {"
                        + " const box = (part) => row.querySelector(part)?.getBoundingClientRect();"
                        + " const zone = box('td.zone .cell > svg, td.zone .none'); const mark = box('td.number .mark');"
                        + " const was = box('td.alias .was'); const value = box('td.number .value');"
                        + " const bad = (mark && (mark.left < zone.right - 1 || mark.right > value.left + 1))"
                        + " || (was && was.right > zone.left + 1) || value.right > innerWidth;"
                        + " return bad ? row.dataset.runner : ''; }).join('')"))
                .as("in the way: " + what)
                .isEqualTo("");
        assertThat(
                        page.evaluate(
                                "() => { const foot = document.querySelector('.tv-foot').getBoundingClientRect();"
                                        + " const parts = [...document.querySelectorAll('.tv-foot > *')].filter((e) => getComputedStyle(e).position !== 'absolute')"
                                        + ".map((e) => e.getBoundingClientRect());"
                                        + " return parts.every((part, i) => part.right <= foot.right + 1 && (i === 0 || part.left >= parts[i - 1].right - 1)); }"))
                .as("the footer's parts stand side by side: " + what)
                .isEqualTo(true);
    }

    @Test
    void inTwoColumnsASignStandsForEachDoubtAndTheOldValueIsStruck() {
        Scene.live(feed, NOW);
        Scene.facingUnconfirmed(feed, NOW);
        // Thirteen and more are in two columns of twelve.
        var rows = new ArrayList<>(Scene.rows(1.94));
        rows.set(6, Scene.ratio(0, false, "r07", 1.55, 0.05, Verdict.NO_VERDICT));
        for (int i = 13; i <= 80; i++) {
            feed.tell(Scene.person(Scene.id(i), i % 5 == 0 ? "Wolfgangster" : "Runner " + i, true));
            rows.add(Scene.ratio(i, i % 3 == 0, Scene.id(i), 2.1 + i * 0.01, 0.06, Verdict.NOT_MET));
        }
        feed.tell(Scene.board("ratio", 2, NOW, rows));
        Page page = open("?theme=night&page=1");
        awaitPhase(page, "live");
        await(page, "() => document.querySelectorAll('.two tbody tr').length === 24");
        // Marks of those who have none of their own are on other pages: all of them are asked for by name.
        assertThat(
                        page.evaluate(
                                "() => Object.fromEntries(['r01', 'r06', 'r03'].map((runner) => [runner,"
                                        + " document.querySelector(`tr[data-runner=${runner}] .mark`)?.innerText.replace(/\\s+/g, ' ').trim()]))"))
                .isEqualTo(Map.of("r01", "✓ under two", "r06", "± TOO CLOSE", "r03", "✓ under two"));
        rows.set(4, Scene.ratio(5, false, "r05", 1.89, 0.011, Verdict.MET));
        Scene.correct(feed, NOW.plusSeconds(5), 3, rows);
        await(page, "() => document.querySelector('tr[data-runner=r05] .was s')?.innerText === '1.94×'");
        assertThat(cell(page, "r05", "number")).contains("1.89×").contains("✓");
        assertThat(text(page, ".tv-foot .say")).isEqualTo("Corrected: Anan 1.94× → 1.89×, chip read arrived");
        nothingInTwoColumnsIsCut(page, "twelve rows");
        see(page, "board-two-marks");
        assertNoViolations(page);

        Page last = open("?theme=sun&page=4");
        await(last, "() => document.querySelector('tr[data-runner=r12] .mark') !== null");
        assertThat(cell(last, "r12", "mark")).isEqualTo("no signal");
        assertThat(last.locator("tr[data-runner=r12] .mark svg").getAttribute("data-shape"))
                .isEqualTo("SILENT");
        assertThat(cell(last, "r07", "mark")).isEqualTo("? facing unconfirmed");
        assertThat(text(last, ".legend")).contains("no signal", "unsure");
        see(last, "board-two-marks-last");
        assertNoViolations(last);
        for (int few : new int[] {11, 10}) {
            Page narrow = open("?theme=night&page=1&rows=" + few);
            await(narrow, "() => document.querySelectorAll('.two tbody tr .mark').length > 3");
            nothingInTwoColumnsIsCut(narrow, few + " rows");
            if (few == 10) {
                see(narrow, "board-two-marks-10");
            }
        }
        Page large = open("?theme=night&page=1&rows=9");
        await(large, "() => document.querySelectorAll('tbody tr').length === 9");
        assertThat(large.locator(".two").count())
                .as("no place for names in half a screen")
                .isZero();
        Page thai = open("?theme=night&lang=th&page=1");
        await(thai, "() => document.querySelectorAll('.two tbody tr .mark').length > 3");
        nothingInTwoColumnsIsCut(thai, "Thai");
    }

    @Test
    void noPageIsTurnedWhileTheKeysAreOnARow() {
        Scene.live(feed, NOW);
        for (int i = 13; i <= 30; i++) {
            feed.tell(Scene.person(Scene.id(i), "Runner " + i, true));
        }
        var rows = new ArrayList<>(Scene.rows(1.94));
        for (int i = 13; i <= 30; i++) {
            rows.add(Scene.ratio(i, false, Scene.id(i), 2.1 + i * 0.01, 0.01, Verdict.NOT_MET));
        }
        feed.tell(Scene.board("ratio", 1, NOW, rows));
        Page page = open("?theme=night");
        await(page, "() => document.querySelector('.tv-foot')?.textContent.includes('1–24 of 30')");
        page.keyboard().press("Tab");
        await(page, "() => document.querySelector('bs-rows .rank:focus-visible') !== null");
        for (int second = 1; second <= 10; second++) {
            Instant now = NOW.plusSeconds(second);
            feed.tell(Scene.frame(now, false, Scene.backwardLap(), Scene.entries(now)));
            page.waitForTimeout(1000);
        }
        assertThat(text(page, ".tv-foot")).as("longer than a page is shown").contains("1–24 of 30");
        page.evaluate("document.activeElement.blur()");
        Instant later = NOW.plusSeconds(11);
        feed.tell(Scene.frame(later, false, Scene.backwardLap(), Scene.entries(later)));
        await(page, "() => document.querySelector('.tv-foot').textContent.includes('25–30 of 30')");
    }

    /** Time goes on for a page, and its data is as fresh as before. */
    private void skip(Page page, Instant logTime, List<Frame.Entry> entries) {
        page.evaluate("skip(" + Duration.between(NOW, logTime).toMillis()
                + " - (window.skippedYet ?? 0)); window.skippedYet = "
                + Duration.between(NOW, logTime).toMillis());
        feed.tell(Scene.frame(logTime, false, Scene.backwardLap(), entries));
        await(page, "() => document.querySelector('bs-board').store.time.newest === " + logTime.toEpochMilli());
    }

    @Test
    void aMouseThatWasLeftOnARowHoldsThePageForAWhileAndNotForEver() {
        Scene.eighty(feed, NOW);
        Page page = open("?theme=night", 1920, HEIGHT, SKIP);
        await(page, "() => document.querySelector('.tv-foot')?.textContent.includes('1–24 of 80')");
        page.locator("tr[data-runner=r05] .alias").hover();
        for (int seconds = 9; seconds <= 27; seconds += 9) {
            skip(page, NOW.plusSeconds(seconds), Scene.entriesOfEighty(NOW.plusSeconds(seconds)));
            page.waitForTimeout(600);
            assertThat(text(page, ".tv-foot")).as("it is looked at").contains("1–24 of 80");
        }
        skip(page, NOW.plusSeconds(40), Scene.entriesOfEighty(NOW.plusSeconds(40)));
        await(page, "() => document.querySelector('.tv-foot').textContent.includes('25–48 of 80')");
        assertThat(page.locator("bs-rows tr:hover").count())
                .as("the mouse still lies there")
                .isOne();
    }

    @Test
    void eightyRunnersAreShownInFourPagesThatTurnByThemselves() {
        Scene.eighty(feed, NOW);
        Page page = open("?theme=night", 1920, HEIGHT, SKIP);
        await(page, "() => document.querySelector('.tv-foot')?.textContent.includes('1–24 of 80')");
        var seen = new TreeSet<String>();
        List<String> ranges = List.of("1–24 of 80", "25–48 of 80", "49–72 of 80", "73–80 of 80", "1–24 of 80");
        for (int turn = 0; turn < ranges.size(); turn++) {
            String range = ranges.get(turn);
            await(page, "() => document.querySelector('.tv-foot').textContent.includes('" + range + "')");
            nothingInTwoColumnsIsCut(page, range);
            assertThat(page.evaluate("() => Math.max(...[...document.querySelectorAll('tbody tr')]"
                            + ".map((row) => row.getBoundingClientRect().bottom))"
                            + " <= document.querySelector('.tv-foot').getBoundingClientRect().top + 1"))
                    .as("above the footer: " + range)
                    .isEqualTo(true);
            List<?> shown = (List<?>)
                    page.evaluate("[...document.querySelectorAll('tbody tr')].map((row) => row.dataset.runner)");
            assertThat(shown).hasSize(range.startsWith("73") ? 8 : 24);
            shown.forEach(runner -> seen.add(String.valueOf(runner)));
            if (turn == 1) {
                String other = "Just crossed: " + Scene.name(70) + " 3:20.0";
                feed.tell(Scene.lap("r70", 2, 0, Facing.BACKWARD, 200, NOW.plusSeconds(9), null));
                await(page, "() => document.querySelector('.tv-foot .say').textContent.includes('" + other + "')");
            }
            if (turn < ranges.size() - 1) {
                Instant later = NOW.plusSeconds(9L * (turn + 1));
                skip(page, later, Scene.entriesOfEighty(later));
            }
        }
        assertThat(seen).hasSize(80);
        page.keyboard().press("ArrowLeft");
        await(page, "() => document.querySelector('.tv-foot').textContent.includes('73–80 of 80')");
        assertThat(faults).isEmpty();

        Page sun = open("?theme=sun&page=1");
        await(sun, "() => document.querySelectorAll('.two tbody tr').length === 24");
        nothingInTwoColumnsIsCut(sun, "in the sun");
        feed.tell(Scene.frame(
                NOW.plusSeconds(60), false, Scene.backwardLap(), Scene.entriesOfEighty(NOW.plusSeconds(60))));
        feed.tell(Scene.lap("r20", 2, 0, Facing.BACKWARD, 200, NOW.plusSeconds(60), null));
        await(sun, "() => document.querySelector('tr.crossed') !== null");
        assertThat(text(sun, ".legend"))
                .as("what the black row means comes first")
                .startsWith("just crossed");
        see(sun, "board-80-sun");
        assertNoViolations(sun);
    }

    @Test
    void noPageIsTurnedRightAfterAStepHasChanged() {
        Scene.eighty(feed, NOW);
        Page page = open("?theme=night", 1920, HEIGHT, SKIP);
        await(page, "() => document.querySelector('.tv-foot')?.textContent.includes('1–24 of 80')");
        page.evaluate("skip(7000)");
        Instant changed = NOW.plusSeconds(7);
        feed.tell(Scene.frame(changed, false, Scene.forwardLap(), Scene.entriesOfEighty(changed)));
        await(page, "() => document.querySelector('bs-board').store.state.plan.step === 1");
        page.evaluate("skip(1500)");
        page.waitForTimeout(600);
        assertThat(text(page, ".tv-foot")).as("8.5 s and more").contains("1–24 of 80");
        await(page, "() => document.querySelector('.tv-foot').textContent.includes('25–48 of 80')");
    }

    /** The first two change places. */
    private void swapTheFirstTwo(Page page) {
        await(page, "() => document.querySelector('tbody tr')?.dataset.runner === 'r01'");
        page.waitForTimeout(1200);
        var rows = new ArrayList<>(Scene.rows(1.94));
        rows.set(0, Scene.ratio(1, false, "r02", 1.61, 0.011, Verdict.MET));
        rows.set(1, Scene.ratio(2, false, "r01", 1.64, 0.011, Verdict.MET));
        feed.tell(Scene.board("ratio", 1, NOW.plusSeconds(2), rows));
        await(page, "() => document.querySelector('tbody tr').dataset.runner === 'r02'");
        await(page, "() => window.moves.length >= 2");
    }

    @Test
    void aRowTravelsToItsNewPlaceAndWhereMotionIsReducedItIsMarkedInstead() {
        Scene.live(feed, NOW);
        Page page = open("?theme=night", 1920, HEIGHT, MOVES);
        swapTheFirstTwo(page);
        assertThat(page.evaluate("window.moves.map((move) => `${move.runner} ${move.travels} ${move.millis}`).join()"))
                .isEqualTo("r02 true 400,r01 true 400");
        assertThat(page.locator(".moved-up").count()).isZero();

        feed.tell(Scene.board("ratio", 2, NOW.plusSeconds(3), Scene.rows(1.94)));
        Page still = open("?theme=night", 1920, HEIGHT, MOVES);
        still.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        still.reload();
        awaitPhase(still, "live");
        await(still, "() => document.querySelector('tbody tr')?.dataset.runner === 'r01'");
        still.waitForTimeout(1200);
        var rows = new ArrayList<>(Scene.rows(1.94));
        rows.set(0, Scene.ratio(1, false, "r02", 1.61, 0.011, Verdict.MET));
        rows.set(1, Scene.ratio(2, false, "r01", 1.64, 0.011, Verdict.MET));
        feed.tell(Scene.board("ratio", 3, NOW.plusSeconds(4), rows));
        await(still, "() => document.querySelector('tr[data-runner=r02] .moved-up') !== null");
        assertThat(still.evaluate("window.moves.map((move) => `${move.runner} ${move.travels} ${move.millis}`).join()"))
                .as("no travel")
                .isEqualTo("r02 false 120,r01 false 120");
        assertThat(still.locator("tr[data-runner=r01] .moved-up").count()).isZero();
        assertThat(still.evaluate("[...document.querySelectorAll('bs-track .dot')]"
                        + ".map((dot) => getComputedStyle(dot).transitionDuration).every((time) => time === '0s')"))
                .as("dots do not glide")
                .isEqualTo(true);
        await(still, "() => document.querySelector('.moved-up') === null");
    }

    @Test
    void aScreenIsLedByKeysOfWhichThoseOfASingleLetterCanBeTurnedOff() {
        Scene.live(feed, NOW);
        Page page = open("?theme=night");
        awaitPhase(page, "live");
        page.keyboard().press("f");
        await(page, "() => document.fullscreenElement !== null");
        page.keyboard().press("F");
        await(page, "() => document.fullscreenElement === null");
        page.keyboard().press("?");
        await(page, "() => document.activeElement.closest('.why.list') !== null");
        assertThat(text(page, ".why.list")).contains("Full screen", "Page before, page after", "Sun or night");
        see(page, "board-keys");
        assertNoViolations(page);
        page.locator(".why.list input").uncheck();
        page.keyboard().press("Escape");
        await(page, "() => document.querySelector('.why.list') === null");
        for (int round = 0; round < 2; round++) {
            page.keyboard().press("t");
            page.keyboard().press("?");
            page.waitForTimeout(600);
            assertThat(page.evaluate(
                            "document.documentElement.dataset.theme + document.querySelectorAll('.why.list').length"))
                    .as("letters do nothing, also after a reload: " + round)
                    .isEqualTo("night0");
            page.reload();
            awaitPhase(page, "live");
        }
        // Without letters the list is found by Tab.
        assertThat(page.evaluate("getComputedStyle(document.querySelector('.list-keys')).opacity"))
                .isEqualTo("0");
        for (int i = 0;
                i < 30
                        && !page.evaluate("document.activeElement.className")
                                .toString()
                                .contains("list-keys");
                i++) {
            page.keyboard().press("Tab");
        }
        assertThat(page.evaluate("getComputedStyle(document.activeElement).opacity + document.activeElement.innerText"))
                .isEqualTo("1Keys");
        see(page, "board-keys-found");
        page.keyboard().press("Enter");
        await(page, "() => document.activeElement.closest('.why.list') !== null");
        page.locator(".why.list input").check();
        page.keyboard().press("Escape");
        page.keyboard().press("t");
        await(page, "() => document.documentElement.dataset.theme === 'sun'");
    }

    @Test
    void aScreenIsPinnedToOneTeamAndNamesRunnersByTheirBibs() {
        Scene.live(feed, NOW);
        Scene.everyBoard(feed, NOW);
        var rows = new ArrayList<>(Scene.rows(1.94));
        rows.set(
                1,
                new Standings.Row(
                        2,
                        false,
                        "r02",
                        "102",
                        1.71,
                        0.011,
                        Verdict.MET,
                        RunnerState.FINISHED,
                        2,
                        rows.get(1).lastLap(),
                        null,
                        null,
                        null));
        feed.tell(Scene.board("ratio", 7, NOW, rows));
        Page page = open("?theme=night&board=ratio&team=Red&names=bib");
        await(page, "() => document.querySelectorAll('tbody tr').length === 3");
        assertThat(page.locator("tbody tr .alias").allInnerTexts())
                .as("who wears no number keeps the name")
                .extracting(String::strip)
                .containsExactly("Nok", "102", "Tiger");
        assertThat(cell(page, "r03", "place").replaceAll("\\s", ""))
                .as("a place among all")
                .isEqualTo("3=");
        assertThat(text(page, ".goal")).startsWith("Red · back");
        assertThat(text(page, ".counts")).contains("/3");
        assertThat(page.locator("tr[data-runner=r02]").getAttribute("aria-label"))
                .startsWith("Place 2, 102, ratio 1.71");
        assertThat(page.locator("bs-board").innerText())
                .doesNotContain("Somsak")
                .doesNotContain("Ploy");
        feed.tell(Scene.lap("r08", 2, 0, Facing.BACKWARD, 201.2, NOW.plusSeconds(1), null));
        feed.tell(Scene.lap("r02", 2, 0, Facing.BACKWARD, 192, NOW.plusSeconds(1), null));
        await(page, "() => document.querySelector('tr[data-runner=r02].crossed') !== null");
        assertThat(text(page, ".tv-foot .say")).as("nobody of another team").isEmpty();

        Page relay = open("?theme=night&team=Green&board=relay&names=bib");
        await(relay, "() => document.querySelectorAll('tbody tr').length === 1");
        assertThat(cell(relay, "Green", "place")).isEqualTo("4");
        Page nobody = open("?team=Blau");
        await(nobody, "() => document.querySelector('.tv-middle')?.textContent.includes('Nobody of team Blau')");
        assertNoViolations(nobody);
    }

    /** What sticks out of where it belongs. */
    private static Object outside(Page page) {
        return page.evaluate("""
                () => { const foot = document.querySelector('.tv-foot').getBoundingClientRect().top;
                  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.sr, caption, thead') && e.getBoundingClientRect().width > 1;
                  const cut = [...document.querySelectorAll('bs-rows td .cell, .rest .who span, .rest .right, .rest .next, .rest .big, .tv-head h1, .tv-head .clock')]
                    .filter(shown).filter((e) => !e.closest('td.alias') && e.scrollWidth > e.clientWidth + 1);
                  const low = [...document.querySelectorAll('tbody tr, .rest .count > *')].filter((e) => e.getBoundingClientRect().bottom > foot + 1);
                  const left = [...document.querySelectorAll('bs-rows .value, .rest .big, .rest .next')].filter(shown)
                    .filter((e) => e.getBoundingClientRect().left < (e.closest('td, section').getBoundingClientRect().left - 1));
                  return [...cut, ...low, ...left].map((e) => `${e.className} ${e.textContent.trim().slice(0, 30)}`).join('; '); }
                """);
    }

    @Test
    void otherShapesOfScreenLoseTheMapThenTheSecondColumnAndNothingElse() {
        Scene.live(feed, NOW);
        Page page = open("?theme=night");
        awaitPhase(page, "live");
        Scene.correct(feed, NOW.plusSeconds(1));
        await(page, "() => document.querySelector('tr.fix') !== null");
        assertThat(page.locator(".tv-side").isVisible()).isTrue();
        int[][] shapes = {{1600, 1000}, {1024, 768}, {1080, 1920}};
        Instant now = NOW.plusSeconds(1);
        for (int[] shape : shapes) {
            now = now.plusSeconds(4);
            page.setViewportSize(shape[0], shape[1]);
            page.waitForTimeout(400);
            String what = shape[0] + " by " + shape[1];
            assertThat(page.locator(".tv-side").isVisible()).as(what).isFalse();
            assertThat(page.locator("tr[data-runner=r01] .second .cell").isVisible())
                    .as("forward lap at " + what)
                    .isEqualTo(shape[0] == 1600);
            assertThat(page.locator("tr[data-runner=r01] .number .value").isVisible())
                    .isTrue();
            assertThat(page.evaluate("() => { const said = document.querySelector('.tv-foot .say');"
                            + " return said.textContent + (said.scrollWidth > said.clientWidth ? ' is cut' : ''); }"))
                    .as(what)
                    .isEqualTo("Corrected: Anan 1.94× → 1.89×, chip read arrived");
            assertThat(outside(page)).as(what).isEqualTo("");
            assertThat(
                            page.evaluate(
                                    "() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"))
                    .as("no scrolling at " + what)
                    .isEqualTo(true);
            seeLive(page, "board-live-" + shape[0], now);
            assertNoViolations(page);
        }
        Scene.eighty(feed, NOW.plusSeconds(30));
        feed.tell(Scene.board("ratio", 3, NOW.plusSeconds(30), eightyRows()));
        int[] most = {24, 12, 27};
        for (int i = 0; i < shapes.length; i++) {
            int[] shape = shapes[i];
            page.setViewportSize(shape[0], shape[1]);
            // In half a screen of 4:3 a name would be cut after six letters.
            await(page, "() => document.querySelectorAll('tbody tr').length === " + most[i]);
            assertThat(page.locator("bs-rows").count()).isEqualTo(shape[0] == 1600 ? 2 : 1);
            page.waitForTimeout(400);
            assertThat(outside(page))
                    .as("eighty, " + shape[0] + " by " + shape[1])
                    .isEqualTo("");
            see(page, "board-80-" + shape[0]);
        }
    }

    private static List<Standings.Row> eightyRows() {
        var rows = new ArrayList<Standings.Row>();
        for (int i = 1; i <= 80; i++) {
            rows.add(Scene.ratio(i, false, Scene.id(i), 1.5 + i * 0.02, 0.06, i < 24 ? Verdict.MET : Verdict.NOT_MET));
        }
        return rows;
    }

    @Test
    void whoStandsInMidLapKeepsTheirNumberAndNobodyReadsWhy() {
        Scene.live(feed, NOW);
        var entries = new ArrayList<>(Scene.entries(NOW.plusSeconds(1)));
        entries.set(8, Scene.entry("r09", NOW.plusSeconds(1), RunnerState.STOPPED, Facing.STILL, 4, 0.72, 1.83));
        feed.tell(Scene.frame(NOW.plusSeconds(1), false, Scene.backwardLap(), entries));
        var rows = new ArrayList<>(Scene.rows(1.94));
        rows.set(
                2,
                new Standings.Row(
                        3,
                        false,
                        "r03",
                        null,
                        1.79,
                        0.011,
                        Verdict.MET,
                        RunnerState.LEFT,
                        2,
                        rows.get(2).lastLap(),
                        null,
                        null,
                        null));
        feed.tell(Scene.board("ratio", 1, NOW.plusSeconds(1), rows));
        for (String query : List.of("?theme=night", "?theme=night&rows=6", "?theme=night&board=effort")) {
            Page page = open(query);
            awaitPhase(page, "live");
            if (!query.contains("effort")) {
                await(page, "() => document.querySelector('tr[data-runner=r09] .value')?.textContent === '≈1.8×'");
            }
            assertThat(page.locator("bs-board").innerText())
                    .as(query)
                    .doesNotContainIgnoringCase("stopped")
                    .doesNotContainIgnoringCase("left");
        }
        Page page = open("?theme=night");
        await(page, "() => document.querySelector('tr[data-runner=r09] .value')?.textContent === '≈1.8×'");
        assertThat(page.locator("tr[data-runner=r09] .facing svg").getAttribute("data-shape"))
                .isEqualTo("STILL");
        assertThat(cell(page, "r09", "doubt").replace('\u2009', ' ')).isEqualTo("72 %");
        assertThat(page.locator("bs-track .dot[data-runner=r09]").count())
                .as("in the middle of the lap, and not at the line")
                .isOne();
    }

    /** Where a rest's page has something that is cut off or too low. */
    private static void assertRestFits(Page page, String what) {
        assertThat(outside(page)).as(what).isEqualTo("");
        assertThat(page.evaluate("""
                        () => { const body = document.querySelector('.rest').getBoundingClientRect();
                          return [...document.querySelectorAll('.rest .count > *, .rest table')].every((e) => {
                            const box = e.getBoundingClientRect();
                            return box.top >= body.top - 1 && box.bottom <= body.bottom + 1 && box.left >= body.left - 1 && box.right <= body.right + 1; }); }
                        """)).as("inside the body: " + what).isEqualTo(true);
    }

    @Test
    void inARestOfManyEverybodysPageHasItsTurnBeforeTheyStart() {
        Scene.resting(feed, NOW, 30, NOW.plusSeconds(13), 0);
        Page page = open("?theme=night");
        awaitPhase(page, "rest");
        assertThat(page.evaluate("""
                        async () => { const seen = new Set(); let most = 0;
                          while (document.querySelector('[data-phase=rest]') && seen.size < 30) {
                            const rows = [...document.querySelectorAll('.rest tbody tr')];
                            most = Math.max(most, rows.length);
                            rows.forEach((row) => seen.add(row.dataset.runner));
                            await new Promise((next) => { setTimeout(next, 100); }); }
                          return `${seen.size} ${most} ${document.querySelector('[data-phase=rest]') !== null}`; }
                        """))
                .as("runners seen, rows at most, and the rest is not over")
                .isEqualTo("30 12 true");
    }

    @Test
    void aRestThatEndsForAllAtOnceSaysWhatToBeatAndEachPageSaysWhoIsOnIt() {
        Scene.resting(feed, NOW, 30, NOW.plusSeconds(110), 0);
        Page page = open("?theme=night", 1920, HEIGHT, SKIP);
        awaitPhase(page, "rest");
        await(page, "() => document.querySelector('.tv-foot').textContent.includes('1–12 of 30')");
        assertThat(page.locator(".rest th").allInnerTexts())
                .as("the clock is on the left")
                .containsExactly("Runner", "To beat");
        assertThat(text(page, ".rest tr[data-runner=r01] .value")).isEqualTo("3:02.0");
        assertThat(text(page, ".rest .next")).isEqualTo("Next: Backward lap");
        assertThat(text(page, ".rest .big")).matches("1:4\\d|1:50");
        assertRestFits(page, "thirty");
        page.keyboard().press("ArrowRight");
        await(page, "() => document.querySelector('.tv-foot').textContent.includes('13–24 of 30')");
        page.locator(".rest tr[data-runner=r15] .who").hover();
        page.evaluate("skip(9000)");
        page.waitForTimeout(600);
        assertThat(text(page, ".tv-foot")).as("a row is pointed at").contains("13–24 of 30");
        page.mouse().move(100, 500);
        page.evaluate("skip(9000)");
        await(page, "() => document.querySelector('.tv-foot').textContent.includes('25–30 of 30')");
        assertNoViolations(page);
    }

    @Test
    void restsFromOnesOwnMarkHaveClocksOfTheirOwnAndTheNextToStartIsOnTop() {
        Scene.resting(feed, NOW, 26, NOW.plusSeconds(48), 7);
        Instant now = NOW;
        for (String language : List.of("en", "th")) {
            now = now.plusSeconds(5);
            Page page = open("?theme=night&lang=" + language);
            awaitPhase(page, "rest");
            assertThat(page.locator(".rest th").count()).isEqualTo(3);
            assertThat(page.evaluate(
                            "[...document.querySelectorAll('.rest tbody tr')].map((row) => row.dataset.runner)[0]"))
                    .isEqualTo("r01");
            assertThat(text(page, ".rest tr[data-runner=r02] .left")).matches("0:5\\d");
            feed.tell(Scene.frame(now, false, Scene.rest(NOW.plusSeconds(223)), List.of()));
            await(page, "() => document.querySelector('.pill .live') !== null");
            assertRestFits(page, language);
            see(page, language.equals("en") ? "board-rest" : "board-rest-thai");
            assertNoViolations(page);
            page.keyboard().press("ArrowRight");
            await(page, "() => document.querySelector('.tv-foot').textContent.includes('13–24')");
            assertRestFits(page, "second page, " + language);
            see(page, "board-rest-2-" + language);
        }
        for (int[] shape : new int[][] {{1024, 768}, {1080, 1920}, {1280, 720}}) {
            Page page = open("?theme=sun", shape[0], shape[1]);
            awaitPhase(page, "rest");
            assertRestFits(page, shape[0] + " by " + shape[1]);
            see(page, "board-rest-" + shape[0]);
        }
        Page large = open("?theme=sun&rows=8");
        awaitPhase(large, "rest");
        assertThat(large.locator(".rest tbody tr").count()).isEqualTo(8);
        assertRestFits(large, "eight rows");
        see(large, "board-rest-8");
    }

    @Test
    void aLapThatBecomesKnownLateHasNotJustBeenRun() {
        Scene.live(feed, NOW);
        Page page = open("?theme=night");
        awaitPhase(page, "live");
        LapOutcome added = Scene.lap("r09", 2, 0, Facing.BACKWARD, 190, NOW.minusSeconds(60), "coach-correction");
        feed.tell(added);
        feed.tell(Scene.lap("r08", 2, 0, Facing.BACKWARD, 201.2, NOW.plusSeconds(1), null));
        await(page, "() => document.querySelector('tr[data-runner=r08].crossed') !== null");
        assertThat(page.locator("tr[data-runner=r09].crossed").count())
                .as("it was added, and ended a minute ago")
                .isZero();
    }

    @Test
    void zonesHaveAShapeAndADigit() {
        Scene.live(feed, NOW);
        Page page = open("");
        awaitPhase(page, "live");

        assertThat(page.evaluate("[...document.querySelectorAll('svg.badge')].map(b => b.dataset.shape + ' '"
                        + " + b.querySelector('text').textContent).join()"))
                .isEqualTo(
                        "pentagon 3,diamond 4,diamond 4,star 5,pentagon 3,diamond 4,square 2,star 5,diamond 4,diamond 4");
    }

    @Test
    void theOneNumberIsTallEnoughAndNothingIsClipped() {
        Scene.live(feed, NOW);
        Page page = open("");
        awaitPhase(page, "live");

        double digit = ((Number) page.evaluate("() => { const cell = document.querySelector('td.number .value');"
                        + " const style = getComputedStyle(cell); const c = document.createElement('canvas').getContext('2d');"
                        + " c.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;"
                        + " return c.measureText('1').actualBoundingBoxAscent; }"))
                .doubleValue();
        assertThat(digit / HEIGHT).isGreaterThanOrEqualTo(0.0537);
        assertThat(
                        page.evaluate(
                                "() => [...document.querySelectorAll('td .cell, .tv-head h1, .tv-head .clock, .counts dd')]"
                                        + ".filter(e => e.scrollWidth > e.clientWidth + 1)"
                                        + ".map(e => e.closest('tr')?.dataset.runner + ' ' + e.className + ' ' + e.textContent).join('; ')"))
                .as("cut off at the right")
                .isEqualTo("");
        assertThat(page.evaluate("() => { const last = [...document.querySelectorAll('tbody tr')].at(-1)"
                        + ".getBoundingClientRect(); return last.bottom <= document.querySelector('.tv-foot')"
                        + ".getBoundingClientRect().top + 1; }"))
                .as("twelve rows end above the footer")
                .isEqualTo(true);
        assertThat(page.evaluate("document.documentElement.scrollHeight <= innerHeight"))
                .isEqualTo(true);
    }

    @Test
    void aLongAliasAndManyRunnersFit() {
        feed.tell(Scene.head(SessionHead.State.RUNNING, null));
        var rows = new ArrayList<Standings.Row>();
        for (int i = 1; i <= 60; i++) {
            String runner = "x" + (i < 10 ? "0" : "") + i;
            feed.tell(Scene.person(runner, i % 2 == 0 ? "Wilhelmina-Magdalena" : "Bo", true));
            rows.add(Scene.ratio(i, false, runner, 1.5 + i / 100.0, 0.01, Verdict.MET));
        }
        feed.tell(Scene.board("ratio", 0, NOW, rows));
        feed.tell(Scene.frame(NOW, false, Scene.backwardLap(), List.of()));
        Page page = open("?page=2");
        awaitPhase(page, "live");

        assertThat(page.locator("bs-rows").count()).isEqualTo(2);
        assertThat(page.locator("tbody tr").count()).isEqualTo(24);
        assertThat(text(page, ".tv-foot")).contains("25–48 of 60");
        assertThat(cell(page, "x26", "alias")).isEqualTo("Wilhelmina-…");
        see(page, "board-many");
    }

    @Test
    void lateDataIsSaidAndTheClockRunsOn() {
        Scene.live(feed, NOW);
        Page page = open("?theme=night");
        awaitPhase(page, "live");
        await(page, "() => /data \\d+ s late/.test(document.querySelector('.pill').textContent)");
        String clock = text(page, ".tv-head .clock");
        await(page, "() => document.querySelector('.tv-foot.banner') !== null");
        assertThat(text(page, ".tv-head .clock")).isNotEqualTo(clock);
        see(page, "board-late");
        assertNoViolations(page);

        feed.tell(Scene.frame(NOW.plusSeconds(15), false, Scene.backwardLap(), Scene.entries(NOW.plusSeconds(15))));
        await(page, "() => document.querySelector('.pill .live') !== null");
        assertThat(page.locator(".tv-foot.banner").count()).isZero();
    }

    @Test
    void aLostConnectionIsSaidAndNothingIsMissedAfterIt() throws Exception {
        Scene.live(feed, NOW);
        Page page = open("?theme=night");
        awaitPhase(page, "live");
        stopListening();
        await(page, "() => document.querySelector('.pill').textContent.includes('no connection')");
        Scene.correct(feed, NOW.plusSeconds(4));
        feed.tell(Scene.frame(NOW.plusSeconds(5), false, Scene.backwardLap(), Scene.entries(NOW.plusSeconds(5))));
        listen();
        await(page, "() => document.querySelector('.pill').textContent.includes('caught up')");
        await(page, "() => document.querySelector('tr[data-runner=r05] .number').textContent.includes('1.89')");
    }

    @Test
    void oneTapFromAPlaceTellsWhatItRestsOn() {
        Scene.live(feed, NOW);
        Scene.correct(feed, NOW.plusSeconds(1));
        feed.tell(Scene.lap("r03", 2, 0, Facing.BACKWARD, 191.5, NOW.minusSeconds(30), null));
        Page page = open("?theme=night");
        awaitPhase(page, "live");
        page.locator("tr[data-runner=r03] .rank").click();
        await(page, "() => document.querySelectorAll('.why tbody td:last-child .marks').length === 2");
        assertThat(page.locator(".why .marks").last().innerText().replace('\u2009', ' '))
                .as("who saw the beginning and the end of the lap, when, and how sure that is")
                .matches("from chip \\d\\d:\\d\\d:\\d\\d ± 0.20 s\\s+to chip \\d\\d:\\d\\d:\\d\\d ± 0.20 s");
        assertThat(text(page, ".why h2")).isEqualTo("Why Tiger is there");
        assertThat(text(page, ".why .answer"))
                .contains("Place 3 shared", "1.79×", "±0.06", "nobody can say who is ahead");
        assertThat(page.locator(".why .bars li").allInnerTexts())
                .as("one above, one below")
                .hasSize(3)
                .anySatisfy(bar -> assertThat(bar).contains("2 Somsak"))
                .anySatisfy(bar -> assertThat(bar).contains("3= Ploy"));
        assertThat(text(page, ".why section")).contains("Lap 1", "forwards", "1:47.0", "chip");
        assertThat(page.evaluate("() => document.querySelector('.why').getBoundingClientRect().top"
                        + " >= document.querySelector('.tv-head').getBoundingClientRect().bottom"))
                .as("step and clock stay in sight")
                .isEqualTo(true);
        see(page, "board-why");
        assertNoViolations(page);
        page.keyboard().press("Escape");
        await(page, "() => document.querySelector('.why') === null");
        assertThat(page.evaluate("document.activeElement.closest('tr')?.dataset.runner"))
                .as("the focus is back on the place")
                .isEqualTo("r03");
        page.locator("tr[data-runner=r05] .rank").press("Enter");
        await(page, "() => document.querySelectorAll('.why section:last-of-type tbody tr').length === 2");
        assertThat(text(page, ".why section:last-of-type"))
                .as("what it was before the chip was read")
                .contains("3:44.7", "3:50.7", "chip read arrived");
    }

    @Test
    void ofFiveKilometresTheProjectedFinishIsTheNumber() {
        Scene.fiveKilometres(feed, NOW);
        Page page = open("?theme=night");
        awaitPhase(page, "live");
        await(page, "() => document.querySelector('tr[data-runner=r08] .number') !== null");
        assertThat(text(page, "tr[data-runner=r07] .number")).isEqualTo("54:01");
        assertThat(text(page, "tr[data-runner=r08] .number")).isEqualTo("≈55:15");
        assertThat(text(page, "tr[data-runner=r09] .number")).isEqualTo("≈1:02:00");
        assertThat(page.locator("tr[data-runner=r07] .doubt").innerText()).contains("✓");
        assertThat(text(page, ".goal")).isEqualTo("projected finish, target 55:00");
        assertThat(text(page, ".counts")).as("who has the distance").contains("1/3");
        assertThat(page.locator("tr[data-runner=r09] .doubt").innerText())
                .as("over the target the number stands alone")
                .doesNotContain("✓");
        see(page, "board-5k");
        assertNoViolations(page);
    }

    @Test
    void aReloadWhileTheServerIsAwayShowsWhatWasKnownAndHowOldItIs() throws Exception {
        Scene.live(feed, NOW);
        Page page = open("?theme=night&token=");
        awaitPhase(page, "live");
        RealBrowser.awaitKept(page, "/board/");
        assertThat(
                        page.evaluate(
                                "caches.open('backstretch-shell').then(cache => cache.keys())"
                                        + ".then(keys => keys.map(key => new URL(key.url).pathname).filter(path => path.startsWith('/v1')).length)"))
                .as("nothing of a session is kept with the page")
                .isEqualTo(0);
        stopListening();
        faults.clear();
        page.reload();
        awaitPhase(page, "live");
        await(page, "() => document.querySelector('tr[data-runner=r05] .number').textContent.includes('1.94')");
        await(page, "() => document.querySelector('.pill .late') !== null");
        see(page, "board-reload-away");
        listen();
        feed.tell(Scene.frame(NOW.plusSeconds(30), false, Scene.backwardLap(), Scene.entries(NOW.plusSeconds(30))));
        await(page, "() => document.querySelector('.pill').textContent.match(/caught up|LIVE/) !== null");
        faults.clear();
    }

    @Test
    void aPageThatCouldNotBeKeptAtOnceIsNotKeptInHalfAndIsKeptLater() {
        Scene.live(feed, NOW);
        refusals.set(1);
        Page page = open("?theme=night");
        awaitPhase(page, "live");
        RealBrowser.awaitKept(page, "/assets/words/en.json");
        assertThat(page.evaluate("() => caches.match('/board/').then(kept => kept === undefined)"))
                .as("nothing leads to files while some are missing")
                .isEqualTo(true);
        RealBrowser.awaitKept(page, "/board/");
        assertThat(refusals.get()).isZero();
    }

    private static void assertAsksForANewLink(Page page) {
        awaitPhase(page, "refused");
        assertThat(text(page, "h2")).isEqualTo("This screen needs a new link from the coach");
        assertThat(text(page, "h2 + p")).as("and how").contains("Make a link for the TV");
        assertThat(page.locator("tbody tr, bs-track, .counts").count()).isZero();
        assertThat(page.content()).as("nobody is told of").doesNotContain("Nok").doesNotContain("Tiger");
    }

    @Test
    void aScreenWithoutATokenOrWithAWrongOneAsksForANewLink() throws Exception {
        startWithTokens();
        Scene.live(feed, NOW);
        for (String wrong : List.of("", "token=nonsense", token(Grant.ofSession(Role.SCREEN, "another-session")))) {
            assertAsksForANewLink(open("?theme=night&" + wrong));
        }
        Page page = open("?theme=night&token=nonsense");
        assertAsksForANewLink(page);
        see(page, "board-refused");
        assertNoViolations(page);
    }

    @Test
    void aScreenWhoseTokenIsRevokedShowsNothingMoreAlsoAfterAReload() throws Exception {
        startWithTokens();
        Scene.live(feed, NOW);
        Tokens.Issued lost = tokens.issue(Grant.ofSession(Role.SCREEN, Scene.SESSION), Duration.ofHours(1));
        Page page = open("?theme=night&token=" + lost.text());
        awaitPhase(page, "live");
        await(page, "() => document.querySelectorAll('tbody tr').length === 12");

        revocations.set(new Revocations(List.of(Revocations.Entry.ofToken(lost.tokenId(), NOW))));

        assertAsksForANewLink(page);
        page.reload();
        assertAsksForANewLink(page);
        page.reload();
        assertAsksForANewLink(page);
    }

    /** Whoever sticks out of the body, or over what is beside them. */
    private static Object crowded(Page page) {
        return page.evaluate("() => { const body = document.querySelector('.waiting').getBoundingClientRect();"
                + " const invite = document.querySelector('.invite').getBoundingClientRect();"
                + " return [...document.querySelectorAll('.names li, .invite *')].filter((e) => {"
                + " const box = e.getBoundingClientRect();"
                + " const over = e.tagName === 'LI' && box.left < invite.right && box.top < invite.bottom;"
                + " return over || box.bottom > body.bottom + 1 || box.top < body.top - 1 || box.right > body.right + 1; })"
                + ".map((e) => e.textContent).join(); }");
    }

    private static List<?> names(Page page) {
        return (List<?>) page.evaluate("[...document.querySelectorAll('.names .text')].map((e) => e.textContent)");
    }

    @Test
    void theJoinCodeStaysBesideTheNamesUntilTheStartAndInTheFooterAfterIt() {
        feed.tell(Scene.head(SessionHead.State.OPEN, null));
        Scene.people(feed);
        Page page = openByName("?theme=night");
        awaitPhase(page, "waiting");
        assertThat(text(page, ".tv-middle")).contains("KT7W3P", REACHABLE, "0 of 12 sensors ready");
        await(page, "() => document.querySelector('.qr')?.naturalWidth > 0");
        assertThat(page.locator(".qr").boundingBox().height / HEIGHT).isCloseTo(0.4, within(0.01));
        assertThat(page.evaluate(
                        "parseFloat(getComputedStyle(document.querySelector('.code')).fontSize) / innerHeight"))
                .satisfies(size -> assertThat(((Number) size).doubleValue()).isCloseTo(0.14, within(0.002)));
        assertThat(names(page)).hasSize(12);
        assertThat(crowded(page)).as("twelve").isEqualTo("");
        see(page, "board-waiting");
        assertNoViolations(page);

        for (int i = 13; i <= 80; i++) {
            feed.tell(Scene.person(Scene.id(i), i % 7 == 0 ? "Wolfgangster" : "Runner " + i, true));
        }
        await(page, "() => document.querySelector('.tv-middle h2').textContent === '0 of 80 sensors ready'");
        var seen = new TreeSet<String>();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(crowded(page)).as("eighty").isEqualTo("");
            page.locator(".names li")
                    .all()
                    .forEach(name ->
                            seen.add(String.valueOf(name.locator(".text").innerText())));
            if (turn == 0) {
                see(page, "board-waiting-80");
                assertNoViolations(page);
            }
            Object before = names(page);
            page.keyboard().press("ArrowRight");
            page.waitForCondition(() -> !names(page).equals(before));
        }
        assertThat(seen)
                .as("twelve, and of the others those with a name of their own")
                .hasSize(12 + 58 + 1);
        feed.tell(Scene.person("r81", "Zoe", true));
        await(page, "() => document.querySelector('.names').textContent.includes('Zoe')");
        for (int[] shape : new int[][] {{1024, 768}, {1080, 1920}, {1280, 720}}) {
            page.setViewportSize(shape[0], shape[1]);
            page.waitForTimeout(400);
            assertThat(crowded(page)).as(shape[0] + " by " + shape[1]).isEqualTo("");
            see(page, "board-waiting-" + shape[0]);
        }
        page.setViewportSize(1920, HEIGHT);

        Scene.live(feed, NOW);
        awaitPhase(page, "live");
        assertThat(text(page, ".tv-foot .join")).isEqualTo("Join code KT7W3P");
        assertThat(page.locator(".qr").count()).isZero();
        Scene.correct(feed, NOW.plusSeconds(1));
        await(page, "() => document.querySelector('.tv-foot .say').textContent !== ''");
        assertThat(page.evaluate("() => { const said = document.querySelector('.tv-foot .say');"
                        + " return said.scrollWidth <= said.clientWidth; }"))
                .as("the sentence has its room")
                .isEqualTo(true);
        see(page, "board-join-footer");
    }

    /** Thirty seconds one way, thirty the other. */
    private static Frame.PlanProgress part(int step, Facing facing, Instant endsAt) {
        Facing next = facing == Facing.FORWARD ? Facing.BACKWARD : Facing.FORWARD;
        return new Frame.PlanProgress(
                "thirty-thirty", step, 4, "run", facing, Double.NaN, Scene.STARTED, endsAt, false, null, "run", next);
    }

    private static String played(Page page) {
        return (String) page.evaluate("document.querySelector('bs-board').sounds.played.join()");
    }

    @Test
    void theGroupsClockSoundsAfterOneTapUntilItIsSilenced() {
        Scene.live(feed, NOW);
        feed.tell(Scene.frame(NOW.plusSeconds(1), false, part(1, Facing.FORWARD, NOW.plusSeconds(8)), List.of()));
        Page page = open("?theme=night");
        awaitPhase(page, "live");
        assertThat(text(page, ".tv-foot .sound")).isEqualTo("Tap once for sound");
        see(page, "board-sound");
        page.locator(".tv-foot .sound").click();
        await(page, "() => document.querySelector('.tv-foot .sound') === null");

        await(page, "() => document.querySelector('bs-board').sounds.played.length === 4");
        assertThat(played(page))
                .as("which way to turn, and the last three seconds")
                .isEqualTo("backwards,count,count,count");
        Instant turned = NOW.plusSeconds(9);
        feed.tell(Scene.frame(turned, false, part(2, Facing.BACKWARD, turned.plusSeconds(60)), List.of()));
        await(page, "() => document.querySelector('bs-board').sounds.played.length === 5");
        assertThat(played(page)).endsWith(",backwards");

        page.keyboard().press("m");
        await(page, "() => document.querySelector('.tv-foot .sound')?.innerText === 'Sound is off'");
        feed.tell(
                Scene.frame(turned.plusSeconds(1), false, part(3, Facing.FORWARD, turned.plusSeconds(60)), List.of()));
        await(page, "() => document.querySelector('bs-board').store.state.plan.step === 3");
        page.waitForTimeout(600);
        assertThat(played(page)).as("silenced").endsWith("count,backwards");
        page.keyboard().press("M");
        await(page, "() => document.querySelector('.tv-foot .sound') === null");
        feed.tell(Scene.frame(turned.plusSeconds(2), false, Scene.rest(turned.plusSeconds(60)), List.of()));
        await(page, "() => document.querySelector('bs-board').sounds.played.at(-1) === 'rest'");
        feed.tell(Scene.frame(turned.plusSeconds(3), false, Scene.backwardLap(), List.of()));
        await(page, "() => document.querySelector('bs-board').sounds.played.at(-1) === 'go'");
        Scene.correct(feed, turned.plusSeconds(4));
        await(page, "() => document.querySelector('tr[data-runner=r05].fix') !== null");
        assertThat(played(page)).as("a correction is silent").endsWith("rest,go");
        assertThat(faults).isEmpty();
    }

    private static Frame.PlanProgress paused(Instant at, double before, double left) {
        return new Frame.PlanProgress(
                        "quarter-mile-twice",
                        3,
                        3,
                        "lap",
                        Facing.BACKWARD,
                        402.3,
                        Scene.STARTED,
                        null,
                        true,
                        null,
                        null,
                        null)
                .beside(at, before, left);
    }

    private static double second(Page page) {
        String[] parts = text(page, ".clock").split(":");
        return Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
    }

    @Test
    void aPausedClockIsTheCoachsAndStands() {
        Scene.live(feed, NOW);
        Instant paused = NOW.plusSeconds(1);
        Instant heard = paused.plusSeconds(20);
        feed.tell(Scene.frame(heard, false, paused(paused, 0, Double.NaN), List.of()));
        Page page = open("");
        await(page, "() => document.querySelector('.tv-frame.paused') !== null");
        assertThat(text(page, ".goal")).isEqualTo("The coach has paused the clock");
        for (int i = 1; i <= 3; i++) {
            page.waitForTimeout(700);
            Instant now = heard.plusSeconds(5L * i);
            feed.tell(Scene.frame(now, false, paused(paused, 0, Double.NaN), Scene.entries(now)));
            assertThat(text(page, ".clock")).isEqualTo("8:48");
        }
        page.reload();
        await(page, "() => document.querySelector('.tv-frame.paused .clock') !== null");
        assertThat(text(page, ".clock")).as("also to who comes later").isEqualTo("8:48");

        Instant resumed = paused.plusSeconds(40);
        feed.tell(
                Scene.frame(resumed, false, Scene.backwardLap().beside(null, 40, Double.NaN), Scene.entries(resumed)));
        await(page, "() => document.querySelector('.tv-frame.paused') === null");
        assertThat(second(page))
                .as("what did not count is not counted afterwards")
                .isBetween(528.0, 535.0);
        await(page, "() => document.querySelector('.clock').textContent !== '8:48'");

        feed.tell(Scene.frame(
                resumed.plusSeconds(60),
                false,
                part(1, Facing.FORWARD, resumed.plusSeconds(85)).beside(null, 40, Double.NaN),
                List.of()));
        await(page, "() => document.querySelector('bs-board').store.state.plan.step === 1");
        Instant again = resumed.plusSeconds(63);
        feed.tell(Scene.frame(again, false, paused(again, 40, 22), List.of()));
        await(page, "() => document.querySelector('.tv-frame.paused') !== null");
        page.waitForTimeout(1500);
        assertThat(text(page, ".clock")).as("left of the step").isEqualTo("0:22");
    }

    @Test
    void aRestByTheClockFillsTheScreenAndEndsWithIt() {
        var camp = new FoldedCamp(feed, "thirty-thirty", NOW, List.of("r01", "r02", "r03"));
        camp.until(20, 3);
        Page page = open("?lang=en");
        awaitPhase(page, "live");
        camp.until(35, 0);
        awaitPhase(page, "rest");
        assertThat(text(page, ".count .big")).matches("2\\d");
        page.navigate("http://127.0.0.1:" + port + "/board/" + Scene.SESSION + "?lang=en&board=laps");
        awaitPhase(page, "live");
        assertThat(text(page, "tr[data-runner=r01]"))
                .as("who stands in a planned rest has not stopped")
                .contains("rest 0:2")
                .doesNotContain("stopped");
        page.navigate("http://127.0.0.1:" + port + "/board/" + Scene.SESSION + "?lang=en");
        awaitPhase(page, "rest");
        camp.until(62, 3);
        awaitPhase(page, "live");
    }

    @Test
    void aFinishedSessionHasItsThreeFirstPlaces() {
        Scene.live(feed, NOW);
        Scene.finish(feed, NOW.plusSeconds(90));
        Page page = open("?theme=night");
        awaitPhase(page, "finished");
        await(page, "() => document.querySelector('.podium') !== null");

        assertThat(text(page, ".tv-head h1")).isEqualToIgnoringCase("Session over. Well run.");
        assertThat(page.locator(".podium li").count()).isEqualTo(3);
        assertThat(text(page, ".podium li:nth-child(1)")).contains("1", "Nok", "1.64×");
        assertThat(text(page, ".podium li:nth-child(3)")).contains("3=", "Tiger", "Ploy");
        assertThat(text(page, ".podium li:nth-child(3) .best"))
                .as("no number of one of them stands for both")
                .isEqualTo("1.79×–1.80×");
        assertThat(page.evaluate("() => [...document.querySelectorAll('.podium .best')]"
                        + ".every(best => best.scrollWidth <= best.parentElement.clientWidth)"))
                .isEqualTo(true);
        assertThat(text(page, ".also")).contains("Most improved: Mint, 0.08× better", "Most effort: Anan, 31 points");
        assertThat(text(page, ".tv-foot .say")).startsWith("Provisional until 06:");
        see(page, "board-finished");
        assertNoViolations(page);
    }

    @Test
    void effortAndImprovementHaveBoardsOfTheirOwn() {
        Scene.live(feed, NOW);
        Scene.finish(feed, NOW.plusSeconds(90));
        Page effort = open("?board=effort&page=1");
        await(effort, "() => document.querySelector('tbody tr') !== null");
        assertThat(cell(effort, "r05", "number")).contains("31", "points");
        assertThat(cell(effort, "r02", "number")).contains("1", "point").doesNotContain("points");
        assertThat(cell(effort, "r01", "doubt")).contains("too little", "heart rate");
        assertThat(text(effort, "caption")).isEqualTo("Effort points, most first");
        Page improvement = open("?board=improvement&page=1");
        await(improvement, "() => document.querySelector('tbody tr') !== null");
        assertThat(cell(improvement, "r06", "number")).contains("0.08×", "better");
        assertThat(cell(improvement, "r01", "number"))
                .as("no gain: today's ratio")
                .contains("1.64×", "today");
        Page other = open("?board=calories&page=1");
        await(other, "() => document.querySelector('tbody tr') !== null");
        assertThat(text(other, "caption")).isEqualTo("Backward over forward, best first");
        assertNoViolations(effort);
    }

    @Test
    void everyBoardFillsTheScreenWithNothingCut() {
        Scene.live(feed, NOW);
        Scene.everyBoard(feed, NOW);
        Instant now = NOW;
        for (String board : List.of("effort", "improvement", "team", "relay")) {
            now = now.plusSeconds(5);
            Page page = open("?theme=night&board=" + board);
            await(page, "() => document.querySelector('tbody tr') !== null");
            assertThat(page.locator("tbody tr").count())
                    .isEqualTo(Map.of("effort", 12, "improvement", 11).getOrDefault(board, 4));
            assertThat(outside(page)).as(board).isEqualTo("");
            if (board.equals("team")) {
                assertThat(page.locator("tr[data-runner=Green] svg, tr[data-runner=Green] .none")
                                .count())
                        .as("a team of which nobody is known to run faces no way, and has no heart")
                        .isZero();
            }
            seeLive(page, "board-" + board, now);
            assertNoViolations(page);
        }
        for (String board : List.of("effort", "improvement")) {
            Page page = open("?theme=night&rows=10&board=" + board);
            await(page, "() => document.querySelectorAll('.two tbody tr').length > 10");
            nothingInTwoColumnsIsCut(page, board + " in two columns");
            assertThat(outside(page)).as(board + " in two columns").isEqualTo("");
            see(page, "board-" + board + "-10");
        }
    }

    @Test
    void aRatioStandsBesideTheLapThatItIsMadeOfAndNotTheCoolDown() {
        Scene.live(feed, NOW);
        feed.tell(Scene.lap("r02", 1, 1, Facing.FORWARD, 100.0, NOW.plusSeconds(1), null));
        feed.tell(Scene.lap("r02", 2, 0, Facing.BACKWARD, 164.0, NOW.plusSeconds(2), null));
        feed.tell(Scene.lap("r02", 3, 0, Facing.FORWARD, 190.0, NOW.plusSeconds(3), null));
        feed.tell(Scene.board(
                "ratio", 1, NOW.plusSeconds(3), List.of(Scene.ratio(1, false, "r02", 1.64, 0.01, Verdict.MET))));
        Page page = open("?page=1");
        await(page, "() => document.querySelector('tbody tr') !== null");
        assertThat(cell(page, "r02", "second")).isEqualTo("1:40.0");

        page.locator("tbody tr").first().click();
        page.waitForSelector(".why h3");
        assertThat(page.locator(".why h3").allInnerTexts())
                .allMatch(lap -> lap.startsWith("Lap 1") || lap.startsWith("Lap 2"));
    }

    @Test
    void whatAPlanIsForStandsFirstAsSoonAsSomebodyHasAPlaceThere() {
        feed.tell(Scene.head(SessionHead.State.RUNNING, null, "thirty-thirty"));
        Scene.people(feed);
        feed.tell(Scene.board("laps", 0, NOW, List.of(Scene.ratio(1, false, "r02", 3, 0, Verdict.NO_VERDICT))));
        Page page = open("");
        await(page, "() => document.querySelector('tbody tr') !== null");
        assertThat(text(page, "caption")).isEqualTo("Laps, most first");
        assertThat(text(page, ".goal")).isEqualTo("most laps, then least time");

        feed.tell(Scene.efforts(NOW));
        await(page, "() => document.querySelector('caption').textContent.trim() === 'Effort points, most first'");
        assertThat(cell(page, "r05", "number")).contains("31", "points");
    }

    @Test
    void aRelayIsARowForEachTeam() {
        Scene.live(feed, NOW);
        feed.tell(Scene.relay(NOW, 0, 320.2));
        Page relay = open("?board=relay&page=1");
        await(relay, "() => document.querySelector('tbody tr') !== null");
        assertThat(cell(relay, "Red", "number")).isEqualTo("5:20.2");
        assertThat(cell(relay, "Red", "second")).isEqualTo("3 of 3");
        assertThat(cell(relay, "Red", "doubt")).contains("0.6");
        assertThat(cell(relay, "Blue", "number")).isEqualTo("3:51.4");
        assertThat(cell(relay, "Blue", "second")).isEqualTo("2 of 3");
        assertThat(cell(relay, "Blue", "doubt")).contains("Anan unsure");
        assertThat(text(relay, "caption")).isEqualTo("Legs done, most first, then least time");
        assertThat(text(relay, ".goal")).isEqualTo("sum of a team's laps, one runner at a time");
        assertNoViolations(relay);
    }

    @Test
    void aLapThatTheCompassContradictsIsNotRanked() {
        Scene.live(feed, NOW);
        Scene.facingUnconfirmed(feed, NOW);
        Page page = open("");
        awaitPhase(page, "live");
        await(page, "() => document.body.textContent.includes('unconfirmed')");
        assertThat(cell(page, "r07", "place")).isBlank();
        assertThat(cell(page, "r07", "number")).as("as coarse as a projection").isEqualTo("≈1.6×");
        assertThat(cell(page, "r07", "doubt")).contains("facing", "unconfirmed");
        assertThat(page.locator("[data-runner=r07]").getAttribute("aria-label")).contains("facing unconfirmed");
        assertThat(page.evaluate("() => { const cell = document.querySelector('[data-runner=r07] .doubt .cell');"
                        + " return cell.scrollWidth <= cell.clientWidth; }"))
                .as("the words end inside their column")
                .isEqualTo(true);
        see(page, "board-facing-unconfirmed");
        assertNoViolations(page);
    }

    @Test
    void whoWithdrawsIsGoneFromThePageAndFromWhatItKeeps() {
        Scene.live(feed, NOW);
        Page page = open("");
        awaitPhase(page, "live");
        await(page, "() => sessionStorage.getItem('backstretch.last.board.evening')?.includes('Somsak')");
        feed.tell(Scene.person("r02", "Somsak", false));
        await(page, "() => !document.body.textContent.includes('Somsak')");
        await(page, "() => !sessionStorage.getItem('backstretch.last.board.evening').includes('Somsak')");
        assertThat(cell(page, "r03", "place").replaceAll("\\s", "")).isEqualTo("2=");
    }

    @Test
    void whatIsKnownIsWrittenSeldomAndWhenThePageGoes() {
        Scene.live(feed, NOW);
        Page page = open("");
        awaitPhase(page, "live");
        await(page, "() => sessionStorage.getItem('backstretch.last.board.evening') !== null");
        page.evaluate("() => { const set = Storage.prototype.setItem; window.writes = 0;"
                + " Storage.prototype.setItem = function (...words) { window.writes++; set.apply(this, words); }; }");
        for (int i = 1; i <= 12; i++) {
            Instant now = NOW.plusMillis(500L * i);
            feed.tell(Scene.frame(now, false, Scene.backwardLap(), Scene.entries(now)));
            page.waitForTimeout(500);
        }
        assertThat(page.evaluate("window.writes")).as("writes in six seconds").isEqualTo(0);
        page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))");
        assertThat(page.evaluate("window.writes")).isEqualTo(1);
    }

    @Test
    void anUnknownSessionLinksToTheList() {
        Page page = open("");
        awaitPhase(page, "unknown");
        assertThat(text(page, ".tv-middle")).contains("There is no session evening here");
        assertNoViolations(page);
    }

    @Test
    void theStartPageListsSessions() {
        Scene.live(feed, NOW);
        Page page = open("");
        page.navigate("http://127.0.0.1:" + port + "/");
        await(page, "() => document.querySelector('a[href=\"/board/evening\"]') !== null");
        assertNoViolations(page);
    }

    @Test
    void pagesLoadNothingFromElsewhere() {
        Scene.live(feed, NOW);
        Page page = open("");
        awaitPhase(page, "live");
        assertThat(page.evaluate(
                        "performance.getEntriesByType('resource').every(r => r.name.startsWith(location.origin))"))
                .isEqualTo(true);
        assertThat(page.request()
                        .get("http://127.0.0.1:" + port + "/board/x")
                        .headers()
                        .get("content-security-policy"))
                .contains("default-src 'none'")
                .contains("script-src 'self' 'sha256-");
        assertThat(Duration.ofMillis(((Number) page.evaluate("Math.round(performance.now())")).longValue()))
                .isLessThan(Duration.ofMinutes(2));
    }
}

package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Geolocation;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.access.Access;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The runner's page in a real browser of a phone's size, with touch: a script tells the outcomes, and doors keep what comes.
 * Pictures of what was seen are left in {@code target/board}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhonePageIT {
    private static final Path PICTURES = Path.of("target", "board");
    private static final Instant NOW = Scene.STARTED.plusSeconds(527);
    private static final String ME = "r08";
    /** What the page has spoken, in {@code spoken}: a browser without a screen may have no voice. */
    private static final String SPEECH = """
            window.spoken = [];
            Object.defineProperty(window, 'speechSynthesis', { value: { speak: (said) => spoken.push(said.text) } });
            window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
            """;

    private static final String FELT = """
            window.felt = [];
            navigator.vibrate = (pattern) => felt.push(pattern);
            """;

    private static final String STRAP = "09:09:09:09:09:09";

    private final Vertx vertx = Vertx.vertx();
    private @Nullable Chromium chromium;
    private ScriptedFeed feed = new ScriptedFeed();
    private PhoneDoors doors = new PhoneDoors();
    private @Nullable BoardService board;
    private @Nullable HttpServer server;
    private @Nullable BrowserContext phone;
    private final List<String> faults = new ArrayList<>();
    private int port;

    @BeforeAll
    void openBrowser() {
        chromium = Chromium.start(
                "the runner's page was not tested",
                // Without it a browser without a screen has no Web Bluetooth.
                "--enable-experimental-web-platform-features");
    }

    @AfterAll
    @Timeout(60)
    void closeBrowser() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void startBoard() throws Exception {
        faults.clear();
        feed = new ScriptedFeed();
        doors = new PhoneDoors();
        board = new BoardService(
                BoardSettings.at("unused:0"),
                Clock.fixed(NOW, ZoneOffset.UTC),
                Access.withoutTokens(),
                new SimpleMeterRegistry(),
                feed);
        board.start();
        Router router = Router.router(vertx);
        doors.mount(router);
        board.mount(router);
        server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(router)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        port = server.actualPort();
    }

    /** On a busy machine a context was seen never to close: then this test fails, and not the whole check. */
    @AfterEach
    @Timeout(60)
    void closeTheContextOfThePhone() {
        if (phone != null) {
            phone.close();
        }
    }

    @AfterEach
    void stopBoard() throws Exception {
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        if (board != null) {
            board.close();
        }
    }

    private Chromium browser() {
        return Objects.requireNonNull(chromium, "no browser");
    }

    private BrowserContext context() {
        BrowserContext known = phone;
        if (known == null) {
            throw new IllegalStateException("no phone");
        }
        return known;
    }

    /** A phone that has not joined. */
    private Page stranger(String query, String... scripts) {
        BrowserContext fresh = browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(390, 844)
                        .setHasTouch(true)
                        .setIsMobile(true)
                        .setTimezoneId("Asia/Bangkok")
                        .setGeolocation(18.796, 98.963)
                        .setPermissions(List.of("geolocation", "accelerometer", "gyroscope", "magnetometer")));
        phone = fresh;
        fresh.setDefaultTimeout(60_000);
        // A browser without a screen has none to keep awake.
        fresh.addInitScript("navigator.wakeLock.request = () => Promise.resolve({release: () => Promise.resolve()})");
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
        page.navigate("http://127.0.0.1:" + port + "/run/" + Scene.SESSION + query);
        return page;
    }

    /** The phone of r08, which has joined and measures nothing unless it is told to. */
    private Page runner(String query, String more, String... scripts) {
        var all = new ArrayList<>(List.of(scripts));
        all.add("if (!localStorage.getItem('backstretch.run.evening')) localStorage.setItem('backstretch.run.evening',"
                + " JSON.stringify({runner: 'r08', token: null, alias: 'Fah', minor: false, sensors: [],"
                + " consents: {coach: true, board: true, zone: true, map: false, replay: false, research: false}" + more
                + "}))");
        return stranger(query, all.toArray(String[]::new));
    }

    private static void await(Page page, String expression) {
        page.waitForFunction(expression);
    }

    private static void awaitPhase(Page page, String phase) {
        await(page, "() => document.querySelector('[data-phase=\"" + phase + "\"]') !== null");
    }

    /** Waits with the page going on. */
    private static void awaitThat(Page page, BooleanSupplier condition, String what) {
        for (int i = 0; i < 300 && !condition.getAsBoolean(); i++) {
            page.waitForTimeout(100);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }

    private static String text(Page page, String selector) {
        return page.locator(selector)
                .first()
                .innerText()
                .replace('\n', ' ')
                .replace('\u2009', ' ')
                .strip();
    }

    private static void tap(Page page, String selector) {
        page.locator(selector).first().tap();
    }

    /** Keeps a picture; nothing sticks out, and what a finger must hit is large enough. */
    private void see(Page page, String name) {
        assertThat(page.evaluate("""
                        () => [...document.querySelectorAll('h1, h2, dd, dt, .hero .value, .strip, .told')]
                          .filter((e) => e.checkVisibility() && !e.closest('.sr') && e.scrollWidth > e.clientWidth + 1)
                          .map((e) => e.textContent.trim().slice(0, 30)).join('; ')
                        """)).as("cut off in " + name).isEqualTo("");
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing beyond the right edge of " + name)
                .isEqualTo(true);
        assertThat(page.evaluate("""
                        () => [...document.querySelectorAll('button, input, a')]
                          .filter((e) => e.checkVisibility() && !(document.querySelector('dialog[open]') && !e.closest('dialog')))
                          .map((e) => ({ e: e.closest('label') ?? e, box: (e.closest('label') ?? e).getBoundingClientRect() }))
                          .filter(({ box }) => box.width < 48 || box.height < 48)
                          .map(({ e, box }) => `${e.textContent.trim().slice(0, 30)} ${box.width}x${box.height}`).join('; ')
                        """)).as("too small to touch in " + name).isEqualTo("");
        assertThat(page.evaluate("""
                        () => [...document.querySelectorAll('body *')]
                          .filter((e) => e.checkVisibility() && !e.closest('.sr, svg') && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
                          .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 16)
                          .map((e) => e.textContent.trim().slice(0, 30)).join('; ')
                        """)).as("too small to read in " + name).isEqualTo("");
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    private void assertNoViolations(Page page, String what) {
        AxeResults results = new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze();
        assertThat(results.getViolations())
                .extracting(Rule::getId, rule -> rule.getNodes().get(0).getHtml(), Rule::getHelp)
                .as(what)
                .isEmpty();
    }

    /** A state in both themes and both languages: axe finds nothing, nothing is too small, a picture is kept of each. */
    private void looksRight(Page page, String name, String language) {
        for (String theme : List.of("night", "sun")) {
            page.evaluate("theme => document.querySelector('bs-run').theme = theme", theme);
            await(page, "() => document.documentElement.dataset.theme === '" + theme + "'");
            String picture = name + "-" + language + "-" + theme;
            see(page, picture);
            assertNoViolations(page, picture);
        }
        if (language.equals("th")) {
            String letters = (String) page.evaluate("() => (document.querySelector('dialog[open]') ?? document.body)"
                    + ".innerText.replace(/English|Sensor Logger|Chrome|Android|https|Fah|evening|Z\\d|km/g, '')");
            assertThat(letters).as("English is left over in " + name).doesNotContainPattern("[A-Za-z]{3}");
        }
    }

    // ---- what the outcomes say of r08

    private static List<Frame.Entry> of(Frame.Entry entry) {
        return List.of(entry);
    }

    private void backward() {
        Scene.live(feed, NOW);
    }

    private void rest() {
        feed.tell(Scene.head(SessionHead.State.RUNNING, null));
        Scene.people(feed);
        feed.tell(Scene.lap(ME, 1, 0, Facing.FORWARD, 104.7, NOW, null));
        var rows = new ArrayList<Standings.Row>();
        rows.add(Scene.running(ME, RunnerState.RESTING, NOW.plusSeconds(94)));
        feed.tell(Scene.board("ratio", 0, NOW, rows));
        feed.tell(Scene.frame(
                NOW,
                false,
                new Frame.PlanProgress(
                        "quarter-mile-twice",
                        2,
                        3,
                        "rest",
                        Facing.UNKNOWN,
                        Double.NaN,
                        Scene.STARTED,
                        null,
                        false,
                        null,
                        "lap",
                        Facing.BACKWARD),
                of(Scene.entry(ME, NOW, RunnerState.RESTING, Facing.STILL, 4, 0, Double.NaN))));
    }

    private static Frame.PlanProgress forwardLap() {
        return new Frame.PlanProgress(
                "quarter-mile-twice",
                1,
                3,
                "lap",
                Facing.FORWARD,
                402.3,
                Scene.STARTED,
                null,
                false,
                null,
                "rest",
                Facing.UNKNOWN);
    }

    private static Frame.PlanProgress anotherWavesPart() {
        return new Frame.PlanProgress(
                "thirty-thirty",
                1,
                2,
                "run",
                Facing.FORWARD,
                Double.NaN,
                NOW.minusSeconds(70),
                NOW.plusSeconds(80),
                false,
                "upright",
                "rest",
                null);
    }

    private static Frame.Entry forwardEntry(Instant now) {
        return new Frame.Entry(
                ME,
                now,
                0,
                3.6,
                new Estimate(279, 8),
                142,
                3,
                new Estimate(262, 6),
                Facing.FORWARD,
                RunnerState.RUNNING,
                1,
                262,
                402.3,
                now.minusSeconds(72),
                Estimate.UNKNOWN,
                null);
    }

    private void forward() {
        feed.tell(Scene.head(SessionHead.State.RUNNING, null));
        Scene.people(feed);
        feed.tell(Scene.board("ratio", 0, NOW, List.of(Scene.running(ME, RunnerState.RUNNING, null))));
        feed.tell(Scene.frame(NOW, false, forwardLap(), of(forwardEntry(NOW))));
    }

    @Test
    void aReloadWhileTheServerIsAwayShowsWhatWasKnownAndTheClockRunsOn() throws Exception {
        backward();
        Page page = runner("?lang=en", ", tapsOnly: true");
        awaitPhase(page, "backward");
        RealBrowser.awaitKept(page, "/run/");
        await(page, "() => sessionStorage.getItem('backstretch.last.run.evening.r08')?.includes('r08')");
        HttpServer away = server;
        server = null;
        if (away != null) {
            away.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        page.reload();
        awaitPhase(page, "backward");
        String left = text(page, ".hero .value");
        await(page, "() => document.querySelector('.hero .value').innerText !== '" + left + "'");
        assertThat(text(page, ".run")).contains("No network. Readings are saved on this phone.");
        faults.clear();
    }

    @Test
    void ofFiveKilometresTheProjectedFinishIsTheOneNumber() {
        Scene.fiveKilometres(feed, NOW);
        Page page = runner("?lang=en", ", tapsOnly: true");
        awaitPhase(page, "backward");
        assertThat(text(page, ".hero .value")).isEqualTo("≈55:15");
        assertThat(text(page, ".hero")).contains("Projected finish");
        assertThat(text(page, ".line")).isEqualTo("± 1:15 · target 55:00 · 12 % walked");
        looksRight(page, "phone-5k", "en");
    }

    @Test
    void ofFiveKilometresThatAreBehindTheTimeIsTold() {
        Scene.fiveKilometres(feed, NOW);
        Page page = runner(
                "?lang=th",
                "",
                "localStorage.setItem('backstretch.run.evening', JSON.stringify({runner: 'r07', token: null,"
                        + " alias: 'Bee Bee', minor: false, tapsOnly: true, sensors: [], consents: {coach: true, board: true}}))");
        awaitPhase(page, "backward");
        assertThat(text(page, ".hero .value")).isEqualTo("54:01");
        assertThat(text(page, ".line")).contains("55:00 ✓");
    }

    private void finished() {
        Scene.live(feed, NOW);
        var rows = new ArrayList<>(Scene.rows(1.94));
        rows.set(7, Scene.ratio(6, false, ME, 201_200.0 / 104_700, 0.05, Verdict.MET));
        feed.tell(Scene.board("ratio", 1, NOW, rows));
        feed.tell(Scene.lap(ME, 2, 0, Facing.BACKWARD, 201.2, NOW, null));
    }

    // ---- joining

    private static void fillWho(Page page, String alias, String born) {
        await(page, "() => document.querySelector('[data-step=who]') !== null");
        page.fill("input[name=alias]", alias);
        page.fill("input[name=born]", born);
        tap(page, "button[type=submit]");
    }

    private static void answerNo(Page page) {
        await(page, "() => document.querySelector('[data-step=questions]') !== null");
        for (String question : List.of("pain-or-injury", "balance", "shoes")) {
            tap(page, "[data-answer=" + question + "-no]");
        }
        tap(page, "footer .strong");
        await(page, "() => document.querySelector('[data-step=consents]') !== null");
    }

    @Test
    void joiningAsksForNothingBeforehandAndWorksWithNone() {
        forward();
        Page page = stranger("?code=KT7W3P&lang=en");
        await(page, "() => document.querySelector('[data-step=who]') !== null");
        looksRight(page, "phone-join-who", "en");
        fillWho(page, "Fah", "1990");
        await(page, "() => document.querySelector('[data-step=questions]') !== null");
        looksRight(page, "phone-join-questions", "en");
        answerNo(page);
        assertThat(page.evaluate("[...document.querySelectorAll('[role=switch]')].map(s => s.checked).join()"))
                .isEqualTo("false,false,false,false,false,false");
        assertThat(
                        page.evaluate(
                                "(() => { const [a, b] = [...document.querySelectorAll('footer button')]"
                                        + ".map(e => e.getBoundingClientRect()); return a.width === b.width && a.height === b.height; })()"))
                .as("None is as large as OK")
                .isEqualTo(true);
        looksRight(page, "phone-consent", "en");
        assertThat(doors.joins).as("nothing left before the last tap").isEmpty();
        tap(page, "footer button:first-child");
        await(page, "() => document.querySelector('.run') !== null");

        assertThat(doors.joins).singleElement().satisfies(join -> {
            assertThat(join.getString("alias")).isEqualTo("Fah");
            assertThat(join.getInteger("birthYear")).isEqualTo(1990);
            assertThat(join.getString("joinCode")).isEqualTo("KT7W3P");
            for (String purpose : List.of("coach", "board", "zone", "map", "replay", "research")) {
                assertThat(join.getBoolean(purpose + "Consent")).as(purpose).isFalse();
            }
        });
        awaitThat(page, () -> doors.events.size() == 3, "three answers");
        assertThat(doors.events).allSatisfy(event -> {
            assertThat(event.getString("type")).isEqualTo("safety");
            assertThat(event.getBoolean("passed")).isTrue();
        });
        assertThat(doors.readings).as("nothing is measured unasked").isEmpty();
        assertThat(faults).isEmpty();
    }

    @Test
    void joiningSpeaksTheLanguageThatWasChosenAndLetsItBeChosen() {
        forward();
        Page page = stranger(
                "?code=KT7W3P",
                "localStorage.getItem('backstretch.language')"
                        + " || localStorage.setItem('backstretch.language', 'th')");
        await(page, "() => document.querySelector('[data-step=who]') !== null");
        assertThat(page.evaluate("document.documentElement.lang"))
                .as("as chosen on another page")
                .isEqualTo("th");
        fillWho(page, "Fah", "1990");
        answerNo(page);
        tap(page, "[data-language=en]");
        await(page, "() => document.querySelector('h1').textContent === 'Who sees your data'");
        assertThat(text(page, ".join footer")).contains("Share nothing", "OK, like this");
        tap(page, "footer button:first-child");
        await(page, "() => document.querySelector('.run') !== null");
        tap(page, "[data-do=menu]");
        tap(page, "dialog [data-language=th]");
        await(page, "() => document.querySelector('[data-do=stop]').textContent === 'หยุด ฉันไม่สบาย'");
        page.reload();
        await(page, "() => document.querySelector('.run') !== null");
        assertThat(page.evaluate("document.documentElement.lang"))
                .as("it is kept")
                .isEqualTo("th");
        assertThat(faults).isEmpty();
    }

    @Test
    void aYesMeansWalkingFirstAndTheCoachHears() {
        forward();
        Page page = stranger("?code=KT7W3P&lang=th");
        await(page, "() => document.querySelector('[data-step=who]') !== null");
        looksRight(page, "phone-join-who", "th");
        fillWho(page, "เสือ", "1988");
        await(page, "() => document.querySelector('[data-step=questions]') !== null");
        tap(page, "footer .strong");
        assertThat(text(page, ".fault")).as("all three are asked").isEqualTo("กรุณาตอบทั้งสามข้อ");
        tap(page, "[data-answer=pain-or-injury-no]");
        tap(page, "[data-answer=balance-yes]");
        tap(page, "[data-answer=shoes-no]");
        assertThat(text(page, ".note")).contains("เดินถอยหลัง");
        looksRight(page, "phone-join-questions", "th");
        tap(page, "footer .strong");
        await(page, "() => document.querySelector('[data-step=consents]') !== null");
        tap(page, "input[name=zone]");
        assertThat(page.isChecked("input[name=board]"))
                .as("a zone stands beside an alias")
                .isTrue();
        tap(page, "input[name=board]");
        assertThat(page.isChecked("input[name=zone]")).isFalse();
        tap(page, "input[name=coach]");
        looksRight(page, "phone-consent", "th");
        tap(page, "footer button:last-child");
        awaitThat(page, () -> doors.events.size() == 3, "three answers");
        assertThat(doors.joins.get(0).getBoolean("coachConsent")).isTrue();
        assertThat(doors.joins.get(0).getBoolean("boardConsent")).isFalse();
        assertThat(doors.events)
                .filteredOn(event -> event.getString("check").equals("balance"))
                .singleElement()
                .satisfies(event -> assertThat(event.getBoolean("passed")).isFalse());
    }

    @Test
    void underSixteenAParentIsAskedAndTheBoardIsLocked() {
        forward();
        Page page = stranger("?code=KT7W3P&lang=en");
        String born = String.valueOf(java.time.Year.now(Clock.systemUTC()).getValue() - 12);
        fillWho(page, "Mint", born);
        assertThat(text(page, ".fault")).isEqualTo("Under 16 a parent has to agree first.");
        looksRight(page, "phone-join-minor", "en");
        tap(page, "input[name=parent]");
        tap(page, "button[type=submit]");
        answerNo(page);
        for (String locked : List.of("board", "zone", "map")) {
            assertThat(page.isDisabled("input[name=" + locked + "]")).as(locked).isTrue();
        }
        tap(page, "input[name=coach]");
        see(page, "phone-consent-minor");
        tap(page, "footer button:last-child");
        await(page, "() => document.querySelector('.run') !== null");
        assertThat(doors.joins.get(0).getBoolean("parentalConsent")).isTrue();
        assertThat(doors.joins.get(0).getBoolean("coachConsent")).isTrue();
        assertThat(doors.joins.get(0).getBoolean("boardConsent")).isFalse();
    }

    @Test
    void aWrongCodeIsSaidAndNothingIsLost() {
        forward();
        doors.joinStatus = 403;
        Page page = stranger("?lang=en");
        await(page, "() => document.querySelector('[data-step=who]') !== null");
        page.fill("input[name=code]", "WRONG1");
        fillWho(page, "Fah", "");
        answerNo(page);
        tap(page, "footer button:first-child");
        await(page, "() => document.querySelector('.fault').textContent.includes('does not fit')");
        doors.joinStatus = 201;
        tap(page, "footer button:first-child");
        await(page, "() => document.querySelector('.run') !== null");
        assertThat(doors.joins).hasSize(2);
    }

    @Test
    void aJoinWhoseAnswerWasLostIsTheSameJoin() {
        forward();
        Page page = stranger("?code=KT7W3P&lang=en");
        fillWho(page, "Fah", "");
        answerNo(page);
        context().setOffline(true);
        tap(page, "footer button:first-child");
        await(page, "() => document.querySelector('.fault').textContent.includes('No network')");
        context().setOffline(false);
        doors.joinStatus = 503;
        tap(page, "footer button:first-child");
        awaitThat(page, () -> doors.joins.size() == 1, "one came");
        doors.joinStatus = 201;
        await(page, "() => !document.querySelector('footer button').disabled");
        tap(page, "footer button:first-child");
        await(page, "() => document.querySelector('.run') !== null");
        assertThat(doors.joins)
                .extracting(join -> join.getString("eventId"))
                .hasSize(2)
                .satisfies(ids -> assertThat(new HashSet<>(ids)).hasSize(1));
    }

    // ---- running

    @Test
    void eachStepHasItsNumber() {
        backward();
        Page page = runner("?lang=en", ", tapsOnly: true");
        awaitPhase(page, "backward");
        assertThat(text(page, ".run-head h1")).isEqualTo("Backward lap");
        assertThat(text(page, ".hero .label")).isEqualTo("Left to beat 2×");
        assertThat(text(page, ".hero .value")).matches("0:4[0-2]|0:3\\d");
        assertThat(text(page, ".line")).isEqualTo("84 % of the lap, projected ≈1.9×");
        assertThat(text(page, ".tiles")).contains("Your forward lap", "1:44.7", "Z5");
        assertThat(text(page, ".cue")).isEqualTo("Turn your head, both ways.");
        double hero = ((Number)
                        page.evaluate("parseFloat(getComputedStyle(document.querySelector('.hero .value')).fontSize)"))
                .doubleValue();
        double largest = ((Number)
                        page.evaluate(
                                "Math.max(...[...document.querySelectorAll('.tiles dd')].map(e => parseFloat(getComputedStyle(e).fontSize)))"))
                .doubleValue();
        assertThat(hero).as("one number is the first thing seen").isGreaterThanOrEqualTo(1.5 * largest);
        looksRight(page, "phone-backward", "en");
        tap(page, ".hero");
        await(page, "() => document.querySelector('.hero').dataset.hero === 'lap'");
        tap(page, ".hero");
        tap(page, ".hero");
        await(page, "() => document.querySelector('.hero').dataset.hero === 'left'");
        assertThat(page.evaluate("document.querySelector('.stop').getBoundingClientRect().height >= 96"))
                .isEqualTo(true);
        assertThat(page.locator("[data-notice]").count()).as("nothing is amiss").isZero();
        tap(page, "[data-do=menu]");
        tap(page, "[data-do=big]");
        page.keyboard().press("Escape");
        await(page, "() => document.querySelectorAll('.tiles > div').length === 2");
        looksRight(page, "phone-big", "en");
        assertThat(faults).isEmpty();
    }

    @Test
    void overTwiceIsSaidWithoutBlame() {
        backward();
        Instant later = NOW.plusSeconds(1);
        Frame.Entry slow = Scene.entry(ME, later, RunnerState.RUNNING, Facing.BACKWARD, 5, 0.95, 2.1);
        feed.tell(Scene.frame(
                later,
                false,
                Scene.backwardLap(),
                of(new Frame.Entry(
                        ME,
                        later,
                        0,
                        1.7,
                        slow.pace(),
                        170,
                        5,
                        slow.distance(),
                        Facing.BACKWARD,
                        RunnerState.RUNNING,
                        2,
                        382,
                        402.3,
                        later.minusSeconds(213),
                        new Estimate(2.1, 0.1),
                        null))));
        Page page = runner("?lang=en", ", tapsOnly: true");
        await(page, "() => document.querySelector('.hero .value')?.textContent.startsWith('over by 0:0')");
        assertThat(page.evaluate("getComputedStyle(document.querySelector('.hero .value')).color"
                        + " === getComputedStyle(document.querySelector('.hero .label')).color"))
                .as("grey, not red")
                .isEqualTo(true);
        see(page, "phone-over");
    }

    @Test
    void aRestCountsDownAndThenSounds() {
        rest();
        Page page = runner("?lang=th", ", tapsOnly: true");
        awaitPhase(page, "rest");
        assertThat(text(page, ".hero .value")).matches("9\\d");
        assertThat(text(page, ".tiles")).contains("3:29.4");
        looksRight(page, "phone-rest", "th");
        // The same rest ends soon: three, two, one, go.
        Instant now = NOW.plusSeconds(5);
        feed.tell(Scene.board("ratio", 1, now, List.of(Scene.running(ME, RunnerState.RESTING, now.plusSeconds(6)))));
        feed.tell(Scene.frame(
                now, false, null, of(Scene.entry(ME, now, RunnerState.RESTING, Facing.STILL, 4, 0, Double.NaN))));
        await(page, "() => document.querySelector('bs-run').sounds.played.filter(p => p === 'count').length === 3");
        Instant go = now.plusSeconds(7);
        feed.tell(Scene.frame(
                go,
                false,
                Scene.backwardLap(),
                of(Scene.entry(ME, go, RunnerState.RUNNING, Facing.BACKWARD, 4, 0.01, Double.NaN))));
        await(page, "() => document.querySelector('bs-run').sounds.played.includes('go')");
        assertThat(page.evaluate("document.querySelector('bs-run').sounds.played.join()"))
                .as("a falling pair tells which way to turn")
                .isEqualTo("backwards,count,count,count,go");
    }

    @Test
    void aRestByTheClockCountsDownAndTurnsTheRunnerAround() {
        var camp = new FoldedCamp(feed, "thirty-thirty", NOW, List.of(ME));
        camp.until(12, 3);
        Page page = runner("?lang=en", ", tapsOnly: true", SPEECH);
        awaitPhase(page, "forward");
        assertThat(text(page, ".hero .label")).as("the seconds of this part").isEqualTo("Left of this part");
        assertThat(text(page, ".hero .value")).matches("0:1\\d");
        await(page, "() => spoken.length === 1");
        camp.until(31, 0);
        awaitPhase(page, "rest");
        assertThat(text(page, ".hero .value")).matches("30|2\\d");
        assertThat(text(page, ".next")).contains("Backward");
        camp.until(53.5, 0);
        await(page, "() => document.querySelector('bs-run').sounds.played.filter(p => p === 'count').length === 3");
        camp.until(61, 1.5);
        await(page, "() => document.querySelector('bs-run').sounds.played.includes('go')");
        assertThat(page.evaluate("document.querySelector('bs-run').sounds.played.join()"))
                .isEqualTo("rest,backwards,count,count,count,go");
        assertThat(page.evaluate("spoken"))
                .asInstanceOf(LIST)
                .startsWith("Run tall, back straight.", "Turn around in 3, 2, 1");
        assertThat(text(page, ".run-head h1")).isEqualTo("Backwards");
        assertThat(faults).isEmpty();
    }

    @Test
    void aPlansCueIsShownAndSpokenWhenItsStepBegins() {
        var camp = new FoldedCamp(feed, "thirty-thirty", NOW, List.of(ME)).until(50, 0);
        feed.tell(Scene.frame(NOW.plusSeconds(50), false, anotherWavesPart(), List.of()));
        Page page = runner("?lang=en", ", tapsOnly: true", SPEECH);
        awaitPhase(page, "rest");
        assertThat(text(page, ".next")).as("the own step, not the group's").contains("Backwards");
        camp.until(53.5, 0);
        await(page, "() => spoken.length === 1");
        camp.until(61, 1.5);
        awaitPhase(page, "backward");
        await(page, "() => spoken.length === 2");
        assertThat(page.evaluate("spoken"))
                .as("what has to be said at once keeps no cue back")
                .isEqualTo(List.of("Turn around in 3, 2, 1", "Head up, eyes level."));
        assertThat(text(page, ".cue")).isEqualTo("Head up, eyes level.");
        looksRight(page, "phone-cue", "en");
    }

    @Test
    void theNeckIsWarnedOfByItsOwnAlertWhateverWasSaidJustBefore() {
        backward();
        Page page = runner("?lang=en", ", tapsOnly: true", SPEECH, FELT);
        awaitPhase(page, "backward");
        String head = "Turn your head, both ways.";
        await(page, "() => spoken.length === 1");
        assertThat(page.evaluate("spoken")).as("as for every lap backwards").isEqualTo(List.of(head));
        Instant since = NOW.minusSeconds(125);
        feed.tell(Scene.alert(ME, Alert.Kind.NECK_BREAK, Alert.Severity.CUE, Alert.State.RAISED, 0, since));
        await(page, "() => spoken.length === 2 && felt.length === 1");
        feed.tell(Scene.alert(ME, Alert.Kind.NECK_BREAK, Alert.Severity.CUE, Alert.State.RAISED, 1, since));
        await(page, "() => spoken.length === 3 && felt.length === 2");
        feed.tell(Scene.alert(ME, Alert.Kind.NECK_BREAK, Alert.Severity.CUE, Alert.State.CLEARED, 2, since));
        feed.tell(Scene.alert("r02", Alert.Kind.NECK_BREAK, Alert.Severity.CUE, Alert.State.RAISED, 0, since));
        await(
                page,
                "() => document.querySelector('bs-run').store.state.alerts.get('"
                        + Scene.alert(ME, Alert.Kind.NECK_BREAK, Alert.Severity.CUE, Alert.State.CLEARED, 2, since)
                                .alertId()
                        + "').state === 'CLEARED'");
        page.waitForTimeout(600);
        assertThat(page.evaluate("spoken"))
                .as("nobody else's, and none that is over")
                .isEqualTo(List.of(head, head, head));
    }

    @Test
    void aForwardLapShowsItsTimeAndAFinishItsRatio() {
        forward();
        Page page = runner("?lang=th", ", tapsOnly: true");
        awaitPhase(page, "forward");
        assertThat(text(page, ".hero .value")).matches("1:1[2-9]");
        assertThat(text(page, ".line")).isEqualTo("≈ 260 จาก 402 ม.");
        assertThat(text(page, ".tiles")).contains("4:39", "Z3");
        looksRight(page, "phone-forward", "th");
        finished();
        awaitPhase(page, "finished");
        assertThat(text(page, ".hero .value")).isEqualTo("1.92×");
        assertThat(text(page, ".tiles")).contains("1:44.7", "3:21.2", "6");
        looksRight(page, "phone-finished", "th");
    }

    @Test
    void aPaceIsPerMileAndALapInYardsWhereTheRunnerChoseMiles() {
        forward();
        Page page = runner("?lang=en", ", tapsOnly: true");
        awaitPhase(page, "forward");
        assertThat(text(page, ".tiles").replace(" ", "")).contains("4:39/km");
        assertThat(text(page, ".line")).isEqualTo("≈ 260 of 402 m");
        tap(page, "[data-do=menu]");
        tap(page, "[data-do=units]");
        await(page, "() => document.querySelector('.tiles').innerText.replace(/\\s/g, '').match(/7:(29|30).mi/)");
        assertThat(text(page, ".line")).isEqualTo("≈ 280 of 440 yd");
    }

    /** The same finish, with minutes by heart zone. */
    private void finishedWithZones() {
        finished();
        feed.tell(Scene.frame(
                NOW.plusSeconds(1), true, Scene.backwardLap(), of(Scene.withTotals(ME, NOW.plusSeconds(1)))));
    }

    @Test
    void theCardIsMadeOnThePhoneAndHandedToItsOwnSharing() {
        finishedWithZones();
        Page page = runner(
                "?theme=night",
                ", tapsOnly: true",
                "navigator.canShare = () => true; navigator.share = async (what) => { window.given = what; }");
        awaitPhase(page, "finished");

        tap(page, "[data-do=card]");
        await(page, "() => document.querySelector('bs-card canvas')?.width === 1080");

        assertThat(page.evaluate("() => document.querySelector('bs-card canvas').height"))
                .isEqualTo(1350);
        assertThat(((String)
                        page.evaluate("() => document.querySelector('bs-card canvas').getAttribute('aria-label')")))
                .as("all that is on it")
                .isEqualTo(
                        "Fah, Backward over forward, 1.92×, ±0.05, ✓ Under twice your forward time., forwards 1:44.7,"
                                + " backwards 3:21.2, Z1 <1 min, Z2 1 min, Z3 3 min, Z4 2 min, 21 Nov 2026");
        tap(page, "[data-do=share]");
        await(page, "() => window.given !== undefined");
        assertThat(
                        page.evaluate(
                                "async () => { const bitmap = await createImageBitmap(window.given.files[0]);"
                                        + " return [window.given.files[0].name, window.given.files[0].type, bitmap.width, bitmap.height].join(); }"))
                .isEqualTo("backstretch-evening.png,image/png,1080,1350");
        await(page, "() => document.querySelector('bs-card .told').textContent === 'Handed over.'");
        assertNoViolations(page, "card");
        see(page, "phone-card");
        assertThat(faults).as("console").isEmpty();
    }

    @Test
    void whereAPhoneCannotShareTheCardIsSavedAndWhoDropsItHearsNothing() throws Exception {
        finishedWithZones();
        Page page = runner("?lang=th&theme=sun", ", tapsOnly: true", "navigator.canShare = () => false");
        awaitPhase(page, "finished");
        tap(page, "[data-do=card]");
        await(page, "() => document.querySelector('bs-card canvas')?.width === 1080");

        var download = page.waitForDownload(() -> tap(page, "[data-do=share]"));

        assertThat(download.suggestedFilename()).isEqualTo("backstretch-evening.png");
        Files.createDirectories(PICTURES);
        Files.copy(
                download.path(),
                PICTURES.resolve("runner-card.png"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        await(page, "() => document.querySelector('bs-card .told').textContent.includes('บันทึก')");
        looksRight(page, "phone-card", "th");
        page.evaluate("() => { navigator.canShare = () => true;"
                + " navigator.share = async () => { throw new DOMException('', 'AbortError'); }; }");
        tap(page, "[data-do=share]");
        await(page, "() => document.querySelector('bs-card .told').textContent === ''");
    }

    @Test
    void aCardThatCannotBeHadSaysSoAndIsAskedForAgain() {
        finishedWithZones();
        Page page = runner("?theme=night&lang=en", ", tapsOnly: true");
        awaitPhase(page, "finished");
        context().setOffline(true);
        tap(page, "[data-do=card]");
        await(page, "() => document.querySelector('bs-card')?.textContent.includes('cannot be reached')");
        see(page, "phone-card-none");
        context().setOffline(false);
        tap(page, "[data-do=card-again]");
        await(page, "() => document.querySelector('bs-card canvas')?.width === 1080");
        faults.clear();
    }

    @Test
    void aCardWithoutHeartRatesOrWithoutARatioSaysWhatThereIs() {
        finished();
        Page page = runner("", ", tapsOnly: true");
        awaitPhase(page, "finished");
        tap(page, "[data-do=card]");
        await(page, "() => document.querySelector('bs-card canvas')?.width === 1080");
        assertThat(((String)
                        page.evaluate("() => document.querySelector('bs-card canvas').getAttribute('aria-label')")))
                .doesNotContain("Z1", "Z2")
                .contains("1.92×");
    }

    @Test
    void aPausedClockIsSaid() {
        backward();
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
                        null),
                List.of()));
        Page page = runner("?lang=en", "");
        await(page, "() => document.querySelector('.run-head h1').textContent === 'The coach has paused the clock'");
    }

    @Test
    void aPausedClockShowsWhatIsLeftOfTheOwnPartAndNotOfAnotherWaves() {
        var camp = new FoldedCamp(feed, "thirty-thirty", NOW, List.of(ME)).until(65, 1.5);
        camp.says(null, new EventBody.Control(EventBody.Control.Action.PAUSE)).until(68, 1.5);
        Frame.PlanProgress group = anotherWavesPart();
        feed.tell(Scene.frame(
                NOW.plusSeconds(68),
                false,
                new Frame.PlanProgress(
                                group.planName(),
                                group.step(),
                                group.of(),
                                group.kind(),
                                group.facing(),
                                group.goalMeters(),
                                group.startedAt(),
                                null,
                                true,
                                group.cue(),
                                group.next(),
                                null)
                        .beside(NOW.plusSeconds(65), 0, 3),
                List.of()));
        Page page = runner("?lang=en", ", tapsOnly: true");
        awaitPhase(page, "backward");
        assertThat(text(page, ".hero .label")).isEqualTo("Left of this part");
        assertThat(text(page, ".hero .value")).isEqualTo("0:25");
        page.waitForTimeout(1200);
        assertThat(text(page, ".hero .value")).as("it stands").isEqualTo("0:25");
    }

    // ---- readings

    private void walk(Page page, int steps) {
        for (int i = 0; i < steps; i++) {
            context().setGeolocation(new Geolocation(18.796 + i * 1e-5, 98.963).setAccuracy(4));
            page.waitForTimeout(120);
        }
    }

    private static int made(Page page) {
        return ((Number) page.evaluate("document.querySelector('bs-run').made")).intValue();
    }

    private static int waiting(Page page) {
        return ((Number) page.evaluate("document.querySelector('bs-run')?.kept?.size ?? -1")).intValue();
    }

    @Test
    void theOwnLapGoesOnFromThePhoneWithoutANetwork() {
        forward();
        Page page = runner("?lang=en", "", """
                navigator.geolocation.watchPosition = (tell) => setInterval(() => tell({
                  coords: { latitude: 18.796, longitude: 98.963, accuracy: 4, speed: 4 }, timestamp: Date.now() }), 500);
                """);
        awaitPhase(page, "forward");
        tap(page, "[data-do=position]");
        context().setOffline(true);
        await(page, "() => document.querySelector('bs-run').store.time.ageSeconds() > 13");
        int done = Integer.parseInt(text(page, ".line").replaceAll("≈ (\\d+) of 402 m", "$1"));
        assertThat(done)
                .as("260 m were heard of, and then 4 m/s for some seconds")
                .isBetween(290, 390);
        assertThat(page.evaluate("document.querySelector('.bar') !== null")).isEqualTo(true);
        assertThat(text(page, ".tiles")).contains("waits for network");
        context().setOffline(false);
        faults.clear();
    }

    @Test
    void nothingIsLostAndNothingDoubledOverALostNetworkAndAReload() {
        backward();
        Page page = runner("?lang=en", "");
        awaitPhase(page, "backward");
        see(page, "phone-setup");
        tap(page, "[data-do=position]");
        walk(page, 10);
        awaitThat(page, () -> waiting(page) == 0 && !doors.readings.isEmpty(), "the first are acknowledged");
        await(page, "() => document.querySelector('.link').textContent.includes('sending')");

        context().setOffline(true);
        await(page, "() => document.querySelector('[data-strip=offline]') !== null");
        int before = doors.readings.size();
        walk(page, 20);
        int kept = waiting(page);
        assertThat(kept).isGreaterThanOrEqualTo(15);
        assertThat(text(page, "[data-strip=offline]"))
                .matches("No network. Saving on this phone: \\d+ readings. They go out by themselves.");
        assertThat(text(page, ".link")).startsWith("▲ saved here");
        assertThat(text(page, ".hero .value")).as("the clock runs on").matches("0:\\d\\d|over by 0:\\d\\d");
        await(page, "() => document.querySelector('.tiles').textContent.includes('–')");
        assertThat(text(page, ".line")).isEqualTo("The clock runs on from the last known start.");
        looksRight(page, "phone-offline", "en");
        assertThat(doors.readings).as("nothing came meanwhile").hasSize(before);

        // The answers of what goes out now are lost, and so is the page.
        doors.silent = true;
        context().setOffline(false);
        awaitThat(page, () -> doors.readings.size() >= before + kept, "they go out by themselves");
        int all = made(page);
        doors.breakLines();
        page.reload();
        doors.silent = false;
        awaitThat(page, () -> waiting(page) == 0, "acknowledged at last");
        walk(page, 3);
        awaitThat(page, () -> waiting(page) == 0, "and those after the reload");
        all += made(page);
        var distinct = new HashSet<>(doors.eventIds());
        assertThat(distinct).as("readings at the door = readings made").hasSize(all);
        assertThat(doors.readings)
                .as("what was not acknowledged went twice, by the same id")
                .hasSizeGreaterThan(all);
    }

    @Test
    void theDoorSaysWhenThisPhoneMayNotSendAnyMore() {
        backward();
        doors.closesWith = 4401;
        Page page = runner("?lang=en", "");
        awaitPhase(page, "backward");
        tap(page, "[data-do=position]");
        walk(page, 2);
        awaitPhase(page, "refused");
        assertThat(text(page, "h1")).isEqualTo("This phone needs to join anew");
        assertNoViolations(page, "refused");
    }

    @Test
    void aWrongTokenIsSaidAndJoiningAnewIsOffered() {
        backward();
        Page page = runner("?lang=th&code=KT7W3P", ", token: 'wrong'");
        awaitPhase(page, "refused");
        looksRight(page, "phone-refused", "th");
        assertThat(page.content()).doesNotContain("Nok", "Tiger");
        tap(page, "[data-do=again]");
    }

    @Test
    void aScreenThatMayTurnOffIsSaid() {
        backward();
        Page page = runner(
                "?lang=en",
                ", tapsOnly: true",
                "navigator.wakeLock.request = () => Promise.reject(new DOMException('no', 'NotAllowedError'))");
        await(page, "() => document.querySelector('[data-notice=wake]') !== null");
        assertThat(text(page, "[data-notice=wake]")).startsWith("This phone may turn its screen off.");
        assertNoViolations(page, "no wake lock");
    }

    @Test
    void withoutWebBluetoothAnotherWayIsOffered() {
        backward();
        Page page = runner(
                "?lang=en", "", "Object.defineProperty(Navigator.prototype, 'bluetooth', {get: () => undefined})");
        awaitPhase(page, "backward");
        assertThat(text(page, "[data-note=strap]")).contains("Sensor Logger").contains("watch's file");
        assertThat(page.locator("[data-do=strap]").count()).isZero();
        see(page, "phone-no-strap");
    }

    @Test
    void whichWayThePhoneFacesGoesWithItsPlace() {
        backward();
        Page page = runner("?lang=en", "");
        awaitPhase(page, "backward");
        turnLeft(page, 95);
        tap(page, "[data-do=position]");
        awaitThat(
                page,
                () -> {
                    walk(page, 2);
                    return doors.readings.stream().anyMatch(reading -> reading.containsKey("compassDegrees"));
                },
                "a compass");
        assertThat(doors.readings)
                .filteredOn(reading -> reading.containsKey("compassDegrees"))
                .allSatisfy(reading -> assertThat(reading.getDouble("compassDegrees"))
                        .as("turned to the left by 95°")
                        .isCloseTo(265, org.assertj.core.data.Offset.offset(2.0)));
    }

    /** The phone lies flat and its top points that far to the left of north. */
    private void turnLeft(Page page, double degrees) {
        CDPSession session = context().newCDPSession(page);
        var compass = new JsonObject();
        compass.addProperty("enabled", true);
        compass.addProperty("type", "absolute-orientation");
        session.send("Emulation.setSensorOverrideEnabled", compass);
        var turned = new JsonObject();
        turned.addProperty("x", 0);
        turned.addProperty("y", 0);
        turned.addProperty("z", StrictMath.sin(StrictMath.toRadians(degrees / 2)));
        turned.addProperty("w", StrictMath.cos(StrictMath.toRadians(degrees / 2)));
        var reading = new JsonObject();
        reading.add("quaternion", turned);
        var readings = new JsonObject();
        readings.addProperty("type", "absolute-orientation");
        readings.add("reading", reading);
        session.send("Emulation.setSensorOverrideReadings", readings);
    }

    @Test
    void refusedPositionIsSaidWithWhatToDo() {
        backward();
        Page page = runner("?lang=en", "");
        awaitPhase(page, "backward");
        context().clearPermissions();
        page.evaluate(
                "navigator.geolocation.watchPosition = (_, fault) => { setTimeout(() => fault({code: 1})); return 1; }");
        tap(page, "[data-do=position]");
        await(page, "() => document.querySelector('[data-notice=position]') !== null");
        assertThat(text(page, "[data-notice=position]")).contains("Allow it in the browser's settings");
        assertThat(text(page, ".link")).contains("stopped");
    }

    @Test
    void whoLeavesWithoutANetworkSendsWhatWasMeasuredBeforeAndIsToldSo() {
        backward();
        Page page = runner("?lang=en", "");
        awaitPhase(page, "backward");
        tap(page, "[data-do=position]");
        walk(page, 5);
        awaitThat(page, () -> waiting(page) == 0 && !doors.readings.isEmpty(), "the first are acknowledged");
        int before = doors.readings.size();
        context().setOffline(true);
        walk(page, 12);
        int kept = waiting(page);
        int made = made(page);
        assertThat(kept).isGreaterThanOrEqualTo(8);
        tap(page, "[data-do=menu]");
        tap(page, "[data-do=leave]");
        awaitPhase(page, "left");
        assertThat(text(page, "h1")).isEqualTo("Telling your coach that you leave");
        assertThat(text(page, ".plain p"))
                .matches("\\d+ readings from before you left are on their way. Keep this page open.");
        assertThat(page.locator("[data-do=again]").count())
                .as("first what is here")
                .isZero();
        looksRight(page, "phone-left-draining", "en");
        walk(page, 3);
        assertThat(made(page)).as("nothing is measured any more").isEqualTo(made);

        // The page is gone when the network comes back, and is opened once more.
        page.navigate("about:blank");
        context().setOffline(false);
        page.navigate("http://127.0.0.1:" + port + "/run/" + Scene.SESSION + "?lang=en");
        awaitThat(page, () -> doors.left.equals(List.of(ME)) && waiting(page) == 0, "told, and all is sent");
        assertThat(new HashSet<>(doors.eventIds()))
                .as("readings at the door = readings made")
                .hasSize(made);
        assertThat(doors.readings.size()).isGreaterThanOrEqualTo(before + kept - 1);
        await(page, "() => document.querySelector('h1').textContent === 'You have left the session. Well run.'");
        assertThat(page.locator("[data-do=again]").count()).isEqualTo(1);
    }

    @Test
    void whatIsStillHereWhenTheDoorHasClosedGoesAsAFile() {
        backward();
        Page page = runner("?lang=en", "");
        awaitPhase(page, "backward");
        context().setOffline(true);
        tap(page, "[data-do=position]");
        walk(page, 8);
        int kept = waiting(page);
        assertThat(kept).isGreaterThanOrEqualTo(6);
        page.evaluate("document.querySelector('bs-run').kept.put('live', {eventId: 'p-beat', runner: 'r08',"
                + " observedAt: '2026-11-20T06:00:09.500Z', type: 'ble', characteristic: '2A37', value: '16979a01'})");
        doors.liveStatus = 409;
        context().setOffline(false);
        awaitThat(page, () -> !doors.files.isEmpty(), "a file");
        assertThat(doors.readings).as("the live door takes nothing").isEmpty();
        List<String> lines = List.of(doors.files.get(0).strip().split("\n"));
        assertThat(lines.get(0)).startsWith("observedAt,latitudeDegrees,longitudeDegrees,horizontalAccuracyMeters");
        assertThat(lines.get(0)).endsWith(",heartRateBpm,eventId");
        assertThat(lines).as("what was here and nothing else").hasSizeGreaterThan(kept);
        assertThat(lines.get(1)).matches("20\\d\\d-[^,]+Z,18\\.79[^,]*,98\\.96[^,]*,\\d+,,,,,p-[0-9a-f]{24}");
        assertThat(lines).as("a strap's bytes as beats").contains("2026-11-20T06:00:09.500Z,,,,,,,151,p-beat");
        await(page, "() => document.querySelector('[data-notice=filed]')?.textContent.includes('went as a file')");
        assertThat(waiting(page)).as("sent is not kept").isZero();
        assertThat(text(page, ".link")).contains("stopped");
        looksRight(page, "phone-filed", "en");
    }

    @Test
    void whatNoDoorTakesStaysOnThePhoneAndThatIsSaid() {
        backward();
        doors.fileStatus = 403;
        Page page = runner("?lang=th", "");
        awaitPhase(page, "backward");
        context().setOffline(true);
        tap(page, "[data-do=position]");
        walk(page, 4);
        int kept = waiting(page);
        doors.liveStatus = 409;
        context().setOffline(false);
        await(page, "() => document.querySelector('[data-notice=filed]')?.textContent.includes('ยังอยู่ในเครื่องนี้')");
        assertThat(waiting(page)).as("nothing is thrown away").isGreaterThanOrEqualTo(kept);
        assertThat(doors.files).as("asked once").hasSize(1);
        looksRight(page, "phone-file-stays", "th");
    }

    @Test
    void theDoorsWordThatNobodyIsToSeeTheRunnerStopsTheSensors() {
        backward();
        Page page = runner("?lang=en", "");
        awaitPhase(page, "backward");
        tap(page, "[data-do=position]");
        walk(page, 3);
        await(page, "() => document.querySelector('.link').textContent.includes('sending')");
        doors.rejects = "OPTED_OUT";
        awaitThat(
                page,
                () -> {
                    walk(page, 1);
                    return page.locator("[data-notice=hidden]").count() == 1;
                },
                "the door's word");
        assertThat(text(page, "[data-notice=hidden]")).startsWith("Nobody sees you now");
        assertThat(text(page, ".link")).contains("stopped");
        assertThat(page.locator("[data-notice=rejected]").count())
                .as("no fault of the values")
                .isZero();
        int made = made(page);
        walk(page, 4);
        assertThat(made(page)).as("measured no more").isEqualTo(made);
        assertThat(page.locator(".setup").count()).as("nor asked to").isZero();
        looksRight(page, "phone-opted-out", "en");
    }

    // ---- a strap

    /** A strap as the browser knows it; its beats are read when the test asks for them. */
    private final class Strap {
        private final CDPSession air;
        private final String beat;
        private byte[] value = {0x16, 96, (byte) 0x9A, 0x01};

        Strap(Page page) {
            air = browser().newBrowserCDPSession();
            var on = new JsonObject();
            on.addProperty("state", "powered-on");
            on.addProperty("leSupported", true);
            air.send("BluetoothEmulation.enable", on);
            air.on("BluetoothEmulation.gattOperationReceived", asked -> {
                var answer = new JsonObject();
                answer.addProperty("address", STRAP);
                answer.add("type", asked.get("type"));
                answer.addProperty("code", 0);
                air.send("BluetoothEmulation.simulateGATTOperationResponse", answer);
            });
            air.on("BluetoothEmulation.characteristicOperationReceived", asked -> {
                var answer = new JsonObject();
                answer.add("characteristicId", asked.get("characteristicId"));
                answer.add("type", asked.get("type"));
                answer.addProperty("code", 0);
                if (asked.get("type").getAsString().equals("read")) {
                    answer.addProperty("data", java.util.Base64.getEncoder().encodeToString(value));
                }
                air.send("BluetoothEmulation.simulateCharacteristicOperationResponse", answer);
            });
            air.on("BluetoothEmulation.descriptorOperationReceived", asked -> {
                var answer = new JsonObject();
                answer.add("descriptorId", asked.get("descriptorId"));
                answer.add("type", asked.get("type"));
                answer.addProperty("code", 0);
                air.send("BluetoothEmulation.simulateDescriptorOperationResponse", answer);
            });
            var peripheral = new JsonObject();
            peripheral.addProperty("address", STRAP);
            peripheral.addProperty("name", "Strap");
            peripheral.add("manufacturerData", new JsonArray());
            var services = new JsonArray();
            services.add("0000180d-0000-1000-8000-00805f9b34fb");
            peripheral.add("knownServiceUuids", services);
            air.send("BluetoothEmulation.simulatePreconnectedPeripheral", peripheral);
            var service = new JsonObject();
            service.addProperty("address", STRAP);
            service.addProperty("serviceUuid", "0000180d-0000-1000-8000-00805f9b34fb");
            String id = air.send("BluetoothEmulation.addService", service)
                    .get("serviceId")
                    .getAsString();
            var characteristic = new JsonObject();
            characteristic.addProperty("serviceId", id);
            characteristic.addProperty("characteristicUuid", "00002a37-0000-1000-8000-00805f9b34fb");
            var properties = new JsonObject();
            properties.addProperty("notify", true);
            properties.addProperty("read", true);
            characteristic.add("properties", properties);
            beat = air.send("BluetoothEmulation.addCharacteristic", characteristic)
                    .get("characteristicId")
                    .getAsString();
            // Without the descriptor that switches them on Chromium calls notifications unsupported.
            var switched = new JsonObject();
            switched.addProperty("characteristicId", beat);
            switched.addProperty("descriptorUuid", "00002902-0000-1000-8000-00805f9b34fb");
            air.send("BluetoothEmulation.addDescriptor", switched);
            CDPSession prompts = context().newCDPSession(page);
            prompts.send("DeviceAccess.enable");
            var answered = new HashSet<String>();
            prompts.on("DeviceAccess.deviceRequestPrompted", prompt -> {
                JsonArray devices = prompt.getAsJsonArray("devices");
                // It is told again for each device that is found.
                if (!devices.isEmpty() && answered.add(prompt.get("id").getAsString())) {
                    var choice = new JsonObject();
                    choice.add("id", prompt.get("id"));
                    choice.add("deviceId", devices.get(0).getAsJsonObject().get("id"));
                    prompts.send("DeviceAccess.selectPrompt", choice);
                }
            });
        }

        String beat() {
            return beat;
        }

        void beats(Page page, int bpm) {
            value = new byte[] {0x16, (byte) bpm, (byte) 0x9A, 0x01};
            page.evaluate("() => window.notified[0].readValue()");
        }

        void end() {
            air.send("BluetoothEmulation.disable");
            air.detach();
        }
    }

    @Test
    void aStrapsBytesGoToTheDoorAsTheyCame() {
        backward();
        Page page = runner("?lang=en", "", """
                window.notified = [];
                if (window.BluetoothRemoteGATTCharacteristic) {
                  const start = BluetoothRemoteGATTCharacteristic.prototype.startNotifications;
                  BluetoothRemoteGATTCharacteristic.prototype.startNotifications = function () {
                    return start.call(this).then((it) => { window.notified.push(it); return it; });
                  };
                }""");
        awaitPhase(page, "backward");
        var strap = new Strap(page);
        try {
            assertThat(strap.beat()).isNotBlank();
            tap(page, "[data-do=strap]");
            await(page, "() => window.notified.length > 0");
            strap.beats(page, 96);
            strap.beats(page, 151);
            awaitThat(page, () -> doors.readings.size() == 2, "two beats");
            assertThat(doors.readings)
                    .extracting(reading -> reading.getString("value"))
                    .containsExactly("16609a01", "16979a01");
            assertThat(doors.readings).allSatisfy(reading -> {
                assertThat(reading.getString("type")).isEqualTo("ble");
                assertThat(reading.getString("characteristic")).isEqualTo("2A37");
                assertThat(reading.getString("runner")).isEqualTo(ME);
                assertThat(reading.getString("eventId")).startsWith("p-");
            });
            // It beats no more.
            await(page, "() => document.querySelector('[data-notice=strap]') !== null");
            assertThat(text(page, "[data-notice=strap]")).startsWith("The heart-rate strap is silent. Moisten it");
            see(page, "phone-strap-lost");
            assertNoViolations(page, "strap lost");
        } finally {
            strap.end();
        }
    }

    // ---- what the runner says

    @Test
    void aStopIsToldOnlyWhenTheDoorHasIt() {
        backward();
        doors.eventStatus = 503;
        Page page = runner("?lang=en", ", tapsOnly: true");
        awaitPhase(page, "backward");
        tap(page, "[data-do=stop]");
        await(page, "() => document.querySelector('[data-stop=alone]') !== null");
        assertThat(text(page, "[data-stop]")).isEqualTo("No network: wave to your coach.");
        assertThat(page.evaluate("document.querySelector('bs-run').sounds.played.join()"))
                .isEqualTo("alarm");
        looksRight(page, "phone-stop-alone", "en");
        doors.eventStatus = 200;
        await(page, "() => document.querySelector('[data-stop=told]') !== null");
        assertThat(text(page, "[data-stop]")).isEqualTo("Your coach has been told. Sit down.");
        looksRight(page, "phone-stop-told", "en");
        assertThat(doors.events).singleElement().satisfies(event -> {
            assertThat(event.getString("type")).isEqualTo("symptom");
            assertThat(event.getString("symptom")).isEqualTo("stop");
            assertThat(event.getString("runner")).isEqualTo(ME);
        });
    }

    @Test
    void aStopWithoutANetworkIsNeverCalledTold() {
        backward();
        Page page = runner("?lang=th", ", tapsOnly: true");
        awaitPhase(page, "backward");
        context().setOffline(true);
        tap(page, "[data-do=stop]");
        await(page, "() => document.querySelector('[data-stop=alone]') !== null");
        assertThat(doors.events).isEmpty();
        looksRight(page, "phone-stop-alone", "th");
        context().setOffline(false);
        await(page, "() => document.querySelector('[data-stop=told]') !== null");
        assertThat(doors.events).hasSize(1);
        // too early is not too late: it goes again
        doors.eventStatus = 425;
        tap(page, "[data-do=stop]");
        await(page, "() => document.querySelector('[data-stop=alone]') !== null");
        doors.eventStatus = 409;
        await(page, "() => document.querySelector('[data-stop=untaken]') !== null");
    }

    @Test
    void leavingCanBeUndoneForTenSeconds() {
        backward();
        Page page = runner("?lang=en", ", tapsOnly: true");
        awaitPhase(page, "backward");
        tap(page, "[data-do=menu]");
        looksRight(page, "phone-menu", "en");
        tap(page, "[data-do=leave]");
        await(page, "() => document.querySelector('[data-strip=leaving]') !== null");
        looksRight(page, "phone-leaving", "en");
        tap(page, "[data-do=undo]");
        await(page, "() => document.querySelector('[data-strip=leaving]') === null");
        page.waitForTimeout(10_500);
        assertThat(doors.left).as("it was undone").isEmpty();
        tap(page, "[data-do=menu]");
        tap(page, "[data-do=leave]");
        awaitPhase(page, "left");
        awaitThat(page, () -> doors.left.equals(List.of(ME)), "the door has it");
        looksRight(page, "phone-left", "en");
    }

    @Test
    void hidingFromTheBoardIsOneTapAndSaysWhoStillSees() {
        doors.eventStatus = 503;
        backward();
        Page page = runner("?lang=th", "");
        awaitPhase(page, "backward");
        tap(page, "[data-do=menu]");
        looksRight(page, "phone-menu", "th");
        tap(page, "[data-do=hide]");
        await(page, "() => document.querySelector('[data-notice=hidden]') !== null");
        page.waitForTimeout(1000);
        assertThat(text(page, "[data-notice=hidden]"))
                .as("not said before a door has it")
                .isEqualTo("กำลังขอให้ไม่แสดงคุณบนจอ");
        looksRight(page, "phone-hiding", "th");
        doors.eventStatus = 200;
        awaitThat(page, () -> doors.events.size() == 2, "board and, with it, the zone");
        assertThat(doors.events).allSatisfy(event -> {
            assertThat(event.getString("type")).isEqualTo("consent");
            assertThat(event.getBoolean("given")).isFalse();
        });
        assertThat(doors.events).extracting(event -> event.getString("purpose")).containsExactly("board", "zone");
        await(page, "() => document.querySelector('[data-notice=hidden]').textContent.includes('โค้ชยังเห็นคุณ')");
        assertThat(page.locator("dialog").count()).isZero();
    }

    @Test
    void whatIsSentToWhomIsOneTapFromTheLinkState() {
        backward();
        for (String language : List.of("en", "th")) {
            Page page = runner("?lang=" + language, "");
            awaitPhase(page, "backward");
            tap(page, ".link");
            await(page, "() => document.querySelector('dialog[open] .facts') !== null");
            if (language.equals("en")) {
                assertThat(text(page, ".facts"))
                        .contains(
                                "nothing",
                                "laps, pace, which way you face, position, heart rate",
                                "Fah with lap times");
            }
            looksRight(page, "phone-who", language);
            context().close();
        }
    }

    @Test
    void textOfTwiceTheSizeIsWholeAndNothingScrollsSideways() {
        backward();
        Page page = runner("?lang=en", ", tapsOnly: true");
        awaitPhase(page, "backward");
        page.setViewportSize(195, 422);
        see(page, "phone-zoom");
        assertThat(page.locator(".stop").isVisible()).isTrue();
    }
}

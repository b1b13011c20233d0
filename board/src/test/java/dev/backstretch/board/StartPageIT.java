package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Geolocation;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.access.Access;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The start page in a real browser: from a plan to an open session. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartPageIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target", "board");
    private static final Instant NOW = Scene.STARTED.plusSeconds(527);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private @Nullable Playwright playwright;
    private @Nullable Browser browser;
    private ScriptedFeed feed = new ScriptedFeed();
    private final List<JsonNode> opened = new CopyOnWriteArrayList<>();
    private final List<JsonNode> joined = new CopyOnWriteArrayList<>();
    private @Nullable BoardService board;
    private @Nullable HttpServer server;
    private @Nullable BrowserContext context;
    private int port;

    @BeforeAll
    void openBrowser() {
        assumeTrue(
                Files.isExecutable(CHROMIUM),
                "NOT RUN: the start page was not tested, for there is no " + CHROMIUM
                        + " (apt-get install chromium fonts-noto-core)");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setTimeout(120_000)
                        .setArgs(List.of("--no-sandbox", "--disable-background-networking", "--no-first-run")));
    }

    @AfterAll
    void closeBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (playwright != null) {
            playwright.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void startBoard() throws Exception {
        opened.clear();
        joined.clear();
        feed = new ScriptedFeed();
        board = new BoardService(
                BoardSettings.at("unused:0"),
                Clock.fixed(NOW, ZoneOffset.UTC),
                Access.withoutTokens(),
                new SimpleMeterRegistry(),
                feed);
        board.start();
        Router router = Router.router(vertx);
        board.mount(router);
        new ScriptedDoors().mount(router, vertx);
        router.post("/v1/sessions").handler(BodyHandler.create(false)).handler(request -> {
            opened.add(read(request.body().asString()));
            request.response()
                    .setStatusCode(201)
                    .putHeader("Content-Type", "application/json")
                    .end("{\"sessionId\":\"s-7k2m\",\"joinCode\":\"KT7W3P\",\"state\":\"OPEN\"}");
        });
        router.post("/v1/sessions/:session/runners")
                .handler(BodyHandler.create(false))
                .handler(request -> {
                    joined.add(read(request.body().asString()));
                    request.response()
                            .setStatusCode(201)
                            .putHeader("Content-Type", "application/json")
                            .end("{\"accepted\":1,\"duplicates\":0,\"rejected\":[],\"runner\":\"b101\"}");
                });
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        port = server.actualPort();
    }

    @AfterEach
    void stopBoard() throws Exception {
        if (context != null) {
            context.close();
        }
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        if (board != null) {
            board.close();
        }
    }

    private static JsonNode read(@Nullable String text) {
        try {
            return JSON.readTree(text == null ? "" : text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("the page sent no JSON", e);
        }
    }

    private Page open(String query, int width, int height) {
        Browser opening = browser;
        if (opening == null) {
            throw new IllegalStateException("no browser");
        }
        BrowserContext fresh = opening.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale("en-GB")
                .setTimezoneId("Asia/Bangkok")
                .setPermissions(List.of("geolocation"))
                .setGeolocation(new Geolocation(18.7956982, 98.96321952).setAccuracy(3)));
        context = fresh;
        fresh.setDefaultTimeout(60_000);
        Page page = fresh.newPage();
        page.navigate("http://127.0.0.1:" + port + "/" + query);
        page.waitForSelector(".plans");
        return page;
    }

    private static void see(Page page, String name) {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing sticks out at the right of " + name)
                .isEqualTo(true);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    private static void assertNoViolations(Page page, String state) {
        assertThat(new AxeBuilder(page)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                        .analyze()
                        .getViolations())
                .as(state)
                .extracting(Rule::getId, rule -> rule.getNodes().get(0).getHtml(), Rule::getHelp)
                .isEmpty();
    }

    @Test
    void aPlanAndNoTrackAreEnoughForASession() {
        Page page = open("?theme=night", 1280, 900);
        see(page, "start");
        assertNoViolations(page, "plan and track, night");
        page.locator("input[value=thirty-thirty]").check();
        page.locator(".go").click();
        page.waitForSelector(".opened");
        assertThat(opened).singleElement().satisfies(session -> {
            assertThat(session.path("plan").asText()).isEqualTo("thirty-thirty");
            assertThat(session.path("timeZone").asText()).isEqualTo("Asia/Bangkok");
            assertThat(session.has("track")).isFalse();
        });
        assertThat(page.locator(".code").innerText()).isEqualTo("KT7W3P");
        page.waitForFunction("() => document.querySelector('.qr').naturalWidth > 0");
        assertThat(page.evaluate("document.querySelector('.qr').getBoundingClientRect().width >= 280"))
                .isEqualTo(true);
        assertThat(page.locator("a[href='/coach/s-7k2m']").count()).isEqualTo(1);
        assertThat(page.locator("a[href='/board/s-7k2m']").count()).isEqualTo(1);
        see(page, "start-opened");
        assertNoViolations(page, "opened, night");
    }

    @Test
    void aTrackIsTakenByStandingAtTwoPoints() {
        Page page = open("", 390, 844);
        page.locator("input[value=quarter]").check();
        page.locator(".go").click();
        page.waitForSelector("[role=alert]");
        assertThat(page.locator("[role=alert]").innerText()).contains("both points");
        assertThat(opened).isEmpty();
        page.locator(".points button").first().click();
        page.waitForFunction("() => document.querySelector('.points input').value.startsWith('18.79569')");
        page.locator(".points input").last().fill("18.79494, 98.96329");
        page.locator(".go").click();
        page.waitForSelector(".opened");
        JsonNode track = opened.get(0).path("track");
        assertThat(track.path("lap_m").asDouble()).isEqualTo(402.336);
        assertThat(track.path("home").path(0).path(0).asDouble()).isEqualTo(18.7956982);
        assertThat(track.path("home").path(1).path(1).asDouble()).isEqualTo(98.96329);
        see(page, "start-opened-phone");
    }

    @Test
    void aRunnerWithoutAPhoneIsAddedAndIsOnNoBoardUnlessAgreed() {
        Page page = open("?theme=sun", 390, 844);
        page.locator(".go").click();
        page.waitForSelector(".opened");
        page.locator("input[name=bib]").fill("101");
        page.locator("input[name=alias]").fill("Nok");
        page.locator("form button").click();
        page.waitForFunction("() => document.querySelector('.added').textContent.includes('101 Nok')");
        assertThat(joined).singleElement().satisfies(join -> {
            assertThat(join.path("bib").asText()).isEqualTo("101");
            assertThat(join.path("alias").asText()).isEqualTo("Nok");
            assertThat(join.path("boardConsent").asBoolean(true)).isFalse();
            assertThat(join.path("eventId").asText()).isNotBlank();
        });
        assertNoViolations(page, "opened, sun");
    }

    @Test
    void theSessionsThatThereAreLeadToBoardAndCoachInThaiToo() {
        feed.tell(Scene.head(SessionHead.State.RUNNING, null));
        Page page = open("?lang=th&theme=sun", 1280, 900);
        page.waitForSelector("a[href='/coach/evening']");
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo("th");
        assertThat(page.evaluate("() => (document.querySelector('bs-start').innerText.match(/[A-Za-z]{2,}/g) ?? [])"
                        + ".filter(word => !['Backstretch', 'English', 'evening'].includes(word)).join(' ')"))
                .as("English that is left over")
                .isEqualTo("");
        see(page, "start-thai");
        assertNoViolations(page, "Thai, sun");
        page.locator("button[lang=en]").click();
        page.waitForFunction("() => document.documentElement.lang === 'en'");
        assertThat(page.locator("legend").first().innerText()).isEqualTo("1. Plan");
    }
}

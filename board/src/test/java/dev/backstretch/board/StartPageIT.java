package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Geolocation;
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
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
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
    private static final Path PICTURES = Path.of("target", "board");
    private static final Instant NOW = Scene.STARTED.plusSeconds(527);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADD = ".enrol button[type=submit]";

    /** A name by which other devices could ask too; of 127.0.0.1 the pages know that none can. */
    private static final String REACHABLE = "track.local";

    private final Vertx vertx = Vertx.vertx();
    private @Nullable Chromium chromium;
    private ScriptedFeed feed = new ScriptedFeed();
    private final List<JsonNode> opened = new CopyOnWriteArrayList<>();
    private ScriptedDoors doors = new ScriptedDoors();
    private final TokenKeys keys = TokenKeys.create(new SecureRandom(), NOW);
    private final Tokens tokens = new Tokens(() -> keys, () -> Revocations.NONE, Clock.fixed(NOW, ZoneOffset.UTC));
    private String openedId = "s-7k2m";
    private @Nullable BoardService board;
    private @Nullable HttpServer server;
    private @Nullable BrowserContext context;
    private int port;

    @BeforeAll
    void openBrowser() {
        chromium = Chromium.start(
                "the start page was not tested", "--host-resolver-rules=MAP " + REACHABLE + " 127.0.0.1");
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
        openedId = "s-7k2m";
        serve(Access.withoutTokens());
    }

    private void serve(Access access) throws Exception {
        opened.clear();
        feed = new ScriptedFeed();
        doors = new ScriptedDoors();
        board = new BoardService(
                BoardSettings.at("unused:0"),
                Clock.fixed(NOW, ZoneOffset.UTC),
                access,
                new SimpleMeterRegistry(),
                feed);
        board.start();
        Router router = Router.router(vertx);
        board.mount(router);
        doors.mount(router, vertx);
        router.post("/v1/sessions/:session/screens").handler(request -> request.response()
                .setStatusCode(201)
                .putHeader("Content-Type", "application/json")
                .end("{\"address\":\"http://" + REACHABLE + ":" + port + "/board/" + Scene.SESSION + "?token="
                        + tokens.issue(Grant.ofSession(Role.SCREEN, Scene.SESSION), Duration.ofDays(2))
                                .text()
                        + "\"}"));
        router.post("/v1/sessions").handler(BodyHandler.create(false)).handler(request -> {
            opened.add(read(request.body().asString()));
            request.response()
                    .setStatusCode(201)
                    .putHeader("Content-Type", "application/json")
                    .end("{\"sessionId\":\"" + openedId + "\",\"joinCode\":\"KT7W3P\",\"state\":\"OPEN\"}");
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
        return open("127.0.0.1", query, width, height);
    }

    private Page open(String host, String query, int width, int height) {
        BrowserContext fresh = browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setLocale("en-GB")
                        .setTimezoneId("Asia/Bangkok")
                        .setPermissions(List.of("geolocation"))
                        .setGeolocation(new Geolocation(18.7956982, 98.96321952).setAccuracy(3)));
        context = fresh;
        fresh.setDefaultTimeout(60_000);
        Page page = fresh.newPage();
        page.navigate("http://" + host + ":" + port + "/" + query);
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
        Page page = open(REACHABLE, "?theme=night", 1280, 900);
        see(page, "start");
        assertNoViolations(page, "plan and track, night");
        page.locator("input[value=thirty-thirty]").check();
        page.locator(".go").click();
        page.waitForSelector(".opened");
        assertThat(opened).singleElement().satisfies(session -> {
            assertThat(session.path("plan").asText()).isEqualTo("thirty-thirty");
            assertThat(session.path("timeZone").asText()).isEqualTo("Asia/Bangkok");
            assertThat(session.has("track")).isFalse();
            assertThat(session.has("camp"))
                    .as("what the token says, or the usual one")
                    .isFalse();
        });
        assertThat(page.locator(".code").innerText()).isEqualTo("KT7W3P");
        page.waitForFunction("() => document.querySelector('.qr').naturalWidth > 0");
        assertThat(page.evaluate("document.querySelector('.qr').getBoundingClientRect().width >= 280"))
                .isEqualTo(true);
        assertThat(page.locator("a[href='/coach/s-7k2m']").count()).isEqualTo(1);
        assertThat(page.locator("a[href='/board/s-7k2m?rows=10']").count()).isEqualTo(1);
        see(page, "start-opened");
        assertNoViolations(page, "opened, night");
    }

    @Test
    void aCampIsNamedOnceAndKeptForTheNextSession() {
        Page page = open("", 390, 844);
        page.locator("input[name=camp]").fill(" Nong Buak ");
        page.locator(".go").click();
        page.waitForSelector(".opened");
        page.locator(".next > button").last().click();
        page.waitForSelector(".go");
        page.reload();
        page.waitForSelector(".go");
        assertThat(page.locator("input[name=camp]").inputValue()).isEqualTo("Nong-Buak");
        page.locator(".go").click();
        page.waitForSelector(".opened");
        assertThat(opened)
                .extracting(session -> session.path("camp").asText())
                .containsExactly("Nong-Buak", "Nong-Buak");
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
        page.locator("input[name=born]").fill("1990");
        page.locator("input[name=heart]").fill("186");
        page.locator(ADD).click();
        page.waitForFunction("() => document.querySelector('.added').textContent.includes('101 Nok')");
        assertThat(doors.taken("runners")).singleElement().satisfies(join -> {
            assertThat(join.text("bib")).isEqualTo("101");
            assertThat(join.text("alias")).isEqualTo("Nok");
            assertThat(join.event().path("birthYear").asInt()).isEqualTo(1990);
            assertThat(join.event().path("maximumHeartRateBpm").asDouble()).isEqualTo(186);
            assertThat(join.event().path("boardConsent").asBoolean(true)).isFalse();
            assertThat(join.text("eventId")).isNotBlank();
            assertThat(join.event().has("wave")).as("what is left empty").isFalse();
        });
        page.locator(ADD).click();
        page.waitForSelector(".enrol .problem");
        assertThat(page.locator(".enrol .problem").innerText()).isEqualTo("Give a bib or a name.");
        assertNoViolations(page, "opened, sun");
    }

    @Test
    void aLostAnswerEntersNobodyTwice() {
        Page page = open("", 390, 844);
        page.locator(".go").click();
        page.waitForSelector(".opened");
        page.locator("input[name=bib]").fill("101");
        // more than once, as browsers try again themselves where a line was open before
        doors.loseAnswers(9);
        page.locator(ADD).click();
        page.waitForSelector(".enrol .problem");
        doors.loseAnswers(0);
        assertThat(page.locator(".enrol .problem").innerText()).contains("nobody is entered twice");
        page.locator(ADD).click();
        page.waitForFunction("() => document.querySelector('.added').textContent.includes('101')");
        assertThat(doors.taken("runners")).as("the same event").hasSize(1);
        assertThat(doors.duplicates()).isPositive();

        doors.loseAnswers(9);
        page.locator("input[name=bib]").fill("102");
        page.locator(ADD).click();
        page.waitForSelector(".enrol .problem");
        doors.loseAnswers(0);
        page.locator("input[name=alias]").fill("Nok");
        page.locator(ADD).click();
        page.waitForFunction("() => document.querySelector('.added').textContent.includes('102 Nok')");
        List<ScriptedDoors.Said> joins = doors.taken("runners");
        assertThat(joins).hasSize(3);
        assertThat(joins.get(2).text("runner"))
                .as("mended before the second try: of the same runner something more")
                .isEqualTo(joins.get(1).text("runner"))
                .isNotEqualTo(joins.get(0).text("runner"));
        assertThat(joins.get(2).text("eventId")).isNotEqualTo(joins.get(1).text("eventId"));
    }

    @Test
    void aReloadAndTheListLeadBackToTheSessionThatWasOpened() {
        openedId = Scene.SESSION;
        feed.tell(Scene.head(SessionHead.State.OPEN, null));
        Page page = open("?theme=night", 390, 844);
        page.locator(".go").click();
        page.waitForSelector(".opened");
        page.reload();
        page.waitForSelector(".opened .enrol");
        page.waitForFunction("() => document.querySelector('.code').textContent === 'KT7W3P'");

        page.locator(".next > button").last().click();
        page.waitForSelector(".plans");
        assertThat(page.url()).doesNotContain("session=");
        see(page, "start-sessions-phone");
        page.locator("td .panel").click();
        page.waitForSelector(".opened .enrol");
        page.locator("input[name=bib]").fill("7");
        page.locator(".enrol summary").click();
        assertThat(page.locator("input[name=lane]").count())
                .as("the session has a track")
                .isOne();
        page.locator("input[name=wave]").fill("2");
        page.locator("input[name=team]").fill("Red");
        page.locator("input[name=lane]").fill("3");
        page.locator("input[name=chip]").fill("058000120001");
        page.locator("select[name=stage]").selectOption("improver");
        see(page, "start-enrol");
        assertNoViolations(page, "a runner with all that can be said");
        page.locator(ADD).click();
        page.waitForCondition(() -> doors.taken("runners").size() == 1);
        JsonNode join = doors.taken("runners").get(0).event();
        assertThat(join.path("wave").asInt()).isEqualTo(2);
        assertThat(join.path("lane").asInt()).isEqualTo(3);
        assertThat(join.path("team").asText()).isEqualTo("Red");
        assertThat(join.path("chip").asText()).isEqualTo("058000120001");
        assertThat(join.path("stage").asText()).isEqualTo("improver");
    }

    @Test
    void aParentIsAskedForWhoIsUnderAge() {
        Page page = open("", 390, 844);
        page.locator(".go").click();
        page.waitForSelector(".opened");
        page.locator("input[name=bib]").fill("9");
        page.locator("input[name=born]")
                .fill(String.valueOf(java.time.Year.now(ZoneOffset.UTC).getValue() - 12));
        page.locator("input[name=parent]").check();
        page.locator(ADD).click();
        page.waitForCondition(() -> doors.taken("runners").size() == 1);
        assertThat(doors.taken("runners").get(0).event().path("parentalConsent").asBoolean())
                .isTrue();
        page.waitForFunction("() => document.querySelector('input[name=parent]') === null");
    }

    @Test
    void aLineOfItsOwnIsTakenByItsTwoEndsAndTheLengthOfTheLoop() {
        Page page = open("?theme=sun", 390, 844);
        page.locator("input[value=line]").check();
        page.locator(".points button").first().click();
        page.waitForFunction("() => document.querySelectorAll('.points input')[1].value.startsWith('18.79569')");
        page.locator(".points input").last().fill("18.79561195, 98.96320028");
        page.locator(".go").click();
        page.waitForSelector("[role=alert]");
        assertThat(page.locator("[role=alert]").innerText()).contains("length of the loop");
        page.locator(".loop input").fill("640");
        see(page, "start-line");
        assertNoViolations(page, "line");
        page.locator(".go").click();
        page.waitForSelector(".opened");
        JsonNode session = opened.get(0);
        assertThat(session.path("track").path("lap_m").asDouble()).isEqualTo(640);
        assertThat(session.path("line").path("inner").path(0).asDouble()).isEqualTo(18.7956982);
        assertThat(session.path("line").path("outer").path(1).asDouble()).isEqualTo(98.96320028);
    }

    @Test
    void whoseSensorsAreHeardIsCalledAndTheHeatAndTheSpottersAreTold() {
        openedId = Scene.SESSION;
        Scene.live(feed, NOW);
        feed.tell(Scene.tapsOnly("r13", "Som"));
        feed.tell(Scene.attention(NOW.plusMillis(200), Scene.fiveNeeds(NOW)));
        Page page = open("?theme=night", 1280, 900);
        page.locator(".go").click();
        page.waitForSelector("bs-roll [data-runner=r08][data-state=flows]");
        assertThat(page.locator("bs-roll [data-runner=r13]").innerText()).contains("taps only");
        assertThat(page.locator("bs-roll [data-runner=r12]").getAttribute("data-state"))
                .as("heard forty seconds before")
                .isEqualTo("silent");
        assertThat(page.locator("bs-roll [role=status]").innerText()).isEqualTo("12 of 13 sensors ready");
        assertThat(page.locator("bs-heat").innerText()).contains("30.9\u2009°C WBGT", "nobody runs");
        see(page, "start-before");
        assertNoViolations(page, "before the start");
        page.locator("bs-heat button").click();
        page.waitForSelector("bs-heat [role=alert]");
        page.locator("bs-heat input[name=air]").fill("31,5");
        page.locator("bs-heat input[name=humidity]").fill("60");
        page.locator("bs-heat button").click();
        page.waitForCondition(() -> doors.taken("events").size() == 1);
        page.locator("[data-check=SPOTTERS_NAMED] > button").first().click();
        page.waitForCondition(() -> doors.taken("events").size() == 2);
        JsonNode weather = doors.taken("events").get(0).event();
        assertThat(weather.path("type").asText()).isEqualTo("weather");
        assertThat(weather.path("temperatureCelsius").asDouble()).isEqualTo(31.5);
        assertThat(weather.path("relativeHumidityPercent").asDouble()).isEqualTo(60);
        assertThat(weather.has("wbgtCelsius")).isFalse();
        assertThat(doors.taken("events").get(1).text("check")).isEqualTo("SPOTTERS_NAMED");
        assertThat(doors.taken("events").get(1).event().path("spotters").asInt())
                .isEqualTo(1);
    }

    @Test
    void theTokenOfWhoLeadsIsInNoLinkAndTheTvHasOneOfItsOwn() throws Exception {
        stopBoard();
        openedId = Scene.SESSION;
        serve(new Access(tokens, true));
        String operator = tokens.issue(Grant.operator(), Tokens.LONGEST_LIFE).text();
        Scene.live(feed, NOW);
        Page page = open(REACHABLE, "?token=" + operator, 1280, 900);
        assertThat(page.url()).as("shown, copied and kept in histories").doesNotContain("token");
        page.waitForSelector("a[href='/coach/evening']");
        page.locator(".go").click();
        page.waitForSelector(".tv");
        page.locator(".tv").click();
        page.waitForSelector(".link-made input");
        assertThat(
                        page.evaluate(
                                "() => [...document.querySelectorAll('a, .link-made input')].map(e => e.href ?? e.value).join(' ')"))
                .asString()
                .contains("/board/evening?token=")
                .doesNotContain(operator);
        see(page, "start-screen");
        assertNoViolations(page, "a link for the TV");
        assertThat(page.locator(".link-made input[readonly]").inputValue())
                .as("65 inches, seen from 10 m")
                .endsWith("&rows=10");
        page.locator(".link-made input.inches").fill("85");
        page.locator(".link-made input.inches").press("Tab");
        assertThat(page.locator(".screen-size [role=status]").innerText()).isEqualTo("13 rows: read from 10 m");
        page.locator(".link-made input.metres").fill("1000");
        page.locator(".link-made input.metres").press("Tab");
        assertThat(page.locator(".link-made input.metres").inputValue())
                .as("what cannot be is not taken")
                .isEqualTo("10");
        String link = page.locator(".link-made input[readonly]").inputValue();
        assertThat(link).endsWith("&rows=13");
        assertThat(page.locator(".link-made a").getAttribute("href")).isEqualTo(link);
        page.waitForSelector(".invite .qr");
        page.locator(".another-coach").click();
        page.waitForSelector(".link-made svg[role=img] path");
        assertThat(page.locator(".invite .qr").count())
                .as("a runner can take no code for another")
                .isZero();
        assertThat(page.evaluate("document.querySelector('.link-made svg').getBoundingClientRect().width >= 280"))
                .as("to be scanned by a phone")
                .isEqualTo(true);
        assertThat(page.locator(".link-made input[readonly]").last().inputValue())
                .contains("/coach/evening?token=")
                .doesNotContain(operator);
        see(page, "start-coach-link");
        assertNoViolations(page, "a link for a coach");
        page.locator(".link-made .hide").click();
        page.waitForSelector(".invite .qr");
        page.reload();
        page.waitForSelector("td a[href='/coach/evening']");
        page.locator("td a[href='/coach/evening']").evaluate("link => link.click()");
        page.waitForSelector("[data-phase=live]");
        // Who leads the camp tries another coach's link, and leads it still.
        String ofSession = tokens.issue(Grant.ofSession(Role.COACH, Scene.SESSION), Duration.ofHours(1))
                .text();
        page.navigate("http://" + REACHABLE + ":" + port + "/coach/evening?token=" + ofSession);
        page.waitForSelector("[data-phase=live]");
        assertThat(page.evaluate("localStorage.getItem('backstretch.lead')")).isEqualTo(operator);
        assertThat(page.evaluate("localStorage.getItem('backstretch.lead.evening')"))
                .isEqualTo(ofSession);
        page.navigate("http://127.0.0.1:" + port + "/board/evening");
        page.waitForSelector("[data-phase=refused]");
        page.navigate(link);
        page.waitForSelector("tr[data-runner=r01]");
        assertThat(page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--rows')"))
                .isEqualTo("13");
        assertThat(page.evaluate(
                        "fetch('/v1/sessions/evening/stream?view=coach&token=' + new URLSearchParams(location.search).get('token'))"
                                + ".then(answer => answer.status)"))
                .as("a screen leads nobody")
                .isEqualTo(403);
        assertThat(
                        page.evaluate(
                                "document.querySelector('bs-board').store.state.laps.get('r01').get(1).averageHeartRateBpm === undefined"))
                .as("no heart rates")
                .isEqualTo(true);
    }

    @Test
    void onThisMachinesOwnNameThereIsNoCodeThatAPhoneCouldNotFollow() {
        openedId = Scene.SESSION;
        feed.tell(Scene.head(SessionHead.State.OPEN, null));
        Page page = open("?lang=en", 1280, 900);
        page.navigate("http://127.0.0.1:" + port + "/?session=" + Scene.SESSION);
        page.waitForSelector(".invite .problem");
        assertThat(page.locator(".qr").count()).isZero();
        assertThat(page.locator(".invite").innerText()).contains("Other devices cannot reach this address");
        see(page, "start-own-name");
        assertNoViolations(page, "no code");
    }

    @Test
    void aTokenOfAnotherCampIsForgottenWhereNoneIsNeeded() {
        Page page = open("", 1280, 900);
        page.evaluate("localStorage.setItem('backstretch.lead', 'of-another-camp')");
        feed.tell(Scene.head(SessionHead.State.RUNNING, null));
        page.reload();
        page.waitForSelector("a[href='/coach/evening']");
        assertThat(page.evaluate("localStorage.getItem('backstretch.lead')")).isNull();
    }

    @Test
    void whoCannotReachThisMachineFindsOutWhy() {
        Page page = open("", 390, 844);
        page.navigate("http://127.0.0.1:" + port + "/help?theme=sun");
        page.waitForSelector("bs-help h2");
        assertThat(page.locator("bs-help .amber").innerText()).contains("only this machine knows");
        assertThat(page.locator("bs-help").innerText())
                .contains(
                        "hotspot",
                        "fingerprint",
                        "iPhone",
                        "OwnTracks",
                        "http://127.0.0.1:" + port + "/owntracks/TOKEN");
        see(page, "help-phone");
        assertNoViolations(page, "help");
        page.locator("button[lang=th]").click();
        page.waitForFunction("() => document.documentElement.lang === 'th'");
        assertNoViolations(page, "help, Thai");
        see(page, "help-thai");
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

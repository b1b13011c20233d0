package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.people.Exertion;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.people.Privacy;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Revocations;
import dev.backstretch.schemas.access.Role;
import dev.backstretch.schemas.access.TokenKeys;
import dev.backstretch.schemas.access.Tokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A runner's log in a real browser: what it shows to that runner, to a coach, and to everybody else. */
class RunnerPageIT extends RealBrowser {
    private static final String ME = "r08";
    private static final String PAGE = "/runner/" + ME;
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    /** Days before today, and the ratio of that day; between the second and the third lie more than thirty. */
    private static final Map<Integer, Double> RATIOS = Map.of(80, 2.31, 73, 2.2, 30, 2.05, 9, 1.97, 1, 1.92);

    private final TokenKeys keys = TokenKeys.create(new SecureRandom(), NOW);
    private final Tokens tokens = new Tokens(() -> keys, () -> Revocations.NONE, Clock.fixed(NOW, ZoneOffset.UTC));
    private final List<LapOutcome> laps = new ArrayList<>();
    private final Map<String, Frame.Totals> totals = new HashMap<>();
    private final Map<String, Standings.Row> ratios = new HashMap<>();
    private final List<JsonObject> said = new ArrayList<>();
    private ScriptedFeed feed = new ScriptedFeed();
    private @Nullable BoardService board;
    private Person me = person(false, null, List.of());
    private int eventStatus = 200;
    private boolean storeIsAway;

    private static Person person(boolean onBoard, @Nullable Boolean coach, List<String> sessions) {
        return new Person(
                Scene.CAMP,
                ME,
                "Fah",
                null,
                null,
                null,
                onBoard,
                sessions,
                NOW,
                new Privacy(coach, null, null, null, null, null, false, null, null));
    }

    @BeforeEach
    void startBoard() throws Exception {
        laps.clear();
        totals.clear();
        ratios.clear();
        said.clear();
        eventStatus = 200;
        storeIsAway = false;
        feed = new ScriptedFeed();
        BoardService started = new BoardService(
                BoardSettings.at("unused:0"),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new Access(tokens, false),
                new SimpleMeterRegistry(),
                feed);
        board = started;
        started.start();
        Router router = router();
        router.post("/v1/sessions/:session/events")
                .handler(context -> context.request().body().onSuccess(body -> take(context, body.toJsonObject())));
        started.mount(router);
        started.mountHistory(router, (runner, sessions) -> {
            if (storeIsAway) {
                throw new IOException("away");
            }
            return new PastRuns.Past(laps, totals, ratios, List.of());
        });
        serve(router);
        seasons();
    }

    @AfterEach
    void stopBoard() {
        if (board != null) {
            board.close();
        }
    }

    private void take(RoutingContext context, JsonObject event) {
        said.add(event);
        if (eventStatus == 200) {
            me = me.withExertion(
                    new Exertion(Objects.requireNonNull(context.pathParam("session")), event.getDouble("rating"), NOW));
            feed.tell(me);
        }
        context.response().setStatusCode(eventStatus).end("{}");
    }

    /** A season of the challenge; the newest session was yesterday at the track, and is not settled yet. */
    private void seasons() {
        var sessions = new ArrayList<String>();
        for (int days : List.of(80, 73, 30, 9, 1)) {
            String session = "day-" + days;
            sessions.add(session);
            Instant began = NOW.minus(Duration.ofDays(days)).minusSeconds(600);
            Instant end = days == 1 ? NOW.minusSeconds(60) : began.plusSeconds(1_200);
            feed.tell(new SessionHead(
                    session,
                    Scene.CAMP,
                    SessionHead.State.CLOSED,
                    days == 73 ? "walk-first" : "quarter-mile-twice",
                    List.of(),
                    SessionClock.WALL,
                    false,
                    0,
                    began.minusSeconds(300),
                    began,
                    end,
                    "KT7W3P",
                    "Asia/Bangkok",
                    true));
            double ratio = RATIOS.getOrDefault(days, 2.0);
            laps.add(of(session, Scene.lap(ME, 1, 0, Facing.FORWARD, 100, began.plusSeconds(200), null)));
            laps.add(of(session, Scene.lap(ME, 2, 0, Facing.BACKWARD, 100 * ratio, began.plusSeconds(600), null)));
            ratios.put(
                    session,
                    Scene.ratio(
                            1,
                            false,
                            ME,
                            Math.round(100_000 * ratio) / 100_000.0,
                            0.06,
                            ratio < 1.94 ? Verdict.MET : Verdict.TOO_CLOSE));
            totals.put(session, Scene.totals(List.of(0.0, 60.0 + days, 120.0, 240.0, 200.0, 40.0)));
        }
        me = person(false, null, sessions).withExertion(new Exertion("day-9", 7, NOW));
        feed.tell(me);
    }

    private static LapOutcome of(String session, LapOutcome lap) {
        return new LapOutcome(
                session,
                lap.runnerId(),
                lap.lap(),
                lap.revision(),
                lap.state(),
                lap.startedAt(),
                lap.endedAt(),
                lap.lapSeconds(),
                lap.splitSeconds(),
                lap.distanceMeters(),
                lap.paceSecondsPerKm(),
                lap.facing(),
                lap.source(),
                lap.averageHeartRateBpm(),
                lap.maximumHeartRateBpm(),
                lap.flags(),
                lap.reason(),
                lap.logTime(),
                lap.ruleVersion(),
                lap.lineage());
    }

    private String token(Grant grant) {
        return "?token=" + tokens.issue(grant, Duration.ofHours(1)).text();
    }

    private String own() {
        return token(Grant.ofRunner(Role.RUNNER, "day-1", ME));
    }

    @Test
    void theLogShowsRatiosWithTheirDoubtAndJoinsNothingOverALongGap() {
        Page page = open(PAGE + own() + "&theme=night", 390, 844);
        awaitPhase(page, "open");

        assertThat(text(page, "h1")).isEqualTo("Fah My log");
        assertThat(page.locator(".plot").first().locator("circle").count()).isEqualTo(5);
        assertThat(page.locator(".plot").first().locator(".doubt").count()).isEqualTo(5);
        assertThat(page.locator(".plot").first().locator(".joined").count())
                .as("80 and 73 days ago; 30, 9 and 1: nothing over the 43 days between")
                .isEqualTo(3);
        assertThat(text(page, "[data-record=FORWARD]")).startsWith("forwards 1:40.0");
        assertThat(text(page, "[data-record=BACKWARD]")).startsWith("backwards 3:12.0");
        assertThat(page.locator(".ladder li").count()).isEqualTo(5);
        assertThat(text(page, ".ladder [aria-current=step]")).startsWith("1 Walk backwards, 2 minutes");
        assertThat(page.locator("svg.zones").count()).isEqualTo(5);
        assertThat(page.locator("svg.zones").first().locator("text").allTextContents())
                .as("each part has its digit")
                .containsExactly("1", "2", "3", "4", "5");
        assertThat(text(page, "[data-session=day-9]")).contains("1.97×", "2 laps", "8 min", "effort 7 of 10");
        assertThat(page.locator(".exertions circle").count()).isEqualTo(1);
        page.locator(".exertions summary").click();
        assertThat(text(page, ".exertions tbody tr"))
                .as("the rating, and Foster's load of it: times the minutes")
                .endsWith("7\t58");
        page.locator(".exertions summary").click();
        assertThat(text(page, "[data-note=soreness]")).startsWith("You ran backwards yesterday");
        assertThat(text(page, ".claims")).contains("About a third more energy").doesNotContain("2 to 3");
        page.locator("summary").first().click();
        assertThat(page.locator("details[open] tbody tr").count())
                .as("a table under the plot")
                .isEqualTo(5);
        assertNothingAtTheEdge(page);
        assertThat(page.locator(".claims small").allInnerTexts())
                .as("each figure once, and what it is one of")
                .containsExactly(
                        "Your own heart, for each metre: 2.20× (±0.20)",
                        "Your own heart, for each minute: 1.21× (±0.05)");
        see(page, "runner-log");
        assertNoViolations(page, "log at night");
        assertThat(faults()).as("console").isEmpty();
    }

    private static void assertNothingAtTheEdge(Page page) {
        assertThat(page.evaluate("""
                        () => [...document.querySelectorAll('.ask label span, details[open] td')]
                          .filter((e) => e.getBoundingClientRect().right > e.closest('label, .wide').getBoundingClientRect().right - 4)
                          .map((e) => e.innerText).join('; ')
                        """)).as("cut off or at the edge").isEqualTo("");
    }

    @Test
    void inThaiAndInTheSunNoEnglishIsLeft() {
        Page page = open(PAGE + own() + "&theme=sun&lang=th", 390, 844);
        awaitPhase(page, "open");
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })");

        assertThai(page, "the log");
        assertNothingAtTheEdge(page);
        see(page, "runner-log-thai");
        assertNoViolations(page, "log in the sun");
    }

    @Test
    void onALaptopItStandsInTwoHalvesThatGrowByThemselves() {
        Page page = open(PAGE + own() + "&theme=night", 1280, 800);
        awaitPhase(page, "open");
        String sessions = "() => Math.round(document.querySelector('.sessions').getBoundingClientRect().top + scrollY)";
        Object before = page.evaluate(sessions);
        page.locator("summary").first().click();
        assertThat(page.evaluate(sessions)).as("after a table opened beside it").isEqualTo(before);
        assertNothingAtTheEdge(page);
        see(page, "runner-log-laptop");
        assertNoViolations(page, "log on a laptop");
    }

    @Test
    void howHardItWasIsAskedOnceAndKept() {
        Page page = open(PAGE + own(), 390, 844);
        awaitPhase(page, "open");
        assertThat(text(page, ".ask .source")).contains("Borg 1982", "Foster 2001");
        assertThat(page.locator("[data-do=rate]").isDisabled())
                .as("nothing is chosen beforehand")
                .isTrue();

        page.locator(".ask input[value='0']").focus();
        for (int i = 0; i < 5; i++) {
            page.keyboard().press("ArrowRight");
        }
        page.locator("[data-do=rate]").focus();
        page.keyboard().press("Enter");

        await(page, "() => document.querySelector('.ask .told')?.textContent.startsWith('Saved')");
        assertThat(said).singleElement().satisfies(event -> {
            assertThat(event.getString("type")).isEqualTo("rpe");
            assertThat(event.getString("runner")).isEqualTo(ME);
            assertThat(event.getDouble("rating")).isEqualTo(5);
        });
        // The log comes anew after the word, and with it what is asked.
        await(page, "() => document.querySelector('.ask fieldset') === null");
        assertThat(text(page, "[data-session=day-1]")).contains("effort 5 of 10");
    }

    @Test
    void anAnswerThatIsNotTakenIsSaid() {
        eventStatus = 409;
        Page page = open(PAGE + own(), 390, 844);
        awaitPhase(page, "open");
        page.locator(".ask input[value='3']").check();
        page.locator("[data-do=rate]").tap();
        await(page, "() => document.querySelector('.ask .told').textContent.startsWith('Too late')");

        eventStatus = 503;
        page.locator("[data-do=rate]").tap();
        await(page, "() => document.querySelector('.ask .told').textContent.startsWith('Not saved yet')");

        context().setOffline(true);
        page.locator("[data-do=rate]").tap();
        await(page, "() => document.querySelector('.ask .told').textContent.startsWith('No network')");
    }

    @Test
    void aPaceIsPerKilometreOrPerMileAsChosenAndStaysSo() {
        Page page = open(PAGE + own(), 390, 844);
        awaitPhase(page, "open");
        assertThat(text(page, "[data-record=FORWARD]")).contains("4:09/km");

        page.locator("[data-do=units]").tap();

        await(page, "() => document.querySelector('[data-record=FORWARD]').innerText.includes('6:40/mi')");
        page.reload();
        awaitPhase(page, "open");
        assertThat(text(page, "[data-record=FORWARD]")).as("chosen for good").contains("6:40/mi");
    }

    @Test
    void theOwnDataIsDownloadedAndTheCardIsMadeOfAnySession() throws Exception {
        Page page = open(PAGE + own(), 390, 844);
        awaitPhase(page, "open");

        Download table =
                page.waitForDownload(() -> page.locator("a[data-do=csv]").click());
        assertThat(table.suggestedFilename()).isEqualTo("log-r08.csv");
        assertThat(Files.readAllLines(table.path()))
                .hasSize(6)
                .last()
                .asString()
                .startsWith("day-80,");
        Download all =
                page.waitForDownload(() -> page.locator("a[data-do=json]").click());
        assertThat(all.suggestedFilename()).isEqualTo("log-r08.json");
        assertThat(new JsonObject(Files.readString(all.path())).getJsonArray("log"))
                .hasSize(5);

        page.locator("[data-session=day-9] [data-do=card]").tap();
        await(page, "() => document.querySelector('bs-card canvas')?.width === 1080");
        assertThat((String) page.evaluate("() => document.querySelector('bs-card canvas').getAttribute('aria-label')"))
                .startsWith("Fah, Backward over forward, 1.97×, ±0.06, TOO CLOSE, forwards 1:40.0, backwards 3:17.0")
                .contains("13 Nov 2026");
    }

    @Test
    void nobodyElseSeesItAndWhatOneMayNoLongerSeeIsGone() {
        for (String wrong : List.of(
                "?token=nonsense",
                token(Grant.ofRunner(Role.RUNNER, "day-1", "r01")),
                token(Grant.ofSession(Role.SCREEN, "day-1")))) {
            Page page = open(PAGE + wrong, 390, 844);
            awaitPhase(page, "refused");
            assertThat(text(page, "h1")).isEqualTo("This log needs its runner's own link");
            assertThat(page.content()).doesNotContain("Fah");
        }
        Page stranger = open(PAGE, 390, 844);
        awaitPhase(stranger, "unknown");
        assertThat(stranger.content()).as("opted out of the board").doesNotContain("Fah");

        String coach = token(Grant.ofCamp(Role.COACH, Scene.CAMP));
        Page before = open(PAGE + coach + "&view=coach", 390, 844);
        awaitPhase(before, "consent");
        assertThat(before.url()).as("a coach's token leaves the address").endsWith(PAGE + "?view=coach");
        before.reload();
        awaitPhase(before, "consent");
        see(before, "runner-log-consent");
        assertNoViolations(before, "no consent");
        me = person(false, true, me.sessions());
        feed.tell(me);
        before.locator("[data-do=again]").tap();
        awaitPhase(before, "open");
        assertThat(before.locator("svg.zones").count()).isEqualTo(5);
        me = person(false, false, me.sessions());
        feed.tell(me);
        Page after = open(PAGE + coach, 390, 844);
        awaitPhase(after, "consent");
        assertThat(after.content()).as("consent taken back").doesNotContain("Fah");
    }

    @Test
    void withoutTokensItIsWithoutZonesAndAskedOfNobody() {
        feed.tell(person(true, null, me.sessions()));
        Page page = open(PAGE, 390, 844);
        awaitPhase(page, "open");
        assertThat(page.locator("svg.zones, .ask, .claims, [data-note=soreness]")
                        .count())
                .isZero();
        assertThat(text(page, "main")).contains("Without your own link heart rates are left out.");
    }

    @Test
    void aStoreThatDoesNotAnswerIsSaidAndAskedAgain() {
        storeIsAway = true;
        Page page = open(PAGE + own(), 390, 844);
        awaitPhase(page, "away");
        storeIsAway = false;
        page.locator("[data-do=again]").tap();
        awaitPhase(page, "open");
    }
}

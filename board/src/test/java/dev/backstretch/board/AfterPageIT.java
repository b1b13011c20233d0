package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.lap.LapBook;
import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.access.Access;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of results in a real browser: on a phone, on a laptop, and on paper. */
class AfterPageIT extends RealBrowser {
    private static final Instant END = Scene.STARTED.plusSeconds(1_200);
    private static final String PAGE = "/after/" + Scene.SESSION;

    private ScriptedFeed feed = new ScriptedFeed();
    private BoardService board = board();
    private final List<Standings.Row> rows = new ArrayList<>();

    private BoardService board() {
        return new BoardService(
                BoardSettings.at("unused:0"),
                Clock.fixed(END.plusSeconds(60), ZoneOffset.UTC),
                Access.withoutTokens(),
                new SimpleMeterRegistry(),
                feed);
    }

    @BeforeEach
    void startBoard() throws Exception {
        feed = new ScriptedFeed();
        board = board();
        board.start();
        Router router = router();
        board.mount(router);
        serve(router);
    }

    @AfterEach
    void stopBoard() {
        board.close();
    }

    /** Twelve have run; two share the third place, one left, one did not come. */
    private void over() {
        feed.tell(Scene.head(SessionHead.State.RUNNING, null));
        Scene.people(feed);
        double[] backward = {161.0, 192.2, 191.5, 222.5, 230.7, 203.0, 270.8, 218.8, 244.0, 264.4};
        double[] forward = {98.2, 112.4, 107.0, 123.6, 118.9, 101.5, 130.8, 104.7, 115.1, 120.2};
        rows.clear();
        for (int i = 0; i < forward.length; i++) {
            String runner = Scene.id(i + 1);
            feed.tell(Scene.lap(runner, 1, 0, Facing.FORWARD, forward[i], END.minusSeconds(800 - i), null));
            feed.tell(Scene.lap(
                    runner,
                    2,
                    0,
                    Facing.BACKWARD,
                    backward[i],
                    END.minusSeconds(200 - i),
                    null,
                    LapOutcome.State.PROVISIONAL,
                    i == 4 ? List.of(LapBook.CONFLICT) : List.of()));
            double value = (double) Math.round(backward[i] * 1000) / Math.round(forward[i] * 1000);
            Verdict verdict = i == 5 ? Verdict.TOO_CLOSE : value < 2 ? Verdict.MET : Verdict.NOT_MET;
            rows.add(Scene.ratio(
                    i == 3 ? 3 : i + 1,
                    i == 2 || i == 3,
                    runner,
                    value,
                    i == 2 || i == 3 || i == 5 ? 0.06 : 0.011,
                    verdict));
        }
        rows.add(Scene.running("r11", RunnerState.LEFT, null));
        feed.tell(Scene.board("ratio", 3, END, rows));
        feed.tell(Scene.efforts(END));
        feed.tell(Scene.board(
                "improvement", 0, END, List.of(Scene.ratio(1, false, "r06", 0.08, 0.02, Verdict.TOO_CLOSE))));
        feed.tell(Scene.head(SessionHead.State.CLOSED, END));
    }

    /** The next morning's correction moves Anan up, and those between down. */
    private void corrected() {
        Instant later = END.plusSeconds(40);
        feed.tellSettled(Scene.lap("r05", 2, 1, Facing.BACKWARD, 200.0, later, CoachCorrection.REASON)
                .by(new CoachCorrection("fix-C1-1", "C1", "missed-read")));
        var moved = new ArrayList<>(rows);
        moved.remove(4);
        moved.add(1, Scene.ratio(2, false, "r05", 200.0 / 118.9, 0.011, Verdict.MET));
        moved.set(2, Scene.ratio(3, false, "r02", 192.2 / 112.4, 0.011, Verdict.MET));
        moved.set(3, Scene.ratio(4, true, "r03", 191.5 / 107.0, 0.06, Verdict.MET));
        moved.set(4, Scene.ratio(4, true, "r04", 222.5 / 123.6, 0.06, Verdict.MET));
        feed.tellSettled(Scene.board("ratio", 4, later, moved));
    }

    private static String row(Page page, String runner) {
        return text(page, "tr[data-runner=" + runner + "]").replaceAll("\\s+", " ");
    }

    @Test
    void podiumsLinesAndAttendanceStandAsACoachWouldReadThemOut() {
        over();
        Page page = open(PAGE + "?theme=night", 1280, 800);
        awaitPhase(page, "over");

        assertThat(text(page, "h1")).isEqualTo("Session over. Well run.");
        assertThat(text(page, ".what")).isEqualTo("Quarter mile twice, 21 Nov 2026, session evening");
        assertThat(text(page, ".state")).isEqualTo("Provisional until 06:30");
        assertThat(page.locator(".podium").count()).isEqualTo(3);
        assertThat(text(page, "[data-board=ratio] ol > li:nth-child(1)")).isEqualTo("1 Nok ✓ 1.64×");
        assertThat(text(page, "[data-board=ratio] ol > li:nth-child(3)"))
                .as("equal places stand together")
                .isEqualTo("3= Place 3 shared Tiger ✓ ±0.06 1.79× Ploy ✓ ±0.06 1.80×");
        assertThat(text(page, "[data-board=effort] ol > li")).isEqualTo("1 Anan 31 points");
        assertThat(text(page, "[data-board=improvement] ol > li")).isEqualTo("1 Mint ±0.02 0.08× better");
        assertThat(row(page, "r01")).isEqualTo("1 Nok 1:38.2 2:41.0 1.64× chip 12");
        assertThat(row(page, "r03")).isEqualTo("3= Tiger 1:47.0 3:11.5 1.79× 0.06 chip");
        assertThat(row(page, "r05")).endsWith("chip 31 sources contradict each other");
        assertThat(row(page, "r06")).contains("2.00× 0.06").endsWith("too close to call");
        assertThat(row(page, "r11")).isEqualTo("Lek Left before the end");
        assertThat(text(page, "[data-attendance=NO_SHOW]")).isEqualTo("Did not come 1 Aom");
        assertThat(text(page, ".changes")).contains("Nothing has changed since the end.");
        see(page, "after-laptop");
        assertNoViolations(page, "night");
        assertThat(faults()).as("console").isEmpty();
    }

    @Test
    void onAPhoneInThaiNoEnglishIsLeftAndWhatChangedIsStruckThrough() {
        over();
        corrected();
        Page page = open(PAGE + "?theme=sun&lang=th", 390, 844);
        awaitPhase(page, "over");

        assertThat(page.locator(".changes s").allInnerTexts()).containsExactly("1.94×");
        assertThat(text(page, ".changes li").replaceAll("\\s+", " "))
                .startsWith("Anan, ถอยหลัง ÷ วิ่งหน้า: 1.94× → 1.68× อันดับ 5 → 2")
                .contains("06:25");
        assertThai(page, "results");
        assertThat((Boolean) page.evaluate("() => [...document.querySelectorAll('tbody td')]"
                        + ".filter((cell) => /^\\d\\.\\d\\d×$/.test(cell.innerText.trim()))"
                        + ".every((cell) => cell.getBoundingClientRect().right <= innerWidth - 8)"))
                .as("the ratio is whole without a swipe")
                .isTrue();
        see(page, "after-phone-thai");
        assertNoViolations(page, "sun");

        page.locator("[lang=en].tongues, .tongues [lang=en]").first().tap();
        await(page, "() => document.documentElement.lang === 'en'");
        assertThat(text(page, ".changes li").replaceAll("\\s+", " "))
                .isEqualTo(
                        "Anan, Backward over forward: 1.94× → 1.68× place 5 → 2 corrected by C1: Missed read, 21 Nov, 06:25");
        assertThat(faults()).isEmpty();
    }

    @Test
    void aGainThatACorrectionTookAwayIsNotToldAsALoss() {
        over();
        corrected();
        Instant later = END.plusSeconds(41);
        feed.tellSettled(Scene.board(
                "improvement", 1, later, List.of(Scene.ratio(1, false, "r06", -0.03, 0.02, Verdict.TOO_CLOSE))));
        Page page = open(PAGE + "?theme=night", 1280, 800);
        awaitPhase(page, "over");
        await(page, "() => document.querySelectorAll('.changes li').length > 0");
        assertThat(page.evaluate("fetch('/v1/sessions/evening/results').then(answer => answer.json())"
                        + ".then(known => known.changes.some(one => one.board === 'improvement' && one.is.value < 0))"))
                .as("it did change")
                .isEqualTo(true);
        assertThat(text(page, ".changes"))
                .contains("Anan")
                .doesNotContain("0.03")
                .doesNotContain("Mint");
    }

    @Test
    void whoeverLeadsIsLedFromARunnerToTheLapsThatMayBeMended() {
        over();
        Page page = open(PAGE + "?view=coach&theme=night", 1280, 800);
        awaitPhase(page, "over");
        assertThat(page.locator("[data-do=correct]").getAttribute("href")).isEqualTo("/coach/evening");
        assertThat(page.locator("tr[data-runner=r05] a").getAttribute("href")).isEqualTo("/coach/evening?runner=r05");
        assertThat(page.locator("tr[data-runner=r05] a").getAttribute("aria-label"))
                .isEqualTo("Correct laps of Anan");
        assertNoViolations(page, "coach");

        Page screen = open(PAGE + "?theme=night", 1280, 800);
        awaitPhase(screen, "over");
        assertThat(screen.locator("[data-do=correct], tr[data-runner] a").count())
                .as("who only looks on")
                .isZero();
    }

    @Test
    void whatChangesWhileThePageIsOpenComesByItself() {
        over();
        Page page = open(PAGE, 1280, 800);
        awaitPhase(page, "over");
        corrected();

        await(page, "() => document.querySelectorAll('.changes li').length > 0");
        assertThat(row(page, "r05")).startsWith("2 Anan 1:58.9 3:20.0 1.68×");
    }

    @Test
    void onPaperItIsBlackOnWhiteWithItsHeaderOnEachPageAndFortyLinesAPage() throws Exception {
        feed.tell(Scene.head(SessionHead.State.RUNNING, null));
        var rows = new ArrayList<Standings.Row>();
        for (int i = 1; i <= 80; i++) {
            String runner = "r" + (100 + i);
            feed.tell(Scene.person(runner, "Runner " + i, true));
            feed.tell(Scene.lap(runner, 1, 0, Facing.FORWARD, 100, END.minusSeconds(800), null));
            feed.tell(Scene.lap(runner, 2, 0, Facing.BACKWARD, 150 + i, END.minusSeconds(100), null));
            Standings.Row row = Scene.ratio(i, false, runner, (150 + i) / 100.0, 0.06, Verdict.MET);
            rows.add(new Standings.Row(
                    row.place(),
                    row.shared(),
                    runner,
                    String.valueOf(100 + i),
                    row.value(),
                    row.plusMinus(),
                    row.verdict(),
                    row.state(),
                    row.laps(),
                    row.lastLap(),
                    row.lastMarkAt(),
                    row.restUntil(),
                    row.dueAt()));
        }
        feed.tell(Scene.board("ratio", 3, END, rows));
        feed.tell(Scene.head(SessionHead.State.CLOSED, END));
        Page page = open(PAGE + "?theme=night", 1280, 800);
        awaitPhase(page, "over");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

        assertThat(page.evaluate("() => getComputedStyle(document.body).backgroundColor + ' '"
                        + " + getComputedStyle(document.querySelector('tbody th')).color + ' '"
                        + " + getComputedStyle(document.querySelector('tbody th')).fontSize"))
                .as("10 pt")
                .isEqualTo("rgb(255, 255, 255) rgb(0, 0, 0) 13.3333px");
        assertThat(page.evaluate("() => [...document.querySelectorAll('button, a, .podium')]"
                        + ".filter(e => e.checkVisibility()).length"))
                .as("nothing that paper cannot do")
                .isEqualTo(0);
        page.setViewportSize(794, 1123);
        page.screenshot(
                new Page.ScreenshotOptions().setPath(java.nio.file.Path.of("target", "board", "after-paper.png")));
        byte[] paper = page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true));
        Files.createDirectories(java.nio.file.Path.of("target", "board"));
        Files.write(java.nio.file.Path.of("target", "board", "after-paper.pdf"), paper);
        String pdf = new String(paper, StandardCharsets.ISO_8859_1);
        assertThat(row(page, "r101")).isEqualTo("1 101 Runner 1 1:40.0 2:31.0 1.51× 0.06 chip");
        assertThat(text(page, "tfoot")).isEqualTo("Provisional until 06:30 · rules standings/1, revision 3");
        assertThat(pdf).as("A4").containsPattern("/MediaBox \\[0 0 59[45][.0-9]* 84[12]");
        assertThat(Pattern.compile("/Type /Page\\b(?!s)").matcher(pdf).results().count())
                .as("two pages of forty lines, and one that says what changed and who was there")
                .isEqualTo(3);
    }

    @Test
    void theTableForSpreadsheetsComesWithTheNameOfTheSession() throws Exception {
        over();
        Page page = open(PAGE, 1280, 800);
        awaitPhase(page, "over");

        Download download =
                page.waitForDownload(() -> page.locator("[data-do=csv]").click());

        assertThat(download.suggestedFilename()).isEqualTo("results-evening.csv");
        assertThat(Files.readString(download.path()))
                .startsWith("\uFEFFplace,bib,alias")
                .contains("1,,Nok,CAME,2,98.2,161.0,1.6395");
    }

    @Test
    void whoTakesTheBoardBackIsGoneFromTheResultsAndTheirCounts() {
        over();
        Page page = open(PAGE, 390, 844);
        awaitPhase(page, "over");
        assertThat(page.content()).contains("Tiger");
        feed.tell(Scene.person("r03", "Tiger", false));

        await(page, "() => !document.body.innerText.includes('Tiger')");
        assertThat(page.content()).doesNotContain("Tiger", "r03");
        assertThat(row(page, "r04")).as("places close up").startsWith("3 Ploy");
        assertThat(text(page, "[data-attendance=CAME] .count")).isEqualTo("9");
    }

    @Test
    void itIsReachedAndUsedByKeysAlone() {
        over();
        Page page = open(PAGE, 1280, 800, "window.print = () => { window.printed = true; }");
        awaitPhase(page, "over");

        var names = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            page.keyboard().press("Tab");
            names.add((String) page.evaluate("() => (document.activeElement.textContent || '').trim().slice(0, 13)"));
            assertThat(page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle"))
                    .as("focus is seen on " + names.get(i))
                    .isEqualTo("solid");
        }
        assertThat(names.subList(0, 5)).containsExactly("English", "ไทย", "Print results", "Download for ", "Open TV");
        page.locator("[data-do=print]").focus();
        page.keyboard().press("Enter");
        assertThat(page.evaluate("() => window.printed")).isEqualTo(true);
    }

    @Test
    void aSessionThatNobodyKnowsAndALostNetworkAreSaidInWords() {
        Page page = open("/after/nowhere", 390, 844);
        awaitPhase(page, "unknown");
        assertThat(text(page, "h1")).isEqualTo("There is no session nowhere here (yet)");
        see(page, "after-unknown");
        assertNoViolations(page, "unknown");

        over();
        Page known = open(PAGE, 390, 844);
        awaitPhase(known, "over");
        context().setOffline(true);
        known.evaluate("() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
        await(known, "() => document.querySelector('.strip') !== null");
        assertThat(text(known, "[data-board=ratio] ol > li:nth-child(1)"))
                .as("what is known stays")
                .startsWith("1 Nok");
        context().setOffline(false);
        known.evaluate("() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
        await(known, "() => document.querySelector('.strip') === null");
    }
}

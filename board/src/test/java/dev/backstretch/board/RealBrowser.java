package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A real browser without a screen, a server for it, and what every page is held to. Pictures are left in {@code target/board}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RealBrowser {
    private static final Path PICTURES = Path.of("target", "board");
    /** Names of people, plans and formats, which no language translates. */
    private static final String NAMES = "Nok|Somsak|Tiger|Ploy|Anan|Mint|Bee Bee|Fah|Kai|Wolfgang|Lek|Aom"
            + "|evening|English|CSV|JSON|standings/\\d+|CR10|Borg|Foster|JSCR|Med Sci Sports Exerc";

    private final Vertx vertx = Vertx.vertx();
    private @Nullable Chromium chromium;
    private @Nullable BrowserContext context;
    private @Nullable HttpServer server;
    private final List<String> faults = new ArrayList<>();
    private int port;

    @BeforeAll
    void openBrowser() {
        chromium = Chromium.start(getClass().getSimpleName() + " tested no page");
    }

    private Chromium browser() {
        return Objects.requireNonNull(chromium, "no browser");
    }

    @AfterAll
    void closeBrowser() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void closeWhatWasOpened() throws Exception {
        if (context != null) {
            context.close();
            context = null;
        }
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
            server = null;
        }
    }

    Router router() {
        return Router.router(vertx);
    }

    /** Serves what was mounted, and forgets the faults of before. */
    void serve(Router router) throws Exception {
        faults.clear();
        server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(router)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        port = server.actualPort();
    }

    Page open(String path, int width, int height, String... scripts) {
        if (context != null) {
            context.close();
        }
        BrowserContext fresh = browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setHasTouch(width < 600)
                        .setIsMobile(width < 600)
                        .setAcceptDownloads(true)
                        .setLocale("en-GB")
                        .setTimezoneId("Asia/Bangkok"));
        context = fresh;
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
        page.navigate("http://127.0.0.1:" + port + path);
        return page;
    }

    BrowserContext context() {
        BrowserContext known = context;
        if (known == null) {
            throw new IllegalStateException("no page is open");
        }
        return known;
    }

    /** What the pages complained of. */
    List<String> faults() {
        return faults;
    }

    static void await(Page page, String expression) {
        page.waitForFunction(expression);
    }

    /**
     * Waits until the page keeps a file for when the server is away; a page itself is kept last. Playwright's own wait takes a
     * promise for a yes.
     */
    static void awaitKept(Page page, String path) {
        page.evaluate("""
                async (path) => {
                  const giveUpAt = performance.now() + 60_000;
                  while (!(await caches.match(path))) {
                    if (performance.now() > giveUpAt) throw new Error(`${path} is not kept`);
                    await new Promise((next) => { setTimeout(next, 50); });
                  }
                }
                """, path);
    }

    static void awaitPhase(Page page, String phase) {
        await(page, "() => document.querySelector('[data-phase=\"" + phase + "\"]') !== null");
    }

    static String text(Page page, String selector) {
        return page.locator(selector)
                .first()
                .innerText()
                .replace('\n', ' ')
                .replace('\u2009', ' ')
                .strip();
    }

    /** Keeps a picture; nothing sticks out, what a finger must hit is large enough, and so is what is read. */
    static void see(Page page, String name) {
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing beyond the right edge of " + name)
                .isEqualTo(true);
        assertThat(page.evaluate("""
                        () => [...document.querySelectorAll('h1, h2, dd, dt, .strip')]
                          .filter((e) => e.checkVisibility() && !e.closest('.sr') && e.scrollWidth > e.clientWidth + 1)
                          .map((e) => e.textContent.trim().slice(0, 30)).join('; ')
                        """)).as("cut off in " + name).isEqualTo("");
        assertThat(page.evaluate("""
                        () => [...document.querySelectorAll('button, input, a, summary, select')]
                          .filter((e) => e.checkVisibility())
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
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
    }

    static void assertNoViolations(Page page, String what) {
        AxeResults results = new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze();
        assertThat(results.getViolations())
                .extracting(Rule::getId, rule -> rule.getNodes().get(0).getHtml(), Rule::getHelp)
                .as(what)
                .isEmpty();
    }

    /** No word of the other language is left over. */
    static void assertThai(Page page, String what) {
        assertThat(page.evaluate("document.documentElement.lang")).isEqualTo("th");
        String letters = ((String) page.evaluate("() => document.body.innerText")).replaceAll(NAMES, "");
        assertThat(letters).as("English is left over in " + what).doesNotContainPattern("[A-Za-z]{3}");
    }
}

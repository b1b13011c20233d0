package dev.backstretch.board;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The machine's own Chromium without a screen. Where there is none a test is not run, and says so. */
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final int MOST_MILLIS_TO_START = 120_000;
    private static final List<String> SWITCHES = List.of(
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /**
     * Starts one.
     *
     * @param untested what is not tested where there is no browser, as the beginning of a sentence
     * @param switches beyond those that every test needs
     */
    static Chromium start(String untested, String... switches) {
        assumeTrue(
                Files.isExecutable(PROGRAM),
                "NOT RUN: " + untested + ", for there is no " + PROGRAM
                        + " (apt-get install chromium fonts-noto-core)");
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(PROGRAM)
                            .setTimeout(MOST_MILLIS_TO_START)
                            .setArgs(Stream.concat(SWITCHES.stream(), Stream.of(switches))
                                    .toList()));
            return new Chromium(playwright, browser);
        } catch (RuntimeException failed) {
            playwright.close();
            throw failed;
        }
    }

    BrowserContext newContext(Browser.NewContextOptions options) {
        return browser.newContext(options);
    }

    CDPSession newBrowserCDPSession() {
        return browser.newBrowserCDPSession();
    }

    @Override
    public void close() {
        try {
            browser.close();
        } finally {
            playwright.close();
        }
    }
}

package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.Geolocation;
import dev.backstretch.launcher.BackstretchSystem.Part;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runner's phone and the whole system: from the join code to the own lap, by nothing but the page. */
class PhoneIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final ObjectMapper JSON = new ObjectMapper();

    // A standard track, north up. The line is where the home straight ends.
    private static final double LATITUDE = 18.7961;
    private static final double LONGITUDE = 98.9629;
    private static final double METERS_PER_DEGREE = 110_650;
    private static final double STRAIGHT_METERS = 84.39;
    private static final double KERB_METERS = 36.5;
    private static final double RADIUS_METERS = KERB_METERS + 0.3;
    private static final double LAP_METERS = 2 * STRAIGHT_METERS + 2 * Math.PI * RADIUS_METERS;

    private static final double SPEED_METERS_PER_SECOND = 6.4;
    private static final double BEHIND_METERS = 2;
    private static final double OFFLINE_FROM_SECONDS = 20;
    private static final double OFFLINE_UNTIL_SECONDS = 40;

    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable BackstretchSystem system;
    private @Nullable AccessFolder access;

    @Test
    void aRunnerJoinsRunsALapPartlyOfflineHidesStopsAndLosesNothing(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "NOT RUN: there is no " + CHROMIUM + " to be the phone");
        start(folder);
        try (var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))) {
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(CHROMIUM)
                            .setTimeout(120_000)
                            .setArgs(List.of("--no-sandbox", "--no-first-run", "--disable-sync")));
            run(browser);
        } finally {
            system().close();
        }
    }

    private void run(Browser browser) throws Exception {
        String coach = token(Role.COACH, null);
        assertThat(send("POST", "/v1/sessions", null, opening()).statusCode()).isEqualTo(201);
        JsonNode invitation = awaited(coach);
        BrowserContext phone = phone(browser);
        Page page = phone.newPage();
        page.navigate(invitation.get("address").asText() + "&lang=en");
        join(page);
        page.locator("[data-do=position]").tap();
        stand(phone, page);
        assertThat(send("POST", "/v1/sessions/s1/control", coach, "{'action':'start'}")
                        .statusCode())
                .isLessThan(300);
        lap(phone, page);

        // The page has the lap that the system counted, near enough to the one that was run.
        double truth = (LAP_METERS + BEHIND_METERS) / SPEED_METERS_PER_SECOND;
        try {
            page.waitForFunction(
                    "() => /Last lap\\s*\\d:\\d\\d\\.\\d/.test(document.querySelector('.tiles').innerText)");
        } catch (TimeoutError none) {
            throw new AssertionError("no first lap on the phone; " + known(page, coach), none);
        }
        Matcher shown = Pattern.compile("Last lap\\s*(\\d):(\\d\\d\\.\\d)").matcher(page.innerText(".tiles"));
        assertThat(shown.find()).isTrue();
        assertThat(60 * Integer.parseInt(shown.group(1)) + Double.parseDouble(shown.group(2)))
                .as("seconds of the first lap; " + known(page, coach))
                .isCloseTo(truth, within(2.0));

        page.waitForFunction("() => document.querySelector('bs-run').kept.size === 0");
        long made = ((Number) page.evaluate("document.querySelector('bs-run').made")).longValue();
        DoorCounts live = Objects.requireNonNull(
                DoorCounts.from(system().meters().scrape()).get("live"), "the live door was not used");
        assertThat(live.accepted()).as("at the door = made on the phone").isEqualTo(made);
        assertThat(live.rejected()).isZero();
        assertThat(live.addsUp()).isTrue();

        hide(page);
        stop(page, coach);
        wrongTokens(browser, page);
    }

    /** What the system has of the runner, for whoever reads that this failed. */
    private String known(Page page, String coach) throws Exception {
        return "laps " + send("GET", "/v1/sessions/s1/laps", coach, "").body() + ", live door "
                + DoorCounts.from(system().meters().scrape()).get("live") + ", page "
                + page.evaluate("JSON.stringify([...document.querySelector('bs-run').store.state.entries.values()])");
    }

    private static void join(Page page) {
        page.fill("input[name=alias]", "Fah");
        page.fill("input[name=born]", "1990");
        page.locator("button[type=submit]").tap();
        for (String question : List.of("pain-or-injury", "balance", "shoes")) {
            page.locator("[data-answer=" + question + "-no]").tap();
        }
        page.locator("footer .strong").tap();
        page.locator("input[name=coach]").tap();
        page.locator("input[name=board]").tap();
        page.locator("footer button:last-child").tap();
        page.waitForSelector(".run");
    }

    /** A step behind the line, until the start. */
    private static void stand(BrowserContext phone, Page page) {
        double[] line = place(-BEHIND_METERS);
        for (int i = 0; i < 10; i++) {
            phone.setGeolocation(new Geolocation(line[0], line[1]).setAccuracy(3));
            page.waitForTimeout(500);
        }
        page.waitForFunction("() => document.querySelector('.link').textContent.includes('sending')");
    }

    /** Once round and 60 m more; for 20 s of it without a network. */
    private static void lap(BrowserContext phone, Page page) {
        long began = System.nanoTime();
        boolean offline = false;
        boolean wasOffline = false;
        double meters = -BEHIND_METERS;
        while (meters < LAP_METERS + 60) {
            double seconds = (System.nanoTime() - began) / 1e9;
            meters = seconds * SPEED_METERS_PER_SECOND - BEHIND_METERS;
            double[] place = place(meters);
            phone.setGeolocation(new Geolocation(place[0], place[1]).setAccuracy(3));
            boolean away = seconds >= OFFLINE_FROM_SECONDS && seconds < OFFLINE_UNTIL_SECONDS;
            if (away != offline) {
                phone.setOffline(away);
                offline = away;
                if (away) {
                    page.waitForSelector("[data-strip=offline]");
                    wasOffline = true;
                }
            }
            page.waitForTimeout(500);
        }
        assertThat(wasOffline).isTrue();
    }

    /** Latitude and longitude of a place on the first lane's measuring line, metres past the finish line. */
    private static double[] place(double meters) {
        double bend = Math.PI * RADIUS_METERS;
        double along = meters - LAP_METERS * Math.floor(meters / LAP_METERS);
        double end = STRAIGHT_METERS / 2;
        double east;
        double north;
        if (along < bend) {
            double angle = along / RADIUS_METERS - Math.PI / 2;
            east = end + RADIUS_METERS * Math.cos(angle);
            north = RADIUS_METERS * Math.sin(angle);
        } else if (along < bend + STRAIGHT_METERS) {
            east = end - (along - bend);
            north = RADIUS_METERS;
        } else if (along < 2 * bend + STRAIGHT_METERS) {
            double angle = (along - bend - STRAIGHT_METERS) / RADIUS_METERS + Math.PI / 2;
            east = -end + RADIUS_METERS * Math.cos(angle);
            north = RADIUS_METERS * Math.sin(angle);
        } else {
            east = -end + (along - 2 * bend - STRAIGHT_METERS);
            north = -RADIUS_METERS;
        }
        return earth(east, north);
    }

    private static double[] earth(double east, double north) {
        double perDegreeEast = 111_320 * Math.cos(Math.toRadians(LATITUDE));
        return new double[] {LATITUDE + north / METERS_PER_DEGREE, LONGITUDE + east / perDegreeEast};
    }

    private void hide(Page page) throws Exception {
        String screen = token(Role.SCREEN, null);
        assertThat(send("GET", "/v1/sessions/s1/laps", screen, "").body()).contains("FORWARD");
        page.locator("[data-do=menu]").tap();
        page.locator("[data-do=hide]").tap();
        long hiddenAt = System.nanoTime();
        String laps = "FORWARD";
        while (laps.contains("FORWARD")) {
            assertThat(System.nanoTime() - hiddenAt).as("gone within 5 s").isLessThan(TimeUnit.SECONDS.toNanos(5));
            page.waitForTimeout(100);
            laps = send("GET", "/v1/sessions/s1/laps", screen, "").body();
        }
        assertThat(page.innerText(".tiles")).as("the own phone still shows it").contains("1:0");
        assertThat(page.innerText("[data-notice=hidden]")).startsWith("You are off the board.");
    }

    private void stop(Page page, String coach) throws Exception {
        page.locator("[data-do=stop]").tap();
        page.waitForSelector("[data-stop=told]");
        String runner = (String) page.evaluate("document.querySelector('bs-run').me.runner");
        String report = "";
        for (int i = 0; i < 50 && !report.contains("SYMPTOM"); i++) {
            page.waitForTimeout(100);
            report = send("GET", "/v1/sessions/s1/runners/" + runner, coach, "").body();
        }
        assertThat(report).as("the coach's alert").contains("SYMPTOM");
    }

    /** A token that was meddled with, and another runner's. */
    private void wrongTokens(Browser browser, Page page) {
        String runner = (String) page.evaluate("document.querySelector('bs-run').me.runner");
        String own = (String) page.evaluate("document.querySelector('bs-run').me.token");
        for (String[] wrong : new String[][] {{runner, own + "x"}, {"someone-else", own}}) {
            BrowserContext other = phone(browser);
            other.addInitScript("localStorage.setItem('backstretch.run.s1', JSON.stringify({runner: '" + wrong[0]
                    + "', token: '" + wrong[1] + "', alias: 'X', consents: {}, sensors: []}))");
            Page stranger = other.newPage();
            stranger.navigate(system().address() + "/run/s1?lang=en");
            stranger.waitForSelector("[data-phase=refused]");
            assertThat(stranger.innerText("body")).doesNotContain("Fah");
            other.close();
        }
    }

    private static BrowserContext phone(Browser browser) {
        double[] line = place(-BEHIND_METERS);
        BrowserContext phone = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setHasTouch(true)
                .setIsMobile(true)
                .setGeolocation(new Geolocation(line[0], line[1]).setAccuracy(3))
                .setPermissions(List.of("geolocation")));
        phone.setDefaultTimeout(60_000);
        return phone;
    }

    private static String opening() {
        double[] inner = earth(STRAIGHT_METERS / 2, -KERB_METERS);
        double[] outer = earth(STRAIGHT_METERS / 2, -KERB_METERS - 8 * 1.22);
        return "{'sessionId':'s1','camp':'c1','plan':'quarter-mile-twice','requireTokens':true,'track':{'name':'oval',"
                + "'straight_m':84.39,'kerb_radius_m':36.5,'lane_width_m':1.22,'lanes':8,'centre':[" + LATITUDE + ","
                + LONGITUDE + "],'bearing_deg':0,'direction':'anticlockwise'},'line':{'name':'finish','inner':["
                + inner[0] + "," + inner[1] + "],'outer':[" + outer[0] + "," + outer[1] + "]}}";
    }

    private void start(Path folder) throws Exception {
        var read = BackstretchConfig.read(
                null, Map.of(), Map.of("data", folder.toString(), "http.port", "0", "partitions", "2"));
        var config = ((BackstretchConfig.Read.Good) read).config();
        var started =
                new BackstretchSystem(config, EnumSet.of(Part.INGEST, Part.STREAMS, Part.BOARD), Clock.systemUTC());
        system = started;
        started.start();
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!started.missing().isEmpty()) {
            assertThat(System.nanoTime()).as("not ready: " + started.missing()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        access = AccessFolder.open(config.accessFolder(), Clock.systemUTC());
    }

    private JsonNode awaited(String coach) throws Exception {
        for (int i = 0; ; i++) {
            HttpResponse<String> board = send("GET", "/v1/sessions/s1/standings", coach, "");
            if (board.statusCode() == 200) {
                return JSON.readTree(
                        send("GET", "/v1/sessions/s1/invitation", coach, "").body());
            }
            assertThat(i).as("the board hears of the session").isLessThan(200);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private String token(Role role, @Nullable String runner) {
        AccessFolder issuer = access;
        if (issuer == null) {
            throw new IllegalStateException("not started");
        }
        return issuer.tokens()
                .issue(new Grant(role, null, "s1", runner), Duration.ofHours(1))
                .text();
    }

    private HttpResponse<String> send(String method, String path, @Nullable String token, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(system().address() + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private BackstretchSystem system() {
        BackstretchSystem started = system;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }
}

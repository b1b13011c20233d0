package dev.backstretch.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * From the moment that a tap, a stop or a reading is sent to the frame in which a page has drawn what came of it: eighty
 * runners and twenty open pages, of which some are real ones in Chromium and the others readers of the same stream.
 *
 * <p>A sample begins before the request leaves, so the way to the door is in it, and ends when the frame begins that follows
 * the one in which the page's document shows that very outcome: the runner's row inverted, the tile of the alert, a row or a
 * bar that moved. What a page heard and did not show within five seconds counts as not drawn.
 */
final class BoardLatencyBenchmark {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    /** Or each window keeps a second page, for what its address bar might suggest: nobody's screen has twenty of those. */
    private static final String NO_SUGGESTIONS = "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup";

    private static final int PAGES = 20;

    /** The screens, each held to one page of the rows: together they show everybody. */
    private static final int SCREENS = 4;

    /** Or two thousand outcomes would take an hour; a camp of eighty has a lap in a second, and a stop in a quarter of an hour. */
    private static final CampLoad.Density DENSITY = new CampLoad.Density(30, 1600);

    private static final double OUTCOME_BOUND_MILLIS = 150;
    private static final double READING_BOUND_MILLIS = 400;
    private static final int LEAST_SAMPLES = 2000;
    private static final Set<String> MAIN_THREAD =
            Set.of("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String READY =
            "() => document.querySelector('bs-board, bs-coach, bs-run')?.store.state.ready === true";

    private final int realPages;
    private final int seconds;
    private final int warmUpSeconds;
    private final PrintWriter out;
    private final Map<String, Integer> opened = new TreeMap<>();

    /** Milliseconds by what they are of. */
    private final Map<String, List<Double>> latencies = new TreeMap<>();

    /** What each sort of page has its main thread do, as a share of the time, by sort and by what. */
    private final Map<String, Map<String, Double>> busy = new TreeMap<>();

    private final List<CDPSession> probes = new ArrayList<>();
    private final List<String> sorts = new ArrayList<>();

    private int undrawn;
    /** What a screen heard of a runner whose row was on another screen's page before it was drawn. */
    private int moved;

    private int unsent;

    BoardLatencyBenchmark(int realPages, boolean brief, PrintWriter out) {
        if (realPages < 1 || realPages > PAGES) {
            throw new IllegalArgumentException("pages: 1 to " + PAGES + ", not " + realPages);
        }
        this.realPages = realPages;
        this.seconds = brief ? 60 : 480;
        // On two cores Java still compiles after two minutes.
        this.warmUpSeconds = brief ? 60 : 150;
        this.out = out;
    }

    ObjectNode measure() throws IOException, InterruptedException {
        if (!Files.isExecutable(CHROMIUM)) {
            throw new IOException("there is no " + CHROMIUM + " to open the pages: apt-get install chromium");
        }
        ObjectNode machine = Machine.json();
        try (var system = BoardSystem.start("board-latency");
                var load = new CampLoad(system.address(), DENSITY, out);
                var playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                var readers = new StreamReaders(system.address(), "/v1/sessions/" + CampLoad.SESSION + "/stream")) {
            load.open();
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(CHROMIUM)
                            .setTimeout(120_000)
                            .setArgs(List.of("--no-sandbox", "--no-first-run", "--disable-sync", NO_SUGGESTIONS)));
            List<Page> pages = open(browser, system.address());
            if (PAGES > realPages) {
                readers.open(PAGES - realPages, 0);
            }
            Clock clock = Clock.systemUTC();
            try (var ear = new BareEar(system.address(), CampLoad.SESSION, alert -> load.answer(alert, clock))) {
                load.start(clock);
                out.println(opened + " in Chromium, " + (PAGES - realPages) + " readers; warming up for "
                        + warmUpSeconds + " s");
                out.flush();
                // The pages go on in their own processes; this one only waits.
                pages.get(0).waitForTimeout(1000.0 * warmUpSeconds);
                long from = clock.millis();
                pages.forEach(
                        page -> page.evaluate("() => { samples.length = 0; undrawn.length = 0; moved.length = 0; }"));
                work(-1);
                double systemBefore = system.processorSeconds();
                double browserBefore = browserSeconds(system);
                pages.get(0).waitForTimeout(1000.0 * seconds);
                double systemCores = (system.processorSeconds() - systemBefore) / seconds;
                double browserCores = (browserSeconds(system) - browserBefore) / seconds;
                work(1);
                pages.forEach(page -> collect(page, load, from));
                ear.heard().forEach(heard -> collect(heard, load, from));
                ear.end();
                load.end();
                ObjectNode json = result(machine, load);
                json.putObject("cores")
                        .put("system", Medians.rounded(systemCores))
                        .put("chromium", Medians.rounded(browserCores));
                browser.close();
                return json;
            }
        }
    }

    /** As a camp has them: screens, coaches, and for the rest the phones of runners. */
    private List<Page> open(Browser browser, URI address) throws IOException {
        String sampler = sampler();
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < realPages; i++) {
            // The first two are a coach and a screen, whatever else is open.
            boolean coach = i == 0 || i == SCREENS + 1;
            boolean screen = !coach && i <= SCREENS;
            boolean wide = screen && i <= 2;
            String name =
                    coach ? "coach 390x844" : screen ? wide ? "screen 1920x1080" : "screen 1280x720" : "phone 390x844";
            opened.merge(name, 1, Integer::sum);
            Page page = browser.newPage(new Browser.NewPageOptions()
                    .setViewportSize(wide ? 1920 : screen ? 1280 : 390, wide ? 1080 : screen ? 720 : 844)
                    .setLocale("en-GB"));
            page.addInitScript(sampler);
            String path = "/board/" + CampLoad.SESSION + "?lang=en&page=" + i;
            if (coach) {
                path = "/coach/" + CampLoad.SESSION + "?lang=en";
            } else if (!screen) {
                String runner = CampLoad.runner(i - SCREENS - 1);
                page.addInitScript("localStorage.setItem('backstretch.run." + CampLoad.SESSION
                        + "', JSON.stringify({runner: '" + runner + "', token: null, alias: 'Runner', minor: false,"
                        + " tapsOnly: true, sensors: [], consents: {coach: true, board: true, zone: true, map: true,"
                        + " replay: false, research: false}}))");
                path = "/run/" + CampLoad.SESSION + "?lang=en";
            }
            page.navigate(address.resolve("/").resolve(path).toString());
            page.waitForFunction(READY);
            CDPSession probe = page.context().newCDPSession(page);
            probe.send("Performance.enable");
            probes.add(probe);
            sorts.add(name);
            pages.add(page);
        }
        return pages;
    }

    private static String sampler() throws IOException {
        try (InputStream script = BoardLatencyBenchmark.class.getResourceAsStream("board-latency.js")) {
            return new String(
                    Objects.requireNonNull(script, "board-latency.js").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Processor time of all that this process started but for the system itself. */
    private static double browserSeconds(BoardSystem system) {
        return ProcessHandle.current()
                                .descendants()
                                .map(process ->
                                        process.info().totalCpuDuration().orElse(Duration.ZERO))
                                .mapToLong(Duration::toMillis)
                                .sum()
                        / 1000.0
                - system.processorSeconds();
    }

    /** Adds up what the pages' main threads have done so far, or takes it off. */
    private void work(int sign) throws IOException {
        for (int i = 0; i < probes.size(); i++) {
            JsonNode all = JSON.readTree(String.valueOf(probes.get(i).send("Performance.getMetrics")));
            Map<String, Double> ofSort = busy.computeIfAbsent(sorts.get(i), fresh -> new TreeMap<>());
            for (JsonNode one : all.path("metrics")) {
                String name = one.path("name").asText();
                if (MAIN_THREAD.contains(name)) {
                    ofSort.merge(
                            name.replace("Duration", "").toLowerCase(Locale.ROOT),
                            sign * one.path("value").asDouble() / seconds,
                            Double::sum);
                }
            }
        }
    }

    private void collect(Page page, CampLoad load, long fromMillis) {
        for (String sample : ((String) page.evaluate("() => samples.join('\\n')")).split("\n", -1)) {
            String[] parts = sample.split(" ", -1);
            if (parts.length == 5) {
                var sent = load.sent(parts[0], parts[1], Long.parseLong(parts[2]));
                if (sent == null) {
                    unsent++;
                } else if (sent.atMillis() >= fromMillis) {
                    add(parts[0], Double.parseDouble(parts[4]) - sent.atMillis());
                    add(parts[0] + " heard by a page", Double.parseDouble(parts[3]) - sent.atMillis());
                    add(parts[0] + " from heard to drawn", Double.parseDouble(parts[4]) - Double.parseDouble(parts[3]));
                    if (!Double.isNaN(sent.answeredMillis())) {
                        add(parts[0] + " answered by the door", sent.answeredMillis());
                    }
                }
            }
        }
        moved += ((Number) page.evaluate("() => moved.length")).intValue();
        for (String item : ((String) page.evaluate("() => undrawn.join('\\n')")).split("\n", -1)) {
            if (!item.isEmpty()) {
                undrawn++;
                out.println("not drawn: " + item + " on " + page.url());
            }
        }
    }

    private void collect(BareEar.Heard heard, CampLoad load, long fromMillis) {
        var sent = load.sent(heard.kind(), heard.runner(), heard.toldMillis());
        if (sent != null && sent.atMillis() >= fromMillis) {
            add(heard.kind() + " heard by a bare reader", (double) heard.atMillis() - sent.atMillis());
        }
    }

    private void add(String what, double millis) {
        latencies.computeIfAbsent(what, fresh -> new ArrayList<>()).add(millis);
    }

    private ObjectNode result(ObjectNode machine, CampLoad load) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("benchmark", "board-latency");
        json.put(
                "what",
                "milliseconds from the sending of a tap, a stop or a reading to the frame after the one in which a page"
                        + " shows it; load, system and pages share the machine");
        json.set("machine", machine);
        json.put("loadAverageAfter", Machine.loadAverage());
        json.put("runners", CampLoad.RUNNERS);
        ObjectNode pages = json.putObject("pages");
        opened.forEach(pages::put);
        pages.put("readers of the stream alone", PAGES - realPages);
        json.put("seconds", seconds);
        json.put("taps", load.taps())
                .put("stops", load.stops())
                .put("posts", load.posts())
                .put("readings", load.readings())
                .put("messagesOfPhones", load.messages())
                .put("failed", load.failures());
        List<Double> outcomes = new ArrayList<>(latencies.getOrDefault("lap", List.of()));
        outcomes.addAll(latencies.getOrDefault("alert", List.of()));
        List<Double> readings = latencies.getOrDefault("reading", List.of());
        ObjectNode millis = json.putObject("sentToPixelMillis");
        boolean within = put(millis, "lapOrAlert", outcomes, OUTCOME_BOUND_MILLIS);
        within &= put(millis, "reading", readings, READING_BOUND_MILLIS);
        ObjectNode stages = json.putObject("ofThatMillis");
        latencies.forEach((what, values) -> put(stages, what, values, Double.NaN));
        List<Double> bare = new ArrayList<>(latencies.getOrDefault("lap heard by a bare reader", List.of()));
        bare.addAll(latencies.getOrDefault("alert heard by a bare reader", List.of()));
        if (!bare.isEmpty() && !outcomes.isEmpty()) {
            json.put("p99OverBareReader", Medians.rounded(quantile(outcomes, 0.99) / quantile(bare, 0.99)));
        }
        ObjectNode threads = json.putObject("busyShareOfOnePagesMainThread");
        busy.forEach((sort, parts) -> {
            ObjectNode one = threads.putObject(sort);
            parts.forEach((part, share) ->
                    one.put(part, Medians.rounded(share / Objects.requireNonNull(opened.get(sort), sort))));
        });
        json.put("notDrawn", undrawn);
        json.put("movedToAnotherScreen", moved);
        json.put("ofUnknownOrigin", unsent);
        json.put("leastSamples", LEAST_SAMPLES);
        json.put(
                "holds",
                within
                        && outcomes.size() >= LEAST_SAMPLES
                        && readings.size() >= LEAST_SAMPLES
                        && undrawn == 0
                        && load.failures() == 0);
        return json;
    }

    private boolean put(ObjectNode json, String name, List<Double> values, double bound) {
        ObjectNode one = json.putObject(name);
        one.put("samples", values.size());
        if (values.isEmpty()) {
            return false;
        }
        double p99 = quantile(values, 0.99);
        one.put("p50", rounded(quantile(values, 0.5)))
                .put("p95", rounded(quantile(values, 0.95)))
                .put("p99", rounded(p99))
                .put("max", rounded(quantile(values, 1)));
        if (!Double.isNaN(bound)) {
            one.put("boundP99", bound);
        }
        out.println(String.format(
                Locale.ROOT,
                "%s: %d samples, p50 %.0f ms, p95 %.0f ms, p99 %.0f ms, at most %.0f ms",
                name,
                values.size(),
                quantile(values, 0.5),
                quantile(values, 0.95),
                p99,
                quantile(values, 1)));
        return !(p99 > bound);
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, (int) Math.floor(sorted.size() * share)));
    }

    private static double rounded(double millis) {
        return Math.round(millis * 10) / 10.0;
    }
}

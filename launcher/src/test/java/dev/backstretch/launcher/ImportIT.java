package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.launcher.BackstretchSystem.Part;
import dev.backstretch.replay.OutcomeRecord;
import dev.backstretch.replay.SessionReplay;
import dev.backstretch.schemas.Topics;
import dev.backstretch.simulator.Camp;
import dev.backstretch.simulator.CampOptions;
import dev.backstretch.simulator.CampPlayer;
import dev.backstretch.simulator.Delivery;
import dev.backstretch.simulator.DoorClient;
import dev.backstretch.simulator.Noise;
import dev.backstretch.simulator.SessionTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A watch whose runner's phone stayed silent, uploaded the day after; and what was turned away, sent again. */
class ImportIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z");
    private static final double SPEED = 60;
    private static final String SESSION = "import-1";

    private final SessionTime time = new SessionTime(MIDNIGHT, SPEED);

    @Test
    void aWatchUploadedAfterTheCloseIsSettledPublishedAndStoredOnce(@TempDir Path folder) throws Exception {
        BackstretchConfig config = config(folder);
        var camp = Camp.of(CampOptions.demo(SESSION, 7, MIDNIGHT)
                .withRunners(3)
                .withChips(0)
                .withTaps(0)
                .withNoise(Noise.IDEAL));
        String silent = new TreeSet<>(camp.deliveries().stream()
                        .filter(delivery -> delivery.runnerId() != null)
                        .map(delivery -> String.valueOf(delivery.runnerId()))
                        .toList())
                .last();
        Path watch = folder.resolve("watch.csv");
        Files.writeString(watch, table(camp, silent));
        Files.writeString(folder.resolve("holiday.csv"), "colour,size\nred,4\n");
        try (var system = new BackstretchSystem(config, EnumSet.allOf(Part.class), time)) {
            system.start();
            system.awaitReady(Duration.ofMinutes(2));
            play(system, config, camp, silent);
            assertThat(laps(system, silent)).isEmpty();

            // Looking is for free.
            Ran look = run("replay", "--session", SESSION, "--settled", "--data", folder.toString());
            assertThat(look.status()).as(look.toString()).isZero();

            Ran first = run(
                    "import",
                    watch.toString(),
                    "--session",
                    SESSION,
                    "--runner",
                    silent,
                    "--json",
                    "--data",
                    folder.toString());
            assertThat(first.status()).as(first.toString()).isZero();
            JsonNode settled = JSON.readTree(first.out()).get("settled");
            assertThat(settled.get("same").asBoolean()).isFalse();
            assertThat(settled.get("published").asInt()).isPositive();
            assertThat(laps(system, silent))
                    .hasSameSizeAs(trueLaps(camp, silent))
                    .hasSizeGreaterThanOrEqualTo(2);
            assertThat(JSON.readTree(first.out())
                            .get("files")
                            .get(0)
                            .get("answer")
                            .get("afterClose")
                            .asBoolean())
                    .isTrue();
            assertStoreHolds(system);
            assertThat(new SessionReplay(
                                    system.servers().topics(), system.servers().serdes())
                            .compare(SESSION)
                            .same())
                    .as("live still equals its replay")
                    .isTrue();

            int records = records(system);
            Ran second = run(
                    "import",
                    watch.toString(),
                    folder.resolve("holiday.csv").toString(),
                    "--session",
                    SESSION,
                    "--runner",
                    silent,
                    "--data",
                    folder.toString());
            assertThat(second.status()).as("a file that is none").isEqualTo(2);
            assertThat(second.out()).contains(" 0 new, ", "settled: the same as what went out");
            assertThat(second.err()).contains("holiday.csv");
            assertThat(records(system)).as("nothing came out twice").isEqualTo(records);
        }

        // Nothing runs: the command starts what it needs, and finds that all is said.
        Path settings = Files.writeString(folder.resolve("camp.yaml"), "partitions: 2\n");
        Ran publish = run(
                "replay",
                "--config",
                settings.toString(),
                "--session",
                SESSION,
                "--settled",
                "--publish",
                "--json",
                "--out",
                folder.resolve("out").toString(),
                "--data",
                folder.toString());
        assertThat(publish.status()).as(publish.toString()).isZero();
        assertThat(JSON.readTree(publish.out()).get("published").asInt()).isZero();
        assertThat(folder.resolve("out").resolve("laps.ndjson")).isNotEmptyFile();
        assertThat(JSON.readTree(publish.out()).get("withheldRunners").asInt())
                .as("who plays a camp agrees to look at it again")
                .isZero();

        // With --json nothing but JSON is printed, whatever is asked for besides.
        Ran retold = run(
                "replay",
                "--config",
                settings.toString(),
                "--session",
                SESSION,
                "--speed",
                "100000",
                "--compare",
                "--purpose",
                "research",
                "--json",
                "--data",
                folder.toString());
        assertThat(retold.status()).as(retold.err()).isNotEqualTo(1).isNotEqualTo(2);
        List<JsonNode> told = new ArrayList<>();
        for (String line : retold.out().strip().split("\n")) {
            told.add(JSON.readTree(line));
        }
        assertThat(told)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.path("at").asText()).startsWith("2026-11-21T"));
        assertThat(retold.err()).contains("not agreed to research", "events");

        // Nobody of it has agreed to be studied.
        Path study = folder.resolve("study");
        Ran studied = run(
                "replay",
                "--config",
                settings.toString(),
                "--session",
                SESSION,
                "--settled",
                "--purpose",
                "research",
                "--out",
                study.toString(),
                "--data",
                folder.toString());
        assertThat(studied.status()).as(studied.toString()).isZero();
        assertThat(studied.out()).contains("not agreed to research", "left out");
        assertThat(study.resolve("laps.ndjson")).isEmptyFile();
        assertThat(Files.readString(study.resolve("standings.ndjson"))).doesNotContain(silent);

        Ran erased =
                run("erase", "--config", settings.toString(), "--runner", silent, "--yes", "--data", folder.toString());
        assertThat(erased.status()).as(erased.toString()).isZero();
        assertThat(erased.out())
                .contains("the store's rows of 1 session stand under erased-", "in the topics under the id " + silent)
                .containsPattern("from \\d{4}-\\d\\d-\\d\\d on they are let go of, by \\d{4}-\\d\\d-\\d\\d the last");
        Ran again =
                run("erase", "--config", settings.toString(), "--runner", silent, "--yes", "--data", folder.toString());
        assertThat(again.out()).contains("the store had no rows under the id " + silent);
    }

    /** Around another track by ten degrees: five minutes at 4 m/s, due north. */
    private static String elsewhere() {
        return elsewhere(0);
    }

    /** Five minutes of the same from a second on. */
    private static String elsewhere(int from) {
        StringBuilder table = new StringBuilder("time,lat,lon,hr\n");
        for (int second = from; second < from + 300; second++) {
            table.append(MIDNIGHT.minusSeconds(86_400 - second))
                    .append(',')
                    .append(28 + second * 4 / 110_860.0)
                    .append(",98.9,150\n");
        }
        return table.toString();
    }

    @Test
    void aRunElsewhereIsImportedIntoASessionOfItsOwn(@TempDir Path folder) throws Exception {
        Path run = Files.writeString(folder.resolve("run.csv"), elsewhere());
        String[] anywhere = {
            "import", run.toString(), "--session", "mine", "--runner", "me", "--open", "--data", folder.toString()
        };
        try (var system = new BackstretchSystem(config(folder), EnumSet.allOf(Part.class), time)) {
            time.start();
            system.start();
            system.awaitReady(Duration.ofMinutes(2));
            post(
                    system,
                    "/v1/sessions",
                    "{\"sessionId\":\"oval\",\"track\":{\"centre\":[18.7961,98.9629],\"bearing_deg\":12}}");
            post(system, "/v1/sessions/oval/runners", "{\"runner\":\"me\"}");
            Ran wrong =
                    run("import", run.toString(), "--session", "oval", "--runner", "me", "--data", folder.toString());
            assertThat(wrong.err()).contains("300 positions lie nowhere near", "import --open");
            Ran other = run(
                    "import",
                    run.toString(),
                    "--session",
                    "oval",
                    "--runner",
                    "me",
                    "--open",
                    "--data",
                    folder.toString());
            assertThat(other.status()).isOne();
            assertThat(other.err()).contains("would not open the session (409)");

            Ran first = run(anywhere);
            assertThat(first.status()).as(first.toString()).isZero();
            assertThat(first.out()).contains("run.csv: 300 new", "settled");
            assertThat(first.err()).doesNotContain("nowhere near", "right session");
            assertThat(system.servers().topics().outcomes("mine").get(Topics.LAPS))
                    .as("a kilometre and a bit")
                    .extracting(OutcomeRecord::outcome)
                    .filteredOn(outcome -> outcome instanceof LapOutcome)
                    .isNotEmpty();

            Ran again = run(anywhere);
            assertThat(again.status()).as(again.toString()).isZero();
            assertThat(again.out()).contains("run.csv: 0 new, 300 known");
        }
    }

    /** The second file takes its time, as a large one does; the system that runs has settled the first by then. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whatWasSettledBetweenTwoFilesOfOneImportIsShownAtItsEndToo(@TempDir Path folder) throws Exception {
        Path first = Files.writeString(folder.resolve("first.csv"), elsewhere());
        Path second = Files.writeString(folder.resolve("second.csv"), elsewhere(300));
        Path slow = folder.resolve("slow.csv");
        assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor())
                .isZero();
        try (var system = new BackstretchSystem(config(folder), EnumSet.allOf(Part.class), time)) {
            time.start();
            system.start();
            system.awaitReady(Duration.ofMinutes(2));
            Ran opened = run(
                    "import",
                    first.toString(),
                    "--session",
                    "mine",
                    "--runner",
                    "me",
                    "--open",
                    "--data",
                    folder.toString());
            assertThat(opened.status()).as(opened.toString()).isZero();
            assertThat(laps(system, "mine", "me")).hasSize(1);

            var both = CompletableFuture.supplyAsync(() -> run(
                    "import",
                    second.toString(),
                    slow.toString(),
                    "--session",
                    "mine",
                    "--runner",
                    "me",
                    "--json",
                    "--data",
                    folder.toString()));
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (laps(system, "mine", "me").size() < 2) {
                assertThat(System.nanoTime())
                        .as("it is settled ten seconds later")
                        .isLessThan(deadline);
                assertThat(both).isNotDone();
                TimeUnit.MILLISECONDS.sleep(250);
            }
            Files.writeString(slow, elsewhere(600));

            Ran imported = both.get(1, TimeUnit.MINUTES);
            assertThat(imported.status()).as(imported.toString()).isZero();
            JsonNode shown = JSON.readTree(imported.out()).at("/settled/laps");
            List<Integer> numbers = new ArrayList<>();
            shown.forEach(lap -> numbers.add(lap.get("lap").asInt()));
            assertThat(numbers).as(imported.out()).contains(2, 3);
            assertThat(laps(system, "mine", "me")).hasSize(3);
        }
    }

    private static Set<Integer> laps(BackstretchSystem system, String session, String runner) {
        return system.servers().topics().outcomes(session).getOrDefault(Topics.LAPS, List.of()).stream()
                .map(OutcomeRecord::outcome)
                .filter(outcome ->
                        outcome instanceof LapOutcome lap && lap.runnerId().equals(runner))
                .map(outcome -> ((LapOutcome) outcome).lap())
                .collect(Collectors.toSet());
    }

    @Test
    void aChipReadThatNobodyWoreIsTakenWhenItIsSentAgainAfterTheBinding(@TempDir Path folder) throws Exception {
        BackstretchConfig config = config(folder);
        try (var system = new BackstretchSystem(config, EnumSet.allOf(Part.class), time)) {
            time.start();
            system.start();
            system.awaitReady(Duration.ofMinutes(2));
            String at = time.instant().toString();
            post(system, "/v1/sessions", "{\"sessionId\":\"q1\",\"camp\":\"c\",\"plan\":\"free-run\"}");
            post(system, "/v1/sessions/q1/runners", "{\"runner\":\"r1\"}");
            String read = "{\"type\":\"chip\",\"chip\":\"chip-9\",\"observedAt\":\"" + at + "\"}";
            assertThat(post(system, "/v1/sessions/q1/marks", read).statusCode()).isEqualTo(422);
            post(system, "/v1/sessions/q1/marks", "{\"type\":\"chip\",\"chip\":\"" + "9".repeat(5_000) + "\"}");

            Ran list = run("quarantine", "list", "--session", "q1", "--json", "--data", folder.toString());
            assertThat(list.status()).as(list.toString()).isZero();
            List<JsonNode> all = new ArrayList<>();
            for (String line : list.out().strip().split("\n")) {
                all.add(JSON.readTree(line));
            }
            assertThat(all).hasSize(2);
            JsonNode cut = all.get(1);
            String id = all.get(0).get("id").asText();
            assertThat(all.get(0).get("reason").asText()).isEqualTo("UNKNOWN_CHIP");
            Ran show = run("quarantine", "show", id, "--data", folder.toString());
            assertThat(show.out()).contains("chip-9", "marks", "UNKNOWN_CHIP");

            assertThat(run("quarantine", "retry", id, "--data", folder.toString())
                            .status())
                    .as("nobody wears it yet")
                    .isEqualTo(QuarantineCommand.REFUSED_AGAIN);
            HttpResponse<String> bound = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(system.address() + "/v1/sessions/q1/runners/r1"))
                                    .header("Content-Type", "application/json")
                                    .method(
                                            "PATCH",
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"chip\":\"chip-9\",\"observedAt\":\"" + at + "\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(bound.statusCode()).as(bound.body()).isEqualTo(200);
            Ran taken = run("quarantine", "retry", id, "--data", folder.toString());
            assertThat(taken.status()).as(taken.toString()).isZero();
            assertThat(taken.out()).contains("taken now");
            Ran again = run("quarantine", "retry", id, "--data", folder.toString());
            assertThat(again.status()).isZero();
            assertThat(again.out()).contains("was taken already");
            assertThat(system.servers().topics().log("q1").stream()
                            .filter(record ->
                                    record.event() != null && record.event().body() instanceof EventBody.Chip))
                    .hasSize(1);

            Ran hopeless = run("quarantine", "retry", cut.get("id").asText(), "--data", folder.toString());
            assertThat(hopeless.status()).isOne();
            assertThat(hopeless.err()).contains("cut after 4096");
        }
    }

    private record Ran(int status, String out, String err) {}

    private static Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var commandLine = Backstretch.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return new Ran(commandLine.execute(arguments), out.toString(), err.toString());
    }

    private static HttpResponse<String> post(BackstretchSystem system, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(system.address() + path))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static BackstretchConfig config(Path folder) {
        var read = BackstretchConfig.read(
                null,
                Map.of(),
                Map.of(
                        "data",
                        folder.toString(),
                        "http.port",
                        "0",
                        "partitions",
                        "2",
                        "clock.speed",
                        String.valueOf(SPEED)));
        return ((BackstretchConfig.Read.Good) read).config();
    }

    /** Plays the camp without what one runner's phone would have sent. */
    private void play(BackstretchSystem system, BackstretchConfig config, Camp camp, String silent)
            throws InterruptedException {
        List<Delivery> heard = camp.deliveries().stream()
                .filter(delivery -> !silent.equals(delivery.runnerId())
                        || !(delivery.event().body() instanceof EventBody.Readings))
                .toList();
        try (var outcomes = new SessionOutcomes(
                system.servers().clientProperties(), system.servers().serdes(), SESSION, config.partitions())) {
            time.start();
            new CampPlayer(new DoorClient(system.address()), time, 4).play(heard);
            assertThat(outcomes.awaitSettled(Duration.ofMinutes(1))).isTrue();
        }
    }

    /** What the silent phone would have sent, as a watch would have written it. */
    private static String table(Camp camp, String runner) {
        var table = new StringBuilder("time,lat,lon,accuracy,speed (m/s),bearing,hr\n");
        camp.deliveries().stream()
                .filter(delivery ->
                        runner.equals(delivery.runnerId()) && delivery.event().body() instanceof EventBody.Readings)
                .flatMap(delivery -> ((EventBody.Readings) delivery.event().body()).readings().stream())
                .sorted(Comparator.comparing(Reading::observedAt))
                .forEach(reading -> table.append(reading.observedAt())
                        .append(',')
                        .append(reading.latitudeDegrees())
                        .append(',')
                        .append(reading.longitudeDegrees())
                        .append(',')
                        .append(reading.horizontalAccuracyMeters())
                        .append(',')
                        .append(reading.speedMetersPerSecond())
                        .append(',')
                        .append(reading.courseDegrees())
                        .append(',')
                        .append(reading.heartRateBpm())
                        .append('\n'));
        return table.toString();
    }

    private static List<?> trueLaps(Camp camp, String runner) {
        return camp.truth().runners().stream()
                .filter(one -> one.runnerId().equals(runner))
                .findFirst()
                .orElseThrow()
                .laps();
    }

    private static List<LapOutcome> laps(BackstretchSystem system, String runner) {
        return system.servers().topics().outcomes(SESSION).getOrDefault(Topics.LAPS, List.of()).stream()
                .map(record -> (LapOutcome) record.outcome())
                .filter(lap -> lap.runnerId().equals(runner))
                .toList();
    }

    /** All but what doors turned away. */
    private static int records(BackstretchSystem system) {
        Map<String, List<OutcomeRecord>> outcomes = system.servers().topics().outcomes(SESSION);
        return outcomes.entrySet().stream()
                .filter(topic -> !topic.getKey().equals(Topics.REJECTIONS))
                .mapToInt(topic -> topic.getValue().size())
                .sum();
    }

    private static void assertStoreHolds(BackstretchSystem system) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!VerifyStoreCommand.compare(system.servers(), SESSION).same()) {
            assertThat(System.nanoTime())
                    .as("%s", VerifyStoreCommand.compare(system.servers(), SESSION))
                    .isLessThan(deadline);
            Thread.sleep(250);
        }
    }
}

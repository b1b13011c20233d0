package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.people.Privacy;
import dev.backstretch.domain.session.SessionHead;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionViewTest {
    private static final Instant NOW = Scene.STARTED.plusSeconds(527);
    private static final BoardSettings SETTINGS =
            new BoardSettings("unused:0", Map.of(), 1, Duration.ofSeconds(5), 64, Duration.ofHours(24));

    private final Sessions sessions = new Sessions(SETTINGS, Clock.fixed(NOW, ZoneOffset.UTC));
    private final ScriptedFeed feed = new ScriptedFeed();

    /** One event as a reader gets it. */
    private record Told(String event, String id, String data) {}

    @BeforeEach
    void start() {
        feed.start(sessions);
    }

    private SessionView view() {
        return sessions.find(Scene.SESSION).orElseThrow();
    }

    private static List<Told> told(String text) {
        var events = new ArrayList<Told>();
        Matcher event = Pattern.compile("event: (\\w+)\\n(?:id:( \\S*)?\\n)?data: ([^\\n]*)\\n\\n")
                .matcher(text);
        while (event.find()) {
            String id = event.group(2);
            events.add(new Told(event.group(1), id == null ? "" : id.strip(), event.group(3)));
        }
        return events;
    }

    private ObjectNode ratioRow(String runner) {
        for (var row : view().screenStandings("ratio").get(0).withArray("rows")) {
            if (row.path("runner").asText().equals(runner)) {
                return (ObjectNode) row;
            }
        }
        throw new AssertionError("no row of " + runner);
    }

    @Test
    void onlyACoachIsToldWhoNeedsLookingAfterAndOfThoseOnNoBoard() {
        Scene.live(feed, NOW);
        feed.tell(Scene.person("r07", "Bee Bee", false));
        feed.tell(Scene.attention(NOW.plusSeconds(1), Scene.fiveNeeds(NOW)));

        String coach = view().open(null, Audience.COACH).text();
        List<Told> needs = told(coach).stream()
                .filter(one -> one.event().equals("attention"))
                .toList();
        assertThat(needs).singleElement().satisfies(one -> assertThat(one.data())
                .contains("\"runner\":\"r07\"", "\"urgency\":\"RED_OPEN\"", "\"where\":\"FAR_STRAIGHT\"")
                .contains("\"key\":\"alert.FALL\"", "\"alertId\":\"evening|r07|FALL|")
                .contains("\"gate\":{\"permission\":\"WAIT\"", "\"spottersNeeded\":2"));
        assertThat(coach).contains("Bee Bee");
        assertThat(told(coach).stream().filter(one -> one.event().equals("lap")).map(Told::data))
                .allSatisfy(lap -> assertThat(lap).contains("\"eventIds\":[\"e1\",\"e2\"]"));
        assertThat(view().open(null, Audience.SCREEN).text())
                .doesNotContain("attention", "Bee Bee", "RED_OPEN", "eventIds");
    }

    @Test
    void aCoachIsToldTheWavesAndWhatTheHeatAllows() {
        Scene.live(feed, NOW);
        feed.tell(Scene.attention(NOW.plusSeconds(1), Scene.fiveNeeds(NOW)));

        assertThat(view().open(null, Audience.COACH).text())
                .contains("\"waves\":[{\"wave\":1,\"runners\":7,\"startedAt\":\"2026-11-20T23:05:13.000Z\","
                        + "\"members\":[\"r01\",\"r02\",\"r03\",\"r04\",\"r05\",\"r06\",\"r07\"]},{\"wave\":2,\"runners\":5,"
                        + "\"members\":[\"r08\",\"r09\",\"r10\",\"r11\",\"r12\"]}]")
                .contains("\"heat\":{\"wbgtCelsius\":30.9,\"estimated\":true,\"acclimatised\":\"LIMIT\"");
    }

    @Test
    void aFinishIsToldToAScreenAndWithTheShareWalkedToItsRunner() {
        Scene.fiveKilometres(feed, NOW);
        String finish = "\"finish\":{\"seconds\":{\"value\":3318.0,\"plusMinus\":74.0},\"reached\":false,"
                + "\"goalMeters\":5000.0,\"targetSeconds\":3300.0,\"verdict\":\"TOO_CLOSE\"";

        assertThat(view().open(null, Audience.SCREEN).text()).contains(finish);
        assertThat(view().open(null, Audience.phone("r08", true)).text()).contains(finish + ",\"walkedShare\":0.12");
    }

    @Test
    void aCoachWhoComesBackIsToldOnceWhoNeedsThemNow() {
        Scene.live(feed, NOW);
        String id = lastId(view().open(null, Audience.COACH).text());
        for (int second = 1; second <= 3; second++) {
            feed.tell(Scene.attention(NOW.plusSeconds(second), Scene.fiveNeeds(NOW.plusSeconds(second))));
        }
        List<Told> missed = told(view().open(id, Audience.COACH).text());
        assertThat(missed.stream().filter(one -> one.event().equals("attention")))
                .singleElement()
                .satisfies(one -> assertThat(one.data()).contains("\"at\":\"2026-11-20T23:13:51.000Z\""));
    }

    @Test
    void aNeedThatIsAboutAHeartTellsNoHeartRate() {
        Scene.live(feed, NOW);
        var why = new Frame.Why("alert.HR_HIGH", NOW, 191, 186, "id", false);
        feed.tell(Scene.attention(
                NOW.plusSeconds(1),
                new Frame.Attention(List.of(new Frame.Need("r07", "AMBER", "UNKNOWN", List.of(why))), null)));
        assertThat(view().open(null, Audience.COACH).text())
                .contains("alert.HR_HIGH")
                .doesNotContain("191", "186");
    }

    @Test
    void aRatioNamesTheTwoLapsThatItIsMadeOfWhateverWasRunAfterThem() {
        Scene.live(feed, NOW);
        feed.tell(Scene.lap("r02", 1, 1, Facing.FORWARD, 100.0, NOW.plusSeconds(1), null));
        feed.tell(Scene.lap("r02", 2, 0, Facing.BACKWARD, 164.0, NOW.plusSeconds(2), null));
        feed.tell(Scene.lap("r02", 3, 0, Facing.FORWARD, 190.0, NOW.plusSeconds(3), null));
        feed.tell(Scene.board(
                "ratio",
                1,
                NOW.plusSeconds(3),
                List.of(
                        Scene.ratio(1, false, "r02", 1.64, 0.01, Verdict.MET),
                        Scene.running("r03", RunnerState.RUNNING, null))));

        assertThat(ratioRow("r02").path("forwardLap").asInt()).isEqualTo(1);
        assertThat(ratioRow("r02").path("backwardLap").asInt()).isEqualTo(2);
        assertThat(ratioRow("r03").has("forwardLap")).isFalse();
        assertThat(told(view().open(null, Audience.SCREEN).text()).stream()
                        .filter(one -> one.event().equals("standings"))
                        .map(Told::data))
                .last()
                .asString()
                .contains("\"forwardLap\":1,\"backwardLap\":2");
    }

    @Test
    void whatAHeartDoesIsForItsRunnerAndACoachWhoMaySeeIt() {
        Scene.live(feed, NOW);
        tellOfAHeart(0);
        assertThat(alertsAndNeeds(Audience.COACH)).hasSize(2).allMatch(data -> data.contains("HR_NO_RECOVERY"));
        assertThat(alertsAndNeeds(Audience.phone("r07", true))).hasSize(1);
        assertThat(alertsAndNeeds(Audience.SCREEN))
                .as("whoever is on the board")
                .isEmpty();

        Person fah = Scene.person("r07", "Fah", true);
        feed.tell(new Person(
                fah.campId(),
                fah.runnerId(),
                fah.alias(),
                null,
                null,
                null,
                true,
                fah.sessions(),
                fah.updatedAt(),
                new Privacy(false, null, null, null, null, null, false, null, null)));
        tellOfAHeart(1);
        assertThat(alertsAndNeeds(Audience.phone("r07", true))).hasSize(1);
        assertThat(alertsAndNeeds(Audience.COACH))
                .as("who still stands there for another reason")
                .singleElement()
                .satisfies(data -> assertThat(data).contains("due-at-line").doesNotContain("HR_"));
    }

    private void tellOfAHeart(int revision) {
        Alert alert =
                Scene.alert("r07", Alert.Kind.HR_NO_RECOVERY, Alert.Severity.AMBER, Alert.State.RAISED, revision, NOW);
        feed.tell(alert);
        var heart = new Frame.Why("alert.HR_NO_RECOVERY", NOW, 9, 12, alert.alertId(), false);
        var due = new Frame.Why("due-at-line", NOW, Double.NaN, Double.NaN, null, false);
        feed.tell(Scene.attention(
                NOW.plusSeconds(revision),
                new Frame.Attention(
                        List.of(
                                new Frame.Need("r07", "AMBER", "UNKNOWN", List.of(heart, due)),
                                new Frame.Need("r07", "AMBER", "UNKNOWN", List.of(heart))),
                        null)));
    }

    private List<String> alertsAndNeeds(Audience audience) {
        return told(view().open(null, audience).text()).stream()
                .filter(one -> one.event().equals("alert") || one.event().equals("attention"))
                .map(Told::data)
                .toList();
    }

    @Test
    void aLowerRevisionNeverReplacesAHigherOne() {
        feed.tell(Scene.head(SessionHead.State.RUNNING, null));
        feed.tell(Scene.person("r01", "Nok", true));
        feed.tell(Scene.lap("r01", 1, 1, Facing.FORWARD, 112.4, NOW, "chip-read-arrived"));
        feed.tell(Scene.lap("r01", 1, 0, Facing.FORWARD, 113.9, NOW, null));

        assertThat(view().screenLaps(null)).singleElement().satisfies(lap -> {
            assertThat(lap.path("lapSeconds").path("value").asDouble()).isEqualTo(112.4);
            assertThat(lap.path("revision").asInt()).isEqualTo(1);
        });
    }

    @Test
    void aRecordReadTwiceChangesNothing() {
        Scene.live(feed, NOW);
        String before = view().open(null, Audience.SCREEN).text();
        feed.tellAgain(Scene.board("ratio", 99, NOW, List.of()));

        assertThat(view().open(null, Audience.SCREEN).text()).isEqualTo(before);
    }

    @Test
    void theStreamHoldsNoHeartRateAndNoPosition() {
        Scene.live(feed, NOW);

        assertThat(view().open(null, Audience.SCREEN).text())
                .doesNotContainIgnoringCase("heartRate")
                .doesNotContainIgnoringCase("latitude")
                .doesNotContain("totals")
                .contains("\"zone\":4");
    }

    @Test
    void whoDidNotAgreeLeavesNoTrace() {
        Scene.live(feed, NOW);
        feed.tell(Scene.person("r03", "Tiger", false));

        assertThat(view().open(null, Audience.SCREEN).text())
                .doesNotContain("r03")
                .doesNotContain("Tiger");
        assertThat(ratioRow("r04").path("place").asInt()).as("places close up").isEqualTo(3);
        assertThat(ratioRow("r04").path("shared").asBoolean()).isFalse();
        assertThat(ratioRow("r05").path("place").asInt()).isEqualTo(4);
    }

    @Test
    void whatWasOutForThreeSecondsIsCorrectedVisibly() {
        Scene.live(feed, NOW);
        Scene.correct(feed, NOW.plusSeconds(1));

        ObjectNode row = ratioRow("r05");
        assertThat(row.path("value").asDouble()).isEqualTo(1.89);
        assertThat(row.path("was").path("value").asDouble()).isEqualTo(1.94);
        assertThat(row.path("was").path("reason").asText()).isEqualTo("chip-read-arrived");
        assertThat(ratioRow("r06").has("was")).isFalse();
    }

    @Test
    void whatWasOutForLessIsReplacedWithoutAWord() {
        Scene.live(feed, NOW);
        feed.tell(Scene.board("ratio", 1, NOW.minusSeconds(18), Scene.rows(1.89)));

        assertThat(ratioRow("r05").path("value").asDouble()).isEqualTo(1.89);
        assertThat(ratioRow("r05").has("was")).isFalse();
    }

    @Test
    void aCorrectionGetsItsReasonWhenTheLapArrivesAfterTheStandings() {
        Scene.live(feed, NOW);
        feed.tell(Scene.lap("r05", 2, 0, Facing.BACKWARD, 230.7, NOW.minusSeconds(20), null));
        feed.tell(Scene.board("ratio", 1, NOW, Scene.rows(1.89)));
        assertThat(ratioRow("r05").path("was").has("reason")).isFalse();
        feed.tell(Scene.lap("r05", 2, 1, Facing.BACKWARD, 224.7, NOW, "chip-read-arrived"));

        assertThat(ratioRow("r05").path("was").path("reason").asText()).isEqualTo("chip-read-arrived");
    }

    @Test
    void aNewLapIsNewsAndNoCorrection() {
        Scene.live(feed, NOW);
        var rows = new ArrayList<>(Scene.rows(1.94));
        rows.set(7, Scene.ratio(8, false, "r08", 2.2, 0.01, Verdict.NOT_MET));
        feed.tell(Scene.board("ratio", 1, NOW, rows));

        assertThat(ratioRow("r08").has("was")).isFalse();
    }

    @Test
    void effortThatGrowsBetweenLapsIsNoCorrection() {
        Scene.live(feed, NOW);
        feed.tell(Scene.efforts(NOW));
        feed.tell(Scene.board(
                "effort",
                1,
                NOW.plusSeconds(20),
                List.of(Scene.ratio(1, false, "r05", 32, Double.NaN, Verdict.NO_VERDICT))));

        var row = view().screenStandings("effort").get(0).withArray("rows").get(0);
        assertThat(row.path("value").asDouble()).isEqualTo(32);
        assertThat(row.has("was")).isFalse();
    }

    @Test
    void aTeamIsShownByThoseOfItWhoAgreed() {
        Scene.live(feed, NOW);
        feed.tell(Scene.relay(NOW, 0, 320.2));
        feed.tell(Scene.person("r06", "Mint", false));

        var rows = view().screenStandings("relay").get(0).withArray("rows");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).path("runner").asText()).isEqualTo("Blue");
        assertThat(rows.get(1).path("team").path("members").toString()).isEqualTo("[\"r04\",\"r05\"]");
        assertThat(rows.get(1).path("team").has("onTrack")).isFalse();
        for (String runner : List.of("r04", "r05")) {
            feed.tell(Scene.person(runner, "x", false));
        }
        assertThat(view().screenStandings("relay").get(0).withArray("rows")).hasSize(1);
        assertThat(view().open(null, Audience.SCREEN).text())
                .as("a team is nobody who has agreed or not")
                .doesNotContain("\"runner\":\"Red\",\"alias\"");
    }

    @Test
    void aTeamsResultThatMovesIsCorrectedWithTheReasonOfTheLapThatMovedIt() {
        Scene.live(feed, NOW);
        feed.tell(Scene.relay(NOW, 0, 320.2));
        feed.tell(Scene.relay(NOW.plusSeconds(20), 1, 316.9));
        feed.tell(Scene.lap("r03", 9, 1, Facing.FORWARD, 96, NOW.plusSeconds(20), "coach-correction"));

        var was =
                view().screenStandings("relay").get(0).withArray("rows").get(0).path("was");
        assertThat(was.path("value").asDouble()).isEqualTo(320.2);
        assertThat(was.path("reason").asText()).isEqualTo("coach-correction");
    }

    @Test
    void aPhoneHearsOfItsOwnRunnerAlone() {
        Scene.live(feed, NOW);
        var own = Audience.phone("r03", true);
        SessionView.Batch present = view().open(null, own);
        Scene.correct(feed, NOW.plusSeconds(1));
        feed.tell(Scene.lap("r03", 2, 0, Facing.BACKWARD, 191.5, NOW.plusSeconds(2), null));
        feed.tell(Scene.frame(NOW.plusSeconds(2), false, Scene.backwardLap(), Scene.entries(NOW.plusSeconds(2))));
        SessionView.Batch next = view().read(present.cursor(), false, own);

        for (SessionView.Batch batch : List.of(present, next)) {
            assertThat(batch.text()).contains("\"runner\":\"r03\"").doesNotContain("r01", "r05", "Nok", "Anan");
        }
        assertThat(told(next.text()))
                .filteredOn(event -> event.event().equals("lap"))
                .hasSize(1);
        assertThat(present.text()).as("the place among all").contains("\"place\":3,\"shared\":true,\"runner\":\"r03\"");
    }

    @Test
    void aBoardShowsTheZoneAndThePlaceOfWhoAgreedToThat() throws Exception {
        Person fah = Scene.person("r08", "Fah", true);
        for (boolean zone : new boolean[] {true, false}) {
            for (boolean map : new boolean[] {true, false}) {
                Scene.live(feed, NOW);
                feed.tell(new Person(
                        fah.campId(),
                        fah.runnerId(),
                        fah.alias(),
                        null,
                        null,
                        null,
                        true,
                        fah.sessions(),
                        fah.updatedAt(),
                        Privacy.UNSAID.withZone(zone).withMap(map)));

                String shown = entryOf("r08", Audience.SCREEN);
                assertThat(shown.contains("\"zone\":5")).as("zone %s", zone).isEqualTo(zone);
                assertThat(shown.contains("istanceMeters")).as("map %s", map).isEqualTo(map);
                assertThat(entryOf("r08", Audience.phone("r08", true)))
                        .as("their own phone")
                        .contains("\"zone\":5", "\"lapDistanceMeters\"");
            }
        }
    }

    @Test
    void aMinorIsOnNoMapUnlessThatWasSaid() {
        assertThat(new Privacy(null, null, null, null, null, true, true, null, null).placeOnBoard())
                .isFalse();
        assertThat(new Privacy(null, null, null, null, true, true, true, null, null).placeOnBoard())
                .isTrue();
    }

    private String entryOf(String runner, Audience audience) throws JsonProcessingException {
        String frame = told(view().open(null, audience).text()).stream()
                .filter(event -> event.event().equals("metrics"))
                .map(Told::data)
                .findFirst()
                .orElseThrow();
        for (JsonNode entry : new ObjectMapper().readTree(frame).path("entries")) {
            if (entry.path("runner").asText().equals(runner)) {
                return entry.toString();
            }
        }
        throw new AssertionError("nothing of " + runner);
    }

    @Test
    void whoIsOnNoBoardIsToldToTheOwnPhoneOnly() {
        Scene.live(feed, NOW);
        feed.tell(Scene.person("r03", "Tiger", false));

        assertThat(view().open(null, Audience.phone("r03", true)).text())
                .contains("\"alias\":\"Tiger\"")
                .contains("\"place\":3,\"shared\":true,\"runner\":\"r03\"");
        for (Audience other : List.of(Audience.SCREEN, Audience.phone("r03", false), Audience.phone("r01", true))) {
            assertThat(view().open(null, other).text()).as(other.toString()).doesNotContain("r03", "Tiger");
        }
    }

    @Test
    void aPhoneIsToldEachFrameOfItsRunnerAndFewOfTheOthers() {
        Scene.live(feed, NOW);
        var own = Audience.phone("r03", true);
        SessionView.Cursor phone = view().open(null, own).cursor();
        SessionView.Cursor screen = view().open(null, Audience.SCREEN).cursor();
        List<Frame.Entry> others = Scene.entries(NOW.plusSeconds(1)).stream()
                .filter(entry -> !entry.runnerId().equals("r03"))
                .toList();
        for (int number = 100; number < 110; number++) {
            feed.tell(plainFrame(number, NOW.plusMillis(200L * number), others));
        }
        assertThat(frames(view().read(phone, false, own))).isEqualTo(2);
        assertThat(frames(view().read(screen, false, Audience.SCREEN))).isEqualTo(10);

        phone = view().read(phone, false, own).cursor();
        feed.tell(plainFrame(111, NOW.plusSeconds(23), Scene.entries(NOW.plusSeconds(23))));
        assertThat(view().read(phone, false, own).text()).contains("\"number\":111", "\"runner\":\"r03\"");
    }

    @Test
    void whatEverybodyHasHeardIsNotKeptAsText() {
        var settings = new BoardSettings("unused:0", Map.of(), 1, Duration.ofSeconds(5), 2048, Duration.ofHours(24));
        var many = new Sessions(settings, Clock.fixed(NOW, ZoneOffset.UTC));
        var toMany = new ScriptedFeed();
        toMany.start(many);
        Scene.live(toMany, NOW);
        SessionView view = many.find(Scene.SESSION).orElseThrow();
        SessionView.Cursor start = view.open(null, Audience.SCREEN).cursor();
        SessionView.Cursor cursor = start;
        for (int lap = 2; lap < 602; lap++) {
            toMany.tell(Scene.lap("r08", lap, 0, Facing.BACKWARD, 201.2, NOW.plusSeconds(lap), null));
            cursor = view.read(cursor, false, Audience.SCREEN).cursor();
        }
        List<Told> late = new ArrayList<>();
        for (SessionView.Cursor slow = start; view.hasMore(slow); ) {
            SessionView.Batch batch = view.read(slow, false, Audience.SCREEN);
            late.addAll(told(batch.text()));
            slow = batch.cursor();
        }
        assertThat(late.stream().filter(one -> one.event().equals("lap"))).hasSize(600);
        assertThat(view.textsReady()).as("also behind who was late").isBetween(1, 128);
    }

    private static Frame plainFrame(long number, Instant logTime, List<Frame.Entry> entries) {
        return new Frame(Scene.SESSION, number, logTime, false, false, 0, 1, entries, null, null, "frames/1", 9);
    }

    private static long frames(SessionView.Batch batch) {
        return told(batch.text()).stream()
                .filter(event -> event.event().equals("metrics"))
                .count();
    }

    @Test
    void aReturningReaderMissesNothing() {
        Scene.live(feed, NOW);
        String id = lastId(view().open(null, Audience.SCREEN).text());
        feed.tell(Scene.lap("r08", 2, 0, Facing.BACKWARD, 201.2, NOW.plusSeconds(1), null));
        Scene.correct(feed, NOW.plusSeconds(2));
        feed.tell(Scene.frame(NOW.plusSeconds(2), false, Scene.backwardLap(), Scene.entries(NOW.plusSeconds(2))));

        List<Told> missed = told(view().open(id, Audience.SCREEN).text());
        assertThat(missed).extracting(Told::event).doesNotContain("reset").contains("people", "metrics", "ready");
        assertThat(missed).filteredOn(event -> event.event().equals("lap")).hasSize(3);
        assertThat(missed)
                .filteredOn(event -> event.event().equals("standings"))
                .isNotEmpty();
        assertThat(told(view().open(lastId(view().open(id, Audience.SCREEN).text()), Audience.SCREEN)
                        .text()))
                .as("and the next time it missed nothing more")
                .extracting(Told::event)
                .doesNotContain("lap");
    }

    @Test
    void whatNobodyRemembersIsAnsweredWithThePresent() {
        Scene.live(feed, NOW);
        String id = lastId(view().open(null, Audience.SCREEN).text());
        for (int revision = 0; revision < 100; revision++) {
            feed.tell(Scene.lap("r01", 2, revision, Facing.BACKWARD, 160 + revision, NOW, "late-data-arrived"));
        }

        for (String unknown : List.of(id, "garbage", "zzzz.1.1.1.1", "0.9999.1.1.1")) {
            List<Told> answer = told(view().open(unknown, Audience.SCREEN).text());
            assertThat(answer.get(0).event()).as("answer to %s", unknown).isEqualTo("reset");
            assertThat(answer.get(0).id()).isEmpty();
            assertThat(answer).filteredOn(event -> event.event().equals("lap")).hasSize(13);
            assertThat(answer.get(answer.size() - 1).event()).isEqualTo("ready");
        }
    }

    @Test
    void aSlowReaderSkipsFramesAndNothingElse() {
        Scene.live(feed, NOW);
        SessionView.Cursor cursor = view().open(null, Audience.SCREEN).cursor();
        for (int i = 0; i < 20; i++) {
            Instant at = NOW.plusMillis(200L * (i + 1));
            feed.tell(Scene.frame(at, false, Scene.backwardLap(), Scene.entries(at)));
            feed.tell(Scene.lap("r09", 2, i, Facing.BACKWARD, 200 + i, at, "late-data-arrived"));
        }

        List<Told> fast = told(String.join("", readOn(cursor, false)));
        List<Told> slow = told(String.join("", readOn(cursor, true)));
        assertThat(fast).filteredOn(event -> event.event().equals("metrics")).hasSize(20);
        assertThat(slow).filteredOn(event -> event.event().equals("metrics")).hasSize(1);
        assertThat(slow).filteredOn(event -> event.event().equals("lap")).hasSize(20);
        assertThat(slow.get(slow.size() - 1).data()).contains("\"key\":true");
    }

    @Test
    void whoIsFarBehindIsToldInPiecesAndMissesNothing() {
        Scene.live(feed, NOW);
        SessionView.Cursor cursor = view().open(null, Audience.SCREEN).cursor();
        for (int revision = 1; revision <= 60; revision++) {
            feed.tell(Scene.board("laps", revision, NOW.plusMillis(revision), rows(12)));
        }

        List<String> pieces = readOn(cursor, true);
        List<Integer> revisions = told(String.join("", pieces)).stream()
                .filter(event -> event.event().equals("standings"))
                .map(event -> Integer.valueOf(event.data().replaceAll("^.*?\"revision\":(\\d+).*", "$1")))
                .toList();
        assertThat(revisions)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 60).boxed().toList());
        assertThat(pieces)
                .as("of no more than 64 KiB and one event")
                .hasSizeGreaterThan(1)
                .allMatch(piece -> piece.length() < 80 * 1024);
    }

    private List<String> readOn(SessionView.Cursor from, boolean coalesce) {
        var pieces = new ArrayList<String>();
        SessionView.Cursor cursor = from;
        while (view().hasMore(cursor)) {
            SessionView.Batch batch = view().read(cursor, coalesce, Audience.SCREEN);
            pieces.add(batch.text());
            cursor = batch.cursor();
        }
        return pieces;
    }

    private static List<Standings.Row> rows(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Scene.ratio(i, false, String.format("r%02d", i), 1.5 + i / 100.0, 0.01, Verdict.MET))
                .toList();
    }

    @Test
    void aRetractedLapIsToldAsOne() {
        Scene.live(feed, NOW);
        feed.tell(Scene.lap("r01", 1, 1, Facing.FORWARD, 98.2, NOW, "coach-correction", LapOutcome.State.RETRACTED));

        assertThat(view().screenLaps("r01"))
                .singleElement()
                .satisfies(lap -> assertThat(lap.path("state").asText()).isEqualTo("RETRACTED"));
        assertThat(view().revisionsOf("r01", 1)).hasSize(2);
    }

    @Test
    void closedSessionsLeaveAfterADay() {
        feed.tell(Scene.head(SessionHead.State.CLOSED, NOW.minus(Duration.ofHours(25))));
        assertThat(sessions.find(Scene.SESSION)).isEmpty();
        feed.tell(Scene.board("ratio", 0, NOW, List.of(Scene.running("r01", RunnerState.RUNNING, null))));
        assertThat(sessions.find(Scene.SESSION)).as("and stay away").isEmpty();
    }

    @Test
    void aPositionIsReadBackAsItWasWritten() {
        var position = new StreamPosition(1_763_680_000L, 12, 0, 3, 987_654_321L);
        assertThat(StreamPosition.parse(position.text())).contains(position);
        assertThat(StreamPosition.parse("1.2.3.4")).isEmpty();
        assertThat(StreamPosition.parse("-1.2.3.4.5")).isEmpty();
    }

    private static String lastId(String text) {
        List<Told> events = told(text);
        return events.get(events.size() - 1).id();
    }
}

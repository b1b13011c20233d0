package dev.backstretch.board;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.lap.LapBook;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.people.Privacy;
import dev.backstretch.domain.session.SessionHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Invented runners of one invented quarter-mile session, outcome by outcome. */
final class Scene {
    static final String SESSION = "evening";
    static final String CAMP = "camp";
    /** 06:05 at the track, before the sun theme begins. */
    static final Instant STARTED = Instant.parse("2026-11-20T23:05:13Z");

    static final Lineage FROM_NOWHERE = new Lineage(List.of("e1", "e2"), 7);
    private static long frames;

    private Scene() {}

    static SessionHead head(SessionHead.State state, @Nullable Instant closedAt) {
        return head(state, closedAt, "quarter-mile-twice");
    }

    static SessionHead head(SessionHead.State state, @Nullable Instant closedAt, String plan) {
        return new SessionHead(
                SESSION,
                CAMP,
                state,
                plan,
                List.of(),
                SessionClock.WALL,
                false,
                0,
                STARTED.minusSeconds(600),
                state == SessionHead.State.OPEN ? null : STARTED,
                closedAt,
                "KT7W3P",
                "Asia/Bangkok",
                true);
    }

    static Person person(String runner, String alias, boolean consents) {
        return new Person(CAMP, runner, alias, null, null, null, consents, List.of(SESSION), STARTED);
    }

    /** Somebody whom the coach entered without a device. */
    static Person tapsOnly(String runner, String alias) {
        return new Person(
                CAMP,
                runner,
                alias,
                null,
                null,
                null,
                true,
                List.of(SESSION),
                STARTED,
                Privacy.UNSAID,
                List.of(),
                true);
    }

    static LapOutcome lap(
            String runner,
            int lap,
            int revision,
            Facing facing,
            double seconds,
            Instant logTime,
            @Nullable String why) {
        return lap(runner, lap, revision, facing, seconds, logTime, why, LapOutcome.State.PROVISIONAL);
    }

    static LapOutcome lap(
            String runner,
            int lap,
            int revision,
            Facing facing,
            double seconds,
            Instant logTime,
            @Nullable String why,
            LapOutcome.State state) {
        return lap(runner, lap, revision, facing, seconds, logTime, why, state, List.of());
    }

    static LapOutcome lap(
            String runner,
            int lap,
            int revision,
            Facing facing,
            double seconds,
            Instant logTime,
            @Nullable String why,
            LapOutcome.State state,
            List<String> flags) {
        return new LapOutcome(
                SESSION,
                runner,
                lap,
                revision,
                state,
                logTime.minusMillis(Math.round(seconds * 1000)),
                logTime,
                new Estimate(seconds, 0.3),
                new Estimate(seconds, 0.3),
                new Estimate(402.3, 1),
                new Estimate(seconds / 0.4023, 1),
                facing,
                MarkSource.CHIP,
                161,
                174,
                flags,
                why,
                logTime,
                "laps/1",
                new Lineage(
                        FROM_NOWHERE.eventIds(),
                        FROM_NOWHERE.sessionPosition(),
                        List.of(
                                new Lineage.Passing(
                                        MarkSource.CHIP, logTime.minusMillis(Math.round(seconds * 1000)), 0.2, 1),
                                new Lineage.Passing(MarkSource.CHIP, logTime, 0.2, 1))));
    }

    static Standings.Row ratio(
            int place, boolean shared, String runner, double value, double plusMinus, Verdict verdict) {
        return new Standings.Row(
                place,
                shared,
                runner,
                null,
                value,
                plusMinus,
                verdict,
                RunnerState.FINISHED,
                2,
                new Estimate(value * 100, 0.3),
                STARTED,
                null,
                null);
    }

    static Standings.Row running(String runner, RunnerState state, @Nullable Instant restUntil) {
        return new Standings.Row(
                0,
                false,
                runner,
                null,
                Double.NaN,
                Double.NaN,
                Verdict.NO_VERDICT,
                state,
                1,
                new Estimate(104.7, 0.3),
                STARTED,
                restUntil,
                null);
    }

    static Standings board(String name, int revision, Instant logTime, List<Standings.Row> rows) {
        return new Standings(SESSION, name, revision, rows, logTime, "standings/1", FROM_NOWHERE);
    }

    static Frame.Entry entry(
            String runner,
            Instant observedAt,
            RunnerState state,
            Facing facing,
            int zone,
            double fraction,
            double projected) {
        return new Frame.Entry(
                runner,
                observedAt,
                0,
                2.1,
                new Estimate(476, 20),
                151,
                zone,
                new Estimate(402 + 402 * fraction, 6),
                facing,
                state,
                2,
                402.3 * fraction,
                402.3,
                observedAt.minusSeconds(Math.round(fraction * 200)),
                Double.isNaN(projected) ? Estimate.UNKNOWN : new Estimate(projected, 0.1),
                null);
    }

    /** What a runner's session came to, in minutes by heart zone and otherwise. */
    static Frame.Totals totals(List<Double> zoneSeconds) {
        return new Frame.Totals(
                STARTED,
                500,
                400,
                90,
                10,
                zoneSeconds,
                20,
                "hrmax-5/1",
                186,
                200,
                190,
                110,
                0,
                new Frame.Counts(500, 500, 0, 0, 0, 0, 0),
                List.of(),
                new Frame.Effort(
                        12.5,
                        20.1,
                        15,
                        18,
                        new Estimate(90, 18),
                        "SPEED",
                        false,
                        1,
                        new Estimate(150, 2),
                        new Estimate(161, 2),
                        new Estimate(1.21, 0.05),
                        new Estimate(2.2, 0.2),
                        List.of("massKg")));
    }

    /** A runner at the end, with what the session came to. */
    static Frame.Entry withTotals(String runner, Instant at) {
        return new Frame.Entry(
                runner,
                at,
                0,
                0,
                Estimate.UNKNOWN,
                140,
                3,
                new Estimate(804.7, 4),
                Facing.STILL,
                RunnerState.FINISHED,
                2,
                Double.NaN,
                402.3,
                at.minusSeconds(200),
                Estimate.UNKNOWN,
                totals(List.of(0.0, 20.0, 60.0, 180.0, 140.0, 0.0)));
    }

    static Frame frame(Instant logTime, boolean last, Frame.@Nullable PlanProgress plan, List<Frame.Entry> entries) {
        return new Frame(SESSION, frames++, logTime, true, last, 0, 1, entries, plan, null, "frames/1", 9);
    }

    /** A frame of the same moment that says who needs the coach. */
    static Frame attention(Instant logTime, Frame.Attention attention) {
        return new Frame(
                SESSION,
                frames++,
                logTime,
                true,
                false,
                0,
                1,
                entries(logTime),
                backwardLap(),
                null,
                "frames/1",
                9,
                attention);
    }

    static Alert alert(
            String runner, Alert.Kind kind, Alert.Severity severity, Alert.State state, int revision, Instant since) {
        return new Alert(
                SESSION,
                runner,
                kind,
                severity,
                since,
                Double.NaN,
                Double.NaN,
                state,
                revision,
                since,
                "safety/1",
                FROM_NOWHERE);
    }

    private static Frame.Why alarm(String runner, String kind, Instant since, double value, double threshold) {
        return new Frame.Why(
                "alert." + kind, since, value, threshold, SESSION + "|" + runner + "|" + kind + "|" + since, false);
    }

    /** One may have fallen, one is not heard, one is too fast, one is soon at the line, one rests. */
    static Frame.Attention fiveNeeds(Instant now) {
        return new Frame.Attention(
                List.of(
                        new Frame.Need(
                                "r07",
                                "RED_OPEN",
                                "FAR_STRAIGHT",
                                List.of(alarm("r07", "FALL", now.minusSeconds(12), 0, 0.3))),
                        new Frame.Need(
                                "r11",
                                "AMBER",
                                "SECOND_BEND",
                                List.of(alarm("r11", "SILENCE", now.minusSeconds(22), 22, 10))),
                        new Frame.Need(
                                "r10",
                                "AMBER",
                                "FIRST_BEND",
                                List.of(alarm("r10", "BACK_SPEED", now.minusSeconds(4), 1.9, 1.6))),
                        new Frame.Need(
                                "r08",
                                "DUE_AT_LINE",
                                "UNKNOWN",
                                List.of(new Frame.Why(
                                        "due-at-line", now.plusSeconds(6), Double.NaN, Double.NaN, null, false))),
                        new Frame.Need(
                                "r12",
                                "REST_ENDING",
                                "UNKNOWN",
                                List.of(new Frame.Why(
                                        "rest-ending", now.plusSeconds(8), Double.NaN, Double.NaN, null, false)))),
                new Frame.Gate(
                        "WAIT",
                        5,
                        1,
                        2,
                        List.of(
                                new Frame.Obstacle("CHECK_UNANSWERED", "TRACK_CLEAR", null, 0, 0),
                                new Frame.Obstacle("CHECK_UNANSWERED", "SHOES_TIED", null, 0, 0),
                                new Frame.Obstacle("SPOTTERS_SHORT", null, null, 1, 2),
                                new Frame.Obstacle("QUESTION_UNANSWERED", "SHOES", "r03", 0, 0))),
                List.of(
                        new Frame.Wave(1, 7, STARTED, List.of("r01", "r02", "r03", "r04", "r05", "r06", "r07")),
                        new Frame.Wave(2, 5, null, List.of("r08", "r09", "r10", "r11", "r12"))),
                new Frame.Heat(30.9, true, "LIMIT", "CANCEL", "CANCEL"));
    }

    static Frame.PlanProgress backwardLap() {
        return new Frame.PlanProgress(
                "quarter-mile-twice", 3, 3, "lap", Facing.BACKWARD, 402.3, STARTED, null, false, null, null, null);
    }

    static Frame.PlanProgress forwardLap() {
        return new Frame.PlanProgress(
                "quarter-mile-twice", 1, 3, "lap", Facing.FORWARD, 402.3, STARTED, null, false, null, "rest", null);
    }

    /** The rest before the backward lap. */
    static Frame.PlanProgress rest(Instant until) {
        return new Frame.PlanProgress(
                "quarter-mile-twice",
                2,
                3,
                "rest",
                Facing.UNKNOWN,
                Double.NaN,
                STARTED,
                until,
                false,
                null,
                "lap",
                Facing.BACKWARD);
    }

    /** How somebody is called of whom there are many: each seventh by a name of twelve letters, each ninth in Thai. */
    static String name(int runner) {
        if (runner <= NAMES.length) {
            return NAMES[runner - 1];
        }
        return runner % 7 == 0 ? "Wolfgangst" + runner : runner % 9 == 0 ? "ปุ๋ยน้ำผึ้ง" + runner : "Runner " + runner;
    }

    /**
     * Many who rest before their backward lap, after forward laps of 1:30.0 and a second more each.
     *
     * @param until when the first of them starts
     * @param apartSeconds how much later each of the others does; 0 where the group starts as one
     */
    static void resting(ScriptedFeed feed, Instant now, int runners, Instant until, int apartSeconds) {
        feed.tell(head(SessionHead.State.RUNNING, null));
        var rows = new ArrayList<Standings.Row>();
        var entries = new ArrayList<Frame.Entry>();
        for (int i = 1; i <= runners; i++) {
            feed.tell(person(id(i), name(i), true));
            feed.tell(lap(id(i), 1, 0, Facing.FORWARD, 90 + i, now.minusSeconds(60), null));
            rows.add(running(id(i), RunnerState.RESTING, until.plusSeconds((long) apartSeconds * (i - 1))));
            entries.add(entry(id(i), now, RunnerState.RESTING, Facing.STILL, 2, 0, Double.NaN));
        }
        feed.tell(board("ratio", 0, now, rows));
        feed.tell(frame(now, false, rest(until.plusSeconds((long) apartSeconds * (runners - 1))), entries));
    }

    /** Eighty in the middle of their backward lap: a third has finished, one is not heard, the others run. */
    static void eighty(ScriptedFeed feed, Instant now) {
        feed.tell(head(SessionHead.State.RUNNING, null));
        var rows = new ArrayList<Standings.Row>();
        for (int i = 1; i <= 80; i++) {
            feed.tell(person(id(i), name(i), true));
            feed.tell(lap(id(i), 1, 0, Facing.FORWARD, 90 + i, STARTED.plusSeconds(150 + i), null));
            if (i <= 28) {
                boolean shared = i == 11 || i == 12;
                double ratio = 1.5 + i * 0.02;
                Verdict verdict = i < 24 ? Verdict.MET : i < 27 ? Verdict.TOO_CLOSE : Verdict.NOT_MET;
                rows.add(ratio(shared ? 11 : i, shared, id(i), ratio, i < 24 && !shared ? 0.011 : 0.06, verdict));
            } else {
                rows.add(running(id(i), i == 80 ? RunnerState.SILENT : RunnerState.RUNNING, null));
            }
        }
        feed.tell(board("ratio", 0, now, rows));
        feed.tell(frame(now, false, backwardLap(), entriesOfEighty(now)));
    }

    static List<Frame.Entry> entriesOfEighty(Instant now) {
        var entries = new ArrayList<Frame.Entry>();
        for (int i = 1; i <= 80; i++) {
            int zone = i % 10 == 0 ? -1 : 1 + i % 5;
            entries.add(
                    i <= 28
                            ? entry(id(i), now, RunnerState.FINISHED, Facing.STILL, zone, 0, Double.NaN)
                            : i < 80
                                    ? entry(
                                            id(i),
                                            now,
                                            RunnerState.RUNNING,
                                            Facing.BACKWARD,
                                            zone,
                                            0.97 - i * 0.01,
                                            1.7 + i * 0.01)
                                    : entry(
                                            id(i),
                                            now.minusSeconds(40),
                                            RunnerState.SILENT,
                                            Facing.UNKNOWN,
                                            -1,
                                            0.1,
                                            Double.NaN));
        }
        return entries;
    }

    /** Effort points of twelve, gains of twelve on themselves, and four teams, in both kinds of team. */
    static void everyBoard(ScriptedFeed feed, Instant now) {
        var effort = new ArrayList<Standings.Row>();
        var gains = new ArrayList<Standings.Row>();
        int[] points = {31, 28, 28, 27, 25, 24, 22, 21, 19, 18, 16};
        int[] places = {1, 2, 2, 4, 5, 6, 7, 8, 9, 10, 11};
        for (int i = 0; i < points.length; i++) {
            boolean shared = places[i] == 2;
            effort.add(ratio(places[i], shared, id(i + 1), points[i], Double.NaN, Verdict.NO_VERDICT));
            double gain = 0.12 - 0.02 * i;
            gains.add(ratio(gain > 0.005 ? i + 1 : 0, false, id(i + 1), gain, 0.03, Verdict.MET));
        }
        effort.add(ratio(0, false, id(12), 4, Double.NaN, Verdict.NO_VERDICT));
        feed.tell(board("effort", 5, now, effort));
        feed.tell(board("improvement", 5, now, gains));
        String[] names = {"Red", "Wolfgangs Elf", "ทีมน้ำเงิน", "Green"};
        var relay = new ArrayList<Standings.Row>();
        var teams = new ArrayList<Standings.Row>();
        for (int i = 0; i < names.length; i++) {
            List<String> members = List.of(id(3 * i + 1), id(3 * i + 2), id(3 * i + 3));
            boolean done = i == 0;
            var state = done ? RunnerState.FINISHED : RunnerState.RUNNING;
            var team = new Standings.Team(
                    members, done ? null : members.get(2), i == 3 ? members.subList(1, 2) : List.of());
            relay.add(team(i + 1, names[i], done ? 320.2 : 231.4 + 11 * i, done ? 3 : 2, state, team));
            teams.add(new Standings.Row(
                    i + 1,
                    false,
                    names[i],
                    null,
                    1.68 + 0.07 * i,
                    0.03,
                    Verdict.NO_VERDICT,
                    state,
                    6,
                    Estimate.UNKNOWN,
                    STARTED,
                    null,
                    null,
                    new Standings.Team(members, null, List.of())));
        }
        feed.tell(board("relay", 5, now, relay));
        feed.tell(board("team", 5, now, teams));
    }

    /** Three who are on their way over five kilometres backwards; the first has come to the end. */
    static void fiveKilometres(ScriptedFeed feed, Instant now) {
        feed.tell(head(SessionHead.State.RUNNING, null, "backward-5k"));
        var rows = new ArrayList<Standings.Row>();
        var entries = new ArrayList<Frame.Entry>();
        double[] finishes = {3241, 3318, 3722};
        for (int i = 0; i < finishes.length; i++) {
            String runner = id(i + 7);
            feed.tell(person(runner, NAMES[i + 6], true));
            feed.tell(lap(runner, 1, 0, Facing.BACKWARD, finishes[i] * 0.08, now.minusSeconds(100), null));
            rows.add(running(runner, RunnerState.RUNNING, null));
            boolean reached = i == 0;
            Frame.Entry plain = entry(runner, now, RunnerState.RUNNING, Facing.BACKWARD, 3, 0.4, Double.NaN);
            entries.add(new Frame.Entry(
                    plain.runnerId(),
                    plain.observedAt(),
                    0,
                    plain.speedMetersPerSecond(),
                    plain.pace(),
                    plain.heartRateBpm(),
                    plain.zone(),
                    new Estimate(reached ? 5010 : 2160, 6),
                    plain.facing(),
                    plain.state(),
                    6,
                    plain.lapDistanceMeters(),
                    plain.lapMeters(),
                    plain.lapStartedAt(),
                    Estimate.UNKNOWN,
                    null,
                    new Frame.Finish(
                            new Estimate(finishes[i], reached ? 1.2 : 74),
                            reached,
                            5000,
                            3300,
                            reached ? Verdict.MET : i == 1 ? Verdict.TOO_CLOSE : Verdict.NOT_MET,
                            0.12),
                    null));
        }
        feed.tell(board("laps", 0, now, rows));
        feed.tell(frame(
                now,
                false,
                new Frame.PlanProgress(
                        "backward-5k", 1, 1, "run", Facing.BACKWARD, 5000, STARTED, null, false, null, null, null),
                entries));
    }

    private static final String[] NAMES = {
        "Nok", "Somsak", "Tiger", "Ploy", "Anan", "Mint", "Bee Bee", "Fah", "Kai", "Wolfgang", "Lek", "Aom"
    };
    private static final double[] FORWARD = {
        98.2, 112.4, 107.0, 123.6, 118.9, 101.5, 130.8, 104.7, 115.1, 120.2, 134.0, 141.3
    };

    static String id(int runner) {
        return "r" + (runner < 10 ? "0" : "") + runner;
    }

    static void people(ScriptedFeed feed) {
        for (int i = 0; i < NAMES.length; i++) {
            feed.tell(person(id(i + 1), NAMES[i], true));
        }
    }

    /** Seven have finished, four are on their backward lap, one is not heard. */
    static List<Standings.Row> rows(double anan) {
        var rows = new ArrayList<Standings.Row>(List.of(
                ratio(1, false, "r01", 1.64, 0.011, Verdict.MET),
                ratio(2, false, "r02", 1.71, 0.011, Verdict.MET),
                ratio(3, true, "r03", 1.79, 0.06, Verdict.MET),
                ratio(3, true, "r04", 1.80, 0.06, Verdict.MET),
                ratio(5, false, "r05", anan, 0.011, Verdict.MET),
                ratio(6, false, "r06", 2.00, 0.056, Verdict.TOO_CLOSE),
                ratio(7, false, "r07", 2.07, 0.011, Verdict.NOT_MET)));
        for (int i = 8; i <= 11; i++) {
            rows.add(running(id(i), RunnerState.RUNNING, null));
        }
        rows.add(running("r12", RunnerState.SILENT, null));
        return rows;
    }

    /** What a board knows 8:47 after the start, without the correction. */
    static void live(ScriptedFeed feed, Instant now) {
        feed.tell(head(SessionHead.State.RUNNING, null));
        people(feed);
        for (int i = 0; i < FORWARD.length; i++) {
            feed.tell(lap(id(i + 1), 1, 0, Facing.FORWARD, FORWARD[i], STARTED.plusSeconds(150 + i), null));
        }
        feed.tell(board("ratio", 0, now.minusSeconds(20), rows(1.94)));
        feed.tell(frame(now, false, backwardLap(), entries(now)));
    }

    /** Fah ran her second lap as the plan asks, or not: the compass says otherwise. */
    static void facingUnconfirmed(ScriptedFeed feed, Instant now) {
        feed.tell(lap(
                "r07",
                2,
                0,
                Facing.BACKWARD,
                155.0,
                now,
                null,
                LapOutcome.State.PROVISIONAL,
                List.of(LapBook.FACING_UNCONFIRMED)));
        var rows = new ArrayList<>(rows(1.94));
        rows.set(6, ratio(0, false, "r07", 1.55, 0.05, Verdict.NO_VERDICT));
        feed.tell(board("ratio", 1, now, rows));
    }

    static List<Frame.Entry> entries(Instant now) {
        var entries = new ArrayList<Frame.Entry>();
        int[] zones = {3, 4, 4, 5, 3, 4, 2};
        for (int i = 0; i < zones.length; i++) {
            entries.add(entry(id(i + 1), now, RunnerState.FINISHED, Facing.STILL, zones[i], 0, Double.NaN));
        }
        entries.add(entry("r08", now, RunnerState.RUNNING, Facing.BACKWARD, 5, 0.84, 1.92));
        entries.add(entry("r09", now, RunnerState.RUNNING, Facing.BACKWARD, 4, 0.72, 1.83));
        entries.add(entry("r10", now, RunnerState.RUNNING, Facing.BACKWARD, 4, 0.64, 1.9));
        entries.add(entry("r11", now, RunnerState.RUNNING, Facing.BACKWARD, -1, 0.58, 2.04));
        entries.add(entry("r12", now.minusSeconds(40), RunnerState.SILENT, Facing.UNKNOWN, -1, 0.2, Double.NaN));
        return entries;
    }

    /** Anan's chip is read late: 1.94 becomes 1.89. */
    static void correct(ScriptedFeed feed, Instant now) {
        correct(feed, now, 1, rows(1.89));
    }

    /** The same where the board holds more than the twelve. */
    static void correct(ScriptedFeed feed, Instant now, int revision, List<Standings.Row> rows) {
        feed.tell(lap("r05", 2, 0, Facing.BACKWARD, 230.7, now.minusSeconds(20), null));
        feed.tell(lap("r05", 2, 1, Facing.BACKWARD, 224.7, now, "chip-read-arrived"));
        feed.tell(board("ratio", revision, now, rows));
    }

    /** Two who are ranked, and one whose strap was off for too long. */
    static Standings efforts(Instant now) {
        return board(
                "effort",
                0,
                now,
                List.of(
                        ratio(1, false, "r05", 31, Double.NaN, Verdict.NO_VERDICT),
                        ratio(2, false, "r02", 1, Double.NaN, Verdict.NO_VERDICT),
                        ratio(0, false, "r01", 12, Double.NaN, Verdict.NO_VERDICT)));
    }

    /** Red is done; of blue the third runs and the second came sooner than anybody runs. */
    static Standings relay(Instant now, int revision, double redSeconds) {
        return board(
                "relay",
                revision,
                now,
                List.of(
                        team(
                                1,
                                "Red",
                                redSeconds,
                                3,
                                RunnerState.FINISHED,
                                new Standings.Team(List.of("r01", "r02", "r03"), null, List.of())),
                        team(
                                2,
                                "Blue",
                                231.4,
                                2,
                                RunnerState.RUNNING,
                                new Standings.Team(List.of("r04", "r05", "r06"), "r06", List.of("r05")))));
    }

    private static Standings.Row team(
            int place, String name, double seconds, int legs, RunnerState state, Standings.Team team) {
        return new Standings.Row(
                place,
                false,
                name,
                null,
                seconds,
                0.6,
                Verdict.NO_VERDICT,
                state,
                legs,
                new Estimate(99.4, 0.3),
                STARTED,
                null,
                null,
                team);
    }

    static void finish(ScriptedFeed feed, Instant now) {
        var rows = new ArrayList<>(rows(1.94).subList(0, 7));
        for (int i = 8; i <= 12; i++) {
            rows.add(ratio(i, false, id(i), 2.0 + i * 0.03, 0.011, Verdict.NOT_MET));
        }
        feed.tell(board("ratio", 9, now, rows));
        feed.tell(efforts(now));
        feed.tell(board(
                "improvement",
                0,
                now,
                List.of(
                        ratio(1, false, "r06", 0.08, 0.02, Verdict.TOO_CLOSE),
                        ratio(2, false, "r01", -0.03, 0.02, Verdict.MET))));
        feed.tell(frame(now, true, backwardLap(), entries(now)));
        feed.tell(head(SessionHead.State.CLOSED, now));
    }
}

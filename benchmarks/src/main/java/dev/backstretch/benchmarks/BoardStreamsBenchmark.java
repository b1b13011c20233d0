package dev.backstretch.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.replay.OutcomeRecord;
import dev.backstretch.replay.SessionTopics;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.registry.HttpSchemaRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Five hundred readers of one session's stream, each over a connection of its own, while eighty run: what each of them heard
 * of laps, standings and alerts against what is in the log. Some of them read nothing for a while in the middle.
 */
final class BoardStreamsBenchmark {
    private static final int READERS = 500;
    private static final int SLOW = 25;
    private static final int OPENING_SECONDS = 5;
    private static final int LAST_WORDS_SECONDS = 60;
    private static final int MOST_NAMED = 10;

    private final int seconds;
    private final PrintWriter out;

    BoardStreamsBenchmark(boolean brief, PrintWriter out) {
        this.seconds = brief ? 30 : 120;
        this.out = out;
    }

    ObjectNode measure() throws IOException, InterruptedException {
        ObjectNode machine = Machine.json();
        try (var system = BoardSystem.start("board-streams");
                var load = new CampLoad(system.address(), CampLoad.Density.CROWDED, out);
                var readers = new StreamReaders(
                        system.address(), "/v1/sessions/" + CampLoad.SESSION + "/stream?view=coach")) {
            load.open();
            readers.open(READERS, SLOW);
            TimeUnit.SECONDS.sleep(OPENING_SECONDS);
            int atServer = (int) system.meter("run_board_clients");
            out.println(atServer + " readers at the server");
            out.flush();
            var topics = new SessionTopics(
                    system.bootstrapServers(), Map.of(), new RunSerdes(new HttpSchemaRegistry(system.registry())));
            // Who comes is told how it stands, not how it came to be so.
            Set<String> history = identities(topics);
            double before = system.processorSeconds();
            load.start(Clock.systemUTC());
            TimeUnit.SECONDS.sleep(seconds / 3);
            readers.pause(true);
            TimeUnit.SECONDS.sleep(seconds / 3);
            readers.pause(false);
            TimeUnit.SECONDS.sleep(seconds - 2L * (seconds / 3));
            double cores = (system.processorSeconds() - before) / seconds;
            int stillThere = (int) system.meter("run_board_clients");
            load.end();
            Set<String> log = settledLog(topics, history, readers);
            Set<String> heard = readers.heardByAny();
            // A session that is open goes on to say how it stands: what was heard is looked for in a log that is no
            // older.
            Set<String> strangers = new TreeSet<>(heard);
            strangers.removeAll(history);
            strangers.removeAll(log);
            if (!strangers.isEmpty()) {
                strangers.removeAll(identities(topics));
            }
            return result(machine, system, load, readers, log, strangers, atServer, stillThere, cores);
        }
    }

    /** What is in the log of the session when everybody has heard all of it, or has had a minute's time to. */
    private static Set<String> settledLog(SessionTopics topics, Set<String> history, StreamReaders readers)
            throws InterruptedException {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_WORDS_SECONDS);
        while (true) {
            TimeUnit.SECONDS.sleep(1);
            Set<String> log = since(history, topics);
            TimeUnit.SECONDS.sleep(1); // what is in the log has a moment to be heard
            boolean all =
                    readers.readers().stream().allMatch(reader -> log.stream().allMatch(reader::heard));
            if (all || System.nanoTime() > giveUpAt) {
                return log;
            }
        }
    }

    private static Set<String> since(Set<String> history, SessionTopics topics) {
        Set<String> now = identities(topics);
        now.removeAll(history);
        return now;
    }

    private static Set<String> identities(SessionTopics topics) {
        Set<String> all = new HashSet<>();
        for (List<OutcomeRecord> records : topics.outcomes(CampLoad.SESSION).values()) {
            for (OutcomeRecord record : records) {
                String identity = identity(record.outcome());
                if (!identity.isEmpty()) {
                    all.add(identity);
                }
            }
        }
        return all;
    }

    private static String identity(Outcome outcome) {
        if (outcome instanceof LapOutcome lap) {
            return "lap|" + lap.runnerId() + "|" + lap.lap() + "|" + lap.revision();
        }
        if (outcome instanceof Standings board) {
            return "standings|" + board.board() + "|" + board.revision();
        }
        return outcome instanceof Alert alert ? "alert|" + alert.alertId() + "|" + alert.revision() : "";
    }

    private ObjectNode result(
            ObjectNode machine,
            BoardSystem system,
            CampLoad load,
            StreamReaders readers,
            Set<String> log,
            Set<String> strangers,
            int atServer,
            int stillThere,
            double cores)
            throws IOException, InterruptedException {
        long lost = 0;
        int resets = 0;
        long bytes = 0;
        int framesOfSlow = Integer.MAX_VALUE;
        int framesOfQuick = Integer.MAX_VALUE;
        for (StreamReaders.Reader reader : readers.readers()) {
            resets += reader.resets();
            bytes += reader.bytes();
            if (reader.isSlow()) {
                framesOfSlow = Math.min(framesOfSlow, reader.frames());
            } else {
                framesOfQuick = Math.min(framesOfQuick, reader.frames());
            }
        }
        int named = 0;
        for (String one : new TreeSet<>(log)) {
            List<StreamReaders.Reader> deaf = readers.readers().stream()
                    .filter(reader -> !reader.heard(one))
                    .toList();
            lost += deaf.size();
            if (!deaf.isEmpty() && named++ < MOST_NAMED) {
                long paused = deaf.stream().filter(StreamReaders.Reader::isSlow).count();
                out.println("not heard: " + one + " by " + deaf.size() + ", of whom " + paused + " had paused");
            }
        }
        strangers.stream().limit(MOST_NAMED).forEach(one -> out.println("not in the log: " + one));
        long ended = readers.readers().stream()
                .filter(StreamReaders.Reader::hasEnded)
                .count();
        Map<String, Integer> byKind = new TreeMap<>();
        log.forEach(one -> byKind.merge(one.substring(0, one.indexOf('|')), 1, Integer::sum));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("benchmark", "board-streams");
        json.set("machine", machine);
        json.put("loadAverageAfter", Machine.loadAverage());
        json.put("runners", CampLoad.RUNNERS).put("seconds", seconds);
        json.put("readers", READERS).put("readersAtServer", atServer).put("readersAtServerAtTheEnd", stillThere);
        json.put("pausedReaders", SLOW).put("pausedSeconds", seconds / 3);
        json.put("taps", load.taps())
                .put("stops", load.stops())
                .put("posts", load.posts())
                .put("messagesOfPhones", load.messages())
                .put("failed", load.failures());
        ObjectNode inLog = json.putObject("inLog");
        byKind.forEach(inLog::put);
        json.put("heard", (long) log.size() * READERS - lost);
        json.put("lost", lost).put("invented", strangers.size()).put("connectionsEnded", ended);
        json.put("resetsAfterTheFirst", resets - READERS);
        json.put("fewestFramesOfAReader", framesOfQuick).put("fewestFramesOfAPausedReader", framesOfSlow);
        json.put("mebibytes", bytes >> 20);
        json.put("coresOfTheSystem", Medians.rounded(cores));
        json.put("eventsSent", (long) system.meter("run_board_events_sent_total"));
        json.put(
                "holds",
                lost == 0
                        && strangers.isEmpty()
                        && ended == 0
                        && resets == READERS
                        && atServer == READERS
                        && stillThere == READERS
                        && load.failures() == 0);
        out.println(log.size() + " laps, standings and alerts in the log, " + lost + " of them lost by " + READERS
                + " readers; " + Medians.rounded(cores) + " cores");
        return json;
    }
}

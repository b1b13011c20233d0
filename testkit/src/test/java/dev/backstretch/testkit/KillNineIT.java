package dev.backstretch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.replay.ComparisonReport;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.Topics;
import dev.backstretch.schemas.registry.HttpSchemaRegistry;
import dev.backstretch.simulator.Camp;
import dev.backstretch.simulator.CampOptions;
import dev.backstretch.simulator.CampPlayer;
import dev.backstretch.simulator.Delivery;
import dev.backstretch.simulator.DoorClient;
import dev.backstretch.simulator.PlayReport;
import dev.backstretch.simulator.SessionTime;
import dev.backstretch.sink.QuestStore;
import dev.backstretch.sink.Store;
import dev.backstretch.sink.StoreSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guarantees 1 to 4 with the whole system killed in the middle of a session. */
class KillNineIT {
    private static final String SESSION = "kill-9";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Of the session against the wall: as fast as the doors answer. */
    private static final double SPEED = 200;

    @TempDir
    private Path folder = Path.of("");

    private final NothingLost nothingLost = new NothingLost();
    private final NothingTwice nothingTwice = new NothingTwice();
    private final InOrderPerSession inOrder = new InOrderPerSession();

    @Test
    void storeTopicsAndOracleAgreeAfterTwoKillsInMidSession() throws Exception {
        // The session clock of the system goes by the wall, so the camp runs about now.
        Instant startsAt =
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(4));
        List<Delivery> deliveries =
                Camp.of(CampOptions.demo(SESSION, 7, startsAt).withRunners(2)).deliveries();
        try (var system = new SystemProcess(folder)) {
            system.start();
            int third = deliveries.size() / 3;
            send(system, deliveries.subList(0, third));
            // At once: what was just answered is in flight in the topology and not yet in the store.
            system.kill(true);
            system.start();
            send(system, deliveries.subList(third, 2 * third));
            system.kill(false);
            system.start();
            send(system, deliveries.subList(2 * third, deliveries.size()));
            verify(system);
        }
    }

    private void send(SystemProcess system, List<Delivery> deliveries) throws InterruptedException {
        var time = new SessionTime(deliveries.get(0).arrivesAt(), SPEED);
        time.start();
        var client = new DoorClient(system.address(), PATIENCE, Duration.ofSeconds(20));
        PlayReport report = new CampPlayer(client, time, 4).play(deliveries);
        assertThat(report.accepted() + report.duplicates())
                .as(report.toString())
                .isEqualTo(report.items());
        for (Delivery delivery : deliveries) {
            // A simulated camp names its events, but the door that opens sessions gives that one a name of its own.
            if (delivery.runnerId() != null) {
                List<Item> items = Item.of(delivery.event());
                items.forEach(nothingLost::accepted);
                items.forEach(inOrder::sent);
            }
        }
    }

    private void verify(SystemProcess system) throws Exception {
        Properties whereabouts = system.whereabouts();
        var serdes =
                new RunSerdes(new HttpSchemaRegistry(URI.create(whereabouts.getProperty("schema.registry.url", ""))));
        var proof = new SessionProof(whereabouts.getProperty("kafka.bootstrap.servers", ""), serdes);
        Await.until("the session's last frame", PATIENCE, () -> proof.isComplete(SESSION));

        ComparisonReport topics = proof.topicsAgainstOracle(SESSION);
        assertThat(topics.same()).as(topics.toString()).isTrue();
        assertThat(proof.outcomes(SESSION).get(Topics.LAPS)).as("laps").hasSizeGreaterThanOrEqualTo(4);

        proof.tell(SESSION, nothingLost, nothingTwice, inOrder);
        assertThat(nothingLost.violations()).isEmpty();
        assertThat(nothingTwice.violations()).isEmpty();
        assertThat(inOrder.violations()).isEmpty();

        try (Store store = new QuestStore(new StoreSettings(
                whereabouts.getProperty("store.http.server", ""),
                whereabouts.getProperty("store.pg.server", ""),
                whereabouts.getProperty("store.user", ""),
                whereabouts.getProperty("store.password", ""),
                Duration.ofSeconds(30)))) {
            Await.until("the store has caught up", PATIENCE, () -> proof.storeAgainstTopics(SESSION, store)
                    .same());
        }

        SystemProcess.Ended replay = system.run("replay", "--session", SESSION, "--compare");
        assertThat(replay.status()).as(replay.said()).isZero();
        SystemProcess.Ended verified = system.run("verify-store", "--session", SESSION);
        assertThat(verified.status()).as(verified.said()).isZero();
        SystemProcess.Ended unknown = system.run("replay", "--session", "nobody's", "--compare");
        assertThat(unknown.status()).as(unknown.said()).isEqualTo(1);
    }
}

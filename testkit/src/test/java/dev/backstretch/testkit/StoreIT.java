package dev.backstretch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.backstretch.launcher.EmbeddedStore;
import dev.backstretch.sink.InMemoryStore;
import dev.backstretch.sink.QuestStore;
import dev.backstretch.sink.Row;
import dev.backstretch.sink.SessionRows;
import dev.backstretch.sink.StandingRow;
import dev.backstretch.sink.Store;
import dev.backstretch.sink.StoreSettings;
import dev.backstretch.sink.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real QuestDB in its own process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreIT extends StoreContractTest {
    private EmbeddedStore server = new EmbeddedStore(Path.of("unused"));
    private Store store = new InMemoryStore();

    @BeforeAll
    void startServer(@TempDir Path folder) throws Exception {
        server = new EmbeddedStore(folder);
        server.start();
        store = new QuestStore(settings(server));
        store.prepare();
    }

    private static StoreSettings settings(EmbeddedStore server) {
        return new StoreSettings(
                "127.0.0.1:" + server.httpPort(),
                "127.0.0.1:" + server.pgPort(),
                server.user(),
                server.secret(),
                Duration.ofSeconds(30));
    }

    @AfterAll
    void stopServer() {
        store.close();
        server.close();
    }

    @Test
    void whoIsForgottenStaysUnderAnIdOfNobodyWithoutWhatIsTheirsAlone() throws Exception {
        var rows = new ArrayList<Row>();
        for (String session : List.of("mine", "mine too", "another camp's")) {
            rows.add(SampleRows.lap(session, "r1", 1, 0, 99.1));
            rows.add(SampleRows.lap(session, "r1", 1, 1, 99.2));
            rows.add(SampleRows.lap(session, "r2", 1, 0, 98.2));
            rows.addAll(SampleRows.board(session, 0, 2));
            rows.add(SampleRows.alert(session, "r1", 0));
            rows.addAll(SampleRows.second(session, "r1", 0, 0, 4, true));
            rows.addAll(SampleRows.second(session, "r2", 0, 0, 5, true));
        }
        assertThat(store.write(rows)).isEmpty();
        SessionRows before = store.read("mine");
        SessionRows other = store.read("another camp's");

        assertThat(((QuestStore) store).forget("r1", List.of("mine", "mine too", "never"), "erased-1"))
                .containsExactly("mine", "mine too");

        for (String session : List.of("mine", "mine too")) {
            SessionRows after = store.read(session);
            assertThat(after.size()).as("others' places rest on them").isEqualTo(before.size());
            assertThat(after.toString()).doesNotContain("r1,", "r1]", "\"r1\"");
            assertThat(after.laps())
                    .filteredOn(row -> row.lap().runnerId().equals("erased-1"))
                    .hasSize(2)
                    .allSatisfy(row -> {
                        assertThat(row.lap().maximumHeartRateBpm()).isNaN();
                        assertThat(row.lap().lineage().eventIds()).isEmpty();
                        assertThat(row.lap().lapSeconds().value()).isGreaterThan(99);
                    });
            assertThat(after.seconds())
                    .filteredOn(row -> row.entry().runnerId().equals("erased-1"))
                    .isNotEmpty()
                    .allSatisfy(row -> {
                        assertThat(row.entry().heartRateBpm()).isNaN();
                        assertThat(row.entry().zone()).isEqualTo(-1);
                    });
            assertThat(after.laps())
                    .filteredOn(row -> row.lap().runnerId().equals("r2"))
                    .singleElement()
                    .satisfies(
                            row -> assertThat(row.lap().maximumHeartRateBpm()).isEqualTo(174));
        }
        assertThat(store.read("another camp's"))
                .as("an id is unique within a camp only")
                .isEqualTo(other);
        assertThat(((QuestStore) store).forget("r1", List.of("mine"), "erased-2"))
                .isEmpty();
    }

    @Override
    Store store() {
        return store;
    }

    @Test
    void preparingAgainKeepsWhatIsThere() throws Exception {
        Row lap = SampleRows.lap("kept", "r1", 1, 0, 99.1);
        store.write(List.of(lap));
        store.prepare();
        assertThat(store.read("kept").laps()).hasSize(1);
    }

    @Test
    void theViewsShowTheNewestRevisionOnly() throws Exception {
        var rows = new ArrayList<Row>();
        rows.add(SampleRows.lap("views", "r1", 1, 0, 100));
        rows.add(SampleRows.lap("views", "r1", 1, 1, 101));
        rows.addAll(SampleRows.board("views", 0, 3));
        rows.addAll(SampleRows.board("views", 1, 2));
        rows.add(SampleRows.alert("views", null, 0));
        rows.add(SampleRows.alert("views", null, 1));
        rows.addAll(SampleRows.second("views", "r1", 0, 0, 1, false));
        rows.addAll(SampleRows.second("views", "r1", 0, 1, 2, false));
        store.write(rows);
        store.read("views");
        assertThat(count("laps_current", "lap_seconds = 101")).isEqualTo(1);
        assertThat(count("laps_current", "true")).isEqualTo(1);
        assertThat(count("standings_current", "true")).isEqualTo(2);
        assertThat(count("alerts_current", "state = 'CLEARED'")).isEqualTo(1);
        assertThat(count("seconds_current", "revision = 1")).isEqualTo(1);
        assertThat(count("seconds_current", "true")).isEqualTo(1);
    }

    private long count(String view, String condition) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + server.pgPort() + "/qdb", server.user(), server.secret());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT count() FROM " + view + " WHERE session = 'views' AND " + condition)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Test
    void aStoreThatDoesNotAnswerIsUnavailableAndRefusesNothing() {
        var nowhere = new QuestStore(new StoreSettings("127.0.0.1:1", "127.0.0.1:1", "u", "p", Duration.ofSeconds(1)));
        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(nowhere::prepare);
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> nowhere.write(List.of(SampleRows.lap("nowhere", "r1", 1, 0, 1))));
        nowhere.close();
    }

    @Test
    void aWrongPasswordRefusesTheCallerAndNotTheRows() {
        var stranger = new QuestStore(new StoreSettings(
                "127.0.0.1:" + server.httpPort(),
                "127.0.0.1:" + server.pgPort(),
                server.user(),
                "wrong",
                Duration.ofSeconds(5)));
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> stranger.write(List.of(SampleRows.lap("stranger", "r1", 1, 0, 1))));
        stranger.close();
    }

    /** A change of a table is written ahead like rows: it is there a moment later. */
    private static void awaitColumn(Statement statement, String table, String column, boolean wanted) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        boolean there = !wanted;
        while (there != wanted) {
            assertThat(System.nanoTime()).as("waiting for " + column).isLessThan(deadline);
            there = false;
            try (ResultSet columns = statement.executeQuery("SHOW COLUMNS FROM " + table)) {
                while (columns.next()) {
                    there |= columns.getString("column").equals(column);
                }
            }
        }
    }

    @Test
    void aTableOfAnEarlierVersionGetsTheColumnsThatItLacks(@TempDir Path folder) throws Exception {
        var before = new EmbeddedStore(folder);
        before.start();
        try (Store first = new QuestStore(settings(before));
                Connection connection = connect(before);
                Statement statement = connection.createStatement()) {
            first.prepare();
            statement.execute("ALTER TABLE standings DROP COLUMN team");
            awaitColumn(statement, "standings", "team", false);
        } finally {
            before.close();
        }
        var after = new EmbeddedStore(folder);
        after.start();
        try (Store second = new QuestStore(settings(after))) {
            second.prepare();
            var rows = SampleRows.board("grown", 0, 3);
            assertThat(second.write(rows)).isEmpty();
            assertThat(second.read("grown").standings())
                    .containsExactlyInAnyOrderElementsOf(
                            rows.stream().map(StandingRow.class::cast).toList());
        } finally {
            after.close();
        }
    }

    private static Connection connect(EmbeddedStore server) throws Exception {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.pgPort() + "/qdb", server.user(), server.secret());
    }

    @Test
    void aTableOfAnotherShapeIsSaidAtTheStart() throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + server.pgPort() + "/qdb", server.user(), server.secret());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE alerts RENAME COLUMN threshold TO limit_value");
            awaitColumn(statement, "alerts", "threshold", false);
            try {
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(() -> store.prepare())
                        .withMessageContaining("threshold");
            } finally {
                statement.execute("ALTER TABLE alerts RENAME COLUMN limit_value TO threshold");
                awaitColumn(statement, "alerts", "threshold", true);
            }
        }
    }
}

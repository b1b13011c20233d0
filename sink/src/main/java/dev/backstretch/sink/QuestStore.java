package dev.backstretch.sink;

import dev.backstretch.domain.outcome.LapOutcome;
import io.questdb.client.Sender;
import io.questdb.client.cutlass.line.LineSenderException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows in QuestDB, embedded or a server: written by its line protocol over HTTP, whose answer is the acknowledgement,
 * and read over the PostgreSQL wire.
 */
public final class QuestStore implements Store {
    private static final Pattern HTTP_STATUS = Pattern.compile("\\[http-status=(\\d{3})");
    private static final int BAD_REQUEST = 400;
    /** The line protocol in which doubles and arrays travel in binary, so that they come back bit by bit. */
    private static final int BINARY_PROTOCOL = 2;

    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(60);
    private static final long VISIBLE_POLL_NANOS = 5_000_000;

    private final StoreSettings settings;
    private @Nullable Sender sender;

    public QuestStore(StoreSettings settings) {
        this.settings = settings;
    }

    @Override
    public void prepare() throws StoreUnavailableException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            boolean grown = false;
            for (QuestTable table : QuestTable.ALL) {
                statement.execute(table.createStatement());
                grown |= grow(table, statement);
            }
            if (grown) {
                awaitVisible(connection); // what is written before a column is there has no value in it
            }
            for (String view : QuestTable.VIEWS) {
                statement.execute(view);
            }
        } catch (SQLException failed) {
            throw unavailable(failed);
        }
    }

    /**
     * Adds the columns that a table of an earlier version lacks, and tells whether there were any. A table of any other
     * shape would refuse every row, or lose columns without a word.
     */
    private static boolean grow(QuestTable table, Statement statement) throws SQLException, StoreUnavailableException {
        boolean grown = false;
        Map<String, String> present = new HashMap<>();
        try (ResultSet columns =
                statement.executeQuery("SHOW COLUMNS FROM " + table.table().title())) {
            while (columns.next()) {
                present.put(
                        columns.getString("column"), columns.getString("type").toUpperCase(Locale.ROOT));
            }
        }
        for (QuestTable.Column column : table.columns()) {
            String type = present.get(column.name());
            if (type == null && column.addedLater()) {
                // a table that an earlier version made: what it holds has no value there
                statement.execute(table.addStatement(column));
                grown = true;
                continue;
            }
            if (!column.type().equals(type)) {
                throw new StoreUnavailableException(
                        "table " + table.table().title() + " of the store has column " + column.name() + " as " + type
                                + ", not " + column.type()
                                + ": it was made by another version; rename it and start again",
                        null);
            }
        }
        return grown;
    }

    @Override
    public List<RefusedRow> write(List<Row> rows) throws StoreUnavailableException {
        var refused = new ArrayList<RefusedRow>();
        var sound = new ArrayList<Row>(rows.size());
        for (Row row : rows) {
            RefusedRow refusal = RowRules.refusal(row);
            if (refusal == null) {
                sound.add(row);
            } else {
                refused.add(refusal);
            }
        }
        send(sound, refused);
        return refused;
    }

    /** The server refuses a request as a whole, so one that is refused goes again in halves until the culprit is alone. */
    private void send(List<Row> rows, List<RefusedRow> refused) throws StoreUnavailableException {
        if (rows.isEmpty()) {
            return;
        }
        try {
            Sender out = sender();
            for (Row row : rows) {
                append(row, out);
            }
            out.flush();
        } catch (LineSenderException failed) {
            dropSender();
            if (statusOf(failed) != BAD_REQUEST) {
                throw new StoreUnavailableException(
                        "the store at " + settings.httpAddress() + " took no rows: " + failed.getMessage(), failed);
            }
            if (rows.size() == 1) {
                refused.add(new RefusedRow(
                        rows.get(0), "STORE_REFUSED", "*", "the store refused the row: " + failed.getMessage()));
                return;
            }
            int middle = rows.size() / 2;
            send(rows.subList(0, middle), refused);
            send(rows.subList(middle, rows.size()), refused);
        }
    }

    private static int statusOf(LineSenderException failed) {
        Matcher status = HTTP_STATUS.matcher(String.valueOf(failed.getMessage()));
        return status.find() ? Integer.parseInt(status.group(1)) : -1;
    }

    private static void append(Row row, Sender out) {
        out.table(row.table().title());
        // The line protocol wants all symbols first.
        row.describeTo(new Symbols(out));
        row.describeTo(new Values(out));
        out.at(row.at());
    }

    private Sender sender() {
        Sender open = sender;
        if (open == null) {
            Sender.LineSenderBuilder builder = Sender.builder(Sender.Transport.HTTP)
                    .address(settings.httpAddress())
                    .protocolVersion(BINARY_PROTOCOL)
                    .disableAutoFlush()
                    .httpTimeoutMillis((int) settings.requestTimeout().toMillis())
                    // Who calls tries again; here it would only hide that the store is away.
                    .retryTimeoutMillis(0);
            if (!settings.user().isEmpty()) {
                builder.httpUsernamePassword(settings.user(), settings.password());
            }
            open = builder.build();
            sender = open;
        }
        return open;
    }

    /** After a failure the buffer still holds the rows: closing with them in it would send them once more. */
    private void dropSender() {
        Sender broken = sender;
        sender = null;
        if (broken != null) {
            broken.reset();
            broken.close();
        }
    }

    @Override
    public SessionRows read(String sessionId) throws StoreUnavailableException {
        try (Connection connection = connect()) {
            awaitVisible(connection);
            var rows = new ArrayList<Row>();
            for (QuestTable table : QuestTable.ALL) {
                try (PreparedStatement select = connection.prepareStatement(table.selectStatement())) {
                    select.setString(1, StoreText.encode(sessionId));
                    try (ResultSet result = select.executeQuery()) {
                        var reader = new QuestResult(result);
                        while (result.next()) {
                            rows.add(reader.row(table.table()));
                        }
                    }
                }
            }
            return SessionRows.of(rows);
        } catch (SQLException failed) {
            throw unavailable(failed);
        }
    }

    @Override
    public List<LapOutcome> laps(String runner, Collection<String> sessions) throws StoreUnavailableException {
        return SessionRows.standing(
                SessionRows.of(select(Table.LAPS, QuestTable.ofRunner(Table.LAPS), sessions, runner)).laps().stream()
                        .map(LapRow::lap)
                        .toList());
    }

    @Override
    public List<TotalsRow> totals(String runner, Collection<String> sessions) throws StoreUnavailableException {
        return SessionRows.newestTotals(
                SessionRows.of(select(Table.TOTALS, QuestTable.newestTotalsOfRunner(), sessions, runner))
                        .totals());
    }

    @Override
    public List<StandingRow> standings(String board, String runner, Collection<String> sessions)
            throws StoreUnavailableException {
        return SessionRows.newestStandings(
                SessionRows.of(select(Table.STANDINGS, QuestTable.standingsOfRunner(), sessions, board, runner))
                        .standings());
    }

    @Override
    public List<AlertRow> alerts(String runner, Collection<String> sessions) throws StoreUnavailableException {
        return SessionRows.newestAlerts(
                SessionRows.of(select(Table.ALERTS, QuestTable.ofRunner(Table.ALERTS), sessions, runner))
                        .alerts());
    }

    private List<Row> select(Table table, String statement, Collection<String> sessions, String... values)
            throws StoreUnavailableException {
        try (Connection connection = connect()) {
            awaitVisible(connection);
            try (PreparedStatement select = connection.prepareStatement(statement)) {
                for (int i = 0; i < values.length; i++) {
                    select.setString(i + 1, StoreText.encode(values[i]));
                }
                var rows = new ArrayList<Row>();
                try (ResultSet result = select.executeQuery()) {
                    var reader = new QuestResult(result);
                    while (result.next()) {
                        Row row = reader.row(table);
                        if (sessions.contains(row.key().sessionId())) {
                            rows.add(row);
                        }
                    }
                }
                return rows;
            }
        } catch (SQLException failed) {
            throw unavailable(failed);
        }
    }

    /**
     * Makes a runner's rows those of nobody: they stay, as others' places rest on them, under another id and without heart
     * rates, zones, effort, bib and event ids. Saying it again is right, also under another id.
     *
     * @param sessions in which the runner is meant: an id is unique within a camp only
     * @param nobody an id that stands for nobody, made for this
     * @return the sessions in which there were such rows
     * @throws StoreUnavailableException when the store does not answer; some rows may be forgotten already
     */
    public List<String> forget(String runner, Collection<String> sessions, String nobody)
            throws StoreUnavailableException {
        try (Connection connection = connect()) {
            awaitVisible(connection);
            List<String> found = new Forgetting(connection, runner, nobody).in(sessions);
            awaitVisible(connection);
            return found;
        } catch (SQLException failed) {
            throw unavailable(failed);
        }
    }

    /** What was acknowledged lies in the write-ahead log first; this waits until the tables have caught up with it. */
    private void awaitVisible(Connection connection) throws SQLException, StoreUnavailableException {
        Map<String, Long> written = new HashMap<>();
        long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (true) {
            boolean behind = false;
            try (Statement statement = connection.createStatement();
                    ResultSet tables = statement.executeQuery(
                            "SELECT name, sequencerTxn, writerTxn, suspended FROM wal_tables()")) {
                while (tables.next()) {
                    String name = tables.getString("name");
                    if (tables.getBoolean("suspended")) {
                        throw new StoreUnavailableException(
                                "table " + name + " of the store is suspended; after mending its cause: ALTER TABLE "
                                        + name + " RESUME WAL",
                                null);
                    }
                    written.putIfAbsent(name, tables.getLong("sequencerTxn"));
                    behind |= tables.getLong("writerTxn") < written.get(name);
                }
            }
            if (!behind) {
                return;
            }
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw new StoreUnavailableException(
                        "the store's tables did not catch up with its log within " + VISIBLE_WITHIN, null);
            }
            LockSupport.parkNanos(VISIBLE_POLL_NANOS);
        }
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        if (!settings.user().isEmpty()) {
            properties.setProperty("user", settings.user());
            properties.setProperty("password", settings.password());
        }
        String seconds = String.valueOf(Math.max(1, settings.requestTimeout().toSeconds()));
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", String.valueOf(VISIBLE_WITHIN.toSeconds()));
        return DriverManager.getConnection("jdbc:postgresql://" + settings.pgAddress() + "/qdb", properties);
    }

    private StoreUnavailableException unavailable(SQLException failed) {
        return new StoreUnavailableException(
                "the store at " + settings.pgAddress() + " did not answer: " + failed.getMessage(), failed);
    }

    @Override
    public void close() {
        dropSender();
    }

    private record Symbols(Sender out) implements Row.Columns {
        @Override
        public void symbol(String name, @Nullable String value) {
            if (value != null) {
                out.symbol(name, StoreText.encode(value));
            }
        }

        @Override
        public void text(String name, @Nullable String value) {}

        @Override
        public void integer(String name, long value) {}

        @Override
        public void real(String name, double value) {}

        @Override
        public void reals(String name, List<Double> values) {}

        @Override
        public void time(String name, @Nullable Instant value) {}

        @Override
        public void flag(String name, boolean value) {}
    }

    private record Values(Sender out) implements Row.Columns {
        @Override
        public void symbol(String name, @Nullable String value) {}

        @Override
        public void text(String name, @Nullable String value) {
            if (value != null) {
                out.stringColumn(name, StoreText.encode(value));
            }
        }

        @Override
        public void integer(String name, long value) {
            out.longColumn(name, value);
        }

        @Override
        public void real(String name, double value) {
            if (!Double.isNaN(value)) {
                out.doubleColumn(name, value);
            }
        }

        @Override
        public void reals(String name, List<Double> values) {
            out.doubleArray(
                    name, values.stream().mapToDouble(Double::doubleValue).toArray());
        }

        @Override
        public void time(String name, @Nullable Instant value) {
            if (value != null) {
                out.timestampColumn(name, value);
            }
        }

        @Override
        public void flag(String name, boolean value) {
            out.boolColumn(name, value);
        }
    }
}

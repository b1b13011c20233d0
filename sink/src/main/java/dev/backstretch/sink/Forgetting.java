package dev.backstretch.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Makes rows of a runner those of nobody. The store deletes no single rows, and others' places rest on them, so they stay
 * under a name that stands for nobody, and without what is a person's health or leads back to one: heart rates, zones,
 * effort, bib, and the ids of the events that they rest on.
 */
final class Forgetting {
    private static final List<String> ROWS = List.of(
            "UPDATE laps SET runner = ?, average_heart_rate_bpm = NULL, maximum_heart_rate_bpm = NULL, event_ids = '[]'"
                    + " WHERE session = ? AND runner = ?",
            "UPDATE standings SET runner = ?, bib = NULL WHERE session = ? AND runner = ?",
            "UPDATE alerts SET runner = ?, event_ids = '[]' WHERE session = ? AND runner = ?",
            "UPDATE seconds SET runner = ?, heart_rate_bpm = NULL, zone = -1 WHERE session = ? AND runner = ?",
            "UPDATE totals SET runner = ?, zone_seconds = NULL, unknown_zone_seconds = NULL,"
                    + " profile_maximum_heart_rate_bpm = NULL, flags = '[]', effort = NULL"
                    + " WHERE session = ? AND runner = ?");

    private final Connection connection;
    private final String runner;
    private final String nobody;

    Forgetting(Connection connection, String runner, String nobody) {
        this.connection = connection;
        this.runner = runner;
        this.nobody = nobody;
    }

    /** Forgets the runner in those of the sessions where there are rows, and tells which they are. */
    List<String> in(Collection<String> sessions) throws SQLException {
        var found = new TreeSet<String>();
        for (Table table : List.of(Table.LAPS, Table.STANDINGS, Table.ALERTS, Table.SECONDS, Table.TOTALS)) {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT DISTINCT session FROM " + table.title() + " WHERE runner = ?")) {
                select.setString(1, StoreText.encode(runner));
                try (ResultSet result = select.executeQuery()) {
                    while (result.next()) {
                        found.add(StoreText.decode(result.getString(1)));
                    }
                }
            }
        }
        found.retainAll(sessions);
        for (String session : found) {
            forget(session);
        }
        return List.copyOf(found);
    }

    private void forget(String session) throws SQLException {
        for (String rows : ROWS) {
            update(rows, nobody, session, runner);
        }
        // A board rests on events of everyone on it.
        update("UPDATE standings SET event_ids = '[]' WHERE session = ?", session);
        for (String team : teams(session)) {
            String without = TextLists.renamed(team, runner, nobody);
            if (!without.equals(team)) {
                update("UPDATE standings SET team = ? WHERE session = ? AND team = ?", without, session, team);
            }
        }
    }

    private List<String> teams(String session) throws SQLException {
        var teams = new ArrayList<String>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT DISTINCT team FROM standings WHERE session = ? AND team IS NOT NULL")) {
            select.setString(1, StoreText.encode(session));
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    teams.add(StoreText.decode(result.getString(1)));
                }
            }
        }
        return teams;
    }

    private void update(String statement, String... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                update.setString(i + 1, StoreText.encode(values[i]));
            }
            update.executeUpdate();
        }
    }
}

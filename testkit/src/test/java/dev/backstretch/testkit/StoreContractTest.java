package dev.backstretch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.sink.LapRow;
import dev.backstretch.sink.RefusedRow;
import dev.backstretch.sink.Row;
import dev.backstretch.sink.SessionRows;
import dev.backstretch.sink.Store;
import dev.backstretch.sink.Table;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store promises. */
abstract class StoreContractTest {
    /** An open store; tests share it and have sessions of their own. */
    abstract Store store() throws Exception;

    private void write(List<Row> rows) throws Exception {
        assertThat(store().write(rows)).isEmpty();
    }

    @Test
    void everyValueComesBackAsItWas() throws Exception {
        var rows = new ArrayList<Row>();
        rows.add(SampleRows.lap("all", SampleRows.AWKWARD, 1, 0, 99.1));
        rows.add(SampleRows.lap("all", "r2", 1, 2, 0.1));
        rows.addAll(SampleRows.board("all", 0, 0));
        rows.addAll(SampleRows.board("all", 1, 3));
        rows.add(SampleRows.alert("all", null, 0));
        rows.add(SampleRows.alert("all", "r2", 1));
        rows.addAll(SampleRows.second("all", "r1", 0, 0, 4, true));
        rows.addAll(SampleRows.second("all", "r1", 1, 0, 9, false));
        write(rows);
        SessionRows found = store().read("all");
        for (Table table : Table.values()) {
            assertThat(found.of(table))
                    .as(table.title())
                    .containsExactlyInAnyOrderElementsOf(SessionRows.of(rows).of(table));
        }
    }

    @Test
    void writingAgainChangesNothing() throws Exception {
        var rows = new ArrayList<Row>();
        rows.add(SampleRows.lap("again", "r1", 1, 0, 99.1));
        rows.add(SampleRows.alert("again", null, 0));
        rows.addAll(SampleRows.board("again", 0, 2));
        rows.addAll(SampleRows.second("again", "r1", 0, 0, 4, true));
        write(rows);
        write(rows);
        assertThat(store().read("again").size()).isEqualTo(rows.size());
    }

    @Test
    void aStaleRevisionThatComesAgainDoesNotHideTheNewest() throws Exception {
        write(List.of(SampleRows.lap("stale", "r1", 1, 0, 100), SampleRows.lap("stale", "r1", 1, 1, 101)));
        write(List.of(SampleRows.lap("stale", "r1", 1, 0, 100)));
        assertThat(store().read("stale").newestLaps())
                .singleElement()
                .isEqualTo(SampleRows.lap("stale", "r1", 1, 1, 101));
        assertThat(store().read("stale").laps()).hasSize(2);
    }

    @Test
    void aRunnersLapsComeFromTheSessionsThatAreAskedForInTheirNewestRevision() throws Exception {
        write(List.of(
                SampleRows.lap("past-1", "r1", 1, 0, 100),
                SampleRows.lap("past-1", "r1", 1, 1, 101),
                SampleRows.lap("past-1", "r2", 1, 0, 102),
                SampleRows.lap("past-2", "r1", 1, 0, 103),
                SampleRows.lap("another-camps", "r1", 1, 0, 104)));
        assertThat(store().laps("r1", List.of("past-1", "past-2", "never")))
                .containsExactlyInAnyOrder(
                        ((LapRow) SampleRows.lap("past-1", "r1", 1, 1, 101)).lap(),
                        ((LapRow) SampleRows.lap("past-2", "r1", 1, 0, 103)).lap());
        assertThat(store().laps("nobody", List.of("past-1"))).isEmpty();
    }

    @Test
    void whatARunnersSessionsCameToIsToldOfEachByItsNewestRow() throws Exception {
        var rows = new ArrayList<Row>();
        rows.addAll(SampleRows.second("came-1", "r1", 0, 0, 1, true));
        rows.addAll(SampleRows.second("came-1", "r1", 10, 0, 2, true));
        rows.addAll(SampleRows.second("came-1", "r2", 10, 0, 2, true));
        rows.addAll(SampleRows.second("came-2", "r1", 0, 0, 1, true));
        rows.addAll(SampleRows.second("came-elsewhere", "r1", 0, 0, 1, true));
        rows.addAll(SampleRows.board("came-1", 0, 2));
        rows.addAll(SampleRows.board("came-1", 1, 2));
        rows.add(SampleRows.alert("came-1", "r1", 0));
        rows.add(SampleRows.alert("came-1", "r1", 1));
        rows.add(SampleRows.alert("came-1", "r2", 0));
        write(rows);
        List<String> asked = List.of("came-1", "came-2", "never");

        assertThat(store().totals("r1", asked))
                .extracting(row -> row.sessionId() + " " + row.frame())
                .containsExactlyInAnyOrder("came-1 2", "came-2 1");
        assertThat(store().standings("ratio", "r1", asked)).singleElement().satisfies(row -> {
            assertThat(row.revision()).isEqualTo(1);
            assertThat(row.row()).isNotNull();
        });
        assertThat(store().standings("laps", "r1", asked)).isEmpty();
        assertThat(store().standings("ratio", "r3", asked)).isEmpty();
        assertThat(store().alerts("r1", asked))
                .singleElement()
                .satisfies(row -> assertThat(row.alert().revision()).isEqualTo(1));
    }

    @Test
    void ofTwoRowsWithOneKeyTheLaterStandsInOneWriteAndInTwo() throws Exception {
        var rows = new ArrayList<Row>();
        rows.addAll(SampleRows.second("later", "r1", 0, 0, 1, false));
        rows.addAll(SampleRows.second("later", "r1", 0, 0, 2, false));
        write(rows);
        assertThat(store().read("later").seconds())
                .singleElement()
                .isEqualTo(SampleRows.second("later", "r1", 0, 0, 2, false).get(0));
        write(SampleRows.second("later", "r1", 0, 0, 3, false));
        assertThat(store().read("later").seconds())
                .singleElement()
                .isEqualTo(SampleRows.second("later", "r1", 0, 0, 3, false).get(0));
    }

    @Test
    void onlyTheCulpritIsRefusedAndSaysWhy() throws Exception {
        Row sound = SampleRows.lap("culprit", "r1", 1, 0, 99.1);
        Row alsoSound = SampleRows.lap("culprit", "r3", 1, 0, 99.1);
        Row withZero = SampleRows.lap("culprit", "r\0", 1, 0, 99.1);
        Row endless = SampleRows.lap("culprit", "r4", 1, 0, Double.POSITIVE_INFINITY);
        List<RefusedRow> refused = store().write(List.of(sound, withZero, endless, alsoSound));
        assertThat(refused).extracting(RefusedRow::row).containsExactly(withZero, endless);
        assertThat(refused).extracting(RefusedRow::field).containsExactly("runner", "lap_seconds");
        assertThat(refused).extracting(RefusedRow::reason).containsExactly("STORE_TEXT", "STORE_NUMBER");
        assertThat(store().read("culprit").of(Table.LAPS)).containsExactlyInAnyOrder(sound, alsoSound);
    }

    @Test
    void oneSessionDoesNotSeeAnother() throws Exception {
        write(List.of(SampleRows.lap("mine", "r1", 1, 0, 1), SampleRows.lap("mine2", "r1", 1, 0, 2)));
        assertThat(store().read("mine").laps()).hasSize(1);
        assertThat(store().read("nobody's").size()).isZero();
    }
}

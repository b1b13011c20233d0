package dev.backstretch.sink;

import static dev.backstretch.sink.Sessions.START;
import static dev.backstretch.sink.Sessions.entry;
import static dev.backstretch.sink.Sessions.frame;
import static dev.backstretch.sink.Sessions.lap;
import static dev.backstretch.sink.Sessions.standings;
import static dev.backstretch.sink.Sessions.totals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.Rejection;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeRowsTest {
    @Test
    void eachRevisionOfALapIsARowOfItsOwn() {
        List<Row> rows = OutcomeRows.settled(List.of(
                new LapRow(lap("s", "r1", 1, 0)), new LapRow(lap("s", "r1", 1, 1)), new LapRow(lap("s", "r1", 1, 0))));
        assertThat(rows).extracting(row -> row.key().revision()).containsExactly(0, 1);
    }

    @Test
    void entriesOfOneSecondAndRevisionAreOneRowThatTheNewestFrameFills() {
        var rows = new ArrayList<Row>();
        rows.addAll(OutcomeRows.of(frame("s", 1, entry("r1", START.plusMillis(100), 0, 3.0, null))));
        rows.addAll(OutcomeRows.of(frame("s", 2, entry("r1", START.plusMillis(999), 0, 4.0, null))));
        rows.addAll(OutcomeRows.of(frame("s", 3, entry("r1", START.plusMillis(1000), 0, 5.0, null))));
        rows.addAll(OutcomeRows.of(frame("s", 4, entry("r1", START.plusMillis(100), 1, 6.0, null))));
        assertThat(OutcomeRows.settled(rows))
                .extracting(row -> ((SecondRow) row).frame())
                .containsExactly(2L, 3L, 4L);
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.at()).isEqualTo(row.at().truncatedTo(ChronoUnit.SECONDS)));
    }

    @Test
    void totalsOfAKeyFrameAreNotLostToTheNextFrameOfTheSameSecond() {
        var rows = new ArrayList<Row>();
        rows.addAll(OutcomeRows.of(frame("s", 1, entry("r1", START, 0, 3.0, totals(60)))));
        rows.addAll(OutcomeRows.of(frame("s", 2, entry("r1", START.plusMillis(200), 0, 3.1, null))));
        SessionRows settled = SessionRows.of(OutcomeRows.settled(rows));
        assertThat(settled.seconds()).extracting(SecondRow::frame).containsExactly(2L);
        assertThat(settled.totals()).extracting(TotalsRow::totals).containsExactly(totals(60));
    }

    @Test
    void runnersWhoShareAPlaceHaveRowsOfTheirOwn() {
        List<Row> rows = OutcomeRows.of(standings("s", 4, "r1", "r2"));
        assertThat(OutcomeRows.settled(rows)).hasSize(2);
        assertThat(rows)
                .extracting(row -> ((StandingRow) row).eventIds())
                .containsExactly(List.of("a", "b"), List.of());
    }

    @Test
    void aBoardWithoutRowsStillLeavesATrace() {
        assertThat(OutcomeRows.of(standings("s", 0)))
                .singleElement()
                .extracting(row -> ((StandingRow) row).positions())
                .isEqualTo(0);
    }

    @Test
    void rejectionsStayInTheirTopic() {
        assertThat(OutcomeRows.of(new Rejection(
                        "s", null, null, "fold", "UNKNOWN_RUNNER", null, null, "", START, null, -1, -1, new byte[0])))
                .isEmpty();
    }

    @Test
    void runnersAndItemsWithSeparatorsInTheirNamesDoNotCollide() {
        assertThat(new LapRow(lap("s|a", "b", 1, 0)).key()).isNotEqualTo(new LapRow(lap("s", "a|b", 1, 0)).key());
    }

    /** Else no lap of the topic would be that of the store. */
    @Test
    void whatTheStoreKeepsNotOfALapIsNotInItsRow() {
        LapOutcome plain = lap("s", "r1", 1, 0);
        var evidence = new Lineage(
                plain.lineage().eventIds(),
                plain.lineage().sessionPosition(),
                List.of(new Lineage.Passing(MarkSource.CHIP, START, 0.2, 1)));
        assertThat(new LapRow(plain.restingOn(evidence).by(new CoachCorrection("e9", "C1", "missed-read"))))
                .isEqualTo(new LapRow(plain));
    }

    @Test
    void listsOfAnyTextComeBackAsTheyWere() {
        List<String> ids = List.of("a,b", "c\"d", "", "ü\n🏃", "[", "]");
        assertThat(TextLists.read(TextLists.write(ids))).isEqualTo(ids);
        assertThat(TextLists.read(TextLists.write(List.of()))).isEmpty();
        assertThat(TextLists.readCounts(TextLists.writeCounts(totals(1).flags())))
                .isEqualTo(totals(1).flags());
    }

    @Test
    void settingsRefuseWhatCannotWorkAndKeepTheSecret() {
        var store = new StoreSettings("127.0.0.1:9000", "127.0.0.1:8812", "u", "hush", Duration.ofSeconds(1));
        assertThat(SinkSettings.of("127.0.0.1:9092", store).toString()).doesNotContain("hush");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StoreSettings("nowhere", "127.0.0.1:1", "", "", Duration.ofSeconds(1)))
                .withMessageContaining("httpAddress");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SinkSettings.of(" ", store))
                .withMessageContaining("bootstrapServers");
    }
}

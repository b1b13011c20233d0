package dev.backstretch.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.Correction;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.outcome.Standings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What would move, before it does. */
final class CorrectionPreviewTest {
    private final List<RunEvent> log = new ArrayList<>();
    private int ids;

    private RunEvent event(double second, @Nullable String runner, EventBody body) {
        return new RunEvent(
                "e" + ids++,
                "s",
                runner,
                SessionScript.at(second),
                SessionScript.at(second),
                Origin.of(Origin.Kind.COACH),
                body);
    }

    private void chips(String runner, double... seconds) {
        for (double second : seconds) {
            log.add(event(second, runner, new EventBody.Chip(runner, null, Double.NaN)));
        }
    }

    /** Two who ran both laps, a in 1.6 and b in 1.8 times the forward lap. */
    private void challenge() {
        log.add(event(
                0,
                null,
                new EventBody.SessionOpened(
                        "camp", "quarter-mile-twice", null, List.of(), SessionClock.SIMULATED, false, null, "UTC")));
        for (String runner : List.of("a", "b")) {
            log.add(event(
                    0,
                    runner,
                    new EventBody.Join(
                            null,
                            null,
                            null,
                            null,
                            null,
                            LapRule.LINE,
                            402.336,
                            null,
                            null,
                            190.0,
                            false,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null)));
        }
        log.add(event(0, null, new EventBody.Gun(null)));
        chips("a", 0, 100, 220, 380);
        chips("b", 0, 100, 220, 400);
    }

    private CorrectionPreview preview(String runner, Correction correction) {
        return CorrectionPreview.of("s", log, event(405, runner, correction));
    }

    @Test
    void a_void_takes_the_first_place_and_the_other_moves_up() {
        challenge();
        CorrectionPreview preview =
                preview("a", new Correction(Correction.Action.VOID, 2, null, null, null, "c1", null));
        assertThat(preview.position()).isEqualTo(log.size());
        assertThat(preview.rejection()).isNull();
        List<CorrectionPreview.Move> ratio = preview.moves().stream()
                .filter(move -> move.board().equals("ratio"))
                .toList();
        assertThat(ratio).extracting(CorrectionPreview.Move::runnerId).containsExactly("a", "b");
        Standings.Row before = row(ratio.get(0).before());
        assertThat(before.place()).isEqualTo(1);
        assertThat(before.value()).isCloseTo(1.6, within(0.01));
        assertThat(row(ratio.get(0).after()).value()).isNaN();
        assertThat(row(ratio.get(1).before()).place()).isEqualTo(2);
        assertThat(row(ratio.get(1).after()).place()).isEqualTo(1);
    }

    @Test
    void what_changes_nothing_moves_nobody() {
        challenge();
        CorrectionPreview preview =
                preview("a", new Correction(Correction.Action.UNDO, null, null, null, "never", "c1", null));
        assertThat(preview.moves()).isEmpty();
        assertThat(preview.unmoved()).isEqualTo(2);
    }

    @Test
    void what_would_be_refused_says_why() {
        challenge();
        CorrectionPreview preview =
                preview("a", new Correction(Correction.Action.SWAP, null, null, "nobody", null, "c1", null));
        assertThat(preview.rejection()).isNotNull();
        assertThat(preview.moves()).isEmpty();
    }

    @Test
    void it_is_what_the_fold_then_says() {
        challenge();
        RunEvent correction = event(405, "b", new Correction(Correction.Action.VOID, 2, null, null, null, "c1", null));
        CorrectionPreview preview = CorrectionPreview.of("s", log, correction);
        log.add(correction);
        CorrectionPreview after = CorrectionPreview.of(
                "s",
                log,
                event(406, "b", new Correction(Correction.Action.UNDO, null, null, null, "never", "c1", null)));
        assertThat(after.moves()).isEmpty();
        assertThat(preview.moves()).isNotEmpty();
        assertThat(CorrectionPreview.of(
                                "s",
                                log,
                                event(
                                        407,
                                        "b",
                                        new Correction(
                                                Correction.Action.UNDO,
                                                null,
                                                null,
                                                null,
                                                correction.eventId(),
                                                "c1",
                                                null)))
                        .moves())
                .as("an undo moves the same rows back")
                .extracting(move -> move.board() + " " + move.runnerId())
                .containsExactlyElementsOf(preview.moves().stream()
                        .map(move -> move.board() + " " + move.runnerId())
                        .toList());
    }

    @Test
    void the_morning_after_it_is_what_a_settled_replay_would_say() {
        challenge();
        log.add(event(500, null, new EventBody.Control(EventBody.Control.Action.CLOSE)));
        RunEvent voided =
                event(40_000, "a", new Correction(Correction.Action.VOID, 2, null, null, null, "c1", "wrong-bib"));
        CorrectionPreview preview = CorrectionPreview.of("s", log, voided);

        assertThat(preview.position()).isEqualTo(log.size());
        assertThat(preview.moves())
                .extracting(move -> move.board() + " " + move.runnerId())
                .contains("ratio a", "ratio b", "laps a");

        log.add(voided);
        CorrectionPreview undo = CorrectionPreview.of(
                "s",
                log,
                event(
                        40_010,
                        "a",
                        new Correction(Correction.Action.UNDO, null, null, null, voided.eventId(), "c1", null)));
        assertThat(undo.moves())
                .as("reckoned from what was corrected before, it puts the same rows back")
                .extracting(move -> move.board() + " " + move.runnerId())
                .containsExactlyElementsOf(preview.moves().stream()
                        .map(move -> move.board() + " " + move.runnerId())
                        .toList());
        assertThat(CorrectionPreview.of(
                                "s",
                                log,
                                event(
                                        40_020,
                                        "a",
                                        new Correction(Correction.Action.SWAP, null, null, "nobody", null, "c1", null)))
                        .rejection())
                .isNotNull();
    }

    private static Standings.Row row(Standings.@Nullable Row row) {
        if (row == null) {
            throw new AssertionError("no row");
        }
        return row;
    }
}

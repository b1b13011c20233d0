package dev.backstretch.replay.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FiguresTest {
    private static Errors errors(double... errors) {
        var all = new Errors();
        for (double error : errors) {
            all.add(error);
        }
        return all;
    }

    @Test
    void aQuantileIsAnErrorThatWasMadeAndSignsDoNotCount() {
        Errors errors = errors(-4, 1, Double.NaN, 3, -2);
        assertThat(errors.count()).as("an unknown error is none").isEqualTo(4);
        assertThat(errors.quantile(0.5)).isEqualTo(2);
        assertThat(errors.quantile(0.51)).isEqualTo(3);
        assertThat(errors.worst()).isEqualTo(4);
        assertThat(errors.mean()).isEqualTo(2.5);
        assertThat(new Errors().quantile(0.9)).isNaN();
        assertThat(new Errors().mean()).isNaN();
    }

    @Test
    void theWorstFileHasTheMostErrorsBeyondTheBound() {
        var errors = new ErrorsByFile();
        errors.add("one-large", 90);
        errors.add("two-small", 2);
        errors.add("two-small", -3);
        assertThat(errors.worst(1, List.of())).isEqualTo("two-small");
        assertThat(errors.worst(1, List.of("two-small"))).isEqualTo("one-large");
        assertThat(errors.beyond("two-small", 2)).as("a bound may be reached").isEqualTo(1);
        assertThat(errors.without(List.of("one-large")).worst()).isEqualTo(3);
    }

    private static Figure figure(double value, Figure.Bound bound) {
        return new Figure("s", "n", value, "s", bound, 1);
    }

    @Test
    void aBoundMayBeReachedAndNothingMeasuredBreaksNone() {
        assertThat(figure(1.5, Figure.Bound.atMost(1.5)).kept()).isTrue();
        assertThat(figure(1.51, Figure.Bound.atMost(1.5)).kept()).isFalse();
        assertThat(figure(99, Figure.Bound.atLeast(99)).kept()).isTrue();
        assertThat(figure(98.9, Figure.Bound.atLeast(99)).kept()).isFalse();
        assertThat(figure(92.9, new Figure.Bound(93, 98)).kept()).isFalse();
        assertThat(figure(98.1, new Figure.Bound(93, 98)).kept()).isFalse();
        assertThat(figure(Double.NaN, Figure.Bound.atMost(1)).kept()).isTrue();
    }

    @Test
    void threeFilesMayBreakABoundAndAFourthMayNot() {
        var table = new Figures();
        for (String file : List.of("a", "b", "c")) {
            table.breaks("elapsed", file, "2 s");
        }
        table.breaks("zones", "d", "3 %");
        assertThat(table.good()).as("each bound by itself").isTrue();
        table.breaks("elapsed", "d", "2 s");
        assertThat(table.good()).isFalse();
    }

    @Test
    void tableAndJsonSayWhatIsBroken() {
        var table = new Figures();
        table.add(figure(2, Figure.Bound.atMost(1.5)));
        table.breaks("elapsed", "run.fit", "2 s, at most 1.5");
        var text = new StringWriter();
        table.print(new PrintWriter(text));
        assertThat(text.toString())
                .contains("| n | 2 s | ≤ 1.500 **broken** | 1 |")
                .contains("- run.fit: 2 s, at most 1.5");
        assertThat(table.json().toString())
                .contains("\"value\":2.0,\"unit\":\"s\",\"most\":1.5,\"kept\":false")
                .contains("\"files\":{\"run.fit\":\"2 s, at most 1.5\"}")
                .endsWith("\"good\":false}");
    }
}

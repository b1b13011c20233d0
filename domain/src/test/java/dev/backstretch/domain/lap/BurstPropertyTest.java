package dev.backstretch.domain.lap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BurstPropertyTest {
    private static final double LAP_METERS = 400;

    @Provide
    Arbitrary<List<Mark>> reads() {
        Arbitrary<Long> tenths = Arbitraries.longs().between(0, 60);
        Arbitrary<Integer> strengths = Arbitraries.integers().between(-70, -60);
        return Combinators.combine(tenths, strengths)
                .as((tenth, strength) -> new Mark(
                        MarkSource.CHIP,
                        tenth * Micros.PER_SECOND / 10,
                        Mark.CHIP_SIGMA_SECONDS,
                        0,
                        tenth,
                        0,
                        strength,
                        false,
                        List.of("chip-" + tenth + "-" + strength)))
                .list()
                .ofMinSize(2)
                .ofMaxSize(12);
    }

    @Property(tries = 500, maxDiscardRatio = 20)
    void theNewestReadOfABurstChangesNoPassingWhenAnotherOutshinesIt(@ForAll("reads") List<Mark> reads) {
        List<Mark> all = new ArrayList<>(reads);
        all.sort(Comparator.comparingLong(Mark::micros));
        Mark newest = all.get(all.size() - 1);
        List<Mark> before = all.subList(0, all.size() - 1);
        Assume.that(before.get(before.size() - 1).micros() < newest.micros());
        Assume.that(before.stream().anyMatch(read -> Fusion.outshines(read, newest)));

        assertThat(Fusion.of(all, LAP_METERS)).isEqualTo(Fusion.of(before, LAP_METERS));
    }
}

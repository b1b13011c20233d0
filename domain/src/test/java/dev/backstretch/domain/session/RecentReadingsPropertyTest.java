package dev.backstretch.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RecentReadingsPropertyTest {
    /** "Aa" and "BB" have one hash, and so has every row of them: most of these ids stand in each other's way. */
    @Provide
    Arbitrary<List<String>> ids() {
        Arbitrary<String> alike =
                Arbitraries.of("Aa", "BB").list().ofMinSize(1).ofMaxSize(6).map(parts -> String.join("", parts));
        Arbitrary<String> counted = Arbitraries.integers().between(0, 200).map(number -> "r-%06d".formatted(number));
        return Arbitraries.oneOf(alike, counted).list().ofMaxSize(400);
    }

    @Property(tries = 200)
    void keepsAndForgetsAsAMapDoes(@ForAll("ids") List<String> ids) {
        RecentReadings readings = new RecentReadings();
        Map<String, Reading> map = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            int hash = RecentReadings.hash(id);
            Reading kept = map.get(id);
            assertThat(readings.find(id)).isSameAs(kept);
            if (kept == null) {
                Reading reading = SessionScript.speed(i, 3);
                Reading named = new Reading(
                        id,
                        reading.observedAt(),
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        i,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        List.of());
                map.put(id, named);
                readings.keep(named, hash);
            } else {
                map.remove(id);
                readings.forget(kept, hash);
            }
        }
        for (String id : ids) {
            assertThat(readings.find(id)).isSameAs(map.get(id));
        }
    }
}

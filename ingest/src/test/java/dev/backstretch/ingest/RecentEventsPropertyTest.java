package dev.backstretch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.ingest.RecentEvents.Seen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class RecentEventsPropertyTest {
    private static final List<CompletableFuture<?>> WRITES =
            List.of(new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());

    /** One thing that is asked: of runner 0 to 2 (0 is nobody), to remember or, rarely, to forget. */
    record Asked(int runner, int event, int write, boolean forget) {
        @Nullable
        String runnerId() {
            return runner == 0 ? null : "r" + runner;
        }

        String eventId() {
            return "e" + event;
        }

        String key() {
            return runner + "|" + event;
        }
    }

    @Property(tries = 500)
    void a_repeat_is_known_as_long_as_it_is_among_the_newest(
            @ForAll("questions") List<Asked> questions, @ForAll @IntRange(min = 1, max = 300) int limit) {
        var recent = new RecentEvents(limit);
        Map<String, Seen> known = new LinkedHashMap<>();
        // Places of what was forgotten are used up, too, until their turn comes.
        Map<Integer, String> ring = new LinkedHashMap<>();
        int next = 0;
        for (Asked asked : questions) {
            CompletableFuture<?> write = WRITES.get(asked.write());
            Seen before = known.get(asked.key());
            if (asked.forget()) {
                recent.forget(asked.runnerId(), asked.eventId(), write);
                if (before != null && before.write() == write) {
                    known.remove(asked.key());
                    ring.values().remove(asked.key());
                }
                continue;
            }
            int content = next;
            assertThat(recent.remember(asked.runnerId(), asked.eventId(), content, write))
                    .isEqualTo(before);
            if (before == null) {
                known.put(asked.key(), new Seen(content, write));
                String old = ring.remove(next - limit);
                if (old != null) {
                    known.remove(old);
                }
                ring.put(next, asked.key());
                next++;
            }
            assertThat(recent.size()).isEqualTo(known.size());
        }
    }

    @Provide
    Arbitrary<List<Asked>> questions() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 400),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 9).map(one -> one == 0))
                .as(Asked::new)
                .list()
                .ofMaxSize(1_500);
    }
}

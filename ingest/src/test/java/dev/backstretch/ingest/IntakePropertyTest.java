package dev.backstretch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IntakePropertyTest {
    /** One item to be: of runner 0 to 3 (3 is a stranger), with an id that may repeat, good or bad. */
    record Sent(int runner, int id, boolean possible) {}

    @Property(tries = 200)
    void what_is_received_is_accepted_rejected_or_duplicate(@ForAll("requests") List<List<Sent>> requests) {
        var log = new MemoryLog();
        var meters = new SimpleMeterRegistry();
        var directory = new SessionDirectory(100_000);
        log.tell(directory);
        LiveSession session = directory.learn(Given.head(Given.SESSION, Given.NOW));
        var intake = new Intake(log, log, new PeopleDirectory(), new IntakeCounters(meters), Long.MAX_VALUE);
        for (int runner = 0; runner < 3; runner++) {
            log.put(Given.join("r" + runner, null, null));
        }
        int sent = 0;
        Set<Sent> good = new HashSet<>();
        for (List<Sent> request : requests) {
            List<Item> items = new ArrayList<>();
            for (Sent item : request) {
                items.add(Given.item(items.size(), event(item)));
                if (item.possible() && item.runner() < 3) {
                    good.add(item);
                }
            }
            BatchAnswer answer = intake.take(Given.batch(session, items))
                    .toCompletableFuture()
                    .join();
            sent += request.size();

            assertThat(answer.received()).isEqualTo(request.size());
        }

        assertThat(sum(meters, IntakeCounters.RECEIVED)).isEqualTo(sent);
        assertThat(sum(meters, IntakeCounters.ACCEPTED)
                        + sum(meters, IntakeCounters.REJECTED)
                        + sum(meters, IntakeCounters.DUPLICATES))
                .isEqualTo(sent);
        assertThat(sum(meters, IntakeCounters.ACCEPTED))
                .as("each good reading once")
                .isEqualTo(good.size());
        assertThat(log.rejections()).hasSize((int) sum(meters, IntakeCounters.REJECTED));
    }

    @Property(tries = 200)
    void packing_loses_nothing_doubles_nothing_and_keeps_each_runners_order(
            @ForAll("requests") List<List<Sent>> requests) {
        List<RunEvent> events = new ArrayList<>();
        requests.forEach(request -> request.forEach(item -> events.add(event(item))));

        List<RunEvent> packed = DeliveryPacker.pack(events);

        assertThat(readingsByRunner(packed)).isEqualTo(readingsByRunner(events));
        assertThat(packed).allSatisfy(event -> assertThat(((EventBody.Readings) event.body()).readings())
                .hasSizeBetween(1, 64));
        assertThat(packed.size()).isLessThanOrEqualTo(events.size());
    }

    private static Map<String, List<Reading>> readingsByRunner(List<RunEvent> events) {
        Map<String, List<Reading>> readings = new HashMap<>();
        for (RunEvent event : events) {
            readings.computeIfAbsent(Objects.requireNonNull(event.runnerId()), runner -> new ArrayList<>())
                    .addAll(((EventBody.Readings) event.body()).readings());
        }
        return readings;
    }

    private static RunEvent event(Sent item) {
        return Given.readingOf(
                "r" + item.runner(),
                "id-" + item.id() + "-" + item.possible(),
                Given.NOW.plusSeconds(item.id()),
                item.possible() ? 18.7 : 91,
                150);
    }

    private static double sum(SimpleMeterRegistry meters, String name) {
        return meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
    }

    @Provide
    Arbitrary<List<List<Sent>>> requests() {
        Arbitrary<Sent> item = Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(5, Arbitraries.just(true)),
                                net.jqwik.api.Tuple.of(1, Arbitraries.just(false))))
                .as(Sent::new);
        return item.list().ofMaxSize(200).list().ofMaxSize(5);
    }
}

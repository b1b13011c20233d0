package dev.backstretch.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.plan.Adherence;
import dev.backstretch.domain.plan.GroupClock;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.plan.Ran;
import dev.backstretch.domain.plan.Span;
import dev.backstretch.domain.standing.Board;
import dev.backstretch.domain.standing.Contender;
import dev.backstretch.domain.standing.Placing;
import dev.backstretch.domain.standing.Ranking;
import dev.backstretch.domain.time.Micros;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The vectors of plans and boards. {@code -Dbackstretch.vectors=FILE} tries another file of the same form. */
class PlansAndBoardsVectorTest {
    @TestFactory
    Stream<DynamicTest> an_interval_plan_has_its_work_parts_in_turn() throws IOException {
        return each("plan", "total_min", (inputs, expected, tolerance) -> {
            long total = inputs.get("total_min").asLong() * 60 * Micros.PER_SECOND;
            GroupClock clock = new GroupClock();
            clock.start(0);
            List<Span> work = clock.plannedWork(Plans.THIRTY_THIRTY.lasting(total), null, Ran.NOTHING, 0, 2 * total);
            assertThat(work).hasSize(expected.get("n").asInt());
            assertThat(work.get(0)).isEqualTo(span(expected.get("first")));
            assertThat(work.get(work.size() - 1)).isEqualTo(span(expected.get("last")));
        });
    }

    @TestFactory
    Stream<DynamicTest> adherence_is_right_seconds_of_planned_seconds() throws IOException {
        return each("plan", "planned", (inputs, expected, tolerance) -> assertThat(
                        Adherence.of(spans(inputs.get("planned")), spans(inputs.get("done")))
                                .share())
                .isCloseTo(expected.asDouble(), within(tolerance)));
    }

    @TestFactory
    Stream<DynamicTest> equals_share_a_place_and_the_next_is_skipped() throws IOException {
        return each("board", "values_ms", (inputs, expected, tolerance) -> {
            List<Contender> contenders = new ArrayList<>();
            for (JsonNode value : inputs.get("values_ms")) {
                contenders.add(
                        Contender.of("r" + contenders.size()).withLaps(1, new Estimate(value.asDouble() / 1000, 0)));
            }
            List<Placing> rows = Ranking.of(Board.LAPS, contenders);
            for (int i = 0; i < expected.size(); i++) {
                String id = "r" + i;
                assertThat(rows)
                        .filteredOn(row -> row.id().equals(id))
                        .extracting(Placing::place)
                        .containsExactly(expected.get(i).asInt());
            }
        });
    }

    private static List<Span> spans(JsonNode rows) {
        List<Span> spans = new ArrayList<>();
        for (JsonNode row : rows) {
            spans.add(span(row));
        }
        return spans;
    }

    private static Span span(JsonNode row) {
        return new Span(
                Micros.ofSeconds(row.get(0).asDouble()),
                Micros.ofSeconds(row.get(1).asDouble()),
                Facing.valueOf(row.get(2).asText()));
    }

    private interface Check {
        void of(JsonNode inputs, JsonNode expected, double tolerance);
    }

    private static Stream<DynamicTest> each(String group, String input, Check check) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors().get("vectors")) {
            JsonNode inputs = vector.get("inputs");
            if (vector.get("group").asText().equals(group) && inputs.has(input)) {
                tests.add(DynamicTest.dynamicTest(
                        vector.get("id").asText() + " " + vector.get("name").asText(),
                        () -> check.of(
                                inputs,
                                vector.get("expected"),
                                vector.get("tolerance").asDouble())));
            }
        }
        if (System.getProperty("backstretch.vectors") == null) {
            assertThat(tests).as("vectors of group " + group).isNotEmpty();
        }
        return tests.stream();
    }

    private static JsonNode vectors() throws IOException {
        String other = System.getProperty("backstretch.vectors");
        if (other != null) {
            return new ObjectMapper().readTree(Files.readString(Path.of(other)));
        }
        try (InputStream own = Objects.requireNonNull(
                PlansAndBoardsVectorTest.class.getResourceAsStream("/vectors.json"),
                "vectors.json on the class path")) {
            return new ObjectMapper().readTree(own);
        }
    }
}

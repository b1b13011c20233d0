package dev.backstretch.schemas.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.backstretch.domain.plan.Aim;
import dev.backstretch.domain.plan.Goal;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.PlanStep;
import dev.backstretch.domain.plan.PlannedFacing;
import dev.backstretch.domain.plan.Plans;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlanFileTest {
    static Stream<String> builtIn() {
        return Plans.builtIn().stream().map(Plan::name);
    }

    private static String yamlOf(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                PlanFile.class.getResourceAsStream("builtin/" + name + ".yaml"), "a file for the plan " + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Plan good(String yaml) {
        PlanFile.Read read = PlanFile.read(yaml);
        assertThat(read).isInstanceOf(PlanFile.Read.Good.class);
        return ((PlanFile.Read.Good) read).plan();
    }

    private static List<String> faults(String yaml) {
        return PlanFile.read(yaml) instanceof PlanFile.Read.Bad bad
                ? bad.faults().stream().map(PlanFault::message).toList()
                : List.of();
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void a_built_in_plan_is_what_its_file_says(String name) throws IOException {
        assertThat(good(yamlOf(name))).isEqualTo(Plans.named(name).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void the_schema_accepts_every_built_in_plan(String name) throws IOException {
        assertThat(new PlanSchema().accepts(new YAMLMapper().readTree(yamlOf(name))))
                .isTrue();
    }

    @Test
    void a_plan_of_ones_own_needs_a_name_and_steps() {
        Plan plan = good("""
                name: hill
                steps:
                  - {kind: RUN, facing: FORWARD, meters: 1_200}
                  - {kind: REST, seconds: 1.5}
                """);
        assertThat(plan.source()).isEqualTo("own");
        assertThat(plan.rounds()).isEqualTo(1);
        assertThat(plan.aim()).isEqualTo(Aim.NONE);
        assertThat(plan.steps())
                .containsExactly(
                        PlanStep.of(PlanStep.Kind.RUN, PlannedFacing.FORWARD, new Goal.Distance(1200)),
                        PlanStep.of(PlanStep.Kind.REST, PlannedFacing.ANY, new Goal.Time(1_500_000)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "name: X                            | line 1: name \"X\": 1 to 64 lower-case letters",
                "source: own                        | line 1: name: is missing: add a line such as name: my-plan",
                "name: [a]                          | line 1: name \"a list\": is one line of text",
                "{name: x, stepps: []}              | line 1: stepps: is not known here: leave it out",
                "{name: x, rounds: -1}              | line 1: rounds \"-1\": is a number at least 0 and at most 10000",
                "{name: x, rounds: 1.5}             | line 1: rounds \"1.5\": is a whole number",
                "{name: x, rounds: two}             | line 1: rounds \"two\": is a number at least 0",
                "{name: x, teamSize: 2}             | line 1: teamSize \"2\": at least 3, not 2",
                "{name: x, aim: RATIO}              | line 1: aim \"RATIO\": is a mapping such as {measure",
                "{name: x, aim: {}}                 | line 1: aim.measure: is missing: one of NONE, RATIO",
                "{name: x, aim: {measure: SPEED}}   | line 1: aim.measure \"SPEED\": is none of NONE, RATIO",
                "{name: x, aim: {measure: RATIO, below: 0}} | line 1: aim.below \"0\": is a number above 0",
                "{name: x, aim: {measure: RATIO, under: 2}} | line 1: aim.under: is not known here",
                "{name: x, totalSeconds: 600}       | line 1: totalSeconds \"600\": is a list of two numbers",
                "{name: x, totalSeconds: [600]}     | line 1: totalSeconds \"a list\": is a list of two numbers",
                "{name: x, totalSeconds: [9, 6]}    | line 1: totalSeconds \"a list\": the first is more than 0",
                "{name: x, totalSeconds: [6, a]}    | line 1: totalSeconds[1] \"a\": is a number at least 0",
                "{name: x, lastsSeconds: 6}         | line 1: lastsSeconds \"6\": is a choice from totalSeconds",
                "{name: x, totalSeconds: [6, 9], lastsSeconds: 10} | line 1: lasts: from 6.0 to 9.0 s are offered",
                "{name: x, steps: {}}               | line 1: steps \"a mapping\": is a list of steps",
                "{name: x, steps: [LAP]}            | line 1: steps[0] \"LAP\": is a mapping of fields",
                "{name: x, stages: [{}]}            | line 1: stages[0].steps: a stage has steps",
                "{name: x, stages: [{steps: [{kind: RUN}], pace: 3}]} | line 1: stages[0].pace: is not known here",
                "{name: x, stages: [{rounds: 0, steps: [{kind: RUN}]}]} | line 1: stages[0].rounds \"0\": at least 1"
            })
    void each_fault_names_line_field_value_and_remedy(String yaml, String words) {
        assertThat(faults(yaml)).singleElement().asString().startsWith(words);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "facing: FORWARD, seconds: 3        | kind: is missing: one of LAP, WORK",
                "kind: HOP                          | kind \"HOP\": is none of LAP, WORK, RUN",
                "kind: RUN, facing: SIDEWAYS        | facing \"SIDEWAYS\": is none of ANY, FORWARD, BACKWARD",
                "kind: RUN, effort: HARD            | effort \"HARD\": is none of ANY, EASY",
                "kind: RUN, gate: OPEN              | gate \"OPEN\": is none of NONE, BACKWARD",
                "kind: RUN, facing: BACKWARD        | gate: a step that may be run backwards has the gate BACKWARD",
                "kind: REST, facing: FORWARD, seconds: 3 | facing \"FORWARD\": a REST step asks for none",
                "kind: REST                         | seconds: a REST step ends by time; say how long",
                "kind: LAP                          | laps: a LAP step ends after laps; say how many",
                "kind: LAP, laps: 0                 | laps \"0\": at least 1, not 0",
                "kind: LAP, laps: some              | laps \"some\": is a number at least 0",
                "kind: RUN, seconds: 0              | seconds \"0\": is a number above 0 and at most 86400",
                "kind: RUN, seconds: 86401          | seconds \"86401\": is a number above 0 and at most 86400",
                "kind: RUN, seconds: .nan           | seconds \".nan\": is a number above 0",
                "kind: RUN, meters: -5              | meters \"-5\": is a number above 0",
                "kind: RUN, meters: 5, laps: 1      | meters: a step has one goal, and laps is given too",
                "kind: RUN, lapMeters: 0            | lapMeters \"0\": is a number above 0",
                "kind: RUN, capMetersPerSecond: 101 | capMetersPerSecond \"101\": is a number above 0 and at most 100",
                "kind: RUN, allowedSeconds: [1, 2]  | allowedSeconds \"a list\": only a REST step has it",
                "kind: REST, seconds: 3, allowedSeconds: [3, 2] | allowedSeconds \"a list\": the first is at least 0",
                "kind: RUN, cues: upright           | cues \"upright\": is a list such as [upright, head-up]",
                "kind: RUN, cues: [[a]]             | cues[0] \"a list\": is the key of a cue",
                "kind: RUN, cues: ['Head up']       | cues \"a list\": a cue is a key of lower-case letters",
                "kind: RUN, speed: 3                | speed: is not known here: leave it out, or use one of kind"
            })
    void a_fault_of_a_step_names_the_step(String step, String words) {
        String yaml = "name: x\nsteps:\n  - {kind: RUN, seconds: 5}\n  - {" + step + "}\n";
        assertThat(faults(yaml)).singleElement().asString().startsWith("line 4: steps[1]." + words);
    }

    @Test
    void all_faults_are_told_at_once_in_the_order_of_their_lines() {
        assertThat(faults("""
                        name: x
                        rounds: many
                        steps:
                          - kind: HOP
                            seconds: 3
                          - kind: RUN
                            seconds: -3
                            cues: none
                        """))
                .extracting(words -> words.substring(0, words.indexOf(" \"")))
                .containsExactly(
                        "line 2: rounds", "line 4: steps[0].kind", "line 7: steps[1].seconds", "line 8: steps[1].cues");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "''                                 | line 1: file: holds no plan",
                "- a                                | line 1: file: holds no plan",
                "words                              | line 1: file: holds no plan",
                "'name: x\n  bad: [\n'              | line 2: file: not YAML",
                "'name: x\nname: y\n'               | line 2: file: ",
                "'name: x\n---\nname: y\n'          | line 3: file: one plan a file",
                "[[[[[[[[[[1]]]]]]]]]]              | line 1: file: nested too deeply"
            })
    void what_is_no_plan_file_is_told_with_its_line(String yaml, String words) {
        assertThat(faults(yaml)).singleElement().asString().startsWith(words);
    }

    @Test
    void a_file_longer_than_a_page_is_not_read() {
        assertThat(faults("#".repeat(PlanFile.LONGEST + 1)))
                .singleElement()
                .asString()
                .contains("longer than 65536");
        assertThat(good("name: x\n#" + "#".repeat(PlanFile.LONGEST - 9)).name()).isEqualTo("x");
    }

    @Test
    void a_long_value_is_shortened() {
        assertThat(faults("name: x\nrounds: " + "a".repeat(70)))
                .singleElement()
                .asString()
                .contains("\"" + "a".repeat(60) + "…\"");
    }

    @Test
    void an_open_step_is_the_last_one() {
        assertThat(faults("name: x\nsteps:\n  - kind: RUN\n  - kind: RUN\n"))
                .containsExactly("line 3: steps \"a list\": step 1 never ends, so step 2 never starts; "
                        + "give it seconds, laps or meters");
    }

    @Test
    void the_schema_knows_the_fields_that_the_reader_knows() throws IOException {
        JsonNode schema = new PlanSchema().root();
        assertThat(names(schema.get("properties"))).containsExactlyElementsOf(PlanFile.PLAN_FIELDS);
        assertThat(names(schema.at("/properties/aim/properties"))).containsExactlyElementsOf(PlanFile.AIM_FIELDS);
        assertThat(names(schema.at("/properties/stages/items/properties")))
                .containsExactlyElementsOf(PlanFile.STAGE_FIELDS);
        assertThat(names(schema.at("/$defs/step/properties"))).containsExactlyElementsOf(PlanFile.STEP_FIELDS);
        assertThat(texts(schema.at("/$defs/step/properties/kind/enum"))).isEqualTo(names(PlanStep.Kind.values()));
        assertThat(texts(schema.at("/$defs/step/properties/facing/enum"))).isEqualTo(names(PlannedFacing.values()));
        assertThat(texts(schema.at("/$defs/step/properties/effort/enum"))).isEqualTo(names(PlanStep.Effort.values()));
        assertThat(texts(schema.at("/$defs/step/properties/gate/enum"))).isEqualTo(names(PlanStep.Gate.values()));
        assertThat(texts(schema.at("/properties/aim/properties/measure/enum"))).isEqualTo(names(Aim.Measure.values()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: x}",
                "{name: X}",
                "{source: own}",
                "{name: x, stepps: []}",
                "{name: x, rounds: -1}",
                "{name: x, rounds: 1.5}",
                "{name: x, rounds: 0}",
                "{name: x, teamSize: 2}",
                "{name: x, teamSize: 3}",
                "{name: x, aim: {}}",
                "{name: x, aim: {measure: SPEED}}",
                "{name: x, aim: {measure: RATIO, below: 0}}",
                "{name: x, totalSeconds: [600]}",
                "{name: x, totalSeconds: [600, 700]}",
                "{name: x, lastsSeconds: 6}",
                "{name: x, steps: {}}",
                "{name: x, stages: [{}]}",
                "{name: x, stages: [{steps: []}]}",
                "{name: x, stages: [{rounds: 0, steps: [{kind: RUN}]}]}",
                "{name: x, stages: [{rounds: 1, steps: [{kind: RUN}]}]}",
                "{name: x, steps: [{kind: RUN, facing: BACKWARD}]}",
                "{name: x, steps: [{kind: RUN, facing: BACKWARD, gate: BACKWARD}]}",
                "{name: x, steps: [{kind: REST}]}",
                "{name: x, steps: [{kind: REST, seconds: 3, facing: FORWARD}]}",
                "{name: x, steps: [{kind: REST, seconds: 3, allowedSeconds: [1, 5]}]}",
                "{name: x, steps: [{kind: RUN, allowedSeconds: [1, 5]}]}",
                "{name: x, steps: [{kind: LAP}]}",
                "{name: x, steps: [{kind: LAP, laps: 2}]}",
                "{name: x, steps: [{kind: RUN, laps: 2, meters: 3}]}",
                "{name: x, steps: [{kind: RUN, meters: 0}]}",
                "{name: x, steps: [{kind: RUN, seconds: 86401}]}",
                "{name: x, steps: [{kind: RUN, cues: ['Head up']}]}",
                "{name: x, steps: [{kind: RUN, cues: [head-up]}]}"
            })
    void schema_and_reader_agree(String yaml) throws IOException {
        boolean read = PlanFile.read(yaml) instanceof PlanFile.Read.Good;
        assertThat(new PlanSchema().accepts(new YAMLMapper().readTree(yaml))).isEqualTo(read);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> names(Enum<?>[] symbols) {
        return Stream.of(symbols).map(Enum::name).toList();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}

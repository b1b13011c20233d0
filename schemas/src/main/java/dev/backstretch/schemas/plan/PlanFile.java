package dev.backstretch.schemas.plan;

import dev.backstretch.domain.plan.Aim;
import dev.backstretch.domain.plan.Goal;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.PlanStep;
import dev.backstretch.domain.plan.PlanStep.Effort;
import dev.backstretch.domain.plan.PlanStep.Gate;
import dev.backstretch.domain.plan.PlanStep.Kind;
import dev.backstretch.domain.plan.PlanStep.RestWindow;
import dev.backstretch.domain.plan.PlannedFacing;
import dev.backstretch.domain.plan.Stage;
import dev.backstretch.domain.plan.Total;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.schemas.plan.YamlTree.Fields;
import dev.backstretch.schemas.plan.YamlTree.Items;
import dev.backstretch.schemas.plan.YamlTree.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A plan as a YAML file (design D13). All faults are told at once, each with its line, its field, the value and what
 * would be right. The same form as a JSON Schema, for editors: {@value #SCHEMA} beside this class.
 */
public final class PlanFile {
    /** Resource with the JSON Schema of the form. */
    public static final String SCHEMA = "plan.schema.json";

    /** Longest file that is read, in characters: a plan is a page. */
    public static final int LONGEST = 64 * 1024;

    static final List<String> PLAN_FIELDS =
            List.of("name", "source", "aim", "rounds", "totalSeconds", "lastsSeconds", "teamSize", "steps", "stages");
    static final List<String> AIM_FIELDS = List.of("measure", "below");
    static final List<String> STAGE_FIELDS = List.of("rounds", "totalSeconds", "lastsSeconds", "steps");
    static final List<String> STEP_FIELDS = List.of(
            "kind",
            "facing",
            "seconds",
            "laps",
            "meters",
            "effort",
            "lapMeters",
            "capMetersPerSecond",
            "allowedSeconds",
            "cues",
            "gate");

    /** The longest step or plan that is taken: a day. */
    private static final double LONGEST_SECONDS = 86_400;

    private static final double MOST_METERS = 1_000_000;
    private static final int MOST_STEPS = 200;
    private static final int MOST_COUNT = 10_000;

    /** What became of a file. */
    public sealed interface Read {
        /** It is a plan. */
        record Good(Plan plan) implements Read {}

        /** It is none; the faults come by line. */
        record Bad(List<PlanFault> faults) implements Read {
            public Bad {
                faults = List.copyOf(faults);
            }
        }
    }

    private final List<PlanFault> faults = new ArrayList<>();

    private PlanFile() {}

    /** Reads one plan. */
    public static Read read(String yaml) {
        PlanFile file = new PlanFile();
        Plan plan = file.plan(yaml);
        if (plan != null && file.faults.isEmpty()) {
            return new Read.Good(plan);
        }
        file.faults.sort(Comparator.comparingInt(PlanFault::line));
        return new Read.Bad(file.faults);
    }

    private @Nullable Plan plan(String yaml) {
        if (yaml.length() > LONGEST) {
            fault(1, "file", "", "longer than " + LONGEST + " characters: a plan is a page of steps");
            return null;
        }
        YamlTree root;
        try {
            root = YamlTree.parse(yaml);
        } catch (YamlTree.Unreadable unreadable) {
            fault(unreadable.line(), "file", "", String.valueOf(unreadable.getMessage()));
            return null;
        }
        if (!(root instanceof Fields fields)) {
            fault(root == null ? 1 : root.line(), "file", "", "holds no plan: begin with a line such as name: my-plan");
            return null;
        }
        known(fields, "", PLAN_FIELDS);
        String name = required(fields, "name", "");
        String source = text(fields, "source", "");
        Aim aim = aim(fields);
        int rounds = count(fields, "rounds", "", 1);
        Total total = total(fields, "");
        int teamSize = count(fields, "teamSize", "", 0);
        List<PlanStep> steps = steps(fields, "");
        List<Stage> stages = stages(fields);
        if (!faults.isEmpty() || name == null) {
            return null;
        }
        return built(
                fields,
                "",
                () -> new Plan(name, source == null ? "own" : source, steps, rounds, total, aim, teamSize, stages, 0));
    }

    private Aim aim(Fields plan) {
        YamlTree value = plan.fields().get("aim");
        if (value == null) {
            return Aim.NONE;
        }
        if (!(value instanceof Fields aim)) {
            fault(value.line(), "aim", value.describe(), "is a mapping such as {measure: RATIO, below: 2.0}");
            return Aim.NONE;
        }
        known(aim, "aim.", AIM_FIELDS);
        Aim.Measure measure = symbol(aim, "measure", "aim.", Aim.Measure.class, null);
        double below = number(aim, "below", "aim.", 0, Double.MAX_VALUE);
        Aim made = measure == null ? null : built(aim, "aim.", () -> new Aim(measure, below));
        return made == null ? Aim.NONE : made;
    }

    private List<Stage> stages(Fields plan) {
        List<Stage> stages = new ArrayList<>();
        for (Fields stage : mappings(plan, "stages", "", "a list of stages, each with steps")) {
            String path = "stages[" + stages.size() + "].";
            known(stage, path, STAGE_FIELDS);
            int rounds = count(stage, "rounds", path, 1);
            Total total = total(stage, path);
            int before = faults.size();
            List<PlanStep> steps = steps(stage, path);
            Stage made = faults.size() > before ? null : built(stage, path, () -> new Stage(steps, rounds, total));
            if (made != null) {
                stages.add(made);
            }
        }
        return stages;
    }

    private List<PlanStep> steps(Fields parent, String path) {
        List<PlanStep> steps = new ArrayList<>();
        int index = 0;
        for (Fields step : mappings(parent, "steps", path, "a list of steps, each with a kind")) {
            PlanStep made = step(step, path + "steps[" + index++ + "].");
            if (made != null) {
                steps.add(made);
            }
        }
        return steps;
    }

    private @Nullable PlanStep step(Fields step, String path) {
        known(step, path, STEP_FIELDS);
        Kind kind = symbol(step, "kind", path, Kind.class, null);
        PlannedFacing facing = symbol(step, "facing", path, PlannedFacing.class, PlannedFacing.ANY);
        Effort effort = symbol(step, "effort", path, Effort.class, Effort.ANY);
        Gate gate = symbol(step, "gate", path, Gate.class, Gate.NONE);
        double lapMeters = number(step, "lapMeters", path, 0, MOST_METERS);
        double cap = number(step, "capMetersPerSecond", path, 0, 100);
        Goal goal = goal(step, path);
        double[] window = range(step, "allowedSeconds", path);
        List<String> cues = words(step, "cues", path);
        if (kind == null || facing == null || effort == null || gate == null || goal == null) {
            return null;
        }
        return built(
                step,
                path,
                () -> new PlanStep(
                        kind,
                        facing,
                        goal,
                        effort,
                        lapMeters,
                        cap,
                        window == null
                                ? null
                                : new RestWindow(Micros.ofSeconds(window[0]), Micros.ofSeconds(window[1])),
                        cues,
                        gate));
    }

    private @Nullable Goal goal(Fields step, String path) {
        List<String> given = new ArrayList<>();
        for (String goal : List.of("seconds", "laps", "meters")) {
            if (step.fields().containsKey(goal)) {
                given.add(goal);
            }
        }
        if (given.size() > 1) {
            fault(
                    step.line(),
                    path + given.get(1),
                    "",
                    "a step has one goal, and " + given.get(0) + " is given too: keep one of them");
            return null;
        }
        if (given.isEmpty()) {
            return new Goal.Open();
        }
        int before = faults.size();
        Goal made =
                switch (given.get(0)) {
                    case "seconds" -> {
                        double seconds = number(step, "seconds", path, 0, LONGEST_SECONDS);
                        yield faults.size() > before
                                ? null
                                : built(step, path, () -> new Goal.Time(Micros.ofSeconds(seconds)));
                    }
                    case "laps" -> {
                        int laps = count(step, "laps", path, 1);
                        yield faults.size() > before ? null : built(step, path, () -> new Goal.Laps(laps));
                    }
                    default -> {
                        double meters = number(step, "meters", path, 0, MOST_METERS);
                        yield faults.size() > before ? null : built(step, path, () -> new Goal.Distance(meters));
                    }
                };
        return made;
    }

    private @Nullable Total total(Fields parent, String path) {
        double[] range = range(parent, "totalSeconds", path);
        double lasts = number(parent, "lastsSeconds", path, 0, LONGEST_SECONDS);
        if (range == null) {
            YamlTree alone = parent.fields().get("lastsSeconds");
            if (alone != null && !parent.fields().containsKey("totalSeconds")) {
                fault(
                        alone.line(),
                        path + "lastsSeconds",
                        alone.describe(),
                        "is a choice from totalSeconds: add a line such as totalSeconds: [600, 1200]");
            }
            return null;
        }
        return built(
                parent,
                path,
                () -> new Total(
                        Micros.ofSeconds(range[0]),
                        Micros.ofSeconds(range[1]),
                        Micros.ofSeconds(Double.isNaN(lasts) ? range[1] : lasts)));
    }

    // ---- fields

    private void known(Fields of, String path, List<String> known) {
        for (Map.Entry<String, YamlTree> field : of.fields().entrySet()) {
            if (!known.contains(field.getKey())) {
                fault(
                        field.getValue().line(),
                        path + field.getKey(),
                        "",
                        "is not known here: leave it out, or use one of " + String.join(", ", known));
            }
        }
    }

    private @Nullable String required(Fields of, String key, String path) {
        if (!of.fields().containsKey(key)) {
            fault(of.line(), path + key, "", "is missing: add a line such as " + key + ": my-plan");
            return null;
        }
        return text(of, key, path);
    }

    private @Nullable String text(Fields of, String key, String path) {
        YamlTree value = of.fields().get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Scalar scalar) {
            return scalar.text();
        }
        fault(value.line(), path + key, value.describe(), "is one line of text");
        return null;
    }

    private <E extends Enum<E>> @Nullable E symbol(
            Fields of, String key, String path, Class<E> type, @Nullable E otherwise) {
        YamlTree value = of.fields().get(key);
        String allowed = String.join(
                ", ", Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
        if (value == null) {
            if (otherwise == null) {
                fault(of.line(), path + key, "", "is missing: one of " + allowed);
            }
            return otherwise;
        }
        if (value instanceof Scalar scalar) {
            for (E symbol : type.getEnumConstants()) {
                if (symbol.name().equals(scalar.text())) {
                    return symbol;
                }
            }
        }
        fault(value.line(), path + key, value.describe(), "is none of " + allowed);
        return null;
    }

    /** A number above the least, or NaN when it is not given or wrong. */
    private double number(Fields of, String key, String path, double least, double most) {
        YamlTree value = of.fields().get(key);
        return value == null ? Double.NaN : number(value, path + key, least, most, false);
    }

    private double number(YamlTree value, String field, double least, double most, boolean leastToo) {
        double number = Double.NaN;
        if (value instanceof Scalar scalar && scalar.number()) {
            try {
                number = Double.parseDouble(scalar.text().replace("_", ""));
            } catch (NumberFormatException otherNotation) {
                number = Double.NaN;
            }
        }
        boolean large = leastToo ? number >= least : number > least;
        if (large && number <= most) {
            return number;
        }
        String bounds = (leastToo ? "at least " : "above ")
                + plain(least)
                + (most == Double.MAX_VALUE ? "" : " and at most " + plain(most));
        fault(value.line(), field, value.describe(), "is a number " + bounds);
        return Double.NaN;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    private int count(Fields of, String key, String path, int otherwise) {
        YamlTree value = of.fields().get(key);
        if (value == null) {
            return otherwise;
        }
        int before = faults.size();
        double number = number(value, path + key, 0, MOST_COUNT, true);
        if (faults.size() == before && number != Math.rint(number)) {
            fault(value.line(), path + key, value.describe(), "is a whole number");
        }
        return faults.size() == before ? (int) number : otherwise;
    }

    /** Two numbers, or null when they are not given or wrong. */
    private double @Nullable [] range(Fields of, String key, String path) {
        YamlTree value = of.fields().get(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Items items) || items.items().size() != 2) {
            fault(value.line(), path + key, value.describe(), "is a list of two numbers such as [90, 150]");
            return null;
        }
        int before = faults.size();
        double[] range = {
            number(items.items().get(0), path + key + "[0]", 0, LONGEST_SECONDS, true),
            number(items.items().get(1), path + key + "[1]", 0, LONGEST_SECONDS, true)
        };
        return faults.size() > before ? null : range;
    }

    private List<String> words(Fields of, String key, String path) {
        YamlTree value = of.fields().get(key);
        List<String> words = new ArrayList<>();
        if (value == null) {
            return words;
        }
        if (!(value instanceof Items items)) {
            fault(value.line(), path + key, value.describe(), "is a list such as [upright, head-up]");
            return words;
        }
        for (YamlTree item : items.items()) {
            if (item instanceof Scalar scalar) {
                words.add(scalar.text());
            } else {
                fault(item.line(), path + key + "[" + words.size() + "]", item.describe(), "is the key of a cue");
            }
        }
        return words;
    }

    private List<Fields> mappings(Fields of, String key, String path, String form) {
        YamlTree value = of.fields().get(key);
        List<Fields> mappings = new ArrayList<>();
        if (value == null) {
            return mappings;
        }
        if (!(value instanceof Items items) || items.items().size() > MOST_STEPS) {
            fault(value.line(), path + key, value.describe(), "is " + form + ", at most " + MOST_STEPS);
            return mappings;
        }
        int index = 0;
        for (YamlTree item : items.items()) {
            if (item instanceof Fields fields) {
                mappings.add(fields);
            } else {
                fault(item.line(), path + key + "[" + index + "]", item.describe(), "is a mapping of fields");
            }
            index++;
        }
        return mappings;
    }

    /** What a constructor refuses becomes a fault of the field that it names. */
    private <T> @Nullable T built(Fields of, String path, Supplier<T> constructor) {
        try {
            return constructor.get();
        } catch (IllegalArgumentException refused) {
            String words = String.valueOf(refused.getMessage());
            int colon = words.indexOf(": ");
            String field = colon < 0 ? "" : words.substring(0, colon);
            YamlTree value = of.fields().get(field);
            fault(
                    value == null ? of.line() : value.line(),
                    path + field,
                    value == null ? "" : value.describe(),
                    colon < 0 ? words : words.substring(colon + 2));
            return null;
        }
    }

    private void fault(int line, String field, String value, String remedy) {
        faults.add(new PlanFault(line, field, value, remedy));
    }
}

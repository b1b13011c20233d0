package dev.backstretch.domain.plan;

import dev.backstretch.domain.event.Facing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A workout as data: steps in order.
 *
 * @param name as sessions and joins name it
 * @param source where the workout and its cues come from
 * @param steps none for a free run; those of the chosen stage where the plan has stages
 * @param rounds how often the steps are done; 0 for as long as the total lasts or the session is open
 * @param total how long it lasts on the clock, null where the steps or the coach end it
 * @param aim the one number that matters
 * @param teamSize the fewest runners of a team; 0 where everybody runs for themselves
 * @param stages what a runner climbs from session to session; empty for most plans
 * @param stage the chosen stage, from 1; 0 for none
 */
public record Plan(
        String name,
        String source,
        List<PlanStep> steps,
        int rounds,
        @Nullable Total total,
        Aim aim,
        int teamSize,
        List<Stage> stages,
        int stage) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /** A team of fewer is no team: nobody's bad day sinks it (domain notes §7.3). */
    public static final int SMALLEST_TEAM = 3;

    /** Refuses what contradicts itself, naming the component. */
    public Plan {
        Objects.requireNonNull(source, "source");
        steps = List.copyOf(steps);
        stages = List.copyOf(stages);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: 1 to 64 lower-case letters, digits and hyphens, not \"" + name + "\"");
        }
        if (rounds < 0) {
            throw new IllegalArgumentException("rounds: at least 0, not " + rounds);
        }
        if (teamSize != 0 && teamSize < SMALLEST_TEAM) {
            throw new IllegalArgumentException("teamSize: at least " + SMALLEST_TEAM + ", not " + teamSize);
        }
        if (stage < 0 || stage > stages.size()) {
            throw new IllegalArgumentException("stage: 0 to " + stages.size() + ", not " + stage);
        }
        refuseStepsBehindAnOpenOne(steps);
    }

    static void refuseStepsBehindAnOpenOne(List<PlanStep> steps) {
        for (int i = 0; i + 1 < steps.size(); i++) {
            if (steps.get(i).goal() instanceof Goal.Open) {
                throw new IllegalArgumentException("steps: step " + (i + 1) + " never ends, so step " + (i + 2)
                        + " never starts; give it seconds, laps or meters");
            }
        }
    }

    /** A plan without stages and teams. */
    public static Plan of(
            String name, String source, List<PlanStep> steps, int rounds, @Nullable Total total, Aim aim) {
        return new Plan(name, source, steps, rounds, total, aim, 0, List.of(), 0);
    }

    /**
     * The same plan with another length.
     *
     * @throws IllegalArgumentException when the plan has no total or does not offer that one
     */
    public Plan lasting(long micros) {
        Total offered = total;
        if (offered == null) {
            throw new IllegalArgumentException("lasts: plan " + name + " has no total to choose");
        }
        return new Plan(
                name,
                source,
                steps,
                rounds,
                new Total(offered.shortestMicros(), offered.longestMicros(), micros),
                aim,
                teamSize,
                stages,
                stage);
    }

    /**
     * The same plan for a runner who has reached a stage.
     *
     * @param reached from 1; above the last one means the last
     * @throws IllegalArgumentException when the plan has no such stage
     */
    public Plan atStage(int reached) {
        if (reached < 1 || stages.isEmpty()) {
            throw new IllegalArgumentException("stage: plan " + name + " has no stage " + reached);
        }
        int chosen = Math.min(reached, stages.size());
        Stage of = stages.get(chosen - 1);
        return new Plan(name, source, of.steps(), of.rounds(), of.total(), aim, teamSize, stages, chosen);
    }

    /** Whether the steps start again after the last. */
    public boolean repeats() {
        return rounds != 1;
    }

    /** Whether every step ends by the clock or not at all: then all of a wave are in the same step. */
    public boolean onTheClock() {
        for (PlanStep step : steps) {
            if (step.goal().endsAtOwnMark()) {
                return false;
            }
        }
        return !steps.isEmpty();
    }

    /** Whether some step may be run backwards. */
    public boolean mayBeBackward() {
        for (PlanStep step : steps) {
            if (step.gate() == PlanStep.Gate.BACKWARD) {
                return true;
            }
        }
        return false;
    }

    /** Whether a rest runs from the runner's own mark: it follows a step that ends at one. */
    public boolean restsFromOwnMark(int stepIndex) {
        PlanStep before = steps.get((stepIndex + steps.size() - 1) % steps.size());
        return steps.get(stepIndex).kind() == PlanStep.Kind.REST
                && before.goal().endsAtOwnMark();
    }

    // ---- lap by lap, for plans whose laps are counted

    /** How many laps the plan has, or 0 when it has none or never ends. */
    public int laps() {
        return rounds * lapsInOneRound();
    }

    private int lapsInOneRound() {
        int laps = 0;
        for (PlanStep step : steps) {
            laps += lapsOf(step);
        }
        return laps;
    }

    private static int lapsOf(PlanStep step) {
        return step.goal() instanceof Goal.Laps goal ? goal.laps() : 0;
    }

    /**
     * The facing that the plan asks of a lap, numbered from 1; UNKNOWN where it says nothing, or where the clock and
     * not the lap decides.
     */
    public Facing facingOfLap(int lap) {
        if (lap < 1 || teamSize > 0) {
            return Facing.UNKNOWN;
        }
        if (steps.size() == 1 && lapsOf(steps.get(0)) == 0) {
            PlanStep only = steps.get(0);
            return only.kind().isWork() && only.facing() != PlannedFacing.ALTERNATE
                    ? only.facing().of(0, lap - 1)
                    : Facing.UNKNOWN;
        }
        int inRound = lapsInOneRound();
        if (inRound == 0 || (rounds > 0 && lap > laps())) {
            return Facing.UNKNOWN;
        }
        int round = (lap - 1) / inRound;
        int left = (lap - 1) % inRound;
        int work = round * workPartsInOneRound();
        for (PlanStep step : steps) {
            if (left < lapsOf(step)) {
                return step.facing().of(work, left);
            }
            left -= lapsOf(step);
            work += step.kind().isWork() ? 1 : 0;
        }
        throw new IllegalStateException("plan " + name + " has no lap " + lap);
    }

    private int workPartsInOneRound() {
        int work = 0;
        for (PlanStep step : steps) {
            work += step.kind().isWork() ? 1 : 0;
        }
        return work;
    }

    /** Whether another lap is planned after one, numbered from 1. */
    public boolean hasLapAfter(int lap) {
        return lapsInOneRound() > 0 && (rounds == 0 || lap < laps());
    }

    /** The facing that a relay asks of a leg of a team, numbered from 1: in turn, whoever runs it. */
    public Facing facingOfLeg(int leg) {
        if (teamSize == 0 || leg < 1) {
            return Facing.UNKNOWN;
        }
        return steps.get(0).facing().of(leg - 1, leg - 1);
    }

    /** Microseconds of planned rest after a lap, numbered from 1; 0 where none follows. */
    public long restMicrosAfterLap(int lap) {
        int inRound = lapsInOneRound();
        if (inRound == 0 || lap < 1 || (rounds > 0 && lap >= laps())) {
            return 0;
        }
        int left = (lap - 1) % inRound;
        for (int i = 0; i < steps.size(); i++) {
            int laps = lapsOf(steps.get(i));
            if (laps > 0 && left == laps - 1) {
                PlanStep next = steps.get((i + 1) % steps.size());
                return next.kind() == PlanStep.Kind.REST && next.goal() instanceof Goal.Time rest ? rest.micros() : 0;
            }
            left -= laps;
            if (left < 0) {
                return 0;
            }
        }
        return 0;
    }

    /**
     * Number of the step, from 1, in which a runner is who has completed some laps and is resting or not; 0 where laps
     * do not tell.
     */
    public int stepNumber(int lapsDone, boolean resting) {
        int inRound = lapsInOneRound();
        if (inRound == 0) {
            return 0;
        }
        int done = lapsDone % inRound;
        if (lapsDone > 0 && done == 0 && (resting || (rounds > 0 && lapsDone >= laps()))) {
            done = inRound;
        }
        int seen = 0;
        for (int i = 0; i < steps.size(); i++) {
            int laps = lapsOf(steps.get(i));
            if (laps > 0) {
                if (!resting && done < seen + laps) {
                    return i + 1;
                }
                seen += laps;
            } else if (resting && seen == done) {
                return i + 1;
            }
        }
        return steps.size();
    }

    /** The keys of all cues, each once, in the order of the steps. */
    public List<String> cues() {
        List<String> keys = new ArrayList<>();
        for (PlanStep step : steps) {
            for (String cue : step.cues()) {
                if (!keys.contains(cue)) {
                    keys.add(cue);
                }
            }
        }
        return List.copyOf(keys);
    }
}

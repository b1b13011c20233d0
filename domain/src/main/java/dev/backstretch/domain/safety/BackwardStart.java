package dev.backstretch.domain.safety;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a group, and each of its runners, may start backwards, and if not why (domain notes §7.1 and §9). A pure
 * decision: it stores nothing and stops nobody.
 */
public final class BackwardStart {
    private static final int RUNNERS_PER_SPOTTER = 4;

    /** Lanes this much apart have an empty one between them. */
    private static final int EMPTY_LANE_BETWEEN = 2;

    private BackwardStart() {}

    /**
     * What each runner is asked before their first backward step. It is passed when there is no trouble; a "yes, there
     * is" allows walking first only.
     */
    public enum Question {
        PAIN_OR_INJURY,
        BALANCE,
        SHOES
    }

    /** What the console asks before each backward start. */
    public enum Check {
        TRACK_CLEAR,
        SURFACE_DRY_AND_EVEN,
        SPOTTERS_NAMED,
        LANES_ASSIGNED,
        BEGINNERS_WALK_FIRST,
        SHOES_TIED
    }

    /** What is allowed, from most to least. */
    public enum Permission {
        START,
        /** Backward walking by the plan {@code walk-first}; nothing faster. */
        WALK_FIRST,
        WAIT
    }

    /** Why something else than a start is allowed, or what a coach should know although it is. */
    public enum Reason {
        /** A check has no answer yet. */
        CHECK_UNANSWERED,
        /** A check was answered with no. */
        CHECK_FAILED,
        /** Fewer spotters than one for four; minors wait, others may start. */
        SPOTTERS_SHORT,
        /** No empty lane between who runs backwards and who runs forwards. */
        NO_EMPTY_LANE,
        /** The heat table says that nobody like this runs. */
        TOO_HOT,
        /** A runner's question has no answer yet. */
        QUESTION_UNANSWERED,
        /** A runner's question was answered with trouble. */
        TROUBLE
    }

    /**
     * One reason.
     *
     * @param about the check or the question, else null
     * @param have what there is: spotters, the nearest lane of forward traffic, or whole °C WBGT; else 0
     * @param needed what there should be: spotters; else 0
     */
    public record Obstacle(
            Reason reason, Permission allows, @Nullable Enum<?> about, int have, int needed) {}

    /**
     * A runner who is to start.
     *
     * @param lane the assigned lane, 0 when none is
     * @param walks whether the step is backward walking
     * @param passed the answers so far: true where there is no trouble
     */
    public record Runner(
            String runnerId,
            boolean minor,
            boolean acclimatised,
            int lane,
            boolean walks,
            Map<Question, Boolean> passed) {
        public Runner {
            passed = copy(Question.class, passed);
        }
    }

    /**
     * Who starts, and what is around them.
     *
     * @param passed the console's answers so far
     * @param spotters how many there are
     * @param forwardLanes lanes in which others run forwards meanwhile
     * @param wbgtCelsius at the track, NaN when not known: then heat is not judged
     */
    public record Group(
            List<Runner> runners,
            Map<Check, Boolean> passed,
            int spotters,
            List<Integer> forwardLanes,
            double wbgtCelsius) {
        public Group {
            runners = List.copyOf(runners);
            passed = copy(Check.class, passed);
            forwardLanes = List.copyOf(forwardLanes);
        }
    }

    /** In the order of the constants, so that nothing depends on hashes. */
    static <E extends Enum<E>> Map<E, Boolean> copy(Class<E> type, Map<E, Boolean> answers) {
        if (answers.isEmpty()) {
            return Map.of();
        }
        Map<E, Boolean> copy = new EnumMap<>(type);
        copy.putAll(answers);
        return Collections.unmodifiableMap(copy);
    }

    /** What one runner may do: the strictest of the group's permission and their own. */
    public record OfRunner(String runnerId, Permission permission, List<Obstacle> obstacles) {
        public OfRunner {
            obstacles = List.copyOf(obstacles);
        }
    }

    /**
     * The answer.
     *
     * @param permission of the group as a whole: {@code START} or {@code WAIT}
     * @param obstacles of the group, in the order of the checks
     * @param runners each runner's, in the group's order
     */
    public record Decision(Permission permission, List<Obstacle> obstacles, List<OfRunner> runners) {
        public Decision {
            obstacles = List.copyOf(obstacles);
            runners = List.copyOf(runners);
        }
    }

    /** Spotters needed for so many who run backwards: one for each four begun. */
    public static int spottersNeeded(int backwards) {
        return (backwards + RUNNERS_PER_SPOTTER - 1) / RUNNERS_PER_SPOTTER;
    }

    /** Decides; the same group always gives the same answer. */
    public static Decision decide(Group group) {
        List<Obstacle> obstacles = new ArrayList<>();
        for (Check check : Check.values()) {
            Boolean passed = group.passed().get(check);
            if (passed == null) {
                obstacles.add(new Obstacle(Reason.CHECK_UNANSWERED, Permission.WAIT, check, 0, 0));
            } else if (!passed && check != Check.SPOTTERS_NAMED) {
                obstacles.add(new Obstacle(Reason.CHECK_FAILED, Permission.WAIT, check, 0, 0));
            }
        }
        int needed = spottersNeeded(group.runners().size());
        int have = Boolean.FALSE.equals(group.passed().get(Check.SPOTTERS_NAMED)) ? 0 : group.spotters();
        boolean spottersShort = have < needed;
        if (spottersShort) {
            obstacles.add(new Obstacle(Reason.SPOTTERS_SHORT, Permission.START, null, have, needed));
        }
        Permission ofGroup = strictest(Permission.START, obstacles);
        List<OfRunner> runners = new ArrayList<>();
        for (Runner runner : group.runners()) {
            List<Obstacle> own = obstaclesOf(runner, group);
            if (spottersShort && runner.minor()) {
                own.add(new Obstacle(Reason.SPOTTERS_SHORT, Permission.WAIT, null, have, needed));
            }
            runners.add(new OfRunner(runner.runnerId(), strictest(ofGroup, own), own));
        }
        return new Decision(ofGroup, obstacles, runners);
    }

    private static List<Obstacle> obstaclesOf(Runner runner, Group group) {
        List<Obstacle> own = new ArrayList<>();
        for (Question question : Question.values()) {
            Boolean passed = runner.passed().get(question);
            if (passed == null) {
                own.add(new Obstacle(Reason.QUESTION_UNANSWERED, Permission.WAIT, question, 0, 0));
            } else if (!passed) {
                Permission allows = runner.walks() ? Permission.START : Permission.WALK_FIRST;
                own.add(new Obstacle(Reason.TROUBLE, allows, question, 0, 0));
            }
        }
        for (int lane : group.forwardLanes()) {
            if (runner.lane() > 0 && Math.abs(lane - runner.lane()) < EMPTY_LANE_BETWEEN) {
                own.add(new Obstacle(Reason.NO_EMPTY_LANE, Permission.WAIT, null, lane, 0));
                break;
            }
        }
        double wbgt = group.wbgtCelsius();
        if (!Double.isNaN(wbgt) && HeatClass.of(wbgt, runner.acclimatised(), runner.minor()) == HeatClass.CANCEL) {
            own.add(new Obstacle(Reason.TOO_HOT, Permission.WAIT, null, (int) Math.rint(wbgt), 0));
        }
        return own;
    }

    private static Permission strictest(Permission from, List<Obstacle> obstacles) {
        Permission strictest = from;
        for (Obstacle obstacle : obstacles) {
            if (obstacle.allows().compareTo(strictest) > 0) {
                strictest = obstacle.allows();
            }
        }
        return strictest;
    }
}

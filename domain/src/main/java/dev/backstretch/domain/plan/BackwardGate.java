package dev.backstretch.domain.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What has to be answered before anybody starts backwards: six checks by the coach (domain notes §9) and three
 * questions to each runner (§7.1). It assists; the coach decides and answers for it.
 */
public final class BackwardGate {
    private static final int RUNNERS_PER_SPOTTER = 4;

    /** What the coach looks at; the key names it in the log and in the words. */
    public enum Check {
        TRACK_CLEAR("track-clear"),
        SURFACE_DRY_AND_EVEN("surface-dry-and-even"),
        SPOTTERS_NAMED("spotters-named"),
        /** At least one empty lane lies between backward and forward runners. */
        LANES_ASSIGNED("lanes-assigned"),
        BEGINNERS_WALK_FIRST("beginners-walk-first"),
        SHOES_TIED("shoes-tied");

        private final String key;

        Check(String key) {
            this.key = key;
        }

        public String key() {
            return key;
        }
    }

    /** What each runner is asked; a yes means a doubt. */
    public enum Question {
        PAIN_OR_INJURY("pain-or-injury"),
        POOR_BALANCE("poor-balance"),
        UNFIT_SHOES("unfit-shoes");

        private final String key;

        Question(String key) {
            this.key = key;
        }

        public String key() {
            return key;
        }
    }

    /** Which plans a runner may follow backwards. */
    public enum Permission {
        /** A question is open: nothing backwards yet. */
        UNANSWERED,
        /** A question was answered with yes: {@code walk-first} only, and the coach is told. */
        WALK_FIRST_ONLY,
        EVERY_PLAN
    }

    /**
     * Whether the group may start backwards.
     *
     * @param open false while a check is unanswered or failed, or a minor lacks a spotter
     * @param unanswered checks that nobody answered
     * @param failed checks answered with no
     * @param spottersMissing how many more are needed
     */
    public record Decision(boolean open, List<Check> unanswered, List<Check> failed, int spottersMissing) {
        public Decision {
            unanswered = List.copyOf(unanswered);
            failed = List.copyOf(failed);
        }
    }

    private BackwardGate() {}

    /** One spotter for every four who run backwards, or a part of them. */
    public static int spottersNeeded(int backwardRunners) {
        return (backwardRunners + RUNNERS_PER_SPOTTER - 1) / RUNNERS_PER_SPOTTER;
    }

    /**
     * Whether the group may start.
     *
     * @param answers what the coach said, true when all is well
     * @param minors whether someone under age is among the backward runners: then too few spotters keep the gate shut
     */
    public static Decision forGroup(Map<Check, Boolean> answers, int spotters, int backwardRunners, boolean minors) {
        List<Check> unanswered = new ArrayList<>();
        List<Check> failed = new ArrayList<>();
        for (Check check : Check.values()) {
            Boolean answer = answers.get(check);
            if (answer == null) {
                unanswered.add(check);
            } else if (!answer) {
                failed.add(check);
            }
        }
        int missing = Math.max(0, spottersNeeded(backwardRunners) - spotters);
        boolean open = unanswered.isEmpty() && failed.isEmpty() && !(minors && missing > 0);
        return new Decision(open, unanswered, failed, missing);
    }

    /** What a runner's answers allow. */
    public static Permission forRunner(Map<Question, Boolean> answers) {
        boolean asked = true;
        for (Question question : Question.values()) {
            Boolean answer = answers.get(question);
            if (answer == null) {
                asked = false;
            } else if (answer) {
                return Permission.WALK_FIRST_ONLY;
            }
        }
        return asked ? Permission.EVERY_PLAN : Permission.UNANSWERED;
    }

    /** Whether a runner may follow a plan. */
    public static boolean allows(Permission permission, Plan plan) {
        return switch (permission) {
            case EVERY_PLAN -> true;
            case WALK_FIRST_ONLY -> !plan.mayBeBackward() || plan.name().equals(Plans.WALK_FIRST.name());
            case UNANSWERED -> !plan.mayBeBackward();
        };
    }
}

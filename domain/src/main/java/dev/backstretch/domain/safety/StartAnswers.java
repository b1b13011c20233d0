package dev.backstretch.domain.safety;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.safety.BackwardStart.Check;
import dev.backstretch.domain.safety.BackwardStart.Question;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers to the questions before a backward start, as the log's {@code safety} events give them. A runner's
 * answers stand for the session, the console's for one start.
 */
public final class StartAnswers {
    private static final String SPOTTERS = "SPOTTERS";

    private final Map<Check, Boolean> checks = new EnumMap<>(Check.class);
    private final Map<String, Map<Question, Boolean>> questions = new TreeMap<>();
    private int spotters;

    /**
     * Takes an answer. Names are those of {@link Check} and {@link Question}, in either case, with hyphens or
     * underscores, or {@code spotters}; the newest answer counts.
     *
     * @param runnerId whose question it is; null for the console's checks
     * @return false when this is no answer to any of them
     */
    public boolean take(@Nullable String runnerId, EventBody.Safety said) {
        String name = constant(said.check());
        Integer named = said.spotters();
        Boolean passed = said.passed();
        boolean used = false;
        if (named != null && (name.equals(SPOTTERS) || name.equals(Check.SPOTTERS_NAMED.name()))) {
            spotters = named;
            used = true;
        }
        if (passed == null) {
            return used;
        }
        if (runnerId == null) {
            for (Check check : Check.values()) {
                if (check.name().equals(name)) {
                    checks.put(check, passed);
                    used = true;
                }
            }
        } else {
            for (Question question : Question.values()) {
                if (question.name().equals(name)) {
                    questions
                            .computeIfAbsent(runnerId, id -> new EnumMap<>(Question.class))
                            .put(question, passed);
                    used = true;
                }
            }
        }
        return used;
    }

    /** Letters of ASCII only, so that no locale turns them. */
    private static String constant(String name) {
        StringBuilder constant = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            constant.append(c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c == '-' ? '_' : c);
        }
        return constant.toString();
    }

    /** All who were about to start backwards have: the next start is asked for anew. Spotters and the runners' answers stand. */
    public void started() {
        checks.clear();
    }

    /** The console's answers so far. */
    public Map<Check, Boolean> checks() {
        return BackwardStart.copy(Check.class, checks);
    }

    /** One runner's answers so far. */
    public Map<Question, Boolean> questions(String runnerId) {
        return BackwardStart.copy(Question.class, questions.getOrDefault(runnerId, Map.of()));
    }

    /** How many spotters there are; 0 until somebody says so. */
    public int spotters() {
        return spotters;
    }

    public void writeTo(StateWriter out) {
        out.number(spotters);
        write(checks, out);
        out.list(new ArrayList<>(questions.keySet()), (to, runnerId) -> {
            to.text(runnerId);
            write(questions.getOrDefault(runnerId, Map.of()), to);
        });
    }

    private static <E extends Enum<E>> void write(Map<E, Boolean> answers, StateWriter out) {
        out.list(new ArrayList<>(answers.keySet()), (to, asked) -> {
            to.symbol(asked);
            to.bool(Boolean.TRUE.equals(answers.get(asked)));
        });
    }

    public static StartAnswers readFrom(StateReader in) {
        StartAnswers read = new StartAnswers();
        read.spotters = in.integer();
        read(in, Check.class, read.checks);
        int runners = in.integer();
        for (int i = 0; i < runners; i++) {
            Map<Question, Boolean> answers = new EnumMap<>(Question.class);
            read.questions.put(in.requiredText(), answers);
            read(in, Question.class, answers);
        }
        return read;
    }

    private static <E extends Enum<E>> void read(StateReader in, Class<E> type, Map<E, Boolean> to) {
        int size = in.integer();
        for (int i = 0; i < size; i++) {
            to.put(in.symbol(type), in.bool());
        }
    }
}

package dev.backstretch.replay;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.people.Person;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whose results a replay does not show, because they have not agreed to its purpose, took that back, or were erased. The fold
 * reads the whole log all the same: places of others rest on theirs.
 *
 * @param purpose what is done with what is shown
 * @param runners ids that appear nowhere in it
 */
public record Withheld(Purpose purpose, Set<String> runners) {
    public Withheld {
        runners = Set.copyOf(runners);
    }

    /** What a runner agrees to. */
    public enum Purpose {
        /** Sessions are run again and looked at afterwards. */
        REPLAY(person -> person.privacy().mayBeReplayed()),
        /** Others study them. */
        RESEARCH(person -> person.privacy().mayBeStudied());

        @SuppressWarnings("ImmutableEnumChecker") // It has no state.
        private final Predicate<Person> agreed;

        Purpose(Predicate<Person> agreed) {
            this.agreed = agreed;
        }

        /** As in a consent's purpose. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Nobody's: for what the system does for itself. */
    public static final Withheld NOBODY = new Withheld(Purpose.REPLAY, Set.of());

    /**
     * Of all who joined a session, those who have not agreed.
     *
     * @param people of the session's camp by runner
     */
    public static Withheld of(Purpose purpose, List<LogRecord> log, Map<String, Person> people) {
        Set<String> withheld = new TreeSet<>();
        for (LogRecord record : log) {
            RunEvent event = record.event();
            if (event != null
                    && event.runnerId() != null
                    && event.body() instanceof EventBody.Join
                    && !Optional.ofNullable(people.get(event.runnerId()))
                            .filter(purpose.agreed)
                            .isPresent()) {
                withheld.add(event.runnerId());
            }
        }
        return new Withheld(purpose, withheld);
    }

    /** The same without one whose results may be shown for another reason. */
    public Withheld but(String runner) {
        return new Withheld(
                purpose, runners.stream().filter(id -> !id.equals(runner)).collect(Collectors.toUnmodifiableSet()));
    }

    /** What is said aloud wherever something may be missing; empty when nothing is. */
    public Optional<String> words() {
        if (runners.isEmpty()) {
            return Optional.empty();
        }
        boolean one = runners.size() == 1;
        return Optional.of(runners.size() + (one ? " runner has" : " runners have") + " not agreed to " + purpose.word()
                + " and " + (one ? "is" : "are") + " left out of what is shown; places and counts of events rest on "
                + (one ? "this one" : "them") + " too");
    }

    /** A settlement without what is said of them. What has to go out, so that the topics are right, stays whole. */
    public Settlement of(Settlement settlement) {
        return runners.isEmpty()
                ? settlement
                : new Settlement(
                        settlement.sessionId(),
                        settlement.events(),
                        settlement.closed(),
                        settlement.complete(),
                        of(settlement.moved()),
                        of(settlement.outside()),
                        settlement.laps().stream()
                                .filter(change -> !runners.contains(change.runner()))
                                .toList(),
                        settlement.boards().stream()
                                .map(change -> new Settlement.BoardChange(
                                        change.board(),
                                        change.before() == null ? null : of(change.before()),
                                        change.after() == null ? null : of(change.after())))
                                .filter(change -> !change.words().isEmpty())
                                .toList(),
                        of(settlement.seconds()),
                        settlement.revisions());
    }

    private Map<String, Long> of(Map<String, Long> counts) {
        var shown = new TreeMap<>(counts);
        shown.keySet().removeAll(runners);
        return shown;
    }

    /** Standings without their rows. */
    public Standings of(Standings standings) {
        List<Standings.Row> rows = standings.rows().stream()
                .filter(row -> !runners.contains(row.runnerId()))
                .map(this::of)
                .toList();
        // The events that a board rests on may be theirs.
        return runners.isEmpty()
                ? standings
                : new Standings(
                        standings.sessionId(),
                        standings.board(),
                        standings.revision(),
                        rows,
                        standings.logTime(),
                        standings.ruleVersion(),
                        new Lineage(List.of(), standings.lineage().sessionPosition()));
    }

    private Standings.Row of(Standings.Row row) {
        Standings.Team team = row.team();
        if (team == null) {
            return row;
        }
        return new Standings.Row(
                row.place(),
                row.shared(),
                row.runnerId(),
                row.bib(),
                row.value(),
                row.plusMinus(),
                row.verdict(),
                row.state(),
                row.laps(),
                row.lastLap(),
                row.lastMarkAt(),
                row.restUntil(),
                row.dueAt(),
                new Standings.Team(
                        shown(team.members()),
                        team.onTrack() != null && runners.contains(team.onTrack()) ? null : team.onTrack(),
                        shown(team.unsure())));
    }

    private List<String> shown(Collection<String> ids) {
        return ids.stream().filter(id -> !runners.contains(id)).toList();
    }

    /** A report of a comparison; where something differs it does not say how, as that may be theirs. */
    public ComparisonReport of(ComparisonReport report) {
        return runners.isEmpty()
                ? report
                : new ComparisonReport(
                        report.sessionId(),
                        report.events(),
                        report.places().stream().map(Comparison::withoutWords).toList());
    }

    /** Whether an outcome is theirs. */
    public boolean holdsBack(Outcome outcome) {
        if (outcome instanceof LapOutcome lap) {
            return runners.contains(lap.runnerId());
        }
        return outcome instanceof Alert alert && alert.runnerId() != null && runners.contains(alert.runnerId());
    }
}

package dev.backstretch.board;

import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands a script's outcomes to the board, with offsets as a partition would give them. */
final class ScriptedFeed implements OutcomeFeed {
    private final Map<Channel, Long> offsets = new EnumMap<>(Channel.class);
    private @Nullable Receiver receiver;

    @Override
    public void start(Receiver to) {
        receiver = to;
    }

    void tell(Outcome outcome) {
        Channel channel = Channel.of(outcome).orElseThrow();
        long offset = offsets.merge(channel, 1L, Long::sum) - 1;
        receiver().outcome(channel, offset, outcome, false);
    }

    /** What a settled replay published. */
    void tellSettled(Outcome outcome) {
        Channel channel = Channel.of(outcome).orElseThrow();
        long offset = offsets.merge(channel, 1L, Long::sum) - 1;
        receiver().outcome(channel, offset, outcome, true);
    }

    /** The same record once more, as a reader that starts anew would get it. */
    void tellAgain(Outcome outcome) {
        Channel channel = Channel.of(outcome).orElseThrow();
        receiver().outcome(channel, offsets.getOrDefault(channel, 1L) - 1, outcome, false);
    }

    void tell(SessionHead head) {
        receiver().session(head);
    }

    void tell(Person person) {
        receiver().person(person.campId() + "|" + person.runnerId(), person);
    }

    private Receiver receiver() {
        Receiver to = receiver;
        if (to == null) {
            throw new IllegalStateException("the board was not started");
        }
        return to;
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}

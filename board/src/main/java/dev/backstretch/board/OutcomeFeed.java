package dev.backstretch.board;

import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where outcomes come from: the topics in production, a script in tests. */
interface OutcomeFeed extends AutoCloseable {
    /** Begins to hand records to {@code receiver}, from the beginning, all from one thread. */
    void start(Receiver receiver);

    /** What is missing until the receiver knows all that was there at the start; empty when nothing is. */
    Optional<String> missing();

    @Override
    void close();

    /** Takes the records. One thread calls it. */
    interface Receiver {
        /**
         * @param settled whether a settled replay wrote it, after the session's end
         */
        void outcome(Channel channel, long offset, Outcome outcome, boolean settled);

        void session(SessionHead head);

        /**
         * @param key {@code camp|runner}
         * @param person null when the person was erased
         */
        void person(String key, @Nullable Person person);
    }
}

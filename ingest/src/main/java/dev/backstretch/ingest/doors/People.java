package dev.backstretch.ingest.doors;

import dev.backstretch.domain.people.Person;
import dev.backstretch.ingest.LogUnavailableException;
import dev.backstretch.ingest.PeopleDirectory;
import java.util.concurrent.CompletionStage;

/** Writes people where they belong, and remembers them. */
final class People {
    private People() {}

    static CompletionStage<?> write(Doorway doorway, Person person) {
        return doorway.log().introduce(person).handle((done, failure) -> {
            if (failure != null) {
                throw new LogUnavailableException("the people's topic did not acknowledge: send it again", failure);
            }
            doorway.people().learn(PeopleDirectory.key(person.campId(), person.runnerId()), person);
            return person;
        });
    }
}

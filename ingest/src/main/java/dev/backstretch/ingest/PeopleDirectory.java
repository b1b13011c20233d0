package dev.backstretch.ingest;

import dev.backstretch.domain.people.HiddenPlace;
import dev.backstretch.domain.people.Person;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who is known in each camp, fed by {@code run.people.v1}: a join adds to a person, it does not replace one. */
public final class PeopleDirectory {
    private final Map<String, Person> people = new ConcurrentHashMap<>();

    /** As far as this process has seen it: the topic forgets after a day that there was anybody. */
    private final Set<String> erased = ConcurrentHashMap.newKeySet();

    /** The keys of those who hide a place, by camp. */
    private final Map<String, Set<String>> hiding = new ConcurrentHashMap<>();

    /** The topic's key. */
    public static String key(String campId, String runnerId) {
        return campId + "|" + runnerId;
    }

    /** A person as published; null erases. */
    public void learn(String key, @Nullable Person person) {
        if (person == null) {
            Person removed = people.remove(key);
            if (removed != null) {
                erased.add(key);
                hidingIn(removed.campId()).remove(key);
            }
        } else {
            erased.remove(key);
            people.put(key, person);
            if (person.privacy().home() == null) {
                hidingIn(person.campId()).remove(key);
            } else {
                hidingIn(person.campId()).add(key);
            }
        }
    }

    private Set<String> hidingIn(String campId) {
        return hiding.computeIfAbsent(campId, camp -> ConcurrentHashMap.newKeySet());
    }

    /** Whether anyone of a camp hides a place. */
    public boolean hidesAny(String campId) {
        return !hiding.getOrDefault(campId, Set.of()).isEmpty();
    }

    /** Whether the runner was erased and has not joined again. */
    public boolean wasErased(String campId, String runnerId) {
        return erased.contains(key(campId, runnerId));
    }

    /** The camps in which a runner of this id is known, or was until an erasure. */
    public List<String> campsEverOf(String runnerId) {
        return Stream.concat(
                        campsOf(runnerId).stream(),
                        erased.stream()
                                .filter(key -> key.endsWith("|" + runnerId))
                                .map(key -> key.substring(0, key.length() - runnerId.length() - 1)))
                .distinct()
                .sorted()
                .toList();
    }

    /** The camps in which a runner of this id is known. */
    public List<String> campsOf(String runnerId) {
        return people.values().stream()
                .filter(person -> person.runnerId().equals(runnerId))
                .map(Person::campId)
                .sorted()
                .toList();
    }

    /** Within which no position of a runner is kept; null where there is none. */
    public @Nullable HiddenPlace hiddenPlaceOf(String campId, String runnerId) {
        return find(campId, runnerId).map(person -> person.privacy().home()).orElse(null);
    }

    /** Whether nothing that is measured of a runner is kept: erased, or opted out of the session. */
    public boolean isKeptBack(String campId, String sessionId, String runnerId) {
        return wasErased(campId, runnerId)
                || find(campId, runnerId)
                        .map(person -> person.privacy().optedOutOf(sessionId))
                        .orElse(false);
    }

    public Optional<Person> find(String campId, String runnerId) {
        return Optional.ofNullable(people.get(key(campId, runnerId)));
    }
}

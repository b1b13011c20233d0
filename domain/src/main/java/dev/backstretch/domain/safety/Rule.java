package dev.backstretch.domain.safety;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/** One kind of alert that a runner's own readings decide, in constant time a reading. */
abstract class Rule {
    final Finding found = new Finding();

    abstract Alert.Kind kind();

    /**
     * Finds what the newest reading says.
     *
     * @param seen newer than all before it
     * @param recent what it says together with those before it
     */
    abstract void judge(Observation seen, Recent recent, SafetyProfile who);

    abstract void writeTo(StateWriter out);

    abstract void readFrom(StateReader in);
}

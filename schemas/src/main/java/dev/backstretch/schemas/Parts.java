package dev.backstretch.schemas;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.RuleVersion;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Verdict;

/** Pieces that several values share. */
final class Parts {
    static final Symbols<Facing> FACING = Schemas.symbols(Facing.class, "Facing");
    static final Symbols<SessionClock> CLOCK = Schemas.symbols(SessionClock.class, "SessionClock");
    static final Symbols<RunnerState> RUNNER_STATE = Schemas.symbols(RunnerState.class, "RunnerState");
    static final Symbols<Verdict> VERDICT = Schemas.symbols(Verdict.class, "Verdict");

    private Parts() {}

    static void writeRule(RuleVersion rule, AvroOutput out) {
        out.writeString(rule.name());
        out.writeString(rule.version());
    }

    static RuleVersion readRule(AvroInput in) {
        return new RuleVersion(in.readString(), in.readString());
    }

    static void writeEstimate(Estimate estimate, AvroOutput out) {
        out.writeUnlessNaN(estimate.value());
        out.writeUnlessNaN(estimate.plusMinus());
    }

    static Estimate readEstimate(AvroInput in) {
        return new Estimate(in.readOrNaN(), in.readOrNaN());
    }

    static void writeLineage(Lineage lineage, AvroOutput out) {
        out.writeStrings(lineage.eventIds());
        out.writeLong(lineage.sessionPosition());
    }

    static Lineage readLineage(AvroInput in) {
        return new Lineage(in.readStrings(), in.readLong());
    }
}

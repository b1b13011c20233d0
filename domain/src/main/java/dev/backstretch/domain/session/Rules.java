package dev.backstretch.domain.session;

import dev.backstretch.domain.event.RuleVersion;
import java.util.List;

/** The rules that this build knows, which is what a session is pinned to unless it says otherwise (design D11). */
public final class Rules {
    /** Each by name and version. */
    public static final List<RuleVersion> KNOWN = List.of(
            new RuleVersion("pace", "1"),
            new RuleVersion("hrmax-5", "1"),
            new RuleVersion("laps", "1"),
            new RuleVersion("facing", "1"),
            new RuleVersion("challenge", "1"),
            new RuleVersion("standings", "1"),
            new RuleVersion("safety", "1"),
            new RuleVersion("frames", "1"));

    private Rules() {}
}

package dev.backstretch.schemas.access;

import dev.backstretch.domain.session.SessionHead;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. Doors, boards and meters ask here, in two steps: {@link #identify} a request by its token, then
 * {@link #check} whether the caller may do what is asked, where it is asked. A token that was brought must hold, also where
 * none is required, and limits its bearer to what it gives.
 */
public final class Access {
    private final @Nullable Tokens tokens;
    private final boolean alwaysRequired;
    private final ViewLog views;
    private final Consumer<String> revoker;

    /** What a token is found to be. */
    public sealed interface Verified {
        /** It holds. */
        record Good(Caller caller) implements Verified {}

        /** It does not. */
        record Wrong(String why) implements Verified {}
    }

    /** Who asks, or why it cannot be known. */
    public sealed interface Identified {
        /** Someone, perhaps without a token. */
        record Known(Caller caller) implements Identified {}

        /** Someone with a token that does not hold. */
        record Refused(Denial denial) implements Identified {}
    }

    /**
     * Where tokens are issued.
     *
     * @param alwaysRequired whether nothing at all is served without a token, as on an address that others can reach
     */
    public Access(Tokens tokens, boolean alwaysRequired) {
        this(tokens, alwaysRequired, ViewLog.NONE, runner -> {});
    }

    /**
     * The same.
     *
     * @param views is told who looked at whose heart rates
     * @param revoker revokes all tokens of the runner with the id that it is told
     */
    public Access(Tokens tokens, boolean alwaysRequired, ViewLog views, Consumer<String> revoker) {
        this.tokens = Objects.requireNonNull(tokens, "tokens");
        this.alwaysRequired = alwaysRequired;
        this.views = views;
        this.revoker = revoker;
    }

    private Access() {
        this.tokens = null;
        this.alwaysRequired = false;
        this.views = ViewLog.NONE;
        this.revoker = runner -> {};
    }

    /** Where no tokens are issued: each that is brought is wrong, and sessions that require one serve nobody. */
    public static Access withoutTokens() {
        return new Access();
    }

    public boolean issuesTokens() {
        return tokens != null;
    }

    /** Issues a token; empty where none are. */
    public Optional<Tokens.Issued> issue(Grant grant, Duration life) {
        return tokens == null ? Optional.empty() : Optional.of(tokens.issue(grant, life));
    }

    /** Whether every session requires tokens, whatever it was opened with. */
    public boolean alwaysRequired() {
        return alwaysRequired;
    }

    /** Whose request it is. */
    public Identified identify(Optional<String> token) {
        if (token.isEmpty()) {
            return new Identified.Known(Caller.ANONYMOUS);
        }
        Verified verified =
                tokens == null ? new Verified.Wrong("no tokens are issued here") : tokens.verify(token.get());
        return verified instanceof Verified.Good good
                ? new Identified.Known(good.caller())
                : new Identified.Refused(Denial.tokenWrong(((Verified.Wrong) verified).why()));
    }

    /** Why the caller may not do this outside of any session; empty when it may. */
    public Optional<Denial> check(Caller caller, Action action) {
        Grant grant = caller.grant();
        if (grant == null) {
            return alwaysRequired ? Optional.of(Denial.tokenNeeded()) : Optional.empty();
        }
        return action.isFor(grant.role()) ? Optional.empty() : Optional.of(Denial.role(grant.role()));
    }

    /**
     * Why the caller may not do this in a session; empty when it may.
     *
     * @param sessionId the session asked for
     * @param head what is known of it; null when there is none of this name, which only those are told who might have
     *     been allowed
     */
    public Optional<Denial> check(Caller caller, Action action, String sessionId, @Nullable SessionHead head) {
        Grant grant = caller.grant();
        if (grant == null) {
            return alwaysRequired || (head != null && head.requireTokens())
                    ? Optional.of(Denial.tokenNeeded())
                    : Optional.empty();
        }
        if (grant.session() != null && !grant.session().equals(sessionId)) {
            return Optional.of(Denial.otherSession());
        }
        if (grant.camp() != null && head != null && !grant.camp().equals(head.campId())) {
            return Optional.of(Denial.otherSession());
        }
        if (!action.isFor(grant.role())) {
            return Optional.of(Denial.role(grant.role()));
        }
        // Else a link that went astray could make others, which hold when it is taken back.
        return action == Action.INVITE_COACH && grant.session() != null
                ? Optional.of(Denial.ofOneSession())
                : Optional.empty();
    }

    /** Whether a session serves nobody without a token. */
    public boolean requiresTokens(SessionHead head) {
        return alwaysRequired || head.requireTokens();
    }

    /** Why the caller may not speak for this runner, or ask for what is this runner's alone; empty when it may. */
    public static Optional<Denial> checkRunner(Caller caller, @Nullable String runner) {
        return caller.runner() == null || caller.runner().equals(runner)
                ? Optional.empty()
                : Optional.of(Denial.otherRunner());
    }

    /** From now on no token holds that was issued for this runner. */
    public void revokeRunner(String runnerId) {
        revoker.accept(runnerId);
    }

    /** Puts down that the caller sees this runner's heart rates or positions. */
    public void viewed(Caller caller, String sessionId, String runnerId) {
        views.viewed(caller, sessionId, runnerId);
    }

    /** Whether the caller may know that there is such a session. */
    public boolean mayList(Caller caller, SessionHead head) {
        return check(caller, Action.LIST_SESSIONS, head.sessionId(), head).isEmpty();
    }
}

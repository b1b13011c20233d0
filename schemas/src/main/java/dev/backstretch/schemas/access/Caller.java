package dev.backstretch.schemas.access;

import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param grant what the token gives; null for someone who brought none, who is served where none is required
 * @param tokenId of the token; null without one
 */
public record Caller(@Nullable Grant grant, @Nullable String tokenId) {
    /** Someone without a token. */
    public static final Caller ANONYMOUS = new Caller(null, null);

    public boolean isAnonymous() {
        return grant == null;
    }

    public @Nullable Role role() {
        return grant == null ? null : grant.role();
    }

    public @Nullable String camp() {
        return grant == null ? null : grant.camp();
    }

    public @Nullable String session() {
        return grant == null ? null : grant.session();
    }

    /** The one runner the caller speaks for; null when that is not limited. */
    public @Nullable String runner() {
        return grant == null ? null : grant.runner();
    }

    /** Whether the caller is of one of the roles; nobody without a token is. */
    public boolean is(Role... roles) {
        for (Role role : roles) {
            if (role == role()) {
                return true;
            }
        }
        return false;
    }

    /** Without the token's id. */
    @Override
    public String toString() {
        return grant == null ? "anonymous" : grant.role().text();
    }
}

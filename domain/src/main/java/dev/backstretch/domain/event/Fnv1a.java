package dev.backstretch.domain.event;

/**
 * The hash FNV-1a in 64 bits, octet by octet: short, the same on every machine, and not for anything that someone may want to
 * forge. Source: Fowler, Noll, Vo; IETF draft-eastlake-fnv.
 */
public final class Fnv1a {
    /** Of nothing. */
    public static final long START = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private Fnv1a() {}

    /** The hash of what was hashed so far and one octet, or character, more. */
    public static long with(long hash, long next) {
        return (hash ^ next) * PRIME;
    }
}

package dev.backstretch.ingest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One sender's part in the quotas: of a request, or of a line that stays open. Whoever lets something in asks
 * {@link #waitFor} and {@link #enter}s; the {@link Intake} charges for what it takes. Who comes costs as much as one item,
 * whatever is brought, so that what cannot be read uses up the quota too. Safe for threads.
 */
public final class Share {
    /** Of what has no quota: a session that is just being opened, or lines that are tried again. */
    public static final Share FREE = new Share(null, null, "", null);

    private final @Nullable Quotas quotas;
    private final @Nullable LiveSession session;
    private final String kind;
    private final @Nullable String device;
    private final AtomicBoolean entered = new AtomicBoolean();

    Share(@Nullable Quotas quotas, @Nullable LiveSession session, String kind, @Nullable String device) {
        this.quotas = quotas;
        this.session = session;
        this.kind = kind;
        this.device = device;
    }

    /** How long the sender must wait; nothing when more may come now. */
    public Duration waitFor() {
        return quotas == null || session == null ? Duration.ZERO : quotas.waitFor(session.head(), kind, device);
    }

    /** Charges for coming: one item, which those that are taken then contain. */
    public void enter() {
        if (quotas != null && session != null) {
            quotas.charge(session.head(), kind, device, 1);
            entered.set(true);
        }
    }

    /** Charges for items that are taken. */
    void charge(int items) {
        if (quotas != null && session != null && items > 0) {
            quotas.charge(session.head(), kind, device, entered.getAndSet(false) ? items - 1 : items);
        }
    }
}

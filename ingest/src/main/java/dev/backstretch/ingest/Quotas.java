package dev.backstretch.ingest;

import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.session.SessionHead;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Token buckets of devices, sessions and camps, so that none of them can take the doors from the others. A request is let
 * in or refused before it is read, when nobody knows how much it holds; it is charged afterwards, into debt where it must
 * be, and the next one waits until the debt is paid. Safe for threads.
 *
 * <p>A simulated session has no quotas: it runs at the speed it likes, and only a neighbour on this machine can open one.
 */
public final class Quotas {
    /** More buckets than this are looked through for those that nobody uses. */
    private static final int MANY_BUCKETS = 10_000;

    private final QuotaSettings settings;
    private final TimeMeter time;
    private final Map<Owner, Bucket> buckets = new ConcurrentHashMap<>();

    private enum Scope {
        DEVICE,
        SESSION,
        CAMP
    }

    private record Owner(Scope scope, String door, String name) {}

    public Quotas(QuotaSettings settings) {
        this(settings, TimeMeter.SYSTEM_NANOTIME);
    }

    Quotas(QuotaSettings settings, TimeMeter time) {
        this.settings = settings;
        this.time = time;
    }

    /**
     * How long a request must wait; nothing when it may be read now.
     *
     * @param kind what shares a bucket: a coach's taps do not wait for phones
     * @param device who sends, where that can be told
     */
    public Duration waitFor(SessionHead session, String kind, @Nullable String device) {
        long nanos = 0;
        for (Owner owner : owners(session, kind, device)) {
            Bucket bucket = buckets.get(owner);
            if (bucket != null) {
                nanos = Math.max(nanos, bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
            }
        }
        return Duration.ofNanos(nanos);
    }

    /** Charges items, those of one request in one or more steps. */
    public void charge(SessionHead session, String kind, @Nullable String device, int items) {
        if (items < 1) {
            return;
        }
        for (Owner owner : owners(session, kind, device)) {
            buckets.computeIfAbsent(owner, this::full).consumeIgnoringRateLimits(items);
        }
        if (buckets.size() > MANY_BUCKETS) {
            // A full bucket is the same as none.
            buckets.entrySet()
                    .removeIf(entry -> entry.getValue().getAvailableTokens()
                            >= perSecond(entry.getKey().scope()) * QuotaSettings.BURST_SECONDS);
        }
    }

    /** What a sender may bring to a session. */
    public Share share(LiveSession session, String kind, @Nullable String device) {
        return new Share(this, session, kind, device);
    }

    private static List<Owner> owners(SessionHead session, String kind, @Nullable String device) {
        if (session.clock() == SessionClock.SIMULATED) {
            return List.of();
        }
        List<Owner> owners = new ArrayList<>();
        if (device != null) {
            owners.add(new Owner(Scope.DEVICE, kind, session.sessionId() + "|" + device));
        }
        owners.add(new Owner(Scope.SESSION, kind, session.sessionId()));
        owners.add(new Owner(Scope.CAMP, kind, session.campId()));
        return owners;
    }

    private Bucket full(Owner owner) {
        long perSecond = perSecond(owner.scope());
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond * QuotaSettings.BURST_SECONDS)
                        .refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build();
    }

    private long perSecond(Scope scope) {
        return switch (scope) {
            case DEVICE -> settings.deviceItemsPerSecond();
            case SESSION -> settings.sessionItemsPerSecond();
            case CAMP -> settings.campItemsPerSecond();
        };
    }

    int size() {
        return buckets.size();
    }
}

package dev.backstretch.ingest.doors;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many wrong join codes one address, and all of them together for one session, may try. A code has 32^6 values: at
 * the session's rate someone with a thousand addresses tries a millionth of them in an evening. Right codes cost nothing,
 * so a camp behind one address joins as fast as it likes. Safe for threads.
 */
final class JoinCodeGuesses {
    /** Wrong codes of one address: a slip of the thumb or ten, then one every six seconds. */
    static final int OF_ADDRESS_A_MINUTE = 10;

    /** Wrong codes for one session from wherever. */
    static final int OF_SESSION_A_MINUTE = 300;

    /** More than these are not remembered; the ones unused for longest go. */
    private static final int MOST_REMEMBERED = 10_000;

    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    JoinCodeGuesses(Clock clock) {
        this.time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return TimeUnit.MILLISECONDS.toNanos(clock.millis());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    /** How many whole seconds to wait before the next guess is looked at; 0 when it is at once. */
    synchronized int secondsToWait(String address, String sessionId) {
        return Math.max(
                wait(bucket("address " + address, OF_ADDRESS_A_MINUTE)),
                wait(bucket("session " + sessionId, OF_SESSION_A_MINUTE)));
    }

    /** Counts a wrong guess. */
    synchronized void wrong(String address, String sessionId) {
        bucket("address " + address, OF_ADDRESS_A_MINUTE).tryConsume(1);
        bucket("session " + sessionId, OF_SESSION_A_MINUTE).tryConsume(1);
    }

    private static int wait(Bucket bucket) {
        EstimationProbe probe = bucket.estimateAbilityToConsume(1);
        return probe.canBeConsumed() ? 0 : (int) TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
    }

    private Bucket bucket(String name, int aMinute) {
        Bucket bucket = buckets.computeIfAbsent(name, any -> Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(aMinute)
                        .refillGreedy(aMinute, Duration.ofMinutes(1))
                        .build())
                .withCustomTimePrecision(time)
                .build());
        if (buckets.size() > MOST_REMEMBERED) {
            Iterator<String> oldest = buckets.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return bucket;
    }
}

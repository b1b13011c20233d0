package dev.backstretch.simulator;

import dev.backstretch.domain.event.RuleVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * What a synthetic camp is like.
 *
 * @param sessionId the session's id
 * @param campId the camp's id
 * @param seed the same seed and options give the same bytes
 * @param runners how many; 0 to {@value #MAXIMUM_RUNNERS}; with 0 there is no track and the plan is {@code free-run}
 * @param planName one of {@link #KNOWN_PLANS}
 * @param noise how far what is delivered differs from what happened
 * @param chipsShare runners with a chip, 0 to 1
 * @param tapsShare runners whom the coach taps, 0 to 1
 * @param startsAt session second 0
 * @param waveSize runners released together
 * @param waveGapSeconds from one wave to the next
 * @param centreLatitudeDegrees of the track's infield
 * @param centreLongitudeDegrees of the track's infield
 * @param bearingDegrees clockwise turn of the track
 * @param timeZone IANA name of the track's zone
 * @param rules the rule versions the session is pinned to; empty leaves that to the door
 * @param spotted whether the coach has as many spotters as the runners need, and says so before the first gun
 */
public record CampOptions(
        String sessionId,
        String campId,
        long seed,
        int runners,
        String planName,
        Noise noise,
        double chipsShare,
        double tapsShare,
        Instant startsAt,
        int waveSize,
        double waveGapSeconds,
        double centreLatitudeDegrees,
        double centreLongitudeDegrees,
        double bearingDegrees,
        String timeZone,
        List<RuleVersion> rules,
        boolean spotted) {
    /** The most runners one camp may have. */
    public static final int MAXIMUM_RUNNERS = 10_000;

    /** The plan a camp runs. */
    public static final String QUARTER_MILE_TWICE = "quarter-mile-twice";

    /** No steps: the plan of a session of recordings only. */
    public static final String FREE_RUN = "free-run";

    /** The plans that the simulated runners know. */
    public static final List<String> KNOWN_PLANS = List.of(QUARTER_MILE_TWICE);

    public CampOptions {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(startsAt, "startsAt");
        rules = List.copyOf(rules);
        if (runners < 0 || runners > MAXIMUM_RUNNERS) {
            throw new IllegalArgumentException("runners: 0 to " + MAXIMUM_RUNNERS + ", not " + runners);
        }
        if (runners > 0 && !KNOWN_PLANS.contains(planName)) {
            throw new IllegalArgumentException("plan: the simulated runners do not know \"" + planName
                    + "\"; they know " + String.join(", ", KNOWN_PLANS));
        }
        if (!(chipsShare >= 0 && chipsShare <= 1)) {
            throw new IllegalArgumentException("chips: a share is 0 to 1, not " + chipsShare);
        }
        if (!(tapsShare >= 0 && tapsShare <= 1)) {
            throw new IllegalArgumentException("taps: a share is 0 to 1, not " + tapsShare);
        }
        if (waveSize < 1) {
            throw new IllegalArgumentException("waveSize: at least 1, not " + waveSize);
        }
        if (!(waveGapSeconds >= 0)) {
            throw new IllegalArgumentException("waveGapSeconds: 0 or more, not " + waveGapSeconds);
        }
    }

    /** A dozen runners with chips on a real track, as the demo has them. */
    public static CampOptions demo(String sessionId, long seed, Instant startsAt) {
        return new CampOptions(
                sessionId,
                "demo",
                seed,
                12,
                QUARTER_MILE_TWICE,
                Noise.DEFAULT,
                1,
                0,
                startsAt,
                8,
                10,
                18.7961,
                98.9629,
                12,
                "Asia/Bangkok",
                List.of(),
                true);
    }

    /** Session second 0 of a simulated session that is opened at {@code now}: 00:00:00 UTC of that day. */
    public static Instant midnightOf(Instant now) {
        return now.truncatedTo(ChronoUnit.DAYS);
    }

    public CampOptions withRunners(int count) {
        return new CampOptions(
                sessionId,
                campId,
                seed,
                count,
                planName,
                noise,
                chipsShare,
                tapsShare,
                startsAt,
                waveSize,
                waveGapSeconds,
                centreLatitudeDegrees,
                centreLongitudeDegrees,
                bearingDegrees,
                timeZone,
                rules,
                spotted);
    }

    public CampOptions withPlan(String name) {
        return new CampOptions(
                sessionId,
                campId,
                seed,
                runners,
                name,
                noise,
                chipsShare,
                tapsShare,
                startsAt,
                waveSize,
                waveGapSeconds,
                centreLatitudeDegrees,
                centreLongitudeDegrees,
                bearingDegrees,
                timeZone,
                rules,
                spotted);
    }

    public CampOptions withNoise(Noise other) {
        return new CampOptions(
                sessionId,
                campId,
                seed,
                runners,
                planName,
                other,
                chipsShare,
                tapsShare,
                startsAt,
                waveSize,
                waveGapSeconds,
                centreLatitudeDegrees,
                centreLongitudeDegrees,
                bearingDegrees,
                timeZone,
                rules,
                spotted);
    }

    public CampOptions withChips(double share) {
        return new CampOptions(
                sessionId,
                campId,
                seed,
                runners,
                planName,
                noise,
                share,
                tapsShare,
                startsAt,
                waveSize,
                waveGapSeconds,
                centreLatitudeDegrees,
                centreLongitudeDegrees,
                bearingDegrees,
                timeZone,
                rules,
                spotted);
    }

    public CampOptions withTaps(double share) {
        return new CampOptions(
                sessionId,
                campId,
                seed,
                runners,
                planName,
                noise,
                chipsShare,
                share,
                startsAt,
                waveSize,
                waveGapSeconds,
                centreLatitudeDegrees,
                centreLongitudeDegrees,
                bearingDegrees,
                timeZone,
                rules,
                spotted);
    }

    public CampOptions withRules(List<RuleVersion> pinned) {
        return new CampOptions(
                sessionId,
                campId,
                seed,
                runners,
                planName,
                noise,
                chipsShare,
                tapsShare,
                startsAt,
                waveSize,
                waveGapSeconds,
                centreLatitudeDegrees,
                centreLongitudeDegrees,
                bearingDegrees,
                timeZone,
                pinned,
                spotted);
    }

    /** Nobody watches those who run backwards. */
    public CampOptions withoutSpotters() {
        return new CampOptions(
                sessionId,
                campId,
                seed,
                runners,
                planName,
                noise,
                chipsShare,
                tapsShare,
                startsAt,
                waveSize,
                waveGapSeconds,
                centreLatitudeDegrees,
                centreLongitudeDegrees,
                bearingDegrees,
                timeZone,
                rules,
                false);
    }
}

package dev.backstretch.domain.plan;

import dev.backstretch.domain.time.Micros;

/** What ends a step. */
public sealed interface Goal {
    /** Laps of the track, told by the runner's own marks. */
    record Laps(int laps) implements Goal {
        public Laps {
            if (laps < 1) {
                throw new IllegalArgumentException("laps: at least 1, not " + laps);
            }
        }
    }

    /** Time on the clock; in a rest after laps, since the runner's own mark. */
    record Time(long micros) implements Goal {
        public Time {
            if (micros < 1) {
                throw new IllegalArgumentException("seconds: more than 0, not " + Micros.seconds(micros));
            }
        }
    }

    /** Metres covered by the runner. */
    record Distance(double meters) implements Goal {
        public Distance {
            if (!(meters > 0 && meters < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("meters: more than 0, not " + meters);
            }
        }
    }

    /** Nothing but the end of the plan or the coach. */
    record Open() implements Goal {}

    /** Whether the step ends at a mark of the runner's own. */
    default boolean endsAtOwnMark() {
        return this instanceof Laps || this instanceof Distance;
    }
}

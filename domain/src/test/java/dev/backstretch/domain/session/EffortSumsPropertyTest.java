package dev.backstretch.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.effort.Body;
import dev.backstretch.domain.effort.Sex;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.safety.Stage;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.zone.ZoneModel;
import dev.backstretch.domain.zone.ZoneSeconds;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class EffortSumsPropertyTest {
    private static final Profile PROFILE = new Profile(
            "7",
            false,
            1,
            400,
            1,
            null,
            190,
            60,
            new Body(70, 37, Sex.MALE),
            35,
            Plans.FREE_RUN.name(),
            null,
            Stage.TRAINED,
            Double.NaN);
    private static final ZoneSeconds ZONES =
            new ZoneSeconds(ZoneModel.HRMAX_5, List.of(0.0, 0.0, 0.0, 0.0, 60.0, 0.0), 0);
    private static final long FIRST_SECOND = 1_000_000;
    private static final int SECONDS = 900;

    /** Seconds of one runner, added up by sums that are asked again and again and by others that always start over. */
    private static final class Run implements SecondRows.Reader {
        private final SecondRows rows = new SecondRows();
        private final EffortSums asked = new EffortSums(PROFILE);
        private final EffortSums startingOver = new EffortSums(PROFILE);
        private final long fromMicros;

        Run(long fromMicros) {
            this.fromMicros = fromMicros;
        }

        @Override
        public void changed(long second) {
            asked.changed(second);
        }

        @Override
        public void left(SecondRows.Row row) {
            asked.leave(row, fromMicros);
            startingOver.leave(row, fromMicros);
        }

        void tell(long second, Random random) {
            rows.put(
                    second * Micros.PER_SECOND,
                    random.nextInt(50) / 10.0,
                    0.1,
                    random.nextInt(10) == 0 ? Double.NaN : 110 + random.nextInt(70),
                    3.0 * (second - FIRST_SECOND),
                    random.nextBoolean() ? Facing.FORWARD : Facing.BACKWARD,
                    this);
            while (rows.takeChanged() != null) {
                // as a frame takes them: only what was published is left behind
            }
        }

        Frame.Effort asked() {
            return asked.of(rows.all(), fromMicros, ZONES);
        }

        Frame.Effort startingOver() {
            startingOver.startOver();
            return startingOver.of(rows.all(), fromMicros, ZONES);
        }
    }

    @Property(tries = 40)
    void sumsThatWentBackToAStationAreThoseOfAllSecondsFromTheFirstOn(@ForAll long seed) {
        Random random = new Random(seed);
        Run run = new Run((FIRST_SECOND + random.nextInt(200)) * Micros.PER_SECOND);
        long newest = FIRST_SECOND;
        while (newest < FIRST_SECOND + SECONDS) {
            newest += random.nextInt(20) == 0 ? 1 + random.nextInt(8) : 1;
            run.tell(newest, random);
            if (random.nextInt(12) == 0) {
                run.tell(Math.max(FIRST_SECOND, newest - random.nextInt(420)), random);
            }
            if (random.nextInt(10) == 0) {
                assertThat(run.asked()).isEqualTo(run.startingOver());
            }
        }
    }
}

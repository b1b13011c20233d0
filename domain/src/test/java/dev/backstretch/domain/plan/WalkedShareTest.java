package dev.backstretch.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalkedShareTest {
    private final WalkedShare walked = new WalkedShare();

    @Test
    void nobody_has_walked_before_they_moved() {
        assertThat(walked.share()).isNaN();
    }

    @ParameterizedTest(name = "{0} m/s {1}: share walked {2}")
    @CsvSource({
        "1.5, BACKWARD, 1",
        "1.72, BACKWARD, 1",
        "1.73, BACKWARD, 0",
        "1.9, FORWARD, 1",
        "2.09, FORWARD, 1",
        "2.1, FORWARD, 0",
        "0.3, BACKWARD, 1",
        "0.29, BACKWARD, NaN",
        "NaN, BACKWARD, NaN",
        "2.0, STILL, NaN",
        "2.0, UNKNOWN, NaN",
        "2.0, UNRECOGNISED, NaN"
    })
    void backwards_one_runs_from_a_slower_speed_on(double speed, Facing facing, Double share) {
        walked.advance(speed, facing, 1000);
        assertThat(walked.share()).isEqualTo(share);
    }

    @Test
    void who_runs_walks_again_only_when_clearly_slower() {
        walked.advance(1.8, Facing.BACKWARD, 3000);
        walked.advance(1.55, Facing.BACKWARD, 1000);
        assertThat(walked.walkedMicros()).isZero();
        walked.advance(1.52, Facing.BACKWARD, 1000);
        assertThat(walked.walkedMicros()).isEqualTo(1000);
        assertThat(walked.share()).isEqualTo(0.2);
    }

    @Test
    void what_is_written_is_read_again_and_a_copy_goes_its_own_way() {
        walked.advance(1.8, Facing.BACKWARD, 3000);
        walked.advance(1.0, Facing.BACKWARD, 1000);
        walked.advance(1.8, Facing.BACKWARD, 500);
        StateWriter out = new StateWriter();
        walked.writeTo(out);
        WalkedShare read = WalkedShare.readFrom(new StateReader(out.toBytes()));
        WalkedShare copy = walked.copy();
        for (WalkedShare other : new WalkedShare[] {read, copy}) {
            other.advance(1.6, Facing.BACKWARD, 500);
            assertThat(other.walkedMicros()).as("still running").isEqualTo(1000);
            assertThat(other.share()).isEqualTo(0.2);
        }
        assertThat(walked.share()).isEqualTo(1000.0 / 4500);
    }
}

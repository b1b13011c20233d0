package dev.backstretch.domain.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateTest {
    @Test
    void what_is_written_comes_back_in_its_order() {
        Instant instant = Instant.parse("1969-12-31T23:59:59.999999Z");
        StateWriter out = new StateWriter();
        out.bool(true);
        out.bool(false);
        out.number(Long.MIN_VALUE + 1);
        out.number(-7);
        out.real(-0.0);
        out.estimate(new Estimate(3.5, 0.25));
        out.text("แข่ง");
        out.text(null);
        out.symbol(Facing.BACKWARD);
        out.bytes(new byte[] {1, -1, 0});
        out.instant(instant);
        out.instant(null);
        out.maybe(2.5);
        out.maybe((Double) null);
        out.maybe(9);
        out.maybe((Integer) null);
        out.list(List.of("a", "b"), StateWriter::text);
        assertThat(out.size()).isEqualTo(out.toBytes().length);

        StateReader in = new StateReader(out.toBytes());
        assertThat(in.bool()).isTrue();
        assertThat(in.bool()).isFalse();
        assertThat(in.number()).isEqualTo(Long.MIN_VALUE + 1);
        assertThat(in.integer()).isEqualTo(-7);
        assertThat(Double.doubleToRawLongBits(in.real())).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(in.estimate()).isEqualTo(new Estimate(3.5, 0.25));
        assertThat(in.text()).isEqualTo("แข่ง");
        assertThat(in.text()).isNull();
        assertThat(in.symbol(Facing.class)).isEqualTo(Facing.BACKWARD);
        assertThat(in.bytes()).containsExactly(1, -1, 0);
        assertThat(in.instant()).isEqualTo(instant);
        assertThat(in.instant()).isNull();
        assertThat(in.maybeReal()).isEqualTo(2.5);
        assertThat(in.maybeReal()).isNull();
        assertThat(in.maybeInteger()).isEqualTo(9);
        assertThat(in.maybeInteger()).isNull();
        assertThat(in.list(StateReader::requiredText)).containsExactly("a", "b");
    }

    @Test
    void a_state_that_ends_too_soon_is_refused() {
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(new StateReader(new byte[7])::number);
        StateWriter out = new StateWriter();
        out.text(null);
        assertThatNullPointerException().isThrownBy(new StateReader(out.toBytes())::requiredText);
    }
}

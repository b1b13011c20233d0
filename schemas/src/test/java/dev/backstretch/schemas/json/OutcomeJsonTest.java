package dev.backstretch.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.schemas.AnyRecords;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OutcomeJsonTest {
    private static ObjectNode json(Outcome outcome) {
        if (outcome instanceof LapOutcome lap) {
            return OutcomeJson.lap(lap);
        } else if (outcome instanceof Standings standings) {
            return OutcomeJson.standings(standings);
        } else if (outcome instanceof Alert alert) {
            return OutcomeJson.alert(alert);
        } else if (outcome instanceof Frame frame) {
            return OutcomeJson.metrics(frame);
        }
        return OutcomeJson.rejection((Rejection) outcome);
    }

    @Property(tries = 100)
    void nothing_unknown_is_written_and_the_same_outcome_gives_the_same_text(@ForAll long seed) {
        Outcome outcome = new AnyRecords(seed).outcome();
        String text = json(outcome).toString();
        assertThat(text).doesNotContain("NaN").doesNotContain("Infinity").doesNotContain(":null");
        assertThat(json(outcome).toString()).isEqualTo(text);
    }

    @Test
    void numbers_are_rounded_to_what_people_can_use() {
        assertThat(OutcomeJson.rounded(112.40049, OutcomeJson.SECONDS)).isEqualTo(112.4);
        assertThat(OutcomeJson.rounded(5012.349, OutcomeJson.METERS)).isEqualTo(5012.3);
        assertThat(OutcomeJson.rounded(1.87006, OutcomeJson.RATIO)).isEqualTo(1.8701);
        assertThat(Double.toString(OutcomeJson.rounded(-0.00001, OutcomeJson.RATIO)))
                .isEqualTo("0.0");
    }
}

package dev.backstretch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.outcome.Frame;
import org.junit.jupiter.api.Test;

class GuaranteesTest {
    private static final Item A = new Item("s", "r1", "a");
    private static final Item B = new Item("s", "r1", "b");

    @Test
    void whatWasAcceptedAndIsNotInTheLogIsLost() {
        var lost = new NothingLost();
        lost.accepted(A);
        lost.accepted(B);
        lost.logged(A);
        assertThat(lost.violations()).singleElement().asString().contains("id=b");
        lost.logged(B);
        assertThat(lost.violations()).isEmpty();
    }

    @Test
    void aGuaranteeThatWasToldNothingProvesNothing() {
        assertThat(new NothingLost().violations()).isNotEmpty();
        assertThat(new NothingTwice().violations()).isNotEmpty();
        assertThat(new InOrderPerSession().violations()).isNotEmpty();
    }

    @Test
    void anItemThatIsFoldedTwiceShowsInTheCounts() {
        var twice = new NothingTwice();
        twice.logged(A);
        twice.logged(A);
        twice.cameOut("lap 1 revision 0");
        twice.counted("s", new Frame.Counts(2, 2, 0, 0, 0, 0, 0));
        assertThat(twice.violations()).singleElement().asString().contains("1 are distinct");
        twice.counted("s", new Frame.Counts(2, 1, 0, 1, 0, 0, 0));
        assertThat(twice.violations()).isEmpty();
    }

    @Test
    void countsThatDoNotMatchTheLogAreAViolation() {
        var twice = new NothingTwice();
        twice.logged(A);
        twice.cameOut("lap 1 revision 0");
        assertThat(twice.violations()).singleElement().asString().contains("no last frame");
        twice.counted("s", new Frame.Counts(2, 2, 0, 0, 0, 0, 0));
        assertThat(twice.violations()).isNotEmpty();
    }

    @Test
    void anOutcomeThatLeavesTwiceIsAViolation() {
        var twice = new NothingTwice();
        twice.cameOut("lap 1 revision 0");
        twice.cameOut("lap 1 revision 1");
        assertThat(twice.violations()).isEmpty();
        twice.cameOut("lap 1 revision 0");
        assertThat(twice.violations()).singleElement().asString().contains("twice");
    }

    @Test
    void whatOvertookInTheLogIsOutOfOrder() {
        var order = new InOrderPerSession();
        order.sent(A);
        order.sent(B);
        order.cameOut("laps", "s", 1);
        order.logged(B);
        order.logged(A);
        assertThat(order.violations()).singleElement().asString().contains("id=b");
    }

    @Test
    void aRetryThatCameThroughTwiceKeepsItsFirstPlace() {
        var order = new InOrderPerSession();
        order.sent(A);
        order.sent(B);
        order.cameOut("laps", "s", 1);
        order.logged(A);
        order.logged(B);
        order.logged(A);
        assertThat(order.violations()).isEmpty();
    }

    @Test
    void outcomesThatGoBackInTheLogAreOutOfOrder() {
        var order = new InOrderPerSession();
        order.sent(A);
        order.logged(A);
        order.cameOut("laps", "s", 5);
        order.cameOut("standings", "s", 4);
        assertThat(order.violations()).isEmpty();
        order.cameOut("laps", "s", 4);
        assertThat(order.violations()).singleElement().asString().contains("position 4 after 5");
    }
}

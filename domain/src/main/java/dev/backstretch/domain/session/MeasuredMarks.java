package dev.backstretch.domain.session;

import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.line.CourseEnds;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;

/**
 * The marks that one runner's own readings show: passings of the line, ends of an out-and-back course, or laps of distance.
 * One that is found again keeps the clock offset that it was first told with.
 */
final class MeasuredMarks {
    /** Two of one kind nearer than this are the same one, found again. */
    private static final long SAME_MICROS = Micros.PER_SECOND;

    private final List<Mark> marks = new ArrayList<>();
    /** What is being found again. */
    private List<Mark> replaced = List.of();

    private List<CourseEnds.Passed> knownEnds = List.of();

    List<Mark> all() {
        return marks;
    }

    /** @return whether they were others */
    boolean become(List<Mark> now) {
        if (now.equals(marks)) {
            return false;
        }
        marks.clear();
        marks.addAll(now);
        return true;
    }

    /**
     * Takes over what the ends of an out-and-back course say.
     *
     * @param passed the same list as long as nothing new is known
     * @param offsetMicros of the device's clock now
     * @return whether the marks were others
     */
    boolean takeEnds(List<CourseEnds.Passed> passed, long offsetMicros) {
        if (passed == knownEnds) {
            return false;
        }
        knownEnds = passed;
        List<Mark> now = new ArrayList<>();
        for (CourseEnds.Passed one : passed) {
            long offset = offsetMicros;
            for (Mark old : marks) {
                long told = old.micros() - old.offsetMicros();
                offset = old.sign() == one.sign() && Math.abs(told - one.micros()) < SAME_MICROS
                        ? old.offsetMicros()
                        : offset;
            }
            now.add(new Mark(
                    MarkSource.LINE,
                    one.micros() + offset,
                    one.sigmaSeconds(),
                    one.sign(),
                    one.pathMeters(),
                    offset,
                    Double.NaN,
                    one.doubtful(),
                    one.readingIds()));
        }
        return become(now);
    }

    /** Another one is found, or one of those {@linkplain #areMadeAgain again}. */
    void add(Mark mark) {
        Mark made = mark;
        for (Mark old : replaced) {
            long shift = old.offsetMicros() - mark.offsetMicros();
            if (old.sign() == mark.sign() && Math.abs(old.micros() - shift - mark.micros()) < SAME_MICROS) {
                made = new Mark(
                        mark.source(),
                        mark.micros() + shift,
                        mark.sigmaSeconds(),
                        mark.sign(),
                        mark.pathMeters(),
                        old.offsetMicros(),
                        mark.rssiDbm(),
                        mark.doubtful(),
                        mark.eventIds());
            }
        }
        marks.add(made);
    }

    /**
     * Those after a moment are found again.
     *
     * @param foundBefore by the device's clock; those up to it stand
     * @param finding adds them
     * @return whether they were others
     */
    boolean areMadeAgain(long foundBefore, Runnable finding) {
        List<Mark> before = List.copyOf(marks);
        replaced = before.stream()
                .filter(mark -> mark.micros() - mark.offsetMicros() > foundBefore)
                .toList();
        marks.removeAll(replaced);
        finding.run();
        replaced = List.of();
        return !before.equals(marks);
    }

    void writeTo(StateWriter out) {
        out.list(marks, (to, mark) -> mark.writeTo(to));
    }

    void readFrom(StateReader in) {
        marks.addAll(in.list(Mark::readFrom));
    }
}

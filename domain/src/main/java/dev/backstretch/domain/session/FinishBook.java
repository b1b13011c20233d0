package dev.backstretch.domain.session;

import dev.backstretch.domain.lap.Lap;
import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.pace.Pace;
import dev.backstretch.domain.plan.Aim;
import dev.backstretch.domain.plan.Goal;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.PlanStep;
import dev.backstretch.domain.plan.ProjectedFinish;
import dev.backstretch.domain.plan.WalkedShare;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The finish of one runner whose plan aims at the time of a distance, and how much of the way was walked. */
final class FinishBook {
    /** What is known of the runner's way when somebody asks. */
    record Way(
            Mark start,
            List<Lap> laps,
            double lapMeters,
            double distanceSigmaShare,
            ToDoubleFunction<SecondRows.Row> metersInLap) {}

    private final double goalMeters;
    private final double targetSeconds;
    private WalkedShare settled = new WalkedShare();
    /** The first second that {@link #settled} does not hold. */
    private long settledUpTo = Long.MIN_VALUE;
    /** When a goal within a lap was passed; {@link Long#MIN_VALUE} before it. */
    private long passedMicros = Long.MIN_VALUE;

    private FinishBook(double goalMeters, double targetSeconds) {
        this.goalMeters = goalMeters;
        this.targetSeconds = targetSeconds;
    }

    /** Of a plan that aims at the time of one distance; null for all others. */
    static @Nullable FinishBook of(Plan plan) {
        if (plan.aim().measure() != Aim.Measure.FINISH_SECONDS) {
            return null;
        }
        for (PlanStep step : plan.steps()) {
            if (step.goal() instanceof Goal.Distance goal) {
                return new FinishBook(goal.meters(), plan.aim().below());
            }
        }
        return null;
    }

    /** The runner was not started yet: what lies behind does not count. */
    void forget() {
        settled = new WalkedShare();
        passedMicros = Long.MIN_VALUE;
    }

    /** A second is left behind for good. */
    void leave(SecondRows.Row row, long fromMicros) {
        if (row.second() >= settledUpTo) {
            walk(settled, row, fromMicros);
            settledUpTo = row.second() + 1;
        }
    }

    private static void walk(WalkedShare share, SecondRows.Row row, long fromMicros) {
        if (row.micros() >= fromMicros) {
            share.advance(row.speed(), row.facing(), Micros.PER_SECOND);
        }
    }

    /**
     * The finish as it is known at a runner's newest second; null before the first lap is done.
     *
     * @param rows the seconds that are not left behind, ascending, not empty
     * @param fromMicros what lies before does not count
     */
    Frame.@Nullable Finish at(Way way, List<SecondRows.Row> rows, long fromMicros) {
        int done = way.laps().size();
        if (done == 0) {
            return null;
        }
        double[] splits = new double[done];
        long before = way.start().micros();
        for (int i = 0; i < done; i++) {
            long end = way.laps().get(i).end().micros();
            splits[i] = Micros.seconds(end - before);
            before = end;
        }
        boolean byLaps = done * way.lapMeters() >= goalMeters;
        long passed = byLaps ? Long.MIN_VALUE : passed(way, rows, goalMeters - done * way.lapMeters());
        Estimate seconds;
        if (byLaps) {
            passedMicros = Long.MIN_VALUE;
            int last = (int) Math.ceil(goalMeters / way.lapMeters()) - 1;
            seconds = ProjectedFinish.covered(
                    splits,
                    way.lapMeters(),
                    goalMeters,
                    Pace.NORMAL_95 * way.laps().get(last).end().sigmaSeconds());
        } else if (passed != Long.MIN_VALUE) {
            double since = Micros.seconds(passed - before);
            seconds = new Estimate(
                    Micros.seconds(passed - way.start().micros()), Pace.NORMAL_95 * way.distanceSigmaShare() * since);
        } else {
            seconds = projected(way, rows, splits, before);
        }
        WalkedShare walked = settled.copy();
        for (SecondRows.Row row : rows) {
            if (row.second() >= settledUpTo) {
                walk(walked, row, fromMicros);
            }
        }
        Estimate told = new Estimate(tenths(seconds.value()), tenths(seconds.plusMinus()));
        return new Frame.Finish(
                told,
                byLaps || passed != Long.MIN_VALUE,
                goalMeters,
                targetSeconds,
                ProjectedFinish.under(told, targetSeconds),
                Math.rint(walked.share() * 1000) / 1000);
    }

    private Estimate projected(Way way, List<SecondRows.Row> rows, double[] splits, long lapStartMicros) {
        SecondRows.Row newest = rows.get(rows.size() - 1);
        double intoSeconds = Math.max(0, Micros.seconds(newest.micros() - lapStartMicros));
        double intoMeters = way.metersInLap().applyAsDouble(newest);
        if (Double.isNaN(intoMeters)) {
            return ProjectedFinish.seconds(splits, way.lapMeters(), 0, 0, goalMeters, way.distanceSigmaShare());
        }
        return ProjectedFinish.seconds(
                splits, way.lapMeters(), intoSeconds, intoMeters, goalMeters, way.distanceSigmaShare());
    }

    /** When the metres that are left of the goal were first covered in the lap being run; MIN_VALUE before. */
    private long passed(Way way, List<SecondRows.Row> rows, double metersLeft) {
        if (metersLeft >= way.lapMeters()) {
            passedMicros = Long.MIN_VALUE;
            return passedMicros;
        }
        int first = rows.size();
        while (first > 0 && way.metersInLap().applyAsDouble(rows.get(first - 1)) >= metersLeft) {
            first--;
        }
        boolean seenPassing = first > 0 && first < rows.size();
        if (seenPassing) {
            passedMicros = rows.get(first).micros();
        } else if (first == rows.size()) {
            passedMicros = Long.MIN_VALUE;
        }
        return passedMicros;
    }

    private static double tenths(double value) {
        return Math.rint(value * 10) / 10;
    }

    void writeTo(StateWriter out) {
        settled.writeTo(out);
        out.number(settledUpTo);
        out.number(passedMicros);
    }

    /** Takes up again what was written of a runner with the same plan. */
    void readFrom(StateReader in) {
        settled = WalkedShare.readFrom(in);
        settledUpTo = in.number();
        passedMicros = in.number();
    }
}

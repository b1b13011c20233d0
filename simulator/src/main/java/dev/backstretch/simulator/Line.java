package dev.backstretch.simulator;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What is seen at the line of one runner's passings: a mat reads the chip, a coach taps. Neither sees a direction. */
final class Line {
    static final String MAT = "finish";
    static final String COACH = "c1";
    private static final double BURST_HALF_SECONDS = 0.25;
    private static final double MAT_DELAY_SECONDS = 0.4;
    private static final double TAP_DELAY_SECONDS = 0.2;

    private final CampOptions options;
    private final RunnerTruth truth;
    private final int index;
    private final IntFunction<String> bibOf;
    private final IntFunction<String> runnerOf;
    private final Tally tally;
    private final List<Delivery> deliveries = new ArrayList<>();

    Line(
            CampOptions options,
            RunnerTruth truth,
            int index,
            IntFunction<String> bibOf,
            IntFunction<String> runnerOf,
            Tally tally) {
        this.options = options;
        this.truth = truth;
        this.index = index;
        this.bibOf = bibOf;
        this.runnerOf = runnerOf;
        this.tally = tally;
    }

    List<Delivery> deliver() {
        readChip();
        tap();
        return deliveries;
    }

    /** A mat sees every passing, in both directions, every 0.05 to 0.1 s while the chip is near; strongest when nearest. */
    private void readChip() {
        String chip = truth.chip();
        if (chip == null) {
            return;
        }
        SeededStream bursts = SeededStream.of(options.seed(), index, "chip-burst");
        SeededStream misses = SeededStream.of(options.seed(), index, "chip-miss");
        for (int passing = 0; passing < truth.crossings().size(); passing++) {
            double t = truth.crossings().get(passing).seconds();
            if (misses.uniform() < options.noise().chipMissShare()) {
                tally.chipPassingsMissed++;
                continue;
            }
            if (!options.noise().chipBurst()) {
                chipRead(chip, passing, 0, t, -48, 0);
                continue;
            }
            double strengthDbm = -48 + 2 * bursts.gaussian();
            double offset = -BURST_HALF_SECONDS + bursts.uniform(0, 0.05);
            for (int read = 0; offset <= BURST_HALF_SECONDS; read++) {
                chipRead(chip, passing, read, t + offset, strengthDbm - 60 * Math.abs(offset), MAT_DELAY_SECONDS);
                offset += bursts.uniform(0.05, 0.1);
            }
        }
    }

    private void chipRead(String chip, int passing, int read, double t, double rssiDbm, double delay) {
        tally.chipReads++;
        deliveries.add(new Delivery(
                new RunEvent(
                        chip + "-" + passing + "-" + read,
                        options.sessionId(),
                        truth.runnerId(),
                        at(t),
                        at(t + delay),
                        new Origin(Origin.Kind.TIMING, MAT),
                        new EventBody.Chip(chip, MAT, Rounding.decimals(rssiDbm, 1))),
                0));
    }

    /** A coach taps who comes in, not who walks back; late by a reaction, sometimes twice, sometimes on a wrong bib. */
    private void tap() {
        if (!truth.tapped()) {
            return;
        }
        SeededStream thumb = SeededStream.of(options.seed(), index, "tap-thumb");
        SeededStream misses = SeededStream.of(options.seed(), index, "tap-miss");
        SeededStream doubles = SeededStream.of(options.seed(), index, "tap-double");
        SeededStream wrongs = SeededStream.of(options.seed(), index, "tap-wrong");
        double sigma = options.noise().tapSeconds();
        for (int passing = 0; passing < truth.crossings().size(); passing++) {
            RunnerTruth.Crossing crossing = truth.crossings().get(passing);
            double observed = crossing.seconds() + sigma / 2 + sigma * thumb.gaussian();
            boolean missed = misses.uniform() < options.noise().tapMissShare();
            boolean twice = doubles.uniform() < options.noise().tapDoubleShare();
            boolean wrong = wrongs.uniform() < options.noise().tapWrongShare() && options.runners() > 1;
            if (crossing.direction() < 0) {
                continue;
            }
            if (missed) {
                tally.tapsMissed++;
                continue;
            }
            int who = wrong ? (index + 1) % options.runners() : index;
            String id = "tap-" + truth.bib() + "-" + passing;
            tapOn(who, id, observed, observed + TAP_DELAY_SECONDS);
            if (twice) {
                tapOn(who, id + "-again", observed + 0.5, observed + 0.5 + TAP_DELAY_SECONDS);
            }
            if (wrong) {
                deliveries.add(new Delivery(
                        new RunEvent(
                                id + "-undo",
                                options.sessionId(),
                                runnerOf.apply(who),
                                at(observed + 6),
                                at(observed + 6 + TAP_DELAY_SECONDS),
                                new Origin(Origin.Kind.COACH, COACH),
                                new EventBody.Correction(
                                        EventBody.Correction.Action.VOID, null, null, null, id, COACH, "wrong bib")),
                        0));
                tapOn(index, id + "-fix", observed, observed + 7.5 + TAP_DELAY_SECONDS);
            }
        }
    }

    private void tapOn(int who, String id, double observed, double arrives) {
        tally.taps++;
        deliveries.add(new Delivery(
                new RunEvent(
                        id,
                        options.sessionId(),
                        runnerOf.apply(who),
                        at(observed),
                        at(arrives),
                        new Origin(Origin.Kind.COACH, COACH),
                        new EventBody.Tap(COACH, bibOf.apply(who))),
                0));
    }

    private Instant at(double seconds) {
        return options.startsAt().plusMillis(Rounding.millis(seconds));
    }
}

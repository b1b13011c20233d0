package dev.backstretch.schemas;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.event.RuleVersion;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.people.Exertion;
import dev.backstretch.domain.people.HiddenPlace;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.people.Privacy;
import dev.backstretch.domain.session.SessionHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records of any content that the domain allows: absent and present, NaN, far times, other scripts. */
public final class AnyRecords {
    /** How many kinds of body {@link #body(int)} knows. */
    public static final int KINDS = 18;

    private static final List<String> TEXTS =
            List.of("", "r07", "สมชาย", "Øystein", "🏃 back", "a\nb\"c\\d", "x".repeat(700), "105");

    private final Random random;

    public AnyRecords(Random random) {
        this.random = random;
    }

    public AnyRecords(long seed) {
        this(new Random(seed));
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private <T> @Nullable T maybe(Supplier<T> present) {
        return random.nextBoolean() ? present.get() : null;
    }

    private double number() {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> 0.0;
            case 2 -> -random.nextDouble();
            case 3 -> random.nextInt(300);
            case 4 -> random.nextDouble() * 1e12;
            default -> random.nextGaussian() * 100;
        };
    }

    private int whole() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> Integer.MIN_VALUE;
            case 2 -> Integer.MAX_VALUE;
            default -> random.nextInt(10_000);
        };
    }

    /** To the microsecond, before and after 1970. */
    public Instant time() {
        long seconds = random.nextInt(5) == 0 ? -random.nextInt(2_000_000_000) : random.nextInt(2_000_000_000);
        return Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1000L);
    }

    private <E> E one(E[] constants) {
        return constants[random.nextInt(constants.length)];
    }

    private <T> List<T> some(int most, Supplier<T> item) {
        var items = new ArrayList<T>();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            items.add(item.get());
        }
        return items;
    }

    private Estimate estimate() {
        return new Estimate(number(), number());
    }

    private Lineage lapLineage() {
        return new Lineage(
                some(5, this::text),
                random.nextLong(),
                some(
                        3,
                        () -> new Lineage.Passing(
                                one(MarkSource.values()), time(), random.nextDouble(), random.nextInt(9))));
    }

    private Lineage lineage() {
        return new Lineage(some(5, this::text), random.nextLong());
    }

    private RuleVersion rule() {
        return new RuleVersion(text(), text());
    }

    public RunEvent event() {
        return event(random.nextInt(KINDS));
    }

    public RunEvent event(int kind) {
        return new RunEvent(
                text(),
                text(),
                maybe(this::text),
                time(),
                time(),
                new Origin(one(Origin.Kind.values()), maybe(this::text)),
                body(kind));
    }

    public EventBody body(int kind) {
        return switch (kind) {
            case 0 ->
                new EventBody.SessionOpened(
                        text(),
                        text(),
                        maybe(this::track),
                        some(3, this::rule),
                        one(SessionClock.values()),
                        random.nextBoolean(),
                        maybe(this::whole),
                        text());
            case 1 -> new EventBody.Control(one(EventBody.Control.Action.values()));
            case 2 -> new EventBody.Gun(maybe(this::whole));
            case 3 ->
                new EventBody.Join(
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::whole),
                        one(EventBody.LapRule.values()),
                        maybe(this::number),
                        maybe(this::whole),
                        maybe(this::time),
                        maybe(this::number),
                        random.nextBoolean(),
                        maybe(this::number),
                        maybe(this::whole),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(() -> one(EventBody.BackwardStage.values())),
                        maybe(this::number),
                        maybe(() -> one(EventBody.Sex.values())),
                        maybe(this::number));
            case 4 -> new EventBody.Leave(maybe(this::text));
            case 5 -> new EventBody.Binding(maybe(this::text), maybe(this::text), maybe(this::text));
            case 6 -> {
                List<Reading> readings = some(EventBody.Readings.MAXIMUM - 1, this::reading);
                readings.add(reading());
                yield new EventBody.Readings(readings);
            }
            case 7 -> new EventBody.Tap(maybe(this::text), maybe(this::text));
            case 8 -> new EventBody.Chip(text(), maybe(this::text), number());
            case 9 -> new EventBody.FacingDeclared(one(Facing.values()));
            case 10 ->
                new EventBody.Correction(
                        one(EventBody.Correction.Action.values()),
                        maybe(this::whole),
                        maybe(this::time),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::time),
                        maybe(() -> one(Facing.values())));
            case 11 -> new EventBody.Tick(random.nextLong());
            case 12 -> new EventBody.Safety(text(), maybe(random::nextBoolean), maybe(this::whole), maybe(this::text));
            case 13 -> new EventBody.Weather(number(), number(), number());
            case 14 -> new EventBody.Acknowledge(text(), maybe(this::text), maybe(this::text));
            case 15 -> new EventBody.Symptom(text());
            case 16 -> new EventBody.Rpe(number());
            default -> new EventBody.Consent(one(EventBody.Consent.Purpose.values()), random.nextBoolean());
        };
    }

    private Track track() {
        return new Track(
                text(),
                number(),
                number(),
                number(),
                whole(),
                number(),
                number(),
                number(),
                random.nextBoolean(),
                number(),
                new Track.TimingLine(text(), number(), number(), number(), number()),
                maybe(() -> new Track.OutAndBack(number(), number(), number(), number(), random.nextBoolean())));
    }

    private Reading reading() {
        return new Reading(
                text(),
                time(),
                number(),
                number(),
                number(),
                number(),
                number(),
                number(),
                number(),
                number(),
                number(),
                number(),
                some(3, () -> one(ReadingFlag.values())));
    }

    public LapOutcome lap() {
        return new LapOutcome(
                text(),
                text(),
                whole(),
                whole(),
                one(LapOutcome.State.values()),
                time(),
                time(),
                estimate(),
                estimate(),
                estimate(),
                estimate(),
                one(Facing.values()),
                one(MarkSource.values()),
                number(),
                number(),
                some(3, this::text),
                maybe(this::text),
                time(),
                text(),
                lapLineage(),
                maybe(() -> new CoachCorrection(text(), maybe(this::text), maybe(this::text), maybe(this::text))));
    }

    public Standings standings() {
        return new Standings(
                text(),
                text(),
                whole(),
                some(
                        12,
                        () -> new Standings.Row(
                                whole(),
                                random.nextBoolean(),
                                text(),
                                maybe(this::text),
                                number(),
                                number(),
                                one(Verdict.values()),
                                one(RunnerState.values()),
                                whole(),
                                estimate(),
                                maybe(this::time),
                                maybe(this::time),
                                maybe(this::time),
                                maybe(() -> new Standings.Team(
                                        some(4, this::text), maybe(this::text), some(3, this::text))))),
                time(),
                text(),
                lineage());
    }

    public Alert alert() {
        return new Alert(
                text(),
                maybe(this::text),
                one(Alert.Kind.values()),
                one(Alert.Severity.values()),
                time(),
                number(),
                number(),
                one(Alert.State.values()),
                whole(),
                time(),
                text(),
                lineage());
    }

    public Frame frame() {
        return new Frame(
                text(),
                random.nextLong(),
                time(),
                random.nextBoolean(),
                random.nextBoolean(),
                whole(),
                whole(),
                some(20, this::entry),
                maybe(this::plan),
                maybe(this::counts),
                text(),
                random.nextLong(),
                maybe(this::attention));
    }

    private Frame.Attention attention() {
        return new Frame.Attention(
                some(4, () -> new Frame.Need(maybe(this::text), text(), text(), List.of(why(), why()))),
                maybe(() -> new Frame.Gate(
                        text(),
                        whole(),
                        whole(),
                        whole(),
                        some(
                                4,
                                () -> new Frame.Obstacle(
                                        text(), maybe(this::text), maybe(this::text), whole(), whole())))),
                some(3, () -> new Frame.Wave(whole(), whole(), maybe(this::time), some(3, this::text))),
                maybe(() -> new Frame.Heat(random.nextDouble(), random.nextBoolean(), text(), text(), text())));
    }

    private Frame.Why why() {
        return new Frame.Why(text(), time(), number(), number(), maybe(this::text), random.nextBoolean());
    }

    private Frame.Entry entry() {
        return new Frame.Entry(
                text(),
                time(),
                whole(),
                number(),
                estimate(),
                number(),
                random.nextInt(7) - 1,
                estimate(),
                one(Facing.values()),
                one(RunnerState.values()),
                whole(),
                number(),
                number(),
                maybe(this::time),
                estimate(),
                maybe(this::totals),
                maybe(() -> new Frame.Finish(
                        estimate(),
                        random.nextBoolean(),
                        random.nextDouble(),
                        number(),
                        one(Verdict.values()),
                        number())),
                maybe(() -> new Frame.OwnStep(
                        maybe(this::text),
                        one(Facing.values()),
                        maybe(this::time),
                        maybe(() -> one(Facing.values())),
                        number())));
    }

    private Frame.Totals totals() {
        return new Frame.Totals(
                maybe(this::time),
                number(),
                number(),
                number(),
                number(),
                some(6, this::number),
                number(),
                text(),
                number(),
                number(),
                number(),
                number(),
                number(),
                counts(),
                some(3, () -> new Frame.FlagCount(text(), random.nextLong())),
                maybe(this::effort));
    }

    private Frame.Effort effort() {
        return new Frame.Effort(
                number(),
                number(),
                number(),
                number(),
                estimate(),
                text(),
                random.nextBoolean(),
                number(),
                estimate(),
                estimate(),
                estimate(),
                estimate(),
                some(5, this::text));
    }

    private Frame.Counts counts() {
        return new Frame.Counts(
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong());
    }

    private Frame.PlanProgress plan() {
        return new Frame.PlanProgress(
                text(),
                whole(),
                whole(),
                text(),
                one(Facing.values()),
                number(),
                maybe(this::time),
                maybe(this::time),
                random.nextBoolean(),
                maybe(this::text),
                maybe(this::text),
                maybe(() -> one(Facing.values())),
                maybe(this::time),
                number(),
                number());
    }

    public Rejection rejection() {
        byte[] payload = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(Rejection.MAXIMUM_PAYLOAD_BYTES)];
        random.nextBytes(payload);
        return new Rejection(
                maybe(this::text),
                maybe(this::text),
                maybe(this::text),
                text(),
                text(),
                maybe(this::text),
                maybe(this::text),
                text(),
                time(),
                maybe(this::text),
                whole(),
                random.nextLong(),
                payload,
                1 + random.nextInt(10_000));
    }

    public Outcome outcome() {
        return switch (random.nextInt(5)) {
            case 0 -> lap();
            case 1 -> standings();
            case 2 -> alert();
            case 3 -> frame();
            default -> rejection();
        };
    }

    public SessionHead head() {
        return new SessionHead(
                text(),
                text(),
                one(SessionHead.State.values()),
                text(),
                some(3, this::rule),
                one(SessionClock.values()),
                random.nextBoolean(),
                whole(),
                time(),
                maybe(this::time),
                maybe(this::time),
                text(),
                text(),
                random.nextBoolean());
    }

    public Person person() {
        return new Person(
                text(),
                text(),
                text(),
                maybe(this::text),
                maybe(this::text),
                maybe(this::text),
                random.nextBoolean(),
                some(4, this::text),
                time(),
                new Privacy(
                        maybe(random::nextBoolean),
                        maybe(random::nextBoolean),
                        maybe(random::nextBoolean),
                        maybe(random::nextBoolean),
                        maybe(random::nextBoolean),
                        maybe(random::nextBoolean),
                        random.nextBoolean(),
                        maybe(() -> new HiddenPlace(random.nextDouble() * 180 - 90, random.nextDouble() * 360 - 180)),
                        maybe(this::text)),
                some(3, () -> new Exertion(text(), random.nextDouble() * 10, time())),
                random.nextBoolean());
    }
}

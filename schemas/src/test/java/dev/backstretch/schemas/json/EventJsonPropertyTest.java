package dev.backstretch.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.Correction;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.event.RuleVersion;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.event.Track;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class EventJsonPropertyTest {
    private static final Instant START = Instant.parse("2026-11-20T06:00:00Z");

    @Property(tries = 60)
    void a_written_event_is_read_back_as_it_was(@ForAll long seed) {
        var random = new Random(seed);
        for (EventBody body : bodies(random)) {
            var event = new RunEvent(
                    "e-" + random.nextInt(1000),
                    "s1",
                    "r1",
                    time(random),
                    time(random),
                    new Origin(
                            List.of(Origin.Kind.values()).get(1 + random.nextInt(6)),
                            random.nextBoolean() ? "phone-1" : null),
                    body);
            EventJson.Result back = EventJson.parse(EventJson.toLine(event), EventJson.Context.file(null));
            assertThat(back).isEqualTo(new EventJson.Result.Parsed(event));
        }
    }

    @Property(tries = 300)
    void no_text_makes_it_throw(@ForAll String text, @ForAll long seed) {
        var random = new Random(seed);
        List<EventBody> bodies = bodies(random);
        var event = new RunEvent(
                "e", "s1", "r1", START, START, Origin.of(Origin.Kind.FILE), bodies.get(random.nextInt(bodies.size())));
        String line = EventJson.toLine(event);
        int from = random.nextInt(line.length());
        int to = Math.min(line.length(), from + random.nextInt(20));
        String broken = line.substring(0, from) + text + line.substring(to);
        assertThat(EventJson.parse(broken, EventJson.Context.file("s1"))).isNotNull();
        assertThat(JsonBody.split(broken)).isNotNull();
    }

    private static Instant time(Random random) {
        return START.plusNanos(random.nextInt(1_000_000_000) * 1000L);
    }

    private static double number(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> Double.NaN;
            case 1 -> random.nextInt(300);
            default -> random.nextGaussian() * 200;
        };
    }

    private static Reading reading(Random random, int number) {
        return new Reading(
                "reading-" + number,
                time(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                random.nextBoolean() ? List.of() : List.of(ReadingFlag.RANGE_HR, ReadingFlag.LOW_ACCURACY));
    }

    /** One body of each kind, as doors let them in. */
    private static List<EventBody> bodies(Random random) {
        var readings = new ArrayList<Reading>();
        for (int i = 0; i <= random.nextInt(10); i++) {
            readings.add(reading(random, i));
        }
        var beach = Track.outAndBack(
                "beach",
                random.nextBoolean() ? 0 : 5000,
                new Track.OutAndBack(18.7961, 98.9629, 18.8161, 98.9829, random.nextBoolean()));
        var oval = new Track(
                "oval",
                84.39,
                36.5,
                1.22,
                8,
                18.7961,
                98.9629,
                12.5,
                random.nextBoolean(),
                random.nextBoolean() ? 0 : 402.336,
                new Track.TimingLine("finish", 18.7956982, 98.96321952, 18.79561195, 98.96320028));
        Track track = random.nextBoolean() ? oval : beach;
        return List.of(
                new EventBody.SessionOpened(
                        "camp-1",
                        "quarter-mile-twice",
                        random.nextBoolean() ? track : null,
                        List.of(new RuleVersion("laps", "1")),
                        SessionClock.SIMULATED,
                        random.nextBoolean(),
                        random.nextBoolean() ? 7 : null,
                        "Asia/Bangkok"),
                new EventBody.Control(List.of(EventBody.Control.Action.values()).get(1 + random.nextInt(5))),
                new EventBody.Gun(random.nextBoolean() ? 2 : null),
                new EventBody.Join(
                        "101",
                        "สมชาย",
                        random.nextBoolean() ? "phone-101" : null,
                        "058",
                        2,
                        EventBody.LapRule.DISTANCE,
                        1000.0,
                        1,
                        time(random),
                        random.nextBoolean() ? 183.5 : null,
                        random.nextBoolean(),
                        61.0,
                        35,
                        "steady",
                        null,
                        random.nextBoolean() ? EventBody.BackwardStage.TRAINED : null,
                        random.nextBoolean() ? 1.74 : null,
                        random.nextBoolean() ? EventBody.Sex.FEMALE : null,
                        random.nextBoolean() ? 61.5 : null),
                new EventBody.Leave(random.nextBoolean() ? "tired" : null),
                new EventBody.Binding("watch-1", null, null),
                new EventBody.Readings(readings),
                new EventBody.Tap("c1", random.nextBoolean() ? "101" : null),
                new EventBody.Chip("058", "finish", number(random)),
                new EventBody.FacingDeclared(Facing.BACKWARD),
                new Correction(
                        Correction.Action.MOVE,
                        3,
                        time(random),
                        null,
                        "tap-1",
                        "c1",
                        "thumb slipped",
                        random.nextBoolean() ? time(random) : null),
                new Correction(
                        Correction.Action.FACING,
                        random.nextBoolean() ? 3 : null,
                        null,
                        null,
                        null,
                        "c1",
                        null,
                        time(random),
                        random.nextBoolean() ? Facing.FORWARD : Facing.BACKWARD),
                new EventBody.Tick(random.nextInt(Integer.MAX_VALUE)),
                new EventBody.Safety("spotters", random.nextBoolean() ? true : null, 4, "far bend"),
                new EventBody.Weather(31.5, 80, Double.NaN),
                new EventBody.Acknowledge("s1|r1|SILENCE|2026-11-20T06:00:00Z", "c1", null),
                new EventBody.Symptom("dizzy"),
                new EventBody.Rpe(7.5),
                new EventBody.Consent(EventBody.Consent.Purpose.BOARD, random.nextBoolean()));
    }
}

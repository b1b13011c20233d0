package dev.backstretch.board;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.session.SessionFold;
import dev.backstretch.domain.session.SessionHead;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session that is really folded, from its gun on: what the pages hear is what the rules say and no script. */
final class FoldedCamp {
    private static final double NONE = Double.NaN;
    private static final Duration BEAT = Duration.ofMillis(EventBody.Tick.MILLIS);

    private final SessionFold fold = new SessionFold(Scene.SESSION);
    private final ScriptedFeed feed;
    private final List<String> runners;
    private final Instant gun;
    private Instant now;
    private int ids;

    FoldedCamp(ScriptedFeed feed, String planName, Instant gun, List<String> runners) {
        this.feed = feed;
        this.runners = runners;
        this.gun = gun;
        now = gun.minusSeconds(2);
        feed.tell(Scene.head(SessionHead.State.RUNNING, null, planName));
        happens(
                null,
                new EventBody.SessionOpened(
                        Scene.CAMP, planName, null, List.of(), SessionClock.SIMULATED, false, null, "UTC"));
        for (String runner : runners) {
            feed.tell(Scene.person(runner, "Run " + runner.substring(1), true));
            happens(
                    runner,
                    new EventBody.Join(
                            null,
                            null,
                            null,
                            null,
                            null,
                            EventBody.LapRule.LINE,
                            400.0,
                            null,
                            null,
                            190.0,
                            false,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null));
        }
        now = gun;
        happens(null, new EventBody.Gun(null));
    }

    /** Something is said at the moment that was reached. */
    FoldedCamp says(@Nullable String runner, EventBody body) {
        return happens(runner, body);
    }

    /** Everybody goes on at a speed until so many seconds after the gun, measured once a second. */
    FoldedCamp until(double seconds, double metersPerSecond) {
        Instant end = gun.plusMillis(Math.round(seconds * 1000));
        for (now = now.plus(BEAT); !now.isAfter(end); now = now.plus(BEAT)) {
            if (Duration.between(gun, now).toMillis() % 1000 == 0) {
                for (String runner : runners) {
                    happens(runner, new EventBody.Readings(List.of(reading(metersPerSecond))));
                }
            }
            happens(null, new EventBody.Tick(Math.floorDiv(now.toEpochMilli(), EventBody.Tick.MILLIS)));
        }
        now = end;
        return this;
    }

    /** Everybody faces one way from now on. */
    FoldedCamp face(Facing facing) {
        runners.forEach(runner -> happens(runner, new EventBody.FacingDeclared(facing)));
        return this;
    }

    private Reading reading(double metersPerSecond) {
        return new Reading(
                "r" + ids, now, NONE, NONE, NONE, metersPerSecond, NONE, NONE, NONE, NONE, NONE, NONE, List.of());
    }

    private FoldedCamp happens(@Nullable String runner, EventBody body) {
        Origin origin = Origin.of(body instanceof EventBody.Tick ? Origin.Kind.CLOCK : Origin.Kind.CAMP);
        RunEvent event = new RunEvent("e" + ids++, Scene.SESSION, runner, now, now, origin, body);
        fold.apply(event, SessionFold.NO_PARTITION, feed::tell);
        return this;
    }
}

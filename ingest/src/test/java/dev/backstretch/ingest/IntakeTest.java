package dev.backstretch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.reading.Fault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final MemoryLog log = new MemoryLog();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SessionDirectory directory = new SessionDirectory(100_000);
    private final Intake intake = new Intake(log, log, new PeopleDirectory(), new IntakeCounters(meters), 1_000);
    private final LiveSession session = directory.learn(Given.head(Given.SESSION, Given.NOW));

    @BeforeEach
    void twoRunnersJoined() {
        log.tell(directory);
        session.hear(Given.opened());
        take(Given.join("r01", "chip-1", "101"), Given.join("r02", "chip-2", "102"));
    }

    @Test
    void a_repeat_is_a_duplicate_and_the_first_content_stands() {
        assertThat(take(Given.readingOf("r01", "a"))).isEqualTo(new BatchAnswer(1, 0, 0, List.of()));
        assertThat(take(Given.readingOf("r01", "a"))).isEqualTo(new BatchAnswer(0, 1, 0, List.of()));
        assertThat(take(Given.readingOf("r01", "a", Given.NOW, 18.7, 151)))
                .isEqualTo(new BatchAnswer(0, 1, 1, List.of()));
        assertThat(take(Given.readingOf("r02", "a")).accepted())
                .as("another runner's id")
                .isOne();

        assertThat(log.events(EventBody.Readings.class)).hasSize(2);
    }

    @Test
    void the_readings_of_one_request_become_one_event_for_each_runner() {
        BatchAnswer answer = take(
                Given.readingOf("r01", "a"),
                Given.readingOf("r02", "b"),
                Given.readingOf("r01", "c"),
                Given.readingOf("r01", "c"));

        assertThat(answer).isEqualTo(new BatchAnswer(3, 1, 0, List.of()));
        assertThat(log.events(EventBody.Readings.class))
                .extracting(RunEvent::runnerId, IntakeTest::readings)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("r01", List.of("a", "c")),
                        org.assertj.core.groups.Tuple.tuple("r02", List.of("b")));
    }

    @Test
    void an_answer_waits_for_the_log() {
        log.withhold();
        CompletableFuture<BatchAnswer> answer = offer(Given.readingOf("r01", "a"));
        assertThat(answer).isNotDone();

        log.acknowledge();
        assertThat(answer).isCompletedWithValue(new BatchAnswer(1, 0, 0, List.of()));
    }

    @Test
    void a_repeat_of_what_is_not_yet_in_the_log_is_not_answered_before_it_is() {
        log.withhold();
        CompletableFuture<BatchAnswer> first = offer(Given.readingOf("r01", "a"));
        CompletableFuture<BatchAnswer> repeat = offer(Given.readingOf("r01", "a"));
        assertThat(repeat).isNotDone();

        log.acknowledge();
        assertThat(first.join().accepted()).isOne();
        assertThat(repeat.join().duplicates()).isOne();
    }

    @Test
    void what_the_log_did_not_take_is_refused_uncounted_and_taken_when_it_is_sent_again() {
        double receivedBefore = counted(IntakeCounters.RECEIVED);
        log.fail(true);
        CompletableFuture<BatchAnswer> refused = offer(Given.readingOf("r01", "a"));
        assertThatThrownBy(refused::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LogUnavailableException.class);
        assertThat(counted(IntakeCounters.RECEIVED)).isEqualTo(receivedBefore);
        assertThat(intake.inFlightBytes()).isZero();

        log.fail(false);
        assertThat(take(Given.readingOf("r01", "a"))).isEqualTo(new BatchAnswer(1, 0, 0, List.of()));
    }

    @Test
    void too_much_awaiting_the_log_is_refused_before_it_is_looked_at() {
        log.withhold();
        List<CompletableFuture<BatchAnswer>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(offer(Given.readingOf("r01", "a" + i)));
        }
        CompletableFuture<BatchAnswer> oneTooMany = offer(Given.readingOf("r01", "b"));
        assertThatThrownBy(oneTooMany::join).hasCauseInstanceOf(LogUnavailableException.class);

        log.acknowledge();
        assertThat(waiting)
                .allSatisfy(answer -> assertThat(answer.join().accepted()).isOne());
        assertThat(take(Given.readingOf("r01", "b")).accepted()).isOne();
    }

    @Test
    void one_session_that_waits_for_the_log_leaves_room_for_the_others() {
        LiveSession other = directory.learn(Given.head("s-2", Given.NOW));
        log.withhold();
        for (int i = 0; i < 5; i++) {
            var unused = offer(Given.readingOf("r01", "a" + i));
        }
        assertThatThrownBy(offer(Given.readingOf("r01", "a5"))::join)
                .as("half of the room is taken")
                .hasMessageContaining("this session");
        for (int i = 0; i < 5; i++) {
            assertThat(intake.take(Given.batch(other, Given.readingOf("r01", "b" + i)))
                            .toCompletableFuture())
                    .isNotCompletedExceptionally();
        }
        assertThatThrownBy(intake.take(
                                Given.batch(directory.learn(Given.head("s-3", Given.NOW)), Given.readingOf("r01", "c")))
                        .toCompletableFuture()::join)
                .as("all of it is")
                .hasMessageContaining("1100 bytes");

        log.acknowledge();
        assertThat(take(Given.readingOf("r01", "a5")).accepted()).isOne();
    }

    @Test
    void an_impossible_value_is_dropped_and_flagged_and_the_reading_stands() {
        take(Given.readingOf("r01", "a", Given.NOW, 18.7, 300));

        EventBody.Readings readings =
                (EventBody.Readings) log.events(EventBody.Readings.class).get(0).body();
        assertThat(readings.readings().get(0).heartRateBpm()).isNaN();
        assertThat(readings.readings().get(0).flags()).containsExactly(ReadingFlag.RANGE_HR);
    }

    @Test
    void what_lies_in_one_body_is_weighed_once() {
        var looks = new AtomicInteger();
        List<Reading> told = new AbstractList<>() {
            @Override
            public Reading get(int index) {
                looks.incrementAndGet();
                return Given.reading("a", Given.NOW, 18.7, 150);
            }

            @Override
            public int size() {
                return 10;
            }
        };
        ByteBuffer body = ByteBuffer.wrap(new byte[] {'b'}).asReadOnlyBuffer();
        var fault = new Fault(null, null, "MALFORMED", "no JSON: send JSON");
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            items.add(new Item.Faulty(i, "r01", null, List.of(fault), body, told));
        }
        intake.take(Given.batch(session, items)).toCompletableFuture().join();

        assertThat(log.rejections()).hasSize(100);
        assertThat(log.rejections().stream().mapToInt(one -> one.payload().length))
                .as("the bytes are kept once")
                .startsWith(1, 0, 0);
        assertThat(looks).hasValueLessThanOrEqualTo(3 * told.size());
    }

    @Test
    void what_is_refused_is_kept_with_reason_door_and_payload() {
        BatchAnswer answer = take(Given.readingOf("r01", "good"), Given.readingOf("r01", "bad", Given.NOW, 91, 150));

        assertThat(answer.accepted()).isOne();
        assertThat(answer.rejected().get(0).index()).isOne();
        Rejection kept = log.rejections().get(0);
        assertThat(kept.reason()).isEqualTo("RANGE_POSITION");
        assertThat(kept.field()).isEqualTo("latitudeDegrees");
        assertThat(kept.door()).isEqualTo("readings");
        assertThat(kept.sessionId()).isEqualTo(Given.SESSION);
        assertThat(kept.runnerId()).isEqualTo("r01");
        assertThat(kept.payload()).asString().isEqualTo("item 1");
    }

    @Test
    void no_more_than_four_kibibytes_of_a_payload_are_kept() {
        var fault = new Fault("speed", "x", "MALFORMED", "speed is no number: send one");
        Item large = new Item.Faulty(0, "r01", null, List.of(fault), ByteBuffer.wrap(new byte[10_000]));

        intake.take(Given.batch(session, List.of(large))).toCompletableFuture().join();

        assertThat(log.rejections().get(0).payload()).hasSize(Rejection.MAXIMUM_PAYLOAD_BYTES);
    }

    @Test
    void a_stranger_is_refused() {
        assertThat(reasonOf(Given.readingOf("r99", "a"))).isEqualTo("UNKNOWN_RUNNER");
        assertThat(reasonOf(Given.event(null, "t", Given.NOW, new EventBody.Tap("c1", "999"))))
                .isEqualTo("UNKNOWN_RUNNER");
        assertThat(reasonOf(chip(null, "chip-9"))).isEqualTo("UNKNOWN_CHIP");
        assertThat(log.rejections()).as("kept, not dropped").hasSize(3);
    }

    @Test
    void a_runner_who_joined_through_another_instance_is_no_stranger() {
        log.put(Given.join("r03", "chip-3", "103"));

        assertThat(take(Given.readingOf("r03", "a")).accepted()).isOne();
        assertThat(take(chip(null, "chip-3")).accepted()).isOne();
    }

    @Test
    void a_chip_read_and_a_tap_by_bib_are_given_to_who_wears_them() {
        take(chip(null, "chip-2"), Given.event(null, "t", Given.NOW, new EventBody.Tap("c1", "101")));

        assertThat(log.events(EventBody.Chip.class))
                .extracting(RunEvent::runnerId)
                .containsExactly("r02");
        assertThat(log.events(EventBody.Tap.class))
                .extracting(RunEvent::runnerId)
                .containsExactly("r01");
    }

    @Test
    void a_chip_belongs_to_whom_it_was_bound_when_it_was_read() {
        take(Given.event("r02", "b", Given.NOW.plusSeconds(60), new EventBody.Binding(null, "chip-1", null)));

        take(chip(null, "chip-1"));
        take(Given.event(
                null, "c-late", Given.NOW.plusSeconds(61), new EventBody.Chip("chip-1", "finish", Double.NaN)));

        assertThat(log.events(EventBody.Chip.class))
                .extracting(RunEvent::runnerId)
                .containsExactly("r01", "r02");
    }

    @Test
    void who_has_left_delivers_still_because_the_fold_knows_what_was_run_before() {
        take(Given.event("r01", "leave", Given.NOW, new EventBody.Leave(null)));

        assertThat(take(
                                Given.readingOf("r01", "before", Given.NOW.minusSeconds(30), 18.7, 150),
                                Given.readingOf("r01", "by-a-fast-clock", Given.NOW.plusSeconds(120), 18.7, 150))
                        .accepted())
                .isEqualTo(2);
        assertThat(take(chip(null, "chip-1")).accepted()).isOne();
    }

    @Test
    void a_chip_that_claims_to_be_anothers_is_refused() {
        assertThat(reasonOf(chip("r01", "chip-2"))).isEqualTo("CHIP_RUNNER");
    }

    @Test
    void old_marks_are_refused_like_old_readings() {
        assertThat(reasonOf(Given.event("r01", "t", Given.NOW.minusSeconds(90_000), new EventBody.Tap("c1", null))))
                .isEqualTo("TIME_STALE");
    }

    @Test
    void requests_of_one_session_lie_in_the_log_in_their_order() {
        for (int i = 0; i < 50; i++) {
            take(Given.readingOf("r01", "x" + i), Given.readingOf("r02", "y" + i));
        }
        assertThat(log.events(EventBody.Readings.class).stream()
                        .filter(event -> "r01".equals(event.runnerId()))
                        .flatMap(event -> readings(event).stream()))
                .isEqualTo(java.util.stream.IntStream.range(0, 50)
                        .mapToObj(i -> "x" + i)
                        .toList());
    }

    private static RunEvent chip(@org.jspecify.annotations.Nullable String runner, String chip) {
        return Given.event(runner, "c-" + chip, Given.NOW, new EventBody.Chip(chip, "finish", -53.3));
    }

    private static List<String> readings(RunEvent event) {
        return ((EventBody.Readings) event.body())
                .readings().stream().map(reading -> reading.readingId()).toList();
    }

    private CompletableFuture<BatchAnswer> offer(RunEvent... events) {
        return intake.take(Given.batch(session, events)).toCompletableFuture();
    }

    private BatchAnswer take(RunEvent... events) {
        return offer(events).join();
    }

    private String reasonOf(RunEvent event) {
        BatchAnswer answer = take(event);
        assertThat(answer.allRefused()).isTrue();
        return answer.rejected().get(0).first().reason();
    }

    private double counted(String name) {
        return meters.find(name).counters().stream()
                .mapToDouble(io.micrometer.core.instrument.Counter::count)
                .sum();
    }
}

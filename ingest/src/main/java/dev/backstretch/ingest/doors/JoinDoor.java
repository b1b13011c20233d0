package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.people.HiddenPlace;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.people.Privacy;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.ingest.BatchAnswer;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Denial;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Role;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST …/runners}: a runner joins. Who it is goes to the people's topic; the session's log learns only what the
 * rules need (design D12).
 *
 * <p>Where tokens are required the session's join code lets a runner in who has none yet, and the answer brings one. The
 * code is known to all who stand at the track, so it lets nobody in as someone who is known already: that takes this
 * runner's own token, of this session or another one of the camp. A join that is sent again because its answer was lost is
 * known by its {@code eventId}, which only its sender knows.
 */
final class JoinDoor {
    private static final String NAME = "runners";
    private static final int REMEMBERED_SESSIONS = 1_000;

    /** What says who someone is. Its values are told to nobody, not even to say what is wrong with them. */
    private static final Set<String> PERSONAL =
            Set.of("name", "alias", "contact", "birthDate", "birthYear", "home", "sex", "massKg");

    /** Taken out of a join before anything of it goes on to the session's log or to the quarantine. */
    private static final List<String> KEPT_APART = List.of(
            "name",
            "contact",
            "birthDate",
            "birthYear",
            "home",
            "boardConsent",
            "coachConsent",
            "replayConsent",
            "researchConsent",
            "zoneConsent",
            "mapConsent",
            "parentalConsent",
            "joinCode");

    /**
     * What a join without a runner is known by. A chip and a bib are one runner's; a phone may be lent for a join, so it
     * comes last.
     */
    private static final List<String> TELLING = List.of("eventId", "chip", "bib", "device");

    /** All that a quarantined join keeps; a field that is misspelt may be a personal one. */
    private static final Set<String> IMPERSONAL = Set.of(
            "type",
            "sessionId",
            "runner",
            "eventId",
            "observedAt",
            "receivedAt",
            "origin",
            "source",
            "bib",
            "device",
            "chip",
            "lane",
            "lapRule",
            "lapMeters",
            "wave",
            "waveStart",
            "ageYears",
            "ageBandYears",
            "maximumHeartRateBpm",
            "maximumHeartRateEstimated",
            "restingHeartRateBpm",
            "plan",
            "team",
            "stage",
            "bestRatio");

    private static final int AGE_BAND_YEARS = 5;

    /** How long a runner's token holds that came with joining. */
    private static final Duration TOKEN_LIFE = Duration.ofDays(30);

    private final Doorway doorway;
    private final JoinCodeGuesses guesses;
    private final SecureRandom lots = new SecureRandom();

    JoinDoor(Doorway doorway) {
        this.doorway = doorway;
        this.guesses = new JoinCodeGuesses(doorway.clock());
    }

    void mount(Router router) {
        router.post("/v1/sessions/:session/runners").handler(this::handle);
    }

    /**
     * One join taken apart.
     *
     * @param who goes to the people's topic, null when nobody joins
     */
    private record Joining(Item item, @Nullable Who who) {}

    /** What a join says of the person. */
    private record Who(
            @Nullable String name,
            @Nullable String contact,
            @Nullable String birthDate,
            @Nullable Boolean boardConsent,
            Privacy privacy,
            boolean byRunner,
            EventBody.Join join) {}

    private void handle(RoutingContext context) {
        Caller caller = doorway.caller(NAME, context, null);
        if (caller == null) {
            return;
        }
        boolean byCode = caller.isAnonymous()
                || (caller.is(Role.RUNNER) && !Doorway.pathSession(context).equals(caller.session()));
        Doorway.Admitted admitted = byCode
                ? doorway.find(NAME, context, NAME)
                : doorway.admit(
                        NAME,
                        context,
                        Action.JOIN,
                        NAME,
                        caller,
                        Doorway.pathSession(context),
                        doorway.throttle(NAME, context));
        if (admitted == null) {
            return;
        }
        LiveSession session = admitted.session();
        doorway.receive(NAME, context, received -> {
            if (!doorway.takesDeliveries(NAME, context, session, received.receivedAt())) {
                return;
            }
            doorway.items(NAME, context, received, whole -> {
                Problem wrongCode = checkJoinCodes(context, whole.items(), session, byCode, caller);
                if (wrongCode != null) {
                    doorway.refuse(NAME, context, wrongCode);
                    return;
                }
                join(context, admitted, caller, received, whole);
            });
        });
    }

    /** Who brings a join code is a runner and must bring the right one; who brings none is the coach. */
    private @Nullable Problem checkJoinCodes(
            RoutingContext context, List<Items.Raw> items, LiveSession session, boolean byCode, Caller caller) {
        boolean codeNeeded =
                byCode && (!caller.isAnonymous() || doorway.access().requiresTokens(session.head()));
        String address =
                Objects.requireNonNullElse(context.request().remoteAddress().hostAddress(), "");
        for (Items.Raw raw : items) {
            JsonNode code = raw.object() == null ? null : raw.object().get("joinCode");
            if (code == null || code.isNull()) {
                if (codeNeeded) {
                    return Problem.of(caller.isAnonymous() ? Denial.tokenNeeded() : Denial.otherSession());
                }
                continue;
            }
            int seconds = guesses.secondsToWait(address, session.id());
            if (seconds > 0) {
                return Problem.tooOften("joinCode", "too many wrong join codes were sent", seconds);
            }
            if (!sameCode(code.asText(), session.head().joinCode())) {
                guesses.wrong(address, session.id());
                return Problem.forbidden(
                        "joinCode",
                        null,
                        "this is not the session's join code",
                        "ask the coach for the code, or scan it from the board");
            }
        }
        return null;
    }

    /** In constant time, as each code lets people in. */
    private static boolean sameCode(String said, String code) {
        return MessageDigest.isEqual(
                said.strip().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8),
                code.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    private void join(
            RoutingContext context,
            Doorway.Admitted admitted,
            Caller caller,
            Doorway.Received received,
            Items.Parsed.Whole whole) {
        LiveSession session = admitted.session();
        var reader = new ItemReader(session, caller, received.receivedAt(), Set.of("join"), "join");
        List<Joining> joins = whole.items().stream()
                .map(raw -> takeApart(raw, session, caller, reader))
                .toList();
        List<Item> items = joins.stream().map(Joining::item).toList();
        if (!doorway.bringsOwn(NAME, context, caller, items)) {
            return;
        }
        boolean tokens = doorway.access().requiresTokens(session.head()) && !caller.is(Role.COACH, Role.OPERATOR);
        for (int i = 0; tokens && i < items.size(); i++) {
            String runner = runnerOf(items.get(i));
            if (runner != null
                    && isSomeoneElse(session, caller, runner, whole.items().get(i), items.get(i))) {
                doorway.refuse(NAME, context, Problem.of(Denial.knownRunner()));
                return;
            }
        }
        CompletionStage<BatchAnswer> taken = doorway.take(
                NAME,
                session,
                admitted.share(),
                items,
                received.body().length,
                received.receivedAt(),
                accepted -> introduce(session, joins, accepted));
        doorway.then(NAME, context, taken, answer -> answer(context, session, whole.single(), tokens, items, answer));
    }

    /** Whether this would be joining as a runner whom others know, by someone who does not show to be this runner. */
    private boolean isSomeoneElse(LiveSession session, Caller caller, String runner, Items.Raw raw, Item item) {
        String camp = session.head().campId();
        boolean known = session.knowsRunner(runner)
                || doorway.people().find(camp, runner).isPresent();
        boolean shown =
                runner.equals(caller.runner()) && (session.id().equals(caller.session()) || camp.equals(caller.camp()));
        String eventId = raw.object() != null && raw.object().hasNonNull("eventId") ? eventIdOf(item) : null;
        return known && !shown && (eventId == null || !session.joinedBy(runner, eventId));
    }

    /** Writes who has joined; a second join of one request adds to the first. */
    private CompletionStage<?> introduce(LiveSession session, List<Joining> joins, List<Item.Event> accepted) {
        Map<String, Person> met = new LinkedHashMap<>();
        for (Item.Event said : accepted) {
            Who who = joins.get(said.index()).who();
            String runner = said.event().runnerId();
            if (who != null && runner != null) {
                Person known = met.containsKey(runner)
                        ? met.get(runner)
                        : doorway.people().find(session.head().campId(), runner).orElse(null);
                met.put(runner, person(session, runner, who, known, said.event().receivedAt()));
            }
        }
        return CompletableFuture.allOf(met.values().stream()
                .map(person -> People.write(doorway, person).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    private static Person person(
            LiveSession session, String runner, Who who, @Nullable Person known, Instant receivedAt) {
        return new Person(
                session.head().campId(),
                runner,
                alias(who.join(), known, runner),
                either(who.name(), known == null ? null : known.name()),
                either(who.contact(), known == null ? null : known.contact()),
                either(who.birthDate(), known == null ? null : known.birthDate()),
                consent(who, known),
                sessions(known, session.id()),
                receivedAt,
                who.privacy(),
                known == null ? List.of() : known.exertions(),
                tapsOnly(session, who, known));
    }

    private void answer(
            RoutingContext context,
            LiveSession session,
            boolean single,
            boolean tokens,
            List<Item> items,
            BatchAnswer answer) {
        ObjectNode json = Answers.of(answer);
        ArrayNode runners = json.putArray("runners");
        items.forEach(item -> runners.add(readableRunnerOf(item)));
        String only = single ? readableRunnerOf(items.get(0)) : null;
        if (only != null) {
            json.put("runner", only);
        }
        // One of the same id with other content is somebody's guess.
        if (only != null && tokens && !answer.allRefused() && answer.conflicting() == 0) {
            String camp = session.head().campId();
            doorway.access()
                    .issue(new Grant(Role.RUNNER, camp, session.id(), only), TOKEN_LIFE)
                    .ifPresent(issued -> {
                        json.put("token", issued.text());
                        json.put("tokenExpiresAt", issued.expiresAt().toString());
                        context.response().putHeader("Cache-Control", "no-store");
                    });
        }
        if (only != null && answer.accepted() == 1) {
            context.response().putHeader("Location", "/v1/sessions/" + session.id() + "/runners/" + only);
            Doorway.send(context, 201, json);
        } else {
            Doorway.send(context, answer.allRefused() ? 422 : 200, json);
        }
    }

    private static @Nullable String readableRunnerOf(Item item) {
        return item instanceof Item.Event ? runnerOf(item) : null;
    }

    private static @Nullable String runnerOf(Item item) {
        return item instanceof Item.Event said ? said.event().runnerId() : ((Item.Faulty) item).runnerId();
    }

    private static @Nullable String eventIdOf(Item item) {
        return item instanceof Item.Event said ? said.event().eventId() : ((Item.Faulty) item).eventId();
    }

    private Joining takeApart(Items.Raw raw, LiveSession session, Caller caller, ItemReader reader) {
        ObjectNode join = raw.object();
        if (join == null) {
            // What is no object cannot be parted from the person in it.
            var nothing = new Items.Raw(raw.index(), null, raw.malformed(), ByteBuffer.allocate(0));
            return new Joining(reader.read(nothing), null);
        }
        boolean byRunner = join.hasNonNull("joinCode") || caller.is(Role.RUNNER);
        var fields = new Fields(join);
        String name = fields.text("name");
        String contact = fields.text("contact");
        String birthDate = fields.text("birthDate");
        Boolean boardConsent = fields.flag("boardConsent");
        LocalDate born = birthDate == null ? null : date(fields, birthDate);
        int year = LocalDate.ofInstant(reader.receivedAt(), ZoneOffset.UTC).getYear();
        double birthYear = fields.number("birthYear", Double.NaN, year - 120, year - 1);
        JsonNode plan = join.get("plan");
        if (plan != null && plan.isTextual()) {
            fields.plan("plan", plan.textValue());
        }
        double[] home = fields.point("home");
        var said = new Privacy(
                fields.flag("coachConsent"),
                fields.flag("replayConsent"),
                fields.flag("researchConsent"),
                fields.flag("zoneConsent"),
                fields.flag("mapConsent"),
                fields.flag("parentalConsent"),
                false,
                null,
                null);
        join.remove(KEPT_APART);
        if (!join.hasNonNull("runner")) {
            join.put("runner", Objects.requireNonNullElseGet(caller.runner(), () -> runnerFor(join, session)));
        }
        ByteBuffer kept = impersonal(join);
        // Who was born in a year is that old, or will be in its course: under age until it is certain.
        boolean perhapsMinor = birthYear >= year - Privacy.AGE_OF_CONSENT_YEARS;
        if (!Double.isNaN(birthYear) && born == null && !join.hasNonNull("ageYears")) {
            join.put("ageYears", (int) (year - birthYear));
        }
        if (born != null && !join.hasNonNull("ageYears")) {
            int years = Period.between(born, LocalDate.ofInstant(reader.receivedAt(), ZoneOffset.UTC))
                    .getYears();
            if (years >= 1 && years <= 120) {
                join.put("ageYears", years);
            } else {
                fields.fault("birthDate", null, "RANGE", "makes no age of 1 to 120 years: mend it");
            }
        }
        Item item = reader.read(new Items.Raw(raw.index(), join, null, kept));
        String joining = runnerOf(item);
        Person known = joining == null
                ? null
                : doorway.people().find(session.head().campId(), joining).orElse(null);
        // A band of five years that only some of are under age says nothing.
        int age = join.path("ageYears")
                .asInt(join.path("ageBandYears").asInt(Privacy.AGE_OF_CONSENT_YEARS) + AGE_BAND_YEARS - 1);
        boolean tellsAge = join.hasNonNull("ageYears") || join.hasNonNull("ageBandYears");
        boolean minor = tellsAge
                ? perhapsMinor || age < Privacy.AGE_OF_CONSENT_YEARS
                : known != null && known.privacy().minor();
        Privacy privacy = privacy(
                said, known == null ? Privacy.UNSAID : known.privacy(), minor, home, Boolean.TRUE.equals(boardConsent));
        if (minor && !Boolean.TRUE.equals(privacy.parental())) {
            fields.fault(
                    "parentalConsent",
                    null,
                    "PARENTAL_CONSENT",
                    "must be true for who is under " + Privacy.AGE_OF_CONSENT_YEARS + ": ask a parent first");
        }
        List<Fault> faults = new ArrayList<>(fields.faults());
        if (item instanceof Item.Faulty faulty) {
            faults.addAll(faulty.faults());
        }
        if (!faults.isEmpty()) {
            List<Fault> untold = faults.stream().map(JoinDoor::withoutPerson).toList();
            return new Joining(
                    new Item.Faulty(raw.index(), runnerOf(item), eventIdOf(item), untold, kept, List.of()), null);
        }
        if (!(item instanceof Item.Event event)
                || !(event.event().body() instanceof EventBody.Join body)
                || event.event().runnerId() == null) {
            return new Joining(item, null);
        }
        String birth = birthDate == null && !Double.isNaN(birthYear) ? String.valueOf((int) birthYear) : birthDate;
        return new Joining(
                new Item.Event(raw.index(), withoutAlias(event.event(), body), kept),
                new Who(name, contact, birth, boardConsent, privacy, byRunner, body));
    }

    /** What is said now before what was said earlier. */
    private Privacy privacy(Privacy said, Privacy known, boolean minor, double @Nullable [] home, boolean onBoard) {
        HiddenPlace hidden = known.home();
        // Two circles drawn for one place would tell where it is.
        if (home != null && (hidden == null || !hidden.serves(home[0], home[1]))) {
            hidden = HiddenPlace.around(
                    home[0],
                    home[1],
                    lots.nextDouble(HiddenPlace.LEAST_OFFSET_METERS, HiddenPlace.MOST_OFFSET_METERS),
                    lots.nextDouble(0, 360));
        }
        return new Privacy(
                either(said.coach(), known.coach()),
                either(said.replay(), known.replay()),
                either(said.research(), known.research()),
                either(said.zone(), known.zone()),
                either(said.map(), known.map()),
                either(said.parental(), known.parental()),
                minor,
                hidden,
                onBoard || Boolean.TRUE.equals(said.coach()) ? null : known.optedOutOf());
    }

    /** The same join gets the same name each time it is sent; only one that tells nothing of itself gets a new one. */
    private static String runnerFor(ObjectNode join, LiveSession session) {
        for (String field : TELLING) {
            String told = join.path(field).asText("");
            if (!told.isBlank()) {
                return Names.derive("r-", 12, session.id(), field, told);
            }
        }
        return Names.invent("r-", 12);
    }

    /** What may be kept of a join that is refused. */
    private static ByteBuffer impersonal(ObjectNode join) {
        ObjectNode kept = join.deepCopy().retain(IMPERSONAL);
        return ByteBuffer.wrap(kept.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Fault withoutPerson(Fault fault) {
        return fault.field() != null && PERSONAL.contains(fault.field())
                ? new Fault(fault.field(), null, fault.reason(), fault.message())
                : fault;
    }

    private static @Nullable LocalDate date(Fields fields, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            fields.fault("birthDate", null, "TIME", "is no date: send it as 1990-05-21");
            return null;
        }
    }

    private static String alias(EventBody.Join join, @Nullable Person known, String runner) {
        if (join.alias() != null) {
            return join.alias();
        }
        if (known != null) {
            return known.alias();
        }
        return Objects.requireNonNullElse(join.bib(), runner);
    }

    /**
     * A coach who enters a runner has asked; a runner who enters alone says so alone; and who is under age is on no board
     * unless that was said.
     */
    private static boolean consent(Who who, @Nullable Person known) {
        if (who.boardConsent() != null) {
            return who.boardConsent();
        }
        if (known == null) {
            return !who.byRunner() && !who.privacy().minor();
        }
        return known.boardConsent()
                && (known.privacy().minor() || !who.privacy().minor());
    }

    /** Whom a coach enters has no phone here; whom a coach enters again has one if the first join was the phone's. */
    private static boolean tapsOnly(LiveSession session, Who who, @Nullable Person known) {
        if (who.byRunner() || who.join().device() != null) {
            return false;
        }
        return known == null || !known.sessions().contains(session.id()) || known.tapsOnly();
    }

    private static <T> @Nullable T either(@Nullable T given, @Nullable T known) {
        return given == null ? known : given;
    }

    private static List<String> sessions(@Nullable Person known, String sessionId) {
        List<String> sessions = new ArrayList<>(known == null ? List.of() : known.sessions());
        sessions.remove(sessionId);
        sessions.add(sessionId);
        return sessions.subList(Math.max(0, sessions.size() - REMEMBERED_SESSIONS), sessions.size());
    }

    private static RunEvent withoutAlias(RunEvent event, EventBody.Join join) {
        return new RunEvent(
                event.eventId(),
                event.sessionId(),
                event.runnerId(),
                event.observedAt(),
                event.receivedAt(),
                event.origin(),
                join.withoutAlias());
    }
}

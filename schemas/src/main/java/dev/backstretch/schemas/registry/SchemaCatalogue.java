package dev.backstretch.schemas.registry;

import dev.backstretch.schemas.registry.RegistryException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * What a schema registry knows: subjects, their versions, ids and compatibility levels. Pure and without storage.
 *
 * <p>A change is decided first and applied afterwards, so that a server can write it down in between:
 *
 * <pre>{@code
 * switch (catalogue.register(subject, schema, false)) {
 *     case Added(var record) -> { log.append(record.key(), record.value()); catalogue.apply(record); }
 *     ...
 * }
 * }</pre>
 *
 * The same records, applied in their order, give the same catalogue. Not thread-safe: its owner lets one thread in at a
 * time.
 */
public final class SchemaCatalogue {
    private final Compatibility defaultLevel;
    private final Map<String, TreeMap<Integer, Version>> versions = new TreeMap<>();
    private final Map<Integer, Parsed> byId = new TreeMap<>();
    private final Map<String, Integer> idByText = new HashMap<>();
    private final Map<String, Compatibility> levelBySubject = new HashMap<>();
    private @Nullable Compatibility globalLevel;
    private int highestId;

    public SchemaCatalogue(Compatibility defaultLevel) {
        this.defaultLevel = defaultLevel;
    }

    /** As strict as our topics need it. */
    public SchemaCatalogue() {
        this(Compatibility.FULL_TRANSITIVE);
    }

    /**
     * One version of a subject.
     *
     * @param schema the schema as JSON text
     */
    public record Version(String subject, int version, int id, String schema) {}

    /** What came of a wish to register. */
    public sealed interface Registration {
        /** It was there already. */
        record Known(Version version) implements Registration {}

        /** It is new: keep the record, then {@link SchemaCatalogue#apply apply} it. */
        record Added(CatalogueRecord.Registered record) implements Registration {}

        /** It may not be. */
        record Refused(Kind kind, String message) implements Registration {}
    }

    private record Parsed(String text, Schema schema) {}

    /**
     * Decides what registering this schema would do.
     *
     * @param schemaText Avro's JSON
     * @param normalize compare by the parsing canonical form instead of the text, so that documentation and order of
     *     attributes make no new version
     */
    public Registration register(String subject, @Nullable String schemaText, boolean normalize) {
        if (subject.isBlank()) {
            return new Registration.Refused(Kind.INVALID, "subject: a name is needed");
        }
        Answer<Schema> parsed = parse(schemaText);
        if (parsed instanceof Answer.Refused<Schema> refused) {
            return new Registration.Refused(refused.kind(), "subject " + subject + ": " + refused.message());
        }
        Schema schema = parsed.orThrow();
        Optional<Version> same = find(subject, schema, normalize);
        if (same.isPresent()) {
            return new Registration.Known(same.get());
        }
        Optional<String> fault = level(subject).fault(schema, newestFirst(subject));
        if (fault.isPresent()) {
            return new Registration.Refused(
                    Kind.INCOMPATIBLE,
                    "subject " + subject + ": not " + level(subject) + " with an earlier version: " + fault.get());
        }
        String text = schema.toString();
        TreeMap<Integer, Version> of = versions.get(subject);
        int version = of == null ? 1 : of.lastKey() + 1;
        int id = idByText.getOrDefault(text, highestId + 1);
        return new Registration.Added(new CatalogueRecord.Registered(subject, version, id, text));
    }

    /** Makes a change part of the catalogue. Applying a record twice changes nothing. */
    public void apply(CatalogueRecord record) {
        if (record instanceof CatalogueRecord.Registered registered) {
            Schema schema = parse(registered.schema()).orThrow();
            String text = schema.toString();
            versions.computeIfAbsent(registered.subject(), subject -> new TreeMap<>())
                    .put(
                            registered.version(),
                            new Version(registered.subject(), registered.version(), registered.id(), text));
            byId.put(registered.id(), new Parsed(text, schema));
            idByText.putIfAbsent(text, registered.id());
            highestId = Math.max(highestId, registered.id());
        } else if (record instanceof CatalogueRecord.ConfigSet config) {
            if (config.subject() == null) {
                globalLevel = config.level();
            } else {
                levelBySubject.put(config.subject(), config.level());
            }
        }
    }

    /** The version under which this schema is registered, without registering it. */
    public Answer<Version> lookup(String subject, @Nullable String schemaText, boolean normalize) {
        if (!versions.containsKey(subject)) {
            return unknownSubject(subject);
        }
        Answer<Schema> parsed = parse(schemaText);
        if (parsed instanceof Answer.Refused<Schema> refused) {
            return new Answer.Refused<>(refused.kind(), "subject " + subject + ": " + refused.message());
        }
        return find(subject, parsed.orThrow(), normalize)
                .<Answer<Version>>map(Answer.Found::new)
                .orElseGet(() -> new Answer.Refused<>(
                        Kind.SCHEMA_UNKNOWN, "subject " + subject + ": none of its versions is this schema"));
    }

    /** The schema of an id, as JSON text. */
    public Answer<String> byId(int id) {
        Parsed parsed = byId.get(id);
        return parsed == null
                ? new Answer.Refused<>(Kind.SCHEMA_UNKNOWN, "schema " + id + " is not known")
                : new Answer.Found<>(parsed.text());
    }

    /** The schema of an id. */
    public Answer<Schema> schemaById(int id) {
        Parsed parsed = byId.get(id);
        return parsed == null
                ? new Answer.Refused<>(Kind.SCHEMA_UNKNOWN, "schema " + id + " is not known")
                : new Answer.Found<>(parsed.schema());
    }

    /** Each subject and version that has this id. */
    public Answer<List<Version>> versionsOfId(int id) {
        if (!byId.containsKey(id)) {
            return new Answer.Refused<>(Kind.SCHEMA_UNKNOWN, "schema " + id + " is not known");
        }
        return new Answer.Found<>(versions.values().stream()
                .flatMap(of -> of.values().stream())
                .filter(version -> version.id() == id)
                .toList());
    }

    /** All subjects, by name. */
    public List<String> subjects() {
        return List.copyOf(versions.keySet());
    }

    /** The version numbers of a subject. */
    public Answer<List<Integer>> versions(String subject) {
        TreeMap<Integer, Version> of = versions.get(subject);
        return of == null ? unknownSubject(subject) : new Answer.Found<>(List.copyOf(of.keySet()));
    }

    /**
     * One version of a subject.
     *
     * @param version a number, {@code latest} or −1
     */
    public Answer<Version> version(String subject, String version) {
        TreeMap<Integer, Version> of = versions.get(subject);
        if (of == null) {
            return unknownSubject(subject);
        }
        if (version.equals("latest") || version.equals("-1")) {
            return new Answer.Found<>(of.lastEntry().getValue());
        }
        int number;
        try {
            number = Integer.parseInt(version);
        } catch (NumberFormatException e) {
            number = 0;
        }
        if (number < 1) {
            return new Answer.Refused<>(
                    Kind.INVALID_VERSION, "subject " + subject + ": '" + version + "' is no version number");
        }
        Version found = of.get(number);
        return found == null
                ? new Answer.Refused<>(Kind.VERSION_UNKNOWN, "subject " + subject + " has no version " + number)
                : new Answer.Found<>(found);
    }

    /**
     * Whether a schema could follow, without registering it.
     *
     * @param version the version to test against, or null for those that the subject's level names
     * @return true, or false
     */
    public Answer<Boolean> compatible(String subject, @Nullable String version, @Nullable String schemaText) {
        Answer<Schema> parsed = parse(schemaText);
        if (parsed instanceof Answer.Refused<Schema> refused) {
            return new Answer.Refused<>(refused.kind(), "subject " + subject + ": " + refused.message());
        }
        if (version == null) {
            return versions.containsKey(subject)
                    ? new Answer.Found<>(level(subject)
                            .fault(parsed.orThrow(), newestFirst(subject))
                            .isEmpty())
                    : unknownSubject(subject);
        }
        Answer<Version> against = version(subject, version);
        if (against instanceof Answer.Refused<Version> refused) {
            return new Answer.Refused<>(refused.kind(), refused.message());
        }
        return schemaById(against.orThrow().id()) instanceof Answer.Found<Schema> earlier
                ? new Answer.Found<>(level(subject)
                        .fault(parsed.orThrow(), List.of(earlier.value()))
                        .isEmpty())
                : unknownSubject(subject);
    }

    /** The level for all subjects that have none of their own. */
    public Compatibility level() {
        return globalLevel == null ? defaultLevel : globalLevel;
    }

    /** The level that counts for a subject. */
    public Compatibility level(String subject) {
        return levelBySubject.getOrDefault(subject, level());
    }

    /** The level that a subject has of its own. */
    public Optional<Compatibility> ownLevel(String subject) {
        return Optional.ofNullable(levelBySubject.get(subject));
    }

    /**
     * Decides a change of level; keep the record, then {@link #apply} it.
     *
     * @param subject null for all that have none of their own
     */
    public Answer<CatalogueRecord> configure(@Nullable String subject, @Nullable String levelName) {
        return (levelName == null ? Optional.<Compatibility>empty() : Compatibility.named(levelName))
                .<Answer<CatalogueRecord>>map(
                        level -> new Answer.Found<>(new CatalogueRecord.ConfigSet(subject, level)))
                .orElseGet(() -> new Answer.Refused<>(
                        Kind.INVALID_COMPATIBILITY, "compatibility: '" + levelName + "' is no level"));
    }

    /** The highest id given so far; 0 before the first. */
    public int highestId() {
        return highestId;
    }

    private Optional<Version> find(String subject, Schema schema, boolean normalize) {
        TreeMap<Integer, Version> of = versions.get(subject);
        if (of == null) {
            return Optional.empty();
        }
        String text = schema.toString();
        String canonical = SchemaNormalization.toParsingForm(schema);
        for (Version version : of.descendingMap().values()) {
            Parsed known = byId.get(version.id());
            boolean same = version.schema().equals(text)
                    || (normalize
                            && known != null
                            && SchemaNormalization.toParsingForm(known.schema()).equals(canonical)
                            && known.schema().equals(schema));
            if (same) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    private List<Schema> newestFirst(String subject) {
        TreeMap<Integer, Version> of = versions.get(subject);
        var schemas = new ArrayList<Schema>();
        if (of != null) {
            for (Version version : of.descendingMap().values()) {
                Parsed parsed = byId.get(version.id());
                if (parsed != null) {
                    schemas.add(parsed.schema());
                }
            }
        }
        return schemas;
    }

    private static Answer<Schema> parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return new Answer.Refused<>(Kind.INVALID, "schema: Avro's JSON is needed");
        }
        try {
            return new Answer.Found<>(new Schema.Parser().parse(text));
        } catch (AvroRuntimeException e) {
            return new Answer.Refused<>(Kind.INVALID, "schema: " + e.getMessage());
        }
    }

    private static <T> Answer<T> unknownSubject(String subject) {
        return new Answer.Refused<>(Kind.SUBJECT_UNKNOWN, "subject " + subject + " is not known");
    }
}

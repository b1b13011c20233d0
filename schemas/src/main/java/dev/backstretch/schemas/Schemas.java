package dev.backstretch.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** The Avro schema of each topic's value, read from the {@code .avsc} files beside this class. */
public final class Schemas {
    /** Types that several values share come first, because a later file names them. */
    private static final List<String> FILES = List.of(
            "Facing",
            "SessionClock",
            "RunnerState",
            "Verdict",
            "RuleVersion",
            "Estimate",
            "Lineage",
            "RunEvent",
            "LapOutcome",
            "Standings",
            "Alert",
            "Frame",
            "Rejection",
            "SessionHead",
            "Person");

    private static final String NAMESPACE = "dev.backstretch.schemas.avro.";

    private static final Map<String, Schema> BY_NAME = parse();

    public static final Schema RUN_EVENT = named("RunEvent");
    public static final Schema LAP_OUTCOME = named("LapOutcome");
    public static final Schema STANDINGS = named("Standings");
    public static final Schema ALERT = named("Alert");
    public static final Schema FRAME = named("Frame");
    public static final Schema REJECTION = named("Rejection");
    public static final Schema SESSION_HEAD = named("SessionHead");
    public static final Schema PERSON = named("Person");

    private Schemas() {}

    private static Schema named(String name) {
        Schema schema = BY_NAME.get(NAMESPACE + name);
        if (schema == null) {
            throw new IllegalStateException("no schema file defines " + name);
        }
        return schema;
    }

    /** The symbols of one of our enums beside the domain's constants. */
    static <E extends Enum<E>> Symbols<E> symbols(Class<E> type, String name) {
        return new Symbols<>(type, named(name));
    }

    private static Map<String, Schema> parse() {
        var parser = new Schema.Parser();
        for (String name : FILES) {
            String resource = "avro/" + name + ".avsc";
            try (InputStream in = Schemas.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("missing on the class path: " + resource);
                }
                parser.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("unreadable: " + resource, e);
            }
        }
        return parser.getTypes();
    }
}

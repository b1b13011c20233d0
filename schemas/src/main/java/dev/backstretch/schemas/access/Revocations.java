package dev.backstretch.schemas.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens that hold no longer although they have not expired, as lines of text, one each. */
public final class Revocations {
    /** None. */
    public static final Revocations NONE = new Revocations(List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Entry> entries;
    private final Set<String> tokenIds = new HashSet<>();
    private final Map<Scope, Instant> issuedUpTo = new HashMap<>();

    /** Whose tokens; the session may be null where a runner is erased. */
    private record Scope(@Nullable String session, @Nullable String runner) {}

    /**
     * One revocation.
     *
     * @param tokenId of the one token; null when all are meant that were issued up to {@code revokedAt} for the session,
     *     the runner, or the runner in the session
     * @param revokedAt when
     */
    public record Entry(
            @Nullable String tokenId,
            @Nullable String session,
            @Nullable String runner,
            Instant revokedAt) {
        public Entry {
            if (tokenId == null && session == null && runner == null) {
                throw new IllegalArgumentException("a revocation names a token, a session or a runner");
            }
        }

        public static Entry ofToken(String tokenId, Instant revokedAt) {
            return new Entry(tokenId, null, null, revokedAt);
        }

        public String toLine() {
            ObjectNode line = JSON.createObjectNode();
            if (tokenId != null) {
                line.put("tokenId", tokenId);
            }
            if (session != null) {
                line.put("session", session);
            }
            if (runner != null) {
                line.put("runner", runner);
            }
            line.put("revokedAt", revokedAt.toString());
            return line.toString();
        }
    }

    public Revocations(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        for (Entry entry : entries) {
            if (entry.tokenId() != null) {
                tokenIds.add(entry.tokenId());
            } else {
                issuedUpTo.merge(
                        new Scope(entry.session(), entry.runner()),
                        entry.revokedAt(),
                        (known, other) -> known.isAfter(other) ? known : other);
            }
        }
    }

    /**
     * Reads lines as {@link Entry#toLine} writes them.
     *
     * @throws IllegalArgumentException at the first line that is none: what cannot be read must not be forgotten
     */
    public static Revocations parse(String text) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n")) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                JsonNode node = JSON.readTree(line);
                entries.add(new Entry(
                        text(node, "tokenId"),
                        text(node, "session"),
                        text(node, "runner"),
                        Instant.parse(node.path("revokedAt").asText())));
            } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + " is no revocation");
            }
        }
        return new Revocations(entries);
    }

    /** The same without those of tokens that have expired anyway. */
    public Revocations without(Instant revokedBefore) {
        return new Revocations(entries.stream()
                .filter(entry -> !entry.revokedAt().isBefore(revokedBefore))
                .toList());
    }

    public Revocations with(Entry entry) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        return new Revocations(more);
    }

    public String toText() {
        var text = new StringBuilder();
        entries.forEach(entry -> text.append(entry.toLine()).append('\n'));
        return text.toString();
    }

    public int size() {
        return entries.size();
    }

    /** Whether a token holds no longer. */
    boolean revokes(String tokenId, Grant grant, Instant issuedAt) {
        return tokenIds.contains(tokenId)
                || upTo(new Scope(grant.session(), null), issuedAt)
                || upTo(new Scope(grant.session(), grant.runner()), issuedAt)
                || upTo(new Scope(null, grant.runner()), issuedAt);
    }

    private boolean upTo(Scope scope, Instant issuedAt) {
        Instant end = issuedUpTo.get(scope);
        return end != null && !issuedAt.isAfter(end);
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }
}

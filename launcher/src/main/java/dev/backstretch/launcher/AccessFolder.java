package dev.backstretch.launcher;

import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Revocations;
import dev.backstretch.schemas.access.TokenKeys;
import dev.backstretch.schemas.access.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with the keys that tokens are signed with, the tokens that were revoked, and the operator's own token; only its
 * owner can read any of them. Processes that share it trust each other's tokens; what a command changes there a running
 * system knows within {@value #LOOK_AGAIN_MILLIS} milliseconds.
 */
@SuppressWarnings("try") // The lock is held, not used.
final class AccessFolder {
    static final long LOOK_AGAIN_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(AccessFolder.class);
    private static final String KEYS = "token-keys.json";
    private static final String REVOKED = "revoked-tokens.ndjson";
    private static final String OPERATOR = "operator.token";
    private static final String VIEWS = "views.ndjson";
    private static final String LOCK = "lock";

    private final Path folder;
    private final Clock clock;
    private final Watched<TokenKeys> keys;
    private final Watched<Revocations> revocations;
    private final Tokens tokens;

    private AccessFolder(Path folder, Clock clock) throws IOException {
        this.folder = folder;
        this.clock = clock;
        this.keys = new Watched<>(folder.resolve(KEYS), TokenKeys::parse);
        this.revocations = new Watched<>(folder.resolve(REVOKED), Revocations::parse);
        this.tokens = new Tokens(keys::value, revocations::value, clock);
    }

    /**
     * Opens the folder, and makes it with a first key when it is not there.
     *
     * @throws IOException when a file in it cannot be read or is none of ours: nothing is served with half of it
     */
    static AccessFolder open(Path folder, Clock clock) throws IOException {
        OwnerOnly.createFolder(folder);
        try (var lock = lock(folder)) {
            if (!Files.exists(folder.resolve(KEYS))) {
                write(
                        folder.resolve(KEYS),
                        TokenKeys.create(new SecureRandom(), clock.instant()).toText());
            }
            if (!Files.exists(folder.resolve(REVOKED))) {
                write(folder.resolve(REVOKED), "");
            }
        }
        return new AccessFolder(folder, clock);
    }

    Tokens tokens() {
        return tokens;
    }

    /** The operator's token, when it is issued just now: at the first start, and when the one that is kept holds no longer. */
    Optional<String> issueOperatorToken() throws IOException {
        Path file = folder.resolve(OPERATOR);
        try (var lock = lock(folder)) {
            if (Files.exists(file)
                    && tokens.verify(Files.readString(file, StandardCharsets.UTF_8)
                                    .strip())
                            instanceof Access.Verified.Good) {
                return Optional.empty();
            }
            String text = tokens.issue(Grant.operator(), Tokens.LONGEST_LIFE).text();
            write(file, text + "\n");
            return Optional.of(text);
        }
    }

    /** Where it is put down who looked at whose heart rates. */
    ViewLogFile views() throws IOException {
        return new ViewLogFile(folder.resolve(VIEWS), clock);
    }

    /** Where the operator's token is kept. */
    Path operatorTokenFile() {
        return folder.resolve(OPERATOR);
    }

    /** Revokes, from now on and for as long as a token could live. */
    void revoke(Function<Instant, Revocations.Entry> entry) throws IOException {
        Instant now = clock.instant();
        Path file = folder.resolve(REVOKED);
        try (var lock = lock(folder)) {
            Revocations known = Revocations.parse(Files.readString(file, StandardCharsets.UTF_8));
            write(
                    file,
                    known.without(now.minus(Tokens.LONGEST_LIFE))
                            .with(entry.apply(now))
                            .toText());
        } catch (IllegalArgumentException broken) {
            throw new IOException(file + ": " + broken.getMessage() + ": mend or remove it", broken);
        }
    }

    /**
     * Revokes all tokens of a runner who is being erased.
     *
     * @throws UncheckedIOException when that cannot be written: nothing is erased while a phone may go on sending
     */
    void revokeRunner(String runnerId) {
        try {
            revoke(now -> new Revocations.Entry(null, null, runnerId, now));
        } catch (IOException failed) {
            throw new UncheckedIOException("the revoked tokens cannot be written", failed);
        }
    }

    /** Signs with a new key from now on; tokens that are out hold on. */
    int rotate() throws IOException {
        Path file = folder.resolve(KEYS);
        try (var lock = lock(folder)) {
            TokenKeys rotated = TokenKeys.parse(Files.readString(file, StandardCharsets.UTF_8))
                    .rotate(new SecureRandom(), clock.instant());
            write(file, rotated.toText());
            return rotated.size();
        } catch (IllegalArgumentException broken) {
            throw new IOException(file + ": " + broken.getMessage(), broken);
        }
    }

    /** One process at a time changes something here. */
    private static FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            channel.lock();
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /** Whole or not at all: a reader never sees half of it. */
    private static void write(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        OwnerOnly.write(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A file's content, read again when it has changed. */
    private static final class Watched<T> {
        private final Path file;
        private final Function<String, T> parse;
        private T value;
        private FileTime modified;
        private long size;
        private long lookedAtNanos;
        private @Nullable String warned;

        Watched(Path file, Function<String, T> parse) throws IOException {
            this.file = file;
            this.parse = parse;
            this.modified = Files.getLastModifiedTime(file);
            this.size = Files.size(file);
            this.lookedAtNanos = System.nanoTime();
            try {
                this.value = parse.apply(Files.readString(file, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException broken) {
                throw new IOException(file + ": " + broken.getMessage() + ": mend it, or remove it", broken);
            }
        }

        /** The newest content; where that cannot be read, the last that could, and a warning once. */
        synchronized T value() {
            long now = System.nanoTime();
            if (now - lookedAtNanos < TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS)) {
                return value;
            }
            lookedAtNanos = now;
            try {
                FileTime nowModified = Files.getLastModifiedTime(file);
                long nowSize = Files.size(file);
                if (!nowModified.equals(modified) || nowSize != size) {
                    value = parse.apply(Files.readString(file, StandardCharsets.UTF_8));
                    modified = nowModified;
                    size = nowSize;
                    warned = null;
                }
            } catch (IOException | IllegalArgumentException unreadable) {
                String why = String.valueOf(unreadable.getMessage());
                if (!why.equals(warned)) {
                    warned = why;
                    LOG.warn("event=access_file_unreadable file={} cause={}", file, why);
                }
            }
            return value;
        }
    }
}

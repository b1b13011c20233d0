package dev.backstretch.launcher;

import dev.backstretch.replay.SettlingService;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of which sessions something came late that was not settled yet: an empty file for each, named after the session. Where the
 * folder cannot be written nothing fails, and it is said which command settles the session.
 */
final class UnsettledFolder implements SettlingService.Memory {
    private static final Logger LOG = LoggerFactory.getLogger(UnsettledFolder.class);

    /** So that no session's name is a path such as {@code ..}. */
    private static final String SUFFIX = ".session";

    private final Path folder;
    /** What the folder holds; asked for with each reading that comes late. */
    private final Set<String> known = new TreeSet<>();

    /**
     * @param folder made with the first that is kept
     */
    UnsettledFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public void keep(String sessionId) {
        if (known.contains(sessionId)) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Path file = fileOf(sessionId);
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            known.add(sessionId);
        } catch (IOException unwritable) {
            LOG.warn(
                    "event=unsettled_not_kept session={} fault={} remedy=\"if this process ends before it is settled, run"
                            + " `backstretch replay --settled --publish --session {}`\"",
                    sessionId,
                    unwritable.toString(),
                    sessionId);
        }
    }

    @Override
    public void forget(String sessionId) {
        known.remove(sessionId);
        try {
            Files.deleteIfExists(fileOf(sessionId));
        } catch (IOException stays) {
            // It is settled once more after the next start, which finds nothing to say.
            LOG.warn("event=unsettled_not_forgotten session={} fault={}", sessionId, stays.toString());
        }
    }

    @Override
    public Set<String> kept() {
        Set<String> kept = new TreeSet<>();
        if (!Files.isDirectory(folder)) {
            return kept;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
                    .forEach(kept::add);
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.warn(
                    "event=unsettled_not_read folder={} fault={} remedy=\"`backstretch replay --settled --publish --session"
                            + " ID` settles a session\"",
                    folder,
                    unreadable.toString());
        }
        known.addAll(kept);
        return kept;
    }

    private Path fileOf(String sessionId) {
        return folder.resolve(URLEncoder.encode(sessionId, StandardCharsets.UTF_8) + SUFFIX);
    }
}

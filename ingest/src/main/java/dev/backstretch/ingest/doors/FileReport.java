package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.ingest.files.Recording.FileFault;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an upload: every reading and every lap key that was pressed is accepted, a duplicate or refused.
 *
 * @param afterClose whether the session was closed, so that a settled replay has to follow
 * @param files one for each recording, in order
 */
record FileReport(boolean afterClose, List<OfFile> files) {
    FileReport {
        files = List.copyOf(files);
    }

    /**
     * One recording.
     *
     * @param format null when it could not be read
     * @param readings how many it holds, those refused included
     * @param marks how often the lap key was pressed
     * @param ignoredLaps laps that the device counted by itself
     * @param farPositions positions that are not kept, as they lie nowhere near the session's track
     * @param notices what should be known of it
     * @param unreadable why nothing of it could be read, null when something was
     */
    record OfFile(
            String file,
            @Nullable String format,
            @Nullable String sport,
            @Nullable Instant from,
            @Nullable Instant to,
            int readings,
            int marks,
            int ignoredLaps,
            int accepted,
            int duplicates,
            int conflicting,
            int farPositions,
            List<Refused> rejected,
            List<FileFault> notices,
            @Nullable Refused unreadable) {
        OfFile {
            rejected = List.copyOf(rejected);
            notices = List.copyOf(notices);
        }
    }

    /** What was refused for one reason. */
    record Refused(
            String reason, @Nullable String field, @Nullable String value, String message, long count) {}

    long accepted() {
        return files.stream().mapToLong(OfFile::accepted).sum();
    }

    long duplicates() {
        return files.stream().mapToLong(OfFile::duplicates).sum();
    }

    private long conflicting() {
        return files.stream().mapToLong(OfFile::conflicting).sum();
    }

    long rejected() {
        return files.stream()
                .flatMap(file -> file.rejected().stream())
                .mapToLong(Refused::count)
                .sum();
    }

    /** Whether there was something and none of it was taken. */
    boolean allRefused() {
        return rejected() > 0 && accepted() + duplicates() == 0;
    }

    /** Why the only file of an upload could not be read; null when there are several, or it could. */
    @Nullable
    Refused onlyUnreadable() {
        return files.size() == 1 ? files.get(0).unreadable() : null;
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("accepted", accepted());
        json.put("duplicates", duplicates());
        json.put("conflicting", conflicting());
        ArrayNode rejected = json.putArray("rejected");
        json.put("afterClose", afterClose);
        ArrayNode all = json.putArray("files");
        for (OfFile file : files) {
            file.rejected().forEach(refused -> put(rejected.addObject(), file.file(), refused));
            ObjectNode node = all.addObject();
            node.put("file", file.file());
            putText(node, "format", file.format());
            putText(node, "sport", file.sport());
            putText(node, "from", file.from() == null ? null : file.from().toString());
            putText(node, "to", file.to() == null ? null : file.to().toString());
            node.put("readings", file.readings());
            node.put("pressedLaps", file.marks());
            node.put("ignoredLaps", file.ignoredLaps());
            node.put("accepted", file.accepted());
            node.put("duplicates", file.duplicates());
            node.put(
                    "rejected",
                    file.rejected().stream().mapToLong(Refused::count).sum());
            node.put("farPositions", file.farPositions());
            ArrayNode notices = node.putArray("notices");
            for (FileFault notice : file.notices()) {
                notices.addObject()
                        .put("reason", notice.reason())
                        .put("where", notice.where())
                        .put("message", notice.message());
            }
        }
        return json;
    }

    private static void put(ObjectNode entry, String file, Refused refused) {
        entry.put("file", file);
        putText(entry, "field", refused.field());
        putText(entry, "value", refused.value());
        entry.put("reason", refused.reason());
        entry.put("message", refused.message());
        entry.put("count", refused.count());
    }

    private static void putText(ObjectNode node, String field, @Nullable String text) {
        if (text != null) {
            node.put(field, text);
        }
    }
}

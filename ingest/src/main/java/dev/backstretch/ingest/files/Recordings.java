package dev.backstretch.ingest.files;

import dev.backstretch.ingest.files.HardenedXml.Refused;
import dev.backstretch.ingest.files.Recording.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads recorded runs from files: FIT, TCX, GPX, CSV and event NDJSON, plain, gzipped or in a ZIP archive.
 *
 * <p>What a file is, its content says; a wrong suffix changes nothing. Whatever is wrong with a file is part of the
 * answer and never an exception. Nothing is unpacked to disk, and nothing beyond {@link #MAXIMUM_UNPACKED_RATIO} times
 * the packed size is unpacked at all. One entry of an archive is in memory at a time.
 */
public final class Recordings {
    /** The most bytes of a file as it is offered. */
    public static final int MAXIMUM_BYTES = 64 * 1024 * 1024;

    /** How many times its own size a packed file may unpack to. */
    public static final int MAXIMUM_UNPACKED_RATIO = 100;

    /** Also the most that is unpacked, whatever the ratio: no run is larger, and it is read in memory's reach. */
    private static final long MAXIMUM_UNPACKED_BYTES = 512L * 1024 * 1024;

    private static final int MAXIMUM_ENTRIES = 1_000;
    private static final int HEAD_BYTES = 4096;
    private static final Set<String> SUFFIXES =
            Set.of("fit", "tcx", "gpx", "csv", "gz", "json", "ndjson", "jsonl", "xml");
    private static final Set<String> RECORDED = Set.of("fit", "tcx", "gpx", "csv", "gz", "zip");
    private static final String FORMATS =
            "give a FIT, TCX, GPX or CSV file or event NDJSON, plain, as .gz or in a .zip";

    private Recordings() {}

    /** Unpacking went over its bounds. */
    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** What one file holds: one recording, or one for each entry of a ZIP archive. Never empty. */
    public static List<Recording> read(Path file) {
        Path fileName = file.getFileName();
        String name = printable(fileName == null ? file.toString() : fileName.toString());
        try {
            if (Files.isDirectory(file)) {
                return List.of(new Unreadable(name, "FOLDER", "whole file", "this is a folder: name the files in it"));
            }
            if (!Files.isRegularFile(file)) {
                return List.of(
                        Files.exists(file)
                                ? new Unreadable(name, "FORMAT", "whole file", "this is no regular file: " + FORMATS)
                                : new Unreadable(
                                        name, "NOT_FOUND", "whole file", "there is no such file: check its name"));
            }
            if (Files.size(file) > MAXIMUM_BYTES) {
                return List.of(tooLarge(name));
            }
            return read(name, Files.readAllBytes(file));
        } catch (NoSuchFileException gone) {
            return List.of(new Unreadable(name, "NOT_FOUND", "whole file", "there is no such file: check its name"));
        } catch (IOException denied) {
            return List.of(new Unreadable(
                    name,
                    "IO",
                    "whole file",
                    "it cannot be read (" + denied.getClass().getSimpleName() + "): check its permissions"));
        }
    }

    /**
     * The files that a path stands for: itself, or where it is a folder the recordings in it and below, by name. Links are
     * not followed, and what begins with a dot is passed over.
     */
    public static List<Path> filesOf(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            return below.filter(Files::isRegularFile)
                    .filter(file -> RECORDED.contains(suffix(String.valueOf(file.getFileName()))))
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** What bytes hold that came with a name; times without a zone are refused. */
    public static List<Recording> read(String name, byte[] bytes) {
        List<Recording> found = new ArrayList<>();
        read(name, bytes, null, found::add);
        return List.copyOf(found);
    }

    /**
     * What bytes hold that came with a name, one recording after the other; at least one.
     *
     * @param localTimes where times without a zone were told; null refuses them
     */
    public static void read(String name, byte[] bytes, @Nullable ZoneId localTimes, Consumer<Recording> found) {
        if (bytes.length > MAXIMUM_BYTES) {
            found.accept(tooLarge(name));
        } else if (isZip(bytes, bytes.length)) {
            archive(name, bytes, localTimes, found);
        } else {
            found.accept(decode(name, new ByteArrayInputStream(bytes), new Budget(bytes.length), localTimes, true));
        }
    }

    private static Unreadable tooLarge(String name) {
        return new Unreadable(
                name,
                "TOO_LARGE",
                "whole file",
                "it is larger than 64 MiB, or unpacks to more than " + MAXIMUM_UNPACKED_RATIO
                        + " times its size: give the recording alone");
    }

    /** What may still be unpacked of one upload, however often it is packed. */
    private static final class Budget {
        private long left;

        Budget(long packedBytes) {
            left = Math.min(packedBytes * MAXIMUM_UNPACKED_RATIO, MAXIMUM_UNPACKED_BYTES);
        }
    }

    private static void archive(String name, byte[] bytes, @Nullable ZoneId localTimes, Consumer<Recording> found) {
        Unreadable refused = refusedArchive(name, bytes);
        if (refused != null) {
            found.accept(refused);
            return;
        }
        int read = 0;
        Budget budget = new Budget(bytes.length);
        try (ZipInputStream zip = opened(bytes)) {
            Bounded bounded = new Bounded(zip, budget);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String path = entry.getName();
                String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
                if (!entry.isDirectory() && !last.startsWith(".") && !path.startsWith("__MACOSX/")) {
                    Recording recording = entry(name + "!" + printable(last), last, bounded, budget, localTimes)
                            .orElse(null);
                    if (recording != null) {
                        read++;
                        found.accept(recording);
                    }
                }
                bounded.skipToEnd();
            }
        } catch (TooLargeException bomb) {
            read++;
            found.accept(tooLarge(name));
        } catch (IOException | IllegalArgumentException broken) {
            read++;
            found.accept(damaged(name, read));
        }
        if (read == 0) {
            found.accept(new Unreadable(name, "FORMAT", "every entry", "the archive holds no recording: " + FORMATS));
        }
    }

    /**
     * Looks through a whole archive before anything in it is read, so that one that is too large or leads astray is refused
     * as a whole; null when it may be read.
     */
    private static @Nullable Unreadable refusedArchive(String name, byte[] bytes) {
        int entries = 0;
        Budget budget = new Budget(bytes.length);
        try (ZipInputStream zip = opened(bytes)) {
            Bounded bounded = new Bounded(zip, budget);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++entries > MAXIMUM_ENTRIES) {
                    return new Unreadable(
                            name,
                            "TOO_MANY",
                            "entry " + entries,
                            "the archive has more than " + MAXIMUM_ENTRIES + " entries: give the recordings alone");
                }
                if (leadsAstray(entry.getName())) {
                    return new Unreadable(
                            name,
                            "ZIP_PATH",
                            "entry " + entries,
                            "the name of an entry leads out of the archive (" + printable(entry.getName())
                                    + "): pack the recordings again");
                }
                bounded.skipToEnd();
            }
            return null;
        } catch (TooLargeException bomb) {
            return tooLarge(name);
        } catch (IOException | IllegalArgumentException broken) {
            // What lies before the damage may be read still.
            return entries <= 1 ? damaged(name, Math.max(1, entries)) : null;
        }
    }

    /** Nothing is written by these names; who makes such an archive means no good by it. */
    private static boolean leadsAstray(String path) {
        String slashed = path.replace('\\', '/');
        return slashed.startsWith("/")
                || slashed.matches("[A-Za-z]:.*")
                || slashed.indexOf('\0') >= 0
                || List.of(slashed.split("/")).contains("..");
    }

    /** Names that are not UTF-8 must not stop the rest; they are only shown. */
    private static ZipInputStream opened(byte[] bytes) {
        return new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.ISO_8859_1);
    }

    private static Unreadable damaged(String name, int entry) {
        return new Unreadable(
                name,
                "DAMAGED",
                "entry " + entry,
                "the archive is damaged or encrypted: pack it again without a password");
    }

    /** Archives hold other things beside recordings; what neither is one nor is named like one is passed over. */
    private static Optional<Recording> entry(
            String name, String last, Bounded in, Budget budget, @Nullable ZoneId localTimes) throws IOException {
        Recording recording = decode(name, in, budget, localTimes, true);
        if (in.exceeded) {
            throw new TooLargeException();
        }
        boolean passedOver = recording instanceof Unreadable unreadable
                && unreadable.reason().equals("FORMAT")
                && !SUFFIXES.contains(suffix(last));
        return passedOver ? Optional.empty() : Optional.of(recording);
    }

    private static String suffix(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static Recording decode(
            String name, InputStream in, Budget budget, @Nullable ZoneId localTimes, boolean mayBePacked) {
        try {
            byte[] head = in.readNBytes(HEAD_BYTES);
            int start = textStart(head);
            if (head.length == 0 || start == head.length) {
                return new Unreadable(name, "EMPTY", "byte 0", "the file is empty: copy it from the device again");
            }
            if (isGzip(head)) {
                return mayBePacked
                        ? gzip(name, joined(head, 0, in), budget, localTimes)
                        : new Unreadable(name, "FORMAT", "byte 0", "packed twice: unpack it once");
            }
            if (isZip(head, head.length)) {
                return new Unreadable(name, "FORMAT", "byte 0", "an archive within another: unpack it once");
            }
            if (FitFile.isFit(head, head.length)) {
                InputStream all = joined(head, 0, in);
                byte[] bytes = all.readNBytes(MAXIMUM_BYTES);
                return all.read() < 0 ? FitFile.read(name, bytes) : tooLarge(name);
            }
            return switch (head[start]) {
                case '<' -> xml(name, joined(head, start, in));
                case '{' -> EventFile.read(name, joined(head, start, in));
                // UTF-16 begins with a mark; the XML reader knows both orders.
                case (byte) 0xFE, (byte) 0xFF -> xml(name, joined(head, start, in));
                default ->
                    isText(head)
                            ? CsvFile.read(name, joined(head, start, in), localTimes)
                            : new Unreadable(
                                    name, "FORMAT", "byte " + start, "this is none of the formats known: " + FORMATS);
            };
        } catch (TooLargeException bomb) {
            return tooLarge(name);
        } catch (IOException broken) {
            return new Unreadable(
                    name, "DAMAGED", "whole file", "it cannot be unpacked: copy it from the device again");
        }
    }

    private static Recording gzip(String name, InputStream in, Budget budget, @Nullable ZoneId localTimes)
            throws IOException {
        Bounded bounded = new Bounded(new GZIPInputStream(in), budget);
        Recording recording = decode(name, bounded, budget, localTimes, false);
        return bounded.exceeded ? tooLarge(name) : recording;
    }

    private static Recording xml(String name, InputStream in) {
        try (HardenedXml xml = new HardenedXml(in)) {
            if (!xml.next()) {
                return new Unreadable(name, "FORMAT", xml.where(), "the document has no element: " + FORMATS);
            }
            return switch (xml.localName()) {
                case TcxFile.ROOT -> TcxFile.read(name, xml);
                case GpxFile.ROOT -> GpxFile.read(name, xml);
                default ->
                    new Unreadable(
                            name,
                            "FORMAT",
                            xml.where(),
                            "XML, but neither TCX nor GPX (its root is " + printable(xml.localName()) + "): "
                                    + FORMATS);
            };
        } catch (Refused refused) {
            return new Unreadable(name, refused.reason(), refused.where(), refused.words());
        }
    }

    private static InputStream joined(byte[] head, int from, InputStream rest) throws IOException {
        PushbackInputStream joined = new PushbackInputStream(rest, Math.max(1, head.length));
        joined.unread(head, from, head.length - from);
        return joined;
    }

    /** Behind a UTF-8 byte-order mark and white space, which some exporters write before the XML declaration. */
    private static int textStart(byte[] head) {
        int start = 0;
        if (head.length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF) {
            start = 3;
        }
        while (start < head.length && Character.isWhitespace(head[start])) {
            start++;
        }
        return start;
    }

    /** No text has control characters besides tabs and the ends of lines. */
    private static boolean isText(byte[] head) {
        for (byte one : head) {
            if (one >= 0 && one < ' ' && one != '\t' && one != '\n' && one != '\r') {
                return false;
            }
        }
        return true;
    }

    private static boolean isGzip(byte[] head) {
        return head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    }

    private static boolean isZip(byte[] head, int length) {
        return length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
    }

    /** A name as it may stand in a table or a log line. */
    private static String printable(String name) {
        StringBuilder printable = new StringBuilder();
        name.codePoints()
                .limit(200)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }

    /** Ends with an error once more than the limit has been read. */
    private static final class Bounded extends FilterInputStream {
        private final Budget budget;
        private boolean exceeded;

        Bounded(InputStream in, Budget budget) {
            super(in);
            this.budget = budget;
        }

        private int count(int read) throws IOException {
            budget.left -= Math.max(0, read);
            if (budget.left < 0) {
                exceeded = true;
                throw new TooLargeException();
            }
            return read;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return count(super.read(buffer, offset, length));
        }

        @Override
        public long skip(long bytes) throws IOException {
            return readNBytes((int) Math.min(bytes, HEAD_BYTES)).length;
        }

        void skipToEnd() throws IOException {
            byte[] buffer = new byte[HEAD_BYTES];
            while (read(buffer, 0, buffer.length) >= 0) {
                // Counting is all that is wanted.
            }
        }

        /** The archive goes on behind an entry: whoever read the entry does not close it. */
        @Override
        public void close() {}
    }
}

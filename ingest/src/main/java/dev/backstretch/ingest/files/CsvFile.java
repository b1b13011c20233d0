package dev.backstretch.ingest.files;

import dev.backstretch.ingest.files.CsvColumn.Quantity;
import dev.backstretch.ingest.files.Recording.Format;
import dev.backstretch.ingest.files.Recording.Unreadable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of readings, one a line, under a header whose names are known ({@link CsvColumn}): separated by commas,
 * semicolons or tabs, with decimal commas where the comma separates nothing.
 *
 * <p>Line by line; what is kept is what the readings hold. A column that is not understood is named and passed over. The
 * header may stand below other lines: Polar Flow writes the day and the start above it.
 */
final class CsvFile {
    private static final int HEADER_WITHIN_LINES = 20;
    private static final int MAXIMUM_LINE_CHARS = 64 * 1024;
    private static final int MAXIMUM_COLUMNS = 512;
    private static final int MAXIMUM_QUOTED = 40;
    /** More turns of one foot in a minute than anybody makes: the steps of both are counted. */
    private static final double BOTH_FEET_FROM = 120;

    /** Unix times in seconds, milli-, micro- and nanoseconds lie so far apart that their size tells which they are. */
    private static final double HIGHEST_SECONDS = 1e11;

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+([.,]\\d*)?|[.,]\\d+)([eE][+-]?\\d+)?");
    private static final Pattern TIME_OF_DAY = Pattern.compile("(\\d{1,3}):(\\d{2}):(\\d{2})(?:[.,](\\d{1,9}))?");
    private static final Set<String> NOTHING = Set.of("", "-", "--", "nan", "null", "n/a");
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT),
            DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT),
            DateTimeFormatter.ofPattern("dd-MM-uuuu", Locale.ROOT),
            DateTimeFormatter.ofPattern("dd.MM.uuuu", Locale.ROOT));

    private static final int MAXIMUM_ID_CHARS = 128;

    /** Tables that exporters also call CSV, and what to take instead, by a column that only they have. */
    private static final Map<String, String> SUMMARIES = new TreeMap<>(Map.of(
            "activity id",
            "this lists activities: take the one activity's own file, which lies in the same export",
            "activity type",
            "this lists activities: export the one activity as FIT or TCX",
            "laps",
            "this lists laps without their times of day: export the original (FIT) or TCX",
            "avg pace",
            "this lists laps or activities: export the one activity as FIT or TCX",
            "local number",
            "this is a FIT file turned into text: give the FIT file itself"));

    private static final String REMEDY =
            "name the columns time, latitude, longitude, heart_rate, speed (m/s), distance (m), or export FIT, TCX or GPX";

    private final String name;
    private final @Nullable ZoneId localTimes;
    private final RecordingDraft draft;
    private final Map<String, String> preamble = new HashMap<>();
    private final List<CsvColumn> columns = new ArrayList<>();
    private final Map<Quantity, Integer> placeOf = new EnumMap<>(Quantity.class);
    private char separator = ',';
    private int lines;
    private @Nullable Instant startedAt;
    private @Nullable String runner;
    private boolean severalRunners;
    private boolean toldZone;

    private CsvFile(String name, @Nullable ZoneId localTimes) {
        this.name = name;
        this.localTimes = localTimes;
        this.draft = new RecordingDraft(name, Format.CSV);
    }

    /**
     * Reads a table.
     *
     * @param localTimes where times without a zone were told; null refuses them
     */
    static Recording read(String name, InputStream in, @Nullable ZoneId localTimes) throws IOException {
        return new CsvFile(name, localTimes).readAll(in);
    }

    private Recording readAll(InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        try {
            Unreadable without = findHeader(reader);
            if (without != null) {
                return without;
            }
            for (String line = nextLine(reader); line != null; line = nextLine(reader)) {
                if (line.length() > MAXIMUM_LINE_CHARS) {
                    draft.fault(
                            "TOO_LARGE", "line " + lines, "a line of more than " + MAXIMUM_LINE_CHARS + " characters");
                    break;
                }
                if (!line.isBlank()) {
                    row(line);
                }
            }
        } catch (CharacterCodingException notUtf8) {
            draft.fault("ENCODING", "line " + (lines + 1), "the text is not UTF-8: save it as UTF-8");
        }
        if (severalRunners) {
            return new Unreadable(
                    name,
                    "SEVERAL_RUNNERS",
                    "column runner",
                    "it holds the readings of several runners: give each runner's in a file of its own");
        }
        return draft.finish();
    }

    // ---- the header

    private @Nullable Unreadable findHeader(BufferedReader reader) throws IOException {
        List<String> names = List.of();
        for (String line = nextLine(reader); line != null && lines <= HEADER_WITHIN_LINES; line = nextLine(reader)) {
            if (line.length() > MAXIMUM_LINE_CHARS) {
                break;
            }
            char candidate = separatorOf(line);
            List<String> cells = cells(line, candidate);
            if (cells == null || cells.size() > MAXIMUM_COLUMNS) {
                continue;
            }
            String summary = cells.stream()
                    .map(cell -> SUMMARIES.get(cell.strip().toLowerCase(Locale.ROOT)))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            if (summary != null) {
                return new Unreadable(name, "SUMMARY", "line " + lines, summary);
            }
            if (takeHeader(cells, candidate)) {
                return refusedTimes();
            }
            // Names above and values below, as Polar Flow writes what is true of the whole.
            for (int i = 0; i < Math.min(names.size(), cells.size()); i++) {
                preamble.putIfAbsent(
                        names.get(i).strip().toLowerCase(Locale.ROOT),
                        cells.get(i).strip());
            }
            names = cells;
        }
        return new Unreadable(
                name,
                "FORMAT",
                "line 1",
                "no line among the first " + HEADER_WITHIN_LINES
                        + " names a time and something measured in words that are known: " + REMEDY);
    }

    private boolean takeHeader(List<String> cells, char candidate) {
        List<CsvColumn> found = new ArrayList<>();
        boolean timed = false;
        boolean measured = false;
        boolean ours = CsvColumn.areOurs(cells.stream()
                .map(String::strip)
                .filter(cell -> !cell.isEmpty())
                .toList());
        for (String cell : cells) {
            CsvColumn column = CsvColumn.of(cell)
                    .filter(known -> ours || known.quantity() != Quantity.EVENT_ID)
                    .orElse(null);
            timed |= column != null && column.quantity().isTime() && column.quantity() != Quantity.DATE;
            measured |= column != null && column.quantity().isMeasured();
            found.add(column == null ? new CsvColumn(Quantity.OTHER, Double.NaN) : column);
        }
        if (!timed || !measured) {
            return false;
        }
        separator = candidate;
        for (int i = 0; i < found.size(); i++) {
            String header = cells.get(i).strip();
            CsvColumn column = found.get(i);
            Quantity quantity = column.quantity();
            if (quantity == Quantity.OTHER) {
                if (Double.isNaN(column.factor()) && !header.isEmpty()) {
                    draft.notice("COLUMN", "line " + lines, "the column " + quoted(header) + " is not used");
                }
            } else if (placeOf.putIfAbsent(quantity, i) != null) {
                draft.notice(
                        "COLUMN",
                        "line " + lines,
                        "the column " + quoted(header) + " says again what one before it says");
                column = new CsvColumn(Quantity.OTHER, 1);
            }
            columns.add(column);
        }
        draft.sport(preamble.get("sport"));
        return true;
    }

    /** Times that say when are needed: those since a start need a start, those of a day a zone. */
    private @Nullable Unreadable refusedTimes() {
        boolean polar = preamble.containsKey("start time");
        if (polar && placeOf.containsKey(Quantity.TIME) && !placeOf.containsKey(Quantity.DATE)) {
            // Its times are told since the start that stands above them.
            int place = placeOf.remove(Quantity.TIME);
            columns.set(place, new CsvColumn(Quantity.ELAPSED, 1));
            placeOf.put(Quantity.ELAPSED, place);
        }
        if (placeOf.containsKey(Quantity.TIME)) {
            return null;
        }
        LocalDate day = date(preamble.getOrDefault("date", "")).orElse(null);
        Duration timeOfDay = timeOfDay(preamble.getOrDefault("start time", "")).orElse(null);
        if (day == null || timeOfDay == null) {
            return new Unreadable(
                    name,
                    "TIME_RELATIVE",
                    "line " + lines,
                    "its times count from the start, and nothing says when that was: export FIT, TCX or GPX");
        }
        ZoneId zone = localTimes;
        if (zone == null) {
            return new Unreadable(
                    name,
                    "TIME_ZONE",
                    "line " + lines,
                    "its times have no zone: export FIT, TCX or GPX, or give it to a session, which has one");
        }
        startedAt = day.atStartOfDay().plus(timeOfDay).atZone(zone).toInstant();
        tellZone(zone);
        return null;
    }

    private void tellZone(ZoneId zone) {
        draft.notice("TIME_ZONE", "line " + lines, "times without a zone are taken as those of " + zone);
    }

    // ---- the rows

    private void row(String line) {
        RawReading reading = new RawReading();
        List<String> cells = cells(line, separator);
        if (cells == null) {
            reading.malformed("MALFORMED", "line", "quotes that do not end");
        } else if (cells.size() > columns.size()
                && !cells.subList(columns.size(), cells.size()).stream().allMatch(String::isBlank)) {
            reading.malformed("MALFORMED", "columns", cells.size() + " values under " + columns.size() + " names");
        } else {
            for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
                String text = cells.get(i).strip();
                if (!NOTHING.contains(text.toLowerCase(Locale.ROOT))) {
                    value(reading, columns.get(i), text);
                }
            }
            reading.observedAt = observedAt(cells, reading);
        }
        draft.reading(reading);
    }

    private void value(RawReading reading, CsvColumn column, String text) {
        switch (column.quantity()) {
            case LATITUDE -> reading.latitudeDegrees = number(text, column, "latitudeDegrees", reading);
            case LONGITUDE -> reading.longitudeDegrees = number(text, column, "longitudeDegrees", reading);
            case ACCURACY_METERS -> reading.accuracyMeters = number(text, column, "horizontalAccuracyMeters", reading);
            case SPEED_METERS_PER_SECOND ->
                reading.speedMetersPerSecond = number(text, column, "speedMetersPerSecond", reading);
            case COURSE_DEGREES -> reading.courseDegrees = number(text, column, "courseDegrees", reading);
            case ALTITUDE_METERS -> reading.altitudeMeters = number(text, column, "altitudeMeters", reading);
            case HEART_RATE_BPM -> reading.heartRateBpm = number(text, column, "heartRateBpm", reading);
            case DISTANCE_METERS -> reading.distanceMeters = number(text, column, "distanceMeters", reading);
            case CADENCE -> {
                double value = number(text, column, "cadenceStepsPerMinute", reading);
                reading.cyclesPerMinute = value >= BOTH_FEET_FROM ? value / 2 : value;
            }
            case STEPS_PER_MINUTE ->
                reading.cyclesPerMinute = number(text, column, "cadenceStepsPerMinute", reading) / 2;
            case RUNNER -> {
                severalRunners |= runner != null && !runner.equals(text);
                runner = text;
            }
            case EVENT_ID -> {
                if (isName(text)) {
                    reading.eventId = text;
                } else {
                    reading.malformed("INVALID_ID", "eventId", quoted(text));
                }
            }
            case TIME, DATE, ELAPSED, OTHER -> {
                // Times are put together below, of all that tell of them.
            }
        }
    }

    /** As the other doors take a name. */
    private static boolean isName(String text) {
        return text.length() <= MAXIMUM_ID_CHARS && text.chars().noneMatch(c -> c == '|' || Character.isISOControl(c));
    }

    private double number(String text, CsvColumn column, String field, RawReading reading) {
        double value = number(text);
        if (Double.isNaN(value)) {
            reading.malformed("MALFORMED", field, quoted(text));
        }
        return value * column.factor();
    }

    /** NaN when the text is no number. A comma is decimal where it separates no columns. */
    private double number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Double.NaN;
        }
        double value = Double.parseDouble(text.replace(',', '.'));
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    private @Nullable Instant observedAt(List<String> cells, RawReading reading) {
        String time = cell(cells, Quantity.TIME);
        String elapsed = cell(cells, Quantity.ELAPSED);
        Instant at;
        if (startedAt != null) {
            at = since(startedAt, elapsed);
        } else {
            String date = cell(cells, Quantity.DATE);
            at = date.isEmpty()
                            || (time.length() > 10 && !TIME_OF_DAY.matcher(time).matches())
                    ? instant(time)
                    : date(date)
                            .flatMap(day -> timeOfDay(time)
                                    .map(ofDay -> day.atStartOfDay().plus(ofDay)))
                            .map(this::inZone)
                            .orElse(null);
            if (at == null && hasNoZone(time, date)) {
                reading.malformed("TIME_ZONE", "observedAt", quoted(date + " " + time));
            }
        }
        if (at == null) {
            reading.malformed("TIME", "observedAt", quoted(startedAt == null ? time : elapsed));
        }
        return at;
    }

    private boolean hasNoZone(String time, String date) {
        return localTimes == null
                && (local(time).isPresent()
                        || (date(date).isPresent() && timeOfDay(time).isPresent()));
    }

    private String cell(List<String> cells, Quantity quantity) {
        Integer place = placeOf.get(quantity);
        return place == null || place >= cells.size() ? "" : cells.get(place).strip();
    }

    private @Nullable Instant since(Instant start, String elapsed) {
        Duration clock = timeOfDay(elapsed).orElse(null);
        if (clock != null) {
            return start.plus(clock);
        }
        Integer place = placeOf.get(Quantity.ELAPSED);
        double seconds = place == null
                ? Double.NaN
                : number(elapsed) * columns.get(place).factor();
        return Double.isNaN(seconds) || Math.abs(seconds) > HIGHEST_SECONDS
                ? null
                : start.plusNanos(Math.round(seconds * 1e6) * 1000);
    }

    /** A moment as people and programs write it; null when it is none, or has no zone where one is needed. */
    private @Nullable Instant instant(String text) {
        double unix = number(text);
        if (!Double.isNaN(unix)) {
            return unixTime(text, unix);
        }
        String iso = text.indexOf(' ') == 10
                ? text.substring(0, 10) + "T" + text.substring(11).strip()
                : text;
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException notThat) {
            return local(text).map(this::inZone).orElse(null);
        }
    }

    private static Optional<LocalDateTime> local(String text) {
        if (text.length() < 11) {
            return Optional.empty();
        }
        Optional<LocalDate> day = date(text.substring(0, 10));
        return day.flatMap(of ->
                timeOfDay(text.substring(11)).map(clock -> of.atStartOfDay().plus(clock)));
    }

    private @Nullable Instant inZone(LocalDateTime local) {
        ZoneId zone = localTimes;
        if (zone == null) {
            return null;
        }
        if (!toldZone) {
            toldZone = true;
            tellZone(zone);
        }
        return local.atZone(zone).toInstant();
    }

    private static @Nullable Instant unixTime(String text, double value) {
        double scale = 1;
        for (double size = Math.abs(value); size >= HIGHEST_SECONDS; size /= 1000) {
            scale *= 1000;
        }
        if (scale > 1e9) {
            return null;
        }
        if (text.matches("\\d{1,19}")) {
            try {
                // Nanoseconds since 1970 need more digits than a double has.
                long exact = Long.parseLong(text);
                long perSecond = Math.round(scale);
                return Instant.ofEpochSecond(exact / perSecond, exact % perSecond * Math.round(1e9 / scale));
            } catch (NumberFormatException tooLarge) {
                return null;
            }
        }
        double seconds = value / scale;
        return Instant.ofEpochSecond((long) Math.floor(seconds))
                .plusNanos(Math.round((seconds - Math.floor(seconds)) * 1e6) * 1000);
    }

    private static Optional<LocalDate> date(String text) {
        for (DateTimeFormatter format : DATES) {
            try {
                return Optional.of(LocalDate.parse(text, format));
            } catch (DateTimeException notThat) {
                // The next form may be it.
            }
        }
        return Optional.empty();
    }

    /** Also of a run that took longer than a day. */
    private static Optional<Duration> timeOfDay(String text) {
        Matcher clock = TIME_OF_DAY.matcher(text);
        if (!clock.matches() || Integer.parseInt(clock.group(2)) > 59 || Integer.parseInt(clock.group(3)) > 59) {
            return Optional.empty();
        }
        String fraction = clock.group(4) == null ? "" : clock.group(4);
        return Optional.of(Duration.ofHours(Long.parseLong(clock.group(1)))
                .plusMinutes(Long.parseLong(clock.group(2)))
                .plusSeconds(Long.parseLong(clock.group(3)))
                .plusNanos(fraction.isEmpty() ? 0 : Long.parseLong((fraction + "00000000").substring(0, 9))));
    }

    // ---- lines and cells

    private @Nullable String nextLine(BufferedReader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        int character = reader.read();
        if (character < 0) {
            return null;
        }
        while (character >= 0 && character != '\n' && character != '\r' && line.length() <= MAXIMUM_LINE_CHARS) {
            line.append((char) character);
            character = reader.read();
        }
        if (character == '\r') {
            reader.mark(1);
            if (reader.read() != '\n') {
                reader.reset();
            }
        }
        lines++;
        return line.toString();
    }

    /** What stands most often between the names. */
    private static char separatorOf(String line) {
        char most = ',';
        long count = 0;
        for (char candidate : new char[] {',', ';', '\t'}) {
            long found = line.chars().filter(c -> c == candidate).count();
            if (found > count) {
                most = candidate;
                count = found;
            }
        }
        return most;
    }

    /** The values of a line, without their quotes; null where quotes do not end. */
    private static @Nullable List<String> cells(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == separator && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return quoted ? null : cells;
    }

    private static String quoted(String text) {
        return text.length() <= MAXIMUM_QUOTED ? text : text.substring(0, MAXIMUM_QUOTED) + "…";
    }
}

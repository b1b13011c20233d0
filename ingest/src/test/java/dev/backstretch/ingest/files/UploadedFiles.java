package dev.backstretch.ingest.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** {@link WrittenFiles} for tests of other packages. */
public final class UploadedFiles {
    /** When the written runs begin. */
    public static final Instant START = WrittenFiles.START;

    private UploadedFiles() {}

    /** A run with a reading each second and two laps, the first ended by hand. */
    public static byte[] fit(int seconds) {
        return WrittenFiles.fit(seconds);
    }

    /** A table of one position a second, from the start on. */
    public static byte[] csv(int seconds) {
        StringBuilder table = new StringBuilder("time,lat,lon,hr,shoe\n");
        for (int second = 0; second < seconds; second++) {
            table.append(START.plusSeconds(second))
                    .append(",18.7,98.9,")
                    .append(120 + second % 40)
                    .append(",red\n");
        }
        return table.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A position and a heart rate each second, as TCX has them. */
    public static byte[] tcx(int seconds) {
        StringBuilder points = new StringBuilder();
        for (int second = 0; second < seconds; second++) {
            points.append(WrittenFiles.trackpoint(
                    second,
                    WrittenFiles.position(18.7 + second * 2e-5, 98.9)
                            + "<HeartRateBpm><Value>150</Value></HeartRateBpm>"));
        }
        return WrittenFiles.bytes(WrittenFiles.tcx(points.toString()));
    }

    /** A position each second, as GPX has it. */
    public static byte[] gpx(int seconds) {
        StringBuilder segment = new StringBuilder("<trkseg>");
        for (int second = 0; second < seconds; second++) {
            segment.append("<trkpt lat=\"18.7")
                    .append(second)
                    .append("\" lon=\"98.9\"><time>")
                    .append(START.plusSeconds(second))
                    .append("</time></trkpt>");
        }
        return gpx(segment + "</trkseg>");
    }

    public static byte[] gpx(String segments) {
        return WrittenFiles.bytes(WrittenFiles.gpx(segments));
    }

    public static byte[] gzip(byte[] bytes) {
        return WrittenFiles.gzip(bytes);
    }

    /** An archive of these entries, in the map's order. */
    public static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException memoryHasNoErrors) {
            throw new UncheckedIOException(memoryHasNoErrors);
        }
        return out.toByteArray();
    }
}

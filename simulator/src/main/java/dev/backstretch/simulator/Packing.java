package dev.backstretch.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import dev.backstretch.schemas.door.ReadingContainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** In what form a client sends its bodies. */
public enum Packing {
    /** JSON as it is. */
    NONE("application/json", ""),
    GZIP("application/json", "gzip"),
    ZSTD("application/json", "zstd"),
    /** Readings in an Avro container, everything else as JSON; a container has no arrival times of its own. */
    AVRO("application/avro", "");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String type;
    private final String encoding;

    Packing(String type, String encoding) {
        this.type = type;
        this.encoding = encoding;
    }

    /** A body on its way. Never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    record Packed(byte[] body, String contentType, String contentEncoding) {}

    Packed pack(DoorRequest request) {
        try {
            return switch (this) {
                case NONE -> new Packed(request.body(), type, encoding);
                case GZIP -> new Packed(gzipped(request.body()), type, encoding);
                case ZSTD -> new Packed(Zstd.compress(request.body()), type, encoding);
                case AVRO ->
                    request.path().endsWith("/readings")
                            ? new Packed(ReadingContainer.encode(objects(request.body()), true), type, encoding)
                            : NONE.pack(request);
            };
        } catch (IOException e) {
            throw new UncheckedIOException("packing in memory", e);
        }
    }

    private static List<ObjectNode> objects(byte[] json) throws IOException {
        JsonNode body = JSON.readTree(json);
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode item : body.isArray() ? body : List.of(body)) {
            objects.add((ObjectNode) item);
        }
        return objects;
    }

    private static byte[] gzipped(byte[] body) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }
}

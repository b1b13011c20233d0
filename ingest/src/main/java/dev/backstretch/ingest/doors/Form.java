package dev.backstretch.ingest.doors;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a {@code multipart/form-data} body, taken apart while it arrives. The server's own way to do that ends the
 * connection without an answer where a part's head is damaged, as the decoder breaks on some of them; here they are a form
 * that cannot be read. All on its connection's thread.
 */
final class Form {
    private final List<FilesDoor.Upload> files = new ArrayList<>();
    private final int mostFiles;
    private @Nullable HttpPostMultipartRequestDecoder decoder;
    private boolean broken;

    private Form(HttpPostMultipartRequestDecoder decoder, int mostFiles) {
        this.decoder = decoder;
        this.mostFiles = mostFiles;
    }

    /**
     * A form that is about to arrive; null where its type names no boundary.
     *
     * @param contentType the header as it came
     * @param mostFiles one more breaks the form
     */
    static @Nullable Form of(String contentType, int mostFiles) {
        var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        try {
            // In memory: how much may arrive is bounded before it gets here.
            return new Form(new HttpPostMultipartRequestDecoder(new DefaultHttpDataFactory(false), request), mostFiles);
        } catch (RuntimeException noBoundary) {
            return null;
        }
    }

    /** Takes the next piece of the body; what comes after damage falls on the floor. */
    void take(Buffer piece) {
        HttpPostMultipartRequestDecoder open = decoder;
        if (open == null) {
            return;
        }
        try {
            open.offer(new DefaultHttpContent(Unpooled.wrappedBuffer(piece.getBytes())));
            while (open.hasNext()) {
                InterfaceHttpData part = open.next();
                if (part instanceof FileUpload file) {
                    if (files.size() == mostFiles) {
                        breakOff();
                        return;
                    }
                    files.add(new FilesDoor.Upload(FilesDoor.nameOf(file.getFilename()), file.get()));
                }
                open.removeHttpDataFromClean(part);
                part.release();
            }
        } catch (HttpPostRequestDecoder.EndOfDataDecoderException end) {
            // All of the form is here; what follows its last boundary is nothing.
        } catch (IOException | RuntimeException damaged) {
            breakOff();
        }
    }

    /** What became of a form. */
    sealed interface Received {
        record Whole(List<FilesDoor.Upload> files) implements Received {
            public Whole {
                files = List.copyOf(files);
            }
        }

        /** A part of it is damaged, or there are too many. */
        record Damaged() implements Received {}

        /** It ends before its last boundary, in a part's head or in what it holds. */
        record CutOff() implements Received {}
    }

    /** Ends the form. */
    Received end() {
        HttpPostMultipartRequestDecoder open = decoder;
        boolean ended = open != null && !broken && hasEnded(open);
        close();
        return broken ? new Received.Damaged() : ended ? new Received.Whole(files) : new Received.CutOff();
    }

    /** Whether its last boundary is here: the decoder says it by an exception, once it was told that nothing follows. */
    private boolean hasEnded(HttpPostMultipartRequestDecoder open) {
        try {
            open.offer(LastHttpContent.EMPTY_LAST_CONTENT);
            open.hasNext();
            return false;
        } catch (HttpPostRequestDecoder.EndOfDataDecoderException end) {
            return true;
        } catch (RuntimeException damaged) {
            return false;
        }
    }

    private void breakOff() {
        broken = true;
        close();
    }

    /** Gives back what the decoder holds. */
    void close() {
        HttpPostMultipartRequestDecoder open = decoder;
        decoder = null;
        if (open != null) {
            open.destroy();
        }
    }
}

package dev.backstretch.ingest.doors;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests as Vert.x does, but refuses one that says twice how long it is, and does not wait for ever for a head.
 * Netty drops {@code Content-Length} where {@code Transfer-Encoding} stands beside it, and then nobody behind it could tell.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    private static final byte[] TOO_SLOW =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final long headLimitMillis;
    private boolean inBody;
    private @Nullable Future<?> waiting;

    StrictRequestDecoder(HttpServerOptions options, Duration headLimit) {
        super(options);
        this.headLimitMillis = headLimit.toMillis();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        super.handlerAdded(context);
        // A connection on which nothing comes at all is one that dawdles, too.
        awaitHead(context);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        stopWaiting();
        super.handlerRemoved0(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        stopWaiting();
        super.channelInactive(context);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        int before = out.size();
        boolean more = in.isReadable();
        super.decode(context, in, out);
        for (Object read : out.subList(before, out.size())) {
            if (read instanceof HttpRequest) {
                inBody = true;
                stopWaiting();
            }
            if (read instanceof LastHttpContent) {
                inBody = false;
                more = in.isReadable();
            }
        }
        if (more && !inBody && waiting == null) {
            awaitHead(context);
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }

    private void awaitHead(ChannelHandlerContext context) {
        waiting = context.executor().schedule(() -> tooSlow(context), headLimitMillis, TimeUnit.MILLISECONDS);
    }

    private void stopWaiting() {
        Future<?> timer = waiting;
        if (timer != null) {
            timer.cancel(false);
            waiting = null;
        }
    }

    private static void tooSlow(ChannelHandlerContext context) {
        // From here on the way out, past the encoder: there is no request that this could be a response to.
        var unused = context.writeAndFlush(Unpooled.wrappedBuffer(TOO_SLOW)).addListener(ChannelFutureListener.CLOSE);
    }
}

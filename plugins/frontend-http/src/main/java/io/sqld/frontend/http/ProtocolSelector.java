package io.sqld.frontend.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.sqld.netty.Outbox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Finds out from the first bytes which version of HTTP a client speaks: HTTP/2 begins with its preface (RFC 9113,
 * section 3.4), in plain text as well as where TLS has agreed upon {@code h2}. Lives on the event loop, and takes
 * itself away when it knows.
 */
final class ProtocolSelector extends ByteToMessageDecoder implements Drainable {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final HttpServer server;
    private final Channel channel;
    private final Outbox outbox;
    private final ByteBuf preface = Unpooled.copiedBuffer(PREFACE, StandardCharsets.US_ASCII);

    ProtocolSelector(HttpServer server, Channel channel, Outbox outbox) {
        this.server = server;
        this.channel = channel;
        this.outbox = outbox;
    }

    /** Nothing is in hand. */
    @Override
    public void drain() {
        var _ = channel.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        var _ = context.executor().schedule(() -> expire(context), server.keepAliveNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int known = Math.min(in.readableBytes(), PREFACE.length());
        for (int i = 0; i < known; i++) {
            if (in.getByte(in.readerIndex() + i) != preface.getByte(i)) {
                server.serveHttp1(channel, outbox);
                context.pipeline().remove(this);
                return;
            }
        }
        if (known == PREFACE.length()) {
            server.serveHttp2(channel);
            context.pipeline().remove(this);
        }
    }

    private static void expire(ChannelHandlerContext context) {
        if (!context.isRemoved()) {
            var _ = context.close();
        }
    }
}

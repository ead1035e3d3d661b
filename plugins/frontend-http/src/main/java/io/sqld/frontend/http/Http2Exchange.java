package io.sqld.frontend.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;
import io.sqld.netty.Outbox;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream of a connection of HTTP/2, which carries one exchange. Lives on the event loop. */
final class Http2Exchange extends ChannelInboundHandlerAdapter implements Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Exchange.class);
    /** A connection has many streams: what they hold is counted from the start. */
    private static final int BODY_BYTES_FREE = 1024;

    private final HttpServer server;
    private final Http2Connection connection;
    private final Channel channel;
    private final Outbox outbox;
    private final long roomWhenEmpty;
    private @Nullable HttpExchange exchange;
    private long room;
    private long progressNanos = System.nanoTime();

    Http2Exchange(HttpServer server, Http2Connection connection, Channel channel, Outbox outbox) {
        this.server = server;
        this.connection = connection;
        this.channel = channel;
        this.outbox = outbox;
        this.roomWhenEmpty = room();
        this.room = roomWhenEmpty;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            HttpExchange open = exchange;
            if (message instanceof HttpRequest request && open == null) {
                open = HttpExchange.of(server, channel, outbox, this, request);
                exchange = open;
                open.open(request);
            }
            if (message instanceof HttpContent content && open != null) {
                open.add(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        HttpExchange open = exchange;
        if (open != null) {
            open.abandon();
        }
        connection.closed(this);
        context.fireChannelInactive();
    }

    /** A stream that goes wrong does not concern the others. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("reset a stream of {}: {}", channel.remoteAddress(), cause.toString());
        reset(Http2Error.PROTOCOL_ERROR);
    }

    @Override
    public int bodyBytesFree() {
        return BODY_BYTES_FREE;
    }

    /** The end of the answer was the end of the stream. */
    @Override
    public void ended(HttpExchange ended) {}

    /** RFC 9113, section 8.1: the rest of the request is not needed, and that is no error. */
    @Override
    public void answeredEarly(HttpExchange refused) {
        // Not before the answer, which is flushed at the end of the read that is going on.
        channel.eventLoop().execute(() -> reset(Http2Error.NO_ERROR));
    }

    @Override
    public boolean upgradable() {
        return false;
    }

    @Override
    public void upgrade(Upgrade next) {
        throw new UnsupportedOperationException("a stream of HTTP/2 does not change its protocol");
    }

    /** Ends the stream if its request takes too long to arrive, or its client takes nothing of the answer. */
    void check(long nowNanos) {
        HttpExchange open = exchange;
        if (open != null && open.overdue(nowNanos)) {
            reset(Http2Error.CANCEL);
            return;
        }
        long now = room();
        if (now != room || now == roomWhenEmpty) {
            room = now;
            progressNanos = nowNanos;
        } else if (nowNanos - progressNanos >= server.writeStallNanos()) {
            server.stalled();
            reset(Http2Error.CANCEL);
        }
    }

    /** {@return how much may be written until the client reads; less than nothing when it is too much already} */
    private long room() {
        return channel.bytesBeforeUnwritable() - channel.bytesBeforeWritable();
    }

    private void reset(Http2Error error) {
        var _ = channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
        var _ = channel.close();
    }
}

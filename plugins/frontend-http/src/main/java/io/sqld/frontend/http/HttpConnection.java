package io.sqld.frontend.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.ReferenceCountUtil;
import io.sqld.netty.Outbox;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchanges of one connection of HTTP/1: one after the other, so that responses leave in order. What the client
 * sends ahead waits here, up to a limit, and beyond that in its socket; until then reading goes on, so that a client
 * that goes away is noticed. Lives on the event loop.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter implements Carrier, Drainable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
    private static final long LINGER_NANOS = 2_000_000_000L;
    private static final int BYTES_AHEAD_MAX = 16 * 1024;
    private static final int BODY_BYTES_FREE = 64 * 1024;

    private final HttpServer server;
    private final Channel channel;
    private final Outbox outbox;
    private final ReadGate gate;
    private final Deque<HttpObject> ahead = new ArrayDeque<>();
    private int requestsAhead;
    private int bytesAhead;
    private boolean processing;

    private @Nullable HttpExchange exchange;
    private long idleSinceNanos = System.nanoTime();
    private boolean closing;
    private boolean upgraded;

    HttpConnection(HttpServer server, Channel channel, Outbox outbox, ReadGate gate) {
        this.server = server;
        this.channel = channel;
        this.outbox = outbox;
        this.gate = gate;
    }

    /** Finishes the request in hand and closes. */
    @Override
    public void drain() {
        closing = true;
        if (exchange != null) {
            exchange.closeAfterwards();
        } else if (ahead.isEmpty()) {
            close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        watch();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var part = (HttpObject) message;
        if (ahead.isEmpty() && ready()) {
            take(part);
        } else {
            wait(part);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        takeAhead();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        HttpExchange open = exchange;
        exchange = null;
        if (open != null) {
            open.abandon();
        }
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("lost {}: {}", channel.remoteAddress(), cause.toString());
        } else {
            LOG.warn("failed to serve {}", channel.remoteAddress(), cause);
        }
        var _ = context.close();
    }

    @Override
    public void ended(HttpExchange ended) {
        exchange = null;
        if (closing || ended.closes()) {
            closing = true;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        idleSinceNanos = System.nanoTime();
        takeAhead();
    }

    /** What all connections together may have of small bodies is bounded by their number. */
    @Override
    public int bodyBytesFree() {
        return BODY_BYTES_FREE;
    }

    @Override
    public boolean upgradable() {
        return !closing;
    }

    @Override
    public void upgrade(Upgrade next) {
        exchange = null;
        upgraded = true;
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(next.handler(channel, outbox, gate));
        pipeline.remove(this);
        pipeline.remove(HttpResponseEncoder.class);
        // Last, because what it has read already goes to the new handler now.
        pipeline.remove(HttpRequestDecoder.class);
    }

    @Override
    public void answeredEarly(HttpExchange refused) {
        if (refused.closes()) {
            // An immediate close would reset the connection under the client's feet, and the answer would be lost.
            var _ = channel.eventLoop().schedule(this::close, LINGER_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    /** Whether the next part can be dealt with now. */
    private boolean ready() {
        HttpExchange open = exchange;
        return open == null ? !closing && channel.isWritable() : open.arrives();
    }

    private void wait(HttpObject part) {
        ahead.add(part);
        requestsAhead += part instanceof HttpRequest ? 1 : 0;
        bytesAhead += part instanceof HttpContent content ? content.content().readableBytes() : 0;
        read();
    }

    private void takeAhead() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            while (!ahead.isEmpty() && ready()) {
                HttpObject part = ahead.remove();
                requestsAhead -= part instanceof HttpRequest ? 1 : 0;
                bytesAhead -= part instanceof HttpContent content ? content.content().readableBytes() : 0;
                take(part);
            }
        } finally {
            processing = false;
        }
        read();
    }

    /** Reads on while there is room for what the client sends ahead. */
    private void read() {
        boolean room = requestsAhead < server.limits().pipelinedRequestsMax() && bytesAhead < BYTES_AHEAD_MAX;
        gate.open(room);
    }

    private void take(HttpObject part) {
        try {
            HttpExchange open = exchange;
            if (part instanceof HttpRequest request) {
                open = HttpExchange.of(server, channel, outbox, this, request);
                exchange = open;
                open.open(request);
            }
            if (part instanceof HttpContent content && open != null) {
                open.add(content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void close() {
        var _ = channel.close();
    }

    private void watch() {
        var _ = channel.eventLoop().schedule(this::check, server.checkIntervalNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends a connection on which nothing happens. */
    private void check() {
        if (!channel.isActive() || upgraded) {
            return;
        }
        long now = System.nanoTime();
        HttpExchange open = exchange;
        boolean over = open == null
                ? ahead.isEmpty() && now - idleSinceNanos >= server.keepAliveNanos()
                : open.overdue(now);
        if (over) {
            close();
        } else {
            watch();
        }
    }
}

package io.sqld.frontend.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of HTTP/2 (RFC 9113): knows its streams, ends those on which nothing happens, and itself when it has
 * none for too long. Lives on the event loop.
 */
final class Http2Connection extends ChannelInboundHandlerAdapter implements Drainable {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Connection.class);
    private static final long CHECK_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final HttpServer server;
    private final Channel channel;
    private final Set<Http2Exchange> streams = new HashSet<>();
    private long idleSinceNanos = System.nanoTime();
    private boolean draining;

    Http2Connection(HttpServer server, Channel channel) {
        this.server = server;
        this.channel = channel;
    }

    /** Takes no more streams, and closes when those in hand have ended. */
    @Override
    public void drain() {
        if (!draining) {
            draining = true;
            var _ = channel.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR), channel.voidPromise());
            closeIfDone();
        }
    }

    void opened(Http2Exchange stream) {
        streams.add(stream);
    }

    void closed(Http2Exchange stream) {
        streams.remove(stream);
        idleSinceNanos = System.nanoTime();
        closeIfDone();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        watch();
    }

    /** What concerns no stream is of no interest: settings and pings were answered before they come here. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        ReferenceCountUtil.release(frame);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case IOException _ -> LOG.debug("lost {}: {}", channel.remoteAddress(), cause.toString());
            // The codec answers it: with GOAWAY and the end of the connection, if the connection is concerned.
            case Http2Exception _ -> {
                LOG.debug("error of {}: {}", channel.remoteAddress(), cause.toString());
                return;
            }
            default -> LOG.warn("failed to serve {}", channel.remoteAddress(), cause);
        }
        var _ = context.close();
    }

    private void closeIfDone() {
        if (draining && streams.isEmpty()) {
            var _ = channel.close();
        }
    }

    private void watch() {
        long interval = Math.max(CHECK_MIN_NANOS, Math.min(server.checkIntervalNanos(), server.writeStallNanos() / 4));
        var _ = channel.eventLoop().schedule(this::check, interval, TimeUnit.NANOSECONDS);
    }

    private void check() {
        if (!channel.isActive()) {
            return;
        }
        long now = System.nanoTime();
        for (Http2Exchange stream : List.copyOf(streams)) {
            stream.check(now);
        }
        if (streams.isEmpty() && now - idleSinceNanos >= server.keepAliveNanos()) {
            drain();
        }
        watch();
    }
}

package io.sqld.frontend.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.sqld.api.error.SqldException;
import io.sqld.netty.Outbox;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection, or of one stream of HTTP/2: collects each, has it answered, and only then turns to
 * the next, so that responses leave in order. What the client sends ahead waits here, up to a limit, and beyond that in
 * its socket; until then reading goes on, so that a client that goes away is noticed.
 *
 * <p>Lives on the event loop, but for {@link #closes()}.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter implements Exchange {
    private enum State {
        /** Between requests. */
        IDLE,
        /** The head has arrived, the body arrives. */
        BODY,
        /** The request is being answered. */
        ANSWERING,
        /** The request was refused, and the rest of it is of no interest. */
        DISCARDING
    }

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
    private static final long LINGER_NANOS = 2_000_000_000L;
    private static final int BYTES_AHEAD_MAX = 16 * 1024;

    private final HttpServer server;
    private final Channel channel;
    private final Outbox outbox;
    private final ReadGate gate;
    private final Deque<HttpObject> ahead = new ArrayDeque<>();
    private int requestsAhead;
    private int bytesAhead;
    private boolean processing;

    private State state = State.IDLE;
    private long sinceNanos = System.nanoTime();
    private @Nullable Incoming incoming;
    private @Nullable Responder responder;
    private boolean headOnly;
    private boolean http10;
    private boolean answered;
    private volatile boolean closing;

    HttpConnection(HttpServer server, Channel channel, Outbox outbox, ReadGate gate) {
        this.server = server;
        this.channel = channel;
        this.outbox = outbox;
        this.gate = gate;
    }

    /** The server stops: finishes the request in hand and closes. */
    void drain() {
        closing = true;
        if (state == State.IDLE && ahead.isEmpty()) {
            close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        watch();
        context.fireChannelActive();
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
        Responder open = responder;
        responder = null;
        if (open != null) {
            server.requestEnded();
            open.abandon();
        }
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
        releaseBody();
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
    public boolean headOnly() {
        return headOnly;
    }

    @Override
    public boolean http10() {
        return http10;
    }

    @Override
    public boolean closes() {
        return closing;
    }

    @Override
    public void closeAfterwards() {
        closing = true;
    }

    @Override
    public void done() {
        answered = true;
        if (state == State.ANSWERING) {
            next();
        } else if (closing) {
            // An immediate close would reset the connection under the client's feet, and the answer would be lost.
            var _ = channel.eventLoop().schedule(this::close, LINGER_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    /** Whether the next part can be dealt with now. */
    private boolean ready() {
        return switch (state) {
            case IDLE -> channel.isWritable();
            case BODY, DISCARDING -> true;
            case ANSWERING -> false;
        };
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
            if (part instanceof HttpRequest request) {
                begin(request);
            }
            if (part instanceof HttpContent content) {
                add(content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void begin(HttpRequest request) {
        sinceNanos = System.nanoTime();
        server.requestBegan();
        answered = false;
        http10 = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
        headOnly = request.method().equals(HttpMethod.HEAD);
        responder = new Responder(channel, outbox, server.heads(), server.responseBudget(), this);
        if (request.decoderResult().isFailure()) {
            refuse(malformed(request.decoderResult()));
            return;
        }
        if (!HttpUtil.isKeepAlive(request)) {
            closing = true;
        }
        Route route = server.router().find(request.uri());
        int bodyBytesMax = server.limits().bodyBytesMax();
        Optional<Incoming.Refusal> refusal = Incoming.refusal(request, route, server.heads(), bodyBytesMax);
        if (refusal.isPresent() || route == null) {
            refuse(refusal.orElseThrow());
            return;
        }
        state = State.BODY;
        incoming = Incoming.accept(request, route, bodyBytesMax, server.bodyBudget());
        if (Incoming.waitsForContinue(request)) {
            var _ = channel.writeAndFlush(
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE,
                            Unpooled.EMPTY_BUFFER));
        }
    }

    private void add(HttpContent part) {
        Incoming request = incoming;
        if (state == State.BODY && request != null) {
            if (part.decoderResult().isFailure()) {
                refuse(malformed(part.decoderResult()));
            } else {
                switch (request.body().add(part.content())) {
                    case ADDED -> {}
                    case TOO_LARGE -> refuse(Incoming.tooLarge(server.heads(), server.limits().bodyBytesMax()));
                    case NO_ROOM -> refuse(noRoom());
                }
            }
        }
        if (!(part instanceof LastHttpContent)) {
            return;
        }
        if (state == State.BODY && request != null) {
            state = State.ANSWERING;
            answer(request);
        } else if (state == State.DISCARDING) {
            state = State.ANSWERING;
            if (answered) {
                next();
            }
        }
    }

    private void answer(Incoming request) {
        Responder open = Objects.requireNonNull(responder);
        try {
            request.handle(open);
        } catch (SqldException e) {
            open.fail(e);
        } catch (RuntimeException e) {
            LOG.error("failed to answer a request of {}", channel.remoteAddress(), e);
            open.error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "The server failed; its log says why");
        }
    }

    private void refuse(Incoming.Refusal refusal) {
        state = State.DISCARDING;
        closing |= refusal.closes();
        Objects.requireNonNull(responder).respond(refusal.head(), refusal.text());
    }

    private Incoming.Refusal malformed(DecoderResult result) {
        HttpResponseStatus status = switch (result.cause()) {
            case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            default -> HttpResponseStatus.BAD_REQUEST;
        };
        String text = switch (result.cause()) {
            case TooLongHttpLineException _ -> "The request line is larger than http.limits.request-line-bytes-max ("
                    + server.limits().requestLineBytesMax() + " bytes)";
            case TooLongHttpHeaderException _ -> "The header is larger than http.limits.header-bytes-max ("
                    + server.limits().headerBytesMax() + " bytes)";
            default -> "This is not HTTP: " + result.cause().getMessage();
        };
        return new Incoming.Refusal(server.heads().text(status), text, true);
    }

    private Incoming.Refusal noRoom() {
        HttpResponse head = server.heads().text(HttpResponseStatus.SERVICE_UNAVAILABLE);
        head.headers().set(HttpHeaderNames.RETRY_AFTER, "1");
        return new Incoming.Refusal(
                head,
                "The request bodies in memory together reach http.limits.body-bytes-total-max ("
                        + server.limits().bodyBytesTotalMax() + " bytes). Try again later",
                true);
    }

    private void next() {
        releaseBody();
        if (responder != null) {
            responder = null;
            server.requestEnded();
        }
        if (closing) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        state = State.IDLE;
        sinceNanos = System.nanoTime();
        takeAhead();
    }

    private void close() {
        var _ = channel.close();
    }

    private void releaseBody() {
        Incoming request = incoming;
        incoming = null;
        if (request != null) {
            request.body().release();
        }
    }

    private void watch() {
        var _ = channel.eventLoop().schedule(this::check, server.checkIntervalNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends a connection on which nothing happens. */
    private void check() {
        if (!channel.isActive()) {
            return;
        }
        long waitedNanos = System.nanoTime() - sinceNanos;
        if (state == State.IDLE && ahead.isEmpty() && waitedNanos >= server.keepAliveNanos()) {
            close();
            return;
        }
        if (state == State.DISCARDING && waitedNanos >= server.requestReadNanos()) {
            close();
            return;
        }
        if (state == State.BODY && waitedNanos >= server.requestReadNanos()) {
            refuse(new Incoming.Refusal(
                    server.heads().text(HttpResponseStatus.REQUEST_TIMEOUT),
                    "The request did not arrive within http.request-read-timeout",
                    true));
        }
        watch();
    }
}

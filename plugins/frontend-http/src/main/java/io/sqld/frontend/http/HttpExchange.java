package io.sqld.frontend.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.netty.Outbox;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer, whichever version of HTTP carries them: refuses or collects the request, has it answered,
 * and tells its carrier when both are over. Lives on the event loop, but for {@link #closes()}.
 */
final class HttpExchange implements Exchange {
    private enum State {
        /** The head has arrived, the body arrives. */
        BODY,
        /** The request is being answered. */
        ANSWERING,
        /** The request was refused, and the rest of it is of no interest. */
        DISCARDING,
        /** Nothing more happens. */
        ENDED
    }

    private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);

    private final HttpServer server;
    private final Channel channel;
    private final Carrier carrier;
    private final Responder responder;
    private final boolean headOnly;
    private final boolean http10;
    private final long sinceNanos = System.nanoTime();

    private final String method;
    private final String uri;
    private State state = State.BODY;
    private @Nullable Incoming incoming;
    private boolean answered;
    private volatile boolean closing;

    private HttpExchange(HttpServer server, Channel channel, Outbox outbox, Carrier carrier, HttpRequest request) {
        this.server = server;
        this.channel = channel;
        this.carrier = carrier;
        this.headOnly = request.method().equals(HttpMethod.HEAD);
        this.method = request.method().name();
        this.uri = request.uri();
        this.http10 = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
        this.responder = new Responder(channel, outbox, server, this, server.compression().wanted(request.headers()));
    }

    /** {@return the exchange that {@code request} begins} Its {@linkplain #open head} has not been looked at yet. */
    static HttpExchange of(
            HttpServer server, Channel channel, Outbox outbox, Carrier carrier, HttpRequest request) {
        server.requestBegan();
        return new HttpExchange(server, channel, outbox, carrier, request);
    }

    /** Looks at the head: from here on the request is refused, or its body awaited. */
    void open(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            refuse(malformed(request.decoderResult()));
            return;
        }
        if (request.protocolVersion().majorVersion() != 1) {
            refuse(new Incoming.Refusal(
                    server.heads().text(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED),
                    "The versions of HTTP are 1.0, 1.1 and, after its preface, 2",
                    true));
            return;
        }
        closing |= !HttpUtil.isKeepAlive(request);
        Route route = server.router().find(request.uri());
        int bodyBytesMax = server.limits().bodyBytesMax();
        Optional<Incoming.Refusal> refusal = Incoming.refusal(request, route, server.heads(), bodyBytesMax);
        if (refusal.isPresent() || route == null) {
            refuse(refusal.orElseThrow());
            return;
        }
        incoming = Incoming.accept(request, route, bodyBytesMax, server.bodyBudget(), carrier.bodyBytesFree());
        if (Incoming.waitsForContinue(request)) {
            var _ = channel.writeAndFlush(
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE,
                            Unpooled.EMPTY_BUFFER));
        }
    }

    /** The next part of the body; the caller releases it. */
    void add(HttpContent part) {
        Incoming request = incoming;
        if (state == State.BODY && request != null) {
            if (part.decoderResult().isFailure()) {
                refuse(malformed(part.decoderResult()));
            } else {
                switch (request.body().add(part.content())) {
                    case ADDED -> {}
                    case TOO_LARGE -> refuse(Incoming.tooLarge(server.heads(), server.limits().bodyBytesMax()));
                    case NO_ROOM -> refuse(Incoming.noRoom(server.heads(), server.limits().bodyBytesTotalMax()));
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
                end();
            }
        }
    }

    /** {@return whether parts of the body are still taken} */
    boolean arrives() {
        return state == State.BODY || state == State.DISCARDING;
    }

    /** The carrier is gone; nothing can be sent any more. */
    void abandon() {
        if (state != State.ENDED) {
            state = State.ENDED;
            release();
            responder.abandon();
        }
    }

    /**
     * Refuses a request that takes too long to arrive.
     *
     * @return whether it is refused already, and even the rest of it takes too long
     */
    boolean overdue(long nowNanos) {
        boolean late = nowNanos - sinceNanos >= server.requestReadNanos();
        if (late && state == State.BODY) {
            refuse(new Incoming.Refusal(
                    server.heads().text(HttpResponseStatus.REQUEST_TIMEOUT),
                    "The request did not arrive within http.request-read-timeout",
                    true));
            return false;
        }
        return late && state == State.DISCARDING;
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
    public boolean upgradable() {
        return !http10 && carrier.upgradable();
    }

    @Override
    public void upgrade(Upgrade next) {
        state = State.ENDED;
        release();
        carrier.upgrade(next);
    }

    @Override
    public void done() {
        answered = true;
        if (state == State.ANSWERING) {
            end();
        } else if (state == State.DISCARDING) {
            carrier.answeredEarly(this);
        }
    }

    private void end() {
        state = State.ENDED;
        release();
        carrier.ended(this);
    }

    private void release() {
        Incoming request = incoming;
        incoming = null;
        if (request != null) {
            request.release();
        }
        server.requestEnded();
        if (server.accessLog().enabled()) {
            server.accessLog()
                    .log(String.valueOf(channel.remoteAddress()), method, uri, answered ? responder.status() : 0,
                            responder.bodyBytes(), System.nanoTime() - sinceNanos);
        }
    }

    private void answer(Incoming request) {
        if (request.light()) {
            handle(request);
            return;
        }
        try {
            server.decoders().execute(() -> handle(request));
        } catch (RejectedExecutionException e) {
            responder.fail(new SqldException(ErrorCode.SHUTTING_DOWN, "the server is stopping", e));
        }
    }

    private void handle(Incoming request) {
        try {
            request.handle(responder, server);
        } catch (SqldException e) {
            responder.fail(e);
        } catch (RuntimeException e) {
            LOG.error("failed to answer a request of {}", channel.remoteAddress(), e);
            responder.error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "The server failed; its log says why");
        }
    }

    private void refuse(Incoming.Refusal refusal) {
        state = State.DISCARDING;
        closing |= refusal.closes();
        responder.respond(refusal.head(), refusal.text());
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
}

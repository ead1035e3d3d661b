package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.sqld.frontend.http.json.ByteCollector;
import io.sqld.frontend.http.json.MemoryBudget;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request whose body is still on its way: where it goes, or why it is refused already. */
final class Incoming {
    /** A body of more than so many bytes takes too long to be decoded on the event loop. */
    private static final int LIGHT_BYTES = 128 * 1024;

    private final HttpRequest head;
    private final RouteHandler handler;
    private final boolean compressed;
    private ByteCollector body;
    private boolean released;

    private Incoming(HttpRequest head, RouteHandler handler, ByteCollector body) {
        this.head = head;
        this.handler = handler;
        this.body = body;
        this.compressed = ContentCoding.of(head.headers()) == ContentCoding.Coding.GZIP;
    }

    /**
     * How a request begins.
     *
     * @param closes whether the connection must end after the refusal, because the rest of the request is not worth
     *     waiting for
     */
    record Refusal(HttpResponse head, String text, boolean closes) {}

    /** {@return why a request is refused by its head alone, if it is} */
    static Optional<Refusal> refusal(HttpRequest head, @Nullable Route route, ResponseHeads heads, int bodyBytesMax) {
        if (route == null) {
            return Optional.of(new Refusal(heads.bare(HttpResponseStatus.NOT_FOUND), "", false));
        }
        if (!route.offers(head.method())) {
            return Optional.of(new Refusal(
                    Router.isPreflight(head.method()) ? heads.preflight(route.allow())
                            : heads.notAllowed(route.allow()),
                    "",
                    false));
        }
        if (expectsUnknown(head)) {
            return Optional.of(new Refusal(
                    heads.text(HttpResponseStatus.EXPECTATION_FAILED), "Only 100-continue can be expected", true));
        }
        if (ContentCoding.of(head.headers()) == ContentCoding.Coding.UNKNOWN) {
            HttpResponse unsupported = heads.text(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE);
            unsupported.headers().set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.GZIP);
            return Optional.of(new Refusal(unsupported, "The only content-encoding of a request is gzip", false));
        }
        if (HttpUtil.getContentLength(head, -1L) > bodyBytesMax) {
            return Optional.of(tooLarge(heads, bodyBytesMax));
        }
        return Optional.empty();
    }

    static Refusal noRoom(ResponseHeads heads, long totalBytesMax) {
        HttpResponse head = heads.text(HttpResponseStatus.SERVICE_UNAVAILABLE);
        head.headers().set(HttpHeaderNames.RETRY_AFTER, "1");
        return new Refusal(
                head,
                "The request bodies in memory together reach http.limits.body-bytes-total-max (" + totalBytesMax
                        + " bytes). Try again later",
                true);
    }

    static Refusal tooLarge(ResponseHeads heads, int bodyBytesMax) {
        return new Refusal(
                heads.text(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE),
                "The request body is larger than http.limits.body-bytes-max (" + bodyBytesMax + " bytes)",
                true);
    }

    /** Accepts a request that is not refused. */
    static Incoming accept(
            HttpRequest head, Route route, int bodyBytesMax, MemoryBudget budget, int bodyBytesFree) {
        long announced = HttpUtil.getContentLength(head, -1L);
        return new Incoming(
                head, route.handler(head.method()), new ByteCollector(announced, bodyBytesMax, budget, bodyBytesFree));
    }

    /** {@return whether the client waits for a word before it sends the body} */
    static boolean waitsForContinue(HttpRequest head) {
        return HttpUtil.is100ContinueExpected(head);
    }

    ByteCollector body() {
        return body;
    }

    /** {@return whether {@link #handle} takes so short that it may run on the event loop} */
    boolean light() {
        return !compressed && body.length() <= LIGHT_BYTES;
    }

    /** The request has arrived whole: has it answered. On the event loop only if it is {@link #light()}. */
    void handle(Responder responder, HttpServer server) {
        if (compressed && !inflate(responder, server)) {
            return;
        }
        var content = new Request.Body(body.array(), body.length());
        handler.handle(new Request(head.method(), head.uri(), head.headers(), content), responder);
    }

    /** Gives back what the body had of the budget. Idempotent; by any thread. */
    synchronized void release() {
        released = true;
        body.release();
    }

    private boolean inflate(Responder responder, HttpServer server) {
        var plain = new ByteCollector(-1, server.limits().bodyBytesMax(), server.bodyBudget(), 0);
        Optional<Refusal> refusal = Inflation.inflate(body, plain, server);
        replace(plain);
        refusal.ifPresent(refused -> responder.respond(refused.head(), refused.text()));
        return refusal.isEmpty();
    }

    private synchronized void replace(ByteCollector next) {
        body.release();
        body = next;
        if (released) {
            next.release();
        }
    }

    private static boolean expectsUnknown(HttpRequest head) {
        String expected = head.headers().get(HttpHeaderNames.EXPECT);
        return expected != null
                && head.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0
                && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected);
    }
}

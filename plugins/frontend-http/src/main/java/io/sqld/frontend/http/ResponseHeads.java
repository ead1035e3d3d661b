package io.sqld.frontend.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Makes the heads of responses, with the headers that all of them share. Thread-safe. */
final class ResponseHeads {
    static final AsciiString JSON = AsciiString.cached("application/json");
    static final AsciiString TEXT = AsciiString.cached("text/plain");
    static final AsciiString EVENTS = AsciiString.cached("text/event-stream");
    static final AsciiString SQL = AsciiString.cached("application/sql; charset=utf-8");
    static final AsciiString UTF8_TEXT = AsciiString.cached("text/plain; charset=utf-8");

    /** Names and values are constants or checked; a second check would cost more than the rest of the head. */
    private static final HttpHeadersFactory HEADERS = DefaultHttpHeadersFactory.headersFactory().withValidation(false);
    private static final AsciiString ANY = AsciiString.cached("*");
    private static final AsciiString[] VARY = {
            AsciiString.cached("origin"),
            AsciiString.cached("access-control-request-method"),
            AsciiString.cached("access-control-request-headers")
    };

    private record Date(long second, AsciiString text) {}

    private static final AsciiString SERVER_TIMING = AsciiString.cached("server-timing");
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MICROS_PER_MILLI = 1e3;

    private final Clock clock;
    private final List<AsciiString> challenges;
    private final boolean serverTiming;
    private volatile Date date = new Date(Long.MIN_VALUE, AsciiString.EMPTY_STRING);

    /**
     * Makes heads for one front end.
     *
     * @param challenges what clients are told to whom the status 401 is sent
     * @param serverTiming whether responses say how long they took
     */
    ResponseHeads(Clock clock, List<AsciiString> challenges, boolean serverTiming) {
        this.clock = clock;
        this.challenges = List.copyOf(challenges);
        this.serverTiming = serverTiming;
    }

    /** {@return a head that anybody's web page may see} */
    HttpResponse of(HttpResponseStatus status, Optional<AsciiString> contentType) {
        HttpResponse head = bare(status);
        HttpHeaders headers = head.headers();
        contentType.ifPresent(type -> headers.set(HttpHeaderNames.CONTENT_TYPE, type));
        if (contentType.filter(EVENTS::equals).isPresent()) {
            headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
        }
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        for (AsciiString field : VARY) {
            headers.add(HttpHeaderNames.VARY, field);
        }
        if (status.code() == HttpResponseStatus.UNAUTHORIZED.code()) {
            headers.add(HttpHeaderNames.WWW_AUTHENTICATE, challenges);
        }
        return head;
    }

    /** {@return the answer to a CORS preflight} */
    HttpResponse preflight(String allow) {
        HttpResponse head = of(HttpResponseStatus.OK, Optional.empty());
        head.headers()
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, ANY)
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, ANY)
                .set(HttpHeaderNames.ALLOW, allow);
        return head;
    }

    /** {@return the head of a short text} */
    HttpResponse text(HttpResponseStatus status) {
        return of(status, Optional.of(TEXT));
    }

    /** {@return the answer to a method that its path does not offer} */
    HttpResponse notAllowed(String allow) {
        HttpResponse head = of(HttpResponseStatus.METHOD_NOT_ALLOWED, Optional.empty());
        head.headers().set(HttpHeaderNames.ALLOW, allow);
        return head;
    }

    /** {@return a head with nothing but the date} */
    HttpResponse bare(HttpResponseStatus status) {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, HEADERS);
        head.headers().set(HttpHeaderNames.DATE, now());
        return head;
    }

    /**
     * Says how long the request has taken from its head to this head, if it is to be said
     * (<a href="https://www.w3.org/TR/server-timing/">Server Timing</a>).
     */
    void time(HttpResponse head, long nanos) {
        if (serverTiming) {
            head.headers().set(SERVER_TIMING, "total;dur=" + Math.rint(nanos / NANOS_PER_MICRO) / MICROS_PER_MILLI);
        }
    }

    /** Says what becomes of the connection after this response, where it has to be said. */
    static void connection(HttpResponse head, boolean closes, boolean http10) {
        if (closes) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (http10) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    private AsciiString now() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        Date current = date;
        if (current.second() != second) {
            String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
            current = new Date(second, AsciiString.cached(text));
            date = current;
        }
        return current.text();
    }
}

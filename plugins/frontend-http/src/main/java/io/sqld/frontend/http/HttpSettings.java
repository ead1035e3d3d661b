package io.sqld.frontend.http;

import io.sqld.api.service.Settings;
import io.sqld.frontend.http.hrana.StreamLimits;
import io.sqld.netty.ListenerOptions;
import io.sqld.netty.TlsSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * All settings of this front end.
 *
 * @param listener where and how to listen
 * @param tls how to encrypt; if it is not there, nothing is encrypted
 * @param selfUrl the {@code base_url} that clients are told to come back to
 * @param keepAliveTimeout how long a connection may be without a request
 * @param requestReadTimeout how long a request may take to arrive
 * @param serverTiming whether answers say how long they took
 * @param accessLog {@code http.access-log}
 * @param changes {@code http.changes}
 * @param streams how long Hrana streams live
 * @param limits {@code http.limits}
 * @param compression {@code http.compression}
 * @param http2 {@code http.http2}
 * @param webSocket {@code http.websocket}
 */
record HttpSettings(
        ListenerOptions listener,
        Optional<TlsSettings> tls,
        Optional<String> selfUrl,
        Duration keepAliveTimeout,
        Duration requestReadTimeout,
        boolean serverTiming,
        AccessLog.AccessLogSettings accessLog,
        ChangeSettings changes,
        StreamLimits streams,
        HttpLimits limits,
        ContentCoding compression,
        Http2Limits http2,
        WebSocketSettings webSocket) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofDays(1);

    static HttpSettings read(Settings settings) {
        Settings streams = settings.section("streams");
        Settings limitsSection = settings.section("limits");
        HttpLimits limits = HttpLimits.read(limitsSection);
        Duration requestReadTimeout = settings.duration("request-read-timeout", SHORTEST, LONGEST);
        return new HttpSettings(
                ListenerOptions.read(settings),
                TlsSettings.read(settings),
                settings.optionalString("self-url"),
                settings.duration("keep-alive-timeout", SHORTEST, LONGEST),
                requestReadTimeout,
                settings.bool("server-timing"),
                AccessLog.AccessLogSettings.read(settings.section("access-log")),
                ChangeSettings.read(settings.section("changes")),
                new StreamLimits(
                        streams.duration("idle-timeout", SHORTEST, LONGEST),
                        streams.duration("transaction-idle-timeout", SHORTEST, LONGEST),
                        streams.duration("dormant-timeout", Duration.ZERO, LONGEST),
                        limitsSection.integer("streams-max", 1, 10_000_000)),
                limits,
                ContentCoding.read(settings.section("compression")),
                Http2Limits.read(settings.section("http2")),
                WebSocketSettings.read(settings.section("websocket"), limits, requestReadTimeout));
    }
}

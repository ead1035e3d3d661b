package io.sqld.frontend.http;

import io.sqld.api.service.Settings;
import io.sqld.frontend.http.hrana.SocketLimits;
import io.sqld.frontend.http.hrana.StoreLimits;
import io.sqld.frontend.http.websocket.WebSocketLimits;
import java.time.Duration;

/**
 * The section {@code http.websocket}.
 *
 * @param limits what one WebSocket may take
 * @param conversation what Hrana may have on it
 */
record WebSocketSettings(WebSocketLimits limits, SocketLimits conversation) {
    private static final int MILLION = 1_000_000;
    private static final long GIB = 1L << 30;

    static WebSocketSettings read(Settings settings, HttpLimits limits, Duration requestReadTimeout) {
        int storedChars = settings.integer("stored-sql-chars-max", 1, 100 * MILLION);
        return new WebSocketSettings(
                new WebSocketLimits(
                        limits.bodyBytesMax(),
                        settings.integer("requests-max", 1, MILLION),
                        settings.bytes("request-bytes-max", 1, 64 * GIB),
                        settings.duration("idle-timeout", Duration.ofMillis(10), Duration.ofDays(1)).toNanos(),
                        requestReadTimeout.toNanos()),
                new SocketLimits(
                        settings.integer("streams-max", 1, MILLION),
                        settings.integer("cursors-max", 1, MILLION),
                        new StoreLimits(
                                "http.websocket", settings.integer("stored-sql-max", 0, MILLION), storedChars,
                                storedChars),
                        limits.response(),
                        limits.requestTimeMax()));
    }
}

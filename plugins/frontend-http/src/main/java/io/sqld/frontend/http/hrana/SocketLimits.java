package io.sqld.frontend.http.hrana;

import java.time.Duration;

/**
 * What one WebSocket may have.
 *
 * @param streamsMax streams open at once, {@code http.websocket.streams-max}
 * @param cursorsMax cursors open at once, {@code http.websocket.cursors-max}
 * @param store SQL texts, which all its streams share
 * @param response what results may take
 * @param requestTimeMax how long one request may take, {@code http.limits.request-time-max}
 */
public record SocketLimits(
        int streamsMax, int cursorsMax, StoreLimits store, ResponseLimits response, Duration requestTimeMax) {}

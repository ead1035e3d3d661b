package io.sqld.frontend.http.websocket;

/**
 * What one WebSocket may take.
 *
 * @param messageBytesMax a message, {@code http.limits.body-bytes-max}
 * @param requestsMax messages in hand; beyond that no more is read, {@code http.websocket.requests-max}
 * @param requestBytesMax the same in bytes, {@code http.websocket.request-bytes-max}
 * @param idleNanos how long nothing may come, not even an answer to a ping, {@code http.websocket.idle-timeout}
 * @param messageNanos how long one message may take to arrive, {@code http.request-read-timeout}
 */
public record WebSocketLimits(
        int messageBytesMax, int requestsMax, long requestBytesMax, long idleNanos, long messageNanos) {}

package io.sqld.frontend.http.hrana;

import java.time.Duration;

/**
 * How long streams live and how many there may be.
 *
 * @param idleTimeout between two requests, {@code http.streams.idle-timeout}
 * @param transactionIdleTimeout between two requests while a transaction is open,
 *     {@code http.streams.transaction-idle-timeout}
 * @param dormantTimeout how long one without a session is remembered, {@code http.streams.dormant-timeout}
 * @param streamsMax open at once, {@code http.limits.streams-max}
 */
public record StreamLimits(Duration idleTimeout, Duration transactionIdleTimeout, Duration dormantTimeout,
        int streamsMax) {}

package io.sqld.host;

import io.sqld.api.service.Settings;
import io.sqld.host.gateway.GatewayLimits;
import java.time.Duration;

/**
 * The section {@code sqld.limits}.
 *
 * @param gateway bounds of sessions and tasks
 * @param programs open at once
 * @param statementTimeout of each program, zero for none
 * @param transactionTimeout of each transaction, zero for none
 */
public record HostLimits(
        GatewayLimits gateway, int programs, Duration statementTimeout, Duration transactionTimeout) {
    private static final int SESSIONS_MAX = 1_000_000;
    private static final int TASKS_MAX = 10_000_000;
    private static final Duration SHORT_STATEMENT_MAX = Duration.ofMillis(10);
    private static final int THREADS_MIN = 4;
    private static final int THREADS_MAX = 1_024;

    static HostLimits from(Settings settings) {
        int threads = settings.integer("worker-threads", 0, THREADS_MAX);
        return new HostLimits(
                new GatewayLimits(
                        settings.integer("sessions", 1, SESSIONS_MAX),
                        settings.integer("session-queue", 1, SESSIONS_MAX),
                        settings.integer("tasks", 1, TASKS_MAX),
                        threads != 0 ? threads : defaultThreads(),
                        settings.duration("short-statement", Duration.ZERO, SHORT_STATEMENT_MAX).toNanos()),
                settings.integer("programs", 1, TASKS_MAX),
                settings.duration("statement-timeout", Duration.ZERO, Duration.ofDays(1)),
                settings.duration("transaction-timeout", Duration.ZERO, Duration.ofDays(1)));
    }

    /** Twice the processors: a worker that waits for the disk leaves one free for another. */
    private static int defaultThreads() {
        return Math.max(THREADS_MIN, 2 * Runtime.getRuntime().availableProcessors());
    }
}

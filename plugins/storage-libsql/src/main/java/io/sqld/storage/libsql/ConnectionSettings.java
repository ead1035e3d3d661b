package io.sqld.storage.libsql;

import io.sqld.api.service.Settings;
import java.time.Duration;

/**
 * The section {@code connections}.
 *
 * @param max of one database
 * @param statements prepared statements kept by each
 * @param statementBytes of the texts of these
 * @param cacheBytes page cache of each
 * @param idle after which an unused one is closed
 * @param queueTimeout how long a statement waits for one
 */
record ConnectionSettings(int max, int statements, long statementBytes, long cacheBytes, Duration idle,
        Duration queueTimeout) {
    static ConnectionSettings read(Settings settings) {
        return new ConnectionSettings(
                settings.integer("max", 1, 10_000),
                settings.integer("statements", 1, 100_000),
                settings.bytes("statement-bytes", 0, 1L << 30),
                settings.bytes("cache", 64 << 10, 1L << 40),
                settings.duration("idle", Duration.ofMillis(1), Duration.ofDays(365)),
                settings.duration("queue-timeout", Duration.ofMillis(1), Duration.ofDays(1)));
    }
}

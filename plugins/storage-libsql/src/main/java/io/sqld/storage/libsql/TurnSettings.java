package io.sqld.storage.libsql;

import io.sqld.api.service.Settings;
import java.time.Duration;

/**
 * The section {@code turn}.
 *
 * @param queue how many may wait
 * @param queueKey the key of {@code queue}, for messages
 * @param queueTimeout how long
 * @param idleTimeout how long a transaction that holds the turn may idle while others wait
 */
record TurnSettings(int queue, String queueKey, Duration queueTimeout, Duration idleTimeout) {
    static TurnSettings read(Settings settings) {
        return new TurnSettings(
                settings.integer("queue", 1, 10_000_000),
                settings.path("queue"),
                settings.duration("queue-timeout", Duration.ofMillis(1), Duration.ofDays(1)),
                settings.duration("idle-timeout", Duration.ofMillis(1), Duration.ofDays(1)));
    }
}

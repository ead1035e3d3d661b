package io.sqld.storage.libsql;

import io.sqld.api.service.Settings;
import java.time.Duration;

/**
 * The section {@code checkpoint}.
 *
 * @param sizeBytes of the log at which it is copied into the database
 * @param readerWait how long to wait for readers while writers wait too
 * @param idle after which the log is emptied
 */
record CheckpointSettings(long sizeBytes, Duration readerWait, Duration idle) {
    static CheckpointSettings read(Settings settings) {
        return new CheckpointSettings(
                settings.bytes("size", 64 << 10, 1L << 40),
                settings.duration("wait", Duration.ZERO, Duration.ofMinutes(1)),
                settings.duration("idle", Duration.ofMillis(1), Duration.ofDays(365)));
    }
}

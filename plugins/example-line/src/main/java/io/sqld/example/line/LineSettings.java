package io.sqld.example.line;

import io.sqld.api.service.HostPort;
import io.sqld.api.service.Settings;
import java.time.Duration;

/**
 * The section {@code line}; {@code reference.conf} explains its keys.
 *
 * @param listen where to listen
 * @param database which database all clients use
 */
record LineSettings(HostPort listen, String database, int connectionsMax, int lineBytesMax, int answerBufferBytes,
        long writeStallTimeoutNanos, long lingerNanos) {
    private static final Duration LONGEST = Duration.ofHours(1);

    static LineSettings from(Settings settings) {
        return new LineSettings(settings.hostPort("listen"), settings.string("database"),
                settings.integer("connections-max", 1, 100_000),
                Math.toIntExact(settings.bytes("line-bytes-max", 16, 16 << 20)),
                Math.toIntExact(settings.bytes("answer-buffer-bytes", 16, 16 << 20)),
                settings.duration("write-stall-timeout", Duration.ofMillis(10), LONGEST).toNanos(),
                settings.duration("linger", Duration.ZERO, LONGEST).toNanos());
    }
}

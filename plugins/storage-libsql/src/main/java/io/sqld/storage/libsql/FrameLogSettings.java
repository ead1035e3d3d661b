package io.sqld.storage.libsql;

import io.sqld.api.service.Settings;
import java.time.Duration;

/**
 * The section {@code frame-log}.
 *
 * @param retainBytes of frames kept for replicas, about
 * @param retainAge how long frames are kept
 */
record FrameLogSettings(long retainBytes, Duration retainAge) {
    static FrameLogSettings read(Settings settings) {
        return new FrameLogSettings(
                settings.bytes("retain-size", 1 << 20, 1L << 50),
                settings.duration("retain-age", Duration.ofSeconds(1), Duration.ofDays(3650)));
    }

    /** {@return the bytes after which another file is begun} So that what is deleted at a time is a small part. */
    long segmentBytes() {
        return Math.clamp(retainBytes / 8, 256 << 10, 32 << 20);
    }
}

package io.sqld.frontend.http;

import io.sqld.api.service.Settings;
import java.time.Duration;

/**
 * The section {@code http.http2}.
 *
 * @param streamsMax requests at once on one connection
 * @param resetsMax streams that a client may begin and reset within {@code resetsWindow}; beyond that it is cut
 */
record Http2Limits(int streamsMax, int resetsMax, Duration resetsWindow) {
    static Http2Limits read(Settings settings) {
        return new Http2Limits(
                settings.integer("streams-max", 1, 1_000_000),
                settings.integer("resets-max", 1, 1_000_000),
                settings.duration("resets-window", Duration.ofSeconds(1), Duration.ofHours(1)));
    }
}

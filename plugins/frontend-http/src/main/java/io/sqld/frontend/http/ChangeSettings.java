package io.sqld.frontend.http;

import io.sqld.api.service.Settings;
import java.time.Duration;

/**
 * The section {@code http.changes}.
 *
 * @param listenersMax clients that may listen at once; one more gets 503
 * @param eventsMax events that may wait for one client; when there are more, it is told that it has lost some
 * @param keepAlive how often a client hears that nothing has happened
 */
record ChangeSettings(int listenersMax, int eventsMax, Duration keepAlive) {
    static ChangeSettings read(Settings settings) {
        return new ChangeSettings(
                settings.integer("listeners-max", 0, 1_000_000),
                settings.integer("events-max", 1, 1_000_000),
                settings.duration("keep-alive", Duration.ofMillis(10), Duration.ofHours(1)));
    }
}

package io.sqld.frontend.http;

import io.sqld.api.service.Settings;
import io.sqld.frontend.http.hrana.StreamLimits;
import io.sqld.netty.ListenerOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * The section {@code http}.
 *
 * @param listener where and how to listen
 * @param selfUrl the {@code base_url} that clients are told to come back to
 * @param keepAliveTimeout how long a connection may be without a request
 * @param requestReadTimeout how long a request may take to arrive
 * @param streams how long Hrana streams live
 * @param limits {@code http.limits}
 */
record HttpSettings(
        ListenerOptions listener,
        Optional<String> selfUrl,
        Duration keepAliveTimeout,
        Duration requestReadTimeout,
        StreamLimits streams,
        HttpLimits limits) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofDays(1);

    static HttpSettings read(Settings settings) {
        Settings streams = settings.section("streams");
        Settings limits = settings.section("limits");
        return new HttpSettings(
                ListenerOptions.read(settings),
                settings.optionalString("self-url"),
                settings.duration("keep-alive-timeout", SHORTEST, LONGEST),
                settings.duration("request-read-timeout", SHORTEST, LONGEST),
                new StreamLimits(
                        streams.duration("idle-timeout", SHORTEST, LONGEST),
                        streams.duration("transaction-idle-timeout", SHORTEST, LONGEST),
                        limits.integer("streams-max", 1, 10_000_000)),
                HttpLimits.read(limits));
    }
}

package io.sqld.frontend.http;

import io.sqld.api.service.Settings;
import java.time.Clock;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request that is over, to the logger {@code sqld.http.access}. Neither header fields nor bodies are
 * logged, nor what follows the question mark. Thread-safe.
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("sqld.http.access");
    private static final double NANOS_PER_MILLI = 1e6;

    private final AccessLogSettings settings;
    private final Clock clock;

    AccessLog(AccessLogSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The section {@code http.access-log}. */
    record AccessLogSettings(boolean enabled, LogFormat format) {
        static AccessLogSettings read(Settings settings) {
            return new AccessLogSettings(settings.bool("enabled"), settings.choice("format", LogFormat.class));
        }
    }

    boolean enabled() {
        return settings.enabled();
    }

    /**
     * Logs one request.
     *
     * @param status 0 if its client went away before the answer
     * @param bytes of the body of the answer
     */
    void log(String client, String method, String uri, int status, long bytes, long nanos) {
        String millis = String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI);
        String path = uri.substring(0, uri.indexOf('?') < 0 ? uri.length() : uri.indexOf('?'));
        LOG.info(settings.format() == LogFormat.JSON
                ? "{\"time\":\"" + clock.instant() + "\",\"client\":\"" + escaped(client) + "\",\"method\":\""
                        + escaped(method) + "\",\"path\":\"" + escaped(path) + "\",\"status\":" + status
                        + ",\"bytes\":" + bytes + ",\"millis\":" + millis + "}"
                : client + " " + escaped(method) + " " + escaped(path) + " " + (status == 0 ? "aborted" : status) + " "
                        + bytes + " bytes " + millis + " ms");
    }

    /** What a client wrote must not end the line, nor the string. */
    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > '~' || character == '"' || character == '\\') {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }
}

package io.sqld.frontend.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.sqld.api.service.Settings;
import java.util.Locale;

/**
 * The section {@code http.compression}: how bodies are coded (RFC 9110, section 8.4). There is one coding, gzip.
 *
 * @param enabled whether responses are compressed for clients that accept it
 * @param bytesMin the smallest body that is worth it
 * @param level from 1, fast, to 9, small
 */
record ContentCoding(boolean enabled, int bytesMin, int level) {
    private static final int MIB = 1024 * 1024;

    /** How the body of a request is coded. */
    enum Coding {
        /** Not at all. */
        IDENTITY,
        /** {@code gzip}. */
        GZIP,
        /** In a way that is not known here. */
        UNKNOWN
    }

    static ContentCoding read(Settings settings) {
        return new ContentCoding(
                settings.bool("enabled"),
                (int) settings.bytes("bytes-min", 0, 1024L * MIB),
                settings.integer("level", 1, 9));
    }

    /** {@return how the body of the request with this header is coded} */
    static Coding of(HttpHeaders request) {
        String name = request.get(HttpHeaderNames.CONTENT_ENCODING, "").strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> Coding.IDENTITY;
            case "gzip", "x-gzip" -> Coding.GZIP;
            default -> Coding.UNKNOWN;
        };
    }

    /** {@return whether the client of the request with this header would like its answer compressed} */
    boolean wanted(HttpHeaders request) {
        if (!enabled) {
            return false;
        }
        for (String line : request.getAll(HttpHeaderNames.ACCEPT_ENCODING)) {
            for (String accepted : line.split(",", -1)) {
                if (acceptsGzip(accepted)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean acceptsGzip(String accepted) {
        int semicolon = accepted.indexOf(';');
        String name = (semicolon < 0 ? accepted : accepted.substring(0, semicolon)).strip();
        boolean named = HttpHeaderValues.GZIP.contentEqualsIgnoreCase(name) || name.equals("*");
        // Of the weights, only that of nothing means no.
        return named && (semicolon < 0 || !accepted.substring(semicolon + 1).strip().matches("[qQ]=0(\\.0*)?"));
    }
}

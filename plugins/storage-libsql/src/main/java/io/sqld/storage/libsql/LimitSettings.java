package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Settings;

/**
 * The section {@code limits}.
 *
 * @param path of the section, for messages
 * @param sqlBytes of a statement
 * @param parameters of a statement
 * @param valueBytes of a text, blob or row
 * @param columns of a table or result
 * @param likePatternBytes of a pattern of LIKE or GLOB
 * @param resultBytes of a result, 0 for no limit
 * @param executions open in one session
 * @param attached databases of one session
 * @param heapBytes of the library, 0 for no limit
 */
record LimitSettings(String path, int sqlBytes, int parameters, int valueBytes, int columns,
        int likePatternBytes, long resultBytes,
        int executions,
        int attached, long heapBytes) {
    /** The most that SQLite can be built for; the library lowers it to its own maximum. */
    private static final int SQLITE_MAX_LENGTH = Integer.MAX_VALUE;

    static LimitSettings read(Settings settings) {
        String path = settings.path("sql");
        return new LimitSettings(
                path.substring(0, path.lastIndexOf('.')),
                (int) settings.bytes("sql", 256, 1_000_000_000),
                settings.integer("parameters", 1, 250_000),
                (int) settings.bytes("value", 4096, SQLITE_MAX_LENGTH),
                settings.integer("columns", 16, 32_767),
                (int) settings.bytes("like-pattern", 1, 50_000),
                settings.bytes("result", 0, Long.MAX_VALUE),
                settings.integer("executions", 1, 100_000),
                settings.integer("attached", 0, 125),
                settings.bytes("heap", 0, Long.MAX_VALUE));
    }

    /** {@return the error of a request beyond one of these limits} */
    SqldException exceeded(String what, String key, long value) {
        return new SqldException(ErrorCode.LIMIT_EXCEEDED, what + " (" + path + "." + key + " = " + value + ")");
    }
}

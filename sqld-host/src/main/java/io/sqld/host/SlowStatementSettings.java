package io.sqld.host;

import io.sqld.api.service.Settings;
import java.time.Duration;

/**
 * The section {@code sqld.slow-statements}.
 *
 * @param threshold from which a statement is logged; zero for none
 * @param format of a line
 * @param sqlCharsMax how much of its text
 */
public record SlowStatementSettings(Duration threshold, Format format, int sqlCharsMax) {
    private static final int SQL_CHARS_MAX = 1_000_000;

    /** How a line looks. */
    public enum Format {
        /** For people. */
        TEXT,
        /** For programs: one object. */
        JSON
    }

    static SlowStatementSettings from(Settings settings) {
        return new SlowStatementSettings(
                settings.duration("threshold", Duration.ZERO, Duration.ofDays(1)),
                settings.choice("format", Format.class),
                settings.integer("sql-chars-max", 1, SQL_CHARS_MAX));
    }
}

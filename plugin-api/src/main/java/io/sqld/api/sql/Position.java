package io.sqld.api.sql;

/**
 * A place in the log of a database.
 *
 * @param logId the log; empty for the position before any log
 * @param frame the number of the last frame included, from 1; 0 for none
 */
public record Position(String logId, long frame) {
    /** Before everything. */
    public static final Position NONE = new Position("", 0);
}

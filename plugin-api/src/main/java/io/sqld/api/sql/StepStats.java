package io.sqld.api.sql;

/**
 * What a step did.
 *
 * @param kind what the statement was, as {@link Description#kind()} would have told at that moment
 * @param changes rows inserted, updated or deleted by this statement itself, 0 if it cannot
 *     ({@code sqlite3_changes64}, without triggers and foreign key actions)
 * @param lastInsertRowid of the session, after the step ({@code sqlite3_last_insert_rowid})
 * @param rowsRead rows that the engine looked at, as far as it counts them
 * @param rowsWritten rows that the engine wrote, triggers included
 * @param elapsedNanos time spent on the step, without waiting for the client, a turn or a sync
 */
public record StepStats(
        StatementKind kind, long changes, long lastInsertRowid, long rowsRead, long rowsWritten, long elapsedNanos) {}

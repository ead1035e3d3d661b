package io.sqld.sqlite;

import java.util.Optional;

/**
 * What was found in an SQL text.
 *
 * @param statement empty if the text holds no statement from the offset on: blanks, comments, semicolons
 * @param end where the next statement begins, in chars from the start of the text: behind the statement and the blanks,
 *     comments and semicolons that follow it; the length of the text if nothing more follows
 */
public record PrepareResult(Optional<SqliteStatement> statement, int end) {}

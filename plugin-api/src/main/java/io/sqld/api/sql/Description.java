package io.sqld.api.sql;

import java.util.List;

/**
 * What SQLite knows about a statement before it runs.
 *
 * @param kind what it does; {@link StatementKind#EMPTY} when the text holds no statement from the offset on
 * @param parameters its parameters, by index
 * @param columns its result columns; empty for a statement that returns no rows
 * @param readOnly whether it leaves the database file alone ({@code sqlite3_stmt_readonly})
 * @param end where the next statement begins in the text, in chars; the length of the text when none follows
 */
public record Description(
        StatementKind kind, List<Parameter> parameters, List<Column> columns, boolean readOnly, int end) {
    /** Copies the lists. */
    public Description {
        parameters = List.copyOf(parameters);
        columns = List.copyOf(columns);
    }
}

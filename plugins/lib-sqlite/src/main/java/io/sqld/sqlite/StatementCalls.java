package io.sqld.sqlite;

/**
 * The functions of SQLite that work on a prepared statement (<a
 * href="https://sqlite.org/c3ref/stmt.html">sqlite3_stmt</a>).
 */
interface StatementCalls {
    /** {@code sqlite3_step} */
    int step(long statement);

    /** {@code sqlite3_reset} */
    int reset(long statement);

    /** {@code sqlite3_finalize} */
    int finish(long statement);

    /** {@code sqlite3_clear_bindings} */
    int clearBindings(long statement);

    /** {@code sqlite3_bind_null} */
    int bindNull(long statement, int index);

    /** {@code sqlite3_bind_int64} */
    int bindInt64(long statement, int index, long value);

    /** {@code sqlite3_bind_double} */
    int bindDouble(long statement, int index, double value);

    /** {@code sqlite3_bind_text} */
    int bindText(long statement, int index, long utf8, int bytes, long destructor);

    /** {@code sqlite3_bind_blob} */
    int bindBlob(long statement, int index, long data, int bytes, long destructor);

    /** {@code sqlite3_column_count} */
    int columnCount(long statement);

    /** {@code sqlite3_column_type} */
    int columnType(long statement, int index);

    /** {@code sqlite3_column_int64} */
    long columnInt64(long statement, int index);

    /** {@code sqlite3_column_double} */
    double columnDouble(long statement, int index);

    /** {@code sqlite3_column_text} */
    long columnText(long statement, int index);

    /** {@code sqlite3_column_blob} */
    long columnBlob(long statement, int index);

    /** {@code sqlite3_column_bytes}: after {@link #columnText} or {@link #columnBlob} */
    int columnBytes(long statement, int index);

    /** {@code sqlite3_column_value}: not protected by a mutex */
    long columnValue(long statement, int index);

    /** {@code sqlite3_column_name} */
    long columnName(long statement, int index);

    /** {@code sqlite3_column_decltype}: NULL for an expression */
    long columnDeclaredType(long statement, int index);

    /** {@code sqlite3_column_database_name}: with SQLITE_ENABLE_COLUMN_METADATA */
    long columnDatabaseName(long statement, int index);

    /** {@code sqlite3_column_table_name}: with SQLITE_ENABLE_COLUMN_METADATA */
    long columnTableName(long statement, int index);

    /** {@code sqlite3_column_origin_name}: with SQLITE_ENABLE_COLUMN_METADATA */
    long columnOriginName(long statement, int index);

    /** {@code sqlite3_bind_parameter_count} */
    int parameterCount(long statement);

    /** {@code sqlite3_bind_parameter_name}: NULL for a plain question mark */
    long parameterName(long statement, int index);

    /** {@code sqlite3_stmt_readonly} */
    int readOnly(long statement);

    /** {@code sqlite3_stmt_isexplain} */
    int explain(long statement);

    /** {@code sqlite3_stmt_busy} */
    int busy(long statement);

    /** {@code sqlite3_stmt_status} */
    int status(long statement, int counter, int reset);

    /** {@code sqlite3_expanded_sql}: to be freed by the caller */
    long expandedSql(long statement);
}

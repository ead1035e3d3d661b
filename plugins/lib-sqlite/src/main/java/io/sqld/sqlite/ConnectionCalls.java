package io.sqld.sqlite;

/** The functions of SQLite that work on a connection (<a href="https://sqlite.org/c3ref/sqlite3.html">sqlite3</a>). */
interface ConnectionCalls {
    /** {@code sqlite3_open_v2} */
    int open(long filename, long out, int flags, long vfs);

    /** {@code sqlite3_close_v2} */
    int close(long connection);

    /** {@code sqlite3_prepare_v3} */
    int prepare(long connection, long sql, int bytes, int flags, long out, long tail);

    /** {@code sqlite3_errmsg} */
    long errorMessage(long connection);

    /** {@code sqlite3_extended_errcode} */
    int extendedErrorCode(long connection);

    /** {@code sqlite3_error_offset}: from 3.38 */
    int errorOffset(long connection);

    /** {@code sqlite3_interrupt} */
    void interrupt(long connection);

    /** {@code sqlite3_get_autocommit} */
    int autocommit(long connection);

    /** {@code sqlite3_txn_state} */
    int transactionState(long connection, long schema);

    /** {@code sqlite3_changes64} */
    long changes(long connection);

    /** {@code sqlite3_total_changes64} */
    long totalChanges(long connection);

    /** {@code sqlite3_last_insert_rowid} */
    long lastInsertRowid(long connection);

    /** {@code sqlite3_set_last_insert_rowid} */
    void setLastInsertRowid(long connection, long rowid);

    /** {@code sqlite3_busy_timeout} */
    int busyTimeout(long connection, int millis);

    /** {@code sqlite3_limit} */
    int limit(long connection, int category, int value);

    /** {@code sqlite3_db_config}: the options that take an int and an int* */
    int configure(long connection, int option, int value, long out);

    /** {@code sqlite3_file_control} */
    int fileControl(long connection, long schema, int operation, long argument);

    /** {@code sqlite3_wal_checkpoint_v2} */
    int checkpoint(long connection, long schema, int mode, long logOut, long checkpointedOut);

    /** {@code sqlite3_wal_autocheckpoint} */
    int autocheckpoint(long connection, int frames);

    /** {@code sqlite3_db_status} */
    int status(long connection, int counter, long currentOut, long highestOut, int reset);

    /** {@code sqlite3_db_readonly} */
    int readOnly(long connection, long schema);

    /** {@code sqlite3_db_release_memory} */
    int releaseMemory(long connection);

    /** {@code sqlite3_progress_handler} */
    void progressHandler(long connection, int operations, long callback, long argument);

    /** {@code sqlite3_set_authorizer} */
    int authorizer(long connection, long callback, long argument);

    /** {@code sqlite3_wal_hook} */
    long walHook(long connection, long callback, long argument);

    /** {@code sqlite3_commit_hook} */
    long commitHook(long connection, long callback, long argument);

    /** {@code sqlite3_update_hook} */
    long updateHook(long connection, long callback, long argument);

    /** {@code sqlite3_rollback_hook} */
    long rollbackHook(long connection, long callback, long argument);

    /** {@code sqlite3_create_function_v2} */
    int createFunction(long connection, long name, int arguments, int flags, long argument, long function, long step,
            long finish, long destroy);

    /** {@code sqlite3_backup_init} */
    long backupInit(long target, long targetSchema, long source, long sourceSchema);

    /** {@code sqlite3_backup_step} */
    int backupStep(long backup, int pages);

    /** {@code sqlite3_backup_finish} */
    int backupFinish(long backup);

    /** {@code sqlite3_backup_remaining} */
    int backupRemaining(long backup);

    /** {@code sqlite3_backup_pagecount} */
    int backupPageCount(long backup);
}

package io.sqld.sqlite;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** The calls of one library: a template that {@link HiddenBinding} copies. */
final class NativeConnectionCalls implements ConnectionCalls {
    private static final Symbols SYMBOLS = symbols();
    private static final MethodHandle OPEN =
            SYMBOLS.required("sqlite3_open_v2", int.class, long.class, long.class, int.class, long.class);
    private static final MethodHandle CLOSE = SYMBOLS.required("sqlite3_close_v2", int.class, long.class);
    private static final MethodHandle PREPARE = SYMBOLS.required("sqlite3_prepare_v3", int.class, long.class,
            long.class, int.class, int.class, long.class, long.class);
    private static final MethodHandle ERROR_MESSAGE = SYMBOLS.required("sqlite3_errmsg", long.class, long.class);
    private static final MethodHandle EXTENDED_ERROR_CODE =
            SYMBOLS.required("sqlite3_extended_errcode", int.class, long.class);
    private static final MethodHandle ERROR_OFFSET = SYMBOLS.optional("sqlite3_error_offset", int.class, long.class);
    private static final MethodHandle INTERRUPT = SYMBOLS.required("sqlite3_interrupt", void.class, long.class);
    private static final MethodHandle AUTOCOMMIT = SYMBOLS.critical("sqlite3_get_autocommit", int.class, long.class);
    private static final MethodHandle TRANSACTION_STATE =
            SYMBOLS.required("sqlite3_txn_state", int.class, long.class, long.class);
    private static final MethodHandle CHANGES = SYMBOLS.critical("sqlite3_changes64", long.class, long.class);
    private static final MethodHandle TOTAL_CHANGES =
            SYMBOLS.critical("sqlite3_total_changes64", long.class, long.class);
    private static final MethodHandle LAST_INSERT_ROWID =
            SYMBOLS.critical("sqlite3_last_insert_rowid", long.class, long.class);
    private static final MethodHandle SET_LAST_INSERT_ROWID =
            SYMBOLS.required("sqlite3_set_last_insert_rowid", void.class, long.class, long.class);
    private static final MethodHandle BUSY_TIMEOUT =
            SYMBOLS.required("sqlite3_busy_timeout", int.class, long.class, int.class);
    private static final MethodHandle LIMIT =
            SYMBOLS.required("sqlite3_limit", int.class, long.class, int.class, int.class);
    private static final MethodHandle CONFIGURE =
            SYMBOLS.variadic("sqlite3_db_config", 2, int.class, long.class, int.class, int.class, long.class);
    private static final MethodHandle FILE_CONTROL =
            SYMBOLS.required("sqlite3_file_control", int.class, long.class, long.class, int.class, long.class);
    private static final MethodHandle CHECKPOINT = SYMBOLS.required("sqlite3_wal_checkpoint_v2", int.class, long.class,
            long.class, int.class, long.class, long.class);
    private static final MethodHandle AUTOCHECKPOINT =
            SYMBOLS.required("sqlite3_wal_autocheckpoint", int.class, long.class, int.class);
    private static final MethodHandle STATUS =
            SYMBOLS.required("sqlite3_db_status", int.class, long.class, int.class, long.class, long.class, int.class);
    private static final MethodHandle READ_ONLY =
            SYMBOLS.required("sqlite3_db_readonly", int.class, long.class, long.class);
    private static final MethodHandle RELEASE_MEMORY =
            SYMBOLS.required("sqlite3_db_release_memory", int.class, long.class);
    private static final MethodHandle PROGRESS_HANDLER =
            SYMBOLS.required("sqlite3_progress_handler", void.class, long.class, int.class, long.class, long.class);
    private static final MethodHandle AUTHORIZER =
            SYMBOLS.required("sqlite3_set_authorizer", int.class, long.class, long.class, long.class);
    private static final MethodHandle WAL_HOOK =
            SYMBOLS.required("sqlite3_wal_hook", long.class, long.class, long.class, long.class);
    private static final MethodHandle COMMIT_HOOK =
            SYMBOLS.required("sqlite3_commit_hook", long.class, long.class, long.class, long.class);
    private static final MethodHandle UPDATE_HOOK =
            SYMBOLS.required("sqlite3_update_hook", long.class, long.class, long.class, long.class);
    private static final MethodHandle ROLLBACK_HOOK =
            SYMBOLS.required("sqlite3_rollback_hook", long.class, long.class, long.class, long.class);
    private static final MethodHandle CREATE_FUNCTION = SYMBOLS.required("sqlite3_create_function_v2", int.class,
            long.class, long.class, int.class, int.class, long.class, long.class, long.class, long.class, long.class);
    private static final MethodHandle BACKUP_INIT =
            SYMBOLS.required("sqlite3_backup_init", long.class, long.class, long.class, long.class, long.class);
    private static final MethodHandle BACKUP_STEP =
            SYMBOLS.required("sqlite3_backup_step", int.class, long.class, int.class);
    private static final MethodHandle BACKUP_FINISH = SYMBOLS.required("sqlite3_backup_finish", int.class, long.class);
    private static final MethodHandle BACKUP_REMAINING =
            SYMBOLS.required("sqlite3_backup_remaining", int.class, long.class);
    private static final MethodHandle BACKUP_PAGE_COUNT =
            SYMBOLS.required("sqlite3_backup_pagecount", int.class, long.class);

    @Override
    public int open(long filename, long out, int flags, long vfs) {
        try {
            return (int) OPEN.invokeExact(filename, out, flags, vfs);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int close(long connection) {
        try {
            return (int) CLOSE.invokeExact(connection);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int prepare(long connection, long sql, int bytes, int flags, long out, long tail) {
        try {
            return (int) PREPARE.invokeExact(connection, sql, bytes, flags, out, tail);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long errorMessage(long connection) {
        try {
            return (long) ERROR_MESSAGE.invokeExact(connection);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int extendedErrorCode(long connection) {
        try {
            return (int) EXTENDED_ERROR_CODE.invokeExact(connection);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int errorOffset(long connection) {
        try {
            return (int) ERROR_OFFSET.invokeExact(connection);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public void interrupt(long connection) {
        try {
            INTERRUPT.invokeExact(connection);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int autocommit(long connection) {
        try {
            return (int) AUTOCOMMIT.invokeExact(connection);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int transactionState(long connection, long schema) {
        try {
            return (int) TRANSACTION_STATE.invokeExact(connection, schema);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long changes(long connection) {
        try {
            return (long) CHANGES.invokeExact(connection);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long totalChanges(long connection) {
        try {
            return (long) TOTAL_CHANGES.invokeExact(connection);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long lastInsertRowid(long connection) {
        try {
            return (long) LAST_INSERT_ROWID.invokeExact(connection);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public void setLastInsertRowid(long connection, long rowid) {
        try {
            SET_LAST_INSERT_ROWID.invokeExact(connection, rowid);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int busyTimeout(long connection, int millis) {
        try {
            return (int) BUSY_TIMEOUT.invokeExact(connection, millis);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int limit(long connection, int category, int value) {
        try {
            return (int) LIMIT.invokeExact(connection, category, value);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int configure(long connection, int option, int value, long out) {
        try {
            return (int) CONFIGURE.invokeExact(connection, option, value, out);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int fileControl(long connection, long schema, int operation, long argument) {
        try {
            return (int) FILE_CONTROL.invokeExact(connection, schema, operation, argument);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int checkpoint(long connection, long schema, int mode, long logOut, long checkpointedOut) {
        try {
            return (int) CHECKPOINT.invokeExact(connection, schema, mode, logOut, checkpointedOut);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int autocheckpoint(long connection, int frames) {
        try {
            return (int) AUTOCHECKPOINT.invokeExact(connection, frames);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int status(long connection, int counter, long currentOut, long highestOut, int reset) {
        try {
            return (int) STATUS.invokeExact(connection, counter, currentOut, highestOut, reset);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int readOnly(long connection, long schema) {
        try {
            return (int) READ_ONLY.invokeExact(connection, schema);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int releaseMemory(long connection) {
        try {
            return (int) RELEASE_MEMORY.invokeExact(connection);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public void progressHandler(long connection, int operations, long callback, long argument) {
        try {
            PROGRESS_HANDLER.invokeExact(connection, operations, callback, argument);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int authorizer(long connection, long callback, long argument) {
        try {
            return (int) AUTHORIZER.invokeExact(connection, callback, argument);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long walHook(long connection, long callback, long argument) {
        try {
            return (long) WAL_HOOK.invokeExact(connection, callback, argument);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long commitHook(long connection, long callback, long argument) {
        try {
            return (long) COMMIT_HOOK.invokeExact(connection, callback, argument);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long updateHook(long connection, long callback, long argument) {
        try {
            return (long) UPDATE_HOOK.invokeExact(connection, callback, argument);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long rollbackHook(long connection, long callback, long argument) {
        try {
            return (long) ROLLBACK_HOOK.invokeExact(connection, callback, argument);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int createFunction(long connection, long name, int arguments, int flags, long argument, long function,
            long step, long finish, long destroy) {
        try {
            return (int) CREATE_FUNCTION.invokeExact(connection, name, arguments, flags, argument, function, step,
                    finish, destroy);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long backupInit(long target, long targetSchema, long source, long sourceSchema) {
        try {
            return (long) BACKUP_INIT.invokeExact(target, targetSchema, source, sourceSchema);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int backupStep(long backup, int pages) {
        try {
            return (int) BACKUP_STEP.invokeExact(backup, pages);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int backupFinish(long backup) {
        try {
            return (int) BACKUP_FINISH.invokeExact(backup);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int backupRemaining(long backup) {
        try {
            return (int) BACKUP_REMAINING.invokeExact(backup);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int backupPageCount(long backup) {
        try {
            return (int) BACKUP_PAGE_COUNT.invokeExact(backup);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    private static Symbols symbols() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, Symbols.class);
        } catch (IllegalAccessException e) {
            throw new LinkageError("no class data", e);
        }
    }
}

package io.sqld.sqlite;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** The calls of one library: a template that {@link HiddenBinding} copies. */
final class NativeStatementCalls implements StatementCalls {
    private static final Symbols SYMBOLS = symbols();
    private static final MethodHandle STEP = SYMBOLS.required("sqlite3_step", int.class, long.class);
    private static final MethodHandle RESET = SYMBOLS.required("sqlite3_reset", int.class, long.class);
    private static final MethodHandle FINISH = SYMBOLS.required("sqlite3_finalize", int.class, long.class);
    private static final MethodHandle CLEAR_BINDINGS =
            SYMBOLS.critical("sqlite3_clear_bindings", int.class, long.class);
    private static final MethodHandle BIND_NULL =
            SYMBOLS.critical("sqlite3_bind_null", int.class, long.class, int.class);
    private static final MethodHandle BIND_INT64 =
            SYMBOLS.critical("sqlite3_bind_int64", int.class, long.class, int.class, long.class);
    private static final MethodHandle BIND_DOUBLE =
            SYMBOLS.critical("sqlite3_bind_double", int.class, long.class, int.class, double.class);
    private static final MethodHandle BIND_TEXT =
            SYMBOLS.critical("sqlite3_bind_text", int.class, long.class, int.class, long.class, int.class, long.class);
    private static final MethodHandle BIND_BLOB =
            SYMBOLS.critical("sqlite3_bind_blob", int.class, long.class, int.class, long.class, int.class, long.class);
    private static final MethodHandle COLUMN_COUNT = SYMBOLS.critical("sqlite3_column_count", int.class, long.class);
    private static final MethodHandle COLUMN_TYPE =
            SYMBOLS.critical("sqlite3_column_type", int.class, long.class, int.class);
    private static final MethodHandle COLUMN_INT64 =
            SYMBOLS.critical("sqlite3_column_int64", long.class, long.class, int.class);
    private static final MethodHandle COLUMN_DOUBLE =
            SYMBOLS.critical("sqlite3_column_double", double.class, long.class, int.class);
    private static final MethodHandle COLUMN_TEXT =
            SYMBOLS.critical("sqlite3_column_text", long.class, long.class, int.class);
    private static final MethodHandle COLUMN_BLOB =
            SYMBOLS.critical("sqlite3_column_blob", long.class, long.class, int.class);
    private static final MethodHandle COLUMN_BYTES =
            SYMBOLS.critical("sqlite3_column_bytes", int.class, long.class, int.class);
    private static final MethodHandle COLUMN_VALUE =
            SYMBOLS.critical("sqlite3_column_value", long.class, long.class, int.class);
    private static final MethodHandle COLUMN_NAME =
            SYMBOLS.required("sqlite3_column_name", long.class, long.class, int.class);
    private static final MethodHandle COLUMN_DECLARED_TYPE =
            SYMBOLS.required("sqlite3_column_decltype", long.class, long.class, int.class);
    private static final MethodHandle COLUMN_DATABASE_NAME =
            SYMBOLS.optional("sqlite3_column_database_name", long.class, long.class, int.class);
    private static final MethodHandle COLUMN_TABLE_NAME =
            SYMBOLS.optional("sqlite3_column_table_name", long.class, long.class, int.class);
    private static final MethodHandle COLUMN_ORIGIN_NAME =
            SYMBOLS.optional("sqlite3_column_origin_name", long.class, long.class, int.class);
    private static final MethodHandle PARAMETER_COUNT =
            SYMBOLS.critical("sqlite3_bind_parameter_count", int.class, long.class);
    private static final MethodHandle PARAMETER_NAME =
            SYMBOLS.required("sqlite3_bind_parameter_name", long.class, long.class, int.class);
    private static final MethodHandle READ_ONLY = SYMBOLS.critical("sqlite3_stmt_readonly", int.class, long.class);
    private static final MethodHandle EXPLAIN = SYMBOLS.required("sqlite3_stmt_isexplain", int.class, long.class);
    private static final MethodHandle BUSY = SYMBOLS.required("sqlite3_stmt_busy", int.class, long.class);
    private static final MethodHandle STATUS =
            SYMBOLS.required("sqlite3_stmt_status", int.class, long.class, int.class, int.class);
    private static final MethodHandle EXPANDED_SQL = SYMBOLS.required("sqlite3_expanded_sql", long.class, long.class);

    @Override
    public int step(long statement) {
        try {
            return (int) STEP.invokeExact(statement);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int reset(long statement) {
        try {
            return (int) RESET.invokeExact(statement);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int finish(long statement) {
        try {
            return (int) FINISH.invokeExact(statement);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int clearBindings(long statement) {
        try {
            return (int) CLEAR_BINDINGS.invokeExact(statement);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int bindNull(long statement, int index) {
        try {
            return (int) BIND_NULL.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int bindInt64(long statement, int index, long value) {
        try {
            return (int) BIND_INT64.invokeExact(statement, index, value);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int bindDouble(long statement, int index, double value) {
        try {
            return (int) BIND_DOUBLE.invokeExact(statement, index, value);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int bindText(long statement, int index, long utf8, int bytes, long destructor) {
        try {
            return (int) BIND_TEXT.invokeExact(statement, index, utf8, bytes, destructor);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int bindBlob(long statement, int index, long data, int bytes, long destructor) {
        try {
            return (int) BIND_BLOB.invokeExact(statement, index, data, bytes, destructor);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int columnCount(long statement) {
        try {
            return (int) COLUMN_COUNT.invokeExact(statement);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int columnType(long statement, int index) {
        try {
            return (int) COLUMN_TYPE.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long columnInt64(long statement, int index) {
        try {
            return (long) COLUMN_INT64.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public double columnDouble(long statement, int index) {
        try {
            return (double) COLUMN_DOUBLE.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long columnText(long statement, int index) {
        try {
            return (long) COLUMN_TEXT.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long columnBlob(long statement, int index) {
        try {
            return (long) COLUMN_BLOB.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int columnBytes(long statement, int index) {
        try {
            return (int) COLUMN_BYTES.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long columnValue(long statement, int index) {
        try {
            return (long) COLUMN_VALUE.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long columnName(long statement, int index) {
        try {
            return (long) COLUMN_NAME.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long columnDeclaredType(long statement, int index) {
        try {
            return (long) COLUMN_DECLARED_TYPE.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long columnDatabaseName(long statement, int index) {
        try {
            return (long) COLUMN_DATABASE_NAME.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long columnTableName(long statement, int index) {
        try {
            return (long) COLUMN_TABLE_NAME.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long columnOriginName(long statement, int index) {
        try {
            return (long) COLUMN_ORIGIN_NAME.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int parameterCount(long statement) {
        try {
            return (int) PARAMETER_COUNT.invokeExact(statement);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long parameterName(long statement, int index) {
        try {
            return (long) PARAMETER_NAME.invokeExact(statement, index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int readOnly(long statement) {
        try {
            return (int) READ_ONLY.invokeExact(statement);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int explain(long statement) {
        try {
            return (int) EXPLAIN.invokeExact(statement);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int busy(long statement) {
        try {
            return (int) BUSY.invokeExact(statement);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int status(long statement, int counter, int reset) {
        try {
            return (int) STATUS.invokeExact(statement, counter, reset);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long expandedSql(long statement) {
        try {
            return (long) EXPANDED_SQL.invokeExact(statement);
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

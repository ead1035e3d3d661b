package io.sqld.sqlite;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** The calls of one library: a template that {@link HiddenBinding} copies. */
final class NativeFunctionCalls implements FunctionCalls {
    private static final Symbols SYMBOLS = symbols();
    private static final MethodHandle VALUE_TYPE = SYMBOLS.critical("sqlite3_value_type", int.class, long.class);
    private static final MethodHandle VALUE_INT64 = SYMBOLS.critical("sqlite3_value_int64", long.class, long.class);
    private static final MethodHandle VALUE_DOUBLE = SYMBOLS.critical("sqlite3_value_double", double.class, long.class);
    private static final MethodHandle VALUE_TEXT = SYMBOLS.critical("sqlite3_value_text", long.class, long.class);
    private static final MethodHandle VALUE_BLOB = SYMBOLS.critical("sqlite3_value_blob", long.class, long.class);
    private static final MethodHandle VALUE_BYTES = SYMBOLS.critical("sqlite3_value_bytes", int.class, long.class);
    private static final MethodHandle RESULT_NULL = SYMBOLS.required("sqlite3_result_null", void.class, long.class);
    private static final MethodHandle RESULT_INT64 =
            SYMBOLS.required("sqlite3_result_int64", void.class, long.class, long.class);
    private static final MethodHandle RESULT_DOUBLE =
            SYMBOLS.required("sqlite3_result_double", void.class, long.class, double.class);
    private static final MethodHandle RESULT_TEXT =
            SYMBOLS.required("sqlite3_result_text", void.class, long.class, long.class, int.class, long.class);
    private static final MethodHandle RESULT_BLOB =
            SYMBOLS.required("sqlite3_result_blob", void.class, long.class, long.class, int.class, long.class);
    private static final MethodHandle RESULT_ERROR =
            SYMBOLS.required("sqlite3_result_error", void.class, long.class, long.class, int.class);
    private static final MethodHandle RESULT_ERROR_CODE =
            SYMBOLS.required("sqlite3_result_error_code", void.class, long.class, int.class);
    private static final MethodHandle RESULT_OUT_OF_MEMORY =
            SYMBOLS.required("sqlite3_result_error_nomem", void.class, long.class);
    private static final MethodHandle USER_DATA = SYMBOLS.critical("sqlite3_user_data", long.class, long.class);

    @Override
    public int valueType(long value) {
        try {
            return (int) VALUE_TYPE.invokeExact(value);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long valueInt64(long value) {
        try {
            return (long) VALUE_INT64.invokeExact(value);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public double valueDouble(long value) {
        try {
            return (double) VALUE_DOUBLE.invokeExact(value);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long valueText(long value) {
        try {
            return (long) VALUE_TEXT.invokeExact(value);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long valueBlob(long value) {
        try {
            return (long) VALUE_BLOB.invokeExact(value);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int valueBytes(long value) {
        try {
            return (int) VALUE_BYTES.invokeExact(value);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public void resultNull(long context) {
        try {
            RESULT_NULL.invokeExact(context);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public void resultInt64(long context, long value) {
        try {
            RESULT_INT64.invokeExact(context, value);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public void resultDouble(long context, double value) {
        try {
            RESULT_DOUBLE.invokeExact(context, value);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public void resultText(long context, long utf8, int bytes, long destructor) {
        try {
            RESULT_TEXT.invokeExact(context, utf8, bytes, destructor);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public void resultBlob(long context, long data, int bytes, long destructor) {
        try {
            RESULT_BLOB.invokeExact(context, data, bytes, destructor);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public void resultError(long context, long utf8, int bytes) {
        try {
            RESULT_ERROR.invokeExact(context, utf8, bytes);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public void resultErrorCode(long context, int code) {
        try {
            RESULT_ERROR_CODE.invokeExact(context, code);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public void resultOutOfMemory(long context) {
        try {
            RESULT_OUT_OF_MEMORY.invokeExact(context);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long userData(long context) {
        try {
            return (long) USER_DATA.invokeExact(context);
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

package io.sqld.sqlite;

/**
 * The functions of SQLite that serve an application-defined SQL function (<a
 * href="https://sqlite.org/c3ref/create_function.html">create_function</a>).
 */
interface FunctionCalls {
    /** {@code sqlite3_value_type} */
    int valueType(long value);

    /** {@code sqlite3_value_int64} */
    long valueInt64(long value);

    /** {@code sqlite3_value_double} */
    double valueDouble(long value);

    /** {@code sqlite3_value_text} */
    long valueText(long value);

    /** {@code sqlite3_value_blob} */
    long valueBlob(long value);

    /** {@code sqlite3_value_bytes}: after {@link #valueText} or {@link #valueBlob} */
    int valueBytes(long value);

    /** {@code sqlite3_result_null} */
    void resultNull(long context);

    /** {@code sqlite3_result_int64} */
    void resultInt64(long context, long value);

    /** {@code sqlite3_result_double} */
    void resultDouble(long context, double value);

    /** {@code sqlite3_result_text} */
    void resultText(long context, long utf8, int bytes, long destructor);

    /** {@code sqlite3_result_blob} */
    void resultBlob(long context, long data, int bytes, long destructor);

    /** {@code sqlite3_result_error} */
    void resultError(long context, long utf8, int bytes);

    /** {@code sqlite3_result_error_code} */
    void resultErrorCode(long context, int code);

    /** {@code sqlite3_result_error_nomem} */
    void resultOutOfMemory(long context);

    /** {@code sqlite3_user_data} */
    long userData(long context);
}

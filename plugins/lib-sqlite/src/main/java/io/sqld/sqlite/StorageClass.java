package io.sqld.sqlite;

/** What a value is stored as (<a href="https://sqlite.org/datatype3.html">datatype3</a>). */
public enum StorageClass {
    /** A signed integer of 64 bits. */
    INTEGER,
    /** An IEEE 754 number of 64 bits. */
    REAL,
    /** A string. */
    TEXT,
    /** Bytes. */
    BLOB,
    /** NULL. */
    NULL;

    // https://sqlite.org/c3ref/c_blob.html
    static final int CODE_INTEGER = 1;
    static final int CODE_REAL = 2;
    static final int CODE_TEXT = 3;
    static final int CODE_BLOB = 4;
    static final int CODE_NULL = 5;

    static StorageClass of(int code) {
        return switch (code) {
            case CODE_INTEGER -> INTEGER;
            case CODE_REAL -> REAL;
            case CODE_TEXT -> TEXT;
            case CODE_BLOB -> BLOB;
            case CODE_NULL -> NULL;
            default -> throw new IllegalArgumentException("storage class " + code);
        };
    }
}

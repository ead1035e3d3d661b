package io.sqld.sqlite;

import io.sqld.api.sql.ValueSink;
import java.lang.foreign.ValueLayout;

/**
 * The values of a row where SQLite keeps them, read without a call for each: those calls cost more than what they
 * return.
 *
 * <p>{@code sqlite3_column_value} points at a struct whose layout is SQLite's own affair, and the values of a row
 * follow each other. So nothing is taken for granted: {@link #valueBytes} compares what lies there with what the
 * library's functions say, on the very library that is in use; where it differs, and for every value that is not
 * plainly of one storage class, the functions are asked. The layout has been the same since SQLite 3.37.
 */
final class RowMemory {
    /** Rows are read by the library's functions. */
    static final int UNKNOWN = 0;

    private static final int NUMBER_AT = 0;
    private static final int POINTER_AT = 8;
    private static final int LENGTH_AT = 16;
    private static final int FLAGS_AT = 20;
    private static final int ENCODING_AT = 22;
    private static final int READ_BYTES = 24;
    private static final int VALUE_BYTES_MAX = 256;

    private static final int NULL = 0x01;
    private static final int TEXT = 0x02;
    private static final int INTEGER = 0x04;
    private static final int REAL = 0x08;
    private static final int BLOB = 0x10;
    /** An integer that stands for a real, and zeros at the end of a BLOB that are not in memory. */
    private static final int SPECIAL = 0x20 | 0x400;
    private static final int CLASS_MASK = NULL | TEXT | INTEGER | REAL | BLOB | SPECIAL;
    private static final int UTF8 = 1;

    private RowMemory() {}

    /** {@return whether {@code sink} has got the value at {@code address}; if not, the functions have to be asked} */
    static boolean pass(long address, ValueSink sink) {
        switch (NativeMemory.ALL.get(ValueLayout.JAVA_SHORT, address + FLAGS_AT) & CLASS_MASK) {
            case NULL -> sink.nullValue();
            case INTEGER -> sink.integer(NativeMemory.ALL.get(ValueLayout.JAVA_LONG, address + NUMBER_AT));
            case REAL -> sink.real(NativeMemory.ALL.get(ValueLayout.JAVA_DOUBLE, address + NUMBER_AT));
            case TEXT -> {
                if (NativeMemory.ALL.get(ValueLayout.JAVA_BYTE, address + ENCODING_AT) != UTF8) {
                    return false;
                }
                sink.text(NativeMemory.ALL, pointer(address), length(address));
            }
            case BLOB -> sink.blob(NativeMemory.ALL, pointer(address), length(address));
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * {@return how far apart the values of the statement's row lie, or {@link #UNKNOWN} if something is not where
     * {@link #pass} reads it} To be called for rows of all storage classes.
     */
    static int valueBytes(StatementCalls calls, long statement, int columns) {
        long first = calls.columnValue(statement, 0);
        long distance = calls.columnValue(statement, 1) - first;
        if (distance < READ_BYTES || distance > VALUE_BYTES_MAX || distance % Long.BYTES != 0) {
            return UNKNOWN;
        }
        for (int i = 0; i < columns; i++) {
            long address = first + i * distance;
            if (calls.columnValue(statement, i) != address || !agrees(calls, statement, i, address)) {
                return UNKNOWN;
            }
        }
        return (int) distance;
    }

    /** Looks at the memory first: a function may convert the value in place. */
    private static boolean agrees(StatementCalls calls, long statement, int column, long address) {
        int flags = NativeMemory.ALL.get(ValueLayout.JAVA_SHORT, address + FLAGS_AT) & CLASS_MASK;
        long number = NativeMemory.ALL.get(ValueLayout.JAVA_LONG, address + NUMBER_AT);
        int length = length(address);
        int code = calls.columnType(statement, column);
        return switch (flags) {
            case NULL -> code == StorageClass.CODE_NULL;
            case INTEGER -> code == StorageClass.CODE_INTEGER && calls.columnInt64(statement, column) == number;
            case REAL -> code == StorageClass.CODE_REAL
                    && Double.doubleToRawLongBits(calls.columnDouble(statement, column)) == number;
            case TEXT -> code == StorageClass.CODE_TEXT && calls.columnText(statement, column) == pointer(address)
                    && calls.columnBytes(statement, column) == length
                    && NativeMemory.ALL.get(ValueLayout.JAVA_BYTE, address + ENCODING_AT) == UTF8;
            case BLOB -> code == StorageClass.CODE_BLOB && calls.columnBytes(statement, column) == length
                    && (length == 0 || calls.columnBlob(statement, column) == pointer(address));
            default -> (flags & SPECIAL) != 0;
        };
    }

    private static long pointer(long address) {
        return NativeMemory.ALL.get(ValueLayout.JAVA_LONG, address + POINTER_AT);
    }

    private static int length(long address) {
        return NativeMemory.ALL.get(ValueLayout.JAVA_INT, address + LENGTH_AT);
    }
}

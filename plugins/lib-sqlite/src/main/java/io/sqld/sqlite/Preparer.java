package io.sqld.sqlite;

import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Optional;

/** Prepares the statements of one connection. */
final class Preparer {
    private static final int PERSISTENT = 1;
    /** The text ends with NUL: SQLite then neither measures nor copies it. */
    private static final int UP_TO_NUL = -1;

    private final SqliteConnection connection;
    private final SqliteLibrary library;
    private final ConnectionCalls calls;
    private final CallGuard guard;
    private final SqlText text;
    private final long handle;
    private final long statementOut;
    private final long tailOut;

    /** @param out room for two pointers */
    Preparer(SqliteConnection connection, long handle, long out) {
        this.connection = connection;
        this.library = connection.library();
        this.calls = connection.calls();
        this.guard = connection.guard();
        this.text = new SqlText(library);
        this.handle = handle;
        this.statementOut = out;
        this.tailOut = out + Long.BYTES;
    }

    PrepareResult prepare(String sql, int offset, boolean persistent) {
        Objects.checkIndex(offset, sql.length() + 1);
        long start;
        int rc;
        guard.enterBarred(); // an upcall that prepared would overwrite the text
        try {
            start = text.locate(sql, offset);
            rc = calls.prepare(handle, start, UP_TO_NUL, persistent ? PERSISTENT : 0, statementOut, tailOut);
        } finally {
            guard.exitBarred();
        }
        if (rc != ResultCode.OK) {
            var failure = connection.failure(rc, errorOffset(sql, start));
            text.forget();
            throw failure;
        }
        return result(sql, start);
    }

    private PrepareResult result(String sql, long start) {
        long statement = pointer(statementOut);
        if (statement == 0) {
            text.forget();
            return new PrepareResult(Optional.empty(), sql.length());
        }
        long tail = pointer(tailOut);
        int end = SqlBlank.skip(sql, text.offset(sql, tail));
        if (end == sql.length()) {
            text.forget();
        }
        var prepared = new SqliteStatement(connection, statement, (int) (tail - start));
        connection.statements().add(prepared);
        return new PrepareResult(Optional.of(prepared), end);
    }

    private int errorOffset(String sql, long start) {
        int bytes = library.errorOffsets() ? calls.errorOffset(handle) : -1;
        return bytes < 0 ? SqliteException.NO_OFFSET : text.offset(sql, start + bytes);
    }

    private static long pointer(long address) {
        return NativeMemory.ALL.get(ValueLayout.JAVA_LONG, address);
    }

    void close() {
        text.close();
    }
}

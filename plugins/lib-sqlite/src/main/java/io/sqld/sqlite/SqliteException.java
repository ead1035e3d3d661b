package io.sqld.sqlite;

import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An error that SQLite reports (<a href="https://sqlite.org/rescode.html">result codes</a>). If it comes from an
 * exception thrown by a handler or function of the application, that exception is its cause.
 *
 * <p>It has a stack trace only where the fault is unlikely to lie in the statement or in another transaction.
 */
public final class SqliteException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final int NO_OFFSET = -1;

    private final int code;
    private final int offset;

    SqliteException(int code, String message, int offset, @Nullable Throwable cause) {
        super(message, cause, true, cause != null || !ResultCode.ordinary(code));
        this.code = code;
        this.offset = offset;
    }

    SqliteException(int code, String message) {
        this(code, message, NO_OFFSET, null);
    }

    /** {@return the extended result code} */
    public int code() {
        return code;
    }

    /** {@return the primary result code: the low byte of the extended one} */
    public int primaryCode() {
        return ResultCode.primary(code);
    }

    /** {@return {@code sqlite3_errmsg}, unchanged} */
    public String message() {
        return Objects.requireNonNullElse(getMessage(), "");
    }

    /** {@return where in the text given to {@code prepare} the error is, in chars from its start, if SQLite knows} */
    public OptionalInt offset() {
        return offset == NO_OFFSET ? OptionalInt.empty() : OptionalInt.of(offset);
    }
}

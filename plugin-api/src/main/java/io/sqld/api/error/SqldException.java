package io.sqld.api.error;

import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that crosses the plugin API.
 *
 * <p>Its message is meant for the person at the client: it says what is wrong and, where that helps, what to do.
 * Only failures of the {@linkplain ErrorFamily#SERVER server} carry a stack trace, so that refusing a bad request
 * stays cheap.
 */
public final class SqldException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int NONE = -1;

    private final ErrorCode code;
    private final int sqliteCode;
    private final int sqlOffset;

    private SqldException(ErrorCode code, int sqliteCode, int sqlOffset, String message, @Nullable Throwable cause) {
        super(message, cause, true, code.family() == ErrorFamily.SERVER);
        this.code = code;
        this.sqliteCode = sqliteCode;
        this.sqlOffset = sqlOffset;
    }

    /** An error that did not come from SQLite. */
    public SqldException(ErrorCode code, String message) {
        this(code, NONE, NONE, message, null);
    }

    /** An error that did not come from SQLite, with what caused it. */
    public SqldException(ErrorCode code, String message, Throwable cause) {
        this(code, NONE, NONE, message, Objects.requireNonNull(cause));
    }

    /**
     * An error of SQLite.
     *
     * @param sqliteCode the extended result code (<a href="https://sqlite.org/rescode.html">rescode</a>)
     * @param message {@code sqlite3_errmsg}, unchanged
     */
    public static SqldException sqlite(ErrorCode code, int sqliteCode, String message) {
        return new SqldException(code, sqliteCode, NONE, message, null);
    }

    /** {@return this error, with the place in the SQL text that SQLite points at, counted in chars from its start} */
    public SqldException at(int sqlOffset) {
        var located = new SqldException(code, sqliteCode, sqlOffset, message(), getCause());
        located.setStackTrace(getStackTrace());
        return located;
    }

    /** {@return what failed} */
    public ErrorCode code() {
        return code;
    }

    /** {@return SQLite's extended result code, if the error came from SQLite} */
    public OptionalInt sqliteCode() {
        return sqliteCode == NONE ? OptionalInt.empty() : OptionalInt.of(sqliteCode);
    }

    /** {@return the place of the error in the SQL text that was given, in chars from 0, if SQLite knows it} */
    public OptionalInt sqlOffset() {
        return sqlOffset == NONE ? OptionalInt.empty() : OptionalInt.of(sqlOffset);
    }

    /** {@return the message, never null} */
    public String message() {
        return Objects.requireNonNullElse(getMessage(), code.name());
    }
}

package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.SqliteException;

/**
 * Translates SQLite's errors (<a href="https://sqlite.org/rescode.html">result codes</a>). The message stays
 * SQLite's own.
 */
final class Errors {
    private Errors() {}

    static SqldException of(SqliteException e) {
        return of(e, e.message());
    }

    static SqldException of(SqliteException e, LimitKeys limits) {
        return of(e, limits.explain(e.message()));
    }

    /** SQLite has one message for statements and values that are too long. */
    static SqldException statementTooLong(SqliteException e, LimitKeys limits) {
        return of(e, limits.explain("statement too long"));
    }

    private static SqldException of(SqliteException e, String message) {
        SqldException translated = SqldException.sqlite(code(e.code()), e.code(), message);
        return e.offset().isPresent() ? translated.at(e.offset().getAsInt()) : translated;
    }

    /** {@return the error of opening {@code file}, named in the message} */
    static SqldException opening(String file, SqliteException e) {
        String message = switch (e.primaryCode()) {
            case ResultCode.BUSY, ResultCode.LOCKED, ResultCode.PROTOCOL -> file
                    + " is locked by another program: let it finish, or close it, and try again (" + e.message() + ")";
            case ResultCode.NOTADB -> file + " is not a SQLite database, or is encrypted (" + e.message() + ")";
            case ResultCode.CORRUPT -> file + " is damaged: restore it from a backup, or try `sqlite3 FILE .recover` ("
                    + e.message() + ")";
            case ResultCode.READONLY -> file + " cannot be written: check the rights of the file and of its directory ("
                    + e.message() + ")";
            default -> file + " cannot be opened: " + e.message();
        };
        ErrorCode code = code(e.code());
        return new SqldException(code == ErrorCode.BUSY ? ErrorCode.CANNOT_OPEN : code, message, e);
    }

    static ErrorCode code(int sqliteCode) {
        return switch (sqliteCode & 0xff) {
            case ResultCode.ERROR, ResultCode.ABORT -> ErrorCode.SQL_ERROR;
            case ResultCode.BUSY ->
                    sqliteCode == ResultCode.BUSY_SNAPSHOT ? ErrorCode.SERIALIZATION_CONFLICT : ErrorCode.BUSY;
            case ResultCode.LOCKED, ResultCode.PROTOCOL -> ErrorCode.BUSY;
            case ResultCode.NOMEM -> ErrorCode.OUT_OF_MEMORY;
            case ResultCode.PERM, ResultCode.READONLY -> ErrorCode.READ_ONLY;
            case ResultCode.INTERRUPT -> ErrorCode.INTERRUPTED;
            case ResultCode.IOERR, ResultCode.NOLFS -> ErrorCode.IO_ERROR;
            case ResultCode.CORRUPT, ResultCode.NOTADB -> ErrorCode.CORRUPT;
            case ResultCode.FULL -> ErrorCode.DISK_FULL;
            case ResultCode.CANTOPEN -> ErrorCode.CANNOT_OPEN;
            case ResultCode.SCHEMA -> ErrorCode.SCHEMA_CHANGED;
            case ResultCode.TOOBIG -> ErrorCode.VALUE_TOO_LARGE;
            case ResultCode.CONSTRAINT -> ErrorCode.CONSTRAINT;
            case ResultCode.MISMATCH -> ErrorCode.TYPE_MISMATCH;
            case ResultCode.AUTH -> ErrorCode.NOT_AUTHORIZED;
            case ResultCode.RANGE -> ErrorCode.PARAMETERS_INVALID;
            default -> ErrorCode.INTERNAL;
        };
    }
}

package io.sqld.frontend.pgwire;

/**
 * An error or notice with the fields that clients read
 * (<a href="https://www.postgresql.org/docs/15/protocol-error-fields.html">Error and Notice Message Fields</a>). An
 * empty string is a field that is not sent.
 *
 * @param position of the error in the client's text, in characters from 1; 0 if unknown
 * @param where what was being done, for instance which line of a COPY was read
 * @param routine only where clients act on it
 * @param sqliteCode SQLite's extended result code, or -1
 * @param sqlOffsetBytes the place of the error in the client's text, in bytes of UTF-8 from 0; or -1
 */
record PgError(
        Severity severity,
        String sqlState,
        String message,
        String detail,
        String hint,
        int position,
        String where,
        String schema,
        String table,
        String column,
        String constraint,
        String routine,
        int sqliteCode,
        int sqlOffsetBytes) {

    /** {@return an error that ends the command} */
    static PgError error(String sqlState, String message) {
        return of(Severity.ERROR, sqlState, message);
    }

    /** {@return an error that ends the connection} */
    static PgError fatal(String sqlState, String message) {
        return of(Severity.FATAL, sqlState, message);
    }

    /** {@return a warning} */
    static PgError warning(String sqlState, String message) {
        return of(Severity.WARNING, sqlState, message);
    }

    /** {@return something that the client may want to know} */
    static PgError notice(String message) {
        return of(Severity.NOTICE, "00000", message);
    }

    /** {@return something that the client has asked to be told} */
    static PgError log(String sqlState, String message) {
        return of(Severity.LOG, sqlState, message);
    }

    private static PgError of(Severity severity, String sqlState, String message) {
        return new PgError(severity, sqlState, message, "", "", 0, "", "", "", "", "", "", -1, -1);
    }

    /** {@return the same error, ending the connection} */
    PgError asFatal() {
        return new PgError(Severity.FATAL, sqlState, message, detail, hint, position, where, schema, table, column,
                constraint, routine, sqliteCode, sqlOffsetBytes);
    }

    /** {@return the same error with more about what exactly is wrong} */
    PgError withDetail(String newDetail) {
        return new PgError(severity, sqlState, message, newDetail, hint, position, where, schema, table, column,
                constraint, routine, sqliteCode, sqlOffsetBytes);
    }

    /** {@return the same error with a hint} */
    PgError withHint(String newHint) {
        return new PgError(severity, sqlState, message, detail, newHint, position, where, schema, table, column,
                constraint, routine, sqliteCode, sqlOffsetBytes);
    }

    /** {@return the same error at a place in the text, in characters from 1} */
    PgError at(int newPosition) {
        return new PgError(severity, sqlState, message, detail, hint, newPosition, where, schema, table, column,
                constraint, routine, sqliteCode, sqlOffsetBytes);
    }

    /** {@return the same error at a place in the text, also counted in bytes from 0} */
    PgError at(int newPosition, int newOffsetBytes) {
        return new PgError(severity, sqlState, message, detail, hint, newPosition, where, schema, table, column,
                constraint, routine, sqliteCode, newOffsetBytes);
    }

    /** {@return the same error, met while something was done} */
    PgError in(String context) {
        return new PgError(severity, sqlState, message, detail, hint, position, context, schema, table, column,
                constraint, routine, sqliteCode, sqlOffsetBytes);
    }

    /** {@return the same error, raised in the routine that clients know it by} */
    PgError from(String newRoutine) {
        return new PgError(severity, sqlState, message, detail, hint, position, where, schema, table, column,
                constraint, newRoutine, sqliteCode, sqlOffsetBytes);
    }

    /** {@return the same error about a constraint} */
    PgError about(String newTable, String newColumn, String newConstraint) {
        return new PgError(severity, sqlState, message, detail, hint, position, where, "public", newTable, newColumn,
                newConstraint, routine, sqliteCode, sqlOffsetBytes);
    }

    /** {@return the same error about a constraint whose table is not known} */
    PgError aboutConstraint(String newConstraint) {
        return new PgError(severity, sqlState, message, detail, hint, position, where, schema, table, column,
                newConstraint, routine, sqliteCode, sqlOffsetBytes);
    }

    /** {@return the same error with SQLite's code} */
    PgError withSqliteCode(int code) {
        return new PgError(severity, sqlState, message, detail, hint, position, where, schema, table, column,
                constraint, routine, code, sqlOffsetBytes);
    }

    /** {@return an exception that carries this error to the message loop} */
    PgException raise() {
        return new PgException(this);
    }
}

package io.sqld.api.error;

/**
 * Every way a request can fail, as far as a client can tell the difference.
 *
 * <p>Storage chooses the code; each front end maps it in one exhaustive {@code switch} (SQLSTATE, Hrana code, HTTP
 * status) and may refine the mapping by {@link SqldException#sqliteCode()}. {@code docs/ERRORS.md} is the table.
 */
public enum ErrorCode {
    /** SQLite refused the statement with its generic code: syntax, unknown table or column, and so on. */
    SQL_ERROR(ErrorFamily.CLIENT),
    /** The text holds no statement where exactly one is needed. */
    SQL_EMPTY(ErrorFamily.CLIENT),
    /** The text holds more than one statement where exactly one is needed. */
    SQL_MANY_STATEMENTS(ErrorFamily.CLIENT),
    /** The parameters supplied do not match those of the statement. */
    PARAMETERS_INVALID(ErrorFamily.CLIENT),
    /** A constraint refused the row ({@code SQLITE_CONSTRAINT}; the extended code says which kind). */
    CONSTRAINT(ErrorFamily.CLIENT),
    /** A value has a type that its target refuses ({@code SQLITE_MISMATCH}). */
    TYPE_MISMATCH(ErrorFamily.CLIENT),
    /** A statement, value or row exceeds a size limit of the engine ({@code SQLITE_TOOBIG}). */
    VALUE_TOO_LARGE(ErrorFamily.CLIENT),
    /** A write met a read-only database, connection or transaction ({@code SQLITE_READONLY}). */
    READ_ONLY(ErrorFamily.CLIENT),
    /** The policy of the server refuses this statement ({@code SQLITE_AUTH}). */
    NOT_AUTHORIZED(ErrorFamily.CLIENT),
    /** The request breaks its protocol, or uses the session in an order that the contract forbids. */
    INVALID_REQUEST(ErrorFamily.CLIENT),
    /** The server understands the request and does not offer it. */
    UNSUPPORTED(ErrorFamily.CLIENT),
    /** No credentials, or wrong ones. */
    UNAUTHENTICATED(ErrorFamily.CLIENT),
    /** Valid credentials that lack the right. */
    PERMISSION_DENIED(ErrorFamily.CLIENT),
    /** The name is not a valid namespace name. */
    NAMESPACE_INVALID(ErrorFamily.CLIENT),
    /** No such namespace. */
    NAMESPACE_NOT_FOUND(ErrorFamily.CLIENT),
    /** The namespace exists already. */
    NAMESPACE_EXISTS(ErrorFamily.CLIENT),
    /** The client asked to stop the statement. */
    INTERRUPTED(ErrorFamily.CLIENT),
    /** A lock of another connection was in the way ({@code SQLITE_BUSY}, {@code SQLITE_LOCKED}). */
    BUSY(ErrorFamily.CONFLICT),
    /** The transaction read a state that has since changed and can no longer write ({@code SQLITE_BUSY_SNAPSHOT}). */
    SERIALIZATION_CONFLICT(ErrorFamily.CONFLICT),
    /**
     * The server rolled the transaction back: it was idle for too long while others waited, or it exceeded its
     * deadline. Every statement fails with this code until the client ends the transaction.
     */
    TRANSACTION_LOST(ErrorFamily.CONFLICT),
    /** The schema changed under a prepared statement and its columns are no longer those announced. */
    SCHEMA_CHANGED(ErrorFamily.CONFLICT),
    /** The statement ran past its deadline. */
    DEADLINE_EXCEEDED(ErrorFamily.RESOURCE),
    /** The request waited for its turn to write, or for a connection, until its deadline. Nothing was done. */
    QUEUE_TIMEOUT(ErrorFamily.RESOURCE),
    /** A queue or the number of sessions is at its limit. Nothing was done. */
    OVERLOADED(ErrorFamily.RESOURCE),
    /** A limit of the server refused the request; the message names the key and its value. */
    LIMIT_EXCEEDED(ErrorFamily.RESOURCE),
    /** The server is stopping. */
    SHUTTING_DOWN(ErrorFamily.RESOURCE),
    /** A part that the request needs cannot be reached now. Nothing was done. */
    UNAVAILABLE(ErrorFamily.RESOURCE),
    /** The connection to the primary ended with the request in flight: it may or may not have been carried out. */
    OUTCOME_UNKNOWN(ErrorFamily.RESOURCE),
    /** SQLite ran out of memory, or reached its configured heap limit. */
    OUT_OF_MEMORY(ErrorFamily.RESOURCE),
    /** The disk is full ({@code SQLITE_FULL}). */
    DISK_FULL(ErrorFamily.SERVER),
    /** The operating system failed a read, a write or a sync ({@code SQLITE_IOERR}). */
    IO_ERROR(ErrorFamily.SERVER),
    /** The database file cannot be opened ({@code SQLITE_CANTOPEN}). */
    CANNOT_OPEN(ErrorFamily.SERVER),
    /** The database file is damaged, or is no database ({@code SQLITE_CORRUPT}, {@code SQLITE_NOTADB}). */
    CORRUPT(ErrorFamily.SERVER),
    /** A service cannot start. The message is one line that says what to change. */
    START_FAILED(ErrorFamily.SERVER),
    /** A defect of the server. */
    INTERNAL(ErrorFamily.SERVER);

    private final ErrorFamily family;

    ErrorCode(ErrorFamily family) {
        this.family = family;
    }

    /** {@return who has to act} */
    public ErrorFamily family() {
        return family;
    }
}

package io.sqld.frontend.http.hrana;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.frontend.http.json.BufferLimitException;
import java.nio.charset.StandardCharsets;

/**
 * An {@code Error}: how one request, not its whole message, has failed.
 *
 * @param code for programs
 * @param message for people
 * @param status the HTTP status where this error is the whole answer
 */
public record HranaError(String code, String message, int status) {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final int PRIMARY_CODE_BITS = 0xFF;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_NOTADB = 26;

    /**
     * {@return the error that a client sees}
     *
     * @param sql the text that failed, to count the offset in bytes as Hrana does
     */
    public static HranaError of(SqldException error, String sql) {
        return switch (error.code()) {
            case SQL_ERROR -> sqlError(error, sql);
            case SQL_EMPTY -> client("SQL_NO_STATEMENT", "SQL string does not contain any statement");
            case SQL_MANY_STATEMENTS -> client("SQL_MANY_STATEMENTS", "SQL string contains more than one statement");
            case PARAMETERS_INVALID ->
                    client("ARGS_INVALID", "Arguments do not match SQL parameters: " + error.message());
            case CONSTRAINT -> sqlite("SQLITE_CONSTRAINT", error);
            case TYPE_MISMATCH -> sqlite("SQLITE_MISMATCH", error);
            case VALUE_TOO_LARGE -> sqlite("SQLITE_TOOBIG", error);
            case READ_ONLY -> sqlite("SQLITE_READONLY", error);
            case NOT_AUTHORIZED -> sqlite("SQLITE_AUTH", error);
            case INTERRUPTED -> sqlite("SQLITE_INTERRUPT", error);
            case BUSY -> sqlite(primary(error) == SQLITE_LOCKED ? "SQLITE_LOCKED" : "SQLITE_BUSY", error);
            case SERIALIZATION_CONFLICT -> sqlite("SQLITE_BUSY", error);
            case SCHEMA_CHANGED -> sqlite("SQLITE_SCHEMA", error);
            case OUT_OF_MEMORY -> sqlite("SQLITE_NOMEM", error);
            case DISK_FULL -> sqlite("SQLITE_FULL", error);
            case IO_ERROR -> sqlite("SQLITE_IOERR", error);
            case CANNOT_OPEN -> sqlite("SQLITE_CANTOPEN", error);
            case CORRUPT -> sqlite(primary(error) == SQLITE_NOTADB ? "SQLITE_NOTADB" : "SQLITE_CORRUPT", error);
            case TRANSACTION_LOST ->
                    new HranaError("TRANSACTION_TIMEOUT", "Transaction timed out: " + error.message(), UNAVAILABLE);
            case QUEUE_TIMEOUT, OVERLOADED -> new HranaError(
                    "TRANSACTION_BUSY", "Server cannot handle additional transactions: " + error.message(),
                    UNAVAILABLE);
            case INVALID_REQUEST, UNSUPPORTED, LIMIT_EXCEEDED, NAMESPACE_INVALID, NAMESPACE_EXISTS,
                    NAMESPACE_NOT_FOUND ->
                    client(error.code().name(), error.message());
            case UNAUTHENTICATED ->
                    new HranaError(error.code().name(), "Authorization forbidden: " + error.message(), FORBIDDEN);
            case PERMISSION_DENIED ->
                    new HranaError("SQLITE_AUTH", "Authorization forbidden: " + error.message(), FORBIDDEN);
            case DEADLINE_EXCEEDED, SHUTTING_DOWN, UNAVAILABLE, OUTCOME_UNKNOWN ->
                    new HranaError(error.code().name(), error.message(), UNAVAILABLE);
            case START_FAILED, INTERNAL -> new HranaError(ErrorCode.INTERNAL.name(), error.message(), SERVER_ERROR);
        };
    }

    /** {@return the error for a result that does not fit} */
    public static HranaError of(BufferLimitException error, long responseBytesMax, long totalBytesMax) {
        if (error.shared()) {
            return crowded("Response is too large", totalBytesMax);
        }
        return client(
                "RESPONSE_TOO_LARGE",
                "Response is too large: it exceeds http.limits.response-bytes-max (" + responseBytesMax
                        + " bytes). Ask for fewer rows, or use a cursor");
    }

    /** {@return the error for an answer that cannot begin, or go on, because others hold all the memory} */
    public static HranaError crowded(String what, long totalBytesMax) {
        return new HranaError(
                "RESPONSE_TOO_LARGE",
                what + ": the responses in progress together reach http.limits.response-bytes-total-max ("
                        + totalBytesMax + " bytes). Try again later",
                UNAVAILABLE);
    }

    /** {@return the error for text that no JSON string can hold} */
    public static HranaError of(TextException error) {
        return client("TEXT_NOT_UTF8", error.message());
    }

    static HranaError client(String code, String message) {
        return new HranaError(code, message, BAD_REQUEST);
    }

    private static HranaError sqlError(SqldException error, String sql) {
        String message = error.message();
        boolean placed = error.sqlOffset().isPresent();
        String place = placed ? " (at offset " + byteOffset(sql, error.sqlOffset().getAsInt()) + ")" : "";
        if (isSyntaxError(message)) {
            return client("SQL_PARSE_ERROR", "SQL string could not be parsed: " + message + place);
        }
        return placed ? client("SQL_INPUT_ERROR", "SQL input error: " + message + place)
                : sqlite("SQLITE_UNKNOWN", error);
    }

    /** The messages of SQLite's parser and tokenizer; they have no result code of their own. */
    private static boolean isSyntaxError(String message) {
        return message.endsWith(": syntax error")
                || message.equals("incomplete input")
                || message.startsWith("unrecognized token: ");
    }

    private static int byteOffset(String sql, int chars) {
        return sql.substring(0, Math.min(chars, sql.length())).getBytes(StandardCharsets.UTF_8).length;
    }

    private static int primary(SqldException error) {
        return error.sqliteCode().orElse(0) & PRIMARY_CODE_BITS;
    }

    private static HranaError sqlite(String code, SqldException error) {
        return new HranaError(code, "SQLite error: " + error.message(), SERVER_ERROR);
    }

}

package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBufUtil;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the errors of the API to those of the protocol. The table is in {@code docs/ERRORS.md}. */
final class SqlStates {
    private static final int CONSTRAINT_CHECK = 275;
    private static final int CONSTRAINT_FOREIGN_KEY = 787;
    private static final int CONSTRAINT_NOT_NULL = 1299;
    private static final int CONSTRAINT_PRIMARY_KEY = 1555;
    private static final int CONSTRAINT_TRIGGER = 1811;
    private static final int CONSTRAINT_UNIQUE = 2067;
    private static final int CONSTRAINT_ROWID = 2579;
    private static final int CONSTRAINT_DATATYPE = 3091;

    private static final Pattern COLUMNS_FAILED = Pattern.compile("constraint failed: ([^.,]+)\\.([^,]+)");
    private static final Pattern NO_TABLE = Pattern.compile("no such table: (?:[^.]+\\.)?(.+)");
    private static final Pattern NAME_FAILED = Pattern.compile("constraint failed: (?:index '(.*)'|(.*))$");
    private static final Pattern CANNOT_STORE = Pattern.compile("in \\S+ column ([^.]+)\\.(.+)$");

    private SqlStates() {}

    /**
     * {@return the error as the client is told}
     *
     * @param sql the text that the client sent, to turn offsets into character positions
     */
    static PgError of(SqldException failure, String sql) {
        String message =
                failure.code() == ErrorCode.INTERRUPTED ? "canceling statement due to user request" : failure.message();
        PgError error = PgError.error(sqlState(failure), message);
        if (failure.code() == ErrorCode.SCHEMA_CHANGED) {
            // Drivers prepare anew on this, and on nothing else.
            error = error.from("RevalidateCachedQuery");
        }
        if (failure.sqliteCode().isPresent()) {
            error = constraintFields(error.withSqliteCode(failure.sqliteCode().getAsInt()));
        }
        int offset = failure.sqlOffset().orElseGet(() -> missingTable(failure.message(), sql));
        if (offset < 0 || sql.isEmpty()) {
            return error;
        }
        String before = sql.substring(0, Math.min(offset, sql.length()));
        return error.at(before.codePointCount(0, before.length()) + 1, ByteBufUtil.utf8Bytes(before));
    }

    /** SQLite does not say where a table was named that does not exist. {@return the place, or -1} */
    private static int missingTable(String message, String sql) {
        Matcher named = NO_TABLE.matcher(message);
        if (!named.matches()) {
            return -1;
        }
        String name = named.group(1);
        var lexer = new Lexer(sql, 0);
        for (Token token = lexer.next(); token.kind() != Token.Kind.END; token = lexer.next()) {
            if (token.isIdentifier() && token.text().equalsIgnoreCase(name)) {
                return token.start();
            }
        }
        return -1;
    }

    private static String sqlState(SqldException failure) {
        return switch (failure.code()) {
            case SQL_ERROR -> byMessage(failure.message());
            case SQL_EMPTY, SQL_MANY_STATEMENTS -> SqlState.SYNTAX_ERROR;
            case PARAMETERS_INVALID, INVALID_REQUEST -> SqlState.PROTOCOL_VIOLATION;
            case CONSTRAINT -> byConstraint(failure.sqliteCode().orElse(0));
            case TYPE_MISMATCH -> SqlState.DATATYPE_MISMATCH;
            case VALUE_TOO_LARGE -> SqlState.PROGRAM_LIMIT_EXCEEDED;
            case READ_ONLY -> SqlState.READ_ONLY_TRANSACTION;
            case NOT_AUTHORIZED, PERMISSION_DENIED -> SqlState.INSUFFICIENT_PRIVILEGE;
            case UNSUPPORTED -> SqlState.FEATURE_NOT_SUPPORTED;
            case UNAUTHENTICATED -> SqlState.INVALID_AUTHORIZATION;
            case NAMESPACE_INVALID, NAMESPACE_NOT_FOUND -> SqlState.INVALID_CATALOG_NAME;
            case NAMESPACE_EXISTS -> SqlState.DUPLICATE_DATABASE;
            case INTERRUPTED, DEADLINE_EXCEEDED -> SqlState.QUERY_CANCELED;
            case BUSY, QUEUE_TIMEOUT -> SqlState.LOCK_NOT_AVAILABLE;
            case SERIALIZATION_CONFLICT -> SqlState.SERIALIZATION_FAILURE;
            case TRANSACTION_LOST -> SqlState.IDLE_IN_TRANSACTION_TIMEOUT;
            case SCHEMA_CHANGED -> SqlState.FEATURE_NOT_SUPPORTED;
            case OVERLOADED -> SqlState.TOO_MANY_CONNECTIONS;
            case LIMIT_EXCEEDED -> SqlState.LIMIT_EXCEEDED;
            case SHUTTING_DOWN -> SqlState.ADMIN_SHUTDOWN;
            case UNAVAILABLE, START_FAILED -> SqlState.CANNOT_CONNECT_NOW;
            case OUTCOME_UNKNOWN -> SqlState.TRANSACTION_RESOLUTION_UNKNOWN;
            case OUT_OF_MEMORY -> SqlState.OUT_OF_MEMORY;
            case DISK_FULL -> SqlState.DISK_FULL;
            case IO_ERROR -> SqlState.IO_ERROR;
            case CANNOT_OPEN -> SqlState.UNDEFINED_FILE;
            case CORRUPT -> SqlState.DATA_CORRUPTED;
            case INTERNAL -> SqlState.INTERNAL_ERROR;
        };
    }

    private static String byConstraint(int sqliteCode) {
        return switch (sqliteCode) {
            case CONSTRAINT_UNIQUE, CONSTRAINT_PRIMARY_KEY, CONSTRAINT_ROWID -> SqlState.UNIQUE_VIOLATION;
            case CONSTRAINT_NOT_NULL -> SqlState.NOT_NULL_VIOLATION;
            case CONSTRAINT_CHECK -> SqlState.CHECK_VIOLATION;
            case CONSTRAINT_FOREIGN_KEY -> SqlState.FOREIGN_KEY_VIOLATION;
            case CONSTRAINT_TRIGGER -> SqlState.RAISED;
            case CONSTRAINT_DATATYPE -> SqlState.DATATYPE_MISMATCH;
            default -> SqlState.INTEGRITY_VIOLATION;
        };
    }

    /** SQLITE_ERROR says what went wrong in words only; these are the words of SQLite's source. */
    private static String byMessage(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        if (text.startsWith("no such table") || text.startsWith("no such view")) {
            return SqlState.UNDEFINED_TABLE;
        }
        if (text.startsWith("no such column") || text.contains("has no column named")) {
            return SqlState.UNDEFINED_COLUMN;
        }
        if (text.startsWith("no such function") || text.startsWith("wrong number of arguments to function")) {
            return SqlState.UNDEFINED_FUNCTION;
        }
        if (text.startsWith("no such savepoint")) {
            return SqlState.INVALID_SAVEPOINT;
        }
        if (text.startsWith("no such")) {
            return SqlState.UNDEFINED_OBJECT;
        }
        if (text.startsWith("unknown database") || text.startsWith("unknown schema")) {
            return SqlState.INVALID_SCHEMA_NAME;
        }
        if (text.endsWith("already exists") || text.startsWith("there is already")) {
            return SqlState.DUPLICATE_TABLE;
        }
        if (text.endsWith("does not exist") || text.startsWith("unrecognized configuration parameter")) {
            return byCatalogMessage(text);
        }
        return byOtherMessage(text);
    }

    /** The catalog's functions speak PostgreSQL's words. */
    private static String byCatalogMessage(String text) {
        if (text.startsWith("relation ")) {
            return SqlState.UNDEFINED_TABLE;
        }
        if (text.startsWith("function ")) {
            return SqlState.UNDEFINED_FUNCTION;
        }
        return text.startsWith("schema ") ? SqlState.INVALID_SCHEMA_NAME : SqlState.UNDEFINED_OBJECT;
    }

    private static String byOtherMessage(String text) {
        if (text.startsWith("duplicate column name")) {
            return SqlState.DUPLICATE_COLUMN;
        }
        if (text.startsWith("ambiguous column name")) {
            return SqlState.AMBIGUOUS_COLUMN;
        }
        if (text.startsWith("misuse of")) {
            return SqlState.GROUPING_ERROR;
        }
        if (text.contains("within a transaction")) {
            return SqlState.ACTIVE_TRANSACTION;
        }
        if (text.contains("no transaction is active")) {
            return SqlState.NO_ACTIVE_TRANSACTION;
        }
        if (text.startsWith("too many sql variables")) {
            return SqlState.TOO_MANY_ARGUMENTS;
        }
        if (text.startsWith("too many") || text.contains("stack overflow") || text.contains("too large")) {
            return SqlState.STATEMENT_TOO_COMPLEX;
        }
        if (text.startsWith("integer overflow")) {
            return SqlState.NUMERIC_OUT_OF_RANGE;
        }
        if (text.startsWith("malformed json")) {
            return SqlState.INVALID_TEXT_REPRESENTATION;
        }
        if (text.startsWith("cannot modify")) {
            return SqlState.WRONG_OBJECT_TYPE;
        }
        return SqlState.SYNTAX_ERROR;
    }

    /** SQLite names the table and the columns, or the constraint, in the message. */
    private static PgError constraintFields(PgError error) {
        return switch (error.sqliteCode()) {
            case CONSTRAINT_UNIQUE, CONSTRAINT_PRIMARY_KEY, CONSTRAINT_ROWID, CONSTRAINT_NOT_NULL -> byColumns(error);
            case CONSTRAINT_CHECK -> byName(error);
            case CONSTRAINT_DATATYPE -> {
                Matcher named = CANNOT_STORE.matcher(error.message());
                yield named.find() ? error.about(named.group(1), named.group(2), "") : error;
            }
            default -> error;
        };
    }

    private static PgError byColumns(PgError error) {
        Matcher named = COLUMNS_FAILED.matcher(error.message());
        if (!named.find()) {
            return byName(error);
        }
        String table = named.group(1);
        String column = named.group(2).strip();
        boolean several = error.message().indexOf(',', named.end()) >= 0;
        return switch (error.sqliteCode()) {
            case CONSTRAINT_NOT_NULL -> error.about(table, column, "");
            // The names that PostgreSQL would have made up: applications look for them.
            case CONSTRAINT_UNIQUE -> error.about(table, "", uniqueName(error.message(), named.start(1)));
            default -> error.about(table, several ? "" : column, table + "_pkey");
        };
    }

    private static String uniqueName(String message, int from) {
        var name = new StringBuilder();
        for (String part : message.substring(from).split(",", -1)) {
            String qualified = part.strip();
            int dot = qualified.indexOf('.');
            name.append(name.isEmpty() ? qualified.substring(0, Math.max(dot, 0)) : "");
            name.append('_').append(qualified.substring(dot + 1));
        }
        return name.append("_key").toString();
    }

    private static PgError byName(PgError error) {
        Matcher named = NAME_FAILED.matcher(error.message());
        return named.find() ? error.aboutConstraint(named.group(named.group(1) == null ? 2 : 1)) : error;
    }
}

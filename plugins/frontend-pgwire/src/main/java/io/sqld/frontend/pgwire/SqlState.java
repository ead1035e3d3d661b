package io.sqld.frontend.pgwire;

/**
 * The SQLSTATEs in use (<a href="https://www.postgresql.org/docs/15/errcodes-appendix.html">PostgreSQL Error
 * Codes</a>).
 */
final class SqlState {
    /** Our own: what SQLite knows about a statement that has been parsed. */
    static final String STATEMENT_METADATA = "00S01";
    static final String WARNING = "01000";
    static final String PROTOCOL_VIOLATION = "08P01";
    static final String CONNECTION_DOES_NOT_EXIST = "08003";
    static final String TRANSACTION_RESOLUTION_UNKNOWN = "08007";
    static final String FEATURE_NOT_SUPPORTED = "0A000";
    static final String NUMERIC_OUT_OF_RANGE = "22003";
    static final String NOT_IN_REPERTOIRE = "22021";
    static final String INVALID_PARAMETER_VALUE = "22023";
    static final String INVALID_TEXT_REPRESENTATION = "22P02";
    static final String INVALID_BINARY_REPRESENTATION = "22P03";
    static final String BAD_COPY_FORMAT = "22P04";
    static final String INTEGRITY_VIOLATION = "23000";
    static final String NOT_NULL_VIOLATION = "23502";
    static final String FOREIGN_KEY_VIOLATION = "23503";
    static final String UNIQUE_VIOLATION = "23505";
    static final String CHECK_VIOLATION = "23514";
    static final String ACTIVE_TRANSACTION = "25001";
    static final String NO_ACTIVE_TRANSACTION = "25P01";
    static final String IN_FAILED_TRANSACTION = "25P02";
    static final String IDLE_IN_TRANSACTION_TIMEOUT = "25P03";
    static final String READ_ONLY_TRANSACTION = "25006";
    static final String INVALID_STATEMENT_NAME = "26000";
    static final String INVALID_AUTHORIZATION = "28000";
    static final String INVALID_PASSWORD = "28P01";
    static final String INVALID_CURSOR_NAME = "34000";
    static final String INVALID_CATALOG_NAME = "3D000";
    static final String INVALID_SAVEPOINT = "3B001";
    static final String INVALID_SCHEMA_NAME = "3F000";
    static final String SERIALIZATION_FAILURE = "40001";
    static final String DEADLOCK = "40P01";
    static final String SYNTAX_ERROR = "42601";
    static final String INSUFFICIENT_PRIVILEGE = "42501";
    static final String DUPLICATE_COLUMN = "42701";
    static final String AMBIGUOUS_COLUMN = "42702";
    static final String UNDEFINED_COLUMN = "42703";
    static final String UNDEFINED_OBJECT = "42704";
    static final String GROUPING_ERROR = "42803";
    static final String DATATYPE_MISMATCH = "42804";
    static final String WRONG_OBJECT_TYPE = "42809";
    static final String UNDEFINED_FUNCTION = "42883";
    static final String UNDEFINED_TABLE = "42P01";
    static final String UNDEFINED_PARAMETER = "42P02";
    static final String DUPLICATE_CURSOR = "42P03";
    static final String DUPLICATE_DATABASE = "42P04";
    static final String DUPLICATE_STATEMENT = "42P05";
    static final String DUPLICATE_TABLE = "42P07";
    static final String INDETERMINATE_TYPE = "42P18";
    static final String INSUFFICIENT_RESOURCES = "53000";
    static final String DISK_FULL = "53100";
    static final String OUT_OF_MEMORY = "53200";
    static final String TOO_MANY_CONNECTIONS = "53300";
    static final String LIMIT_EXCEEDED = "53400";
    static final String PROGRAM_LIMIT_EXCEEDED = "54000";
    static final String STATEMENT_TOO_COMPLEX = "54001";
    static final String TOO_MANY_ARGUMENTS = "54023";
    static final String NOT_IN_PREREQUISITE_STATE = "55000";
    static final String CANNOT_CHANGE_NOW = "55P02";
    static final String LOCK_NOT_AVAILABLE = "55P03";
    static final String QUERY_CANCELED = "57014";
    static final String ADMIN_SHUTDOWN = "57P01";
    static final String CANNOT_CONNECT_NOW = "57P03";
    static final String IDLE_SESSION_TIMEOUT = "57P05";
    static final String IO_ERROR = "58030";
    static final String UNDEFINED_FILE = "58P01";
    static final String RAISED = "P0001";
    static final String INTERNAL_ERROR = "XX000";
    static final String DATA_CORRUPTED = "XX001";

    private SqlState() {}
}

package io.sqld.frontend.pgwire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The session variables that clients expect, with PostgreSQL's names and defaults
 * (<a href="https://www.postgresql.org/docs/15/runtime-config.html">Server Configuration</a>).
 */
enum Variable {
    APPLICATION_NAME("application_name", "", Kind.REPORTED),
    CLIENT_ENCODING("client_encoding", "UTF8", Kind.REPORTED, "UTF8", "SQL_ASCII"),
    DATE_STYLE("DateStyle", "ISO, MDY", Kind.REPORTED),
    DEFAULT_TRANSACTION_READ_ONLY("default_transaction_read_only", "off", Kind.REPORTED, "on", "off"),
    IN_HOT_STANDBY("in_hot_standby", "off", Kind.REPORTED_FIXED),
    INTEGER_DATETIMES("integer_datetimes", "on", Kind.REPORTED_FIXED),
    INTERVAL_STYLE("IntervalStyle", "postgres", Kind.REPORTED, "postgres", "postgres_verbose", "sql_standard",
            "iso_8601"),
    IS_SUPERUSER("is_superuser", "off", Kind.REPORTED_FIXED),
    SERVER_ENCODING("server_encoding", "UTF8", Kind.REPORTED_FIXED),
    SERVER_VERSION("server_version", "", Kind.REPORTED_FIXED),
    SESSION_AUTHORIZATION("session_authorization", "", Kind.REPORTED_FIXED),
    STANDARD_CONFORMING_STRINGS("standard_conforming_strings", "on", Kind.REPORTED, "on"),
    TIME_ZONE("TimeZone", "Etc/UTC", Kind.REPORTED),
    BYTEA_OUTPUT("bytea_output", "hex", Kind.PLAIN, "hex"),
    CHECK_FUNCTION_BODIES("check_function_bodies", "on", Kind.PLAIN, "on", "off"),
    CLIENT_MIN_MESSAGES("client_min_messages", "notice", Kind.PLAIN),
    DEFAULT_TRANSACTION_DEFERRABLE("default_transaction_deferrable", "off", Kind.PLAIN, "on", "off"),
    DEFAULT_TRANSACTION_ISOLATION("default_transaction_isolation", "serializable", Kind.PLAIN),
    EXTRA_FLOAT_DIGITS("extra_float_digits", "1", Kind.PLAIN),
    IDLE_IN_TRANSACTION_SESSION_TIMEOUT("idle_in_transaction_session_timeout", "0", Kind.PLAIN),
    IDLE_SESSION_TIMEOUT("idle_session_timeout", "0", Kind.PLAIN),
    JIT("jit", "off", Kind.PLAIN),
    LC_COLLATE("lc_collate", "C", Kind.FIXED),
    LC_CTYPE("lc_ctype", "C", Kind.FIXED),
    LC_MESSAGES("lc_messages", "C", Kind.PLAIN),
    LC_MONETARY("lc_monetary", "C", Kind.PLAIN),
    LC_NUMERIC("lc_numeric", "C", Kind.PLAIN),
    LC_TIME("lc_time", "C", Kind.PLAIN),
    LOCK_TIMEOUT("lock_timeout", "0", Kind.PLAIN),
    MAX_CONNECTIONS("max_connections", "100", Kind.FIXED),
    MAX_IDENTIFIER_LENGTH("max_identifier_length", "63", Kind.FIXED),
    MAX_INDEX_KEYS("max_index_keys", "32", Kind.FIXED),
    ROLE("role", "none", Kind.PLAIN),
    ROW_SECURITY("row_security", "on", Kind.PLAIN),
    SEARCH_PATH("search_path", "\"$user\", public", Kind.PLAIN),
    SERVER_VERSION_NUM("server_version_num", "150000", Kind.FIXED),
    STATEMENT_TIMEOUT("statement_timeout", "0", Kind.PLAIN),
    SYNCHRONOUS_COMMIT("synchronous_commit", "on", Kind.PLAIN),
    TRANSACTION_DEFERRABLE("transaction_deferrable", "off", Kind.PLAIN, "on", "off"),
    TRANSACTION_ISOLATION("transaction_isolation", "serializable", Kind.PLAIN),
    TRANSACTION_READ_ONLY("transaction_read_only", "off", Kind.PLAIN, "on", "off"),
    WORK_MEM("work_mem", "4MB", Kind.PLAIN),
    XMLOPTION("xmloption", "content", Kind.PLAIN),
    BOOL_EXPR("sqld.bool_expr", "int", Kind.PLAIN, "int", "bool"),
    DATETIME("sqld.datetime", "native", Kind.PLAIN, "native", "text"),
    FETCH_ROWS("sqld.fetch_rows", "256", Kind.PLAIN),
    INTEGER_OID("sqld.integer_oid", "int8", Kind.PLAIN, "int8", "int4", "auto"),
    NATIVE("sqld.native", "off", Kind.PLAIN, "on", "off"),
    TYPE_CONFLICT("sqld.type_conflict", "lenient", Kind.PLAIN, "lenient", "strict", "null");

    /** What may be done with a variable. */
    enum Kind {
        /** Clients are told its value at the start and on every change. */
        REPORTED,
        /** Told at the start; never changes. */
        REPORTED_FIXED,
        /** Not told. */
        PLAIN,
        /** Not told; never changes. */
        FIXED
    }

    private final String sqlName;
    private final String initial;
    private final Kind kind;
    private final String permitted;

    Variable(String sqlName, String initial, Kind kind, String... permitted) {
        this.sqlName = sqlName;
        this.initial = initial;
        this.kind = kind;
        this.permitted = String.join(",", permitted);
    }

    /** {@return the name as PostgreSQL writes it} */
    String sqlName() {
        return sqlName;
    }

    /** {@return the value of a new session, empty where it depends on the connection} */
    String initial() {
        return initial;
    }

    /** {@return whether clients are told its value} */
    boolean isReported() {
        return kind == Kind.REPORTED || kind == Kind.REPORTED_FIXED;
    }

    /**
     * {@return {@code value} in its canonical form}
     *
     * @throws PgException if the variable cannot have this value
     */
    String accept(String value) {
        if (kind == Kind.FIXED || kind == Kind.REPORTED_FIXED) {
            throw PgError.error(SqlState.CANNOT_CHANGE_NOW, "parameter \"" + sqlName + "\" cannot be changed").raise();
        }
        if (this == DATE_STYLE) {
            return dateStyle(value);
        }
        if (permitted.isEmpty()) {
            return value;
        }
        String canonical = this == CLIENT_ENCODING ? encoding(value) : isSwitch() ? onOff(value) : value;
        for (String choice : permitted.split(",", -1)) {
            if (choice.equalsIgnoreCase(canonical)) {
                return choice;
            }
        }
        String state = this == CLIENT_ENCODING ? SqlState.FEATURE_NOT_SUPPORTED : SqlState.INVALID_PARAMETER_VALUE;
        throw PgError.error(state, "invalid value for parameter \"" + sqlName + "\": \"" + value + "\"")
                .withHint("Available values: " + permitted.replace(",", ", ") + ".")
                .raise();
    }

    /** Only the output of the ISO style is offered; the order of day and month matters to input, which is SQLite's. */
    private static String dateStyle(String value) {
        String upper = value.toUpperCase(Locale.ROOT).replaceAll("[\\s\"']", "");
        return switch (upper) {
            case "ISO", "ISO,MDY", "MDY,ISO", "MDY" -> "ISO, MDY";
            case "ISO,DMY", "DMY,ISO", "DMY" -> "ISO, DMY";
            case "ISO,YMD", "YMD,ISO", "YMD" -> "ISO, YMD";
            default -> throw PgError.error(
                    SqlState.INVALID_PARAMETER_VALUE, "invalid value for parameter \"DateStyle\": \"" + value + "\"")
                    .withHint("Dates are printed in the ISO style only.")
                    .raise();
        };
    }

    private boolean isSwitch() {
        return permitted.equals("on") || permitted.equals("on,off");
    }

    private static String onOff(String value) {
        return switch (Booleans.parse(value)) {
            case TRUE -> "on";
            case FALSE -> "off";
            case NEITHER -> value;
        };
    }

    /** Clients write the names of encodings in many ways; some leave the quotes on. */
    private static String encoding(String value) {
        String letters = value.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
        return switch (letters) {
            case "UTF8", "UNICODE" -> "UTF8";
            case "SQLASCII" -> "SQL_ASCII";
            default -> value;
        };
    }

    /** {@return the variable with this name, in any case} */
    static Optional<Variable> named(String name) {
        return Arrays.stream(values()).filter(v -> v.sqlName.equalsIgnoreCase(name)).findFirst();
    }
}

package io.sqld.sqlite;

/**
 * Options of a connection that are on or off (<a
 * href="https://sqlite.org/c3ref/c_dbconfig_defensive.html">SQLITE_DBCONFIG_*</a>).
 */
public final class ConfigOption {
    /** Foreign keys are enforced. */
    public static final int ENABLE_FKEY = 1002;

    /** Triggers fire. */
    public static final int ENABLE_TRIGGER = 1003;

    /** The function fts3_tokenizer with two arguments. */
    public static final int ENABLE_FTS3_TOKENIZER = 1004;

    /** Extensions may be loaded through C; not through SQL. */
    public static final int ENABLE_LOAD_EXTENSION = 1005;

    /** The last connection to close does not checkpoint. */
    public static final int NO_CKPT_ON_CLOSE = 1006;

    /** The query planner does not look at bound values. */
    public static final int ENABLE_QPSG = 1007;

    /** EXPLAIN QUERY PLAN shows triggers. */
    public static final int TRIGGER_EQP = 1008;

    /** The next VACUUM empties the database. */
    public static final int RESET_DATABASE = 1009;

    /** SQL that can damage the file is refused. */
    public static final int DEFENSIVE = 1010;

    /** PRAGMA writable_schema. */
    public static final int WRITABLE_SCHEMA = 1011;

    /** ALTER TABLE as before 3.25. */
    public static final int LEGACY_ALTER_TABLE = 1012;

    /** Double-quoted strings in DML. */
    public static final int DQS_DML = 1013;

    /** Double-quoted strings in DDL. */
    public static final int DQS_DDL = 1014;

    /** Views work. */
    public static final int ENABLE_VIEW = 1015;

    /** New databases have the file format of before 3.3. */
    public static final int LEGACY_FILE_FORMAT = 1016;

    /** Functions in the schema are trusted. */
    public static final int TRUSTED_SCHEMA = 1017;

    /** Statistics for sqlite3_stmt_scanstatus. */
    public static final int STMT_SCANSTATUS = 1018;

    /** Scans run backwards. */
    public static final int REVERSE_SCANORDER = 1019;

    /** ATTACH may create a file; from 3.49. */
    public static final int ENABLE_ATTACH_CREATE = 1020;

    /** An attached database may be written; from 3.49. */
    public static final int ENABLE_ATTACH_WRITE = 1021;

    /** SQL may have comments; from 3.49. */
    public static final int ENABLE_COMMENTS = 1022;

    private ConfigOption() {}
}

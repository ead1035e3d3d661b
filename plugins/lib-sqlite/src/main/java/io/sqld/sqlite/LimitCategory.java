package io.sqld.sqlite;

/** Limits of a connection (<a href="https://sqlite.org/c3ref/c_limit_attached.html">SQLITE_LIMIT_*</a>). */
public final class LimitCategory {
    /** Bytes of a string, BLOB or row. */
    public static final int LENGTH = 0;

    /** Bytes of a statement. */
    public static final int SQL_LENGTH = 1;

    /** Columns of a table, index, view, result, SET or GROUP BY. */
    public static final int COLUMN = 2;

    /** Depth of an expression. */
    public static final int EXPR_DEPTH = 3;

    /** Terms of a compound SELECT. */
    public static final int COMPOUND_SELECT = 4;

    /** Instructions of a compiled statement. */
    public static final int VDBE_OP = 5;

    /** Arguments of a function. */
    public static final int FUNCTION_ARG = 6;

    /** Attached databases. */
    public static final int ATTACHED = 7;

    /** Bytes of the pattern of LIKE or GLOB. */
    public static final int LIKE_PATTERN_LENGTH = 8;

    /** The highest number of a parameter. */
    public static final int VARIABLE_NUMBER = 9;

    /** Depth of triggers that fire triggers. */
    public static final int TRIGGER_DEPTH = 10;

    /** Threads that help to sort. */
    public static final int WORKER_THREADS = 11;

    private LimitCategory() {}
}

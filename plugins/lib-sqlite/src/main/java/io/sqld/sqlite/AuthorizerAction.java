package io.sqld.sqlite;

/**
 * What a statement wants to do (<a href="https://sqlite.org/c3ref/c_alter_table.html">action codes</a>), and what an
 * {@link Authorizer} answers.
 */
public final class AuthorizerAction {
    /** Answer: it may. */
    public static final int ALLOW = 0;

    /** Answer: the statement fails with {@link ResultCode#AUTH}. */
    public static final int DENY = 1;

    /** Answer: reads of the column give NULL, or the action is left out. */
    public static final int IGNORE = 2;

    /** Arguments: index, table. */
    public static final int CREATE_INDEX = 1;

    /** Arguments: table. */
    public static final int CREATE_TABLE = 2;

    /** Arguments: index, table. */
    public static final int CREATE_TEMP_INDEX = 3;

    /** Arguments: table. */
    public static final int CREATE_TEMP_TABLE = 4;

    /** Arguments: trigger, table. */
    public static final int CREATE_TEMP_TRIGGER = 5;

    /** Arguments: view. */
    public static final int CREATE_TEMP_VIEW = 6;

    /** Arguments: trigger, table. */
    public static final int CREATE_TRIGGER = 7;

    /** Arguments: view. */
    public static final int CREATE_VIEW = 8;

    /** Arguments: table. */
    public static final int DELETE = 9;

    /** Arguments: index, table. */
    public static final int DROP_INDEX = 10;

    /** Arguments: table. */
    public static final int DROP_TABLE = 11;

    /** Arguments: index, table. */
    public static final int DROP_TEMP_INDEX = 12;

    /** Arguments: table. */
    public static final int DROP_TEMP_TABLE = 13;

    /** Arguments: trigger, table. */
    public static final int DROP_TEMP_TRIGGER = 14;

    /** Arguments: view. */
    public static final int DROP_TEMP_VIEW = 15;

    /** Arguments: trigger, table. */
    public static final int DROP_TRIGGER = 16;

    /** Arguments: view. */
    public static final int DROP_VIEW = 17;

    /** Arguments: table. */
    public static final int INSERT = 18;

    /** Arguments: pragma, its argument or empty. */
    public static final int PRAGMA = 19;

    /** Arguments: table, column. */
    public static final int READ = 20;

    /** Arguments: nothing. */
    public static final int SELECT = 21;

    /** Arguments: operation: BEGIN, COMMIT, ROLLBACK. */
    public static final int TRANSACTION = 22;

    /** Arguments: table, column. */
    public static final int UPDATE = 23;

    /** Arguments: file. */
    public static final int ATTACH = 24;

    /** Arguments: schema. */
    public static final int DETACH = 25;

    /** Arguments: schema, table. */
    public static final int ALTER_TABLE = 26;

    /** Arguments: index. */
    public static final int REINDEX = 27;

    /** Arguments: table. */
    public static final int ANALYZE = 28;

    /** Arguments: table, module. */
    public static final int CREATE_VTABLE = 29;

    /** Arguments: table, module. */
    public static final int DROP_VTABLE = 30;

    /** Arguments: nothing, function. */
    public static final int FUNCTION = 31;

    /** Arguments: operation: BEGIN, RELEASE, ROLLBACK; name. */
    public static final int SAVEPOINT = 32;

    /** Arguments: nothing. */
    public static final int RECURSIVE = 33;

    private AuthorizerAction() {}
}

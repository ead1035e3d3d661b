package io.sqld.sqlite;

/** What an SQL function promises (<a href="https://sqlite.org/c3ref/c_deterministic.html">flags</a>). */
public final class FunctionFlag {
    /** Nothing. */
    public static final int NONE = 0;

    /** The same result for the same arguments, within a statement. */
    public static final int DETERMINISTIC = 0x800;

    /** May not be used in the schema: triggers, views, indexes, constraints. */
    public static final int DIRECTONLY = 0x8_0000;

    /** Harmless whatever the schema does with it. */
    public static final int INNOCUOUS = 0x20_0000;

    private FunctionFlag() {}

    /** Text arguments are wanted in UTF-8. */
    static final int UTF8 = 1;
}

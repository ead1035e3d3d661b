package io.sqld.sqlite;

/** Counters of a connection (<a href="https://sqlite.org/c3ref/c_dbstatus_options.html">SQLITE_DBSTATUS_*</a>). */
public final class ConnectionCounter {
    /** Lookaside slots in use. */
    public static final int LOOKASIDE_USED = 0;

    /** Bytes of page caches. */
    public static final int CACHE_USED = 1;

    /** Bytes of schemas. */
    public static final int SCHEMA_USED = 2;

    /** Bytes of prepared statements. */
    public static final int STATEMENT_USED = 3;

    /** Pages found in the cache. */
    public static final int CACHE_HIT = 7;

    /** Pages read from the file. */
    public static final int CACHE_MISS = 8;

    /** Pages written to the file. */
    public static final int CACHE_WRITE = 9;

    /** 1 if a deferred foreign key is violated. */
    public static final int DEFERRED_FKS = 10;

    /** Pages written before the end of a transaction. */
    public static final int CACHE_SPILL = 12;

    private ConnectionCounter() {}
}

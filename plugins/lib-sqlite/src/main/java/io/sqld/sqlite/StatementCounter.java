package io.sqld.sqlite;

/** Counters of a statement (<a href="https://sqlite.org/c3ref/c_stmtstatus_counter.html">SQLITE_STMTSTATUS_*</a>). */
public final class StatementCounter {
    /** Steps forward in a full table scan. */
    public static final int FULLSCAN_STEP = 1;

    /** Sorts. */
    public static final int SORT = 2;

    /** Rows put into automatic indexes. */
    public static final int AUTOINDEX = 3;

    /** Instructions. */
    public static final int VM_STEP = 4;

    /** Times that it was prepared anew, because the schema or a hint changed. */
    public static final int REPREPARE = 5;

    /** Runs. */
    public static final int RUN = 6;

    /** Bloom filter misses. */
    public static final int FILTER_MISS = 7;

    /** Bloom filter hits. */
    public static final int FILTER_HIT = 8;

    /** Bytes of memory; never reset. */
    public static final int MEMUSED = 99;

    private StatementCounter() {}
}

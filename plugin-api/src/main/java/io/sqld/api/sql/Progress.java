package io.sqld.api.sql;

/** Where a piece of work stands after it has run for a while. */
public enum Progress {
    /** There is more to do, and it can go on at any time: the sink was full, or a time slice ended. */
    MORE,
    /** It cannot go on yet: it waits for its turn to write, for durability, or for a position. */
    PARKED,
    /** It is done. */
    DONE
}

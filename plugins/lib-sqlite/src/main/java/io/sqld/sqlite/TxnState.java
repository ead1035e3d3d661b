package io.sqld.sqlite;

/** What a connection's transaction has begun ({@code sqlite3_txn_state}). */
public enum TxnState {
    /** Nothing: no statement has read or written since it began. */
    NONE,
    /** A read transaction: it has a snapshot. */
    READ,
    /** A write transaction: it holds the write lock. */
    WRITE
}

package io.sqld.storage.libsql;

/** Where an execution stands. */
enum Phase {
    /** Between two steps. */
    NEXT,
    /** A connection and the statement are needed. */
    PREPARE,
    /** The turn to write is needed. */
    TURN,
    /** The statement is ready to be bound and run. */
    FIRST_STEP,
    /** There is a row, and what it shows may not be durable yet. */
    GATE,
    /** Rows are being sent. */
    ROWS,
    /** No step is left; results may be. */
    FLUSH,
    DONE
}

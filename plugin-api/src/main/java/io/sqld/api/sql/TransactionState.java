package io.sqld.api.sql;

/** Whether a session is in a transaction. */
public enum TransactionState {
    /** No: each statement commits alone. */
    AUTOCOMMIT,
    /** Yes, begun by BEGIN or SAVEPOINT. */
    OPEN,
    /**
     * The server has rolled it back. Everything but ending it fails with {@code TRANSACTION_LOST}: COMMIT fails with it
     * too, once, and ends it; ROLLBACK succeeds.
     */
    LOST
}

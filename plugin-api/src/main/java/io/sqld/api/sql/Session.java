package io.sqld.api.sql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;

/**
 * A client's conversation with one database: its transaction, its temporary objects, its settings. Idle sessions are
 * cheap; a session is not a SQLite connection, and holds one only while it has state that needs it.
 *
 * <p>Used by one thread at a time, not always the same one; only {@link #interrupt()} may be called from anywhere.
 */
public interface Session extends AutoCloseable {
    /**
     * Prepares the first statement at or after {@code offset} and tells what SQLite knows about it. Does not run it.
     *
     * @param sql one statement or several
     * @param offset in chars
     * @throws io.sqld.api.error.SqldException if it cannot be prepared, with offsets that count from the start of
     *     {@code sql}
     */
    Description describe(String sql, int offset);

    /**
     * Begins a program. Nothing runs before the first {@link Execution#advance}.
     *
     * @throws io.sqld.api.error.SqldException with {@code LIMIT_EXCEEDED} if too many executions are open
     */
    Execution start(Program program);

    /** {@return whether a transaction is open, now} */
    TransactionState transactionState();

    /** {@return the latest position that this session has written or seen} */
    Position position();

    /** From now on, reads see {@code atLeast}, and wait for it where they must. */
    void require(Position atLeast);

    /**
     * Bounds the executions of this session, for a thread that must not be held up, until called with 0. Under the
     * bound nothing is written, and a statement that has run for so long within one {@link Execution#advance} is given
     * up, if the sink can {@linkplain ProgramSink#withdrawStep withdraw} what it has of it: {@code advance} then
     * returns {@link Progress#MORE}, and the next one runs the step from its beginning.
     *
     * @return whether the bound will be kept; if not, nothing has changed
     */
    default boolean bound(long nanos) {
        return false;
    }

    /**
     * Stops the execution that was advanced last, running or not, unless it is done or closed: it fails with
     * {@code INTERRUPTED} as soon as it goes on. Does nothing otherwise. What only waits for its commit to be durable
     * is not stopped. Thread-safe; returns without waiting.
     */
    void interrupt();

    /**
     * Opens a session of its own on a new, empty database in memory: of the same engine, with its limits, but without
     * this session's database and rights. For tables that a front end computes, such as a protocol's catalog. Its
     * executions never park. It may outlive this session, and the caller closes it.
     *
     * @throws io.sqld.api.error.SqldException with {@code UNSUPPORTED} if the storage back end has none
     */
    default Session openScratch(ScratchRequest request) {
        throw new SqldException(ErrorCode.UNSUPPORTED, "the storage back end has no scratch databases");
    }

    /**
     * {@return whether a new session in this one's place would do as well} Not if a transaction is open or lost, or if
     * there are temporary objects or changed settings. What functions such as {@code last_insert_rowid()} tell does not
     * count.
     */
    default boolean replaceable() {
        return false;
    }

    /**
     * Rolls back the open transaction, unless it is being worked at: from then on it is
     * {@link TransactionState#LOST}, and its statements fail with {@code TRANSACTION_LOST} and the message {@code why}.
     * Thread-safe; returns without waiting.
     *
     * @return whether there was a transaction to roll back, and it was rolled back
     */
    default boolean loseTransaction(String why) {
        return false;
    }

    /**
     * Has {@code listener} hear what is committed through this server, by any session, from now on until this session
     * is closed. A session has one listener.
     *
     * @throws io.sqld.api.error.SqldException with {@code UNSUPPORTED}, or with {@code PERMISSION_DENIED} if the client
     *     may not read
     */
    default void listen(ChangeListener listener) {
        throw new SqldException(ErrorCode.UNSUPPORTED, "this database does not tell about changes");
    }

    /** Rolls back what is open and gives everything back. Idempotent. */
    @Override
    void close();
}

package io.sqld.frontend.pgwire;

import io.sqld.api.sql.Session;
import io.sqld.api.sql.StatementKind;
import io.sqld.api.sql.TransactionState;

/**
 * The transaction block as the client sees it. SQLite keeps a transaction open after most errors; clients of PostgreSQL
 * count on it being dead, so a failed block refuses everything until the client ends it.
 */
final class Transaction {
    /** Where the block stands. */
    enum Block {
        /** None: each statement commits alone. */
        NONE,
        /** Begun by the front end for the statements of one query or pipeline. */
        IMPLICIT,
        /** Begun by the client. */
        EXPLICIT,
        /** Begun by the client and failed. */
        FAILED
    }

    private Block block = Block.NONE;
    private boolean readOnly;
    private boolean savepoints;

    /** {@return where the block stands} */
    Block block() {
        return block;
    }

    /** {@return whether the client is in a block of its own, failed or not} */
    boolean inBlock() {
        return block == Block.EXPLICIT || block == Block.FAILED;
    }

    /** {@return whether it must not write} */
    boolean readOnly() {
        return readOnly;
    }

    void setReadOnly(boolean newReadOnly) {
        readOnly = newReadOnly;
    }

    /** Notes that the front end has begun a transaction. */
    void beganImplicitly() {
        block = Block.IMPLICIT;
    }

    /** Notes that the client has begun a transaction, or made an implicit one its own. */
    void began(boolean asReadOnly) {
        block = Block.EXPLICIT;
        readOnly = asReadOnly;
        savepoints = false;
    }

    /** Notes that the transaction is over. */
    void ended() {
        block = Block.NONE;
        readOnly = false;
        savepoints = false;
    }

    /** Follows what a statement that succeeded did to the engine's transaction. */
    void succeeded(StatementKind kind, Session session) {
        if (kind == StatementKind.SAVEPOINT) {
            savepoints = true;
        }
        boolean open = session.transactionState() != TransactionState.AUTOCOMMIT;
        if (!open && block != Block.NONE) {
            // RELEASE of the outermost savepoint commits.
            ended();
        } else if (open && block == Block.NONE) {
            // SAVEPOINT outside a transaction begins one.
            block = Block.EXPLICIT;
        } else if (block == Block.FAILED && kind == StatementKind.ROLLBACK_TO) {
            block = Block.EXPLICIT;
        }
    }

    /** Follows a failure in native mode: it means what it means to SQLite. */
    void follow(Session session) {
        if (session.transactionState() == TransactionState.AUTOCOMMIT) {
            ended();
        } else {
            block = Block.EXPLICIT;
        }
    }

    /**
     * Follows a failure.
     *
     * @return whether the engine's transaction should be rolled back now: nobody can use it any more, and it would keep
     *     others from writing
     */
    boolean failed(Session session) {
        TransactionState state = session.transactionState();
        if (block == Block.NONE && state == TransactionState.AUTOCOMMIT) {
            return false;
        }
        boolean returnable = inBlock() && savepoints && state == TransactionState.OPEN;
        if (block == Block.IMPLICIT) {
            ended();
        } else {
            block = Block.FAILED;
        }
        return state != TransactionState.AUTOCOMMIT && !returnable;
    }

    /** {@return the status that ReadyForQuery tells} */
    char status() {
        return switch (block) {
            case NONE, IMPLICIT -> 'I';
            case EXPLICIT -> 'T';
            case FAILED -> 'E';
        };
    }
}

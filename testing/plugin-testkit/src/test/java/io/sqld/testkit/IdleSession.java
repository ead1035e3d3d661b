package io.sqld.testkit;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.TransactionState;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A session on which nothing runs. */
record IdleSession(AtomicBoolean closed, AtomicInteger interrupts) implements Session {
    @Override
    public Description describe(String sql, int offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Execution start(Program program) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TransactionState transactionState() {
        return TransactionState.AUTOCOMMIT;
    }

    @Override
    public Position position() {
        return Position.NONE;
    }

    @Override
    public void require(Position atLeast) {}

    @Override
    public boolean bound(long nanos) {
        return true;
    }

    @Override
    public void interrupt() {
        interrupts.incrementAndGet();
    }

    @Override
    public void close() {
        closed.set(true);
    }
}

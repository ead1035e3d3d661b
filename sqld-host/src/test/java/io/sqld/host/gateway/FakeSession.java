package io.sqld.host.gateway;

import io.sqld.api.sql.Description;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.Position;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.TransactionState;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A session that runs no SQL: tasks of these tests touch nothing but its signals. */
final class FakeSession implements Session {
    final AtomicInteger interrupts = new AtomicInteger();
    final AtomicInteger closes = new AtomicInteger();
    final CountDownLatch closed = new CountDownLatch(1);
    volatile @Nullable String closedBy;
    volatile boolean boundable = true;
    volatile long boundNanos;
    volatile @Nullable Runnable onInterrupt;

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
        boundNanos = nanos;
        return boundable;
    }

    @Override
    public void interrupt() {
        interrupts.incrementAndGet();
        Runnable action = onInterrupt;
        if (action != null) {
            action.run();
        }
    }

    @Override
    public void close() {
        closedBy = Thread.currentThread().getName();
        closes.incrementAndGet();
        closed.countDown();
    }
}

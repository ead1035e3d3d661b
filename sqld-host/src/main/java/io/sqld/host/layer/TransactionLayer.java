package io.sqld.host.layer;

import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Execution;
import io.sqld.api.sql.NamespaceName;
import io.sqld.api.sql.Program;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.api.sql.TransactionState;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.DatabaseLayer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds how long a transaction may stay open, whatever its client does or does not do: it then fails the statement
 * that runs, and is rolled back.
 */
public final class TransactionLayer implements DatabaseLayer {
    private static final String KEY = "sqld.limits.transaction-timeout";
    private static final long NONE = 0;

    private final long timeoutNanos;
    private final String why;
    private final Set<TimedSession> inTransaction = ConcurrentHashMap.newKeySet();

    /** @param timeout {@code sqld.limits.transaction-timeout}; zero for none */
    public TransactionLayer(Duration timeout) {
        timeoutNanos = timeout.toNanos();
        why = "the transaction was rolled back: it was open for longer than " + timeout.toMillis()
                + " ms (" + KEY + "); end it and begin again";
    }

    /** {@return how often {@link #sweep()} is to be called, in nanoseconds; 0 for never} */
    public long sweepIntervalNanos() {
        return timeoutNanos == 0 ? 0 : Math.clamp(timeoutNanos / 8, 1_000_000, 1_000_000_000);
    }

    /** Rolls back what is idle and overdue. */
    public void sweep() {
        for (TimedSession session : inTransaction) {
            session.loseIfOverdue();
        }
    }

    @Override
    public Database wrap(NamespaceName namespace, Database next) {
        return timeoutNanos == 0 ? next
                : new LayeredDatabase(next, (database, request) -> new TimedSession(database.openSession(request)));
    }

    private final class TimedSession extends ForwardingSession {
        private long beganNanos = NONE;
        private boolean working;

        TimedSession(Session next) {
            super(next);
        }

        @Override
        public Execution start(Program program) {
            return new TimedExecution(this, super.start(program));
        }

        @Override
        public void close() {
            inTransaction.remove(this);
            super.close();
        }

        /** {@return when the transaction has to end} The session works until {@link #pause()}. */
        synchronized Deadline work() {
            working = true;
            return beganNanos == NONE ? Deadline.NEVER : new Deadline(beganNanos + timeoutNanos, KEY);
        }

        /** Notes whether a transaction has begun or ended. */
        synchronized void pause() {
            working = false;
            if (transactionState() != TransactionState.OPEN) {
                ended();
            } else if (beganNanos == NONE) {
                long now = System.nanoTime();
                beganNanos = now == NONE ? 1 : now;
                inTransaction.add(this);
            } else {
                loseIfOverdue();
            }
        }

        synchronized void loseIfOverdue() {
            boolean overdue = !working && beganNanos != NONE && System.nanoTime() - beganNanos >= timeoutNanos;
            if (overdue && loseTransaction(why)) {
                ended();
            }
        }

        private void ended() {
            if (beganNanos != NONE) {
                beganNanos = NONE;
                inTransaction.remove(this);
            }
        }
    }

    private static final class TimedExecution extends ForwardingExecution {
        private final TimedSession session;

        TimedExecution(TimedSession session, Execution next) {
            super(next);
            this.session = session;
        }

        @Override
        public Progress advance(ProgramSink sink, Deadline deadline) {
            try {
                return super.advance(sink, session.work().earlier(deadline));
            } finally {
                session.pause();
            }
        }
    }
}

package io.sqld.frontend.pgwire;

import java.util.Optional;

/**
 * Ends sessions whose client says nothing for too long, as the client itself, or its settings, have asked for:
 * {@code idle_in_transaction_session_timeout} and {@code idle_session_timeout}. One for each connection.
 */
final class IdleTimeouts {
    private final Variables variables;
    private final Surroundings surroundings;
    private boolean idle;
    private boolean inTransaction;
    private boolean scheduled;
    private long sinceNanos;
    private long limitNanos;

    IdleTimeouts(Variables variables, Surroundings surroundings) {
        this.variables = variables;
        this.surroundings = surroundings;
    }

    /** Notes that the client has said something. */
    void heard() {
        idle = false;
    }

    /** Waits from now on, unless it has waited since the client has said something last. */
    void begin(boolean newInTransaction) {
        if (idle) {
            return;
        }
        idle = true;
        inTransaction = newInTransaction;
        limitNanos = variables.durationNanos(
                inTransaction ? Variable.IDLE_IN_TRANSACTION_SESSION_TIMEOUT : Variable.IDLE_SESSION_TIMEOUT);
        if (limitNanos > 0) {
            sinceNanos = System.nanoTime();
            if (!scheduled) {
                schedule(limitNanos);
            }
        }
    }

    /** One timer at a time: one that comes too soon is followed by another. */
    private void schedule(long nanos) {
        scheduled = true;
        surroundings.after(nanos, () -> surroundings.offer(new Inbound.Idle()));
    }

    /** {@return the end of the session, if nothing has been said for too long} */
    Optional<PgError> expired() {
        scheduled = false;
        if (!idle || limitNanos == 0) {
            return Optional.empty();
        }
        long leftNanos = limitNanos - (System.nanoTime() - sinceNanos);
        if (leftNanos > 0) {
            schedule(leftNanos);
            return Optional.empty();
        }
        return Optional.of(inTransaction
                ? PgError.fatal(SqlState.IDLE_IN_TRANSACTION_TIMEOUT,
                        "terminating connection due to idle-in-transaction timeout")
                : PgError.fatal(SqlState.IDLE_SESSION_TIMEOUT, "terminating connection due to idle-session timeout"));
    }
}

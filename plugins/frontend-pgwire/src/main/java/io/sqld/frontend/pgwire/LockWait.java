package io.sqld.frontend.pgwire;

import io.sqld.api.service.Deadline;
import io.sqld.api.sql.Progress;
import io.sqld.api.sql.Session;
import io.sqld.frontend.pgwire.AdvisoryLocks.Waiter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Waits for an advisory lock, without a thread: until it is granted, a timeout comes, or somebody cancels it. */
final class LockWait implements Work {
    private final Conversation conversation;
    private final LockKey key;
    private final boolean shared;
    private final boolean forTransaction;
    private final AtomicReference<@Nullable Runnable> parked = new AtomicReference<>();
    private volatile boolean cancelled;
    private @Nullable Waiter waiter;
    private boolean asked;
    private Deadline statementDeadline = Deadline.NEVER;
    private Deadline lockDeadline = Deadline.NEVER;

    LockWait(Conversation conversation, LockKey key, boolean shared, boolean forTransaction) {
        this.conversation = conversation;
        this.key = key;
        this.shared = shared;
        this.forTransaction = forTransaction;
    }

    @Override
    public Progress advance(Session session, Runnable resume) {
        AdvisoryLocks all = conversation.surroundings().locks().all();
        if (!asked) {
            asked = true;
            conversation.surroundings().locks().checkRoom();
            statementDeadline = conversation.statementDeadline();
            lockDeadline = conversation.lockDeadline();
            Optional<Waiter> waits = all.lock(conversation.surroundings().locks(), key, shared, this::wake);
            if (waits.isEmpty()) {
                return granted();
            }
            waiter = waits.get();
        }
        Waiter waiting = waiter;
        if (waiting == null || all.granted(waiting)) {
            return granted();
        }
        PgError stop = stop();
        if (stop != null) {
            if (all.giveUp(waiting)) {
                waiter = null;
                throw stop.raise();
            }
            return granted();
        }
        park(resume, waiting);
        return Progress.PARKED;
    }

    private Progress granted() {
        waiter = null;
        conversation.surroundings().waiting(null);
        conversation.surroundings().locks().note(key, shared, forTransaction);
        return Progress.DONE;
    }

    private @Nullable PgError stop() {
        if (cancelled) {
            return PgError.error(SqlState.QUERY_CANCELED, "canceling statement due to user request");
        }
        if (statementDeadline.expired()) {
            return PgError.error(SqlState.QUERY_CANCELED, "canceling statement due to statement timeout");
        }
        return lockDeadline.expired()
                ? PgError.error(SqlState.LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout")
                : null;
    }

    private void park(Runnable resume, Waiter waiting) {
        conversation.outbox().handOver();
        conversation.surroundings().waiting(this);
        parked.set(resume);
        Deadline due = statementDeadline.earlier(lockDeadline);
        if (!due.equals(Deadline.NEVER)) {
            conversation.surroundings().after(Math.max(1, due.remainingNanos()), this::wake);
        }
        if (cancelled || !conversation.outbox().open() || conversation.surroundings().locks().all().granted(waiting)) {
            wake();
        }
    }

    /** Has the wait end with an error, soon; thread-safe. */
    void cancel() {
        cancelled = true;
        wake();
    }

    private void wake() {
        Runnable resume = parked.getAndSet(null);
        if (resume != null) {
            resume.run();
        }
    }

    @Override
    public void close() {
        Waiter waiting = waiter;
        waiter = null;
        conversation.surroundings().waiting(null);
        if (waiting != null && !conversation.surroundings().locks().all().giveUp(waiting)) {
            var _ = conversation.surroundings().locks().all().unlock(conversation.surroundings().locks(), key, shared);
        }
    }
}

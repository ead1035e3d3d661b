package io.sqld.frontend.pgwire;

import java.util.HashMap;
import java.util.Map;

/** The advisory locks that one session has: until it gives them back or ends, and until its transaction ends. */
final class HeldLocks {
    private final AdvisoryLocks locks;
    private final int countMax;
    private final Map<Held, Integer> bySession = new HashMap<>();
    private final Map<Held, Integer> byTransaction = new HashMap<>();

    HeldLocks(AdvisoryLocks locks, int countMax) {
        this.locks = locks;
        this.countMax = countMax;
    }

    private record Held(LockKey key, boolean shared) {}

    /** {@return all locks of the namespace} */
    AdvisoryLocks all() {
        return locks;
    }

    /** {@return whether it has been locked, at once} */
    boolean tryLock(LockKey key, boolean shared, boolean forTransaction) {
        checkRoom();
        boolean locked = locks.tryLock(this, key, shared);
        if (locked) {
            note(key, shared, forTransaction);
        }
        return locked;
    }

    /** Checks that one more can be had. */
    void checkRoom() {
        if (bySession.size() + byTransaction.size() >= countMax) {
            throw PgError.error(SqlState.LIMIT_EXCEEDED,
                    "too many advisory locks of this session (pgwire.advisory-locks-max = " + countMax + ")").raise();
        }
    }

    /** Notes that a lock has been granted. */
    void note(LockKey key, boolean shared, boolean forTransaction) {
        (forTransaction ? byTransaction : bySession).merge(new Held(key, shared), 1, Integer::sum);
    }

    /** {@return whether the session had it, not only for its transaction} */
    boolean unlock(LockKey key, boolean shared) {
        var held = new Held(key, shared);
        if (!bySession.containsKey(held)) {
            return false;
        }
        bySession.computeIfPresent(held, (same, count) -> count == 1 ? null : count - 1);
        return locks.unlock(this, key, shared);
    }

    /** Gives back what the session has until it ends. */
    void unlockAll() {
        release(bySession);
    }

    /** Gives back what the session has until its transaction ends. */
    void transactionEnded() {
        if (!byTransaction.isEmpty()) {
            release(byTransaction);
        }
    }

    private void release(Map<Held, Integer> held) {
        held.forEach((lock, count) -> {
            for (int i = 0; i < count; i++) {
                var _ = locks.unlock(this, lock.key(), lock.shared());
            }
        });
        held.clear();
    }
}

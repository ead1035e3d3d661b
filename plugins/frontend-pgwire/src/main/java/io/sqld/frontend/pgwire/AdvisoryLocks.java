package io.sqld.frontend.pgwire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The advisory locks of one namespace, within this process
 * (<a href="https://www.postgresql.org/docs/15/explicit-locking.html#ADVISORY-LOCKS">Advisory Locks</a>). First come,
 * first served. Thread-safe; nothing blocks: who has to wait is called.
 */
final class AdvisoryLocks {
    private final Map<LockKey, Lock> locks = new HashMap<>();
    private final Map<Object, Waiter> waiters = new HashMap<>();

    /** Somebody who waits. */
    static final class Waiter {
        private final Object owner;
        private final LockKey key;
        private final boolean shared;
        private final Runnable onGranted;
        private boolean granted;

        private Waiter(Object owner, LockKey key, boolean shared, Runnable onGranted) {
            this.owner = owner;
            this.key = key;
            this.shared = shared;
            this.onGranted = onGranted;
        }
    }

    private static final class Hold {
        private int exclusive;
        private int shared;
    }

    private static final class Lock {
        private final Map<Object, Hold> holds = new HashMap<>();
        private final Deque<Waiter> queue = new ArrayDeque<>();

        boolean permits(Object owner, boolean shared) {
            for (Map.Entry<Object, Hold> hold : holds.entrySet()) {
                if (!hold.getKey().equals(owner) && (!shared || hold.getValue().exclusive > 0)) {
                    return false;
                }
            }
            return true;
        }

        void grant(Object owner, boolean shared) {
            Hold hold = holds.computeIfAbsent(owner, o -> new Hold());
            if (shared) {
                hold.shared++;
            } else {
                hold.exclusive++;
            }
        }
    }

    /** {@return whether {@code owner} has got the lock, at once} */
    synchronized boolean tryLock(Object owner, LockKey key, boolean shared) {
        Lock lock = locks.computeIfAbsent(key, k -> new Lock());
        boolean free = lock.permits(owner, shared) && (lock.queue.isEmpty() || lock.holds.containsKey(owner));
        if (free) {
            lock.grant(owner, shared);
        }
        return free;
    }

    /**
     * Asks for a lock.
     *
     * @param onGranted called, from any thread, when it has been granted later
     * @return who waits, unless the lock has been granted at once
     * @throws PgException with 40P01 if the wait would never end
     */
    synchronized Optional<Waiter> lock(Object owner, LockKey key, boolean shared, Runnable onGranted) {
        if (tryLock(owner, key, shared)) {
            return Optional.empty();
        }
        if (waitsFor(key, owner, new HashSet<>())) {
            throw PgError.error(SqlState.DEADLOCK, "deadlock detected")
                    .withHint("Take advisory locks in the same order everywhere.")
                    .raise();
        }
        var waiter = new Waiter(owner, key, shared, onGranted);
        locks.computeIfAbsent(key, k -> new Lock()).queue.add(waiter);
        waiters.put(owner, waiter);
        return Optional.of(waiter);
    }

    /** {@return whether those ahead at {@code key} wait, directly or not, for {@code owner}} */
    private boolean waitsFor(LockKey key, Object owner, Set<LockKey> seen) {
        Lock lock = locks.get(key);
        if (lock == null || !seen.add(key)) {
            return false;
        }
        var ahead = new ArrayList<>(lock.holds.keySet());
        lock.queue.forEach(waiter -> ahead.add(waiter.owner));
        for (Object other : ahead) {
            Waiter waiter = waiters.get(other);
            if (seen.size() > 1 && other.equals(owner)) {
                return true;
            }
            if (!other.equals(owner) && waiter != null && waitsFor(waiter.key, owner, seen)) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether the lock has been granted} */
    synchronized boolean granted(Waiter waiter) {
        return waiter.granted;
    }

    /** {@return whether the wait has been given up; not if the lock has been granted} */
    boolean giveUp(Waiter waiter) {
        List<Runnable> calls;
        synchronized (this) {
            if (waiter.granted) {
                return false;
            }
            waiters.remove(waiter.owner);
            Lock lock = locks.get(waiter.key);
            if (lock != null) {
                lock.queue.remove(waiter);
            }
            calls = grantNext(waiter.key);
        }
        calls.forEach(Runnable::run);
        return true;
    }

    /** {@return whether {@code owner} had the lock; if so, has it once less} */
    boolean unlock(Object owner, LockKey key, boolean shared) {
        List<Runnable> calls;
        synchronized (this) {
            Lock lock = locks.get(key);
            Hold hold = lock == null ? null : lock.holds.get(owner);
            if (lock == null || hold == null || (shared ? hold.shared : hold.exclusive) == 0) {
                return false;
            }
            if (shared) {
                hold.shared--;
            } else {
                hold.exclusive--;
            }
            if (hold.shared + hold.exclusive == 0) {
                lock.holds.remove(owner);
            }
            calls = grantNext(key);
        }
        calls.forEach(Runnable::run);
        return true;
    }

    private List<Runnable> grantNext(LockKey key) {
        Lock lock = locks.get(key);
        var calls = new ArrayList<Runnable>();
        while (lock != null && !lock.queue.isEmpty()) {
            Waiter first = lock.queue.getFirst();
            if (!lock.permits(first.owner, first.shared)) {
                break;
            }
            lock.queue.removeFirst();
            lock.grant(first.owner, first.shared);
            first.granted = true;
            waiters.remove(first.owner);
            calls.add(first.onGranted);
        }
        if (lock != null && lock.holds.isEmpty() && lock.queue.isEmpty()) {
            locks.remove(key);
        }
        return calls;
    }

    /** {@return how many things are locked} */
    synchronized int size() {
        return locks.size();
    }
}

package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.Metrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes commits durable in groups: one sync of the write-ahead log covers every commit that was complete when it began.
 *
 * <p>Each commit has a number. It is announced before other connections can see it and resolved when its frames are
 * in the log: so whoever has read a state, and then asks for {@link #announced()}, knows a number that covers all it
 * has seen. Commits are serialized by the {@link WriteTurn}. Thread-safe.
 *
 * <p>A sync that fails is final: the kernel may have dropped the dirty pages, and a later sync that succeeds would
 * prove nothing. From then on every commit, and every read of an unsynced state, fails.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final String file;
    private final Durability durability;
    private final WalSync wal;
    private final Executor syncs;
    private final Metrics.Counter syncCount;
    private final Metrics.Timer syncTime;
    private final Object mutex = new Object();
    private final List<Waiter> waiters = new ArrayList<>();
    private volatile long announced;
    private volatile long durable;
    private volatile @Nullable SqldException failure;
    private long resolved;
    private boolean syncing;

    /** {@code syncs} runs a round of syncs, soon. */
    GroupCommit(String file, Durability durability, WalSync wal, Executor syncs, Metrics metrics) {
        this.file = file;
        this.durability = durability;
        this.wal = wal;
        this.syncs = syncs;
        this.syncCount = metrics.counter("sqld_storage_syncs_total", "Syncs of write-ahead logs");
        this.syncTime = metrics.timer("sqld_storage_sync_seconds", "Time of one sync of a write-ahead log");
    }

    private record Waiter(long commit, Deadline deadline, Signal signal) {}

    /** {@return the number of a commit that is about to become visible} The caller holds the write turn. */
    long announce() {
        synchronized (mutex) {
            announced++;
            return announced;
        }
    }

    /** The commit is complete, or has failed: in any case, nothing of it is still to be written. Begins a sync. */
    void resolve(long commit) {
        synchronized (mutex) {
            resolved = Math.max(resolved, commit);
            if (durability == Durability.FULL) {
                durable = resolved; // SQLite has synced it
                return;
            }
            if (syncing || failure != null) {
                return;
            }
            syncing = true;
        }
        syncs.execute(this::syncAll);
    }

    /**
     * {@return the number that covers every commit that can be visible now, if answers have to wait for it;
     * otherwise 0}
     */
    long announced() {
        return durability == Durability.GROUP ? announced : 0;
    }

    /**
     * {@return whether everything up to {@code commit} is durable}
     *
     * @throws SqldException with {@code IO_ERROR} if it never will be
     */
    boolean durable(long commit) {
        if (durable >= commit) {
            return true;
        }
        SqldException failed = failure;
        if (failed != null) {
            throw failed;
        }
        return durability != Durability.GROUP;
    }

    /** Fires {@code signal} when {@link #durable(long)} has an answer, or when the deadline has come. */
    void await(long commit, Deadline deadline, Signal signal) {
        synchronized (mutex) {
            if (durable < commit && failure == null) {
                waiters.add(new Waiter(commit, deadline, signal));
                return;
            }
        }
        signal.fire();
    }

    /** Wakes those whose deadline has come. */
    void sweep() {
        fire(take(waiter -> waiter.deadline.expired()));
    }

    /** {@return how many wait for a sync} */
    int waiting() {
        synchronized (mutex) {
            return waiters.size();
        }
    }

    /** {@return whether a sync has failed} */
    boolean failed() {
        return failure != null;
    }

    private void syncAll() {
        long target;
        while ((target = next()) != 0) {
            long start = System.nanoTime();
            try {
                wal.sync();
            } catch (IOException | RuntimeException e) {
                fail(e);
                return;
            }
            syncTime.record(System.nanoTime() - start);
            syncCount.add(1);
            durable = target;
            long reached = target;
            fire(take(waiter -> waiter.commit <= reached));
        }
    }

    /** {@return the commit that the next sync makes durable; 0 if there is nothing to sync, and syncing has ended} */
    private long next() {
        synchronized (mutex) {
            if (resolved > durable) {
                return resolved;
            }
            syncing = false;
            mutex.notifyAll();
            return 0;
        }
    }

    private void fail(Exception cause) {
        LOG.error("{}: the write-ahead log could not be synced; the database takes no more writes", file, cause);
        synchronized (mutex) {
            failure = new SqldException(
                    ErrorCode.IO_ERROR,
                    "a sync of the write-ahead log failed, and commits since the last one may be lost: "
                            + cause.getMessage()
                            + "; check the disk and restart the server",
                    cause);
            syncing = false;
            mutex.notifyAll();
        }
        fire(take(waiter -> true));
    }

    private List<Waiter> take(java.util.function.Predicate<Waiter> which) {
        synchronized (mutex) {
            var taken = new ArrayList<Waiter>();
            waiters.removeIf(waiter -> which.test(waiter) && taken.add(waiter));
            return taken;
        }
    }

    private static void fire(List<Waiter> woken) {
        for (Waiter waiter : woken) {
            waiter.signal.fire();
        }
    }

    /** Syncs what is left and closes the log. Nothing may commit any more. */
    @Override
    public void close() throws IOException {
        try (wal) {
            awaitSync();
            if (failure == null && announced > durable) {
                wal.sync();
                durable = announced;
            }
        }
    }

    private void awaitSync() {
        synchronized (mutex) {
            try {
                while (syncing) {
                    mutex.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

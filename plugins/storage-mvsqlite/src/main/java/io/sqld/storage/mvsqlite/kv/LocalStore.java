package io.sqld.storage.mvsqlite.kv;

import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * A store on this node, in H2's MVStore: one file, or memory only.
 *
 * <p>One thread commits, in batches: those that wait while a batch is being made durable are the next batch. A commit
 * is visible once it is durable.
 */
public final class LocalStore implements KeyValueStore {
    private final History history;
    private final Committer committer;
    private final Duration timeout;

    private LocalStore(MVStore store, boolean durable, InstantSource clock, Duration lifetime, Duration timeout) {
        this.history = new History(TimeUnit.NANOSECONDS.toMicros(lifetime.toNanos()));
        this.committer = new Committer(store, durable, clock, history);
        this.timeout = timeout;
    }

    /**
     * Opens a store in a file, which is made if there is none.
     *
     * @param lifetime how old a transaction may become
     * @param timeout how long a commit may take
     * @throws StoreException {@code UNAVAILABLE} if the file cannot be opened, or is open already
     */
    public static LocalStore open(Path file, InstantSource clock, Duration lifetime, Duration timeout) {
        var builder = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled();
        try {
            return new LocalStore(builder.open(), true, clock, lifetime, timeout);
        } catch (MVStoreException e) {
            throw new StoreException(Kind.UNAVAILABLE, "cannot open the store " + file + ": " + e.getMessage(), e);
        }
    }

    /** {@return a new store in memory} The parameters are those of {@link #open}. */
    public static LocalStore inMemory(InstantSource clock, Duration lifetime, Duration timeout) {
        return new LocalStore(new MVStore.Builder().autoCommitDisabled().open(), false, clock, lifetime, timeout);
    }

    @Override
    public KeyValueTransaction begin() {
        return new LocalTransaction(this);
    }

    History history() {
        return history;
    }

    Versionstamp commit(long readVersion, WriteSet writeSet) {
        var outcome = committer.submit(readVersion, writeSet);
        try {
            return outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException refusal) {
                throw refusal;
            }
            throw new StoreException(Kind.UNAVAILABLE, "the commit failed", e);
        } catch (TimeoutException e) {
            throw new StoreException(Kind.UNAVAILABLE, "the commit takes longer than " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Kind.UNAVAILABLE, "interrupted while the commit is under way", e);
        }
    }

    @Override
    public void close() {
        committer.close();
    }
}

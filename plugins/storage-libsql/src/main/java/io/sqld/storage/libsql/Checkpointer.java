package io.sqld.storage.libsql;

import io.sqld.api.error.SqldException;
import io.sqld.api.service.Metrics;
import io.sqld.sqlite.CheckpointMode;
import io.sqld.sqlite.CheckpointResult;
import io.sqld.sqlite.ConfigOption;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the write-ahead log of one database into its file, on a thread of its own. Most of it is done beside the
 * writers; then one short turn to write lets the log start over, so that it stays bounded however busy the writers
 * are. A reader that stays delays that, and nothing else.
 *
 * <p>SQLite syncs the log before it writes the database file, and the database file before the log starts over: so
 * what a sync of the log has promised stays kept (<a href="https://sqlite.org/wal.html">WAL</a>).
 */
final class Checkpointer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
    private static final Duration TURN_PATIENCE = Duration.ofMinutes(1);
    private static final long RETRY_NANOS = 1_000_000_000;
    private static final int ROUNDS = 3;
    private static final int FEW_FRAMES = 256;
    /** When closing, how long another program that reads may delay the last checkpoint. */
    private static final int CLOSE_BUSY_MILLIS = 1_000;

    private final String file;
    private final SqliteConnection connection;
    private final WriteTurn turn;
    private final GroupCommit commits;
    private final WalKeeper keeper;
    private final CheckpointSettings settings;
    private final Executor housekeeping;
    private final Metrics.Timer timer;
    private final long pageBytes;
    private final int framesMax;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Object running = new Object();
    private volatile int frames;
    private volatile long retryNanos = System.nanoTime();
    private volatile long lastCommitNanos = System.nanoTime();
    private boolean closed;

    Checkpointer(String file, SqliteConnection connection, WriteTurn turn, GroupCommit commits, WalKeeper keeper,
            CheckpointSettings settings, Executor housekeeping, Metrics.Timer timer) {
        this.file = file;
        this.connection = connection;
        this.turn = turn;
        this.commits = commits;
        this.keeper = keeper;
        this.settings = settings;
        this.housekeeping = housekeeping;
        this.timer = timer;
        this.pageBytes = ConnectionOpener.number(connection, "PRAGMA page_size");
        this.framesMax = Math.clamp(settings.sizeBytes() / pageBytes, 1, Integer.MAX_VALUE);
    }

    /** A commit has left so many frames in the log. Called by writers, while they hold the turn. */
    void committed(int framesNow) {
        frames = framesNow;
        lastCommitNanos = System.nanoTime();
        if (framesNow >= framesMax && lastCommitNanos - retryNanos >= 0 && scheduled.compareAndSet(false, true)) {
            housekeeping.execute(this::checkpoint);
        }
    }

    /** {@return the bytes in the log} */
    long walBytes() {
        return frames * pageBytes;
    }

    /** Empties the log if nobody has written for a while. Called now and then. */
    void idle() {
        boolean idle = System.nanoTime() - lastCommitNanos > settings.idle().toNanos();
        if (frames > 0 && idle && System.nanoTime() - retryNanos >= 0 && scheduled.compareAndSet(false, true)) {
            housekeeping.execute(this::truncate);
        }
    }

    /** Empties the log that an earlier process has left. {@return whether that was possible} */
    boolean recover() {
        synchronized (running) {
            CheckpointResult result = last(CheckpointMode.TRUNCATE);
            frames = Math.max(0, result.logFrames());
            return !result.busy();
        }
    }

    private void checkpoint() {
        run(keeper.restart());
    }

    private void truncate() {
        run(CheckpointMode.TRUNCATE);
    }

    private void run(CheckpointMode last) {
        try {
            synchronized (running) {
                if (!closed && !commits.failed()) {
                    keeper.prepare();
                    copyBesideWriters();
                    startOver(last);
                    keeper.settle();
                }
            }
        } catch (SqliteException e) {
            LOG.error("{}: a checkpoint failed: {}", file, e.message(), e);
            retryNanos = System.nanoTime() + RETRY_NANOS;
        } catch (SqldException e) {
            LOG.warn("{}: a checkpoint is put off: {}", file, e.message());
            retryNanos = System.nanoTime() + RETRY_NANOS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            scheduled.set(false);
        }
    }

    private void copyBesideWriters() throws InterruptedException {
        for (int round = 0; round < ROUNDS && keeperIsReady(); round++) {
            CheckpointResult result = timed(CheckpointMode.PASSIVE);
            if (result.logFrames() - result.checkpointedFrames() < FEW_FRAMES) {
                return;
            }
        }
    }

    /** {@return whether what has been committed by now can be copied} */
    private boolean keeperIsReady() throws InterruptedException {
        if (!keeper.needsTurn()) {
            return true;
        }
        WriteTurn.Claim claim = turn.claimAndWait(TURN_PATIENCE);
        try {
            if (claim.held()) {
                keeper.beforeCopy();
            }
            return claim.held();
        } finally {
            claim.release();
        }
    }

    private void startOver(CheckpointMode mode) throws InterruptedException {
        WriteTurn.Claim claim = turn.claimAndWait(TURN_PATIENCE);
        try {
            if (!claim.held()) {
                retryNanos = System.nanoTime() + RETRY_NANOS;
                return;
            }
            connection.busyTimeout(Math.toIntExact(settings.readerWait().toMillis()));
            CheckpointResult result = last(mode);
            if (result.busy()) {
                // somebody reads an old state: the log grows, and the next attempt waits for more of it
                retryNanos = System.nanoTime() + RETRY_NANOS;
            } else {
                frames = 0;
            }
        } finally {
            connection.busyTimeout(0);
            claim.release();
        }
    }

    /** After it, the log may start over. The turn to write is held, or nobody writes. */
    private CheckpointResult last(CheckpointMode mode) {
        boolean copied = false;
        keeper.beforeRestart();
        try {
            CheckpointResult result = timed(mode);
            copied = !result.busy();
            return result;
        } finally {
            keeper.afterRestart(copied);
        }
    }

    private CheckpointResult timed(CheckpointMode mode) {
        long start = System.nanoTime();
        CheckpointResult result = connection.checkpoint("main", mode);
        timer.record(System.nanoTime() - start);
        return result;
    }

    /** Empties the log one last time and closes the connection, after every other one. */
    @Override
    public void close() {
        synchronized (running) {
            closed = true;
            try (connection) {
                keeper.beforeClose();
                if (!commits.failed()) {
                    connection.busyTimeout(CLOSE_BUSY_MILLIS);
                    timed(CheckpointMode.TRUNCATE);
                    connection.configure(ConfigOption.NO_CKPT_ON_CLOSE, false);
                }
            } catch (SqliteException e) {
                LOG.error("{}: the last checkpoint failed: {}; the write-ahead log stays beside the file", file,
                        e.message(), e);
            }
        }
    }
}

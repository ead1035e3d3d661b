package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.sql.ScratchRequest;
import io.sqld.api.sql.Session;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.SessionRequest;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.StatementCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open database file and everything that its sessions share. */
final class LibsqlDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(LibsqlDatabase.class);
    /** How late a deadline may be noticed by what waits in a queue. */
    private static final long SWEEP_NANOS = 10_000_000;
    /** How long commits wait for their sync with relaxed durability. */
    private static final long RELAXED_SYNC_NANOS = 200_000_000;

    private final Path file;
    private final ConnectionOpener opener;
    private final LibsqlSettings settings;
    private final StorageThreads threads;
    private final StorageMetrics metrics;
    private final ServerLock serverLock;
    private final GroupCommit commits;
    private final WriteTurn turn;
    private final ConnectionPool pool;
    private final Checkpointer checkpointer;
    private final Set<LibsqlSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicLong schemaVersion = new AtomicLong();
    private final AtomicBoolean sweepPending = new AtomicBoolean();
    private final Runnable onClose;
    private volatile boolean closed;

    /** Opens the file. {@code lock} is released, and {@code onClose} called, when the database is closed. */
    LibsqlDatabase(ConnectionOpener opener, LibsqlSettings settings, StorageThreads threads, StorageMetrics metrics,
            WalSync.Opener walSyncs, ServerLock lock, Runnable onClose) {
        this.file = opener.file();
        this.opener = opener;
        this.settings = settings;
        this.threads = threads;
        this.metrics = metrics;
        this.serverLock = lock;
        this.onClose = onClose;
        SqliteConnection first = opener.openFirst();
        try {
            WalSync wal = walSyncs.open(file.resolveSibling(file.getFileName() + "-wal"));
            boolean relaxed = settings.durability() == Durability.RELAXED;
            commits = new GroupCommit(
                    file.toString(),
                    settings.durability(),
                    wal,
                    relaxed ? this::syncLater : threads.syncs(),
                    metrics.registry());
            turn = new WriteTurn(
                    settings.turn().queue(),
                    settings.turn().queueKey(),
                    metrics.turnWaits(),
                    this::sweepSoon);
            checkpointer = new Checkpointer(
                    file.toString(),
                    first,
                    turn,
                    commits,
                    settings.checkpoint(),
                    threads.housekeeping(),
                    metrics.checkpoints());
            if (!checkpointer.recover()) {
                wal.sync(); // another program keeps the log in use: what it holds may not be on the disk yet
            }
            pool = new ConnectionPool(settings.connections().max(), this::connect, this::sweepSoon);
        } catch (IOException e) {
            first.close();
            throw new SqldException(ErrorCode.IO_ERROR, file + ": the log cannot be synced: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            first.close();
            throw e;
        }
    }

    private PooledConnection connect() {
        SqliteConnection connection = opener.open();
        try {
            connection.walHook(this::walGrew);
            return new PooledConnection(
                    connection,
                    new StatementObserver(settings.policy()),
                    new StatementCache<>(
                            settings.connections().statements(), settings.connections().statementBytes()),
                    commits,
                    schemaVersion::get);
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    /** {@return a session on a new database in memory} */
    Session openScratch(ScratchRequest request) {
        SqliteConnection connection = opener.openScratch(request.schemas());
        try {
            return new ScratchSession(connection, new StatementObserver(settings.policy()), request.functions());
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private void walGrew(String schema, int frames) {
        if (schema.equals("main")) {
            checkpointer.committed(frames);
        }
    }

    private void syncLater(Runnable task) {
        threads.later(RELAXED_SYNC_NANOS, () -> threads.syncs().execute(task));
    }

    @Override
    public Session openSession(SessionRequest request) {
        if (closed) {
            throw new SqldException(ErrorCode.SHUTTING_DOWN, "the database is being closed");
        }
        var session = new LibsqlSession(this, request);
        sessions.add(session);
        return session;
    }

    void closed(LibsqlSession session) {
        sessions.remove(session);
    }

    Path file() {
        return file;
    }

    LibsqlSettings settings() {
        return settings;
    }

    StorageMetrics metrics() {
        return metrics;
    }

    ConnectionPool pool() {
        return pool;
    }

    WriteTurn turn() {
        return turn;
    }

    long walBytes() {
        return checkpointer.walBytes();
    }

    /** Prepared statements may mean something else now. */
    void schemaChanged() {
        schemaVersion.incrementAndGet();
    }

    long announcedCommit() {
        return commits.announced();
    }

    boolean durable(long commit) {
        return commits.durable(commit);
    }

    void awaitDurable(long commit, Deadline deadline, Signal signal) {
        commits.await(commit, deadline, signal);
        if (!deadline.equals(Deadline.NEVER)) {
            sweepSoon();
        }
    }

    void wakeAfter(long nanos, Signal signal) {
        threads.later(nanos, signal::fire);
    }

    /** Does what is due now and then; called about once a second. */
    void housekeep() {
        pool.trim(System.nanoTime() - settings.connections().idle().toNanos());
        checkpointer.idle();
    }

    private void sweepSoon() {
        if (!sweepPending.get() && sweepPending.compareAndSet(false, true)) {
            threads.later(SWEEP_NANOS, this::sweep);
        }
    }

    private void sweep() {
        sweepPending.set(false);
        commits.sweep();
        pool.sweep();
        Optional<WriteTurn.Claim> overdue = turn.sweep(settings.turn().idleTimeout().toNanos());
        overdue.ifPresent(claim -> threads.housekeeping().execute(claim::lose));
        if (!closed && (turn.waiting() > 0 || pool.waiting() > 0 || commits.waiting() > 0)) {
            sweepSoon();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (serverLock) {
            for (LibsqlSession session : List.copyOf(sessions)) {
                session.interrupt();
                session.close();
            }
            pool.close();
            commits.close();
            checkpointer.close();
        } catch (IOException e) {
            throw new SqldException(ErrorCode.IO_ERROR, file + ": closing failed: " + e.getMessage(), e);
        } finally {
            onClose.run();
        }
        LOG.debug("{} is closed", file);
    }
}

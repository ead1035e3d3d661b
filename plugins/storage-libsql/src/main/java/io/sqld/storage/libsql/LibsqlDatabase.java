package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.service.Deadline;
import io.sqld.api.service.Role;
import io.sqld.api.sql.ScratchRequest;
import io.sqld.api.sql.Session;
import io.sqld.api.storage.Database;
import io.sqld.api.storage.FrameApplier;
import io.sqld.api.storage.FrameLog;
import io.sqld.api.storage.SessionRequest;
import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.StatementCache;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
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
    private final Optional<FrameCapture> capture;
    private final Optional<FrameInjector> injector;
    /** Grows by two whenever other content takes the place of all, and is odd meanwhile. 0 where that cannot be. */
    private final AtomicLong replacements;
    private final Set<LibsqlSession> sessions = ConcurrentHashMap.newKeySet();
    private final ChangeListeners listeners = new ChangeListeners();
    private final AtomicLong schemaVersion = new AtomicLong();
    private final AtomicBoolean sweepPending = new AtomicBoolean();
    private final Runnable onClose;
    private volatile boolean closed;

    /**
     * Opens the file. {@code lock} is released, and {@code
     * onClose} called, when the database is closed.
     */
    LibsqlDatabase(ConnectionOpener opener, LibsqlSettings settings, StorageThreads threads, StorageMetrics metrics,
            WalSync.Opener walSyncs, Role role, Clock clock, ServerLock lock, Runnable onClose) {
        this.file = opener.file();
        this.opener = opener;
        this.settings = settings;
        this.threads = threads;
        this.metrics = metrics;
        this.serverLock = lock;
        this.onClose = onClose;
        SqliteConnection first = opener.openFirst();
        var opened = new ArrayList<SqliteConnection>(List.of(first));
        boolean whole = false;
        try {
            boolean relaxed = settings.durability() == Durability.RELAXED;
            turn = new WriteTurn(
                    settings.turn().queue(),
                    settings.turn().queueKey(),
                    metrics.turnWaits(),
                    this::sweepSoon);
            if (role != Role.STANDALONE) {
                opened.add(opener.open());
            }
            capture = role != Role.PRIMARY ? Optional.empty()
                    : Optional.of(new FrameCapture(file, settings.frameLog(), new WalPin(opened.getLast()),
                            new PageSnapshot(opener, turn), threads.captures(), clock,
                            settings.durability() == Durability.FULL));
            replacements = new AtomicLong(role == Role.REPLICA ? 2 : 0);
            injector = role != Role.REPLICA ? Optional.empty()
                    : Optional.of(new FrameInjector(file, turn, WalWriter.on(opened.getLast(), new SecureRandom()),
                            new AppliedFrames()));
            WalSync fileSync = walSyncs.open(FrameCapture.walOf(file));
            WalSync wal = capture.map(present -> present.around(fileSync)).orElse(fileSync);
            commits = new GroupCommit(
                    file.toString(),
                    settings.durability(),
                    wal,
                    relaxed ? this::syncLater : threads.syncs(),
                    metrics.registry());
            checkpointer = new Checkpointer(
                    file.toString(),
                    first,
                    turn,
                    commits,
                    keeper(),
                    settings.checkpoint(),
                    threads.housekeeping(),
                    metrics.checkpoints());
            capture.ifPresent(FrameCapture::recover);
            injector.ifPresent(FrameInjector::recover);
            if (!checkpointer.recover()) {
                wal.sync(); // another program keeps the log in use: what it holds may not be on the disk yet
            }
            capture.ifPresent(FrameCapture::recovered);
            pool = new ConnectionPool(settings.connections().max(), this::connect, this::sweepSoon);
            whole = true;
        } catch (IOException e) {
            throw new SqldException(ErrorCode.IO_ERROR, file + ": the log cannot be synced: " + e.getMessage(), e);
        } finally {
            if (!whole) {
                opened.reversed().forEach(SqliteConnection::close);
            }
        }
    }

    private PooledConnection connect() {
        SqliteConnection connection = opener.open();
        try {
            var pooled = new PooledConnection(
                    connection,
                    new StatementObserver(settings.policy()),
                    new StatementCache<>(
                            settings.connections().statements(), settings.connections().statementBytes()),
                    commits,
                    schemaVersion::get,
                    this::replacements,
                    listeners,
                    new LimitKeys(settings.limits()));
            connection.walHook((schema, frames) -> {
                pooled.committed();
                walGrew(schema, frames);
            });
            return pooled;
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
            if (capture.isPresent()) {
                capture.get().committed(frames);
            }
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

    private WalKeeper keeper() {
        if (capture.isPresent()) {
            return capture.get();
        }
        return injector.isPresent() ? injector.get() : WalKeeper.NOBODY;
    }

    /** What the sessions of a replica have to know of what is applied. */
    private final class AppliedFrames implements FrameInjector.Listener {
        @Override
        public void replacing() {
            replacements.incrementAndGet();
        }

        @Override
        public void replaced() {
            replacements.incrementAndGet();
        }

        @Override
        public void committed(int walFrames, boolean schemaMayHaveChanged) {
            if (schemaMayHaveChanged) {
                schemaChanged();
            }
            checkpointer.committed(walFrames);
        }
    }

    /** Fails on a replica, where clients may not write. */
    void checkWritable() {
        if (injector.isPresent()) {
            throw new SqldException(ErrorCode.READ_ONLY, "this server is a replica: send writes to its primary");
        }
    }

    /** {@return a number that is another after other content has taken the place of all} Waits while that happens. */
    private long replacements() {
        long count = replacements.get();
        while ((count & 1) != 0) {
            Thread.onSpinWait();
            count = replacements.get();
        }
        return count;
    }

    @Override
    public Optional<FrameApplier> frameApplier() {
        return injector.map(present -> present);
    }

    @Override
    public Optional<FrameLog> frameLog() {
        return capture.map(present -> present);
    }

    /** {@return the bytes of the frame log} */
    long frameLogBytes() {
        return capture.map(FrameCapture::bytes).orElse(0L);
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

    ChangeListeners listeners() {
        return listeners;
    }

    /** Tells those who listen, when the commit is as durable as the configuration has it. */
    void changed(long commit, List<TableChanges> changes) {
        if (settings.durability() != Durability.GROUP) {
            listeners.tell(changes);
            return;
        }
        var synced = new Signal();
        commits.await(commit, Deadline.NEVER, synced);
        synced.onFire(() -> {
            if (!commits.failed()) {
                listeners.tell(changes);
            }
        });
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
            if (capture.isPresent()) {
                capture.get().close();
            }
            if (injector.isPresent()) {
                injector.get().close();
            }
        } catch (IOException e) {
            throw new SqldException(ErrorCode.IO_ERROR, file + ": closing failed: " + e.getMessage(), e);
        } finally {
            onClose.run();
        }
        LOG.debug("{} is closed", file);
    }
}

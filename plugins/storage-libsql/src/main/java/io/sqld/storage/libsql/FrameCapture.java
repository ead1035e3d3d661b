package io.sqld.storage.libsql;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Position;
import io.sqld.api.storage.FrameLog;
import io.sqld.sqlite.SqliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the committed frames of the write-ahead log the log that replicas follow, beside the commits: a commit only
 * notes how far the write-ahead log reaches. When a sync has made that durable, a thread of its own copies the new
 * frames, and tells those who listen.
 *
 * <p>A {@link WalPin} keeps the write-ahead log from starting over; it is moved and released only under the turn to
 * write, when everything has been copied. So every frame is copied, in order, and frame {@code n} of one generation of
 * the write-ahead log has the number {@code base + n}. Whoever else makes the log start over is noticed by its salts.
 *
 * <p>When that, or an input or output, goes wrong, the log is given up, and the next checkpoint begins another one,
 * with another id: replicas take a snapshot then. Writers never notice.
 */
final class FrameCapture implements FrameLog, WalKeeper, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameCapture.class);

    private final Path file;
    private final LogFiles log;
    private final WalReader reader;
    private final WalPin pin;
    private final PageSnapshot snapshots;
    private final Executor executor;
    private final Clock clock;
    private final boolean durableAtOnce;
    /** Held while frames are copied; waits for files only. */
    private final Object copying = new Object();
    private final AtomicLong durable = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final WalIndex index;
    private volatile Generation generation;
    private volatile long committed;
    private volatile boolean failed;
    private long pinned = -1;
    private boolean sealed;

    /**
     * One generation of the write-ahead log.
     *
     * @param base the number of the frame before its first
     */
    private record Generation(int salt1, int salt2, long base) {}

    /**
     * Acquires nothing but {@code pin}, which it takes.
     *
     * @param durableAtOnce whether commits are durable when they are noted
     */
    FrameCapture(Path file, FrameLogSettings settings, WalPin pin, PageSnapshot snapshots, Executor executor,
            Clock clock, boolean durableAtOnce) {
        this.file = file;
        this.log = new LogFiles(LogFiles.directoryOf(file), settings);
        this.reader = new WalReader(walOf(file));
        this.pin = pin;
        this.snapshots = snapshots;
        this.executor = executor;
        this.clock = clock;
        this.durableAtOnce = durableAtOnce;
        pin.take();
        this.index = pin.index();
        this.generation = new Generation(index.salt1(), index.salt2(), 0);
    }

    static Path walOf(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /** Finds out whether an earlier log goes on; if not, the next restart begins another. Nobody writes yet. */
    void recover() {
        try {
            synchronized (copying) {
                Optional<Long> base = new LogRecovery(file, log, reader, index, pin.pageBytes()).base();
                failed = base.isEmpty();
                generation = new Generation(index.salt1(), index.salt2(), base.orElse(0L));
                committed = generation.base + index.frames();
            }
        } catch (IOException e) {
            fail("the frame log of an earlier process cannot be read", e);
        }
    }

    /** Everything that the write-ahead log held when this process began is durable now. */
    void recovered() {
        log.publish(committed);
    }

    /** {@return a sync of the write-ahead log that also tells this capture} */
    WalSync around(WalSync wal) {
        return new WalSync() {
            @Override
            public void sync() throws IOException {
                long complete = committed;
                wal.sync();
                durable(complete);
            }

            @Override
            public void close() throws IOException {
                wal.close();
            }
        };
    }

    /** A commit has left so many frames in the write-ahead log. Called by writers, while they hold the turn. */
    void committed(int frames) {
        int salt1 = index.salt1();
        int salt2 = index.salt2();
        if (salt1 != generation.salt1 || salt2 != generation.salt2) {
            if (log.tail().number() != committed) {
                failed = true; // told at the next checkpoint
            }
            generation = new Generation(salt1, salt2, committed);
        }
        committed = generation.base + frames;
        if (durableAtOnce) {
            durable(committed);
        }
    }

    private void durable(long number) {
        durable.accumulateAndGet(number, Math::max);
        if (scheduled.compareAndSet(false, true)) {
            executor.execute(this::copyDurable);
        }
    }

    private void copyDurable() {
        scheduled.set(false);
        try {
            synchronized (copying) {
                long number = durable.get();
                copy(number);
                if (!failed) {
                    log.publish(number);
                }
            }
        } catch (IOException | RuntimeException e) {
            fail("frames cannot be copied", e);
        }
        for (Runnable listener : listeners) {
            listener.run();
        }
    }

    /** Appends the frames up to {@code target}, all of which are committed. {@link #copying} is held. */
    private void copy(long target) throws IOException {
        while (!failed && log.tail().number() < target) {
            WalHeader header = reader.header().orElseThrow(() -> new IOException("the write-ahead log has no header"));
            if (!reader.reads(header)) {
                reader.begin(header);
            }
            long before = generation.base + reader.frames();
            long wanted = (before < log.tail().number() ? log.tail().number() : target) - before;
            int count = reader.fill(wanted);
            if (count == 0) {
                throw new IOException("frame " + (before + 1) + " is not in the write-ahead log");
            }
            if (before >= log.tail().number()) {
                log.append(reader, count, header, clock.millis());
            }
        }
    }

    private void fail(String what, Exception cause) {
        failed = true;
        LOG.error("{}: {}; replicas will take a snapshot", file, what, cause);
    }

    @Override
    public boolean needsTurn() {
        return true;
    }

    @Override
    public void prepare() {
        try {
            log.sync();
            log.retain(clock.millis());
        } catch (IOException e) {
            fail("the frame log cannot be synced", e);
        }
    }

    @Override
    public void beforeCopy() {
        if (committed != pinned && copyEverything()) {
            takePin();
        }
    }

    @Override
    public void beforeRestart() {
        copyEverything();
        pin.release();
    }

    @Override
    public void afterRestart(boolean copied) {
        takePin();
        if (failed) {
            begin();
        }
        if (copied && !failed) {
            seal();
        }
    }

    @Override
    public void settle() {
        try {
            log.sync();
            if (sealed) {
                LogSeal.sync(LogFiles.directoryOf(file));
            }
        } catch (IOException e) {
            fail("the frame log cannot be synced", e);
        }
    }

    /** {@return whether all committed frames are in the log now} The caller holds the turn to write. */
    private boolean copyEverything() {
        try {
            synchronized (copying) {
                copy(committed);
            }
        } catch (IOException | RuntimeException e) {
            fail("frames cannot be copied", e);
        }
        return !failed;
    }

    private void takePin() {
        try {
            pin.take();
            pinned = committed;
        } catch (SqliteException e) {
            fail("the write-ahead log cannot be kept", e);
        }
    }

    private void seal() {
        try {
            LogSeal.of(log.logId(), log.tail().number(), file).write(LogFiles.directoryOf(file));
            sealed = true;
        } catch (IOException e) {
            fail("the frame log cannot be sealed", e);
        }
    }

    /** Begins another log, here and now. The caller holds the turn to write. */
    private void begin() {
        synchronized (copying) {
            long base = Math.max(committed, log.tail().number()) + 1;
            int frames = index.frames();
            var mark = new FrameMark(base, 0, index.salt1(), index.salt2(), frames, index.sum1(), index.sum2());
            var id = UUID.randomUUID();
            try {
                log.begin(id, pin.pageBytes(), mark);
                reader.reset();
                generation = new Generation(mark.salt1(), mark.salt2(), base - frames);
                committed = base;
                durable.set(base);
                failed = false;
                LOG.info("{}: the frame log {} begins at {}", file, id, base);
            } catch (IOException | SqliteException e) {
                fail("no frame log can be begun", e);
            }
        }
    }

    @Override
    public Position head() {
        return new Position(failed ? "" : log.logId().toString(), failed ? 0 : log.published());
    }

    @Override
    public Position read(Position from, FrameSink sink, long bytesMax) {
        Position head = checkedHead();
        if (!from.logId().equals(head.logId())) {
            throw new SqldException(ErrorCode.UNAVAILABLE,
                    "the position is one of another log (" + from.logId() + "); take a snapshot");
        }
        long last = log.read(from.frame(), sink, bytesMax);
        return new Position(head.logId(), last);
    }

    @Override
    public Position snapshot(FrameSink sink) {
        try (PageSnapshot.Pages pages = snapshots.open(index, this::markOfEverything)) {
            FrameMark mark = pages.mark();
            if (!log.awaitPublished(mark.number(), PageSnapshot.PATIENCE_NANOS)) {
                throw new SqldException(ErrorCode.UNAVAILABLE, "the last commits have not become durable in time");
            }
            Position position = new Position(checkedHead().logId(), mark.number());
            pages.pass(sink);
            return position;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SqldException(ErrorCode.UNAVAILABLE, "interrupted while a snapshot was made", e);
        } catch (IOException e) {
            throw new SqldException(ErrorCode.IO_ERROR, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@return where the log stands when every commit is in it} The caller holds the turn to write. */
    private FrameMark markOfEverything() {
        copyEverything();
        checkedHead();
        return log.tail();
    }

    private Position checkedHead() {
        if (failed) {
            throw new SqldException(ErrorCode.UNAVAILABLE,
                    "the frame log begins anew at the next checkpoint; try again then");
        }
        return head();
    }

    @Override
    public Registration onCommit(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** {@return the bytes of the log's files} */
    long bytes() {
        return log.bytes();
    }

    @Override
    public void beforeClose() {
        copyEverything();
        pin.close();
    }

    /** The last connection to the database has been closed. */
    @Override
    public void close() throws IOException {
        try (log; reader) {
            Path wal = walOf(file);
            if (!failed && (!Files.exists(wal) || Files.size(wal) == 0)) {
                seal();
                settle();
            }
        }
    }
}

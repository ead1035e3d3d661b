package io.sqld.storage.mvsqlite;

import io.sqld.sqlite.FileControl;
import io.sqld.sqlite.LockLevel;
import io.sqld.sqlite.ResultCode;
import io.sqld.sqlite.VfsArgument;
import io.sqld.sqlite.VfsException;
import io.sqld.sqlite.VfsFile;
import io.sqld.storage.mvsqlite.kv.StoreException;
import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A database as one connection of SQLite sees it. A lock begins a {@link Snapshot}; what SQLite writes is kept until it
 * says that it wants it durable, and then committed to the store.
 *
 * <p>SQLite keeps its page cache from one transaction to the next as long as the change counter on page 1 stays. The
 * counter that it is shown is this connection's own: it moves when a page that the cache may hold was changed.
 */
final class DatabaseFile implements VfsFile {
    private static final int PAGE_BYTES_DEFAULT = 8192;
    private static final int HEADER_BYTES = 100;
    /** A connection that has seen more pages starts anew, so that it does not conflict with everybody. */
    private static final int READ_SET_MAX = 2000;
    private static final int IOCAP_ATOMIC = 0x1;
    private static final int IOCAP_SAFE_APPEND = 0x200;
    private static final int IOCAP_SEQUENTIAL = 0x400;
    private static final int IOCAP_POWERSAFE_OVERWRITE = 0x1000;

    private final PageStore store;
    private final Namespace namespace;
    private final Optional<Versionstamp> pinned;
    private final long writtenBytesMax;
    private final CommitGroups groups;
    private final PageSet read = new PageSet();
    private final TreeMap<Integer, byte[]> written = new TreeMap<>();
    private LockLevel lock = LockLevel.NONE;
    private @Nullable Snapshot snapshot;
    private Versionstamp seen = Versionstamp.ZERO;
    private int counter = 1;
    private long writtenBytes;
    private @Nullable CommitGroup group;
    private boolean doomed;

    /** Opens a database; at a fixed version, to be read only, if one is given. */
    DatabaseFile(PageStore store, Namespace namespace, Optional<Versionstamp> pinned, long writtenBytesMax,
            CommitGroups groups) {
        this.store = store;
        this.namespace = namespace;
        this.pinned = pinned;
        this.writtenBytesMax = writtenBytesMax;
        this.groups = groups;
    }

    @Override
    public boolean readOnly() {
        return pinned.isPresent();
    }

    // locks

    @Override
    public int lock(LockLevel level) {
        if (level == LockLevel.SHARED && lock == LockLevel.NONE) {
            beginSnapshot();
        }
        if (level.compareTo(LockLevel.RESERVED) >= 0 && pinned.isPresent()) {
            return ResultCode.READONLY;
        }
        lock = level;
        return ResultCode.OK;
    }

    private void beginSnapshot() {
        var begun = newSnapshot();
        boolean cacheHolds = read.size() <= READ_SET_MAX && namespace.unchanged(read, seen, begun.version());
        if (!cacheHolds) {
            dropCache();
        }
        seen = begun.version();
        snapshot = begun;
    }

    private Snapshot newSnapshot() {
        try {
            return pinned.map(namespace::snapshotAt).orElseGet(namespace::snapshot);
        } catch (StoreException e) {
            throw unavailable(e);
        }
    }

    private void dropCache() {
        counter += 2;
        read.clear();
    }

    @Override
    public int unlock(LockLevel level) {
        if (lock.compareTo(LockLevel.RESERVED) >= 0) {
            leaveGroup();
            if (!written.isEmpty()) {
                forgetWritten();
                dropCache();
            }
            doomed = false;
        }
        if (level == LockLevel.NONE) {
            snapshot = null;
        }
        lock = level;
        return ResultCode.OK;
    }

    @Override
    public boolean reserved() {
        return false; // others see no lock: they find conflicts when they commit
    }

    // pages

    @Override
    public int read(MemorySegment memory, long address, int bytes, long offset) {
        var state = snapshot == null ? newSnapshot() : snapshot;
        var first = page(state, 1);
        if (first.isEmpty()) {
            return 0;
        }
        int pageBytes = DatabaseHeader.pageBytes(first.get());
        int page = Math.toIntExact(offset / pageBytes) + 1;
        int from = (int) (offset % pageBytes);
        if (from + bytes > pageBytes) {
            throw new VfsException(ResultCode.IOERR, "a read of more than a page");
        }
        var content = page == 1 ? first : page > pages(first.get()) ? Optional.<byte[]>empty() : page(state, page);
        if (content.isEmpty()) {
            return 0;
        }
        if (snapshot != null && bytes > HEADER_BYTES) {
            read.add(page);
        }
        MemorySegment.copy(content.get(), from, memory, ValueLayout.JAVA_BYTE, address, bytes);
        if (page == 1 && !written.containsKey(1)) {
            DatabaseHeader.setCounter(memory, address - from, from, from + bytes, counter);
        }
        return bytes;
    }

    private Optional<byte[]> page(Snapshot state, int page) {
        var own = written.get(page);
        return own != null ? Optional.of(own) : stored(state, page);
    }

    private Optional<byte[]> stored(Snapshot state, int page) {
        try {
            return namespace.page(state, page);
        } catch (StoreException e) {
            throw unavailable(e);
        }
    }

    /** Beyond the end according to the header there may be pages that this transaction has written already. */
    private int pages(byte[] first) {
        return written.isEmpty() ? DatabaseHeader.pages(first)
                : Math.max(DatabaseHeader.pages(first), written.lastKey());
    }

    @Override
    public void write(MemorySegment memory, long address, int bytes, long offset) {
        if (lock.compareTo(LockLevel.RESERVED) < 0 || offset % bytes != 0) {
            throw new VfsException(ResultCode.IOERR, "a write of something else than a page in a transaction");
        }
        int page = Math.toIntExact(offset / bytes) + 1;
        var content = new byte[bytes];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, address, content, 0, bytes);
        checkPageBytes(page, content);
        var before = written.put(page, content);
        writtenBytes += before == null ? bytes : 0;
        if (writtenBytes > writtenBytesMax) {
            throw new VfsException(ResultCode.FULL, "the transaction writes more than mvsqlite.transaction-bytes-max = "
                    + writtenBytesMax);
        }
    }

    private void checkPageBytes(int page, byte[] content) {
        var first = page == 1 ? Optional.of(content) : page(state(), 1);
        if (page == 1 && DatabaseHeader.wantsWal(content)) {
            throw new VfsException(ResultCode.IOERR, "a database in WAL mode cannot be stored");
        }
        int pageBytes = first.map(DatabaseHeader::pageBytes).orElse(content.length);
        var stored = page == 1 ? stored(state(), 1) : first;
        boolean kept = stored.isEmpty() || stored.get().length == content.length;
        if (pageBytes != content.length || !kept) {
            throw new VfsException(ResultCode.IOERR, "the page size of a database cannot change");
        }
    }

    @Override
    public void truncate(long bytes) {
        // The header says how long the database is, and SQLite cuts the file after the commit.
    }

    @Override
    public void sync() {
        // What is to be durable was committed by the control that came before.
    }

    @Override
    public long size() {
        var state = snapshot == null ? newSnapshot() : snapshot;
        return page(state, 1).map(first -> (long) pages(first) * DatabaseHeader.pageBytes(first)).orElse(0L);
    }

    // commit

    @Override
    public int control(int operation, VfsArgument argument) {
        return switch (operation) {
            case FileControl.SYNC -> argument.missing() ? commit() : join(argument.string());
            case FileControl.COMMIT_PHASETWO -> written.isEmpty() ? ResultCode.OK : commit();
            case FileControl.PRAGMA -> Pragmas.answer(argument, this);
            default -> ResultCode.NOTFOUND;
        };
    }

    private int commit() {
        leaveGroup();
        var change = change();
        if (change.isEmpty()) {
            forgetWritten();
            dropCache();
            return ResultCode.OK;
        }
        if (doomed) {
            return ResultCode.BUSY_SNAPSHOT;
        }
        try {
            committed(store.commit(List.of(change.get())));
            return ResultCode.OK;
        } catch (ConflictException e) {
            doomed = true;
            return ResultCode.BUSY_SNAPSHOT;
        } catch (OutcomeUnknownException e) {
            doomed = true;
            throw new VfsException(ResultCode.IOERR_FSYNC, e.toString());
        } catch (StoreException e) {
            doomed = true;
            throw refused(e);
        }
    }

    /** One database of several that commit together: that happens when SQLite deletes the super-journal. */
    private int join(String superJournal) {
        if (doomed) {
            return ResultCode.BUSY_SNAPSHOT;
        }
        group = groups.join(superJournal, this);
        return ResultCode.OK;
    }

    private void leaveGroup() {
        if (group != null) {
            group.abandon();
            group = null;
        }
    }

    /**
     * {@return what the transaction changes; empty if nothing} A rollback after pages were written early puts the old
     * content back and looks like a commit: what equals the state before is no change.
     */
    Optional<Change> change() {
        var state = state();
        var before = stored(state, 1);
        var after = page(state, 1);
        int pagesAfter = after.map(DatabaseHeader::pages).orElse(0);
        var changed = new TreeMap<Integer, byte[]>();
        written.headMap(pagesAfter, true).forEach((page, given) -> {
            var content = page == 1 ? DatabaseHeader.stored(given) : given;
            if (stored(state, page).filter(old -> Arrays.equals(old, content)).isEmpty()) {
                changed.put(page, content);
            }
        });
        int pagesBefore = before.map(DatabaseHeader::pages).orElse(0);
        return changed.isEmpty() && pagesBefore == pagesAfter ? Optional.empty()
                : Optional.of(new Change(namespace, state, read, changed, pagesBefore, pagesAfter));
    }

    /** The transaction is in the store. */
    void committed(Versionstamp version) {
        var first = written.get(1);
        if (first != null) {
            counter = DatabaseHeader.changeCounter(first);
        }
        written.keySet().forEach(read::add);
        forgetWritten();
        group = null;
        seen = version;
        snapshot = new Snapshot(version, version.version());
    }

    /** A group that the file was in has not committed. */
    void doom() {
        doomed = true;
    }

    private void forgetWritten() {
        written.clear();
        writtenBytes = 0;
    }

    private Snapshot state() {
        if (snapshot == null) {
            throw new VfsException(ResultCode.IOERR, "a write outside of a transaction");
        }
        return snapshot;
    }

    /** {@return the version that the connection sees now} */
    Versionstamp version() {
        return (snapshot == null ? newSnapshot() : snapshot).version();
    }

    /** {@return whether nothing was ever committed} */
    boolean empty() {
        return size() == 0;
    }

    private static VfsException unavailable(StoreException e) {
        return new VfsException(ResultCode.IOERR, e.message());
    }

    static VfsException refused(StoreException e) {
        return new VfsException(e.kind() == StoreException.Kind.TOO_LARGE ? ResultCode.FULL : ResultCode.IOERR,
                e.message());
    }

    @Override
    public int sectorBytes() {
        return PAGE_BYTES_DEFAULT;
    }

    @Override
    public int characteristics() {
        return IOCAP_ATOMIC | IOCAP_SAFE_APPEND | IOCAP_SEQUENTIAL | IOCAP_POWERSAFE_OVERWRITE;
    }

    @Override
    public void close() {
        leaveGroup();
        forgetWritten();
    }
}

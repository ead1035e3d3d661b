package io.sqld.storage.libsql;

import io.sqld.sqlite.SqliteConnection;
import io.sqld.sqlite.SqliteFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Writes transactions to the write-ahead log as SQLite does, page by page, without any SQL: frames into the {@code
 * -wal} file, then their places into the {@link WalHashTable}, then the header of the wal-index, with which readers
 * begin to see them (<a href="https://sqlite.org/walformat.html">WAL-mode file format</a>). Everything goes through the
 * file methods of an idle connection, under SQLite's own lock for writers, so that other connections notice nothing
 * unusual.
 *
 * <p>Frames go into the file as they come; without their commit nobody ever looks at them. Used by one thread at a
 * time.
 */
final class WalWriter implements AutoCloseable {
    private static final int WRITE_LOCK = 0;
    private static final int HEADER_BYTES = 48;
    private static final int BATCH_FRAMES = 64;
    private static final int ATTEMPTS = 3;
    private static final int VERSION = 3_007_000;
    private static final int MAGIC = 0x377f0682;
    private static final boolean BIG_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

    private static final int CHANGE_AT = 8;
    private static final int INITIALIZED_AT = 12;
    private static final int BIG_ENDIAN_AT = 13;
    private static final int PAGE_BYTES_AT = 14;
    private static final int FRAMES_AT = 16;
    private static final int PAGES_AT = 20;
    private static final int SUM_AT = 24;
    private static final int SALT_AT = 32;
    private static final int HEADER_SUM_AT = 40;

    private final SqliteConnection connection;
    private final RandomGenerator random;
    private final int pageBytes;
    private final int frameBytes;
    private final SqliteFile database;
    private final SqliteFile wal;
    private final WalHashTable table;
    private final Arena arena = Arena.ofShared();
    private final ByteBuffer header = ByteBuffer.allocateDirect(HEADER_BYTES).order(ByteOrder.nativeOrder());
    /** The header once more: salts are big-endian also there. */
    private final ByteBuffer salts = header.duplicate();
    private final MemorySegment memory;
    private final ByteBuffer frames;
    private final ByteBuffer words;
    private final WalChecksum sum = new WalChecksum();
    private boolean writing;
    /** Frames of the transaction that are in the buffer, and all of them. */
    private int buffered;
    private int count;
    private int[] pages = new int[BATCH_FRAMES];

    private WalWriter(SqliteConnection connection, int pageBytes, RandomGenerator random) {
        this.connection = connection;
        this.random = random;
        this.pageBytes = pageBytes;
        this.frameBytes = WalHeader.FRAME_HEADER_BYTES + pageBytes;
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1"); // opens the log
        this.database = SqliteFile.database(connection, "main");
        this.wal = SqliteFile.log(connection, "main");
        this.table = new WalHashTable(database);
        this.memory = arena.allocate((long) BATCH_FRAMES * frameBytes, Long.BYTES);
        this.frames = memory.asByteBuffer();
        this.words = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** {@return a writer on a new connection, which it takes over} */
    static WalWriter on(SqliteConnection connection, RandomGenerator random) {
        return new WalWriter(connection, (int) ConnectionOpener.number(connection, "PRAGMA page_size"), random);
    }

    int pageBytes() {
        return pageBytes;
    }

    boolean writing() {
        return writing;
    }

    /**
     * Begins a transaction, if the lock for writers is free.
     *
     * @throws io.sqld.sqlite.SqliteException if the shared memory cannot be used
     */
    boolean begin() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (!database.lockShared(WRITE_LOCK, 1, SqliteFile.SHM_LOCK | SqliteFile.SHM_EXCLUSIVE)) {
                return false;
            }
            if (loadHeader()) {
                writing = true;
                buffered = 0;
                count = 0;
                sum.set(header.getInt(SUM_AT), header.getInt(SUM_AT + Integer.BYTES));
                return true;
            }
            unlock();
            connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1"); // lets SQLite repair the shared memory
        }
        return false;
    }

    /** {@return whether the shared memory is in order} */
    private boolean loadHeader() {
        MemorySegment shared = database.shared(0);
        MemorySegment.copy(shared, 0, MemorySegment.ofBuffer(header.clear()), 0, HEADER_BYTES);
        boolean twice = MemorySegment.mismatch(shared, 0, HEADER_BYTES, shared, HEADER_BYTES, 2 * HEADER_BYTES) == -1;
        boolean ours = header.getInt(FRAMES_AT) == 0 || header.get(BIG_ENDIAN_AT) == (BIG_ENDIAN ? 1 : 0);
        return twice && ours && header.get(INITIALIZED_AT) != 0;
    }

    /** Adds a page. */
    void append(int page, MemorySegment data) {
        if (buffered == BATCH_FRAMES) {
            flush(0);
        }
        if (count == pages.length) {
            pages = Arrays.copyOf(pages, 2 * count);
        }
        pages[count] = page;
        count++;
        long at = (long) buffered * frameBytes;
        frames.putInt((int) at, page);
        MemorySegment.copy(data, 0, memory, at + WalHeader.FRAME_HEADER_BYTES, pageBytes);
        buffered++;
    }

    /**
     * Writes the end of the transaction, which would make it visible after a crash.
     *
     * @param sizePages of the database from now on
     * @param beforeCommit is told the place of the commit before it is written; the number and checksum in it mean
     *     nothing
     */
    void complete(int sizePages, Consumer<FrameMark> beforeCommit) {
        int before = header.getInt(FRAMES_AT);
        flush(sizePages, Optional.of(beforeCommit));
        for (int i = 0; i < count; i++) {
            table.put(before, before + i + 1, pages[i]);
        }
        header.putInt(CHANGE_AT, header.getInt(CHANGE_AT) + 1);
        header.putInt(FRAMES_AT, before + count);
        header.putInt(PAGES_AT, sizePages);
        header.putInt(SUM_AT, sum.first());
        header.putInt(SUM_AT + Integer.BYTES, sum.second());
    }

    /** Makes the transaction visible, all at once. {@return frames in the log} */
    int publish() {
        publishHeader();
        end();
        return header.getInt(FRAMES_AT);
    }

    /** Returns when everything written is on the disk. */
    void sync() {
        wal.sync();
    }

    /** Forgets the transaction. Does nothing if there is none. */
    void rollback() {
        if (writing) {
            end();
        }
    }

    private void end() {
        writing = false;
        unlock();
        if (pages.length > 1 << 16) {
            pages = new int[BATCH_FRAMES];
        }
    }

    private void unlock() {
        database.lockShared(WRITE_LOCK, 1, SqliteFile.SHM_UNLOCK | SqliteFile.SHM_EXCLUSIVE);
    }

    private void flush(int commitPages) {
        flush(commitPages, Optional.empty());
    }

    private void flush(int commitPages, Optional<Consumer<FrameMark>> beforeWrite) {
        int first = header.getInt(FRAMES_AT) + count - buffered;
        if (first == 0) {
            startLog();
        }
        for (int i = 0; i < buffered; i++) {
            int at = i * frameBytes;
            frames.putInt(at + 4, i == buffered - 1 ? commitPages : 0);
            words.putInt(at + 8, header.getInt(SALT_AT)); // which has them as they stand in the file
            words.putInt(at + 12, header.getInt(SALT_AT + Integer.BYTES));
            sum.add(words, at, 8);
            sum.add(words, at + WalHeader.FRAME_HEADER_BYTES, pageBytes);
            frames.putInt(at + 16, sum.first());
            frames.putInt(at + 20, sum.second());
        }
        beforeWrite.ifPresent(told -> told.accept(new FrameMark(0, 0, salts.getInt(SALT_AT),
                salts.getInt(SALT_AT + Integer.BYTES), header.getInt(FRAMES_AT) + count, sum.first(), sum.second())));
        wal.write(memory.asSlice(0, (long) buffered * frameBytes), WalHeader.BYTES + (long) first * frameBytes);
        buffered = 0;
    }

    /** Writes the header of an empty log. */
    private void startLog() {
        salts.putInt(SALT_AT, salts.getInt(SALT_AT) + 1);
        salts.putInt(SALT_AT + Integer.BYTES, random.nextInt());
        try (var confined = Arena.ofConfined()) {
            MemorySegment bytes = confined.allocate(WalHeader.BYTES, Long.BYTES);
            ByteBuffer file = bytes.asByteBuffer();
            file.putInt(0, BIG_ENDIAN ? MAGIC | 1 : MAGIC).putInt(4, VERSION).putInt(8, pageBytes).putInt(12, 0);
            ByteBuffer nativeOrder = bytes.asByteBuffer().order(ByteOrder.nativeOrder());
            nativeOrder.putLong(16, header.getLong(SALT_AT));
            sum.set(0, 0);
            sum.add(nativeOrder, 0, 24);
            file.putInt(24, sum.first()).putInt(28, sum.second());
            wal.write(bytes, 0);
        }
        header.put(BIG_ENDIAN_AT, (byte) (BIG_ENDIAN ? 1 : 0));
        header.putShort(PAGE_BYTES_AT, (short) (pageBytes == 1 << 16 ? 1 : pageBytes));
    }

    private void publishHeader() {
        header.putInt(0, VERSION).put(INITIALIZED_AT, (byte) 1);
        var headerSum = new WalChecksum();
        headerSum.add(header, 0, HEADER_SUM_AT);
        header.putInt(HEADER_SUM_AT, headerSum.first());
        header.putInt(HEADER_SUM_AT + Integer.BYTES, headerSum.second());
        MemorySegment shared = database.shared(0);
        MemorySegment source = MemorySegment.ofBuffer(header.clear());
        database.barrier();
        MemorySegment.copy(source, 0, shared, HEADER_BYTES, HEADER_BYTES);
        database.barrier();
        MemorySegment.copy(source, 0, shared, 0, HEADER_BYTES);
        database.barrier();
    }

    /** {@return what the shared memory says} */
    WalIndex index() {
        return new WalIndex(database.shared(0));
    }

    @Override
    public void close() {
        rollback();
        connection.close();
        arena.close();
    }
}

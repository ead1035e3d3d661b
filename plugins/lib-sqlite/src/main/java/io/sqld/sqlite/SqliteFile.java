package io.sqld.sqlite;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A file that a connection has open, through the methods of its VFS
 * (<a href="https://sqlite.org/c3ref/io_methods.html">sqlite3_io_methods</a>): the way to read and write a database
 * beside SQLite's own code without a second file descriptor, whose closing would drop SQLite's locks.
 *
 * <p>For whoever knows the file formats; nothing here is checked. Used like its connection, by one thread at a time,
 * and not after it is closed.
 */
public final class SqliteFile {
    /** Bytes of one region of shared memory (<a href="https://sqlite.org/walformat.html">WAL-mode file format</a>). */
    public static final int SHARED_REGION_BYTES = 32 * 1024;

    /** For {@link #lockShared}: gives locks back. */
    public static final int SHM_UNLOCK = 1;
    /** For {@link #lockShared}: takes locks. */
    public static final int SHM_LOCK = 2;
    /** For {@link #lockShared}: together with others. */
    public static final int SHM_SHARED = 4;
    /** For {@link #lockShared}: alone. */
    public static final int SHM_EXCLUSIVE = 8;

    /** SQLite writes at most 64 KiB at a time; its unix VFS keeps only 17 bits of the length of a write. */
    private static final int PIECE_BYTES = 64 * 1024;
    private static final int SYNC_NORMAL = 2;

    private static final MethodHandle TRANSFER = link(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG);
    private static final MethodHandle SYNC = link(ValueLayout.JAVA_INT);
    private static final MethodHandle SHM_MAP_CALL = link(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
    private static final MethodHandle SHM_LOCK_CALL = link(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT);
    private static final MethodHandle SHM_BARRIER_CALL = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

    private final SqliteConnection connection;
    private final long file;

    private SqliteFile(SqliteConnection connection, long file) {
        this.connection = connection;
        this.file = file;
    }

    /** The methods used here, by their place in the structure. */
    private enum Slot {
        READ(1), WRITE(2), SYNC(4), SHM_MAP(12), SHM_LOCK(13), SHM_BARRIER(14);

        private final int word;

        Slot(int word) {
            this.word = word + 1; // after iVersion
        }
    }

    /** {@return the database file of a schema} */
    public static SqliteFile database(SqliteConnection connection, String schema) {
        return new SqliteFile(connection, pointer(connection, schema, FileControl.FILE_POINTER));
    }

    /** {@return the write-ahead log of a schema} */
    public static SqliteFile log(SqliteConnection connection, String schema) {
        return new SqliteFile(connection, pointer(connection, schema, FileControl.JOURNAL_POINTER));
    }

    private static long pointer(SqliteConnection connection, String schema, int operation) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
            int rc = connection.fileControl(schema, operation, out);
            long pointer = out.get(ValueLayout.JAVA_LONG, 0);
            if (rc != ResultCode.OK || pointer == 0
                    || NativeMemory.ALL.get(ValueLayout.JAVA_LONG, pointer) == 0) {
                throw new SqliteException(rc == ResultCode.OK ? ResultCode.CANTOPEN : rc, "the file is not open");
            }
            return pointer;
        }
    }

    /**
     * Reads into native memory, all of it; beyond the end of the file there are zeros.
     *
     * @throws SqliteException if the file cannot be read
     */
    public void read(MemorySegment target, long offset) {
        connection.guard().enter();
        try {
            int rc = (int) TRANSFER.invokeExact(method(Slot.READ), file, target.address(),
                    Math.toIntExact(target.byteSize()), offset);
            if (rc != ResultCode.IOERR_SHORT_READ) {
                check(rc);
            }
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        } finally {
            connection.guard().exit();
        }
    }

    /**
     * Writes all of some native memory.
     *
     * @throws SqliteException if the file cannot be written; some of it may have been
     */
    public void write(MemorySegment source, long offset) {
        connection.guard().enter();
        try {
            MemorySegment method = method(Slot.WRITE);
            for (long done = 0; done < source.byteSize(); done += PIECE_BYTES) {
                int piece = (int) Math.min(PIECE_BYTES, source.byteSize() - done);
                check((int) TRANSFER.invokeExact(method, file, source.address() + done, piece, offset + done));
            }
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        } finally {
            connection.guard().exit();
        }
    }

    /** Returns when everything written is on the disk. */
    public void sync() {
        connection.guard().enter();
        try {
            check((int) SYNC.invokeExact(method(Slot.SYNC), file, SYNC_NORMAL));
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        } finally {
            connection.guard().exit();
        }
    }

    /**
     * {@return a region of the shared memory of a database file, made if there is none yet} It stays mapped as long as
     * any connection of this process has the database open.
     */
    public MemorySegment shared(int region) {
        connection.guard().enter();
        try (var arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
            check((int) SHM_MAP_CALL.invokeExact(method(Slot.SHM_MAP), file, region, SHARED_REGION_BYTES, 1,
                    out.address()));
            return MemorySegment.ofAddress(out.get(ValueLayout.JAVA_LONG, 0)).reinterpret(SHARED_REGION_BYTES);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        } finally {
            connection.guard().exit();
        }
    }

    /**
     * Takes or gives back locks of the shared memory of a database file.
     *
     * @param first the first lock
     * @param flags one of lock and unlock, and one of shared and exclusive
     * @return whether it was possible; not if a lock of another connection is in the way
     */
    public boolean lockShared(int first, int count, int flags) {
        connection.guard().enter();
        try {
            int rc = (int) SHM_LOCK_CALL.invokeExact(method(Slot.SHM_LOCK), file, first, count, flags);
            if (ResultCode.primary(rc) == ResultCode.BUSY) {
                return false;
            }
            check(rc);
            return true;
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        } finally {
            connection.guard().exit();
        }
    }

    /** Makes what was written to shared memory before visible before what is written to it after. */
    public void barrier() {
        connection.guard().enter();
        try {
            SHM_BARRIER_CALL.invokeExact(method(Slot.SHM_BARRIER), file);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        } finally {
            connection.guard().exit();
        }
    }

    private MemorySegment method(Slot slot) {
        long methods = NativeMemory.ALL.get(ValueLayout.JAVA_LONG, file);
        return MemorySegment.ofAddress(
                NativeMemory.ALL.get(ValueLayout.JAVA_LONG, methods + (long) slot.word * Long.BYTES));
    }

    private void check(int rc) {
        if (rc != ResultCode.OK) {
            throw new SqliteException(rc, NativeMemory.string(connection.library().calls().errorString(rc)));
        }
    }

    private static MethodHandle link(MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)
                        .appendArgumentLayouts(arguments));
    }
}

package io.sqld.sqlite;

import java.lang.foreign.MemorySegment;

/**
 * An open file of a {@link Vfs} (<a href="https://sqlite.org/c3ref/io_methods.html">sqlite3_io_methods</a>, version 1:
 * without shared memory, so without a WAL unless locked exclusively, and without memory mapping).
 *
 * <p>Used by one thread at a time. Methods that return nothing of use throw {@link VfsException}; those that fail as a
 * matter of course return a {@link ResultCode}.
 */
public interface VfsFile {
    /** {@return whether it can only be read} Asked once, after it was opened. */
    default boolean readOnly() {
        return false;
    }

    /**
     * Reads.
     *
     * @param memory takes the bytes, valid during the call
     * @param address where in {@code memory}
     * @param bytes how many are wanted
     * @param offset in the file
     * @return how many there were; SQLite sees zeros after them
     */
    int read(MemorySegment memory, long address, int bytes, long offset);

    /** Writes. The parameters are those of {@link #read}. */
    void write(MemorySegment memory, long address, int bytes, long offset);

    /** Cuts the file, or makes it longer. */
    void truncate(long bytes);

    /** Makes what was written durable. */
    void sync();

    /** {@return the length in bytes} */
    long size();

    /** Raises the lock, never to PENDING, and at most to where it is. {@return a result code, mostly OK or BUSY} */
    int lock(LockLevel level);

    /** Lowers the lock to SHARED or NONE. {@return a result code} */
    int unlock(LockLevel level);

    /** {@return whether some connection has it locked at RESERVED or beyond} */
    boolean reserved();

    /**
     * A file control that SQLite or a program sends (<a
     * href="https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html">SQLITE_FCNTL_*</a>).
     *
     * @param operation its number, some of them in {@link FileControl}
     * @param argument a pointer, of the type that the operation says
     * @return a result code; {@link ResultCode#NOTFOUND} for an operation that means nothing here
     */
    int control(int operation, VfsArgument argument);

    /** {@return bytes that are written together} Also the size of a page of a new database, up to 8,192. */
    int sectorBytes();

    /** {@return SQLITE_IOCAP_* (<a href="https://sqlite.org/c3ref/c_iocap_atomic.html">device characteristics</a>)} */
    int characteristics();

    /** Closes. The last call, also after a failed one. */
    void close();
}

package io.sqld.storage.libsql;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What the shared memory of a database says of its write-ahead log
 * (<a href="https://sqlite.org/walformat.html#the_wal_index_file_format">wal-index format</a>). Thread-safe; each
 * answer is that of a moment.
 */
final class WalIndex {
    private static final long FRAMES_AT = 16;
    private static final long SUM_AT = 24;
    private static final long SALT_AT = 32;
    private static final long BACKFILLED_AT = 96;
    private static final VarHandle NATIVE = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle BIG_ENDIAN = ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN).varHandle();

    private final MemorySegment header;

    /** {@code header} is the first region. */
    WalIndex(MemorySegment header) {
        this.header = header;
    }

    /** {@return how many frames of the log are committed} */
    int frames() {
        return (int) NATIVE.getAcquire(header, FRAMES_AT);
    }

    /** {@return how many of them are in the database file too} */
    int backfilled() {
        return (int) NATIVE.getAcquire(header, BACKFILLED_AT);
    }

    /** {@return the first salt of the log} */
    int salt1() {
        return (int) BIG_ENDIAN.getAcquire(header, SALT_AT);
    }

    /** {@return the second salt} */
    int salt2() {
        return (int) BIG_ENDIAN.getAcquire(header, SALT_AT + Integer.BYTES);
    }

    /** {@return the first half of the running checksum at the last committed frame} */
    int sum1() {
        return (int) NATIVE.getAcquire(header, SUM_AT);
    }

    /** {@return the second half} */
    int sum2() {
        return (int) NATIVE.getAcquire(header, SUM_AT + Integer.BYTES);
    }
}

package io.sqld.storage.mvsqlite;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The fields of page 1 that matter here (<a href="https://sqlite.org/fileformat2.html#database_header">header</a>). */
final class DatabaseHeader {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int PAGE_BYTES = 16;
    private static final int WRITE_VERSION = 18;
    private static final int READ_VERSION = 19;
    private static final int WAL_VERSION = 2;
    private static final int CHANGE_COUNTER = 24;
    private static final int PAGES = 28;
    /** The change counter for which the number of pages is valid, and the library that wrote. */
    private static final int VALID_FOR = 92;
    private static final int LIBRARY_VERSION = 96;
    private static final int LARGEST_PAGE = 65536;
    private static final int[] COUNTERS = {CHANGE_COUNTER, VALID_FOR};
    private static final ValueLayout.OfInt MEMORY_INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private DatabaseHeader() {}

    static int pageBytes(byte[] first) {
        int size = Byte.toUnsignedInt(first[PAGE_BYTES]) << 8 | Byte.toUnsignedInt(first[PAGE_BYTES + 1]);
        return size == 1 ? LARGEST_PAGE : size;
    }

    static int pages(byte[] first) {
        return (int) INT.get(first, PAGES);
    }

    static boolean wantsWal(byte[] first) {
        return first[WRITE_VERSION] == WAL_VERSION || first[READ_VERSION] == WAL_VERSION;
    }

    static int changeCounter(byte[] first) {
        return (int) INT.get(first, CHANGE_COUNTER);
    }

    /**
     * Puts a change counter into a part of page 1 in memory. Each connection sees one of its own: it says when to drop
     * the cache.
     *
     * @param page where page 1 would begin
     * @param from the first byte of it that is there
     * @param to the first byte after
     */
    static void setCounter(MemorySegment memory, long page, int from, int to, int counter) {
        for (int field : COUNTERS) {
            if (field >= from && field + Integer.BYTES <= to) {
                memory.set(MEMORY_INT, page + field, counter);
            }
        }
    }

    /** {@return page 1 as it is stored: without what every write changes, so that not every write conflicts} */
    static byte[] stored(byte[] first) {
        var stored = first.clone();
        for (int field : COUNTERS) {
            INT.set(stored, field, 0);
        }
        Arrays.fill(stored, LIBRARY_VERSION, LIBRARY_VERSION + Integer.BYTES, (byte) 0);
        return stored;
    }
}

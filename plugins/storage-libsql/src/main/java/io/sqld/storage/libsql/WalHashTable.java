package io.sqld.storage.libsql;

import io.sqld.sqlite.SqliteFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in the write-ahead log each page is
 * (<a href="https://sqlite.org/walformat.html#wal_index_blocks">wal-index blocks</a>): in each region of the shared
 * memory, the page numbers of a run of frames, and a hash table from page numbers to them. Written by the one who has
 * the lock for writers; entries beyond what a reader knows to be committed mean nothing to it.
 */
final class WalHashTable {
    /** The first region begins with the header. */
    private static final int HEADER_BYTES = 136;
    private static final int ENTRIES = 4096;
    private static final int FIRST_ENTRIES = ENTRIES - HEADER_BYTES / Integer.BYTES;
    private static final int SLOTS = 2 * ENTRIES;
    private static final int SLOTS_AT = ENTRIES * Integer.BYTES;
    private static final int MULTIPLIER = 383;
    private static final VarHandle SLOT = ValueLayout.JAVA_SHORT.varHandle();

    private final SqliteFile database;
    private final List<MemorySegment> regions = new ArrayList<>();

    WalHashTable(SqliteFile database) {
        this.database = database;
    }

    /**
     * Enters a frame, in the order of frames.
     *
     * @param committed frames that readers may know of
     */
    void put(int committed, int frame, int page) {
        int number = (frame + ENTRIES - FIRST_ENTRIES - 1) / ENTRIES;
        MemorySegment region = region(number);
        int pagesAt = number == 0 ? HEADER_BYTES : 0;
        int before = number == 0 ? 0 : FIRST_ENTRIES + (number - 1) * ENTRIES;
        int entry = frame - before;
        long entryAt = pagesAt + (entry - 1L) * Integer.BYTES;
        if (entry == 1) {
            region.asSlice(pagesAt).fill((byte) 0);
        } else if (region.get(ValueLayout.JAVA_INT, entryAt) != 0) {
            forgetAfter(region, pagesAt, Math.max(0, Math.max(committed, frame - 1) - before));
        }
        int slot = page * MULTIPLIER & SLOTS - 1;
        for (int i = 0; region.get(ValueLayout.JAVA_SHORT, slotAt(slot)) != 0; i++) {
            if (i > entry) {
                throw new IllegalStateException("the wal-index is damaged");
            }
            slot = slot + 1 & SLOTS - 1;
        }
        region.set(ValueLayout.JAVA_INT, entryAt, page);
        SLOT.setRelease(region, slotAt(slot), (short) entry);
    }

    /** Removes what a transaction that was rolled back has left. */
    private static void forgetAfter(MemorySegment region, int pagesAt, int entries) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (Short.toUnsignedInt(region.get(ValueLayout.JAVA_SHORT, slotAt(slot))) > entries) {
                region.set(ValueLayout.JAVA_SHORT, slotAt(slot), (short) 0);
            }
        }
        long from = pagesAt + (long) entries * Integer.BYTES;
        region.asSlice(from, SLOTS_AT - from).fill((byte) 0);
    }

    private static long slotAt(int slot) {
        return SLOTS_AT + (long) slot * Short.BYTES;
    }

    private MemorySegment region(int number) {
        while (regions.size() <= number) {
            regions.add(database.shared(regions.size()));
        }
        return regions.get(number);
    }
}

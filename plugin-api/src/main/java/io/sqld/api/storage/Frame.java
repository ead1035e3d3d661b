package io.sqld.api.storage;

import java.lang.foreign.MemorySegment;

/**
 * One page image of a committed transaction, as in the
 * <a href="https://sqlite.org/fileformat2.html#walformat">write-ahead log</a>; or one page of a snapshot.
 *
 * @param number from 1, without gaps within one log. In a snapshot, none is greater than that of the position it stands
 *     for, and at least one is equal
 * @param page the page's number, from 1
 * @param databaseSizePages the size of the database after the commit if this is the last frame of its transaction,
 *     otherwise 0
 * @param checksum of everything that the log holds up to and with this frame: CRC-64 (GO-ISO) of the page, begun with
 *     the checksum of the frame before, or with 0 where a log begins, as in libSQL. Two logs that differ anywhere
 *     differ here from then on. In a snapshot, the checksum that the log has at {@code number}; it says
 *     nothing of the page
 * @param data the page; valid only during the call that passes the frame
 */
public record Frame(long number, int page, int databaseSizePages, long checksum, MemorySegment data) {
    /** {@return whether the transaction ends here} */
    public boolean commits() {
        return databaseSizePages != 0;
    }
}

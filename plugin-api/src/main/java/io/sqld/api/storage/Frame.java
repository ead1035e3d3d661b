package io.sqld.api.storage;

import java.lang.foreign.MemorySegment;

/**
 * One page image of a committed transaction, as in the
 * <a href="https://sqlite.org/fileformat2.html#walformat">write-ahead log</a>.
 *
 * @param number from 1, without gaps within one log
 * @param page the page's number, from 1
 * @param databaseSizePages the size of the database after the commit if this is the last frame of its transaction,
 *     otherwise 0
 * @param data the page; valid only during the call that passes the frame
 */
public record Frame(long number, int page, int databaseSizePages, MemorySegment data) {
    /** {@return whether the transaction ends here} */
    public boolean commits() {
        return databaseSizePages != 0;
    }
}

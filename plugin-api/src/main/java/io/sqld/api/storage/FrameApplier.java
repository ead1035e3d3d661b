package io.sqld.api.storage;

import io.sqld.api.sql.Position;

/**
 * Where a replica applies the frames of its primary's {@link FrameLog}, while readers read. Used by one thread at a
 * time.
 *
 * <p>Frames are received one by one, and become visible all at once with {@link #commit}, which may cover any number of
 * transactions: readers see either none or all of them, and a reader that is in a transaction keeps what it sees. The
 * position is kept with the data: after a crash, it is that of what is visible then.
 */
public interface FrameApplier {
    /**
     * {@return the position up to which frames are applied and visible} {@link Position#NONE} if a snapshot is needed:
     * there is none yet, or what is here is not known to be a state of any log.
     */
    Position applied();

    /**
     * Takes the next frame: the one after the last received, or after {@link #applied()}; after {@link #reset}, one of
     * a snapshot.
     *
     * @throws io.sqld.api.error.SqldException with {@code CORRUPT} if it is another one, or its checksum does not
     *     continue what is here; with {@code DISK_FULL}, {@code IO_ERROR} or {@code UNSUPPORTED} if it cannot be
     *     taken. What was received is discarded then, and nothing of it visible
     */
    void frame(Frame frame);

    /**
     * Makes everything received visible, atomically, to readers that begin after it.
     *
     * @param position of the last frame received, which ends a transaction; of a snapshot, that of the state
     * @throws io.sqld.api.error.SqldException as {@link #frame} does
     */
    void commit(Position position);

    /** Forgets what was received since the last commit, and the beginning of a snapshot too. */
    void discard();

    /**
     * The frames that follow are a snapshot, which takes the place of everything applied. Readers keep what they see,
     * and new ones see what is applied, until {@link #commit}.
     */
    void reset();
}

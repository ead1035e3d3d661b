package io.sqld.api.storage;

import io.sqld.api.sql.Position;

/** Where a replica applies frames. Used by one thread at a time. */
public interface FrameApplier {
    /** {@return the position up to which frames are applied and visible; survives a restart} */
    Position applied();

    /** Takes a frame of the transaction being received; nothing is visible before {@link #commit}. */
    void frame(Frame frame);

    /** Makes everything received visible, atomically, to readers that begin after it. */
    void commit(Position position);

    /** Forgets what was received since the last commit. */
    void discard();

    /**
     * Forgets everything applied: the frames that follow are a snapshot. Readers keep what they see until {@link
     * #commit}.
     */
    void reset();
}

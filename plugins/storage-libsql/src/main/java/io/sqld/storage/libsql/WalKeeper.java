package io.sqld.storage.libsql;

import io.sqld.sqlite.CheckpointMode;

/** Whoever still needs what checkpoints would let go. Called by the {@link Checkpointer}, on one thread at a time. */
interface WalKeeper {
    /** Needs nothing. */
    WalKeeper NOBODY = new WalKeeper() {};

    /** {@return how the log starts over when it has grown} */
    default CheckpointMode restart() {
        return CheckpointMode.RESTART;
    }

    /** {@return whether {@link #beforeCopy} does anything, so that the turn to write has to be had for it} */
    default boolean needsTurn() {
        return false;
    }

    /** A checkpoint is about to begin; writers go on meanwhile. */
    default void prepare() {}

    /** The log is about to be copied, beside writers. The caller holds the turn to write. */
    default void beforeCopy() {}

    /** The log is about to start over. The caller holds the turn to write. */
    default void beforeRestart() {}

    /**
     * The log has started over, or could not. The caller still holds the turn to write.
     *
     * @param copied whether everything in it is in the database file now
     */
    default void afterRestart(boolean copied) {}

    /** The log is about to be copied for the last time, and the database to be closed. Nobody writes any more. */
    default void beforeClose() {}

    /** The checkpoint is over, and writers go on. */
    default void settle() {}
}

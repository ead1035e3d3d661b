package io.sqld.storage.libsql;

import java.io.IOException;
import java.nio.file.Path;

/** Makes what has been written to a write-ahead log survive a power loss. Used by one thread at a time. */
interface WalSync extends AutoCloseable {
    /** Returns when everything written before the call is on the disk. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;

    /** Opens the log of a database; a test puts its own here. */
    @FunctionalInterface
    interface Opener {
        /** {@return the sync of the log at {@code wal}, which need not exist before the first {@link #sync}} */
        WalSync open(Path wal);
    }
}

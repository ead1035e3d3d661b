package io.sqld.sqlite;

/**
 * A copy of one database over another, under way. Used by the thread that uses both connections; closed by whoever
 * began it, before either connection.
 */
public final class SqliteBackup implements AutoCloseable {
    private final SqliteConnection target;
    private final SqliteConnection source;
    private final ConnectionCalls calls;
    private long handle;
    private boolean running;

    SqliteBackup(SqliteConnection target, SqliteConnection source, long handle) {
        this.target = target;
        this.source = source;
        this.calls = target.calls();
        this.handle = handle;
    }

    /**
     * Copies so many pages.
     *
     * @param pages negative for all
     * @return whether there is more to copy
     * @throws SqliteException if it fails. After {@link ResultCode#BUSY} and {@link ResultCode#LOCKED} it can be tried
     *     again
     */
    public boolean step(int pages) {
        target.guard().enterReserved();
        int rc;
        try {
            source.guard().enter();
            running = true;
            try {
                rc = calls.backupStep(open(), pages);
            } finally {
                running = false;
                source.guard().exit();
            }
        } finally {
            target.guard().exit();
        }
        return switch (rc) {
            case ResultCode.OK -> true;
            case ResultCode.DONE -> false;
            default -> throw target.failure(rc);
        };
    }

    /** {@return pages still to be copied, as of the last step} */
    public int remaining() {
        return calls.backupRemaining(open());
    }

    /** {@return pages of the source, as of the last step} */
    public int pageCount() {
        return calls.backupPageCount(open());
    }

    private long open() {
        if (handle == 0) {
            throw new IllegalStateException("the backup is closed");
        }
        return handle;
    }

    /** Ends the copy where it stands; a half one is rolled back. Idempotent. */
    @Override
    public void close() {
        if (running) {
            throw new IllegalStateException("the backup is running");
        }
        if (handle != 0) {
            long ended = handle;
            handle = 0;
            target.remove(this);
            source.remove(this);
            calls.backupFinish(ended);
            target.guard().unreserve();
        }
    }
}

package io.sqld.sqlite;

/**
 * Called after each commit to a WAL, with the write lock released
 * (<a href="https://sqlite.org/c3ref/wal_hook.html">wal_hook</a>). It may use the connection, but only to read and to
 * checkpoint. An exception makes the statement fail though the commit has happened.
 */
@FunctionalInterface
public interface WalHook {
    /**
     * A transaction was committed.
     *
     * @param schema {@code main} or an attached name
     * @param frames in the WAL now
     */
    void committed(String schema, int frames);
}

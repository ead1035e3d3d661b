package io.sqld.sqlite;

/**
 * Called when a transaction is rolled back (<a href="https://sqlite.org/c3ref/commit_hook.html">rollback_hook</a>), but
 * not when its connection closes. Must not use the connection. An exception becomes the cause of the {@link
 * SqliteException} that the statement throws; the rollback happens nevertheless.
 */
@FunctionalInterface
public interface RollbackHook {
    /** A transaction was rolled back. */
    void rolledBack();
}

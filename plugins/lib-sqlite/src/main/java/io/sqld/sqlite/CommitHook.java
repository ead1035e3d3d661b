package io.sqld.sqlite;

/**
 * Called before each commit (<a href="https://sqlite.org/c3ref/commit_hook.html">commit_hook</a>). Must not use the
 * connection. An exception turns the commit into a rollback, and becomes the cause of the {@link SqliteException}.
 */
@FunctionalInterface
public interface CommitHook {
    /** {@return whether to commit; if not, the transaction is rolled back} */
    boolean commit();
}

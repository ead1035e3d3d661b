package io.sqld.sqlite;

/**
 * Called for each row that is inserted, updated or deleted in a table with rowids
 * (<a href="https://sqlite.org/c3ref/update_hook.html">update_hook</a>), also if that is undone later. Must not use the
 * connection. An exception is thrown by the call that steps the statement.
 */
@FunctionalInterface
public interface UpdateHook {
    /**
     * A row has been changed.
     *
     * @param action {@link AuthorizerAction#INSERT}, {@link AuthorizerAction#UPDATE} or {@link AuthorizerAction#DELETE}
     */
    void changed(int action, String schema, String table, long rowid);
}

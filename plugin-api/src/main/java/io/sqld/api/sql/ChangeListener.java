package io.sqld.api.sql;

/**
 * Hears which tables were changed by transactions that have committed. Called on the thread of whoever commits, or on
 * one that syncs: must be short, must not throw, and must not use the session that it belongs to.
 */
@FunctionalInterface
public interface ChangeListener {
    /**
     * A transaction has committed, as durably as the configuration has it. Called once for each table that it changed;
     * what a rolled-back savepoint or a failed statement had changed does not count.
     *
     * @param table as the schema has its name
     * @param inserted how many rows were inserted
     * @param updated how many rows were updated
     * @param deleted how many rows were deleted
     */
    void changed(String table, long inserted, long updated, long deleted);
}

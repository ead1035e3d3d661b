package io.sqld.storage.libsql;

/**
 * What SQLite counts for each connection and clients expect for each session: the last rowid inserted, the rows
 * changed by the last statement, and by all. They move with a session from connection to connection.
 */
final class SessionCounters {
    private long lastInsertRowid;
    private long changes;
    private long totalChanges;

    long lastInsertRowid() {
        return lastInsertRowid;
    }

    /** {@code changes()} */
    long changes() {
        return changes;
    }

    /** {@code total_changes()} */
    long totalChanges() {
        return totalChanges;
    }

    void lastInsertRowid(long rowid) {
        lastInsertRowid = rowid;
    }

    void changed(long newChanges, long moreTotal) {
        changes = newChanges;
        totalChanges += moreTotal;
    }
}

package io.sqld.storage.libsql;

/** How many rows of a table a transaction has changed. */
record TableChanges(String table, long inserted, long updated, long deleted) {
    TableChanges {
        if (inserted + updated + deleted == 0) {
            throw new IllegalArgumentException("nothing has changed in " + table);
        }
    }
}

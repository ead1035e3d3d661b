package io.sqld.storage.libsql;

/** When a commit is acknowledged. */
enum Durability {
    /** After a sync of the write-ahead log that covers it and every other commit waiting at that moment. */
    GROUP,
    /** After its own sync, made by SQLite within the commit ({@code synchronous=FULL}). */
    FULL,
    /** At once; a sync follows soon. A power loss may take the last commits, and never damages the database. */
    RELAXED
}

package io.sqld.sqlite;

/** How far a connection has a database locked (<a href="https://sqlite.org/lockingv3.html">File locking</a>). */
public enum LockLevel {
    /** Not at all. */
    NONE,
    /** It reads. */
    SHARED,
    /** It is going to write. */
    RESERVED,
    /** It waits for readers to end. */
    PENDING,
    /** It writes to the file. */
    EXCLUSIVE;

    private static final LockLevel[] LEVELS = values();

    static LockLevel of(int level) {
        return LEVELS[level];
    }
}

package io.sqld.sqlite;

/** Flags for opening a database (<a href="https://sqlite.org/c3ref/c_open_autoproxy.html">SQLITE_OPEN_*</a>). */
public final class OpenFlag {
    /** No writes. */
    public static final int READONLY = 0x1;

    /** Reads, and writes if the file system lets. */
    public static final int READWRITE = 0x2;

    /** With {@link #READWRITE}: a new file if there is none. */
    public static final int CREATE = 0x4;

    /** The filename may be a URI. */
    public static final int URI = 0x40;

    /** In memory, the filename being its name. */
    public static final int MEMORY = 0x80;

    /** The filename must not be a symbolic link. */
    public static final int NOFOLLOW = 0x0100_0000;

    private OpenFlag() {}

    /** The mutexes of SQLite are off: a connection is used by one thread at a time. */
    static final int NOMUTEX = 0x8000;
    /** One lock around each connection; calls without a safepoint would hang the JVM on it. */
    static final int FULLMUTEX = 0x1_0000;
    /** A page cache for several connections: they would need a lock. */
    static final int SHAREDCACHE = 0x2_0000;
    /** Extended result codes. */
    static final int EXRESCODE = 0x200_0000;
}

package io.sqld.sqlite;

/**
 * Operations on a database file (<a href="https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html">SQLITE_FCNTL_*</a>)
 * that need no private structure.
 */
public final class FileControl {
    /** int out: the lock held. */
    public static final int LOCKSTATE = 1;

    /** int64 in: the size that the file will have. */
    public static final int SIZE_HINT = 5;

    /** int in: the file grows by so many bytes. */
    public static final int CHUNK_SIZE = 6;

    /** pointer out: the sqlite3_file of the database. */
    public static final int FILE_POINTER = 7;

    /** int in and out: the WAL stays when the last connection closes; -1 asks. */
    public static final int PERSIST_WAL = 10;

    /** char* out, to be freed by the caller. */
    public static final int VFSNAME = 12;

    /** int in and out; -1 asks. */
    public static final int POWERSAFE_OVERWRITE = 13;

    /** char*[] in and out: a PRAGMA of this database, see {@link VfsArgument#answer}. */
    public static final int PRAGMA = 14;

    /** int64 in and out; negative asks. */
    public static final int MMAP_SIZE = 18;

    /** int out: 1 if the file was renamed or deleted. */
    public static final int HAS_MOVED = 20;

    /** char* in: the database is about to be synced; the name of the super-journal, or NULL. */
    public static final int SYNC = 21;

    /** nothing: the transaction is committed. */
    public static final int COMMIT_PHASETWO = 22;

    /** pointer out: the sqlite3_vfs. */
    public static final int VFS_POINTER = 27;

    /** pointer out: the sqlite3_file of the journal or WAL. */
    public static final int JOURNAL_POINTER = 28;

    /** unsigned int out: changes whenever the content does. */
    public static final int DATA_VERSION = 35;

    /** int in and out: bytes reserved at the end of each page; -1 asks. */
    public static final int RESERVE_BYTES = 38;

    /** nothing: empties the page cache. */
    public static final int RESET_CACHE = 42;

    private FileControl() {}
}

package io.sqld.sqlite;

/**
 * A file system for SQLite, written in Java (<a href="https://sqlite.org/vfs.html">VFS</a>). Registered with
 * {@link SqliteLibrary#register}, for all connections that name it.
 *
 * <p>SQLite calls it on the thread that uses the connection, in the middle of a call: it must not use a connection.
 * Thread-safe, while each {@link VfsFile} belongs to one connection and is used by one thread at a time.
 *
 * <p>Files that only their connection sees ({@link FileType#temporary()}), randomness, time and sleep are left to
 * SQLite's default VFS.
 *
 * <p>A {@link VfsException} becomes the result code in it. Anything else thrown becomes {@code SQLITE_IOERR} and is
 * told to {@link #failed}.
 */
public interface Vfs {
    /**
     * Opens a file.
     *
     * @param name what {@link #fullName} returned, or that with a suffix for a journal
     * @param type what for
     * @param flags of {@link OpenFlag}
     * @throws VfsException mostly with {@link ResultCode#CANTOPEN}
     */
    VfsFile open(String name, FileType type, int flags);

    /**
     * Deletes a journal. What is done when the super-journal goes makes a transaction over several databases final.
     *
     * @throws VfsException which makes SQLite roll all of them back
     */
    void delete(String name);

    /** {@return whether there is such a file} Asked for a journal: is there a transaction to roll back? */
    boolean exists(String name);

    /** {@return the name that a file given as {@code name} is opened under} */
    String fullName(String name);

    /**
     * Something was thrown that is no {@link VfsException}: a fault in the file system. Must not throw.
     *
     * @param operation the name of the method
     */
    void failed(String operation, Throwable cause);
}

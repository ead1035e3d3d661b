package io.sqld.sqlite;

/** The functions of SQLite that work on the whole library. */
interface LibraryCalls {
    /** {@code sqlite3_libversion_number} */
    int versionNumber();

    /** {@code sqlite3_libversion} */
    long version();

    /** {@code sqlite3_sourceid} */
    long sourceId();

    /** {@code sqlite3_threadsafe} */
    int threadSafe();

    /** {@code sqlite3_compileoption_get}: unless SQLITE_OMIT_COMPILEOPTION_DIAGS */
    long compileOption(int index);

    /** {@code sqlite3_malloc64} */
    long malloc(long bytes);

    /** {@code sqlite3_free} */
    void free(long pointer);

    /** {@code sqlite3_soft_heap_limit64} */
    long softHeapLimit(long bytes);

    /** {@code sqlite3_hard_heap_limit64} */
    long hardHeapLimit(long bytes);

    /** {@code sqlite3_memory_used} */
    long memoryUsed();

    /** {@code sqlite3_errstr} */
    long errorString(int code);

    /** {@code sqlite3_vfs_find}: the default VFS for NULL */
    long findVfs(long name);

    /** {@code sqlite3_vfs_register} */
    int registerVfs(long vfs, int makeDefault);

    /** {@code sqlite3_vfs_unregister} */
    int unregisterVfs(long vfs);
}

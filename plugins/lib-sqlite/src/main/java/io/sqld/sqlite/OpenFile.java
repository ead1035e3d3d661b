package io.sqld.sqlite;

/** A file that SQLite has open, and the file system it belongs to. */
record OpenFile(RegisteredVfs system, VfsFile file) {
    int answer(String operation, Throwable thrown) {
        return system.answer(operation, thrown);
    }
}

package io.sqld.sqlite;

import java.util.concurrent.atomic.AtomicInteger;

/** A file system in Java and how many files of it are open. */
record RegisteredVfs(Vfs vfs, AtomicInteger openFiles) {
    RegisteredVfs(Vfs vfs) {
        this(vfs, new AtomicInteger());
    }

    /** The result code for what a call has thrown. Never throws: an exception that leaves an upcall ends the JVM. */
    int answer(String operation, Throwable thrown) {
        if (thrown instanceof VfsException refusal) {
            return refusal.code();
        }
        try {
            vfs.failed(operation, thrown);
        } catch (Throwable again) {
            thrown.addSuppressed(again);
        }
        return ResultCode.IOERR;
    }
}

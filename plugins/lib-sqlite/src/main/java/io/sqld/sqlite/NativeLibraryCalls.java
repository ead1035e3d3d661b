package io.sqld.sqlite;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** The calls of one library: a template that {@link HiddenBinding} copies. */
final class NativeLibraryCalls implements LibraryCalls {
    private static final Symbols SYMBOLS = symbols();
    private static final MethodHandle VERSION_NUMBER = SYMBOLS.required("sqlite3_libversion_number", int.class);
    private static final MethodHandle VERSION = SYMBOLS.required("sqlite3_libversion", long.class);
    private static final MethodHandle SOURCE_ID = SYMBOLS.required("sqlite3_sourceid", long.class);
    private static final MethodHandle THREAD_SAFE = SYMBOLS.required("sqlite3_threadsafe", int.class);
    private static final MethodHandle COMPILE_OPTION =
            SYMBOLS.optional("sqlite3_compileoption_get", long.class, int.class);
    private static final MethodHandle MALLOC = SYMBOLS.required("sqlite3_malloc64", long.class, long.class);
    private static final MethodHandle FREE = SYMBOLS.required("sqlite3_free", void.class, long.class);
    private static final MethodHandle SOFT_HEAP_LIMIT =
            SYMBOLS.required("sqlite3_soft_heap_limit64", long.class, long.class);
    private static final MethodHandle HARD_HEAP_LIMIT =
            SYMBOLS.optional("sqlite3_hard_heap_limit64", long.class, long.class);
    private static final MethodHandle MEMORY_USED = SYMBOLS.required("sqlite3_memory_used", long.class);
    private static final MethodHandle ERROR_STRING = SYMBOLS.required("sqlite3_errstr", long.class, int.class);
    private static final MethodHandle FIND_VFS = SYMBOLS.required("sqlite3_vfs_find", long.class, long.class);
    private static final MethodHandle REGISTER_VFS =
            SYMBOLS.required("sqlite3_vfs_register", int.class, long.class, int.class);
    private static final MethodHandle UNREGISTER_VFS =
            SYMBOLS.required("sqlite3_vfs_unregister", int.class, long.class);

    @Override
    public int versionNumber() {
        try {
            return (int) VERSION_NUMBER.invokeExact();
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long version() {
        try {
            return (long) VERSION.invokeExact();
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long sourceId() {
        try {
            return (long) SOURCE_ID.invokeExact();
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int threadSafe() {
        try {
            return (int) THREAD_SAFE.invokeExact();
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long compileOption(int index) {
        try {
            return (long) COMPILE_OPTION.invokeExact(index);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long malloc(long bytes) {
        try {
            return (long) MALLOC.invokeExact(bytes);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public void free(long pointer) {
        try {
            FREE.invokeExact(pointer);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long softHeapLimit(long bytes) {
        try {
            return (long) SOFT_HEAP_LIMIT.invokeExact(bytes);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long hardHeapLimit(long bytes) {
        try {
            return (long) HARD_HEAP_LIMIT.invokeExact(bytes);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long memoryUsed() {
        try {
            return (long) MEMORY_USED.invokeExact();
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long errorString(int code) {
        try {
            return (long) ERROR_STRING.invokeExact(code);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public long findVfs(long name) {
        try {
            return (long) FIND_VFS.invokeExact(name);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int registerVfs(long vfs, int makeDefault) {
        try {
            return (int) REGISTER_VFS.invokeExact(vfs, makeDefault);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    @Override
    public int unregisterVfs(long vfs) {
        try {
            return (int) UNREGISTER_VFS.invokeExact(vfs);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }

    private static Symbols symbols() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, Symbols.class);
        } catch (IllegalAccessException e) {
            throw new LinkageError("no class data", e);
        }
    }
}

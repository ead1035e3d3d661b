package io.sqld.sqlite;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * SQLite's own file system: what a {@link Vfs} leaves to it. Offsets are those of {@code sqlite3_vfs} on platforms with
 * pointers of 64 bits.
 */
final class DefaultVfs {
    private static final int VFS_BYTES = 168;
    private static final int VERSION = 0;
    private static final int FILE_BYTES = 4;
    private static final int NEXT = 16;
    private static final int NAME = 24;
    private static final int APPLICATION_DATA = 32;
    private static final int OPEN = 40;
    /** The current time as an integer comes with version 2; system calls, with version 3, are of no use here. */
    private static final int COPIED_VERSION = 2;

    private final MemorySegment vfs;
    private final MemorySegment open;
    private final MethodHandle openHandle =
            Linker.nativeLinker()
                    .downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));

    DefaultVfs(long address) {
        vfs = NativeMemory.ALL.asSlice(address, VFS_BYTES);
        if (vfs.get(ValueLayout.JAVA_INT, VERSION) < COPIED_VERSION) {
            throw new SqliteLibraryException("the default VFS of the SQLite library is too old", null);
        }
        open = MemorySegment.ofAddress(vfs.get(ValueLayout.JAVA_LONG, OPEN));
    }

    /** A copy that differs in name, data and the size of a file; the caller replaces methods in it. */
    MemorySegment copy(String name, long data, Arena arena) {
        var copy = arena.allocate(VFS_BYTES, Long.BYTES).copyFrom(vfs);
        copy.set(ValueLayout.JAVA_INT, VERSION, COPIED_VERSION);
        copy.set(ValueLayout.JAVA_INT, FILE_BYTES,
                Math.max(vfs.get(ValueLayout.JAVA_INT, FILE_BYTES), VfsUpcalls.FILE_BYTES));
        copy.set(ValueLayout.JAVA_LONG, NEXT, 0);
        copy.set(ValueLayout.JAVA_LONG, NAME, Utf8.allocate(name, "the name of the VFS", arena));
        copy.set(ValueLayout.JAVA_LONG, APPLICATION_DATA, data);
        return copy;
    }

    static long data(long vfs) {
        return NativeMemory.ALL.get(ValueLayout.JAVA_LONG, vfs + APPLICATION_DATA);
    }

    /** Opens one of its own files in the place of one of ours: from then on SQLite calls it directly. */
    int open(long name, long file, int flags, long outFlags) {
        try {
            return (int) openHandle.invokeExact(open, vfs.address(), name, file, flags, outFlags);
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
    }
}

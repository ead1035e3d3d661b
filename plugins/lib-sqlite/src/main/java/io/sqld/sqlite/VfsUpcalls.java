package io.sqld.sqlite;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;

/**
 * The methods that SQLite calls on file systems in Java: one stub of each kind for a library, for good. A
 * {@code sqlite3_file} is the pointer to its methods and the number of the {@link OpenFile} it stands for.
 *
 * <p>Every method catches everything: an exception that leaves an upcall ends the JVM.
 */
final class VfsUpcalls {
    static final int FILE_BYTES = 16;
    private static final int FILE_HANDLE = 8;
    private static final int IO_METHODS_BYTES = 104;
    private static final int IO_METHODS_VERSION = 1;
    private static final int OPEN_FLAGS_READ_WRITE = OpenFlag.READONLY | OpenFlag.READWRITE;
    /** Where the methods are in {@code sqlite3_vfs}. */
    private static final int OPEN = 40;
    private static final int DELETE = 48;
    private static final int ACCESS = 56;
    private static final int FULL_PATHNAME = 64;
    private static final int LAST_ERROR = 128;

    private final HandleTable<RegisteredVfs> systems = new HandleTable<>();
    private final HandleTable<OpenFile> files = new HandleTable<>();
    private final LibraryCalls calls;
    private final DefaultVfs defaultVfs;
    private final long ioMethods = ioMethods();

    VfsUpcalls(LibraryCalls calls) {
        this.calls = calls;
        this.defaultVfs = new DefaultVfs(calls.findVfs(0));
    }

    VfsRegistration register(String name, Vfs vfs) {
        if (taken(name)) {
            throw new IllegalArgumentException("there is a VFS " + name + " already");
        }
        long handle = systems.add(new RegisteredVfs(vfs));
        // For good: SQLite may look at the struct at any time, and a server registers few.
        var copy = defaultVfs.copy(name, handle, Arena.global());
        copy.set(ValueLayout.JAVA_LONG, OPEN, stub("open", long.class, long.class, long.class, int.class, long.class));
        copy.set(ValueLayout.JAVA_LONG, DELETE, stub("delete", long.class, long.class, int.class));
        copy.set(ValueLayout.JAVA_LONG, ACCESS, stub("access", long.class, long.class, int.class, long.class));
        copy.set(ValueLayout.JAVA_LONG, FULL_PATHNAME,
                stub("fullPathname", long.class, long.class, int.class, long.class));
        copy.set(ValueLayout.JAVA_LONG, LAST_ERROR, stub("lastError", long.class, int.class, long.class));
        int rc = calls.registerVfs(copy.address(), 0);
        if (rc != ResultCode.OK) {
            systems.remove(handle);
            throw new SqliteException(rc, "cannot register the VFS " + name);
        }
        return new VfsRegistration(this, name, copy.address());
    }

    private boolean taken(String name) {
        try (var arena = Arena.ofConfined()) {
            return calls.findVfs(Utf8.allocate(name, "the name of the VFS", arena)) != 0;
        }
    }

    void unregister(long vfs) {
        long handle = DefaultVfs.data(vfs);
        if (systems.find(handle).openFiles().get() != 0) {
            throw new IllegalStateException("files of the VFS are open");
        }
        calls.unregisterVfs(vfs);
        systems.remove(handle);
    }

    private OpenFile at(long file) {
        return files.find(NativeMemory.ALL.get(ValueLayout.JAVA_LONG, file + FILE_HANDLE));
    }

    // called by SQLite: sqlite3_vfs

    int open(long vfs, long name, long file, int flags, long outFlags) {
        NativeMemory.ALL.set(ValueLayout.JAVA_LONG, file, 0L);
        var system = systems.find(DefaultVfs.data(vfs));
        try {
            var type = FileType.of(flags);
            if (type.temporary()) {
                return defaultVfs.open(name, file, flags, outFlags);
            }
            var opened = system.vfs().open(NativeMemory.string(name), type, flags);
            system.openFiles().incrementAndGet();
            NativeMemory.ALL.set(ValueLayout.JAVA_LONG, file + FILE_HANDLE, files.add(new OpenFile(system, opened)));
            NativeMemory.ALL.set(ValueLayout.JAVA_LONG, file, ioMethods);
            if (outFlags != 0) {
                NativeMemory.ALL.set(ValueLayout.JAVA_INT, outFlags, opened.readOnly()
                        ? (flags & ~OPEN_FLAGS_READ_WRITE) | OpenFlag.READONLY
                        : flags);
            }
            return ResultCode.OK;
        } catch (Throwable e) {
            return system.answer("open", e);
        }
    }

    int delete(long vfs, long name, int syncDirectory) {
        var system = systems.find(DefaultVfs.data(vfs));
        try {
            system.vfs().delete(NativeMemory.string(name));
            return ResultCode.OK;
        } catch (Throwable e) {
            return system.answer("delete", e);
        }
    }

    int access(long vfs, long name, int flags, long out) {
        var system = systems.find(DefaultVfs.data(vfs));
        try {
            boolean exists = system.vfs().exists(NativeMemory.string(name));
            NativeMemory.ALL.set(ValueLayout.JAVA_INT, out, exists ? 1 : 0);
            return ResultCode.OK;
        } catch (Throwable e) {
            return system.answer("exists", e);
        }
    }

    int fullPathname(long vfs, long name, int outBytes, long out) {
        var system = systems.find(DefaultVfs.data(vfs));
        try {
            var utf8 = system.vfs().fullName(NativeMemory.string(name)).getBytes(StandardCharsets.UTF_8);
            if (utf8.length >= outBytes) {
                return ResultCode.CANTOPEN;
            }
            MemorySegment.copy(utf8, 0, NativeMemory.ALL, ValueLayout.JAVA_BYTE, out, utf8.length);
            NativeMemory.ALL.set(ValueLayout.JAVA_BYTE, out + utf8.length, (byte) 0);
            return ResultCode.OK;
        } catch (Throwable e) {
            return system.answer("fullName", e);
        }
    }

    int lastError(long vfs, int bytes, long message) {
        return 0;
    }

    // called by SQLite: sqlite3_io_methods

    int close(long file) {
        var open = at(file);
        try {
            open.file().close();
            return ResultCode.OK;
        } catch (Throwable e) {
            return open.answer("close", e);
        } finally {
            files.remove(NativeMemory.ALL.get(ValueLayout.JAVA_LONG, file + FILE_HANDLE));
            open.system().openFiles().decrementAndGet();
        }
    }

    int read(long file, long buffer, int bytes, long offset) {
        var open = at(file);
        try {
            int read = open.file().read(NativeMemory.ALL, buffer, bytes, offset);
            if (read == bytes) {
                return ResultCode.OK;
            }
            NativeMemory.ALL.asSlice(buffer + read, bytes - read).fill((byte) 0);
            return ResultCode.IOERR_SHORT_READ;
        } catch (Throwable e) {
            return open.answer("read", e);
        }
    }

    int write(long file, long buffer, int bytes, long offset) {
        var open = at(file);
        try {
            open.file().write(NativeMemory.ALL, buffer, bytes, offset);
            return ResultCode.OK;
        } catch (Throwable e) {
            return open.answer("write", e);
        }
    }

    int truncate(long file, long bytes) {
        var open = at(file);
        try {
            open.file().truncate(bytes);
            return ResultCode.OK;
        } catch (Throwable e) {
            return open.answer("truncate", e);
        }
    }

    int sync(long file, int flags) {
        var open = at(file);
        try {
            open.file().sync();
            return ResultCode.OK;
        } catch (Throwable e) {
            return open.answer("sync", e);
        }
    }

    int fileSize(long file, long out) {
        var open = at(file);
        try {
            NativeMemory.ALL.set(ValueLayout.JAVA_LONG, out, open.file().size());
            return ResultCode.OK;
        } catch (Throwable e) {
            return open.answer("size", e);
        }
    }

    int lock(long file, int level) {
        var open = at(file);
        try {
            return open.file().lock(LockLevel.of(level));
        } catch (Throwable e) {
            return open.answer("lock", e);
        }
    }

    int unlock(long file, int level) {
        var open = at(file);
        try {
            return open.file().unlock(LockLevel.of(level));
        } catch (Throwable e) {
            return open.answer("unlock", e);
        }
    }

    int checkReservedLock(long file, long out) {
        var open = at(file);
        try {
            NativeMemory.ALL.set(ValueLayout.JAVA_INT, out, open.file().reserved() ? 1 : 0);
            return ResultCode.OK;
        } catch (Throwable e) {
            return open.answer("reserved", e);
        }
    }

    int fileControl(long file, int operation, long argument) {
        var open = at(file);
        try {
            return open.file().control(operation, new VfsArgument(calls, argument));
        } catch (Throwable e) {
            return open.answer("control", e);
        }
    }

    int sectorSize(long file) {
        var open = at(file);
        try {
            return open.file().sectorBytes();
        } catch (Throwable e) {
            return open.answer("sectorBytes", e);
        }
    }

    int deviceCharacteristics(long file) {
        var open = at(file);
        try {
            return open.file().characteristics();
        } catch (Throwable e) {
            open.answer("characteristics", e);
            return 0;
        }
    }

    private long ioMethods() {
        var methods = Arena.global().allocate(IO_METHODS_BYTES, Long.BYTES);
        methods.set(ValueLayout.JAVA_INT, 0, IO_METHODS_VERSION);
        long[] stubs = {
                stub("close", long.class),
                stub("read", long.class, long.class, int.class, long.class),
                stub("write", long.class, long.class, int.class, long.class),
                stub("truncate", long.class, long.class),
                stub("sync", long.class, int.class),
                stub("fileSize", long.class, long.class),
                stub("lock", long.class, int.class),
                stub("unlock", long.class, int.class),
                stub("checkReservedLock", long.class, long.class),
                stub("fileControl", long.class, int.class, long.class),
                stub("sectorSize", long.class),
                stub("deviceCharacteristics", long.class)};
        for (int i = 0; i < stubs.length; i++) {
            methods.set(ValueLayout.JAVA_LONG, (i + 1L) * Long.BYTES, stubs[i]);
        }
        return methods.address();
    }

    private long stub(String method, Class<?>... arguments) {
        var type = MethodType.methodType(int.class, arguments);
        try {
            var target = MethodHandles.lookup().bind(this, method, type);
            return Linker.nativeLinker().upcallStub(target, Symbols.descriptor(type), Arena.global()).address();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method, e);
        }
    }
}

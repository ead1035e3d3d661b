package io.sqld.sqlite;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.NativeDB;

/**
 * The SQLite library inside sqlite-jdbc. It exports no {@code sqlite3_} function, but hands the
 * <a href="https://sqlite.org/loadext.html">loadable extension interface</a> to whoever it loads as an extension; so
 * this class poses as one, without any C code. JDBC only loads the library.
 *
 * <p>SQLite loads an extension through the {@code xDlOpen}, {@code xDlSym} and {@code xDlClose} methods of the
 * connection's
 * <a href="https://sqlite.org/c3ref/vfs.html">VFS</a>. For one {@code load_extension()} call these are replaced by
 * upcalls, the last of which is the extension's entry point and receives the address of {@code sqlite3_api_routines}.
 * No file is opened.
 */
final class BundledLibrary {
    /** The VFS is shared by the whole process: one replacement at a time. */
    private static final Object VFS_LOCK = new Object();

    // struct sqlite3_vfs on a machine with pointers of 8 bytes
    private static final long VERSION = 0;
    private static final long NAME = 24;
    private static final long DL_OPEN = 72;
    private static final long DL_SYM = 88;
    private static final long DL_CLOSE = 96;

    private static final int OK_LOAD_PERMANENTLY = 256;

    private long connection;
    private long apiRoutines;
    private long entryPoint;

    private BundledLibrary() {}

    /** {@return the address of the library's {@code sqlite3_api_routines}} */
    static long apiRoutines() {
        synchronized (VFS_LOCK) {
            return new BundledLibrary().capture();
        }
    }

    private long capture() {
        if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            throw new SqliteLibraryException("the bundled SQLite library needs a 64-bit machine", null);
        }
        var config = new SQLiteConfig();
        config.enableLoadExtension(true);
        try (var jdbc = (SQLiteConnection) config.createConnection("jdbc:sqlite::memory:")) {
            long borrowed = pointer(jdbc);
            captureWith(borrowed, jdbc);
            if (apiRoutines == 0 || connection != borrowed) {
                throw unexpected("it did not call the extension's entry point");
            }
            return apiRoutines;
        } catch (SQLException e) {
            throw notLoaded(e);
        }
    }

    private static RuntimeException notLoaded(SQLException failure) {
        Throwable reason = failure;
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalCallerException noNativeAccess) {
                return noNativeAccess;
            }
            reason = cause;
        }
        return new SqliteLibraryException(
                "cannot load the SQLite library bundled in sqlite-jdbc: " + reason.getMessage()
                        + "; let -Djava.io.tmpdir name a directory where programs may run, or name another library",
                failure);
    }

    private void captureWith(long borrowed, SQLiteConnection jdbc) throws SQLException {
        var vfs = vfs(borrowed);
        long open = vfs.get(ValueLayout.JAVA_LONG, DL_OPEN);
        long symbol = vfs.get(ValueLayout.JAVA_LONG, DL_SYM);
        long close = vfs.get(ValueLayout.JAVA_LONG, DL_CLOSE);
        try (var arena = Arena.ofConfined(); var statement = jdbc.createStatement()) {
            entryPoint = upcall("entry", MethodType.methodType(int.class, long.class, long.class, long.class), arena);
            vfs.set(ValueLayout.JAVA_LONG, DL_OPEN,
                    upcall("dlOpen", MethodType.methodType(long.class, long.class, long.class), arena));
            vfs.set(ValueLayout.JAVA_LONG, DL_SYM,
                    upcall("dlSym", MethodType.methodType(long.class, long.class, long.class, long.class), arena));
            vfs.set(ValueLayout.JAVA_LONG, DL_CLOSE,
                    upcall("dlClose", MethodType.methodType(void.class, long.class, long.class), arena));
            statement.execute("SELECT load_extension('sqld')");
        } finally {
            vfs.set(ValueLayout.JAVA_LONG, DL_OPEN, open);
            vfs.set(ValueLayout.JAVA_LONG, DL_SYM, symbol);
            vfs.set(ValueLayout.JAVA_LONG, DL_CLOSE, close);
        }
    }

    /** The extension's entry point ({@code sqlite3_loadext_entry}). */
    int entry(long database, long errorOut, long routines) {
        connection = database;
        apiRoutines = routines;
        return OK_LOAD_PERMANENTLY;
    }

    /** {@code xDlOpen}: SQLite only looks whether the handle is 0. */
    long dlOpen(long vfs, long filename) {
        return entryPoint;
    }

    /** {@code xDlSym}. */
    long dlSym(long vfs, long handle, long name) {
        return entryPoint;
    }

    /** {@code xDlClose}: there is nothing to close. */
    void dlClose(long vfs, long handle) {}

    private long upcall(String method, MethodType type, Arena arena) {
        try {
            var target = MethodHandles.lookup().bind(this, method, type);
            return Linker.nativeLinker().upcallStub(target, Symbols.descriptor(type), arena).address();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method, e);
        }
    }

    /** The {@code sqlite3*} of a JDBC connection, which sqlite-jdbc keeps in a private field. */
    private static long pointer(SQLiteConnection jdbc) {
        try {
            var field = NativeDB.class.getDeclaredField("pointer");
            field.setAccessible(true);
            return field.getLong(jdbc.getDatabase());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new SqliteLibraryException("this sqlite-jdbc keeps its connections differently; use the version that "
                    + "sqld is built with", e);
        }
    }

    /** The VFS of a connection: the first word of {@code struct sqlite3}, which is private, so look before use. */
    private static MemorySegment vfs(long database) {
        long address = NativeMemory.ALL.get(ValueLayout.JAVA_LONG, database);
        if (address == 0 || address % Long.BYTES != 0) {
            throw unexpected("a connection does not begin with its VFS");
        }
        var vfs = NativeMemory.ALL.asSlice(address, DL_CLOSE + Long.BYTES);
        int version = vfs.get(ValueLayout.JAVA_INT, VERSION);
        var name = version < 1 || version > 3 ? "" : NativeMemory.string(vfs.get(ValueLayout.JAVA_LONG, NAME));
        if (!name.startsWith("unix") && !name.startsWith("win32")) {
            throw unexpected("a connection does not begin with its VFS");
        }
        return vfs;
    }

    private static SqliteLibraryException unexpected(String what) {
        return new SqliteLibraryException("the SQLite library bundled in sqlite-jdbc is not as expected: " + what
                + "; use the version that sqld is built with, or name another library", null);
    }
}

package io.sqld.sqlite;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite library, loaded into this process for good. Thread-safe.
 *
 * <p>Two libraries in one process must never open the same file: each would drop the other's file locks
 * (<a href="https://sqlite.org/howtocorrupt.html#multiple_copies_of_sqlite_linked_into_the_same_application">How to
 * corrupt</a>). So a program chooses one, once, and passes it around.
 */
public final class SqliteLibrary {
    /** The oldest version that has every function that this binding cannot do without: 3.37.0. */
    public static final int MINIMUM_VERSION_NUMBER = 3_037_000;

    private static final String PROBE_TABLE = """
            CREATE TABLE t(a INTEGER, b REAL, c TEXT, d BLOB, e);
            INSERT INTO t VALUES(1, 0.5, 'text', x'00ff', NULL), (-9223372036854775808, -1e300, '', x'', -2),
                (4611686018427387904, 3.0, 'äöü€', zeroblob(9000), 'text'), (NULL, NULL, NULL, NULL, 7e-3);
            INSERT INTO t SELECT max(a), max(b), replace(hex(zeroblob(5000)), '0', 'long'), randomblob(7), c FROM t;
            """;
    private static final String PROBE = """
            SELECT a, b, c, d, e, NULL, 7, -0.25, 'literal', x'0102', a / 3, b * 2, c || c, CAST(c AS BLOB), zeroblob(3)
            FROM t""";

    private final Symbols symbols;
    private final LibraryCalls calls;
    private final ConnectionCalls connectionCalls;
    private final StatementCalls statementCalls;
    private final FunctionCalls functionCalls;
    private final Upcalls upcalls;
    private final long freeFunction;
    private final boolean errorOffsets;
    private final boolean columnOrigins;
    private final int valueBytes;
    private final AtomicInteger openConnections = new AtomicInteger();
    private final AtomicInteger openStatements = new AtomicInteger();
    private @Nullable VfsUpcalls vfsUpcalls; // guarded by this; most programs register no file system

    private SqliteLibrary(Symbols symbols) {
        this.symbols = symbols;
        checkVersion(symbols);
        calls = HiddenBinding.define(NativeLibraryCalls.class, symbols);
        connectionCalls = HiddenBinding.define(NativeConnectionCalls.class, symbols);
        statementCalls = HiddenBinding.define(NativeStatementCalls.class, symbols);
        functionCalls = HiddenBinding.define(NativeFunctionCalls.class, symbols);
        var missing = symbols.missing();
        if (!missing.isEmpty()) {
            throw new SqliteLibraryException(symbols.library() + " lacks functions that sqld needs: "
                    + String.join(", ", missing) + "; use a SQLite library built without SQLITE_OMIT options", null);
        }
        if (calls.threadSafe() == 0) {
            throw new SqliteLibraryException(
                    symbols.library() + " is built for a single thread; use one built with SQLITE_THREADSAFE=1", null);
        }
        freeFunction = symbols.find("sqlite3_free").orElseThrow().address();
        errorOffsets = symbols.find("sqlite3_error_offset").isPresent();
        columnOrigins = symbols.find("sqlite3_column_database_name").isPresent()
                && symbols.find("sqlite3_column_table_name").isPresent()
                && symbols.find("sqlite3_column_origin_name").isPresent();
        upcalls = new Upcalls(functionCalls);
        valueBytes = probeValueBytes();
    }

    /** Rows of all storage classes: of a table and made by expressions, short and long. */
    private int probeValueBytes() {
        int found = RowMemory.UNKNOWN;
        try (var connection = open(":memory:", OpenFlag.READWRITE | OpenFlag.CREATE)) {
            connection.execute(PROBE_TABLE);
            try (var probe = connection.prepare(PROBE, 0, false).statement().orElseThrow()) {
                while (probe.step()) {
                    int bytes = probe.valueBytesOfRow();
                    if (bytes == RowMemory.UNKNOWN || (found != RowMemory.UNKNOWN && bytes != found)) {
                        return RowMemory.UNKNOWN;
                    }
                    found = bytes;
                }
            }
        } catch (SqliteException unusual) {
            return RowMemory.UNKNOWN;
        }
        return found;
    }

    /**
     * {@return the library that sqlite-jdbc brings for this platform}
     *
     * @throws SqliteLibraryException if it cannot be loaded
     */
    public static SqliteLibrary bundled() {
        return withNativeAccess("the bundled SQLite library", () -> {
            return of("bundled in sqlite-jdbc", new ApiRoutines(BundledLibrary.apiRoutines()));
        });
    }

    /**
     * {@return a SQLite or libSQL shared library}
     *
     * @param file its path; or a bare name, such as {@code libsqlite3.so.0}, that the operating system looks for in its
     *     usual places
     * @throws SqliteLibraryException if there is no such library, or it is not SQLite, or too old, or lacks something
     */
    public static SqliteLibrary at(Path file) {
        return withNativeAccess(file.toString(),
                () -> of(file.toString(), SharedLibrary.open(file)));
    }

    /** The library whose functions a lookup finds. */
    static SqliteLibrary of(String name, SymbolLookup functions) {
        return new SqliteLibrary(new Symbols(name, functions));
    }

    private static SqliteLibrary withNativeAccess(String library, Supplier<SqliteLibrary> load) {
        try {
            return load.get();
        } catch (IllegalCallerException e) {
            throw new SqliteLibraryException("Java may not load " + library
                    + ": start it with --enable-native-access=ALL-UNNAMED", e);
        }
    }

    private static void checkVersion(Symbols symbols) {
        var function = symbols.find("sqlite3_libversion_number")
                .orElseThrow(() -> new SqliteLibraryException(
                        symbols.library() + " is not SQLite: it has no function sqlite3_libversion_number", null));
        var handle = Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT));
        int version;
        try {
            version = (int) handle.invokeExact();
        } catch (Throwable e) {
            throw NativeFailure.rethrow(e);
        }
        if (version < MINIMUM_VERSION_NUMBER) {
            throw new SqliteLibraryException(symbols.library() + " is SQLite " + dotted(version)
                    + "; sqld needs " + dotted(MINIMUM_VERSION_NUMBER) + " or newer", null);
        }
    }

    private static String dotted(int version) {
        return version / 1_000_000 + "." + version / 1_000 % 1_000 + "." + version % 1_000;
    }

    /** {@return such as {@code 3.54.1}} */
    public String version() {
        return NativeMemory.string(calls.version());
    }

    /** {@return such as 3054001} */
    public int versionNumber() {
        return calls.versionNumber();
    }

    /** {@return the check-in that the library was built from ({@code sqlite3_sourceid})} */
    public String sourceId() {
        return NativeMemory.string(calls.sourceId());
    }

    /** {@return whether the library has a function, by its C name} */
    public boolean has(String function) {
        return symbols.find(function).isPresent();
    }

    /** {@return the options that the library was built with, without {@code SQLITE_}; empty if it does not tell} */
    public List<String> compileOptions() {
        var options = new ArrayList<String>();
        if (has("sqlite3_compileoption_get")) {
            for (long option = calls.compileOption(0); option != 0; option = calls.compileOption(options.size())) {
                options.add(NativeMemory.string(option));
            }
        }
        return options;
    }

    /**
     * Opens a database (<a href="https://sqlite.org/c3ref/open.html">sqlite3_open_v2</a>).
     *
     * @param filename a path, {@code :memory:}, empty for a temporary database, or a URI with {@link OpenFlag#URI}
     * @param flags of {@link OpenFlag}; {@code SQLITE_OPEN_NOMUTEX} and extended result codes are always on
     * @throws SqliteException if the database cannot be opened
     */
    public SqliteConnection open(String filename, int flags) {
        return new SqliteConnection(this, filename, flags, "");
    }

    /**
     * Opens a database through a VFS.
     *
     * @param vfs its name
     * @throws SqliteException if there is no such VFS or the database cannot be opened
     */
    public SqliteConnection open(String filename, int flags, String vfs) {
        return new SqliteConnection(this, filename, flags, vfs);
    }

    /**
     * Makes a file system known, under a name for {@link #open(String, int, String)}. For all connections of the
     * library.
     *
     * @param name not yet taken
     * @throws IllegalArgumentException if it is taken
     */
    public synchronized VfsRegistration register(String name, Vfs vfs) {
        if (vfsUpcalls == null) {
            vfsUpcalls = new VfsUpcalls(calls);
        }
        return vfsUpcalls.register(name, vfs);
    }

    /** {@return connections opened and not closed yet; a test that ends with more than it began with leaks} */
    public int openConnections() {
        return openConnections.get();
    }

    /** {@return statements prepared and not closed yet} */
    public int openStatements() {
        return openStatements.get();
    }

    /** {@return bytes that the library has allocated; 0 if it does not count them} */
    public long memoryUsed() {
        return calls.memoryUsed();
    }

    /** {@return whether the library counts its memory; if not, heap limits have no effect} */
    public boolean memoryStatistics() {
        return !compileOptions().contains("DEFAULT_MEMSTATUS=0");
    }

    /**
     * Asks the library to stay below so many bytes by giving caches back
     * (<a href="https://sqlite.org/c3ref/hard_heap_limit64.html">soft_heap_limit64</a>). For all its connections.
     *
     * @param bytes 0 for no limit; negative to leave it
     * @return the limit before
     */
    public long softHeapLimit(long bytes) {
        return calls.softHeapLimit(bytes);
    }

    /**
     * Makes allocations fail beyond so many bytes. For all connections of the library.
     *
     * @param bytes 0 for no limit; negative to leave it
     * @return the limit before
     */
    public long hardHeapLimit(long bytes) {
        return calls.hardHeapLimit(bytes);
    }

    LibraryCalls calls() {
        return calls;
    }

    ConnectionCalls connectionCalls() {
        return connectionCalls;
    }

    StatementCalls statementCalls() {
        return statementCalls;
    }

    Upcalls upcalls() {
        return upcalls;
    }

    FunctionCalls functionCalls() {
        return functionCalls;
    }

    /** The address of {@code sqlite3_free}, as the destructor of a value. */
    long freeFunction() {
        return freeFunction;
    }

    /** How far apart the values of a row lie in memory, as {@link RowMemory} reads them. */
    int valueBytes() {
        return valueBytes;
    }

    /** Whether the library tells where in the text an error is. */
    boolean errorOffsets() {
        return errorOffsets;
    }

    /** Whether the library tells which table column a result column comes from. */
    boolean columnOrigins() {
        return columnOrigins;
    }

    /** Allocates memory of the library, which the caller frees. */
    long allocate(long bytes) {
        long address = calls.malloc(bytes);
        if (address == 0) {
            throw outOfMemory();
        }
        return address;
    }

    SqliteException outOfMemory() {
        return new SqliteException(ResultCode.NOMEM, NativeMemory.string(calls.errorString(ResultCode.NOMEM)));
    }

    void free(long address) {
        calls.free(address);
    }

    void connectionOpened() {
        openConnections.incrementAndGet();
    }

    void connectionClosed() {
        openConnections.decrementAndGet();
    }

    void statementOpened() {
        openStatements.incrementAndGet();
    }

    void statementClosed() {
        openStatements.decrementAndGet();
    }

    @Override
    public String toString() {
        return "SQLite " + version() + ", " + symbols.library();
    }
}

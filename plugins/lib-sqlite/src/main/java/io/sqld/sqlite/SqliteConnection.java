package io.sqld.sqlite;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a database (<a href="https://sqlite.org/c3ref/sqlite3.html">sqlite3</a>), without mutexes: used by
 * one thread at a time, not always the same one, with a happens-before edge between them. Only {@link #interrupt()} may
 * be called from anywhere at any time.
 *
 * <p>That thread needs the stack of a C program, 8 MiB, if it runs SQL that others wrote: deep LIKE patterns, triggers
 * and foreign keys make SQLite recurse, and an overflow there ends the process. Java's default is 1 MiB.
 *
 * <p>Closed by whoever opened it; that closes its statements and backups. Every method but {@link #close()} and
 * {@link #interrupt()} throws {@link IllegalStateException} afterwards.
 */
public final class SqliteConnection implements AutoCloseable {
    /** Two pointers, for results of C functions. */
    private static final int OUT_BYTES = 16;

    private final SqliteLibrary library;
    private final ConnectionCalls calls;
    private final CallGuard guard = new CallGuard();
    private final ConnectionHooks hooks = new ConnectionHooks(guard);
    private final Object interruptLock = new Object();
    private final Preparer preparer;
    private final StatementList statements;
    private final long handle;
    private final long hooksHandle;
    private final long out;
    private boolean interruptible = true; // guarded by interruptLock
    private final List<SqliteBackup> backups = new ArrayList<>(0);

    SqliteConnection(SqliteLibrary library, String filename, int flags, String vfs) {
        if ((flags & (OpenFlag.FULLMUTEX | OpenFlag.SHAREDCACHE)) != 0) {
            throw new IllegalArgumentException("a connection has no mutex and no shared cache");
        }
        this.library = library;
        this.calls = library.connectionCalls();
        this.out = library.allocate(OUT_BYTES);
        this.handle = open(filename, flags | OpenFlag.NOMUTEX | OpenFlag.EXRESCODE, vfs);
        this.hooksHandle = library.upcalls().connections().add(hooks);
        this.statements = new StatementList(library);
        this.preparer = new Preparer(this, handle, out);
        library.connectionOpened();
    }

    private long open(String filename, int flags, String vfs) {
        boolean opened = false;
        try (var arena = Arena.ofConfined()) {
            long name = vfs.isEmpty() ? 0 : Utf8.allocate(vfs, "the name of the VFS", arena);
            int rc = calls.open(Utf8.allocate(filename, "the filename", arena), out, flags, name);
            long connection = outPointer();
            if (rc != ResultCode.OK) {
                throw failedToOpen(rc, connection);
            }
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                library.free(out);
            }
        }
    }

    private SqliteException failedToOpen(int rc, long connection) {
        if (connection == 0) {
            return new SqliteException(rc, NativeMemory.string(library.calls().errorString(rc)));
        }
        var failure = new SqliteException(rc, NativeMemory.string(calls.errorMessage(connection)));
        calls.close(connection);
        return failure;
    }

    /**
     * Prepares the first statement at or after an offset
     * (<a href="https://sqlite.org/c3ref/prepare.html">prepare_v3</a>).
     *
     * @param sql any number of statements; a long script passed again and again as the same object is encoded once
     * @param offset in chars
     * @param persistent whether the statement will be kept for long
     * @throws SqliteException if it cannot be prepared, with offsets counted from the start of {@code sql}; also if the
     *     text contains what UTF-8 or C cannot: unpaired surrogates, NUL
     */
    public PrepareResult prepare(String sql, int offset, boolean persistent) {
        return preparer.prepare(sql, offset, persistent);
    }

    /**
     * Runs all statements of a text, and drops their rows. Stops at the first that fails.
     *
     * @throws SqliteException what that one threw
     */
    public void execute(String sql) {
        for (int offset = 0; offset < sql.length();) {
            var prepared = prepare(sql, offset, false);
            offset = prepared.end();
            if (prepared.statement().isPresent()) {
                run(prepared.statement().get());
            }
        }
    }

    private static void run(SqliteStatement statement) {
        try (statement) {
            boolean more = true;
            while (more) {
                more = statement.step();
            }
        }
    }

    /** {@return whether no transaction is open} */
    public boolean autocommit() {
        guard.check();
        return calls.autocommit(handle) != 0;
    }

    /** {@return the furthest state of the transactions on all schemas} */
    public TxnState transactionState() {
        guard.check();
        return switch (calls.transactionState(handle, 0)) {
            case 1 -> TxnState.READ;
            case 2 -> TxnState.WRITE;
            default -> TxnState.NONE;
        };
    }

    /** {@return rows changed by the last INSERT, UPDATE or DELETE itself ({@code sqlite3_changes64})} */
    public long changes() {
        guard.check();
        return calls.changes(handle);
    }

    /** {@return rows changed since the connection was opened, triggers included ({@code sqlite3_total_changes64})} */
    public long totalChanges() {
        guard.check();
        return calls.totalChanges(handle);
    }

    /** {@return the rowid of the last row inserted} */
    public long lastInsertRowid() {
        guard.check();
        return calls.lastInsertRowid(handle);
    }

    /** Sets what {@link #lastInsertRowid()} and the SQL function return. */
    public void setLastInsertRowid(long rowid) {
        guard.check();
        calls.setLastInsertRowid(handle, rowid);
    }

    /** {@return the extended result code of the last call that failed, undefined after one that did not} */
    public int extendedErrorCode() {
        guard.check();
        return calls.extendedErrorCode(handle);
    }

    /** {@return the message of the last call that failed, undefined after one that did not} */
    public String errorMessage() {
        guard.check();
        return NativeMemory.string(calls.errorMessage(handle));
    }

    /**
     * Makes the statements that are running now fail with {@link ResultCode#INTERRUPT}, soon. Does nothing if there is
     * none, or the connection is closed. Thread-safe.
     */
    public void interrupt() {
        synchronized (interruptLock) {
            if (interruptible) {
                calls.interrupt(handle);
            }
        }
    }

    /**
     * Sets the handler that is called about every so many virtual machine instructions; replaces the one before.
     *
     * @param handler null for none
     */
    public void progressHandler(int instructions, @Nullable ProgressHandler handler) {
        guard.check();
        hooks.progressHandler(handler);
        calls.progressHandler(handle, handler == null ? 0 : instructions,
                handler == null ? 0 : library.upcalls().progress(),
                hooksHandle);
    }

    /**
     * Sets the handler that is asked while statements are prepared; replaces the one before. Statements prepared
     * earlier are prepared anew when they next run.
     *
     * @param handler null for none
     */
    public void authorizer(@Nullable Authorizer handler) {
        guard.check();
        hooks.authorizer(handler);
        check(calls.authorizer(handle, handler == null ? 0 : library.upcalls().authorize(), hooksHandle));
    }

    /**
     * Sets the hook that is called after commits to the WAL. Replaces the one before, and automatic checkpoints too.
     *
     * @param hook null for none
     */
    public void walHook(@Nullable WalHook hook) {
        guard.check();
        hooks.walHook(hook);
        calls.walHook(handle, hook == null ? 0 : library.upcalls().walCommitted(), hooksHandle);
    }

    /**
     * Sets the hook that is called before commits; replaces the one before.
     *
     * @param hook null for none
     */
    public void commitHook(@Nullable CommitHook hook) {
        guard.check();
        hooks.commitHook(hook);
        calls.commitHook(handle, hook == null ? 0 : library.upcalls().commit(), hooksHandle);
    }

    /**
     * Sets the hook that is called for each row that is changed; replaces the one before.
     *
     * @param hook null for none
     */
    public void updateHook(@Nullable UpdateHook hook) {
        guard.check();
        hooks.updateHook(hook);
        calls.updateHook(handle, hook == null ? 0 : library.upcalls().updated(), hooksHandle);
    }

    /**
     * Sets the hook that is called when a transaction is rolled back; replaces the one before.
     *
     * @param hook null for none
     */
    public void rollbackHook(@Nullable RollbackHook hook) {
        guard.check();
        hooks.rollbackHook(hook);
        calls.rollbackHook(handle, hook == null ? 0 : library.upcalls().rolledBack(), hooksHandle);
    }

    /**
     * Defines an SQL function, or replaces one, built-in ones included
     * (<a href="https://sqlite.org/c3ref/create_function.html">create_function_v2</a>).
     *
     * @param arguments how many it takes; -1 for any number
     * @param flags of {@link FunctionFlag}
     */
    public void createFunction(String name, int arguments, int flags, ScalarFunction function) {
        guard.check();
        var upcalls = library.upcalls();
        try (var arena = Arena.ofConfined()) {
            long utf8 = Utf8.allocate(name, "the name of the function", arena);
            long id = upcalls.functions().add(new FunctionCall(library, guard, function));
            // SQLite calls destroy also when it refuses
            check(calls.createFunction(handle, utf8, arguments, flags | FunctionFlag.UTF8, id, upcalls.call(), 0, 0,
                    upcalls.destroy()));
        }
    }

    /**
     * Sets a limit of {@link LimitCategory}; SQLite lowers what is above its own maximum.
     *
     * @param value negative to leave it
     * @return the value before
     */
    public int limit(int category, int value) {
        guard.check();
        int before = calls.limit(handle, category, value);
        if (before < 0) {
            throw new IllegalArgumentException("limit category " + category);
        }
        return before;
    }

    /**
     * Switches an option of {@link ConfigOption}.
     *
     * @return whether it is on now
     * @throws SqliteException if the library does not know it
     */
    public boolean configure(int option, boolean on) {
        return configure(option, on ? 1 : 0);
    }

    /** {@return whether an option of {@link ConfigOption} is on} */
    public boolean configured(int option) {
        return configure(option, -1);
    }

    private boolean configure(int option, int value) {
        if (option < ConfigOption.ENABLE_FKEY || option == 1000 || option == 1001) {
            throw new IllegalArgumentException("option " + option + " is not on or off");
        }
        guard.check();
        check(calls.configure(handle, option, value, out));
        return NativeMemory.ALL.get(ValueLayout.JAVA_INT, out) != 0;
    }

    /**
     * Checkpoints a WAL. Does not throw for a lock that is in the way.
     *
     * @param schema {@code main} or an attached name; empty for all
     */
    public CheckpointResult checkpoint(String schema, CheckpointMode mode) {
        guard.enter();
        int rc;
        try (var arena = Arena.ofConfined()) {
            long name = schema.isEmpty() ? 0 : Utf8.allocate(schema, "the name of the schema", arena);
            rc = calls.checkpoint(handle, name, mode.code(), out, out + Integer.BYTES);
        } finally {
            guard.exit();
        }
        boolean busy = ResultCode.primary(rc) == ResultCode.BUSY || ResultCode.primary(rc) == ResultCode.LOCKED;
        if (!busy) {
            check(rc);
        }
        return new CheckpointResult(busy, NativeMemory.ALL.get(ValueLayout.JAVA_INT, out),
                NativeMemory.ALL.get(ValueLayout.JAVA_INT, out + Integer.BYTES));
    }

    /** Checkpoints after each commit that leaves so many frames in the WAL; 0 for never. Replaces a {@link WalHook}. */
    public void autocheckpoint(int frames) {
        guard.check();
        hooks.walHook(null);
        check(calls.autocheckpoint(handle, frames));
    }

    /** Waits so long for a lock of another connection, in the calling thread; 0 for not at all. */
    public void busyTimeout(int millis) {
        guard.check();
        check(calls.busyTimeout(handle, millis));
    }

    /**
     * Asks the file of a schema, or tells it something: see {@link FileControl}.
     *
     * @param argument native memory as the operation wants it
     * @return the result code, unchanged
     */
    public int fileControl(String schema, int operation, MemorySegment argument) {
        guard.enter();
        try (var arena = Arena.ofConfined()) {
            return calls.fileControl(handle, Utf8.allocate(schema, "the name of the schema", arena), operation,
                    argument.address());
        } finally {
            guard.exit();
        }
    }

    /** {@return whether the database of a schema is open for reading only} */
    public boolean readOnly(String schema) {
        guard.check();
        try (var arena = Arena.ofConfined()) {
            int answer = calls.readOnly(handle, Utf8.allocate(schema, "the name of the schema", arena));
            if (answer < 0) {
                throw new IllegalArgumentException("no schema " + schema);
            }
            return answer != 0;
        }
    }

    /** {@return a counter of {@link ConnectionCounter}, set back afterwards if wished} */
    public int status(int counter, boolean reset) {
        guard.check();
        check(calls.status(handle, counter, out, out + Integer.BYTES, reset ? 1 : 0));
        return NativeMemory.ALL.get(ValueLayout.JAVA_INT, out);
    }

    /** Gives back memory that caches use. */
    public void releaseMemory() {
        guard.check();
        check(calls.releaseMemory(handle));
    }

    /**
     * Begins to copy a database over the one of this connection, which until the backup is closed may not be used for
     * anything but closing it (<a href="https://sqlite.org/c3ref/backup_finish.html">backup</a>).
     *
     * @param schema of this connection; {@code main}
     * @param source a connection to another database, which stays open and unused by other threads until the backup is
     *     closed
     * @param sourceSchema of that connection
     */
    public SqliteBackup restore(String schema, SqliteConnection source, String sourceSchema) {
        guard.checkIdle();
        source.guard.check();
        try (var arena = Arena.ofConfined()) {
            long backup =
                    calls.backupInit(handle, Utf8.allocate(schema, "the name of the schema", arena), source.handle,
                            Utf8.allocate(sourceSchema, "the name of the schema", arena));
            if (backup == 0) {
                throw failure(calls.extendedErrorCode(handle));
            }
            var begun = new SqliteBackup(this, source, backup);
            guard.reserve();
            backups.add(begun);
            source.backups.add(begun);
            return begun;
        }
    }

    /** {@return the library that it was opened with} */
    public SqliteLibrary library() {
        return library;
    }

    /**
     * Rolls back an open transaction, closes all statements, and the connection. Idempotent.
     *
     * @throws IllegalStateException if a statement is running: from a handler or function of this connection
     */
    @Override
    public void close() {
        if (guard.closed()) {
            return;
        }
        guard.enterLast();
        synchronized (interruptLock) {
            interruptible = false;
        }
        while (!backups.isEmpty()) {
            backups.getLast().close();
        }
        statements.releaseAll();
        calls.close(handle);
        guard.exit();
        library.upcalls().connections().remove(hooksHandle);
        preparer.close();
        library.free(out);
        library.connectionClosed();
        throwUpcallFailure();
    }

    void remove(SqliteBackup backup) {
        backups.remove(backup);
    }

    StatementList statements() {
        return statements;
    }

    CallGuard guard() {
        return guard;
    }

    ConnectionCalls calls() {
        return calls;
    }

    /** The exception for a call that has just failed. */
    SqliteException failure(int rc) {
        return failure(rc, SqliteException.NO_OFFSET);
    }

    /** Likewise, for a call that knows where in the text the error is. */
    SqliteException failure(int rc, int offset) {
        // a misuse is refused before the connection notes a message
        long message = ResultCode.primary(rc) == ResultCode.MISUSE ? library.calls().errorString(rc)
                : calls.errorMessage(handle);
        return new SqliteException(rc, NativeMemory.string(message), offset, guard.takeFailure());
    }

    /** Throws what a handler threw during a call that succeeded nevertheless. */
    void throwUpcallFailure() {
        var failure = guard.takeFailure();
        if (failure != null) {
            throw new SqliteException(ResultCode.ERROR, "a handler failed: " + failure, SqliteException.NO_OFFSET,
                    failure);
        }
    }

    private void check(int rc) {
        if (rc != ResultCode.OK) {
            throw failure(rc);
        }
    }

    private long outPointer() {
        return NativeMemory.ALL.get(ValueLayout.JAVA_LONG, out);
    }
}

package io.sqld.sqlite;

import io.sqld.api.sql.Column;
import io.sqld.api.sql.Parameter;
import io.sqld.api.sql.ValueSink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement (<a href="https://sqlite.org/c3ref/stmt.html">sqlite3_stmt</a>). Used by the thread that uses
 * its connection; closed by whoever prepared it, at the latest with its connection.
 *
 * <p>Order: bind, {@link #step()} until it returns false or throws, {@link #reset()}, {@link #clearBindings()}. Use in
 * another order, or after closing, is an {@link IllegalStateException}. Columns are counted from 0, parameters from 1,
 * as in SQLite. Reading rows and binding make no garbage, but for methods that return strings or arrays.
 */
public final class SqliteStatement implements AutoCloseable {
    /** {@link #explain()}: an ordinary statement. */
    public static final int EXPLAIN_NONE = 0;

    private enum State {
        READY, ROW, DONE, FAILED
    }

    private final SqliteConnection connection;
    private final CallGuard guard;
    private final StatementCalls calls;
    private final BindBuffer buffer;
    private final int sqlBytes;
    private final int valueBytes;
    private final ParameterTarget target = new ParameterTarget();
    private long handle;
    private State state = State.READY;
    private boolean running;
    private int columnCount;

    // the connection's list of open statements
    @Nullable SqliteStatement previous;
    @Nullable SqliteStatement next;
    // the cache's marks: someone has it; it stays when it comes back
    boolean lent;
    boolean kept;

    SqliteStatement(SqliteConnection connection, long handle, int sqlBytes) {
        this.connection = connection;
        this.guard = connection.guard();
        this.calls = connection.library().statementCalls();
        this.buffer = new BindBuffer(connection.library());
        this.handle = handle;
        this.sqlBytes = sqlBytes;
        this.valueBytes = connection.library().valueBytes();
        this.columnCount = calls.columnCount(handle);
    }

    /**
     * Runs until the next row.
     *
     * @return whether there is a row; if not, the statement has completed
     * @throws SqliteException if it fails; {@link #reset()} comes next then too
     */
    public boolean step() {
        var before = state;
        if (before.compareTo(State.ROW) > 0 || running || handle == 0) {
            throw misuse("stepped");
        }
        guard.enter();
        running = true;
        state = State.FAILED;
        int rc;
        try {
            rc = calls.step(handle);
        } finally {
            running = false;
            guard.exit();
        }
        if (rc == ResultCode.ROW) {
            if (before == State.READY) {
                columnCount = calls.columnCount(handle); // it may have been prepared anew
            }
            state = State.ROW;
            return true;
        }
        if (rc != ResultCode.DONE) {
            throw connection.failure(rc);
        }
        state = State.DONE;
        connection.throwUpcallFailure();
        return false;
    }

    /**
     * Ends the run, so that the statement can be bound and run again. Does nothing if it is ready. Bindings stay.
     *
     * @throws SqliteException if ending a run half-way commits, and that fails
     */
    public void reset() {
        if (running || handle == 0) {
            throw misuse("reset");
        }
        if (state == State.READY) {
            return;
        }
        boolean failedBefore = state == State.FAILED;
        guard.enter();
        running = true;
        int rc;
        try {
            rc = calls.reset(handle);
        } finally {
            running = false;
            guard.exit();
        }
        state = State.READY;
        if (rc != ResultCode.OK && !failedBefore) {
            throw connection.failure(rc);
        }
        connection.throwUpcallFailure();
    }

    /** Sets every parameter to NULL, and gives back the memory of the values. */
    public void clearBindings() {
        checkReady(); // a run in the middle may still point at the values
        calls.clearBindings(handle);
        buffer.reuse();
    }

    /** Sets a parameter to NULL. */
    public void bindNull(int parameter) {
        checkReady();
        check(calls.bindNull(handle, parameter));
    }

    /** Sets a parameter to an INTEGER. */
    public void bindInt64(int parameter, long value) {
        checkReady();
        check(calls.bindInt64(handle, parameter, value));
    }

    /** Sets a parameter to a REAL; NaN becomes NULL. */
    public void bindDouble(int parameter, double value) {
        checkReady();
        check(calls.bindDouble(handle, parameter, value));
    }

    /** Sets a parameter to a TEXT, which is copied. SQLite does not check that the bytes are UTF-8. */
    public void bindText(int parameter, MemorySegment utf8, long offset, int bytes) {
        checkReady();
        Objects.checkFromIndexSize(offset, bytes, utf8.byteSize());
        long piece = buffer.take(Math.max(bytes, 1));
        if (piece != BindBuffer.NONE) {
            MemorySegment.copy(utf8, offset, NativeMemory.ALL, piece, bytes);
            check(calls.bindText(handle, parameter, piece, bytes, 0));
        } else {
            long copy = copy(utf8, offset, bytes);
            check(calls.bindText(handle, parameter, copy, bytes, connection.library().freeFunction()));
        }
    }

    /** Sets a parameter to a TEXT. */
    public void bindText(int parameter, String value) {
        var utf8 = value.getBytes(StandardCharsets.UTF_8);
        bindText(parameter, MemorySegment.ofArray(utf8), 0, utf8.length);
    }

    /** Sets a parameter to a BLOB, which is copied. */
    public void bindBlob(int parameter, MemorySegment data, long offset, int bytes) {
        checkReady();
        Objects.checkFromIndexSize(offset, bytes, data.byteSize());
        long piece = buffer.take(Math.max(bytes, 1));
        if (piece != BindBuffer.NONE) {
            MemorySegment.copy(data, offset, NativeMemory.ALL, piece, bytes);
            check(calls.bindBlob(handle, parameter, piece, bytes, 0));
        } else {
            long copy = copy(data, offset, bytes);
            check(calls.bindBlob(handle, parameter, copy, bytes, connection.library().freeFunction()));
        }
    }

    /** Sets a parameter to a BLOB. */
    public void bindBlob(int parameter, byte[] value) {
        bindBlob(parameter, MemorySegment.ofArray(value), 0, value.length);
    }

    /** {@return where a value for this parameter goes; valid until this method is called again} */
    public ValueSink parameter(int parameter) {
        target.parameter = parameter;
        return target;
    }

    /** {@return the highest number of a parameter} */
    public int parameterCount() {
        checkOpen();
        return calls.parameterCount(handle);
    }

    /** {@return the parameters in order, those that {@code ?NNN} skips included} */
    public List<Parameter> parameters() {
        int count = parameterCount();
        var parameters = new ArrayList<Parameter>(count);
        for (int i = 1; i <= count; i++) {
            parameters.add(new Parameter(i, NativeMemory.string(calls.parameterName(handle, i))));
        }
        return parameters;
    }

    /** {@return the number of columns of a row; 0 for a statement that returns none} */
    public int columnCount() {
        checkOpen();
        return columnCount;
    }

    /**
     * {@return the columns of a row}
     *
     * <p>SQLite may prepare the statement anew in its first {@link #step()} after the schema has changed; then the
     * columns can differ from before, and {@link StatementCounter#REPREPARE} has grown.
     */
    public List<Column> columns() {
        checkOpen();
        int count = calls.columnCount(handle);
        var columns = new ArrayList<Column>(count);
        for (int i = 0; i < count; i++) {
            long type = calls.columnDeclaredType(handle, i);
            columns.add(new Column(NativeMemory.string(calls.columnName(handle, i)),
                    type == 0 ? Optional.empty() : Optional.of(NativeMemory.string(type)), origin(i)));
        }
        return columns;
    }

    private Optional<Column.Origin> origin(int column) {
        if (!connection.library().columnOrigins()) {
            return Optional.empty();
        }
        long name = calls.columnOriginName(handle, column);
        return name == 0 ? Optional.empty()
                : Optional.of(new Column.Origin(NativeMemory.string(calls.columnDatabaseName(handle, column)),
                        NativeMemory.string(calls.columnTableName(handle, column)), NativeMemory.string(name)));
    }

    /** Passes the values of the row to the sink, in order. Text and BLOBs lie in SQLite's own memory. */
    public void row(ValueSink sink) {
        int distance = valueBytes;
        if (distance == RowMemory.UNKNOWN || columnCount == 0) {
            for (int i = 0; i < columnCount; i++) {
                value(i, sink);
            }
            return;
        }
        checkRow();
        long address = calls.columnValue(handle, 0);
        for (int i = 0; i < columnCount; i++) {
            checkRow();
            if (!RowMemory.pass(address, sink)) {
                value(i, sink);
            }
            address += distance;
        }
    }

    /** {@return what {@link RowMemory#valueBytes} says of the row} */
    int valueBytesOfRow() {
        checkRow();
        return RowMemory.valueBytes(calls, handle, columnCount);
    }

    /** Passes one value of the row to the sink. */
    public void column(int column, ValueSink sink) {
        Objects.checkIndex(column, columnCount);
        value(column, sink);
    }

    private void value(int column, ValueSink sink) {
        checkRow();
        switch (calls.columnType(handle, column)) {
            case StorageClass.CODE_INTEGER -> sink.integer(calls.columnInt64(handle, column));
            case StorageClass.CODE_REAL -> sink.real(calls.columnDouble(handle, column));
            case StorageClass.CODE_TEXT -> {
                long utf8 = calls.columnText(handle, column);
                if (utf8 == 0) {
                    throw connection.library().outOfMemory();
                }
                sink.text(NativeMemory.ALL, utf8, calls.columnBytes(handle, column));
            }
            case StorageClass.CODE_BLOB -> {
                long data = calls.columnBlob(handle, column);
                int bytes = calls.columnBytes(handle, column);
                if (data == 0 && bytes != 0) {
                    throw connection.library().outOfMemory();
                }
                sink.blob(NativeMemory.ALL, data, bytes);
            }
            default -> sink.nullValue();
        }
    }

    /** {@return the storage class of a value of the row} */
    public StorageClass columnType(int column) {
        checkColumn(column);
        return StorageClass.of(calls.columnType(handle, column));
    }

    /** {@return a value of the row as an integer, converted like {@code CAST}} */
    public long columnInt64(int column) {
        checkColumn(column);
        return calls.columnInt64(handle, column);
    }

    /** {@return a value of the row as a real, converted like {@code CAST}} */
    public double columnDouble(int column) {
        checkColumn(column);
        return calls.columnDouble(handle, column);
    }

    /** {@return a value of the row as a string, converted like {@code CAST}; empty for NULL} */
    public String columnText(int column) {
        checkColumn(column);
        long utf8 = calls.columnText(handle, column);
        return utf8 == 0 ? "" : NativeMemory.string(utf8, calls.columnBytes(handle, column));
    }

    /** {@return a value of the row as bytes, converted like {@code CAST}; empty for NULL} */
    public byte[] columnBlob(int column) {
        checkColumn(column);
        long data = calls.columnBlob(handle, column);
        var copy = new byte[calls.columnBytes(handle, column)];
        MemorySegment.copy(NativeMemory.ALL, ValueLayout.JAVA_BYTE, data, copy, 0, copy.length);
        return copy;
    }

    /** {@return whether it leaves the database file alone ({@code sqlite3_stmt_readonly})} */
    public boolean readOnly() {
        checkOpen();
        return calls.readOnly(handle) != 0;
    }

    /** {@return 1 for EXPLAIN, 2 for EXPLAIN QUERY PLAN, otherwise {@link #EXPLAIN_NONE}} */
    public int explain() {
        checkOpen();
        return calls.explain(handle);
    }

    /** {@return whether it has been stepped and is neither complete nor reset ({@code sqlite3_stmt_busy})} */
    public boolean busy() {
        checkOpen();
        return calls.busy(handle) != 0;
    }

    /** {@return a counter of {@link StatementCounter}, set to 0 afterwards if wished} */
    public int status(int counter, boolean reset) {
        checkOpen();
        return calls.status(handle, counter, reset ? 1 : 0);
    }

    /**
     * {@return the text with the values of the parameters put in ({@code sqlite3_expanded_sql}); for people to read}
     */
    public String expandedSql() {
        checkOpen();
        long text = calls.expandedSql(handle);
        if (text == 0) {
            throw connection.library().outOfMemory();
        }
        try {
            return NativeMemory.string(text);
        } finally {
            connection.library().free(text);
        }
    }

    /** {@return the connection that it was prepared on} */
    public SqliteConnection connection() {
        return connection;
    }

    /** The size of its text in UTF-8. */
    int sqlBytes() {
        return sqlBytes;
    }

    /**
     * Ends a run, and frees the statement. Idempotent.
     *
     * @throws SqliteException if ending a run half-way commits, and that fails; the statement is freed nevertheless
     */
    @Override
    public void close() {
        if (handle == 0) {
            return;
        }
        if (running) {
            throw misuse("closed");
        }
        guard.enter();
        int rc;
        try {
            rc = release();
        } finally {
            guard.exit();
        }
        if (rc != ResultCode.OK) {
            throw connection.failure(rc);
        }
        connection.throwUpcallFailure();
    }

    /** Frees the statement; the caller guards the call. Returns the code of a commit that failed now. */
    int release() {
        boolean failedBefore = state == State.FAILED;
        long freed = handle;
        handle = 0;
        state = State.READY;
        connection.statements().remove(this);
        int rc = calls.finish(freed);
        buffer.close();
        return failedBefore ? ResultCode.OK : rc;
    }

    private long copy(MemorySegment source, long offset, int bytes) {
        long address = connection.library().allocate(Math.max(bytes, 1));
        MemorySegment.copy(source, offset, NativeMemory.ALL, address, bytes);
        return address;
    }

    private void check(int rc) {
        if (rc != ResultCode.OK) {
            throw connection.failure(rc);
        }
    }

    private void checkOpen() {
        if (handle == 0) {
            throw misuse("used");
        }
        guard.check();
    }

    private void checkReady() {
        if (state != State.READY || running || handle == 0) {
            throw misuse("bound");
        }
        guard.check();
    }

    private void checkRow() {
        if (state != State.ROW) {
            throw misuse("read");
        }
    }

    private void checkColumn(int column) {
        checkRow();
        Objects.checkIndex(column, columnCount);
    }

    private IllegalStateException misuse(String verb) {
        var why = handle == 0 ? "it is closed"
                : running ? "it is running"
                        : state == State.READY ? "it has no row" : "it has to be reset before";
        return new IllegalStateException("the statement cannot be " + verb + ": " + why);
    }

    /** A parameter as a sink: one object for all parameters of the statement. */
    private final class ParameterTarget implements ValueSink {
        private int parameter;

        @Override
        public void nullValue() {
            bindNull(parameter);
        }

        @Override
        public void integer(long value) {
            bindInt64(parameter, value);
        }

        @Override
        public void real(double value) {
            bindDouble(parameter, value);
        }

        @Override
        public void text(MemorySegment utf8, long offset, int bytes) {
            bindText(parameter, utf8, offset, bytes);
        }

        @Override
        public void blob(MemorySegment data, long offset, int bytes) {
            bindBlob(parameter, data, offset, bytes);
        }
    }
}

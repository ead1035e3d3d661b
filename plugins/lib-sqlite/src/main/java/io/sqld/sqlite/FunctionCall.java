package io.sqld.sqlite;

import io.sqld.api.sql.ValueSink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** One call of a {@link ScalarFunction}: its arguments, and where its result goes. Valid only during the call. */
public final class FunctionCall {
    private final SqliteLibrary library;
    private final FunctionCalls calls;
    private final CallGuard guard;
    private final ScalarFunction function;
    private final ValueSink result = new Result();
    private long context;
    private int count;
    private long arguments;

    FunctionCall(SqliteLibrary library, CallGuard guard, ScalarFunction function) {
        this.library = library;
        this.calls = library.functionCalls();
        this.guard = guard;
        this.function = function;
    }

    /** A function may, through SQL, call itself: what the outer call holds is put back. */
    void run(long newContext, int newCount, long newArguments) {
        long outerContext = context;
        int outerCount = count;
        long outerArguments = arguments;
        boolean barred = guard.enterUpcall(false);
        try {
            context = newContext;
            count = newCount;
            arguments = newArguments;
            function.call(this);
        } catch (Throwable e) {
            guard.failed(e);
            fail(newContext, e);
        } finally {
            guard.exitUpcall(barred);
            context = outerContext;
            count = outerCount;
            arguments = outerArguments;
        }
    }

    private void fail(long failed, Throwable e) {
        try {
            var utf8 = Objects.requireNonNullElseGet(e.getMessage(), e::toString).getBytes(StandardCharsets.UTF_8);
            long message = library.calls().malloc(utf8.length + 1L);
            if (message == 0) {
                calls.resultOutOfMemory(failed);
                return;
            }
            MemorySegment.copy(utf8, 0, NativeMemory.ALL, ValueLayout.JAVA_BYTE, message, utf8.length);
            calls.resultError(failed, message, utf8.length);
            library.free(message);
            if (e instanceof SqliteException sqlite) {
                calls.resultErrorCode(failed, sqlite.code());
            }
        } catch (Throwable again) {
            guard.failed(again);
        }
    }

    /** {@return the number of arguments} */
    public int argumentCount() {
        return count;
    }

    /** {@return the storage class of an argument, counted from 0} */
    public StorageClass type(int argument) {
        return StorageClass.of(calls.valueType(value(argument)));
    }

    /** {@return an argument as an integer, converted like {@code CAST}} */
    public long int64(int argument) {
        return calls.valueInt64(value(argument));
    }

    /** {@return an argument as a real, converted like {@code CAST}} */
    public double real(int argument) {
        return calls.valueDouble(value(argument));
    }

    /** {@return an argument as a string, converted like {@code CAST}; empty for NULL} */
    public String text(int argument) {
        long value = value(argument);
        long utf8 = calls.valueText(value);
        return utf8 == 0 ? "" : NativeMemory.string(utf8, calls.valueBytes(value));
    }

    /** Passes an argument on as it is. */
    public void argument(int argument, ValueSink target) {
        long value = value(argument);
        switch (StorageClass.of(calls.valueType(value))) {
            case INTEGER -> target.integer(calls.valueInt64(value));
            case REAL -> target.real(calls.valueDouble(value));
            case TEXT -> {
                long utf8 = calls.valueText(value);
                if (utf8 == 0) {
                    throw library.outOfMemory();
                }
                target.text(NativeMemory.ALL, utf8, calls.valueBytes(value));
            }
            case BLOB -> {
                long data = calls.valueBlob(value);
                target.blob(NativeMemory.ALL, data, calls.valueBytes(value));
            }
            case NULL -> target.nullValue();
        }
    }

    /** {@return takes the result; the last value passed counts} */
    public ValueSink result() {
        return result;
    }

    private long value(int argument) {
        Objects.checkIndex(argument, count);
        return NativeMemory.ALL.get(ValueLayout.JAVA_LONG, arguments + (long) argument * Long.BYTES);
    }

    private long open() {
        if (context == 0) {
            throw new IllegalStateException("the call of the function is over");
        }
        return context;
    }

    private final class Result implements ValueSink {
        @Override
        public void nullValue() {
            calls.resultNull(open());
        }

        @Override
        public void integer(long value) {
            calls.resultInt64(open(), value);
        }

        @Override
        public void real(double value) {
            calls.resultDouble(open(), value);
        }

        @Override
        public void text(MemorySegment utf8, long offset, int bytes) {
            long target = open();
            calls.resultText(target, copy(utf8, offset, bytes), bytes, library.freeFunction());
        }

        @Override
        public void blob(MemorySegment data, long offset, int bytes) {
            long target = open();
            calls.resultBlob(target, copy(data, offset, bytes), bytes, library.freeFunction());
        }

        private long copy(MemorySegment source, long offset, int bytes) {
            Objects.checkFromIndexSize(offset, bytes, source.byteSize());
            long address = library.allocate(Math.max(bytes, 1));
            MemorySegment.copy(source, offset, NativeMemory.ALL, address, bytes);
            return address;
        }
    }
}

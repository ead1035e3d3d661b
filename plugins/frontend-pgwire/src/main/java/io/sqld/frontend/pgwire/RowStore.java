package io.sqld.frontend.pgwire;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.StepStats;
import io.sqld.api.sql.ValueSink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a statement, kept in memory up to a limit, each value in its storage class: for cursors that go back or
 * outlive their transaction, and for small results that the server itself looks at.
 */
final class RowStore implements ProgramSink {
    private static final byte NULL = 0;
    private static final byte INTEGER = 1;
    private static final byte REAL = 2;
    private static final byte TEXT = 3;
    private static final byte BLOB = 4;
    private static final int HEADER_BYTES = 1 + Long.BYTES;

    private final int bytesMax;
    private byte[] bytes = new byte[256];
    private ByteBuffer view = ByteBuffer.wrap(bytes);
    private MemorySegment memory = MemorySegment.ofArray(bytes);
    private int used;
    private int[] rowAt = new int[16];
    private int rows;
    private List<Column> columns = List.of();
    private boolean full;
    private @Nullable SqldException failure;

    RowStore(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** {@return how many rows there are} */
    int rows() {
        return rows;
    }

    /** {@return the columns, as storage names them} */
    List<Column> columns() {
        return columns;
    }

    /** {@return whether the statement has more rows than fit} */
    boolean isFull() {
        return full;
    }

    /** {@return why the statement failed} */
    @Nullable
    SqldException failure() {
        return failure;
    }

    /** {@return the bytes in which texts and blobs lie} */
    byte[] bytes() {
        return bytes;
    }

    /** Passes a row on, with its beginning and end. {@return whether there is room for more} */
    boolean play(int row, ProgramSink target) {
        target.beginRow();
        int at = rowAt[row];
        for (int i = 0; i < columns.size(); i++) {
            at = pass(at, target);
        }
        return target.endRow();
    }

    /** Passes the value at {@code at} on, and returns where the next one is. */
    private int pass(int at, ValueSink target) {
        long word = view.getLong(at + 1);
        int data = at + HEADER_BYTES;
        switch (bytes[at]) {
            case INTEGER -> target.integer(word);
            case REAL -> target.real(Double.longBitsToDouble(word));
            case TEXT -> target.text(memory, data, (int) word);
            case BLOB -> target.blob(memory, data, (int) word);
            default -> target.nullValue();
        }
        return data + (bytes[at] >= TEXT ? (int) word : 0);
    }

    /** {@return a value as text; empty for NULL} */
    String text(int row, int column) {
        int at = find(row, column);
        long word = view.getLong(at + 1);
        return switch (bytes[at]) {
            case INTEGER -> Long.toString(word);
            case REAL -> Double.toString(Double.longBitsToDouble(word));
            case TEXT, BLOB -> new String(bytes, at + HEADER_BYTES, (int) word, StandardCharsets.UTF_8);
            default -> "";
        };
    }

    /** Binds a value of the only row to a parameter, converted to its type if it is text. */
    void bind(BoundParameters values, int column, PgType type, boolean given) {
        int at = find(0, column);
        long word = view.getLong(at + 1);
        switch (bytes[at]) {
            case INTEGER -> values.setInteger(column, word);
            case REAL -> values.setReal(column, Double.longBitsToDouble(word));
            case TEXT -> ParameterDecoder.text(values, column, type, io.netty.buffer.Unpooled.wrappedBuffer(bytes),
                    at + HEADER_BYTES, (int) word, given);
            case BLOB -> values.setBlob(column, Arrays.copyOfRange(bytes, at + HEADER_BYTES,
                    at + HEADER_BYTES + (int) word));
            default -> values.setNull(column);
        }
    }

    private int find(int row, int column) {
        int at = rowAt[row];
        for (int i = 0; i < column; i++) {
            at += HEADER_BYTES + (bytes[at] >= TEXT ? (int) view.getLong(at + 1) : 0);
        }
        return at;
    }

    @Override
    public void beginStep(int step, List<Column> stepColumns) {
        columns = stepColumns;
        rows = 0;
        used = 0;
    }

    @Override
    public void beginRow() {
        if (rows == rowAt.length) {
            rowAt = Arrays.copyOf(rowAt, 2 * rows);
        }
        rowAt[rows] = used;
    }

    @Override
    public boolean endRow() {
        if (full) {
            return false;
        }
        rows++;
        return true;
    }

    @Override
    public void nullValue() {
        value(NULL, 0, 0);
    }

    @Override
    public void integer(long value) {
        value(INTEGER, value, 0);
    }

    @Override
    public void real(double value) {
        value(REAL, Double.doubleToRawLongBits(value), 0);
    }

    @Override
    public void text(MemorySegment utf8, long offset, int length) {
        data(TEXT, utf8, offset, length);
    }

    @Override
    public void blob(MemorySegment data, long offset, int length) {
        data(BLOB, data, offset, length);
    }

    private void data(byte tag, MemorySegment source, long offset, int length) {
        if (value(tag, length, length)) {
            MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, used, length);
            used += length;
        }
    }

    private boolean value(byte tag, long word, int dataBytes) {
        long needed = (long) used + HEADER_BYTES + dataBytes;
        if (full || needed + 4L * rows > bytesMax) {
            full = true;
            return false;
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), Integer.MAX_VALUE - 8));
            view = ByteBuffer.wrap(bytes);
            memory = MemorySegment.ofArray(bytes);
        }
        bytes[used] = tag;
        view.putLong(used + 1, word);
        used += HEADER_BYTES;
        return true;
    }

    @Override
    public void endStep(int step, StepStats stats) {}

    @Override
    public void stepSkipped(int step) {}

    @Override
    public void stepFailed(int step, SqldException error) {
        failure = error;
    }
}

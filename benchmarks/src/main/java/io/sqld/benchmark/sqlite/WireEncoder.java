package io.sqld.benchmark.sqlite;

import io.sqld.api.sql.ValueSink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Encodes rows as DataRow messages of the PostgreSQL protocol with text fields, into a buffer that starts over when
 * full.
 */
final class WireEncoder implements ValueSink {
    private static final int BUFFER_BYTES = 65_536;
    private static final int ROW_BYTES = 512;
    private static final int HEADER_BYTES = 7;
    private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort INT16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment buffer;
    private long position;
    private long start;

    /** @param buffer of {@link #bufferBytes()} */
    WireEncoder(MemorySegment buffer) {
        this.buffer = buffer;
    }

    static int bufferBytes() {
        return BUFFER_BYTES;
    }

    void beginRow() {
        if (BUFFER_BYTES - position < ROW_BYTES) {
            position = 0;
        }
        start = position;
        position += HEADER_BYTES;
    }

    void endRow(int columns) {
        buffer.set(ValueLayout.JAVA_BYTE, start, (byte) 'D');
        buffer.set(INT32, start + 1, (int) (position - start - 1));
        buffer.set(INT16, start + 5, (short) columns);
    }

    @Override
    public void nullValue() {
        buffer.set(INT32, position, -1);
        position += Integer.BYTES;
    }

    @Override
    public void integer(long value) {
        long lengthAt = position;
        long at = lengthAt + Integer.BYTES;
        long rest = value;
        if (value < 0) {
            buffer.set(ValueLayout.JAVA_BYTE, at++, (byte) '-');
            rest = -value;
        }
        long end = at + digits(rest);
        position = end;
        do {
            buffer.set(ValueLayout.JAVA_BYTE, --end, (byte) ('0' + Long.remainderUnsigned(rest, 10)));
            rest = Long.divideUnsigned(rest, 10);
        } while (rest != 0);
        buffer.set(INT32, lengthAt, (int) (position - lengthAt - Integer.BYTES));
    }

    private static int digits(long value) {
        int count = 1;
        for (long rest = Long.divideUnsigned(value, 10); rest != 0; rest /= 10) {
            count++;
        }
        return count;
    }

    @Override
    public void real(double value) {
        throw new UnsupportedOperationException("no column is a real");
    }

    @Override
    public void text(MemorySegment utf8, long offset, int bytes) {
        buffer.set(INT32, position, bytes);
        MemorySegment.copy(utf8, offset, buffer, position + Integer.BYTES, bytes);
        position += Integer.BYTES + bytes;
    }

    @Override
    public void blob(MemorySegment data, long offset, int bytes) {
        throw new UnsupportedOperationException("no column is a blob");
    }

    byte[] encoded() {
        return buffer.asSlice(0, position).toArray(ValueLayout.JAVA_BYTE);
    }
}

package io.sqld.example.line;

import io.sqld.api.error.SqldException;
import io.sqld.api.sql.Column;
import io.sqld.api.sql.ProgramSink;
import io.sqld.api.sql.StepStats;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the rows of one statement as lines, straight from the engine's memory. It says that it is full after the row
 * that exceeds its capacity, so a row is never cut.
 */
final class LineEncoder implements ProgramSink {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** What stands for the characters that have a meaning, by their code; 0 for all others. */
    private static final byte[] ESCAPES = escapes();

    private final int capacityBytes;
    private byte[] bytes = new byte[256];
    private int length;
    private int rowStart;
    private boolean taken;

    LineEncoder(int capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** {@return the line that tells of {@code error}} */
    static ByteBuffer error(SqldException error) {
        var encoder = new LineEncoder(0);
        encoder.stepFailed(0, error);
        return encoder.take();
    }

    /** {@return whether what is there should be sent before more comes} */
    boolean full() {
        return length >= capacityBytes;
    }

    /** {@return what is there, and forgets it} */
    ByteBuffer take() {
        ByteBuffer full = ByteBuffer.wrap(bytes, 0, length);
        bytes = new byte[256];
        length = 0;
        rowStart = 0;
        this.taken = true;
        return full;
    }

    /** The execution broke off, perhaps within a row. */
    void abandon(SqldException error) {
        length = rowStart;
        stepFailed(0, error);
    }

    @Override
    public void beginStep(int step, List<Column> columns) {}

    @Override
    public void beginRow() {
        ascii("row");
    }

    @Override
    public boolean endRow() {
        put('\n');
        rowStart = length;
        return !full();
    }

    @Override
    public boolean withdrawStep() {
        if (!taken) {
            length = 0;
            rowStart = 0;
        }
        return !taken;
    }

    @Override
    public void endStep(int step, StepStats stats) {
        ascii("ok\t");
        ascii(Long.toString(stats.changes()));
        put('\n');
    }

    @Override
    public void stepSkipped(int step) {
        throw new IllegalStateException("the only step has no condition");
    }

    @Override
    public void stepFailed(int step, SqldException error) {
        ascii("error\t");
        ascii(error.code().name());
        put('\t');
        byte[] message = error.message().getBytes(StandardCharsets.UTF_8);
        escaped(MemorySegment.ofArray(message), 0, message.length);
        put('\n');
    }

    @Override
    public void nullValue() {
        ascii("\t\\N");
    }

    @Override
    public void integer(long value) {
        put('\t');
        ascii(Long.toString(value));
    }

    @Override
    public void real(double value) {
        put('\t');
        ascii(Double.toString(value));
    }

    @Override
    public void text(MemorySegment utf8, long offset, int count) {
        put('\t');
        escaped(utf8, offset, count);
    }

    @Override
    public void blob(MemorySegment data, long offset, int count) {
        ascii("\t\\x");
        reserve(2 * (long) count);
        for (int i = 0; i < count; i++) {
            int value = data.get(ValueLayout.JAVA_BYTE, offset + i) & 0xFF;
            bytes[length++] = HEX[value >>> 4];
            bytes[length++] = HEX[value & 15];
        }
    }

    private void escaped(MemorySegment utf8, long offset, int count) {
        reserve(2 * (long) count);
        for (int i = 0; i < count; i++) {
            byte value = utf8.get(ValueLayout.JAVA_BYTE, offset + i);
            byte escape = value >= 0 ? ESCAPES[value] : 0;
            if (escape != 0) {
                bytes[length++] = '\\';
                value = escape;
            }
            bytes[length++] = value;
        }
    }

    private void ascii(String text) {
        int count = text.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    private void put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    private void reserve(long more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes,
                    Math.toIntExact(Math.max(length + more, Math.min(2L * bytes.length, 1 << 30))));
        }
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        escapes['\\'] = '\\';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\r'] = 'r';
        return escapes;
    }
}

package io.sqld.frontend.http.protobuf;

import io.sqld.api.sql.Column;
import io.sqld.frontend.http.json.ChunkedBuffer;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Appends fields of messages to a {@link ChunkedBuffer}, from memory to memory. The length of a message is written when
 * it is closed. Same thread rules as the buffer.
 */
public final class ProtoWriter {
    private static final int TYPE_BITS = 3;
    private static final int DEPTH = 16;

    private final ChunkedBuffer out;
    /** Where the lengths of open messages go. */
    private long[] open = new long[DEPTH];
    private int depth;

    /** Appends to {@code out}. */
    public ProtoWriter(ChunkedBuffer out) {
        this.out = out;
    }

    /** Begins a message within the one that is open. */
    public void open(int field) {
        tag(field, WireType.LENGTH);
        openDelimited();
    }

    /** Begins a message that has its length in front of it, and no tag. */
    public void openDelimited() {
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
        }
        open[depth++] = out.openLength();
    }

    /** Ends the message that was begun last. */
    public void close() {
        out.closeLength(open[--depth]);
    }

    /** {@return how many messages are open} */
    public int depth() {
        return depth;
    }

    /** Closes messages until {@code wanted} are open. */
    public void closeTo(int wanted) {
        while (depth > wanted) {
            close();
        }
    }

    /** Forgets messages that were begun, because their beginning was withdrawn, until {@code wanted} are open. */
    public void forgetTo(int wanted) {
        depth = wanted;
    }

    /** Appends a message without fields. */
    public void empty(int field) {
        tag(field, WireType.LENGTH);
        out.varint(0);
    }

    /** Appends a number of any integer type but {@code sint}; also zero. */
    public void integer(int field, long value) {
        tag(field, WireType.VARINT);
        out.varint(value);
    }

    /** Appends a number unless it is zero, which a reader takes it for in its absence. */
    public void integerUnlessZero(int field, long value) {
        if (value != 0) {
            integer(field, value);
        }
    }

    /** Appends a {@code sint64}. */
    public void signed(int field, long value) {
        tag(field, WireType.VARINT);
        out.varint(zigzag(value));
    }

    /** Appends a {@code double}. */
    public void real(int field, double value) {
        tag(field, WireType.FIXED64);
        out.fixed64(Double.doubleToRawLongBits(value));
    }

    /** Appends a string. A lone surrogate, which has no UTF-8, becomes a question mark. */
    public void string(int field, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes(field, MemorySegment.ofArray(utf8), 0, utf8.length);
    }

    /** Appends bytes, or UTF-8 as a string. */
    public void bytes(int field, MemorySegment source, long offset, int count) {
        tag(field, WireType.LENGTH);
        out.varint(count);
        out.put(source, offset, count);
    }

    /** Appends a repeated field of columns: name in field 1, declared type in field 2. */
    public void columns(int field, Iterable<Column> columns) {
        for (Column column : columns) {
            open(field);
            string(1, column.name());
            if (column.declaredType().isPresent()) {
                string(2, column.declaredType().get());
            }
            close();
        }
    }

    /** Appends the head of a field with {@code length} bytes that the caller appends. */
    public void head(int field, long length) {
        tag(field, WireType.LENGTH);
        out.varint(length);
    }

    /** {@return the number by which a {@code sint64} is written} */
    public static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    /** {@return how many bytes a number takes} */
    public static int size(long value) {
        return ChunkedBuffer.varintBytes(value);
    }

    private void tag(int field, WireType type) {
        out.varint(((long) field << TYPE_BITS) | type.number());
    }
}

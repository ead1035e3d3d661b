package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.sqld.netty.Segments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Values with their storage class ({@code docs/NATIVE_MODE.md}): in binary format a byte for the class and the value;
 * in text format a literal that SQLite reads back as the same value.
 */
final class ValueCell implements CellEncoder {
    static final int INTEGER = 1;
    static final int REAL = 2;
    static final int TEXT = 3;
    static final int BLOB = 4;

    private final boolean binary;
    private final Doubles doubles;

    ValueCell(boolean binary, Doubles doubles) {
        this.binary = binary;
        this.doubles = doubles;
    }

    @Override
    public void integer(ByteBuf out, long value) {
        if (binary) {
            out.writeInt(1 + Long.BYTES).writeByte(INTEGER).writeLong(value);
        } else {
            int at = CellEncoder.begin(out);
            Digits.append(out, value);
            CellEncoder.end(out, at);
        }
    }

    @Override
    public void real(ByteBuf out, double value) {
        if (binary) {
            out.writeInt(1 + Double.BYTES).writeByte(REAL).writeDouble(value);
            return;
        }
        int at = CellEncoder.begin(out);
        if (Double.isInfinite(value)) {
            Replies.ascii(out, value > 0 ? "9.0e+999" : "-9.0e+999");
        } else {
            doubles.appendSqlite(out, value);
        }
        CellEncoder.end(out, at);
    }

    @Override
    public void text(ByteBuf out, MemorySegment utf8, long offset, int bytes) {
        if (binary) {
            out.writeInt(1 + bytes).writeByte(TEXT);
            Segments.append(out, utf8, offset, bytes);
            return;
        }
        int at = CellEncoder.begin(out);
        out.writeByte('\'');
        int copied = 0;
        for (int i = 0; i < bytes; i++) {
            if (utf8.get(ValueLayout.JAVA_BYTE, offset + i) == '\'') {
                Segments.append(out, utf8, offset + copied, i + 1 - copied);
                copied = i;
            }
        }
        Segments.append(out, utf8, offset + copied, bytes - copied);
        out.writeByte('\'');
        CellEncoder.end(out, at);
    }

    @Override
    public void blob(ByteBuf out, MemorySegment data, long offset, int bytes) {
        if (binary) {
            out.writeInt(1 + bytes).writeByte(BLOB);
            Segments.append(out, data, offset, bytes);
            return;
        }
        int at = CellEncoder.begin(out);
        out.writeByte('X').writeByte('\'');
        Hex.appendUpperCase(out, data, offset, bytes);
        out.writeByte('\'');
        CellEncoder.end(out, at);
    }
}

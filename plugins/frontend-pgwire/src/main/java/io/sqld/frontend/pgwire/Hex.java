package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The text form of {@code bytea}: {@code \x} and two lower-case digits for each byte. */
final class Hex {
    /** The two digits of each byte, the first in the low byte, for {@code setShortLE}. */
    private static final short[] PAIRS = pairs("0123456789abcdef");
    private static final short[] UPPER_CASE_PAIRS = pairs("0123456789ABCDEF");

    private Hex() {}

    /** Appends a cell with {@code bytes} bytes of {@code data} as text. */
    static void appendCell(ByteBuf out, MemorySegment data, long offset, int bytes) {
        int length = Math.addExact(2, Math.multiplyExact(2, bytes));
        out.writeInt(length);
        out.writeByte('\\').writeByte('x');
        append(out, data, offset, bytes, PAIRS);
    }

    /** Appends two upper-case digits for each of {@code bytes} bytes of {@code data}. */
    static void appendUpperCase(ByteBuf out, MemorySegment data, long offset, int bytes) {
        append(out, data, offset, bytes, UPPER_CASE_PAIRS);
    }

    private static void append(ByteBuf out, MemorySegment data, long offset, int bytes, short[] pairs) {
        int length = Math.multiplyExact(2, bytes);
        out.ensureWritable(length);
        int at = out.writerIndex();
        for (int i = 0; i < bytes; i++) {
            out.setShortLE(at + 2 * i, pairs[data.get(ValueLayout.JAVA_BYTE, offset + i) & 0xff]);
        }
        out.writerIndex(at + length);
    }

    /** {@return the value of a hexadecimal digit, or -1} */
    static int digit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private static short[] pairs(String digits) {
        var pairs = new short[256];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (digits.charAt(i >> 4) | digits.charAt(i & 15) << 8);
        }
        return pairs;
    }
}

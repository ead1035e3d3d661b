package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The text form of {@code bytea}: {@code \x} and two lower-case digits for each byte. */
final class Hex {
    /** The two digits of each byte, the first in the low byte, for {@code setShortLE}. */
    private static final short[] PAIRS = pairs();

    private Hex() {}

    /** Appends a cell with {@code bytes} bytes of {@code data} as text. */
    static void appendCell(ByteBuf out, MemorySegment data, long offset, int bytes) {
        int length = Math.addExact(2, Math.multiplyExact(2, bytes));
        out.writeInt(length);
        out.ensureWritable(length);
        int at = out.writerIndex();
        out.setByte(at, '\\').setByte(at + 1, 'x');
        for (int i = 0; i < bytes; i++) {
            out.setShortLE(at + 2 + 2 * i, PAIRS[data.get(ValueLayout.JAVA_BYTE, offset + i) & 0xff]);
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

    private static short[] pairs() {
        var pairs = new short[256];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (Character.forDigit(i >> 4, 16) | Character.forDigit(i & 15, 16) << 8);
        }
        return pairs;
    }
}

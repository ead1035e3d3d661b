package io.sqld.storage.libsql;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The checksum that links each frame of a log to all before it: CRC-64/GO-ISO of the page, begun with the checksum of
 * the frame before, as libSQL computes it.
 */
final class FrameChain {
    private static final long REVERSED_POLYNOMIAL = 0xD800000000000000L;
    private static final int STRIDE = Long.BYTES;
    private static final long[][] TABLES = tables();
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private FrameChain() {}

    /** {@return the checksum after {@code page}} */
    static long next(long previous, MemorySegment page) {
        long state = Long.reverse(previous);
        long whole = page.byteSize() & -STRIDE;
        for (long i = 0; i < whole; i += STRIDE) {
            state = word(state ^ page.get(WORD, i));
        }
        for (long i = whole; i < page.byteSize(); i++) {
            int index = (int) (state ^ page.get(ValueLayout.JAVA_BYTE, i)) & 0xff;
            state = TABLES[0][index] ^ state >>> Byte.SIZE;
        }
        return ~state;
    }

    private static long word(long state) {
        return TABLES[7][(int) state & 0xff]
                ^ TABLES[6][(int) (state >>> 8) & 0xff]
                ^ TABLES[5][(int) (state >>> 16) & 0xff]
                ^ TABLES[4][(int) (state >>> 24) & 0xff]
                ^ TABLES[3][(int) (state >>> 32) & 0xff]
                ^ TABLES[2][(int) (state >>> 40) & 0xff]
                ^ TABLES[1][(int) (state >>> 48) & 0xff]
                ^ TABLES[0][(int) (state >>> 56)];
    }

    /** Table n is what a byte does to the checksum n bytes later. */
    private static long[][] tables() {
        var tables = new long[STRIDE][256];
        for (int value = 0; value < 256; value++) {
            long remainder = value;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                remainder = remainder >>> 1 ^ ((remainder & 1) == 0 ? 0 : REVERSED_POLYNOMIAL);
            }
            tables[0][value] = remainder;
        }
        for (int n = 1; n < STRIDE; n++) {
            for (int value = 0; value < 256; value++) {
                long before = tables[n - 1][value];
                tables[n][value] = tables[0][(int) before & 0xff] ^ before >>> Byte.SIZE;
            }
        }
        return tables;
    }
}

package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;

/** Prints numbers as ASCII into buffers, in place. */
final class Digits {
    /** The two digits of 0 to 99, the tens in the low byte, for {@code setShortLE}. */
    private static final short[] PAIRS = pairs();

    /** Any number of so many digits is a {@code long}. */
    private static final int LONG_SAFE_DIGITS = 18;

    private static final long EIGHT_DIGITS_END = 100_000_000;
    private static final long ASCII_ZEROS = 0x3030_3030_3030_3030L;

    /** Holds the sign and the 19 digits of any {@code long}. */
    static final int LONG_MAX_BYTES = 20;

    private Digits() {}

    /** Appends {@code value} in decimal. */
    static void append(ByteBuf out, long value) {
        out.ensureWritable(LONG_MAX_BYTES);
        int at = out.writerIndex();
        if (value >= 0 && value < EIGHT_DIGITS_END) {
            long digits = eight(value);
            int zeros = Math.min(Long.numberOfTrailingZeros(digits) / Byte.SIZE, Long.BYTES - 1);
            out.setLongLE(at, (digits | ASCII_ZEROS) >>> (zeros * Byte.SIZE));
            out.writerIndex(at + Long.BYTES - zeros);
            return;
        }
        // Works on the negative side: it holds Long.MIN_VALUE too.
        long rest = value;
        if (value < 0) {
            out.setByte(at++, '-');
        } else {
            rest = -value;
        }
        int end = at + count(rest);
        out.writerIndex(end);
        while (rest <= -100) {
            long hundreds = rest / 100;
            end -= 2;
            out.setShortLE(end, PAIRS[(int) (hundreds * 100 - rest)]);
            rest = hundreds;
        }
        if (rest <= -10) {
            out.setShortLE(end - 2, PAIRS[(int) -rest]);
        } else {
            out.setByte(end - 1, (int) ('0' - rest));
        }
    }

    /**
     * Appends the last {@code width} digits, at least one, of {@code value}, from 0 to 99,999,999, with zeros in front.
     */
    static void appendFixed(ByteBuf out, long value, int width) {
        out.ensureWritable(Long.BYTES);
        int at = out.writerIndex();
        out.setLongLE(at, (eight(value) | ASCII_ZEROS) >>> ((Long.BYTES - width) * Byte.SIZE));
        out.writerIndex(at + width);
    }

    /**
     * {@return the eight digits of a number, the first in the lowest byte} It is halved three times, each time in all
     * parts at once; dividing by 100 and by 10 is multiplying by 10486 / 2^20 and 103 / 2^10, exactly so in their
     * range.
     */
    private static long eight(long value) {
        long fours = (value / 10_000) | ((value % 10_000) << 32);
        long hundreds = ((fours * 10_486) >>> 20) & 0x0000_007f_0000_007fL;
        long twos = hundreds | ((fours - hundreds * 100) << 16);
        long tens = ((twos * 103) >>> 10) & 0x000f_000f_000f_000fL;
        return tens | ((twos - tens * 10) << 8);
    }

    /** Appends {@code value}, which is not negative, with zeros in front until it has {@code width} digits. */
    static void appendPadded(ByteBuf out, long value, int width) {
        for (int missing = width - count(-value); missing > 0; missing--) {
            out.writeByte('0');
        }
        append(out, value);
    }

    /** {@return how many digits {@code negative}, at most 0, has} */
    static int count(long negative) {
        int digits = 1;
        for (long bound = -10; negative <= bound; bound *= 10) {
            digits++;
            if (digits == 19) {
                break;
            }
        }
        return digits;
    }

    /** {@return whether the bytes are digits, after a sign at most, that {@link #parse} reads without overflow} */
    static boolean isShortInteger(ByteBuf in, int at, int bytes) {
        int first = bytes > 0 && (in.getByte(at) == '-' || in.getByte(at) == '+') ? 1 : 0;
        if (bytes == first || bytes - first > LONG_SAFE_DIGITS) {
            return false;
        }
        for (int i = first; i < bytes; i++) {
            int digit = in.getByte(at + i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
        }
        return true;
    }

    /** {@return the number in bytes of which {@link #isShortInteger} is true} */
    static long parse(ByteBuf in, int at, int bytes) {
        boolean signed = in.getByte(at) < '0';
        long value = 0;
        for (int i = signed ? 1 : 0; i < bytes; i++) {
            value = value * 10 + in.getByte(at + i) - '0';
        }
        return signed && in.getByte(at) == '-' ? -value : value;
    }

    private static short[] pairs() {
        var pairs = new short[100];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (('0' + i / 10) | (('0' + i % 10) << 8));
        }
        return pairs;
    }
}

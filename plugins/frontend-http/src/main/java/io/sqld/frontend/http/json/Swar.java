package io.sqld.frontend.http.json;

/** Looks at the eight bytes of a little-endian word at once. */
final class Swar {
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private Swar() {}

    /**
     * {@return a word whose lowest set bit lies in the first byte that a JSON string cannot hold as it is: a control
     * character, a quote, a backslash; 0 if there is none} Bits above the lowest one mean nothing.
     */
    static long special(long word) {
        long control = (word - ONES * ' ') & ~word;
        long quote = word ^ (ONES * '"');
        long backslash = word ^ (ONES * '\\');
        return (control | ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGHS;
    }

    /** {@return whether a byte is not ASCII} */
    static boolean nonAscii(long word) {
        return (word & HIGHS) != 0;
    }

    /** {@return which byte, from 0, holds the lowest set bit} */
    static int firstByte(long mask) {
        return Long.numberOfTrailingZeros(mask) >>> 3;
    }
}

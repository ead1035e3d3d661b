package io.sqld.frontend.http.json;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Numbers and their decimal digits. */
public final class Decimal {
    private static final int LONG_DIGITS_MAX = 20;
    private static final byte[] LONG_MIN = Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PAIRS = pairs();

    private Decimal() {}

    /**
     * {@return the value of an optional sign and at least one digit; empty for anything else, or if it exceeds a long}
     */
    public static OptionalLong parseLong(Bytes text) {
        int at = text.offset();
        int end = at + text.length();
        if (at == end) {
            return OptionalLong.empty();
        }
        boolean negative = text.array()[at] == '-';
        if (negative || text.array()[at] == '+') {
            at++;
        }
        if (at == end) {
            return OptionalLong.empty();
        }
        long value = 0; // kept negative, because there is one more negative number
        for (; at < end; at++) {
            int digit = text.array()[at] - '0';
            if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
                return OptionalLong.empty();
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(negative ? value : -value);
    }

    /** Appends the digits of {@code value}. */
    public static void append(ChunkedBuffer out, long value) {
        if (value >= 0) {
            appendDigits(out, value);
        } else if (value == Long.MIN_VALUE) {
            out.put(LONG_MIN);
        } else {
            out.put('-');
            appendDigits(out, -value);
        }
    }

    private static void appendDigits(ChunkedBuffer out, long value) {
        if (value < 10) {
            out.put('0' + (int) value);
            return;
        }
        out.require(LONG_DIGITS_MAX);
        out.digits(value, count(value), PAIRS);
    }

    /** {@return how many digits a positive number has} */
    static int count(long value) {
        int digits = 1;
        for (long limit = 10; digits < 19 && value >= limit; limit *= 10) {
            digits++;
        }
        return digits;
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}

package io.sqld.frontend.http.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The shortest decimal text that reads back as the same double, in the form of Rust's serializers: {@code 2.0},
 * {@code 1e20}, {@code 5e-324}, a plain number while the decimal point lies among or near the digits.
 */
final class DoubleText {
    /** Powers of ten that are doubles exactly, and small enough that a quotient by them is correctly rounded. */
    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10};
    private static final double PLAIN_INTEGERS = 1e15;
    private static final double PLAIN_FRACTIONS = 1e-5;
    private static final int POINT_MAX = 16;
    private static final int POINT_MIN = -5;

    private DoubleText() {}

    /** Appends a finite number. */
    static void append(ChunkedBuffer out, double value) {
        double magnitude = Math.abs(value);
        if (Double.doubleToRawLongBits(value) < 0) {
            out.put('-');
        }
        if (magnitude < PLAIN_INTEGERS && magnitude == (long) magnitude) {
            Decimal.append(out, (long) magnitude);
            out.put('.');
            out.put('0');
        } else if (magnitude < PLAIN_FRACTIONS || magnitude >= PLAIN_INTEGERS || !shortFraction(out, magnitude)) {
            general(out, magnitude);
        }
    }

    /**
     * A number of at most 15 digits with few of them after the point, without garbage. Two such numbers are never the
     * same double, so the one with the fewest digits that reads back as the double is the shortest of all.
     */
    private static boolean shortFraction(ChunkedBuffer out, double magnitude) {
        for (int places = 1; places < POWERS.length; places++) {
            double scaled = Math.rint(magnitude * POWERS[places]);
            if (scaled >= PLAIN_INTEGERS) {
                return false;
            }
            if (scaled / POWERS[places] == magnitude) {
                long digits = (long) scaled;
                long unit = (long) POWERS[places];
                Decimal.append(out, digits / unit);
                out.put('.');
                long fraction = digits % unit;
                for (int i = Decimal.count(fraction); i < places; i++) {
                    out.put('0');
                }
                Decimal.append(out, fraction);
                return true;
            }
        }
        return false;
    }

    private static void general(ChunkedBuffer out, double magnitude) {
        String java = Double.toString(magnitude); // digits.digits[E[-]digits]
        int exponentAt = java.indexOf('E');
        String mantissa = exponentAt < 0 ? java : java.substring(0, exponentAt);
        int exponent = exponentAt < 0 ? 0 : Integer.parseInt(java, exponentAt + 1, java.length(), 10);
        int pointAt = mantissa.indexOf('.');
        String all = mantissa.substring(0, pointAt) + mantissa.substring(pointAt + 1);
        int from = 0;
        while (all.charAt(from) == '0') {
            from++;
        }
        int to = all.length();
        while (all.charAt(to - 1) == '0') {
            to--;
        }
        String digits = all.substring(from, to);
        int point = pointAt + exponent - from;
        if (digits.length() == 2) {
            digits = oneDigit(digits, point, magnitude);
        }
        out.put(layOut(digits, point).getBytes(StandardCharsets.US_ASCII));
    }

    /** Java never writes fewer than two digits, also where one is enough: 4.9E-324 for 5e-324. */
    private static String oneDigit(String digits, int point, double magnitude) {
        int nearest = (Integer.parseInt(digits) + 5) / 10;
        if (nearest < 10 && Double.parseDouble(nearest + "e" + (point - 1)) == magnitude) {
            return Integer.toString(nearest);
        }
        return digits;
    }

    /** The number 0.digits × 10^point. */
    private static String layOut(String digits, int point) {
        int length = digits.length();
        if (point > POINT_MAX || point <= POINT_MIN) {
            String fraction = length == 1 ? "" : "." + digits.substring(1);
            return digits.charAt(0) + fraction + "e" + (point - 1);
        }
        if (point >= length) {
            return digits + zeros(point - length) + ".0";
        }
        if (point > 0) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        return "0." + zeros(-point) + digits;
    }

    private static String zeros(int count) {
        char[] zeros = new char[count];
        Arrays.fill(zeros, '0');
        return new String(zeros);
    }
}

package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;

/**
 * Prints doubles with the fewest digits that read back as the same value. Keeps a scratch area: one for each thread of
 * control.
 */
final class Doubles {
    private static final int DIGITS_MAX = 20;
    /** Powers of ten that are doubles exactly, so that a quotient by them is correctly rounded. */
    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    /** Smaller ones are written with an exponent. */
    private static final double PLAIN_MIN = 1e-4;
    /** Up to here, whole numbers have at most 15 digits. */
    private static final double WHOLE_MAX = 1e15;

    private final StringBuilder scratch = new StringBuilder(32);
    private final byte[] digits = new byte[DIGITS_MAX];
    private int digitCount;
    /** The value is 0.d1d2d3... times ten to this power. */
    private int pointAt;

    /** Appends {@code value} as PostgreSQL prints {@code double precision}: {@code 1}, {@code 0.1}, {@code 1e+20}. */
    void appendPostgres(ByteBuf out, double value) {
        append(out, value, false);
    }

    /** Appends {@code value} as SQLite prints a REAL: always with a point, {@code 1.0}, {@code 1.0e+20}. */
    void appendSqlite(ByteBuf out, double value) {
        append(out, value, true);
    }

    private void append(ByteBuf out, double value, boolean alwaysPoint) {
        if (!Double.isFinite(value)) {
            appendSpecial(out, value, alwaysPoint);
            return;
        }
        if (value < 0 || (value == 0 && 1 / value < 0)) {
            out.writeByte('-');
        }
        if (appendShort(out, Math.abs(value), alwaysPoint)) {
            return;
        }
        decompose(value);
        int exponent = pointAt - 1;
        if (exponent < -4 || exponent >= 15) {
            appendScientific(out, exponent, alwaysPoint);
        } else {
            appendPlain(out, alwaysPoint);
        }
    }

    private static void appendSpecial(ByteBuf out, double value, boolean sqlite) {
        String text;
        if (Double.isNaN(value)) {
            text = "NaN";
        } else if (sqlite) {
            text = value < 0 ? "-Inf" : "Inf";
        } else {
            text = value < 0 ? "-Infinity" : "Infinity";
        }
        Replies.ascii(out, text);
    }

    private void decompose(double value) {
        decomposeAny(value);
        while (digitCount > 1 && digits[digitCount - 1] == '0') {
            digitCount--;
        }
    }

    /**
     * Appends a number that has at most 15 digits, few of them after the point, as most that people write. Two such
     * numbers are never the same double: so the first that reads back as this double is the shortest of all.
     *
     * @return whether it is such a number
     */
    private static boolean appendShort(ByteBuf out, double magnitude, boolean alwaysPoint) {
        if (magnitude < PLAIN_MIN && magnitude != 0) {
            return false;
        }
        for (int places = 0; places < POWERS.length; places++) {
            double scaled = Math.rint(magnitude * POWERS[places]);
            if (scaled >= WHOLE_MAX) {
                return false;
            }
            if (scaled / POWERS[places] == magnitude) {
                long number = (long) scaled;
                long power = (long) POWERS[places];
                long whole = number / power;
                Digits.append(out, whole);
                if (places > 0) {
                    out.writeByte('.');
                    Digits.appendFixed(out, number - whole * power, places);
                } else if (alwaysPoint) {
                    out.writeByte('.').writeByte('0');
                }
                return true;
            }
        }
        return false;
    }

    /** Takes Java's shortest decimal apart; the builder spares a String. */
    private void decomposeAny(double value) {
        scratch.setLength(0);
        scratch.append(Math.abs(value));
        digitCount = 0;
        pointAt = 0;
        int exponent = 0;
        boolean afterPoint = false;
        for (int i = 0; i < scratch.length(); i++) {
            char c = scratch.charAt(i);
            if (c == 'E') {
                exponent = Integer.parseInt(scratch, i + 1, scratch.length(), 10);
                break;
            }
            if (c == '.') {
                afterPoint = true;
            } else if (digitCount > 0 || c != '0') {
                digits[digitCount++] = (byte) c;
                pointAt += afterPoint ? 0 : 1;
            } else if (afterPoint) {
                pointAt--;
            }
        }
        pointAt += exponent;
        if (digitCount == 0) {
            digits[digitCount++] = '0';
            pointAt = 1;
        }
    }

    private void appendScientific(ByteBuf out, int exponent, boolean alwaysPoint) {
        out.writeByte(digits[0]);
        if (digitCount > 1) {
            out.writeByte('.').writeBytes(digits, 1, digitCount - 1);
        } else if (alwaysPoint) {
            out.writeByte('.').writeByte('0');
        }
        out.writeByte('e').writeByte(exponent < 0 ? '-' : '+');
        Digits.appendPadded(out, Math.abs(exponent), 2);
    }

    private void appendPlain(ByteBuf out, boolean alwaysPoint) {
        if (pointAt <= 0) {
            out.writeByte('0').writeByte('.');
            for (int i = pointAt; i < 0; i++) {
                out.writeByte('0');
            }
            out.writeBytes(digits, 0, digitCount);
            return;
        }
        int whole = Math.min(pointAt, digitCount);
        out.writeBytes(digits, 0, whole);
        for (int i = whole; i < pointAt; i++) {
            out.writeByte('0');
        }
        if (digitCount > whole) {
            out.writeByte('.').writeBytes(digits, whole, digitCount - whole);
        } else if (alwaysPoint) {
            out.writeByte('.').writeByte('0');
        }
    }
}

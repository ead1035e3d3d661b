package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Decimal numbers: their text, and the binary form of {@code numeric}: base 10,000 digits with the weight of the first
 * ({@code numeric_send} in PostgreSQL).
 */
final class Numerics {
    private static final int SIGN_NEGATIVE = 0x4000;
    private static final int SIGN_SPECIAL = 0xC000;
    private static final int HEADER_BYTES = 8;
    /** Keeps a hostile exponent from making a number of a billion digits. */
    private static final int SCALE_MAX = 16_383;
    private static final int TEXT_MAX = 200_000;

    private Numerics() {}

    /** {@return the number, or empty if the text is none or has an absurd exponent} */
    static Optional<BigDecimal> parse(String text) {
        if (text.isEmpty() || text.length() > TEXT_MAX || "0123456789+-.".indexOf(text.charAt(0)) < 0) {
            return Optional.empty();
        }
        try {
            var number = new BigDecimal(text);
            boolean sane = Math.abs((long) number.scale()) <= SCALE_MAX;
            return sane ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** {@return the double, also {@code NaN} and {@code Infinity}, as PostgreSQL reads them} */
    static OptionalDouble parseDouble(String text) {
        String stripped = text.strip();
        boolean negative = stripped.startsWith("-");
        String magnitude = negative || stripped.startsWith("+") ? stripped.substring(1) : stripped;
        if (magnitude.equalsIgnoreCase("infinity") || magnitude.equalsIgnoreCase("inf")) {
            return OptionalDouble.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        if (stripped.equalsIgnoreCase("nan")) {
            return OptionalDouble.of(Double.NaN);
        }
        // Java would also take 1f, 1d and hexadecimal.
        boolean plain = !magnitude.isEmpty()
                && magnitude.length() <= TEXT_MAX
                && magnitude.chars()
                        .allMatch(
                                c -> (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || c == '+'
                                        || c == '-');
        if (!plain) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(stripped));
        } catch (NumberFormatException _) {
            return OptionalDouble.empty();
        }
    }

    /** {@return whether it is a whole number that a {@code long} holds} */
    static boolean fitsLong(BigDecimal number) {
        if (number.precision() - (long) number.scale() > 19) {
            return false;
        }
        try {
            BigInteger whole = number.toBigIntegerExact();
            return whole.bitLength() < Long.SIZE;
        } catch (ArithmeticException _) {
            return false;
        }
    }

    /** Appends a cell with the binary form. */
    static void appendCell(ByteBuf out, BigDecimal value) {
        int at = CellEncoder.begin(out);
        append(out, value);
        CellEncoder.end(out, at);
    }

    /** Appends a cell with a double: the shortest decimal number that is read as the same double, or none. */
    static void appendCell(ByteBuf out, double value) {
        if (Double.isFinite(value)) {
            appendCell(out, new BigDecimal(Double.toString(value)));
        } else {
            int sign = Double.isNaN(value) ? 0xC000 : value > 0 ? 0xD000 : 0xF000;
            out.writeInt(HEADER_BYTES).writeInt(0).writeShort(sign).writeShort(0);
        }
    }

    private static void append(ByteBuf out, BigDecimal value) {
        int scale = Math.max(0, value.scale());
        // Four decimal digits make one: move the point to such a boundary.
        int padded = (scale + 3) / 4 * 4;
        String digits = value.abs().setScale(padded).unscaledValue().toString();
        int lead = (4 - digits.length() % 4) % 4;
        String text = "0".repeat(lead) + digits;
        int groups = text.length() / 4;
        int weight = groups - padded / 4 - 1;
        int first = 0;
        while (first < groups && group(text, first) == 0) {
            first++;
        }
        int last = groups;
        while (last > first && group(text, last - 1) == 0) {
            last--;
        }
        out.writeShort(last - first);
        out.writeShort(first == last ? 0 : weight - first);
        out.writeShort(value.signum() < 0 ? SIGN_NEGATIVE : 0);
        out.writeShort(scale);
        for (int i = first; i < last; i++) {
            out.writeShort(group(text, i));
        }
    }

    private static int group(String text, int index) {
        return Integer.parseInt(text, index * 4, index * 4 + 4, 10);
    }

    /**
     * {@return the text of a binary {@code numeric} of {@code bytes} bytes at {@code at}: digits, or {@code NaN},
     * {@code Infinity}, {@code -Infinity}}
     *
     * @throws PgException if the bytes are none
     */
    static String decode(ByteBuf in, int at, int bytes) {
        int digits = bytes < HEADER_BYTES ? -1 : in.getUnsignedShort(at);
        if (digits < 0 || bytes != HEADER_BYTES + 2 * digits) {
            throw incorrect();
        }
        int sign = in.getUnsignedShort(at + 4);
        int scale = in.getUnsignedShort(at + 6);
        if ((sign & SIGN_SPECIAL) == SIGN_SPECIAL) {
            return special(sign);
        }
        if ((sign != 0 && sign != SIGN_NEGATIVE) || scale > SCALE_MAX) {
            throw incorrect();
        }
        var text = new StringBuilder();
        for (int i = 0; i < digits; i++) {
            int digit = in.getUnsignedShort(at + HEADER_BYTES + 2 * i);
            if (digit > 9999) {
                throw incorrect();
            }
            text.append((char) ('0' + digit / 1000))
                    .append((char) ('0' + digit / 100 % 10))
                    .append((char) ('0' + digit / 10 % 10))
                    .append((char) ('0' + digit % 10));
        }
        int exponent = digits == 0 ? 0 : 4 * (in.getShort(at + 2) - digits + 1);
        var value = new BigDecimal(new BigInteger(text.isEmpty() ? "0" : text.toString()), -exponent)
                .setScale(scale, java.math.RoundingMode.HALF_UP);
        return (sign == SIGN_NEGATIVE ? value.negate() : value).toPlainString();
    }

    private static String special(int sign) {
        return switch (sign) {
            case 0xC000 -> "NaN";
            case 0xD000 -> "Infinity";
            case 0xF000 -> "-Infinity";
            default -> throw incorrect();
        };
    }

    private static PgException incorrect() {
        return PgError.error(SqlState.INVALID_BINARY_REPRESENTATION, "incorrect binary data format for type numeric")
                .raise();
    }
}

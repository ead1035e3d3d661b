package io.sqld.frontend.http.dump;

import io.sqld.frontend.http.json.ChunkedBuffer;
import io.sqld.frontend.http.json.Decimal;
import io.sqld.frontend.http.json.Utf8;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Appends SQL to a buffer: literals that SQLite reads back as the very values, and text that SQLite's shell reads back
 * as it stands. The shell reads lines, forgets a carriage return at the end of one, and ends at a NUL.
 */
final class SqlWriter {
    private static final byte[] NULL = ascii("NULL");
    private static final byte[] INFINITY = ascii("9e999");
    private static final byte[] END_OF_INSERT = ascii(");\n");
    private static final byte[] TEXT_OF_BYTES = ascii("CAST(X'");
    private static final byte[] TEXT_OF_BYTES_END = ascii("' AS TEXT)");
    private static final byte[] REPLACE = ascii("replace(");
    private static final byte[] RETURN_REPLACED = ascii(",'\\r',char(13))");
    private static final byte[] NEWLINE_REPLACED = ascii(",'\\n',char(10))");
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final double PLAIN_INTEGERS = 1e15;
    /**
     * So many digits tell a double from its neighbours by so much that no version of SQLite, none of which rounds
     * correctly in all cases, takes it for one of them.
     */
    private static final MathContext DIGITS = new MathContext(19, RoundingMode.HALF_EVEN);
    /** Below the normal numbers, where neighbours are farther apart, old versions take more digits for zero. */
    private static final MathContext SUBNORMAL_DIGITS = new MathContext(17, RoundingMode.HALF_EVEN);
    /** A number with so few digits and places is the quotient of two doubles that are exact. */
    private static final int SHORT_DIGITS = 15;
    private static final int SHORT_PLACES = 22;

    private final ChunkedBuffer out;

    SqlWriter(ChunkedBuffer out) {
        this.out = out;
    }

    /** {@return how many bytes wait to be sent} */
    long pending() {
        return out.pending();
    }

    void raw(char character) {
        out.put(character);
    }

    void raw(MemorySegment sql) {
        out.put(sql, 0, sql.byteSize());
    }

    /** Appends a line of SQL that is complete. */
    void line(String sql) {
        raw(MemorySegment.ofArray(sql.getBytes(StandardCharsets.UTF_8)));
        out.put('\n');
    }

    void endOfInsert() {
        out.put(END_OF_INSERT);
    }

    void nullValue() {
        out.put(NULL);
    }

    void integer(long value) {
        Decimal.append(out, value);
    }

    void real(double value) {
        if (Double.isInfinite(value)) {
            if (value < 0) {
                out.put('-');
            }
            out.put(INFINITY);
        } else if (Math.abs(value) < PLAIN_INTEGERS && value == Math.rint(value)) {
            if (Double.doubleToRawLongBits(value) < 0) {
                out.put('-');
            }
            Decimal.append(out, (long) Math.abs(value));
            out.put('.');
            out.put('0');
        } else {
            out.put(ascii(digits(value)));
        }
    }

    private static String digits(double value) {
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        boolean exactlyRead = shortest.precision() <= SHORT_DIGITS && Math.abs(shortest.scale()) <= SHORT_PLACES;
        MathContext rounded = Math.abs(value) < Double.MIN_NORMAL ? SUBNORMAL_DIGITS : DIGITS;
        BigDecimal digits = exactlyRead ? shortest : new BigDecimal(value).round(rounded);
        String text = digits.toString();
        return text.indexOf('.') < 0 && text.indexOf('E') < 0 ? text + ".0" : text;
    }

    void text(MemorySegment utf8, long offset, int bytes) {
        boolean newlines = false;
        boolean returns = false;
        boolean plain = true;
        byte before = 0;
        for (long at = offset; at < offset + bytes; at++) {
            byte value = utf8.get(ValueLayout.JAVA_BYTE, at);
            newlines |= value == '\n';
            returns |= value == '\r';
            plain &= value != 0 && !(before == '\\' && (value == 'n' || value == 'r'));
            before = value;
        }
        boolean replaced = newlines || returns;
        if (Utf8.firstInvalid(utf8, offset, bytes) >= 0 || (!plain && (replaced || hasNul(utf8, offset, bytes)))) {
            out.put(TEXT_OF_BYTES);
            hex(utf8, offset, bytes);
            out.put(TEXT_OF_BYTES_END);
        } else {
            quoted(utf8, offset, bytes, newlines, returns);
        }
    }

    private static boolean hasNul(MemorySegment utf8, long offset, int bytes) {
        for (long at = offset; at < offset + bytes; at++) {
            if (utf8.get(ValueLayout.JAVA_BYTE, at) == 0) {
                return true;
            }
        }
        return false;
    }

    private void quoted(MemorySegment utf8, long offset, int bytes, boolean newlines, boolean returns) {
        if (newlines) {
            out.put(REPLACE);
        }
        if (returns) {
            out.put(REPLACE);
        }
        out.put('\'');
        long run = offset;
        for (long at = offset; at < offset + bytes; at++) {
            byte value = utf8.get(ValueLayout.JAVA_BYTE, at);
            if (value == '\'' || value == '\n' || value == '\r') {
                out.put(utf8, run, at - run);
                out.put(value == '\'' ? '\'' : '\\');
                out.put(value == '\'' ? '\'' : value == '\n' ? 'n' : 'r');
                run = at + 1;
            }
        }
        out.put(utf8, run, offset + bytes - run);
        out.put('\'');
        if (returns) {
            out.put(RETURN_REPLACED);
        }
        if (newlines) {
            out.put(NEWLINE_REPLACED);
        }
    }

    void blob(MemorySegment data, long offset, int bytes) {
        out.put('X');
        out.put('\'');
        hex(data, offset, bytes);
        out.put('\'');
    }

    private void hex(MemorySegment data, long offset, int bytes) {
        for (long at = offset; at < offset + bytes; at++) {
            int value = data.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
            out.put(HEX[value >> 4]);
            out.put(HEX[value & 15]);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

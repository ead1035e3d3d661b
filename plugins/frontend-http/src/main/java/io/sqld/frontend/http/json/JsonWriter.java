package io.sqld.frontend.http.json;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Appends JSON values to a {@link ChunkedBuffer}, from memory to memory. Same thread rules as the buffer. */
public final class JsonWriter {
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] BASE64 = ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    private static final int NANOS_PER_MICRO = 1000;

    private final ChunkedBuffer out;

    /** Appends to {@code out}. */
    public JsonWriter(ChunkedBuffer out) {
        this.out = out;
    }

    /** {@return {@code text} as a constant for {@link #raw}} */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Appends JSON that is ready: punctuation, names. */
    public void raw(byte[] json) {
        out.put(json);
    }

    /** Appends one character of punctuation. */
    public void raw(char json) {
        out.put(json);
    }

    /** Appends {@code null}. */
    public void nullValue() {
        out.put(NULL);
    }

    /** Appends {@code true} or {@code false}. */
    public void bool(boolean value) {
        out.put(value ? TRUE : FALSE);
    }

    /** Appends an integer. */
    public void integer(long value) {
        Decimal.append(out, value);
    }

    /** Appends a double; {@code null} if it is infinite or no number, for which JSON has no text. */
    public void real(double value) {
        if (Double.isFinite(value)) {
            DoubleText.append(out, value);
        } else {
            out.put(NULL);
        }
    }

    /** Appends a duration in milliseconds, to the microsecond. */
    public void millis(long nanos) {
        long micros = (nanos + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
        real(micros / 1000.0);
    }

    /** Appends a string. A lone surrogate, which has no UTF-8, becomes a question mark. */
    public void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        string(MemorySegment.ofArray(utf8), 0, utf8.length);
    }

    /**
     * Appends UTF-8 as a string.
     *
     * @return -1, or the offset of the first byte that is not UTF-8; what was appended is then no use
     */
    public long string(MemorySegment text, long offset, long bytes) {
        out.put('"');
        long end = offset + bytes;
        long run = offset;
        long at = offset;
        boolean ascii = true;
        while (at < end) {
            if (end - at >= Long.BYTES) {
                long word = text.get(Memory.WORD, at);
                ascii &= !Swar.nonAscii(word);
                long special = Swar.special(word);
                if (special == 0) {
                    at += Long.BYTES;
                    continue;
                }
                at += Swar.firstByte(special);
            }
            byte value = text.get(ValueLayout.JAVA_BYTE, at);
            ascii &= value >= 0;
            if (value == '"' || value == '\\' || (value >= 0 && value < ' ')) {
                out.put(text, run, at - run);
                escape(value);
                run = at + 1;
            }
            at++;
        }
        out.put(text, run, end - run);
        out.put('"');
        return ascii ? -1 : Utf8.firstInvalid(text, offset, bytes);
    }

    /** Appends bytes as a string in base64, without padding. */
    public void base64(MemorySegment data, long offset, long bytes) {
        out.put('"');
        long end = offset + bytes;
        long at = offset;
        for (; end - at >= 3; at += 3) {
            int bits = (data.get(ValueLayout.JAVA_BYTE, at) & 0xFF) << 16
                    | (data.get(ValueLayout.JAVA_BYTE, at + 1) & 0xFF) << 8
                    | (data.get(ValueLayout.JAVA_BYTE, at + 2) & 0xFF);
            out.put4(BASE64[bits >>> 18], BASE64[bits >>> 12 & 63], BASE64[bits >>> 6 & 63], BASE64[bits & 63]);
        }
        if (end - at == 1) {
            int bits = data.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
            out.put(BASE64[bits >>> 2]);
            out.put(BASE64[bits << 4 & 63]);
        } else if (end - at == 2) {
            int bits = (data.get(ValueLayout.JAVA_BYTE, at) & 0xFF) << 8
                    | (data.get(ValueLayout.JAVA_BYTE, at + 1) & 0xFF);
            out.put(BASE64[bits >>> 10]);
            out.put(BASE64[bits >>> 4 & 63]);
            out.put(BASE64[bits << 2 & 63]);
        }
        out.put('"');
    }

    private void escape(byte value) {
        out.put('\\');
        switch (value) {
            case '"', '\\' -> out.put(value);
            case '\b' -> out.put('b');
            case '\f' -> out.put('f');
            case '\n' -> out.put('n');
            case '\r' -> out.put('r');
            case '\t' -> out.put('t');
            default -> {
                out.put('u');
                out.put('0');
                out.put('0');
                out.put(HEX[value >> 4]);
                out.put(HEX[value & 15]);
            }
        }
    }
}

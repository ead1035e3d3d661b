package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The text forms in which clients send bytes. */
final class Bytea {
    private Bytea() {}

    /** Decodes {@code \x} with hexadecimal digits, or the older form with backslash and three octal digits. */
    static void decodeText(BoundParameters values, int index, ByteBuf in, int at, int bytes) {
        boolean hex = bytes >= 2 && in.getByte(at) == '\\' && in.getByte(at + 1) == 'x';
        values.setBlob(index, hex ? hex(in, at + 2, bytes - 2) : escape(in, at, bytes));
    }

    private static byte[] hex(ByteBuf in, int at, int chars) {
        var blob = new ByteArrayOutputStream(chars / 2);
        int high = -1;
        for (int i = at; i < at + chars; i++) {
            int c = in.getByte(i);
            int digit = Hex.digit(c);
            boolean blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
            if (digit < 0 && !(blank && high < 0)) {
                throw invalid("invalid hexadecimal digit: \"" + (char) c + "\"");
            }
            if (digit >= 0 && high < 0) {
                high = digit;
            } else if (digit >= 0) {
                blob.write(high << 4 | digit);
                high = -1;
            }
        }
        if (high >= 0) {
            throw invalid("invalid hexadecimal data: odd number of digits");
        }
        return blob.toByteArray();
    }

    private static byte[] escape(ByteBuf in, int at, int chars) {
        var blob = new ByteArrayOutputStream(chars);
        int end = at + chars;
        int i = at;
        while (i < end) {
            int c = in.getByte(i);
            if (c != '\\') {
                blob.write(c);
                i++;
            } else if (i + 1 < end && in.getByte(i + 1) == '\\') {
                blob.write('\\');
                i += 2;
            } else {
                blob.write(octal(in, i, end));
                i += 4;
            }
        }
        return blob.toByteArray();
    }

    private static int octal(ByteBuf in, int backslash, int end) {
        int value = 0;
        for (int i = backslash + 1; i < backslash + 4; i++) {
            int digit = i < end ? in.getByte(i) - '0' : -1;
            if (digit < 0 || digit > 7) {
                throw invalid("invalid input syntax for type bytea");
            }
            value = value * 8 + digit;
        }
        return value;
    }

    /**
     * {@return the bytes that a text stands for}
     *
     * @throws PgException if it stands for none
     */
    static byte[] decode(String text) {
        ByteBuf in = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
        int bytes = in.readableBytes();
        return text.startsWith("\\x") ? hex(in, 2, bytes - 2) : escape(in, 0, bytes);
    }

    /** {@return the usual form of a UUID in any form; empty if it is none} */
    static Optional<String> uuid(String text) {
        String hex = text.strip().toLowerCase(Locale.ROOT).replaceAll("[-{}]", "");
        return hex.matches("[0-9a-f]{32}") ? Optional.of(dashed(hex)) : Optional.empty();
    }

    /** {@return the text of the 16 bytes at {@code at}} */
    static String uuid(ByteBuf in, int at) {
        return dashed(ByteBufUtil.hexDump(in, at, 16));
    }

    private static String dashed(String hex) {
        return hex.substring(0, 8) + '-' + hex.substring(8, 12) + '-' + hex.substring(12, 16) + '-'
                + hex.substring(16, 20) + '-'
                + hex.substring(20);
    }

    private static PgException invalid(String message) {
        return PgError.error(SqlState.INVALID_TEXT_REPRESENTATION, message).raise();
    }
}

package io.sqld.frontend.pgwire;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** UTF-8 as PostgreSQL accepts it: well formed, shortest forms only, no surrogates, no zero byte. */
final class Utf8 {
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;

    private Utf8() {}

    /** {@return a string; what is not UTF-8 becomes U+FFFD} */
    static String decode(MemorySegment utf8, long offset, int bytes) {
        var copy = new byte[bytes];
        MemorySegment.copy(utf8, ValueLayout.JAVA_BYTE, offset, copy, 0, bytes);
        return new String(copy, StandardCharsets.UTF_8);
    }

    /**
     * Checks {@code bytes} bytes of {@code in} from index {@code from} on.
     *
     * @throws PgException at the first byte that is wrong
     */
    static void check(ByteBuf in, int from, int bytes) {
        int end = from + bytes;
        int at = from;
        while (at < end) {
            if (end - at >= Long.BYTES && plain(in.getLong(at))) {
                at += Long.BYTES;
                continue;
            }
            int length = sequence(in, at, end);
            if (length == 0) {
                throw PgError.error(
                        SqlState.NOT_IN_REPERTOIRE,
                        "invalid byte sequence for encoding \"UTF8\": 0x%02x".formatted(in.getByte(at) & 0xff))
                        .raise();
            }
            at += length;
        }
    }

    /**
     * Checks {@code bytes} bytes of {@code text}, which may hold zero bytes.
     *
     * @throws PgException at the first byte that is wrong
     */
    static void check(MemorySegment text, long offset, int bytes) {
        int at = 0;
        while (bytes - at >= Long.BYTES && (text.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < bytes && text.get(ValueLayout.JAVA_BYTE, offset + at) >= 0) {
            at++;
        }
        if (at < bytes) {
            checkWide(text, offset + at, bytes - at);
        }
    }

    private static void checkWide(MemorySegment text, long offset, int bytes) {
        int at = 0;
        while (at < bytes) {
            int lead = text.get(ValueLayout.JAVA_BYTE, offset + at) & 0xff;
            int length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
            boolean valid = lead < 0x80 || (lead >= 0xc2 && lead <= 0xf4 && bytes - at >= length);
            if (valid && length > 1) {
                valid = isSecond(lead, text.get(ValueLayout.JAVA_BYTE, offset + at + 1) & 0xff);
                for (int i = 2; i < length; i++) {
                    valid &= (text.get(ValueLayout.JAVA_BYTE, offset + at + i) & 0xc0) == 0x80;
                }
            }
            if (!valid) {
                throw PgError.error(SqlState.NOT_IN_REPERTOIRE,
                        "invalid byte sequence for encoding \"UTF8\": 0x%02x".formatted(lead))
                        .withHint("CAST the column to BLOB to see its bytes.")
                        .raise();
            }
            at += length;
        }
    }

    /** It excludes overlong forms, surrogates and what is beyond U+10FFFF. */
    private static boolean isSecond(int lead, int second) {
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }

    /** {@return whether all eight bytes are ASCII and none is zero} */
    private static boolean plain(long eight) {
        return ((eight | (eight - LOW_BITS)) & HIGH_BITS) == 0;
    }

    /** {@return the length of the character at {@code at}, 0 if it is none} */
    private static int sequence(ByteBuf in, int at, int end) {
        int lead = in.getUnsignedByte(at);
        if (lead < 0x80) {
            return lead == 0 ? 0 : 1;
        }
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || end - at < length) {
            return 0;
        }
        if (!isSecond(lead, in.getUnsignedByte(at + 1))) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((in.getByte(at + i) & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}

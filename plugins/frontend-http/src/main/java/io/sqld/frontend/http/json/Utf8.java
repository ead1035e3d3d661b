package io.sqld.frontend.http.json;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Checks UTF-8 (<a href="https://www.rfc-editor.org/rfc/rfc3629">RFC 3629</a>) where it is, without decoding it. */
public final class Utf8 {
    private static final int CONTINUATION_BITS = 6;
    private static final int MIN_3_BYTES = 0x800;
    private static final int MIN_4_BYTES = 0x1_0000;

    private Utf8() {}

    /**
     * {@return the first of {@code bytes} bytes that begins no valid character, counted from {@code offset}; -1 if all
     * are}
     */
    public static long firstInvalid(MemorySegment text, long offset, long bytes) {
        long at = 0;
        while (at < bytes) {
            int first = text.get(ValueLayout.JAVA_BYTE, offset + at);
            if (first >= 0) {
                at++;
                continue;
            }
            int length = length(first & 0xFF);
            if (length == 0 || at + length > bytes || !valid(text, offset + at, first & 0xFF, length)) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    private static int length(int first) {
        if (first >= 0xC2 && first <= 0xDF) {
            return 2;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            return 3;
        }
        return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
    }

    private static boolean valid(MemorySegment text, long at, int first, int length) {
        int codePoint = first & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            int next = text.get(ValueLayout.JAVA_BYTE, at + i);
            if ((next & 0xC0) != 0x80) {
                return false;
            }
            codePoint = codePoint << CONTINUATION_BITS | (next & 0x3F);
        }
        return switch (length) {
            case 2 -> true;
            case 3 -> codePoint >= MIN_3_BYTES
                    && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
            default -> codePoint >= MIN_4_BYTES && codePoint <= Character.MAX_CODE_POINT;
        };
    }
}

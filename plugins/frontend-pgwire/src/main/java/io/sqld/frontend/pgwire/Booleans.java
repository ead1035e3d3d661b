package io.sqld.frontend.pgwire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/** What PostgreSQL reads as a truth value, in any case, blanks around it aside. */
enum Booleans {
    TRUE,
    FALSE,
    NEITHER;

    private static final int LONGEST = 16;

    /** {@return what the text says} */
    static Booleans parse(MemorySegment utf8, long offset, int bytes) {
        if (bytes > LONGEST) {
            return NEITHER;
        }
        var text = new StringBuilder(bytes);
        for (int i = 0; i < bytes; i++) {
            text.append((char) (utf8.get(ValueLayout.JAVA_BYTE, offset + i) & 0xff));
        }
        return parse(text.toString());
    }

    /** {@return what the text says} */
    static Booleans parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "1", "t", "tr", "tru", "true", "y", "ye", "yes", "on" -> TRUE;
            case "0", "f", "fa", "fal", "fals", "false", "n", "no", "of", "off" -> FALSE;
            default -> NEITHER;
        };
    }
}

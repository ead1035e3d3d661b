package io.sqld.sqlite;

import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The SQL text that a connection prepares from, in UTF-8 and ended by NUL in native memory; and the way between offsets
 * in chars and in bytes. Kept from one statement to the next, so that a long script is encoded once.
 */
final class SqlText {
    /** A buffer up to this size stays for the next text. */
    private static final int RETAINED_BYTES = 64 * 1024;
    private static final int INITIAL_BYTES = 512;

    private final SqliteLibrary library;
    private @Nullable String text;
    private long address;
    private long capacity;
    private long bytes;
    // a place known in both units: the last one asked for
    private int knownChars;
    private long knownBytes;

    SqlText(SqliteLibrary library) {
        this.library = library;
    }

    /**
     * {@return the address of the given offset of the text}
     *
     * @throws SqliteException if the text cannot be passed to SQLite as it is
     */
    @SuppressWarnings("ReferenceEquality") // equal texts that are not the same string are rare, and comparing is slow
    long locate(String sql, int offset) {
        if (sql != text) {
            load(sql);
        }
        return address + bytesAt(sql, offset);
    }

    /** {@return the offset in chars of an address inside the text} */
    int offset(String sql, long pointer) {
        long target = pointer - address;
        if (bytes == sql.length()) {
            return (int) target;
        }
        rewind(target < knownBytes);
        while (knownBytes < target) {
            step(sql);
        }
        return knownChars;
    }

    /** Gives a large buffer back: the text will not be asked for again. */
    void forget() {
        if (capacity > RETAINED_BYTES) {
            close();
        }
    }

    void close() {
        text = null;
        library.free(address);
        address = 0;
        capacity = 0;
    }

    private long bytesAt(String sql, int offset) {
        if (bytes == sql.length()) {
            return offset;
        }
        rewind(offset < knownChars);
        while (knownChars < offset) {
            step(sql);
        }
        if (knownChars != offset) {
            throw new IllegalArgumentException("offset " + offset + " is inside a character");
        }
        return knownBytes;
    }

    private void rewind(boolean wanted) {
        if (wanted) {
            knownChars = 0;
            knownBytes = 0;
        }
    }

    private void step(String sql) {
        char c = sql.charAt(knownChars);
        if (c < 0x80) {
            knownChars++;
            knownBytes++;
        } else if (Character.isHighSurrogate(c)) {
            knownChars += 2;
            knownBytes += 4;
        } else {
            knownChars++;
            knownBytes += c < 0x800 ? 2 : 3;
        }
    }

    private void load(String sql) {
        text = null;
        long needed = encodedBytes(sql) + 1;
        if (needed > capacity) {
            close();
            long wanted = Math.max(needed, INITIAL_BYTES);
            address = library.allocate(wanted);
            capacity = wanted;
        }
        bytes = needed - 1;
        encode(sql);
        knownChars = 0;
        knownBytes = 0;
        text = sql;
    }

    private static long encodedBytes(String sql) {
        long count = sql.length();
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == 0) {
                throw invalid("a NUL character", i);
            }
            if (c < 0x80) {
                continue;
            }
            if (!Character.isSurrogate(c)) {
                count += c < 0x800 ? 1 : 2;
            } else if (Character.isHighSurrogate(c) && i + 1 < sql.length()
                    && Character.isLowSurrogate(sql.charAt(i + 1))) {
                count += 2;
                i++;
            } else {
                throw invalid("an unpaired surrogate", i);
            }
        }
        return count;
    }

    private static SqliteException invalid(String what, int offset) {
        return new SqliteException(ResultCode.ERROR, "the SQL text contains " + what + " at offset " + offset, offset,
                null);
    }

    private void encode(String sql) {
        long to = address;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c < 0x80) {
                put(to++, c);
            } else if (c < 0x800) {
                put(to++, 0xc0 | (c >> 6));
                put(to++, 0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                put(to++, 0xe0 | (c >> 12));
                put(to++, 0x80 | (c >> 6 & 0x3f));
                put(to++, 0x80 | (c & 0x3f));
            } else {
                int point = Character.toCodePoint(c, sql.charAt(++i));
                put(to++, 0xf0 | (point >> 18));
                put(to++, 0x80 | (point >> 12 & 0x3f));
                put(to++, 0x80 | (point >> 6 & 0x3f));
                put(to++, 0x80 | (point & 0x3f));
            }
        }
        put(to, 0);
    }

    private static void put(long to, int value) {
        NativeMemory.ALL.set(ValueLayout.JAVA_BYTE, to, (byte) value);
    }
}

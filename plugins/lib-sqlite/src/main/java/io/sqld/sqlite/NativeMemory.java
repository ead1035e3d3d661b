package io.sqld.sqlite;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** The process's memory, addressed by raw pointers: so no segment object is made for a value that SQLite points at. */
final class NativeMemory {
    /** All of it. Whoever reads or writes here vouches for the address and the length. */
    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private NativeMemory() {}

    /** {@return the string at a pointer to NUL-terminated UTF-8; empty for NULL} */
    static String string(long pointer) {
        return pointer == 0 ? "" : ALL.getString(pointer);
    }

    /** {@return the string of so many bytes of UTF-8; bytes that are not become U+FFFD} */
    static String string(long pointer, int bytes) {
        var copy = new byte[bytes];
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, pointer, copy, 0, bytes);
        return new String(copy, StandardCharsets.UTF_8);
    }
}

package io.sqld.api.sql;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Takes one SQLite value at a time, by its <a href="https://sqlite.org/datatype3.html">storage class</a>. Memory that
 * is passed in belongs to the caller and is valid only during the call.
 */
public interface ValueSink {
    /** Takes NULL. */
    void nullValue();

    /** Takes an INTEGER. */
    void integer(long value);

    /** Takes a REAL. */
    void real(double value);

    /** Takes a TEXT. The bytes are those stored: usually UTF-8, but SQLite does not check. */
    void text(MemorySegment utf8, long offset, int bytes);

    /** Takes a BLOB. */
    void blob(MemorySegment data, long offset, int bytes);

    /** Takes a TEXT that exists as a string; for callers off the hot path. */
    default void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        text(MemorySegment.ofArray(utf8), 0, utf8.length);
    }

    /** Takes a BLOB that exists as an array; for callers off the hot path. */
    default void blob(byte[] value) {
        blob(MemorySegment.ofArray(value), 0, value.length);
    }
}
